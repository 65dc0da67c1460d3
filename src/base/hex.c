/* hex.c - lower-case hexadecimal; see parley/digest.h. */
#include <string.h>

#include "parley/digest.h"

static const char digits[] = "0123456789abcdef";

void
hex_write(const void *bytes, size_t length, char *out)
{
	const uint8_t *p = bytes;

	for (size_t i = 0; i < length; i++) {
		out[2 * i] = digits[p[i] >> 4];
		out[2 * i + 1] = digits[p[i] & 15];
	}
	out[2 * length] = '\0';
}

/* -1 if it is none. Upper case is read too: other programs write it. */
static int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

enum result
hex_parse(const char *s, void *bytes, size_t length)
{
	uint8_t *p = bytes;

	/* Two passes, so that the output is untouched when the text is wrong. */
	for (size_t i = 0; i < 2 * length; i++) {
		if (digit_value(s[i]) < 0)
			return RESULT_INVALID;
	}
	if (s[2 * length] != '\0')
		return RESULT_INVALID;
	for (size_t i = 0; i < length; i++)
		p[i] = (uint8_t)(digit_value(s[2 * i]) << 4 | digit_value(s[2 * i + 1]));
	return RESULT_OK;
}
