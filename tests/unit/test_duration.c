/* test_duration.c - lengths of time as policies write them: what is read, and what is refused. */
#include <check.h>
#include <string.h>

#include "parley/deadline.h"

static const struct {
	const char *words;
	enum duration_kind kind;
	int amount;
	bool before;
} accepted[] = {
	{ "1 working day", DURATION_WORKING_DAYS, 1, false },
	{ "2 working days", DURATION_WORKING_DAYS, 2, false },
	{ "One Working Day", DURATION_WORKING_DAYS, 1, false },
	{ "twelve working days", DURATION_WORKING_DAYS, 12, false },
	{ "999 working days", DURATION_WORKING_DAYS, 999, false },
	{ "  5   working days ", DURATION_WORKING_DAYS, 5, false },
	{ "one working week", DURATION_WORKING_DAYS, 5, false },
	{ "2 working weeks", DURATION_WORKING_DAYS, 10, false },
	{ "199 working weeks", DURATION_WORKING_DAYS, 995, false },
	{ "next working day", DURATION_WORKING_DAYS, 1, false },
	{ "48 hours meaning 2 working days", DURATION_WORKING_DAYS, 2, false },
	{ "24 hours meaning one working day", DURATION_WORKING_DAYS, 1, false },
	{ "28 calendar days", DURATION_CALENDAR_DAYS, 28, false },
	{ "1 calendar day", DURATION_CALENDAR_DAYS, 1, false },
	{ "7 days elapsed", DURATION_CALENDAR_DAYS, 7, false },
	{ "1 day elapsed", DURATION_CALENDAR_DAYS, 1, false },
	{ "six weeks", DURATION_CALENDAR_DAYS, 42, false },
	{ "999 weeks", DURATION_CALENDAR_DAYS, 6993, false },
	{ "1 month", DURATION_MONTHS, 1, false },
	{ "three months", DURATION_MONTHS, 3, false },
	{ "24 hours", DURATION_MINUTES, 1440, false },
	{ "1 hour", DURATION_MINUTES, 60, false },
	{ "30 minutes", DURATION_MINUTES, 30, false },
	{ "4 working hours", DURATION_WORKING_HOURS, 4, false },
	{ "1 working hour", DURATION_WORKING_HOURS, 1, false },
	{ "same working day", DURATION_SAME_WORKING_DAY, 0, false },
	{ "SAME DAY", DURATION_SAME_WORKING_DAY, 0, false },
	{ "at once", DURATION_AT_ONCE, 0, false },
	{ "immediately", DURATION_AT_ONCE, 0, false },
	{ "working day 8", DURATION_WORKING_DAY_N, 8, false },
	{ "working day one", DURATION_WORKING_DAY_N, 1, false },
	{ "3 working days before", DURATION_WORKING_DAYS, 3, true },
	{ "one working week before", DURATION_WORKING_DAYS, 5, true },
	{ "14 calendar days before", DURATION_CALENDAR_DAYS, 14, true },
	{ "2 weeks before", DURATION_CALENDAR_DAYS, 14, true },
	{ "1 month before", DURATION_MONTHS, 1, true },
	{ "24 hours before", DURATION_MINUTES, 1440, true },
	{ "2 working hours Before", DURATION_WORKING_HOURS, 2, true },
	{ "48 hours meaning 2 working days before", DURATION_WORKING_DAYS, 2, true },
	{ "not stated", DURATION_NO_TIME, 0, false },
	{ "As soon as possible", DURATION_NO_TIME, 0, false },
	{ "as soon as practicable", DURATION_NO_TIME, 0, false },
	{ "without delay", DURATION_NO_TIME, 0, false },
	{ "without undue delay", DURATION_NO_TIME, 0, false },
	{ "promptly", DURATION_NO_TIME, 0, false },
	{ "in a timely manner", DURATION_NO_TIME, 0, false },
	{ "within the agreed timescale", DURATION_NO_TIME, 0, false },
	{ "in the child's interests", DURATION_NO_TIME, 0, false },
	{ "in the child\xe2\x80\x99s interests", DURATION_NO_TIME, 0, false },
};

static const struct {
	const char *words;
	const char *why; /* a part of the sentence */
} refused[] = {
	{ NULL, "missing" },
	{ "", "missing" },
	{ "   ", "missing" },
	{ "3 days", "working days or calendar days" },
	{ "one day", "working days or calendar days" },
	{ "3 days before", "working days or calendar days" },
	{ "0 working days", "from 1 to 999" },
	{ "1000 working days", "from 1 to 999" },
	{ "03 working days", "from 1 to 999" },
	{ "99999999999999999999 hours", "from 1 to 999" },
	{ "working day 0", "from 1 to 999" },
	{ "24 hours meaning 0 working days", "from 1 to 999" },
	{ "200 working weeks", "up to 999" },
	{ "thirteen working days", "not a length" },
	{ "-3 working days", "not a length" },
	{ "1.5 hours", "not a length" },
	{ "+3 hours", "not a length" },
	{ "3working days", "not a length" },
	{ "3 working dayss", "not a length" },
	{ "3 working day(s)", "not a length" },
	{ "3\tworking days", "not a length" },
	{ "3 working\xc2\xa0"
	  "days",
	    "not a length" },
	{ "# working days", "not a length" },
	{ "working days", "not a length" },
	{ "3", "not a length" },
	{ "3 working", "not a length" },
	{ "3 working days or sooner", "not a length" },
	{ "within 3 working days", "not a length" },
	{ "3 years", "not a length" },
	{ "soon", "not a length" },
	{ "as soon as", "not a length" },
	{ "as soon as possible and practicable", "not a length" },
	{ "in the child\xe2\x80s interests", "not a length" },
	{ "in the childs interests", "not a length" },
	{ "working day", "not a length" },
	{ "before", "not a length" },
	{ "one two three four five six seven eight nine ten", "not a length" },
	{ "at once before", "counted back" },
	{ "same working day before", "counted back" },
	{ "next working day before", "counted back" },
	{ "working day 8 before", "counted back" },
	{ "as soon as possible before", "counted back" },
};

START_TEST(reads)
{
	struct duration d = { 0 };
	const char *why = "kept";

	ck_assert_msg(duration_parse(accepted[_i].words, &d, &why) == RESULT_OK, "'%s': %s",
	    accepted[_i].words, why);
	ck_assert_int_eq(d.kind, accepted[_i].kind);
	ck_assert_int_eq(d.amount, accepted[_i].amount);
	ck_assert_int_eq(d.before, accepted[_i].before);
	ck_assert_ptr_eq(d.words, accepted[_i].words); /* kept as the policy writes them */
}
END_TEST

START_TEST(refuses)
{
	const struct duration before = { .kind = DURATION_MONTHS, .amount = 77 };
	struct duration d = before;
	const char *why = NULL;

	ck_assert_msg(duration_parse(refused[_i].words, &d, &why) == RESULT_INVALID,
	    "'%s' was read", refused[_i].words != NULL ? refused[_i].words : "(null)");
	ck_assert_ptr_nonnull(why);
	ck_assert_msg(strstr(why, refused[_i].why) != NULL, "'%s': %s",
	    refused[_i].words != NULL ? refused[_i].words : "(null)", why);
	ck_assert_int_eq(d.kind, before.kind);
	ck_assert_int_eq(d.amount, before.amount);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("duration");
	TCase *grammar = tcase_create("grammar");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_loop_test(grammar, reads, 0, (int)(sizeof(accepted) / sizeof(accepted[0])));
	tcase_add_loop_test(grammar, refuses, 0, (int)(sizeof(refused) / sizeof(refused[0])));
	suite_add_tcase(suite, grammar);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
