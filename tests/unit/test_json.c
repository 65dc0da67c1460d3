/* test_json.c - the strict reader: what it takes, what it refuses, where it says it is wrong. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parley/json.h"

static struct arena *a;
static struct fault f;
static const struct cJSON *tree;

static void
setup(void)
{
	a = arena_new();
	fault_init(&f, a);
	tree = NULL;
}

static void
teardown(void)
{
	arena_free(a);
}

static enum result
read_bytes(const char *text, size_t length, int depth)
{
	struct json_limits limits = { .length = 100000, .depth = depth };

	fault_init(&f, a);
	tree = NULL;
	return json_read(text, length, &limits, a, &tree, &f);
}

static enum result
read_text(const char *text)
{
	return read_bytes(text, strlen(text), 8);
}

static const char *const good[] = {
	"0", "-0", "true", "false", "null", "\"\"", "{}", "[]", " { } ", "\t\r\n[\n]\n", "[0,1,-2,9007199254740992]",
	"[-9007199254740992]", "{\"a\":1,\"A\":2}", "{\"a\":{\"a\":[{\"a\":null}]}}", "\"\\u0001\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
	"\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00 \xf0\x9f\x98\x80\"", "[[[[[[[[]]]]]]]]", "\"\x7f\"",
};

START_TEST(accepts)
{
	ck_assert_msg(read_text(good[_i]) == RESULT_OK, "%s: %s", good[_i], f.sentence);
	ck_assert_ptr_nonnull(tree);
}
END_TEST

static const struct { const char *text, *says; } bad[] = {
	{ "", "empty" },
	{ " ", "line 1, column 2: it ends too early" },
	{ "{", "a name in quotes" },
	{ "[", "ends too early" },
	{ "[1,]", "line 1, column 4: a value" },
	{ "[1 2]", "a comma or ]" },
	{ "{\"a\":1,}", "a name in quotes" },
	{ "{\"a\" 1}", "a colon" },
	{ "{\"a\":}", "line 1, column 6: a value" },
	{ "{a:1}", "a name in quotes" },
	{ "{'a':1}", "a name in quotes" },
	{ "{\"a\":1 \"b\":2}", "a comma or }" },
	{ "{}x", "behind the end" },
	{ "{} {}", "line 1, column 4: something stands behind" },
	{ "1 1", "behind the end" },
	{ "// no\n{}", "a value" },
	{ "\xef\xbb\xbf{}", "a value" },
	{ "tru", "a value" },
	{ "True", "a value" },
	{ "nul", "a value" },
	{ "NaN", "a value" },
	{ "-", "a value" },
	{ "+1", "a value" },
	{ "01", "begin with 0" },
	{ "-01", "begin with 0" },
	{ "1.0", "whole numbers" },
	{ "1e2", "whole numbers" },
	{ "1E2", "whole numbers" },
	{ ".5", "a value" },
	{ "9007199254740993", "too large" },
	{ "-9007199254740993", "too large" },
	{ "99999999999999999999999999", "too large" },
	{ "\"a", "does not end" },
	{ "\"a\\", "no such escape" },
	{ "\"\\x\"", "no such escape" },
	{ "\"\\u12\"", "four hexadecimal" },
	{ "\"\\u12g4\"", "four hexadecimal" },
	{ "\"\\u0000\"", "not allowed" },
	{ "{\"\\u0000\":1}", "not allowed" },
	{ "\"\\ud800\"", "surrogate" },
	{ "\"\\ud800\\n\"", "surrogate" },
	{ "\"\\ud800\\u0041\"", "surrogate" },
	{ "\"\\udc00\"", "surrogate" },
	{ "\"\\udc00\\ud800\"", "surrogate" },
	{ "\"\n\"", "control character" },
	{ "\"\x01\"", "control character" },
	{ "\"\xff\"", "UTF-8" },
	{ "\"\xc0\x80\"", "UTF-8" },
	{ "\"\xed\xa0\x80\"", "UTF-8" },
	{ "[[[[[[[[[]]]]]]]]]", "too deeply" },
	{ "{\n \"a\": [1,\n  x]}", "line 3, column 3" },
};

START_TEST(refuses)
{
	ck_assert_int_eq(read_text(bad[_i].text), RESULT_INVALID);
	ck_assert_str_eq(f.code, "not-json");
	ck_assert_msg(strstr(f.sentence, bad[_i].says) != NULL, "%s: %s", bad[_i].text, f.sentence);
	ck_assert_ptr_null(tree);
}
END_TEST

START_TEST(refuses_raw_nul)
{
	ck_assert_int_eq(read_bytes("\"a\0b\"", 5, 8), RESULT_INVALID);
	ck_assert_int_eq(read_bytes("{}\0", 3, 8), RESULT_INVALID);
	ck_assert_int_eq(read_bytes("{}\0", 2, 8), RESULT_OK); /* the text need not end in one */
}
END_TEST

START_TEST(refuses_every_cut)
{
	const char *text = "{\"a\":[1,-22,true,null,{\"b\":\"\\ud83d\\ude00x\"}],\"c\":\"\xc3\xa9\"}";
	size_t n;

	for (n = 0; n < strlen(text); n++)
		ck_assert_int_eq(read_bytes(text, n, 8), RESULT_INVALID);
	ck_assert_int_eq(read_bytes(text, n, 8), RESULT_OK);
}
END_TEST

START_TEST(too_long)
{
	struct json_limits limits = { .length = 3, .depth = 8 };

	ck_assert_int_eq(json_read("[1,2]", 5, &limits, a, &tree, &f), RESULT_LIMIT);
	ck_assert_str_eq(f.code, "too-large");
}
END_TEST

START_TEST(too_deep)
{
	static char deep[4000];

	memset(deep, '[', sizeof deep);
	ck_assert_int_eq(read_bytes(deep, sizeof deep, 1000000), RESULT_INVALID);
	ck_assert_ptr_nonnull(strstr(f.sentence, "too deeply"));
	ck_assert_int_eq(read_bytes("[[]]", 4, 1), RESULT_INVALID);
	ck_assert_int_eq(read_bytes("[]", 2, 1), RESULT_OK);
}
END_TEST

START_TEST(same_key_twice)
{
	ck_assert_int_eq(read_text("{\"x\":[0,{\"a\":1,\"b\":2,\"\\u0061\":3}]}"), RESULT_INVALID);
	ck_assert_str_eq(f.code, "invalid");
	ck_assert_uint_eq(f.count, 1);
	ck_assert_str_eq(f.fields->pointer, "/x/1/a");
	ck_assert_ptr_null(tree);
	ck_assert_int_eq(read_text("{\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":1}}"), RESULT_INVALID);
	ck_assert_uint_eq(f.count, 2);
}
END_TEST

START_TEST(many_keys_are_quick)
{
	static char text[90000];
	size_t n = 0, i;

	text[n++] = '{';
	for (i = 0; i < 8000; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "%s\"k%zu\":0", i == 0 ? "" : ",", i);
	text[n++] = '}';
	ck_assert_int_eq(read_bytes(text, n, 8), RESULT_OK);
}
END_TEST

static struct json_at
member(const char *key)
{
	static struct json_at root;

	root = json_root(tree);
	return json_member(&root, key);
}

START_TEST(pointers)
{
	struct json_at at, each = { 0 }, below;

	ck_assert_int_eq(read_text("{\"a/b~c\":[0,{\"\":true}]}"), RESULT_OK);
	at = member("a/b~c");
	ck_assert_str_eq(json_pointer(&at, a), "/a~1b~0c");
	ck_assert(json_next(&at, &each));
	ck_assert(json_next(&at, &each));
	ck_assert_str_eq(json_pointer(&each, a), "/a~1b~0c/1");
	below = json_member(&each, "");
	ck_assert_str_eq(json_pointer(&below, a), "/a~1b~0c/1/");
	at = json_root(tree);
	ck_assert_str_eq(json_pointer(&at, a), "");
	at = member("A/B~C"); /* case counts */
	ck_assert_ptr_null(at.value);
	ck_assert_str_eq(json_pointer(&at, a), "/A~1B~0C");
}
END_TEST

START_TEST(getters)
{
	const char *s = "kept";
	int64_t n = -7;
	bool yes = false;
	struct json_lines list = { 0 };
	struct json_at at;

	ck_assert_int_eq(read_text("{\"s\":\"one\",\"n\":12,\"b\":true,\"l\":[\"x\",\"y\"],\"t\":\"a\\nb\",\"z\":null,"
	                           "\"blank\":\" \\u00a0\",\"ctl\":\"a\\u0007\",\"bidi\":\"a\\u202eb\",\"dup\":[\"x\",\"x\"],"
	                           "\"mixed\":[\"x\",1]}"), RESULT_OK);
	at = member("s");
	ck_assert(json_get_line(&at, 3, &s, &f));
	ck_assert_str_eq(s, "one");
	ck_assert(!json_get_line(&at, 2, &s, &f));
	ck_assert_str_eq(f.fields->reason, "This is longer than 2 characters.");
	at = member("n");
	ck_assert(json_get_int(&at, 0, 12, &n, &f));
	ck_assert_int_eq(n, 12);
	ck_assert(!json_get_int(&at, 0, 11, &n, &f));
	ck_assert(!json_get_line(&at, 0, &s, &f));
	at = member("b");
	ck_assert(json_get_bool(&at, &yes, &f));
	ck_assert(yes);
	ck_assert(!json_get_int(&at, 0, 1, &n, &f));
	at = member("l");
	ck_assert(json_get_lines(&at, 2, f.arena, &list, &f));
	ck_assert_uint_eq(list.count, 2);
	ck_assert_str_eq(list.items[1], "y");
	ck_assert(!json_get_lines(&at, 1, f.arena, &list, &f));
	at = member("t");
	ck_assert(json_get_text(&at, 0, &s, &f));
	ck_assert_str_eq(s, "a\nb");
	ck_assert(!json_get_line(&at, 0, &s, &f));
	at = member("z");
	ck_assert(!json_present(&at));
	ck_assert(!json_get_line(&at, 0, &s, &f));
	ck_assert(!json_get_bool(&at, &yes, &f));
	ck_assert_str_eq(s, "a\nb"); /* untouched by what failed */
}
END_TEST

static const char *const unfit[] = { "blank", "ctl", "bidi", "dup", "mixed", "nowhere" };

START_TEST(getters_refuse)
{
	const char *s = "kept", *pointer;
	struct json_lines list = { 0 };
	struct json_at at;

	ck_assert_int_eq(read_text("{\"blank\":\" \\u00a0\",\"ctl\":\"a\\u0007\",\"bidi\":\"a\\u202eb\",\"dup\":[\"x\",\"x\"],"
	                           "\"mixed\":[\"x\",1]}"), RESULT_OK);
	at = member(unfit[_i]);
	ck_assert(!json_get_text(&at, 0, &s, &f));
	pointer = f.fields->pointer;
	ck_assert_str_eq(pointer + 1, unfit[_i]);
	ck_assert(!json_get_lines(&at, 9, f.arena, &list, &f));
	ck_assert_str_eq(s, "kept");
	ck_assert_uint_eq(list.count, 0);
}
END_TEST

START_TEST(unknown_keys)
{
	static const char *const keys[] = { "a", "b" };
	struct json_at root;

	ck_assert_int_eq(read_text("{\"a\":1,\"c\":2,\"B\":3}"), RESULT_OK);
	root = json_root(tree);
	ck_assert(!json_known_keys(&root, keys, 2, &f));
	ck_assert_uint_eq(f.count, 2);
	ck_assert_str_eq(f.fields->pointer, "/c");
	ck_assert_str_eq(f.fields->next->pointer, "/B");
	ck_assert_int_eq(read_text("[]"), RESULT_OK);
	root = json_root(tree);
	ck_assert(!json_known_keys(&root, keys, 2, &f));
}
END_TEST

int
main(void)
{
	Suite *s = suite_create("json");
	TCase *t = tcase_create("all");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, accepts, 0, (int)(sizeof good / sizeof good[0]));
	tcase_add_loop_test(t, refuses, 0, (int)(sizeof bad / sizeof bad[0]));
	tcase_add_test(t, refuses_raw_nul);
	tcase_add_test(t, refuses_every_cut);
	tcase_add_test(t, too_long);
	tcase_add_test(t, too_deep);
	tcase_add_test(t, same_key_twice);
	tcase_add_test(t, many_keys_are_quick);
	tcase_add_test(t, pointers);
	tcase_add_test(t, getters);
	tcase_add_loop_test(t, getters_refuse, 0, (int)(sizeof unfit / sizeof unfit[0]));
	tcase_add_test(t, unknown_keys);
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
