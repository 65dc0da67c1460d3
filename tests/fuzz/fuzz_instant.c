/* Dates and times as they come from outside: what is read is written back the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/instant.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_day(const char *text)
{
	struct buffer b;
	day d = DAY_NONE;

	buffer_init(&b, 0);
	if (day_parse(text, &d) == RESULT_OK) {
		day_write(&b, d);
		if (!buffer_ok(&b) || strcmp(b.data, text) != 0)
			abort();
		day_write_words(&b, d);
	} else if (d != DAY_NONE) {
		abort();
	}
	buffer_clear(&b);
}

static void
try_instant(const char *text)
{
	struct buffer b;
	instant t = INSTANT_NONE, again = INSTANT_NONE;

	buffer_init(&b, 0);
	if (instant_parse(text, &t) == RESULT_OK) {
		instant_write(&b, t);
		if (!buffer_ok(&b) || instant_parse(b.data, &again) != RESULT_OK || again != t)
			abort();
		instant_write_words(&b, t);
		if (!buffer_ok(&b))
			abort();
	} else if (t != INSTANT_NONE) {
		abort();
	}
	buffer_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	try_day(text);
	try_instant(text);
	free(text);
	return 0;
}
