/* base64.c - RFC 4648 section 4, by libcrypto; see parley/digest.h. */
#include <limits.h>
#include <string.h>

#include <openssl/evp.h>

#include "parley/digest.h"

void
base64_write(const void *bytes, size_t length, char *out)
{
	(void)EVP_EncodeBlock((unsigned char *)out, bytes, (int)length);
}

/* libcrypto passes over spaces at both ends, and padding that is not at the end. */
static bool
is_written_form(const char *s, size_t length, size_t padding)
{
	return length > 0 && length % 4 == 0 && length <= INT_MAX && padding <= 2 &&
	    strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") + padding == length;
}

enum result
base64_parse(const char *s, void *out, size_t *length)
{
	size_t text = strlen(s), padding = 0;
	int got;

	while (padding < text && s[text - padding - 1] == '=')
		padding++;
	if (!is_written_form(s, text, padding))
		return RESULT_INVALID;
	got = EVP_DecodeBlock(out, (const unsigned char *)s, (int)text);
	if (got < 0)
		return RESULT_INVALID;
	*length = (size_t)got - padding;
	return RESULT_OK;
}
