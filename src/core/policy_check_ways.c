/*
 * policy_check_ways.c - can every stage be left in every case? An exit with a condition is no way out of a case for which
 * that cannot hold, and a stage of which each exit has one can be a dead end for some.
 */
#include <string.h>

#include "policy_check_parts.h"

/* What is known of a case from its beginning to its end: the track, and one fact more. NULL: not known. */
struct situation {
	const char *track, *value;
	enum fact fact;
};

static const char *
read_situation(const void *self, enum fact fact, const char *field)
{
	const struct situation *known = self;

	(void)field;
	return fact == FACT_TRACK ? known->track : fact == known->fact ? known->value : NULL;
}

static bool
surely_holds(const struct condition *when, const struct fact_reader *facts)
{
	struct condition not = { .op = CONDITION_NOT, .parts = when, .part_count = 1 };

	return when == NULL || !condition_may_hold(&not, facts);
}

/* Conditions choose the first track that holds. */
static bool
track_is_possible(const struct policy *p, const struct situation *known, const struct fact_reader *facts)
{
	size_t i;

	if (known->track == NULL)
		return true;
	for (i = 0; i < p->track_count && strcmp(p->tracks[i].id, known->track) != 0; i++)
		if (!policy_track_is_chosen(p) && surely_holds(p->tracks[i].when, facts))
			return false;
	return i < p->track_count && condition_may_hold(p->tracks[i].when, facts);
}

/* The stage that a case comes to, and those behind it as long as a condition may pass over them. */
static void
enter(const struct policy *p, size_t s, const struct fact_reader *facts, bool *entered)
{
	for (; s < p->stage_count; s++) {
		if (condition_may_hold(p->stages[s].when, facts))
			entered[s] = true;
		if (surely_holds(p->stages[s].when, facts))
			return;
	}
}

/* Takes every exit that may be open; false when there is none that leaves the stage. */
static bool
leave(const struct policy *p, size_t s, const struct fact_reader *facts, bool *entered)
{
	bool left = false;

	for (size_t i = 0; i < p->stages[s].exit_count; i++) {
		const struct policy_exit *exit = &p->stages[s].exits[i];

		if (exit->kind == EXIT_REPEAT || !condition_may_hold(exit->when, facts))
			continue;
		left = true;
		if (exit->to >= 0)
			enter(p, (size_t)exit->to, facts, entered);
	}
	return left;
}

static void
add_dead_end(struct policy_checking *c, size_t s, const struct situation *known)
{
	const char *and = known->track != NULL && known->value != NULL ? " and " : "";
	const char *track = known->track != NULL ? arena_format(c->arena, "track \"%s\"", known->track) : "";
	const char *fact =
	    known->value != NULL ? arena_format(c->arena, "%s \"%s\"", fact_name(known->fact), known->value) : "";

	policy_check_add(c, FINDING_WARNING, arena_format(c->arena, "/stages/%zu/exits", s),
	                 arena_format(c->arena,
	                              "With %s%s%s no exit leaves this stage: each has a condition that cannot hold then.",
	                              track, and, fact));
}

/* Each stage is named once, in the first situation, which is the one that takes the fewest words. */
static void
check_situation(struct policy_checking *c, const struct situation *known, bool *named)
{
	const struct policy *p = c->policy;
	struct fact_reader facts = { read_situation, known };
	bool *entered = ARENA_ARRAY(c->arena, p->stage_count, bool);

	if (!track_is_possible(p, known, &facts))
		return;
	enter(p, 0, &facts, entered);
	/* Ways lead on to later stages, and back only to those that have been looked at. */
	for (size_t s = 0; s < p->stage_count; s++) {
		if (!entered[s] || leave(p, s, &facts, entered) || named[s] || p->stages[s].exit_count == 0)
			continue;
		named[s] = true;
		/* With nothing known it has no way out at all, which has been said. */
		if (known->track != NULL || known->value != NULL)
			add_dead_end(c, s, known);
	}
}

static void
check_with_track(struct policy_checking *c, struct situation known, bool *named)
{
	check_situation(c, &known, named);
	for (size_t i = 0; i < c->policy->track_count; i++) {
		known.track = c->policy->tracks[i].id;
		check_situation(c, &known, named);
	}
}

void
policy_check_ways(struct policy_checking *c)
{
	static const struct { enum fact fact; const char *values[2]; } pairs[] = {
		{ FACT_SAME_AGENCY, { "yes", "no" } },
		{ FACT_CONCERN, { "disagreement", "decision" } },
		{ FACT_SUBJECT_PLAN, { "yes", "no" } },
		{ FACT_SUBJECT_LOOKED_AFTER, { "yes", "no" } },
	};
	const struct policy *p = c->policy;
	bool *named = ARENA_ARRAY(c->arena, p->stage_count, bool);
	size_t i;

	check_with_track(c, (struct situation){ .fact = FACT_COUNT }, named);
	for (i = 0; i < p->subject_count; i++)
		check_with_track(c, (struct situation){ NULL, p->subjects[i], FACT_SUBJECT_KIND }, named);
	for (i = 0; i < 2 * (sizeof pairs / sizeof *pairs); i++)
		check_with_track(c, (struct situation){ NULL, pairs[i / 2].values[i % 2], pairs[i / 2].fact }, named);
	for (i = 0; i < p->category_count; i++)
		if (!p->categories[i].excluded || p->categories[i].when != NULL)
			check_with_track(c, (struct situation){ NULL, p->categories[i].id, FACT_CATEGORY }, named);
}
