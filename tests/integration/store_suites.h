/*
 * store_suites.h - the groups of tests of the store; one file each.
 */
#ifndef STORE_SUITES_H
#define STORE_SUITES_H

#include <check.h>

TCase *keep_tests(void);
TCase *append_tests(void);
TCase *list_tests(void);
TCase *clock_tests(void);
TCase *failure_tests(void);
TCase *pipeline_tests(void);

#endif
