/* administer_people.c - agencies, mapping rules, and everybody from the directory; see parley/app.h. */
#include <string.h>

#include "parley/app.h"
#include "parley/json.h"
#include "mapping.h"
#include "parley/text_file.h"

#define AGENCIES_LONGEST ((size_t)1024 * 1024)
/* A refresh that would put more than this share of all people out of office is taken for a mistake. */
#define RETIRED_AT_MOST_PERCENT 20

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

enum result
app_mapping_fill(struct app *owner, struct arena *a, const char *policy_id, bool replace,
    struct buffer *out, struct fault *f)
{
	struct mapping_rule *rules, *there;
	size_t count, there_count;
	enum result result = mapping_from_policy(owner->store, a, policy_id, &rules, &count, f);

	if (result != RESULT_OK)
		return result;
	result = store_rules(owner->store, a, &there, &there_count);
	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	if (mapping_rules_same(rules, count, there, there_count)) {
		buffer_format(out, "%zu rules, as they were\n", count);
		return RESULT_OK;
	}
	if (there_count > 0 && !replace)
		return fault_set(f, RESULT_CONFLICT, "rules-there",
		    "there are %zu other rules; --replace throws them away", there_count);
	result = store_rules_replace(owner->store, rules, count);
	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	buffer_format(
	    out, "%zu rules; `parley directory refresh` gives people their roles by them\n", count);
	return RESULT_OK;
}

/* --- everybody --- */

struct tally {
	size_t people, without_agency, without_role;
};

static enum result
put_everybody(struct app *app, const struct directory_person *people, size_t count, instant now,
    struct tally *t)
{
	struct arena *a = arena_new();
	const struct mapping *mapping;
	enum result result = mapping_load(app->store, a, &mapping);

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		struct person p;
		int64_t id;

		mapping_apply(mapping, app->config->directory.name, &people[i], now, &p);
		result = store_person_put(app->store, &p, &id);
		t->people++;
		t->without_agency += p.agency_id == NULL;
		t->without_role += p.roles[0] == '\0';
	}
	arena_free(a);
	return result;
}

/* Leavers. A list that was cut short never comes here: directory_people gives its error instead. */
static enum result
retire(struct app *app, instant since, struct buffer *out, struct fault *f)
{
	const char *directory = app->config->directory.name;
	size_t unseen, active;
	enum result result = store_people_unseen(app->store, directory, since, &unseen, &active);

	if (result == RESULT_OK && unseen * 100 > active * RETIRED_AT_MOST_PERCENT)
		return fault_set(f, RESULT_LIMIT, "too-many-leavers",
		    "%zu of %zu people are no longer in the directory; that looks like a mistake, so nobody was put out of office",
		    unseen, active);
	if (result == RESULT_OK && unseen > 0)
		result = store_people_retire(app->store, directory, since);
	if (result != RESULT_OK)
		return store_fault(app->store, f, result);
	buffer_format(out, "%zu have left\n", unseen);
	return RESULT_OK;
}

enum result
app_refresh(struct app *app, struct arena *a, instant now, struct buffer *out, struct fault *f)
{
	struct directory_person *people;
	struct tally tally = { 0, 0, 0 };
	size_t count;
	enum result result = RESULT_OK;

	if (app->directory == NULL)
		result = directory_open(&app->config->directory, &app->directory, f);
	if (result == RESULT_OK)
		result = directory_people(app->directory, a, &people, &count, f);
	if (result != RESULT_OK)
		return result;
	/* No people at all is a wrong directory.base, never the truth. */
	if (count == 0)
		return fault_set(f, RESULT_INVALID, "directory-empty",
		    "the directory gave no people; look at directory.base and directory.people_filter");
	result = put_everybody(app, people, count, now, &tally);
	if (result != RESULT_OK)
		return store_fault(app->store, f, result);
	buffer_format(out, "%zu people; %zu without a known agency, %zu without a stage role; ",
	    tally.people, tally.without_agency, tally.without_role);
	return retire(app, now, out, f);
}
