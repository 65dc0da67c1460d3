/* setting.c - what is the same for all kinds of settings: open, take, preview, save, undo; see setting.h. */
#include "setting.h"

#include <string.h>

#include "parley/store_setting.h"
#include "parley/utf8.h"
#include "setting_words.h"
#include "snapshot.h"

#define WHY_LONGEST 500 /* code points */

static enum result
store_fault(const struct setting_work *w, struct fault *f, enum result r)
{
	if (f->result != RESULT_OK)
		return f->result;
	return fault_set(f, r, "settings-store", "The settings cannot be read or written just now (%s). Try again in a minute.",
	                 store_trouble(w->app->store));
}

enum result
setting_begin(struct app *app, struct arena *a, struct setting_work *w, struct fault *f)
{
	struct instance instance;
	enum result r = store_instance(app->store, &instance);

	if (r != RESULT_OK)
		return fault_set(f, r, "store", "the database cannot be read (%s); was `parley migrate` run?", result_name(r));
	*w = (struct setting_work){ .app = app, .arena = a, .now = instant_now() + instance.clock_offset,
		.edition_id = instance.edition_id };
	return snapshot_refresh(app, instance.generation, f);
}

const struct policy *
setting_policy(const struct setting_work *w)
{
	return snapshot_policy(w->app->snapshot, w->edition_id);
}

/* --- reading --- */

static enum result
parse(const struct setting_work *w, const struct setting_kind *k, const struct setting *row, const void **out,
      struct fault *f)
{
	const struct json_limits limits = { .length = k->longest, .depth = k->depth };
	const struct cJSON *tree;
	struct json_at root;
	enum result r = json_read(row->value, row->length, &limits, w->arena, &tree, f);

	if (r != RESULT_OK)
		return r;
	root = json_root(tree);
	return k->read(w, &root, out, f) ? RESULT_OK : f->result;
}

void
setting_value(const struct setting_work *w, struct setting_version *v)
{
	struct fault unsaid;

	fault_init(&unsaid, w->arena);
	v->unreadable = parse(w, v->kind, &v->row, &v->value, &unsaid) != RESULT_OK;
	if (v->unreadable)
		v->value = v->kind->otherwise(w);
}

enum result
setting_open(const struct setting_work *w, const struct setting_kind *k, uint32_t version, struct setting_version *out,
             struct fault *f)
{
	struct setting_version v = { .kind = k, .row = { .name = k->name, .at = INSTANT_NONE } };
	enum result r = store_setting(w->app->store, k->name, version, w->arena, &v.row);

	if (r == RESULT_NOT_FOUND && version != 0)
		return fault_set(f, r, "no-such-version", "This setting has no version %u.", version);
	if (r == RESULT_NOT_FOUND)
		v.value = k->otherwise(w);
	else if (r != RESULT_OK)
		return store_fault(w, f, r);
	else
		setting_value(w, &v);
	*out = v;
	return RESULT_OK;
}

static enum result
check(const struct setting_work *w, const struct setting_kind *k, const char *at, const void *value, struct fault *f)
{
	enum result r = k->check != NULL ? k->check(w, at, value, f) : RESULT_OK;

	return r == RESULT_OK ? r : store_fault(w, f, r);
}

enum result
setting_check(const struct setting_work *w, const struct setting_kind *k, const void *value, struct fault *f)
{
	return check(w, k, "", value, f);
}

enum result
setting_take(const struct setting_work *w, const struct setting_kind *k, const struct json_at *at, const void **out,
             struct fault *f)
{
	const void *value;

	if (!json_present(at)) {
		(void)json_fault(at, f, "Send the value of the setting.");
		return f->result;
	}
	if (!k->read(w, at, &value, f))
		return f->result;
	*out = value;
	return check(w, k, json_pointer(at, w->arena), value, f);
}

enum result
setting_before(const struct setting_work *w, const struct setting_version *v, const void **out, struct fault *f)
{
	struct setting_version earlier;
	enum result r;

	if (v->row.version <= 1) {
		*out = v->kind->otherwise(w);
		return RESULT_OK;
	}
	r = setting_open(w, v->kind, v->row.version - 1, &earlier, f);
	if (r == RESULT_OK)
		*out = earlier.value;
	return r;
}

/* --- what a change would do --- */

enum result
setting_preview(const struct setting_work *w, const struct setting_kind *k, const void *before, const void *after,
                struct setting_preview *out, struct fault *f)
{
	struct setting_lines old = { .arena = w->arena }, new = { .arena = w->arena };
	struct setting_preview p = { .arena = w->arena };
	struct setting_section *changes;
	enum result r;

	changes = setting_section_add(&p, "changes", "What is set differently", SETTING_PLAIN);
	k->describe(w, before, &old);
	k->describe(w, after, &new);
	setting_differences(&old, &new, changes);
	if (k->preview != NULL) {
		r = k->preview(w, before, after, &p, f);
		if (r != RESULT_OK)
			return store_fault(w, f, r);
	}
	/* What differs and has no words of its own is a change all the same. */
	if (changes->count == 0 && !setting_same(k, before, after))
		setting_say(changes, "Details", "differ");
	out->first = p.first;
	return RESULT_OK;
}

/* --- saving --- */

static enum result
why_check(const struct setting_work *w, const char *why, struct fault *f)
{
	if (why == NULL && w->person_id != 0)
		return fault_field(f, "/why", "Say why: it is kept in the history");
	if (why != NULL && utf8_length(why) > WHY_LONGEST)
		return fault_field(f, "/why", "Say it in at most %d characters", WHY_LONGEST);
	return RESULT_OK;
}

static char *
text_of(const struct setting_kind *k, const void *value, struct arena *a)
{
	struct buffer b;
	char *text;

	buffer_init(&b, k->longest);
	k->write(&b, NULL, value);
	text = buffer_ok(&b) ? arena_bytes(a, b.data, b.length) : NULL;
	buffer_clear(&b);
	return text;
}

bool
setting_same(const struct setting_kind *k, const void *one, const void *other)
{
	struct arena *a = arena_new();
	const char *x = text_of(k, one, a), *y = text_of(k, other, a);
	bool same = x != NULL && y != NULL && strcmp(x, y) == 0;

	arena_free(a);
	return same;
}

struct applying {
	const struct setting_work *work;
	const struct setting_kind *kind;
	const void *value;
};

static enum result
apply(void *context)
{
	const struct applying *x = context;

	return x->kind->apply(x->work, x->value);
}

static enum result
changed_meanwhile(struct fault *f)
{
	return fault_set(f, RESULT_CONFLICT, "setting-changed",
	                 "Somebody else changed this setting meanwhile. Nothing of yours was saved. Look at both, then decide.");
}

/* The newest version, when it is what this very save made: its answer was lost, and it was sent again. */
static bool
is_mine(const struct setting_work *w, const struct setting_save *s, const struct setting *newest, const char *text)
{
	return newest->version == s->expect + 1 && newest->person_id == w->person_id && newest->undoes == s->undoes &&
	       newest->restores == s->restores &&
	       strcmp(newest->value, text) == 0 && strcmp(newest->why ? newest->why : "", s->why ? s->why : "") == 0;
}

static enum result
is_new(const struct setting_work *w, const struct setting_save *s, const char *text, bool *saved_already,
       struct fault *f)
{
	struct setting_version newest;
	enum result r = setting_open(w, s->kind, 0, &newest, f);

	if (r != RESULT_OK)
		return r;
	*saved_already = newest.row.version != 0 && is_mine(w, s, &newest.row, text);
	if (*saved_already)
		return RESULT_OK;
	if (newest.row.version != s->expect)
		return changed_meanwhile(f);
	if (newest.unreadable)
		return RESULT_OK;
	if (setting_same(s->kind, newest.value, s->value))
		return fault_set(f, RESULT_INVALID, "unchanged", "This is what is set already: there is nothing to save.");
	return RESULT_OK;
}

enum result
setting_save(const struct setting_work *w, const struct setting_save *s, uint32_t *version, struct fault *f)
{
	struct settings_change change = { s->kind->name, NULL, s->why, w->person_id, w->now };
	struct applying context = { w, s->kind, s->value };
	struct setting_write write = { .name = s->kind->name, .value = text_of(s->kind, s->value, w->arena),
		.expect = s->expect, .undoes = s->undoes, .restores = s->restores, .change = &change,
		.apply = s->kind->apply != NULL ? apply : NULL, .context = &context };
	bool saved_already = false;
	enum result r = why_check(w, s->why, f);

	if (r != RESULT_OK)
		return r;
	if (write.value == NULL)
		return fault_set(f, RESULT_LIMIT, "too-large", "This setting may take %zu bytes at most.", s->kind->longest);
	r = is_new(w, s, write.value, &saved_already, f);
	if (r == RESULT_OK && !saved_already)
		r = store_setting_add(w->app->store, &write);
	if (r == RESULT_CONFLICT && f->result == RESULT_OK)
		return changed_meanwhile(f);
	if (r != RESULT_OK)
		return store_fault(w, f, r);
	*version = s->expect + 1;
	return RESULT_OK;
}

enum result
setting_undo(const struct setting_work *w, const struct setting_kind *k, const struct setting_back *back, uint32_t *made,
             struct fault *f)
{
	struct setting_save save = { .kind = k, .expect = back->version, .undoes = back->version, .restores = back->restores,
		.why = back->why };
	struct setting_version v;
	enum result r;

	if (back->version == 0)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-version", "This setting was never changed.");
	if (back->restores >= back->version)
		return fault_field(f, "/to", "Name an earlier version than %u, or 0 for what held before any", back->version);
	r = setting_open(w, k, back->restores + 1, &v, f);
	if (r == RESULT_OK)
		r = setting_before(w, &v, &save.value, f);
	/* What held then may not hold any more: an agency may be gone. */
	if (r == RESULT_OK)
		r = check(w, k, "", save.value, f);
	return r == RESULT_OK ? setting_save(w, &save, made, f) : r;
}
