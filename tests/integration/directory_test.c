/*
 * directory_test.c - the directory room against real slapds. Run by directory_test.sh, which makes what they serve;
 * the servers are started here.
 */
#include <stdio.h>
#include <stdlib.h>

#include "directory_fixture.h"

int
main(void)
{
	static TCase *(*const groups[])(
	    void) = { sign_in_tests, server_tests, people_tests, settings_tests, several_tests };
	Suite *suite = suite_create("directory");
	SRunner *runner;
	int failed;

	folder = getenv("DIRECTORY_FOLDER");
	if (folder == NULL) {
		(void)fputs("directory_test is run by directory_test.sh\n", stderr);
		return EXIT_FAILURE;
	}
	fixture_read_password();
	start_server("good", &good);
	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
		TCase *group = groups[i]();

		tcase_add_checked_fixture(group, fixture_start, fixture_stop);
		tcase_set_timeout(group, 60);
		suite_add_tcase(suite, group);
	}
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	stop_server(&good);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
