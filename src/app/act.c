/*
 * act.c - an action on an escalation: the check that this person may, now, and the event that it becomes.
 */
#include <string.h>

#include "attachments.h"
#include "case.h"
#include "counterparts.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "parley/store_append.h"

/* What the confirmation says was done; the rest of it (who, what, by when) comes from the fold. */
static const char *const titles[EVENT_KIND_COUNT] = {
	[EVENT_CONTACT] = "The contact is recorded",
	[EVENT_CONSULTED] = "The advice is recorded",
	[EVENT_AGREED] = "It is recorded as agreed",
	[EVENT_NOT_AGREED] = "It is recorded as not agreed",
	[EVENT_CONFIRMED] = "The outcome is confirmed in writing",
	[EVENT_ESCALATED] = "It is escalated",
	[EVENT_DECIDED] = "The decision is recorded",
	[EVENT_RESPONDED] = "Your agency's answer is recorded",
	[EVENT_DONE] = "It is recorded as done",
	[EVENT_ASSIGNED] = "Somebody else speaks for your agency now",
	[EVENT_PROTECTED] = "The shorter time is set",
	[EVENT_RISK_FLAGGED] = "The people named by the policy are told",
	[EVENT_RISK_ENDED] = "The immediate risk is recorded as over",
	[EVENT_RISK_TOLD] = "It is recorded who was told",
	[EVENT_NOTIFIED] = "The notice is recorded",
	[EVENT_PLANNED] = "The meeting is arranged",
	[EVENT_APPROVAL_ASKED] = "Approval is asked for",
	[EVENT_APPROVED] = "It is approved",
	[EVENT_REFUSED] = "The approval is refused",
	[EVENT_LATE_REASON] = "The reason is recorded",
	[EVENT_VACATED] = "A new person is needed",
	[EVENT_WITHDRAWN] = "It is withdrawn",
	[EVENT_CLOSED] = "It is closed",
	[EVENT_REOPENED] = "It is open again",
	[EVENT_RECORD_APPROVED] = "The record is approved",
	[EVENT_RECORD_DIFFERED] = "Your difference is recorded",
	[EVENT_OVERSIGHT] = "Your oversight is recorded",
	[EVENT_ITEM_ADDED] = "It is recorded as outstanding",
	[EVENT_ATTACHED] = "The file is attached",
	[EVENT_LESSON] = "What can be learnt is recorded",
	[EVENT_LESSON_ANSWERED] = "The answer is recorded",
	[EVENT_ITEM_DROPPED] = "It is recorded that it will not be done",
	[EVENT_MEETING_CHANGED] = "The meeting is changed",
	[EVENT_MEETING_CANCELLED] = "The meeting is called off",
	[EVENT_MEETING_PROPOSED] = "The times are proposed",
	[EVENT_MEETING_ANSWERED] = "Your answer is recorded",
	[EVENT_MEETING_PAPERS] = "The papers are chosen",
	[EVENT_MEETING_SETTLED] = "The time is settled",
	[EVENT_MOVED] = "It goes on under another edition of the policy",
	[EVENT_COMPANION_NAMED] = "They are asked to support you",
	[EVENT_COMPANION_ANSWERED] = "Your answer is recorded",
	[EVENT_COMPANION_CHANGED] = "Whoever supported you is told",
};

/* Somebody else was first: what happened since, and whether this can still be done. */
static enum result
changed(const struct app_case *c, const struct client_action *sent, struct buffer *out, struct fault *f)
{
	buffer_reset(out);
	timeline_write(out, "since", c->e, sent->version);
	json_int(out, "version", c->e->last_seq);
	json_bool(out, "still", escalation_action(c->e, &c->viewer, sent->action) != NULL);
	return fault_set(f, RESULT_CONFLICT, "changed",
	                 "Something else was recorded while you were writing. Read what happened, then send again if it still fits.");
}

/* What the checks of who speaks next work with. */
struct naming {
	struct app *app;
	const struct app_request *r;
	const struct app_case *c;
	const struct client_action *sent;
	int stage; /* that it comes to; -1: it stays */
};

/* Works elsewhere, and is next above the present speaker by the directory: a school's next tier is in the council. */
static bool
is_above(const struct naming *n, enum side side, int64_t person_id)
{
	struct person manager;
	const struct person_ref *below;

	return n->stage >= 0 && case_manager(n->app, n->r, n->c->e, side, n->stage, &manager, &below) == RESULT_OK &&
	       manager.id == person_id;
}

static enum result
check_speaker(const struct naming *n, const char *name, enum side side, struct fault *f)
{
	const struct field_value *v = client_value(n->sent, name);
	const struct agency_ref *agency = side == SIDE_NONE ? NULL : &n->c->e->sides[side - 1].agency;

	if (!v || v->people_count == 0 || !agency)
		return RESULT_OK;
	if ((v->people[0].agency_id && strcmp(v->people[0].agency_id, agency->id) == 0) ||
	    is_above(n, side, v->people[0].id))
		return RESULT_OK;
	return fault_field(f, arena_format(f->arena, "/fields/%s", name), "Choose somebody who works at %s", agency->name);
}

/* Whoever is to do something works at one of the two agencies, or speaks for one. */
static enum result
check_owner(const struct naming *n, struct fault *f)
{
	const struct field_value *v = client_value(n->sent, "owner");
	const struct escalation_side *sides = n->c->e->sides;

	if (!v || v->people_count == 0)
		return RESULT_OK;
	for (size_t i = 0; i < 2; i++) {
		if ((v->people[0].agency_id && strcmp(v->people[0].agency_id, sides[i].agency.id) == 0) ||
		    (sides[i].speaker && sides[i].speaker->id == v->people[0].id))
			return RESULT_OK;
	}
	return fault_field(f, "/fields/owner", "Choose somebody who works at %s or %s", sides[0].agency.name,
	                   sides[1].agency.name);
}

/* Inside one agency a role does not say which side somebody is on: only a name does, so both are needed. */
static void
check_named(const struct client_action *sent, struct fault *f)
{
	static const char *const fields[][2] = { { "raising_speaker", "/fields/raising_speaker" },
		                                 { "receiving_speaker", "/fields/receiving_speaker" } };

	for (size_t i = 0; i < 2; i++) {
		const struct field_value *v = client_value(sent, fields[i][0]);

		if (!v || v->people_count == 0)
			(void)fault_field(f, fields[i][1], "Choose the person: both sides are of one agency");
	}
}

/* Whoever is named to speak for a side works in its agency, or is next above whoever speaks for it now. */
static enum result
check_speakers(const struct naming *n, const struct action *action, struct fault *f)
{
	const struct escalation *e = n->c->e;

	if (action->kind == EVENT_ITEM_ADDED)
		return check_owner(n, f);
	if (action->kind == EVENT_ASSIGNED)
		return check_speaker(n, "person", action->side, f);
	if (action->kind != EVENT_ESCALATED)
		return RESULT_OK;
	if (strcmp(e->sides[0].agency.id, e->sides[1].agency.id) == 0)
		check_named(n->sent, f);
	(void)check_speaker(n, "raising_speaker", SIDE_RAISING, f);
	(void)check_speaker(n, "receiving_speaker", SIDE_RECEIVING, f);
	return f->result;
}

/* When it took place, where the form asks for it: not before the escalation's first day. */
static enum result
take_happened(const struct app_case *c, const struct client_action *sent, struct event *ev, struct fault *f)
{
	const struct field_value *v = client_value(sent, "happened");
	instant t;

	if (!v || !v->text)
		return RESULT_OK;
	if (instant_parse(v->text, &t) != RESULT_OK)
		return fault_field(f, "/fields/happened", "Enter a real date and time");
	if (ev->kind != EVENT_CONTACT && ev->kind != EVENT_CONSULTED && t < c->e->visits[c->e->visit_count - 1].entered) {
		/* A form that was opened in the minute of the stage's beginning says the minute, not the second. */
		if (t / INSTANT_MINUTE < c->e->visits[c->e->visit_count - 1].entered / INSTANT_MINUTE)
			return fault_field(f, "/fields/happened", "It cannot have happened before this stage began");
	}
	ev->happened = t;
	return RESULT_OK;
}

/*
 * A shorter time is still to come, and shorter: what changes no date would be announced to both sides as if it did.
 * Against what counts now, a limit over the whole and an earlier protective timescale included: the earliest rules.
 */
static enum result
check_shorter(const struct app_case *c, const struct client_action *sent, instant now, struct fault *f)
{
	const struct field_value *v = client_value(sent, "by");
	instant by;
	day d;

	if (!v || !v->text || day_parse(v->text, &d) != RESULT_OK)
		return RESULT_OK; /* said already */
	by = instant_at(d, c->e->policy->days.end_of_day);
	if (by <= now)
		return fault_field(f, "/fields/by", "The working hours of that day are over: choose a later day");
	for (size_t i = 0; i < c->e->duty_count; i++) {
		const struct duty *duty = &c->e->duties[i];
		bool here = duty->stage < 0 || (duty->stage == c->e->stage && duty->visit == c->e->visit);

		/* Done ones too: others count from when they were due. */
		if (here && duty->rule->clock.protectable && (duty->deadline.state != DEADLINE_DATED || by < duty->deadline.due))
			return RESULT_OK;
	}
	return fault_field(f, "/fields/by", "That is no earlier than the time that counts now: choose an earlier day");
}

static enum result
read_action(struct app *app, const struct app_request *r, const struct app_case *c, const struct action *action,
            struct client_action *sent, struct event *ev, struct fault *f)
{
	struct counterpart_place *places;
	struct looked_up known;
	size_t count;
	enum result result = client_fields_read(action->sets, action->set_count, r->arena, sent, f);

	if (result == RESULT_OK)
		result = event_check_fields(action->sets, action->set_count, sent->values, sent->count, r->now, f);
	if (result == RESULT_OK)
		result = case_look_up(app, r, sent->values, sent->count, &known, f);
	if (result == RESULT_OK)
		result = check_speakers(&(struct naming){ app, r, c, sent, escalation_stage_after(c->e, action) }, action, f);
	counterpart_places(c->e, action, &places, &count);
	if (result == RESULT_OK)
		result = counterparts_check(app, r, places, count, sent, &known, f);
	if (result == RESULT_OK)
		result = escalation_check_values(c->e, action, sent->values, sent->count, f);
	if (result == RESULT_OK)
		result = take_happened(c, sent, ev, f);
	if (result == RESULT_OK && ev->kind == EVENT_PROTECTED)
		result = check_shorter(c, sent, r->now, f);
	return result;
}

static void
event_from(const struct app_request *r, const struct app_case *c, const struct action *action,
           const struct client_action *sent, struct event *ev)
{
	ev->actor = case_person(&r->session->person);
	for (size_t i = 0; action->instead_of && i < r->session->stand_in_count; i++) {
		if (r->session->stand_ins[i].person.id == action->instead_of->person_id)
			ev->for_whom = case_person(&r->session->stand_ins[i].person);
	}
	/* A companion acts for the first raiser, who is on record in the case itself. */
	if (action->instead_of && ev->for_whom.id == 0 && action->instead_of->person_id == c->e->raiser->id)
		ev->for_whom = *c->e->raiser;
	ev->side = action->side;
	ev->role = action->role >= 0 ? c->e->policy->roles[action->role].id : "";
	ev->exit = action->exit ? action->exit->id : NULL;
	ev->target = action->target;
	ev->fields = sent->values;
	ev->field_count = sent->count;
}

/* The same request again, after the answer was lost on the way: the first answer, not a conflict with oneself. */
static enum result
answered_before(struct app *app, const struct app_request *r, struct buffer *out, bool *answered, struct fault *f)
{
	struct digest_part part = { r->body, r->body_length };
	uint8_t digest[DIGEST_SIZE];
	const char *answer;
	enum result result;

	*answered = false;
	if (!r->idempotency_key)
		return RESULT_OK;
	digest_sha256(&part, 1, digest);
	result = store_idempotent(app->store, r->session->person.id, r->idempotency_key, digest, r->arena, &answer);
	if (result == RESULT_NOT_FOUND)
		return RESULT_OK;
	if (result == RESULT_INVALID)
		return fault_set(f, result, "idempotency-key", "This Idempotency-Key was used for another request.");
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
	buffer_string(out, answer);
	*answered = true;
	return RESULT_OK;
}

static enum result
write_action(struct app *app, const struct app_request *r, const char *reference, struct app_case *c,
             struct client_action *sent, struct buffer *out, struct fault *f)
{
	const struct action *action = escalation_action(c->e, &c->viewer, sent->action);
	struct event ev = { .kind = action ? action->kind : EVENT_CONTACT };
	struct case_write w = { .before = c, .policy = c->policy, .edition_id = c->head.edition_id, .event = &ev,
		                .draft_key = arena_format(r->arena, "%s/%s", reference, sent->action) };
	enum result result;

	if (!action)
		return fault_set(f, RESULT_DENIED, "may-not", "You cannot do this now, in this stage and in your role.");
	result = read_action(app, r, c, action, sent, &ev, f);
	if (result != RESULT_OK)
		return result;
	event_from(r, c, action, sent, &ev);
	result = attachments_describe(app, r, c->head.id, &ev, &w.upload_id, f);
	if (result != RESULT_OK)
		return result;
	w.title = titles[ev.kind];
	return case_write(app, r, &w, out, NULL, f);
}

enum result
app_act(struct app *app, const struct app_request *r, const char *reference, struct buffer *out, struct fault *f)
{
	struct client_action sent;
	struct app_case c;
	bool answered;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = client_action_read(r->body, r->body_length, BODY_ACTION, r->arena, &sent, f);
	if (result == RESULT_OK)
		result = case_open(app, r, reference, &c, f);
	if (result != RESULT_OK)
		return result;
	if (sent.version != c.e->last_seq) {
		result = answered_before(app, r, out, &answered, f);
		if (result != RESULT_OK || answered)
			return result;
		return changed(&c, &sent, out, f);
	}
	result = write_action(app, r, reference, &c, &sent, out, f);
	/* Somebody was first between our reading and our writing: read again, and say so. */
	if (result == RESULT_CONFLICT) {
		struct fault again;

		fault_init(&again, r->arena);
		if (case_open(app, r, reference, &c, &again) == RESULT_OK && c.e->last_seq != sent.version) {
			fault_init(f, r->arena);
			return changed(&c, &sent, out, f);
		}
	}
	return result;
}
