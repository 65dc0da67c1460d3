/*
 * tick.h - what the parts of a tick share; private to app/.
 */
#ifndef APP_TICK_H
#define APP_TICK_H

#include "parley/app.h"

struct tick {
	struct app *app;
	struct arena *a;
	instant real, now; /* the machine's clock when it began, and the instance's */
	uint64_t generation;
	bool all_told;     /* nothing is left over for the next tick: a digest of what was told is whole */
	struct fault *f;
};

/* tick.c: the tick goes on working; CONFLICT when another clock has taken over. */
enum result tick_keep_lease(struct tick *t) MUST_USE;
/* tick_tell.c: dates that passed, and dates that come. */
enum result tick_tell_overdue(struct tick *t) MUST_USE;
enum result tick_tell_reminders(struct tick *t) MUST_USE;
/* tick_mail.c: new notices are counted and sorted, those of a morning gathered, what is due is sent. */
enum result tick_sort(struct tick *t) MUST_USE;
enum result tick_digests(struct tick *t) MUST_USE;
enum result tick_mail(struct tick *t) MUST_USE;

#endif
