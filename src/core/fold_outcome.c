/*
 * fold_outcome.c - where a stage and the whole come to an end: agreed or not after all, confirmed, escalated, decided, responded
 * to, closed or withdrawn, reopened.
 */
#include "fold.h"

static const char not_approved[] = "it needs an approval that was not given";

enum result
fold_agreed(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);

	if (e->phase != PHASE_OPEN)
		return fold_cannot(fold, ev, "it is not in a stage");
	if (!x || x->kind != EXIT_AGREED)
		return fold_cannot(fold, ev, "the stage has no such exit");
	if (!fold_approval_given(e, x, ev))
		return fold_cannot(fold, ev, not_approved);
	e->phase = PHASE_AGREED;
	e->agreement = ev;
	fold_notes_now(fold)->moments[MOMENT_AGREED] = ev->happened;
	fold_duty_end_all(fold, ENDS_AGREED, ev);
	fold_duty_arise(fold);
	fold_stage_leave(fold, ev, "agreed");
	fold_notices(fold, NOTICE_ON_AGREED, ev);
	return RESULT_OK;
}

enum result
fold_not_agreed(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct stage_visit *v = &e->visits[e->visit_count - 1];

	if (e->phase != PHASE_AGREED)
		return fold_cannot(fold, ev, "it was not agreed");
	fold_duty_give_back(fold, e->agreement->seq);
	/* Confirmations of an agreement that was none are no longer confirmations of anything. */
	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->rule->act == ACT_CONFIRM && fold_duty_here(e, d) && d->status == DUTY_DONE)
			fold_duty_give_back(fold, d->done_by);
	}
	fold_notices_taken_back(e, NOTICE_ON_AGREED, ev);
	fold_notices_taken_back(e, NOTICE_ON_CONFIRMED, ev);
	fold_item_taken_back(fold, ev);
	e->phase = PHASE_OPEN;
	e->agreement = NULL;
	v->left = INSTANT_NONE;
	v->left_by = 0;
	v->left_how = NULL;
	fold_notes_now(fold)->moments[MOMENT_AGREED] = INSTANT_NONE;
	fold_notes_now(fold)->moments[MOMENT_CONFIRMED] = INSTANT_NONE;
	return RESULT_OK;
}

enum result
fold_confirmed(struct fold *fold, const struct event *ev)
{
	if (fold->e->phase != PHASE_AGREED && fold->e->phase != PHASE_DECIDED)
		return fold_cannot(fold, ev, "there is nothing to confirm");
	fold_notes_now(fold)->moments[MOMENT_CONFIRMED] = ev->happened;
	fold_duty_done(fold, ACT_CONFIRM, ev);
	fold_notices(fold, NOTICE_ON_CONFIRMED, ev);
	return RESULT_OK;
}

enum result
fold_escalated(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);
	const struct person_ref *named[2] = { fold_person_in(ev, "raising_speaker"), fold_person_in(ev, "receiving_speaker") };
	int to;

	if (e->phase != PHASE_OPEN)
		return fold_cannot(fold, ev, "it is not in a stage");
	if (!x || (x->kind != EXIT_ESCALATE && x->kind != EXIT_BACK && x->kind != EXIT_REPEAT))
		return fold_cannot(fold, ev, "the stage has no such exit");
	if (!fold_approval_given(e, x, ev))
		return fold_cannot(fold, ev, not_approved);
	to = x->kind == EXIT_REPEAT ? e->stage : x->kind == EXIT_BACK ? x->to : fold_stage_from(e, x->to);
	if (to < 0)
		return fold_cannot(fold, ev, "no further stage applies");
	fold_duty_end_all(fold, ENDS_MOVED_ON, ev);
	fold_stage_leave(fold, ev, x->kind == EXIT_ESCALATE ? "escalated" : x->kind == EXIT_BACK ? "went back" : "repeated");
	fold_stage_speakers(fold, to, x->kind == EXIT_BACK, named);
	fold_stage_enter(fold, to, ev);
	fold_notices(fold, NOTICE_ON_ESCALATED, ev);
	return RESULT_OK;
}

/* Until when each agency is to say what it has done, where those who decided have said so. */
static void
respond_by(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *by = event_text(ev, "respond_by");
	day d;

	for (size_t i = 0; by && day_parse(by, &d) == RESULT_OK && i < e->duty_count; i++) {
		if (e->duties[i].rule->act != ACT_RESPOND || e->duties[i].status != DUTY_OPEN)
			continue;
		e->duties[i].set_due = instant_at(d, e->policy->days.end_of_day);
		e->duties[i].set_words = "the day that was set with the decision";
	}
}

enum result
fold_decided(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);

	if (e->phase != PHASE_OPEN)
		return fold_cannot(fold, ev, "it is not in a stage");
	if (!x || (x->kind != EXIT_DECIDED && x->kind != EXIT_DISSENT && x->kind != EXIT_REFER_OUT))
		return fold_cannot(fold, ev, "the stage has no such exit");
	if (!fold_approval_given(e, x, ev))
		return fold_cannot(fold, ev, not_approved);
	e->phase = PHASE_DECIDED;
	e->decision = ev;
	e->force = x->force;
	fold_duty_end_all(fold, ENDS_DECIDED, ev);
	fold_duty_arise(fold);
	respond_by(fold, ev);
	fold_stage_leave(fold, ev, "decided");
	fold_notices(fold, NOTICE_ON_DECIDED, ev);
	return RESULT_OK;
}

enum result
fold_responded(struct fold *fold, const struct event *ev)
{
	if (fold->e->phase != PHASE_DECIDED)
		return fold_cannot(fold, ev, "there is no decision to answer");
	fold_duty_done(fold, ACT_RESPOND, ev);
	fold_notices(fold, NOTICE_ON_RESPONDED, ev);
	return RESULT_OK;
}

enum result
fold_ended(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	bool withdrawn = ev->kind == EVENT_WITHDRAWN;

	if (e->phase == PHASE_OPEN)
		fold_stage_leave(fold, ev, withdrawn ? "withdrawn" : "closed");
	e->phase = withdrawn ? PHASE_WITHDRAWN : PHASE_CLOSED;
	fold->ended_by = ev->seq;
	fold->closed = withdrawn ? INSTANT_NONE : ev->happened;
	fold_duty_end_all(fold, ENDS_CLOSED, ev);
	if (!withdrawn)
		fold_notices(fold, NOTICE_ON_CLOSED, ev);
	return RESULT_OK;
}

enum result
fold_reopened(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct stage_visit *v = &e->visits[e->visit_count - 1];

	if (e->phase != PHASE_CLOSED && e->phase != PHASE_WITHDRAWN)
		return fold_cannot(fold, ev, "it has not ended");
	fold_duty_give_back(fold, fold->ended_by);
	fold_notices_taken_back(e, NOTICE_ON_CLOSED, ev);
	fold->closed = INSTANT_NONE;
	e->phase = e->agreement ? PHASE_AGREED : e->decision ? PHASE_DECIDED : PHASE_OPEN;
	if (e->phase == PHASE_OPEN) {
		v->left = INSTANT_NONE;
		v->left_by = 0;
		v->left_how = NULL;
	}
	return RESULT_OK;
}
