/* directory_entry.h - from an LDAP entry to a person. */
#ifndef DIRECTORY_ENTRY_H
#define DIRECTORY_ENTRY_H

#include <stdbool.h>

#include <ldap.h>

#include "handle.h"
#include "trouble.h"

struct entry {
	struct directory_person person; /* manager_key NULL; groups as memberOf says; agency_id by base */
	size_t group_room;              /* groups.c */
	const char *manager_dn;         /* NULL */
	/* NONE; DISABLED or EXPIRED for good (an account locked for some minutes is not); MUST_CHANGE the password first. */
	enum trouble account;
};

/* Makes d->attributes from the settings. */
void directory_entry_plan(struct directory *d);
/* Reads one entry. `person.key` is NULL when the directory did not give the attribute that people are known by. */
void directory_entry_read(const struct directory *d, LDAP *ld, LDAPMessage *message, struct arena *a,
                          struct entry *out);
/* With all groups there: administrator, and the agency where a group says it. */
void directory_entry_judge(const struct directory *d, struct entry *e);
/* Whether somebody with this entry is a person that an escalation can reach. */
bool directory_entry_counts(const struct entry *e);
/* All values of `attribute` in an entry: a NULL-terminated list, empty when there are none. */
const char *const *directory_entry_values(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a);
/* The same of bytes, in hex. */
const char *const *directory_entry_bytes(LDAP *ld, LDAPMessage *message, const char *attribute, struct arena *a);
/* Its DN as directory_dn writes it; NULL if it cannot be read. */
const char *directory_entry_dn(LDAP *ld, LDAPMessage *message, struct arena *a);
/* Whether the values of an attribute are bytes and no text. */
bool directory_entry_is_binary(const char *attribute);

#endif
