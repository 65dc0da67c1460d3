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

/* As a member, and as text that is written where it stands: the same each way. */
static void
try_members(const char *text, bool valid)
{
	struct buffer several, one;
	size_t from;

	buffer_init(&several, 0);
	buffer_init(&one, 0);
	json_members(&several, json_has_text("a", text), json_has_bool("b", true), json_has_text("c", text));
	from = json_text_begin(&one, "a");
	buffer_string(&one, text);
	json_text_end(&one, from);
	json_bool(&one, "b", true);
	json_string(&one, "c", text);
	must(buffer_ok(&several) == valid && buffer_ok(&one) == valid);
	must(!valid || strcmp(several.data, one.data) == 0);
	buffer_clear(&several);
	buffer_clear(&one);
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
	try_members(text, valid);
	try_escaper(buffer_html, text, valid, "<>\"'");
	free(text);
	return 0;
}
