/* test_http_parse.c - what comes from outside is read strictly: pairs, cookies, local paths, whole requests. */
#include <string.h>

#include "../../src/http/cookie.h"
#include "../../src/http/local_path.h"
#include "../../src/http/request.h"
#include "suite.h"

/* --- names and values --- */

static enum result
parse(const char *text, struct name_value *pairs, size_t *count)
{
	static char room[512];

	memset(room, 'x', sizeof(room));
	memcpy(room, text, strlen(text) + 1);
	return urlencoded_parse(room, strlen(text), pairs, 4, count);
}

START_TEST(pairs_are_decoded)
{
	struct name_value p[4];
	size_t n;

	ck_assert_int_eq(parse("a=1&q=caf%C3%A9+au%20lait&empty=&bare", p, &n), RESULT_OK);
	ck_assert_uint_eq(n, 4);
	ck_assert_str_eq(urlencoded_find(p, n, "a"), "1");
	ck_assert_str_eq(urlencoded_find(p, n, "q"), "café au lait");
	ck_assert_str_eq(urlencoded_find(p, n, "empty"), "");
	ck_assert_str_eq(urlencoded_find(p, n, "bare"), "");
	ck_assert_ptr_null(urlencoded_find(p, n, "A"));
	ck_assert_int_eq(parse("", p, &n), RESULT_OK);
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(parse("x=%3D%26%2b", p, &n), RESULT_OK);
	ck_assert_str_eq(p[0].value, "=&+");
	ck_assert_int_eq(parse("x=a=b", p, &n), RESULT_OK);
	ck_assert_str_eq(p[0].value, "a=b");
}
END_TEST

START_TEST(broken_pairs_are_refused)
{
	static const char *const bad[] = {
		"a=%",
		"a=%4",
		"a=%zz",
		"a=%00",
		"a=1&a=2",
		"=1",
		"a=1&",
		"&a=1",
		"a=1&&b=2",
		"a=%FF",
		"a=%C3",
		"a=%ED%A0%80",
		"a=%01",
		"a=\x7f",
		"%00=1",
		"a=%E2%80",
		"a=%c0%af",
		"a=\x01",
	};
	struct name_value p[4];
	size_t n = 77;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		ck_assert_msg(parse(bad[i], p, &n) == RESULT_INVALID, "%s", bad[i]);
		ck_assert_msg(n == 77, "%s changed the output", bad[i]);
	}
	ck_assert_int_eq(parse("a=1&b=2&c=3&d=4&e=5", p, &n), RESULT_LIMIT);
}
END_TEST

/* --- cookies --- */

#define TOKEN "3aBKzYWB55aPp8QjkYGKSMqqXfFbGGIrvISiWQH8PQ0"
#define OTHER "eU-KbJbv-mg2_LGKxSUgWsr8gztu3OoL7X3rEbRBbaM"

START_TEST(our_cookie_is_found)
{
	static const char *const good[] = {
		"__Host-parley=" TOKEN,
		"a=b; __Host-parley=" TOKEN,
		"__Host-parley=" TOKEN "; a=b",
		"__Host-parley-login=" OTHER "; __Host-parley=" TOKEN,
		"x__Host-parley=" OTHER "; __Host-parley=" TOKEN,
		";;; __Host-parley=" TOKEN ";",
	};

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		char out[COOKIE_TOKEN_LENGTH + 1] = "";

		ck_assert_msg(cookie_token(good[i], COOKIE_SESSION, out), "%s", good[i]);
		ck_assert_str_eq(out, TOKEN);
	}
}
END_TEST

START_TEST(no_other_cookie_is_taken_for_ours)
{
	static const char *const bad[] = {
		"",
		"a=b",
		"__Host-parley",
		"__Host-parley=",
		"__Host-parley=short",
		"__host-parley=" TOKEN,
		"__Host-parley=" TOKEN "x",
		"__Host-parley=" TOKEN "; __Host-parley=" OTHER,
		"__Host-parley=\"" TOKEN "\"",
		"__Host-parley=3aBKzYWB55aPp8QjkYGKSMqqXfFbGGIrvISiWQH8P+0",
		"__Host-parley-login=" TOKEN,
	};
	char out[COOKIE_TOKEN_LENGTH + 1] = "untouched";

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!cookie_token(bad[i], COOKIE_SESSION, out), "%s", bad[i]);
	ck_assert(!cookie_token(NULL, COOKIE_SESSION, out));
	ck_assert_str_eq(out, "untouched");
}
END_TEST

START_TEST(cookies_are_written_with_all_their_attributes)
{
	char line[COOKIE_LINE_MAX];

	cookie_write(line, COOKIE_LOGIN, TOKEN);
	ck_assert_str_eq(
	    line, "__Host-parley-login=" TOKEN "; Path=/; Secure; HttpOnly; SameSite=Lax");
	cookie_write(line, COOKIE_SESSION, NULL);
	ck_assert_str_eq(line, "__Host-parley=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
}
END_TEST

/* --- where to go afterwards --- */

START_TEST(only_local_paths_are_gone_to)
{
	static const char *const good[] = { "/", "/escalations/MSP-2027-000001", "/raise?page=2",
		"/a#b", "/sign-inside", "/%0d" };
	static const char *const bad[] = {
		"",
		"//evil.example",
		"/\\evil.example",
		"\\/evil",
		"https://evil.example",
		"evil",
		" /",
		"/ a",
		"/\t",
		"/a\r\nSet-Cookie: x",
		"/\"",
		"/<b>",
		"javascript:alert(1)",
		"/caf\xc3\xa9",
		"/sign-in",
		"/sign-in?then=/sign-in",
		"/sso",
		"/sign-out",
		"/sign-out/",
	};
	char lengthy[600];

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ck_assert_msg(local_path_is(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!local_path_is(bad[i]), "%s", bad[i]);
	ck_assert(!local_path_is(NULL));
	memset(lengthy, 'a', sizeof lengthy);
	lengthy[0] = '/';
	lengthy[500] = '\0';
	ck_assert(local_path_is(lengthy));
	lengthy[500] = 'a';
	lengthy[501] = '\0';
	ck_assert(!local_path_is(lengthy));
}
END_TEST

/* --- whole requests; their parameters are written as pairs --- */

static size_t
read_text(void *from, char *into, size_t length)
{
	const char *const *body = from;
	size_t there = strlen(*body);

	if (length > there)
		length = there;
	memcpy(into, *body, length);
	return length;
}

static struct arena *arena;
static struct fault fault;
static struct request request;

static enum result
read_request(const char *const *parameters)
{
	const char *sent[32], *body = "";
	struct request_source source = { sent, read_text, &body };
	size_t count = 0;

	arena_free(arena);
	arena = arena_new();
	for (size_t i = 0; parameters[i] != NULL; i += 2)
		sent[count++] = arena_format(arena, "%s=%s", parameters[i], parameters[i + 1]);
	sent[count] = NULL;
	fault_init(&fault, arena);
	request = (struct request){ .arena = arena };
	return request_parse(&request, &source, &fault);
}

START_TEST(a_request_is_read)
{
	static const char *const parameters[] = {
		"REQUEST_METHOD",
		"PUT",
		"REQUEST_URI",
		"/api/v1/drafts/MSP-2027-000001/done%3Aadvice?view=mine&cursor=a_b",
		"REQUEST_ID",
		"188ce5355f6c1adc7b855476c0d9058f",
		"HTTP_X_CSRF_TOKEN",
		"token",
		"HTTP_ORIGIN",
		"https://parley.test",
		"HTTP_IF_NONE_MATCH",
		"",
		"CONTENT_LENGTH",
		"12",
		"REMOTE_ADDR",
		"192.0.2.1",
		"HTTP_X_FORWARDED_FOR",
		"203.0.113.9",
		"REMOTE_USER",
		"root",
		NULL,
	};

	ck_assert_int_eq(read_request(parameters), RESULT_OK);
	ck_assert_int_eq(request.method, METHOD_PUT);
	ck_assert_uint_eq(request.segment_count, 5);
	ck_assert_str_eq(request.segments[0], "api");
	ck_assert_str_eq(request.segments[4], "done:advice");
	ck_assert_str_eq(urlencoded_find(request.query, request.query_count, "cursor"), "a_b");
	ck_assert_str_eq(request.id, "188ce5355f6c1adc7b855476c0d9058f");
	ck_assert_str_eq(request.csrf, "token");
	ck_assert_ptr_null(request.if_none_match);
	ck_assert_str_eq(request.address, "192.0.2.1");
	ck_assert_uint_eq(request.content_length, 12);
	ck_assert(!request.head);
	ck_assert(request_query_allowed(&request, "cursor view"));
	ck_assert(!request_query_allowed(&request, "view"));
	ck_assert(!request_query_allowed(&request, NULL));
	ck_assert(!request_query_allowed(&request, "cursors viewing"));
}
END_TEST

START_TEST(of_two_of_a_name_the_first_counts)
{
	static const char *const parameters[] = { "REQUEST_METHOD", "GET", "REQUEST_URI", "/first",
		"HTTP_COOKIE", "a=b=c", "REMOTE_USER", "", "HTTP_IF_MATCHES", "x", "HTTP_IF_MATC", "x",
		"REQUEST_URI", "/second", "HTTP_COOKIE", "other", "REMOTE_USER", "root", NULL };

	ck_assert_int_eq(read_request(parameters), RESULT_OK);
	ck_assert_str_eq(request.segments[0], "first");
	ck_assert_str_eq(request.cookie, "a=b=c");
	/* An empty one is none, and hides the second all the same. */
	ck_assert_ptr_null(request.remote_user);
	ck_assert_ptr_null(request.if_match);
	ck_assert_str_eq(request.address, "");
}
END_TEST

START_TEST(an_id_is_made_where_none_is_sent)
{
	static const char *const none[] = { "REQUEST_METHOD", "HEAD", "REQUEST_URI", "/", NULL };
	static const char *const evil[] = { "REQUEST_METHOD", "GET", "REQUEST_URI", "/",
		"REQUEST_ID", "x\nerror - fake", NULL };
	char first[33];

	ck_assert_int_eq(read_request(none), RESULT_OK);
	ck_assert_uint_eq(strlen(request.id), 32);
	ck_assert(request.head);
	ck_assert_int_eq(request.method, METHOD_GET);
	memcpy(first, request.id, sizeof first);
	ck_assert_int_eq(read_request(evil), RESULT_OK);
	ck_assert_uint_eq(strspn(request.id, "0123456789abcdef"), 32);
	ck_assert_str_ne(request.id, first);
}
END_TEST

START_TEST(a_request_that_cannot_be_read_is_refused)
{
	static const char *const uris[] = {
		"",
		"x",
		"*",
		"http://other/",
		"/%",
		"/a%2Fb",
		"/a%2fb",
		"/%00",
		"/%ff",
		"/?a=1&a=2",
		"/?%",
		"/1/2/3/4/5/6/7/8/9",
		"/a\nb",
	};
	char lengthy[3000];
	const char *parameters[] = { "REQUEST_METHOD", "GET", "REQUEST_URI", NULL, NULL };

	for (size_t i = 0; i < sizeof uris / sizeof uris[0]; i++) {
		parameters[3] = uris[i];
		ck_assert_msg(read_request(parameters) == RESULT_INVALID, "%s", uris[i]);
		ck_assert_str_eq(fault.code, "malformed-request");
	}
	memset(lengthy, 'a', sizeof lengthy);
	lengthy[0] = '/';
	lengthy[sizeof lengthy - 1] = '\0';
	parameters[3] = lengthy;
	ck_assert_int_eq(read_request(parameters), RESULT_LIMIT);
	ck_assert_str_eq(fault.code, "uri-too-long");
}
END_TEST

START_TEST(lengths_and_headers_are_held_to_their_forms)
{
	static const char *const lengths[] = { "-1", "1x", " 1", "+1", "99999999999999999999999",
		"0x10" };
	const char *parameters[] = { "REQUEST_METHOD", "POST", "REQUEST_URI", "/", "CONTENT_LENGTH",
		NULL, NULL };
	char cookie[5000];
	const char *with_cookie[] = { "REQUEST_METHOD", "POST", "REQUEST_URI", "/", "HTTP_COOKIE",
		cookie, NULL };

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		parameters[5] = lengths[i];
		ck_assert_msg(read_request(parameters) == RESULT_INVALID, "%s", lengths[i]);
	}
	memset(cookie, 'a', sizeof cookie);
	cookie[sizeof cookie - 1] = '\0';
	ck_assert_int_eq(read_request(with_cookie), RESULT_INVALID);
}
END_TEST

START_TEST(methods_that_we_do_not_know_are_none)
{
	static const char *const methods[] = { "get", "OPTIONS", "TRACE", "CONNECT", "PATCH",
		"GETX", "" };
	const char *parameters[] = { "REQUEST_METHOD", NULL, "REQUEST_URI", "/", NULL };

	for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
		parameters[1] = methods[i];
		ck_assert_int_eq(read_request(parameters), RESULT_OK);
		ck_assert_msg(request.method == METHOD_NONE, "%s", methods[i]);
	}
}
END_TEST

START_TEST(a_body_is_all_there_or_refused)
{
	static const char *const parameters[] = { "REQUEST_METHOD", "POST", "REQUEST_URI", "/",
		"CONTENT_LENGTH", "9", NULL };
	const char *body = "a=1&b=2&c";
	struct request_source source = { NULL, read_text, &body };
	char room[10];

	ck_assert_int_eq(read_request(parameters), RESULT_OK);
	ck_assert_int_eq(
	    request_read_body(&request, &source, room, sizeof room, &fault), RESULT_OK);
	ck_assert_str_eq(request.body, "a=1&b=2&c");
	ck_assert_int_eq(request_parse_form(&request, "a b c", &fault), RESULT_OK);
	ck_assert_uint_eq(request.form_count, 3);

	/* One byte less room than it needs with its NUL. */
	ck_assert_int_eq(read_request(parameters), RESULT_OK);
	ck_assert_int_eq(
	    request_read_body(&request, &source, room, sizeof room - 1, &fault), RESULT_LIMIT);
	ck_assert_str_eq(fault.code, "too-large");

	/* The client broke off: libfcgi gives what there was, and no error. */
	body = "a=1&b";
	ck_assert_int_eq(read_request(parameters), RESULT_OK);
	ck_assert_int_eq(
	    request_read_body(&request, &source, room, sizeof room, &fault), RESULT_INVALID);
	ck_assert_str_eq(fault.code, "body-cut-short");
}
END_TEST

START_TEST(a_form_has_only_the_fields_of_its_page)
{
	static const char *const parameters[] = { "REQUEST_METHOD", "POST", "REQUEST_URI", "/",
		"CONTENT_LENGTH", "9", NULL };
	const char *body = "a=1&b=2&c";
	struct request_source source = { NULL, read_text, &body };
	char room[16];

	ck_assert_int_eq(read_request(parameters), RESULT_OK);
	ck_assert_int_eq(
	    request_read_body(&request, &source, room, sizeof room, &fault), RESULT_OK);
	ck_assert_int_eq(request_parse_form(&request, "a b", &fault), RESULT_INVALID);
	ck_assert_uint_eq(request.form_count, 0);
}
END_TEST

START_TEST(media_types_are_compared_whole)
{
	static const char *const good[] = { "application/json", "Application/JSON",
		"application/json; charset=utf-8", "application/json;charset=UTF-8",
		"application/json ; charset=\"utf-8\"" };
	static const char *const bad[] = { "text/plain", "application/jsonp",
		"application/json; charset=latin1", "application/json, text/plain",
		"application/json;", "text/plain; application/json" };
	struct request r = { .content_type = NULL };

	ck_assert(!request_is_type(&r, "application/json"));
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		r.content_type = good[i];
		ck_assert_msg(request_is_type(&r, "application/json"), "%s", good[i]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		r.content_type = bad[i];
		ck_assert_msg(!request_is_type(&r, "application/json"), "%s", bad[i]);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		pairs_are_decoded,
		broken_pairs_are_refused,
		our_cookie_is_found,
		no_other_cookie_is_taken_for_ours,
		cookies_are_written_with_all_their_attributes,
		only_local_paths_are_gone_to,
		a_request_is_read,
		of_two_of_a_name_the_first_counts,
		an_id_is_made_where_none_is_sent,
		a_request_that_cannot_be_read_is_refused,
		lengths_and_headers_are_held_to_their_forms,
		methods_that_we_do_not_know_are_none,
		a_body_is_all_there_or_refused,
		a_form_has_only_the_fields_of_its_page,
		media_types_are_compared_whole,
	};

	return SUITE_RUN("http_parse", tests);
}
