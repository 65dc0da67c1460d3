/* buffer_json.c - JSON written straight into a buffer; see parley/buffer.h and parley/buffer_json.h. */
#include <string.h>

#include "buffer_room.h"
#include "parley/buffer.h"

/*
 * Is a comma due? What was written last says so: a value never ends in one of these bytes, for a string ends in its quote.
 */
static bool
begins(const struct buffer *b)
{
	char last = b->length == 0 ? '\n' : b->data[b->length - 1];

	return last == '{' || last == '[' || last == ':' || last == '\n';
}

void
json_begin(struct buffer *b, const char *name)
{
	if (!begins(b))
		buffer_char(b, ',');
	if (name == NULL)
		return;
	buffer_json_string(b, name);
	buffer_char(b, ':');
}

/* Most names have 4 to 16 bytes: two moves that overlap are the whole of it. */
static inline void
copy_short(char *to, const char *from, size_t length)
{
	if (length > 16) {
		memcpy(to, from, length);
	} else if (length >= 8) {
		memcpy(to, from, 8);
		memcpy(to + length - 8, from + length - 8, 8);
	} else if (length >= 4) {
		memcpy(to, from, 4);
		memcpy(to + length - 4, from + length - 4, 4);
	} else {
		for (size_t i = 0; i < length; i++)
			to[i] = from[i];
	}
}

/* Writes comma and name, and gives where `more` bytes go after them. NULL, and marked: past the limit. */
static inline char *
put_name(struct buffer *b, const char *name, size_t length, size_t more)
{
	bool comma = !begins(b);
	char *to;

	if (!buffer_make_room(b, comma + (name ? length + 3 : 0) + more))
		return NULL;
	to = b->data + b->length;
	if (comma)
		*to++ = ',';
	if (name == NULL)
		return to;
	*to++ = '"';
	copy_short(to, name, length);
	to += length;
	*to++ = '"';
	*to++ = ':';
	return to;
}

void
json_known_literal(struct buffer *b, const char *name, size_t length, const char *literal, size_t size)
{
	char *to = put_name(b, name, length, size);

	if (to == NULL)
		return;
	copy_short(to, literal, size);
	to[size] = '\0';
	b->length = (size_t)(to + size - b->data);
}

void
json_known_string(struct buffer *b, const char *name, size_t length, const char *value)
{
	size_t size;
	char *to;

	if (value == NULL) {
		json_known_literal(b, name, length, "null", 4);
		return;
	}
	size = strlen(value);
	to = put_name(b, name, length, size + 2);
	if (to == NULL)
		return;
	if (!buffer_copy_plain(to + 1, value, size)) {
		to[0] = '\0';
		b->length = (size_t)(to - b->data);
		buffer_json_string(b, value);
		return;
	}
	to[0] = to[size + 1] = '"';
	to[size + 2] = '\0';
	b->length = (size_t)(to + size + 2 - b->data);
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
	json_begin(b, name);
	buffer_add(b, json, length);
}
