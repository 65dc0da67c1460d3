/*
 * store_agency.h - the agencies of the partnership, and who and what still depends on each.
 */
#ifndef PARLEY_STORE_AGENCY_H
#define PARLEY_STORE_AGENCY_H

#include "parley/store.h"

/* directory_name: what the directory writes in the attribute that names the agency; NULL: it does not name it.
 * ended_from: the first day on which nothing new is raised with it or by it; DAY_NONE = it goes on. */
struct agency { const char *id, *name, *sector, *directory_name; day ended_from; };
/* Those of the setting "agencies" (app/setting_agencies.c): both join its transaction. */
enum result store_agency_put(struct store *st, const struct agency *ag) MUST_USE;
enum result store_agency_remove(struct store *st, const char *id) MUST_USE;
/* How many active people there are in it, and how many running escalations it is a side of; only those with any. */
struct agency_use { const char *agency_id; size_t people, running; };
enum result store_agency_uses(struct store *st, struct arena *a, struct agency_use **out, size_t *count) MUST_USE;
/* Whether anybody, a role's queue or an escalation, ended or not, names it. */
enum result store_agency_named(struct store *st, const char *id, bool *named) MUST_USE;
enum result store_agencies(struct store *st, struct arena *a, struct agency **out, size_t *count) MUST_USE;

#endif
