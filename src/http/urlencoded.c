/* urlencoded.c - form and query decoding; see urlencoded.h. */
#include <string.h>

#include "parley/digest.h"
#include "parley/utf8.h"
#include "urlencoded.h"

static bool
is_allowed(unsigned char c)
{
	if (c == '\t' || c == '\r' || c == '\n')
		return true;
	return c >= 0x20 && c != 0x7f;
}

/* One byte at `from`; gives how many it took, or 0. */
static size_t
decode_byte(const char *from, size_t left, bool plus, char *out)
{
	char pair[3];
	unsigned char byte;

	if (*from != '%') {
		*out = (plus && *from == '+') ? ' ' : *from;
		return is_allowed((unsigned char)*out) ? 1 : 0;
	}
	if (left < 3)
		return 0;
	memcpy(pair, from + 1, 2);
	pair[2] = '\0';
	if (hex_parse(pair, &byte, 1) != RESULT_OK || !is_allowed(byte))
		return 0;
	*out = (char)byte;
	return 3;
}

enum result
urlencoded_decode(char *text, size_t *length, bool plus)
{
	size_t from = 0, to = 0;

	while (from < *length) {
		size_t took = decode_byte(text + from, *length - from, plus, &text[to]);

		if (took == 0)
			return RESULT_INVALID;
		from += took;
		to++;
	}
	if (!utf8_valid(text, to))
		return RESULT_INVALID;
	text[to] = '\0';
	*length = to;
	return RESULT_OK;
}

static enum result
parse_pair(char *text, size_t length, struct name_value *out)
{
	char *equals = memchr(text, '=', length);
	size_t name_length = equals != NULL ? (size_t)(equals - text) : length;
	size_t value_length = equals != NULL ? length - name_length - 1 : 0;
	char *value = equals != NULL ? equals + 1 : text + length;

	/* The value first: decoding the name writes its NUL over the '='. */
	if (urlencoded_decode(value, &value_length, true) != RESULT_OK ||
	    urlencoded_decode(text, &name_length, true) != RESULT_OK || name_length == 0)
		return RESULT_INVALID;
	out->name = text;
	out->value = value;
	return RESULT_OK;
}

enum result
urlencoded_parse(char *text, size_t length, struct name_value *pairs, size_t most, size_t *count)
{
	size_t found = 0, at = 0;

	while (at < length) {
		char *end = memchr(text + at, '&', length - at);
		size_t part = end != NULL ? (size_t)(end - (text + at)) : length - at;
		struct name_value pair;

		if (found == most)
			return RESULT_LIMIT;
		if (parse_pair(text + at, part, &pair) != RESULT_OK ||
		    urlencoded_find(pairs, found, pair.name) != NULL)
			return RESULT_INVALID;
		pairs[found++] = pair;
		at += part + 1;
		/* "a=1&" ends in an empty pair. */
		if (end != NULL && at == length)
			return RESULT_INVALID;
	}
	*count = found;
	return RESULT_OK;
}

const char *
urlencoded_find(const struct name_value *pairs, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pairs[i].name, name) == 0)
			return pairs[i].value;
	return NULL;
}
