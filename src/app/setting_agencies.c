/*
 * setting_agencies.c - the agencies of the partnership, as a setting: read, written, in words, checked, made rows of.
 * What a change of them does to people and escalations stands in setting_agencies_preview.c.
 *
 * An id stands in events, mapping rules and directories for good. So an agency is not taken out of the list while
 * anything names it: it is ended from a day on.
 */
#include "setting_agencies.h"

#include <string.h>

#include "directories.h"
#include "mapping.h"
#include "snapshot.h"

#define AGENCIES_MOST 1000
#define ID_LONGEST 64
#define NAME_LONGEST 300
#define NAMED_SHOWN 3 /* in one sentence; then how many more */

static const void *
otherwise(const struct setting_work *w)
{
	return ARENA_NEW(w->arena, struct agency_list);
}

/* --- from JSON and back --- */

/* Nothing was chosen or written yet: the page sends null for it. */
static bool
read_said(const struct json_at *at, size_t longest, const char *missing, const char **out, struct fault *f)
{
	const char *text = json_peek(at);

	if (!json_present(at) || (text != NULL && text[0] == '\0'))
		return json_fault(at, f, "%s", missing);
	return json_get_line(at, longest, out, f);
}

bool
setting_agency_read(const struct json_at *at, struct agency *out, struct fault *f)
{
	static const char *const keys[] = { "id", "name", "sector", "directory_name", "ended_from" };
	struct json_at id = json_member(at, keys[0]), name = json_member(at, keys[1]), sector = json_member(at, keys[2]),
		       directory_name = json_member(at, keys[3]), ended = json_member(at, keys[4]);
	bool good = json_known_keys(at, keys, sizeof(keys) / sizeof(keys[0]), f);

	*out = (struct agency){ .ended_from = DAY_NONE };
	good = read_said(&id, ID_LONGEST, "Write an id, such as harbour-families.", &out->id, f) && good;
	good = read_said(&name, NAME_LONGEST, "Write what the agency is called.", &out->name, f) && good;
	good = read_said(&sector, ID_LONGEST, "Choose a sector.", &out->sector, f) && good;
	if (json_present(&directory_name))
		good = json_get_line(&directory_name, NAME_LONGEST, &out->directory_name, f) && good;
	if (json_present(&ended))
		good = setting_day_read(&ended, &out->ended_from, f) && good;
	return good;
}

static bool
read_agencies(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "agencies" };
	struct json_at list = json_member(at, keys[0]), each = { .value = NULL };
	struct agency_list *value = ARENA_NEW(w->arena, struct agency_list);
	bool good = json_known_keys(at, keys, 1, f);

	if (!good || !json_expect_array(&list, f))
		return false;
	if (json_count(&list) > AGENCIES_MOST)
		return json_fault(&list, f, "There may be %d agencies at most.", AGENCIES_MOST);
	value->items = ARENA_ARRAY(w->arena, json_count(&list), struct agency);
	while (json_next(&list, &each)) {
		struct agency *ag = &value->items[value->count];
		struct json_at id = json_member(&each, "id");

		good = setting_agency_read(&each, ag, f) && good;
		if (ag->id != NULL && setting_agency_find(value->items, value->count, ag->id) != NULL)
			good = json_fault(&id, f, "Another agency has this id.");
		value->count++;
	}
	*out = value;
	return good;
}

static void
write_agencies(struct buffer *b, const char *name, const void *value)
{
	const struct agency_list *list = value;

	json_object(b, name);
	json_array(b, "agencies");
	for (size_t i = 0; i < list->count; i++) {
		const struct agency *ag = &list->items[i];

		json_object(b, NULL);
		json_string(b, "id", ag->id);
		json_string(b, "name", ag->name);
		json_string(b, "sector", ag->sector);
		json_string(b, "directory_name", ag->directory_name);
		setting_day_write(b, "ended_from", ag->ended_from);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

/* --- in words --- */

const struct agency *
setting_agency_find(const struct agency *list, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].id != NULL && strcmp(list[i].id, id) == 0)
			return &list[i];
	}
	return NULL;
}

const char *
setting_sector_name(const struct setting_work *w, const char *id)
{
	const struct mapping m = mapping_with(w, NULL, NULL);

	return strcmp(id, ROLE_SECTOR_PARTNERSHIP) == 0 ? "The partnership itself" : mapping_sector_name(&m, id);
}

/* By its id, which stays whatever the agency is called. */
static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct agency_list *list = value;

	for (size_t i = 0; i < list->count; i++) {
		const struct agency *ag = &list->items[i];
		const char *in = ag->directory_name == NULL ? "; no name in the directory" :
		    strcmp(ag->directory_name, ag->name) == 0 ? "" :
		    arena_format(w->arena, "; in the directory ‘%s’", ag->directory_name);
		const char *ended = ag->ended_from == DAY_NONE ? "" :
		    arena_format(w->arena, "; ended from %s", setting_day_words(ag->ended_from, w->arena));

		setting_line_add(out, ag->id, "%s; %s%s%s", ag->name, setting_sector_name(w, ag->sector), in, ended);
	}
}

/* --- against what is there --- */

bool
setting_sector_known(const struct setting_work *w, const char *id)
{
	const struct policy *p = setting_policy(w);

	if (p == NULL || strcmp(id, ROLE_SECTOR_PARTNERSHIP) == 0)
		return true;
	for (size_t i = 0; i < p->sector_count; i++) {
		if (strcmp(p->sectors[i].id, id) == 0)
			return true;
	}
	return false;
}

static bool
is_plain_id(const char *id)
{
	return strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id);
}

static bool
goes_on(const struct agency *ag)
{
	return ag->ended_from == DAY_NONE;
}

/* Two that go on may neither be called alike, nor be meant by one name in the directory. */
static void
check_alone(const struct setting_work *w, const char *at, const struct agency_list *list, size_t i, struct fault *f)
{
	const struct agency *ag = &list->items[i];
	bool named = false, meant = false;

	for (size_t k = 0; goes_on(ag) && k < list->count; k++) {
		const struct agency *other = &list->items[k];

		if (k == i || !goes_on(other))
			continue;
		named = named || role_title_same(other->name, ag->name);
		meant = meant || (other->directory_name != NULL && ag->directory_name != NULL &&
		                  role_title_same(other->directory_name, ag->directory_name));
	}
	if (named)
		(void)fault_field(f, arena_format(w->arena, "%s/name", at), "Another agency is called this.");
	if (meant)
		(void)fault_field(f, arena_format(w->arena, "%s/directory_name", at),
		                  "The directory's name stands for another agency already.");
}

/* What is not changed is not asked about: a policy that came into force later may not know a sector. */
static void
check_one(const struct setting_work *w, const char *at, const struct agency_list *list, size_t i, struct fault *f)
{
	const struct snapshot *s = w->app->snapshot;
	const struct agency *ag = &list->items[i];
	const struct agency *old = setting_agency_find(s->agencies, s->agency_count, ag->id);

	if (old == NULL && !is_plain_id(ag->id))
		(void)fault_field(f, arena_format(w->arena, "%s/id", at), "Use small letters, digits and hyphens alone.");
	if ((old == NULL || strcmp(old->sector, ag->sector) != 0) && !setting_sector_known(w, ag->sector))
		(void)fault_field(f, arena_format(w->arena, "%s/sector", at), "The policy in force has no such sector. Choose one of the list.");
	if (old == NULL || strcmp(old->name, ag->name) != 0 || old->ended_from != ag->ended_from ||
	    strcmp(old->directory_name ? old->directory_name : "", ag->directory_name ? ag->directory_name : "") != 0)
		check_alone(w, at, list, i, f);
}

static bool
is_in_settings(const struct snapshot *s, const char *id)
{
	const struct mapping_rules *rules = snapshot_setting(s, SETTING_MAPPING);
	const struct directory_sources *sources = snapshot_setting(s, SETTING_DIRECTORIES);

	for (size_t i = 0; i < rules->count; i++) {
		if (rules->items[i].agency_id != NULL && strcmp(rules->items[i].agency_id, id) == 0)
			return true;
	}
	for (size_t i = 0; i < sources->count; i++) {
		const struct directory_settings *d = &sources->list[i].settings;

		for (size_t k = 0; k < d->agency_count; k++) {
			if (strcmp(d->agencies[k].agency_id, id) == 0)
				return true;
		}
	}
	return false;
}

/* One sentence for all of them: whoever saves an empty list is not told the same thirteen times. */
static void
say_named(const char *at, const struct agency *const *named, size_t count, struct arena *a, struct fault *f)
{
	const char *words = "";

	for (size_t i = 0; i < count && i < NAMED_SHOWN; i++)
		words = arena_format(a, "%s%s%s (%s)", words, i == 0 ? "" : i + 1 == count ? " and " : ", ", named[i]->name, named[i]->id);
	if (count > NAMED_SHOWN)
		words = arena_format(a, "%s and %zu more", words, count - NAMED_SHOWN);
	if (count > 0)
		(void)fault_field(f, arena_format(a, "%s/agencies", at),
		    "%s must stay in the list: people, escalations, rules or directories name %s. End %s from a day on instead.", words,
		    count == 1 ? "it" : "them", count == 1 ? "it" : "each");
}

static enum result
check_gone(const struct setting_work *w, const char *at, const struct agency_list *list, struct fault *f)
{
	const struct snapshot *s = w->app->snapshot;
	const struct agency **kept = ARENA_ARRAY(w->arena, s->agency_count, const struct agency *);
	size_t count = 0;

	for (size_t i = 0; i < s->agency_count; i++) {
		const struct agency *ag = &s->agencies[i];
		bool named = false;
		enum result r;

		if (setting_agency_find(list->items, list->count, ag->id) != NULL)
			continue;
		r = store_agency_named(w->app->store, ag->id, &named);
		if (r != RESULT_OK)
			return r;
		if (named || is_in_settings(s, ag->id))
			kept[count++] = ag;
	}
	say_named(at, kept, count, w->arena, f);
	return RESULT_OK;
}

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct agency_list *list = value;
	enum result r;

	for (size_t i = 0; i < list->count; i++)
		check_one(w, arena_format(w->arena, "%s/agencies/%zu", at, i), list, i, f);
	r = check_gone(w, at, list, f);
	return r == RESULT_OK ? f->result : r;
}

/* --- made rows of --- */

static bool
same(const struct agency *one, const struct agency *other)
{
	return strcmp(one->name, other->name) == 0 && strcmp(one->sector, other->sector) == 0 &&
	       strcmp(one->directory_name ? one->directory_name : "", other->directory_name ? other->directory_name : "") == 0 &&
	       one->ended_from == other->ended_from;
}

static enum result
rows_put(const struct setting_work *w, const struct agency_list *list)
{
	struct agency *there;
	size_t count;
	enum result r = store_agencies(w->app->store, w->arena, &there, &count);

	for (size_t i = 0; r == RESULT_OK && i < list->count; i++) {
		const struct agency *old = setting_agency_find(there, count, list->items[i].id);

		if (old == NULL || !same(old, &list->items[i]))
			r = store_agency_put(w->app->store, &list->items[i]);
	}
	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		if (setting_agency_find(list->items, list->count, there[i].id) == NULL)
			r = store_agency_remove(w->app->store, there[i].id);
	}
	return r;
}

/* Rules may name sectors: who moves to another has other roles at once. */
static enum result
apply(const struct setting_work *w, const void *value)
{
	struct setting_version rules, grants;
	struct fault unsaid;
	struct mapping m;
	enum result r = rows_put(w, value);

	fault_init(&unsaid, w->arena);
	if (r == RESULT_OK)
		r = setting_open(w, setting_kind(SETTING_MAPPING), 0, &rules, &unsaid);
	if (r == RESULT_OK)
		r = setting_open(w, setting_kind(SETTING_GRANTS), 0, &grants, &unsaid);
	if (r != RESULT_OK)
		return r;
	m = mapping_with(w, rules.value, grants.value);
	return mapping_reapply(w->app, &m);
}

const struct setting_kind setting_agencies = {
	.name = "agencies",
	.title = "Agencies",
	.summary = "Who works in the partnership, in which sector, and what the directory calls them.",
	.longest = (size_t)240 * 1024,
	.depth = 4,
	.otherwise = otherwise,
	.read = read_agencies,
	.write = write_agencies,
	.describe = describe,
	.check = check,
	.preview = setting_agencies_preview,
	.apply = apply,
	.offer = setting_agencies_offer,
	.attention = setting_agencies_attention,
};
