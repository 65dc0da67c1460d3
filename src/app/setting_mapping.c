/*
 * setting_mapping.c - the rules from job title to stage roles, as a setting: read, written, in words, checked, applied.
 * What a change of them does to people stands in setting_mapping_people.c.
 */
#include <string.h>

#include "mapping.h"
#include "setting_mapping.h"
#include "snapshot.h"

#define RULES_MOST 2000
#define TITLES_MOST 50
#define ROLES_MOST 15 /* store_person_put takes no more */
#define TITLE_LONGEST 400
#define ID_LONGEST 64
#define WHY_LONGEST 500

static const void *
otherwise(const struct setting_work *w)
{
	return ARENA_NEW(w->arena, struct mapping_rules);
}

/* --- from JSON --- */

static bool
read_titles(const struct setting_work *w, const struct json_at *of, struct role_rule *rule, struct fault *f)
{
	struct json_at at = json_member(of, "titles");
	struct json_lines titles = { NULL, 0 };

	if (!json_get_lines(&at, TITLES_MOST, w->arena, &titles, f))
		return false;
	for (size_t i = 0; i < titles.count; i++) {
		if (strlen(titles.items[i]) > TITLE_LONGEST)
			return json_fault(&at, f, "A title has at most %d letters.", TITLE_LONGEST);
	}
	rule->titles = titles.items;
	rule->title_count = titles.count;
	return true;
}

static bool
is_role_id(const char *id)
{
	size_t length = strlen(id);

	return length > 0 && length <= ID_LONGEST && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool
read_roles(const struct setting_work *w, const struct json_at *of, struct role_rule *rule, struct fault *f)
{
	struct json_at at = json_member(of, "roles");
	struct json_lines roles = { NULL, 0 };
	const char *joined = "";

	if (!json_get_lines(&at, ROLES_MOST, w->arena, &roles, f))
		return false;
	for (size_t i = 0; i < roles.count; i++) {
		if (!is_role_id(roles.items[i]))
			return json_fault(&at, f, "This is not the id of a role.");
		joined = i == 0 ? roles.items[0] : arena_format(w->arena, "%s %s", joined, roles.items[i]);
	}
	rule->roles = joined;
	return true;
}

static bool
read_match(const struct json_at *of, struct role_rule *rule, struct fault *f)
{
	struct json_at at = json_member(of, "match");

	if (!json_present(&at) || role_match_find(json_peek(&at), &rule->match))
		return true;
	return json_fault(&at, f, "This is 'exact' or 'pattern'.");
}

/* In the one form in which it can be compared with those that people are in. */
static bool
read_group(const struct setting_work *w, const struct json_at *of, struct role_rule *rule, struct fault *f)
{
	struct json_at at = json_member(of, "group");
	const char *dn = NULL;

	if (!setting_optional_read(of, "group", 1000, &dn, f))
		return false;
	rule->group = dn != NULL ? directory_dn(dn, w->arena) : NULL;
	if (dn == NULL || rule->group != NULL)
		return true;
	return json_fault(&at, f, "Write the group's distinguished name, such as cn=Midwives,ou=groups,dc=example,dc=org.");
}

static bool
read_rule(const struct setting_work *w, const struct json_at *at, struct role_rule *out, struct fault *f)
{
	static const char *const keys[] = { "titles", "match", "sector", "agency", "department", "group", "roles", "why" };
	bool good = json_known_keys(at, keys, sizeof(keys) / sizeof(keys[0]), f);

	*out = (struct role_rule){ .roles = "" };
	good = read_titles(w, at, out, f) && good;
	good = read_match(at, out, f) && good;
	good = setting_optional_read(at, "sector", ID_LONGEST, &out->sector, f) && good;
	good = setting_optional_read(at, "agency", ID_LONGEST, &out->agency_id, f) && good;
	good = setting_optional_read(at, "department", TITLE_LONGEST, &out->department, f) && good;
	good = read_group(w, at, out, f) && good;
	good = read_roles(w, at, out, f) && good;
	good = setting_optional_read(at, "why", WHY_LONGEST, &out->why, f) && good;
	if (good && out->title_count == 0 && out->sector == NULL && out->agency_id == NULL && out->department == NULL &&
	    out->group == NULL) {
		struct json_at titles = json_member(at, "titles");

		return json_fault(&titles, f, "Say whom this rule is for: a title, a sector, an agency, a department or a group.");
	}
	return good;
}

static bool
read_rules(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "rules" };
	struct json_at list = json_member(at, "rules"), each = { .value = NULL };
	struct mapping_rules *rules = ARENA_NEW(w->arena, struct mapping_rules);
	bool good = json_known_keys(at, keys, 1, f);

	if (!good || !json_expect_array(&list, f))
		return false;
	if (json_count(&list) > RULES_MOST)
		return json_fault(&list, f, "There may be %d rules at most.", RULES_MOST);
	rules->items = ARENA_ARRAY(w->arena, json_count(&list), struct role_rule);
	while (json_next(&list, &each))
		good = read_rule(w, &each, &rules->items[rules->count++], f) && good;
	*out = rules;
	return good;
}

/* --- to JSON --- */

void
mapping_rule_write(struct buffer *b, const struct role_rule *rule)
{
	json_object(b, NULL);
	json_array(b, "titles");
	for (size_t i = 0; i < rule->title_count; i++)
		json_string(b, NULL, rule->titles[i]);
	json_end_array(b);
	json_string(b, "match", role_match_name(rule->match));
	json_string(b, "sector", rule->sector);
	json_string(b, "agency", rule->agency_id);
	json_string(b, "department", rule->department);
	json_string(b, "group", rule->group);
	json_name(b, "roles");
	buffer_char(b, '[');
	/* Ids hold nothing that would need an escape. */
	for (const char *at = rule->roles; *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		buffer_string(b, at == rule->roles ? "\"" : ",\"");
		buffer_add(b, at, length);
		buffer_char(b, '"');
		at += length;
	}
	buffer_char(b, ']');
	json_string(b, "why", rule->why);
	json_end_object(b);
}

static void
write_rules(struct buffer *b, const char *name, const void *value)
{
	const struct mapping_rules *rules = value;

	json_object(b, name);
	json_array(b, "rules");
	for (size_t i = 0; i < rules->count; i++)
		mapping_rule_write(b, &rules->items[i]);
	json_end_array(b);
	json_end_object(b);
}

/* --- in words --- */

/* The same condition may stand twice; labels tell lines apart. */
static size_t
times_before(const char *const *labels, size_t count, const char *label)
{
	size_t times = 0;

	for (size_t i = 0; i < count; i++)
		times += strcmp(labels[i], label) == 0;
	return times;
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct mapping_rules *rules = value;
	struct mapping m = mapping_with(w, rules, NULL);
	const char **labels = ARENA_ARRAY(w->arena, rules->count, const char *);

	for (size_t i = 0; i < rules->count; i++) {
		const struct role_rule *rule = &rules->items[i];
		size_t before;

		labels[i] = mapping_condition(rule, &m, w->arena);
		before = times_before(labels, i, labels[i]);
		setting_line_add(out, before == 0 ? labels[i] : arena_format(w->arena, "%s (%zu)", labels[i], before + 1),
		                 "%s%s%s%s", mapping_role_names(w, rule->roles), rule->why != NULL ? " (" : "",
		                 rule->why != NULL ? rule->why : "", rule->why != NULL ? ")" : "");
	}
}

/* --- against the store --- */

static enum result
check_rule(const struct setting_work *w, const char *at, const struct role_rule *rule, struct fault *f)
{
	const struct snapshot *s = w->app->snapshot;

	if (rule->agency_id != NULL && snapshot_agency(s, rule->agency_id) == NULL)
		(void)fault_field(f, arena_format(w->arena, "%s/agency", at), "There is no such agency.");
	for (const char *role = rule->roles; *role != '\0'; role += strspn(role, " ")) {
		size_t length = strcspn(role, " ");

		if (!mapping_is_role(s, arena_bytes(w->arena, role, length)))
			(void)fault_field(f, arena_format(w->arena, "%s/roles", at), "No policy has a role '%.*s'.", (int)length, role);
		role += length;
	}
	return f->result;
}

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct mapping_rules *rules = value;

	for (size_t i = 0; i < rules->count; i++)
		(void)check_rule(w, arena_format(w->arena, "%s/rules/%zu", at, i), &rules->items[i], f);
	return f->result;
}

static enum result
apply(const struct setting_work *w, const void *value)
{
	struct setting_version grants;
	struct fault unsaid;
	struct mapping m;
	enum result r;

	/* As they are now, within this transaction: somebody may have changed them since the snapshot was read. */
	fault_init(&unsaid, w->arena);
	r = setting_open(w, setting_kind(SETTING_GRANTS), 0, &grants, &unsaid);
	if (r != RESULT_OK)
		return r;
	m = mapping_with(w, value, grants.value);
	return mapping_reapply(w->app, &m);
}

const struct setting_kind setting_mapping = {
	.name = "mapping",
	.title = "Role mapping",
	.summary = "Which job title has which stage role. Rules are tried from the top; the first that fits somebody decides.",
	.longest = (size_t)240 * 1024,
	.depth = 4,
	.otherwise = otherwise,
	.read = read_rules,
	.write = write_rules,
	.describe = describe,
	.check = check,
	.preview = setting_mapping_preview,
	.apply = apply,
	.offer = setting_mapping_offer,
	.attention = setting_mapping_attention,
};
