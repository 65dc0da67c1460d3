/* kerberos.c - what can be said of a ticket without the library; see parley/kerberos.h. */
#include "parley/kerberos.h"

#include <string.h>
#include <strings.h>

#include "accept.h"
#include "parley/digest.h"

#define SCHEME "Negotiate "
#define NAME_MAX_LENGTH 255

bool
kerberos_is_offered(const char *authorization)
{
	return authorization != NULL && strncasecmp(authorization, SCHEME, sizeof(SCHEME) - 1) == 0;
}

/* What a browser sends under "Negotiate" when it has no ticket. (SPNEGO with NTLM first comes to nothing in accept_token:
 * its first token is of no use, and there is no second round.) */
static bool
is_ntlm(const unsigned char *token, size_t length)
{
	return length >= 8 && memcmp(token, "NTLMSSP", 8) == 0;
}

/* A person and a realm in printable ASCII; "host/x@R" is a machine or a service, and a backslash quotes something odd. */
static const char *
find_realm(const char *principal)
{
	const char *at = strchr(principal, '@');
	size_t length = strlen(principal);

	if (at == NULL || at == principal || at[1] == '\0' || length > NAME_MAX_LENGTH)
		return NULL;
	if (strchr(at + 1, '@') != NULL || strpbrk(principal, "/\\") != NULL)
		return NULL;
	for (size_t i = 0; i < length; i++)
		if (principal[i] <= ' ' || principal[i] > '~')
			return NULL;
	return at + 1;
}

static bool
is_in_list(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = list + strspn(list, " \t"); *at != '\0'; at += strspn(at, " \t")) {
		size_t n = strcspn(at, " \t");

		if (n == length && memcmp(at, word, n) == 0)
			return true;
		at += n;
	}
	return false;
}

static enum result
take_person(const struct kerberos_settings *s, const char *principal, struct arena *a, struct kerberos_person *out,
            struct fault *f)
{
	const char *realm = find_realm(principal);

	if (realm == NULL)
		return fault_set(f, RESULT_DENIED, "ticket", "the ticket is not a person's");
	if (!is_in_list(s->realms, realm))
		return fault_set(f, RESULT_DENIED, "realm", "the ticket is of a realm that is not in kerberos.realms");
	out->principal = arena_string(a, principal);
	out->user = arena_bytes(a, principal, (size_t)(realm - 1 - principal));
	return RESULT_OK;
}

enum result
kerberos_accept(const struct kerberos_settings *s, const char *authorization, struct arena *a,
                struct kerberos_person *out, struct fault *f)
{
	struct kerberos_person person = { 0 };
	struct accepted accepted = { 0 };
	unsigned char *token;
	const char *text;
	size_t length = 0;
	enum result r;

	if (!kerberos_is_offered(authorization))
		return fault_set(f, RESULT_DENIED, "ticket", "there is no token");
	text = authorization + sizeof(SCHEME) - 1;
	text += strspn(text, " ");
	token = arena_alloc(a, strlen(text) + 1);
	if (base64_parse(text, token, &length) != RESULT_OK)
		return fault_set(f, RESULT_DENIED, "ticket", "the token is not base64");
	if (is_ntlm(token, length))
		return fault_set(f, RESULT_DENIED, "ntlm", "the browser sent NTLM, which is not taken");
	r = accept_token(s->keytab, token, length, a, &accepted, f);
	secret_wipe(token, length);
	if (r == RESULT_OK)
		r = take_person(s, accepted.principal, a, &person, f);
	if (r != RESULT_OK)
		return r;
	if (accepted.answer_length > 0) {
		char *answer = arena_alloc(a, BASE64_SIZE(accepted.answer_length));

		base64_write(accepted.answer, accepted.answer_length, answer);
		person.answer = arena_format(a, SCHEME "%s", answer);
	}
	*out = person;
	return RESULT_OK;
}

enum result
kerberos_check(const struct kerberos_settings *s, struct fault *f)
{
	return accept_check(s->keytab, f);
}
