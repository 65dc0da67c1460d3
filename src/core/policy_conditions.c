/* policy_conditions.c - what the conditions of a policy ask for; see parley/policy.h. */
#include "parley/policy.h"

#include <string.h>

bool
condition_asks_for(const struct condition *c, enum fact fact, const char *field)
{
	if (!c)
		return false;
	if (c->op == CONDITION_FACT)
		return c->fact == fact && (!field || strcmp(c->field, field) == 0);
	for (size_t i = 0; i < c->part_count; i++) {
		if (condition_asks_for(&c->parts[i], fact, field))
			return true;
	}
	return false;
}

/* --- before everything is known: what is not known yet may still be so --- */

enum maybe { NO, YES, MAYBE };

static enum maybe
fact_may(const struct condition *c, const struct fact_reader *facts)
{
	const char *value = facts->read(facts->self, c->fact, c->field);

	if (!value)
		return MAYBE;
	for (size_t i = 0; i < c->value_count; i++) {
		if (strcmp(c->values[i], value) == 0)
			return YES;
	}
	return NO;
}

static enum maybe
may_hold(const struct condition *c, const struct fact_reader *facts)
{
	enum maybe one, all = YES, any = NO;

	if (c->op == CONDITION_FACT)
		return fact_may(c, facts);
	for (size_t i = 0; i < c->part_count; i++) {
		one = may_hold(&c->parts[i], facts);
		all = one == NO || all == NO ? NO : one == MAYBE ? MAYBE : all;
		any = one == YES || any == YES ? YES : one == MAYBE ? MAYBE : any;
	}
	if (c->op == CONDITION_NOT)
		return all == MAYBE ? MAYBE : all == YES ? NO : YES;
	return c->op == CONDITION_ALL ? all : any;
}

bool
condition_may_hold(const struct condition *c, const struct fact_reader *facts)
{
	return !c || may_hold(c, facts) != NO;
}

/* --- what a policy asks for --- */

static bool
stage_asks_for(const struct policy_stage *s, enum fact fact, const char *field)
{
	bool asks = condition_asks_for(s->when, fact, field);

	for (size_t i = 0; !asks && i < s->exit_count; i++)
		asks = condition_asks_for(s->exits[i].when, fact, field);
	return asks;
}

/* Whether one of a list of things that have a `when` asks for it. */
#define ANY_ASKS(list, count) \
	for (size_t i = 0; !asks && i < (count); i++) \
		asks = condition_asks_for((list)[i].when, fact, field)

bool
policy_asks_for(const struct policy *p, enum fact fact, const char *field)
{
	bool asks = condition_asks_for(p->entry.unless, fact, field);

	ANY_ASKS(p->duties, p->duty_count);
	ANY_ASKS(p->notices, p->notice_count);
	ANY_ASKS(p->caps, p->cap_count);
	ANY_ASKS(p->tracks, p->track_count);
	ANY_ASKS(p->roles, p->role_count);
	ANY_ASKS(p->categories, p->category_count);
	ANY_ASKS(p->emergencies, p->emergency_count);
	for (size_t i = 0; !asks && i < p->stage_count; i++)
		asks = stage_asks_for(&p->stages[i], fact, field);
	return asks;
}
