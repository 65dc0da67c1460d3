/*
 * test_deadline_oracle.c - deadlines against a slow way of working them out.
 *
 * 500,000 random cases, always the same ones. The oracle shares nothing with src/core: bank
 * holidays come from the law (holiday_rules.h), local time from the system's Europe/London, and
 * every count goes one day, or half a minute, at a time.
 */
#include <check.h>
#include <stdlib.h>
#include <time.h>

#include "holiday_rules.h"
#include "parley/deadline.h"
#include "uk_calendar.h"

#define CASES 500000
#define SECOND INT64_C(1000000)
#define HALF_MINUTE 30
#define BEYOND INT64_MIN

static const char *const nation_ids[RULES_NATIONS] = { "england-and-wales", "scotland",
	"northern-ireland" };

static struct arena *arena;
static const struct calendar *shipped;
static struct calendar calendar; /* the shipped one, with some closed days */

/* --- the oracle's own idea of days --- */

static int first_day, last_day;
static bool *off[RULES_NATIONS]; /* by day since first_day */
static int64_t *noon;            /* the second of local noon, likewise */

/* The second of a local day's noon, by the C library. */
static int64_t
noon_of(int d)
{
	time_t utc = (time_t)d * 86400 + 43200; /* lies in the local day of the same date */
	struct tm t;

	gmtime_r(&utc, &t);
	t.tm_isdst = -1;
	return (int64_t)mktime(&t);
}

static void
table_fill(void)
{
	static const int closed[][3] = { { 2014, 12, 24 }, { 2020, 12, 24 }, { 2026, 8, 28 },
		{ 2027, 12, 29 }, { 2027, 12, 30 } };
	static struct holiday own[sizeof(closed) / sizeof(closed[0])];

	first_day = rules_day(RULES_FIRST_YEAR, 1, 1);
	last_day = rules_day(RULES_LAST_YEAR, 12, 31);
	noon = arena_array(arena, (size_t)(last_day - first_day) + 1, sizeof(*noon));
	for (int d = first_day; d <= last_day; d++)
		noon[d - first_day] = noon_of(d);
	for (int n = 0; n < RULES_NATIONS; n++) {
		off[n] = arena_array(arena, (size_t)(last_day - first_day) + 1, sizeof(bool));
		for (int d = first_day; d <= last_day; d++)
			off[n][d - first_day] = rules_weekday(d) >= 5;
		for (int year = RULES_FIRST_YEAR; year <= RULES_LAST_YEAR; year++) {
			struct rules_year rules;

			rules_year_fill(&rules, (enum rules_nation)n, year);
			for (size_t i = 0; i < rules.count; i++)
				off[n][rules.day[i] - first_day] = true;
		}
		for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
			own[i].on = rules_day(closed[i][0], closed[i][1], closed[i][2]);
			own[i].name = "closed: by the borough";
			off[n][own[i].on - first_day] = true;
		}
	}
	calendar = *shipped;
	calendar.closed = own;
	calendar.closed_count = sizeof(own) / sizeof(own[0]);
}

struct local {
	int day, year, month, of_month, minute; /* of the day */
};

static struct local
local_of(int64_t second)
{
	time_t when = (time_t)second;
	struct tm t;

	localtime_r(&when, &t);
	return (struct local){
		.day = rules_day(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday),
		.year = t.tm_year + 1900,
		.month = t.tm_mon + 1,
		.of_month = t.tm_mday,
		.minute = 60 * t.tm_hour + t.tm_min,
	};
}

/* The second of a local day and minute. No clock changes after 3am, and nothing here is earlier. */
static int64_t
second_of(int d, int minute)
{
	const bool kept = d >= first_day && d <= last_day;

	return (kept ? noon[d - first_day] : noon_of(d)) + (minute - 720) * INT64_C(60);
}

/* --- the cases --- */

struct sample {
	int nation;
	struct day_rules rules;
	struct duration within;
	int64_t from; /* seconds */
};

static uint64_t seed = 20271223;

/* splitmix64: the same numbers on every machine. */
static int
any(int below)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	z ^= z >> 31;
	return (int)(z % (uint64_t)below);
}

/* Half of them anywhere, half near Christmas, Easter and the clock changes; a few outside the list. */
static int64_t
any_second(void)
{
	static const int near[][2] = { { 12, 23 }, { 3, 28 }, { 10, 26 }, { 4, 10 }, { 5, 28 } };
	int d = first_day - 5 + any(last_day - first_day + 40);

	if (any(2) == 0) {
		const int *place = near[any(5)];

		d = rules_day(RULES_FIRST_YEAR + any(17), place[0], place[1]) - 6 + any(16);
	}
	return (int64_t)d * 86400 + any(2880) * HALF_MINUTE;
}

static struct sample
any_sample(void)
{
	static const enum duration_kind kinds[] = { DURATION_AT_ONCE, DURATION_SAME_WORKING_DAY,
		DURATION_WORKING_DAYS, DURATION_WORKING_DAYS, DURATION_WORKING_DAY_N,
		DURATION_WORKING_HOURS, DURATION_CALENDAR_DAYS, DURATION_MONTHS, DURATION_MINUTES };
	struct sample s = { .nation = any(RULES_NATIONS), .from = any_second() };

	s.rules = (struct day_rules){
		.nation = calendar_nation_find(&calendar, nation_ids[s.nation]),
		.start_of_day = 60 * (7 + any(4)),
		.end_of_day = 15 * 60 + 15 * any(14),
		.cut_off = any(3) == 0 ? 12 * 60 + any(480) : -1,
		.event_day_is_day_one = any(3) == 0,
		.closed_day_event_moves = any(3) == 0,
	};
	s.within.kind = kinds[any(9)];
	s.within.amount = 1 + (any(10) == 0 ? any(200) : any(25));
	if (s.within.kind == DURATION_SAME_WORKING_DAY || s.within.kind == DURATION_AT_ONCE)
		s.within.amount = 0;
	else if (s.within.kind != DURATION_WORKING_DAY_N)
		s.within.before = any(4) == 0;
	s.within.words = "as in the test";
	return s;
}

/* --- the oracle --- */

/* What it found: the due second or BEYOND, and which off days lie on the way. */
struct found {
	int64_t due;
	int passed; /* off days walked over */
};

static bool
is_listed(int d)
{
	return d >= first_day && d <= last_day;
}

static bool
is_off(const struct sample *s, int d)
{
	return off[s->nation][d - first_day];
}

/* One day on (or back) to the next working day; false at the end of the list. */
static bool
walk(const struct sample *s, int way, int *d, struct found *f)
{
	for (*d += way; is_listed(*d); *d += way) {
		if (!is_off(s, *d))
			return true;
		f->passed++;
	}
	return false;
}

/*
 * The day on which the event counts. `must_work`: only a working day will do; `ends`: and one whose
 * end is still to come. False outside the list.
 */
static bool
settle(const struct sample *s, bool must_work, bool ends, int *d, struct found *f)
{
	const struct local event = local_of(s->from);
	bool late = s->rules.cut_off >= 0 && event.minute > s->rules.cut_off;

	*d = event.day;
	if (!is_listed(*d))
		return false;
	if (ends && s->from > second_of(*d, s->rules.end_of_day))
		late = true;
	if (!is_off(s, *d))
		return late ? walk(s, 1, d, f) : true;
	if (!must_work && !s->rules.closed_day_event_moves)
		return true;
	f->passed++;
	return walk(s, 1, d, f);
}

static bool
find_working_days(const struct sample *s, int *d, struct found *f)
{
	const bool nth = s->within.kind == DURATION_WORKING_DAY_N || s->rules.event_day_is_day_one;
	int left = s->within.amount;

	if (s->within.before) {
		*d = local_of(s->from).day;
		for (left++; left > 0; left--)
			if (!is_listed(*d) || !walk(s, -1, d, f))
				return false;
		return true;
	}
	if (!settle(s, nth, nth && left == 1, d, f))
		return false;
	for (left -= nth ? 1 : 0; left > 0; left--)
		if (!walk(s, 1, d, f))
			return false;
	return true;
}

/* Half a minute after half a minute; those inside working hours count. */
static int64_t
find_working_hours(const struct sample *s, struct found *f)
{
	const int way = s->within.before ? -1 : 1;
	int64_t left = (int64_t)s->within.amount * 3600, opens, closes, t = s->from;
	int d = local_of(s->from).day;

	if (way > 0 ? !settle(s, true, true, &d, f)
		    : !is_listed(d) || (is_off(s, d) && !walk(s, -1, &d, f)))
		return BEYOND;
	for (;;) {
		opens = second_of(d, s->rules.start_of_day);
		closes = second_of(d, s->rules.end_of_day);
		if (way > 0 && t < opens)
			t = opens;
		if (way < 0 && t > closes)
			t = closes;
		while (left > 0 && (way > 0 ? t < closes : t > opens)) {
			t += way * HALF_MINUTE;
			left -= HALF_MINUTE;
		}
		if (left == 0)
			return t;
		if (!walk(s, way, &d, f))
			return BEYOND;
	}
}

/* The same date of the month that is `months` away, walking back over days that it lacks. */
static int
find_month(const struct sample *s, int months)
{
	const struct local event = local_of(s->from);
	struct tm t = {
		.tm_year = event.year - 1900, .tm_mon = event.month - 1 + months, .tm_mday = 1
	};
	struct tm probe;
	time_t when = timegm(&t);

	gmtime_r(&when, &t);
	for (int of_month = event.of_month;; of_month--) {
		probe =
		    (struct tm){ .tm_year = t.tm_year, .tm_mon = t.tm_mon, .tm_mday = of_month };
		when = timegm(&probe);
		if (probe.tm_mon == t.tm_mon)
			return (int)(when / 86400);
	}
}

static struct found
find(const struct sample *s)
{
	const int amount = s->within.amount, way = s->within.before ? -1 : 1;
	struct found f = { .due = BEYOND };
	int d = local_of(s->from).day;

	switch (s->within.kind) {
	case DURATION_AT_ONCE:
		f.due = s->from;
		break;
	case DURATION_MINUTES:
		f.due = s->from + way * amount * INT64_C(60);
		break;
	case DURATION_SAME_WORKING_DAY:
		if (settle(s, true, true, &d, &f))
			f.due = second_of(d, s->rules.end_of_day);
		break;
	case DURATION_WORKING_DAYS:
	case DURATION_WORKING_DAY_N:
		if (find_working_days(s, &d, &f))
			f.due = second_of(d, s->rules.end_of_day);
		break;
	case DURATION_WORKING_HOURS:
		f.due = find_working_hours(s, &f);
		break;
	case DURATION_CALENDAR_DAYS:
		f.due =
		    second_of(d + way * amount - (s->within.before ? 1 : 0), s->rules.end_of_day);
		break;
	case DURATION_MONTHS:
		f.due = second_of(find_month(s, way * amount), s->rules.end_of_day);
		break;
	case DURATION_NO_TIME:
		break;
	}
	return f;
}

/* --- held against each other --- */

/* Check notes every assertion that it passes with a write(2); a million of them cost more than the test. */
#define HOLDS(condition, ...) \
	do { \
		if (!(condition)) \
			ck_abort_msg(__VA_ARGS__); \
	} while (0)

static const char *
described(const struct sample *s)
{
	return arena_format(arena,
	    "kind %d amount %d%s nation %d from %lld (cut-off %d, day one %d, "
	    "moves %d, %d-%d)",
	    (int)s->within.kind, s->within.amount, s->within.before ? " before" : "", s->nation,
	    (long long)s->from, s->rules.cut_off, s->rules.event_day_is_day_one,
	    s->rules.closed_day_event_moves, s->rules.start_of_day, s->rules.end_of_day);
}

/* What must hold for every dated deadline, whoever worked it out. */
static void
check_sense(const struct sample *s, const struct deadline *d)
{
	const struct skipped *passed = &d->explanation.skipped;

	if (s->within.before)
		HOLDS(d->due < s->from * SECOND, "%s", described(s));
	else
		HOLDS(d->due >= s->from * SECOND, "%s", described(s));
	for (size_t i = 0; i < passed->count; i++) {
		HOLDS(is_off(s, passed->days[i].on), "%s", described(s));
		HOLDS(passed->days[i].why != NULL, "%s", described(s));
		if (i > 0)
			HOLDS((passed->days[i].on > passed->days[i - 1].on) == !s->within.before,
			    "%s", described(s));
	}
}

START_TEST(agrees_with_the_oracle)
{
	struct arena *own = arena_new();
	size_t dated = 0, beyond = 0;

	for (int i = 0; i < CASES; i++) {
		const struct sample s = any_sample();
		const struct found expected = find(&s);
		struct deadline d;

		deadline_compute(&calendar, &s.rules, &s.within, s.from * SECOND, own, &d);
		if (expected.due == BEYOND) {
			HOLDS(d.state == DEADLINE_BEYOND_CALENDAR, "%s", described(&s));
			beyond++;
		} else {
			HOLDS(d.state == DEADLINE_DATED && d.due == expected.due * SECOND,
			    "%s: %lld, not %lld", described(&s), (long long)(d.due / SECOND),
			    (long long)expected.due);
			HOLDS(d.explanation.skipped.count == (size_t)expected.passed,
			    "%s: passed %zu, not %d", described(&s), d.explanation.skipped.count,
			    expected.passed);
			check_sense(&s, &d);
			dated++;
		}
		arena_reset(own);
	}
	arena_free(own);
	ck_assert_uint_ge(dated, 400000); /* the cases are about dates, not about refusals */
	ck_assert_uint_ge(beyond, 500);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("deadline_oracle");
	TCase *random = tcase_create("random");
	SRunner *runner;
	int failed;

	setenv("TZ", "Europe/London", 1);
	tzset();
	arena = arena_new();
	shipped = uk_calendar_load(arena);
	table_fill();
	tcase_set_timeout(random, 300);
	tcase_add_test(random, agrees_with_the_oracle);
	suite_add_tcase(suite, random);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	arena_free(arena);
	return failed == 0 ? 0 : 1;
}
