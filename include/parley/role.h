/*
 * role.h - from a job title to stage roles, by rules in order. Pure.
 *
 * Titles in directories are typed by people, so two are the same when they read the same: case does not matter
 * (ASCII, Latin-1, Latin Extended-A, Romanian, Greek, Russian and Ukrainian letters, by Unicode's folding), nor do
 * spaces at the ends or doubled, characters that nobody sees, or whether an apostrophe is straight or curly and a
 * dash a hyphen. Letters with an accent differ from those without, and 'Headteacher' is not 'Head Teacher': what a
 * person would have to think about is a rule of its own.
 */
#ifndef PARLEY_ROLE_H
#define PARLEY_ROLE_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/arena.h"
#include "parley/policy.h"
#include "parley/result.h"

/* The sector of the agency that is the partnership itself: its chair, its business manager. */
#define ROLE_SECTOR_PARTNERSHIP "partnership"

enum role_match {
	ROLE_MATCH_EXACT,
	ROLE_MATCH_PATTERN     /* * stands for any text, or none; ? for one character. Of the whole title */
};

struct role_rule {
	int position;          /* rules are tried by rising position; of one position, in the order of the list */
	const char *sector, *agency_id; /* NULL = any */
	enum role_match match;
	const char *title;
	const char *group;     /* DN of a group that the person must be in; NULL = any */
	const char *roles;     /* role ids, separated by spaces; "" = matches, and gives none */
	const char *why;       /* clause or reason, for the person who asks why */
};

/* Whom the rules are asked about. NULL: no title, no agency known to Parley. */
struct role_subject {
	const char *title, *agency_id, *sector;
	const char *const *groups;
	size_t group_count;
};

/* The names that are kept and exported: "exact", "pattern". */
const char *role_match_name(enum role_match m);
bool role_match_find(const char *name, enum role_match *out);

/* Whether two titles read the same, and whether a pattern fits one. */
bool role_title_same(const char *one, const char *other);
bool role_title_fits(const char *pattern, const char *title);

/*
 * The first rule that matches gives the roles: what it says is all that the person gets. NULL when none does.
 * Somebody without a title is only matched by patterns that fit an empty one ("*").
 */
const struct role_rule *role_resolve(const struct role_rule *rules, size_t count, const struct role_subject *s);

/*
 * The policy's matrix as rules. One rule for each title in each sector, with all the roles that the matrix gives
 * it there, also those that it gives it in every sector; rules for one sector stand before those for every
 * sector, which would else hide them. `why` names the policy, the roles and their clauses, and says what is
 * suggested and not in the text. A partnership role without a sector is for the sector "partnership". Positions are 10, 20, 30 …, so that there is room between.
 */
void role_rules_from_matrix(const struct policy *p, struct arena *a, struct role_rule **out, size_t *count);

#endif
