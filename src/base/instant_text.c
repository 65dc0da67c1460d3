/*
 * instant_text.c - the written forms of instant.h: RFC 3339 for programs, words for
 * people, and the strict readers. Apart from instant.c, which computes.
 */
#include <string.h>

#include "parley/instant.h"

static const char *const weekdays[] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday" };
static const char *const months[] = { "January", "February", "March", "April", "May", "June",
	"July", "August", "September", "October", "November", "December" };

static bool
has_written_form(struct buffer *b, int year)
{
	if (year < 1 || year > 9999)
		b->failed = true;
	return !b->failed;
}

/* `n` with leading zeros; by hand, because lists are full of dates and printf is slow. */
static char *
put_digits(char *to, int n, int width)
{
	for (int i = width; i > 0; i--, n /= 10)
		to[i - 1] = (char)('0' + n % 10);
	return to + width;
}

static char *
put_pair(char *to, char before, int n)
{
	*to = before;
	return put_digits(to + 1, n, 2);
}

static char *
put_date(char *to, int year, int month, int of_month)
{
	to = put_digits(to, year, 4);
	to = put_pair(to, '-', month);
	return put_pair(to, '-', of_month);
}

void
day_write(struct buffer *b, day d)
{
	int year, month, of_month;
	char text[10];

	day_to_civil(d, &year, &month, &of_month);
	if (!has_written_form(b, year))
		return;
	(void)put_date(text, year, month, of_month);
	buffer_add(b, text, sizeof text);
}

void
instant_write(struct buffer *b, instant t)
{
	struct civil c = instant_civil(t);
	int micro = (int)(t % INSTANT_SECOND);
	char text[32], *p = text;

	if (!has_written_form(b, c.year))
		return;
	p = put_date(p, c.year, c.month, c.day);
	p = put_pair(p, 'T', c.hour);
	p = put_pair(p, ':', c.minute);
	p = put_pair(p, ':', c.second);
	if (micro != 0) {
		*p++ = '.';
		p = put_digits(p, micro < 0 ? micro + (int)INSTANT_SECOND : micro, 6);
	}
	/* Winter time is written +00:00, not Z: it is the local time, with its offset. */
	memcpy(p, c.offset == 0 ? "+00:00" : "+01:00", 6);
	buffer_add(b, text, (size_t)(p + 6 - text));
}

static char *
put_words(char *to, const char *words)
{
	size_t length = strlen(words);

	memcpy(to, words, length);
	return to + length;
}

/* Without a leading zero; 1 to 99. */
static char *
put_small(char *to, int n)
{
	return put_digits(to, n, n < 10 ? 1 : 2);
}

/* "Wednesday 30 September 2027 at 10:59am" is as long as they get. */
enum { WORDS_ROOM = 48 };

static char *
put_day(char *to, day d, int year, int month, int of_month)
{
	to = put_words(to, weekdays[day_of_week(d)]);
	*to++ = ' ';
	to = put_small(to, of_month);
	*to++ = ' ';
	to = put_words(to, months[month - 1]);
	*to++ = ' ';
	return put_digits(to, year, year < 10 ? 1 : year < 100 ? 2 : year < 1000 ? 3 : 4);
}

void
day_write_words(struct buffer *b, day d)
{
	int year, month, of_month;
	char text[WORDS_ROOM];

	day_to_civil(d, &year, &month, &of_month);
	if (has_written_form(b, year))
		buffer_add(b, text, (size_t)(put_day(text, d, year, month, of_month) - text));
}

/*
 * GOV.UK style guide, "Times": 5:30pm, 5pm, midday, midnight. Midnight is the first
 * minute of the day that is named, so a duty that ends with a day names the next one;
 * who wants "by the end of Thursday" writes the day alone.
 */
void
instant_write_words(struct buffer *b, instant t)
{
	struct civil c = instant_civil(t);
	char text[WORDS_ROOM], *p = text;

	if (!has_written_form(b, c.year))
		return;
	p = put_words(put_day(p, c.on, c.year, c.month, c.day), " at ");
	if (c.minute == 0 && c.hour % 12 == 0) {
		p = put_words(p, c.hour == 0 ? "midnight" : "midday");
	} else {
		p = put_small(p, c.hour % 12 == 0 ? 12 : c.hour % 12);
		if (c.minute != 0)
			p = put_pair(p, ':', c.minute);
		p = put_words(p, c.hour < 12 ? "am" : "pm");
	}
	buffer_add(b, text, (size_t)(p - text));
}

void
instant_words_json(struct buffer *b, const char *name, instant t)
{
	if (t == INSTANT_NONE) {
		json_null(b, name);
		return;
	}
	/* Words of a date hold nothing that would need an escape. */
	json_name(b, name);
	buffer_char(b, '"');
	instant_write_words(b, t);
	buffer_char(b, '"');
}

/* Reads exactly `width` digits and moves on; false at the first that is none. */
static bool
read_digits(const char **s, size_t width, int *out)
{
	int value = 0;

	for (size_t i = 0; i < width; i++) {
		char c = (*s)[i];

		if (c < '0' || c > '9')
			return false;
		value = value * 10 + (c - '0');
	}
	*s += width;
	*out = value;
	return true;
}

static bool
read_char(const char **s, const char *allowed)
{
	if (**s == '\0' || strchr(allowed, **s) == NULL)
		return false;
	(*s)++;
	return true;
}

static bool
read_day(const char **s, day *out)
{
	int year, month, of_month;

	if (!read_digits(s, 4, &year) || !read_char(s, "-") || !read_digits(s, 2, &month) ||
	    !read_char(s, "-") || !read_digits(s, 2, &of_month))
		return false;
	*out = day_from_civil(year, month, of_month);
	return *out != DAY_NONE;
}

enum result
day_parse(const char *s, day *out)
{
	day d;

	if (!read_day(&s, &d) || *s != '\0')
		return RESULT_INVALID;
	*out = d;
	return RESULT_OK;
}

/* ".5" as 500000; nothing there is 0. More than six digits could not be held, and are refused. */
static bool
read_fraction(const char **s, int *micro)
{
	int scale = 100000;

	*micro = 0;
	if (!read_char(s, "."))
		return true;
	if (**s < '0' || **s > '9')
		return false;
	for (; **s >= '0' && **s <= '9'; (*s)++, scale /= 10) {
		if (scale == 0)
			return false;
		*micro += (**s - '0') * scale;
	}
	return true;
}

/* "Z", "+01:00", "-05:30". */
static bool
read_zone(const char **s, int *minutes)
{
	bool west = **s == '-';
	int hours;

	*minutes = 0;
	if (read_char(s, "Zz"))
		return true;
	if (!read_char(s, "+-") || !read_digits(s, 2, &hours) || !read_char(s, ":") ||
	    !read_digits(s, 2, minutes) || hours > 23 || *minutes > 59)
		return false;
	*minutes = (west ? -1 : 1) * (hours * 60 + *minutes);
	return true;
}

/* What was read of a time of day. */
struct clock_time {
	int minute_of_day, second, micro;
	bool has_seconds;
};

static bool
read_time(const char **s, struct clock_time *out)
{
	int hour, minute;

	*out = (struct clock_time){ 0 };
	if (!read_digits(s, 2, &hour) || !read_char(s, ":") || !read_digits(s, 2, &minute) ||
	    hour > 23 || minute > 59)
		return false;
	out->minute_of_day = hour * 60 + minute;
	out->has_seconds = read_char(s, ":");
	if (!out->has_seconds)
		return true;
	return read_digits(s, 2, &out->second) && out->second <= 59 &&
	    read_fraction(s, &out->micro);
}

enum result
instant_parse(const char *s, instant *out)
{
	struct clock_time at;
	int zone;
	instant t;
	day d;

	if (!read_day(&s, &d) || !read_char(&s, "Tt") || !read_time(&s, &at))
		return RESULT_INVALID;
	if (*s == '\0') {
		t = instant_at(d, at.minute_of_day);
	} else {
		if (!at.has_seconds || !read_zone(&s, &zone) || *s != '\0')
			return RESULT_INVALID;
		t = d * 24 * INSTANT_HOUR + (at.minute_of_day - zone) * INSTANT_MINUTE;
	}
	t += at.second * INSTANT_SECOND + at.micro;
	/* A zone can carry it out of the years that can be written back. */
	if (instant_day(t) == DAY_NONE)
		return RESULT_INVALID;
	*out = t;
	return RESULT_OK;
}

enum result
instant_time_of_day_parse(const char *s, int *minute)
{
	int hours, minutes;

	if (!read_digits(&s, 2, &hours) || !read_char(&s, ":") || !read_digits(&s, 2, &minutes) || *s != '\0' || hours > 23 ||
	    minutes > 59)
		return RESULT_INVALID;
	*minute = hours * 60 + minutes;
	return RESULT_OK;
}
