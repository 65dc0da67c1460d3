/*
 * event_json.c - see parley/event_json.h: events as they are kept.
 *
 * A page reads every event of a case, so the reader is made by hand: it walks once over a copy of the text in the
 * arena, takes escapes out in place, and lets the event's strings point into it. It takes only what the writer
 * writes, member for member; a checksum of anything else could never have been right.
 */
#include "parley/event_json.h"

#include <string.h>

#include "parley/utf8.h"

/* --- times: always UTC, always with microseconds, so that one instant has one spelling --- */

#define TIME_LENGTH 27 /* 2027-12-23T10:00:00.000000Z */
#define DATE_LENGTH 10
#define DAY_LENGTH (INT64_C(24) * INSTANT_HOUR)

static void
put_digits(char *at, int count, int64_t n)
{
	while (count-- > 0) {
		at[count] = (char)('0' + n % 10);
		n /= 10;
	}
}

static void
write_time(struct buffer *b, const char *name, instant t)
{
	char text[TIME_LENGTH + 1] = "0000-00-00T00:00:00.000000Z";
	int64_t d, rest;
	int year, month, day_of_month;

	if (t == INSTANT_NONE) {
		json_null(b, name);
		return;
	}
	d = t / DAY_LENGTH - (t % DAY_LENGTH < 0);
	rest = t - d * DAY_LENGTH;
	/* Years 1 to 9999, which instant.h promises of every instant: four digits are enough. */
	if (d < day_from_civil(1, 1, 1) || d > day_from_civil(9999, 12, 31)) {
		b->failed = true;
		return;
	}
	day_to_civil((day)d, &year, &month, &day_of_month);
	put_digits(text, 4, year);
	put_digits(text + 5, 2, month);
	put_digits(text + 8, 2, day_of_month);
	put_digits(text + 11, 2, rest / INSTANT_HOUR);
	put_digits(text + 14, 2, rest / INSTANT_MINUTE % 60);
	put_digits(text + 17, 2, rest / INSTANT_SECOND % 60);
	put_digits(text + 20, 6, rest % INSTANT_SECOND);
	json_string(b, name, text);
}

/* Two digits, or -1. */
static inline int
get_two(const char *at)
{
	unsigned tens = (unsigned char)at[0] - (unsigned)'0', ones = (unsigned char)at[1] - (unsigned)'0';

	return tens > 9 || ones > 9 ? -1 : (int)(tens * 10 + ones);
}

/* YYYY-MM-DD; DAY_NONE when it is none. */
static day
parse_date(const char *s)
{
	int century = get_two(s), of_century = get_two(s + 2), month = get_two(s + 5), of_month = get_two(s + 8);

	if (s[4] != '-' || s[7] != '-' || century < 0 || of_century < 0)
		return DAY_NONE;
	return day_from_civil(century * 100 + of_century, month, of_month);
}

/* THH:MM:SS.ffffffZ, as microseconds of the day. */
static bool
parse_time_of_day(const char *s, instant *out)
{
	int hour = get_two(s + 1), minute = get_two(s + 4), second = get_two(s + 7);
	int f1 = get_two(s + 10), f2 = get_two(s + 12), f3 = get_two(s + 14);

	if (s[0] != 'T' || s[3] != ':' || s[6] != ':' || s[9] != '.' || s[16] != 'Z')
		return false;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || (f1 | f2 | f3) < 0)
		return false;
	*out = hour * INSTANT_HOUR + minute * INSTANT_MINUTE + second * INSTANT_SECOND + (f1 * 100 + f2) * 100 + f3;
	return true;
}

/* --- writing --- */

static void
write_person(struct buffer *b, const char *name, const struct person_ref *p)
{
	json_object(b, name);
	json_int(b, "id", p->id);
	json_string(b, "name", p->name);
	json_string(b, "title", p->title);
	json_string(b, "agency_id", p->agency_id);
	json_string(b, "agency", p->agency);
	json_end_object(b);
}

static void
write_agency(struct buffer *b, const char *name, const struct agency_ref *agency)
{
	json_object(b, name);
	json_string(b, "id", agency->id);
	json_string(b, "name", agency->name);
	json_string(b, "sector", agency->sector);
	json_end_object(b);
}

/* What a value is shows in its JSON: a string, a list of people, an agency's object. */
static void
write_value(struct buffer *b, const struct field_value *v)
{
	size_t i;

	if (v->agency != NULL) {
		write_agency(b, v->name, v->agency);
	} else if (v->people_count > 0) {
		json_array(b, v->name);
		for (i = 0; i < v->people_count; i++)
			write_person(b, NULL, &v->people[i]);
		json_end_array(b);
	} else {
		json_string(b, v->name, v->text);
	}
}

void
event_payload_write(struct buffer *b, const struct event *ev)
{
	size_t i;

	json_object(b, NULL);
	json_string(b, "kind", event_kind_name(ev->kind));
	write_time(b, "recorded", ev->recorded);
	write_time(b, "happened", ev->happened);
	write_person(b, "actor", &ev->actor);
	if (ev->for_whom.id != 0) /* left out where it is nobody: events from before there were deputies stay as they are */
		write_person(b, "for", &ev->for_whom);
	json_string(b, "side", side_name(ev->side));
	json_string(b, "role", ev->role);
	json_string(b, "exit", ev->exit);
	json_string(b, "target", ev->target);
	json_object(b, "fields");
	for (i = 0; i < ev->field_count; i++)
		write_value(b, &ev->fields[i]);
	json_end_object(b);
	json_end_object(b);
}

/* --- reading --- */

struct reader {
	char *at; /* in a copy that ends in NUL, which no token takes: the end needs no other guard */
	struct arena *arena;
	const char *date; /* the last one that was read, and the day it is; NULL */
	day day;
	bool beyond_ascii; /* is there any byte in its strings that is not ASCII? */
};

/* Behind the copy stand as many NULs as the longest token and a time have bytes, so that it is compared without looking for the end. */
#define PADDING 32

static inline __attribute__((always_inline)) bool
take(struct reader *r, const char *token)
{
	const size_t n = strlen(token); /* a literal's: known to the compiler */

	if (memcmp(r->at, token, n) != 0)
		return false;
	r->at += n;
	return true;
}

/* The byte that \uXXXX stands for where the writer uses it: control characters. 0 = none of these. */
static char
control_escape(const char *at)
{
	static const char hex[] = "0123456789abcdef";
	const char *low;
	int c;

	if (at[0] != '0' || at[1] != '0' || at[2] < '0' || at[2] > '7' || at[3] == '\0')
		return 0;
	low = strchr(hex, at[3]);
	if (low == NULL)
		return 0;
	c = (at[2] - '0') * 16 + (int)(low - hex);
	if (c == 0x7f || (c < 0x20 && strchr("\b\t\n\f\r", c) == NULL))
		return (char)c;
	return 0;
}

/* One escape, as short as the writer makes it; moves on behind it. 0 = not one of ours. */
static char
take_escape(struct reader *r)
{
	static const char from[] = "\"\\btnfr", to[] = "\"\\\b\t\n\f\r";
	const char *short_one;
	char c = r->at[1];

	if (c == 'u') {
		c = control_escape(r->at + 2);
		if (c != 0)
			r->at += 6;
		return c;
	}
	short_one = c == '\0' ? NULL : strchr(from, c);
	r->at += 2;
	return short_one == NULL ? 0 : to[short_one - from];
}

typedef signed char bytes16 __attribute__((vector_size(16)));
typedef unsigned char unsigned16 __attribute__((vector_size(16)));

/* The place in memory of the first byte that is 0, where all others before it are 0xff. */
static inline size_t
first_zero_byte(uint64_t bytes)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return (size_t)__builtin_ctzll(~bytes) / 8;
#else
	return (size_t)__builtin_clzll(~bytes) / 8;
#endif
}

/*
 * How many of the next sixteen bytes stand for themselves, up to the first that does not: the quote, the backslash, what
 * the writer escapes, and what is not ASCII. Most of an event is such text; the padding is none.
 */
static inline size_t
plain_of_16(const char *at)
{
	unsigned16 x;
	bytes16 plain;
	uint64_t halves[2];

	memcpy(&x, at, sizeof x);
	/* One up, and signed: DEL and what is not ASCII are then below the space too. */
	plain = (bytes16)(((bytes16)(x + 1) > ' ') & ~((x == '"') | (x == '\\')));
	memcpy(halves, &plain, sizeof halves);
	if (halves[0] != UINT64_MAX)
		return first_zero_byte(halves[0]);
	return halves[1] != UINT64_MAX ? 8 + first_zero_byte(halves[1]) : 16;
}

static inline size_t
plain_length(const char *at)
{
	size_t n, all = 0;

	do
		all += n = plain_of_16(at + all);
	while (n == 16);
	return all;
}

/* The rest of a string that holds more than plain text, moved down over what its escapes leave free. Seldom: kept apart. */
static __attribute__((noinline)) bool
take_rest_moved(struct reader *r, char *end)
{
	size_t n;
	char c;

	while ((c = *r->at) != '"') {
		if ((unsigned char)c >= 0x80) {
			r->beyond_ascii = true;
			r->at++;
		} else if (c != '\\' || (c = take_escape(r)) == 0) {
			return false;
		}
		*end++ = c;
		n = plain_length(r->at);
		memmove(end, r->at, n);
		end += n;
		r->at += n;
	}
	*end = '\0';
	r->at++;
	return true;
}

/* The rest of a string behind its first quote, put right in place. */
static bool
take_rest(struct reader *r, const char **out)
{
	char *start = r->at;

	r->at += plain_length(start);
	if (*r->at == '"')
		*r->at++ = '\0';
	else if (!take_rest_moved(r, r->at))
		return false;
	*out = start;
	return true;
}

/* "text" or null. */
static bool
take_string(struct reader *r, const char **out)
{
	if (take(r, "\""))
		return take_rest(r, out);
	if (!take(r, "null"))
		return false;
	*out = NULL;
	return true;
}

/* What happened was mostly written down on the day itself: one date of an event is worked out, not two. */
static day
date_of(struct reader *r, const char *s)
{
	if (r->date == NULL || memcmp(r->date, s, DATE_LENGTH) != 0) {
		r->date = s;
		r->day = parse_date(s);
	}
	return r->day;
}

static bool
take_time(struct reader *r, instant *out)
{
	const char *s = r->at + 1;
	instant of_day;
	day d;

	if (take(r, "null")) {
		*out = INSTANT_NONE;
		return true;
	}
	/* A text that ends sooner has a quote or a NUL where a digit, a point or the Z should be. */
	if (!take(r, "\"") || !parse_time_of_day(s + DATE_LENGTH, &of_day) || (d = date_of(r, s)) == DAY_NONE)
		return false;
	*out = (instant)d * DAY_LENGTH + of_day;
	r->at += TIME_LENGTH;
	return take(r, "\"");
}

static bool
take_int(struct reader *r, int64_t *out)
{
	bool minus = take(r, "-");
	const char *first = r->at;
	int64_t n = 0;

	/* Downwards, because INT64_MIN has no positive twin. */
	while (*r->at >= '0' && *r->at <= '9')
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_sub_overflow(n, *r->at++ - '0', &n))
			return false;
	if (r->at == first || (*first == '0' && (minus || r->at - first > 1)) || (!minus && n == INT64_MIN))
		return false;
	*out = minus ? n : -n;
	return true;
}

static bool
take_person(struct reader *r, struct person_ref *out)
{
	return take(r, "{\"id\":") && take_int(r, &out->id) && take(r, ",\"name\":") && take_string(r, &out->name) &&
	       take(r, ",\"title\":") && take_string(r, &out->title) && take(r, ",\"agency_id\":") &&
	       take_string(r, &out->agency_id) && take(r, ",\"agency\":") && take_string(r, &out->agency) &&
	       take(r, "}");
}

static bool
take_agency(struct reader *r, struct agency_ref *out)
{
	return take(r, "{\"id\":") && take_string(r, &out->id) && take(r, ",\"name\":") && take_string(r, &out->name) &&
	       take(r, ",\"sector\":") && take_string(r, &out->sector) && take(r, "}");
}

/* An array twice as large, with what the old one held. */
static void *
larger(struct arena *a, const void *old, size_t count, size_t size)
{
	void *more = arena_array(a, count * 2, size);

	memcpy(more, old, count * size);
	return more;
}

static bool
take_people(struct reader *r, struct field_value *v)
{
	size_t room = 2;
	struct person_ref *people = ARENA_ARRAY(r->arena, room, struct person_ref);

	do {
		if (v->people_count == room) {
			people = larger(r->arena, people, room, sizeof *people);
			room *= 2;
		}
		if (!take_person(r, &people[v->people_count++]))
			return false;
	} while (take(r, ","));
	v->people = people;
	return take(r, "]");
}

static bool
take_value(struct reader *r, struct field_value *v)
{
	struct agency_ref *agency;

	if (!take(r, "\"") || !take_rest(r, &v->name) || !take(r, ":"))
		return false;
	if (take(r, "["))
		return take_people(r, v);
	if (*r->at != '{')
		return take_string(r, &v->text);
	agency = ARENA_NEW(r->arena, struct agency_ref);
	v->agency = agency;
	return take_agency(r, agency);
}

static bool
take_fields(struct reader *r, struct event *ev)
{
	size_t room = 8;
	struct field_value *values;

	if (!take(r, "{"))
		return false;
	if (take(r, "}"))
		return true;
	values = ARENA_ARRAY(r->arena, room, struct field_value);
	do {
		if (ev->field_count == room) {
			values = larger(r->arena, values, room, sizeof *values);
			room *= 2;
		}
		if (!take_value(r, &values[ev->field_count++]))
			return false;
	} while (take(r, ","));
	ev->fields = values;
	return take(r, "}");
}

static bool
take_side(struct reader *r, enum side *out)
{
	const char *s;
	int i;

	if (!take_string(r, &s) || s == NULL)
		return false;
	for (i = SIDE_NONE; i <= SIDE_RECEIVING; i++) {
		if (strcmp(side_name((enum side)i), s) != 0)
			continue;
		*out = (enum side)i;
		return true;
	}
	return false;
}

static bool
take_for(struct reader *r, struct event *ev)
{
	return !take(r, ",\"for\":") || (take_person(r, &ev->for_whom) && ev->for_whom.id != 0);
}

static bool
take_event(struct reader *r, struct event *ev)
{
	const char *kind;

	return take(r, "{\"kind\":\"") && take_rest(r, &kind) && event_kind_find(kind, &ev->kind) &&
	       take(r, ",\"recorded\":") && take_time(r, &ev->recorded) && take(r, ",\"happened\":") &&
	       take_time(r, &ev->happened) && take(r, ",\"actor\":") && take_person(r, &ev->actor) && take_for(r, ev) &&
	       take(r, ",\"side\":") && take_side(r, &ev->side) && take(r, ",\"role\":") && take_string(r, &ev->role) &&
	       take(r, ",\"exit\":") && take_string(r, &ev->exit) && take(r, ",\"target\":") &&
	       take_string(r, &ev->target) && take(r, ",\"fields\":") && take_fields(r, ev) && take(r, "}");
}

enum result
event_payload_read(const char *json, size_t length, uint32_t seq, struct arena *a, struct event *out)
{
	struct reader r = { .arena = a };
	struct event ev = { .seq = seq };
	char *copy;

	copy = arena_take(a, length + PADDING);
	memcpy(copy, json, length);
	memset(copy + length, 0, PADDING);
	r.at = copy;
	/* A NUL inside would end the copy early, and is found by where the reading stopped. */
	if (!take_event(&r, &ev) || r.at != copy + length)
		return RESULT_BUG;
	if (r.beyond_ascii && !utf8_valid(json, length))
		return RESULT_BUG;
	*out = ev;
	return RESULT_OK;
}
