/*
 * risk.c - which of a policy's emergency routes applies to whom at what hour, and whom it names.
 */
#include "parley/risk.h"

#include "fold.h"
#include "parley/reminder.h"

const char *
risk_hours(const struct calendar *c, const struct day_rules *rules, instant at)
{
	return reminder_working_time(c, rules, at) == at ? "working" : "other";
}

/* --- before there is a case --- */

struct known { const char *hours, *subject; };

static const char *
read_known(const void *self, enum fact fact, const char *field)
{
	const struct known *known = self;

	(void)field;
	return fact == FACT_HOURS ? known->hours : fact == FACT_SUBJECT_KIND ? known->subject : NULL;
}

bool
risk_route_may_apply(const struct policy_emergency *em, const char *hours, const char *subject)
{
	struct known known = { hours, subject };
	struct fact_reader facts = { read_known, &known };

	return condition_may_hold(em->when, &facts);
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
