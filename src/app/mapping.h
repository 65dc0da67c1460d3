/*
 * mapping.h - from an entry of the directory to a person of Parley: which agency, and which stage roles.
 *
 * One mapping is loaded and then used for one person (sign-in) or for all (refresh): both must come to the same.
 */
#ifndef PARLEY_APP_MAPPING_H
#define PARLEY_APP_MAPPING_H

#include "parley/directory.h"
#include "parley/store.h"

struct mapping;

/* Agencies and rules as they are in the store now. */
enum result mapping_load(struct store *store, struct arena *a, const struct mapping **out) MUST_USE;
/*
 * Fill `out` from an entry. An agency that the store does not know gives agency_id NULL, a title that no rule
 * matches gives roles "": such a person may sign in, and is told whom to ask. `now` becomes refreshed_at.
 */
void mapping_apply(const struct mapping *m, struct arena *a, const char *directory,
    const struct directory_person *from, instant now, struct person *out);
/* The rules that the matrix of a stored policy (its newest edition) gives. NOT_FOUND "no-such-policy" if there is none. */
enum result mapping_from_policy(struct store *store, struct arena *a, const char *policy_id,
    struct mapping_rule **out, size_t *count, struct fault *f) MUST_USE;
/* Do both lists say the same, in the same order? */
bool mapping_rules_same(const struct mapping_rule *one, size_t count,
    const struct mapping_rule *other, size_t other_count);

#endif
