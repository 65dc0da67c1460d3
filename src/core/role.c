/* role.c - see parley/role.h. */
#include "parley/role.h"

#include <string.h>

#include "parley/buffer.h"
#include "role_text.h"

static const char *const match_names[] = {
	[ROLE_MATCH_EXACT] = "exact",
	[ROLE_MATCH_PATTERN] = "pattern",
};

const char *
role_match_name(enum role_match m)
{
	return match_names[m];
}

bool
role_match_find(const char *name, enum role_match *out)
{
	for (size_t i = 0; name != NULL && i < sizeof match_names / sizeof match_names[0]; i++) {
		if (strcmp(name, match_names[i]) == 0) {
			*out = (enum role_match)i;
			return true;
		}
	}
	return false;
}

bool
role_title_same(const char *one, const char *other)
{
	struct role_text a = role_text_begin(one), b = role_text_begin(other);
	uint32_t c;

	do {
		c = role_text_next(&a);
		if (c != role_text_next(&b))
			return false;
	} while (c != 0);
	return true;
}

/* FNV-1a, by characters instead of bytes. */
uint64_t
role_title_hash(const char *title)
{
	struct role_text t = role_text_begin(title);
	uint64_t hash = UINT64_C(14695981039346656037);
	uint32_t c;

	while ((c = role_text_next(&t)) != 0)
		hash = (hash ^ c) * UINT64_C(1099511628211);
	return hash ^ (hash >> 32);
}

/* The last * takes one character more each time the rest does not fit, so a long title costs no more than
 * its length times the pattern's. */
bool
role_title_fits(const char *pattern, const char *title)
{
	struct role_text p = role_text_begin(pattern), t = role_text_begin(title), star_p = p, star_t = t;
	bool star = false;

	for (;;) {
		struct role_text p_next = p, t_next = t;
		uint32_t want = role_text_next(&p_next), have = role_text_next(&t_next);

		if (want == '*') {
			star = true;
			star_p = p = p_next;
			star_t = t;
		} else if (want == have && have == 0) {
			return true;
		} else if (have != 0 && (want == '?' || want == have)) {
			p = p_next;
			t = t_next;
		} else {
			if (!star || role_text_next(&star_t) == 0)
				return false;
			p = star_p;
			t = star_t;
		}
	}
}

static bool
is_or_any(const char *asked, const char *given)
{
	return asked == NULL || (given != NULL && strcmp(asked, given) == 0);
}

static bool
is_in_group(const char *group, const struct role_subject *s)
{
	if (group == NULL)
		return true;
	for (size_t i = 0; i < s->group_count; i++)
		if (role_title_same(group, s->groups[i]))
			return true;
	return false;
}

static bool
has_title_of(const struct role_rule *rule, const struct role_subject *s)
{
	const char *title = s->title != NULL ? s->title : "";

	for (size_t i = 0; i < rule->title_count; i++) {
		if (rule->match == ROLE_MATCH_PATTERN) {
			if (role_title_fits(rule->titles[i], title))
				return true;
		} else if (role_title_same(rule->titles[i], title) && !role_title_same(title, "")) {
			/* An empty title would else give its roles to all who have none. */
			return true;
		}
	}
	return rule->title_count == 0;
}

bool
role_matches(const struct role_rule *rule, const struct role_subject *s)
{
	return is_or_any(rule->sector, s->sector) && is_or_any(rule->agency_id, s->agency_id) &&
	    (rule->department == NULL || (s->department != NULL && role_title_fits(rule->department, s->department))) &&
	    has_title_of(rule, s) && is_in_group(rule->group, s);
}

const struct role_rule *
role_resolve(const struct role_rule *rules, size_t count, const struct role_subject *s)
{
	for (size_t i = 0; i < count; i++) {
		if (role_matches(&rules[i], s))
			return &rules[i];
	}
	return NULL;
}

/* --- the matrix --- */

static bool
same_sector(const char *one, const char *other)
{
	return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

/*
 * Where a cell holds. A role of the partnership that no sector is named for is held in the partnership's own agency
 * and nowhere else: every school has a Business Manager, and none of them oversees the borough's escalations.
 */
static const char *
cell_sector(const struct policy *p, const struct policy_titles *cell)
{
	if (cell->sector != NULL || !p->roles[cell->role].partnership)
		return cell->sector;
	return ROLE_SECTOR_PARTNERSHIP;
}

static bool
has_title(const struct policy_titles *cell, const char *title)
{
	for (size_t i = 0; i < cell->title_count; i++)
		if (role_title_same(cell->titles[i], title))
			return true;
	return false;
}

static bool
is_listed(const struct role_rule *rules, size_t count, const char *sector, const char *title)
{
	for (size_t i = 0; i < count; i++)
		if (same_sector(rules[i].sector, sector) && role_title_same(rules[i].titles[0], title))
			return true;
	return false;
}

/* Whether one of the cells before this one gave the same role to the title. */
static bool
is_given_before(const struct policy *p, size_t cell, const char *sector, const char *title)
{
	for (size_t i = 0; i < cell; i++) {
		const struct policy_titles *before = &p->matrix[i];

		if (before->role == p->matrix[cell].role &&
		    (cell_sector(p, before) == NULL || same_sector(cell_sector(p, before), sector)) && has_title(before, title))
			return true;
	}
	return false;
}

/* All roles of a title in a sector, in the order of the matrix, and the reasons for them. */
static void
add_roles(struct role_rule *rule, const struct policy *p, struct arena *a)
{
	struct buffer roles, why;

	buffer_init(&roles, 0);
	buffer_init(&why, 0);
	buffer_string(&why, p->title);
	for (size_t i = 0; i < p->matrix_count; i++) {
		const struct policy_titles *cell = &p->matrix[i];
		const struct policy_role *role = &p->roles[cell->role];

		if ((cell_sector(p, cell) != NULL && !same_sector(cell_sector(p, cell), rule->sector)) || !has_title(cell, rule->titles[0]) ||
		    is_given_before(p, i, rule->sector, rule->titles[0]))
			continue;
		buffer_format(&why, "%s %s (%s%s)", roles.length == 0 ? ":" : ",", role->name, cell->clause,
		    cell->suggested ? ", suggested" : "");
		buffer_format(&roles, "%s%s", roles.length == 0 ? "" : " ", role->id);
	}
	rule->roles = arena_string(a, roles.data);
	rule->why = arena_string(a, why.data);
	buffer_clear(&roles);
	buffer_clear(&why);
}

static void
add_rules(const struct policy *p, bool every_sector, struct arena *a, struct role_rule *rules, size_t *count)
{
	for (size_t i = 0; i < p->matrix_count; i++) {
		const struct policy_titles *cell = &p->matrix[i];
		const char *sector = cell_sector(p, cell);

		for (size_t t = 0; t < cell->title_count; t++) {
			struct role_rule *rule = &rules[*count];

			if ((sector == NULL) != every_sector || is_listed(rules, *count, sector, cell->titles[t]))
				continue;
			*rule = (struct role_rule){
				.sector = sector,
				.match = ROLE_MATCH_EXACT,
				.titles = &cell->titles[t],
				.title_count = 1,
			};
			add_roles(rule, p, a);
			(*count)++;
		}
	}
}

void
role_rules_from_matrix(const struct policy *p, struct arena *a, struct role_rule **out, size_t *count)
{
	struct role_rule *rules;
	size_t titles = 0, made = 0;

	for (size_t i = 0; i < p->matrix_count; i++)
		titles += p->matrix[i].title_count;
	rules = ARENA_ARRAY(a, titles, struct role_rule);
	add_rules(p, false, a, rules, &made);
	add_rules(p, true, a, rules, &made);
	*out = rules;
	*count = made;
}
