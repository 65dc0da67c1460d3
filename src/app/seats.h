/*
 * seats.h - whether those whom an escalation waits for are there; private to app/.
 */
#ifndef APP_SEATS_H
#define APP_SEATS_H

#include "parley/app.h"

/*
 * What to look at: that each role is held, where it is needed (a stage was just entered, and whoever was named was looked
 * up a moment ago); or also that those who were named are still who they were (the directory was refreshed);
 * or only that somebody hears, above, of the dates that have passed.
 */
enum seats_of { SEATS_ROLES, SEATS_ROLES_AND_PEOPLE, SEATS_ABOVE };

/*
 * For each place that nobody fills one event by the program at the time of the fold (EVENT_VACATED), with the next tier as
 * it is now; *e becomes the fold with them, and stays what it was where everybody is there. A vacancy that the fold knows
 * already is not told again.
 */
enum result seats_look(struct app *app, struct arena *a, const struct policy *raised_under, enum seats_of what,
                       struct escalation **e, struct fault *f) MUST_USE;

/* Whoever left, moved or lost a role since: the queues that they left are looked at from now on. */
enum result seats_left(struct app *app, struct arena *a, instant now) MUST_USE;
/* A place that somebody has left: look at some of the escalations that wait there, and write what is found. NOT_FOUND: none. */
enum result seats_tick(struct app *app, struct arena *a, instant now, struct fault *f) MUST_USE;

#endif
