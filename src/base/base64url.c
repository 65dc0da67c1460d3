/* base64url.c - RFC 4648 section 5, without padding; see parley/digest.h. */
#include "parley/digest.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void
base64url_write(const void *bytes, size_t length, char *out)
{
	const uint8_t *p = bytes;
	uint32_t bits = 0;
	int held = 0;

	for (size_t i = 0; i < length; i++) {
		bits = (bits << 8 | p[i]) & 0x3fff; /* at most 4 bits are left over from before */
		for (held += 8; held >= 6; held -= 6)
			*out++ = alphabet[bits >> (held - 6) & 63];
	}
	if (held > 0)
		*out++ = alphabet[bits << (6 - held) & 63];
	*out = '\0';
}

/* -1 if it is none. */
static int
digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '-')
		return 62;
	return c == '_' ? 63 : -1;
}

/* Exactly the text that base64url_write gives for some `length` bytes. */
static bool
is_written_form(const char *s, size_t length)
{
	size_t count = length / 3 * 4 + (length % 3 == 0 ? 0 : length % 3 + 1);
	int last = 0;

	for (size_t i = 0; i < count; i++) {
		last = digit_value(s[i]);
		if (last < 0)
			return false;
	}
	if (s[count] != '\0')
		return false;
	/* Bits left over must be zero (RFC 4648 section 3.5), or two texts would be one token. */
	if (length % 3 == 1)
		return (last & 15) == 0;
	return length % 3 == 0 || (last & 3) == 0;
}

enum result
base64url_parse(const char *s, void *bytes, size_t length)
{
	uint8_t *p = bytes;
	uint32_t bits = 0;
	int held = 0;

	if (!is_written_form(s, length))
		return RESULT_INVALID;
	for (; *s != '\0'; s++) {
		bits = (bits << 6 | (uint32_t)digit_value(*s)) & 0x3fff;
		held += 6;
		if (held >= 8) {
			held -= 8;
			*p++ = (uint8_t)(bits >> held);
		}
	}
	return RESULT_OK;
}
