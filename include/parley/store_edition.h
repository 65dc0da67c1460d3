/*
 * store_edition.h - policy editions: text as imported, never changed; which is in force, and which is planned.
 */
#ifndef PARLEY_STORE_EDITION_H
#define PARLEY_STORE_EDITION_H

#include "parley/store.h"

struct settings_change;

/* from: when it was last put into force outright; retired_at: no longer to be chosen. INSTANT_NONE = never, not. */
struct edition { int64_t id; const char *policy_id, *label, *text; size_t length; instant imported_at, from, retired_at; };
/* The same text again gives the same id, and changes nothing. */
enum result store_edition_add(struct store *st, const char *policy_id, const char *label, const char *text,
                              const struct settings_change *change, int64_t *id) MUST_USE;
/* From change->now on; what was planned for until then is forgotten. A retired one is so no longer. NOT_FOUND. */
enum result store_edition_in_force_set(struct store *st, int64_t id, const struct settings_change *change) MUST_USE;
/* From `begins` on, in place of what was planned for the same moment. NOT_FOUND. */
enum result store_edition_plan(struct store *st, int64_t id, instant begins, const struct settings_change *change) MUST_USE;
/* It will not come into force, also where that was planned. CONFLICT: it is in force, retired already, or not there. */
enum result store_edition_retire(struct store *st, int64_t id, const struct settings_change *change) MUST_USE;
enum result store_editions(struct store *st, struct arena *a, struct edition **out, size_t *count) MUST_USE;
/* What was chosen outright, and counts until the first plan begins; 0 = none yet. store_instance() has both in one. */
enum result store_edition_chosen(struct store *st, int64_t *out) MUST_USE;
struct edition_plan { instant begins; int64_t edition_id; }; /* the earliest first */
enum result store_edition_plans(struct store *st, struct arena *a, struct edition_plan **out, size_t *count) MUST_USE;

#endif
