/*
 * lessons.c - what was learnt from escalations, as one list: for whoever answers it, and for those who have oversight.
 */
#include <stdio.h>
#include <string.h>

#include "case.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "parley/store_escalation.h"
#include "parley/store_lesson.h"

enum { LESSONS_PAGE = 20 };

/* "1829563200000000-12-7": where the last page ended. */
static enum result
cursor_read(const char *text, struct lesson_place *out)
{
	long long raised, id;
	unsigned seq;
	int end = 0;

	if (sscanf(text, "%19lld-%18lld-%9u%n", &raised, &id, &seq, &end) != 3 || text[end] != '\0' || raised < 0 || id < 1)
		return RESULT_INVALID;
	*out = (struct lesson_place){ raised, id, seq };
	return RESULT_OK;
}

static const char *
label_of(const struct event *ev, const char *name)
{
	const char *id = event_text(ev, name);
	size_t count;
	const struct field *fields = event_fields(ev->kind, &count);

	for (size_t i = 0; id && i < count; i++) {
		for (size_t k = 0; strcmp(fields[i].name, name) == 0 && k < fields[i].choice_count; k++) {
			if (strcmp(fields[i].choices[k].id, id) == 0)
				return fields[i].choices[k].label;
		}
	}
	return id;
}

static enum result
write_answer(struct buffer *out, const struct lesson_item *item, struct arena *a)
{
	struct event ev;

	if (!item->answer.payload) {
		json_null(out, "answer");
		return RESULT_OK;
	}
	if (event_payload_read(item->answer.payload, item->answer.length, item->answer.seq, a, &ev) != RESULT_OK)
		return RESULT_BUG;
	json_object(out, "answer");
	json_string(out, "answer", event_text(&ev, "answer"));
	json_string(out, "words", label_of(&ev, "answer"));
	json_string(out, "response", event_text(&ev, "response"));
	person_write(out, "who", &ev.actor);
	past_write(out, "at", ev.recorded, false);
	json_end_object(out);
	return RESULT_OK;
}

static enum result
write_item(const struct app *app, const struct app_request *r, const struct policy *p, const struct lesson_item *item,
           struct buffer *out)
{
	struct event ev;
	enum result result;

	if (event_payload_read(item->lesson.payload, item->lesson.length, item->lesson.seq, r->arena, &ev) != RESULT_OK)
		return RESULT_BUG;
	json_object(out, NULL);
	json_string(out, "reference", item->reference);
	json_int(out, "seq", item->lesson.seq);
	json_bool(out, "open", item->open);
	json_string(out, "kind", event_text(&ev, "lesson_kind"));
	json_string(out, "kind_words", label_of(&ev, "lesson_kind"));
	json_string(out, "lesson", event_text(&ev, "lesson"));
	json_string(out, "change", event_text(&ev, "change"));
	person_write(out, "who", &ev.actor);
	past_write(out, "raised", item->raised, false);
	when_write(out, "due", item->due, app->snapshot->calendar, &p->days, r->now);
	json_string(out, "action", arena_format(r->arena, "answer:lesson.%u", (unsigned)item->lesson.seq));
	result = write_answer(out, item, r->arena);
	json_end_object(out);
	return result;
}

/* Each case of which something is shown is one more that was read. */
static enum result
log_each(struct app *app, const struct app_request *r, const struct lesson_item *items, size_t count)
{
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		result = store_access_log(app->store, r->session->person.id, "lessons", items[i].escalation_id, r->id, r->now);
	return result;
}

static const char *
next_of(const struct app_request *r, const struct lesson_item *items, size_t count)
{
	const struct lesson_item *last;

	if (count <= LESSONS_PAGE)
		return NULL;
	last = &items[LESSONS_PAGE - 1];
	return arena_format(r->arena, "%lld-%lld-%u", (long long)last->raised, (long long)last->escalation_id,
	                    (unsigned)last->lesson.seq);
}

static enum result
write_all(struct app *app, const struct app_request *r, const struct policy *p, const struct lesson_item *items,
          size_t count, struct buffer *out)
{
	size_t shown = count < LESSONS_PAGE ? count : LESSONS_PAGE;
	enum result result = log_each(app, r, items, shown);

	if (result != RESULT_OK)
		return result;
	json_array(out, "items");
	for (size_t i = 0; result == RESULT_OK && i < shown; i++)
		result = write_item(app, r, p, &items[i], out);
	json_end_array(out);
	json_string(out, "next", next_of(r, items, count));
	return result;
}

static bool
may_answer(const struct policy *p, const struct viewer *v)
{
	for (size_t i = 0; i < v->role_count; i++) {
		int role = policy_role_find(p, v->roles[i]);

		if (role >= 0 && policy_answers_lessons(p, role))
			return true;
	}
	return false;
}

enum result
app_lessons(struct app *app, const struct app_request *r, const char *state, const char *cursor, struct buffer *out,
            struct fault *f)
{
	struct viewer v = case_viewer(r);
	struct lesson_place from;
	struct lesson_item *items;
	const struct policy *p;
	size_t count;
	bool open = strcmp(state, "open") == 0;
	enum result result = me_begin(app, r, &p, f);

	if (result != RESULT_OK)
		return result;
	if (!me_learns(p, &v))
		return fault_set(f, RESULT_DENIED, "not-for-you", "This list is for those who answer what was learnt. Each lesson also stands in its escalation.");
	if (!open && strcmp(state, "answered") != 0)
		return fault_set(f, RESULT_INVALID, "no-such-view", "There is no such list.");
	if (cursor && cursor_read(cursor, &from) != RESULT_OK)
		return fault_set(f, RESULT_INVALID, "cursor", "This page of the list is not known. Start again from its beginning.");
	result = store_lessons(app->store, open, r->session->queues, r->session->queue_count, cursor ? &from : NULL,
	                       LESSONS_PAGE + 1, r->arena, &items, &count);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_string(out, "state", state);
	json_bool(out, "answers", may_answer(p, &v));
	if (result == RESULT_OK)
		result = write_all(app, r, p, items, count, out);
	json_end_object(out);
	return result == RESULT_OK ? RESULT_OK :
	       fault_set(f, result, "lessons-unread", "The list cannot be read just now. Try again in a minute.");
}
