/* directory_entry.c - see directory_entry.h. */
#include "directory_entry.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "groups.h"
#include "parley/digest.h"
#include "parley/utf8.h"

/* Active Directory's bit 'account disabled' in userAccountControl. */
#define ACCOUNT_DISABLED 2
/* OpenLDAP's time that means 'locked until an administrator says otherwise' (draft-behera-ldap-password-policy). */
#define LOCKED_FOR_GOOD "000001010000Z"
/* Active Directory counts tenths of a microsecond since 1601, and writes 'never' as 0 or as the largest number. */
#define EPOCH_1601 INT64_C(11644473600000000)

/* A name or a title, in characters: as much as is kept of one. */
#define TEXT_MAX 400

static const char *const always[] = {
	"memberOf", "userAccountControl", "accountExpires", "pwdAccountLockedTime", "pwdReset", "nsAccountLock",
	"modifyTimestamp", "whenChanged",
};

static const char *const binary[] = { "objectGUID", "objectSid", "mS-DS-ConsistencyGuid" };

void
directory_entry_plan(struct directory *d)
{
	const struct directory_settings *s = &d->settings;
	const char *wanted[] = {
		s->id_attribute, s->username_attribute, s->name_attribute, s->title_attribute, s->mail_attribute,
		s->agency_attribute, s->manager_attribute, s->department_attribute,
	};
	size_t count = 0, settings_count = sizeof wanted / sizeof wanted[0];
	size_t always_count = sizeof always / sizeof always[0];
	const char **attributes = ARENA_ARRAY(d->arena, settings_count + always_count + 1, const char *);

	for (size_t i = 0; i < settings_count; i++)
		attributes[count++] = wanted[i];
	for (size_t i = 0; i < always_count; i++)
		attributes[count++] = always[i];
	d->attributes = attributes;
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

static const char *
hex(const struct berval *value, struct arena *a)
{
	char *out;

	if (value->bv_len == 0)
		return NULL;
	out = arena_alloc(a, 2 * (size_t)value->bv_len + 1);
	hex_write(value->bv_val, value->bv_len, out);
	return out;
}

static const char *const *
values_as(const char *(*as)(const struct berval *, struct arena *), LDAP *ld, LDAPMessage *message,
    const char *attribute, struct arena *a)
{
	struct berval **values = ldap_get_values_len(ld, message, attribute);
	int found = ldap_count_values_len(values);
	const char **out = ARENA_ARRAY(a, (size_t)found + 1, const char *);
	size_t count = 0;

	for (int i = 0; i < found; i++) {
		out[count] = as(values[i], a);
		count += out[count] != NULL;
	}
	ldap_value_free_len(values);
	return out;
}

const char *const *
directory_entry_values(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	return values_as(clean, ld, message, attribute, a);
}

const char *const *
directory_entry_bytes(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	return values_as(hex, ld, message, attribute, a);
}

/* The first value that is a line of text of a length that people write, or NULL. */
static const char *
text_of(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	const char *const *values = directory_entry_values(ld, message, attribute, a);

	while (*values != NULL && utf8_length(*values) > TEXT_MAX)
		values++;
	return *values;
}

bool
directory_entry_is_binary(const char *attribute)
{
	for (size_t i = 0; i < sizeof binary / sizeof binary[0]; i++)
		if (strcasecmp(attribute, binary[i]) == 0)
			return true;
	return false;
}

static const char *
key_of(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a)
{
	return directory_entry_is_binary(attribute) ? directory_entry_bytes(ld, message, attribute, a)[0] :
	    text_of(ld, message, attribute, a);
}

const char *
directory_entry_dn(LDAP *ld, LDAPMessage *message, struct arena *a)
{
	char *dn = ldap_get_dn(ld, message);
	const char *out = directory_dn(dn, a);

	ldap_memfree(dn);
	return out;
}

/* --- the account --- */

static bool
has_expired(const char *expires)
{
	char *end;
	long long at;

	if (expires == NULL)
		return false;
	at = strtoll(expires, &end, 10);
	return *end == '\0' && at > 0 && at != INT64_MAX && at / 10 - EPOCH_1601 <= instant_now();
}

static bool
is_true(const char *value)
{
	return value != NULL && strcasecmp(value, "true") == 0;
}

static enum trouble
account_of(LDAP *ld, LDAPMessage *message, struct arena *a)
{
	const char *control = text_of(ld, message, "userAccountControl", a);
	const char *locked = text_of(ld, message, "pwdAccountLockedTime", a);

	if ((control != NULL && (strtol(control, NULL, 10) & ACCOUNT_DISABLED) != 0) ||
	    (locked != NULL && strcmp(locked, LOCKED_FOR_GOOD) == 0) ||
	    is_true(text_of(ld, message, "nsAccountLock", a)))
		return TROUBLE_DISABLED;
	if (has_expired(text_of(ld, message, "accountExpires", a)))
		return TROUBLE_EXPIRED;
	return is_true(text_of(ld, message, "pwdReset", a)) ? TROUBLE_MUST_CHANGE : TROUBLE_NONE;
}

bool
directory_entry_counts(const struct entry *e)
{
	return e->account != TROUBLE_DISABLED && e->account != TROUBLE_EXPIRED && e->person.key != NULL &&
	    e->person.username != NULL && e->person.dn != NULL;
}

/* --- the rest --- */

/* "20261122135442Z", "20261122135442.0Z": GeneralizedTime as directories write it (RFC 4517 §3.3.13). */
static instant
time_of(const char *text)
{
	char rfc3339[sizeof "2026-11-22T13:54:42Z"];
	instant out;

	if (text == NULL || strspn(text, "0123456789") != 14 || text[strlen(text) - 1] != 'Z')
		return INSTANT_NONE;
	(void)snprintf(rfc3339, sizeof rfc3339, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2sZ", text, text + 4, text + 6, text + 8,
	    text + 10, text + 12);
	return instant_parse(rfc3339, &out) == RESULT_OK ? out : INSTANT_NONE;
}

static instant
changed_at(LDAP *ld, LDAPMessage *message, struct arena *a)
{
	const char *text = text_of(ld, message, "modifyTimestamp", a);

	return time_of(text != NULL ? text : text_of(ld, message, "whenChanged", a));
}

/* The agency of the longest base that the entry stands under. */
static const char *
agency_by_base(const struct directory *d, const char *dn)
{
	size_t length = strlen(dn), best = 0;
	const char *agency_id = NULL;

	for (size_t i = 0; i < d->settings.agency_count; i++) {
		const struct directory_agency *at = &d->settings.agencies[i];
		size_t end = strlen(at->dn);

		if (end <= length && strcmp(dn + length - end, at->dn) == 0 &&
		    (end == length || dn[length - end - 1] == ',') && end > best) {
			best = end;
			agency_id = at->agency_id;
		}
	}
	return agency_id;
}

void
directory_entry_judge(const struct directory *d, struct entry *e)
{
	const struct directory_settings *s = &d->settings;

	e->person.administrator = d->admin_group != NULL && groups_have(e, d->admin_group);
	for (size_t i = 0; s->agency_by == DIRECTORY_AGENCY_BY_GROUP && i < s->agency_count; i++) {
		if (groups_have(e, s->agencies[i].dn)) {
			e->person.agency_id = s->agencies[i].agency_id;
			return;
		}
	}
}

/* Whose agency is known by base or group has no other: what the attribute says is not looked at. */
static void
read_agency(const struct directory *d, LDAP *ld, LDAPMessage *message, struct arena *a, struct entry *e)
{
	const char *dn = directory_dn(e->person.dn, a);

	if (d->settings.agency_by == DIRECTORY_AGENCY_BY_ATTRIBUTE)
		e->person.agency = text_of(ld, message, d->settings.agency_attribute, a);
	else if (d->settings.agency_by == DIRECTORY_AGENCY_BY_BASE && dn != NULL)
		e->person.agency_id = agency_by_base(d, dn);
}

static void
read_groups(LDAP *ld, LDAPMessage *message, struct arena *a, struct entry *e)
{
	const char *const *groups = directory_entry_values(ld, message, "memberOf", a);

	for (size_t i = 0; groups[i] != NULL; i++)
		groups_add(e, directory_dn(groups[i], a), a);
}

void
directory_entry_read(const struct directory *d, LDAP *ld, LDAPMessage *message, struct arena *a, struct entry *out)
{
	const struct directory_settings *s = &d->settings;
	char *dn = ldap_get_dn(ld, message);

	*out = (struct entry){
		.person = {
			.directory = s->name,
			.key = key_of(ld, message, s->id_attribute, a),
			.dn = arena_string(a, dn),
			.username = text_of(ld, message, s->username_attribute, a),
			.name = text_of(ld, message, s->name_attribute, a),
			.title = text_of(ld, message, s->title_attribute, a),
			.mail = text_of(ld, message, s->mail_attribute, a),
			.department = text_of(ld, message, s->department_attribute, a),
			.changed = changed_at(ld, message, a),
		},
		.manager_dn = directory_entry_values(ld, message, s->manager_attribute, a)[0],
		.account = account_of(ld, message, a),
	};
	read_groups(ld, message, a, out);
	read_agency(d, ld, message, a, out);
	ldap_memfree(dn);
}
