/*
 * lists.c - worklists, people to choose from, and the policy as a page: what is read without opening a case.
 */
#include <string.h>

#include "case.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/utf8.h"

enum { WORKLIST_PAGE = 20, PEOPLE_PAGE = 20, QUERY_MIN = 2, QUERY_MAX = 100, SEARCHES_MAX = 300, SEARCH_MINUTES = 10 };

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
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = view_find(view, &which, f);
	if (result != RESULT_OK)
		return result;
	p = me_policy(app, r, f);
	if (!p)
		return f->result;
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

/* One character is enough where each is a word: a Chinese name may have two in all. */
static bool
is_enough(const char *q)
{
	uint32_t c = 0;

	return utf8_length(q) >= QUERY_MIN || (utf8_next(q, strlen(q), &c) > 0 && c >= 0x3040);
}

/*
 * Whoever chooses people asks some dozens of times, with each letter that they type; whoever copies the directory asks
 * thousands of times. By the real time: a demo whose clock is moved forgets nothing.
 */
static enum result
search_throttle(struct app *app, const struct app_request *r)
{
	const char *who = arena_format(r->arena, "people-search %lld", (long long)r->session->person.id);
	uint8_t key[DIGEST_SIZE];
	instant now = instant_now();
	int found = 0;
	enum result result;

	digest_sha256(&(struct digest_part){ who, strlen(who) }, 1, key);
	result = store_throttle_count(app->store, key, now - SEARCH_MINUTES * INSTANT_MINUTE, &found);
	if (result == RESULT_OK && found >= SEARCHES_MAX)
		return RESULT_LIMIT;
	return result == RESULT_OK ? store_throttle_add(app->store, key, now) : result;
}

enum result
app_people(struct app *app, const struct app_request *r, const char *q, const char *agency_id, struct buffer *out,
           struct fault *f)
{
	struct person *people;
	size_t count;
	enum result result;

	if (!utf8_is_line(q) || !is_enough(q) || utf8_length(q) > QUERY_MAX)
		return fault_set(f, RESULT_INVALID, "query", "Type at least 2 letters of a name or job title.");
	result = search_throttle(app, r);
	if (result == RESULT_LIMIT)
		return fault_set(f, result, "people-throttled",
		                 "You have looked for very many people in a short time. Wait some minutes, then go on.");
	if (result == RESULT_OK)
		result = store_people_search(app->store, q, agency_id, PEOPLE_PAGE + 1, r->arena, &people, &count);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "people-search", 0, r->id, r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "people", "People cannot be looked up just now. Try again in a minute.");
	json_object(out, NULL);
	json_array(out, "people");
	for (size_t i = 0; i < count && i < PEOPLE_PAGE; i++) {
		struct person_ref ref = case_person(&people[i]);

		person_write(out, NULL, &ref);
	}
	json_end_array(out);
	json_bool(out, "more", count > PEOPLE_PAGE);
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_policy(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct policy *p;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	p = me_policy(app, r, f);
	if (!p)
		return f->result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	policy_write(out, p, r->session->person.administrator);
	json_end_object(out);
	return RESULT_OK;
}
