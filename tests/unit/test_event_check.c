/*
 * test_event_check.c - what was sent, held against the fields that were asked for: every type of field, good, bad
 * and missing; NHS numbers; and the table of the kinds of events itself.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "parley/event.h"
#include "parley/utf8.h"
#include "suite.h"

static struct arena *a;
static struct fault f;
static instant now;

static void
setup(void)
{
	a = arena_new();
	ck_assert_int_eq(instant_parse("2026-07-02T00:30:00+01:00", &now), RESULT_OK);
}

static void
teardown(void)
{
	arena_free(a);
}

static enum result
check(const struct field *fields, size_t field_count, const struct field_value *values, size_t value_count)
{
	struct field_set set = { fields, field_count };

	fault_init(&f, a);
	return event_check_fields(&set, 1, values, value_count, now, &f);
}

/* What is said of one field with one text; NULL when it is accepted. */
static const char *
said(struct field field, const char *text)
{
	struct field_value v = { .name = "x", .text = text };
	enum result r;

	field.name = "x";
	r = check(&field, 1, &v, 1);
	ck_assert_int_eq(r == RESULT_OK, f.count == 0);
	if (r == RESULT_OK)
		return NULL;
	ck_assert_int_eq(r, RESULT_INVALID);
	ck_assert_uint_eq(f.count, 1);
	ck_assert_str_eq(f.fields->pointer, "/fields/x");
	return f.fields->reason;
}

#define OK(type_, text_) ck_assert_ptr_null(said((struct field){ .type = (type_) }, (text_)))
#define BAD(type_, text_, words_) \
	do { \
		const char *reason_ = said((struct field){ .type = (type_) }, (text_)); \
		ck_assert_msg(reason_ != NULL, "accepted: %s", (text_)); \
		ck_assert_str_eq(reason_, (words_)); \
	} while (0)

static const char *
repeat(const char *piece, size_t times)
{
	size_t length = strlen(piece);
	char *all = arena_alloc(a, length * times + 1);

	for (size_t i = 0; i < times; i++)
		memcpy(all + i * length, piece, length);
	return all;
}

#define CONTROL "Take out the characters that cannot be shown, such as control characters"

START_TEST(line)
{
	OK(FIELD_LINE, "Zoë O'Brien, née Müller-Łukasz 王");
	OK(FIELD_LINE, repeat("ž", 200));
	BAD(FIELD_LINE, repeat("ž", 201), "Use 200 characters or fewer; this has 201");
	BAD(FIELD_LINE, "two\nlines", CONTROL);
	BAD(FIELD_LINE, "bell\a", CONTROL);
	BAD(FIELD_LINE, "\x80\xff", CONTROL);
	BAD(FIELD_LINE, "\xc0\xaf", CONTROL);
	ck_assert_ptr_null(said((struct field){ .type = FIELD_LINE, .max = 3 }, "日本語"));
	ck_assert_str_eq(said((struct field){ .type = FIELD_LINE, .max = 3 }, "日本語だ"),
	                 "Use 3 characters or fewer; this has 4");
}
END_TEST

START_TEST(text)
{
	OK(FIELD_TEXT, "two\nlines\tand a tab");
	OK(FIELD_TEXT, repeat("😀", 10000));
	BAD(FIELD_TEXT, repeat("😀", 10001), "Use 10000 characters or fewer; this has 10001");
	BAD(FIELD_TEXT, "escape\x1b[31m", CONTROL);
	BAD(FIELD_TEXT, "cut \xf0\x9f\x98", CONTROL);
}
END_TEST

static const struct choice colours[] = { { "red", "Red", NULL }, { "dark-red", "Dark red", NULL } };

#define COLOURS(type_) (struct field){ .type = (type_), .choices = colours, .choice_count = 2 }

START_TEST(choice)
{
	ck_assert_ptr_null(said(COLOURS(FIELD_CHOICE), "red"));
	ck_assert_ptr_null(said(COLOURS(FIELD_CHOICE), "dark-red"));
	ck_assert_str_eq(said(COLOURS(FIELD_CHOICE), "re"), "Choose one of the answers");
	ck_assert_str_eq(said(COLOURS(FIELD_CHOICE), "Red"), "Choose one of the answers");
	ck_assert_str_eq(said(COLOURS(FIELD_CHOICE), "red\ndark-red"), "Choose one of the answers");
	ck_assert_ptr_null(said(COLOURS(FIELD_CHOICES), "red"));
	ck_assert_ptr_null(said(COLOURS(FIELD_CHOICES), "red\ndark-red"));
	ck_assert_str_eq(said(COLOURS(FIELD_CHOICES), "red\nblue"), "Choose from the answers");
	ck_assert_str_eq(said(COLOURS(FIELD_CHOICES), "red\n\ndark-red"), "Choose from the answers");
	ck_assert_str_eq(said(COLOURS(FIELD_CHOICES), "\nred"), "Choose from the answers");
}
END_TEST

START_TEST(yes_no_and_declare)
{
	OK(FIELD_YES_NO, "yes");
	OK(FIELD_YES_NO, "no");
	BAD(FIELD_YES_NO, "Yes", "Choose yes or no");
	BAD(FIELD_YES_NO, "true", "Choose yes or no");
	OK(FIELD_DECLARE, "yes");
	BAD(FIELD_DECLARE, "no", "Tick the box to go on");
}
END_TEST

/* It is half past midnight on 2 July in London, and still 1 July in UTC: today is the 2nd. */
START_TEST(days)
{
	OK(FIELD_DATE, "2026-07-02");
	OK(FIELD_DATE, "2024-02-29");
	OK(FIELD_DATE, "2012-01-01");
	BAD(FIELD_DATE, "2026-07-03", "The date must be today or in the past");
	BAD(FIELD_DATE, "2011-12-31", "The year must be 2012 or later");
	BAD(FIELD_DATE, "2025-02-29", "Enter a real date, for example 23 12 2027");
	BAD(FIELD_DATE, "02/07/2026", "Enter a real date, for example 23 12 2027");
	BAD(FIELD_DATE, "2026-7-2", "Enter a real date, for example 23 12 2027");
	BAD(FIELD_DATE, "2026-07-02T10:00", "Enter a real date, for example 23 12 2027");
	OK(FIELD_DAY_AHEAD, "2026-07-02");
	OK(FIELD_DAY_AHEAD, "2027-01-01");
	BAD(FIELD_DAY_AHEAD, "2026-07-01", "The date must be today or later");
	BAD(FIELD_DAY_AHEAD, "2026-06-31", "Enter a real date, for example 23 12 2027");
}
END_TEST

START_TEST(times)
{
	OK(FIELD_TIME, "2026-07-02T00:30");
	OK(FIELD_TIME, "2026-07-02T00:31"); /* clocks differ by a minute */
	OK(FIELD_TIME, "2026-07-01T23:30:59Z");
	OK(FIELD_TIME, "2026-03-29T01:30"); /* left out by the change of the clocks: read, not refused */
	BAD(FIELD_TIME, "2026-07-02T00:32", "The date and time must be now or in the past");
	BAD(FIELD_TIME, "2026-07-01T23:32:00Z", "The date and time must be now or in the past");
	BAD(FIELD_TIME, "2011-12-31T23:59", "The year must be 2012 or later");
	BAD(FIELD_TIME, "2026-07-02", "Enter a real date and time, for example 23 12 2027 and 14:30");
	BAD(FIELD_TIME, "2026-07-01T24:30", "Enter a real date and time, for example 23 12 2027 and 14:30");
	BAD(FIELD_TIME, "yesterday", "Enter a real date and time, for example 23 12 2027 and 14:30");
}
END_TEST

static const struct person_ref crowd[21] = { { .id = 1, .name = "Amina" } };
static const struct agency_ref hospital = { "hospital", "Hospital", "health" };

static const char *
said_of(enum field_type type, struct field_value v)
{
	struct field field = { .name = "x", .type = type, .required = true };

	v.name = "x";
	return check(&field, 1, &v, 1) == RESULT_OK ? NULL : f.fields->reason;
}

START_TEST(people_and_agencies)
{
	ck_assert_ptr_null(said_of(FIELD_PERSON, (struct field_value){ .people = crowd, .people_count = 1 }));
	ck_assert_str_eq(said_of(FIELD_PERSON, (struct field_value){ .people = crowd, .people_count = 2 }),
	                 "Choose one person");
	ck_assert_str_eq(said_of(FIELD_PERSON, (struct field_value){ 0 }), "Choose a person");
	ck_assert_str_eq(said_of(FIELD_PERSON, (struct field_value){ .text = "Amina" }), "Choose one person");
	ck_assert_ptr_null(said_of(FIELD_PEOPLE, (struct field_value){ .people = crowd, .people_count = 20 }));
	ck_assert_str_eq(said_of(FIELD_PEOPLE, (struct field_value){ .people = crowd, .people_count = 21 }),
	                 "Choose 20 people or fewer");
	ck_assert_str_eq(said_of(FIELD_PEOPLE, (struct field_value){ 0 }), "Choose a person");
	ck_assert_str_eq(said_of(FIELD_PEOPLE, (struct field_value){ .text = "Amina, Nora" }), "Choose a person");
	ck_assert_ptr_null(said_of(FIELD_AGENCY, (struct field_value){ .agency = &hospital }));
	ck_assert_str_eq(said_of(FIELD_AGENCY, (struct field_value){ .text = "hospital" }), "Choose an agency");
	ck_assert_str_eq(said_of(FIELD_AGENCY, (struct field_value){ 0 }), "Choose an agency");
	/* A list of people where a text belongs */
	ck_assert_str_eq(said_of(FIELD_LINE, (struct field_value){ .people = crowd, .people_count = 1 }),
	                 "This must be text");
	ck_assert_str_eq(said_of(FIELD_YES_NO, (struct field_value){ .agency = &hospital }), "This must be text");
}
END_TEST

static const struct { enum field_type type; const char *words; } missing[] = {
	{ FIELD_LINE, "Enter an answer" }, { FIELD_TEXT, "Enter an answer" },
	{ FIELD_CHOICE, "Choose an answer" }, { FIELD_CHOICES, "Choose an answer" },
	{ FIELD_YES_NO, "Choose yes or no" }, { FIELD_DECLARE, "Tick the box to go on" },
	{ FIELD_DATE, "Enter a date" }, { FIELD_DAY_AHEAD, "Enter a date" }, { FIELD_TIME, "Enter a date and time" },
	{ FIELD_PERSON, "Choose a person" }, { FIELD_PEOPLE, "Choose a person" }, { FIELD_AGENCY, "Choose an agency" },
	{ FIELD_NHS_NUMBER, "Enter the NHS number" },
};

START_TEST(missing_or_blank)
{
	struct field field = { .name = "x", .type = missing[_i].type, .required = true };
	struct field_value blank = { .name = "x", .text = " \t\n " };

	ck_assert_int_eq(check(&field, 1, NULL, 0), RESULT_INVALID);
	ck_assert_str_eq(f.fields->reason, missing[_i].words);
	ck_assert_int_eq(check(&field, 1, &blank, 1), RESULT_INVALID);
	ck_assert_str_eq(f.fields->reason, missing[_i].words);
	field.required = false;
	ck_assert_int_eq(check(&field, 1, NULL, 0), RESULT_OK);
	ck_assert_int_eq(check(&field, 1, &blank, 1), RESULT_OK);
}
END_TEST

START_TEST(only_if)
{
	static const struct field fields[] = {
		{ .name = "kind", .type = FIELD_LINE, .required = true },
		{ .name = "number", .type = FIELD_LINE, .required = true, .only_if = "kind=nhs" },
	};
	struct field_value values[] = { { .name = "kind", .text = "nhs" }, { .name = "number", .text = "1" } };

	ck_assert_int_eq(check(fields, 2, values, 2), RESULT_OK);
	ck_assert_int_eq(check(fields, 2, values, 1), RESULT_INVALID); /* asked and missing */
	ck_assert_str_eq(f.fields->pointer, "/fields/number");
	values[0].text = "nhsx";
	ck_assert_int_eq(check(fields, 2, values, 1), RESULT_OK); /* not asked */
	ck_assert_int_eq(check(fields, 2, values, 2), RESULT_INVALID); /* not asked and there */
	ck_assert_str_eq(f.fields->reason, "This is not asked, given the other answers");
	values[1].text = "  ";
	ck_assert_int_eq(check(fields, 2, values, 2), RESULT_OK); /* a form may send what it hides, empty */
	ck_assert_int_eq(check(fields, 2, values + 1, 1), RESULT_INVALID); /* 'kind' missing, 'number' not asked */
	ck_assert_uint_eq(f.count, 1);
	ck_assert_str_eq(f.fields->pointer, "/fields/kind");
}
END_TEST

START_TEST(two_sets_and_every_fault_at_once)
{
	static const struct field own[] = { { .name = "reason", .type = FIELD_TEXT, .required = true },
		                            { .name = "when", .type = FIELD_DATE, .required = true } };
	static const struct field asks[] = { { .name = "legal", .type = FIELD_YES_NO, .required = true },
		                             { .name = "why", .type = FIELD_LINE, .required = true, .only_if = "reason=x" } };
	const struct field_set sets[] = { { own, 2 }, { asks, 2 } };
	const struct field_value values[] = { { .name = "reason", .text = "x" }, { .name = "when", .text = "soon" },
		                              { .name = "legal", .text = "maybe" }, { .name = "other", .text = "" } };
	static const char *const pointers[] = { "/fields/when", "/fields/legal", "/fields/why", "/fields/other" };
	const struct fault_field *x;
	size_t i = 0;

	fault_init(&f, a);
	ck_assert_int_eq(event_check_fields(sets, 2, values, 4, now, &f), RESULT_INVALID);
	ck_assert_uint_eq(f.count, 4);
	for (x = f.fields; x; x = x->next)
		ck_assert_str_eq(x->pointer, pointers[i++]);
	ck_assert_str_eq(f.fields->next->next->next->reason, "There is no such field here");
}
END_TEST

START_TEST(twice_the_same_name)
{
	static const struct field field = { .name = "x", .type = FIELD_LINE };
	const struct field_value values[] = { { .name = "x", .text = "good" }, { .name = "x", .text = "bad\a" } };

	ck_assert_int_eq(check(&field, 1, values, 2), RESULT_INVALID);
	ck_assert_str_eq(f.fields->reason, "This is here twice");
}
END_TEST

/* Whatever the name of an unknown field is, the pointer is one (RFC 6901) and stays UTF-8 where it is cut. */
START_TEST(pointers_of_strange_names)
{
	const struct field_value slash = { .name = "a/b~c", .text = "x" };
	const struct field_value longer = { .name = arena_format(a, "%s%s", repeat("x", 79), repeat("é", 60)), .text = "x" };

	ck_assert_int_eq(check(NULL, 0, &slash, 1), RESULT_INVALID);
	ck_assert_str_eq(f.fields->pointer, "/fields/a~1b~0c");
	ck_assert_int_eq(check(NULL, 0, &longer, 1), RESULT_INVALID);
	ck_assert(utf8_is_line(f.fields->pointer));
	ck_assert(strncmp(f.fields->pointer, "/fields/xxx", 11) == 0);
}
END_TEST

/* A fault that was there before stays and does not make good values bad. */
START_TEST(adds_to_a_fault)
{
	struct field field = { .name = "x", .type = FIELD_LINE };
	struct field_set set = { &field, 1 };
	struct field_value v = { .name = "x", .text = "good" };

	fault_init(&f, a);
	(void)fault_field(&f, "/fields/y", "Before");
	ck_assert_int_eq(event_check_fields(&set, 1, &v, 1, now, &f), RESULT_OK);
	ck_assert_uint_eq(f.count, 1);
}
END_TEST

static const struct { const char *number; bool passes; } nhs[] = {
	{ "9434765919", true }, { "943 476 5919", true }, { " 9434765919 ", true },
	{ "9434765918", false }, { "9434765910", false },
	{ "9434765870", true }, { "9876543210", true }, { "9876544321", false }, { "1234567890", false },
	{ "4010232137", true }, { "6541003238", true }, { "6716689966", true }, { "3417284996", true },
	{ "9990548609", true },
	{ "9111111124", false }, { "9222222228", false },
	{ "9990000018", true }, { "9990000026", true }, { "9990000034", true }, { "9990000042", true },
	{ "9990000050", true },
	{ "943476591", false }, { "94347659190", false }, { "", false }, { "943-476-5919", true }, { "-", false },
	{ "943476591x", false }, { "٩٤٣٤٧٦٥٩١٩", false }, { "+943476591", false },
};

START_TEST(nhs_numbers)
{
	char out[11] = "untouched!";

	ck_assert_int_eq(nhs_number_parse(nhs[_i].number, out), nhs[_i].passes ? RESULT_OK : RESULT_INVALID);
	if (!nhs[_i].passes)
		ck_assert_str_eq(out, "untouched!");
	else
		ck_assert_uint_eq(strlen(out), 10);
	ck_assert(strchr(out, ' ') == NULL);
	if (*nhs[_i].number)
		ck_assert_int_eq(said((struct field){ .type = FIELD_NHS_NUMBER }, nhs[_i].number) == NULL, nhs[_i].passes);
}
END_TEST

START_TEST(nhs_no_check_digit_possible)
{
	static const char *const prefixes[] = { "999000000", "999000014", "999000028" };
	char out[11];

	for (size_t i = 0; i < 3; i++) {
		for (int digit = 0; digit < 10; digit++)
			ck_assert_int_eq(nhs_number_parse(arena_format(a, "%s%d", prefixes[i], digit), out), RESULT_INVALID);
	}
}
END_TEST

START_TEST(nhs_repeated_digits)
{
	char number[11] = { 0 }, out[11];

	for (char digit = '0'; digit <= '9'; digit++) {
		memset(number, digit, 10);
		ck_assert_int_eq(nhs_number_parse(number, out), RESULT_INVALID);
	}
}
END_TEST

START_TEST(nhs_every_slip_is_caught)
{
	static const char good[] = "9434765919";
	char slip[11], out[11];

	for (int i = 0; i < 10; i++) {
		for (char digit = '0'; digit <= '9'; digit++) {
			memcpy(slip, good, 11);
			slip[i] = digit;
			ck_assert_int_eq(nhs_number_parse(slip, out) == RESULT_OK, digit == good[i]);
		}
		memcpy(slip, good, 11);
		if (i < 9 && good[i] != good[i + 1]) {
			slip[i] = good[i + 1];
			slip[i + 1] = good[i];
			ck_assert_int_eq(nhs_number_parse(slip, out), RESULT_INVALID);
		}
	}
}
END_TEST

/* The table of kinds: each has a name of its own that is found again, and fields that can be asked. */
START_TEST(table_of_kinds)
{
	enum event_kind found = EVENT_KIND_COUNT;
	size_t count;
	const struct field *fields = event_fields((enum event_kind)_i, &count);

	ck_assert_ptr_nonnull(event_kind_name((enum event_kind)_i));
	ck_assert(event_kind_find(event_kind_name((enum event_kind)_i), &found));
	ck_assert_int_eq(found, _i);
	ck_assert_uint_gt(count, 0);
	for (size_t i = 0; i < count; i++) {
		const char *equals = fields[i].only_if ? strchr(fields[i].only_if, '=') : NULL;
		bool before = !fields[i].only_if;

		ck_assert_uint_eq(strspn(fields[i].name, "abcdefghijklmnopqrstuvwxyz_0123456789"), strlen(fields[i].name));
		ck_assert_ptr_nonnull(fields[i].label);
		for (size_t k = 0; k < i; k++) {
			ck_assert_str_ne(fields[k].name, fields[i].name);
			before = before || (equals && strncmp(fields[k].name, fields[i].only_if, (size_t)(equals - fields[i].only_if)) == 0);
		}
		ck_assert_msg(before, "%s asks for what is asked later", fields[i].name);
	}
}
END_TEST

START_TEST(names_and_values)
{
	static const struct field_value values[] = { { .name = "reason", .text = "because" }, { .name = "with" } };
	const struct event ev = { .fields = values, .field_count = 2 };
	enum event_kind kind = EVENT_CLOSED;

	ck_assert_str_eq(event_text(&ev, "reason"), "because");
	ck_assert_ptr_eq(event_field(&ev, "with"), &values[1]);
	ck_assert_ptr_null(event_text(&ev, "with"));
	ck_assert_ptr_null(event_field(&ev, "reaso"));
	ck_assert(!event_kind_find("Raised", &kind));
	ck_assert_int_eq(kind, EVENT_CLOSED);
	ck_assert_int_eq(side_other(SIDE_RAISING), SIDE_RECEIVING);
	ck_assert_int_eq(side_other(SIDE_RECEIVING), SIDE_RAISING);
	ck_assert_int_eq(side_other(SIDE_NONE), SIDE_NONE);
	ck_assert_str_eq(side_name(SIDE_RECEIVING), "receiving");
	ck_assert_str_eq(field_type_name(FIELD_DAY_AHEAD), "day-ahead");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("event_check");
	TCase *cases = tcase_create("event_check");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, line);
	tcase_add_test(cases, text);
	tcase_add_test(cases, choice);
	tcase_add_test(cases, yes_no_and_declare);
	tcase_add_test(cases, days);
	tcase_add_test(cases, times);
	tcase_add_test(cases, people_and_agencies);
	tcase_add_loop_test(cases, missing_or_blank, 0, (int)(sizeof(missing) / sizeof(missing[0])));
	tcase_add_test(cases, only_if);
	tcase_add_test(cases, two_sets_and_every_fault_at_once);
	tcase_add_test(cases, twice_the_same_name);
	tcase_add_test(cases, pointers_of_strange_names);
	tcase_add_test(cases, adds_to_a_fault);
	tcase_add_loop_test(cases, nhs_numbers, 0, (int)(sizeof(nhs) / sizeof(nhs[0])));
	tcase_add_test(cases, nhs_no_check_digit_possible);
	tcase_add_test(cases, nhs_repeated_digits);
	tcase_add_test(cases, nhs_every_slip_is_caught);
	tcase_add_loop_test(cases, table_of_kinds, 0, EVENT_KIND_COUNT);
	tcase_add_test(cases, names_and_values);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
