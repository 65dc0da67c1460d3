/*
 * fold_item.c - what was outstanding when the sides agreed, or the authority decided: each with an owner and a date, a duty
 * until it is done or somebody says why it will not be.
 *
 * Kept as a list of its own and made into duties when all has happened, so that a move to another edition leaves it as it is:
 * the date is the sides' own, and no policy's.
 */
#include <string.h>

#include "fold.h"

static struct outstanding *
item_named(struct escalation *e, const char *key)
{
	for (size_t i = 0; key && i < e->item_count; i++) {
		if (strcmp(e->items[i].key, key) == 0)
			return &e->items[i];
	}
	return NULL;
}

/* The side of the owner's agency; where both sides are of it, that of whoever wrote the item down. */
static enum side
side_of(const struct escalation *e, const struct person_ref *owner, const struct event *ev)
{
	bool is[2];

	for (int i = 0; i < 2; i++)
		is[i] = owner->agency_id && strcmp(e->sides[i].agency.id, owner->agency_id) == 0;
	return is[0] == is[1] ? ev->side : is[0] ? SIDE_RAISING : SIDE_RECEIVING;
}

enum result
fold_item_add(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct field_value *owner = event_field(ev, "owner");
	const char *by = event_text(ev, "by");
	day d;
	struct outstanding *item;

	if ((e->phase != PHASE_AGREED && e->phase != PHASE_DECIDED) || !owner || owner->people_count == 0 || !by ||
	    day_parse(by, &d) != RESULT_OK)
		return RESULT_INVALID;
	e->items = fold_grow(e->arena, e->items, e->item_count, &fold->item_room, sizeof(*e->items));
	item = &e->items[e->item_count++];
	*item = (struct outstanding){ .event = ev, .owner = &owner->people[0], .side = side_of(e, &owner->people[0], ev),
		                      .due = instant_at(d, e->policy->days.end_of_day),
		                      .key = arena_format(e->arena, "item.%u", (unsigned)ev->seq) };
	fold_party_add(fold, &(struct party){ .side = item->side, .agency_id = item->owner->agency_id, .role = -1,
	               .person_id = item->owner->id, .stage = e->stage });
	return RESULT_OK;
}

enum result
fold_item_end(struct fold *fold, const struct event *ev)
{
	struct outstanding *item = item_named(fold->e, ev->target);

	if (!item || item->ended)
		return RESULT_INVALID;
	item->ended = ev;
	return RESULT_OK;
}

enum result
fold_item_late(struct fold *fold, const struct event *ev)
{
	struct outstanding *item = item_named(fold->e, ev->target);

	if (!item)
		return RESULT_INVALID;
	item->late_reason = event_text(ev, "reason");
	return RESULT_OK;
}

void
fold_item_taken_back(struct fold *fold, const struct event *ev)
{
	for (size_t i = 0; i < fold->e->item_count; i++) {
		if (!fold->e->items[i].ended)
			fold->e->items[i].ended = ev;
	}
}

/* --- as duties --- */

static const char *
clause_of(const struct escalation *e)
{
	const struct event *end = e->decision ? e->decision : e->agreement;
	const struct policy_exit *x = end ? fold_exit(e, e->stage, end->exit) : NULL;

	return x ? x->clause : e->policy->stages[e->stage].clause;
}

/* No word of what it is: lists that show duties are read by people who may not read the case. */
static const struct policy_duty *
duty_rule(const struct escalation *e, size_t number)
{
	const struct outstanding *item = &e->items[number];
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);

	*rule = (struct policy_duty){
		.id = item->key, .clause = clause_of(e), .who = { .kind = WHO_SIDE, .side = item->side }, .act = ACT_ITEM,
		.stage = -1, .text = arena_format(e->arena, "Do what was left outstanding (item %zu)", number + 1),
		.short_text = arena_format(e->arena, "do what was left outstanding (item %zu)", number + 1),
		.clock = { .within = { .kind = DURATION_NO_TIME, .words = "not stated" }, .from = &fold_asked,
			   .from_count = 1 },
	};
	return rule;
}

static void
duty_end(const struct fold *fold, struct duty *d, const struct outstanding *item)
{
	const struct escalation *e = fold->e;

	if (item->ended)
		fold_duty_end(d, item->ended->kind == EVENT_DONE ? DUTY_DONE : DUTY_NOT_NEEDED, item->ended);
	else if (e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN)
		fold_duty_end(d, DUTY_NOT_NEEDED, &e->events[fold->ended_by - 1]);
}

void
fold_item_duties(struct fold *fold)
{
	for (size_t i = 0; i < fold->e->item_count; i++) {
		const struct outstanding *item = &fold->e->items[i];
		struct duty *d = fold_duty_add(fold, duty_rule(fold->e, i), item->side);

		d->asked = item->event->recorded;
		d->item = item;
		d->people = &item->owner;
		d->people_count = 1;
		d->set_due = item->due;
		d->late_reason = item->late_reason;
		duty_end(fold, d, item);
	}
}
