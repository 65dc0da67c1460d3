/* mapping.c - agencies and mapping rules applied to people of the directory; see mapping.h. */
#include <string.h>
#include <strings.h>

#include "mapping.h"
#include "parley/policy_file.h"

struct mapping {
	struct agency *agencies;
	size_t agency_count;
	struct mapping_rule *rules;
	size_t rule_count;
};

enum result
mapping_load(struct store *store, struct arena *a, const struct mapping **out)
{
	struct mapping *m = ARENA_NEW(a, struct mapping);
	enum result result = store_agencies(store, a, &m->agencies, &m->agency_count);

	if (result == RESULT_OK)
		result = store_rules(store, a, &m->rules, &m->rule_count);
	if (result == RESULT_OK)
		*out = m;
	return result;
}

static const struct agency *
find_agency(const struct mapping *m, const char *directory_name)
{
	for (size_t i = 0; directory_name != NULL && i < m->agency_count; i++)
		if (m->agencies[i].directory_name != NULL && strcasecmp(m->agencies[i].directory_name, directory_name) == 0)
			return &m->agencies[i];
	return NULL;
}

static bool
is_or_any(const char *asked, const char *given)
{
	return asked == NULL || (given != NULL && strcmp(asked, given) == 0);
}

static const char *
roles_of(const struct mapping *m, const struct agency *agency, const char *title)
{
	for (size_t i = 0; title != NULL && agency != NULL && i < m->rule_count; i++) {
		const struct mapping_rule *rule = &m->rules[i];

		if (is_or_any(rule->sector, agency->sector) && is_or_any(rule->agency_id, agency->id) &&
		    strcasecmp(rule->title, title) == 0)
			return rule->roles;
	}
	return "";
}

void
mapping_apply(const struct mapping *m, const char *directory, const struct directory_person *from, instant now,
              struct arena *a, struct person *out)
{
	const struct agency *agency = find_agency(m, from->agency);

	(void)a;
	*out = (struct person){
		.directory = directory,
		.directory_key = from->key,
		.username = from->username != NULL ? from->username : "",
		.name = from->name != NULL ? from->name : from->username != NULL ? from->username : "",
		.title = from->title,
		.mail = from->mail,
		.agency_id = agency != NULL ? agency->id : NULL,
		.agency = agency != NULL ? agency->name : NULL,
		.sector = agency != NULL ? agency->sector : NULL,
		.manager_key = from->manager_key,
		.roles = roles_of(m, agency, from->title),
		.administrator = from->administrator,
		.active = true,
		.refreshed_at = now,
	};
}

static const struct edition *
newest(const struct edition *editions, size_t count, const char *policy_id)
{
	const struct edition *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (strcmp(editions[i].policy_id, policy_id) == 0 && (found == NULL || editions[i].id > found->id))
			found = &editions[i];
	return found;
}

/* One rule per title and sector, with all roles that the matrix gives it there. */
static void
add_title(struct mapping_rule *rules, size_t *count, const struct policy *p, const struct policy_titles *cell,
          const char *title, struct arena *a)
{
	const char *role = p->roles[cell->role].id;
	struct mapping_rule *rule = NULL;

	for (size_t i = 0; i < *count && rule == NULL; i++)
		if (strcasecmp(rules[i].title, title) == 0 &&
		    ((rules[i].sector == NULL && cell->sector == NULL) ||
		     (rules[i].sector != NULL && cell->sector != NULL && strcmp(rules[i].sector, cell->sector) == 0)))
			rule = &rules[i];
	if (rule != NULL) {
		rule->roles = arena_format(a, "%s %s", rule->roles, role);
		return;
	}
	rules[*count] = (struct mapping_rule){
		.position = (int)*count + 1, .sector = cell->sector, .match = "exact", .title = title, .roles = role,
		.why = arena_format(a, "%s, clause %s%s", p->title, cell->clause, cell->suggested ? " (our suggestion)" : ""),
	};
	(*count)++;
}

enum result
mapping_from_policy(struct store *store, struct arena *a, const char *policy_id, struct mapping_rule **out, size_t *count,
                    struct fault *f)
{
	struct edition *editions;
	const struct edition *edition;
	const struct policy *policy;
	size_t edition_count, titles = 0, made = 0;
	enum result result = store_editions(store, a, &editions, &edition_count);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the policies cannot be read (%s)", result_name(result));
	edition = newest(editions, edition_count, policy_id);
	if (edition == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-policy", "there is no policy '%s'; see `parley policy list`", policy_id);
	result = policy_file_parse(edition->text, edition->length, a, &policy, f);
	if (result != RESULT_OK)
		return result;
	for (size_t i = 0; i < policy->matrix_count; i++)
		titles += policy->matrix[i].title_count;
	*out = ARENA_ARRAY(a, titles + 1, struct mapping_rule);
	for (size_t i = 0; i < policy->matrix_count; i++)
		for (size_t t = 0; t < policy->matrix[i].title_count; t++)
			add_title(*out, &made, policy, &policy->matrix[i], policy->matrix[i].titles[t], a);
	*count = made;
	return RESULT_OK;
}

static bool
same(const char *one, const char *other)
{
	return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

bool
mapping_rules_same(const struct mapping_rule *one, size_t count, const struct mapping_rule *other, size_t other_count)
{
	if (count != other_count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!same(one[i].sector, other[i].sector) || !same(one[i].agency_id, other[i].agency_id) ||
		    !same(one[i].match, other[i].match) || !same(one[i].title, other[i].title) ||
		    !same(one[i].group_dn, other[i].group_dn) || !same(one[i].roles, other[i].roles))
			return false;
	return true;
}
