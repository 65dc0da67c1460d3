/*
 * fold_approval.c - exits that need somebody's approval first: asked for, given or refused, all on record.
 *
 * An approval is for one visit of the stage. Who may give it may also take the exit without asking anybody.
 */
#include <string.h>

#include "fold.h"

const struct approval *
fold_approval_find(const struct escalation *e, const struct policy_exit *x)
{
	for (size_t i = e->approval_count; i > 0; i--) {
		if (e->approvals[i - 1].exit == x)
			return &e->approvals[i - 1];
	}
	return NULL;
}

/* In the role, or for the side, that approves. */
static bool
acts_as_approver(const struct escalation *e, const struct policy_who *who, const struct event *ev)
{
	int role = ev->role ? policy_role_find(e->policy, ev->role) : -1;
	const char *sector = ev->side == SIDE_NONE ? NULL : e->sides[ev->side - 1].agency.sector;

	if (who->kind == WHO_FIRST_RAISER)
		return ev->actor.id == e->raiser->id;
	if (who->role_count == 0)
		return who->kind == WHO_SIDE && ev->side == who->side;
	for (size_t i = 0; role >= 0 && i < who->role_count; i++) {
		bool elsewhere = who->kind == WHO_SIDE && ev->side != who->side;

		if (elsewhere && !e->policy->roles[who->roles[i]].partnership)
			continue;
		if (who->roles[i] == role || policy_stands_in(e->policy, role, who->roles[i], sector))
			return true;
	}
	return false;
}

bool
fold_approval_given(const struct escalation *e, const struct policy_exit *x, const struct event *ev)
{
	const struct approval *a;

	if (!x->approval)
		return true;
	a = fold_approval_find(e, x);
	return (a && a->state == APPROVAL_GIVEN) || acts_as_approver(e, x->approval, ev);
}

const struct policy_duty *
fold_approval_rule(const struct escalation *e, const struct policy_exit *x, const char *id)
{
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);

	*rule = (struct policy_duty){
		.id = id, .clause = x->clause, .who = *x->approval, .act = ACT_APPROVE, .stage = e->stage,
		.text = arena_format(e->arena, "Say whether this may be done: %s", x->label),
		.short_text = arena_format(e->arena, "say whether this may be done: %s", x->label),
		.clock = { .within = { .kind = DURATION_NO_TIME, .words = "not stated" }, .from = &fold_asked,
			   .from_count = 1 },
	};
	return rule;
}

static const char *
rule_id(const struct escalation *e, const struct policy_exit *x)
{
	const char *stage = e->policy->stages[e->stage].id;
	int times = 1;

	for (size_t i = 0; i < e->approval_count; i++)
		times += e->approvals[i].exit == x;
	return times == 1 ? arena_format(e->arena, "approval.%s.%s", stage, x->id) :
	       arena_format(e->arena, "approval.%s.%s.%d", stage, x->id, times);
}

enum result
fold_approval_asked(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = e->phase == PHASE_OPEN ? fold_exit(e, e->stage, ev->exit) : NULL;
	const struct approval *before = x ? fold_approval_find(e, x) : NULL;

	if (!x || !x->approval || (before && before->state != APPROVAL_REFUSED))
		return RESULT_INVALID;
	fold_duty_ask(fold, fold_approval_rule(e, x, rule_id(e, x)), &(struct duty){ .asked = ev->happened, .approves = x });
	e->approvals = fold_grow(e->arena, e->approvals, e->approval_count, &fold->approval_room, sizeof(*e->approvals));
	e->approvals[e->approval_count++] = (struct approval){ .exit = x, .state = APPROVAL_ASKED, .asked = ev };
	return RESULT_OK;
}

enum result
fold_approval_answered(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = e->phase == PHASE_OPEN ? fold_exit(e, e->stage, ev->exit) : NULL;

	for (size_t i = e->approval_count; x && i > 0; i--) {
		struct approval *a = &e->approvals[i - 1];

		if (a->exit != x || a->state != APPROVAL_ASKED)
			continue;
		a->state = ev->kind == EVENT_APPROVED ? APPROVAL_GIVEN : APPROVAL_REFUSED;
		a->answered = ev;
		for (size_t k = 0; k < e->duty_count; k++) {
			if (e->duties[k].approves == x && e->duties[k].status == DUTY_OPEN)
				fold_duty_end(&e->duties[k], DUTY_DONE, ev);
		}
		return RESULT_OK;
	}
	return RESULT_INVALID;
}
