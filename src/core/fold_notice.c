/*
 * fold_notice.c - copies and messages that the policy asks for, and when they were given.
 *
 * What the program gives is given when it is asked for. What a person has to give becomes a duty, with a date and a
 * place in worklists like any other (ACT_NOTIFY); its rule is made here from the notice's.
 */
#include <string.h>

#include "fold.h"

const struct policy_anchor fold_asked = { .kind = ANCHOR_ASKED };

static struct notice_due *
notice_add(struct fold *fold, const struct notice_due *n)
{
	struct escalation *e = fold->e;

	e->notices = fold_grow(e->arena, e->notices, e->notice_count, &fold->notice_room, sizeof(*e->notices));
	e->notices[e->notice_count] = *n;
	fold->involved = true;
	fold_party_who(fold, &n->rule->to, n->rule->informs_only);
	fold->involved = false;
	return &e->notices[e->notice_count++];
}

/* The duty to give it, under a name that no duty of the policy can have. */
const struct policy_duty *
fold_notice_rule(const struct escalation *e, const struct policy_notice *n, const char *id)
{
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);

	*rule = (struct policy_duty){ .id = id, .clause = n->clause, .text = n->text,
		                      .short_text = n->short_text ? n->short_text : n->text, .who = *n->by,
		                      .act = ACT_NOTIFY, .clock = n->clock, .stage = e->stage, .note = n->note };
	if (rule->clock.from_count == 0) {
		rule->clock.from = &fold_asked;
		rule->clock.from_count = 1;
	}
	return rule;
}

/* How often it was asked for; -1 if somebody still has to give what was asked for in this visit of the stage. */
static int
asked_before(const struct escalation *e, const struct policy_notice *n)
{
	int times = 0;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (!d->notice || strcmp(d->notice->id, n->id) != 0) /* it may be of an earlier edition */
			continue;
		if (d->status == DUTY_OPEN && d->stage == e->stage && d->visit == e->visit)
			return -1;
		times++;
	}
	return times;
}

static void
notice_by_person(struct fold *fold, const struct policy_notice *n, const struct event *ev)
{
	struct escalation *e = fold->e;
	int times = asked_before(e, n);
	const char *id;
	size_t first = e->duty_count;

	if (times < 0)
		return;
	id = times == 0 ? arena_format(e->arena, "notice.%s", n->id) :
	     arena_format(e->arena, "notice.%s.%d", n->id, times + 1);
	fold_duty_ask(fold, fold_notice_rule(e, n, id), &(struct duty){ .asked = ev->happened, .notice = n });
	(void)notice_add(fold, &(struct notice_due){ .rule = n, .because = ev->seq, .given_at = INSTANT_NONE,
	                 .duty = e->duties[first].key });
}

static void
notice_by_program(struct fold *fold, const struct policy_notice *n, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct notice_due due = { .rule = n, .because = ev->seq, .given = true, .given_at = ev->recorded };

	deadline_compute(e->calendar, &e->policy->days, &n->clock.within, ev->happened, e->arena, &due.deadline);
	due.deadline.explanation.clause = n->clause;
	(void)notice_add(fold, &due);
}

static bool
is_asked(const struct escalation *e, const struct policy_notice *n, enum notice_on on, int stage)
{
	if (n->on != on)
		return false;
	if (n->stage >= 0 && (n->from_stage_on ? stage < n->stage : stage != n->stage))
		return false;
	return fold_condition(e, n->when);
}

void
fold_notices(struct fold *fold, enum notice_on on, const struct event *ev)
{
	const struct policy *p = fold->e->policy;

	for (size_t i = 0; i < p->notice_count; i++) {
		if (!is_asked(fold->e, &p->notices[i], on, fold->e->stage))
			continue;
		if (p->notices[i].by)
			notice_by_person(fold, &p->notices[i], ev);
		else
			notice_by_program(fold, &p->notices[i], ev);
	}
}

/* --- of dates that passed --- */

const char *
fold_notice_target(const struct duty *d)
{
	if (d->notice->on != NOTICE_ON_OVERDUE)
		return d->notice->id;
	return d->rule->id + strlen("notice.");
}

/* The event that said it had been given, or NULL. */
static const struct event *
told_of(const struct fold *fold, const char *target)
{
	for (size_t i = 0; i < fold->told_count; i++) {
		if (strcmp(fold->told[i]->target, target) == 0)
			return fold->told[i];
	}
	return NULL;
}

/* It was asked for before the case was moved to this edition (fold_move.c): it is done, or not, as it was then. */
static bool
asked_already(struct fold *fold, const char *id, const struct event *told)
{
	struct duty *d = fold_duty_by_key(fold->e, id);

	if (d && told && d->status == DUTY_OPEN)
		fold_duty_end(d, DUTY_DONE, told);
	return d != NULL;
}

static void
overdue_by_person(struct fold *fold, const struct policy_notice *n, const struct duty *late)
{
	struct escalation *e = fold->e;
	const char *id = arena_format(e->arena, "notice.%s:%s", n->id, late->key);
	const struct event *told = told_of(fold, id + strlen("notice."));
	instant due = late->deadline.due;
	size_t first = e->duty_count;

	if (asked_already(fold, id, told) || late->settled)
		return;
	fold_duty_ask(fold, fold_notice_rule(e, n, id), &(struct duty){ .asked = due, .notice = n });
	for (size_t i = first; i < e->duty_count; i++) {
		e->duties[i].key = i == first ? id : arena_format(e->arena, "%s.%zu", id, i - first + 1);
		if (told)
			fold_duty_end(&e->duties[i], DUTY_DONE, told);
		else if (e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN)
			e->duties[i].status = DUTY_NOT_NEEDED;
	}
	(void)notice_add(fold, &(struct notice_due){ .rule = n, .given = told != NULL, .duty = id,
	                 .given_at = told ? told->happened : INSTANT_NONE });
}

static bool
given_already(const struct escalation *e, const struct policy_notice *n, const char *key)
{
	for (size_t i = 0; i < e->notice_count && e->move_count > 0; i++) {
		if (e->notices[i].rule == n && e->notices[i].duty && strcmp(e->notices[i].duty, key) == 0)
			return true;
	}
	return false;
}

/* Duties that are late, or were; not those of other notices, of which there would be no end. */
static void
overdue_each(struct fold *fold, const struct policy_notice *n, size_t count)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < count; i++) {
		const struct duty *d = &e->duties[i];

		if (!d->late || d->notice || (n->duty && strcmp(n->duty, d->rule->id) != 0) ||
		    !is_asked(e, n, NOTICE_ON_OVERDUE, d->stage))
			continue;
		if (n->by)
			overdue_by_person(fold, n, d);
		else if (!d->settled && !given_already(e, n, d->key))
			(void)notice_add(fold, &(struct notice_due){ .rule = n, .given = true, .given_at = d->deadline.due,
			                 .duty = d->key });
	}
}

void
fold_notices_overdue(struct fold *fold)
{
	const struct policy *p = fold->e->policy;
	size_t count = fold->e->duty_count;

	for (size_t i = 0; i < p->notice_count; i++) {
		if (p->notices[i].on == NOTICE_ON_OVERDUE)
			overdue_each(fold, &p->notices[i], count);
	}
}

/* Nobody needs to be told any more of what turned out otherwise. */
void
fold_notices_taken_back(struct escalation *e, enum notice_on on, const struct event *ev)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->notice && d->notice->on == on && d->status == DUTY_OPEN)
			fold_duty_end(d, DUTY_NOT_NEEDED, ev);
	}
}

/* --- given by a person --- */

/* "ID:KEY" of a notice of overdue duties. */
static bool
names_overdue(struct fold *fold, const char *target)
{
	const struct policy *p = fold->e->policy;
	size_t length = strcspn(target, ":");

	for (size_t i = 0; target[length] && i < p->notice_count; i++) {
		const struct policy_notice *n = &p->notices[i];

		if (n->on == NOTICE_ON_OVERDUE && n->by && strlen(n->id) == length && memcmp(n->id, target, length) == 0)
			return fold_duty_by_key(fold->e, target + length + 1) && !told_of(fold, target);
	}
	return false;
}

static bool
end_duties(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	bool found = false;

	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (!d->notice || d->status != DUTY_OPEN || strcmp(d->notice->id, ev->target) != 0 ||
		    !fold_duty_side_fits(d, ev))
			continue;
		fold_duty_end(d, DUTY_DONE, ev);
		found = true;
	}
	return found;
}

static bool
is_still_open(const struct escalation *e, const struct policy_notice *n)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		if (e->duties[i].notice == n && e->duties[i].status == DUTY_OPEN)
			return true;
	}
	return false;
}

enum result
fold_notice_given(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;

	if (ev->target && names_overdue(fold, ev->target)) {
		fold->told = fold_grow(e->arena, (void *)fold->told, fold->told_count, &fold->told_room, sizeof(*fold->told));
		fold->told[fold->told_count++] = ev;
		return RESULT_OK;
	}
	if (!ev->target || !end_duties(fold, ev))
		return RESULT_INVALID;
	for (size_t i = 0; i < e->notice_count; i++) {
		struct notice_due *n = &e->notices[i];

		if (!n->given && strcmp(n->rule->id, ev->target) == 0 && !is_still_open(e, n->rule)) {
			n->given = true;
			n->given_at = ev->happened;
		}
	}
	return RESULT_OK;
}
