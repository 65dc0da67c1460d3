/*
 * test_condition.c - conditions: facts joined by all, any and not; what is not known is none of the values.
 */
#include <check.h>
#include <string.h>

#include "parley/policy.h"
#include "suite.h"

/* Facts of a case, as a table; NULL is not known. */
static const char *facts[FACT_COUNT];
static const char *asked_field;

static const char *
read_fact(const void *self, enum fact fact, const char *field)
{
	const char *const *table = self;

	if (fact == FACT_FIELD)
		asked_field = field;
	return table[fact];
}

static bool
holds(const struct condition *c)
{
	struct fact_reader reader = { read_fact, facts };

	return condition_holds(c, &reader);
}

static const char *const need_or_roles[] = { "need", "roles" };
static const char *const yes[] = { "yes" };

#define IS(name, list) { .op = CONDITION_FACT, .fact = (name), .values = (list), .value_count = sizeof(list) / sizeof((list)[0]) }

static void
clear(void)
{
	memset(facts, 0, sizeof(facts));
	asked_field = NULL;
}

START_TEST(no_condition_always_holds)
{
	ck_assert(holds(NULL));
}
END_TEST

START_TEST(one_fact)
{
	const struct condition c = IS(FACT_CATEGORY, need_or_roles);

	ck_assert(!holds(&c));
	facts[FACT_CATEGORY] = "need";
	ck_assert(holds(&c));
	facts[FACT_CATEGORY] = "roles";
	ck_assert(holds(&c));
	facts[FACT_CATEGORY] = "Need";
	ck_assert(!holds(&c));
	facts[FACT_CATEGORY] = "";
	ck_assert(!holds(&c));
}
END_TEST

START_TEST(each_fact_is_read_by_itself)
{
	struct condition c = IS(FACT_CATEGORY, yes);

	c.fact = (enum fact)_i;
	c.field = _i == FACT_FIELD ? "legal" : NULL;
	ck_assert(!holds(&c));
	facts[_i] = "yes";
	ck_assert(holds(&c));
	if (_i == FACT_FIELD)
		ck_assert_str_eq(asked_field, "legal");
}
END_TEST

START_TEST(all_any_not)
{
	const struct condition parts[] = { IS(FACT_CATEGORY, need_or_roles), IS(FACT_SUBJECT_LOOKED_AFTER, yes) };
	const struct condition all = { .op = CONDITION_ALL, .parts = parts, .part_count = 2 };
	const struct condition any = { .op = CONDITION_ANY, .parts = parts, .part_count = 2 };
	const struct condition neither = { .op = CONDITION_NOT, .parts = &any, .part_count = 1 };
	static const struct { const char *category, *looked_after; bool all, any; } rows[] = {
		{ NULL, NULL, false, false },
		{ "need", NULL, false, true },
		{ NULL, "yes", false, true },
		{ "roles", "yes", true, true },
		{ "roles", "no", false, true },
		{ "other", "no", false, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		facts[FACT_CATEGORY] = rows[i].category;
		facts[FACT_SUBJECT_LOOKED_AFTER] = rows[i].looked_after;
		ck_assert_int_eq(holds(&all), rows[i].all);
		ck_assert_int_eq(holds(&any), rows[i].any);
		ck_assert_int_eq(holds(&neither), !rows[i].any);
	}
}
END_TEST

/* 'All of none' holds and 'any of none' does not, as in logic; the reader of policy files refuses both. */
START_TEST(of_none)
{
	const struct condition all = { .op = CONDITION_ALL }, any = { .op = CONDITION_ANY };

	ck_assert(holds(&all));
	ck_assert(!holds(&any));
}
END_TEST

/* not(unknown is yes) holds: a duty 'unless looked after' is not lost because nobody asked. */
START_TEST(not_known_is_none_of_the_values)
{
	const struct condition looked_after = IS(FACT_SUBJECT_LOOKED_AFTER, yes);
	const struct condition unless = { .op = CONDITION_NOT, .parts = &looked_after, .part_count = 1 };

	ck_assert(holds(&unless));
	facts[FACT_SUBJECT_LOOKED_AFTER] = "yes";
	ck_assert(!holds(&unless));
}
END_TEST

START_TEST(names_and_back)
{
	enum fact f = FACT_COUNT;
	enum act a = ACT_COUNT;

	for (int i = 0; i < FACT_COUNT; i++) {
		ck_assert(fact_find(fact_name((enum fact)i), &f));
		ck_assert_int_eq(f, i);
	}
	for (int i = 0; i < ACT_NOTIFY; i++) {
		ck_assert(act_find(act_name((enum act)i), &a));
		ck_assert_int_eq(a, i);
	}
	for (int i = ACT_NOTIFY; i < ACT_COUNT; i++) /* the fold's own are no words of a policy */
		ck_assert(!act_find(act_name((enum act)i), &a));
	ck_assert(!fact_find("subject", &f));
	ck_assert(!act_find("Contact", &a));
	ck_assert_int_eq(f, FACT_COUNT - 1);
	ck_assert_int_eq(a, ACT_NOTIFY - 1);
	ck_assert_str_eq(force_name(FORCE_BINDING), "binding");
	ck_assert_str_eq(force_name(FORCE_NONE), "none");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("condition");
	TCase *cases = tcase_create("condition");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, clear, NULL);
	tcase_add_test(cases, no_condition_always_holds);
	tcase_add_test(cases, one_fact);
	tcase_add_loop_test(cases, each_fact_is_read_by_itself, 0, FACT_COUNT);
	tcase_add_test(cases, all_any_not);
	tcase_add_test(cases, of_none);
	tcase_add_test(cases, not_known_is_none_of_the_values);
	tcase_add_test(cases, names_and_back);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
