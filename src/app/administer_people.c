/* administer_people.c - agencies and mapping rules; see parley/app.h. */
#include <string.h>

#include "parley/app.h"
#include "parley/json.h"
#include "parley/store_edition.h"
#include "edition.h"
#include "mapping.h"
#include "parley/text_file.h"
#include "setting_agencies.h"

#define AGENCIES_LONGEST ((size_t)1024 * 1024)

static enum result
store_fault(struct store *store, struct fault *f, enum result result)
{
	return fault_set(f, result, "store", "the database did not take it (%s: %s)",
	    result_name(result), store_trouble(store));
}

/* --- agencies --- */

/* The list as it is now, with those of the file in it: in their place, or behind the others. */
static enum result
read_agencies(const char *text, size_t length, const struct setting_work *w, struct agency_list *list, struct fault *f)
{
	static const struct json_limits limits = { AGENCIES_LONGEST, 4 };
	const struct agency_list old = *list;
	const struct cJSON *document;
	struct json_at root, each = { .value = NULL };
	enum result result = json_read(text, length, &limits, w->arena, &document, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(document);
	if (!json_expect_array(&root, f))
		return f->result;
	list->items = ARENA_ARRAY(w->arena, old.count + json_count(&root), struct agency);
	if (old.count > 0)
		memcpy(list->items, old.items, old.count * sizeof(*old.items));
	while (json_next(&root, &each)) {
		struct json_at directory_name = json_member(&each, "directory_name");
		struct agency ag;
		size_t i = 0;

		if (!setting_agency_read(&each, &ag, f))
			continue;
		if (!json_present(&directory_name))
			ag.directory_name = ag.name;
		while (i < list->count && strcmp(list->items[i].id, ag.id) != 0)
			i++;
		list->items[i] = ag;
		list->count += i == list->count;
	}
	return f->result;
}

enum result
app_agencies_import(struct app *app, struct arena *a, const struct app_agencies *asked, struct buffer *out, struct fault *f)
{
	struct setting_save save = { .kind = setting_kind(SETTING_AGENCIES), .why = asked->why };
	struct setting_version there;
	struct setting_work w;
	struct agency_list list;
	const char *text;
	uint32_t version;
	size_t length;
	enum result result = text_file_read(asked->file, AGENCIES_LONGEST, a, &text, &length, f);

	if (result == RESULT_OK)
		result = setting_begin(app, a, &w, f);
	if (result == RESULT_OK)
		result = setting_open(&w, save.kind, 0, &there, f);
	if (result != RESULT_OK)
		return result;
	list = *(const struct agency_list *)there.value;
	result = read_agencies(text, length, &w, &list, f);
	if (result != RESULT_OK)
		return result;
	if (setting_same(save.kind, there.value, &list)) {
		buffer_format(out, "%zu agencies, as they were\n", list.count);
		return RESULT_OK;
	}
	save.expect = there.row.version;
	save.value = &list;
	result = setting_check(&w, save.kind, &list, f);
	if (result == RESULT_OK)
		result = setting_save(&w, &save, &version, f);
	if (result == RESULT_OK)
		buffer_format(out, "%zu agencies\n", list.count);
	return result;
}

/* --- mapping rules --- */

/* The newest edition of a policy, by its id. */
static enum result
find_policy(struct app *app, const char *policy_id, struct arena *a, const struct policy **out, struct fault *f)
{
	const struct edition *newest = NULL;
	struct edition *editions;
	size_t count;
	enum result result = store_editions(app->store, a, &editions, &count);

	if (result != RESULT_OK)
		return store_fault(app->store, f, result);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(editions[i].policy_id, policy_id) == 0 && (newest == NULL || editions[i].id > newest->id))
			newest = &editions[i];
	}
	if (newest == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-policy", "there is no policy '%s'; see `parley policy list`",
		    policy_id);
	return edition_read(newest, a, out, f);
}

enum result
app_mapping_fill(
    struct app *app, struct arena *a, const struct app_mapping_fill *asked, struct buffer *out, struct fault *f)
{
	struct setting_work w;
	struct setting_version there;
	struct setting_save save = { .kind = setting_kind(SETTING_MAPPING), .why = asked->why };
	const struct mapping_rules *rules, *old;
	const struct policy *policy;
	uint32_t version;
	enum result result = setting_begin(app, a, &w, f);

	if (result == RESULT_OK)
		result = find_policy(app, asked->policy_id, a, &policy, f);
	if (result == RESULT_OK)
		result = setting_open(&w, save.kind, 0, &there, f);
	if (result != RESULT_OK)
		return result;
	save.value = rules = mapping_from_policy(policy, a);
	save.expect = there.row.version;
	old = there.value;
	if (setting_same(save.kind, there.value, rules)) {
		buffer_format(out, "%zu rules, as they were\n", rules->count);
		return RESULT_OK;
	}
	if (old->count > 0 && !asked->replace)
		return fault_set(f, RESULT_CONFLICT, "rules-there",
		    "there are %zu other rules; --replace puts these in their place", old->count);
	result = setting_save(&w, &save, &version, f);
	if (result == RESULT_OK)
		buffer_format(out, "%zu rules\n", rules->count);
	return result;
}
