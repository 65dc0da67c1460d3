/*
 * lists.c - worklists, and the policy as a page: what is read without opening a case.
 */
#include <string.h>

#include "case.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/store_worklist.h"

enum { WORKLIST_PAGE = 20 };

static const struct { const char *name; enum worklist_view view; } views[] = {
	{ "needs-me", WORKLIST_NEEDS_ME },
	{ "mine", WORKLIST_MINE },
	{ "watching", WORKLIST_WATCHING },
};

static enum result
view_find(const char *name, enum worklist_view *out, struct fault *f)
{
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++) {
		if (strcmp(views[i].name, name) == 0) {
			*out = views[i].view;
			return RESULT_OK;
		}
	}
	return fault_set(f, RESULT_INVALID, "no-such-view", "There is no such list.");
}

static void
item_write(struct buffer *out, const struct worklist_item *item, const struct calendar *c, const struct policy *p,
           instant now)
{
	json_object(out, NULL);
	json_string(out, "reference", item->reference);
	json_object(out, "stage");
	json_string(out, "id", item->stage_id);
	json_string(out, "name", item->stage_name);
	json_end_object(out);
	json_string(out, "phase", item->phase);
	json_string(out, "raising", item->raising_agency);
	json_string(out, "receiving", item->receiving_agency);
	if (item->duty_text) {
		json_object(out, "duty");
		json_string(out, "text", item->duty_text);
		json_string(out, "clause", item->duty_clause);
		json_end_object(out);
	} else {
		json_null(out, "duty");
	}
	json_string(out, "turn", item->turn);
	json_bool(out, "yours", item->yours);
	json_bool(out, "aside", item->aside);
	when_write(out, "due", item->due, c, &p->days, now);
	json_string(out, "due_words", item->due_words);
	json_bool(out, "immediate_risk", item->immediate_risk);
	past_write(out, "changed", item->changed, false);
	json_end_object(out);
}

enum result
app_worklist(struct app *app, const struct app_request *r, const char *view, const char *cursor, struct buffer *out,
             struct fault *f)
{
	const struct policy *p;
	struct worklist_item *items;
	enum worklist_view which = WORKLIST_NEEDS_ME;
	const char *next = NULL;
	size_t count;
	enum result result = view_find(view, &which, f);

	if (result == RESULT_OK)
		result = me_begin(app, r, &p, f);
	if (result != RESULT_OK)
		return result;
	result = store_worklist(app->store, which, r->session->queues, r->session->queue_count, cursor, WORKLIST_PAGE,
	                        r->arena, &items, &count, &next);
	if (result == RESULT_INVALID)
		return fault_set(f, result, "cursor", "This page of the list is not known. Start again from its beginning.");
	if (result != RESULT_OK)
		return fault_set(f, result, "worklist", "The list cannot be read just now. Try again in a minute.");
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_string(out, "view", view);
	json_array(out, "items");
	for (size_t i = 0; i < count; i++)
		item_write(out, &items[i], app->snapshot->calendar, p, r->now);
	json_end_array(out);
	json_string(out, "next", next);
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_policy(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct policy *p;
	enum result result = me_begin(app, r, &p, f);

	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	policy_write(out, p, r->session->person.administrator);
	json_end_object(out);
	return RESULT_OK;
}
