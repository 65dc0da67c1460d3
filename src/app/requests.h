/*
 * requests.h - requests to raise, for the rest of app/; private to app/.
 */
#ifndef APP_REQUESTS_H
#define APP_REQUESTS_H

#include "tick.h"

/* NOT_FOUND for whoever neither asked nor was asked. */
enum result request_may_see(struct app *app, const struct app_request *r, const char *id, struct fault *f) MUST_USE;
/* "It could not be stored": `result`, as what the fault says. */
enum result requests_unavailable(enum result result, struct fault *f);
/* An array of the lines of a text. */
void requests_write_lines(struct buffer *out, const char *name, const char *lines);
/* requests_ask.c: what nobody has answered within a working day: those who were asked hear of it again, the asker and their manager too. */
enum result tick_requests(struct tick *t) MUST_USE;

#endif
