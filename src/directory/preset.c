/* preset.c - see preset.h. */
#include "preset.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_CONNECT_SECONDS 3
#define DEFAULT_OPERATION_SECONDS 5
#define DEFAULT_SIZE_LIMIT 100000
#define DEFAULT_LEAVERS_PERCENT 20

enum preset { INETORGPERSON, ACTIVE_DIRECTORY, PRESET_COUNT };

static const char *const names[PRESET_COUNT] = {
	[INETORGPERSON] = "inetorgperson",
	[ACTIVE_DIRECTORY] = "active-directory",
};

/* Every text of the settings but the password, and what stands in for those that are not set. */
static const struct {
	size_t offset;
	const char *otherwise[PRESET_COUNT];
} texts[] = {
#define TEXT(member, ...) { offsetof(struct directory_settings, member), { __VA_ARGS__ } }
	TEXT(name, "directory", "directory"),
	TEXT(uris, "", ""),
	TEXT(ca_file, NULL, NULL),
	TEXT(ca_pem, NULL, NULL),
	TEXT(bind_dn, NULL, NULL),
	TEXT(no_password, NULL, NULL),
	TEXT(base, "", ""),
	TEXT(domains, "", ""),
	TEXT(user_filter, "(&(objectClass=inetOrgPerson)(uid=%u))",
	    "(&(objectCategory=person)(objectClass=user)(|(sAMAccountName=%u)(userPrincipalName=%s)))"),
	TEXT(people_filter, "(objectClass=inetOrgPerson)", "(&(objectCategory=person)(objectClass=user))"),
	TEXT(group_filter, "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))", "(objectClass=group)"),
	TEXT(id_attribute, "entryUUID", "objectGUID"),
	TEXT(username_attribute, "uid", "sAMAccountName"),
	TEXT(name_attribute, "cn", "displayName"),
	TEXT(title_attribute, "title", "title"),
	TEXT(mail_attribute, "mail", "mail"),
	TEXT(agency_attribute, "o", "company"),
	TEXT(manager_attribute, "manager", "manager"),
	TEXT(department_attribute, "ou", "department"),
	TEXT(admin_group, NULL, NULL),
#undef TEXT
};

static const char **
text_at(struct directory_settings *s, size_t offset)
{
	return (const char **)(void *)((char *)s + offset);
}

static void
copy_texts(struct directory *d, enum preset preset)
{
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char **text = text_at(&d->settings, texts[i].offset);

		*text = arena_string(d->arena, *text != NULL ? *text : texts[i].otherwise[preset]);
	}
}

/* libldap takes a filter without its outer brackets; one that is put into another needs them. */
static void
bracket(struct directory *d, const char **filter)
{
	if (**filter != '(')
		*filter = arena_format(d->arena, "(%s)", *filter);
}

static void
copy_agencies(struct directory *d)
{
	size_t count = d->settings.agency_count;
	struct directory_agency *agencies = ARENA_ARRAY(d->arena, count, struct directory_agency);

	for (size_t i = 0; i < count; i++)
		agencies[i] = (struct directory_agency){
			.dn = directory_dn(d->settings.agencies[i].dn, d->arena),
			.agency_id = arena_string(d->arena, d->settings.agencies[i].agency_id),
		};
	d->settings.agencies = agencies;
}

enum result
preset_copy(struct directory *d, const struct directory_settings *s, struct fault *f)
{
	enum preset preset = INETORGPERSON;

	while (s->preset != NULL && preset < PRESET_COUNT && strcmp(s->preset, names[preset]) != 0)
		preset++;
	if (preset == PRESET_COUNT)
		return fault_set(f, RESULT_INVALID, "directory-settings", "There is no preset '%s' for directories: there are "
		    "active-directory and inetorgperson.", s->preset);
	d->settings = *s;
	d->settings.preset = names[preset];
	d->active_directory = preset == ACTIVE_DIRECTORY;
	d->settings.bind_password = NULL;
	copy_texts(d, preset);
	bracket(d, &d->settings.user_filter);
	bracket(d, &d->settings.people_filter);
	bracket(d, &d->settings.group_filter);
	copy_agencies(d);
	if (d->settings.connect_seconds == 0)
		d->settings.connect_seconds = DEFAULT_CONNECT_SECONDS;
	if (d->settings.operation_seconds == 0)
		d->settings.operation_seconds = DEFAULT_OPERATION_SECONDS;
	if (d->settings.size_limit == 0)
		d->settings.size_limit = DEFAULT_SIZE_LIMIT;
	if (d->settings.leavers_percent == 0)
		d->settings.leavers_percent = DEFAULT_LEAVERS_PERCENT;
	d->bind_password = s->bind_password != NULL ? strdup(s->bind_password) : NULL;
	return RESULT_OK;
}
