/* serve.c - see serve.h. */
#include "serve.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

struct serving { const struct serve *serve; int fd; };

static enum asked
what_is_asked(FCGX_Request *r)
{
	const char *method = FCGX_GetParam("REQUEST_METHOD", r->envp);
	const char *uri = FCGX_GetParam("REQUEST_URI", r->envp);

	if (method && strcmp(method, "POST") == 0)
		return ASKED_EVENT;
	return uri && strncmp(uri, "/api/v1/worklist", 16) == 0 ? ASKED_LIST : ASKED_CASE;
}

/* JSON may end in spaces, so a body can be made as long as Parley's. */
static void
pad(struct buffer *body, size_t size)
{
	char blanks[4096];

	memset(blanks, ' ', sizeof blanks);
	while (body->length < size) {
		size_t n = size - body->length;

		buffer_add(body, blanks, n < sizeof blanks ? n : sizeof blanks);
	}
}

static void *
thread_main(void *argument)
{
	const struct serving *s = argument;
	void *state = s->serve->begin ? s->serve->begin(s->serve) : NULL;
	FCGX_Request r;
	struct buffer body;
	char head[128];

	buffer_init(&body, 0);
	if (FCGX_InitRequest(&r, s->fd, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
		return NULL;
	while (FCGX_Accept_r(&r) == 0) {
		enum asked what = what_is_asked(&r);

		buffer_reset(&body);
		bool good = s->serve->answer(state, &r, what, &body);
		if (good)
			pad(&body, s->serve->sizes[what]);
		int n = snprintf(head, sizeof head, "Status: %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
		                 !good ? "500 Failed" : what == ASKED_EVENT ? "201 Created" : "200 OK", body.length);
		(void)FCGX_PutStr(head, n, r.out);
		if (body.length > 0)
			(void)FCGX_PutStr(body.data, (int)body.length, r.out);
		FCGX_Finish_r(&r);
	}
	return NULL;
}

static int
listen_on(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof address.sun_path)
		return -1;
	memcpy(address.sun_path, path, strlen(path) + 1);
	(void)unlink(path);
	if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1024) != 0)
		return -1;
	return fd;
}

bool
serve_sizes(const char *text, size_t sizes[ASKED_COUNT])
{
	char *end = NULL;

	for (int i = 0; i < ASKED_COUNT; i++) {
		sizes[i] = strtoul(text, &end, 10);
		if (end == text || *end != (i + 1 < ASKED_COUNT ? ',' : '\0'))
			return false;
		text = end + 1;
	}
	return true;
}

int
serve_run(const struct serve *s)
{
	struct serving serving = { s, listen_on(s->socket) };
	sigset_t signals;
	int got;

	if (serving.fd < 0 || FCGX_Init() != 0) {
		(void)fprintf(stderr, "cannot listen on %s\n", s->socket);
		return 1;
	}
	(void)signal(SIGPIPE, SIG_IGN);
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)pthread_sigmask(SIG_BLOCK, &signals, NULL);
	for (long i = 0; i < s->threads; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, thread_main, &serving) != 0)
			return 1;
	}
	(void)sigwait(&signals, &got);
	(void)unlink(s->socket);
	return 0;
}
