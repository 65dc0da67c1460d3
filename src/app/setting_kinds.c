/* setting_kinds.c - the table of kinds of settings; see setting.h. A new kind is a file and a row here. */
#include <string.h>

#include "setting.h"

static const struct setting_kind *const kinds[SETTING_COUNT] = {
	[SETTING_MAPPING] = &setting_mapping,
	[SETTING_AGENCIES] = &setting_agencies,
	[SETTING_CONTACTS] = &setting_contacts,
	[SETTING_DIRECTORIES] = &setting_directories,
	[SETTING_GRANTS] = &setting_grants,
	[SETTING_SESSIONS] = &setting_sessions,
	[SETTING_MAIL] = &setting_mail,
	[SETTING_WORDING] = &setting_wording,
	[SETTING_HOURS] = &setting_hours,
	[SETTING_CALENDAR] = &setting_calendar,
	[SETTING_RETENTION] = &setting_retention,
};

const struct setting_kind *
setting_kind(enum setting_id id)
{
	return kinds[id];
}

const struct setting_kind *
setting_find(const char *name, struct fault *f)
{
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		if (strcmp(kinds[i]->name, name) == 0)
			return kinds[i];
	}
	(void)fault_set(f, RESULT_NOT_FOUND, "no-such-setting", "There is no such setting.");
	return NULL;
}
