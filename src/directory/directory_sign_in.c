/* directory_sign_in.c - one person: found by the name that was typed, and whether the password is theirs. */
#include <string.h>
#include <strings.h>

#include "groups.h"
#include "parley/buffer.h"
#include "parley/directory.h"
#include "parley/utf8.h"
#include "sign_in.h"

#define USERNAME_MAX 256
#define PASSWORD_MAX 1024
#define FILTER_MAX 8192

/* Nobody's password: what is sent when there is nobody, so that an unknown name takes a bind like a known one. */
#define NOBODY "cn=parley-nobody"

/* --- names --- */

static bool
is_domain(const struct directory *d, const char *at, size_t length)
{
	for (size_t i = 0; d->domains[i] != NULL; i++)
		if (strlen(d->domains[i]) == length && strncasecmp(d->domains[i], at, length) == 0)
			return true;
	return false;
}

const char *
sign_in_account(const struct directory *d, const char *typed, struct arena *a)
{
	const char *at = strrchr(typed, '@'), *backslash = strchr(typed, '\\');

	if (at != NULL && at > typed && is_domain(d, at + 1, strlen(at + 1)))
		return arena_bytes(a, typed, (size_t)(at - typed));
	if (backslash != NULL && backslash[1] != '\0' && is_domain(d, typed, (size_t)(backslash - typed)))
		return arena_string(a, backslash + 1);
	return typed;
}

bool
sign_in_is_own(const struct directory *d, const char *typed)
{
	const char *at = strrchr(typed, '@'), *backslash = strchr(typed, '\\');

	return (at != NULL && is_domain(d, at + 1, strlen(at + 1))) ||
	    (backslash != NULL && is_domain(d, typed, (size_t)(backslash - typed)));
}

/* A value as it stands in a filter (RFC 4515); the caller frees it with ldap_memfree. NULL if that cannot be done. */
static char *
escape(const char *value)
{
	struct berval plain = { .bv_len = strlen(value), .bv_val = (char *)(uintptr_t)value };
	struct berval escaped = { 0 };

	return ldap_bv2escaped_filter_value(&plain, &escaped) == 0 ? escaped.bv_val : NULL;
}

/* The filter with every %s replaced by what was typed and every %u by the name in it; NULL if that cannot be done. */
static const char *
make_filter(const struct directory *d, const char *typed, struct arena *a)
{
	const char *pattern = d->settings.user_filter, *out = NULL, *at;
	char *whole = escape(typed), *account = escape(sign_in_account(d, typed, a));
	struct buffer b;

	buffer_init(&b, FILTER_MAX);
	for (; whole != NULL && account != NULL && (at = strchr(pattern, '%')) != NULL; pattern = at + 1) {
		buffer_add(&b, pattern, (size_t)(at - pattern));
		if (at[1] == 's' || at[1] == 'u')
			buffer_string(&b, *++at == 's' ? whole : account);
		else
			buffer_char(&b, '%');
	}
	buffer_string(&b, pattern);
	if (whole != NULL && account != NULL && buffer_ok(&b))
		out = arena_string(a, b.data);
	buffer_clear(&b);
	ldap_memfree(whole);
	ldap_memfree(account);
	return out;
}

/* Those in the list of people whose attribute has the value; NULL if that cannot be done. */
static const char *
make_filter_by(const struct directory *d, const char *attribute, const char *value, struct arena *a)
{
	char *escaped = escape(value);
	const char *out = escaped == NULL ? NULL :
	    arena_format(a, "(&%s(%s=%s))", d->settings.people_filter, attribute, escaped);

	ldap_memfree(escaped);
	return out;
}

/* Exactly one entry, or NOBODY, or SEVERAL, or what went wrong. */
static enum trouble
find_entry(struct directory *d, const char *filter, struct arena *a, struct entry *out)
{
	struct query q = { .base = d->settings.base, .scope = LDAP_SCOPE_SUBTREE, .limit = 2, .filter = filter };
	LDAPMessage *found = NULL;
	enum trouble t;
	int count;

	if (q.filter == NULL)
		return TROUBLE_NOBODY;
	t = service_search(d, &q, &found);
	if (t == TROUBLE_CUT)
		return TROUBLE_SEVERAL;
	if (t != TROUBLE_NONE)
		return t;
	count = ldap_count_entries(d->service.ld, found);
	if (count == 1)
		directory_entry_read(d, d->service.ld, ldap_first_entry(d->service.ld, found), a, out);
	ldap_msgfree(found);
	if (count != 1)
		return count == 0 ? TROUBLE_NOBODY : TROUBLE_SEVERAL;
	return TROUBLE_NONE;
}

/* Where memberOf does not say it, the group is asked: a comparison, which is neither search nor bind. */
static enum trouble
ask_group(struct directory *d, struct entry *e, const char *group, struct arena *a)
{
	bool member = false;
	enum trouble t;

	if (group == NULL || groups_have(e, group))
		return TROUBLE_NONE;
	t = service_is_member(d, group, e->person.dn, &member);
	if (t == TROUBLE_NONE && member)
		groups_add(e, group, a);
	return t;
}

static enum trouble
ask_groups(struct directory *d, struct entry *e, struct arena *a)
{
	const struct directory_settings *s = &d->settings;
	enum trouble t = ask_group(d, e, d->admin_group, a);

	for (size_t i = 0; s->agency_by == DIRECTORY_AGENCY_BY_GROUP && i < s->agency_count && t == TROUBLE_NONE; i++)
		t = ask_group(d, e, s->agencies[i].dn, a);
	return t;
}

static enum trouble
complete_entry(struct directory *d, struct entry *e, struct arena *a)
{
	struct directory_person *p = &e->person;
	enum trouble t;

	if (p->key == NULL || p->username == NULL || p->dn == NULL)
		return TROUBLE_SETTINGS;
	if (p->name == NULL)
		p->name = p->username;
	t = d->settings.nested_groups ? groups_follow_fresh(d, e, a) : ask_groups(d, e, a);
	if (t == TROUBLE_NONE)
		directory_entry_judge(d, e);
	return t;
}

/* Nothing that could name somebody is asked for: too long, not one line of text, nothing at all. */
static bool
is_possible_name(const char *username)
{
	size_t length = strnlen(username, USERNAME_MAX + 1);

	return length > 0 && length <= USERNAME_MAX && utf8_is_line(username) && !utf8_is_blank(username);
}

static bool
is_same(const char *typed, const char *value)
{
	return value != NULL && strcasecmp(typed, value) == 0;
}

/*
 * Directories also find people by letters that only look alike to them (RFC 4518 folds the wide form of 'p' and the
 * long s), and whoever counts failed tries of a name must know all its forms. So beyond ASCII one form is taken: as the
 * entry itself has it, of what people sign in by. That a name is found in any case of A to Z is what people expect.
 */
static bool
is_as_written(const struct directory *d, const char *typed, const struct directory_person *p, struct arena *a)
{
	const char *at = typed;

	while (*at != '\0' && (unsigned char)*at < 0x80)
		at++;
	return *at == '\0' || is_same(typed, p->username) || is_same(typed, p->mail) || is_same(typed, p->name) ||
	    is_same(sign_in_account(d, typed, a), p->username);
}

enum trouble
sign_in_find(struct directory *d, const char *username, struct arena *a, struct entry *out)
{
	enum trouble t = TROUBLE_NOBODY;

	if (is_possible_name(username))
		t = find_entry(d, make_filter(d, username, a), a, out);

	return t == TROUBLE_NONE && !is_as_written(d, username, &out->person, a) ? TROUBLE_NOBODY : t;
}

enum trouble
sign_in_as_nobody(struct directory *d, struct arena *a)
{
	enum trouble t = service_check_password(d, arena_format(a, NOBODY ",%s", d->settings.base), NOBODY);

	return t == TROUBLE_NONE ? TROUBLE_DENIED : t;
}

enum trouble
sign_in_check(struct directory *d, const char *password, struct arena *a, struct entry *e)
{
	enum trouble t = service_check_password(d, e->person.dn, password);

	if (t == TROUBLE_NONE)
		t = e->account;
	return t == TROUBLE_NONE ? complete_entry(d, e, a) : t;
}

bool
sign_in_is_possible(const char *username, const char *password)
{
	size_t length = strnlen(password, PASSWORD_MAX + 1);

	return is_possible_name(username) && length > 0 && length <= PASSWORD_MAX;
}

static enum trouble
sign_in(struct directory *d, const char *username, const char *password, struct arena *a, struct entry *e)
{
	enum trouble t;

	if (!sign_in_is_possible(username, password))
		return TROUBLE_DENIED;
	t = sign_in_find(d, username, a, e);
	if (t == TROUBLE_NOBODY || t == TROUBLE_SEVERAL)
		return sign_in_as_nobody(d, a);
	return t == TROUBLE_NONE ? sign_in_check(d, password, a, e) : t;
}

enum result
directory_sign_in(struct directory *d, const char *username, const char *password, struct arena *a,
                  struct directory_person *out, struct fault *f)
{
	struct entry e = { 0 };
	enum trouble t = sign_in(d, username, password, a, &e);

	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	*out = e.person;
	return RESULT_OK;
}

enum trouble
sign_in_admit(struct directory *d, struct entry *e, struct arena *a)
{
	if (e->account == TROUBLE_DISABLED || e->account == TROUBLE_EXPIRED)
		return TROUBLE_NOBODY;
	return complete_entry(d, e, a);
}

enum trouble
sign_in_look_up(struct directory *d, const char *attribute, const char *name, struct arena *a, struct entry *out)
{
	enum trouble t = TROUBLE_NOBODY;

	if (attribute == NULL)
		t = sign_in_find(d, name, a, out);
	else if (is_possible_name(name))
		t = find_entry(d, make_filter_by(d, attribute, name, a), a, out);
	return t == TROUBLE_NONE ? sign_in_admit(d, out, a) : t;
}

enum result
directory_find(struct directory *d, const char *attribute, const char *name, struct arena *a,
               struct directory_person *out, struct fault *f)
{
	struct entry e = { 0 };
	enum trouble t = sign_in_look_up(d, attribute, name, a, &e);

	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	*out = e.person;
	return RESULT_OK;
}
