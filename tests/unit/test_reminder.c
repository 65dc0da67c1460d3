/*
 * test_reminder.c - when people are reminded, and when they are left in peace. The dates are worked out on paper.
 */
#include "story.h"
#include "suite.h"

#include "parley/impact.h"
#include "parley/reminder.h"

static struct arena *arena;
static const struct calendar *calendar;
static struct day_rules rules;

static void
start(void)
{
	arena = arena_new();
	calendar = uk_calendar_load(arena);
	rules = (struct day_rules){ .nation = calendar_nation_find(calendar, "england-and-wales"),
		.start_of_day = 540, .end_of_day = 1020, .cut_off = -1 };
}

static instant
at_or_none(const char *when)
{
	return when == NULL ? INSTANT_NONE : at(when);
}

static void
is_first(const char *due, const char *since, bool risk, const char *expected)
{
	const struct reminder_of r = { calendar, &rules, at(due), risk };
	instant got = reminder_first(&r, at(since));

	ck_assert_msg(got == at_or_none(expected), "due %s, known %s: first %s, not %s", due, since, words_of(arena, got),
	    expected ? expected : "never");
}

static void
is_plan(const char *due, const char *now, bool risk, enum reminder expected, const char *next)
{
	const struct reminder_of r = { calendar, &rules, at(due), risk };
	struct reminder_plan got = reminder_plan(&r, at(now));

	ck_assert_msg(got.now == expected, "due %s, now %s: '%s', not '%s'", due, now, reminder_name(got.now),
	    reminder_name(expected));
	ck_assert_msg(got.next == at_or_none(next), "due %s, now %s: next %s, not %s", due, now, words_of(arena, got.next),
	    next ? next : "never");
}

START_TEST(the_working_day_before_and_the_morning)
{
	start();
	/* Tuesday 3 November 2026. */
	is_first("2026-11-10T17:00", "2026-11-03T10:00", false, "2026-11-09T09:00");
	is_plan("2026-11-10T17:00", "2026-11-09T09:00", false, REMINDER_SOON, "2026-11-10T09:00");
	is_plan("2026-11-10T17:00", "2026-11-10T09:00", false, REMINDER_TODAY, NULL);
	/* Over a weekend, over Christmas (27 and 28 December 2027 are holidays), over Easter 2026 (3 and 6 April). */
	is_first("2026-11-09T17:00", "2026-11-03T10:00", false, "2026-11-06T09:00");
	is_first("2027-12-29T17:00", "2027-12-20T10:00", false, "2027-12-24T09:00");
	is_first("2026-04-07T17:00", "2026-04-01T10:00", false, "2026-04-02T09:00");
	/* Over the clock change of 25 October 2026 both are at nine by the wall. */
	is_first("2026-10-26T17:00", "2026-10-20T10:00", false, "2026-10-23T09:00:00+01:00");
	is_plan("2026-10-26T17:00", "2026-10-23T09:00", false, REMINDER_SOON, "2026-10-26T09:00:00+00:00");
	arena_free(arena);
}
END_TEST

START_TEST(what_came_up_later_is_not_reminded_of)
{
	start();
	/* Whoever was told this morning of what is due tomorrow hears again tomorrow; of what is due today, not. */
	is_first("2026-11-10T17:00", "2026-11-09T10:00", false, "2026-11-10T09:00");
	is_first("2026-11-10T17:00", "2026-11-10T09:00", false, NULL);
	is_first("2026-11-10T17:00", "2026-11-11T09:00", false, NULL);
	/* Due before the day begins, or while it is closed: the working day before is the only one. */
	is_first("2026-11-10T08:30", "2026-11-09T10:00", false, NULL);
	is_plan("2026-11-10T08:30", "2026-11-09T09:30", false, REMINDER_SOON, NULL);
	is_first("2026-11-14T15:00", "2026-11-10T10:00", false, "2026-11-13T09:00");
	is_plan("2026-11-14T15:00", "2026-11-13T09:00", false, REMINDER_SOON, NULL);
	is_first("2026-11-14T15:00", "2026-11-13T15:00", false, NULL);
	arena_free(arena);
}
END_TEST

START_TEST(a_clock_that_stood_still_says_what_still_helps)
{
	start();
	is_plan("2026-11-10T17:00", "2026-11-09T15:00", false, REMINDER_SOON, "2026-11-10T09:00");
	is_plan("2026-11-10T17:00", "2026-11-09T18:00", false, REMINDER_NONE, "2026-11-10T09:00");
	is_plan("2026-11-10T17:00", "2026-11-10T11:00", false, REMINDER_TODAY, NULL);
	is_plan("2026-11-10T17:00", "2026-11-10T17:00", false, REMINDER_NONE, NULL);
	is_plan("2026-11-10T17:00", "2026-11-10T17:01", false, REMINDER_NONE, NULL);
	is_plan("2026-11-10T17:00", "2026-11-30T10:00", false, REMINDER_NONE, NULL);
	/* A demo's clock that went back, or a date that moved away. */
	is_plan("2026-11-10T17:00", "2026-11-05T10:00", false, REMINDER_NONE, "2026-11-09T09:00");
	arena_free(arena);
}
END_TEST

START_TEST(at_immediate_risk_no_day_is_closed)
{
	start();
	is_first("2026-11-15T12:00", "2026-11-10T10:00", true, "2026-11-14T09:00");
	is_plan("2026-11-15T12:00", "2026-11-14T09:00", true, REMINDER_SOON, "2026-11-15T09:00");
	is_plan("2026-11-15T12:00", "2026-11-15T09:00", true, REMINDER_TODAY, NULL);
	is_plan("2026-11-15T12:00", "2026-11-14T23:00", true, REMINDER_SOON, "2026-11-15T09:00");
	arena_free(arena);
}
END_TEST

static void
works_from(const char *when, const char *expected)
{
	instant got = reminder_working_time(calendar, &rules, at(when));

	ck_assert_msg(got == at(expected), "from %s: %s, not %s", when, words_of(arena, got), expected);
}

START_TEST(working_time)
{
	struct holiday own = { 0, "Training day" };
	struct calendar with;

	start();
	works_from("2026-11-10T09:00", "2026-11-10T09:00");
	works_from("2026-11-10T16:59", "2026-11-10T16:59");
	works_from("2026-11-10T17:00", "2026-11-11T09:00");
	works_from("2026-11-10T03:00", "2026-11-10T09:00");
	works_from("2026-11-13T17:01", "2026-11-16T09:00");
	works_from("2026-11-14T12:00", "2026-11-16T09:00");
	works_from("2027-12-24T17:01", "2027-12-29T09:00");
	works_from("2026-10-24T12:00", "2026-10-26T09:00:00+00:00");
	works_from("2026-03-28T12:00", "2026-03-30T09:00:00+01:00");
	/* Past the list only weekends are known; that is still a time. */
	works_from("2090-12-23T18:00", "2090-12-25T09:00");
	/* The borough's own closed days count as well. */
	with = *calendar;
	own.on = instant_day(at("2026-11-16T12:00"));
	with.closed = &own;
	with.closed_count = 1;
	calendar = &with;
	works_from("2026-11-14T12:00", "2026-11-17T09:00");
	arena_free(arena);
}
END_TEST

/* Every hour of two years, due at every third: a plan never wakes anybody, never looks back, and comes to an end. */
START_TEST(never_outside_working_time)
{
	start();
	for (instant due = at("2027-01-01T00:00"); due < at("2028-12-31T00:00"); due += 61 * INSTANT_HOUR) {
		const struct reminder_of r = { calendar, &rules, due, false };
		instant when = reminder_first(&r, due - 20 * 24 * INSTANT_HOUR);
		int told = 0;

		ck_assert_int_ne(when, INSTANT_NONE);
		for (int steps = 0; when != INSTANT_NONE; steps++) {
			struct reminder_plan p = reminder_plan(&r, when);

			ck_assert_int_lt(steps, 4);
			ck_assert(p.next == INSTANT_NONE || p.next > when);
			ck_assert_int_lt(when, due);
			if (p.now != REMINDER_NONE) {
				told++;
				ck_assert_int_eq(reminder_working_time(calendar, &rules, when), when);
			}
			when = p.next;
		}
		ck_assert_msg(told == 1 || told == 2, "due %s: reminded %d times", words_of(arena, due), told);
	}
	arena_free(arena);
}
END_TEST

/* --- what changes while it waits: somebody is at immediate risk, the day begins at another hour --- */

static instant
earlier(const struct story *s, bool risk, int start_of_day)
{
	struct duty d = { .key = "speak", .status = DUTY_OPEN,
		.deadline = { .state = DEADLINE_DATED, .due = at("2026-11-09T17:00") } };
	struct policy calm = { .days = rules }, other = { .days = rules };
	struct escalation before = { .policy = &calm, .calendar = calendar, .now = s->now, .duties = &d, .duty_count = 1 };
	struct escalation after = before;
	const struct event flagged = { 0 };

	other.days.start_of_day = start_of_day;
	after.policy = &other;
	after.risk = risk ? &flagged : NULL;
	return impact_reminded_earlier(&before, &after, &d);
}

START_TEST(what_changes_while_it_waits)
{
	/* It is due on Monday 9 November 2026: reminded of on Friday at nine, and on Monday at nine. */
	static const struct { const char *now; bool risk; int start; const char *expected; } rows[] = {
		{ "2026-11-07T12:00", true, 540, "2026-11-08T09:00" },  /* said on Saturday: on Sunday, not only on Monday */
		{ "2026-11-08T12:00", true, 540, NULL },                /* on Sunday noon: Monday morning is the next as it was */
		{ "2026-11-05T12:00", true, 540, NULL },                /* on Thursday: Friday is before Sunday */
		{ "2026-11-09T10:00", true, 540, NULL },                /* after the last one */
		{ "2026-11-07T12:00", false, 480, "2026-11-09T08:00" }, /* the day begins at eight from now on */
		{ "2026-11-07T12:00", false, 600, NULL },               /* at ten: found out when it is looked at */
		{ "2026-11-09T09:30", false, 600, "2026-11-09T10:00" }, /* it was reminded at nine: the outbox keeps the second from being one */
	};
	struct story s = { 0 };

	start();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		instant got;

		s.now = at(rows[i].now);
		got = earlier(&s, rows[i].risk, rows[i].start);
		ck_assert_msg(got == at_or_none(rows[i].expected), "row %zu: %s, not %s", i, words_of(arena, got),
		    rows[i].expected ? rows[i].expected : "no earlier");
	}
	arena_free(arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { the_working_day_before_and_the_morning, what_came_up_later_is_not_reminded_of,
		a_clock_that_stood_still_says_what_still_helps, at_immediate_risk_no_day_is_closed, working_time,
		never_outside_working_time, what_changes_while_it_waits };

	return SUITE_RUN("reminder", tests);
}
