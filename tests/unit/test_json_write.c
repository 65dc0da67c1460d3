/* test_json_write.c - commas and names, wherever a value may stand. */
#include <string.h>

#include "parley/buffer.h"
#include "parley/instant.h"
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

static void
place_text(struct buffer *to, const char *text)
{
	size_t from = json_text_begin(to, NULL);

	buffer_string(to, text);
	json_text_end(to, from);
}

/* Text is looked at in pieces of up to sixteen bytes that overlap: no byte may slip through in any place, of any length. */
START_TEST(every_byte_in_every_place)
{
	static const size_t lengths[] = { 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33 };

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		for (int c = 1; c < 256; c++) {
			for (size_t place = 0; place < lengths[i]; place++) {
				char text[34] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
				bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
				struct buffer in_place = { 0 };

				text[place] = (char)c;
				text[lengths[i]] = '\0';
				buffer_json_string(&b, text);
				ck_assert_int_eq(buffer_ok(&b), c < 0x80);
				if (plain) {
					ck_assert_uint_eq(b.length, lengths[i] + 2);
					ck_assert_mem_eq(b.data + 1, text, lengths[i]);
				} else if (c < 0x80) {
					ck_assert_uint_gt(b.length, lengths[i] + 2);
					ck_assert_int_eq(b.data[1 + place], '\\');
				}
				/* The same, when it was written where it stands. */
				place_text(&in_place, text);
				ck_assert_int_eq(buffer_ok(&in_place), c < 0x80);
				if (c < 0x80)
					ck_assert_str_eq(in_place.data, b.data);
				buffer_clear(&in_place);
				buffer_clear(&b);
			}
		}
	}
}
END_TEST

START_TEST(text_of_several_pieces)
{
	size_t from;

	json_object(&b, NULL);
	from = json_text_begin(&b, "plain");
	buffer_format(&b, "%d %s", 2, "days");
	json_text_end(&b, from);
	from = json_text_begin(&b, "escaped");
	buffer_string(&b, "\"so\",\n");
	buffer_string(&b, "caf\xc3\xa9");
	json_text_end(&b, from);
	from = json_text_begin(&b, "empty");
	json_text_end(&b, from);
	json_int(&b, "after", 1);
	json_end_object(&b);
	expect("{\"plain\":\"2 days\",\"escaped\":\"\\\"so\\\",\\ncaf\xc3\xa9\",\"empty\":\"\",\"after\":1}");
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

/* --- several at once --- */

static void
write_all_kinds(struct buffer *to)
{
	instant t = instant_at(day_from_civil(2027, 12, 30), 17 * 60);

	json_object(to, NULL);
	json_members(to, json_has_text("s", "x"), json_has_text("none", NULL), json_has_text("quotes", "\"so\""),
	             json_has_bool("yes", true), json_has_bool("no", false), json_has_null("n"), json_has_int("i", INT64_MIN),
	             json_has_id("id", 18), json_has_id("nobody", 0));
	json_whole(to, "a_name_of_more_than_16_bytes", json_has_day("day", instant_day(t)), json_has_day("no_day", DAY_NONE),
	           json_has_day_words("day_words", instant_day(t)));
	json_array(to, "list");
	json_whole(to, NULL, json_has_instant("at", t), json_has_instant_words("words", t),
	           json_has_instant("at_a_time_that_is_not_known", INSTANT_NONE));
	json_whole(to, NULL, json_has_text("long", "Both of us agree that a plan is needed; we disagree about who holds it."));
	json_end_array(to);
	json_end_object(to);
}

static const char all_kinds[] =
    "{\"s\":\"x\",\"none\":null,\"quotes\":\"\\\"so\\\"\",\"yes\":true,\"no\":false,\"n\":null,"
    "\"i\":-9223372036854775808,\"id\":\"18\",\"nobody\":null,"
    "\"a_name_of_more_than_16_bytes\":{\"day\":\"2027-12-30\",\"no_day\":null,\"day_words\":\"Thursday 30 December 2027\"},"
    "\"list\":[{\"at\":\"2027-12-30T17:00:00+00:00\",\"words\":\"Thursday 30 December 2027 at 5pm\","
    "\"at_a_time_that_is_not_known\":null},"
    "{\"long\":\"Both of us agree that a plan is needed; we disagree about who holds it.\"}]}";

START_TEST(members_of_every_kind)
{
	write_all_kinds(&b);
	expect(all_kinds);
}
END_TEST

/* They are written with an eye on the room: a limit is kept to the byte all the same, and what fits is not refused. */
START_TEST(members_keep_the_limit)
{
	for (size_t limit = 1; limit < sizeof all_kinds + 2; limit++) {
		struct buffer small;

		buffer_init(&small, limit);
		write_all_kinds(&small);
		ck_assert_int_eq(buffer_ok(&small), limit >= sizeof all_kinds - 1);
		ck_assert_uint_le(small.length, limit);
		ck_assert(small.data == NULL || small.data[small.length] == '\0');
		ck_assert(small.data == NULL || strncmp(small.data, all_kinds, small.length) == 0);
		buffer_clear(&small);
	}
}
END_TEST

START_TEST(a_member_that_cannot_be_written_fails_the_whole)
{
	json_members(&b, json_has_text("a", "\xff"), json_has_text("b", "x"));
	ck_assert(!buffer_ok(&b));
	buffer_reset(&b);
	json_members(&b, json_has_day("d", 4000000)); /* in the year 12921 */
	ck_assert(!buffer_ok(&b));
	json_members(&b, json_has_text("b", "x")); /* after a failure nothing is added */
	ck_assert_uint_eq(b.length, 0);
	buffer_clear(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { an_object_of_everything, nested_and_empty,
		text_that_looks_like_structure, every_byte_in_every_place, a_value_written_by_the_caller, names_are_escaped, raw_text_ends_in_white_space,
		documents_on_lines_of_their_own, text_that_cannot_stand_fails_the_whole, text_of_several_pieces,
		members_of_every_kind, members_keep_the_limit, a_member_that_cannot_be_written_fails_the_whole };

	return SUITE_RUN("json_write", tests);
}
