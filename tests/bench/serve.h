/*
 * serve.h - a FastCGI program of threads and nothing else: what the two reference programs have in common.
 */
#ifndef BENCH_SERVE_H
#define BENCH_SERVE_H

#include <fcgiapp.h>
#include "parley/buffer.h"

enum asked { ASKED_LIST, ASKED_CASE, ASKED_EVENT, ASKED_COUNT };

struct serve {
	const char *socket;
	long threads;
	size_t sizes[ASKED_COUNT];                 /* bytes of a body, as Parley's own answers have */
	void *(*begin)(const struct serve *s);     /* once a thread; NULL = nothing to begin */
	/* Writes the body; false makes the answer a 500, so that the load tool counts it. */
	bool (*answer)(void *state, FCGX_Request *r, enum asked what, struct buffer *body);
	const void *settings;
};

/* Takes requests until SIGTERM. 0, or 1 with a line on stderr. */
int serve_run(const struct serve *s);
/* Three numbers with commas between them. False when they are not that. */
bool serve_sizes(const char *text, size_t sizes[ASKED_COUNT]);

#endif
