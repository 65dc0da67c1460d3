/* handlers.c - one short function per route; see handlers.h. */
#include <string.h>

#include "handlers.h"
#include "parley/notices.h"
#include "parley/policies_move.h"
#include "parley/retention.h"
#include "parley/settings.h"

/* A body was written into the response. */
static enum result
answer_json(struct exchange *x, enum result result, int status)
{
	if (result == RESULT_OK) {
		x->response->status = status;
		x->response->type = RESPONSE_JSON;
	}
	return result;
}

static enum result
answer_nothing(struct exchange *x, enum result result)
{
	if (result == RESULT_OK)
		x->response->status = 204;
	return result;
}

static const char *
query(const struct exchange *x, const char *name)
{
	return urlencoded_find(x->request->query, x->request->query_count, name);
}

enum result
handlers_health(struct exchange *x)
{
	bool good = x->edge->app != NULL && store_check(x->edge->app->store) == RESULT_OK;

	x->response->status = good ? 200 : 503;
	x->response->type = RESPONSE_PLAIN;
	buffer_string(&x->response->body, good ? "ok\n" : "unavailable\n");
	return RESULT_OK;
}

enum result
handlers_me(struct exchange *x)
{
	return answer_json(x, app_me(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_worklist(struct exchange *x)
{
	const char *view = query(x, "view");

	return answer_json(x,
	    app_worklist(x->edge->app, &x->app, view != NULL ? view : "needs-me",
		query(x, "cursor"), &x->response->body, x->fault),
	    200);
}

enum result
handlers_notices(struct exchange *x)
{
	return answer_json(x,
	    notices_list(
		x->edge->app, &x->app, query(x, "cursor"), &x->response->body, x->fault),
	    200);
}

enum result
handlers_notices_read(struct exchange *x)
{
	return answer_json(
	    x, notices_mark(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_undelivered(struct exchange *x)
{
	return answer_json(
	    x, notices_undelivered(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_undelivered_settle(struct exchange *x)
{
	return answer_json(x,
	    notices_undelivered_settle(
		x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_retention(struct exchange *x)
{
	return answer_json(x, retention_show(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_retention_confirm(struct exchange *x)
{
	return answer_json(x, retention_confirm(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_retention_hold(struct exchange *x)
{
	return answer_json(x, retention_hold(x->edge->app, &x->app, &x->response->body, x->fault), 201);
}

enum result
handlers_retention_lift(struct exchange *x)
{
	return answer_json(
	    x, retention_lift(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 200);
}

enum result
handlers_feed(struct exchange *x)
{
	return answer_json(
	    x, notices_feed(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_feed_make(struct exchange *x)
{
	return answer_json(
	    x, notices_feed_make(x->edge->app, &x->app, &x->response->body, x->fault), 201);
}

enum result
handlers_feed_remove(struct exchange *x)
{
	return answer_nothing(x, notices_feed_remove(x->edge->app, &x->app, x->fault));
}

enum result
handlers_feed_read(struct exchange *x)
{
	bool unchanged = false;
	enum result result;

	/* A route for anybody is tried without a database too. */
	if (x->edge->app == NULL)
		return fault_set(x->fault, RESULT_UNAVAILABLE, "store",
		    "Parley cannot reach its database at the moment. Try again in a minute.");
	result = notices_feed_read(x->edge->app, &x->app, x->parameters[0],
	    x->request->if_none_match, &x->response->etag, &unchanged, &x->response->body,
	    x->fault);
	if (result != RESULT_OK)
		return result;
	x->response->status = unchanged ? 304 : 200;
	x->response->type = unchanged ? NULL : RESPONSE_CALENDAR;
	return RESULT_OK;
}

enum result
handlers_people(struct exchange *x)
{
	const struct app_people asked = { query(x, "q"), query(x, "agency"), query(x, "reference"),
		query(x, "action"), query(x, "field") };

	return answer_json(
	    x, app_people(x->edge->app, &x->app, &asked, &x->response->body, x->fault), 200);
}

enum result
handlers_policy(struct exchange *x)
{
	return answer_json(x, app_policy(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_policy_timetable(struct exchange *x)
{
	const struct app_timetable asked = { query(x, "raised"), query(x, "assume") };

	return answer_json(x,
	    app_policy_timetable(x->edge->app, &x->app, &asked, &x->response->body, x->fault), 200);
}

enum result
handlers_policies(struct exchange *x)
{
	return answer_json(
	    x, app_policies(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_policies_import(struct exchange *x)
{
	return answer_json(
	    x, app_policies_import(x->edge->app, &x->app, &x->response->body, x->fault), 201);
}

enum result
handlers_policies_edition(struct exchange *x)
{
	return answer_json(x,
	    app_policies_edition(
		x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_policies_try(struct exchange *x)
{
	return answer_json(
	    x, app_policies_try(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_policies_flowchart(struct exchange *x)
{
	return answer_json(x,
	    app_policies_flowchart(
		x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_policies_timetable(struct exchange *x)
{
	const struct app_timetable asked = { query(x, "raised"), query(x, "assume") };

	return answer_json(x,
	    app_policies_timetable(
		x->edge->app, &x->app, x->parameters[0], &asked, &x->response->body, x->fault),
	    200);
}

enum result
handlers_policies_move(struct exchange *x)
{
	return answer_json(x,
	    policies_move_show(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 200);
}

enum result
handlers_policies_move_preview(struct exchange *x)
{
	return answer_json(x,
	    policies_move_preview(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 200);
}

enum result
handlers_policies_move_begin(struct exchange *x)
{
	return answer_json(x,
	    policies_move_begin(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 200);
}

enum result
handlers_policies_use(struct exchange *x)
{
	return answer_json(x,
	    app_policies_use(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_policies_retire(struct exchange *x)
{
	return answer_json(x,
	    app_policies_retire(
		x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_people_roles(struct exchange *x)
{
	const char *q = query(x, "q");

	return answer_json(x,
	    settings_people(x->edge->app, &x->app, q != NULL ? q : "", &x->response->body, x->fault),
	    200);
}

enum result
handlers_settings(struct exchange *x)
{
	return answer_json(
	    x, settings_all(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_settings_one(struct exchange *x)
{
	const char *etag = NULL;
	enum result result = settings_one(x->edge->app, &x->app, x->parameters[0],
	    query(x, "version"), &etag, &x->response->body, x->fault);

	x->response->etag = etag;
	return answer_json(x, result, 200);
}

enum result
handlers_settings_put(struct exchange *x)
{
	return answer_json(x,
	    settings_put(x->edge->app, &x->app, x->parameters[0], x->request->if_match,
		&x->response->body, x->fault),
	    200);
}

enum result
handlers_settings_preview(struct exchange *x)
{
	return answer_json(x,
	    settings_preview(
		x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_directory_test(struct exchange *x)
{
	return answer_json(
	    x, app_directory_test_request(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_calendar_rows(struct exchange *x)
{
	return answer_json(
	    x, settings_calendar_rows(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_settings_mail_test(struct exchange *x)
{
	return answer_json(
	    x, settings_mail_test(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_settings_undo(struct exchange *x)
{
	return answer_json(x,
	    settings_undo(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault),
	    200);
}

enum result
handlers_seats(struct exchange *x)
{
	return answer_json(
	    x, app_seats(x->edge->app, &x->app, query(x, "person"), &x->response->body, x->fault), 200);
}

enum result
handlers_seats_assign(struct exchange *x)
{
	return answer_json(x, app_seats_assign(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_vacancies(struct exchange *x)
{
	return answer_json(x, app_vacancies(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_absences(struct exchange *x)
{
	return answer_json(x, app_absences(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_absence_add(struct exchange *x)
{
	return answer_json(x, app_absence_add(x->edge->app, &x->app, &x->response->body, x->fault), 201);
}

enum result
handlers_absence_end(struct exchange *x)
{
	return answer_nothing(x, app_absence_end(x->edge->app, &x->app, x->parameters[0], x->fault));
}

enum result
handlers_raise_form(struct exchange *x)
{
	return answer_json(
	    x, app_raise_form(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_raise_next(struct exchange *x)
{
	return answer_json(x, app_raise_next(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_raise(struct exchange *x)
{
	const char *reference = NULL;
	enum result result =
	    app_raise(x->edge->app, &x->app, &reference, &x->response->body, x->fault);

	if (result == RESULT_OK && reference != NULL)
		x->response->location =
		    arena_format(x->app.arena, "/api/v1/escalations/%s", reference);
	return answer_json(x, result, 201);
}

enum result
handlers_escalation(struct exchange *x)
{
	const char *etag = NULL;
	bool unchanged = false;
	enum result result =
	    app_escalation(x->edge->app, &x->app, x->parameters[0], query(x, "action"),
		x->request->if_none_match, &etag, &unchanged, &x->response->body, x->fault);

	if (result != RESULT_OK)
		return result;
	x->response->etag = etag;
	if (!unchanged)
		return answer_json(x, RESULT_OK, 200);
	x->response->status = 304;
	return RESULT_OK;
}

/* The record for the file; what is taken away is a download, whatever it is. */
static enum result
answer_record(struct exchange *x, enum app_record_format format, const char *type)
{
	const struct app_record asked = { format, query(x, "number"), query(x, "as") };
	struct response_header *more;
	const char *name = NULL;
	enum result result = app_record(x->edge->app, &x->app, x->parameters[0], &asked, &name,
	    &x->response->body, x->fault);

	if (result != RESULT_OK || format == APP_RECORD_PAGE)
		return answer_json(x, result, 200);
	more = ARENA_ARRAY(x->app.arena, 2, struct response_header);
	more[0].name = "Content-Disposition";
	more[0].value = arena_format(x->app.arena, "attachment; filename=\"%s\"", name);
	x->response->more = more;
	x->response->status = 200;
	x->response->type = type;
	return RESULT_OK;
}

enum result
handlers_record(struct exchange *x)
{
	return answer_record(x, APP_RECORD_PAGE, RESPONSE_JSON);
}

enum result
handlers_record_html(struct exchange *x)
{
	return answer_record(x, APP_RECORD_HTML, RESPONSE_HTML);
}

enum result
handlers_record_pdf(struct exchange *x)
{
	return answer_record(x, APP_RECORD_PDF, RESPONSE_PDF);
}

enum result
handlers_act(struct exchange *x)
{
	return answer_json(
	    x, app_act(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 201);
}

enum result
handlers_upload(struct exchange *x)
{
	return answer_json(x,
	    app_upload(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 201);
}

/* Never shown, only saved: a fixed type, a neutral name, and a page of it would have no rights at all. */
enum result
handlers_attachment(struct exchange *x)
{
	struct app_file file;
	struct response_header *more;
	enum result result = app_attachment(
	    x->edge->app, &x->app, x->parameters[0], x->parameters[1], &file, x->fault);

	if (result != RESULT_OK)
		return result;
	more = ARENA_ARRAY(x->app.arena, 3, struct response_header);
	more[0] = (struct response_header){ "Content-Disposition",
		arena_format(x->app.arena, "attachment; filename=\"%s\"", file.name) };
	more[1] = (struct response_header){ "Content-Security-Policy", "sandbox; default-src 'none'" };
	x->response->more = more;
	x->response->type = RESPONSE_FILE;
	buffer_add(&x->response->body, file.content, file.size);
	return RESULT_OK;
}

enum result
handlers_lessons(struct exchange *x)
{
	const char *state = query(x, "state");

	return answer_json(x,
	    app_lessons(x->edge->app, &x->app, state != NULL ? state : "open", query(x, "cursor"),
		&x->response->body, x->fault),
	    200);
}

enum result
handlers_requests(struct exchange *x)
{
	return answer_json(x, app_requests(x->edge->app, &x->app, &x->response->body, x->fault), 200);
}

enum result
handlers_request_ask(struct exchange *x)
{
	return answer_json(x, app_request_ask(x->edge->app, &x->app, &x->response->body, x->fault), 201);
}

enum result
handlers_request(struct exchange *x)
{
	return answer_json(
	    x, app_request(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 200);
}

enum result
handlers_request_answer(struct exchange *x)
{
	return answer_nothing(x, app_request_answer(x->edge->app, &x->app, x->parameters[0], x->fault));
}

enum result
handlers_notes(struct exchange *x)
{
	return answer_json(x,
	    app_notes(x->edge->app, &x->app, x->parameters[0], query(x, "cursor"), &x->response->body,
		x->fault),
	    200);
}

enum result
handlers_note_add(struct exchange *x)
{
	return answer_json(x,
	    app_note_add(x->edge->app, &x->app, x->parameters[0], &x->response->body, x->fault), 201);
}

/* "raise", or "MSP-2027-000001/escalate". */
static const char *
draft_key(const struct exchange *x)
{
	if (x->parameters[0] == NULL)
		return "raise";
	return arena_format(x->app.arena, "%s/%s", x->parameters[0], x->parameters[1]);
}

enum result
handlers_draft_get(struct exchange *x)
{
	return answer_json(x,
	    app_draft_get(x->edge->app, &x->app, draft_key(x), &x->response->body, x->fault), 200);
}

enum result
handlers_draft_put(struct exchange *x)
{
	return answer_nothing(x, app_draft_put(x->edge->app, &x->app, draft_key(x), x->fault));
}

enum result
handlers_draft_remove(struct exchange *x)
{
	return answer_nothing(x, app_draft_remove(x->edge->app, &x->app, draft_key(x), x->fault));
}
