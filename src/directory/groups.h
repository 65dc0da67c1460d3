/*
 * groups.h - which groups somebody is in, also by a group inside a group.
 *
 * A person's own entry names the groups (memberOf) that they are in directly; what goes beyond that is read from the
 * groups themselves, kept with the handle for some minutes: all groups that group_filter finds when nested groups are
 * asked for, else those that the settings name. Active Directory's groups are joined by their memberOf (it gives no more
 * than 1,500 members at once); at sign-in its tokenGroups says all of a person's groups as security identifiers.
 *
 * Groups that are members of each other, in however wide a circle, are each met once.
 */
#ifndef DIRECTORY_GROUPS_H
#define DIRECTORY_GROUPS_H

#include "directory_entry.h"
#include "service.h"

struct groups;

void groups_free(struct groups *g);
/* Reads them again. What was there stays when that fails. */
enum trouble groups_load(struct directory *d) MUST_USE;
/*
 * Adds to e->person.groups what follows from the groups as they were last loaded; none were: nothing.
 */
void groups_follow(struct directory *d, struct entry *e, struct arena *a);
/* At sign-in: what was loaded is loaded again when it is old; and tokenGroups. */
enum trouble groups_follow_fresh(struct directory *d, struct entry *e, struct arena *a) MUST_USE;
/* Whether the entry's groups have this one, which is in the form of directory_dn. */
bool groups_have(const struct entry *e, const char *group);
/* At the end of the list; nothing if it is there, or there are too many. */
void groups_add(struct entry *e, const char *group, struct arena *a);

#endif
