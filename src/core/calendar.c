/*
 * calendar.c - which days are working days, and walking over them (calendar.h).
 *
 * Everything walks day by day: a year is 365 steps of a binary search, and a walk can say
 * which days it passed over and why, which arithmetic on weeks could not.
 */
#include "parley/calendar.h"

#include <string.h>

/* The longest walk asked for by any policy is far below; a larger number is a mistake in it. */
#define STEPS_MAX 2000

struct span {
	day first, last;
};

static struct span
listed_days(const struct calendar_nation *n)
{
	return (struct span){
		.first = day_from_civil(n->first_year, 1, 1),
		.last = day_from_civil(n->last_year, 12, 31),
	};
}

static bool
is_within(struct span s, day d)
{
	return d >= s.first && d <= s.last;
}

/* The name of the listed day, or NULL. */
static const char *
listed_name(const struct holiday *list, size_t count, day d)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list[middle].on == d)
			return list[middle].name;
		if (list[middle].on < d)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* Why `d`, a day of the listed years, is no working day; NULL when it is one. */
static const char *
day_off(const struct calendar *c, const struct calendar_nation *n, day d)
{
	static const char *const weekend[] = { [5] = "Saturday", [6] = "Sunday" };
	int weekday = day_of_week(d);
	const char *name;

	if (weekday >= 5)
		return weekend[weekday];
	name = listed_name(n->holidays, n->count, d);
	return name != NULL ? name : listed_name(c->closed, c->closed_count, d);
}

static void
skipped_add(struct arena *a, struct skipped *s, day d, const char *why)
{
	if (s->count == s->room) {
		size_t room = s->room > 0 ? 2 * s->room : 8;
		struct skipped_day *grown = ARENA_ARRAY(a, room, struct skipped_day);

		if (s->count > 0)
			memcpy(grown, s->days, s->count * sizeof(*grown));
		s->days = grown;
		s->room = room;
	}
	s->days[s->count++] = (struct skipped_day){ .on = d, .why = why };
}

struct borough_hours
borough_hours_default(void)
{
	return (struct borough_hours){ .start_of_day = 9 * 60, .end_of_day = 17 * 60, .cut_off = -1 };
}

static char *
put_text(char *to, const char *text)
{
	size_t length = strlen(text);

	memcpy(to, text, length + 1);
	return to + length;
}

static char *
put_minute(char *to, int minute)
{
	char words[INSTANT_TEXT_MAX];
	size_t length = instant_put_minute(words, minute);

	memcpy(to, words, length);
	to[length] = '\0';
	return to + length;
}

/* Here, and not where a date is worked out: every date of every case would say the same again. */
static void
say_borough(struct day_rules *rules)
{
	char *hours = put_minute(put_text(rules->borough_hours, "the working day is from "), rules->start_of_day);

	(void)put_minute(put_text(hours, " to "), rules->end_of_day);
	(void)put_minute(put_text(rules->borough_ends, "the working day ends at "), rules->end_of_day);
}

void
day_rules_settle(struct day_rules *rules, const struct borough_hours *hours)
{
	if (rules->borough_day) {
		rules->start_of_day = hours->start_of_day;
		rules->end_of_day = hours->end_of_day;
		say_borough(rules);
	}
	if (rules->borough_cut_off)
		rules->cut_off = hours->cut_off;
}

const struct calendar_nation *
calendar_nation_find(const struct calendar *c, const char *id)
{
	for (size_t i = 0; i < c->nation_count; i++)
		if (strcmp(c->nations[i].id, id) == 0)
			return &c->nations[i];
	return NULL;
}

enum result
calendar_working_day(const struct calendar *c, const struct calendar_nation *n, day d,
    bool *working, const char **why)
{
	const char *reason;

	if (!is_within(listed_days(n), d))
		return RESULT_NOT_FOUND;
	reason = day_off(c, n, d);
	*working = reason == NULL;
	if (reason != NULL)
		*why = reason;
	return RESULT_OK;
}

enum result
calendar_step(const struct calendar *c, const struct calendar_nation *n, day from, int steps,
    struct arena *a, struct skipped *skipped, day *out)
{
	const struct span listed = listed_days(n);
	/* Worked on as a copy, so that a refusal half-way leaves the caller's list as it was. */
	struct skipped passed = skipped != NULL ? *skipped : (struct skipped){ 0 };
	const int way = steps < 0 ? -1 : 1;
	int left = steps == 0 ? 1 : steps;
	day d = from;

	if (steps > STEPS_MAX || steps < -STEPS_MAX)
		return RESULT_LIMIT;
	if (!is_within(listed, from))
		return RESULT_NOT_FOUND;
	if (steps != 0)
		d += way;
	while (is_within(listed, d)) {
		const char *why = day_off(c, n, d);

		if (why == NULL)
			left -= way;
		else if (skipped != NULL)
			skipped_add(a, &passed, d, why);
		if (left == 0) {
			if (skipped != NULL)
				*skipped = passed;
			*out = d;
			return RESULT_OK;
		}
		d += way;
	}
	return RESULT_NOT_FOUND;
}

enum result
calendar_count(
    const struct calendar *c, const struct calendar_nation *n, day from, day to, int *out)
{
	const struct span listed = listed_days(n);
	const day first = from < to ? from : to, last = from < to ? to : from;
	int count = 0;

	if (!is_within(listed, from) || !is_within(listed, to))
		return RESULT_NOT_FOUND;
	for (day d = first + 1; d <= last; d++)
		count += day_off(c, n, d) == NULL;
	*out = to < from ? -count : count;
	return RESULT_OK;
}
