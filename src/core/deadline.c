/*
 * deadline.c - the date that a length of time gives (deadline.h).
 *
 * Two steps: on which day the event counts, then one function per kind of duration from one
 * table. Both write the explanation as they go, so that it cannot differ from the date.
 */
#include "parley/deadline.h"

/* What the counting of one deadline works with. */
struct reckoning {
	const struct calendar *calendar;
	const struct day_rules *rules;
	const struct duration *within;
	instant from;
	struct arena *arena;
	struct explanation *said;
};

static const char *
words_of_day(struct arena *a, day d)
{
	char words[INSTANT_TEXT_MAX];

	return arena_bytes(a, words, day_put_words(words, d));
}

static const char *
words_of_minute(struct arena *a, int minute)
{
	char words[INSTANT_TEXT_MAX];

	return arena_bytes(a, words, instant_put_minute(words, minute));
}

/*
 * Why an event on the working day `d` counts as the next working day's; NULL when it does not.
 * A cut-off is looked at in whole minutes, as people write it and as pages show it ("4pm" is not
 * after 4pm); the end of the day to the microsecond, or a deadline could fall before its start.
 */
static const char *
late_reason(const struct reckoning *k, day d, bool must_have_time_left)
{
	const struct day_rules *rules = k->rules;

	if (rules->cut_off >= 0 && instant_minute_of_day(k->from) > rules->cut_off)
		return arena_format(k->arena, "after %s cut-off at %s",
		    rules->borough_cut_off ? "the borough's" : "the",
		    words_of_minute(k->arena, rules->cut_off));
	if (must_have_time_left && k->from > instant_at(d, rules->end_of_day))
		return arena_format(k->arena, "after the end of the working day at %s",
		    words_of_minute(k->arena, rules->end_of_day));
	return NULL;
}

/*
 * The day that the event counts as having happened on. `on_working_day`: it must be a working
 * day. `must_have_time_left`: and one that is not over, because the deadline may fall on it.
 */
static enum result
start_settle(struct reckoning *k, bool on_working_day, bool must_have_time_left, day *out)
{
	const struct calendar_nation *nation = k->rules->nation;
	const char *reason = NULL, *why;
	day d = instant_day(k->from);
	bool working;
	enum result r;

	r = calendar_working_day(k->calendar, nation, d, &working, &why);
	if (r != RESULT_OK)
		return r;
	if (working)
		reason = late_reason(k, d, must_have_time_left);
	else if (on_working_day || k->rules->closed_day_event_moves)
		reason = arena_format(k->arena, "on a day that is not a working day (%s)", why);
	if (reason != NULL) {
		r = calendar_step(
		    k->calendar, nation, d, working ? 1 : 0, k->arena, &k->said->skipped, &d);
		if (r != RESULT_OK)
			return r;
		k->said->moved = arena_format(k->arena, "It happened %s, so it counts from %s.",
		    reason, words_of_day(k->arena, d));
	}
	k->said->counted_from = d;
	*out = d;
	return RESULT_OK;
}

static enum result
step(struct reckoning *k, day from, int steps, day *out)
{
	return calendar_step(
	    k->calendar, k->rules->nation, from, steps, k->arena, &k->said->skipped, out);
}

static enum result
due_at_once(struct reckoning *k, instant *due)
{
	*due = k->from;
	return RESULT_OK;
}

static enum result
due_minutes(struct reckoning *k, instant *due)
{
	const instant length = k->within->amount * INSTANT_MINUTE;

	*due = k->within->before ? k->from - length : k->from + length;
	return RESULT_OK;
}

static enum result
due_same_working_day(struct reckoning *k, instant *due)
{
	day d;
	enum result r = start_settle(k, true, true, &d);

	if (r == RESULT_OK)
		*due = instant_at(d, k->rules->end_of_day);
	return r;
}

/*
 * 'N working days before' leaves N clear days: neither the day of the meeting nor the day of the
 * act is one of them (CPR 2.8(2)-(3); its own example: 3 days before Friday 20 October is Monday
 * 16 October). The meeting is when it is, so cut-offs and closed days do not move it.
 */
static enum result
due_working_days_before(struct reckoning *k, instant *due)
{
	day d = instant_day(k->from);
	enum result r;

	k->said->counted_from = d;
	r = step(k, d, -(k->within->amount + 1), &d);
	if (r == RESULT_OK)
		*due = instant_at(d, k->rules->end_of_day);
	return r;
}

/* The N-th working day, where the day of the event is the first of them. */
static enum result
due_working_day_n(struct reckoning *k, instant *due)
{
	const int n = k->within->amount;
	day d;
	enum result r = start_settle(k, true, n == 1, &d);

	if (r == RESULT_OK && n > 1)
		r = step(k, d, n - 1, &d);
	if (r == RESULT_OK)
		*due = instant_at(d, k->rules->end_of_day);
	return r;
}

static enum result
due_working_days(struct reckoning *k, instant *due)
{
	day d;
	enum result r;

	if (k->within->before)
		return due_working_days_before(k, due);
	if (k->rules->event_day_is_day_one)
		return due_working_day_n(k, due);
	r = start_settle(k, false, false, &d);
	if (r == RESULT_OK)
		r = step(k, d, k->within->amount, &d);
	if (r == RESULT_OK)
		*due = instant_at(d, k->rules->end_of_day);
	return r;
}

static instant
later(instant a, instant b)
{
	return a > b ? a : b;
}

static instant
earlier(instant a, instant b)
{
	return a < b ? a : b;
}

static enum result
due_working_hours_before(struct reckoning *k, instant *due)
{
	instant left = k->within->amount * INSTANT_HOUR;
	day d = instant_day(k->from);
	const char *why;
	bool working;
	enum result r = calendar_working_day(k->calendar, k->rules->nation, d, &working, &why);

	k->said->counted_from = d;
	if (r == RESULT_OK && !working)
		r = step(k, d, -1, &d);
	while (r == RESULT_OK) {
		const instant opens = instant_at(d, k->rules->start_of_day);
		const instant end = earlier(k->from, instant_at(d, k->rules->end_of_day));

		if (end - left >= opens) {
			*due = end - left;
			break;
		}
		left -= later(end - opens, 0);
		r = step(k, d, -1, &d);
	}
	return r;
}

static enum result
due_working_hours(struct reckoning *k, instant *due)
{
	instant left = k->within->amount * INSTANT_HOUR;
	day d;
	enum result r;

	if (k->within->before)
		return due_working_hours_before(k, due);
	r = start_settle(k, true, true, &d);
	while (r == RESULT_OK) {
		const instant begin = later(k->from, instant_at(d, k->rules->start_of_day));
		const instant closes = instant_at(d, k->rules->end_of_day);

		if (begin + left <= closes) {
			*due = begin + left;
			break;
		}
		left -= closes - begin;
		r = step(k, d, 1, &d);
	}
	return r;
}

/* Every day counts, so no list of holidays is asked; counted back, clear days as above. */
static enum result
due_calendar_days(struct reckoning *k, instant *due)
{
	const int n = k->within->before ? -(k->within->amount + 1) : k->within->amount;
	const day d = instant_day(k->from);

	k->said->counted_from = d;
	*due = instant_at(d + n, k->rules->end_of_day);
	return RESULT_OK;
}

/* The corresponding date of the later month, or that month's last day (Dodds v Walker [1981] UKHL). */
static enum result
due_months(struct reckoning *k, instant *due)
{
	const int n = k->within->before ? -k->within->amount : k->within->amount;
	const day d = instant_day(k->from);

	k->said->counted_from = d;
	*due = instant_at(day_add_months(d, n), k->rules->end_of_day);
	return RESULT_OK;
}

static const struct {
	enum result (*due)(struct reckoning *k, instant *due);
	bool at_end_of_day;
	bool asks_calendar;
} kinds[] = {
	[DURATION_AT_ONCE] = { due_at_once, false, false },
	[DURATION_SAME_WORKING_DAY] = { due_same_working_day, true, true },
	[DURATION_WORKING_DAYS] = { due_working_days, true, true },
	[DURATION_WORKING_DAY_N] = { due_working_day_n, true, true },
	[DURATION_WORKING_HOURS] = { due_working_hours, false, true },
	[DURATION_CALENDAR_DAYS] = { due_calendar_days, true, false },
	[DURATION_MONTHS] = { due_months, true, false },
	[DURATION_MINUTES] = { due_minutes, false, false },
};

/* Where the policy states no hours, whoever reads the date has to know whose they are. */
static void
say_borough(struct reckoning *k)
{
	const struct day_rules *rules = k->rules;

	if (!rules->borough_day)
		return;
	if (k->within->kind == DURATION_WORKING_HOURS)
		k->said->borough = rules->borough_hours;
	else if (k->said->at_end_of_day)
		k->said->borough = rules->borough_ends;
}

void
deadline_compute(const struct calendar *c, const struct day_rules *rules,
    const struct duration *within, instant from, struct arena *a, struct deadline *out)
{
	struct explanation *said = &out->explanation;
	struct reckoning k = { c, rules, within, from, a, said };

	*out = (struct deadline){
		.state = DEADLINE_NONE,
		.due = INSTANT_NONE,
		.explanation = { .from = from,
		    .within = *within,
		    .counted_from = DAY_NONE,
		    .uncapped = INSTANT_NONE },
	};
	if (within->kind == DURATION_NO_TIME)
		return;
	said->at_end_of_day = kinds[within->kind].at_end_of_day;
	say_borough(&k);
	if (kinds[within->kind].asks_calendar) {
		said->calendar_version = c->version;
		said->nation = rules->nation->name;
	}
	if (from == INSTANT_NONE) {
		out->state = DEADLINE_WAITING;
		return;
	}
	out->state = DEADLINE_BEYOND_CALENDAR;
	if (instant_day(from) == DAY_NONE)
		return;
	if (kinds[within->kind].due(&k, &out->due) == RESULT_OK && out->due != INSTANT_NONE)
		out->state = DEADLINE_DATED;
}
