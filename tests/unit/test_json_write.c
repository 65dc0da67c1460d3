/* test_json_write.c - commas and names, wherever a value may stand. */
#include <string.h>

#include "parley/buffer.h"
#include "suite.h"

static struct buffer b;

static void
expect(const char *json)
{
	ck_assert(buffer_ok(&b));
	ck_assert_str_eq(b.data, json);
	buffer_clear(&b);
}

START_TEST(an_object_of_everything)
{
	json_object(&b, NULL);
	json_string(&b, "s", "x");
	json_string(&b, "none", NULL);
	json_optional(&b, "left out", NULL);
	json_optional(&b, "there", "y");
	json_int(&b, "i", -3);
	json_bool(&b, "yes", true);
	json_bool(&b, "no", false);
	json_null(&b, "n");
	json_raw(&b, "raw", "{\"a\":[1, 2]}");
	json_end_object(&b);
	expect(
	    "{\"s\":\"x\",\"none\":null,\"there\":\"y\",\"i\":-3,\"yes\":true,\"no\":false,\"n\":null,"
	    "\"raw\":{\"a\":[1, 2]}}");
}
END_TEST

START_TEST(nested_and_empty)
{
	json_object(&b, NULL);
	json_array(&b, "none");
	json_end_array(&b);
	json_object(&b, "empty");
	json_end_object(&b);
	json_array(&b, "rows");
	json_object(&b, NULL);
	json_int(&b, "id", 1);
	json_end_object(&b);
	json_object(&b, NULL);
	json_end_object(&b);
	json_array(&b, NULL);
	json_end_array(&b);
	json_string(&b, NULL, "s");
	json_int(&b, NULL, 2);
	json_bool(&b, NULL, true);
	json_null(&b, NULL);
	json_end_array(&b);
	json_int(&b, "after", 3);
	json_end_object(&b);
	expect(
	    "{\"none\":[],\"empty\":{},\"rows\":[{\"id\":1},{},[],\"s\",2,true,null],\"after\":3}");
}
END_TEST

/* The comma is found by the last byte: text that ends in each byte that means "no comma yet". */
START_TEST(text_that_looks_like_structure)
{
	json_array(&b, NULL);
	json_string(&b, NULL, "{");
	json_string(&b, NULL, "[");
	json_string(&b, NULL, ":");
	json_string(&b, NULL, "\n");
	json_string(&b, NULL, "");
	json_end_array(&b);
	expect("[\"{\",\"[\",\":\",\"\\n\",\"\"]");
}
END_TEST

/* Text is looked at eight bytes at a time: no byte may slip through in any place of the eight, or behind them. */
START_TEST(every_byte_in_every_place)
{
	for (int c = 1; c < 256; c++) {
		for (size_t place = 0; place < 21; place++) {
			char text[22] = "aaaaaaaaaaaaaaaaaaaaa";
			bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';

			text[place] = (char)c;
			buffer_json_string(&b, text);
			ck_assert_int_eq(buffer_ok(&b), c < 0x80);
			if (plain) {
				ck_assert_uint_eq(b.length, 23);
				ck_assert_mem_eq(b.data + 1, text, 21);
			} else if (c < 0x80) {
				ck_assert_uint_gt(b.length, 23);
				ck_assert_int_eq(b.data[1 + place], '\\');
			}
			buffer_clear(&b);
		}
	}
}
END_TEST

START_TEST(a_value_written_by_the_caller)
{
	json_object(&b, NULL);
	json_name(&b, "at");
	buffer_string(&b, "\"midday\"");
	json_name(&b, "n");
	buffer_int(&b, 5);
	json_end_object(&b);
	expect("{\"at\":\"midday\",\"n\":5}");
}
END_TEST

START_TEST(names_are_escaped)
{
	json_object(&b, NULL);
	json_int(&b, "a\"b:", 1);
	json_int(&b, "", 2);
	json_end_object(&b);
	expect("{\"a\\\"b:\":1,\"\":2}");
}
END_TEST

START_TEST(raw_text_ends_in_white_space)
{
	json_array(&b, NULL);
	json_raw(&b, NULL, "{} \r\n");
	json_raw(&b, NULL, "1");
	json_end_array(&b);
	expect("[{},1]");
}
END_TEST

START_TEST(documents_on_lines_of_their_own)
{
	json_object(&b, NULL);
	json_end_object(&b);
	buffer_char(&b, '\n');
	json_object(&b, NULL);
	json_end_object(&b);
	expect("{}\n{}");
}
END_TEST

START_TEST(text_that_cannot_stand_fails_the_whole)
{
	json_object(&b, NULL);
	json_string(&b, "name", "\xff");
	json_end_object(&b);
	ck_assert(!buffer_ok(&b));
	buffer_reset(&b);
	json_raw(&b, NULL, NULL);
	ck_assert(!buffer_ok(&b));
	buffer_clear(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { an_object_of_everything, nested_and_empty,
		text_that_looks_like_structure, every_byte_in_every_place, a_value_written_by_the_caller, names_are_escaped, raw_text_ends_in_white_space,
		documents_on_lines_of_their_own, text_that_cannot_stand_fails_the_whole };

	return SUITE_RUN("json_write", tests);
}
