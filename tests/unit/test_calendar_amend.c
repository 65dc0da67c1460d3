/*
 * test_calendar_amend.c - what a borough changes in the list of bank holidays, and days read from GOV.UK's files: whatever zone
 * the machine is in, no day may shift.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parley/calendar_amend.h"
#include "parley/calendar_import.h"
#include "uk_calendar.h"

static struct arena *a;
static const struct calendar *uk;

static void
begin(void)
{
	a = arena_new();
	uk = uk_calendar_load(a);
}

static void
end(void)
{
	arena_free(a);
}

static day
on(const char *text)
{
	day d = DAY_NONE;

	ck_assert_int_eq(day_parse(text, &d), RESULT_OK);
	return d;
}

static bool
works(const struct calendar *c, const char *date)
{
	bool working = false;
	const char *why;

	ck_assert_int_eq(calendar_working_day(c, calendar_nation_find(c, "england-and-wales"), on(date), &working, &why),
	                 RESULT_OK);
	return working;
}

START_TEST(amended)
{
	const struct holiday added[] = { { on("2028-05-08"), "May, moved" }, { on("2027-06-15"), "World Cup" },
		                         { on("2029-01-01"), "New Year's Day" } };
	const day removed[] = { on("2028-05-01") };
	const struct holiday closed[] = { { on("2027-12-30"), "shut" }, { on("2027-12-29"), "shut" } };
	const struct calendar_amendment m = { "england-and-wales", 2029, added, 3, removed, 1 };
	const struct calendar_changes changes = { &m, 1, closed, 2 };
	const struct calendar *c;
	struct fault f;
	bool working;
	const char *why;

	fault_init(&f, a);
	ck_assert_int_eq(calendar_amend_check(uk, &changes, "/value", a, &f), RESULT_OK);
	c = calendar_amend(uk, &changes, a);
	ck_assert(works(c, "2028-05-01") && !works(uk, "2028-05-01"));
	ck_assert(!works(c, "2028-05-08") && works(uk, "2028-05-08"));
	ck_assert(!works(c, "2027-06-15") && !works(c, "2029-01-01") && works(c, "2029-01-02"));
	ck_assert(!works(c, "2027-12-29") && !works(c, "2027-12-30") && works(c, "2027-12-31"));
	ck_assert_int_eq(calendar_working_day(uk, calendar_nation_find(uk, "england-and-wales"), on("2029-01-02"), &working, &why),
	                 RESULT_NOT_FOUND);
	/* The other nations are as they were. */
	ck_assert_int_eq(calendar_working_day(c, calendar_nation_find(c, "scotland"), on("2027-06-15"), &working, &why), RESULT_OK);
	ck_assert(working);
}
END_TEST

struct wrong { const char *pointer; struct calendar_amendment m; };

START_TEST(refused)
{
	const struct holiday saturday = { on("2027-06-12"), "x" }, listed = { on("2027-12-27"), "x" }, late = { on("2029-05-01"), "x" };
	const struct holiday twice[] = { { on("2027-06-15"), "x" }, { on("2027-06-15"), "y" } };
	const day none = on("2027-06-15");
	const struct wrong list[] = {
		{ "/value/nations/0/id", { .nation = "atlantis" } },
		{ "/value/nations/0/last_year", { .nation = "scotland", .last_year = 2027 } },
		{ "/value/nations/0/last_year", { .nation = "scotland", .last_year = 2030, .added = &late, .added_count = 1 } },
		{ "/value/nations/0/added/0/date", { .nation = "england-and-wales", .added = &saturday, .added_count = 1 } },
		{ "/value/nations/0/added/0/date", { .nation = "england-and-wales", .added = &listed, .added_count = 1 } },
		{ "/value/nations/0/added/0/date", { .nation = "england-and-wales", .added = &late, .added_count = 1 } },
		{ "/value/nations/0/added/1/date", { .nation = "england-and-wales", .added = twice, .added_count = 2 } },
		{ "/value/nations/0/removed/0", { .nation = "england-and-wales", .removed = &none, .removed_count = 1 } },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		const struct calendar_changes changes = { &list[i].m, 1, NULL, 0 };
		struct fault f;

		fault_init(&f, a);
		ck_assert_int_eq(calendar_amend_check(uk, &changes, "/value", a, &f), RESULT_INVALID);
		ck_assert_str_eq(f.fields->pointer, list[i].pointer);
	}
}
END_TEST

/* A newer list has by itself what was added, or no longer what was taken away: that changes nothing, and stops nobody. */
START_TEST(outlived)
{
	const struct holiday added[] = { { on("2027-12-27"), "Christmas Day, by hand" } };
	const day removed[] = { on("2027-06-15") };
	const struct calendar_amendment m = { "england-and-wales", 2020, added, 1, removed, 1 };
	const struct calendar *c = calendar_amend(uk, &(struct calendar_changes){ &m, 1, NULL, 0 }, a);
	const struct calendar_nation *was = calendar_nation_find(uk, "england-and-wales"),
				     *is = calendar_nation_find(c, "england-and-wales");

	ck_assert_uint_eq(is->count, was->count);
	ck_assert_int_eq(is->last_year, was->last_year);
	ck_assert_str_eq(calendar_holiday(is, on("2027-12-27")), calendar_holiday(was, on("2027-12-27")));
}
END_TEST

/* As GOV.UK writes them, and what others write. */
static const char ics[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:PUBLISH\r\nPRODID:-//uk.gov/GOVUK calendars//EN\r\nCALSCALE:GREGORIAN\r\n"
    "BEGIN:VEVENT\r\nDTEND;VALUE=DATE:20290102\r\nDTSTART;VALUE=DATE:20290101\r\nSUMMARY:New Year\xe2\x80\x99s Day\r\n"
    "UID:ca6af7456b0088abad9a69f9f620f5ac-0@gov.uk\r\nSEQUENCE:0\r\nDTSTAMP:20260101T000000Z\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20291225\r\nDTEND;VALUE=DATE:20291227\r\nSUMMARY:Christmas\\, two days\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART:20290330T230000Z\r\nDTEND:20290331T230000Z\r\nSUMMARY:Good Friday by the hour\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;TZID=America/New_York:20290330T000000\r\nSUMMARY:Elsewhere\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20290507\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Every year\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20290528\r\nSTATUS:CANCELLED\r\nSUMMARY:Not any more\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n";
static const char json[] =
    "{\"england-and-wales\":{\"division\":\"england-and-wales\",\"events\":[{\"title\":\"New Year\\u2019s Day\",\"date\":\"2029-01-01\","
    "\"notes\":\"\",\"bunting\":true}]},\"scotland\":{\"division\":\"scotland\",\"events\":[{\"title\":\"2nd January\",\"date\":"
    "\"2029-01-02\",\"notes\":\"\",\"bunting\":true},{\"title\":\"Wrong\",\"date\":\"2029-02-30\",\"notes\":\"\",\"bunting\":false}]}}";

static size_t
import(const char *text, struct calendar_row **rows)
{
	struct fault f;
	size_t count = 0;

	fault_init(&f, a);
	ck_assert_msg(calendar_import_read(text, strlen(text), a, rows, &count, &f) == RESULT_OK, "%s", f.sentence);
	return count;
}

static const char *const zones[] = { "UTC", "Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York" };

START_TEST(no_day_shifts)
{
	struct calendar_row *rows;

	ck_assert_int_eq(setenv("TZ", zones[_i], 1), 0);
	tzset();
	ck_assert_uint_eq(import(ics, &rows), 7);
	ck_assert_int_eq(rows[0].on, on("2029-01-01"));
	ck_assert_str_eq(rows[0].name, "New Year\xe2\x80\x99s Day");
	ck_assert_ptr_null(rows[0].trouble);
	ck_assert_int_eq(rows[1].on, on("2029-12-25"));
	ck_assert_int_eq(rows[2].on, on("2029-12-26"));
	ck_assert_str_eq(rows[2].name, "Christmas, two days");
	for (int i = 3; i < 7; i++)
		ck_assert_ptr_nonnull(rows[i].trouble);
	ck_assert_uint_eq(import(json, &rows), 3);
	ck_assert_str_eq(rows[1].nation, "scotland");
	ck_assert_int_eq(rows[1].on, on("2029-01-02"));
	ck_assert_ptr_nonnull(rows[2].trouble);
}
END_TEST

START_TEST(no_calendar)
{
	static const char *const texts[] = { "", "hello", "{", "{}", "[]", "{\"x\": 1}", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
		"BEGIN:VCALENDAR", "\xff\xfe" };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct calendar_row *rows = NULL;
		struct fault f;
		size_t count = 0;

		fault_init(&f, a);
		ck_assert_msg(calendar_import_read(texts[i], strlen(texts[i]), a, &rows, &count, &f) == RESULT_INVALID, "%s",
		              texts[i]);
		ck_assert_ptr_null(rows);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar-amend");
	TCase *cases = tcase_create("calendar-amend");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, begin, end);
	tcase_add_test(cases, amended);
	tcase_add_test(cases, refused);
	tcase_add_test(cases, outlived);
	tcase_add_loop_test(cases, no_day_shifts, 0, (int)(sizeof(zones) / sizeof(zones[0])));
	tcase_add_test(cases, no_calendar);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
