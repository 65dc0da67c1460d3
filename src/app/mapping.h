/*
 * mapping.h - from an entry of the directory to a person of Parley: which agency, and which stage roles.
 *
 * One evaluator for sign-in, refresh, preview and saving: the rules (setting "mapping") in their order, and beside them
 * what was granted by hand (setting "grants") while it lasts.
 */
#ifndef PARLEY_APP_MAPPING_H
#define PARLEY_APP_MAPPING_H

#include "parley/directory.h"
#include "parley/role.h"
#include "parley/store_agency.h"
#include "parley/store_people.h"
#include "setting.h"

/* The values of the settings "mapping" and "grants". */
struct mapping_rules { struct role_rule *items; size_t count; };
struct mapping_grant {
	const char *directory, *key; /* whose: as in struct person */
	const char *role, *why;
	day from, until;             /* DAY_NONE = at once; the last day on which it holds */
};
struct mapping_grants { struct mapping_grant *items; size_t count; };

struct snapshot;
struct mapping {
	const struct snapshot *snapshot; /* that it is made of */
	int64_t edition_id;              /* of the policy in force, for names; 0 = none */
	const struct agency *agencies;
	size_t agency_count;
	const struct mapping_rules *rules;
	const struct mapping_grants *grants;
	instant now;                /* by the instance's clock */
};

/* As it is now: agencies and settings of app->snapshot, which is made current, and lives as long. */
enum result mapping_load(struct app *app, struct arena *a, const struct mapping **out, struct fault *f) MUST_USE;
/* As a change of rules or grants would make it; app->snapshot is current. */
struct mapping mapping_with(const struct setting_work *w, const struct mapping_rules *rules,
                            const struct mapping_grants *grants);

/*
 * Fill `out` from an entry. An agency that the store does not know gives agency_id NULL, a title that no rule
 * matches gives roles "": such a person may sign in, and is told whom to ask. `now` becomes refreshed_at.
 */
void mapping_apply(const struct mapping *m, struct arena *a, const struct directory_person *from, instant now,
    struct person *out);

/* Whom the rules are asked about: somebody as the store has them, with facts. */
void mapping_subject(const struct person *p, struct arena *a, struct role_subject *out);

/* --- everybody at once --- */

/* Everybody active, by name, with what the rules make of them. rule: its index, or count of the rules when none matches. */
struct mapping_person { const struct person *person; size_t rule; const char *roles; };
struct mapping_people {
	struct mapping_person *items;
	struct role_subject *subjects;
	size_t count;
};
enum result mapping_everybody(struct app *app, const struct mapping *m, struct arena *a,
                              struct mapping_people *out) MUST_USE;
/* Give everybody the roles of `m`: person_role and running sessions. For a setting's apply; store_people_roles_put. */
enum result mapping_reapply(struct app *app, const struct mapping *m) MUST_USE;
/* After many were written by `m`: when rules or grants have changed since it was loaded, everybody once more. */
enum result mapping_settle(struct app *app, const struct mapping *m, struct arena *a, struct fault *f) MUST_USE;

/* --- what was granted by hand --- */

/* The grant by which somebody has a role now; NULL when there is none. */
const struct mapping_grant *mapping_grant_of(const struct mapping *m, const struct person *p, const char *role);
/* On that day. */
bool mapping_grant_lasts(const struct mapping_grant *g, day today);
/* The member "granted_until": the last day in words; null for DAY_NONE. */
void mapping_granted_write(struct buffer *out, day until);
/* For the clock: whose grant has begun or ended has their roles accordingly. */
enum result mapping_expire(struct app *app, struct arena *a, struct fault *f) MUST_USE;
/* Whether a policy that is stored has such a role. */
bool mapping_is_role(const struct snapshot *s, const char *id);

/* The rules that the matrix of a policy gives. */
struct mapping_rules *mapping_from_policy(const struct policy *p, struct arena *a);
/* "Jane Roe, Staff Nurse, St Bride's Hospital" */
const char *mapping_who(const struct person *p, struct arena *a);
/* The condition of a rule in words: "‘Staff Nurse’ or ‘Matron’ in health". */
const char *mapping_condition(const struct role_rule *rule, const struct mapping *m, struct arena *a);
/* Its name, or the id of one that is not there; "" for "". */
const char *mapping_agency_name(const struct mapping *m, const char *id);
/* A sector as the policy in force names it, or the newest that has it, or its id. */
const char *mapping_sector_name(const struct mapping *m, const char *id);
/* Role ids as the policies name them: "Practitioner, Line manager"; "no role" for none. */
const char *mapping_role_names(const struct setting_work *w, const char *roles);

#endif
