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
/* The comma before a member of any name, and that name. */
void json_begin(struct buffer *b, const char *name);
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
		json_begin(b, name);
		buffer_add(b, literal, size);
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
	json_literal(b, name, "{", 1);
}

JSON_INLINE
json_array(struct buffer *b, const char *name)
{
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
		json_begin(b, name);
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
 * One member of json_members(). `name` is a literal of plain letters, whose length the compiler knows, so that all that is left
 * to do is to copy.
 */
enum json_kind { JSON_TEXT, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_ID, JSON_DAY, JSON_DAY_WORDS, JSON_INSTANT, JSON_INSTANT_WORDS };
struct json_member {
	const char *name;
	uint32_t length;     /* of the name */
	enum json_kind kind;
	union {
		const char *text; /* JSON_TEXT: NULL writes null */
		int64_t number;   /* the days and instants too */
	} value;
};

#define JSON_MEMBER static inline __attribute__((always_inline)) struct json_member

JSON_MEMBER
json_has_text(const char *name, const char *value)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_TEXT, { .text = value } };
}

JSON_MEMBER
json_has_bool(const char *name, bool value)
{
	return (struct json_member){ name, (uint32_t)strlen(name), value ? JSON_TRUE : JSON_FALSE, { .text = NULL } };
}

JSON_MEMBER
json_has_null(const char *name)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_TEXT, { .text = NULL } };
}

JSON_MEMBER
json_has_int(const char *name, int64_t value)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_NUMBER, { .number = value } };
}

/* A number in quotes, as all ids are sent; 0 writes null. */
JSON_MEMBER
json_has_id(const char *name, int64_t id)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_ID, { .number = id } };
}

JSON_MEMBER
json_has_day(const char *name, int32_t d)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_DAY, { .number = d } };
}

JSON_MEMBER
json_has_day_words(const char *name, int32_t d)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_DAY_WORDS, { .number = d } };
}

JSON_MEMBER
json_has_instant(const char *name, int64_t t)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_INSTANT, { .number = t } };
}

JSON_MEMBER
json_has_instant_words(const char *name, int64_t t)
{
	return (struct json_member){ name, (uint32_t)strlen(name), JSON_INSTANT_WORDS, { .number = t } };
}

#undef JSON_MEMBER
#undef JSON_INLINE
#undef JSON_NONE
#undef JSON_KNOWN
#undef JSON_PLAIN

#endif
