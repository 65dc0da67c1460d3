/*
 * directory_fixture.c - private slapds, and handles to them; see directory_fixture.h.
 */
#include "directory_fixture.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

const char *folder;
char reader_password[128];
struct server good;
struct arena *arena;
struct fault fault;
struct directory_person person;

/* --- servers --- */

static struct sockaddr_in
local(unsigned port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return at;
}

/* A port (0: any) of this machine, with somebody who listens and never answers; *fd is the listening socket. */
unsigned
listen_mutely(int *fd, unsigned port)
{
	struct sockaddr_in at = local(port);
	socklen_t size = sizeof at;

	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Called outside of tests too, where Check's own assertions may not be used. */
	if (*fd < 0 || bind(*fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(*fd, 16) != 0 ||
	    getsockname(*fd, (struct sockaddr *)&at, &size) != 0)
		abort();
	return ntohs(at.sin_port);
}

unsigned
free_port(void)
{
	int fd;
	unsigned port = listen_mutely(&fd, 0);

	(void)close(fd);
	return port;
}

static bool
answers(unsigned port)
{
	struct sockaddr_in at = local(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;

	(void)close(fd);
	return yes;
}

static void
run_slapd(const char *name, const struct server *s)
{
	char conf[500], urls[300];
	int log;

	(void)snprintf(conf, sizeof conf, "%s/%s/slapd.conf", folder, name);
	(void)snprintf(urls, sizeof urls, "ldap://127.0.0.1:%u ldaps://127.0.0.1:%u ldap://127.0.0.2:%u", s->port,
	    s->tls_port, s->port);
	log = open("/dev/null", O_RDWR);
	(void)dup2(log, 0);
	(void)dup2(log, 1);
	(void)dup2(log, 2);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)execl("/usr/sbin/slapd", "slapd", "-d", "0", "-f", conf, "-h", urls, (char *)NULL);
	_exit(127);
}

/* Starts it on the ports that it has, or on new ones; comes back when it answers. */
void
start_server(const char *name, struct server *s)
{
	struct timespec pause = { .tv_nsec = 20000000 };

	if (s->port == 0)
		*s = (struct server){ .port = free_port(), .tls_port = free_port() };
	s->pid = fork();
	if (s->pid == 0)
		run_slapd(name, s);
	for (int i = 0; i < 500 && !(answers(s->port) && answers(s->tls_port)); i++) {
		if (waitpid(s->pid, NULL, WNOHANG) != 0) {
			(void)fprintf(stderr, "slapd (%s) ended while starting\n", name);
			abort();
		}
		(void)nanosleep(&pause, NULL);
	}
}

void
stop_server(struct server *s)
{
	if (s->pid > 0) {
		(void)kill(s->pid, SIGKILL);
		(void)waitpid(s->pid, NULL, 0);
	}
	s->pid = 0;
}

/* Both ways until one end closes, or so many bytes came from the server. */
static void
relay_one(int client, unsigned server_port, size_t most)
{
	struct sockaddr_in at = local(server_port);
	int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char bytes[4096];

	if (connect(server, (struct sockaddr *)&at, sizeof at) != 0)
		_exit(1);
	for (;;) {
		struct pollfd ends[2] = { { .fd = client, .events = POLLIN }, { .fd = server, .events = POLLIN } };
		int from = poll(ends, 2, -1) > 0 && ends[0].revents != 0 ? 0 : 1;
		ssize_t got = recv(ends[from].fd, bytes, sizeof bytes, 0);

		if (got <= 0 || (from == 1 && (size_t)got >= most))
			_exit(0);
		most -= from == 1 ? (size_t)got : 0;
		if (send(ends[1 - from].fd, bytes, (size_t)got, MSG_NOSIGNAL) != got)
			_exit(0);
	}
}

pid_t
relay_start(unsigned server_port, size_t most, unsigned *port)
{
	int fd;
	pid_t pid;

	*port = listen_mutely(&fd, 0);
	pid = fork();
	if (pid != 0) {
		(void)close(fd);
		return pid;
	}
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)signal(SIGCHLD, SIG_IGN);
	for (;;) {
		int client = accept(fd, NULL, NULL);

		if (client >= 0 && fork() == 0)
			relay_one(client, server_port, most);
		if (client >= 0)
			(void)close(client);
	}
}

/* --- handles --- */

const char *
path(const char *name)
{
	return arena_format(arena, "%s/%s", folder, name);
}

struct directory_settings
settings(const struct server *s)
{
	return (struct directory_settings){
		.name = "council",
		.uris = arena_format(arena, "ldap://127.0.0.1:%u", s->port),
		.ca_file = path("good/tls/ca.pem"),
		.starttls = true,
		.bind_dn = getenv("DIRECTORY_READER"),
		.bind_password = reader_password,
		.base = BASE,
		.user_filter = "(&(objectClass=inetOrgPerson)(uid=%s))",
		.admin_group = "cn=parley-administrators,ou=groups," BASE,
		.connect_seconds = 2,
		.operation_seconds = 2,
	};
}

struct directory_settings
settings_ldaps(const struct server *s)
{
	struct directory_settings out = settings(s);

	out.uris = arena_format(arena, "ldaps://127.0.0.1:%u", s->tls_port);
	out.starttls = false;
	return out;
}

struct directory *
open_with(struct directory_settings s)
{
	struct directory *d = NULL;

	ck_assert_msg(directory_open(&s, &d, &fault) == RESULT_OK, "%s", fault.sentence);
	return d;
}

void
fixture_start(void)
{
	arena = arena_new();
	fault_init(&fault, arena);
	person = (struct directory_person){ .name = "untouched" };
}

void
fixture_stop(void)
{
	arena_free(arena);
}

enum result
sign_in(struct directory *d, const char *username, const char *password)
{
	fault_init(&fault, arena);
	person = (struct directory_person){ .name = "untouched" };
	return directory_sign_in(d, username, password, arena, &person, &fault);
}

const struct directory_person *
find_in(const struct directory_person *people, size_t count, const char *username)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(people[i].username, username) == 0)
			return &people[i];
	return NULL;
}

void
fixture_read_password(void)
{
	char name[500];
	FILE *file;

	(void)snprintf(name, sizeof name, "%s/good/secrets/directory-reader", folder);
	file = fopen(name, "re");
	if (file == NULL || fgets(reader_password, sizeof reader_password, file) == NULL)
		abort();
	reader_password[strcspn(reader_password, "\n")] = '\0';
	(void)fclose(file);
}
