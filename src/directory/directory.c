/* directory.c - see parley/directory.h. */
#include "parley/directory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "directory_entry.h"
#include "dn.h"
#include "parley/buffer.h"
#include "parley/digest.h"
#include "parley/utf8.h"
#include "service.h"

#define USERNAME_MAX 256
#define PASSWORD_MAX 1024
#define FILTER_MAX 8192

#define DEFAULT_CONNECT_SECONDS 3
#define DEFAULT_OPERATION_SECONDS 5
#define DEFAULT_SIZE_LIMIT 100000

/* Nobody's password: what is sent when there is nobody, so that an unknown name takes a bind like a known one. */
#define NOBODY "cn=parley-nobody"

/* Every text of the settings but the password, and what stands in for those that are not set. */
static const struct {
	size_t offset;
	const char *otherwise;
} texts[] = {
	{ offsetof(struct directory_settings, name), "directory" },
	{ offsetof(struct directory_settings, uris), "" },
	{ offsetof(struct directory_settings, ca_file), NULL },
	{ offsetof(struct directory_settings, bind_dn), NULL },
	{ offsetof(struct directory_settings, base), "" },
	{ offsetof(struct directory_settings, user_filter), "(&(objectClass=inetOrgPerson)(uid=%s))" },
	{ offsetof(struct directory_settings, people_filter), "(objectClass=inetOrgPerson)" },
	{ offsetof(struct directory_settings, id_attribute), "entryUUID" },
	{ offsetof(struct directory_settings, username_attribute), "uid" },
	{ offsetof(struct directory_settings, name_attribute), "cn" },
	{ offsetof(struct directory_settings, title_attribute), "title" },
	{ offsetof(struct directory_settings, mail_attribute), "mail" },
	{ offsetof(struct directory_settings, agency_attribute), "o" },
	{ offsetof(struct directory_settings, manager_attribute), "manager" },
	{ offsetof(struct directory_settings, admin_group), NULL },
};

static const char **
text_at(struct directory_settings *s, size_t offset)
{
	return (const char **)(void *)((char *)s + offset);
}

static void
copy_settings(struct directory *d, const struct directory_settings *s)
{
	d->settings = *s;
	d->settings.bind_password = NULL;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char **text = text_at(&d->settings, texts[i].offset);

		*text = arena_string(d->arena, *text != NULL ? *text : texts[i].otherwise);
	}
	if (d->settings.connect_seconds == 0)
		d->settings.connect_seconds = DEFAULT_CONNECT_SECONDS;
	if (d->settings.operation_seconds == 0)
		d->settings.operation_seconds = DEFAULT_OPERATION_SECONDS;
	if (d->settings.size_limit == 0)
		d->settings.size_limit = DEFAULT_SIZE_LIMIT;
	d->bind_password = s->bind_password != NULL ? strdup(s->bind_password) : NULL;
}

static void
split_uris(struct directory *d)
{
	const char *at = d->settings.uris;
	const char **uris = ARENA_ARRAY(d->arena, strlen(at) / 2 + 1, const char *);

	for (at += strspn(at, " \t"); *at != '\0'; at += strspn(at, " \t")) {
		size_t length = strcspn(at, " \t");

		uris[d->uri_count++] = arena_bytes(d->arena, at, length);
		at += length;
	}
	d->uris = uris;
}

#define REFUSE(f, ...) fault_set((f), RESULT_INVALID, "directory-settings", __VA_ARGS__)

/* libldap takes 'localhost' for the machine's own full name when it looks at the certificate. */
static bool
is_localhost(const LDAPURLDesc *parts)
{
	return parts->lud_host != NULL && strcasecmp(parts->lud_host, "localhost") == 0;
}

/* Passwords go over these lines: each must be TLS, or a socket of this machine. */
static enum result
check_uri(const struct directory *d, const char *uri, struct fault *f)
{
	bool local = strncmp(uri, "ldapi://", 8) == 0, plain = strncmp(uri, "ldap://", 7) == 0;
	LDAPURLDesc *parts = NULL;
	bool localhost;

	if (!local && !plain && strncmp(uri, "ldaps://", 8) != 0)
		return REFUSE(f, "The directory's address must begin with ldaps://, ldap:// or ldapi://: %s", uri);
	if (ldap_url_parse(uri, &parts) != LDAP_URL_SUCCESS)
		return REFUSE(f, "The directory's address cannot be read: %s", uri);
	localhost = !local && is_localhost(parts);
	ldap_free_urldesc(parts);
	if (localhost)
		return REFUSE(f, "Write 127.0.0.1 or the machine's full name, as in the certificate, instead of "
		    "localhost: %s", uri);
	if (plain && !d->settings.starttls)
		return REFUSE(f, "Passwords would cross an open line: use ldaps:// or StartTLS for %s", uri);
	if (!local && d->settings.ca_file == NULL)
		return REFUSE(f, "The file with the certificate authority is not set; it is needed for %s", uri);
	return RESULT_OK;
}

static enum result
check_settings(const struct directory *d, struct fault *f)
{
	const struct directory_settings *s = &d->settings;
	enum result r = RESULT_OK;

	if (d->uri_count == 0)
		return REFUSE(f, "The directory's address is not set.");
	for (size_t i = 0; i < d->uri_count && r == RESULT_OK; i++)
		r = check_uri(d, d->uris[i], f);
	if (r != RESULT_OK)
		return r;
	if (s->ca_file != NULL && access(s->ca_file, R_OK) != 0)
		return REFUSE(f, "The file with the certificate authority cannot be read: %s", s->ca_file);
	if (strstr(s->user_filter, "%s") == NULL)
		return REFUSE(f, "The filter for people who sign in has no %%s for the name: %s", s->user_filter);
	/* A bind with a name and no password 'succeeds' as nobody (RFC 4513 §5.1.2). */
	if (s->bind_dn != NULL && (d->bind_password == NULL || d->bind_password[0] == '\0'))
		return REFUSE(f, "The password of the account for the directory is not set: %s", s->bind_dn);
	if (s->admin_group != NULL && d->admin_group == NULL)
		return REFUSE(f, "The administrators' group is not a distinguished name: %s", s->admin_group);
	return RESULT_OK;
}

enum result
directory_open(const struct directory_settings *s, struct directory **out, struct fault *f)
{
	struct arena *a = arena_new();
	struct directory *d = ARENA_NEW(a, struct directory);
	enum result r;

	channel_prepare();
	d->arena = a;
	copy_settings(d, s);
	split_uris(d);
	d->admin_group = dn_normalize(d->settings.admin_group, a);
	directory_entry_plan(d);
	r = check_settings(d, f);
	if (r != RESULT_OK) {
		directory_close(d);
		return r;
	}
	*out = d;
	return RESULT_OK;
}

void
directory_close(struct directory *d)
{
	if (d == NULL)
		return;
	channel_close(&d->service);
	channel_close(&d->user);
	if (d->bind_password != NULL) {
		secret_wipe(d->bind_password, strlen(d->bind_password));
		free(d->bind_password);
	}
	arena_free(d->arena);
}

void
directory_counts(const struct directory *d, struct directory_counts *out)
{
	*out = d->counts;
}

/* The filter with every %s replaced by the name, escaped as RFC 4515 says; NULL if that cannot be done. */
static const char *
make_filter(const char *pattern, const char *username, struct arena *a)
{
	struct berval plain = { .bv_len = strlen(username), .bv_val = (char *)(uintptr_t)username };
	struct berval escaped = { 0 };
	const char *out = NULL, *at;
	struct buffer b;

	if (ldap_bv2escaped_filter_value(&plain, &escaped) != 0)
		return NULL;
	buffer_init(&b, FILTER_MAX);
	while ((at = strstr(pattern, "%s")) != NULL) {
		buffer_add(&b, pattern, (size_t)(at - pattern));
		buffer_add(&b, escaped.bv_val, escaped.bv_len);
		pattern = at + 2;
	}
	buffer_string(&b, pattern);
	if (buffer_ok(&b))
		out = arena_string(a, b.data);
	buffer_clear(&b);
	ldap_memfree(escaped.bv_val);
	return out;
}

/* Exactly one entry, or NOBODY, or SEVERAL, or what went wrong. */
static enum trouble
find_entry(struct directory *d, const char *username, struct arena *a, struct entry *out)
{
	struct query q = { .base = d->settings.base, .scope = LDAP_SCOPE_SUBTREE, .limit = 2 };
	LDAPMessage *found = NULL;
	enum trouble t;
	int count;

	q.filter = make_filter(d->settings.user_filter, username, a);
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
complete_entry(struct directory *d, struct entry *e)
{
	struct directory_person *p = &e->person;

	if (p->key == NULL || p->username == NULL || p->dn == NULL)
		return TROUBLE_SETTINGS;
	if (p->name == NULL)
		p->name = p->username;
	if (d->settings.admin_group == NULL || p->administrator)
		return TROUBLE_NONE;
	return service_is_member(d, d->settings.admin_group, p->dn, &p->administrator);
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
is_as_written(const char *typed, const struct directory_person *p)
{
	const char *at = typed;

	while (*at != '\0' && (unsigned char)*at < 0x80)
		at++;
	return *at == '\0' || is_same(typed, p->username) || is_same(typed, p->mail) || is_same(typed, p->name);
}

static enum trouble
sign_in(struct directory *d, const char *username, const char *password, struct arena *a, struct entry *e)
{
	size_t length = strnlen(password, PASSWORD_MAX + 1);
	enum trouble t;

	if (!is_possible_name(username) || length == 0 || length > PASSWORD_MAX)
		return TROUBLE_DENIED;
	t = find_entry(d, username, a, e);
	if (t == TROUBLE_NONE && !is_as_written(username, &e->person))
		t = TROUBLE_NOBODY;
	if (t == TROUBLE_NOBODY || t == TROUBLE_SEVERAL) {
		t = service_check_password(d, arena_format(a, NOBODY ",%s", d->settings.base), NOBODY);
		return t == TROUBLE_NONE ? TROUBLE_DENIED : t;
	}
	if (t == TROUBLE_NONE)
		t = service_check_password(d, e->person.dn, password);
	if (t == TROUBLE_NONE && e->disabled)
		t = TROUBLE_DENIED;
	return t == TROUBLE_NONE ? complete_entry(d, e) : t;
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

enum result
directory_find(struct directory *d, const char *username, struct arena *a, struct directory_person *out,
               struct fault *f)
{
	struct entry e = { 0 };
	enum trouble t = TROUBLE_NOBODY;

	if (is_possible_name(username))
		t = find_entry(d, username, a, &e);
	if (t == TROUBLE_NONE && e.disabled)
		t = TROUBLE_NOBODY;
	if (t == TROUBLE_NONE)
		t = complete_entry(d, &e);
	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	*out = e.person;
	return RESULT_OK;
}
