/* test_http_answer.c - results become HTTP by one table, and no value can break out of a header or a page. */
#include <string.h>

#include "../../src/http/problem.h"
#include "../../src/http/template.h"
#include "suite.h"

static const struct expected {
	enum result result;
	const char *code;
	int status;
} expected[] = {
	{ RESULT_DENIED, NULL, 403 },
	{ RESULT_NOT_FOUND, NULL, 404 },
	{ RESULT_INVALID, "invalid", 422 },
	{ RESULT_CONFLICT, "changed", 409 },
	{ RESULT_GONE, "erased", 410 },
	{ RESULT_UNAVAILABLE, "directory-certificate", 503 },
	{ RESULT_TIMEOUT, NULL, 503 },
	{ RESULT_LIMIT, NULL, 429 },
	{ RESULT_LIMIT, "too-large", 413 },
	{ RESULT_LIMIT, "uri-too-long", 414 },
	{ RESULT_BUG, NULL, 500 },
	{ RESULT_DENIED, "no-session", 401 },
	{ RESULT_DENIED, "csrf", 403 },
	{ RESULT_INVALID, "media-type", 415 },
	{ RESULT_INVALID, "method-not-allowed", 405 },
	{ RESULT_INVALID, "not-json", 400 },
	{ RESULT_INVALID, "body-cut-short", 400 },
	{ RESULT_DENIED, "sign-in", 403 },
	{ RESULT_OK, NULL, 500 },
};

START_TEST(each_result_has_its_status)
{
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
		int status = problem_kind(expected[i].result, expected[i].code)->status;

		ck_assert_msg(status == expected[i].status, "%s %s gave %d",
		    result_name(expected[i].result),
		    expected[i].code != NULL ? expected[i].code : "-", status);
		ck_assert_str_ne(response_status_words(status), "Unknown");
	}
}
END_TEST

static struct arena *arena;
static struct fault fault;
static struct response response;

static void
start(void)
{
	arena = arena_new();
	fault_init(&fault, arena);
	response_init(&response);
}

static void
stop(void)
{
	response_clear(&response);
	arena_free(arena);
}

START_TEST(a_problem_document_names_each_field)
{
	start();
	fault_field(&fault, "/fields/reason", "Say \"why\" it could not be agreed");
	fault_field(&fault, "/fields/date", "Not after today");
	buffer_string(&response.body, "half an answer");
	response.etag = "\"seq-1\"";
	problem_write(&response, &fault, "188c", NULL);
	ck_assert_int_eq(response.status, 422);
	ck_assert_str_eq(response.type, "application/problem+json");
	ck_assert_ptr_null(response.etag);
	ck_assert_str_eq(response.body.data,
	    "{\"type\":\"about:blank\",\"title\":\"Some answers need changing\",\"status\":422,\"code\":\"invalid\","
	    "\"detail\":\"Some of what was sent needs correcting.\",\"request\":\"188c\",\"errors\":["
	    "{\"pointer\":\"/fields/reason\",\"reason\":\"Say \\\"why\\\" it could not be agreed\"},"
	    "{\"pointer\":\"/fields/date\",\"reason\":\"Not after today\"}]}");
	stop();
}
END_TEST

START_TEST(a_conflict_carries_what_happened_meanwhile)
{
	static const char *const members[] = { "{\"since\":[],\"version\":5,\"still\":true}",
		"\"since\":[],\"version\":5,\"still\":true" };

	for (size_t i = 0; i < 2; i++) {
		start();
		(void)fault_set(
		    &fault, RESULT_CONFLICT, "changed", "Something was recorded meanwhile.");
		problem_write(&response, &fault, "1", members[i]);
		ck_assert_int_eq(response.status, 409);
		ck_assert_ptr_nonnull(strstr(response.body.data,
		    "\"request\":\"1\",\"since\":[],\"version\":5,\"still\":true}"));
		stop();
	}
}
END_TEST

START_TEST(a_head_has_what_it_must_and_no_more)
{
	struct buffer head;

	start();
	buffer_init(&head, 0);
	response.type = RESPONSE_JSON;
	response.etag = "\"seq-3\"";
	buffer_string(&response.body, "{}");
	response_write_head(&response, "188c", &head);
	ck_assert(buffer_ok(&head));
	ck_assert_str_eq(head.data,
	    "Status: 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nCache-Control: no-store\r\n"
	    "ETag: \"seq-3\"\r\nX-Request-Id: 188c\r\n\r\n");
	buffer_clear(&head);
	stop();
}
END_TEST

START_TEST(a_header_cannot_be_split)
{
	static const char *const bad[] = { "/a\r\nSet-Cookie: x=y", "/a\nb", "/\x01", "/\x7f" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct buffer head;

		start();
		buffer_init(&head, 0);
		response.location = bad[i];
		response_write_head(&response, "1", &head);
		ck_assert(!buffer_ok(&head));
		buffer_clear(&head);
		stop();
	}
}
END_TEST

/* --- pages --- */

static const char page[] =
    "<h1>{{name}}</h1>{{#error}}<p class=\"e\">{{error}}</p>{{/error}}<input value=\"{{name}}\">";

static const char *
fill(const char *text, const char *name, const char *error, struct buffer *out)
{
	const struct template_value values[] = { { "name", name }, { "error", error } };

	buffer_init(out, 0);
	template_write(out, text, values, 2);
	return buffer_ok(out) ? out->data : NULL;
}

START_TEST(places_are_filled_and_escaped)
{
	struct buffer out;

	ck_assert_str_eq(fill(page, "O'Brien \"<b>\" & co", NULL, &out),
	    "<h1>O&#39;Brien &quot;&lt;b&gt;&quot; &amp; co</h1><input value=\"O&#39;Brien &quot;&lt;b&gt;&quot; &amp; co\">");
	buffer_clear(&out);
	ck_assert_str_eq(fill(page, "", "<no>", &out),
	    "<h1></h1><p class=\"e\">&lt;no&gt;</p><input value=\"\">");
	buffer_clear(&out);
	/* What was filled in is not looked at again. */
	ck_assert_str_eq(fill("{{name}}", "{{error}}", "x", &out), "{{error}}");
	buffer_clear(&out);
}
END_TEST

START_TEST(a_template_that_does_not_hold_together_fails)
{
	static const char *const bad[] = {
		"{{unknown}}",
		"{{name",
		"{{",
		"a{{name}",
		"{{#error}}never closed",
		"{{#unknown}}x{{/unknown}}",
		"{{}}",
		"{{a-name-that-is-much-longer-than-any-name-that-we-use}}",
	};
	struct buffer out;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_msg(fill(bad[i], "n", "", &out) == NULL, "%s", bad[i]);
		buffer_clear(&out);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_result_has_its_status,
		a_problem_document_names_each_field,
		a_conflict_carries_what_happened_meanwhile,
		a_head_has_what_it_must_and_no_more,
		a_header_cannot_be_split,
		places_are_filled_and_escaped,
		a_template_that_does_not_hold_together_fails,
	};

	return SUITE_RUN("http_answer", tests);
}
