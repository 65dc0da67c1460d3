/*
 * store_test.c - the store against a real MariaDB. Run by store_test.sh, which starts one in a folder of its own.
 */
#include <stdlib.h>
#include "store_fixture.h"
#include "store_suites.h"

int
main(void)
{
	static TCase *(*const groups[])(
	    void) = { keep_tests, append_tests, list_tests, clock_tests, failure_tests, pipeline_tests };
	Suite *suite = suite_create("store");

	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		TCase *group = groups[i]();
		tcase_add_checked_fixture(group, fixture_setup, fixture_teardown);
		tcase_set_timeout(group, 120);
		suite_add_tcase(suite, group);
	}
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
