/*
 * Any text through every escaper. What comes out must be free of what would end its
 * context, and the JSON string must read back as the text (a reader of a dozen lines is here,
 * so that the room under test is not its own judge).
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/buffer.h"
#include "parley/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* The next byte of the text that `*p` escapes, by RFC 8259 section 7. */
static char
read_escape(const char **p)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char c = *(*p)++, digits[5] = "";
	const char *at;

	if (c != 'u') {
		at = c == '\0' ? NULL : strchr(from, c);
		must(at != NULL);
		return to[at - from];
	}
	memcpy(digits, *p, 4);
	*p += 4;
	return (char)strtol(digits, NULL, 16);
}

static void
must_read_back(const char *json, const char *text)
{
	const char *p = json;

	must(*p++ == '"');
	while (*p != '"') {
		char c = *p++;

		must((unsigned char)c >= 0x20);
		if (c == '\\')
			c = read_escape(&p);
		must(c == *text++);
	}
	must(p[1] == '\0' && *text == '\0');
}

static void
try_json(const char *text, bool valid)
{
	struct buffer b;

	buffer_init(&b, 0);
	buffer_json_string(&b, text);
	must(buffer_ok(&b) == valid);
	if (valid)
		must_read_back(b.data, text);
	buffer_clear(&b);
}

static void
try_escaper(
    void (*escaper)(struct buffer *, const char *), const char *text, bool valid, const char *never)
{
	struct buffer b;

	buffer_init(&b, 0);
	escaper(&b, text);
	must(buffer_ok(&b) == valid);
	must(!valid || b.data == NULL || strpbrk(b.data, never) == NULL);
	buffer_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	bool valid;

	must(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	valid = utf8_valid(text, strlen(text));
	try_json(text, valid);
	try_escaper(buffer_html, text, valid, "<>\"'");
	free(text);
	return 0;
}
