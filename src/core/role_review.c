/* role_review.c - rules held against each other and against everybody; see parley/role.h. */
#include <string.h>

#include "parley/role.h"

/* --- lists of roles --- */

/* The next id of a list; its length 0 at the end. */
static const char *
next_role(const char **list, size_t *length)
{
	const char *at = *list + strspn(*list, " ");

	*length = strcspn(at, " ");
	*list = at + *length;
	return at;
}

static bool
has(const char *list, const char *role, size_t length)
{
	size_t n;

	for (const char *at = next_role(&list, &n); n > 0; at = next_role(&list, &n)) {
		if (n == length && memcmp(at, role, n) == 0)
			return true;
	}
	return false;
}

bool
role_list_has(const char *list, const char *role)
{
	return has(list, role, strlen(role));
}

static bool
has_all(const char *list, const char *of)
{
	size_t n;

	for (const char *at = next_role(&of, &n); n > 0; at = next_role(&of, &n)) {
		if (!has(list, at, n))
			return false;
	}
	return true;
}

bool
role_lists_same(const char *one, const char *other)
{
	return has_all(one, other) && has_all(other, one);
}

/* --- one rule against another --- */

static bool
is_as_wide(const char *earlier, const char *later)
{
	return earlier == NULL || (later != NULL && strcmp(earlier, later) == 0);
}

/* Whether one of the earlier rule's titles takes in this title of the later one. A pattern is only taken in by itself, or
 * by one that takes in everything: whether one pattern holds another is not looked into further. */
static bool
takes_in(const struct role_rule *earlier, enum role_match match, const char *title)
{
	for (size_t i = 0; i < earlier->title_count; i++) {
		const char *own = earlier->titles[i];

		if (earlier->match == ROLE_MATCH_PATTERN && strcmp(own, "*") == 0)
			return true;
		if (match == earlier->match && role_title_same(own, title))
			return true;
		if (match == ROLE_MATCH_EXACT && earlier->match == ROLE_MATCH_PATTERN && role_title_fits(own, title))
			return true;
	}
	return earlier->title_count == 0;
}

bool
role_covers(const struct role_rule *earlier, const struct role_rule *rule)
{
	if (!is_as_wide(earlier->sector, rule->sector) || !is_as_wide(earlier->agency_id, rule->agency_id) ||
	    !is_as_wide(earlier->department, rule->department) || !is_as_wide(earlier->group, rule->group))
		return false;
	for (size_t i = 0; i < rule->title_count; i++) {
		if (!takes_in(earlier, rule->match, rule->titles[i]))
			return false;
	}
	return rule->title_count > 0 || earlier->title_count == 0;
}

/* --- rules against everybody --- */

struct reviewing {
	const struct role_rule *rules;
	size_t rule_count;
	struct role_review *out;
};

static void
review_one(const struct reviewing *r, const struct role_subject *s, size_t subject)
{
	size_t first = r->rule_count;
	bool disputed = false;

	for (size_t i = 0; i < r->rule_count; i++) {
		struct role_use *use = &r->out->uses[i];

		if (!role_matches(&r->rules[i], s))
			continue;
		if (first == r->rule_count) {
			first = i;
			use->decides++;
		} else if (use->matches == use->decides) {
			use->earlier = first; /* the first whom it does not decide for */
		}
		use->matches++;
		if (!disputed && !role_lists_same(r->rules[first].roles, r->rules[i].roles)) {
			disputed = true;
			r->out->disputes[r->out->dispute_count++] = (struct role_dispute){ subject, first, i };
		}
	}
}

void
role_review(const struct role_rule *rules, size_t rule_count, const struct role_subject *subjects, size_t count,
            struct arena *a, struct role_review *out)
{
	struct reviewing r = { rules, rule_count, out };

	*out = (struct role_review){
		.uses = ARENA_ARRAY(a, rule_count, struct role_use),
		.disputes = ARENA_ARRAY(a, count, struct role_dispute),
	};
	for (size_t i = 0; i < count; i++)
		review_one(&r, &subjects[i], i);
}
