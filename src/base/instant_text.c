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
	to[0] = before;
	to[1] = (char)('0' + n / 10);
	to[2] = (char)('0' + n % 10);
	return to + 3;
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
	if (n >= 10)
		*to++ = (char)('0' + n / 10);
	*to = (char)('0' + n % 10);
	return to + 1;
}

/* --- a day --- */

#define DAY_LENGTH (24 * INSTANT_HOUR)

/* Both written forms of a day, and how far ahead of UTC the clock is as UTC's day of that number begins and ends. */
struct day_text {
	day on;
	int offset_first, offset_last; /* minutes */
	size_t words_length;           /* 0: nothing is kept here yet */
	char words[28];                /* "Wednesday 30 September 2027" is as long as they get */
	char date[10];                 /* "2027-09-30" */
};

static bool
make_day_text(struct day_text *x, day d)
{
	int year, month, of_month;
	char *p;

	day_to_civil(d, &year, &month, &of_month);
	if (year < 1 || year > 9999)
		return false;
	p = put_digits(x->date, year, 4);
	(void)put_pair(put_pair(p, '-', month), '-', of_month);
	p = put_words(x->words, weekdays[day_of_week(d)]);
	*p++ = ' ';
	p = put_small(p, of_month);
	*p++ = ' ';
	p = put_words(p, months[month - 1]);
	*p++ = ' ';
	p = put_digits(p, year, year < 10 ? 1 : year < 100 ? 2 : year < 1000 ? 3 : 4);
	x->words_length = (size_t)(p - x->words);
	x->offset_first = instant_offset_minutes(d * DAY_LENGTH);
	x->offset_last = instant_offset_minutes((d + 1) * DAY_LENGTH - 1);
	x->on = d;
	return true;
}

/*
 * One page names the same few days in thirty places, and so does the next page: those met last are kept. Each thread has its
 * own, and what is kept is a function of the day alone. NULL for what has no written form.
 */
static const struct day_text *
text_of(day d)
{
	static _Thread_local struct day_text kept[32];
	struct day_text *x = &kept[(unsigned)d % (sizeof kept / sizeof kept[0])];

	if (x->words_length > 0 && x->on == d)
		return x;
	return make_day_text(x, d) ? x : NULL;
}

size_t
day_put(char to[INSTANT_TEXT_MAX], day d)
{
	const struct day_text *x = text_of(d);

	if (x == NULL)
		return 0;
	memcpy(to, x->date, sizeof x->date);
	return sizeof x->date;
}

size_t
day_put_words(char to[INSTANT_TEXT_MAX], day d)
{
	const struct day_text *x = text_of(d);

	if (x == NULL)
		return 0;
	memcpy(to, x->words, sizeof x->words);
	return x->words_length;
}

/* --- an instant --- */

/* Its wall clock, whose day is written down already. */
struct moment {
	const struct day_text *on; /* NULL: it has no written form */
	int minute_of_day, second, micro, offset;
};

static struct moment
moment_of(instant t)
{
	day utc = (day)(t / DAY_LENGTH - (t % DAY_LENGTH < 0));
	struct moment m = { .on = text_of(utc) };
	instant of_day;

	if (m.on == NULL)
		return m;
	m.offset = m.on->offset_first;
	if (m.on->offset_last != m.offset)
		m.offset = instant_offset_minutes(t);
	of_day = t - utc * DAY_LENGTH + m.offset * INSTANT_MINUTE;
	if (of_day >= DAY_LENGTH) {
		of_day -= DAY_LENGTH;
		m.on = text_of(utc + 1);
	}
	m.minute_of_day = (int)(of_day / INSTANT_MINUTE);
	of_day -= m.minute_of_day * INSTANT_MINUTE;
	m.second = (int)(of_day / INSTANT_SECOND);
	m.micro = (int)(of_day - m.second * INSTANT_SECOND);
	return m;
}

bool
instant_begins_day(instant t)
{
	const struct moment m = moment_of(t);

	return m.on != NULL && m.minute_of_day == 0 && m.second == 0 && m.micro == 0;
}

size_t
instant_put(char to[INSTANT_TEXT_MAX], instant t)
{
	const struct moment m = moment_of(t);
	char *p = to;

	if (m.on == NULL)
		return 0;
	memcpy(p, m.on->date, sizeof m.on->date);
	p = put_pair(p + sizeof m.on->date, 'T', m.minute_of_day / 60);
	p = put_pair(p, ':', m.minute_of_day % 60);
	p = put_pair(p, ':', m.second);
	if (m.micro != 0) {
		*p++ = '.';
		p = put_digits(p, m.micro, 6);
	}
	/* Winter time is written +00:00, not Z: it is the local time, with its offset. */
	memcpy(p, m.offset == 0 ? "+00:00" : "+01:00", 6);
	return (size_t)(p + 6 - to);
}

/*
 * GOV.UK style guide, "Times": 5:30pm, 5pm, midday, midnight. Midnight is the first
 * minute of the day that is named, so a duty that ends with a day names the next one;
 * who wants "by the end of Thursday" writes the day alone.
 */
static char *
put_minute(char *p, int minute_of_day)
{
	const int hour = minute_of_day / 60 % 24, minute = minute_of_day % 60;

	if (minute == 0 && hour % 12 == 0)
		return put_words(p, hour == 0 ? "midnight" : "midday");
	p = put_small(p, hour % 12 == 0 ? 12 : hour % 12);
	if (minute != 0)
		p = put_pair(p, ':', minute);
	memcpy(p, hour < 12 ? "am" : "pm", 2);
	return p + 2;
}

size_t
instant_put_minute(char to[INSTANT_TEXT_MAX], int minute_of_day)
{
	return (size_t)(put_minute(to, minute_of_day) - to);
}

size_t
instant_put_words(char to[INSTANT_TEXT_MAX], instant t)
{
	const struct moment m = moment_of(t);
	char *p = to;

	if (m.on == NULL)
		return 0;
	memcpy(p, m.on->words, sizeof m.on->words);
	p += m.on->words_length;
	memcpy(p, " at ", 4);
	p = put_minute(p + 4, m.minute_of_day);
	return (size_t)(p - to);
}

/* --- into a buffer --- */

/* What was put; nothing is what has no written form. */
static void
add_text(struct buffer *b, const char *text, size_t length)
{
	if (length == 0)
		b->failed = true;
	else
		buffer_add(b, text, length);
}

void
day_write(struct buffer *b, day d)
{
	char text[INSTANT_TEXT_MAX];

	add_text(b, text, day_put(text, d));
}

void
day_write_words(struct buffer *b, day d)
{
	char text[INSTANT_TEXT_MAX];

	add_text(b, text, day_put_words(text, d));
}

void
instant_write(struct buffer *b, instant t)
{
	char text[INSTANT_TEXT_MAX];

	add_text(b, text, instant_put(text, t));
}

void
instant_write_words(struct buffer *b, instant t)
{
	char text[INSTANT_TEXT_MAX];

	add_text(b, text, instant_put_words(text, t));
}

void
instant_words_json(struct buffer *b, const char *name, instant t)
{
	size_t from;

	if (t == INSTANT_NONE) {
		json_null(b, name);
		return;
	}
	from = json_text_begin(b, name);
	instant_write_words(b, t);
	json_text_end(b, from);
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
