/* policy_check_clocks.c - does every clock of a policy ever start? */
#include <string.h>

#include "policy_check_parts.h"

static int
find_notice(const struct policy *p, const char *id)
{
	size_t i;

	for (i = 0; i < p->notice_count; i++)
		if (strcmp(p->notices[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* Can what happens in stage `before` have happened when the clock of stage `now` runs? -1 = no stage: always. */
static bool
can_precede(const struct policy_checking *c, int before, int now)
{
	return before < 0 || now < 0 || c->reach[(size_t)before * c->policy->stage_count + (size_t)now];
}

static bool
is_decided_before(const struct policy_checking *c, int stage)
{
	const struct policy *p = c->policy;
	size_t s, i;

	for (s = 0; s < p->stage_count; s++)
		for (i = 0; i < p->stages[s].exit_count; i++)
			if (p->stages[s].exits[i].kind == EXIT_DECIDED && can_precede(c, (int)s, stage))
				return true;
	return false;
}

static bool
is_referred_before(const struct policy_checking *c, int stage)
{
	size_t s;

	for (s = 0; s < c->policy->stage_count; s++)
		if (c->policy->stages[s].authority_count > 0 && can_precede(c, (int)s, stage))
			return true;
	return false;
}

/* Why a clock of `stage` (-1 = of none) can never start from this; NULL if it can. */
static const char *
never_starts(const struct policy_checking *c, const struct policy_anchor *from, int stage)
{
	const struct policy *p = c->policy;
	int of;

	switch (from->kind) {
	case ANCHOR_DUTY_DUE:
	case ANCHOR_DUTY_DONE:
		of = policy_duty_find(p, from->of);
		if (of < 0)
			return "The clock runs from a duty that the policy does not have.";
		if (p->duties[of].act == ACT_STANDING)
			return "The clock runs from a standing duty, which is never due and never done.";
		if (from->kind == ANCHOR_DUTY_DUE && p->duties[of].clock.within.kind == DURATION_NO_TIME)
			return "The clock runs from when a duty is due for which the policy sets no time.";
		if (!can_precede(c, p->duties[of].stage, stage))
			return "The clock runs from a duty of a stage that cannot have been before.";
		return NULL;
	case ANCHOR_STAGE_ENTERED:
		of = from->of == NULL ? stage : policy_stage_find(p, from->of);
		if (of < 0)
			return "The clock runs from entering a stage: say which.";
		return can_precede(c, of, stage) ? NULL : "The clock runs from a stage that cannot have been before.";
	case ANCHOR_NOTIFIED:
		if (from->of == NULL)
			return p->notice_count > 0 ? NULL : "The clock runs from a notice, and the policy has none.";
		of = find_notice(p, from->of);
		if (of < 0)
			return "The clock runs from a notice that the policy does not have.";
		if (p->notices[of].from_stage_on || can_precede(c, p->notices[of].stage, stage))
			return NULL;
		return "The clock runs from a notice of a stage that cannot have been before.";
	case ANCHOR_ASKED:
		return NULL;
	case ANCHOR_DECIDED:
		return is_decided_before(c, stage) ? NULL : "The clock runs from a decision, and nothing is decided before.";
	case ANCHOR_REFERRED:
		return is_referred_before(c, stage) ? NULL
		                                    : "The clock runs from a referral to an authority, and no stage so far has one.";
	default:
		return NULL;
	}
}

/* A meeting is arranged for a day, at whatever time. */
static bool
counts_hours(const struct duration *within)
{
	return within->kind == DURATION_MINUTES || within->kind == DURATION_WORKING_HOURS;
}

/* What is counted back needs a day that is known before it comes. */
static bool
is_known_before(const struct policy_anchor *from)
{
	return from->kind == ANCHOR_MEETING_PLANNED || from->kind == ANCHOR_DUTY_DUE;
}

static void
check_clock(struct policy_checking *c, const struct policy_clock *clock, int stage, const char *pointer)
{
	size_t i;

	for (i = 0; i < clock->from_count; i++) {
		const char *why = never_starts(c, &clock->from[i], stage);

		if (why != NULL)
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/from", pointer), why);
		if (clock->from[i].kind == ANCHOR_MEETING_PLANNED && counts_hours(&clock->within))
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/from", pointer),
			                 "A meeting is arranged for a day, so days can be counted from it, and no hours.");
		if (clock->within.before && !is_known_before(&clock->from[i]))
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/from", pointer),
			                 "What is counted back is over when this happens: count from a meeting planned or from "
			                 "when a duty is due.");
	}
}

/* --- duties that wait for each other --- */

enum mark { UNSEEN, ON_THE_WAY, SEEN };

static bool
waits_for_itself(const struct policy *p, size_t duty, enum mark *marks)
{
	const struct policy_clock *clock = &p->duties[duty].clock;
	size_t i;
	bool circle = false;

	if (marks[duty] != UNSEEN)
		return marks[duty] == ON_THE_WAY;
	marks[duty] = ON_THE_WAY;
	for (i = 0; i < clock->from_count; i++) {
		int of = -1;

		if (clock->from[i].kind == ANCHOR_DUTY_DUE || clock->from[i].kind == ANCHOR_DUTY_DONE)
			of = policy_duty_find(p, clock->from[i].of);
		if (of >= 0 && waits_for_itself(p, (size_t)of, marks))
			circle = true;
	}
	marks[duty] = SEEN;
	return circle;
}

static void
check_circles(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	enum mark *marks = ARENA_ARRAY(c->arena, p->duty_count, enum mark);
	size_t i;

	for (i = 0; i < p->duty_count; i++)
		if (waits_for_itself(p, i, marks))
			policy_check_add(c, FINDING_ERROR,
			                 arena_format(c->arena, "%s/from", policy_check_duty_pointer(c, i)),
			                 "The clocks run in a circle: this duty waits, through others, for itself.");
}

/* A limit belongs to no duty, so there is none in whose place others could stand. */
static void
check_cap_start(struct policy_checking *c, size_t cap)
{
	const struct policy_clock *clock = &c->policy->caps[cap].clock;
	size_t i;

	for (i = 0; i < clock->from_count; i++)
		if (clock->from[i].kind == ANCHOR_DUTY_DUE || clock->from[i].kind == ANCHOR_DUTY_DONE)
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "/caps/%zu/from", cap),
			                 "A limit over the whole cannot run from a duty.");
}

void
policy_check_clocks(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t i;

	for (i = 0; i < p->duty_count; i++)
		check_clock(c, &p->duties[i].clock, p->duties[i].stage, policy_check_duty_pointer(c, i));
	for (i = 0; i < p->notice_count; i++)
		check_clock(c, &p->notices[i].clock, p->notices[i].stage, arena_format(c->arena, "/notices/%zu", i));
	for (i = 0; i < p->cap_count; i++)
		check_cap_start(c, i);
	for (i = 0; i < p->cap_count; i++)
		check_clock(c, &p->caps[i].clock, -1, arena_format(c->arena, "/caps/%zu", i));
	check_circles(c);
}
