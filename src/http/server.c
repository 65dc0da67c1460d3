/* server.c - threads that take requests from libfcgi; see parley/server.h. */
#include <errno.h>
#include <fcntl.h>
#include <fcgiapp.h>
#include <limits.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "parley/server.h"
#include "dispatch.h"
#include "listener.h"
#include "template.h"

#define THREADS_MAX 64
#define STACK_SIZE ((size_t)512 * 1024)
#define TEMPLATE_MAX ((size_t)256 * 1024)
#define BACK_OFF_FIRST_MS 10
#define BACK_OFF_LONGEST_MS 1000

struct server {
	struct edge_shared shared;
	int fd;
	bool own;
	pthread_t threads[THREADS_MAX];
	int thread_count;
	atomic_uint reloads; /* how often SIGHUP came */
	bool stopping;       /* under lock */
	pthread_mutex_t lock;
	pthread_cond_t stop;
};

/* --- libfcgi's side of a request --- */

struct fcgi_source {
	FCGX_Request *fcgi;
	size_t taken; /* bytes of the body */
};

static size_t
fcgi_read(void *from, char *into, size_t length)
{
	struct fcgi_source *s = from;
	int got = FCGX_GetStr(into, length > INT_MAX ? INT_MAX : (int)length, s->fcgi->in);

	if (got <= 0)
		return 0;
	s->taken += (size_t)got;
	return (size_t)got;
}

/*
 * Was all of the request taken, the record that ends its body too? Then nothing of it can come in after we close. It is not
 * asked of a body that was refused: its rest may be long, and on its way.
 */
static bool
is_all_taken(struct fcgi_source *s)
{
	const char *length = FCGX_GetParam("CONTENT_LENGTH", s->fcgi->envp);

	return s->taken == (length ? strtoul(length, NULL, 10) : 0) && FCGX_GetChar(s->fcgi->in) == EOF;
}

static void
send_answer(FCGX_Request *r, struct response *p, const char *id, bool head, struct buffer *headers)
{
	static const char broken[] =
	    "Status: 500 Internal Server Error\r\nContent-Type: text/plain\r\n\r\n"
	    "Something went wrong in Parley.\n";

	buffer_reset(headers);
	response_write_head(p, id, headers);
	if (!buffer_ok(headers) || headers->length > INT_MAX || p->body.length > INT_MAX) {
		(void)FCGX_PutStr(broken, (int)sizeof(broken) - 1, r->out);
		return;
	}
	/* Whole buffers: libfcgi's own printf does not know %zu. A client that went away is no concern of ours. */
	(void)FCGX_PutStr(headers->data, (int)headers->length, r->out);
	if (!head && p->type != NULL && p->body.length > 0)
		(void)FCGX_PutStr(p->body.data, (int)p->body.length, r->out);
	/* Set-Cookie holds a session's token. */
	secret_wipe(headers->data, headers->length);
}

/* --- one thread --- */

static bool
is_stopping(struct server *s)
{
	bool stopping;

	(void)pthread_mutex_lock(&s->lock);
	stopping = s->stopping;
	(void)pthread_mutex_unlock(&s->lock);
	return stopping;
}

/* Out of descriptors or memory: wait for others to give some back, or for the end. */
static void
back_off(struct server *s, long *milliseconds)
{
	struct timespec until;

	*milliseconds = *milliseconds == 0 ? BACK_OFF_FIRST_MS : *milliseconds * 2;
	if (*milliseconds > BACK_OFF_LONGEST_MS)
		*milliseconds = BACK_OFF_LONGEST_MS;
	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += *milliseconds * 1000000;
	until.tv_sec += until.tv_nsec / 1000000000;
	until.tv_nsec %= 1000000000;
	(void)pthread_mutex_lock(&s->lock);
	while (!s->stopping && pthread_cond_timedwait(&s->stop, &s->lock, &until) == 0)
		;
	(void)pthread_mutex_unlock(&s->lock);
}

static void
answer(struct edge *e, FCGX_Request *r, struct buffer *headers)
{
	struct fcgi_source fcgi = { r, 0 };
	struct request_source source = { (const char *const *)r->envp, fcgi_read, &fcgi };
	char id[33];
	bool head;

	dispatch_answer(e, &source, id, &head);
	send_answer(r, &e->response, id, head, headers);
	/* Else libfcgi lingers until nginx closes: a wait, three system calls and a sixth of what an echo costs, for each. */
	if (is_all_taken(&fcgi))
		(void)FCGX_Detach(r);
	FCGX_Finish_r(r);
	dispatch_finish(e);
}

static void *
thread_main(void *argument)
{
	struct server *s = argument;
	struct edge edge;
	struct buffer headers;
	FCGX_Request request;
	unsigned reloads = atomic_load(&s->reloads);
	long waited = 0;

	dispatch_init(&edge, &s->shared);
	buffer_init(&headers, 0);
	if (FCGX_InitRequest(&request, s->fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		log_abort("fastcgi", "libfcgi could not make a request");
	/* No mutex round the accept: a client that stalls would hold up every thread. */
	while (!is_stopping(s)) {
		if (FCGX_Accept_r(&request) < 0) {
			if (is_stopping(s))
				break;
			log_line(LOG_LEVEL_WARNING, "accept", "cannot take a request: %s",
			    strerror(errno));
			back_off(s, &waited);
			continue;
		}
		waited = 0;
		if (reloads != atomic_load(&s->reloads)) {
			reloads = atomic_load(&s->reloads);
			dispatch_reload(&edge);
		}
		answer(&edge, &request, &headers);
	}
	FCGX_Free(&request, 1);
	buffer_clear(&headers);
	dispatch_clear(&edge);
	return NULL;
}

/* --- start and end --- */

static enum result
read_template(const char *www, const char *name, struct arena *a, const char **out, struct fault *f)
{
	static const struct template_value names[] = {
		{ "error", "x" },
		{ "then", "/" },
		{ "token", "" },
		{ "username", "" },
		{ "instance", "" },
		{ "notice", "x" },
		{ "sso", "x" },
	};
	const char *path = arena_format(a, "%s/templates/%s.html", www, name);
	char *text = arena_alloc(a, TEMPLATE_MAX);
	size_t length = 0;
	ssize_t got = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return fault_set(
		    f, RESULT_NOT_FOUND, "template", "cannot read %s: %s", path, strerror(errno));
	while (length < TEMPLATE_MAX - 1 &&
	    (got = read(fd, text + length, TEMPLATE_MAX - 1 - length)) > 0)
		length += (size_t)got;
	(void)close(fd);
	if (got != 0 || length == 0)
		return fault_set(f, RESULT_INVALID, "template",
		    "%s is empty, too large or cannot be read", path);
	text[length] = '\0';
	*out = text;
	return template_check(text, names, sizeof(names) / sizeof(names[0]), f);
}

static void
start_threads(struct server *s)
{
	pthread_attr_t attributes;

	(void)pthread_attr_init(&attributes);
	(void)pthread_attr_setstacksize(&attributes, STACK_SIZE);
	for (int i = 0; i < s->shared.config->worker.threads && i < THREADS_MAX; i++) {
		if (pthread_create(&s->threads[i], &attributes, thread_main, s) != 0)
			break;
		s->thread_count = i + 1;
	}
	(void)pthread_attr_destroy(&attributes);
}

static void
stop_threads(struct server *s)
{
	(void)pthread_mutex_lock(&s->lock);
	s->stopping = true;
	(void)pthread_cond_broadcast(&s->stop);
	(void)pthread_mutex_unlock(&s->lock);
	/* The one way to wake threads that wait in accept(); libfcgi's own shutdown flag can make them spin. */
	(void)shutdown(s->fd, SHUT_RDWR);
	for (int i = 0; i < s->thread_count; i++)
		(void)pthread_join(s->threads[i], NULL);
}

static void
wait_for_end(struct server *s, const sigset_t *signals)
{
	int got = 0;

	while (got != SIGTERM && got != SIGINT) {
		if (sigwait(signals, &got) != 0)
			continue;
		if (got == SIGHUP) {
			atomic_fetch_add(&s->reloads, 1);
			log_line(LOG_LEVEL_INFO, "reload", "settings and policies are read again");
		}
	}
}

static void
init_lock(struct server *s)
{
	pthread_condattr_t attributes;

	(void)pthread_mutex_init(&s->lock, NULL);
	(void)pthread_condattr_init(&attributes);
	(void)pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->stop, &attributes);
	(void)pthread_condattr_destroy(&attributes);
}

static enum result
serve(struct server *s, struct fault *f)
{
	sigset_t signals;

	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGHUP);
	/* Before there are threads, so that all inherit it and only sigwait() sees them. */
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	start_threads(s);
	if (s->thread_count == 0)
		return fault_set(f, RESULT_UNAVAILABLE, "threads", "no thread could be started");
	log_line(LOG_LEVEL_INFO, "started", "threads=%d socket=%s", s->thread_count,
	    s->shared.config->worker.socket);
	wait_for_end(s, &signals);
	stop_threads(s);
	log_line(LOG_LEVEL_INFO, "stopped", "all requests were answered");
	return RESULT_OK;
}

enum result
server_run(const struct config *config, struct fault *f)
{
	struct server s = { .shared.config = config, .fd = -1 };
	struct arena *a = arena_new();
	enum result result;

	/* One heap for all threads: a worker is to stay under 16 MiB, and its threads allocate little. */
	(void)mallopt(M_ARENA_MAX, 1);
	init_lock(&s);
	result = read_template(config->data.www, "sign-in", a, &s.shared.templates[0], f);
	if (result == RESULT_OK)
		result = read_template(config->data.www, "emergency", a, &s.shared.templates[1], f);
	if (result == RESULT_OK && FCGX_Init() != 0)
		result = fault_set(f, RESULT_BUG, "fastcgi", "libfcgi could not be started");
	if (result == RESULT_OK)
		result = listener_open(config->worker.socket, &s.fd, &s.own, f);
	/* After all libraries' own starts, some of which set it back. */
	(void)signal(SIGPIPE, SIG_IGN);
	if (result == RESULT_OK)
		result = serve(&s, f);
	if (s.fd >= 0)
		listener_close(s.fd, config->worker.socket, s.own);
	(void)pthread_cond_destroy(&s.stop);
	(void)pthread_mutex_destroy(&s.lock);
	arena_free(a);
	return result;
}
