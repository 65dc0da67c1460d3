/* administer_people.c - agencies and mapping rules; see parley/app.h. */
#include <string.h>

#include "parley/app.h"
#include "parley/json.h"
#include "edition.h"
#include "mapping.h"
#include "parley/text_file.h"

#define AGENCIES_LONGEST ((size_t)1024 * 1024)

static enum result
store_fault(struct store *store, struct fault *f, enum result result)
{
	return fault_set(f, result, "store", "the database did not take it (%s: %s)",
	    result_name(result), store_trouble(store));
}

/* --- agencies --- */

static bool
read_agency(const struct json_at *at, struct agency *out, struct fault *f)
{
	static const char *const keys[] = { "id", "name", "sector", "directory_name" };
	struct json_at id = json_member(at, "id"), name = json_member(at, "name"),
		       sector = json_member(at, "sector"),
		       directory_name = json_member(at, "directory_name");
	bool good = json_known_keys(at, keys, sizeof(keys) / sizeof(keys[0]), f);

	good = json_get_line(&id, 64, &out->id, f) && good;
	good = json_get_line(&name, 300, &out->name, f) && good;
	good = json_get_line(&sector, 64, &out->sector, f) && good;
	out->directory_name = out->name;
	if (json_present(&directory_name))
		good = json_get_line(&directory_name, 300, &out->directory_name, f) && good;
	return good;
}

/* All of the file is read before any of it is stored. */
static enum result
read_agencies(const char *text, size_t length, struct arena *a, struct agency **out, size_t *count,
    struct fault *f)
{
	static const struct json_limits limits = { AGENCIES_LONGEST, 4 };
	const struct cJSON *document;
	struct json_at root, each = { .value = NULL };
	enum result result = json_read(text, length, &limits, a, &document, f);
	size_t n = 0;

	if (result != RESULT_OK)
		return result;
	root = json_root(document);
	if (!json_expect_array(&root, f))
		return f->result;
	*out = ARENA_ARRAY(a, json_count(&root) + 1, struct agency);
	while (json_next(&root, &each))
		if (read_agency(&each, &(*out)[n], f))
			n++;
	*count = n;
	return f->result;
}

enum result
app_agencies_import(
    struct app *owner, struct arena *a, const char *file, struct buffer *out, struct fault *f)
{
	struct agency *agencies = NULL;
	const char *text;
	size_t length, count = 0;
	enum result result = text_file_read(file, AGENCIES_LONGEST, a, &text, &length, f);

	if (result == RESULT_OK)
		result = read_agencies(text, length, a, &agencies, &count, f);
	if (result != RESULT_OK)
		return result;
	for (size_t i = 0; i < count; i++) {
		result = store_agency_put(owner->store, &agencies[i]);
		if (result != RESULT_OK)
			return store_fault(owner->store, f, result);
	}
	buffer_format(out, "%zu agencies\n", count);
	return RESULT_OK;
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
