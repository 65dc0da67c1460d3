/* Any bytes: the checks agree with one another, and read nothing behind the end. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Validity, code point by code point; `count` gets how many there were. */
static bool
walk(const char *s, size_t size, size_t *count)
{
	uint32_t code;

	for (*count = 0; size > 0; (*count)++) {
		size_t n = utf8_next(s, size, &code);

		if (n == 0)
			return false;
		s += n;
		size -= n;
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *exact = malloc(size == 0 ? 1 : size), *text = malloc(size + 1);
	size_t count;
	bool valid;

	if (exact == NULL || text == NULL)
		abort();
	memcpy(exact, data, size);
	memcpy(text, data, size);
	text[size] = '\0';
	valid = utf8_valid(exact, size);
	if (valid != walk(exact, size, &count))
		abort();
	if (valid && strlen(text) == size && utf8_length(text) != count)
		abort();
	if (utf8_is_line(text) && (!utf8_is_text(text) || !utf8_valid(text, strlen(text))))
		abort();
	if (utf8_is_blank(text) && !utf8_valid(text, strlen(text)))
		abort();
	free(exact);
	free(text);
	return 0;
}
