/* policy_check_facts.c - do conditions ask for what can be known, and do the parts of an exit and a notice fit together? */
#include <string.h>

#include "parley/risk.h"
#include "policy_check_parts.h"

/* The hour is known of the moment when somebody is at risk, and of nothing else. */
static void
check_no_hours(struct policy_checking *c, const struct condition *when, const char *pointer)
{
	if (condition_asks_for(when, FACT_HOURS, NULL))
		policy_check_add(c, FINDING_ERROR, pointer, "Only an emergency can depend on the hour.");
}

/* How a duty stands is known when somebody looks at the exits, not while the case is being put together. */
static void
check_no_duty(struct policy_checking *c, const struct condition *when, const char *list, size_t i)
{
	if (condition_asks_for(when, FACT_DUTY, NULL))
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/%zu/when", list, i),
		                 "Only an exit can depend on how a duty stands.");
	if (strcmp(list, "/emergencies") != 0)
		check_no_hours(c, when, arena_format(c->arena, "%s/%zu/when", list, i));
}

/* Somebody at risk at night whom no route is for would be told nothing. */
static void
check_routes(struct policy_checking *c)
{
	static const struct { const char *hours, *words; } times[] = {
		{ "working", "in working hours" }, { "other", "outside working hours" } };
	const struct policy *p = c->policy;

	for (size_t t = 0; p->emergency_count > 0 && t < 2; t++) {
		for (size_t s = 0; s < p->subject_count; s++) {
			size_t i = 0;

			while (i < p->emergency_count &&
			       !risk_route_may_apply(&p->emergencies[i], times[t].hours, p->subjects[s]))
				i++;
			if (i == p->emergency_count)
				policy_check_add(c, FINDING_WARNING, "/emergencies",
				                 arena_format(c->arena, "Nothing is said about immediate risk of a subject \"%s\" %s.",
				                              p->subjects[s], times[t].words));
		}
	}
}

static void
check_exit_hours(struct policy_checking *c)
{
	const struct policy *p = c->policy;

	for (size_t s = 0; s < p->stage_count; s++)
		for (size_t i = 0; i < p->stages[s].exit_count; i++)
			check_no_hours(c, p->stages[s].exits[i].when,
			               arena_format(c->arena, "/stages/%zu/exits/%zu/when", s, i));
	for (size_t i = 0; i < p->duty_count; i++)
		check_no_hours(c, p->duties[i].when, arena_format(c->arena, "%s/when", policy_check_duty_pointer(c, i)));
	check_no_hours(c, p->entry.unless, "/raise/latest/unless");
}

static void
check_conditions(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t i;

	for (i = 0; i < p->duty_count; i++)
		if (condition_asks_for(p->duties[i].when, FACT_DUTY, NULL))
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/when", policy_check_duty_pointer(c, i)),
			                 "Only an exit can depend on how a duty stands.");
	for (i = 0; i < p->stage_count; i++)
		check_no_duty(c, p->stages[i].when, "/stages", i);
	for (i = 0; i < p->notice_count; i++)
		check_no_duty(c, p->notices[i].when, "/notices", i);
	for (i = 0; i < p->cap_count; i++)
		check_no_duty(c, p->caps[i].when, "/caps", i);
	for (i = 0; i < p->role_count; i++)
		check_no_duty(c, p->roles[i].when, "/roles", i);
	for (i = 0; i < p->category_count; i++)
		check_no_duty(c, p->categories[i].when, "/categories", i);
	for (i = 0; i < p->emergency_count; i++)
		check_no_duty(c, p->emergencies[i].when, "/emergencies", i);
	if (condition_asks_for(p->entry.unless, FACT_DUTY, NULL))
		policy_check_add(c, FINDING_ERROR, "/raise/latest/unless", "Only an exit can depend on how a duty stands.");
}

static void
check_tracks(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	bool chosen = policy_track_is_chosen(p);
	size_t i;

	for (i = 0; i < p->track_count; i++) {
		const char *pointer = arena_format(c->arena, "/tracks/%zu", i);

		check_no_duty(c, p->tracks[i].when, "/tracks", i);
		if (condition_asks_for(p->tracks[i].when, FACT_TRACK, NULL))
			policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/when", pointer),
			                 "A track cannot depend on the track.");
		if (!chosen && p->tracks[i].when == NULL && i + 1 < p->track_count)
			policy_check_add(c, FINDING_ERROR, pointer,
			                 "Without a condition this one is always taken, and those behind it never.");
	}
	if (!chosen && p->track_label != NULL)
		policy_check_add(c, FINDING_ERROR, "/raise/track", "Nobody chooses the track here: conditions do.");
}

/* Somebody who can sign in, one at a time. */
static bool
can_act(const struct policy_who *who)
{
	return who->kind != WHO_SUBJECT && who->kind != WHO_MAILBOX;
}

static void
check_exit(struct policy_checking *c, const struct policy_stage *stage, size_t s, size_t i)
{
	const struct policy_exit *x = &stage->exits[i];
	const char *pointer = arena_format(c->arena, "/stages/%zu/exits/%zu", s, i);

	if (!can_act(&x->by))
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/by", pointer), "They cannot do it in Parley.");
	if (x->approval != NULL &&
	    (!can_act(x->approval) || x->approval->kind == WHO_BOTH || x->approval->kind == WHO_JOINTLY))
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/approval", pointer),
		                 "One person approves: name a side, a role or the first raiser.");
	if (x->panel && (x->kind != EXIT_DECIDED || stage->panel.agencies == 0))
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/panel", pointer),
		                 "Only a decision in a stage that has a panel can be the panel's.");
}

static void
check_panel(struct policy_checking *c, const struct policy_stage *stage, size_t s)
{
	size_t i;

	for (i = 0; i < stage->exit_count; i++)
		check_exit(c, stage, s, i);
	for (i = 0; i < stage->exit_count && !stage->exits[i].panel; i++)
		;
	if (stage->panel.agencies > 0 && i == stage->exit_count)
		policy_check_add(c, FINDING_WARNING, arena_format(c->arena, "/stages/%zu/panel", s),
		                 "No exit is the panel's, so nobody is asked who sat on it.");
}

static void
check_notice(struct policy_checking *c, size_t i)
{
	const struct policy_notice *n = &c->policy->notices[i];
	const char *pointer = arena_format(c->arena, "/notices/%zu", i);

	if (n->by != NULL && !can_act(n->by))
		policy_check_add(c, FINDING_ERROR, arena_format(c->arena, "%s/by", pointer),
		                 "They cannot do it in Parley.");
	if (n->by == NULL && n->form != NULL)
		policy_check_add(c, FINDING_WARNING, arena_format(c->arena, "%s/form", pointer),
		                 "The program gives this notice and uses no form: should a person give it?");
}

void
policy_check_facts(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t i;

	check_conditions(c);
	check_exit_hours(c);
	check_routes(c);
	check_tracks(c);
	for (i = 0; i < p->stage_count; i++)
		check_panel(c, &p->stages[i], i);
	for (i = 0; i < p->notice_count; i++)
		check_notice(c, i);
}
