/* instant.c - the calendar of days, and the United Kingdom's local time; see parley/instant.h. */
#include "parley/instant.h"

#include <time.h>

#include "parley/log.h"

#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY 2932896    /* 9999-12-31 */
#define DAY_LENGTH (24 * INSTANT_HOUR)
#define CHANGE_TIME INSTANT_HOUR /* 01:00 UTC, both ways */

/* Division that rounds down, for what is before 1970 too. */
static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0 ? 1 : 0);
}

instant
instant_now(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) != 0)
		log_abort("no-clock", "the system gave no time");
	return (instant)now.tv_sec * INSTANT_SECOND + now.tv_nsec / 1000;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
month_length(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/*
 * Years are counted from 1 March, so that the odd day comes last, in eras of 400
 * years = 146,097 days (the method of H. Hinnant's "chrono-compatible low-level
 * date algorithms"; no loop, no table).
 */
day
day_from_civil(int year, int month, int day_of_month)
{
	int from_march, of_year, y;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day_of_month < 1 ||
	    day_of_month > month_length(year, month))
		return DAY_NONE;
	y = year - (month <= 2 ? 1 : 0); /* 0 at least: no negative era */
	from_march = (month + 9) % 12;
	of_year = (153 * from_march + 2) / 5 + day_of_month - 1;
	return y * 365 + y / 4 - y / 100 + y / 400 + of_year - 719468;
}

void
day_to_civil(day d, int *year, int *month, int *day_of_month)
{
	int64_t z = (int64_t)d + 719468;
	int64_t era = floor_divide(z, 146097);
	int of_era = (int)(z - era * 146097);
	int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int from_march = (5 * of_year + 2) / 153;

	*day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
	*month = from_march < 10 ? from_march + 3 : from_march - 9;
	*year = year_of_era + (int)era * 400 + (*month <= 2 ? 1 : 0);
}

int
day_of_week(day d)
{
	int64_t since_monday = (int64_t)d + 3; /* 1970-01-01 was a Thursday */

	return (int)(since_monday - floor_divide(since_monday, 7) * 7);
}

static bool
is_day(day d)
{
	return d >= FIRST_DAY && d <= LAST_DAY;
}

day
day_add_months(day d, int months)
{
	int year, month, of_month, length;
	int64_t count;

	if (!is_day(d))
		return DAY_NONE;
	day_to_civil(d, &year, &month, &of_month);
	count = (int64_t)year * 12 + (month - 1) + months;
	if (count < 12 || count >= INT64_C(10000) * 12)
		return DAY_NONE;
	year = (int)(count / 12);
	month = (int)(count % 12) + 1;
	length = month_length(year, month);
	return day_from_civil(year, month, of_month < length ? of_month : length);
}

/* 01:00 UTC on the last Sunday of a month of 31 days. */
static instant
change_in(int year, int month)
{
	day last = day_from_civil(year, month, 31);

	return (last - (day_of_week(last) + 1) % 7) * DAY_LENGTH + CHANGE_TIME;
}

/* In a whole day's reach of years 1 to 9999, so that no sum below can overflow. */
static bool
is_instant(instant t)
{
	return t >= (FIRST_DAY - 1) * DAY_LENGTH && t < (LAST_DAY + 2) * DAY_LENGTH;
}

bool
instant_has_passed(instant due, instant now)
{
	return now / INSTANT_MINUTE > due / INSTANT_MINUTE;
}

/* Times between which the clocks do not change, `until` not among them. */
struct stretch { instant from, until; int offset; };

/* Winter up to spring, summer, or winter from autumn on, of the year by UTC. */
static struct stretch
stretch_of(instant t)
{
	int year, month, of_month;
	instant spring, autumn;

	day_to_civil((day)floor_divide(t, DAY_LENGTH), &year, &month, &of_month);
	if (year < 1 || year > 9999) /* the day before the first, and behind the last: it is winter */
		return (struct stretch){ 0 };
	spring = change_in(year, 3);
	autumn = change_in(year, 10);
	if (t < spring)
		return (struct stretch){ day_from_civil(year, 1, 1) * DAY_LENGTH, spring, 0 };
	if (t < autumn)
		return (struct stretch){ spring, autumn, 60 };
	return (struct stretch){ autumn, (day_from_civil(year, 12, 31) + 1) * DAY_LENGTH, 0 };
}

/* Most questions in a row are of one summer or winter: the last one is kept, which changes no answer. */
int
instant_offset_minutes(instant t)
{
	static _Thread_local struct stretch last;

	if (t >= last.from && t < last.until)
		return last.offset;
	if (!is_instant(t))
		return 0;
	last = stretch_of(t);
	return last.offset;
}

/* The microseconds that the wall clock would show since its own 1970. */
static instant
wall(instant t)
{
	return t + instant_offset_minutes(t) * INSTANT_MINUTE;
}

day
instant_day(instant t)
{
	day d;

	if (!is_instant(t))
		return DAY_NONE;
	d = (day)floor_divide(wall(t), DAY_LENGTH);
	return is_day(d) ? d : DAY_NONE;
}

int
instant_minute_of_day(instant t)
{
	instant w;

	if (!is_instant(t))
		return 0;
	w = wall(t);
	return (int)((w - floor_divide(w, DAY_LENGTH) * DAY_LENGTH) / INSTANT_MINUTE);
}

struct civil
instant_civil(instant t)
{
	struct civil c = { 0 };
	instant w;
	int second;
	day d;

	if (!is_instant(t))
		return c;
	c.offset = instant_offset_minutes(t);
	w = t + c.offset * INSTANT_MINUTE;
	d = (day)floor_divide(w, DAY_LENGTH);
	if (!is_day(d))
		return (struct civil){ 0 };
	day_to_civil(d, &c.year, &c.month, &c.day);
	second = (int)((w - d * DAY_LENGTH) / INSTANT_SECOND);
	c.hour = second / 3600;
	c.minute = second / 60 % 60;
	c.second = second % 60;
	c.on = d;
	return c;
}

instant
instant_at(day d, int minute_of_day)
{
	instant winter, summer;

	if (!is_day(d) || minute_of_day < 0 || minute_of_day > 24 * 60)
		return INSTANT_NONE;
	winter = d * DAY_LENGTH + minute_of_day * INSTANT_MINUTE;
	summer = winter - INSTANT_HOUR;
	/*
	 * Summer time first: it is the earlier of an hour that comes twice. In the hour that
	 * spring leaves out neither fits, and winter time counts on from midnight.
	 */
	return instant_offset_minutes(summer) == 60 ? summer : winter;
}
