/*
 * retention_page.c - what is erased when, and what is held: for administrators, who see references and dates and no more; see
 * parley/retention.h.
 */
#include "parley/retention.h"

#include <stdlib.h>

#include "me.h"
#include "parley/json.h"
#include "parley/store_escalation.h"
#include "parley/store_retention.h"
#include "retention.h"
#include "snapshot.h"

enum { LOOKS_AHEAD_DAYS = 31, SHOWN_MOST = 100, SWEEPS_SHOWN = 10, HOLDS_SHOWN = 200, BODY_MOST = 8192, REFERENCE_MOST = 32 };
#define LOOK_SECONDS 2

static enum result
unread(enum result r, struct fault *f)
{
	return r == RESULT_OK || f->result != RESULT_OK ? r :
	       fault_set(f, r, "retention-unread", "This cannot be shown just now. Try again in a minute.");
}

static void
day_words_json(struct buffer *out, const char *name, day d)
{
	struct buffer words;

	buffer_init(&words, 0);
	day_write_words(&words, d);
	json_string(out, name, words.data);
	buffer_clear(&words);
}

/* --- what is due --- */

struct listing {
	struct buffer *out;
	size_t shown;
};

static enum result
item_write(void *context, const struct ended_case *c, const char *about, day due)
{
	struct listing *l = context;

	if (l->shown++ >= SHOWN_MOST)
		return RESULT_OK;
	json_object(l->out, NULL);
	json_string(l->out, "reference", c->reference);
	day_words_json(l->out, "ended", instant_day(c->changed));
	day_words_json(l->out, "due", due);
	json_string(l->out, "about", about);
	json_bool(l->out, "held", c->held);
	json_end_object(l->out);
	return RESULT_OK;
}

static void
counts_write(struct buffer *out, const char *name, const struct retention_counts *c)
{
	json_object(out, name);
	json_int(out, "ended", c->ended);
	json_int(out, "children", c->children);
	json_int(out, "adults", c->adults);
	json_int(out, "unknown", c->unknown);
	json_int(out, "held", c->held);
	json_end_object(out);
}

static enum result
due_write(struct app *app, const struct app_request *r, const struct retention *rules, struct buffer *out, struct fault *f)
{
	struct listing list = { .out = out };
	struct retention_scan scan = { .app = app, .rules = rules, .now = r->now,
		.by = instant_day(r->now) + LOOKS_AHEAD_DAYS, .until = instant_now() + LOOK_SECONDS * INSTANT_SECOND,
		.each = item_write, .context = &list };
	enum result result;

	day_words_json(out, "by", scan.by);
	json_array(out, "items");
	result = rules->count > 0 ? retention_scan(&scan, f) : RESULT_OK;
	json_end_array(out);
	json_bool(out, "more", list.shown > SHOWN_MOST);
	json_bool(out, "partial", rules->count > 0 && !scan.finished);
	counts_write(out, "counts", &scan.counts);
	return result;
}

/* --- sweeps and holds --- */

static void
sweep_write(struct buffer *out, const struct app_request *r, const struct sweep *s)
{
	static const char *const states[] = { [SWEEP_COUNTS] = "counts", [SWEEP_WAITS] = "waits", [SWEEP_ERASES] = "erases",
		                              [SWEEP_DONE] = "done" };
	struct retention_counts c = { s->ended, s->children, s->adults, s->unknown, s->held };

	json_object(out, NULL);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)s->id));
	json_string(out, "state", states[s->state]);
	instant_words_json(out, "begun", s->begun);
	counts_write(out, "counts", &c);
	json_int(out, "due", retention_total(&c));
	json_int(out, "erased", s->erased);
	instant_words_json(out, "confirmed_at", s->confirmed_at);
	json_string(out, "confirmed_by", s->confirmed_by);
	json_string(out, "confirmed_why", s->confirmed_why);
	json_end_object(out);
}

static enum result
sweeps_write(struct app *app, const struct app_request *r, struct buffer *out)
{
	struct sweep *list;
	size_t count = 0;
	enum result result = store_sweeps(app->store, SWEEPS_SHOWN, r->arena, &list, &count);

	json_array(out, "sweeps");
	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		sweep_write(out, r, &list[i]);
	json_end_array(out);
	return result;
}

static enum result
holds_write(struct app *app, const struct app_request *r, struct buffer *out)
{
	struct legal_hold *list;
	size_t count = 0;
	enum result result = store_holds(app->store, r->now, HOLDS_SHOWN, r->arena, &list, &count);

	json_array(out, "holds");
	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		json_object(out, NULL);
		json_string(out, "id", arena_format(r->arena, "%lld", (long long)list[i].id));
		json_string(out, "reference", list[i].reference);
		instant_words_json(out, "placed", list[i].placed_at);
		json_string(out, "by", list[i].placed_by);
		json_string(out, "why", list[i].why);
		if (list[i].until != INSTANT_NONE)
			day_words_json(out, "until", instant_day(list[i].until) - 1);
		else
			json_null(out, "until");
		json_end_object(out);
	}
	json_end_array(out);
	return result;
}

enum result
retention_show(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct retention *rules;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	rules = snapshot_setting(app->snapshot, SETTING_RETENTION);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_int(out, "rules", (int64_t)rules->count);
	json_int(out, "most_percent", rules->most_percent);
	result = due_write(app, r, rules, out, f);
	if (result == RESULT_OK)
		result = sweeps_write(app, r, out);
	if (result == RESULT_OK)
		result = holds_write(app, r, out);
	json_end_object(out);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "retention", 0, r->id, r->now);
	return unread(result, f);
}

/* --- changes --- */

static enum result
body_read(const struct app_request *r, const char *const *keys, size_t count, struct json_at *root, struct fault *f)
{
	const struct json_limits limits = { .length = BODY_MOST, .depth = 1 };
	const struct cJSON *tree;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	*root = json_root(tree);
	return json_known_keys(root, keys, count, f) ? RESULT_OK : f->result;
}

static const char *
text_of(const struct json_at *root, const char *name, size_t most, struct fault *f)
{
	struct json_at at = json_member(root, name);
	const char *text = NULL;

	(void)json_get_text(&at, most, &text, f);
	return text;
}

static struct hold_change
change_of(const struct app_request *r)
{
	return (struct hold_change){ .person_id = r->session->person.id, .now = r->now };
}

static int64_t
number_of(const char *text)
{
	char *end;
	int64_t n = text != NULL ? strtoll(text, &end, 10) : 0;

	return text != NULL && end != text && *end == '\0' && n > 0 ? n : 0;
}

static enum result
done(struct buffer *out, const char *title)
{
	json_object(out, NULL);
	json_string(out, "title", title);
	json_end_object(out);
	return RESULT_OK;
}

enum result
retention_confirm(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	static const char *const keys[] = { "sweep", "why" };
	struct hold_change by = change_of(r);
	struct json_at root;
	enum result result = body_read(r, keys, 2, &root, f);

	if (result != RESULT_OK)
		return result;
	by.id = number_of(text_of(&root, "sweep", REFERENCE_MOST, f));
	by.why = text_of(&root, "why", RETENTION_WHY_MOST, f);
	if (f->result != RESULT_OK)
		return f->result;
	result = retention_confirm_sweep(app, &by, f);
	return result == RESULT_OK ? done(out, "They are erased now, part by part") : result;
}

enum result
retention_hold(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	static const char *const keys[] = { "reference", "why", "until" };
	struct hold_change by = change_of(r);
	const char *reference, *until = NULL;
	struct json_at root, last;
	enum result result = body_read(r, keys, 3, &root, f);

	if (result != RESULT_OK)
		return result;
	reference = text_of(&root, "reference", REFERENCE_MOST, f);
	by.why = text_of(&root, "why", RETENTION_WHY_MOST, f);
	last = json_member(&root, "until");
	if (json_present(&last))
		until = text_of(&root, "until", REFERENCE_MOST, f);
	if (f->result != RESULT_OK)
		return f->result;
	result = retention_hold_place(app, r->arena, reference, until, &by, f);
	return result == RESULT_OK ? done(out, "It is held: it is not erased, whatever its age") : result;
}

enum result
retention_lift(struct app *app, const struct app_request *r, const char *id, struct buffer *out, struct fault *f)
{
	static const char *const keys[] = { "why" };
	struct hold_change by = change_of(r);
	struct json_at root;
	enum result result = body_read(r, keys, 1, &root, f);

	if (result != RESULT_OK)
		return result;
	by.id = number_of(id);
	by.why = text_of(&root, "why", RETENTION_WHY_MOST, f);
	if (f->result != RESULT_OK)
		return f->result;
	result = retention_hold_lift(app, &by, f);
	return result == RESULT_OK ? done(out, "The hold is lifted") : result;
}
