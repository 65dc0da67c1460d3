/* settings.c - the requests of the settings pages; see parley/settings.h. */
#include "parley/settings.h"
#include "parley/store_setting.h"

#include <stdlib.h>
#include <string.h>

#include "me.h"
#include "parley/utf8.h"
#include "setting_words.h"
#include "snapshot.h"

#define HISTORY_SHOWN 50
#define BODY_SLACK 8192 /* why, and the names of members */

static enum result
begin(struct app *app, const struct app_request *r, struct setting_work *w, struct fault *f)
{
	*w = (struct setting_work){ .app = app, .arena = r->arena, .now = r->now,
		.edition_id = r->session->instance.edition_id, .person_id = r->session->person.id };
	return snapshot_refresh(app, r->session->instance.generation, f);
}

static enum result
unread(struct fault *f, enum result r)
{
	return fault_set(f, r, "settings-store", "The settings cannot be read just now. Try again in a minute.");
}

/* --- all of them --- */

static void
stamp_write(struct buffer *out, const struct setting *row)
{
	json_int(out, "version", row->version);
	instant_words_json(out, "at", row->at);
	json_string(out, "who", row->who);
	json_string(out, "why", row->why);
}

static enum result
summary_write(struct buffer *out, const struct setting_work *w, const struct setting_kind *k, struct fault *f)
{
	struct setting_lines attention = { .arena = w->arena };
	struct setting_version v;
	enum result r = setting_open(w, k, 0, &v, f);

	if (r == RESULT_OK && v.unreadable)
		setting_line_add(&attention, "What is stored cannot be read by this version of Parley",
		                 "what came with the installation holds until it is saved again");
	if (r == RESULT_OK && k->attention != NULL)
		r = k->attention(w, v.value, &attention);
	if (r != RESULT_OK)
		return r;
	json_object(out, NULL);
	json_string(out, "name", k->name);
	json_string(out, "title", k->title);
	json_string(out, "summary", k->summary);
	stamp_write(out, &v.row);
	setting_lines_write(out, "attention", &attention);
	json_end_object(out);
	return RESULT_OK;
}

static enum result
journal_write(struct buffer *out, const struct setting_work *w)
{
	struct settings_entry *entries;
	size_t count;
	enum result r = store_settings_history(w->app->store, false, HISTORY_SHOWN, w->arena, &entries, &count);

	if (r != RESULT_OK)
		return r;
	json_array(out, "history");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		instant_words_json(out, "at", entries[i].at);
		json_string(out, "who", entries[i].who);
		json_string(out, "what", entries[i].what);
		json_string(out, "detail", entries[i].detail);
		json_string(out, "why", entries[i].why);
		json_end_object(out);
	}
	json_end_array(out);
	return RESULT_OK;
}

enum result
settings_all(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct setting_work w;
	enum result result = begin(app, r, &w, f);

	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_array(out, "settings");
	for (int id = 0; result == RESULT_OK && id < SETTING_COUNT; id++)
		result = summary_write(out, &w, setting_kind((enum setting_id)id), f);
	json_end_array(out);
	if (result == RESULT_OK)
		result = journal_write(out, &w);
	json_end_object(out);
	return result == RESULT_OK ? result : unread(f, result);
}

/* --- one --- */

static enum result
history_write(struct buffer *out, const struct setting_work *w, const char *name)
{
	struct setting *rows;
	size_t count;
	enum result r = store_setting_history(w->app->store, name, HISTORY_SHOWN, w->arena, &rows, &count);

	if (r != RESULT_OK)
		return r;
	json_int(out, "newest", count > 0 ? rows[0].version : 0);
	json_array(out, "history");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		stamp_write(out, &rows[i]);
		json_int(out, "undoes", rows[i].undoes);
		json_int(out, "restores", rows[i].restores);
		json_end_object(out);
	}
	json_end_array(out);
	return RESULT_OK;
}

/* What this version set differently from the one before it; with `previous`, the value of that one too. */
static enum result
changed_write(struct buffer *out, const struct setting_work *w, const struct setting_version *v, bool previous,
              struct fault *f)
{
	struct setting_lines old = { .arena = w->arena }, new = { .arena = w->arena };
	struct setting_preview none = { .arena = w->arena };
	struct setting_section *s = setting_section_add(&none, "changes", "", SETTING_PLAIN);
	const void *before = v->value;
	enum result r = v->row.version > 0 ? setting_before(w, v, &before, f) : RESULT_OK;

	if (r != RESULT_OK)
		return r;
	v->kind->describe(w, before, &old);
	v->kind->describe(w, v->value, &new);
	setting_differences(&old, &new, s);
	setting_lines_write(out, "lines", &new);
	setting_lines_write(out, "changed", &s->lines);
	if (previous)
		v->kind->write(out, "previous", before);
	return RESULT_OK;
}

static enum result
offer_write(struct buffer *out, const struct setting_work *w, const struct setting_version *v, struct fault *f)
{
	enum result r = RESULT_OK;

	json_object(out, "offer");
	if (v->kind->offer != NULL)
		r = v->kind->offer(w, v->value, out, f);
	json_end_object(out);
	return r;
}

static enum result
version_parse(const char *text, uint32_t *out, struct fault *f)
{
	char *end;
	unsigned long n;

	if (text == NULL) {
		*out = 0;
		return RESULT_OK;
	}
	n = strtoul(text, &end, 10);
	if (text[0] < '1' || text[0] > '9' || *end != '\0' || strlen(text) > 9)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-version", "There is no such version.");
	*out = (uint32_t)n;
	return RESULT_OK;
}

static enum result
one_write(struct buffer *out, const struct app_request *r, const struct setting_work *w,
          const struct setting_version *v, bool previous, struct fault *f)
{
	enum result result;

	json_object(out, NULL);
	me_write(w->app, r, out, "me");
	json_string(out, "name", v->kind->name);
	json_string(out, "title", v->kind->title);
	json_string(out, "summary", v->kind->summary);
	stamp_write(out, &v->row);
	v->kind->write(out, "value", v->value);
	result = changed_write(out, w, v, previous, f);
	if (result == RESULT_OK)
		result = offer_write(out, w, v, f);
	if (result == RESULT_OK)
		result = history_write(out, w, v->kind->name);
	json_end_object(out);
	return result;
}

enum result
settings_one(struct app *app, const struct app_request *r, const char *name, const char *version, const char **etag,
             struct buffer *out, struct fault *f)
{
	const struct setting_kind *k = setting_find(name, f);
	struct setting_version v;
	struct setting_work w;
	uint32_t number = 0;
	enum result result = k != NULL ? begin(app, r, &w, f) : f->result;

	if (result == RESULT_OK)
		result = version_parse(version, &number, f);
	if (result == RESULT_OK)
		result = setting_open(&w, k, number, &v, f);
	if (result == RESULT_OK)
		result = one_write(out, r, &w, &v, number != 0, f);
	if (result != RESULT_OK)
		return unread(f, result);
	*etag = number == 0 ? arena_format(r->arena, "\"%u\"", v.row.version) : NULL;
	return RESULT_OK;
}

/* --- changes --- */

struct asked {
	const void *value;
	const char *why;
	int64_t version, to; /* to: the one before, if it was not said */
};

/* Which members a body has: "value why", with k's value; "version why to" for undo, of which `to` may be left out. */
static void
read_versions(const struct json_at *root, struct asked *out, struct fault *f)
{
	struct json_at version = json_member(root, "version"), to = json_member(root, "to");

	(void)json_get_int(&version, 1, UINT32_MAX, &out->version, f);
	out->to = out->version - 1;
	if (json_present(&to))
		(void)json_get_int(&to, 0, UINT32_MAX, &out->to, f);
}

static enum result
asked_read(const struct setting_work *w, const struct setting_kind *k, const struct app_request *r,
           const char *const keys[3], struct asked *out, struct fault *f)
{
	const struct json_limits limits = { .length = k->longest + BODY_SLACK, .depth = k->depth + 1 };
	struct json_at root, first, why;
	const struct cJSON *tree;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	first = json_member(&root, keys[0]);
	if (!json_known_keys(&root, keys, keys[1] == NULL ? 1 : keys[2] == NULL ? 2 : 3, f))
		return f->result;
	if (strcmp(keys[0], "version") == 0)
		read_versions(&root, out, f);
	else
		result = setting_take(w, k, &first, &out->value, f);
	if (keys[1] == NULL || (result != RESULT_OK && result != RESULT_INVALID))
		return result;
	why = json_member(&root, keys[1]);
	if (json_peek(&why) == NULL || utf8_is_blank(json_peek(&why)))
		return fault_field(f, "/why", "Say why: it is kept in the history");
	(void)json_get_text(&why, 0, &out->why, f);
	return f->result;
}

enum result
setting_asked(struct app *app, const struct app_request *r, const struct setting_kind *k, struct setting_work *w,
              const void **value, struct fault *f)
{
	static const char *const keys[3] = { "value" };
	struct asked asked = { .value = NULL };
	enum result result = begin(app, r, w, f);

	if (result == RESULT_OK)
		result = asked_read(w, k, r, keys, &asked, f);
	if (result == RESULT_OK)
		*value = asked.value;
	return result;
}

enum result
settings_preview(struct app *app, const struct app_request *r, const char *name, struct buffer *out, struct fault *f)
{
	const struct setting_kind *k = setting_find(name, f);
	struct setting_preview preview = { .arena = r->arena };
	struct setting_version now;
	struct setting_work w;
	const void *value = NULL;
	enum result result = k != NULL ? setting_asked(app, r, k, &w, &value, f) : f->result;

	if (result == RESULT_OK)
		result = setting_open(&w, k, 0, &now, f);
	if (result == RESULT_OK)
		result = setting_preview(&w, k, now.value, value, &preview, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_int(out, "version", now.row.version);
	setting_preview_write(out, "sections", &preview);
	json_end_object(out);
	return RESULT_OK;
}

/* What somebody else saved meanwhile, beside what was to be saved: for the problem document. */
static void
conflict_write(struct buffer *out, const struct setting_work *w, const struct setting_kind *k, uint32_t seen,
               const void *yours)
{
	struct setting_lines lines[3] = { { .arena = w->arena }, { .arena = w->arena }, { .arena = w->arena } };
	struct setting_version theirs, before;
	struct fault unsaid;

	fault_init(&unsaid, w->arena);
	if (setting_open(w, k, 0, &theirs, &unsaid) != RESULT_OK)
		return;
	/* A version that never was: then all that there is may be news. */
	if (setting_open(w, k, seen, &before, &unsaid) != RESULT_OK || seen == 0)
		before.value = k->otherwise(w);
	k->describe(w, before.value, &lines[0]);
	k->describe(w, yours != NULL ? yours : before.value, &lines[1]);
	k->describe(w, theirs.value, &lines[2]);
	json_object(out, NULL);
	json_object(out, "theirs");
	stamp_write(out, &theirs.row);
	k->write(out, "value", theirs.value);
	json_end_object(out);
	setting_compare_write(out, "compared", &lines[0], &lines[1], &lines[2]);
	json_end_object(out);
}

static enum result
saved_write(struct buffer *out, uint32_t version)
{
	json_object(out, NULL);
	json_int(out, "version", version);
	json_end_object(out);
	return RESULT_OK;
}

/* "3" with its quotes, as an ETag is; nginx makes it weak when it compresses. */
static enum result
if_match_parse(const char *header, uint32_t *out, struct fault *f)
{
	char *end = NULL;
	unsigned long n = 0;

	if (header != NULL && strncmp(header, "W/", 2) == 0)
		header += 2;
	if (header != NULL && header[0] == '"' && header[1] >= '0' && header[1] <= '9')
		n = strtoul(header + 1, &end, 10);
	if (end == NULL || strcmp(end, "\"") != 0 || n > UINT32_MAX)
		return fault_set(f, RESULT_INVALID, "if-match",
		                 "The header If-Match must hold the version that was seen, such as \"3\".");
	*out = (uint32_t)n;
	return RESULT_OK;
}

enum result
settings_put(struct app *app, const struct app_request *r, const char *name, const char *if_match, struct buffer *out,
             struct fault *f)
{
	static const char *const keys[3] = { "value", "why" };
	struct setting_save save = { .kind = setting_find(name, f) };
	struct asked asked = { .value = NULL };
	struct setting_work w;
	uint32_t version;
	enum result result = save.kind != NULL ? if_match_parse(if_match, &save.expect, f) : f->result;

	if (result == RESULT_OK)
		result = begin(app, r, &w, f);
	if (result == RESULT_OK)
		result = asked_read(&w, save.kind, r, keys, &asked, f);
	if (result != RESULT_OK)
		return result;
	save.value = asked.value;
	save.why = asked.why;
	result = setting_save(&w, &save, &version, f);
	if (result == RESULT_CONFLICT)
		conflict_write(out, &w, save.kind, save.expect, save.value);
	return result == RESULT_OK ? saved_write(out, version) : result;
}

enum result
settings_undo(struct app *app, const struct app_request *r, const char *name, struct buffer *out, struct fault *f)
{
	static const char *const keys[3] = { "version", "why", "to" };
	const struct setting_kind *k = setting_find(name, f);
	struct asked asked = { .version = 0 };
	struct setting_work w;
	uint32_t made;
	enum result result = k != NULL ? begin(app, r, &w, f) : f->result;

	if (result == RESULT_OK)
		result = asked_read(&w, k, r, keys, &asked, f);
	if (result == RESULT_OK)
		result = setting_undo(&w, k, &(struct setting_back){ (uint32_t)asked.version, (uint32_t)asked.to, asked.why },
		                      &made, f);
	if (result == RESULT_CONFLICT)
		conflict_write(out, &w, k, (uint32_t)asked.version, NULL);
	return result == RESULT_OK ? saved_write(out, made) : result;
}
