/* directory_entry.c - see directory_entry.h. */
#include "directory_entry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dn.h"
#include "parley/digest.h"
#include "parley/utf8.h"

/* Active Directory's bit 'account disabled' in userAccountControl. */
#define ACCOUNT_DISABLED 2
/* OpenLDAP's time that means 'locked until an administrator says otherwise' (draft-behera-ldap-password-policy). */
#define LOCKED_FOR_GOOD "000001010000Z"

static const char *const always[] = {
	"memberOf", "member", "userAccountControl", "pwdAccountLockedTime", "nsAccountLock",
};

/* Those whose values are bytes and no text. */
static const char *const binary[] = { "objectGUID", "objectSid", "mS-DS-ConsistencyGuid" };

void
directory_entry_plan(struct directory *d)
{
	const struct directory_settings *s = &d->settings;
	const char *wanted[] = {
		s->id_attribute, s->username_attribute, s->name_attribute, s->title_attribute, s->mail_attribute,
		s->agency_attribute, s->manager_attribute,
	};
	size_t count = 0, settings_count = sizeof wanted / sizeof wanted[0];
	size_t always_count = sizeof always / sizeof always[0];

	d->attributes = ARENA_ARRAY(d->arena, settings_count + always_count + 1, char *);
	for (size_t i = 0; i < settings_count; i++)
		if (wanted[i] != NULL)
			d->attributes[count++] = arena_string(d->arena, wanted[i]);
	for (size_t i = 0; i < always_count; i++)
		d->attributes[count++] = arena_string(d->arena, always[i]);
}

/* A value as one line of text without spaces at its ends, or NULL. */
static const char *
clean(const struct berval *value, struct arena *a)
{
	size_t length = value->bv_len;
	const char *at = value->bv_val;
	char *text;

	while (length > 0 && *at == ' ')
		at++, length--;
	while (length > 0 && at[length - 1] == ' ')
		length--;
	if (length == 0 || memchr(at, '\0', length) != NULL)
		return NULL;
	text = arena_bytes(a, at, length);
	return utf8_is_line(text) ? text : NULL;
}

/* The first value that is a line of text, or NULL. */
static const char *
text_of(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	struct berval **values;
	const char *out = NULL;

	if (attribute == NULL)
		return NULL;
	values = ldap_get_values_len(ld, message, attribute);
	for (size_t i = 0; values != NULL && values[i] != NULL && out == NULL; i++)
		out = clean(values[i], a);
	ldap_value_free_len(values);
	return out;
}

static bool
is_binary(const char *attribute)
{
	for (size_t i = 0; i < sizeof binary / sizeof binary[0]; i++)
		if (strcasecmp(attribute, binary[i]) == 0)
			return true;
	return false;
}

static const char *
key_of(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	struct berval **values;
	char *hex = NULL;

	if (!is_binary(attribute))
		return text_of(ld, message, attribute, a);
	values = ldap_get_values_len(ld, message, attribute);
	if (values != NULL && values[0] != NULL && values[0]->bv_len > 0) {
		hex = arena_alloc(a, 2 * (size_t)values[0]->bv_len + 1);
		hex_write(values[0]->bv_val, values[0]->bv_len, hex);
	}
	ldap_value_free_len(values);
	return hex;
}

const char *const *
directory_entry_values(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	struct berval **values = ldap_get_values_len(ld, message, attribute);
	int found = ldap_count_values_len(values);
	const char **out = ARENA_ARRAY(a, (size_t)found + 1, const char *);
	size_t count = 0;

	for (int i = 0; i < found; i++) {
		out[count] = clean(values[i], a);
		count += out[count] != NULL;
	}
	ldap_value_free_len(values);
	return out;
}

static bool
is_disabled(LDAP *ld, LDAPMessage *message, struct arena *a)
{
	const char *control = text_of(ld, message, "userAccountControl", a);
	const char *locked = text_of(ld, message, "pwdAccountLockedTime", a);
	const char *off = text_of(ld, message, "nsAccountLock", a);

	return (control != NULL && (strtol(control, NULL, 10) & ACCOUNT_DISABLED) != 0) ||
	    (locked != NULL && strcmp(locked, LOCKED_FOR_GOOD) == 0) ||
	    (off != NULL && strcasecmp(off, "true") == 0);
}

/* memberOf: Active Directory's holds the groups that somebody is in directly, OpenLDAP's dynlist also those above. */
static bool
is_in_group(const struct directory *d, LDAP *ld, LDAPMessage *message, struct arena *a)
{
	const char *const *groups;

	if (d->admin_group == NULL)
		return false;
	groups = directory_entry_values(ld, message, "memberOf", a);
	for (size_t i = 0; groups[i] != NULL; i++) {
		const char *group = dn_normalize(groups[i], a);

		if (group != NULL && strcmp(group, d->admin_group) == 0)
			return true;
	}
	return false;
}

void
directory_entry_read(const struct directory *d, LDAP *ld, LDAPMessage *message, struct arena *a, struct entry *out)
{
	const struct directory_settings *s = &d->settings;
	char *dn = ldap_get_dn(ld, message);

	*out = (struct entry){
		.person = {
			.key = key_of(ld, message, s->id_attribute, a),
			.dn = arena_string(a, dn),
			.username = text_of(ld, message, s->username_attribute, a),
			.name = text_of(ld, message, s->name_attribute, a),
			.title = text_of(ld, message, s->title_attribute, a),
			.mail = text_of(ld, message, s->mail_attribute, a),
			.agency = text_of(ld, message, s->agency_attribute, a),
			.administrator = is_in_group(d, ld, message, a),
		},
		.manager_dn = text_of(ld, message, s->manager_attribute, a),
		.disabled = is_disabled(ld, message, a),
	};
	ldap_memfree(dn);
}
