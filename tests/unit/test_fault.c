/* test_fault.c - the first sentence wins, fields come in order, too many are counted. */
#include <string.h>

#include "parley/fault.h"
#include "suite.h"

static struct arena *arena;
static struct fault fault;

static void
start(void)
{
	arena = arena_new();
	fault_init(&fault, arena);
}

static void
stop(void)
{
	arena_free(arena);
}

START_TEST(a_new_fault_is_none)
{
	start();
	ck_assert_int_eq(fault.result, RESULT_OK);
	ck_assert_ptr_null(fault.code);
	ck_assert_ptr_null(fault.fields);
	ck_assert_uint_eq(fault.count, 0);
	stop();
}
END_TEST

START_TEST(the_first_call_wins)
{
	char who[] = "the directory";

	start();
	ck_assert_int_eq(
	    fault_set(&fault, RESULT_UNAVAILABLE, "directory-down", "Sorry, %s is down.", who),
	    RESULT_UNAVAILABLE);
	who[0] = 'X'; /* it must have been copied */
	ck_assert_int_eq(
	    fault_set(&fault, RESULT_DENIED, "wrong-password", "No."), RESULT_UNAVAILABLE);
	ck_assert_str_eq(fault.code, "directory-down");
	ck_assert_str_eq(fault.sentence, "Sorry, the directory is down.");
	stop();
}
END_TEST

START_TEST(fields_in_the_order_found)
{
	const struct fault_field *field;

	start();
	ck_assert_int_eq(
	    fault_field(&fault, "/reason", "Say why (%d words or more).", 3), RESULT_INVALID);
	ck_assert_int_eq(fault_field(&fault, "", "Second."), RESULT_INVALID);
	ck_assert_int_eq(fault.result, RESULT_INVALID);
	ck_assert_str_eq(fault.code, "invalid");
	ck_assert_uint_gt(strlen(fault.sentence), 0);
	field = fault.fields;
	ck_assert_str_eq(field->pointer, "/reason");
	ck_assert_str_eq(field->reason, "Say why (3 words or more).");
	ck_assert_str_eq(field->next->pointer, "");
	ck_assert_ptr_null(field->next->next);
	ck_assert_uint_eq(fault.count, 2);
	stop();
}
END_TEST

START_TEST(a_field_after_a_sentence_keeps_it)
{
	start();
	(void)fault_set(&fault, RESULT_CONFLICT, "changed", "Somebody was first.");
	ck_assert_int_eq(fault_field(&fault, "/version", "Is 3 now."), RESULT_CONFLICT);
	ck_assert_str_eq(fault.code, "changed");
	ck_assert_uint_eq(fault.count, 1);
	ck_assert_ptr_nonnull(fault.fields);
	stop();
}
END_TEST

static size_t
kept(void)
{
	size_t n = 0;

	for (const struct fault_field *f = fault.fields; f != NULL; f = f->next)
		n++;
	return n;
}

START_TEST(more_than_the_limit_are_counted_only)
{
	start();
	for (int i = 0; i < 250; i++)
		(void)fault_field(&fault, "/x", "%d", i);
	ck_assert_uint_eq(fault.count, 250);
	ck_assert_uint_eq(kept(), 100);
	fault_init(&fault, arena);
	fault.limit = 2;
	for (int i = 0; i < 3; i++)
		(void)fault_field(&fault, "/x", "%d", i);
	ck_assert_uint_eq(fault.count, 3);
	ck_assert_uint_eq(kept(), 2);
	stop();
}
END_TEST

START_TEST(a_fault_is_never_ok)
{
	start();
	ck_assert_int_eq(fault_set(&fault, RESULT_OK, "odd", "Odd."), RESULT_BUG);
	stop();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_new_fault_is_none, the_first_call_wins,
		fields_in_the_order_found, a_field_after_a_sentence_keeps_it,
		more_than_the_limit_are_counted_only, a_fault_is_never_ok };

	return SUITE_RUN("fault", tests);
}
