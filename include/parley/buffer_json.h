/*
 * buffer_json.h - the inline half of buffer.h, which includes it; nobody else does.
 *
 * JSON_KNOWN asks the compiler whether it knows a name's length, and that nothing in it needs an escape: of literals it does.
 * Where it does not (no optimisation, a name out of a policy) name and value are written one after the other; the output is
 * the same.
 */
#ifndef PARLEY_BUFFER_JSON_H
#define PARLEY_BUFFER_JSON_H

#include <string.h>
#include "parley/buffer.h"

/* The same for a plain name of that length; NULL and 0 for none. `literal` is a value that is added as it is. */
void json_known_string(struct buffer *b, const char *name, size_t length, const char *value);
void json_known_literal(struct buffer *b, const char *name, size_t length, const char *literal, size_t size);
/* The comma before a member of any name, that name, and what its value is or begins with, as it is. */
void json_begin(struct buffer *b, const char *name, const char *literal, size_t size);
void json_open(struct buffer *b, char bracket); /* of an array's element */
void buffer_char_grown(struct buffer *b, char c);

#define JSON_INLINE static inline __attribute__((always_inline)) void
#define JSON_NONE(name) (__builtin_constant_p((name) == NULL) && (name) == NULL)
#define JSON_PLAIN "abcdefghijklmnopqrstuvwxyz_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. "
#define JSON_KNOWN(name) (__builtin_constant_p((name) == NULL) && (name) != NULL && *(name) != 0 && \
	__builtin_constant_p(strspn((name), JSON_PLAIN) == strlen(name)) && strspn((name), JSON_PLAIN) == strlen(name))

static inline void
buffer_char(struct buffer *b, char c)
{
	/* Room for it and the NUL: the limit is in `room`. */
	if (b->failed || b->room - b->length < 2) {
		buffer_char_grown(b, c);
		return;
	}
	b->data[b->length++] = c;
	b->data[b->length] = '\0';
}

JSON_INLINE
json_literal(struct buffer *b, const char *name, const char *literal, size_t size)
{
	if (JSON_NONE(name)) {
		json_known_literal(b, NULL, 0, literal, size);
	} else if (JSON_KNOWN(name)) {
		json_known_literal(b, name, strlen(name), literal, size);
	} else {
		json_begin(b, name, literal, size);
	}
}

JSON_INLINE
json_name(struct buffer *b, const char *name)
{
	json_literal(b, name, "", 0);
}

JSON_INLINE
json_object(struct buffer *b, const char *name)
{
	if (JSON_NONE(name))
		json_open(b, '{');
	else
		json_literal(b, name, "{", 1);
}

JSON_INLINE
json_array(struct buffer *b, const char *name)
{
	if (JSON_NONE(name))
		json_open(b, '[');
	else
		json_literal(b, name, "[", 1);
}

static inline void
json_end_object(struct buffer *b)
{
	buffer_char(b, '}');
}

static inline void
json_end_array(struct buffer *b)
{
	buffer_char(b, ']');
}

JSON_INLINE
json_string(struct buffer *b, const char *name, const char *value)
{
	if (JSON_NONE(name)) {
		json_known_string(b, "", 0, value);
	} else if (JSON_KNOWN(name)) {
		json_known_string(b, name, strlen(name), value);
	} else {
		json_begin(b, name, "", 0);
		buffer_json_string(b, value);
	}
}

JSON_INLINE
json_optional(struct buffer *b, const char *name, const char *value)
{
	if (value != NULL)
		json_string(b, name, value);
}

JSON_INLINE
json_int(struct buffer *b, const char *name, int64_t value)
{
	json_literal(b, name, "", 0);
	buffer_int(b, value);
}

JSON_INLINE
json_bool(struct buffer *b, const char *name, bool value)
{
	json_literal(b, name, value ? "true" : "false", value ? 4 : 5);
}

JSON_INLINE
json_null(struct buffer *b, const char *name)
{
	json_literal(b, name, "null", 4);
}

/*
 * One member of json_members(). Its name is a literal, so that comma, quotes and colon stand around it at compile time. The air
 * behind them may be copied too: two moves of sixteen bytes are then all that nearly every name needs.
 */
enum json_kind {
	JSON_TEXT, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_ID, JSON_DAY, JSON_DAY_WORDS, JSON_INSTANT, JSON_INSTANT_WORDS
};
struct json_member {
	const char *head;    /* ,"name": and JSON_AIR more bytes */
	uint32_t length;     /* of it, without them */
	enum json_kind kind;
	union {
		const char *text; /* JSON_TEXT: NULL writes null */
		int64_t number;   /* the days and instants too */
	} value;
};

#define JSON_AIR 32
#define JSON_HEAD(name) ",\"" name "\":" "                                ", sizeof(",\"" name "\":") - 1

#define json_has_text(name, value) ((struct json_member){ JSON_HEAD(name), JSON_TEXT, { .text = (value) } })
#define json_has_null(name) json_has_text(name, NULL)
#define json_has_bool(name, value) ((struct json_member){ JSON_HEAD(name), (value) ? JSON_TRUE : JSON_FALSE, { .number = 0 } })
#define json_has_int(name, value) ((struct json_member){ JSON_HEAD(name), JSON_NUMBER, { .number = (value) } })
/* A number in quotes, as all ids are sent; 0 writes null. */
#define json_has_id(name, id) ((struct json_member){ JSON_HEAD(name), JSON_ID, { .number = (id) } })
#define json_has_day(name, d) ((struct json_member){ JSON_HEAD(name), JSON_DAY, { .number = (d) } })
#define json_has_day_words(name, d) ((struct json_member){ JSON_HEAD(name), JSON_DAY_WORDS, { .number = (d) } })
#define json_has_instant(name, t) ((struct json_member){ JSON_HEAD(name), JSON_INSTANT, { .number = (t) } })
#define json_has_instant_words(name, t) ((struct json_member){ JSON_HEAD(name), JSON_INSTANT_WORDS, { .number = (t) } })

#undef JSON_INLINE
#undef JSON_NONE
#undef JSON_KNOWN
#undef JSON_PLAIN

#endif
