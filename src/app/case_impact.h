/*
 * case_impact.h - what another edition, another calendar or other hours change for running escalations, case by case; private to app/.
 *
 * One case at a time, so that memory does not grow with how many there are; whoever asks goes on from a cursor. What is
 * shown of it to an administrator are references, duties in the policy's words, dates and clauses: never case content.
 */
#ifndef APP_CASE_IMPACT_H
#define APP_CASE_IMPACT_H

#include "case.h"
#include "parley/impact.h"

/* How it is, and how it would be. */
struct case_world {
	const struct snapshot *before, *after; /* the same one, unless a setting changes */
	const struct policy *edition;          /* to which cases are moved, of `after`; NULL: each keeps its own */
	int64_t edition_id;
	const char *edition_label, *why;       /* for the event that moves it */
	struct person_ref actor;               /* the same; id 0 = the program */
};

struct case_impact {
	struct app_case c;                     /* as it is */
	struct event *event;                   /* that moves it; NULL when a setting changes */
	struct escalation *after;              /* NULL: it cannot go on under that edition, see `refused` */
	bool already;                          /* it runs under that edition: there is nothing to move */
	const char *refused;                   /* a sentence */
	struct case_difference { const char *what, *before, *after; } differences[2]; /* besides dates; in words */
	size_t difference_count;
	struct impact *list;
	size_t count, late;                    /* late: how many would be late by that alone */
};

/* NOT_FOUND: there is no such case. BUG with a fault when what is stored does not fold. */
enum result case_impact(struct app *app, struct arena *a, instant now, int64_t id, const struct case_world *w,
                        struct case_impact *out, struct fault *f) MUST_USE;
/* An object: reference, stage, refused, late, differences, changes. */
void case_impact_write(struct buffer *out, struct arena *a, const struct case_impact *i);
/* The same as lines of text. */
void case_impact_print(struct buffer *out, struct arena *a, const struct case_impact *i);

#endif
