/* test_utf8.c - RFC 3629 by its own table, over every code point; and what a person may send. */
#include <stdint.h>
#include <string.h>

#include "parley/utf8.h"
#include "suite.h"

/* Another way to write a code point than the one under test reads it: straight from the table of
 * RFC 3629. */
static size_t
encode(uint32_t code, char out[5])
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;

	for (size_t i = size; i > 1; i--, code >>= 6)
		out[i - 1] = (char)(0x80 | (code & 0x3f));
	out[0] = (char)(lead[size] | code);
	out[size] = '\0';
	return size;
}

START_TEST(every_code_point)
{
	for (uint32_t code = 0; code <= 0x11ffff; code++) {
		bool exists = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
		uint32_t read = UINT32_MAX;
		char text[5];
		size_t size = encode(code, text);

		if (utf8_valid(text, size) != exists)
			ck_abort_msg("U+%04X", code);
		if (utf8_next(text, size, &read) != (exists ? size : 0) ||
		    read != (exists ? code : UINT32_MAX))
			ck_abort_msg("U+%04X is read as U+%04X", code, read);
		if (size > 1 && utf8_valid(text, size - 1))
			ck_abort_msg("U+%04X is valid when cut", code);
	}
}
END_TEST

/* All strings of two and three bytes; the valid ones are as many as RFC 3629 section 4 allows. */
START_TEST(every_short_string)
{
	unsigned long two = 0, three = 0;

	for (uint32_t n = 0; n < 1u << 24; n++) {
		char text[3] = { (char)(n >> 16), (char)(n >> 8), (char)n };

		three += utf8_valid(text, 3);
		if (n < 1u << 16)
			two += utf8_valid(text + 1, 2);
	}
	/* 1+1: 128^2; 2: 30 lead bytes of 64. */
	ck_assert_uint_eq(two, 128 * 128 + 30 * 64);
	/* 1+1+1; 1+2 and 2+1; 3: 0x800..0xffff without 2048 surrogates. */
	ck_assert_uint_eq(three, 128ul * 128 * 128 + 2 * 128ul * 1920 + (0x10000 - 0x800 - 0x800));
}
END_TEST

START_TEST(broken_in_the_middle_of_much)
{
	char text[100];

	for (size_t i = 0; i < sizeof text; i++) {
		memset(text, 'a', sizeof text);
		ck_assert(utf8_valid(text, sizeof text));
		text[i] = (char)0x80;
		ck_assert(!utf8_valid(text, sizeof text));
		ck_assert(utf8_valid(text, i));
	}
	ck_assert(utf8_valid("", 0));
	ck_assert(utf8_valid("a\0b", 3));
}
END_TEST

START_TEST(length_counts_code_points)
{
	ck_assert_uint_eq(utf8_length(""), 0);
	ck_assert_uint_eq(utf8_length("Siobhán"), 7);
	ck_assert_uint_eq(utf8_length("😀é日"), 3);
}
END_TEST

START_TEST(lines_and_texts)
{
	static const struct {
		const char *text;
		bool line, is_text;
	} samples[] = {
		{ "", true, true },
		{ "O’Brien, Siobhán 李", true, true },
		{ "a\tb", false, true },
		{ "a\nb", false, true },
		{ "a\r\nb", false, true },
		{ "a\rb", false, false },
		{ "a\r", false, false },
		{ "a\x1b[31m", false, false },
		{ "a\x7f", false, false },
		{ "a\xc2\x85", false, false }, /* NEL, a C1 control */
		{ "a\xc2\x9b", false, false }, /* CSI */
		{ "a\xe2\x80\xaez", false, false }, /* U+202E right-to-left override */
		{ "a\xe2\x80\xaa", false, false }, /* U+202A */
		{ "a\xe2\x81\xa6", false, false }, /* U+2066 */
		{ "a\xe2\x81\xa9", false, false }, /* U+2069 */
		{ "a\xe2\x80\x8e", true, true },   /* U+200E, a mark: names in Arabic may need it */
		{ "a\xe2\x80\xa8", false, true },  /* U+2028 line separator */
		{ "a\xc3", false, false },
	};

	for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
		ck_assert_msg(utf8_is_line(samples[i].text) == samples[i].line, "line %zu", i);
		ck_assert_msg(utf8_is_text(samples[i].text) == samples[i].is_text, "text %zu", i);
	}
}
END_TEST

START_TEST(blank)
{
	static const char *const are[] = { "", " ", " \t\r\n\v\f", "\xc2\xa0", "\xe3\x80\x80",
		"\xe2\x80\x8b", "\xef\xbb\xbf", "\xe1\x9a\x80", "\xe2\x80\xa8" };
	static const char *const are_not[] = { "a", "  .", "\xc2\xad", "0", "\xff" };

	for (size_t i = 0; i < sizeof are / sizeof are[0]; i++)
		ck_assert_msg(utf8_is_blank(are[i]), "blank %zu", i);
	for (size_t i = 0; i < sizeof are_not / sizeof are_not[0]; i++)
		ck_assert_msg(!utf8_is_blank(are_not[i]), "not blank %zu", i);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { every_code_point, every_short_string,
		broken_in_the_middle_of_much, length_counts_code_points, lines_and_texts, blank };

	return SUITE_RUN("utf8", tests);
}
