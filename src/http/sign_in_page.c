/* sign_in_page.c - see sign_in_page.h. */
#include <string.h>

#include "local_path.h"
#include "problem.h"
#include "sign_in_page.h"
#include "template.h"

static const char *
field(const struct exchange *x, const char *name)
{
	const char *value = urlencoded_find(x->request->form, x->request->form_count, name);

	return value != NULL ? value : "";
}

/* Where to go afterwards: what the form says, or before there is one the address. */
static const char *
destination(const struct exchange *x)
{
	const char *then = urlencoded_find(x->request->form, x->request->form_count, "then");

	if (then == NULL && x->route->method == METHOD_GET)
		then = urlencoded_find(x->request->query, x->request->query_count, "then");
	return local_path_is(then) ? then : "/";
}

/* The token of the page: the browser's own if it has one (another tab may hold the page), else a new one. */
static void
give_token(struct exchange *x, char token[COOKIE_TOKEN_LENGTH + 1])
{
	uint8_t bytes[32];

	if (cookie_token(x->request->cookie, COOKIE_LOGIN, token))
		return;
	random_fill(bytes, sizeof(bytes));
	base64url_write(bytes, sizeof(bytes), token);
	secret_wipe(bytes, sizeof(bytes));
	cookie_write(x->response->cookies[0], COOKIE_LOGIN, token);
}

static void
write_page(struct exchange *x, const char *error, const char *notice)
{
	const struct config *config = x->edge->shared->config;
	char token[COOKIE_TOKEN_LENGTH + 1];
	struct template_value values[] = {
		{ "error", error },
		{ "then", destination(x) },
		{ "token", token },
		{ "username", field(x, "username") },
		{ "instance", config->instance.name },
		{ "notice", notice },
		/* Where the web server vouches for people it sends them to /sso itself. */
		{ "sso", config->kerberos.accept.keytab != NULL && notice == NULL ? "yes" : NULL },
	};

	give_token(x, token);
	buffer_reset(&x->response->body);
	x->response->type = RESPONSE_HTML;
	template_write(&x->response->body, x->edge->shared->templates[x->route->answers == ANSWERS_EMERGENCY], values,
	    sizeof(values) / sizeof(values[0]));
	secret_wipe(token, sizeof(token));
}

enum result
sign_in_page_show(struct exchange *x)
{
	write_page(x, NULL, NULL);
	return RESULT_OK;
}

void
sign_in_page_fall_back(struct exchange *x)
{
	write_page(x, NULL, "Your computer did not sign you in by itself. Enter your username and password.");
}

void
sign_in_page_fault(struct exchange *x)
{
	const struct problem_kind *kind = problem_kind(x->fault->result, x->fault->code);

	write_page(x, x->fault->sentence != NULL ? x->fault->sentence : kind->sentence, NULL);
	x->response->status = kind->status;
	if (x->response->retry_after == 0)
		x->response->retry_after = kind->retry_after;
}

/* A token from before is not carried over: whoever planted it must not be signed in by this (session fixation). */
static void
end_earlier(struct exchange *x)
{
	char token[COOKIE_TOKEN_LENGTH + 1];

	if (cookie_token(x->request->cookie, COOKIE_SESSION, token) &&
	    app_sign_out(x->edge->app, token) != RESULT_OK)
		log_line(LOG_LEVEL_WARNING, "session-not-ended",
		    "an earlier session stays until its limit");
	secret_wipe(token, sizeof(token));
}

static enum result
go(struct exchange *x, const char *path)
{
	x->response->status = 303;
	x->response->location = path;
	return RESULT_OK;
}

void
sign_in_page_enter(struct exchange *x, struct signed_in *in)
{
	end_earlier(x);
	cookie_write(x->response->cookies[0], COOKIE_SESSION, in->token);
	cookie_write(x->response->cookies[1], COOKIE_LOGIN, NULL);
	secret_wipe(in, sizeof(*in));
	/* The form is wiped before the head is written. */
	(void)go(x, arena_string(x->edge->arena, destination(x)));
}

enum result
sign_in_page_submit(struct exchange *x)
{
	struct signed_in in;
	enum result result;

	if (field(x, "username")[0] == '\0')
		return fault_set(
		    x->fault, RESULT_INVALID, "username-missing", "Enter your username");
	if (field(x, "password")[0] == '\0')
		return fault_set(
		    x->fault, RESULT_INVALID, "password-missing", "Enter your password");
	result = app_sign_in(x->edge->app, &x->app, field(x, "username"), field(x, "password"),
	    x->request->address, &in, x->fault);
	if (result != RESULT_OK)
		return result;
	sign_in_page_enter(x, &in);
	return RESULT_OK;
}

enum result
sign_in_page_emergency(struct exchange *x)
{
	struct signed_in in;
	enum result result;

	if (field(x, "password")[0] == '\0')
		return fault_set(x->fault, RESULT_INVALID, "password-missing", "Enter the password that the server showed");
	result = app_emergency_sign_in(
	    x->edge->app, &x->app, field(x, "password"), x->request->address, &in, x->fault);
	if (result != RESULT_OK)
		return result;
	sign_in_page_enter(x, &in);
	return go(x, "/settings");
}

enum result
sign_in_page_leave(struct exchange *x)
{
	char token[COOKIE_TOKEN_LENGTH + 1];
	enum result result = RESULT_OK;

	if (x->session != NULL && cookie_token(x->request->cookie, COOKIE_SESSION, token))
		result = app_sign_out(x->edge->app, token);
	secret_wipe(token, sizeof(token));
	if (result != RESULT_OK && result != RESULT_NOT_FOUND)
		return result;
	cookie_write(x->response->cookies[0], COOKIE_SESSION, NULL);
	return go(x, "/sign-in");
}
