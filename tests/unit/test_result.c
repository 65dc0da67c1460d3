/* test_result.c - every result has a name of its own. */
#include <string.h>

#include "parley/result.h"
#include "suite.h"

START_TEST(names_are_those_of_the_header)
{
	ck_assert_str_eq(result_name(RESULT_OK), "ok");
	ck_assert_str_eq(result_name(RESULT_NOT_FOUND), "not-found");
	ck_assert_str_eq(result_name(RESULT_UNAVAILABLE), "unavailable");
	ck_assert_str_eq(result_name(RESULT_BUG), "bug");
}
END_TEST

START_TEST(no_two_share_a_name)
{
	for (int a = RESULT_OK; a <= RESULT_BUG; a++) {
		for (int b = a + 1; b <= RESULT_BUG; b++)
			ck_assert_str_ne(result_name((enum result)a), result_name((enum result)b));
	}
}
END_TEST

START_TEST(what_is_no_result_is_a_bug)
{
	ck_assert_str_eq(result_name((enum result)99), "bug");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { names_are_those_of_the_header, no_two_share_a_name,
		what_is_no_result_is_a_bug };

	return SUITE_RUN("result", tests);
}
