/*
 * requests.c - requests to raise, as whoever asked and whoever was asked see them, and how they are answered: by raising it, by
 * saying why not, by taking it back. How they come to be, and what happens when nobody answers: requests_ask.c.
 */
#include <stdlib.h>
#include <string.h>

#include "me.h"
#include "parley/escalation_json.h"
#include "parley/store_draft.h"
#include "parley/store_escalation.h"
#include "parley/store_request.h"
#include "raise.h"
#include "requests.h"

enum { LIST_MOST = 50 };

static const struct field answer_fields[] = {
	{ .name = "reason", .label = "Why?", .type = FIELD_TEXT, .required = true, .max = 4000 },
};
static const struct field_set answer_form = { answer_fields, 1 };

enum result
requests_unavailable(enum result result, struct fault *f)
{
	return fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
}

void
requests_write_lines(struct buffer *out, const char *name, const char *lines)
{
	json_array(out, name);
	for (const char *at = lines; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		size_t length = strcspn(at, "\n");
		struct buffer line;

		buffer_init(&line, 0);
		buffer_add(&line, at, length);
		json_string(out, NULL, line.data);
		buffer_clear(&line);
	}
	json_end_array(out);
}

/* --- reading --- */

static const char *
state_words(const struct raise_request *q)
{
	switch (q->state) {
	case REQUEST_ASKED: return "Waiting for an answer";
	case REQUEST_REFUSED: return "Not raised";
	case REQUEST_RAISED: return "Raised";
	case REQUEST_TAKEN_BACK: break;
	}
	return "Taken back";
}

static void
write_one(struct buffer *out, const struct app_request *r, const char *name, const struct raise_request *q)
{
	static const char *const states[] = { "asked", "refused", "raised", "taken-back" };
	const struct person_ref who = { q->person_id, q->name, q->title, q->agency_id, NULL };
	const struct person_ref by = { q->answered_by, q->answered_name, q->answered_title, NULL, NULL };

	json_object(out, name);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)q->id));
	person_write(out, "who", &who);
	json_bool(out, "asker_left", q->asker_left);
	requests_write_lines(out, "asked", q->asked);
	past_write(out, "at", q->at, false);
	json_bool(out, "immediate_risk", q->immediate_risk);
	json_string(out, "state", states[q->state]);
	json_string(out, "state_words", state_words(q));
	person_write(out, "answered_by", q->answered_by ? &by : NULL);
	past_write(out, "answered", q->answered_at, false);
	json_string(out, "reason", q->reason);
	json_string(out, "reference", q->reference);
	json_end_object(out);
}

static void
write_list(struct buffer *out, const struct app_request *r, const char *name, const struct raise_request *list, size_t count)
{
	json_array(out, name);
	for (size_t i = 0; i < count; i++)
		write_one(out, r, NULL, &list[i]);
	json_end_array(out);
}

enum result
app_requests(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct raise_request *waiting, *mine;
	size_t waiting_count, mine_count = 0;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	result = store_requests_waiting(app->store, r->session, LIST_MOST, r->arena, &waiting, &waiting_count);
	if (result == RESULT_OK)
		result = store_requests(app->store, r->session->person.id, LIST_MOST, r->arena, &mine, &mine_count);
	if (result != RESULT_OK)
		return fault_set(f, result, "requests", "Requests cannot be shown just now. Try again in a minute.");
	json_object(out, NULL);
	me_write(app, r, out, "me");
	write_list(out, r, "waiting", waiting, waiting_count);
	write_list(out, r, "mine", mine, mine_count);
	json_end_object(out);
	return RESULT_OK;
}

static enum result
open_request(struct app *app, const struct app_request *r, const char *id, struct raise_request *q, struct fault *f)
{
	char *end;
	int64_t number = strtoll(id, &end, 10);
	enum result result = *end != '\0' || number <= 0 ? RESULT_NOT_FOUND :
	                     store_request(app->store, number, r->session, r->arena, q);

	if (result == RESULT_NOT_FOUND)
		return fault_set(f, result, "no-such-request", "There is no such request, or none that you may see.");
	return result == RESULT_OK ? result :
	       fault_set(f, result, "requests", "The request cannot be shown just now. Try again in a minute.");
}

enum result
request_may_see(struct app *app, const struct app_request *r, const char *id, struct fault *f)
{
	struct raise_request q;

	return open_request(app, r, id, &q, f);
}

static bool
is_mine(const struct app_request *r, const struct raise_request *q)
{
	return q->person_id == r->session->person.id;
}

/* Whoever was asked, while it waits; whoever asked, also when it was refused. */
static bool
may_raise(const struct app_request *r, const struct raise_request *q)
{
	return q->state == REQUEST_ASKED || (q->state == REQUEST_REFUSED && is_mine(r, q));
}

static enum result
write_draft(struct app *app, const struct app_request *r, const char *name, const char *key, struct buffer *out)
{
	const char *draft;
	enum result result = RESULT_NOT_FOUND;

	if (r->session->drafts)
		result = store_draft(app->store, r->session->person.id, key, r->arena, &draft);
	if (result == RESULT_OK)
		json_raw(out, name, draft);
	else
		json_null(out, name);
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

enum result
app_request(struct app *app, const struct app_request *r, const char *id, struct buffer *out, struct fault *f)
{
	struct raise_request q;
	struct event ev;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = open_request(app, r, id, &q, f);
	if (result != RESULT_OK)
		return result;
	result = event_payload_read(q.payload, q.length, 1, r->arena, &ev);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "request", 0, r->id, r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "requests", "The request cannot be shown just now. Try again in a minute.");
	json_object(out, NULL);
	me_write(app, r, out, "me");
	write_one(out, r, "request", &q);
	json_bool(out, "mine", is_mine(r, &q));
	json_bool(out, "may_answer", q.state == REQUEST_ASKED);
	json_bool(out, "may_raise", may_raise(r, &q));
	form_values_write(out, "values", ev.fields, ev.field_count);
	fields_write(out, "fields", &answer_form, 1);
	result = write_draft(app, r, "draft", arena_format(r->arena, "request/%s", id), out);
	if (result == RESULT_OK)
		result = write_draft(app, r, "answer_draft", arena_format(r->arena, "request-answer/%s", id), out);
	json_end_object(out);
	return result == RESULT_OK ? result :
	       fault_set(f, result, "draft", "Your draft cannot be read just now. Try again in a minute.");
}

/* --- answering --- */

static enum result
answered_already(struct fault *f)
{
	return fault_set(f, RESULT_CONFLICT, "answered", "It has been answered already. Open it again to see how.");
}

enum result
app_request_answer(struct app *app, const struct app_request *r, const char *id, struct fault *f)
{
	struct client_action sent;
	struct raise_request q;
	struct request_end end;
	enum result result = open_request(app, r, id, &q, f);

	if (result == RESULT_OK)
		result = client_action_read(r->body, r->body_length, BODY_RAISE, r->arena, &sent, f);
	if (result == RESULT_OK)
		result = client_fields_read(&answer_form, 1, r->arena, &sent, f);
	if (result == RESULT_OK)
		result = event_check_fields(&answer_form, 1, sent.values, sent.count, r->now, f);
	if (result != RESULT_OK)
		return result;
	end = (struct request_end){ .id = q.id, .state = is_mine(r, &q) ? REQUEST_TAKEN_BACK : REQUEST_REFUSED,
		                    .reason = client_value(&sent, "reason")->text, .by = r->session->person.id, .by_name = r->session->person.name,
		                    .by_title = r->session->person.title,
		                    .draft_key = arena_format(r->arena, "request-answer/%s", id), .request_id = r->id, .now = r->now };
	if (!is_mine(r, &q) && !q.asker_left)
		end.tell = (struct request_telling){ "request-answered", &q.person_id, 1 };
	result = store_request_end(app->store, &end, r->arena);
	if (result == RESULT_CONFLICT)
		return answered_already(f);
	return result == RESULT_OK ? result : requests_unavailable(result, f);
}

enum result
request_for_raising(struct app *app, const struct app_request *r, const char *id, struct case_write *w,
                    const struct person_ref **asked_by, struct fault *f)
{
	struct request_end *end;
	struct raise_request q;
	struct event *ev;
	enum result result;

	if (!id)
		return RESULT_OK;
	result = open_request(app, r, id, &q, f);
	if (result != RESULT_OK)
		return result;
	/* Sent again after the answer was lost: the kept answer is found further on. */
	if (!may_raise(r, &q) && q.answered_by != r->session->person.id)
		return answered_already(f);
	ev = ARENA_NEW(r->arena, struct event);
	if (event_payload_read(q.payload, q.length, 1, r->arena, ev) != RESULT_OK)
		return fault_set(f, RESULT_BUG, "requests", "The request cannot be read.");
	end = ARENA_NEW(r->arena, struct request_end);
	*end = (struct request_end){ .id = q.id, .state = REQUEST_RAISED, .by = r->session->person.id, .by_name = r->session->person.name,
		                    .by_title = r->session->person.title, .now = r->now };
	w->raises = end;
	w->draft_key = arena_format(r->arena, "request/%s", id);
	*asked_by = is_mine(r, &q) ? NULL : &ev->actor;
	return RESULT_OK;
}
