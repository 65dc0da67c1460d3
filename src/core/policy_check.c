/*
 * policy_check.c - see parley/policy_check.h. One function a question; each adds what it finds.
 */
#include "parley/policy_check.h"

#include <string.h>

#include "policy_check_parts.h"

void
policy_check_add(struct policy_checking *c, enum finding_severity severity, const char *pointer, const char *reason)
{
	struct policy_finding *more;

	if (c->count == c->room) {
		c->room = c->room == 0 ? 16 : c->room * 2;
		more = ARENA_ARRAY(c->arena, c->room, struct policy_finding);
		if (c->count > 0)
			memcpy(more, c->findings, c->count * sizeof *more);
		c->findings = more;
	}
	c->findings[c->count++] = (struct policy_finding){ severity, pointer, reason };
}

/* Duties stand with their stage, those of no stage at the top. */
const char *
policy_check_duty_pointer(const struct policy_checking *c, size_t duty)
{
	const struct policy *p = c->policy;
	int stage = p->duties[duty].stage;
	size_t i, position = 0;

	for (i = 0; i < duty; i++)
		if (p->duties[i].stage == stage)
			position++;
	if (stage < 0)
		return arena_format(c->arena, "/duties/%zu", position);
	return arena_format(c->arena, "/stages/%d/duties/%zu", stage, position);
}

/* --- stages: how they hang together --- */

/* Stages that the case goes on to from stage `s`: a row of `reach`. A stage that a condition passes over leads on. */
static void
add_ways(const struct policy *p, size_t s, bool *row)
{
	size_t i, to;

	for (i = 0; i < p->stages[s].exit_count; i++) {
		const struct policy_exit *exit = &p->stages[s].exits[i];

		if (exit->to < 0 || (size_t)exit->to >= p->stage_count)
			continue;
		row[exit->to] = true;
		for (to = (size_t)exit->to; to + 1 < p->stage_count && p->stages[to].when != NULL; to++)
			row[to + 1] = true;
	}
}

/* reach[a * n + b]: from stage a one can get to stage b, on whatever way. */
static void
fill_reach(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t n = p->stage_count, a, b, via;

	c->reach = ARENA_ARRAY(c->arena, n * n, bool);
	for (a = 0; a < n; a++) {
		c->reach[a * n + a] = true;
		add_ways(p, a, c->reach + a * n);
	}
	for (via = 0; via < n; via++)
		for (a = 0; a < n; a++)
			for (b = 0; c->reach[a * n + via] && b < n; b++)
				if (c->reach[via * n + b])
					c->reach[a * n + b] = true;
}

static void
check_reached(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t s, first;

	/* The case starts in the first stage, or in a later one when conditions pass over those before it. */
	for (s = 1; s < p->stage_count; s++) {
		bool reached = false;

		for (first = 0; !reached && first < p->stage_count; first++) {
			reached = c->reach[first * p->stage_count + s];
			if (p->stages[first].when == NULL)
				break;
		}
		if (!reached)
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "/stages/%zu", s),
			                 "No exit of any stage leads to this one, so it can never be reached.");
	}
}

static bool
ends(const struct policy_exit *exit)
{
	return exit->kind == EXIT_AGREED || exit->kind == EXIT_DECIDED || exit->kind == EXIT_DISSENT ||
	       exit->kind == EXIT_REFER_OUT;
}

static bool
can_end(const struct policy_checking *c, size_t s)
{
	const struct policy *p = c->policy;
	size_t t, i;

	for (t = 0; t < p->stage_count; t++)
		for (i = 0; c->reach[s * p->stage_count + t] && i < p->stages[t].exit_count; i++)
			if (ends(&p->stages[t].exits[i]))
				return true;
	return false;
}

static void
check_left(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t s, i;

	for (s = 0; s < p->stage_count; s++) {
		const char *pointer = arena_format(c->arena, "/stages/%zu/exits", s);

		for (i = 0; i < p->stages[s].exit_count && p->stages[s].exits[i].kind == EXIT_REPEAT; i++)
			;
		if (i == p->stages[s].exit_count)
			policy_check_add(c, FINDING_ERROR, pointer, "This stage has no exit that leaves it.");
		else if (!can_end(c, s))
			policy_check_add(c, FINDING_ERROR, pointer,
			                 "From this stage nothing leads to an end: no exit agrees or decides it.");
	}
}

/* --- exits --- */

static const char *
exit_wrong(const struct policy_exit *exit, int stage)
{
	bool moves = exit->kind == EXIT_ESCALATE || exit->kind == EXIT_BACK;

	if (moves && exit->to < 0)
		return "This exit must say which stage it leads to.";
	if (!moves && exit->to >= 0)
		return "Only the kinds escalate and back lead to a stage.";
	if (exit->kind == EXIT_ESCALATE && exit->to <= stage)
		return "Escalating leads to a later stage.";
	if (exit->kind == EXIT_BACK && exit->to >= stage)
		return "Going back leads to an earlier stage.";
	if (exit->kind == EXIT_DECIDED && exit->force == FORCE_NONE)
		return "A decision must say its force: recommendation, determination or binding.";
	if (exit->kind != EXIT_DECIDED && exit->force != FORCE_NONE)
		return "Only a decision has a force.";
	if ((moves || exit->kind == EXIT_REPEAT) && exit->outcome != NULL)
		return "Only what ends it has an outcome.";
	return NULL;
}

static void
check_exits_of(struct policy_checking *c, size_t s)
{
	const struct policy_stage *stage = &c->policy->stages[s];
	size_t i, j;

	for (i = 0; i < stage->exit_count; i++) {
		const char *pointer = arena_format(c->arena, "/stages/%zu/exits/%zu", s, i);
		const char *wrong = exit_wrong(&stage->exits[i], (int)s);

		if (wrong != NULL)
			policy_check_add(c, FINDING_ERROR, pointer, wrong);
		for (j = 0; j < i; j++)
			if (strcmp(stage->exits[i].id, stage->exits[j].id) == 0)
				policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/id", pointer),
				                 "Another exit of this stage has the same id.");
	}
}

static void
check_exits(struct policy_checking *c)
{
	size_t s;

	for (s = 0; s < c->policy->stage_count; s++)
		check_exits_of(c, s);
}

/* --- ids --- */

static void
check_same_id(struct policy_checking *c, const char *pointer, const char *a, const char *b)
{
	if (strcmp(a, b) == 0)
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/id", pointer), "This id is used twice.");
}

static void
check_ids(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t i, j;

	for (i = 0; i < p->role_count; i++)
		for (j = 0; j < i; j++)
			check_same_id(c, arena_format(c->arena, "/roles/%zu", i), p->roles[i].id, p->roles[j].id);
	for (i = 0; i < p->stage_count; i++)
		for (j = 0; j < i; j++)
			check_same_id(c, arena_format(c->arena, "/stages/%zu", i), p->stages[i].id, p->stages[j].id);
	for (i = 0; i < p->category_count; i++)
		for (j = 0; j < i; j++)
			check_same_id(c, arena_format(c->arena, "/categories/%zu", i), p->categories[i].id,
			              p->categories[j].id);
	for (i = 0; i < p->duty_count; i++)
		for (j = 0; j < i; j++)
			check_same_id(c, policy_check_duty_pointer(c, i), p->duties[i].id, p->duties[j].id);
	for (i = 0; i < p->notice_count; i++)
		for (j = 0; j < i; j++)
			check_same_id(c, arena_format(c->arena, "/notices/%zu", i), p->notices[i].id, p->notices[j].id);
}

void
policy_check(const struct policy *p, struct arena *a, struct policy_finding **out, size_t *count)
{
	struct policy_checking c = { .policy = p, .arena = a };

	if (p->stage_count == 0)
		policy_check_add(&c, FINDING_ERROR, "/stages", "A policy has at least one stage.");
	if (p->subject_count == 0)
		policy_check_add(&c, FINDING_ERROR, "/subjects", "Who can an escalation be about? Name at least one.");
	if (p->category_count == 0)
		policy_check_add(&c, FINDING_ERROR, "/categories", "A policy has at least one category.");
	if (p->emergency_count == 0)
		policy_check_add(&c, FINDING_WARNING, "/emergencies", "Nothing is said about immediate risk.");
	fill_reach(&c);
	check_reached(&c);
	check_left(&c);
	policy_check_ways(&c);
	check_exits(&c);
	check_ids(&c);
	policy_check_clocks(&c);
	policy_check_people(&c);
	policy_check_forms(&c);
	policy_check_facts(&c);
	policy_check_times(&c);
	*out = c.findings;
	*count = c.count;
}
