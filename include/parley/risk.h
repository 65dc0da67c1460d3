/*
 * risk.h - what a policy says is to be done at immediate risk: by subject, hour, or whatever its condition asks for.
 *
 * A route's condition may ask for the fact "hours": "working" on a working day between its beginning and its end as the
 * policy gives them, else "other". Where a route says "raising", that is the side of whoever says that somebody is at risk:
 * they tell their own agency's people, whichever side that is.
 */
#ifndef PARLEY_RISK_H
#define PARLEY_RISK_H

#include "parley/calendar.h"
#include "parley/escalation.h"

/* "working" or "other". */
const char *risk_hours(const struct calendar *c, const struct day_rules *rules, instant at);
/* Before there is a case: false only if it cannot apply at these hours to this kind of subject, whatever else turns out. Either
 * may be NULL: not known yet. */
bool risk_route_may_apply(const struct policy_emergency *em, const char *hours, const char *subject);
/* To this case, at that time. */
bool risk_route_applies(const struct escalation *e, const struct policy_emergency *em, instant at);
/* All whom the routes name that applied when this event said it, in the arena of the case. */
void risk_named(const struct escalation *e, const struct event *flagged, struct policy_who **out, size_t *count);

#endif
