/* dispatch.c - see dispatch.h. */
#include <stdlib.h>
#include <string.h>

#include "dispatch.h"
#include "problem.h"
#include "sign_in_page.h"

#define BODY_ROOM (256 * 1024 + 1)
#define KEY_SHORTEST 8
#define KEY_LONGEST 64

void
dispatch_init(struct edge *e, const struct edge_shared *shared)
{
	memset(e, 0, sizeof(*e));
	e->shared = shared;
	e->arena = arena_new();
	response_init(&e->response);
	e->body = malloc(BODY_ROOM);
	if (e->body == NULL)
		log_abort("no-memory", "no room for the body of a request");
	e->body_room = BODY_ROOM;
}

void
dispatch_reload(struct edge *e)
{
	if (e->app != NULL)
		app_close(e->app);
	e->app = NULL;
}

void
dispatch_finish(struct edge *e)
{
	if (e->app != NULL)
		app_escalation_ahead_end(e->app);
}

void
dispatch_clear(struct edge *e)
{
	dispatch_reload(e);
	response_clear(&e->response);
	arena_free(e->arena);
	free(e->body);
}

/* --- the checks, each of one thing that a route declares; in this order --- */

static enum result
check_route(struct exchange *x, const struct request_source *source)
{
	const char *allow;

	(void)source;
	x->route = routes_find(x->request, x->parameters, &allow);
	if (x->route != NULL)
		return RESULT_OK;
	x->response->allow = allow;
	if (allow != NULL)
		return fault_set(x->fault, RESULT_INVALID, "method-not-allowed",
		    "That cannot be done at this address.");
	return fault_set(
	    x->fault, RESULT_NOT_FOUND, "not-found", "There is nothing at this address.");
}

static enum result
check_query(struct exchange *x, const struct request_source *source)
{
	const char *allowed = x->route->body == BODY_FORM ? NULL : x->route->names;

	(void)source;
	if (request_query_allowed(x->request, allowed))
		return RESULT_OK;
	return fault_set(x->fault, RESULT_INVALID, "unknown-query",
	    "That address asks for something that is not known here.");
}

/* Browsers say where a request comes from; what changes something must come from our own pages. Programs that say
 * nothing go by the token alone. */
static enum result
check_origin(struct exchange *x, const struct request_source *source)
{
	const struct request *r = x->request;

	(void)source;
	if (x->route->csrf == CSRF_NONE)
		return RESULT_OK;
	if ((r->origin == NULL ||
		strcmp(r->origin, x->edge->shared->config->instance.origin) == 0) &&
	    (r->fetch_site == NULL || strcmp(r->fetch_site, "same-origin") == 0 ||
		strcmp(r->fetch_site, "none") == 0))
		return RESULT_OK;
	return fault_set(
	    x->fault, RESULT_DENIED, "csrf", "That request did not come from a page of this site.");
}

static const struct {
	const char *type, *words;
} bodies[] = {
	[BODY_NONE] = { "", "" },
	[BODY_JSON] = { RESPONSE_JSON, "application/json, in UTF-8" },
	[BODY_FORM] = { "application/x-www-form-urlencoded", "the form of the page, in UTF-8" },
	[BODY_FILE] = { RESPONSE_FILE, "the file itself, as application/octet-stream" },
};

static enum result
check_media_type(struct exchange *x, const struct request_source *source)
{
	(void)source;
	if (x->request->content_length > x->route->body_limit)
		return fault_set(
		    x->fault, RESULT_LIMIT, "too-large", "That is more than can be sent at once.");
	if (x->route->body == BODY_NONE)
		return RESULT_OK;
	if (request_is_type(x->request, bodies[x->route->body].type))
		return RESULT_OK;
	return fault_set(x->fault, RESULT_INVALID, "media-type", "Send %s.", bodies[x->route->body].words);
}

/* The database may have been down when this thread started, or gone since. */
static enum result
check_app(struct exchange *x, const struct request_source *source)
{
	struct edge *e = x->edge;
	struct fault quiet;

	(void)source;
	if (e->app != NULL)
		return RESULT_OK;
	/* The health check and the empty sign-in page say something without it. */
	if (x->route->permission != PERMISSION_ANYBODY || x->route->csrf != CSRF_NONE)
		return app_open(e->shared->config, &e->app, x->fault);
	fault_init(&quiet, e->arena);
	if (app_open(e->shared->config, &e->app, &quiet) != RESULT_OK)
		e->app = NULL;
	return RESULT_OK;
}

/* What is decided by the case itself needs the case. Not behind a file, which may take its time to arrive. */
static bool
is_of_case(const struct route *r)
{
	return (r->permission == PERMISSION_SIGHT || r->permission == PERMISSION_STANDING) && r->body != BODY_FILE;
}

static enum result
check_session(struct exchange *x, const struct request_source *source)
{
	char token[COOKIE_TOKEN_LENGTH + 1];
	bool must = x->route->permission != PERMISSION_ANYBODY;
	struct session *session;
	enum result result = RESULT_NOT_FOUND;

	(void)source;
	if (!must && x->route->csrf != CSRF_FORM)
		return RESULT_OK;
	session = ARENA_NEW(x->edge->arena, struct session);
	if (cookie_token(x->request->cookie, COOKIE_SESSION, token)) {
		if (is_of_case(x->route))
			app_escalation_ahead(x->edge->app, x->parameters[0]);
		result = app_session(x->edge->app, x->edge->arena, token, session);
	}
	secret_wipe(token, sizeof(token));
	if (result == RESULT_OK) {
		x->session = session;
		x->app.session = session;
		x->app.now += session->instance.clock_offset;
		return RESULT_OK;
	}
	if (result != RESULT_NOT_FOUND)
		return fault_set(x->fault, result, "store",
		    "Parley cannot reach its database at the moment. Nothing was stored. Try again in a minute.");
	return must ? fault_set(x->fault, RESULT_DENIED, "no-session",
			  "You are not signed in, or your session has ended.")
		    : RESULT_OK;
}

static enum result
check_permission(struct exchange *x, const struct request_source *source)
{
	(void)source;
	enum permission p = x->route->permission;
	bool emergency = x->session != NULL && x->session->emergency;

	if (emergency && p != PERMISSION_ANYBODY && p != PERMISSION_SIGNED_IN && p != PERMISSION_SETTINGS)
		return fault_set(x->fault, RESULT_DENIED, "emergency-only",
		    "The emergency administrator can change settings, and do nothing else.");
	if ((p == PERMISSION_ADMINISTRATOR || p == PERMISSION_SETTINGS) && !emergency &&
	    !x->session->person.administrator)
		return fault_set(x->fault, RESULT_DENIED, "not-administrator",
		    "Only an administrator of Parley may do this.");
	if (p != PERMISSION_STAGE_ROLE || x->session->person.roles[0] != '\0' || x->session->stand_in_count > 0)
		return RESULT_OK;
	return fault_set(x->fault, RESULT_DENIED, "unmapped",
	    "Your job title has no stage role under this policy yet. Ask your partnership's business manager to add it.");
}

static bool
is_same_token(const char *given, const char *expected)
{
	return given != NULL && strlen(given) == COOKIE_TOKEN_LENGTH &&
	    strlen(expected) == COOKIE_TOKEN_LENGTH &&
	    secret_equal(given, expected, COOKIE_TOKEN_LENGTH);
}

static enum result
stale_token(struct exchange *x)
{
	return fault_set(x->fault, RESULT_DENIED, "csrf",
	    "This page was open for too long, or you signed in again elsewhere. Reload it, then try again.");
}

/* Before the body: a request without its token is not worth reading. */
static enum result
check_header_token(struct exchange *x, const struct request_source *source)
{
	(void)source;
	if (x->route->csrf != CSRF_HEADER || is_same_token(x->request->csrf, x->session->csrf))
		return RESULT_OK;
	return stale_token(x);
}

static enum result
check_body(struct exchange *x, const struct request_source *source)
{
	enum result result;

	if (x->route->body == BODY_NONE)
		return RESULT_OK;
	if (x->route->body == BODY_FILE) {
		size_t room = x->request->content_length + 1; /* within the route's limit: checked before */

		x->edge->file = malloc(room);
		if (x->edge->file == NULL)
			return fault_set(x->fault, RESULT_UNAVAILABLE, "no-memory",
			    "There is no room for that file at the moment. Try again in a minute.");
		result = request_read_body(x->request, source, x->edge->file, room, x->fault);
	} else
		result =
		    request_read_body(x->request, source, x->edge->body, x->edge->body_room, x->fault);
	if (result == RESULT_OK && x->route->body == BODY_FORM)
		return request_parse_form(x->request, x->route->names, x->fault);
	x->app.body = x->request->body;
	x->app.body_length = x->request->body_length;
	return result;
}

static enum result
check_form_token(struct exchange *x, const struct request_source *source)
{
	const char *given = urlencoded_find(x->request->form, x->request->form_count, "token");
	char cookie[COOKIE_TOKEN_LENGTH + 1];
	bool good = true;

	(void)source;
	if (x->route->csrf == CSRF_FORM && x->session != NULL)
		good = is_same_token(given, x->session->csrf);
	else if (x->route->csrf == CSRF_LOGIN)
		/* Double submit: another site can neither read nor set a __Host- cookie of ours. */
		good = cookie_token(x->request->cookie, COOKIE_LOGIN, cookie) &&
		    is_same_token(given, cookie);
	return good ? RESULT_OK : stale_token(x);
}

static enum result
check_key(struct exchange *x, const struct request_source *source)
{
	const char *key = x->request->idempotency_key;
	size_t length = key != NULL ? strlen(key) : 0;

	(void)source;
	if (!x->route->key)
		return RESULT_OK;
	for (size_t i = 0; i < length; i++) {
		char c = key[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			c == '-'))
			length = 0;
	}
	x->app.idempotency_key = key;
	if (length >= KEY_SHORTEST && length <= KEY_LONGEST)
		return RESULT_OK;
	return fault_set(x->fault, RESULT_INVALID, "idempotency-key",
	    "The header Idempotency-Key is missing, or is not 8 to 64 letters, digits and hyphens.");
}

static enum result (*const checks[])(struct exchange *, const struct request_source *) = {
	check_route,
	check_query,
	check_origin,
	check_media_type,
	check_app,
	check_session,
	check_permission,
	check_header_token,
	check_body,
	check_form_token,
	check_key,
};

static enum result
run(struct exchange *x, const struct request_source *source)
{
	enum result result = request_parse(x->request, source, x->fault);

	log_set_request(x->request->id);
	x->app.id = x->request->id;
	for (size_t i = 0; result == RESULT_OK && i < sizeof(checks) / sizeof(checks[0]); i++)
		result = checks[i](x, source);
	if (result == RESULT_OK)
		result = x->route->handle(x);
	if (result == RESULT_OK && !buffer_ok(&x->response->body))
		result = fault_set(x->fault, RESULT_BUG, "answer-not-writable",
		    "The answer could not be written.");
	return result;
}

/* --- what goes wrong is an answer too --- */

static void
log_failure(const struct exchange *x, const char *pattern)
{
	enum result r = x->fault->result;

	if (r == RESULT_BUG)
		log_line(LOG_LEVEL_ERROR, x->fault->code, "route=%s result=%s what=\"%s\"", pattern,
		    result_name(r), x->fault->sentence);
	else if (r == RESULT_UNAVAILABLE || r == RESULT_TIMEOUT)
		log_line(LOG_LEVEL_WARNING, x->fault->code, "route=%s result=%s", pattern,
		    result_name(r));
}

static void
answer_fault(struct exchange *x, enum result result, const char *pattern)
{
	const char *members = NULL;

	if (x->fault->result == RESULT_OK)
		(void)fault_set(x->fault, result, result_name(result), "%s",
		    problem_kind(result, NULL)->sentence);
	log_failure(x, pattern);
	if (result == RESULT_BUG)
		/* What we got wrong is for the log, not for whoever asked. */
		x->fault->sentence = problem_kind(RESULT_BUG, NULL)->sentence;
	if (x->route != NULL && x->route->answers != ANSWERS_API) {
		sign_in_page_fault(x);
		return;
	}
	if (result == RESULT_CONFLICT && x->response->body.length > 0 &&
	    buffer_ok(&x->response->body))
		members = arena_string(x->edge->arena, x->response->body.data);
	problem_write(x->response, x->fault, x->request->id, members);
}

/* What changed something or went wrong is worth a line; pages that were read stand in the web server's own log, by the
 * same request id, and case by case in the access log. */
static enum log_level
log_level_of(const struct request *r, int status)
{
	return r->method == METHOD_GET && status < 400 ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO;
}

void
dispatch_answer(struct edge *e, const struct request_source *source, char id[33], bool *head)
{
	instant begun = instant_now();
	struct fault fault;
	struct request request = { .arena = e->arena };
	struct exchange x = {
		.edge = e, .request = &request, .response = &e->response, .fault = &fault
	};
	const char *pattern;
	enum result result;

	/* Not at the end: the answer that is still to be sent points into it. */
	arena_reset(e->arena);
	fault_init(&fault, e->arena);
	response_reset(&e->response);
	x.app.arena = e->arena;
	x.app.now = begun;
	result = run(&x, source);
	pattern = x.route != NULL ? x.route->pattern : "-";
	if (result != RESULT_OK)
		answer_fault(&x, result, pattern);
	memcpy(id, request.id, sizeof(request.id));
	*head = request.head;
	log_line(log_level_of(&request, e->response.status), "request", "method=%s route=%s status=%d us=%lld",
	    request_method_name(request.method), pattern, e->response.status,
	    (long long)(instant_now() - begun));
	log_set_request(NULL);
	free(e->file);
	e->file = NULL;
	/* A form holds a password. */
	if (request.body != NULL && x.route->body == BODY_FORM)
		secret_wipe(e->body, request.content_length + 1);
}
