/* utf8.c - see parley/utf8.h. */
#include "parley/utf8.h"

#include <string.h>

/* By first byte, of what is not ASCII: how long the sequence is, and the least code point that may be written so long. */
static const struct {
	unsigned char mask, mark;
	size_t size;
	uint32_t least;
} forms[] = {
	{ 0xe0, 0xc0, 2, 0x80 },
	{ 0xf0, 0xe0, 3, 0x800 },
	{ 0xf8, 0xf0, 4, 0x10000 },
};

size_t
utf8_next(const char *s, size_t length, uint32_t *code)
{
	const unsigned char *p = (const unsigned char *)s;
	uint32_t value;
	size_t i = 0;

	if (length == 0)
		return 0;
	if (p[0] < 0x80) {
		*code = p[0];
		return 1;
	}
	while (i < 3 && (p[0] & forms[i].mask) != forms[i].mark)
		i++;
	if (i == 3 || forms[i].size > length)
		return 0;
	value = p[0] & (uint32_t)(unsigned char)~forms[i].mask;
	for (size_t k = 1; k < forms[i].size; k++) {
		if ((p[k] & 0xc0) != 0x80)
			return 0;
		value = (value << 6) | (p[k] & 0x3f);
	}
	if (value < forms[i].least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 0;
	*code = value;
	return forms[i].size;
}

/* How many bytes at the start are ASCII: nearly all are, and all that is written is checked. */
static size_t
ascii_prefix(const char *s, size_t length)
{
	size_t n = 0;
	uint64_t eight;

	for (; length - n >= sizeof eight; n += sizeof eight) {
		memcpy(&eight, s + n, sizeof eight);
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	while (n < length && (unsigned char)s[n] < 0x80)
		n++;
	return n;
}

bool
utf8_valid(const char *s, size_t length)
{
	uint32_t code;
	size_t size;

	while (length > 0) {
		size = ascii_prefix(s, length);
		s += size;
		length -= size;
		if (length == 0)
			break;
		size = utf8_next(s, length, &code);
		if (size == 0)
			return false;
		s += size;
		length -= size;
	}
	return true;
}

size_t
utf8_length(const char *s)
{
	size_t count = 0;

	for (; *s != '\0'; s++)
		count += ((unsigned char)*s & 0xc0) != 0x80;
	return count;
}

static bool
is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/* These turn round the order in which a line is shown, so that it reads as what it is not. */
static bool
is_override(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* U+2028 and U+2029 end a line for some readers; they are refused where one line is asked for. */
static bool
ends_line(uint32_t code)
{
	return code == 0x2028 || code == 0x2029;
}

/* How many bytes at the start are printable ASCII, which is fit for anything. */
static size_t
plain_prefix(const char *s, size_t length)
{
	size_t n = 0;

	while (n < length && s[n] >= ' ' && s[n] < 0x7f)
		n++;
	return n;
}

bool
utf8_is_line(const char *s)
{
	size_t length = strlen(s), size;
	uint32_t code;

	for (; length > 0; s += size, length -= size) {
		size = plain_prefix(s, length);
		if (size > 0)
			continue;
		size = utf8_next(s, length, &code);
		if (size == 0 || is_control(code) || is_override(code) || ends_line(code))
			return false;
	}
	return true;
}

bool
utf8_is_text(const char *s)
{
	size_t length = strlen(s), size;
	uint32_t code;

	for (; length > 0; s += size, length -= size) {
		size = plain_prefix(s, length);
		if (size > 0)
			continue;
		size = utf8_next(s, length, &code);
		if (size == 0 || is_override(code))
			return false;
		if (code == '\t' || code == '\n' || (code == '\r' && s[1] == '\n'))
			continue;
		if (is_control(code))
			return false;
	}
	return true;
}

/* Unicode's White_Space, and the zero-width ones that a copied cell may leave behind. */
static bool
is_space(uint32_t code)
{
	return (code >= 0x09 && code <= 0x0d) || code == 0x20 || code == 0x85 || code == 0xa0 ||
	    code == 0x1680 || (code >= 0x2000 && code <= 0x200d) || ends_line(code) ||
	    code == 0x202f || code == 0x205f || code == 0x2060 || code == 0x3000 || code == 0xfeff;
}

bool
utf8_is_blank(const char *s)
{
	size_t length = strlen(s), size;
	uint32_t code;

	for (; length > 0; s += size, length -= size) {
		size = utf8_next(s, length, &code);
		if (size == 0 || !is_space(code))
			return false;
	}
	return true;
}
