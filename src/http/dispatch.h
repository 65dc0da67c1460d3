/*
 * dispatch.h - the one choke point: everything that a route declares is enforced here, before its handler runs.
 */
#ifndef PARLEY_HTTP_DISPATCH_H
#define PARLEY_HTTP_DISPATCH_H

#include "routes.h"

void dispatch_init(struct edge *e, const struct edge_shared *shared);
void dispatch_clear(struct edge *e);
/* Forget what was read from the store, so that the next request opens it anew (SIGHUP). */
void dispatch_reload(struct edge *e);
/*
 * Answer one request into e->response, and log one line about it: method, route pattern (never the path), status,
 * microseconds. `id` gets the request's id, for X-Request-Id. Never fails: what goes wrong is an answer too.
 */
void dispatch_answer(struct edge *e, const struct request_source *source, char id[33], bool *head);
/* When the answer is out: what was read for it and not needed is let go of. */
void dispatch_finish(struct edge *e);

#endif
