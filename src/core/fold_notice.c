/*
 * fold_notice.c - copies and messages that the policy asks for, and when they were given.
 */
#include <string.h>

#include "fold.h"

static bool
is_asked(const struct escalation *e, const struct policy_notice *n, enum notice_on on)
{
	if (n->on != on)
		return false;
	if (n->stage >= 0 && (n->from_stage_on ? e->stage < n->stage : e->stage != n->stage))
		return false;
	return fold_condition(e, n->when);
}

void
fold_notices(struct fold *fold, enum notice_on on, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->policy->notice_count; i++) {
		const struct policy_notice *rule = &e->policy->notices[i];
		struct notice_due due = { .rule = rule, .because = ev->seq, .given = !rule->by,
			                  .given_at = rule->by ? INSTANT_NONE : ev->recorded };

		if (!is_asked(e, rule, on))
			continue;
		deadline_compute(e->calendar, &e->policy->days, &rule->clock.within, ev->happened, e->arena,
		                 &due.deadline);
		due.deadline.explanation.clause = rule->clause;
		e->notices = fold_grow(e->arena, e->notices, e->notice_count, &fold->notice_room,
		                       sizeof(*e->notices));
		e->notices[e->notice_count++] = due;
		fold_party_who(fold, &rule->to, rule->informs_only);
	}
}
