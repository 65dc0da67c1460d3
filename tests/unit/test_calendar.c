/* test_calendar.c - the shipped list of bank holidays, and counting working days over it. */
#include <check.h>
#include <string.h>

#include "holiday_rules.h"
#include "uk_calendar.h"

static const char *const nation_ids[RULES_NATIONS] = { "england-and-wales", "scotland",
	"northern-ireland" };

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

static const struct calendar_nation *
nation(int n)
{
	const struct calendar_nation *found = calendar_nation_find(calendar, nation_ids[n]);

	ck_assert_ptr_nonnull(found);
	return found;
}

static day
on(const char *date)
{
	day d;

	ck_assert_int_eq(day_parse(date, &d), RESULT_OK);
	return d;
}

static bool
is_working(int n, day d, const char **why)
{
	bool working;

	ck_assert_int_eq(calendar_working_day(calendar, nation(n), d, &working, why), RESULT_OK);
	return working;
}

START_TEST(list_is_dated_and_covers_its_years)
{
	ck_assert_str_eq(calendar->version, "2026-08-21");
	ck_assert_uint_eq(calendar->nation_count, RULES_NATIONS);
	ck_assert_uint_eq(calendar->closed_count, 0);
	for (int n = 0; n < RULES_NATIONS; n++) {
		ck_assert_int_eq(nation(n)->first_year, RULES_FIRST_YEAR);
		ck_assert_int_eq(nation(n)->last_year, RULES_LAST_YEAR);
	}
	ck_assert_ptr_null(calendar_nation_find(calendar, "wales"));
	ck_assert_str_eq(nation(RULES_ENGLAND_AND_WALES)->name, "England and Wales");
}
END_TEST

/* Every day of the list against the law, both ways: none missing, none too many. */
START_TEST(list_agrees_with_the_rules)
{
	for (int n = 0; n < RULES_NATIONS; n++) {
		size_t seen = 0;

		for (int year = RULES_FIRST_YEAR; year <= RULES_LAST_YEAR; year++) {
			struct rules_year rules;

			rules_year_fill(&rules, (enum rules_nation)n, year);
			for (size_t i = 0; i < rules.count; i++) {
				const char *why = NULL;

				ck_assert_msg(!is_working(n, rules.day[i], &why), "%s: %d, day %d",
				    nation_ids[n], year, rules.day[i]);
			}
			seen += rules.count;
		}
		ck_assert_uint_eq(seen, nation(n)->count);
	}
}
END_TEST

START_TEST(working_days_a_year)
{
	static const struct {
		int year, working[RULES_NATIONS];
	} totals[] = {
		{ 2019, { 253, 252, 251 } },
		{ 2020, { 254, 253, 252 } },
		{ 2021, { 253, 252, 251 } },
		{ 2022, { 250, 249, 248 } },
		{ 2023, { 251, 250, 249 } },
		{ 2024, { 254, 253, 252 } },
		{ 2025, { 253, 252, 251 } },
		{ 2026, { 253, 251, 251 } },
		{ 2027, { 253, 252, 251 } },
		{ 2028, { 252, 251, 250 } },
	};

	for (size_t i = 0; i < sizeof(totals) / sizeof(totals[0]); i++)
		for (int n = 0; n < RULES_NATIONS; n++) {
			const int year = totals[i].year;
			const day before = day_from_civil(year - 1, 12, 31);
			int count = -1;

			ck_assert_int_eq(calendar_count(calendar, nation(n), before,
					     day_from_civil(year, 12, 31), &count),
			    RESULT_OK);
			ck_assert_msg(count == totals[i].working[n], "%s %d: %d, not %d",
			    nation_ids[n], year, count, totals[i].working[n]);
		}
}
END_TEST

#define IN_ALL(why) \
	{ \
		(why), (why), (why) \
	}

START_TEST(single_days)
{
	static const struct {
		const char *date;
		const char *why[RULES_NATIONS]; /* NULL: a working day */
	} days[] = {
		{ "2012-05-28", { NULL, NULL, NULL } },
		{ "2012-06-05", IN_ALL("Diamond Jubilee bank holiday") },
		{ "2016-12-27", IN_ALL("Christmas Day (substitute day)") },
		{ "2020-05-04", { NULL, NULL, NULL } },
		{ "2020-05-08", IN_ALL("Early May bank holiday (VE Day)") },
		{ "2022-05-30", { NULL, NULL, NULL } },
		{ "2022-06-02", IN_ALL("Spring bank holiday") },
		{ "2022-06-03", IN_ALL("Platinum Jubilee bank holiday") },
		{ "2022-09-19",
		    IN_ALL("Bank holiday for the State Funeral of Queen Elizabeth II") },
		{ "2023-05-08", IN_ALL("Bank holiday for the coronation of King Charles III") },
		{ "2026-06-15", { NULL, "World Cup bank holiday", NULL } },
		{ "2026-04-06", { "Easter Monday", NULL, "Easter Monday" } },
		{ "2026-03-17", { NULL, NULL, "St Patrick's Day" } },
		{ "2027-01-04", { NULL, "2nd January (substitute day)", NULL } },
		{ "2027-12-25", IN_ALL("Saturday") },
		{ "2027-12-27", IN_ALL("Christmas Day (substitute day)") },
		{ "2027-12-29", { NULL, NULL, NULL } },
		{ "2028-12-24", IN_ALL("Sunday") },
	};

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		for (int n = 0; n < RULES_NATIONS; n++) {
			const char *why = NULL;

			ck_assert_msg(
			    is_working(n, on(days[i].date), &why) == (days[i].why[n] == NULL),
			    "%s %s", nation_ids[n], days[i].date);
			ck_assert_pstr_eq(why, days[i].why[n]);
		}
}
END_TEST

/* The days that no part of the United Kingdom works, 2026: what the Freedom of Information Act counts. */
START_TEST(union_of_the_nations)
{
	static const char *const union_2026[] = { "2026-01-01", "2026-01-02", "2026-03-17",
		"2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-06-15", "2026-07-13",
		"2026-08-03", "2026-08-31", "2026-11-30", "2026-12-25", "2026-12-28" };
	size_t found = 0;

	for (day d = on("2026-01-01"); d <= on("2026-12-31"); d++) {
		const char *why = NULL;
		bool off = false;

		for (int n = 0; n < RULES_NATIONS; n++)
			off = !is_working(n, d, &why) || off;
		if (off && day_of_week(d) < 5) {
			ck_assert_uint_lt(found, sizeof(union_2026) / sizeof(union_2026[0]));
			ck_assert_int_eq(d, on(union_2026[found]));
			found++;
		}
	}
	ck_assert_uint_eq(found, sizeof(union_2026) / sizeof(union_2026[0]));
}
END_TEST

static day
step(int n, const char *from, int steps, struct skipped *skipped)
{
	day d = DAY_NONE;

	ck_assert_int_eq(
	    calendar_step(calendar, nation(n), on(from), steps, arena, skipped, &d), RESULT_OK);
	return d;
}

START_TEST(steps_forward_back_and_none)
{
	ck_assert_int_eq(step(0, "2027-12-23", 1, NULL), on("2027-12-24"));
	ck_assert_int_eq(step(0, "2027-12-23", 5, NULL), on("2028-01-04"));
	ck_assert_int_eq(step(1, "2027-12-23", 5, NULL), on("2028-01-05"));
	ck_assert_int_eq(step(0, "2028-01-04", -5, NULL), on("2027-12-23"));
	ck_assert_int_eq(step(0, "2028-01-02", -1, NULL), on("2027-12-31"));
	ck_assert_int_eq(step(0, "2026-04-02", 0, NULL), on("2026-04-02"));
	ck_assert_int_eq(step(0, "2026-04-03", 0, NULL), on("2026-04-07"));
	ck_assert_int_eq(step(1, "2026-04-03", 0, NULL), on("2026-04-06"));
}
END_TEST

START_TEST(skipped_days_have_reasons)
{
	static const struct {
		const char *date, *why;
	} passed[] = {
		{ "2027-12-25", "Saturday" },
		{ "2027-12-26", "Sunday" },
		{ "2027-12-27", "Christmas Day (substitute day)" },
		{ "2027-12-28", "Boxing Day (substitute day)" },
		{ "2028-01-01", "Saturday" },
		{ "2028-01-02", "Sunday" },
		{ "2028-01-03", "New Year's Day (substitute day)" },
		{ "2028-01-08", "Saturday" },
		{ "2028-01-09", "Sunday" },
	};
	struct skipped skipped = { 0 };

	(void)step(0, "2027-12-23", 5, &skipped);
	ck_assert_uint_eq(skipped.count, 7);
	(void)step(
	    0, "2028-01-04", 4, &skipped); /* goes on behind the first seven, past the first room */
	ck_assert_uint_eq(skipped.count, sizeof(passed) / sizeof(passed[0]));
	for (size_t i = 0; i < skipped.count; i++) {
		ck_assert_int_eq(skipped.days[i].on, on(passed[i].date));
		ck_assert_str_eq(skipped.days[i].why, passed[i].why);
	}
	skipped = (struct skipped){ 0 };
	(void)step(0, "2026-04-07", -1, &skipped); /* back: in the order of counting */
	ck_assert_uint_eq(skipped.count, 4);
	ck_assert_str_eq(skipped.days[0].why, "Easter Monday");
	ck_assert_str_eq(skipped.days[3].why, "Good Friday");
}
END_TEST

START_TEST(counts_are_the_inverse_of_steps)
{
	const day first = on("2026-03-20"), last = on("2026-04-20");

	for (int n = 0; n < RULES_NATIONS; n++)
		for (day from = first; from <= last; from++)
			for (int steps = -9; steps <= 9; steps++) {
				day to = DAY_NONE;
				int count = 99;
				const char *why;

				if (steps == 0)
					continue;
				ck_assert_int_eq(calendar_step(calendar, nation(n), from, steps,
						     NULL, NULL, &to),
				    RESULT_OK);
				ck_assert_int_eq(
				    calendar_count(calendar, nation(n), from, to, &count),
				    RESULT_OK);
				/* Counting back, (to, from] holds `from` where that is a working day, and not `to`. */
				ck_assert_int_eq(count,
				    steps > 0 ? steps
					      : steps + (is_working(n, from, &why) ? 0 : 1));
			}
}
END_TEST

START_TEST(counts_of_nothing)
{
	int count = 99;

	ck_assert_int_eq(
	    calendar_count(calendar, nation(0), on("2026-04-07"), on("2026-04-07"), &count),
	    RESULT_OK);
	ck_assert_int_eq(count, 0);
	ck_assert_int_eq(
	    calendar_count(calendar, nation(0), on("2026-04-02"), on("2026-04-06"), &count),
	    RESULT_OK);
	ck_assert_int_eq(count, 0);
}
END_TEST

/* Past the last listed year, and before the first, everything is refused and nothing written. */
START_TEST(refuses_outside_the_listed_years)
{
	struct skipped_day kept = { .on = 7, .why = "kept" };
	struct skipped skipped = { .days = &kept, .count = 1, .room = 1 };
	const char *why = "kept";
	bool working = true;
	int count = 99;
	day d = 42;

	ck_assert_int_eq(
	    calendar_working_day(calendar, nation(0), on("2029-01-02"), &working, &why),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_working_day(calendar, nation(0), on("2011-12-31"), &working, &why),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_working_day(calendar, nation(0), DAY_NONE, &working, &why), RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2028-12-29"), 1, arena, &skipped, &d),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2028-12-30"), 0, arena, &skipped, &d),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2012-01-03"), -1, arena, &skipped, &d),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2029-01-01"), -1, arena, &skipped, &d),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(calendar_step(calendar, nation(0), INT32_MAX, 1, arena, &skipped, &d),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(
	    calendar_count(calendar, nation(0), on("2028-12-29"), on("2029-01-02"), &count),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(calendar_count(calendar, nation(0), DAY_NONE, on("2020-01-02"), &count),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(step(0, "2028-12-28", 1, NULL), on("2028-12-29"));
	ck_assert_int_eq(d, 42);
	ck_assert_int_eq(count, 99);
	ck_assert_str_eq(why, "kept");
	ck_assert_uint_eq(skipped.count, 1);
	ck_assert_str_eq(skipped.days[0].why, "kept");
}
END_TEST

START_TEST(refuses_walks_without_end)
{
	day d = 42;

	ck_assert_int_eq(calendar_step(calendar, nation(0), on("2012-01-03"), 2001, NULL, NULL, &d),
	    RESULT_LIMIT);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2028-01-04"), -2001, NULL, NULL, &d),
	    RESULT_LIMIT);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2028-01-04"), INT32_MIN, NULL, NULL, &d),
	    RESULT_LIMIT);
	ck_assert_int_eq(d, 42);
	ck_assert_int_eq(
	    calendar_step(calendar, nation(0), on("2012-01-03"), 2000, NULL, NULL, &d), RESULT_OK);
}
END_TEST

START_TEST(closed_days_are_no_working_days)
{
	const struct holiday closed[] = { { on("2026-08-28"), "closed: staff day" },
		{ on("2026-08-31"), "closed: also a holiday" } };
	struct calendar own = *calendar;
	struct skipped skipped = { 0 };
	day d = DAY_NONE;

	own.closed = closed;
	own.closed_count = 2;
	ck_assert_int_eq(
	    calendar_step(&own, nation(0), on("2026-08-27"), 1, arena, &skipped, &d), RESULT_OK);
	ck_assert_int_eq(d, on("2026-09-01"));
	ck_assert_uint_eq(skipped.count, 4);
	ck_assert_str_eq(skipped.days[0].why, "closed: staff day");
	ck_assert_str_eq(
	    skipped.days[3].why, "Summer bank holiday"); /* the law's name before ours */
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar");
	TCase *list = tcase_create("list"), *walk = tcase_create("walk");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(list, set_up, tear_down);
	tcase_add_test(list, list_is_dated_and_covers_its_years);
	tcase_add_test(list, list_agrees_with_the_rules);
	tcase_add_test(list, working_days_a_year);
	tcase_add_test(list, single_days);
	tcase_add_test(list, union_of_the_nations);
	suite_add_tcase(suite, list);
	tcase_add_checked_fixture(walk, set_up, tear_down);
	tcase_add_test(walk, steps_forward_back_and_none);
	tcase_add_test(walk, skipped_days_have_reasons);
	tcase_add_test(walk, counts_are_the_inverse_of_steps);
	tcase_add_test(walk, counts_of_nothing);
	tcase_add_test(walk, refuses_outside_the_listed_years);
	tcase_add_test(walk, refuses_walks_without_end);
	tcase_add_test(walk, closed_days_are_no_working_days);
	suite_add_tcase(suite, walk);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
