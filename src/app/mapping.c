/* mapping.c - agencies and mapping rules applied to people of the directory; see mapping.h. */
#include <string.h>

#include "mapping.h"
#include "parley/buffer.h"
#include "parley/policy_file.h"
#include "parley/role.h"

struct mapping {
	struct agency *agencies;
	size_t agency_count;
	struct role_rule *rules;
	size_t rule_count;
};

/* As the core has them. A kind of match that this version does not know matches nothing: it is left out. */
static void
take_rules(struct mapping *m, const struct mapping_rule *stored, size_t count, struct arena *a)
{
	m->rules = ARENA_ARRAY(a, count, struct role_rule);
	for (size_t i = 0; i < count; i++) {
		const char *group = directory_dn(stored[i].group_dn, a);
		struct role_rule rule = {
			.position = stored[i].position,
			.sector = stored[i].sector,
			.agency_id = stored[i].agency_id,
			.title = stored[i].title,
			.group = group != NULL ? group : stored[i].group_dn,
			.roles = stored[i].roles,
			.why = stored[i].why,
		};

		if (role_match_find(stored[i].match, &rule.match))
			m->rules[m->rule_count++] = rule;
	}
}

enum result
mapping_load(struct store *store, struct arena *a, const struct mapping **out)
{
	struct mapping *m = ARENA_NEW(a, struct mapping);
	struct mapping_rule *stored;
	size_t count;
	enum result result = store_agencies(store, a, &m->agencies, &m->agency_count);

	if (result == RESULT_OK)
		result = store_rules(store, a, &stored, &count);
	if (result != RESULT_OK)
		return result;
	take_rules(m, stored, count, a);
	*out = m;
	return RESULT_OK;
}

/* By its id where the directory's settings say it, else by what it is called in the entry. */
static const struct agency *
find_agency(const struct mapping *m, const struct directory_person *from)
{
	for (size_t i = 0; i < m->agency_count; i++) {
		const struct agency *agency = &m->agencies[i];

		if (from->agency_id != NULL ? strcmp(agency->id, from->agency_id) == 0 :
		    from->agency != NULL && agency->directory_name != NULL &&
		    role_title_same(agency->directory_name, from->agency))
			return agency;
	}
	return NULL;
}

static const char *
roles_of(const struct mapping *m, const struct agency *agency, const struct directory_person *from)
{
	struct role_subject subject = {
		.title = from->title,
		.groups = from->groups,
		.group_count = from->group_count,
		.agency_id = agency != NULL ? agency->id : NULL,
		.sector = agency != NULL ? agency->sector : NULL,
	};
	const struct role_rule *rule = role_resolve(m->rules, m->rule_count, &subject);

	return rule != NULL && rule->roles != NULL ? rule->roles : "";
}

static const struct person_facts *
facts_of(const struct directory_person *from, struct arena *a)
{
	struct person_facts *facts = ARENA_NEW(a, struct person_facts);
	struct buffer b;

	buffer_init(&b, 0);
	for (size_t i = 0; i < from->group_count; i++)
		buffer_format(&b, "%s\n", from->groups[i]);
	*facts = (struct person_facts){
		.department = from->department,
		.groups = arena_string(a, b.length > 0 ? b.data : ""),
		.entry_at = from->changed,
	};
	buffer_clear(&b);
	return facts;
}

void
mapping_apply(const struct mapping *m, struct arena *a, const char *directory,
    const struct directory_person *from, instant now, struct person *out)
{
	const struct agency *agency = find_agency(m, from);

	*out = (struct person){
		.directory = directory,
		.directory_key = from->key,
		.username = from->username != NULL ? from->username : "",
		.name = from->name != NULL   ? from->name
		    : from->username != NULL ? from->username
					     : "",
		.title = from->title,
		.mail = from->mail,
		.agency_id = agency != NULL ? agency->id : NULL,
		.agency = agency != NULL ? agency->name : NULL,
		.sector = agency != NULL ? agency->sector : NULL,
		.manager_key = from->manager_key,
		.roles = roles_of(m, agency, from),
		.administrator = from->administrator,
		.active = true,
		.refreshed_at = now,
		.facts = facts_of(from, a),
	};
}

static const struct edition *
newest(const struct edition *editions, size_t count, const char *policy_id)
{
	const struct edition *found = NULL;

	for (size_t i = 0; i < count; i++)
		if (strcmp(editions[i].policy_id, policy_id) == 0 &&
		    (found == NULL || editions[i].id > found->id))
			found = &editions[i];
	return found;
}

enum result
mapping_from_policy(struct store *store, struct arena *a, const char *policy_id,
    struct mapping_rule **out, size_t *count, struct fault *f)
{
	struct edition *editions;
	const struct edition *edition;
	const struct policy *policy;
	struct role_rule *rules;
	size_t edition_count, made;
	enum result result = store_editions(store, a, &editions, &edition_count);

	if (result != RESULT_OK)
		return fault_set(
		    f, result, "store", "the policies cannot be read (%s)", result_name(result));
	edition = newest(editions, edition_count, policy_id);
	if (edition == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-policy",
		    "there is no policy '%s'; see `parley policy list`", policy_id);
	result = policy_file_parse(edition->text, edition->length, a, &policy, f);
	if (result != RESULT_OK)
		return result;
	role_rules_from_matrix(policy, a, &rules, &made);
	*out = ARENA_ARRAY(a, made, struct mapping_rule);
	for (size_t i = 0; i < made; i++)
		(*out)[i] = (struct mapping_rule){
			.position = rules[i].position,
			.sector = rules[i].sector,
			.agency_id = rules[i].agency_id,
			.match = role_match_name(rules[i].match),
			.title = rules[i].title,
			.group_dn = rules[i].group,
			.roles = rules[i].roles,
			.why = rules[i].why,
		};
	*count = made;
	return RESULT_OK;
}

static bool
same(const char *one, const char *other)
{
	return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

bool
mapping_rules_same(const struct mapping_rule *one, size_t count, const struct mapping_rule *other,
    size_t other_count)
{
	if (count != other_count)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!same(one[i].sector, other[i].sector) ||
		    !same(one[i].agency_id, other[i].agency_id) ||
		    !same(one[i].match, other[i].match) || !same(one[i].title, other[i].title) ||
		    !same(one[i].group_dn, other[i].group_dn) ||
		    !same(one[i].roles, other[i].roles))
			return false;
	return true;
}
