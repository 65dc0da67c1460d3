/*
 * fold_record.c - the two-sided record: who wrote down a contact, what the other side says of it, what corrects it.
 *
 * A side approves by writing a record, or by approving the other's. Nothing is ever changed: a difference stands beside
 * the record, a correction is a record of its own, and asks for its own approval. What waits becomes one duty for each side
 * (ACT_SIGN), so that lists know of it; it holds nothing up, because silence must not.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"

const struct record *
escalation_record(const struct escalation *e, uint32_t seq)
{
	for (size_t i = e->record_count; i > 0; i--) {
		if (e->records[i - 1].event->seq == seq)
			return &e->records[i - 1];
	}
	return NULL;
}

/* "5": the seq of a record's event. */
static struct record *
record_named(struct escalation *e, const char *target)
{
	const struct record *r = target ? escalation_record(e, (uint32_t)strtoul(target, NULL, 10)) : NULL;

	return r ? &e->records[r - e->records] : NULL;
}

bool
escalation_record_waits(const struct record *r, enum side side)
{
	return r->event->kind == EVENT_CONTACT && side != SIDE_NONE && !r->corrected && !r->answers[side - 1];
}

/* Whoever wrote it may correct it, and whoever else is on that side; the other side has its own word to say. */
static bool
may_correct(const struct record *r, const struct event *ev)
{
	if (r->event->kind != ev->kind || r->corrected || r->event->side != ev->side)
		return false;
	return ev->side != SIDE_NONE || ev->actor.id == r->event->actor.id;
}

enum result
fold_record_add(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct record *old = record_named(e, ev->target);
	const struct event *corrects = old ? old->event : NULL;
	const struct meeting *m = ev->target && !old && ev->kind == EVENT_CONTACT ?
	                          escalation_meeting(e, (uint32_t)strtoul(ev->target, NULL, 10)) : NULL;
	struct record *r;

	if (ev->target && !m && (!old || !may_correct(old, ev)))
		return RESULT_INVALID;
	if (m && (m->cancelled || m->proposed)) /* nothing was held */
		return RESULT_INVALID;
	if (old)
		old->corrected = ev;
	e->records = fold_grow(e->arena, e->records, e->record_count, &fold->record_room, sizeof(*e->records));
	r = &e->records[e->record_count++];
	*r = (struct record){ .event = ev, .corrects = corrects, .meeting = m ? m->id : old ? old->meeting : 0 };
	if (ev->side != SIDE_NONE)
		r->answers[ev->side - 1] = ev;
	return RESULT_OK;
}

/* Nobody approves for one side what they wrote, or approved, for the other. */
static bool
has_spoken(const struct record *r, const struct event *ev)
{
	for (int i = 0; i < 2; i++) {
		if (i != (int)ev->side - 1 && r->answers[i] && r->answers[i]->actor.id == ev->actor.id)
			return true;
	}
	return r->event->actor.id == ev->actor.id;
}

enum result
fold_record_answered(struct fold *fold, const struct event *ev)
{
	struct record *r = record_named(fold->e, ev->target);
	const struct event *before;

	if (!r || ev->side == SIDE_NONE || r->event->kind != EVENT_CONTACT || r->corrected || has_spoken(r, ev))
		return RESULT_INVALID;
	before = r->answers[ev->side - 1];
	/* Who differed may come to agree; what was approved stays approved. */
	if (before && (before->kind != EVENT_RECORD_DIFFERED || ev->kind != EVENT_RECORD_APPROVED))
		return RESULT_INVALID;
	r->answers[ev->side - 1] = ev;
	if (ev->kind == EVENT_RECORD_DIFFERED)
		r->differed[ev->side - 1] = ev;
	return RESULT_OK;
}

/* --- what waits --- */

static const struct policy_duty *
duty_rule(const struct escalation *e, enum side side, size_t count)
{
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);

	*rule = (struct policy_duty){
		.id = arena_join(e->arena, "records.", side_name(side)),
		.clause = e->policy->records.clause, .who = { .kind = WHO_SIDE, .side = side }, .act = ACT_SIGN, .stage = -1,
		.text = count == 0 ? "Read the records of contacts, and approve them or say where you differ" : count == 1 ? "Read the record of a contact that waits for you, and approve it or say where you differ" :
		        arena_format(e->arena, "Read the %zu records of contacts that wait for you, and approve them or say where "
		                     "you differ", count),
		.short_text = "approve records of contacts, or say where you differ",
		.clock = { .within = { .kind = DURATION_NO_TIME, .words = "not stated" }, .from = &fold_asked,
			   .from_count = 1 },
	};
	return rule;
}

/* What one side has been asked to approve: how many wait, since when, and what was the last that it said, or had taken back. */
struct asked { size_t all, waiting; const struct event *since, *last; };

static void
note_later(const struct event **last, const struct event *ev)
{
	if (ev && (!*last || ev->seq > (*last)->seq))
		*last = ev;
}

static struct asked
asked_of(const struct escalation *e, enum side side)
{
	struct asked found = { 0 };

	for (size_t i = 0; i < e->record_count; i++) {
		const struct record *r = &e->records[i];

		if (r->event->kind != EVENT_CONTACT || r->event->side == side)
			continue;
		found.all++;
		if (!found.since || (found.waiting == 0 && escalation_record_waits(r, side)))
			found.since = r->event;
		found.waiting += escalation_record_waits(r, side);
		note_later(&found.last, r->answers[side - 1]);
		note_later(&found.last, r->corrected);
	}
	return found;
}

void
fold_record_wait(struct fold *fold)
{
	struct escalation *e = fold->e;
	bool ended = e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;

	for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
		struct asked asked = asked_of(e, (enum side)side);

		if (asked.all == 0)
			continue;
		fold_duty_ask(fold, duty_rule(e, (enum side)side, asked.waiting),
		              &(struct duty){ .asked = asked.since->recorded });
		if (asked.waiting == 0)
			fold_duty_end(&e->duties[e->duty_count - 1], DUTY_DONE, asked.last);
		else if (ended)
			fold_duty_end(&e->duties[e->duty_count - 1], DUTY_NOT_NEEDED, &e->events[fold->ended_by - 1]);
	}
}
