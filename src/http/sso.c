/* sso.c - see sso.h. */
#include <string.h>

#include "parley/kerberos.h"
#include "local_path.h"
#include "sign_in_page.h"
#include "sso.h"

/* --- /sso --- */

static bool
is_same_secret(const char *given, const char *expected)
{
	struct digest_part one = { given, strlen(given) }, other = { expected, strlen(expected) };
	uint8_t digests[2][DIGEST_SIZE];

	/* Of digests, whose length says nothing of the secret's. */
	digest_sha256(&one, 1, digests[0]);
	digest_sha256(&other, 1, digests[1]);
	return secret_equal(digests[0], digests[1], DIGEST_SIZE);
}

/* Whom the web server vouches for; NULL when it does not, or may not. */
static const char *
front_user(const struct exchange *x)
{
	const char *secret = x->edge->shared->config->front.secret, *given = x->request->front_secret;

	if (secret == NULL || x->request->remote_user == NULL)
		return NULL;
	if (given != NULL && is_same_secret(given, secret))
		return x->request->remote_user;
	log_line(LOG_LEVEL_WARNING, "front-refused", "REMOTE_USER came %s; it was not believed",
	    given == NULL ? "without PARLEY_FRONT_SECRET" : "with a wrong PARLEY_FRONT_SECRET");
	return NULL;
}

static enum result
enter(struct exchange *x, const char *name, const char *attribute)
{
	struct signed_in in;
	enum result r = app_sign_on(x->edge->app, &x->app, name, attribute, &in, x->fault);

	if (r == RESULT_OK)
		sign_in_page_enter(x, &in);
	else
		/* Not to be sent to somebody who has not been let in. */
		x->response->authenticate = NULL;
	return r;
}

/* Why a ticket was not taken is for the log; the person is told what to do instead. */
static enum result
refuse_ticket(struct exchange *x, const struct fault *why)
{
	log_line(why->result == RESULT_UNAVAILABLE ? LOG_LEVEL_WARNING : LOG_LEVEL_INFO, "sso-refused",
	    "why=%s what=\"%s\"", why->code, why->sentence);
	return fault_set(x->fault, RESULT_DENIED, "sso",
	    "Your computer could not sign you in by itself. Enter your username and password");
}

static enum result
take_ticket(struct exchange *x)
{
	const struct config *config = x->edge->shared->config;
	struct kerberos_person person;
	struct fault why;

	fault_init(&why, x->edge->arena);
	if (kerberos_accept(&config->kerberos.accept, x->request->authorization, x->edge->arena, &person, &why) !=
	    RESULT_OK)
		return refuse_ticket(x, &why);
	x->response->authenticate = person.answer;
	return enter(x, config->kerberos.attribute != NULL ? person.principal : person.user, config->kerberos.attribute);
}

enum result
sso_show(struct exchange *x)
{
	const struct config *config = x->edge->shared->config;
	const char *user = front_user(x);

	if (user != NULL && x->edge->app != NULL)
		return enter(x, user, config->front.attribute);
	if (x->edge->app == NULL)
		return fault_set(x->fault, RESULT_UNAVAILABLE, "store",
		    "Parley cannot reach its database at the moment. Try again in a minute");
	if (config->kerberos.accept.keytab == NULL)
		return sign_in_page_show(x);
	if (kerberos_is_offered(x->request->authorization))
		return take_ticket(x);
	sign_in_page_fall_back(x);
	x->response->status = 401;
	x->response->authenticate = "Negotiate";
	return RESULT_OK;
}

/* --- /auth/check --- */

/* As a header's value that any name survives: what is not unreserved (RFC 3986) is written as %XX. */
static const char *
encode(struct arena *a, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@";
	char *out = arena_alloc(a, strlen(text) * 3 + 1), *at = out;

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (strchr(plain, c) != NULL) {
			*at++ = (char)c;
			continue;
		}
		*at++ = '%';
		*at++ = digits[c >> 4];
		*at++ = digits[c & 15];
	}
	return out;
}

static bool
has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; *at != '\0'; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		if (n == length && memcmp(at, word, n) == 0)
			return true;
		at += n;
	}
	return false;
}

/* What the web server's own configuration asks for; nobody else gives this query. */
static bool
is_wanted(const struct exchange *x)
{
	const struct person *p = &x->session->person;
	const char *role = urlencoded_find(x->request->query, x->request->query_count, "role");
	const char *agency = urlencoded_find(x->request->query, x->request->query_count, "agency");

	return (role == NULL || has_word(p->roles, role)) &&
	    (agency == NULL || (p->agency_id != NULL && strcmp(p->agency_id, agency) == 0));
}

enum result
sso_check(struct exchange *x)
{
	const struct person *p = &x->session->person;
	struct arena *a = x->edge->arena;
	struct response_header *headers = ARENA_ARRAY(a, 6, struct response_header);

	/* Settings and nothing else: not another application either, as whoever types the server's password. */
	if (x->session->emergency || !is_wanted(x))
		return fault_set(x->fault, RESULT_DENIED, "not-for-you", "You do not have permission to use this.");
	headers[0] = (struct response_header){ "X-Parley-User", encode(a, p->username) };
	headers[1] = (struct response_header){ "X-Parley-Name", encode(a, p->name) };
	headers[2] = (struct response_header){ "X-Parley-Agency", encode(a, p->agency_id != NULL ? p->agency_id : "") };
	/* Ids of roles are words of small letters, digits and hyphens, with a space between two. */
	headers[3] = (struct response_header){ "X-Parley-Roles", p->roles };
	headers[4] = (struct response_header){ "X-Parley-Administrator", p->administrator ? "yes" : "no" };
	x->response->more = headers;
	x->response->status = 204;
	return RESULT_OK;
}

enum result
sso_lead(struct exchange *x)
{
	const char *origin = x->edge->shared->config->instance.origin, *wanted = x->request->wanted;

	x->response->status = 303;
	x->response->location = local_path_is(wanted) ?
	    arena_format(x->edge->arena, "%s/sign-in?then=%s", origin, encode(x->edge->arena, wanted)) :
	    arena_format(x->edge->arena, "%s/sign-in", origin);
	return RESULT_OK;
}
