/*
 * offer_duties.c - one's own duties: doing them, saying why they are late, telling whom a notice names.
 */
#include <string.h>

#include "offer.h"

bool
offer_duties_mine(const struct offer *o, const struct duty *d)
{
	const struct policy_who *who = &d->rule->who;

	if (d->companion)
		return d->companion->person->id == o->person_id && !o->standing.instead_of;
	for (size_t i = 0; i < d->people_count; i++) {
		if (d->people[i]->id == o->viewer->person_id)
			return true;
	}
	if (d->meeting)
		return false;
	if (offer_who_is_named(o, who) && (d->side == SIDE_NONE || d->side == o->standing.side))
		return true;
	if (who->kind == WHO_FIRST_RAISER)
		return o->raiser;
	if (!o->standing.speaks || (d->side == SIDE_NONE && (who->kind == WHO_SECTOR || who->kind == WHO_AGENCY)))
		return false;
	if (d->side == SIDE_NONE && who->kind == WHO_SIDE)
		return o->standing.side == who->side;
	if (d->side == SIDE_NONE)
		return who->kind == WHO_ROLE ? who->role_count == 0 && o->standing.side == SIDE_NONE :
		       o->standing.side != SIDE_NONE;
	return d->side == o->standing.side;
}

static const char *
short_words(const struct policy_duty *rule)
{
	return rule->short_text ? rule->short_text : rule->text;
}

/* What it is called on a button: of another stage, or an earlier time in this one, with that, so that no two are alike. */
static const char *
label_words(const struct escalation *e, const struct duty *d)
{
	const char *words = short_words(d->rule);
	int nth = 1;

	for (const struct duty *x = e->duties; x < d; x++)
		nth += x->side == d->side && x->stage == d->stage && x->visit == d->visit && strcmp(short_words(x->rule), words) == 0;
	if (nth > 1) /* a notice that was asked for again */
		words = arena_format(e->arena, "%s, number %d", words, nth);
	if (d->stage == STAGE_GONE)
		return arena_format(e->arena, "%s (a stage that is no more)", words);
	if (d->stage < 0 || (d->stage == e->stage && d->visit == e->visit))
		return words;
	if (d->visit == 1 && d->stage != e->stage)
		return arena_format(e->arena, "%s (stage %s)", words, e->policy->stages[d->stage].id);
	return arena_format(e->arena, "%s (stage %s, time %d)", words, e->policy->stages[d->stage].id, d->visit);
}

static bool
has_ended(const struct escalation *e)
{
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
}

static void
offer_drop(struct offer *o, const struct duty *d)
{
	struct action *a = offer(o, EVENT_ITEM_DROPPED, arena_format(o->e->arena, "drop:%s", d->key),
	                         arena_format(o->e->arena, "Say that it will not be done: %s", label_words(o->e, d)),
	                         "It is no longer chased. Your reason stands in the record, and both sides see it.");

	a->target = d->key;
	a->clause = d->rule->clause;
}

static void
offer_answer_lesson(struct offer *o, const struct duty *d)
{
	struct action *a = offer(o, EVENT_LESSON_ANSWERED, arena_format(o->e->arena, "answer:%s", d->key),
	                         arena_format(o->e->arena, "Answer it: %s", label_words(o->e, d)),
	                         "Whoever takes part in the escalation sees it. A change that is promised stays open until the day that you give. A "
	                         "message goes to whoever said what can be learnt, and to the person who raised it.");

	a->target = arena_format(o->e->arena, "%u", (unsigned)d->lesson->event->seq);
	a->clause = d->rule->clause;
}

void
offer_duties(struct offer *o)
{
	const struct escalation *e = o->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];
		struct action *a;

		if (!offer_duties_mine(o, d))
			continue;
		if (d->status == DUTY_OPEN && (d->rule->act == ACT_TASK || d->rule->act == ACT_REPRESENT || d->item)) {
			a = offer(o, EVENT_DONE, arena_format(e->arena, "done:%s", d->key),
			          arena_format(e->arena, d->rule->act == ACT_REPRESENT ? "Write what you put forward: %s" :
			                       "Mark as done: %s", label_words(e, d)),
			          "It is on record as done, with what you write here.");
			a->target = d->key;
			a->clause = d->rule->clause;
			if (d->rule->act == ACT_REPRESENT)
				a->sets[0].fields = event_representation_fields(&a->sets[0].count);
		}
		if (d->item && d->status == DUTY_OPEN)
			offer_drop(o, d);
		if (d->lesson && d->status == DUTY_OPEN)
			offer_answer_lesson(o, d);
		/* Of a lesson the answer itself says why; of a meeting nobody asks. */
		if (d->late && !d->late_reason && !d->lesson && !d->meeting && (d->status == DUTY_OPEN || !has_ended(o->e))) {
			a = offer(o, EVENT_LATE_REASON, arena_format(e->arena, "late:%s", d->key),
			          arena_format(e->arena, "Say why it is late: %s", label_words(e, d)),
			          "The reason stands beside the date. The date stays as it is.");
			a->target = d->key;
			a->clause = d->rule->clause;
		}
	}
}

/* Notices that the policy has a person give; those of the program are given when they fall due. */
static void
offer_notice(struct offer *o, const struct duty *d)
{
	struct arena *arena = o->e->arena;
	const char *target = fold_notice_target(d);
	const char *id = arena_format(arena, "notify:%s", target);
	struct action *a;

	for (size_t i = 0; i < o->count; i++) {
		if (strcmp(o->list[i].id, id) == 0)
			return; /* asked for twice and not given: telling them once does both */
	}
	a = offer(o, EVENT_NOTIFIED, id, arena_format(arena, "Say that you have told them: %s", d->notice->text),
	          d->notice->form ? arena_format(arena, "It is on record as given, with what you write here. Use %s.",
	                                         d->notice->form) :
	                            "It is on record as given, with what you write here.");
	a->target = target;
	a->clause = d->notice->clause;
}

/* Also before its clock has started: a meeting that nobody has arranged yet can be announced. */
void
offer_duties_notices(struct offer *o)
{
	const struct escalation *e = o->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (d->notice && (d->status == DUTY_OPEN || d->status == DUTY_WAITING) && offer_who_is_meant(o, &d->rule->who) &&
		    (d->side == SIDE_NONE || d->side == o->standing.side))
			offer_notice(o, d);
	}
}

bool
offer_duties_open(const struct offer *o, enum act act)
{
	for (size_t i = 0; i < o->e->duty_count; i++) {
		const struct duty *d = &o->e->duties[i];

		if (d->rule->act == act && d->status == DUTY_OPEN && offer_duties_mine(o, d))
			return true;
	}
	return false;
}
