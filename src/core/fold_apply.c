/*
 * fold_apply.c - what each kind of event does: one function a kind, one table.
 *
 * Nothing is dated here. A duty that is still to be done stands as DUTY_OPEN; fold_clockwork.c tells the ones
 * whose clock has not started. An event that ends a duty leaves its seq in done_by, so that an event that takes it
 * back (not-agreed, reopened) finds what to give back.
 */
#include <string.h>

#include "fold.h"

static enum result
cannot(struct fold *fold, const struct event *ev, const char *why)
{
	return fault_set(fold->fault, RESULT_INVALID, "event-out-of-place", "Event %u (%s) cannot have happened: %s.",
	                 (unsigned)ev->seq, event_kind_name(ev->kind), why);
}

static struct visit_notes *
notes_now(struct fold *fold)
{
	return &fold->notes[fold->e->visit_count - 1];
}

static const struct person_ref *
person_in(const struct event *ev, const char *name)
{
	const struct field_value *v = event_field(ev, name);

	return v && v->people_count > 0 ? &v->people[0] : NULL;
}

/* --- duties --- */

static bool
belongs_here(const struct escalation *e, const struct duty *d)
{
	return d->stage < 0 || (d->stage == e->stage && d->visit == e->visit);
}

static void
duty_end(struct duty *d, enum duty_status how, const struct event *ev)
{
	d->status = how;
	d->done_at = ev->happened;
	d->done_by = ev->seq;
}

static bool
side_fits(const struct duty *d, const struct event *ev)
{
	return d->side == SIDE_NONE || d->side == ev->side;
}

static void
duty_add(struct fold *fold, const struct policy_duty *rule, enum side side)
{
	struct escalation *e = fold->e;
	int visit = rule->stage < 0 ? 1 : e->visit;
	const char *suffix = side == SIDE_NONE || rule->who.kind == WHO_SIDE ? "" :
	                     side == SIDE_RAISING ? ".raising" : ".receiving";
	struct duty *d;

	e->duties = fold_grow(e->arena, e->duties, e->duty_count, &fold->duty_room, sizeof(*e->duties));
	d = &e->duties[e->duty_count++];
	*d = (struct duty){ .rule = rule, .stage = rule->stage, .visit = visit, .side = side, .status = DUTY_OPEN,
		            .policy_due = INSTANT_NONE, .protective_due = INSTANT_NONE, .done_at = INSTANT_NONE };
	d->key = visit > 1 ? arena_format(e->arena, "%s%s@%d", rule->id, suffix, visit) :
	         *suffix ? arena_format(e->arena, "%s%s", rule->id, suffix) : rule->id;
}

static void
duty_instantiate(struct fold *fold, const struct policy_duty *rule)
{
	if (!fold_condition(fold->e, rule->when))
		return;
	if (rule->who.kind == WHO_BOTH) {
		duty_add(fold, rule, SIDE_RAISING);
		duty_add(fold, rule, SIDE_RECEIVING);
	} else if (rule->who.kind == WHO_FIRST_RAISER) {
		duty_add(fold, rule, SIDE_RAISING);
	} else {
		duty_add(fold, rule, rule->who.kind == WHO_SIDE ? rule->who.side : SIDE_NONE);
	}
}

/* What becomes of each kind of duty of a stage when the stage ends in a certain way. */
enum ending { ENDS_AGREED, ENDS_MOVED_ON, ENDS_DECIDED, ENDS_CLOSED, ENDING_COUNT };
#define STAYS DUTY_OPEN
static const enum duty_status endings[ACT_COUNT][ENDING_COUNT] = {
	/*                  agreed           moved on         decided          closed */
	[ACT_RAISE] =     { STAYS,           STAYS,           STAYS,           STAYS },
	[ACT_CONTACT] =   { DUTY_DONE,       DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_CONSULT] =   { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_RESOLVE] =   { DUTY_DONE,       DUTY_UNRESOLVED, DUTY_DONE,       DUTY_NOT_NEEDED },
	[ACT_ESCALATE] =  { DUTY_NOT_NEEDED, DUTY_DONE,       DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_CONFIRM] =   { STAYS,           DUTY_NOT_NEEDED, STAYS,           DUTY_NOT_NEEDED },
	[ACT_DECIDE] =    { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_DONE,       DUTY_NOT_NEEDED },
	[ACT_RESPOND] =   { DUTY_NOT_NEEDED, STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_REPLY] =     { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_MEET] =      { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_REPRESENT] = { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_TASK] =      { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_STANDING] =  { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
};

/*
 * A duty that holds over the whole (no stage of its own) outlives a move to another stage, and one whose clock
 * starts only with the ending (to follow up what was agreed) is no part of what ends.
 */
static bool
outlives(const struct duty *d, enum ending how)
{
	const struct policy_clock *clock = &d->rule->clock;

	if (d->stage < 0 && how == ENDS_MOVED_ON)
		return true;
	for (size_t i = 0; how != ENDS_CLOSED && how != ENDS_MOVED_ON && i < clock->from_count; i++) {
		enum anchor_kind kind = clock->from[i].kind;

		if (kind == ANCHOR_AGREED || kind == ANCHOR_CONFIRMED || kind == ANCHOR_DECIDED)
			return true;
	}
	return false;
}

static void
duties_end(struct fold *fold, enum ending how, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];
		enum duty_status end = endings[d->rule->act][how];

		if (d->status != DUTY_OPEN || (how != ENDS_CLOSED && !belongs_here(e, d)) || outlives(d, how))
			continue;
		if (end == DUTY_UNRESOLVED && d->rule->optional)
			end = DUTY_NOT_NEEDED;
		if (end != STAYS)
			duty_end(d, end, ev);
	}
}

static void
duties_give_back(struct escalation *e, uint32_t seq)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		if (e->duties[i].done_by == seq) {
			e->duties[i].status = DUTY_OPEN;
			e->duties[i].done_at = INSTANT_NONE;
			e->duties[i].done_by = 0;
		}
	}
}

static void
duties_done(struct fold *fold, enum act act, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->status == DUTY_OPEN && d->rule->act == act && belongs_here(e, d) && side_fits(d, ev))
			duty_end(d, DUTY_DONE, ev);
	}
}

/* --- stages --- */

static void
stage_enter(struct fold *fold, int stage, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_stage *s = &e->policy->stages[stage];
	struct visit_notes *notes;
	int visit = 1;

	for (size_t i = 0; i < e->visit_count; i++)
		visit += e->visits[i].stage == stage;
	e->visits = fold_grow(e->arena, e->visits, e->visit_count, &fold->visit_room, sizeof(*e->visits));
	fold->notes = fold_grow(e->arena, fold->notes, e->visit_count, &fold->note_room, sizeof(*fold->notes));
	e->visits[e->visit_count] = (struct stage_visit){ .stage = stage, .visit = visit, .entered = ev->happened,
		                                          .left = INSTANT_NONE, .entered_by = ev->seq };
	notes = &fold->notes[e->visit_count++];
	notes->protective = INSTANT_NONE;
	notes->protected_by = NULL;
	for (int m = 0; m < MOMENT_COUNT; m++)
		notes->moments[m] = INSTANT_NONE;
	e->stage = stage;
	e->visit = visit;
	e->protective = INSTANT_NONE;
	e->protected_by = NULL;
	for (size_t i = 0; i < s->duty_count; i++)
		duty_instantiate(fold, &e->policy->duties[s->duties[i]]);
	fold_party_stage(fold, stage);
	fold_notices(fold, NOTICE_ON_STAGE_ENTERED, ev);
}

static void
stage_leave(struct fold *fold, const struct event *ev, const char *how)
{
	struct stage_visit *v = &fold->e->visits[fold->e->visit_count - 1];

	v->left = ev->happened;
	v->left_by = ev->seq;
	v->left_how = how;
}

/* A stage whose condition does not hold is passed over. -1: there is none left. */
static int
stage_from(const struct escalation *e, int stage)
{
	for (size_t i = (size_t)stage; i < e->policy->stage_count; i++) {
		if (fold_condition(e, e->policy->stages[i].when))
			return (int)i;
	}
	return -1;
}

/* --- one function for each kind of event --- */

static void
tell_emergency(struct fold *fold)
{
	const struct policy *p = fold->e->policy;

	for (size_t i = 0; i < p->emergency_count; i++) {
		if (!fold_condition(fold->e, p->emergencies[i].when))
			continue;
		for (size_t t = 0; t < p->emergencies[i].tell_count; t++)
			fold_party_who(fold, &p->emergencies[i].tell[t], true);
	}
}

static void
risk_begin(struct fold *fold, const struct event *ev)
{
	fold->e->risk = ev;
	tell_emergency(fold);
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
	e->raiser = &ev->actor;
	e->raised_at = ev->happened;
	r = sides_begin(fold, ev);
	if (r != RESULT_OK)
		return r;
	if (concern && day_parse(concern, &d) == RESULT_OK)
		fold->concern = instant_at(d, 0);
	first = stage_from(e, 0);
	if (first < 0)
		return cannot(fold, ev, "no stage of the policy applies to it");
	for (size_t i = 0; i < e->policy->duty_count; i++) {
		if (e->policy->duties[i].stage < 0)
			duty_instantiate(fold, &e->policy->duties[i]);
	}
	stage_enter(fold, first, ev);
	duties_done(fold, ACT_RAISE, ev);
	fold_notices(fold, NOTICE_ON_RAISED, ev);
	if (event_text(ev, "immediate_risk") && strcmp(event_text(ev, "immediate_risk"), "yes") == 0)
		risk_begin(fold, ev);
	return RESULT_OK;
}

static bool
type_counts(const struct duty *d, const char *type)
{
	if (!type)
		return true; /* a preview: what will count is not known yet, and doing it right does it */
	for (size_t i = 0; i < d->rule->counts_count; i++) {
		if (strcmp(d->rule->counts[i], type) == 0)
			return true;
	}
	if (d->rule->act == ACT_MEET && d->rule->counts_count == 0)
		return strcmp(type, "meeting") == 0 || strcmp(type, "video") == 0;
	return d->rule->counts_count == 0;
}

static bool
contact_does(const struct duty *d, const struct event *ev)
{
	switch (d->rule->act) {
	case ACT_CONTACT:
	case ACT_MEET:
		return true; /* a conversation is both sides' doing, whoever writes it down */
	case ACT_REPLY:
		return side_fits(d, ev);
	default:
		return false;
	}
}

static enum result
apply_contact(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *type = event_text(ev, "contact_type");
	struct visit_notes *notes = notes_now(fold);
	bool meeting = type && strcmp(type, "meeting") == 0;

	/* What took place before this visit of the stage is on record, but does none of its duties. */
	if (ev->happened < e->visits[e->visit_count - 1].entered)
		return RESULT_OK;
	if (notes->moments[MOMENT_CONTACT] == INSTANT_NONE)
		notes->moments[MOMENT_CONTACT] = ev->happened;
	if (meeting && notes->moments[MOMENT_MEETING] == INSTANT_NONE)
		notes->moments[MOMENT_MEETING] = ev->happened;
	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->status == DUTY_OPEN && belongs_here(e, d) && contact_does(d, ev) && type_counts(d, type))
			duty_end(d, DUTY_DONE, ev);
	}
	return RESULT_OK;
}

static enum result
apply_consulted(struct fold *fold, const struct event *ev)
{
	duties_done(fold, ACT_CONSULT, ev);
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
	e->phase = PHASE_AGREED;
	e->agreement = ev;
	notes_now(fold)->moments[MOMENT_AGREED] = ev->happened;
	duties_end(fold, ENDS_AGREED, ev);
	stage_leave(fold, ev, "agreed");
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
	duties_give_back(e, e->agreement->seq);
	/* Confirmations of an agreement that was none are no longer confirmations of anything. */
	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->rule->act == ACT_CONFIRM && belongs_here(e, d) && d->status == DUTY_DONE)
			duties_give_back(e, d->done_by);
	}
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
	duties_done(fold, ACT_CONFIRM, ev);
	fold_notices(fold, NOTICE_ON_CONFIRMED, ev);
	return RESULT_OK;
}

/* Where an authority decides, the sides go on being spoken for by whoever brought it there, unless others are named. */
static void
speakers_change(struct escalation *e, int to, const struct event *ev)
{
	const struct person_ref *named[2] = { person_in(ev, "raising_speaker"), person_in(ev, "receiving_speaker") };
	bool keep = e->policy->stages[to].authority_count > 0;

	for (int i = 0; i < 2; i++) {
		if (named[i] || !keep)
			e->sides[i].speaker = named[i];
	}
}

static enum result
apply_escalated(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_exit *x = fold_exit(e, e->stage, ev->exit);
	int to;

	if (e->phase != PHASE_OPEN)
		return cannot(fold, ev, "it is not in a stage");
	if (!x || (x->kind != EXIT_ESCALATE && x->kind != EXIT_BACK && x->kind != EXIT_REPEAT))
		return cannot(fold, ev, "the stage has no such exit");
	to = x->kind == EXIT_REPEAT ? e->stage : x->kind == EXIT_BACK ? x->to : stage_from(e, x->to);
	if (to < 0)
		return cannot(fold, ev, "no further stage applies");
	duties_end(fold, ENDS_MOVED_ON, ev);
	stage_leave(fold, ev, x->kind == EXIT_ESCALATE ? "escalated" : x->kind == EXIT_BACK ? "went back" : "repeated");
	speakers_change(e, to, ev);
	stage_enter(fold, to, ev);
	fold_notices(fold, NOTICE_ON_ESCALATED, ev);
	return RESULT_OK;
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
	e->phase = PHASE_DECIDED;
	e->decision = ev;
	e->force = x->force;
	duties_end(fold, ENDS_DECIDED, ev);
	stage_leave(fold, ev, "decided");
	fold_notices(fold, NOTICE_ON_DECIDED, ev);
	return RESULT_OK;
}

static enum result
apply_responded(struct fold *fold, const struct event *ev)
{
	if (fold->e->phase != PHASE_DECIDED)
		return cannot(fold, ev, "there is no decision to answer");
	duties_done(fold, ACT_RESPOND, ev);
	fold_notices(fold, NOTICE_ON_RESPONDED, ev);
	return RESULT_OK;
}

static struct duty *
duty_by_key(struct escalation *e, const char *key)
{
	for (size_t i = 0; key && i < e->duty_count; i++) {
		if (strcmp(e->duties[i].key, key) == 0)
			return &e->duties[i];
	}
	return NULL;
}

static enum result
apply_done(struct fold *fold, const struct event *ev)
{
	struct duty *d = duty_by_key(fold->e, ev->target);

	if (!d || d->status != DUTY_OPEN)
		return cannot(fold, ev, "there is no such duty to be done");
	duty_end(d, DUTY_DONE, ev);
	return RESULT_OK;
}

static enum result
apply_assigned(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct person_ref *person = person_in(ev, "person");
	enum side side = ev->target && strcmp(ev->target, "raising") == 0 ? SIDE_RAISING : SIDE_RECEIVING;

	if (!person)
		return cannot(fold, ev, "it names nobody");
	e->sides[side - 1].speaker = person;
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
apply_notified(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->notice_count; i++) {
		struct notice_due *n = &e->notices[i];

		if (!n->given && ev->target && strcmp(n->rule->id, ev->target) == 0) {
			n->given = true;
			n->given_at = ev->happened;
			return RESULT_OK;
		}
	}
	return cannot(fold, ev, "no such notice is due");
}

static enum result
apply_late_reason(struct fold *fold, const struct event *ev)
{
	struct duty *d = duty_by_key(fold->e, ev->target);

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
		stage_leave(fold, ev, withdrawn ? "withdrawn" : "closed");
	e->phase = withdrawn ? PHASE_WITHDRAWN : PHASE_CLOSED;
	duties_end(fold, ENDS_CLOSED, ev);
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
	duties_give_back(e, e->last_seq);
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
	[EVENT_NOTIFIED] = apply_notified,
	[EVENT_LATE_REASON] = apply_late_reason,
	[EVENT_WITHDRAWN] = apply_ended,
	[EVENT_CLOSED] = apply_ended,
	[EVENT_REOPENED] = apply_reopened,
};

enum result
fold_apply(struct fold *fold, const struct event *ev)
{
	const struct escalation *e = fold->e;

	if ((e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN) && ev->kind != EVENT_REOPENED)
		return cannot(fold, ev, "it has ended");
	/* Whoever acts is on record in this case, and may go on seeing it. */
	if (ev->actor.id != 0 && ev->side != SIDE_NONE)
		fold_party_add(fold, &(struct party){ .side = ev->side, .agency_id = ev->actor.agency_id, .role = -1,
		               .person_id = ev->actor.id, .stage = e->stage });
	return appliers[ev->kind](fold, ev);
}
