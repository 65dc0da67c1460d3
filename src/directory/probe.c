/* probe.c - see probe.h. */
#include "probe.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <ldap.h>

/* NULL for a URI without a host (ldapi) and for a name that does not resolve; *known tells them apart. */
static struct addrinfo *
resolve(const char *uri, bool *known)
{
	struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV };
	struct addrinfo *found = NULL;
	LDAPURLDesc *parts = NULL;
	char port[8];

	*known = false;
	if (ldap_url_parse(uri, &parts) != LDAP_URL_SUCCESS)
		return NULL;
	(void)snprintf(port, sizeof port, "%u", (unsigned)parts->lud_port & 0xffffu);
	if (strcmp(parts->lud_scheme, "ldapi") == 0)
		*known = true;
	else if (getaddrinfo(parts->lud_host, port, &hints, &found) == 0)
		*known = true;
	else
		found = NULL;
	ldap_free_urldesc(parts);
	return found;
}

enum trouble
probe_resolve(const char *uri, struct buffer *addresses)
{
	bool known;
	struct addrinfo *found = resolve(uri, &known);
	char text[NI_MAXHOST];

	for (struct addrinfo *at = found; at != NULL; at = at->ai_next) {
		if (getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
			continue;
		if (addresses->length > 0)
			buffer_string(addresses, ", ");
		buffer_string(addresses, text);
	}
	if (found != NULL)
		freeaddrinfo(found);
	return known ? TROUBLE_NONE : TROUBLE_DOWN;
}

static enum trouble
connect_to(const struct addrinfo *at, unsigned seconds)
{
	struct pollfd waiting = { .events = POLLOUT };
	enum trouble t = TROUBLE_DOWN;
	socklen_t size = sizeof(int);
	int error = 0, ready;

	waiting.fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (waiting.fd < 0)
		return TROUBLE_DOWN;
	if (connect(waiting.fd, at->ai_addr, at->ai_addrlen) == 0) {
		t = TROUBLE_NONE;
	} else if (errno == EINPROGRESS) {
		do
			ready = poll(&waiting, 1, (int)seconds * 1000);
		while (ready < 0 && errno == EINTR);
		if (ready == 0)
			t = TROUBLE_TIMEOUT;
		else if (ready > 0 && getsockopt(waiting.fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0)
			t = TROUBLE_NONE;
	}
	(void)close(waiting.fd);
	return t;
}

enum trouble
probe_connect(const char *uri, unsigned seconds)
{
	bool known;
	struct addrinfo *found = resolve(uri, &known);
	enum trouble t = known && found == NULL ? TROUBLE_NONE : TROUBLE_DOWN;

	for (struct addrinfo *at = found; at != NULL && t != TROUBLE_NONE; at = at->ai_next)
		t = connect_to(at, seconds);
	if (found != NULL)
		freeaddrinfo(found);
	return t;
}
