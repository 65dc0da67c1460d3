/* problem.c - see problem.h. */
#include <string.h>

#include "problem.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* clang-format off */
static const struct by_result {
	enum result result;
	struct problem_kind kind;
} by_result[] = {
	{ RESULT_DENIED, { 403, "You cannot do this", "You do not have permission to do this.", 0 } },
	{ RESULT_NOT_FOUND, { 404, "Not found", "There is nothing here, or nothing that you can see.", 0 } },
	{ RESULT_INVALID, { 422, "Some answers need changing", "Check what was sent.", 0 } },
	{ RESULT_GONE, { 410, "It was erased", "It is no longer kept.", 0 } },
	{ RESULT_CONFLICT, { 409, "Somebody else was first", "Something was recorded meanwhile. Look at it, then try again.", 0 } },
	{ RESULT_UNAVAILABLE, { 503, "Parley is not available at the moment",
	    "A part that Parley needs does not answer. Nothing was stored. Try again in a minute.", 30 } },
	{ RESULT_TIMEOUT, { 503, "Parley is slow at the moment",
	    "A part that Parley needs did not answer in time. Try again in a minute.", 30 } },
	{ RESULT_LIMIT, { 429, "Too many requests", "That was tried too often. Wait a little, then try again.", 60 } },
	{ RESULT_BUG, { 500, "Something went wrong", "Something went wrong in Parley. It has been written down for the people who run it.", 0 } },
};

/* What HTTP itself has a status for. */
static const struct by_code {
	const char *code;
	struct problem_kind kind;
} by_code[] = {
	{ "no-session", { 401, "Sign in first", "You are not signed in, or your session has ended.", 0 } },
	{ "malformed-request", { 400, "That request cannot be read", "That request cannot be read.", 0 } },
	{ "not-json", { 400, "That is not JSON", "What was sent is not JSON.", 0 } },
	{ "body-cut-short", { 400, "The request broke off", "The request broke off. Send it again.", 0 } },
	{ "idempotency-key", { 400, "The request has no key", "The header Idempotency-Key is missing, or is not 8 to 64 letters, digits and hyphens.", 0 } },
	{ "unknown-query", { 400, "That address cannot be read", "That address asks for something that is not known here.", 0 } },
	{ "method-not-allowed", { 405, "That cannot be done here", "That cannot be done at this address.", 0 } },
	{ "setting-changed", { 412, "Somebody else was first", "Somebody else changed this meanwhile. Look at both, then decide.", 0 } },
	{ "if-match", { 428, "Which version was seen?", "The header If-Match must hold the version that was seen.", 0 } },
	{ "too-large", { 413, "That is too large", "That is more than can be sent at once.", 0 } },
	{ "uri-too-long", { 414, "That address is too long", "That address is too long.", 0 } },
	{ "media-type", { 415, "That is not a form of data we take", "Send JSON, in UTF-8, as application/json.", 0 } },
};
/* clang-format on */

const struct problem_kind *
problem_kind(enum result r, const char *code)
{
	for (size_t i = 0; code != NULL && i < COUNT(by_code); i++)
		if (strcmp(code, by_code[i].code) == 0)
			return &by_code[i].kind;
	for (size_t i = 0; i < COUNT(by_result); i++)
		if (by_result[i].result == r)
			return &by_result[i].kind;
	return problem_kind(RESULT_BUG, NULL);
}

/* Members come as "{…}" or without the braces; both end up inside ours. */
static void
write_members(struct buffer *b, const char *members)
{
	size_t length = members != NULL ? strlen(members) : 0;

	if (length >= 2 && members[0] == '{' && members[length - 1] == '}') {
		members++;
		length -= 2;
	}
	if (length == 0)
		return;
	buffer_char(b, ',');
	buffer_add(b, members, length);
}

static void
write_fields(struct buffer *b, const struct fault *f)
{
	if (f->fields == NULL)
		return;
	json_array(b, "errors");
	for (const struct fault_field *field = f->fields; field != NULL; field = field->next) {
		json_object(b, NULL);
		json_string(b, "pointer", field->pointer);
		json_string(b, "reason", field->reason);
		json_end_object(b);
	}
	json_end_array(b);
}

void
problem_write(
    struct response *p, const struct fault *f, const char *request_id, const char *members)
{
	const struct problem_kind *kind = problem_kind(f->result, f->code);
	struct buffer *b = &p->body;

	buffer_reset(b);
	p->status = kind->status;
	p->type = RESPONSE_PROBLEM;
	p->etag = p->location = p->authenticate = NULL;
	p->more = NULL;
	if (p->retry_after == 0)
		p->retry_after = kind->retry_after;
	json_object(b, NULL);
	json_string(b, "type", "about:blank");
	json_string(b, "title", kind->title);
	json_int(b, "status", kind->status);
	json_string(b, "code", f->code != NULL ? f->code : result_name(f->result));
	json_string(b, "detail", f->sentence != NULL ? f->sentence : kind->sentence);
	json_string(b, "request", request_id);
	write_fields(b, f);
	write_members(b, members);
	json_end_object(b);
}
