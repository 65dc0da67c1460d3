/*
 * fold_apply.c - what each kind of event does: one function a kind, one table.
 *
 * Nothing is dated here. A duty that is still to be done stands as DUTY_OPEN; fold_clockwork.c tells the ones
 * whose clock has not started.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"

enum result
fold_cannot(struct fold *fold, const struct event *ev, const char *why)
{
	return fault_set(fold->fault, RESULT_INVALID, "event-out-of-place", "Event %u (%s) cannot have happened: %s.",
	                 (unsigned)ev->seq, event_kind_name(ev->kind), why);
}

static const char no_such_record[] = "there is no such record, or it is not theirs to correct";
static const char no_companion[] = "there is no such companion, or there is one already";

struct visit_notes *
fold_notes_now(struct fold *fold)
{
	return &fold->notes[fold->e->visit_count - 1];
}

const struct person_ref *
fold_person_in(const struct event *ev, const char *name)
{
	const struct field_value *v = event_field(ev, name);

	/* Somebody who is not in the directory (id 0) cannot sign in: whoever holds the role is asked instead. */
	return v && v->people_count > 0 && v->people[0].id != 0 ? &v->people[0] : NULL;
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
	struct visit_notes *notes = fold_notes_now(fold);
	bool meeting = type && (strcmp(type, "meeting") == 0 || strcmp(type, "video") == 0); /* as for ACT_MEET */

	if (fold_record_add(fold, ev) != RESULT_OK)
		return fold_cannot(fold, ev, no_such_record);
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
		return fold_cannot(fold, ev, no_such_record);
	fold_duty_done(fold, ACT_CONSULT, ev);
	return RESULT_OK;
}

static enum result
apply_record_answered(struct fold *fold, const struct event *ev)
{
	return fold_record_answered(fold, ev) == RESULT_OK ? RESULT_OK :
	       fold_cannot(fold, ev, "no such record waits for that side's word");
}

static enum result
apply_item_added(struct fold *fold, const struct event *ev)
{
	return fold_item_add(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "there is nothing to be outstanding of");
}

static enum result
apply_item_dropped(struct fold *fold, const struct event *ev)
{
	return fold_item_end(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "there is no such thing outstanding");
}

static enum result
apply_companion(struct fold *fold, const struct event *ev)
{
	enum result r = ev->kind == EVENT_COMPANION_NAMED ? fold_companion_named(fold, ev) :
	                ev->kind == EVENT_COMPANION_ANSWERED ? fold_companion_answered(fold, ev) :
	                fold_companion_changed(fold, ev);

	return r == RESULT_OK ? r : fold_cannot(fold, ev, no_companion);
}

static enum result
apply_lesson_answered(struct fold *fold, const struct event *ev)
{
	return fold_lesson_answered(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "there is no such lesson to answer");
}

static enum result
apply_attached(struct fold *fold, const struct event *ev)
{
	uint32_t seq = ev->target ? (uint32_t)strtoul(ev->target, NULL, 10) : 0;

	return !ev->target || escalation_record(fold->e, seq) || escalation_meeting(fold->e, seq) ? RESULT_OK :
	       fold_cannot(fold, ev, "there is no such record, and no such meeting");
}

static enum result
apply_oversight(struct fold *fold, const struct event *ev)
{
	(void)fold, (void)ev; /* it is on record, and changes nothing */
	return RESULT_OK;
}

static enum result
apply_done(struct fold *fold, const struct event *ev)
{
	struct duty *d = fold_duty_by_key(fold->e, ev->target);

	if (!d && fold_item_end(fold, ev) == RESULT_OK)
		return RESULT_OK;
	if (!d || d->status != DUTY_OPEN || (d->rule->act != ACT_TASK && d->rule->act != ACT_REPRESENT))
		return fold_cannot(fold, ev, "there is no such duty to be done");
	fold_duty_end(d, DUTY_DONE, ev);
	return RESULT_OK;
}

static enum result
apply_assigned(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct person_ref *person = fold_person_in(ev, "person");
	enum side side = side_find(ev->target);

	if (!person)
		return fold_cannot(fold, ev, "it names nobody");
	if (side == SIDE_NONE)
		return fold_cannot(fold, ev, "it does not say for which side");
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
		return fold_cannot(fold, ev, "it has no date");
	/* The earliest rules: what was set to protect somebody is not taken back by a later day. */
	if (e->protective != INSTANT_NONE && e->protective <= instant_at(d, e->policy->days.end_of_day))
		return RESULT_OK;
	e->protective = instant_at(d, e->policy->days.end_of_day);
	e->protected_by = ev;
	fold_notes_now(fold)->protective = e->protective;
	fold_notes_now(fold)->protected_by = ev;
	return RESULT_OK;
}

static enum result
apply_notified(struct fold *fold, const struct event *ev)
{
	return fold_notice_given(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "no such notice is due");
}

static enum result
apply_meeting_changed(struct fold *fold, const struct event *ev)
{
	return fold_meeting_changed(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "there is no such meeting");
}

static enum result
apply_meeting_proposed(struct fold *fold, const struct event *ev)
{
	return fold_meeting_proposed(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "its time is settled, or it was called off");
}

static enum result
apply_meeting_answered(struct fold *fold, const struct event *ev)
{
	return fold_meeting_answered(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "they are not asked to such a meeting");
}

/* What they are is read from the events (codec/meeting_json.c): nothing follows from it. */
static enum result
apply_meeting_papers(struct fold *fold, const struct event *ev)
{
	return ev->target && escalation_meeting(fold->e, (uint32_t)strtoul(ev->target, NULL, 10)) ? RESULT_OK :
	       fold_cannot(fold, ev, "there is no such meeting");
}

static enum result
apply_meeting_settled(struct fold *fold, const struct event *ev)
{
	return fold_meeting_settled(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "no such time was proposed");
}

static enum result
apply_approval_asked(struct fold *fold, const struct event *ev)
{
	return fold_approval_asked(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "there is nothing to approve");
}

static enum result
apply_approval_answered(struct fold *fold, const struct event *ev)
{
	return fold_approval_answered(fold, ev) == RESULT_OK ? RESULT_OK : fold_cannot(fold, ev, "nobody asked for it");
}

static enum result
apply_late_reason(struct fold *fold, const struct event *ev)
{
	struct duty *d = fold_duty_by_key(fold->e, ev->target);

	if (!d && fold_item_late(fold, ev) == RESULT_OK)
		return RESULT_OK;
	if (!d)
		return fold_cannot(fold, ev, "there is no such duty");
	d->late_reason = event_text(ev, "reason");
	return RESULT_OK;
}

static enum result (*const appliers[EVENT_KIND_COUNT])(struct fold *, const struct event *) = {
	[EVENT_RAISED] = fold_raised,
	[EVENT_CONTACT] = apply_contact,
	[EVENT_CONSULTED] = apply_consulted,
	[EVENT_AGREED] = fold_agreed,
	[EVENT_NOT_AGREED] = fold_not_agreed,
	[EVENT_CONFIRMED] = fold_confirmed,
	[EVENT_ESCALATED] = fold_escalated,
	[EVENT_DECIDED] = fold_decided,
	[EVENT_RESPONDED] = fold_responded,
	[EVENT_DONE] = apply_done,
	[EVENT_ASSIGNED] = apply_assigned,
	[EVENT_PROTECTED] = apply_protected,
	[EVENT_RISK_FLAGGED] = fold_risk_flagged,
	[EVENT_RISK_ENDED] = fold_risk_ended,
	[EVENT_RISK_TOLD] = fold_risk_told,
	[EVENT_NOTIFIED] = apply_notified,
	[EVENT_PLANNED] = fold_meeting_planned,
	[EVENT_MEETING_CHANGED] = apply_meeting_changed,
	[EVENT_MEETING_CANCELLED] = apply_meeting_changed,
	[EVENT_APPROVAL_ASKED] = apply_approval_asked,
	[EVENT_APPROVED] = apply_approval_answered,
	[EVENT_REFUSED] = apply_approval_answered,
	[EVENT_LATE_REASON] = apply_late_reason,
	[EVENT_VACATED] = fold_vacated,
	[EVENT_WITHDRAWN] = fold_ended,
	[EVENT_CLOSED] = fold_ended,
	[EVENT_REOPENED] = fold_reopened,
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
		return fold_cannot(fold, ev, "it has ended");
	/*
	 * Whoever acts is on record in this case, and may go on seeing it; a deputy and a companion only while they are one. Saying
	 * when one can come makes nobody more than somebody who is asked.
	 */
	if (ev->actor.id != 0 && ev->side != SIDE_NONE && ev->kind != EVENT_MEETING_ANSWERED && !fold_companion_acts(e, ev))
		fold_party_acted(fold, ev);
	fold_vacancy_acted(fold->e, ev);
	return appliers[ev->kind](fold, ev);
}
