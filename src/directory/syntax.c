/* syntax.c - see syntax.h. */
#include "syntax.h"

#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define KEY LETTERS DIGITS "-"

/* Where nobody answers, so that nothing is ever sent: libldap reads a filter before it connects. */
static const char nowhere[] = "ldapi://%2Fdev%2Fnull";

/* One filter (RFC 4515), as libldap reads it for a search. */
static bool
is_filter(const char *text)
{
	LDAP *ld = NULL;
	int id, code;

	if (ldap_initialize(&ld, nowhere) != LDAP_SUCCESS)
		return true; /* no memory: the first search will say so */
	code = ldap_search_ext(ld, "", LDAP_SCOPE_BASE, text, NULL, 0, NULL, NULL, NULL, 1, &id);
	ldap_unbind_ext_s(ld, NULL, NULL);
	return code != LDAP_FILTER_ERROR;
}

/* A number such as 2.5.4.3: without the point it is none. */
static size_t
number_length(const char *text)
{
	size_t n = strspn(text, DIGITS ".");

	return n > 0 && text[0] != '.' && text[n - 1] != '.' && memchr(text, '.', n) != NULL && strstr(text, "..") == NULL ? n : 0;
}

/* The name of an attribute or its number, with or without options (RFC 4512, 2.5). */
static bool
is_attribute(const char *text)
{
	size_t n = strchr(LETTERS, text[0]) != NULL && text[0] != '\0' ? strspn(text, KEY) : number_length(text);

	if (n == 0)
		return false;
	for (text += n; *text == ';'; text += 1 + n) {
		n = strspn(text + 1, KEY);
		if (n == 0)
			return false;
	}
	return *text == '\0';
}

static bool
is_base(const char *text)
{
	struct arena *a = arena_new();
	bool good = text[0] == '\0' || directory_dn(text, a) != NULL;

	arena_free(a);
	return good;
}

/* clang-format off */
static const struct {
	size_t offset;
	bool (*fits)(const char *text);
	const char *code, *words;
} members[] = {
#define MEMBER(member, fits, words) { offsetof(struct directory_settings, member), fits, "directory-settings-" #member, words }
#define FILTER(member) MEMBER(member, is_filter, "This is not one filter, such as (objectClass=person): look at its brackets")
#define ATTRIBUTE(member) MEMBER(member, is_attribute, "This is not the name of an attribute: letters, digits and hyphens, a letter first")
	MEMBER(base, is_base, "This is not a distinguished name, such as ou=people,dc=example"),
	FILTER(user_filter), FILTER(people_filter), FILTER(group_filter),
	ATTRIBUTE(id_attribute), ATTRIBUTE(username_attribute), ATTRIBUTE(name_attribute), ATTRIBUTE(title_attribute),
	ATTRIBUTE(mail_attribute), ATTRIBUTE(agency_attribute), ATTRIBUTE(department_attribute), ATTRIBUTE(manager_attribute),
#undef MEMBER
#undef FILTER
#undef ATTRIBUTE
};
/* clang-format on */

enum result
syntax_check(const struct directory *d, struct fault *f)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *text = *(const char *const *)(const void *)((const char *)&d->settings + members[i].offset);

		if (!members[i].fits(text))
			return fault_set(f, RESULT_INVALID, members[i].code, "%s: %s", members[i].words, text);
	}
	return RESULT_OK;
}
