/*
 * policies_move.h - running escalations are moved to another edition, for the edge and the command line. No case content is
 * shown here: references, stages, duties in the policy's words, dates and clauses.
 */
#ifndef PARLEY_POLICIES_MOVE_H
#define PARLEY_POLICIES_MOVE_H

#include "parley/app.h"

/* --- requests: `out` gets the body of docs/api.md. edition: the number of the one to move to, as the path gives it --- */
/* How many run under which edition, and what was moved to this one before. */
enum result policies_move_show(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                             struct fault *f) MUST_USE;
/* Body {"from"} or {"references"}, and "after" from the second part on. Nothing is stored. */
enum result policies_move_preview(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                                struct fault *f) MUST_USE;
/* Body {"from"} or {"references"}, and "why". */
enum result policies_move_begin(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                              struct fault *f) MUST_USE;

/* --- the command line --- */
struct policies_move_command {
	const char *to;      /* number of the edition */
	const char *from;    /* all that run under this one; NULL: */
	const char *cases;   /* references, separated by commas or spaces */
	const char *why;     /* NULL: none was given */
	bool preview;        /* say what would change, and change nothing */
	bool json;
};
enum result policies_move_command(struct app *app, struct arena *a, const struct policies_move_command *c, struct buffer *out,
                                struct fault *f) MUST_USE;

#endif
