/*
 * notes.c - internal notes: what one agency keeps to itself about an escalation. Never events (docs/decisions/0010).
 */
#include <stdlib.h>
#include <string.h>

#include "attachments.h"
#include "case.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "parley/scan.h"
#include "parley/store_attachment.h"
#include "parley/store_draft.h"
#include "parley/store_escalation.h"
#include "parley/store_note.h"

enum { NOTES_PAGE = 50 };

static const struct choice kinds[] = {
	{ "note", "A note for my own agency", NULL },
	{ "oversight", "Management oversight: I have looked at it as a manager", NULL },
};
static const struct field fields[] = {
	{ .name = "kind", .label = "What is it?", .type = FIELD_CHOICE, .required = true, .choices = kinds,
	  .choice_count = sizeof(kinds) / sizeof(kinds[0]) },
	{ .name = "note", .label = "Your note", .type = FIELD_TEXT, .required = true },
	{ .name = "upload", .label = "A file", .hint = "Only for your agency, like the note", .type = FIELD_UPLOAD },
};
static const struct field_set form = { fields, sizeof(fields) / sizeof(fields[0]) };

/* The case as this person may see it, and their wall in it; without one it is as if there were no such page. */
static enum result
wall_open(struct app *app, const struct app_request *r, const char *reference, struct app_case *c, struct note_wall *wall,
          struct fault *f)
{
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = case_open(app, r, reference, c, f);
	if (result != RESULT_OK)
		return result;
	if (!escalation_has_internal(c->e, &c->viewer, &c->standing))
		return fault_set(f, RESULT_NOT_FOUND, "no-such-escalation",
		                 "There is no such escalation, or none that you may see.");
	*wall = (struct note_wall){ c->head.id, c->viewer.agency_id, side_name(c->standing.side) };
	return RESULT_OK;
}

static const char *
kind_words(const char *id)
{
	return strcmp(id, "oversight") == 0 ? "Management oversight" : "Note";
}

static void
write_file(struct buffer *out, const struct note *n, struct arena *a)
{
	const struct scan_type *type = scan_type_find(n->file_type);

	if (n->file_id == 0) {
		json_null(out, "attachment");
		return;
	}
	json_object(out, "attachment");
	json_string(out, "id", arena_format(a, "%lld", (long long)n->file_id));
	json_string(out, "type_words", type ? type->words : n->file_type);
	json_string(out, "size_words", file_size_words(n->file_size, a));
	json_end_object(out);
}

static void
write_note(struct buffer *out, const struct note *n, struct arena *a)
{
	const struct person_ref who = { n->person_id, n->name, n->title, NULL, n->agency };

	json_object(out, NULL);
	json_string(out, "id", arena_format(a, "%lld", (long long)n->id));
	json_string(out, "kind", n->kind);
	json_string(out, "kind_words", kind_words(n->kind));
	person_write(out, "who", &who);
	past_write(out, "at", n->at, false);
	json_string(out, "text", n->text);
	write_file(out, n, a);
	json_end_object(out);
}

static enum result
write_draft(struct app *app, const struct app_request *r, const char *key, struct buffer *out)
{
	const char *draft;
	enum result result = RESULT_NOT_FOUND;

	if (r->session->drafts)
		result = store_draft(app->store, r->session->person.id, key, r->arena, &draft);
	if (result == RESULT_OK)
		json_raw(out, "draft", draft);
	else
		json_null(out, "draft");
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

static const char *
draft_key(const struct app_request *r, const struct app_case *c)
{
	return arena_format(r->arena, "%s/note", c->head.reference);
}

static enum result
unread(enum result result, struct fault *f)
{
	return fault_set(f, result, "notes-unread", "The notes cannot be shown just now. Try again in a minute.");
}

enum result
app_notes(struct app *app, const struct app_request *r, const char *reference, const char *cursor, struct buffer *out,
          struct fault *f)
{
	struct app_case c;
	struct note_wall wall;
	struct note *notes;
	size_t count;
	char *end = NULL;
	int64_t before = cursor ? strtoll(cursor, &end, 10) : INT64_MAX;
	enum result result = wall_open(app, r, reference, &c, &wall, f);

	if (result != RESULT_OK)
		return result;
	if (cursor && (*end != '\0' || before <= 0))
		return fault_set(f, RESULT_INVALID, "cursor", "This page of the list is not known. Start again from its beginning.");
	result = store_notes(app->store, &wall, before, NOTES_PAGE + 1, r->arena, &notes, &count);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "notes", c.head.id, r->id, r->now);
	if (result != RESULT_OK)
		return unread(result, f);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_string(out, "reference", c.head.reference);
	json_string(out, "agency", r->session->person.agency);
	json_array(out, "notes");
	for (size_t i = 0; i < count && i < NOTES_PAGE; i++)
		write_note(out, &notes[i], r->arena);
	json_end_array(out);
	if (count > NOTES_PAGE)
		json_string(out, "next", arena_format(r->arena, "%lld", (long long)notes[NOTES_PAGE - 1].id));
	else
		json_null(out, "next");
	fields_write(out, "fields", &form, 1);
	result = write_draft(app, r, draft_key(r, &c), out);
	json_end_object(out);
	return result == RESULT_OK ? RESULT_OK : unread(result, f);
}

/* {"fields":{"kind","note"}}, checked as an action's form is. */
static enum result
read_form(const struct app_request *r, struct client_action *sent, struct fault *f)
{
	enum result result = client_action_read(r->body, r->body_length, BODY_RAISE, r->arena, sent, f);

	if (result == RESULT_OK)
		result = client_fields_read(&form, 1, r->arena, sent, f);
	if (result == RESULT_OK)
		result = event_check_fields(&form, 1, sent->values, sent->count, r->now, f);
	return result;
}

enum result
app_note_add(struct app *app, const struct app_request *r, const char *reference, struct buffer *out, struct fault *f)
{
	const struct person *p = &r->session->person;
	struct note_add add;
	struct note_wall wall;
	struct client_action sent;
	struct app_case c;
	struct upload file;
	const struct field_value *upload;
	enum result result = wall_open(app, r, reference, &c, &wall, f);

	if (result == RESULT_OK)
		result = read_form(r, &sent, f);
	if (result != RESULT_OK)
		return result;
	add = (struct note_add){ .wall = wall, .request_key = r->idempotency_key, .draft_key = draft_key(r, &c),
		                 .request_id = r->id,
		                 .note = { .kind = client_value(&sent, "kind")->text, .text = client_value(&sent, "note")->text,
		                           .person_id = p->id, .name = p->name, .title = p->title, .agency = p->agency,
		                           .at = r->now } };
	upload = client_value(&sent, "upload");
	if (upload) {
		result = attachments_take(app, r, c.head.id, upload->text, &file, f);
		if (result != RESULT_OK)
			return result;
		add.upload_id = file.id;
	}
	result = store_note_add(app->store, &add);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
	json_object(out, NULL);
	json_string(out, "reference", c.head.reference);
	json_end_object(out);
	return RESULT_OK;
}
