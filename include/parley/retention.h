/*
 * retention.h - what is erased when, and what is held, for the edge and the command line. References and dates, no case content.
 */
#ifndef PARLEY_RETENTION_H
#define PARLEY_RETENTION_H

#include "parley/app.h"

/* --- requests: `out` gets the body of docs/api.md --- */
/* What is due by the end of the next 31 days, the last sweeps, and the holds. */
enum result retention_show(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* Body {"sweep", "why"}: one that waits goes on. CONFLICT: it does not wait any more. */
enum result retention_confirm(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* Body {"reference", "why", "until"}: a reference or "request 12"; until is the last day, or left out. */
enum result retention_hold(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* Body {"why"}. */
enum result retention_lift(struct app *app, const struct app_request *r, const char *id, struct buffer *out,
                           struct fault *f) MUST_USE;

/* --- the command line --- */
struct retention_command {
	const char *what;    /* of hold: a reference, or "request 12"; of lift: a hold's number; of the list: a day, or NULL */
	const char *why, *until;
	bool dry_run, json;
};
enum result retention_print(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                            struct fault *f) MUST_USE;
/* Count now, and erase unless it has to wait; with dry_run only count. */
enum result retention_run(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                          struct fault *f) MUST_USE;
enum result retention_run_confirmed(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                                    struct fault *f) MUST_USE;
enum result retention_print_holds(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                                  struct fault *f) MUST_USE;
enum result retention_place_hold(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                                 struct fault *f) MUST_USE;
enum result retention_lift_hold(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                                struct fault *f) MUST_USE;

#endif
