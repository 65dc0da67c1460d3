/* buffer_json.c - JSON written straight into a buffer; see parley/buffer.h and parley/buffer_json.h. */
#include <stdlib.h>
#include <string.h>

#include "buffer_room.h"
#include "parley/buffer.h"
#include "parley/instant.h"
#include "parley/log.h"

/* The bytes after which no comma is due: nothing has been written where they open. */
static const bool opens[256] = { ['{'] = true, ['['] = true, [':'] = true, ['\n'] = true };

/* Is a comma due? What was written last says so: a value never ends in one of these bytes, for a string ends in its quote. */
static inline bool
comma_is_due(const struct buffer *b)
{
	return b->length > 0 && !opens[(unsigned char)b->data[b->length - 1]];
}

/* Writes the comma that is due, and gives where `more` bytes go after it. NULL, and marked: past the limit. */
static inline char *
put_comma(struct buffer *b, size_t more)
{
	const size_t comma = comma_is_due(b);
	char *to;

	if (!buffer_make_room(b, comma + more))
		return NULL;
	to = b->data + b->length;
	/* Written always and kept when it is due: a branch here is guessed wrong too often. */
	*to = ',';
	return to + comma;
}

/* What was written ends before `end`. */
static inline void
end_at(struct buffer *b, char *end)
{
	*end = '\0';
	b->length = (size_t)(end - b->data);
}

/* Up to sixteen bytes, as nearly all names and words have: two moves that overlap are the whole of it. */
static inline void
copy_short(char *to, const char *from, size_t length)
{
	if (length >= 8) {
		memcpy(to, from, 8);
		memcpy(to + length - 8, from + length - 8, 8);
	} else if (length >= 4) {
		memcpy(to, from, 4);
		memcpy(to + length - 4, from + length - 4, 4);
	} else if (length > 0) {
		to[0] = from[0];
		to[length / 2] = from[length / 2];
		to[length - 1] = from[length - 1];
	}
}

static inline void
copy_name(char *to, const char *from, size_t length)
{
	if (length <= 16)
		copy_short(to, from, length);
	else
		memcpy(to, from, length);
}

void
json_open(struct buffer *b, char bracket)
{
	char *to = put_comma(b, 1);

	if (to == NULL)
		return;
	*to = bracket;
	end_at(b, to + 1);
}

void
json_begin(struct buffer *b, const char *name, const char *literal, size_t size)
{
	const size_t length = name == NULL ? 0 : strlen(name);
	char *to = put_comma(b, size + (name == NULL ? 0 : length + 3));

	if (to == NULL)
		return;
	if (name != NULL) {
		if (!buffer_copy_plain(to + 1, name, length)) {
			end_at(b, to);
			buffer_json_string(b, name);
			buffer_char(b, ':');
			buffer_add(b, literal, size);
			return;
		}
		to[0] = to[length + 1] = '"';
		to[length + 2] = ':';
		to += length + 3;
	}
	copy_name(to, literal, size);
	end_at(b, to + size);
}

/* Writes comma and name, and gives where `more` bytes go after them. NULL, and marked: past the limit. */
static inline char *
put_name(struct buffer *b, const char *name, size_t length, size_t more)
{
	char *to = put_comma(b, more + (length > 0 ? length + 3 : 0));

	if (to == NULL || length == 0)
		return to;
	*to++ = '"';
	copy_name(to, name, length);
	to += length;
	*to++ = '"';
	*to++ = ':';
	return to;
}

static inline void
known_literal(struct buffer *b, const char *name, size_t length, const char *literal, size_t size)
{
	char *to = put_name(b, name, length, size);

	if (to == NULL)
		return;
	copy_name(to, literal, size);
	end_at(b, to + size);
}

static inline void
known_string(struct buffer *b, const char *name, size_t length, const char *value)
{
	size_t size;
	char *to;

	if (value == NULL) {
		known_literal(b, name, length, "null", 4);
		return;
	}
	size = strlen(value);
	to = put_name(b, name, length, size + 2);
	if (to == NULL)
		return;
	if (!buffer_copy_plain(to + 1, value, size)) {
		end_at(b, to);
		buffer_json_string(b, value);
		return;
	}
	to[0] = to[size + 1] = '"';
	end_at(b, to + size + 2);
}

void
json_known_literal(struct buffer *b, const char *name, size_t length, const char *literal, size_t size)
{
	known_literal(b, name, length, literal, size);
}

void
json_known_string(struct buffer *b, const char *name, size_t length, const char *value)
{
	known_string(b, name, length, value);
}

void
json_raw(struct buffer *b, const char *name, const char *json)
{
	size_t length;

	if (json == NULL) {
		b->failed = true;
		return;
	}
	/* White space at its end would hide from begins() that a value was written. */
	length = strlen(json);
	while (length > 0 && strchr(" \t\r\n", json[length - 1]) != NULL)
		length--;
	json_begin(b, name, "", 0);
	buffer_add(b, json, length);
}

/* --- text that is made where it stands --- */

size_t
json_text_begin(struct buffer *b, const char *name)
{
	json_begin(b, name, "\"", 1);
	return b->length;
}

/* Of what is not plain ASCII. It is in the buffer already, so a copy is what it is written from. */
static void
escape_again(struct buffer *b, size_t from)
{
	size_t length = b->length - from;
	char *copy = malloc(length + 1);

	if (copy == NULL)
		log_abort("out-of-memory", "a text could not be copied");
	memcpy(copy, b->data + from, length + 1);
	b->length = from - 1;
	buffer_json_string(b, copy);
	free(copy);
}

void
json_text_end(struct buffer *b, size_t from)
{
	if (b->failed)
		return;
	if (buffer_is_plain(b->data + from, b->length - from))
		buffer_char(b, '"');
	else
		escape_again(b, from);
}

/* --- several members at once --- */

/* Of whatever is not text. */
enum { VALUE_MAX = INSTANT_TEXT_MAX + 2 };

static bool
is_none(const struct json_member *m)
{
	switch (m->kind) {
	case JSON_TEXT: return true; /* here: without one */
	case JSON_TRUE: case JSON_FALSE: case JSON_NUMBER: break;
	case JSON_ID: return m->value.number == 0;
	case JSON_DAY: case JSON_DAY_WORDS: return m->value.number == DAY_NONE;
	case JSON_INSTANT: case JSON_INSTANT_WORDS: return m->value.number == INSTANT_NONE;
	}
	return false;
}

/* What is made of a number and stands in quotes; 0: it has no written form. */
static size_t
put_number(char to[VALUE_MAX], const struct json_member *m)
{
	size_t length = 0;

	switch (m->kind) {
	case JSON_ID: length = buffer_put_int(to + 1, m->value.number); break;
	case JSON_DAY: length = day_put(to + 1, (day)m->value.number); break;
	case JSON_DAY_WORDS: length = day_put_words(to + 1, (day)m->value.number); break;
	case JSON_INSTANT: length = instant_put(to + 1, m->value.number); break;
	case JSON_INSTANT_WORDS: length = instant_put_words(to + 1, m->value.number); break;
	case JSON_TEXT: case JSON_TRUE: case JSON_FALSE: case JSON_NUMBER: break;
	}
	to[0] = to[length + 1] = '"';
	return length == 0 ? 0 : length + 2;
}

/* Every value but text. Gives how many bytes it has; 0: it has no written form. */
static inline size_t
put_value(char to[VALUE_MAX], const struct json_member *m)
{
	if (m->kind == JSON_FALSE) {
		memcpy(to, "false", 5);
		return 5;
	}
	if (m->kind == JSON_TRUE) {
		memcpy(to, "true", 4);
		return 4;
	}
	if (is_none(m)) {
		memcpy(to, "null", 4);
		return 4;
	}
	return m->kind == JSON_NUMBER ? buffer_put_int(to, m->value.number) : put_number(to, m);
}

/* Where a loop over members writes, and where the room ends: the buffer is told of it at the end, or to write with care. */
struct run { char *to, *end; };

static inline struct run
run_from(struct buffer *b)
{
	return (struct run){ b->data + b->length, b->data + b->room };
}

/*
 * One member at the run's end, if there is certainly room for it and nothing in it needs an escape. `skipped` is 1 where the
 * comma is not due that its head begins with; `size` is that of its text, or NO_TEXT. False, and nothing is kept: it is to be
 * written with care.
 */
#define NO_TEXT SIZE_MAX
static inline bool
put_member(struct run *run, size_t skipped, const struct json_member *m, size_t size)
{
	const char *head = m->head + skipped;
	const size_t length = m->length - skipped;
	char *to = run->to;

	/* The head with what is copied behind it, the value with two quotes, and the NUL. */
	if (length + (size == NO_TEXT ? VALUE_MAX : size) + JSON_AIR + 3 > (size_t)(run->end - to))
		return false;
	memcpy(to, head, JSON_AIR);
	if (length > JSON_AIR)
		memcpy(to, head, length);
	to += length;
	if (size == NO_TEXT) {
		size = put_value(to, m);
		run->to = to + size;
		return size > 0;
	}
	if (!buffer_copy_plain(to + 1, m->value.text, size))
		return false;
	to[0] = to[size + 1] = '"';
	run->to = to + size + 2;
	return true;
}

/* The same with care. */
static void
write_member(struct buffer *b, const struct json_member *m, bool text)
{
	/* Of the head: without comma, quotes and colon. */
	const char *name = m->head + 2;
	const size_t length = m->length - 4;
	char value[VALUE_MAX];
	size_t size = text ? 0 : put_value(value, m);

	if (text)
		json_known_string(b, name, length, m->value.text);
	else if (size > 0)
		json_known_literal(b, name, length, value, size);
	else
		b->failed = true;
}

void
json_write_members(struct buffer *b, const struct json_member *members, size_t count)
{
	size_t skipped;
	struct run run;

	if (!buffer_make_room(b, 0))
		return;
	skipped = comma_is_due(b) ? 0 : 1;
	run = run_from(b);
	for (const struct json_member *m = members; m < members + count; m++, skipped = 0) {
		const bool text = m->kind == JSON_TEXT && m->value.text != NULL;
		char *before = run.to;

		if (put_member(&run, skipped, m, text ? strlen(m->value.text) : NO_TEXT))
			continue;
		end_at(b, before);
		write_member(b, m, text);
		if (b->failed)
			return;
		run = run_from(b);
	}
	end_at(b, run.to);
}

void
json_write_whole(struct buffer *b, const char *name, const struct json_member *members, size_t count)
{
	if (name == NULL)
		json_open(b, '{');
	else
		json_known_literal(b, name, strlen(name), "{", 1);
	json_write_members(b, members, count);
	buffer_char(b, '}');
}
