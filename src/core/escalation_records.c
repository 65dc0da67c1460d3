/*
 * escalation_records.c - what somebody may do about one record: approve it, differ from it, correct it.
 *
 * Not in the list of actions: a case may have two hundred records, and each action there is folded once to say what follows.
 */
#include <stdlib.h>
#include <string.h>

#include "offer.h"

static const struct {
	const char *verb;
	enum event_kind kind;  /* of a correction: the record's own */
	const char *label, *next;
} verbs[RECORD_ACTIONS_MAX] = {
	{ "approve-record", EVENT_RECORD_APPROVED, "Approve this record",
	  "It is approved and dated for your side. Both sides see it." },
	{ "differ", EVENT_RECORD_DIFFERED, "Say where you differ from this record",
	  "What you write stands beside the record, which stays as it is. Both sides see it." },
	{ "correct", EVENT_CONTACT, "Correct this record",
	  "The form begins with the record's words. It becomes a new record that says what it corrects. The old one stays, and the other side is asked to approve the new one." },
	{ "attach", EVENT_ATTACHED, "Attach a file to this record", "It stands with the record, and both sides can open it." },
};
enum { APPROVE, DIFFER, CORRECT, ATTACH };

static const struct field correction_fields[] = {
	{ .name = "correction", .label = "What was wrong in the earlier record?", .type = FIELD_TEXT, .required = true,
	  .max = 4000 },
};

static bool
may(const struct offer *o, const struct record *r, int verb)
{
	const struct event *answer;
	enum side side = o->standing.side;

	if (o->standing.informed_only || r->corrected || o->e->phase == PHASE_WITHDRAWN)
		return false;
	if (verb == ATTACH)
		return o->e->phase != PHASE_CLOSED;
	if (verb == CORRECT) /* as fold_record.c has it; after the end nothing new is recorded */
		return o->e->phase != PHASE_CLOSED && r->event->side == side &&
		       (side != SIDE_NONE || r->event->actor.id == o->viewer->person_id);
	if (side == SIDE_NONE || r->event->kind != EVENT_CONTACT || r->event->actor.id == o->viewer->person_id)
		return false;
	answer = r->answers[side_other(side) - 1];
	if (answer && answer->actor.id == o->viewer->person_id)
		return false;
	answer = r->answers[side - 1];
	return !answer || (verb == APPROVE && answer->kind == EVENT_RECORD_DIFFERED);
}

static bool
begin(struct offer *o, const struct escalation *e, const struct viewer *v)
{
	*o = (struct offer){ .e = e, .viewer = v, .person_id = v->person_id, .raiser = e->raiser->id == v->person_id };
	return escalation_standing(e, v, &o->standing);
}

size_t
escalation_record_actions(const struct escalation *e, const struct viewer *v, const struct record *r,
                          const char *ids[RECORD_ACTIONS_MAX])
{
	struct offer o;
	size_t count = 0;

	if (!begin(&o, e, v))
		return 0;
	for (int verb = 0; verb < RECORD_ACTIONS_MAX; verb++) {
		if (may(&o, r, verb))
			ids[count++] = arena_format(e->arena, "%s:%u", verbs[verb].verb, (unsigned)r->event->seq);
	}
	return count;
}

const struct action *
offer_of_record(const struct escalation *e, const struct viewer *v, const char *id)
{
	const char *colon = strchr(id, ':');
	const struct record *r = colon ? escalation_record(e, (uint32_t)strtoul(colon + 1, NULL, 10)) : NULL;
	struct offer o;
	struct action *a;

	if (!r || !begin(&o, e, v))
		return NULL;
	for (int verb = 0; verb < RECORD_ACTIONS_MAX; verb++) {
		/* Written out and compared, so that "correct:05" is nobody's. */
		const char *own = arena_format(e->arena, "%s:%u", verbs[verb].verb, (unsigned)r->event->seq);

		if (strcmp(own, id) != 0 || !may(&o, r, verb))
			continue;
		a = offer(&o, verb == CORRECT ? r->event->kind : verbs[verb].kind, own, verbs[verb].label, verbs[verb].next);
		a->target = colon + 1;
		a->clause = e->policy->records.clause;
		if (verb == CORRECT) {
			a->corrects = r->event;
			a->sets[a->set_count++] = (struct field_set){ correction_fields, 1 };
		}
		return a;
	}
	return NULL;
}
