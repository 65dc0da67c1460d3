/*
 * policies_move.c - running escalations go on under another edition: the administrators' page. They see references, duties in
 * the policies' words, dates and clauses, and nothing else of a case.
 *
 * What would change is looked at part by part, so that no request takes long however many there are; the page adds the parts
 * up. The move itself is begun here and, where it takes longer than one request may, gone on with by parley-clock.
 */
#include <inttypes.h>
#include <string.h>

#include "me.h"
#include "parley/json.h"
#include "parley/policies_move.h"
#include "parley/store_escalation.h"
#include "parley/store_recount.h"
#include "recount.h"

#define BODY_MOST ((size_t)16 * 1024)
#define CURSOR_MOST 20
#define WHY_MOST 500
#define SHOWN_MOST 50
#define PASSES_SHOWN 20
#define PART_TIME (INSTANT_SECOND * 7 / 10)

static enum result
unread(struct fault *f, enum result result)
{
	return fault_set(f, result, "store", "The escalations cannot be read just now. Try again in a minute.");
}

/* --- what is there --- */

static void
id_write(struct buffer *out, const char *name, struct arena *a, int64_t id)
{
	json_string(out, name, id == 0 ? NULL : arena_format(a, "%" PRId64, id));
}

static void
running_write(struct buffer *out, const struct app *app, struct arena *a, const struct running *running, size_t count)
{
	json_array(out, "running");
	for (size_t i = 0; i < count; i++) {
		const struct policy *p = snapshot_policy(app->snapshot, running[i].edition_id);

		json_object(out, NULL);
		id_write(out, "edition", a, running[i].edition_id);
		json_string(out, "policy", p ? p->title : NULL);
		json_string(out, "label", p ? edition_label(p) : NULL);
		json_int(out, "escalations", (int64_t)running[i].cases);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
pass_write(struct buffer *out, const char *name, struct arena *a, const struct recount *r)
{
	json_object(out, name);
	id_write(out, "id", a, r->id);
	id_write(out, "from", a, r->origin);
	id_write(out, "to", a, r->target);
	instant_words_json(out, "at", r->begun);
	json_string(out, "who", r->who);
	json_string(out, "why", r->why);
	json_int(out, "seen", (int64_t)r->seen);
	json_int(out, "changed", (int64_t)r->changed);
	json_int(out, "refused", (int64_t)r->refused);
	json_bool(out, "finished", r->finished != INSTANT_NONE);
	json_end_object(out);
}

static void
passes_write(struct buffer *out, struct arena *a, int64_t edition, const struct recount *all, size_t count)
{
	json_array(out, "passes");
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].what, "edition") == 0 && all[i].target == edition)
			pass_write(out, NULL, a, &all[i]);
	json_end_array(out);
}

static enum result
edition_open(struct app *app, const struct app_request *r, const char *number, int64_t *id, const struct policy **p,
             struct fault *f)
{
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	*id = edition_number_parse(number);
	*p = snapshot_policy(app->snapshot, *id);
	if (*p == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition", "There is no such edition.");
	return RESULT_OK;
}

enum result
policies_move_show(struct app *app, const struct app_request *r, const char *edition, struct buffer *out, struct fault *f)
{
	struct running *running;
	struct recount *passes;
	const struct policy *p;
	size_t count, pass_count;
	int64_t id;
	enum result result = edition_open(app, r, edition, &id, &p, f);

	if (result != RESULT_OK)
		return result;
	result = store_running_counts(app->store, r->arena, &running, &count);
	if (result == RESULT_OK)
		result = store_recounts(app->store, PASSES_SHOWN, r->arena, &passes, &pass_count);
	if (result != RESULT_OK)
		return unread(f, result);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	id_write(out, "edition", r->arena, id);
	json_string(out, "policy", p->title);
	json_string(out, "label", edition_label(p));
	running_write(out, app, r->arena, running, count);
	passes_write(out, r->arena, id, passes, pass_count);
	json_end_object(out);
	return RESULT_OK;
}

/* --- what is asked --- */

struct asked {
	struct recount_ask which;
	const char *why;  /* NULL where nobody asks why */
	int64_t after;
};

static const char *
joined(const struct json_lines *lines, struct arena *a)
{
	struct buffer b;
	const char *text;

	buffer_init(&b, 0);
	for (size_t i = 0; i < lines->count; i++)
		buffer_format(&b, "%s%s", i > 0 ? " " : "", lines->items[i]);
	text = arena_string(a, b.data ? b.data : "");
	buffer_clear(&b);
	return text;
}

/* {"from"} or {"references"}, and what `keys` says besides. */
static enum result
asked_read(const struct app_request *r, const char *const *keys, size_t key_count, struct asked *out, struct fault *f)
{
	const struct json_limits limits = { .length = BODY_MOST, .depth = 2 };
	struct json_at root, from, references, why, after;
	struct json_lines lines = { NULL, 0 };
	const char *cursor = NULL;
	const struct cJSON *tree;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	if (!json_known_keys(&root, keys, key_count, f))
		return f->result;
	from = json_member(&root, "from");
	references = json_member(&root, "references");
	why = json_member(&root, "why");
	after = json_member(&root, "after");
	if (json_peek(&from))
		out->which.origin = edition_number_parse(json_peek(&from));
	if (json_present(&references) && json_get_lines(&references, RECOUNT_CASES_MAX, r->arena, &lines, f))
		out->which.cases = joined(&lines, r->arena);
	if (json_present(&from) == json_present(&references))
		return fault_field(f, "/from", "Choose an edition, or write references");
	if (json_present(&after) && json_get_text(&after, CURSOR_MOST, &cursor, f))
		out->after = edition_number_parse(cursor);
	if (json_present(&why))
		(void)json_get_text(&why, WHY_MOST, &out->why, f);
	return f->result;
}

/* --- what would change --- */

static void
view_write(struct buffer *out, struct arena *a, const struct recount_view *v)
{
	json_end_array(v->out);
	json_object(out, NULL);
	json_int(out, "seen", (int64_t)v->seen);
	json_int(out, "changed", (int64_t)v->changed);
	json_int(out, "refused", (int64_t)v->refused);
	json_int(out, "late", (int64_t)v->late);
	json_raw(out, "cases", v->out->data);
	json_string(out, "next", v->finished ? NULL : arena_format(a, "%" PRId64, v->after));
	json_end_object(out);
}

enum result
policies_move_preview(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                    struct fault *f)
{
	static const char *const keys[] = { "from", "references", "after" };
	struct asked asked = { .why = NULL };
	struct buffer cases;
	struct recount_view view = { .now = r->now, .until = instant_now() + PART_TIME, .most = SHOWN_MOST,
		                     .write = case_impact_write, .out = &cases };
	struct case_world world;
	struct recount pass;
	const struct policy *p;
	enum result result = edition_open(app, r, edition, &asked.which.target, &p, f);

	if (result == RESULT_OK)
		result = asked_read(r, keys, 3, &asked, f);
	if (result == RESULT_OK && asked.after == 0)
		result = recount_check(app, &asked.which, r->arena, f);
	if (result == RESULT_OK && asked.after == 0)
		result = store_access_log(app->store, r->session->person.id, "policy-move-preview", 0, r->id, r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "The escalations cannot be read just now. Try again in a minute.");
	pass = (struct recount){ .what = "edition", .origin = asked.which.origin, .target = asked.which.target,
		                 .cases = asked.which.cases, .person_id = r->session->person.id };
	buffer_init(&cases, 0);
	json_array(&cases, NULL);
	view.after = asked.after;
	result = recount_world(app, &pass, r->arena, &world, f);
	if (result == RESULT_OK)
		result = recount_preview(app, &pass, &world, &view, f);
	if (result == RESULT_OK)
		view_write(out, r->arena, &view);
	buffer_clear(&cases);
	return result == RESULT_OK ? result : unread(f, result);
}

/* --- moving them --- */

enum result
policies_move_begin(struct app *app, const struct app_request *r, const char *edition, struct buffer *out, struct fault *f)
{
	static const char *const keys[] = { "from", "references", "why" };
	struct asked asked = { .why = NULL };
	struct edition_asker who = { .person_id = r->session->person.id, .now = r->now };
	struct recount pass;
	const struct policy *p;
	enum result result = edition_open(app, r, edition, &asked.which.target, &p, f);

	if (result == RESULT_OK)
		result = asked_read(r, keys, 3, &asked, f);
	if (result != RESULT_OK)
		return result;
	if (asked.why == NULL)
		return fault_field(f, "/why", "Say why: everybody in these escalations can read it");
	who.why = asked.why;
	result = recount_begin_move(app, &asked.which, &who, r->arena, &pass, f);
	if (result != RESULT_OK)
		return result;
	pass.who = r->session->person.name;
	/* It is begun: what this request does not reach, or cannot, the clock does. */
	result = recount_run(app, &pass, r->now, instant_now() + PART_TIME, f);
	if (result != RESULT_OK)
		fault_init(f, r->arena);
	json_object(out, NULL);
	pass_write(out, "pass", r->arena, &pass);
	json_end_object(out);
	return RESULT_OK;
}
