/*
 * retention.h - which escalations have been kept long enough; private to app/.
 *
 * An escalation is kept for so many years after the last thing happened in it. Who is to be erased follows from the rules, the
 * policy under which it ran last, and whether it is about a child or an adult; nothing else of a case is looked at. A request to
 * raise that was refused or taken back is kept like an escalation of the policy in force, from its answer, and counts as one.
 */
#ifndef APP_RETENTION_H
#define APP_RETENTION_H

#include "parley/app.h"
#include "parley/instant.h"
#include "parley/store_retention.h"

/* The value of the setting. policy, subject NULL: any. most_percent: of all that are kept, how many may go in one night unasked. */
struct retention_rule { const char *policy, *subject; int years; };
struct retention { const struct retention_rule *rules; size_t count; int most_percent; };


struct retention_counts { int64_t ended, children, adults, unknown, held; };
/* Whose time is over and that nothing holds. */
int64_t retention_total(const struct retention_counts *c);
/* May they go without somebody saying so? A few always may. */
bool retention_may_go(const struct retention *r, const struct retention_counts *c);

/* Going through all that have ended, part by part. Whom a case is about is kept when it was looked at once. */
struct retention_scan {
	struct app *app;
	const struct retention *rules;
	instant now, until;          /* the instance's clock, for holds; the machine's, INSTANT_NONE: to the end */
	day by;                      /* those that are due on this day */
	int64_t after;               /* where it came to, and goes on from */
	bool finished;
	struct retention_counts counts;
	/* Called for each that is due, also for those that are held; CONFLICT ends it as if the time were over. NULL. */
	enum result (*each)(void *context, const struct ended_case *c, const char *about, day due);
	void *context;
};
enum result retention_scan(struct retention_scan *s, struct fault *f) MUST_USE;

/* The newest sweep, whatever its state; id 0: there was none. */
enum result retention_last(struct app *app, struct arena *a, struct sweep *out) MUST_USE;
/* Go on now with what is to be done, whatever the time: a new sweep unless one goes on. To the end. */
enum result retention_sweep_now(struct app *app, struct arena *a, instant now, struct sweep *out, struct fault *f) MUST_USE;
/* One that waits goes on with the clock's next tick. CONFLICT with a fault: it does not wait. */
enum result retention_confirm_sweep(struct app *app, const struct hold_change *by, struct fault *f) MUST_USE;

/* Keep an escalation whatever its age, or a request that was refused or taken back ("request 12"); `until` is a day, or NULL. INVALID with a fault at /reference, /until or /why. */
enum result retention_hold_place(struct app *app, struct arena *a, const char *reference, const char *until,
                                 const struct hold_change *by, struct fault *f) MUST_USE;
enum result retention_hold_lift(struct app *app, const struct hold_change *by, struct fault *f) MUST_USE;
#define RETENTION_WHY_MOST 500 /* code points */

/* What parley-clock does each night: count, then erase, part by part. Nothing while there is no rule. */
enum result retention_tick(struct app *app, struct arena *a, instant now, instant until, struct fault *f) MUST_USE;
#endif
