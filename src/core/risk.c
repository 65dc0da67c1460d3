/*
 * risk.c - which of a policy's emergency routes applies to whom at what hour, and whom it names.
 */
#include "parley/risk.h"

#include <string.h>

#include "fold.h"
#include "parley/reminder.h"

const char *
risk_hours(const struct calendar *c, const struct day_rules *rules, instant at)
{
	return reminder_working_time(c, rules, at) == at ? "working" : "other";
}

/* --- before there is a case: what is not known yet may still be so --- */

enum maybe { NO, YES, MAYBE };

static enum maybe
fact_may(const struct condition *c, const char *hours, const char *subject)
{
	const char *value = c->fact == FACT_HOURS ? hours : c->fact == FACT_SUBJECT_KIND ? subject : NULL;

	if (!value)
		return MAYBE;
	for (size_t i = 0; i < c->value_count; i++) {
		if (strcmp(c->values[i], value) == 0)
			return YES;
	}
	return NO;
}

static enum maybe
may_hold(const struct condition *c, const char *hours, const char *subject)
{
	enum maybe one, all = YES, any = NO;

	if (c->op == CONDITION_FACT)
		return fact_may(c, hours, subject);
	for (size_t i = 0; i < c->part_count; i++) {
		one = may_hold(&c->parts[i], hours, subject);
		all = one == NO || all == NO ? NO : one == MAYBE ? MAYBE : all;
		any = one == YES || any == YES ? YES : one == MAYBE ? MAYBE : any;
	}
	if (c->op == CONDITION_NOT)
		return all == MAYBE ? MAYBE : all == YES ? NO : YES;
	return c->op == CONDITION_ALL ? all : any;
}

bool
risk_route_may_apply(const struct policy_emergency *em, const char *hours, const char *subject)
{
	return !em->when || may_hold(em->when, hours, subject) != NO;
}

/* --- in a case --- */

bool
risk_route_applies(const struct escalation *e, const struct policy_emergency *em, instant at)
{
	struct escalation then = *e;

	/* The hour that counts is the one that is asked about, not that of an earlier risk. */
	then.now = at;
	then.risk = NULL;
	return fold_condition(&then, em->when);
}

/* They tell their own agency's people, whichever side they are of. */
static struct policy_who
seen_from(const struct policy_who *named, const struct event *flagged)
{
	struct policy_who who = *named;

	if (who.kind == WHO_SIDE && flagged->side == SIDE_RECEIVING)
		who.side = side_other(who.side);
	return who;
}

void
risk_named(const struct escalation *e, const struct event *flagged, struct policy_who **out, size_t *count)
{
	const struct policy *p = e->policy;
	size_t room = 0, n = 0;

	for (size_t i = 0; i < p->emergency_count; i++)
		room += p->emergencies[i].tell_count;
	*out = ARENA_ARRAY(e->arena, room, struct policy_who);
	for (size_t i = 0; i < p->emergency_count; i++) {
		const struct policy_emergency *em = &p->emergencies[i];

		if (!risk_route_applies(e, em, flagged->happened))
			continue;
		for (size_t t = 0; t < em->tell_count; t++)
			(*out)[n++] = seen_from(&em->tell[t], flagged);
	}
	*count = n;
}
