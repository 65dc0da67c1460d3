/* test_calendar_file.c - what the reader of the holiday list takes, and what it refuses and where. */
#include <check.h>
#include <string.h>

#include "uk_calendar.h"

static struct arena *arena;

static void
set_up(void)
{
	arena = arena_new();
}

static void
tear_down(void)
{
	arena_free(arena);
}

#define NATION(years, holidays) \
	"{\"id\":\"scotland\",\"name\":\"Scotland\"," years ",\"holidays\":[" holidays "]}"
#define FILE_OF(nations) "{\"version\":\"2026-08-21\",\"nations\":[" nations "]}"
#define Y2026 "\"first_year\":2026,\"last_year\":2026"
#define XMAS "{\"date\":\"2026-12-25\",\"name\":\"Christmas Day\"}"
#define NEW_YEAR "{\"date\":\"2026-01-01\",\"name\":\"New Year's Day\"}"

static enum result
parse(const char *json, const struct calendar **out, struct fault *f)
{
	fault_init(f, arena);
	return calendar_file_parse(json, strlen(json), arena, out, f);
}

START_TEST(reads_a_small_list)
{
	const struct calendar *c = NULL;
	struct fault f;

	ck_assert_int_eq(
	    parse(
		"{\"version\":\"2026-08-21\",\"sources\":[\"a test\"],\"nations\":[" NATION(Y2026,
		    NEW_YEAR
		    "," XMAS) "],\"closed\":[{\"date\":\"2026-08-28\",\"name\":\"staff "
			      "day\"},{\"date\":\"2026-08-29\",\"name\":\"a Saturday is allowed here\"}]}",
		&c, &f),
	    RESULT_OK);
	ck_assert_str_eq(c->version, "2026-08-21");
	ck_assert_uint_eq(c->nation_count, 1);
	ck_assert_str_eq(c->nations[0].id, "scotland");
	ck_assert_str_eq(c->nations[0].name, "Scotland");
	ck_assert_int_eq(c->nations[0].first_year, 2026);
	ck_assert_int_eq(c->nations[0].last_year, 2026);
	ck_assert_uint_eq(c->nations[0].count, 2);
	ck_assert_int_eq(c->nations[0].holidays[1].on, day_from_civil(2026, 12, 25));
	ck_assert_str_eq(c->nations[0].holidays[1].name, "Christmas Day");
	ck_assert_uint_eq(c->closed_count, 2);
	ck_assert_str_eq(c->closed[0].name, "closed: staff day");
}
END_TEST

static const struct {
	const char *json, *pointer, *reason; /* a part of the reason */
} refused[] = {
	{ "[]", "", "" },
	{ "{\"nations\":[" NATION(Y2026, XMAS) "]}", "/version", "" },
	{ "{\"version\":\"August 2026\",\"nations\":[" NATION(Y2026, XMAS) "]}", "/version",
	    "date of the list" },
	{ "{\"version\":\"2026-02-30\",\"nations\":[" NATION(Y2026, XMAS) "]}", "/version",
	    "date of the list" },
	{ "{\"version\":\"2026-08-21\"}", "/nations", "" },
	{ FILE_OF(""), "/nations", "1 to 8" },
	{ FILE_OF("1"), "/nations/0", "" },
	{ "{\"version\":\"2026-08-21\",\"nation\":1,\"nations\":[" NATION(Y2026, XMAS) "]}",
	    "/nation", "" },
	{ "{\"version\":\"2026-08-21\",\"closed\":{},\"nations\":[" NATION(Y2026, XMAS) "]}",
	    "/closed", "" },
	{ "{\"version\":\"2026-08-21\",\"sources\":7,\"nations\":[" NATION(Y2026, XMAS) "]}",
	    "/sources", "" },
	{ FILE_OF(NATION(Y2026, XMAS) "," NATION(Y2026, XMAS)), "/nations/1/id", "stands twice" },
	{ FILE_OF("{\"id\":\"Scotland\",\"name\":\"S\"," Y2026 ",\"holidays\":[" XMAS "]}"),
	    "/nations/0/id", "lower-case" },
	{ FILE_OF("{\"id\":\"s\",\"name\":\"\"," Y2026 ",\"holidays\":[" XMAS "]}"),
	    "/nations/0/name", "" },
	{ FILE_OF("{\"id\":\"s\",\"name\":\"S\",\"last_year\":2026,\"holidays\":[" XMAS "]}"),
	    "/nations/0/first_year", "" },
	{ FILE_OF(NATION("\"first_year\":1995,\"last_year\":2026", XMAS)), "/nations/0/first_year",
	    "" },
	{ FILE_OF(NATION("\"first_year\":2026,\"last_year\":2200", XMAS)), "/nations/0/last_year",
	    "" },
	{ FILE_OF(NATION("\"first_year\":2026,\"last_year\":2025", XMAS)), "/nations/0/last_year",
	    "before" },
	/* Years said to be covered, with no holiday in them: at the end, in between, at the start. */
	{ FILE_OF(NATION("\"first_year\":2026,\"last_year\":2027", XMAS)), "/nations/0/holidays",
	    "in 2027" },
	{ FILE_OF(NATION("\"first_year\":2024,\"last_year\":2026",
	      "{\"date\":\"2024-01-01\",\"name\":\"N\"}," XMAS)),
	    "/nations/0/holidays/1/date", "in 2025" },
	{ FILE_OF(NATION("\"first_year\":2025,\"last_year\":2026", XMAS)),
	    "/nations/0/holidays/0/date", "in 2025" },
	{ FILE_OF(NATION(Y2026, "")), "/nations/0/holidays", "in 2026" },
	{ FILE_OF(NATION(Y2026, XMAS ",{\"date\":\"2027-01-01\",\"name\":\"N\"}")),
	    "/nations/0/holidays/1/date", "outside the years" },
	{ FILE_OF(NATION(Y2026, "{\"date\":\"2025-12-25\",\"name\":\"N\"}," XMAS)),
	    "/nations/0/holidays/0/date", "outside the years" },
	{ FILE_OF(NATION(Y2026, XMAS "," XMAS)), "/nations/0/holidays/1/date", "ascend" },
	{ FILE_OF(NATION(Y2026, XMAS "," NEW_YEAR)), "/nations/0/holidays/1/date", "ascend" },
	/* Boxing Day 2026 is a Saturday: a list shifted or copied without its substitute days. */
	{ FILE_OF(NATION(Y2026, XMAS ",{\"date\":\"2026-12-26\",\"name\":\"Boxing Day\"}")),
	    "/nations/0/holidays/1/date", "Saturday" },
	{ FILE_OF(NATION(Y2026, "{\"date\":\"2026-02-29\",\"name\":\"N\"}")),
	    "/nations/0/holidays/0/date", "no such date" },
	{ FILE_OF(NATION(Y2026, "{\"date\":\"25/12/2026\",\"name\":\"N\"}")),
	    "/nations/0/holidays/0/date", "no such date" },
	{ FILE_OF(NATION(Y2026, "{\"date\":20261225,\"name\":\"N\"}")),
	    "/nations/0/holidays/0/date", "" },
	{ FILE_OF(NATION(Y2026, "{\"date\":\"2026-12-25\"}")), "/nations/0/holidays/0/name", "" },
	{ FILE_OF(NATION(Y2026, "{\"date\":\"2026-12-25\",\"name\":\"N\",\"bunting\":true}")),
	    "/nations/0/holidays/0/bunting", "" },
	{ "{\"version\":\"2026-08-21\",\"nations\":[" NATION(Y2026,
	      XMAS) "],\"closed\":["
		    "{\"date\":\"2026-08-28\",\"name\":\"a\"},{\"date\":\"2026-08-28\",\"name\":\"b\"}]}",
	    "/closed/1/date", "ascend" },
};

START_TEST(refuses)
{
	const struct calendar untouched = { 0 }, *c = &untouched;
	const struct fault_field *field;
	struct fault f;

	ck_assert_msg(parse(refused[_i].json, &c, &f) == RESULT_INVALID, "%s", refused[_i].json);
	ck_assert_ptr_eq(c, &untouched);
	for (field = f.fields; field != NULL; field = field->next)
		if (strcmp(field->pointer, refused[_i].pointer) == 0 &&
		    strstr(field->reason, refused[_i].reason) != NULL)
			return;
	ck_abort_msg("%s: no fault at '%s', but '%s': %s", refused[_i].json, refused[_i].pointer,
	    f.fields != NULL ? f.fields->pointer : "-", f.fields != NULL ? f.fields->reason : "-");
}
END_TEST

START_TEST(tells_all_slips_at_once)
{
	const struct calendar *c = NULL;
	struct fault f;

	ck_assert_int_eq(parse(FILE_OF(NATION(Y2026,
				   "{\"date\":\"x\",\"name\":\"\"},{\"date\":\"y\","
				   "\"name\":\"N\"}")),
			     &c, &f),
	    RESULT_INVALID);
	ck_assert_uint_eq(f.count, 3);
}
END_TEST

START_TEST(refuses_what_is_too_large)
{
	char *blank = arena_alloc(arena, CALENDAR_FILE_MAX + 1);
	const struct calendar *c = NULL;
	struct fault f;

	memset(blank, ' ', CALENDAR_FILE_MAX + 1);
	fault_init(&f, arena);
	ck_assert_int_eq(
	    calendar_file_parse(blank, CALENDAR_FILE_MAX + 1, arena, &c, &f), RESULT_LIMIT);
	ck_assert_ptr_null(c);
}
END_TEST

/* The shipped file cut anywhere is refused, and never read past its end. */
START_TEST(refuses_every_cut)
{
	size_t length;
	const char *text =
	    uk_calendar_text(arena, "policies/calendars/united-kingdom.json", &length);
	struct arena *own = arena_new();
	const struct calendar *c = NULL;
	struct fault f;

	for (size_t cut = 0; cut + 2 < length; cut += 97) {
		char *copy =
		    malloc(cut + 1); /* its own block, so that a sanitizer sees a read past it */

		ck_assert_ptr_nonnull(copy);
		memcpy(copy, text, cut);
		fault_init(&f, own);
		if (calendar_file_parse(copy, cut, own, &c, &f) == RESULT_OK)
			ck_abort_msg("read when cut at %zu", cut);
		free(copy);
		arena_reset(own);
	}
	arena_free(own);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("calendar_file");
	TCase *file = tcase_create("file");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(file, set_up, tear_down);
	tcase_add_test(file, reads_a_small_list);
	tcase_add_loop_test(file, refuses, 0, (int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(file, tells_all_slips_at_once);
	tcase_add_test(file, refuses_what_is_too_large);
	tcase_add_test(file, refuses_every_cut);
	suite_add_tcase(suite, file);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
