/* json_write.c - JSON written straight into a buffer; see parley/buffer.h. */
#include <string.h>

#include "parley/buffer.h"

/*
 * The comma before a member, and its name. What was written last says whether a
 * comma is due: a value never ends in one of these bytes, for a string ends in its quote.
 */
static void
begin(struct buffer *b, const char *name)
{
	char last = b->length == 0 ? '\n' : b->data[b->length - 1];

	if (last != '{' && last != '[' && last != ':' && last != '\n')
		buffer_char(b, ',');
	if (name == NULL)
		return;
	buffer_json_string(b, name);
	buffer_char(b, ':');
}

void
json_name(struct buffer *b, const char *name)
{
	begin(b, name);
}

void
json_object(struct buffer *b, const char *name)
{
	begin(b, name);
	buffer_char(b, '{');
}

void
json_array(struct buffer *b, const char *name)
{
	begin(b, name);
	buffer_char(b, '[');
}

void
json_end_object(struct buffer *b)
{
	buffer_char(b, '}');
}

void
json_end_array(struct buffer *b)
{
	buffer_char(b, ']');
}

void
json_string(struct buffer *b, const char *name, const char *value)
{
	begin(b, name);
	buffer_json_string(b, value);
}

void
json_optional(struct buffer *b, const char *name, const char *value)
{
	if (value != NULL)
		json_string(b, name, value);
}

void
json_int(struct buffer *b, const char *name, int64_t value)
{
	begin(b, name);
	buffer_int(b, value);
}

void
json_bool(struct buffer *b, const char *name, bool value)
{
	begin(b, name);
	buffer_string(b, value ? "true" : "false");
}

void
json_null(struct buffer *b, const char *name)
{
	begin(b, name);
	buffer_add(b, "null", 4);
}

void
json_raw(struct buffer *b, const char *name, const char *json)
{
	size_t length;

	if (json == NULL) {
		b->failed = true;
		return;
	}
	/* White space at its end would hide from begin() that a value was written. */
	length = strlen(json);
	while (length > 0 && strchr(" \t\r\n", json[length - 1]) != NULL)
		length--;
	begin(b, name);
	buffer_add(b, json, length);
}
