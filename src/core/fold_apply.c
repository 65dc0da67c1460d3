/*
 * fold_apply.c - what each kind of event does: one function a kind, one table.
 *
 * Nothing is dated here. A duty that is still to be done stands as DUTY_OPEN; fold_clockwork.c tells the ones
 * whose clock has not started.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "parley/risk.h"

static enum result
cannot(struct fold *fold, const struct event *ev, const char *why)
{
	return fault_set(fold->fault, RESULT_INVALID, "event-out-of-place", "Event %u (%s) cannot have happened: %s.",
	                 (unsigned)ev->seq, event_kind_name(ev->kind), why);
}

static const char no_such_record[] = "there is no such record, or it is not theirs to correct";
static const char no_companion[] = "there is no such companion, or there is one already";
static const char not_approved[] = "it needs an approval that was not given";

static struct visit_notes *
notes_now(struct fold *fold)
{
	return &fold->notes[fold->e->visit_count - 1];
}

static const struct person_ref *
person_in(const struct event *ev, const char *name)
{
	const struct field_value *v = event_field(ev, name);

	/* Somebody who is not in the directory (id 0) cannot sign in: whoever holds the role is asked instead. */
	return v && v->people_count > 0 && v->people[0].id != 0 ? &v->people[0] : NULL;
}

static void
tell_emergency(struct fold *fold, const struct event *ev)
{
	struct policy_who *named;
	size_t count;

	risk_named(fold->e, ev, &named, &count);
	for (size_t i = 0; i < count; i++)
		fold_party_who(fold, &named[i], true);
}

static void
risk_begin(struct fold *fold, const struct event *ev)
{
	fold->e->risk = ev;
	if (fold->risk == INSTANT_NONE) /* flagging it again gives no more time for what is still to be done */
		fold->risk = ev->happened;
	fold_duty_arise(fold);
	tell_emergency(fold, ev);
	fold_notices(fold, NOTICE_ON_RISK, ev);
}

static enum result
sides_begin(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct field_value *from = event_field(ev, "raising_agency");
	const struct field_value *to = event_field(ev, "receiving_agency");

	if (!from || !from->agency || !to || !to->agency)
		return cannot(fold, ev, "it does not say which agencies");
	e->sides[0].agency = *from->agency;
	e->sides[1].agency = *to->agency;
	e->sides[0].speaker = &ev->actor;
	e->sides[1].speaker = person_in(ev, "receiving_person");
	return RESULT_OK;
}

static bool
flags_risk(const struct event *ev)
{
	const char *said = event_text(ev, "immediate_risk");

	return said && strcmp(said, "yes") == 0;
}

static enum result
apply_raised(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *concern = event_text(ev, "concern_date");
	day d;
	int first;
	enum result r;

	if (e->raised)
		return cannot(fold, ev, "it was raised before");
	e->raised = ev;
	/* Whoever asked a lead to raise it is the one who raised it first. */
	e->raiser = person_in(ev, "asked_by") ? person_in(ev, "asked_by") : &ev->actor;
	e->raised_at = ev->happened;
	r = sides_begin(fold, ev);
	if (r != RESULT_OK)
		return r;
	if (concern && day_parse(concern, &d) == RESULT_OK)
		fold->concern = instant_at(d, 0);
	if (flags_risk(ev)) /* known from the start: stages and duties may depend on it */
		e->risk = ev;
	first = fold_stage_from(e, 0);
	if (first < 0)
		return cannot(fold, ev, "no stage of the policy applies to it");
	for (size_t i = 0; i < e->policy->duty_count; i++) {
		if (e->policy->duties[i].stage < 0)
			fold_duty_instantiate(fold, &e->policy->duties[i]);
	}
	fold_stage_enter(fold, first, ev);
	fold_party_overall(fold);
	fold_duty_done(fold, ACT_RAISE, ev);
	if (e->raiser != &ev->actor)
		fold_party_add(fold, &(struct party){ .side = SIDE_RAISING, .agency_id = e->raiser->agency_id, .role = -1,
		               .person_id = e->raiser->id, .stage = first });
	if (event_field(ev, "companion") && fold_companion_named(fold, ev) != RESULT_OK)
		return cannot(fold, ev, no_companion);
	fold_notices(fold, NOTICE_ON_RAISED, ev);
	if (flags_risk(ev))
		risk_begin(fold, ev);
	return RESULT_OK;
}

/* Contacts are written down in any order: what took place earlier was the first. */
static void
moment_first(instant *moment, instant happened)
{
	if (*moment == INSTANT_NONE || happened < *moment)
		*moment = happened;
}

/* A conversation that was written down after a later one still did the duty when it took place. */
static bool
contact_ends(const struct duty *d, const struct event *ev)
{
	return d->status == DUTY_OPEN || (d->status == DUTY_DONE && ev->happened < d->done_at);
}

static enum result
apply_contact(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *type = event_text(ev, "contact_type");
	struct visit_notes *notes = notes_now(fold);
	bool meeting = type && (strcmp(type, "meeting") == 0 || strcmp(type, "video") == 0); /* as for ACT_MEET */

	if (fold_record_add(fold, ev) != RESULT_OK)
		return cannot(fold, ev, no_such_record);
	if (!fold_event_of_visit(e, ev))
		return RESULT_OK;
	moment_first(&notes->moments[MOMENT_CONTACT], ev->happened);
	if (meeting)
		moment_first(&notes->moments[MOMENT_MEETING], ev->happened);
	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (contact_ends(d, ev) && fold_duty_here(e, d) && fold_event_does(e, d, ev))
			fold_duty_end(d, DUTY_DONE, ev);
	}
	return RESULT_OK;
}

static enum result
apply_consulted(struct fold *fold, const struct event *ev)
{
	if (fold_record_add(fold, ev) != RESULT_OK)
		return cannot(fold, ev, no_such_record);
	fold_duty_done(fold, ACT_CONSULT, ev);
	return RESULT_OK;
}

static enum result
apply_record_answered(struct fold *fold, const struct event *ev)
{
	return fold_record_answered(fold, ev) == RESULT_OK ? RESULT_OK :
	       cannot(fold, ev, "no such record waits for that side's word");
}

static enum result
apply_item_added(struct fold *fold, const struct event *ev)
{
	return fold_item_add(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "there is nothing to be outstanding of");
}

static enum result
apply_item_dropped(struct fold *fold, const struct event *ev)
{
	return fold_item_end(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "there is no such thing outstanding");
}

static enum result
apply_companion(struct fold *fold, const struct event *ev)
{
	enum result r = ev->kind == EVENT_COMPANION_NAMED ? fold_companion_named(fold, ev) :
	                ev->kind == EVENT_COMPANION_ANSWERED ? fold_companion_answered(fold, ev) :
	                fold_companion_changed(fold, ev);

	return r == RESULT_OK ? r : cannot(fold, ev, no_companion);
}

static enum result
apply_lesson_answered(struct fold *fold, const struct event *ev)
{
	return fold_lesson_answered(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "there is no such lesson to answer");
}

static enum result
apply_attached(struct fold *fold, const struct event *ev)
{
	uint32_t seq = ev->target ? (uint32_t)strtoul(ev->target, NULL, 10) : 0;

	return !ev->target || escalation_record(fold->e, seq) || escalation_meeting(fold->e, seq) ? RESULT_OK :
	       cannot(fold, ev, "there is no such record, and no such meeting");
}

static enum result
apply_oversight(struct fold *fold, const struct event *ev)
{
	(void)fold, (void)ev; /* it is on record, and changes nothing */
	return RESULT_OK;
}

static enum result
apply_agreed(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);

	if (e->phase != PHASE_OPEN)
		return cannot(fold, ev, "it is not in a stage");
	if (!x || x->kind != EXIT_AGREED)
		return cannot(fold, ev, "the stage has no such exit");
	if (!fold_approval_given(e, x, ev))
		return cannot(fold, ev, not_approved);
	e->phase = PHASE_AGREED;
	e->agreement = ev;
	notes_now(fold)->moments[MOMENT_AGREED] = ev->happened;
	fold_duty_end_all(fold, ENDS_AGREED, ev);
	fold_duty_arise(fold);
	fold_stage_leave(fold, ev, "agreed");
	fold_notices(fold, NOTICE_ON_AGREED, ev);
	return RESULT_OK;
}

static enum result
apply_not_agreed(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct stage_visit *v = &e->visits[e->visit_count - 1];

	if (e->phase != PHASE_AGREED)
		return cannot(fold, ev, "it was not agreed");
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
	notes_now(fold)->moments[MOMENT_AGREED] = INSTANT_NONE;
	notes_now(fold)->moments[MOMENT_CONFIRMED] = INSTANT_NONE;
	return RESULT_OK;
}

static enum result
apply_confirmed(struct fold *fold, const struct event *ev)
{
	if (fold->e->phase != PHASE_AGREED && fold->e->phase != PHASE_DECIDED)
		return cannot(fold, ev, "there is nothing to confirm");
	notes_now(fold)->moments[MOMENT_CONFIRMED] = ev->happened;
	fold_duty_done(fold, ACT_CONFIRM, ev);
	fold_notices(fold, NOTICE_ON_CONFIRMED, ev);
	return RESULT_OK;
}

static enum result
apply_escalated(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);
	const struct person_ref *named[2] = { person_in(ev, "raising_speaker"), person_in(ev, "receiving_speaker") };
	int to;

	if (e->phase != PHASE_OPEN)
		return cannot(fold, ev, "it is not in a stage");
	if (!x || (x->kind != EXIT_ESCALATE && x->kind != EXIT_BACK && x->kind != EXIT_REPEAT))
		return cannot(fold, ev, "the stage has no such exit");
	if (!fold_approval_given(e, x, ev))
		return cannot(fold, ev, not_approved);
	to = x->kind == EXIT_REPEAT ? e->stage : x->kind == EXIT_BACK ? x->to : fold_stage_from(e, x->to);
	if (to < 0)
		return cannot(fold, ev, "no further stage applies");
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

static enum result
apply_decided(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);

	if (e->phase != PHASE_OPEN)
		return cannot(fold, ev, "it is not in a stage");
	if (!x || (x->kind != EXIT_DECIDED && x->kind != EXIT_DISSENT && x->kind != EXIT_REFER_OUT))
		return cannot(fold, ev, "the stage has no such exit");
	if (!fold_approval_given(e, x, ev))
		return cannot(fold, ev, not_approved);
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

static enum result
apply_responded(struct fold *fold, const struct event *ev)
{
	if (fold->e->phase != PHASE_DECIDED)
		return cannot(fold, ev, "there is no decision to answer");
	fold_duty_done(fold, ACT_RESPOND, ev);
	fold_notices(fold, NOTICE_ON_RESPONDED, ev);
	return RESULT_OK;
}

static enum result
apply_done(struct fold *fold, const struct event *ev)
{
	struct duty *d = fold_duty_by_key(fold->e, ev->target);

	if (!d && fold_item_end(fold, ev) == RESULT_OK)
		return RESULT_OK;
	if (!d || d->status != DUTY_OPEN || (d->rule->act != ACT_TASK && d->rule->act != ACT_REPRESENT))
		return cannot(fold, ev, "there is no such duty to be done");
	fold_duty_end(d, DUTY_DONE, ev);
	return RESULT_OK;
}

static enum result
apply_assigned(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct person_ref *person = person_in(ev, "person");
	enum side side = side_find(ev->target);

	if (!person)
		return cannot(fold, ev, "it names nobody");
	if (side == SIDE_NONE)
		return cannot(fold, ev, "it does not say for which side");
	e->sides[side - 1].speaker = person;
	fold_vacancy_filled(e, side);
	fold_party_add(fold, &(struct party){ .side = side, .agency_id = e->sides[side - 1].agency.id, .role = -1,
	               .person_id = person->id, .stage = e->stage });
	return RESULT_OK;
}

static enum result
apply_protected(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *by = event_text(ev, "by");
	day d;

	if (!by || day_parse(by, &d) != RESULT_OK)
		return cannot(fold, ev, "it has no date");
	/* The earliest rules: what was set to protect somebody is not taken back by a later day. */
	if (e->protective != INSTANT_NONE && e->protective <= instant_at(d, e->policy->days.end_of_day))
		return RESULT_OK;
	e->protective = instant_at(d, e->policy->days.end_of_day);
	e->protected_by = ev;
	notes_now(fold)->protective = e->protective;
	notes_now(fold)->protected_by = ev;
	return RESULT_OK;
}

static enum result
apply_risk_flagged(struct fold *fold, const struct event *ev)
{
	risk_begin(fold, ev);
	return RESULT_OK;
}

static enum result
apply_risk_ended(struct fold *fold, const struct event *ev)
{
	if (!fold->e->risk)
		return cannot(fold, ev, "no immediate risk was flagged");
	fold->e->risk = NULL;
	return RESULT_OK;
}

static enum result
apply_risk_told(struct fold *fold, const struct event *ev)
{
	return fold->e->risk ? RESULT_OK : cannot(fold, ev, "no immediate risk was flagged");
}

static enum result
apply_notified(struct fold *fold, const struct event *ev)
{
	return fold_notice_given(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "no such notice is due");
}

static enum result
apply_meeting_changed(struct fold *fold, const struct event *ev)
{
	return fold_meeting_changed(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "there is no such meeting");
}

static enum result
apply_meeting_proposed(struct fold *fold, const struct event *ev)
{
	return fold_meeting_proposed(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "its time is settled, or it was called off");
}

static enum result
apply_meeting_answered(struct fold *fold, const struct event *ev)
{
	return fold_meeting_answered(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "they are not asked to such a meeting");
}

/* What they are is read from the events (codec/meeting_json.c): nothing follows from it. */
static enum result
apply_meeting_papers(struct fold *fold, const struct event *ev)
{
	return ev->target && escalation_meeting(fold->e, (uint32_t)strtoul(ev->target, NULL, 10)) ? RESULT_OK :
	       cannot(fold, ev, "there is no such meeting");
}

static enum result
apply_meeting_settled(struct fold *fold, const struct event *ev)
{
	return fold_meeting_settled(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "no such time was proposed");
}

static enum result
apply_approval_asked(struct fold *fold, const struct event *ev)
{
	return fold_approval_asked(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "there is nothing to approve");
}

static enum result
apply_approval_answered(struct fold *fold, const struct event *ev)
{
	return fold_approval_answered(fold, ev) == RESULT_OK ? RESULT_OK : cannot(fold, ev, "nobody asked for it");
}

static enum result
apply_late_reason(struct fold *fold, const struct event *ev)
{
	struct duty *d = fold_duty_by_key(fold->e, ev->target);

	if (!d && fold_item_late(fold, ev) == RESULT_OK)
		return RESULT_OK;
	if (!d)
		return cannot(fold, ev, "there is no such duty");
	d->late_reason = event_text(ev, "reason");
	return RESULT_OK;
}

static enum result
apply_ended(struct fold *fold, const struct event *ev)
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

static enum result
apply_reopened(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct stage_visit *v = &e->visits[e->visit_count - 1];

	if (e->phase != PHASE_CLOSED && e->phase != PHASE_WITHDRAWN)
		return cannot(fold, ev, "it has not ended");
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

static enum result (*const appliers[EVENT_KIND_COUNT])(struct fold *, const struct event *) = {
	[EVENT_RAISED] = apply_raised,
	[EVENT_CONTACT] = apply_contact,
	[EVENT_CONSULTED] = apply_consulted,
	[EVENT_AGREED] = apply_agreed,
	[EVENT_NOT_AGREED] = apply_not_agreed,
	[EVENT_CONFIRMED] = apply_confirmed,
	[EVENT_ESCALATED] = apply_escalated,
	[EVENT_DECIDED] = apply_decided,
	[EVENT_RESPONDED] = apply_responded,
	[EVENT_DONE] = apply_done,
	[EVENT_ASSIGNED] = apply_assigned,
	[EVENT_PROTECTED] = apply_protected,
	[EVENT_RISK_FLAGGED] = apply_risk_flagged,
	[EVENT_RISK_ENDED] = apply_risk_ended,
	[EVENT_RISK_TOLD] = apply_risk_told,
	[EVENT_NOTIFIED] = apply_notified,
	[EVENT_PLANNED] = fold_meeting_planned,
	[EVENT_MEETING_CHANGED] = apply_meeting_changed,
	[EVENT_MEETING_CANCELLED] = apply_meeting_changed,
	[EVENT_APPROVAL_ASKED] = apply_approval_asked,
	[EVENT_APPROVED] = apply_approval_answered,
	[EVENT_REFUSED] = apply_approval_answered,
	[EVENT_LATE_REASON] = apply_late_reason,
	[EVENT_VACATED] = fold_vacated,
	[EVENT_WITHDRAWN] = apply_ended,
	[EVENT_CLOSED] = apply_ended,
	[EVENT_REOPENED] = apply_reopened,
	[EVENT_RECORD_APPROVED] = apply_record_answered,
	[EVENT_RECORD_DIFFERED] = apply_record_answered,
	[EVENT_OVERSIGHT] = apply_oversight,
	[EVENT_ITEM_ADDED] = apply_item_added,
	[EVENT_ITEM_DROPPED] = apply_item_dropped,
	[EVENT_ATTACHED] = apply_attached,
	[EVENT_LESSON] = fold_lesson_add,
	[EVENT_LESSON_ANSWERED] = apply_lesson_answered,
	[EVENT_MEETING_PROPOSED] = apply_meeting_proposed,
	[EVENT_MEETING_ANSWERED] = apply_meeting_answered,
	[EVENT_MEETING_PAPERS] = apply_meeting_papers,
	[EVENT_MEETING_SETTLED] = apply_meeting_settled,
	[EVENT_MOVED] = fold_move,
	[EVENT_COMPANION_NAMED] = apply_companion,
	[EVENT_COMPANION_ANSWERED] = apply_companion,
	[EVENT_COMPANION_CHANGED] = apply_companion,
};

/* What follows once it is closed (a review, a report) is still done, and said; and a risk does not end with the case. */
static bool
goes_on_after(const struct escalation *e, const struct event *ev)
{
	if (ev->kind == EVENT_REOPENED || ev->kind == EVENT_RISK_TOLD || ev->kind == EVENT_RISK_ENDED ||
	    ev->kind == EVENT_LESSON || ev->kind == EVENT_LESSON_ANSWERED)
		return true;
	return e->phase == PHASE_CLOSED &&
	       (ev->kind == EVENT_DONE || ev->kind == EVENT_NOTIFIED || ev->kind == EVENT_LATE_REASON ||
	        ev->kind == EVENT_RECORD_APPROVED || ev->kind == EVENT_RECORD_DIFFERED || ev->kind == EVENT_OVERSIGHT);
}

enum result
fold_apply(struct fold *fold, const struct event *ev)
{
	const struct escalation *e = fold->e;

	if ((e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN) && !goes_on_after(e, ev))
		return cannot(fold, ev, "it has ended");
	/*
	 * Whoever acts is on record in this case, and may go on seeing it; a deputy and a companion only while they are one. Saying
	 * when one can come makes nobody more than somebody who is asked.
	 */
	if (ev->actor.id != 0 && ev->side != SIDE_NONE && ev->kind != EVENT_MEETING_ANSWERED && !fold_companion_acts(e, ev))
		fold_party_add(fold, &(struct party){ .side = ev->side, .agency_id = ev->actor.agency_id, .role = -1,
		               .person_id = ev->for_whom.id != 0 ? ev->for_whom.id : ev->actor.id, .stage = e->stage });
	fold_vacancy_acted(fold->e, ev);
	return appliers[ev->kind](fold, ev);
}
