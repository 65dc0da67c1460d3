/*
 * policy_check_times.c - do the times of a policy agree with each other?
 *
 * What the text itself says twice is compared as it stands. The rest is found by walking through the policy at the
 * last permitted moment of each stage, over sample dates of a calendar that knows week-ends only: a bank holiday moves
 * dates, but it makes no contradiction.
 */
#include <string.h>

#include "parley/timetable.h"
#include "policy_check_parts.h"

/* --- said twice, and differently --- */

static bool
is_same_time(const struct duration *a, const struct duration *b)
{
	if (a->kind == DURATION_NO_TIME && b->kind == DURATION_NO_TIME)
		return strcmp(a->words, b->words) == 0;
	return a->kind == b->kind && a->amount == b->amount && a->before == b->before;
}

static void
check_said_twice(struct policy_checking *c, const struct policy_clock *clock, const char *clause, const char *pointer)
{
	size_t i;

	for (i = 0; i < clock->also_count; i++) {
		const struct policy_statement *also = &clock->also[i];

		if (is_same_time(&clock->within, &also->within))
			continue;
		policy_check_add(c, FINDING_WARNING, arena_format(c->arena, "%s/also_stated/%zu", pointer, i),
		                 arena_format(c->arena, "Clause \"%s\" says %s, clause \"%s\" says %s. Dates are counted by %s.",
		                              clause, clock->within.words, also->clause, also->within.words,
		                              clock->within.words));
	}
}

static void
check_all_said_twice(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	size_t i;

	for (i = 0; i < p->duty_count; i++)
		if (p->duties[i].clock.also_count > 0)
			check_said_twice(c, &p->duties[i].clock, p->duties[i].clause, policy_check_duty_pointer(c, i));
	for (i = 0; i < p->notice_count; i++)
		check_said_twice(c, &p->notices[i].clock, p->notices[i].clause, arena_format(c->arena, "/notices/%zu", i));
	for (i = 0; i < p->cap_count; i++)
		check_said_twice(c, &p->caps[i].clock, p->caps[i].clause, arena_format(c->arena, "/caps/%zu", i));
}

/* --- dates that cannot be kept by people who take the time that they have --- */

enum { FIRST_YEAR = 2001, LAST_YEAR = 2009 };

/* Monday morning, Thursday afternoon, Friday at its end, Saturday: each way in which days can begin to count. */
static const struct sample { int month, day, minute; } samples[] = {
	{ 3, 7, 9 * 60 + 30 }, { 6, 9, 16 * 60 + 30 }, { 9, 2, 17 * 60 }, { 10, 29, 11 * 60 },
};

struct walking {
	struct policy_checking *c;
	struct policy policy;    /* under the calendar of week-ends */
	struct calendar calendar;
	bool *said;              /* by duty, then by notice: one finding about its time is enough */
	struct arena *scratch;   /* for one walk; none of it outlives the check, as a policy's own arena would have it */
};

/* Where the time stands that the duty has: its own, or that of the notice which it was made of. */
static const char *
place_of_time(const struct walking *w, const struct duty *d, size_t *index)
{
	const struct policy *p = w->c->policy;

	if (d->notice != NULL) {
		*index = p->duty_count + (size_t)(d->notice - p->notices);
		return arena_format(w->c->arena, "/notices/%zu", (size_t)(d->notice - p->notices));
	}
	*index = (size_t)(d->rule - p->duties);
	return policy_check_duty_pointer(w->c, *index);
}

static void
say(struct walking *w, const struct duty *d, const char *reason)
{
	size_t index;
	const char *pointer = place_of_time(w, d, &index);

	if (w->said[index])
		return;
	w->said[index] = true;
	policy_check_add(w->c, FINDING_WARNING, arena_format(w->c->arena, "%s/within", pointer), reason);
}

/* Whose own time begins with the stage, however short, cannot be over before it. */
static bool
runs_across_stages(const struct duty *d)
{
	return d->deadline.state == DEADLINE_DATED && d->rule->act != ACT_ESCALATE && d->rule->act != ACT_APPROVE &&
	       d->deadline.explanation.within.kind != DURATION_AT_ONCE &&
	       d->deadline.explanation.within.kind != DURATION_SAME_WORKING_DAY &&
	       !d->deadline.explanation.within.before;
}

static void
look_at_row(struct walking *w, const struct timetable_row *row)
{
	const struct duty *d = row->duty;
	const struct explanation *x = &d->deadline.explanation;
	struct arena *a = w->c->arena;

	if (row->branch != BRANCH_WAY_ON || !runs_across_stages(d))
		return;
	if (x->capped_by != NULL && x->uncapped != INSTANT_NONE)
		say(w, d, arena_format(a, "Clause \"%s\" says %s, which can end after the limit that clause \"%s\" sets (%s). "
		                                "The limit decides.", x->clause, x->within.words, x->capped_clause, x->capped_by));
	else if (row->stage >= 0 && x->from < row->entered && d->deadline.due <= row->entered)
		say(w, d, arena_format(a, "Clause \"%s\" says %s, which is over when the stage before has taken all its time: "
		                                "nothing is left for this one.", x->clause, x->within.words));
}

static void
walk(struct walking *w, const struct sample *on, const char *subject, const char *track)
{
	const struct field_value given[] = { { .name = "subject_kind", .text = subject }, { .name = "track", .text = track } };
	const struct timetable_assumptions assumed = { .values = given, .count = track != NULL ? 2 : 1 };
	instant raised = instant_at(day_from_civil(FIRST_YEAR + 4, on->month, on->day), on->minute);
	struct timetable_row *rows;
	struct fault ignored;
	size_t i, count;

	arena_reset(w->scratch);
	fault_init(&ignored, w->scratch);
	/* What cannot be walked has been said by the other checks. */
	if (timetable_make(&w->policy, &w->calendar, raised, &assumed, w->scratch, &rows, &count, &ignored) != RESULT_OK)
		return;
	for (i = 0; i < count; i++)
		look_at_row(w, &rows[i]);
}

static bool
has_errors(const struct policy_checking *c)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (c->findings[i].severity == FINDING_ERROR)
			return true;
	return false;
}

static void
check_walks(struct policy_checking *c)
{
	const struct policy *p = c->policy;
	struct calendar_nation weekdays = { .id = p->nation, .name = "week-ends only", .first_year = FIRST_YEAR,
		                            .last_year = LAST_YEAR };
	struct walking w = { .c = c, .policy = *p, .said = ARENA_ARRAY(c->arena, p->duty_count + p->notice_count, bool),
		             .scratch = arena_new() };
	size_t i, s, t;

	w.calendar = (struct calendar){ .version = "", .nations = &weekdays, .nation_count = 1 };
	w.policy.days.nation = &weekdays;
	/* Every sample for the first of them; for the others one is enough to see what only they have. */
	for (s = 0; s < p->subject_count; s++)
		for (t = 0; t < (p->track_count == 0 ? 1 : p->track_count); t++)
			for (i = 0; i < (s + t == 0 ? sizeof samples / sizeof samples[0] : 1); i++)
				walk(&w, &samples[i], p->subjects[s], p->track_count == 0 ? NULL : p->tracks[t].id);
	arena_free(w.scratch);
}

void
policy_check_times(struct policy_checking *c)
{
	check_all_said_twice(c);
	/* The walk relies on a policy that leads somewhere. */
	if (!has_errors(c))
		check_walks(c);
}
