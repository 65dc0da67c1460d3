/* directory.c - see parley/directory.h. */
#include "parley/directory.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "groups.h"
#include "parley/digest.h"
#include "preset.h"
#include "syntax.h"

/* One PEM certificate is some 2 KB; a council's authorities are a handful. */
#define CA_MAX ((size_t)256 * 1024)

/* The words of a text, NULL-terminated. */
static const char *const *
split(struct arena *a, const char *at, size_t *count)
{
	const char **words = ARENA_ARRAY(a, strlen(at) / 2 + 2, const char *);

	*count = 0;
	for (at += strspn(at, " \t"); *at != '\0'; at += strspn(at, " \t")) {
		size_t length = strcspn(at, " \t");

		words[(*count)++] = arena_bytes(a, at, length);
		at += length;
	}
	return words;
}

#define REFUSE(f, ...) fault_set((f), RESULT_INVALID, "directory-settings", __VA_ARGS__)
/* The code says which setting it is, where that is not the addresses: the page of settings shows it there. */
#define REFUSE_AT(f, code, ...) fault_set((f), RESULT_INVALID, "directory-settings-" code, __VA_ARGS__)

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
	if (!local && d->settings.ca_file == NULL && d->settings.ca_pem == NULL)
		return REFUSE_AT(f, "authority", "The certificate authority is not set; it is needed for %s", uri);
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
		return REFUSE_AT(f, "authority", "The file with the certificate authority cannot be read: %s", s->ca_file);
	if (strstr(s->user_filter, "%s") == NULL && strstr(s->user_filter, "%u") == NULL)
		return REFUSE_AT(f, "user_filter", "The filter for people who sign in has no %%u or %%s for the name: %s",
		    s->user_filter);
	r = syntax_check(d, f);
	if (r != RESULT_OK)
		return r;
	if (s->bind_dn != NULL && s->no_password != NULL)
		return REFUSE_AT(f, "account", "The password of the account for the directory cannot be read. %s", s->no_password);
	/* A bind with a name and no password 'succeeds' as nobody (RFC 4513 §5.1.2). */
	if (s->bind_dn != NULL && (d->bind_password == NULL || d->bind_password[0] == '\0'))
		return REFUSE_AT(f, "account", "The password of the account for the directory is not set: %s", s->bind_dn);
	if (s->admin_group != NULL && d->admin_group == NULL)
		return REFUSE_AT(f, "administrators", "The administrators' group is not a distinguished name: %s",
		    s->admin_group);
	for (size_t i = 0; i < s->agency_count; i++)
		if (s->agencies[i].dn == NULL || s->agencies[i].dn[0] == '\0')
			return REFUSE_AT(f, "agencies", "What the agency %s is known by is not a distinguished name.",
			    s->agencies[i].agency_id);
	return RESULT_OK;
}

/* libldap takes authorities from files only: the text becomes one that nobody else can see, and that ends with us. */
static enum result
keep_authorities(struct directory *d, struct fault *f)
{
	const char *pem = d->settings.ca_pem;
	size_t length = pem != NULL ? strnlen(pem, CA_MAX + 1) : 0;

	d->ca_path = d->settings.ca_file;
	if (pem == NULL)
		return RESULT_OK;
	if (length > CA_MAX || strstr(pem, "-----BEGIN CERTIFICATE-----") == NULL)
		return REFUSE_AT(f, "authority", "The certificate authority is not a certificate in PEM, which begins with "
		    "-----BEGIN CERTIFICATE-----.");
	d->ca_fd = memfd_create("parley-authorities", MFD_CLOEXEC);
	if (d->ca_fd < 0 || write(d->ca_fd, pem, length) != (ssize_t)length)
		return fault_set(f, RESULT_UNAVAILABLE, "memory", "There is not enough memory.");
	d->ca_path = arena_format(d->arena, "/proc/self/fd/%d", d->ca_fd);
	return RESULT_OK;
}

enum result
directory_open(const struct directory_settings *s, struct directory **out, struct fault *f)
{
	struct arena *a = arena_new();
	struct directory *d = ARENA_NEW(a, struct directory);
	size_t domain_count;
	enum result r;

	channel_prepare();
	d->arena = a;
	d->ca_fd = -1;
	r = preset_copy(d, s, f);
	if (r != RESULT_OK)
		goto fail;
	d->uris = split(a, d->settings.uris, &d->uri_count);
	d->domains = split(a, d->settings.domains, &domain_count);
	d->admin_group = directory_dn(d->settings.admin_group, a);
	directory_entry_plan(d);
	r = check_settings(d, f);
	if (r == RESULT_OK)
		r = keep_authorities(d, f);
	if (r != RESULT_OK)
		goto fail;
	*out = d;
	return RESULT_OK;
fail:
	directory_close(d);
	return r;
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
	if (d->ca_fd >= 0)
		(void)close(d->ca_fd);
	groups_free(d->groups);
	arena_free(d->arena);
}

const struct directory_settings *
directory_settings_of(const struct directory *d)
{
	return &d->settings;
}

void
directory_counts(const struct directory *d, struct directory_counts *out)
{
	*out = d->counts;
}

