/*
 * suite.h - what every Check program needs besides its cases. The table of cases goes to
 * suite_run(), which forks each, so that one that aborts does not take the others along.
 */
#ifndef TESTS_UNIT_SUITE_H
#define TESTS_UNIT_SUITE_H

#include <check.h>
#include <stdlib.h>

/* Runs it and lets go of it. Returns what main() returns. */
static inline int
suite_finish(Suite *suite, TCase *cases)
{
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

struct suite_test {
	const TTest *test;
	int times; /* as a loop test sees them in _i; 1 = once */
};

/* Each of them between `setup` and `teardown` (NULL: none); at most a minute for one. Returns what main() returns. */
static inline int
suite_run_each(const char *name, const struct suite_test *tests, size_t count, SFun setup, SFun teardown)
{
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);

	tcase_set_timeout(cases, 60);
	tcase_add_checked_fixture(cases, setup, teardown);
	for (size_t i = 0; i < count; i++)
		tcase_add_loop_test(cases, tests[i].test, 0, tests[i].times);
	return suite_finish(suite, cases);
}

#define SUITE_RUN_EACH(name, tests, setup, teardown) \
	suite_run_each((name), (tests), sizeof (tests) / sizeof (tests)[0], (setup), (teardown))

/* `timeout` in seconds, 0 for Check's own. Returns what main() returns. */
static inline int
suite_run(const char *name, const TTest *const *tests, size_t count, double timeout)
{
	Suite *suite = suite_create(name);
	TCase *cases = tcase_create(name);

	if (timeout > 0)
		tcase_set_timeout(cases, timeout);
	for (size_t i = 0; i < count; i++)
		tcase_add_test(cases, tests[i]);
	return suite_finish(suite, cases);
}

#define SUITE_RUN(name, tests) suite_run((name), (tests), sizeof (tests) / sizeof (tests)[0], 60)

#endif
