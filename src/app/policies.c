/*
 * policies.c - the editions of the policy, for administrators: what is there, what one changes, from when it is in force.
 *
 * An administrator is shown no case here. Every change asks why, and is kept with it in the settings history.
 */
#include <string.h>

#include "edition.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "parley/policy_check.h"
#include "parley/policy_text.h"
#include "parley/store_edition.h"
#include "parley/store_setting.h"
#include "snapshot.h"

#define BODY_MOST ((size_t)256 * 1024)
#define WHY_MOST 500
#define HISTORY_SHOWN 100

static enum result
unread(struct fault *f, enum result result)
{
	return fault_set(f, result, "editions-unread", "The editions cannot be read just now. Try again in a minute.");
}

/* --- what is there --- */

struct shelf {
	struct edition *editions;
	size_t count;
	struct edition_plan *plans;
	size_t plan_count;
};

static enum result
shelf_read(struct app *app, const struct app_request *r, struct shelf *out, struct fault *f)
{
	enum result result = store_editions(app->store, r->arena, &out->editions, &out->count);

	if (result == RESULT_OK)
		result = store_edition_plans(app->store, r->arena, &out->plans, &out->plan_count);
	return result == RESULT_OK ? result : unread(f, result);
}

static enum result
shelf_open(struct app *app, const struct app_request *r, const char *number, struct shelf *s, const struct edition **e,
           struct fault *f)
{
	enum result result = shelf_read(app, r, s, f);

	if (result != RESULT_OK)
		return result;
	*e = edition_by_id(s->editions, s->count, edition_number_parse(number));
	if (*e == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition", "There is no such edition.");
	return RESULT_OK;
}

static void
edition_write(struct buffer *out, const char *name, const struct app_request *r, const struct shelf *s,
              const struct edition *e)
{
	instant from;
	const char *state =
	    edition_state(e, &r->session->instance, s->plans, s->plan_count, r->now, &from);

	json_object(out, name);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)e->id));
	json_string(out, "policy", e->policy_id);
	json_string(out, "label", e->label);
	instant_words_json(out, "imported", e->imported_at);
	json_string(out, "state", state);
	instant_words_json(out, "from", from);
	json_end_object(out);
}

static void
history_write(struct buffer *out, const struct app_request *r, const struct settings_entry *entries, size_t count)
{
	json_array(out, "history");
	for (size_t i = 0; i < count; i++) {
		const struct settings_entry *x = &entries[i];

		json_object(out, NULL);
		instant_words_json(out, "at", x->at);
		json_string(out, "who", x->who);
		json_string(out, "what", x->what);
		json_string(out, "edition", arena_format(r->arena, "%lld", (long long)x->edition_id));
		json_string(out, "detail", x->detail);
		json_string(out, "why", x->why);
		json_end_object(out);
	}
	json_end_array(out);
}

enum result
app_policies(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct settings_entry *history;
	size_t count;
	struct shelf s;
	enum result result = shelf_read(app, r, &s, f);

	if (result == RESULT_OK)
		result = store_settings_history(app->store, true, HISTORY_SHOWN, r->arena, &history, &count);
	if (result == RESULT_OK)
		result = snapshot_refresh(app, r->session->instance.generation, f);
	if (result != RESULT_OK)
		return unread(f, result);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_array(out, "editions");
	for (size_t i = s.count; i-- > 0;)
		edition_write(out, NULL, r, &s, &s.editions[i]);
	json_end_array(out);
	history_write(out, r, history, count);
	json_end_object(out);
	return RESULT_OK;
}

/* --- one of them, as text, and what it changes in the one in force --- */

static void
warnings_write(struct buffer *out, const struct policy *p, struct arena *a)
{
	struct policy_finding *findings;
	size_t count;

	policy_check(p, a, &findings, &count);
	json_array(out, "warnings");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		json_string(out, "pointer", findings[i].pointer);
		json_string(out, "reason", findings[i].reason);
		json_end_object(out);
	}
	json_end_array(out);
}

static enum result
changes_write(struct buffer *out, const struct app_request *r, const struct shelf *s, const struct edition *e,
              const struct policy *after, struct fault *f)
{
	const struct edition *in_force = edition_by_id(s->editions, s->count, r->session->instance.edition_id);
	const struct policy *before;
	enum result result;

	if (in_force == NULL || in_force->id == e->id) {
		json_null(out, "compared");
		return RESULT_OK;
	}
	result = edition_read(in_force, r->arena, &before, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, "compared");
	policy_text_diff_json(out, before, after);
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_policies_edition(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                     struct fault *f)
{
	const struct edition *e;
	const struct policy *p;
	struct shelf s;
	enum result result = shelf_open(app, r, edition, &s, &e, f);

	if (result == RESULT_OK)
		result = edition_read(e, r->arena, &p, f);
	if (result == RESULT_OK)
		result = snapshot_refresh(app, r->session->instance.generation, f);
	if (result != RESULT_OK)
		return unread(f, result);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	edition_write(out, "edition", r, &s, e);
	policy_text_json(out, p, true);
	warnings_write(out, p, r->arena);
	result = changes_write(out, r, &s, e, p, f);
	json_end_object(out);
	return result;
}

enum result
app_policies_flowchart(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                       struct fault *f)
{
	const struct policy *p;
	enum result result = edition_policy(app, r, edition, &p, f);

	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	policy_summary_write(out, "policy", p);
	policy_flowchart_write(out, p);
	json_end_object(out);
	return RESULT_OK;
}

/* --- changes --- */

struct asked {
	struct edition_asker who;
	const char *text; /* NULL */
	instant from;
};

/* {"why", and what `keys` says besides}. */
static enum result
asked_read(const struct app_request *r, const char *const *keys, size_t key_count, struct asked *out, struct fault *f)
{
	const struct json_limits limits = { .length = BODY_MOST, .depth = 1 };
	struct asked asked = { .who = { .person_id = r->session->person.id, .now = r->now }, .from = INSTANT_NONE };
	struct json_at root, why, text, from;
	const struct cJSON *tree;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	if (!json_known_keys(&root, keys, key_count, f))
		return f->result;
	why = json_member(&root, "why");
	if (json_peek(&why) == NULL || json_peek(&why)[0] == '\0')
		return fault_field(f, "/why", "Say why: it is kept in the history");
	(void)json_get_text(&why, WHY_MOST, &asked.who.why, f);
	text = json_member(&root, "policy");
	asked.text = json_peek(&text);
	from = json_member(&root, "from");
	result = f->result;
	if (result == RESULT_OK && json_present(&from))
		result = edition_from_parse(json_is_string(&from) ? json_peek(&from) : "", &asked.from, f);
	if (result == RESULT_OK)
		*out = asked;
	return result;
}

enum result
app_policies_import(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	static const char *const keys[] = { "why", "policy" };
	struct edition_new n;
	struct asked asked;
	enum result result = asked_read(r, keys, 2, &asked, f);

	if (result != RESULT_OK)
		return result;
	if (asked.text == NULL || asked.text[0] == '\0')
		return fault_field(f, "/policy", "Choose a policy file, or paste its text");
	result = edition_import(app, r->arena, asked.text, strlen(asked.text), &asked.who, &n, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "edition", arena_format(r->arena, "%lld", (long long)n.id));
	json_bool(out, "in_force", n.in_force);
	warnings_write(out, n.policy, r->arena);
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_policies_use(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                 struct fault *f)
{
	static const char *const keys[] = { "why", "from" };
	const struct edition *e;
	struct asked asked;
	struct shelf s;
	enum result result = shelf_open(app, r, edition, &s, &e, f);

	if (result == RESULT_OK)
		result = asked_read(r, keys, 2, &asked, f);
	if (result == RESULT_OK)
		result = edition_choose(app, e, asked.from, &asked.who, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "edition", edition);
	instant_words_json(out, "from", asked.from);
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_policies_retire(struct app *app, const struct app_request *r, const char *edition, struct buffer *out,
                    struct fault *f)
{
	static const char *const keys[] = { "why" };
	const struct edition *e;
	struct asked asked;
	struct shelf s;
	enum result result = shelf_open(app, r, edition, &s, &e, f);

	if (result == RESULT_OK)
		result = asked_read(r, keys, 1, &asked, f);
	if (result == RESULT_OK)
		result = edition_retire(app, e, &asked.who, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "edition", edition);
	json_end_object(out);
	return RESULT_OK;
}
