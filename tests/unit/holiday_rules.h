/*
 * holiday_rules.h - the bank holidays of 2012 to 2028 worked out from the law, for tests.
 *
 * A second way to the same dates, so that a slip in policies/calendars/united-kingdom.json is
 * found: Easter by computus, Mondays by counting, substitute days by moving on, and the few
 * proclaimed days by name. It shares no code with src/ and does its own day arithmetic.
 */
#ifndef TESTS_UNIT_HOLIDAY_RULES_H
#define TESTS_UNIT_HOLIDAY_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

enum rules_nation {
	RULES_ENGLAND_AND_WALES,
	RULES_SCOTLAND,
	RULES_NORTHERN_IRELAND,
	RULES_NATIONS
};

#define RULES_FIRST_YEAR 2012
#define RULES_LAST_YEAR 2028

/* Days since 1970, by the C library. */
static inline int
rules_day(int year, int month, int of_month)
{
	struct tm t = { .tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = of_month };

	return (int)(timegm(&t) / 86400);
}

static inline int
rules_weekday(int d) /* 0 Monday */
{
	return (d + 3) % 7;
}

/* Anonymous Gregorian computus (Meeus, Jones, Butcher). */
static inline int
rules_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4;
	int g = (8 * b + 13) / 25, h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
	int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 19 * l) / 433;
	int month = (h + l - 7 * m + 90) / 25;

	return rules_day(year, month, (h + l - 7 * m + 33 * month + 19) % 32);
}

static inline int
rules_first_monday(int year, int month)
{
	int d = rules_day(year, month, 1);

	while (rules_weekday(d) != 0)
		d++;
	return d;
}

static inline int
rules_last_monday(int year, int month)
{
	int d = rules_day(year, month, 31);

	while (rules_weekday(d) != 0)
		d--;
	return d;
}

struct rules_year {
	int day[16];
	size_t count;
};

static inline bool
rules_year_has(const struct rules_year *y, int d)
{
	for (size_t i = 0; i < y->count; i++)
		if (y->day[i] == d)
			return true;
	return false;
}

/* A holiday on a weekend, or on a day that is one already, moves to the next free weekday. */
static inline void
rules_year_add(struct rules_year *y, int d)
{
	while (rules_weekday(d) >= 5 || rules_year_has(y, d))
		d++;
	y->day[y->count++] = d;
}

/* What was proclaimed for one year only. A day that a usual one was moved from is `gone`. */
static inline void
rules_year_proclaimed(struct rules_year *y, enum rules_nation n, int year, int *may, int *spring)
{
	if (year == 2012) {
		*spring = rules_day(2012, 6, 4);
		rules_year_add(y, rules_day(2012, 6, 5));
	} else if (year == 2020) {
		*may = rules_day(2020, 5, 8);
	} else if (year == 2022) {
		*spring = rules_day(2022, 6, 2);
		rules_year_add(y, rules_day(2022, 6, 3));
		rules_year_add(y, rules_day(2022, 9, 19));
	} else if (year == 2023) {
		rules_year_add(y, rules_day(2023, 5, 8));
	} else if (year == 2026 && n == RULES_SCOTLAND) {
		rules_year_add(y, rules_day(2026, 6, 15));
	}
}

static inline void
rules_year_fill(struct rules_year *y, enum rules_nation n, int year)
{
	const int easter = rules_easter(year), christmas = rules_day(year, 12, 25);
	int may = rules_first_monday(year, 5), spring = rules_last_monday(year, 5);

	y->count = 0;
	rules_year_add(y, rules_day(year, 1, 1));
	rules_year_add(y, easter - 2);
	rules_year_proclaimed(y, n, year, &may, &spring);
	rules_year_add(y, may);
	rules_year_add(y, spring);
	if (n == RULES_SCOTLAND) {
		rules_year_add(y, rules_day(year, 1, 2));
		rules_year_add(y, rules_first_monday(year, 8));
		rules_year_add(y, rules_day(year, 11, 30));
	} else {
		rules_year_add(y, easter + 1);
		rules_year_add(y, rules_last_monday(year, 8));
	}
	if (n == RULES_NORTHERN_IRELAND) {
		rules_year_add(y, rules_day(year, 3, 17));
		rules_year_add(y, rules_day(year, 7, 12));
	}
	/* Boxing Day keeps its Monday when Christmas Day is a Sunday. */
	if (rules_weekday(christmas) == 6) {
		rules_year_add(y, christmas + 1);
		rules_year_add(y, christmas);
	} else {
		rules_year_add(y, christmas);
		rules_year_add(y, christmas + 1);
	}
}

#endif
