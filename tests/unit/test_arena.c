/* test_arena.c - alignment, zeroing, growth, reset, and what must abort. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "parley/arena.h"
#include "suite.h"

START_TEST(everything_is_aligned_for_any_type)
{
	struct arena *a = arena_new();

	for (size_t size = 0; size < 300; size++) {
		void *p = arena_alloc(a, size);

		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
	}
	arena_free(a);
}
END_TEST

static bool
all_are(const unsigned char *p, size_t size, unsigned char value)
{
	for (size_t i = 0; i < size; i++) {
		if (p[i] != value)
			return false;
	}
	return true;
}

/* Pieces of every size class, each filled with its own byte: none may touch another. */
START_TEST(pieces_are_zeroed_and_do_not_overlap)
{
	enum { COUNT = 400 };
	struct arena *a = arena_new();
	unsigned char *piece[COUNT];
	size_t size[COUNT];

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < COUNT; i++) {
			size[i] = i % 7 == 0 ? i * 200 : i % 3 == 0 ? i * 20 : i;
			piece[i] = arena_alloc(a, size[i]);
			ck_assert(all_are(piece[i], size[i], 0));
			memset(piece[i], (int)(i % 251) + 1, size[i]);
		}
		for (size_t i = 0; i < COUNT; i++)
			ck_assert(all_are(piece[i], size[i], (unsigned char)(i % 251 + 1)));
		arena_reset(a); /* the next round must find zeros where this one left its bytes */
	}
	arena_free(a);
}
END_TEST

START_TEST(two_empty_pieces_are_two_pointers)
{
	struct arena *a = arena_new();

	ck_assert_ptr_ne(arena_alloc(a, 0), arena_alloc(a, 0));
	arena_free(a);
}
END_TEST

START_TEST(reset_keeps_the_first_blocks_only)
{
	struct arena *a = arena_new();
	size_t one;

	ck_assert_uint_eq(arena_size(a), 0);
	(void)arena_alloc(a, 1);
	one = arena_size(a);
	ck_assert_uint_gt(one, 0);
	for (int i = 0; i < 1000; i++)
		(void)arena_alloc(a, 1000);
	(void)arena_alloc(a, 1000000);
	ck_assert_uint_gt(arena_size(a), 2000000);
	/* Again and again: what is kept is used, and no more is kept. */
	for (int round = 0; round < 3; round++) {
		arena_reset(a);
		ck_assert_uint_eq(arena_size(a), 5 * one);
		for (int i = 0; i < 60; i++)
			memset(arena_alloc(a, 1000), 'x', 1000);
		ck_assert_uint_eq(arena_size(a), 5 * one);
		for (int i = 0; i < 1000; i++)
			ck_assert_int_eq(*(char *)arena_alloc(a, 1000), 0);
	}
	arena_free(a);
}
END_TEST

START_TEST(a_large_first_piece_is_not_kept)
{
	struct arena *a = arena_new();

	(void)arena_alloc(a, 5000000);
	arena_reset(a);
	ck_assert_uint_lt(arena_size(a), 100000);
	(void)arena_alloc(a, 100);
	arena_free(a);
}
END_TEST

START_TEST(a_large_piece_does_not_waste_the_block_before)
{
	struct arena *a = arena_new();
	size_t before;

	(void)arena_alloc(a, 16);
	(void)arena_alloc(a, 100000);
	before = arena_size(a);
	(void)arena_alloc(a, 16);
	ck_assert_uint_eq(arena_size(a), before);
	arena_free(a);
}
END_TEST

START_TEST(strings_are_copied)
{
	struct arena *a = arena_new();
	char text[] = "Ward 7";
	char *copy = arena_string(a, text), *part = arena_bytes(a, "a\0b", 3);

	text[0] = 'X';
	ck_assert_str_eq(copy, "Ward 7");
	ck_assert_mem_eq(part, "a\0b\0", 4);
	ck_assert_ptr_null(arena_string(a, NULL));
	ck_assert_ptr_null(arena_bytes(a, NULL, 3));
	ck_assert_str_eq(arena_bytes(a, "", 0), "");
	ck_assert_str_eq(arena_join(a, "Ward ", "7"), "Ward 7");
	ck_assert_str_eq(arena_join(a, "", ""), "");
	arena_free(a);
}
END_TEST

START_TEST(formats_of_any_length)
{
	struct arena *a = arena_new();
	char *s = arena_format(a, "%0*d", 100000, 7);

	ck_assert_uint_eq(strlen(s), 100000);
	ck_assert_int_eq(s[99999], '7');
	ck_assert_str_eq(arena_format(a, "%s", ""), "");
	ck_assert_str_eq(arena_format(a, "%s-%d", "GR", 12), "GR-12");
	arena_free(a);
}
END_TEST

START_TEST(free_of_none)
{
	arena_free(NULL);
}
END_TEST

/* Not const: the compiler would see the overflow, and say so. */
static volatile size_t half = SIZE_MAX / 2 + 1;

START_TEST(a_product_that_overflows_aborts)
{
	(void)arena_array(arena_new(), half, 2);
}
END_TEST

START_TEST(a_size_that_cannot_be_had_aborts)
{
	(void)arena_alloc(arena_new(), half);
}
END_TEST

START_TEST(a_length_that_wraps_aborts)
{
	(void)arena_bytes(arena_new(), "x", half * 2 - 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("arena");
	TCase *works = tcase_create("works"), *aborts = tcase_create("aborts");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(works, everything_is_aligned_for_any_type);
	tcase_add_test(works, pieces_are_zeroed_and_do_not_overlap);
	tcase_add_test(works, two_empty_pieces_are_two_pointers);
	tcase_add_test(works, reset_keeps_the_first_blocks_only);
	tcase_add_test(works, a_large_first_piece_is_not_kept);
	tcase_add_test(works, a_large_piece_does_not_waste_the_block_before);
	tcase_add_test(works, strings_are_copied);
	tcase_add_test(works, formats_of_any_length);
	tcase_add_test(works, free_of_none);
	tcase_add_test_raise_signal(aborts, a_product_that_overflows_aborts, SIGABRT);
	tcase_add_test_raise_signal(aborts, a_size_that_cannot_be_had_aborts, SIGABRT);
	tcase_add_test_raise_signal(aborts, a_length_that_wraps_aborts, SIGABRT);
	suite_add_tcase(suite, works);
	suite_add_tcase(suite, aborts);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
