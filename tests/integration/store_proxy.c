/*
 * store_proxy.c - a socket between the store and the database that can be cut at the worst moment. One
 * connection at a time is enough.
 */
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include "store_proxy.h"

static struct {
	pthread_t thread;
	int listening, stop[2];
	char folder[64], path[108], server[108];
	atomic_int cut, cuts;
	atomic_bool stay_down, down;
} proxy;

static int
socket_to(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(at.sun_path, sizeof at.sun_path, "%s", path);
	if (connect(fd, (struct sockaddr *)&at, sizeof at) != 0)
		abort();
	return fd;
}

static bool
pass(int from, int to, char *bytes, size_t size, ssize_t *length)
{
	*length = read(from, bytes, size);
	return *length > 0 && write(to, bytes, (size_t)*length) == *length;
}

/* A query packet that says COMMIT: three bytes of length, a number, the command 3, the text. */
static bool
is_commit(const char *bytes, ssize_t length)
{
	return length == 11 &&
	    memcmp(bytes,
		"\x07\0\0\0\x03"
		"COMMIT",
		11) == 0;
}

/* Whatever is sent behind it stays as it is. */
static bool
begin_spoil(char *bytes, ssize_t length)
{
	static const char begin[] = "SET autocommit=0";
	char *at = memmem(bytes, (size_t)length, begin, sizeof begin - 1);

	if (at)
		at[sizeof begin - 4] = 'x';
	return at != NULL;
}

static void
cut_done(void)
{
	atomic_store(&proxy.cut, PROXY_OPEN);
	atomic_store(&proxy.down, atomic_load(&proxy.stay_down));
	atomic_fetch_add(&proxy.cuts, 1);
}

/* False when this connection is to be closed. */
static bool
from_client(int client, int server)
{
	static char bytes[1 << 16];
	ssize_t length = read(client, bytes, sizeof bytes);

	if (length <= 0)
		return false;
	if (atomic_load(&proxy.cut) == PROXY_SPOIL_BEGIN && begin_spoil(bytes, length))
		cut_done();
	int cut = is_commit(bytes, length) ? atomic_load(&proxy.cut) : PROXY_OPEN;
	if (cut == PROXY_CUT_BEFORE_COMMIT) {
		cut_done();
		return false;
	}
	if (write(server, bytes, (size_t)length) != length)
		return false;
	if (cut == PROXY_CUT_AFTER_COMMIT) {
		if (read(server, bytes, sizeof bytes) <= 0) /* the answer: it has been committed */
			abort();
		cut_done();
		return false;
	}
	return true;
}

static void
connection_serve(int client)
{
	static char bytes[1 << 16];
	int server = socket_to(proxy.server);
	ssize_t length;

	for (bool going = true; going;) {
		struct pollfd both[3] = { { .fd = client, .events = POLLIN },
			{ .fd = server, .events = POLLIN },
			{ .fd = proxy.stop[0], .events = POLLIN } };
		poll(both, 3, -1);
		if (both[2].revents)
			going = false;
		else if (both[0].revents)
			going = from_client(client, server);
		else if (both[1].revents)
			going = pass(server, client, bytes, sizeof bytes, &length);
	}
	close(server);
	close(client);
}

static void *
proxy_run(void *unused)
{
	(void)unused;
	for (;;) {
		struct pollfd both[2] = { { .fd = proxy.listening, .events = POLLIN },
			{ .fd = proxy.stop[0], .events = POLLIN } };
		poll(both, 2, -1);
		if (both[1].revents)
			return NULL;
		int client = accept4(proxy.listening, NULL, NULL, SOCK_CLOEXEC);
		if (atomic_load(&proxy.down))
			close(client);
		else
			connection_serve(client);
	}
}

const char *
proxy_start(const char *server_socket)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	snprintf(proxy.server, sizeof proxy.server, "%s", server_socket);
	snprintf(proxy.folder, sizeof proxy.folder, "/tmp/parley-proxy.XXXXXX");
	if (!mkdtemp(proxy.folder) || pipe(proxy.stop) != 0)
		abort();
	snprintf(proxy.path, sizeof proxy.path, "%s/db.sock", proxy.folder);
	memcpy(at.sun_path, proxy.path, sizeof at.sun_path);
	proxy.listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(proxy.listening, (struct sockaddr *)&at, sizeof at) != 0 ||
	    listen(proxy.listening, 8) != 0)
		abort();
	proxy_set(PROXY_OPEN, false);
	atomic_store(&proxy.cuts, 0);
	pthread_create(&proxy.thread, NULL, proxy_run, NULL);
	return proxy.path;
}

void
proxy_set(enum proxy_cut cut, bool stay_down)
{
	atomic_store(&proxy.stay_down, stay_down);
	atomic_store(&proxy.down, false);
	atomic_store(&proxy.cut, (int)cut);
}

int
proxy_cuts(void)
{
	return atomic_load(&proxy.cuts);
}

void
proxy_stop(void)
{
	if (write(proxy.stop[1], "x", 1) != 1)
		abort();
	pthread_join(proxy.thread, NULL);
	close(proxy.listening);
	close(proxy.stop[0]);
	close(proxy.stop[1]);
	unlink(proxy.path);
	rmdir(proxy.folder);
}
