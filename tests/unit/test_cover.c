/* test_cover.c - when nobody is there. Times are small numbers: what they stand for does not matter. */
#include "parley/cover.h"

#include "suite.h"

static const struct cover_gap span = { 100, 200 };

/* "[120,140) [160,200)" */
static const char *
gaps(const struct cover_holder *holders, size_t count, struct arena *a)
{
	struct cover_gap *list;
	size_t n;
	const char *words = "";

	cover_gaps(holders, count, span, a, &list, &n);
	for (size_t i = 0; i < n; i++)
		words = arena_format(a, "%s%s[%d,%d)", words, i > 0 ? " " : "", (int)list[i].begins, (int)list[i].ends);
	return words;
}

START_TEST(cases)
{
	struct arena *a = arena_new();
	const struct cover_absence mid = { 120, 140, false }, later = { 130, 160, false }, stood_in = { 120, 140, true },
	                           over_both_ends = { 50, 300, false }, before = { 10, 100, false }, after = { 200, 300, false },
	                           touching[] = { { 120, 140, false }, { 140, 150, false } };
	const struct cover_holder always = { INSTANT_NONE, NULL, 0 }, away = { INSTANT_NONE, &mid, 1 },
	                          away_later = { INSTANT_NONE, &later, 1 }, with_deputy = { INSTANT_NONE, &stood_in, 1 },
	                          ends = { 160, NULL, 0 }, never = { INSTANT_NONE, &over_both_ends, 1 },
	                          twice = { INSTANT_NONE, touching, 2 };

	ck_assert_str_eq(gaps(NULL, 0, a), "[100,200)");
	ck_assert_str_eq(gaps(&always, 1, a), "");
	ck_assert_str_eq(gaps(&away, 1, a), "[120,140)");
	ck_assert_str_eq(gaps(&with_deputy, 1, a), "");
	ck_assert_str_eq(gaps(&ends, 1, a), "[160,200)");
	ck_assert_str_eq(gaps(&never, 1, a), "[100,200)");
	ck_assert_str_eq(gaps(&twice, 1, a), "[120,150)");
	/* what is over, and what is still to come, leaves no gap here */
	ck_assert_str_eq(gaps(&(struct cover_holder){ INSTANT_NONE, &before, 1 }, 1, a), "");
	ck_assert_str_eq(gaps(&(struct cover_holder){ INSTANT_NONE, &after, 1 }, 1, a), "");
	/* two of them: a gap is where both are away */
	ck_assert_str_eq(gaps((struct cover_holder[]){ away, always }, 2, a), "");
	ck_assert_str_eq(gaps((struct cover_holder[]){ away, away_later }, 2, a), "[130,140)");
	ck_assert_str_eq(gaps((struct cover_holder[]){ away_later, ends }, 2, a), "");
	ck_assert_str_eq(gaps((struct cover_holder[]){ never, ends }, 2, a), "[160,200)");
	arena_free(a);
}
END_TEST

int
main(void)
{
	const TTest *const all[] = { cases };

	return SUITE_RUN("cover", all);
}
