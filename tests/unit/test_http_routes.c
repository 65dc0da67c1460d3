/* test_http_routes.c - what every route must say, finding one, and the golden table of who may use which. */
#include <stdio.h>
#include <string.h>

#include "parley/audit.h"
#include "../../src/http/routes.h"
#include "suite.h"

START_TEST(every_route_says_what_holds)
{
	size_t count;
	const struct route *routes = routes_all(&count);

	for (size_t i = 0; i < count; i++) {
		const struct route *r = &routes[i];
		bool reads = r->method == METHOD_GET;

		ck_assert_msg(
		    r->permission > 0 && r->permission < PERMISSION_COUNT, "%s", r->pattern);
		ck_assert_msg(r->handle != NULL && r->summary != NULL, "%s", r->pattern);
		/* What changes something has a token, what reads has none. */
		ck_assert_msg(reads == (r->csrf == CSRF_NONE), "%s", r->pattern);
		ck_assert_msg(!reads || r->body == BODY_NONE, "%s", r->pattern);
		ck_assert_msg((r->body != BODY_NONE) == (r->body_limit > 0), "%s", r->pattern);
		/* A session's own token needs a session. */
		ck_assert_msg(r->csrf != CSRF_HEADER || r->permission != PERMISSION_ANYBODY, "%s",
		    r->pattern);
		/* What is under /api is nobody's without a session, and what is not has pages; but what the web server asks. */
		ck_assert_msg((strncmp(r->pattern, "/api/", 5) == 0 || strcmp(r->pattern, "/auth/check") == 0) ==
			(r->permission != PERMISSION_ANYBODY),
		    "%s", r->pattern);
		ck_assert_msg(!r->key || r->method == METHOD_POST, "%s", r->pattern);
		for (size_t k = 0; k < i; k++)
			ck_assert_msg(routes[k].method != r->method ||
				strcmp(routes[k].pattern, r->pattern) != 0,
			    "%s twice", r->pattern);
	}
}
END_TEST

static const struct route *
find(enum method method, const char *path, const char *parameters[ROUTE_PARAMETERS_MAX],
    const char **allow)
{
	static struct request r;
	static char copy[200];
	static struct arena *arena;
	char *save = NULL;

	arena_free(arena);
	arena = arena_new();
	r = (struct request){ .arena = arena, .method = method };
	(void)snprintf(copy, sizeof copy, "%s", path + 1);
	for (char *at = strtok_r(copy, "/", &save); at != NULL; at = strtok_r(NULL, "/", &save))
		r.segments[r.segment_count++] = at;
	return routes_find(&r, parameters, allow);
}

START_TEST(routes_are_found_by_path_and_method)
{
	const char *parameters[ROUTE_PARAMETERS_MAX] = { NULL, NULL }, *allow;
	const struct route *r =
	    find(METHOD_POST, "/api/v1/escalations/MSP-2027-000001/events", parameters, &allow);

	ck_assert_ptr_nonnull(r);
	ck_assert_str_eq(r->pattern, "/api/v1/escalations/{reference}/events");
	ck_assert_str_eq(parameters[0], "MSP-2027-000001");
	ck_assert_ptr_null(allow);

	r = find(METHOD_PUT, "/api/v1/drafts/MSP-2027-000001/done:advice", parameters, &allow);
	ck_assert_ptr_nonnull(r);
	ck_assert_str_eq(parameters[1], "done:advice");

	r = find(METHOD_GET, "/api/v1/drafts/raise", parameters, &allow);
	ck_assert_ptr_nonnull(r);
	ck_assert_str_eq(r->pattern, "/api/v1/drafts/raise");
	ck_assert_ptr_null(parameters[0]);
}
END_TEST

/* With something for each {…}: also those whose beginnings are alike. */
START_TEST(every_route_is_found)
{
	size_t count;
	const struct route *routes = routes_all(&count);

	for (size_t i = 0; i < count; i++) {
		const char *parameters[ROUTE_PARAMETERS_MAX] = { NULL, NULL }, *allow;
		char path[200];
		size_t length = 0;

		for (const char *at = routes[i].pattern; *at != '\0'; at++) {
			path[length++] = *at == '{' ? 'Z' : *at;
			if (*at == '{')
				at = strchr(at, '}');
		}
		path[length] = '\0';
		ck_assert_msg(find(routes[i].method, path, parameters, &allow) == &routes[i], "%s", path);
	}
}
END_TEST

START_TEST(other_methods_and_paths_are_not)
{
	const char *parameters[ROUTE_PARAMETERS_MAX] = { NULL, NULL }, *allow = "?";

	ck_assert_ptr_null(find(METHOD_POST, "/api/v1/drafts/raise", parameters, &allow));
	ck_assert_str_eq(allow, "GET, PUT, DELETE");
	ck_assert_ptr_null(find(METHOD_NONE, "/sign-in", parameters, &allow));
	ck_assert_str_eq(allow, "GET, POST");
	ck_assert_ptr_null(
	    find(METHOD_GET, "/api/v1/escalations/A/events/more", parameters, &allow));
	ck_assert_ptr_null(allow);
	ck_assert_ptr_null(find(METHOD_GET, "/api/v1", parameters, &allow));
	ck_assert_ptr_null(find(METHOD_GET, "/api/v2/me", parameters, &allow));
	ck_assert_ptr_null(find(METHOD_GET, "/", parameters, &allow));
	ck_assert_ptr_null(allow);
}
END_TEST

/* Whoever changes who may do what has to change the golden file too, and somebody reads that. */
START_TEST(who_may_use_which_route_is_as_agreed)
{
	const char *source = getenv("srcdir");
	char path[4096], golden[32768];
	struct buffer now;
	size_t length;
	FILE *file;

	(void)snprintf(
	    path, sizeof path, "%s/tests/unit/audit-roles.golden", source != NULL ? source : ".");
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s cannot be opened", path);
	length = fread(golden, 1, sizeof golden - 1, file);
	(void)fclose(file);
	golden[length] = '\0';
	buffer_init(&now, 0);
	audit_write_roles(&now, false);
	ck_assert_msg(strcmp(now.data, golden) == 0, "the routes differ from %s; now they are:\n%s",
	    path, now.data);
	buffer_clear(&now);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_route_says_what_holds,
		routes_are_found_by_path_and_method,
		every_route_is_found,
		other_methods_and_paths_are_not,
		who_may_use_which_route_is_as_agreed,
	};

	return SUITE_RUN("http_routes", tests);
}
