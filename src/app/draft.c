/*
 * draft.c - what somebody has typed and not sent: theirs alone, kept until the event is recorded.
 */
#include <string.h>

#include "case.h"
#include "requests.h"
#include "parley/event_json.h"
#include "parley/store_draft.h"

/* "raise", "request/ID" and "request-answer/ID" of a request that they may see, or "REFERENCE/ACTION" of a case that this person may see: a draft is no way to learn that one exists. */
static enum result
key_allowed(struct app *app, const struct app_request *r, const char *key, struct fault *f)
{
	const char *slash = strchr(key, '/');
	struct app_case c;
	enum result result;

	if (!slash)
		return RESULT_OK;
	if (strncmp(key, "request/", strlen("request/")) == 0 || strncmp(key, "request-answer/", strlen("request-answer/")) == 0)
		return request_may_see(app, r, slash + 1, f);
	result = snapshot_refresh(app, r->session->instance.generation, f);
	if (result != RESULT_OK)
		return result;
	return case_open(app, r, arena_bytes(r->arena, key, (size_t)(slash - key)), &c, f);
}

enum result
app_draft_get(struct app *app, const struct app_request *r, const char *key, struct buffer *out, struct fault *f)
{
	const char *json;
	enum result result = store_draft(app->store, r->session->person.id, key, r->arena, &json);

	if (result == RESULT_NOT_FOUND)
		return fault_set(f, result, "no-draft", "There is no draft.");
	if (result != RESULT_OK)
		return fault_set(f, result, "draft", "The draft cannot be read just now. Try again in a minute.");
	buffer_string(out, json);
	return RESULT_OK;
}

enum result
app_draft_put(struct app *app, const struct app_request *r, const char *key, struct fault *f)
{
	enum result result = draft_check(r->body, r->body_length, f);

	if (result == RESULT_OK)
		result = key_allowed(app, r, key, f);
	if (result != RESULT_OK)
		return result;
	result = store_draft_put(app->store, r->session->person.id, key, arena_bytes(r->arena, r->body, r->body_length),
	                         r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "draft", "The draft cannot be kept just now. What you typed is still on the page.");
	return RESULT_OK;
}

enum result
app_draft_remove(struct app *app, const struct app_request *r, const char *key, struct fault *f)
{
	enum result result = store_draft_remove(app->store, r->session->person.id, key);

	if (result != RESULT_OK && result != RESULT_NOT_FOUND)
		return fault_set(f, result, "draft", "The draft cannot be removed just now. Try again in a minute.");
	return RESULT_OK;
}
