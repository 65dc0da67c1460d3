/* directory_entry.h - from an LDAP entry to a person. */
#ifndef DIRECTORY_ENTRY_H
#define DIRECTORY_ENTRY_H

#include <stdbool.h>

#include <ldap.h>

#include "handle.h"

struct entry {
	struct directory_person person; /* manager_key NULL, administrator as memberOf says */
	const char *manager_dn;         /* NULL */
	bool disabled;                  /* for good; an account locked for some minutes is not */
};

/* Makes d->attributes from the settings. */
void directory_entry_plan(struct directory *d);
/* Reads one entry. `person.key` is NULL when the directory did not give the attribute that people are known by. */
void directory_entry_read(const struct directory *d, LDAP *ld, LDAPMessage *message, struct arena *a,
                          struct entry *out);
/* All values of `attribute` in an entry: a NULL-terminated list, empty when there are none. */
const char *const *directory_entry_values(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a);

#endif
