/*
 * settings_people.c - why somebody has a role: the rule and what of their entry it matched, or who granted it until when;
 * for administrators, who see no case by it.
 */
#include <string.h>

#include "granted.h"
#include "me.h"
#include "parley/settings.h"
#include "parley/store_escalation.h"
#include "parley/utf8.h"
#include "setting_mapping.h"
#include "snapshot.h"

#define PEOPLE_SHOWN 20
#define QUERY_LONGEST 100

/* What of the entry the rule's conditions were held against. */
static void
matched_write(struct buffer *out, const struct mapping *m, const struct role_rule *rule, const struct person *p)
{
	struct setting_lines lines = { .arena = arena_new() };

	if (rule->title_count > 0)
		setting_line_add(&lines, "Job title", "%s", p->title != NULL ? p->title : "none");
	if (rule->sector != NULL)
		setting_line_add(&lines, "Sector", "%s", mapping_sector_name(m, p->sector));
	if (rule->agency_id != NULL)
		setting_line_add(&lines, "Agency", "%s", p->agency);
	if (rule->department != NULL)
		setting_line_add(&lines, "Department", "%s", p->facts->department);
	if (rule->group != NULL)
		setting_line_add(&lines, "Member of", "%s", rule->group);
	setting_lines_write(out, "matched", &lines);
	arena_free(lines.arena);
}

static void
rule_write(struct buffer *out, const struct mapping *m, const struct person *p, const struct role_rule *rule,
           struct arena *a)
{
	if (rule == NULL) {
		json_null(out, "rule");
		return;
	}
	json_object(out, "rule");
	json_int(out, "number", rule - m->rules->items + 1);
	json_string(out, "condition", mapping_condition(rule, m, a));
	json_string(out, "why", rule->why);
	matched_write(out, m, rule, p);
	json_end_object(out);
}

static void
role_write(struct buffer *out, const struct setting_work *w, const struct mapping *m, const struct person *p,
           const char *id)
{
	json_object(out, NULL);
	json_string(out, "id", id);
	json_string(out, "name", mapping_role_names(w, id));
	mapping_granted_write(out, granted_until(w->app, m, p, id, w->arena));
	json_end_object(out);
}

static void
person_write_roles(struct buffer *out, const struct setting_work *w, const struct mapping *m, const struct person *p)
{
	struct arena *a = w->arena;
	struct role_subject subject;

	mapping_subject(p, a, &subject);
	json_object(out, NULL);
	json_string(out, "directory", p->directory);
	json_string(out, "key", p->directory_key);
	json_string(out, "who", mapping_who(p, a));
	json_array(out, "roles");
	for (const char *at = p->roles; *at != '\0'; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		role_write(out, w, m, p, arena_bytes(a, at, length));
		at += length;
	}
	json_end_array(out);
	rule_write(out, m, p, role_resolve(m->rules->items, m->rules->count, &subject), a);
	instant_words_json(out, "read", p->refreshed_at);
	instant_words_json(out, "entry", p->facts != NULL ? p->facts->entry_at : INSTANT_NONE);
	json_end_object(out);
}

enum result
settings_people(struct app *app, const struct app_request *r, const char *q, struct buffer *out, struct fault *f)
{
	struct setting_work w = { .app = app, .arena = r->arena, .now = r->now,
		.edition_id = r->session->instance.edition_id };
	struct person *found, p;
	struct mapping m;
	size_t count;
	enum result result;

	if (!utf8_is_line(q) || !store_people_search_enough(q) || utf8_length(q) > QUERY_LONGEST)
		return fault_set(f, RESULT_INVALID, "query", "Type at least 2 letters of a name or job title.");
	result = snapshot_refresh(app, r->session->instance.generation, f);
	if (result == RESULT_OK)
		result = store_people_search(app->store, q, NULL, PEOPLE_SHOWN + 1, r->arena, &found, &count);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "people-roles", 0, r->id, r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "people", "People cannot be looked up just now. Try again in a minute.");
	m = mapping_with(&w, snapshot_setting(app->snapshot, SETTING_MAPPING), snapshot_setting(app->snapshot, SETTING_GRANTS));
	json_object(out, NULL);
	json_array(out, "people");
	for (size_t i = 0; i < count && i < PEOPLE_SHOWN; i++) {
		/* With what only the entry says: department and groups. */
		if (store_person_by_key(app->store, found[i].directory, found[i].directory_key, r->arena, &p) == RESULT_OK)
			person_write_roles(out, &w, &m, &p);
	}
	json_end_array(out);
	json_bool(out, "more", count > PEOPLE_SHOWN);
	json_end_object(out);
	return RESULT_OK;
}
