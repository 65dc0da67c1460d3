/*
 * fold_lesson.c - what the case showed of policy or practice: raised at any time, also when it has ended, and followed to a
 * change or a reasoned no by whom the policy names.
 *
 * A lesson holds nothing up and is nobody's turn while the case runs. It belongs to the case and outlives it. Kept as a list and
 * made into duties when all has happened, so that after a move to another edition it waits for whom that one names.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"

static struct lesson *
lesson_named(struct escalation *e, const char *target)
{
	uint32_t seq = target ? (uint32_t)strtoul(target, NULL, 10) : 0;

	for (size_t i = 0; i < e->lesson_count; i++) {
		if (e->lessons[i].event->seq == seq)
			return &e->lessons[i];
	}
	return NULL;
}

/* Who has oversight of every escalation hears of what is learnt from each. */
static void
inform_oversight(struct fold *fold)
{
	const struct policy *p = fold->e->policy;

	for (size_t i = 0; i < p->role_count; i++) {
		int role = (int)i;
		const struct policy_who who = { .kind = WHO_ROLE, .roles = &role, .role_count = 1 };

		if (p->roles[i].oversight)
			fold_party_who(fold, &who, true);
	}
}

enum result
fold_lesson_add(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_who who = policy_lessons_to(e->policy);

	e->lessons = fold_grow(e->arena, e->lessons, e->lesson_count, &fold->lesson_room, sizeof(*e->lessons));
	e->lessons[e->lesson_count++] = (struct lesson){ .event = ev, .open = true, .due = INSTANT_NONE };
	fold_party_who(fold, &who, false);
	inform_oversight(fold);
	return RESULT_OK;
}

/* A change that is promised for a day is not made yet: it stays open until it is, or until somebody says why not. */
enum result
fold_lesson_answered(struct fold *fold, const struct event *ev)
{
	struct lesson *l = lesson_named(fold->e, ev->target);
	const char *by = event_text(ev, "by");
	day d;

	if (!l || !l->open)
		return RESULT_INVALID;
	l->answer = ev;
	l->open = by && day_parse(by, &d) == RESULT_OK;
	if (l->open)
		l->due = instant_at(d, fold->e->policy->days.end_of_day);
	return RESULT_OK;
}

static const struct policy_duty *
duty_rule(const struct escalation *e, size_t number)
{
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);

	*rule = (struct policy_duty){
		.id = arena_format(e->arena, "lesson.%u", (unsigned)e->lessons[number].event->seq),
		.clause = e->policy->lessons.clause, .who = policy_lessons_to(e->policy), .act = ACT_LESSON, .stage = -1,
		.text = arena_format(e->arena, "Say what is done about a lesson from this escalation (lesson %zu)", number + 1),
		.short_text = arena_format(e->arena, "say what is done about lesson %zu", number + 1),
		.clock = { .within = { .kind = DURATION_NO_TIME, .words = "not stated" }, .from = &fold_asked,
			   .from_count = 1 },
	};
	return rule;
}

void
fold_lesson_duties(struct fold *fold)
{
	for (size_t i = 0; i < fold->e->lesson_count; i++) {
		const struct lesson *l = &fold->e->lessons[i];
		struct duty *d = fold_duty_add(fold, duty_rule(fold->e, i), SIDE_NONE);

		d->asked = l->event->recorded;
		d->set_due = l->due;
		d->lesson = l;
		if (!l->open)
			fold_duty_end(d, DUTY_DONE, l->answer);
	}
}
