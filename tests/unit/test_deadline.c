/* test_deadline.c - dated tables: what each kind of deadline gives, and how it is explained. */
#include <check.h>
#include <string.h>

#include "parley/deadline.h"
#include "uk_calendar.h"

static const char *const nation_ids[] = { "england-and-wales", "scotland", "northern-ireland" };

static struct arena *arena;
static const struct calendar *calendar;

static void
set_up(void)
{
	arena = arena_new();
	calendar = uk_calendar_load(arena);
}

static void
tear_down(void)
{
	arena_free(arena);
}

static struct day_rules
usual_rules(int nation)
{
	return (struct day_rules){
		.nation = calendar_nation_find(calendar, nation_ids[nation]),
		.start_of_day = 9 * 60,
		.end_of_day = 17 * 60,
		.cut_off = -1,
	};
}

static instant
at(const char *when)
{
	instant t;

	ck_assert_msg(instant_parse(when, &t) == RESULT_OK, "%s", when);
	return t;
}

static const char *
shown(instant t)
{
	struct buffer b;
	const char *text;

	buffer_init(&b, 0);
	instant_write(&b, t);
	text = t == INSTANT_NONE ? "none" : arena_string(arena, b.data);
	buffer_clear(&b);
	return text;
}

static struct deadline
reckon(const struct day_rules *rules, const char *within, instant from)
{
	struct duration d;
	struct deadline out;
	const char *why;

	ck_assert_msg(duration_parse(within, &d, &why) == RESULT_OK, "'%s': %s", within, why);
	memset(&out, 0x5a, sizeof(out)); /* nothing of what stood there before may stay */
	deadline_compute(calendar, rules, &d, from, arena, &out);
	return out;
}

static void
expect(const struct day_rules *rules, const char *within, const char *from, const char *due)
{
	struct deadline d = reckon(rules, within, at(from));

	ck_assert_msg(d.state == DEADLINE_DATED && d.due == at(due), "%s from %s: %s, not %s",
	    within, from, shown(d.due), due);
}

/* calendar-facts, section 4: start not counted, due at the end of day N, the start may be no working day. */
static const struct {
	const char *start;
	const char *within;
	const char *due[3];
} vectors[] = {
	{ "2020-05-01", "5 working days", { "2020-05-11", "2020-05-11", "2020-05-11" } },
	{ "2020-05-07", "1 working day", { "2020-05-11", "2020-05-11", "2020-05-11" } },
	{ "2022-05-27", "5 working days", { "2022-06-07", "2022-06-07", "2022-06-07" } },
	{ "2022-06-01", "1 working day", { "2022-06-06", "2022-06-06", "2022-06-06" } },
	{ "2022-09-16", "1 working day", { "2022-09-20", "2022-09-20", "2022-09-20" } },
	{ "2022-09-14", "5 working days", { "2022-09-22", "2022-09-22", "2022-09-22" } },
	{ "2023-05-05", "1 working day", { "2023-05-09", "2023-05-09", "2023-05-09" } },
	{ "2023-04-28", "5 working days", { "2023-05-09", "2023-05-09", "2023-05-09" } },
	{ "2026-12-24", "1 working day", { "2026-12-29", "2026-12-29", "2026-12-29" } },
	{ "2026-12-23", "5 working days", { "2027-01-04", "2027-01-05", "2027-01-04" } },
	{ "2027-12-24", "1 working day", { "2027-12-29", "2027-12-29", "2027-12-29" } },
	{ "2027-12-23", "5 working days", { "2028-01-04", "2028-01-05", "2028-01-04" } },
	{ "2021-12-24", "2 working days", { "2021-12-30", "2021-12-30", "2021-12-30" } },
	{ "2022-12-23", "2 working days", { "2022-12-29", "2022-12-29", "2022-12-29" } },
	{ "2028-12-22", "3 working days", { "2028-12-29", "2028-12-29", "2028-12-29" } },
	{ "2027-12-31", "1 working day", { "2028-01-04", "2028-01-05", "2028-01-04" } },
	{ "2026-04-01", "3 working days", { "2026-04-08", "2026-04-07", "2026-04-08" } },
	{ "2026-04-03", "1 working day", { "2026-04-07", "2026-04-06", "2026-04-07" } },
	{ "2026-04-04", "1 working day", { "2026-04-07", "2026-04-06", "2026-04-07" } },
	{ "2025-12-24", "1 working day", { "2025-12-29", "2025-12-29", "2025-12-29" } },
	{ "2024-03-28", "1 working day", { "2024-04-02", "2024-04-01", "2024-04-02" } },
	{ "2022-01-03", "1 working day", { "2022-01-04", "2022-01-05", "2022-01-04" } },
	{ "2022-12-30", "1 working day", { "2023-01-03", "2023-01-04", "2023-01-03" } },
};

/* At any time of the day: without a cut-off, the hour of the event changes nothing. */
START_TEST(facts_vectors)
{
	static const char *const times[] = { "T00:00", "T11:30", "T17:00", "T23:59" };

	for (int n = 0; n < 3; n++)
		for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++) {
			struct day_rules rules = usual_rules(n);

			expect(&rules, vectors[_i].within,
			    arena_format(arena, "%s%s", vectors[_i].start, times[t]),
			    arena_format(arena, "%sT17:00", vectors[_i].due[n]));
		}
}
END_TEST

struct example {
	const char *within, *from, *due;
};

static void
expect_all(const struct day_rules *rules, const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		expect(rules, examples[i].within, examples[i].from, examples[i].due);
}

#define EXPECT_ALL(rules, examples) \
	expect_all((rules), (examples), sizeof(examples) / sizeof((examples)[0]))

/* redbridge-rscp 4.4 and 4.5 for the two cases that the first issue names. */
START_TEST(redbridge_cases)
{
	static const struct example examples[] = {
		{ "3 working days", "2027-12-23T10:00", "2027-12-30T17:00" },
		{ "5 working days", "2027-12-23T10:00", "2028-01-04T17:00" },
		{ "2 working days", "2027-12-30T15:00", "2028-01-04T17:00" },
		{ "3 working days", "2026-03-27T10:00", "2026-04-01T17:00" },
		{ "5 working days", "2026-03-27T10:00", "2026-04-07T17:00" },
		{ "2 working days", "2026-04-01T09:00", "2026-04-07T17:00" },
		{ "same working day", "2026-04-01T17:00", "2026-04-01T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
}
END_TEST

START_TEST(event_day_as_day_one)
{
	static const struct example examples[] = {
		{ "1 working day", "2026-03-26T10:00", "2026-03-26T17:00" },
		{ "2 working days", "2026-03-26T10:00", "2026-03-27T17:00" },
		{ "5 working days", "2026-04-01T10:00", "2026-04-09T17:00" },
		{ "2 working days", "2026-03-26T18:00", "2026-03-27T17:00" },
		{ "1 working day", "2026-03-28T10:00", "2026-03-30T17:00" },
		{ "2 working days", "2026-04-03T10:00", "2026-04-08T17:00" },
		/* Day one is over before the event: never a deadline before its start. */
		{ "1 working day", "2026-03-26T17:01", "2026-03-27T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	rules.event_day_is_day_one = true;
	EXPECT_ALL(&rules, examples);
}
END_TEST

/* Newcastle-under-Lyme's reading: what comes on a Saturday came on Monday, so Saturday + 1 is Tuesday. */
START_TEST(closed_day_event_moves)
{
	static const struct example examples[] = {
		{ "1 working day", "2026-03-28T10:00", "2026-03-31T17:00" },
		{ "1 working day", "2026-03-27T23:00", "2026-03-30T17:00" },
		{ "1 working day", "2026-04-03T10:00", "2026-04-08T17:00" },
		{ "same working day", "2026-03-28T10:00", "2026-03-30T17:00" },
		{ "working day 1", "2026-03-28T10:00", "2026-03-30T17:00" },
		{ "2 calendar days", "2026-03-28T10:00", "2026-03-30T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	rules.closed_day_event_moves = true;
	EXPECT_ALL(&rules, examples);
}
END_TEST

START_TEST(cut_off)
{
	static const struct example examples[] = {
		{ "1 working day", "2026-03-26T16:00", "2026-03-27T17:00" },
		{ "1 working day", "2026-03-26T16:00:59", "2026-03-27T17:00" }, /* still 'at 4pm' */
		{ "1 working day", "2026-03-26T16:01", "2026-03-30T17:00" },
		{ "1 working day", "2026-03-27T16:01", "2026-03-31T17:00" },
		{ "same working day", "2026-03-26T16:01", "2026-03-27T17:00" },
		{ "working day 1", "2026-03-26T16:01", "2026-03-27T17:00" },
		{ "working day 3", "2026-03-26T16:01", "2026-03-31T17:00" },
		{ "2 working hours", "2026-03-26T16:01", "2026-03-27T11:00" },
		{ "2 working hours", "2026-03-26T15:30", "2026-03-27T09:30" },
		/* What counts every day, or hours, knows no cut-off. */
		{ "1 calendar day", "2026-03-26T16:01", "2026-03-27T17:00" },
		{ "24 hours", "2026-03-26T16:01", "2026-03-27T16:01" },
		/* A cut-off is for working days: a Saturday evening is no later than Sunday morning. */
		{ "1 working day", "2026-03-28T20:00", "2026-03-30T17:00" },
		{ "1 working day before", "2026-03-26T16:01", "2026-03-24T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	rules.cut_off = 16 * 60;
	EXPECT_ALL(&rules, examples);
}
END_TEST

START_TEST(same_working_day)
{
	static const struct example examples[] = {
		{ "same working day", "2026-03-26T00:00", "2026-03-26T17:00" },
		{ "same working day", "2026-03-26T16:59", "2026-03-26T17:00" },
		{ "same working day", "2026-03-26T17:00", "2026-03-26T17:00" },
		{ "same working day", "2026-03-26T17:00:01", "2026-03-27T17:00" },
		{ "same working day", "2026-03-27T18:00", "2026-03-30T17:00" },
		{ "same day", "2026-04-04T10:00", "2026-04-07T17:00" },
		{ "at once", "2026-04-04T10:00", "2026-04-04T10:00" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
}
END_TEST

/* nel-scp-sab counts the whole process in working days from the day it is raised, which is day 1. */
START_TEST(working_day_n)
{
	static const struct example examples[] = {
		{ "working day 1", "2026-03-26T10:00", "2026-03-26T17:00" },
		{ "working day 2", "2026-03-26T10:00", "2026-03-27T17:00" },
		{ "working day 8", "2026-03-26T10:00", "2026-04-08T17:00" },
		{ "working day 22", "2026-03-02T09:00", "2026-03-31T17:00" },
		{ "working day 2", "2026-03-28T10:00", "2026-03-31T17:00" },
		{ "working day 1", "2026-04-04T10:00", "2026-04-07T17:00" },
		{ "working day 1", "2026-03-26T17:01", "2026-03-27T17:00" },
		{ "working day 2", "2026-03-26T17:01", "2026-03-27T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
}
END_TEST

/* Civil Procedure Rules 2.8 gives the first two as its own examples; both are for 3 days. */
START_TEST(counted_back)
{
	static const struct example examples[] = {
		{ "3 working days before", "2023-10-20T10:00", "2023-10-16T17:00" },
		{ "3 working days before", "2025-10-20T10:00", "2025-10-14T17:00" },
		{ "1 working day before", "2026-04-07T14:00", "2026-04-01T17:00" },
		{ "3 working days before", "2026-03-28T10:00", "2026-03-24T17:00" },
		{ "3 calendar days before", "2023-10-20T10:00", "2023-10-16T17:00" },
		{ "1 month before", "2026-03-31T10:00", "2026-02-28T17:00" },
		{ "24 hours before", "2026-03-29T16:00", "2026-03-28T15:00" },
		{ "2 working hours before", "2026-03-30T10:00", "2026-03-27T16:00" },
		{ "8 working hours before", "2026-03-30T17:00", "2026-03-30T09:00" },
		{ "8 working hours before", "2026-03-30T09:00", "2026-03-27T09:00" },
		{ "1 working hour before", "2026-03-29T12:00", "2026-03-27T16:00" },
		{ "1 working hour before", "2026-03-30T22:00", "2026-03-30T16:00" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
	rules.event_day_is_day_one = rules.closed_day_event_moves = true;
	EXPECT_ALL(&rules, examples); /* a meeting is when it is */
}
END_TEST

START_TEST(calendar_days_and_months)
{
	static const struct example examples[] = {
		{ "1 calendar day", "2026-03-27T18:00", "2026-03-28T17:00" },
		{ "28 calendar days", "2026-03-06T09:00", "2026-04-03T17:00" },
		{ "six weeks", "2026-03-06T09:00", "2026-04-17T17:00" },
		{ "1 month", "2026-01-31T09:00", "2026-02-28T17:00" },
		{ "1 month", "2028-01-31T09:00", "2028-02-29T17:00" },
		{ "3 months", "2026-11-30T09:00", "2027-02-28T17:00" },
		{ "12 months", "2028-02-29T09:00", "2029-02-28T17:00" },
		/* Every day counts, so the end of the list of holidays does not matter. */
		{ "40 calendar days", "2028-12-20T09:00", "2029-01-29T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
}
END_TEST

START_TEST(clock_changes)
{
	static const struct example examples[] = {
		{ "24 hours", "2026-03-28T15:00:00+00:00", "2026-03-29T16:00:00+01:00" },
		{ "24 hours", "2026-10-24T15:00:00+01:00", "2026-10-25T14:00:00+00:00" },
		{ "90 minutes", "2026-03-29T00:30:00+00:00", "2026-03-29T03:00:00+01:00" },
		{ "1 working day", "2026-03-27T10:00:00+00:00", "2026-03-30T16:00:00Z" },
		{ "1 working day", "2026-10-23T10:00:00+01:00", "2026-10-26T17:00:00Z" },
		{ "1 calendar day", "2026-10-24T10:00:00+01:00", "2026-10-25T17:00:00Z" },
		{ "1 month", "2026-03-01T10:00:00Z", "2026-04-01T16:00:00Z" },
		{ "4 working hours", "2026-03-27T15:00:00Z", "2026-03-30T10:00:00Z" },
		/* An event of Sunday 00:30 in summer time is still Saturday's in UTC: the local day counts. */
		{ "1 calendar day", "2026-06-13T23:30:00Z", "2026-06-15T16:00:00Z" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
}
END_TEST

START_TEST(working_hours)
{
	static const struct example examples[] = {
		{ "4 working hours", "2026-03-26T09:00", "2026-03-26T13:00" },
		{ "4 working hours", "2026-03-26T07:15", "2026-03-26T13:00" },
		{ "4 working hours", "2026-03-26T13:00", "2026-03-26T17:00" },
		{ "4 working hours", "2026-03-26T13:00:30", "2026-03-27T09:00:30" },
		{ "4 working hours", "2026-03-27T16:00", "2026-03-30T12:00" },
		{ "8 working hours", "2026-04-02T12:30", "2026-04-07T12:30" },
		{ "1 working hour", "2026-04-04T10:00", "2026-04-07T10:00" },
		{ "1 working hour", "2026-03-26T17:00", "2026-03-27T10:00" },
		{ "1 working hour", "2026-03-26T22:00", "2026-03-27T10:00" },
		{ "48 hours meaning 2 working days", "2026-03-27T16:00", "2026-03-31T17:00" },
	};
	struct day_rules rules = usual_rules(0);

	EXPECT_ALL(&rules, examples);
	rules.start_of_day = rules.end_of_day; /* a day without hours: no endless loop, no date */
	ck_assert_int_eq(reckon(&rules, "1 working hour", at("2026-03-26T10:00")).state,
	    DEADLINE_BEYOND_CALENDAR);
}
END_TEST

START_TEST(no_time_and_not_started)
{
	struct day_rules rules = usual_rules(0);
	struct deadline d = reckon(&rules, "as soon as possible", at("2026-03-26T10:00"));

	ck_assert_int_eq(d.state, DEADLINE_NONE);
	ck_assert(d.due == INSTANT_NONE);
	ck_assert_str_eq(d.explanation.within.words, "as soon as possible");
	ck_assert_ptr_null(d.explanation.nation);
	d = reckon(&rules, "as soon as possible", INSTANT_NONE);
	ck_assert_int_eq(d.state, DEADLINE_NONE);
	d = reckon(&rules, "3 working days", INSTANT_NONE);
	ck_assert_int_eq(d.state, DEADLINE_WAITING);
	ck_assert(d.due == INSTANT_NONE);
}
END_TEST

START_TEST(refuses_past_the_list)
{
	static const char *const beyond[][2] = {
		{ "1 working day", "2028-12-29T10:00" },
		{ "same working day", "2028-12-29T18:00" },
		{ "working day 2", "2028-12-29T10:00" },
		{ "1 working hour", "2028-12-29T16:30" },
		{ "1 working day", "2011-12-30T10:00" },
		{ "1 working day before", "2029-02-01T10:00" },
		{ "1 working day before", "2012-01-04T10:00" },
		{ "1 working hour before", "2012-01-03T09:00" },
		{ "999 working days", "2026-01-05T10:00" },
	};
	struct day_rules rules = usual_rules(0);

	for (size_t i = 0; i < sizeof(beyond) / sizeof(beyond[0]); i++) {
		struct deadline d = reckon(&rules, beyond[i][0], at(beyond[i][1]));

		ck_assert_msg(
		    d.state == DEADLINE_BEYOND_CALENDAR, "%s %s", beyond[i][0], beyond[i][1]);
		ck_assert(d.due == INSTANT_NONE);
		ck_assert_str_eq(d.explanation.calendar_version, "2026-08-21");
	}
	ck_assert_int_eq(reckon(&rules, "24 hours", INT64_MAX).state, DEADLINE_BEYOND_CALENDAR);
	ck_assert_int_eq(reckon(&rules, "1 month", INT64_MIN + 1).state, DEADLINE_BEYOND_CALENDAR);
	ck_assert_int_eq(
	    reckon(&rules, "1 working day", at("2028-12-28T10:00")).state, DEADLINE_DATED);
}
END_TEST

START_TEST(explains_a_plain_count)
{
	struct day_rules rules = usual_rules(0);
	struct deadline d = reckon(&rules, "3 working days", at("2027-12-23T10:00"));
	const struct explanation *e = &d.explanation;

	ck_assert(e->from == at("2027-12-23T10:00"));
	ck_assert_str_eq(e->within.words, "3 working days");
	ck_assert_int_eq(e->counted_from, instant_day(e->from));
	ck_assert_ptr_null(e->moved);
	ck_assert(e->at_end_of_day);
	ck_assert_str_eq(e->calendar_version, "2026-08-21");
	ck_assert_str_eq(e->nation, "England and Wales");
	ck_assert_uint_eq(e->skipped.count, 4);
	ck_assert_str_eq(e->skipped.days[0].why, "Saturday");
	ck_assert_str_eq(e->skipped.days[3].why, "Boxing Day (substitute day)");
	ck_assert_ptr_null(e->capped_by);
	ck_assert_ptr_null(e->clause);
	ck_assert(e->uncapped == INSTANT_NONE);
}
END_TEST

static void
expect_moved(const struct day_rules *rules, const char *within, const char *from,
    const char *day_text, const char *moved, size_t skipped)
{
	struct deadline d = reckon(rules, within, at(from));

	ck_assert_int_eq(d.state, DEADLINE_DATED);
	ck_assert_int_eq(
	    d.explanation.counted_from, instant_day(at(arena_format(arena, "%sT12:00", day_text))));
	ck_assert_pstr_eq(d.explanation.moved, moved);
	ck_assert_uint_eq(d.explanation.skipped.count, skipped);
}

/* Where the policy states no hours the borough's count, and whoever reads the date is told so. */
START_TEST(hours_of_the_borough)
{
	const struct borough_hours hours = { .start_of_day = 8 * 60 + 30, .end_of_day = 16 * 60 + 30, .cut_off = 15 * 60 };
	struct day_rules rules = usual_rules(0);

	day_rules_settle(&rules, &hours);
	ck_assert_int_eq(rules.end_of_day, 17 * 60); /* the policy says */
	ck_assert_ptr_null(reckon(&rules, "3 working days", at("2026-03-25T12:01")).explanation.borough);
	rules.borough_day = rules.borough_cut_off = true;
	day_rules_settle(&rules, &hours);
	ck_assert_int_eq(rules.cut_off, 15 * 60);
	ck_assert_str_eq(reckon(&rules, "3 working days", at("2026-03-25T12:01")).explanation.borough, "the working day ends at 4:30pm");
	ck_assert_str_eq(reckon(&rules, "4 working hours", at("2026-03-25T12:01")).explanation.borough,
	    "the working day is from 8:30am to 4:30pm");
	ck_assert_ptr_null(reckon(&rules, "24 hours", at("2026-03-25T12:01")).explanation.borough);
}
END_TEST

START_TEST(explains_why_it_moved)
{
	struct day_rules rules = usual_rules(0);

	expect_moved(&rules, "same working day", "2026-04-03T10:00", "2026-04-07",
	    "It happened on a day that is not a working day (Good Friday), so it counts from "
	    "Tuesday 7 April 2026.",
	    4);
	expect_moved(&rules, "same working day", "2026-03-27T17:30", "2026-03-30",
	    "It happened after the end of the working day at 5pm, so it counts from "
	    "Monday 30 March 2026.",
	    2);
	expect_moved(&rules, "1 working day", "2026-03-28T10:00", "2026-03-28", NULL, 1);
	rules.cut_off = 16 * 60 + 30;
	expect_moved(&rules, "1 working day", "2026-03-26T16:31", "2026-03-27",
	    "It happened after the cut-off at 4:30pm, so it counts from Friday 27 March 2026.", 2);
	rules.cut_off = 12 * 60;
	expect_moved(&rules, "1 working day", "2026-03-25T12:01", "2026-03-26",
	    "It happened after the cut-off at midday, so it counts from Thursday 26 March 2026.",
	    0);
	rules.borough_cut_off = true;
	expect_moved(&rules, "1 working day", "2026-03-25T12:01", "2026-03-26",
	    "It happened after the borough's cut-off at midday, so it counts from Thursday 26 March 2026.",
	    0);
	rules.closed_day_event_moves = true;
	expect_moved(&rules, "1 working day", "2026-03-28T10:00", "2026-03-30",
	    "It happened on a day that is not a working day (Saturday), so it counts from "
	    "Monday 30 March 2026.",
	    2);
}
END_TEST

/* Kinds that ask no calendar name none, and those that count no days give no day. */
START_TEST(explains_what_does_not_count_working_days)
{
	struct day_rules rules = usual_rules(0);
	struct deadline d = reckon(&rules, "24 hours", at("2026-03-28T15:00"));

	ck_assert_int_eq(d.explanation.counted_from, DAY_NONE);
	ck_assert(!d.explanation.at_end_of_day);
	ck_assert_ptr_null(d.explanation.nation);
	ck_assert_ptr_null(d.explanation.calendar_version);
	d = reckon(&rules, "28 calendar days", at("2026-03-28T15:00"));
	ck_assert(d.explanation.at_end_of_day);
	ck_assert_ptr_null(d.explanation.nation);
	ck_assert_uint_eq(d.explanation.skipped.count, 0);
	d = reckon(&rules, "at once", at("2026-03-28T15:00"));
	ck_assert_int_eq(d.explanation.counted_from, DAY_NONE);
	d = reckon(&rules, "2 working hours", at("2026-03-27T16:00"));
	ck_assert(!d.explanation.at_end_of_day);
	ck_assert_uint_eq(d.explanation.skipped.count, 2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("deadline");
	TCase *dates = tcase_create("dates"), *words = tcase_create("explanations");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(dates, set_up, tear_down);
	tcase_add_loop_test(dates, facts_vectors, 0, (int)(sizeof(vectors) / sizeof(vectors[0])));
	tcase_add_test(dates, redbridge_cases);
	tcase_add_test(dates, event_day_as_day_one);
	tcase_add_test(dates, closed_day_event_moves);
	tcase_add_test(dates, cut_off);
	tcase_add_test(dates, same_working_day);
	tcase_add_test(dates, working_day_n);
	tcase_add_test(dates, counted_back);
	tcase_add_test(dates, calendar_days_and_months);
	tcase_add_test(dates, clock_changes);
	tcase_add_test(dates, working_hours);
	tcase_add_test(dates, no_time_and_not_started);
	tcase_add_test(dates, refuses_past_the_list);
	suite_add_tcase(suite, dates);
	tcase_add_checked_fixture(words, set_up, tear_down);
	tcase_add_test(words, explains_a_plain_count);
	tcase_add_test(words, hours_of_the_borough);
	tcase_add_test(words, explains_why_it_moved);
	tcase_add_test(words, explains_what_does_not_count_working_days);
	suite_add_tcase(suite, words);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
