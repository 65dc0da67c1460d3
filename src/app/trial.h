/*
 * trial.h - a draft of a policy, tried on the escalations that there are: what would have been late, who would have been
 * called; private to app/. The events stay as they happened, only the policy is another. It reads alone: nothing is stored
 * and nobody is told. Counts, references and the policy's own words, never what a case says.
 */
#ifndef APP_TRIAL_H
#define APP_TRIAL_H

#include "parley/app.h"
#include "snapshot.h"

/* A duty of the draft, or one that the fold made of its notices and approvals: known by what it says. */
struct trial_duty {
	const char *id, *text, *clause;
	int stage;             /* -1 = none */
	size_t cases;          /* in which it would have been late */
};

/* In how many escalations a role was, and would have been, called to act; agency_id NULL = of the partnership. */
struct trial_called {
	int role;              /* of the draft */
	const char *agency_id;
	size_t now, then;
};

struct trial_case {
	const char *reference;
	bool fits, late_now, late_then;
};

enum { TRIAL_CASES = 50 }; /* of those for which the draft makes a difference, the first so many are named */

struct trial {
	struct app *app;
	struct arena *arena;   /* of what is counted; each case has an arena of its own */
	const struct policy *draft; /* with its calendar */
	instant now;
	size_t cases, misfits, late_now, late_then;
	struct trial_duty *duties;
	size_t duty_count, duty_room;
	struct trial_called *called;
	size_t called_count, called_room;
	struct trial_case differs[TRIAL_CASES];
	size_t differ_count;   /* all of them, named or not */
};

void trial_init(struct trial *t, struct app *app, struct arena *a, const struct policy *draft, instant now);
/*
 * Goes on behind the escalation *after, until `until` by the machine's clock (INSTANT_NONE: to the end), at least one batch.
 * *after: where it came to; *finished: nothing is left. UNAVAILABLE and the like, with a fault, from the store.
 */
enum result trial_run(struct trial *t, instant until, int64_t *after, bool *finished, struct fault *f) MUST_USE;

/* "Stage 1: …", the stage's name; NULL for a duty of none. */
const char *trial_stage(const struct trial *t, const struct trial_duty *d);
/* Members of an open object: policy, label, escalations, misfits, late_now, late_then, late, called, differs. */
void trial_write_json(const struct trial *t, struct buffer *out);

#endif
