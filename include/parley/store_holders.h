/*
 * store_holders.h - who holds which role, and many people's roles changed at once (the setting "mapping").
 */
#ifndef PARLEY_STORE_HOLDERS_H
#define PARLEY_STORE_HOLDERS_H

#include "parley/store.h"

struct person;

/* Whether anybody active holds a role, in any agency or (sector not NULL) in one of that sector. */
enum result store_role_held(struct store *st, const char *role, const char *sector, bool *held) MUST_USE;
/* Active holders of a role in an agency (agency NULL: partnership roles). */
enum result store_role_holders(struct store *st, const char *agency_id, const char *role, size_t limit,
                               struct arena *a, struct person **out, size_t *count) MUST_USE;

/* Other roles for many people who are active: person_role, and a person_change each, in one transaction of few
 * statements. before is what they have now. LIMIT: more than 15 roles for one of them. */
struct person_roles { int64_t id; const char *agency_id, *before, *after; };
enum result store_people_roles_put(struct store *st, const struct person_roles *changes, size_t count,
                                   instant now) MUST_USE;
/* How many active people have no role. */
enum result store_people_without_role(struct store *st, size_t *count) MUST_USE;

#endif
