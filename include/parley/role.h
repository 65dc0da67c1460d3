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

/* All conditions have to hold; NULL, or no titles, is no condition. */
struct role_rule {
	const char *sector, *agency_id;
	enum role_match match;                      /* of the titles */
	const char *const *titles; size_t title_count; /* one of these; without any, also who has no title */
	const char *department;                     /* a pattern */
	const char *group;                          /* DN of a group that the person must be in */
	const char *roles;                          /* role ids, separated by spaces; "" = matches, and gives none */
	const char *why;                            /* clause or reason, for the person who asks why; NULL */
};

/* Whom the rules are asked about. NULL: no title, no agency known to Parley. */
struct role_subject {
	const char *title, *agency_id, *sector, *department;
	const char *const *groups;
	size_t group_count;
};

/* The names that are kept and exported: "exact", "pattern". */
const char *role_match_name(enum role_match m);
bool role_match_find(const char *name, enum role_match *out);

/* Whether two titles read the same, and whether a pattern fits one. */
bool role_title_same(const char *one, const char *other);
/* A number that titles which read the same share: to find them among many. */
uint64_t role_title_hash(const char *title);
bool role_title_fits(const char *pattern, const char *title);

bool role_matches(const struct role_rule *rule, const struct role_subject *s);
/*
 * The first rule that matches gives the roles: what it says is all that the person gets by rules. NULL when none does.
 * Somebody without a title is only matched by rules without titles, and by patterns that fit an empty one ("*").
 */
const struct role_rule *role_resolve(const struct role_rule *rules, size_t count, const struct role_subject *s);
/* Whether whoever matches `rule` matches `earlier` too, whoever they are: then it never decides. */
bool role_covers(const struct role_rule *earlier, const struct role_rule *rule);
/* Whether two lists of roles (ids separated by spaces) hold the same roles, in any order. */
bool role_lists_same(const char *one, const char *other);
bool role_list_has(const char *list, const char *role);

/* How a rule fares with the people that there are. */
struct role_use {
	size_t matches, decides;                    /* how many it matches; for how many of them it is the first */
	size_t earlier;                             /* the rule that decides for the first of the others */
};
/* Who is given something by one rule and would be given something else by a later one. */
struct role_dispute { size_t subject, first, second; };
/*
 * Every rule against everybody. uses: one for each rule. disputes, in the arena: one for each subject about whom two
 * rules disagree, with the first other one.
 */
struct role_review { struct role_use *uses; struct role_dispute *disputes; size_t dispute_count; };
void role_review(const struct role_rule *rules, size_t rule_count, const struct role_subject *subjects, size_t count,
                 struct arena *a, struct role_review *out);

/*
 * The policy's matrix as rules. One rule for each title in each sector, with all the roles that the matrix gives
 * it there, also those that it gives it in every sector; rules for one sector stand before those for every
 * sector, which would else hide them. `why` names the policy, the roles and their clauses, and says what is
 * suggested and not in the text. A partnership role without a sector is for the sector "partnership".
 */
void role_rules_from_matrix(const struct policy *p, struct arena *a, struct role_rule **out, size_t *count);

#endif
