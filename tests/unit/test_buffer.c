/* test_buffer.c - growth, limits, and each escaper with what it is there to stop. */
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "parley/buffer.h"
#include "suite.h"

typedef void escaper(struct buffer *b, const char *s);

struct sample {
	const char *text;
	const char *written; /* NULL: must be refused */
};

static void
check_samples(escaper *write, const struct sample *samples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct buffer b;

		buffer_init(&b, 0);
		buffer_string(&b, "|");
		write(&b, samples[i].text);
		if (samples[i].written == NULL) {
			ck_assert_msg(!buffer_ok(&b), "sample %zu was not refused", i);
			ck_assert_msg(b.length == 1, "sample %zu left a piece: %s", i, b.data);
		} else {
			ck_assert(buffer_ok(&b));
			ck_assert_str_eq(b.data + 1, samples[i].written);
			ck_assert_uint_eq(b.length, strlen(b.data));
		}
		buffer_clear(&b);
	}
}
#define CHECK_SAMPLES(write, samples) \
	check_samples((write), (samples), sizeof(samples) / sizeof(samples)[0])

START_TEST(grows_and_stays_terminated)
{
	struct buffer b;

	buffer_init(&b, 0);
	ck_assert(buffer_ok(&b));
	ck_assert_ptr_null(b.data);
	for (size_t i = 0; i < 10000; i++) {
		buffer_char(&b, (char)('a' + i % 26));
		ck_assert_uint_eq(b.length, i + 1);
		ck_assert_int_eq(b.data[i + 1], '\0');
	}
	ck_assert_int_eq(b.data[9999], 'a' + 9999 % 26);
	buffer_reset(&b);
	ck_assert_str_eq(b.data, "");
	buffer_string(&b, "again");
	ck_assert_str_eq(b.data, "again");
	buffer_clear(&b);
	ck_assert_ptr_null(b.data);
}
END_TEST

START_TEST(empty_pieces_still_terminate)
{
	struct buffer b;

	buffer_init(&b, 0);
	buffer_string(&b, "");
	ck_assert_str_eq(b.data, "");
	buffer_add(&b, NULL, 0);
	ck_assert_str_eq(b.data, "");
	ck_assert(buffer_ok(&b));
	buffer_clear(&b);
}
END_TEST

START_TEST(a_limit_is_kept_to_the_byte)
{
	struct buffer b;

	buffer_init(&b, 5);
	buffer_string(&b, "12345");
	ck_assert(buffer_ok(&b));
	buffer_char(&b, '6');
	ck_assert(!buffer_ok(&b));
	ck_assert_str_eq(b.data, "12345");
	buffer_reset(&b);
	ck_assert(buffer_ok(&b));
	buffer_string(&b, "123");
	buffer_string(&b, "456"); /* none of it, not "45" */
	ck_assert_str_eq(b.data, "123");
	buffer_string(&b, "4"); /* it would fit, but something is missing before it */
	ck_assert_str_eq(b.data, "123");
	ck_assert(!buffer_ok(&b));
	buffer_clear(&b);
	ck_assert_uint_eq(b.limit, 5);
}
END_TEST

START_TEST(null_is_a_failure)
{
	escaper *const writers[] = { buffer_string, buffer_html };

	for (size_t i = 0; i < sizeof writers / sizeof writers[0]; i++) {
		struct buffer b;

		buffer_init(&b, 0);
		writers[i](&b, NULL);
		ck_assert(!buffer_ok(&b));
		buffer_clear(&b);
	}
}
END_TEST

START_TEST(integers_of_both_ends)
{
	struct buffer b;

	buffer_init(&b, 0);
	buffer_int(&b, INT64_MIN);
	buffer_char(&b, ' ');
	buffer_int(&b, INT64_MAX);
	buffer_char(&b, ' ');
	buffer_int(&b, 0);
	buffer_char(&b, ' ');
	buffer_int(&b, -7);
	ck_assert_str_eq(b.data, "-9223372036854775808 9223372036854775807 0 -7");
	buffer_clear(&b);
}
END_TEST

START_TEST(formats)
{
	struct buffer b;

	/* What is done without printf, and what is not: the same either way. */
	buffer_init(&b, 0);
	buffer_format(&b, "%d %u %ld %lu %lld %llu %zu %%", INT_MIN, UINT_MAX, LONG_MIN, ULONG_MAX, LLONG_MIN, ULLONG_MAX,
	    SIZE_MAX);
	ck_assert_str_eq(b.data, "-2147483648 4294967295 -9223372036854775808 18446744073709551615 "
	    "-9223372036854775808 18446744073709551615 18446744073709551615 %");
	buffer_reset(&b);
	buffer_format(&b, "%ld %lx %.2s", 5L, 255UL, "abc");
	ck_assert_str_eq(b.data, "5 ff ab");
	buffer_clear(&b);

	buffer_init(&b, 2000);
	buffer_format(&b, "%s/%d", "a", 12);
	ck_assert_str_eq(b.data, "a/12");
	buffer_format(&b, "%0*d", 1000, 1);
	ck_assert_uint_eq(b.length, 1004);
	buffer_format(&b, "%0*d", 1000, 1); /* over the limit */
	ck_assert(!buffer_ok(&b));
	ck_assert_uint_eq(b.length, 1004);
	buffer_clear(&b);
}
END_TEST

START_TEST(html)
{
	static const struct sample samples[] = {
		{ "", "" }, { "Siobhán & Co", "Siobhán &amp; Co" },
		{ "<script>alert('x')</script>",
		    "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" },
		{ "\" onmouseover=\"x", "&quot; onmouseover=&quot;x" }, { "&amp;", "&amp;amp;" },
		{ "\xc0\xbcscript>", NULL },         /* '<' in an overlong form */
		{ "caf\xe9", NULL },                 /* Latin-1 */
		{ "\xf0\x9f\x98", NULL },            /* cut */
		{ "fine, then \xed\xa0\x80", NULL }, /* a surrogate; nothing of it may be written */
	};

	CHECK_SAMPLES(buffer_html, samples);
}
END_TEST

START_TEST(json_strings)
{
	static const struct sample samples[] = {
		{ NULL, "null" },
		{ "", "\"\"" },
		{ "a\"b\\c/d", "\"a\\\"b\\\\c/d\"" },
		{ "\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\"" },
		{ "\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\"" },
		{ "é😀", "\"é😀\"" },
		{ "\\u0041", "\"\\\\u0041\"" },
		{ "\xff", NULL },
		{ "abc\xc3", NULL },
	};

	CHECK_SAMPLES(buffer_json_string, samples);
}
END_TEST

/* Every ASCII byte that can stand in a C string, against what the RFC says of each. */
START_TEST(every_ascii_byte)
{
	for (int c = 1; c < 128; c++) {
		char text[2] = { (char)c, '\0' };
		struct buffer b;

		buffer_init(&b, 0);
		buffer_json_string(&b, text);
		ck_assert_msg((b.length == 3) == (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f),
		    "byte %d is written as %s", c, b.data);
		buffer_clear(&b);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { grows_and_stays_terminated, empty_pieces_still_terminate,
		a_limit_is_kept_to_the_byte, null_is_a_failure, integers_of_both_ends, formats,
		html, json_strings, every_ascii_byte };

	return SUITE_RUN("buffer", tests);
}
