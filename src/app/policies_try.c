/*
 * policies_try.c - a draft tried on the escalations that there are, for the administrators' page: part by part, so that no
 * request takes long however many there are. Each answer counts its own part; the page adds them up.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "edition.h"
#include "parley/json.h"
#include "parley/policy_file.h"
#include "parley/store_escalation.h"
#include "trial.h"

#define BODY_MOST ((size_t)256 * 1024)
#define CURSOR_MOST 20
#define PART_TIME (INSTANT_SECOND * 7 / 10)

struct asked {
	const char *edition, *text; /* one of them; NULL */
	int64_t after;
};

static enum result
asked_read(const struct app_request *r, struct asked *out, struct fault *f)
{
	static const char *const keys[] = { "edition", "policy", "after" };
	const struct json_limits limits = { .length = BODY_MOST, .depth = 1 };
	struct json_at root, edition, text, after;
	const struct cJSON *tree;
	const char *cursor = NULL;
	enum result result = json_read(r->body, r->body_length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	if (!json_known_keys(&root, keys, 3, f))
		return f->result;
	edition = json_member(&root, "edition");
	text = json_member(&root, "policy");
	after = json_member(&root, "after");
	*out = (struct asked){ json_peek(&edition), json_peek(&text), 0 };
	if (json_present(&after) && json_get_text(&after, CURSOR_MOST, &cursor, f))
		out->after = edition_number_parse(cursor);
	if (f->result == RESULT_OK && (out->edition == NULL) == (out->text == NULL || out->text[0] == '\0'))
		return fault_field(f, "/policy", "Choose an edition, or a policy file, or paste its text");
	return f->result;
}

static enum result
draft_read(struct app *app, const struct app_request *r, const struct asked *asked, const struct policy **out,
           struct fault *f)
{
	const struct policy *p;
	enum result result;

	if (asked->edition != NULL)
		return edition_policy(app, r, asked->edition, out, f);
	result = edition_draft_read(asked->text, strlen(asked->text), r->arena, &p, f);
	return result == RESULT_OK ? edition_counting(app, r->arena, p, out, f) : result;
}

static void
answer_write(struct buffer *out, struct arena *a, const struct trial *t, int64_t after, int64_t last, bool finished)
{
	json_object(out, NULL);
	trial_write_json(t, out);
	json_string(out, "next", finished ? NULL : arena_format(a, "%" PRId64, after));
	json_int(out, "percent", finished || last <= after ? 100 : after * 100 / last);
	json_end_object(out);
}

enum result
app_policies_try(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct trial *t = ARENA_NEW(r->arena, struct trial);
	const struct policy *draft;
	struct asked asked;
	int64_t last = 0;
	bool finished;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = asked_read(r, &asked, f);
	if (result == RESULT_OK)
		result = draft_read(app, r, &asked, &draft, f);
	if (result != RESULT_OK)
		return result;
	/* Once for the whole, before anything is read. */
	if (asked.after == 0)
		result = store_access_log(app->store, r->session->person.id, "policy-try", 0, r->id, r->now);
	if (result == RESULT_OK)
		result = store_escalation_last(app->store, &last);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "The escalations cannot be read just now. Try again in a minute.");
	trial_init(t, app, r->arena, draft, r->now);
	result = trial_run(t, instant_now() + PART_TIME, &asked.after, &finished, f);
	if (result == RESULT_OK)
		answer_write(out, r->arena, t, asked.after, last, finished);
	return result;
}
