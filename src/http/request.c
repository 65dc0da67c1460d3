/* request.c - strict reading of a request; see request.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "parley/digest.h"
#include "request.h"

static const char *const method_names[METHOD_COUNT] = {
	[METHOD_NONE] = "-",
	[METHOD_GET] = "GET",
	[METHOD_POST] = "POST",
	[METHOD_PUT] = "PUT",
	[METHOD_DELETE] = "DELETE",
};

const char *
request_method_name(enum method m)
{
	return method_names[m < METHOD_COUNT ? m : METHOD_NONE];
}

/* What is looked at of a request's parameters, where each goes, and how long it may be: longer ones are refused, not cut. */
enum { REQUEST_ID, REQUEST_METHOD, REQUEST_URI, CONTENT_LENGTH, REMOTE_ADDR, KEPT_AS_SENT, PARAMETER_COUNT = KEPT_AS_SENT + 12 };

#define NAME(text) .name = (text), .length = sizeof(text) - 1
#define KEPT(member, longest_) .offset = offsetof(struct request, member), .longest = (longest_)

static const struct parameter {
	const char *name;
	size_t length;
	size_t offset, longest; /* of those that are kept as they were sent */
} parameters[PARAMETER_COUNT] = {
	[REQUEST_ID] = { NAME("REQUEST_ID") },
	[REQUEST_METHOD] = { NAME("REQUEST_METHOD") },
	[REQUEST_URI] = { NAME("REQUEST_URI") },
	[CONTENT_LENGTH] = { NAME("CONTENT_LENGTH") },
	[REMOTE_ADDR] = { NAME("REMOTE_ADDR") },
	[KEPT_AS_SENT] = { NAME("HTTP_COOKIE"), KEPT(cookie, 4096) },
	{ NAME("HTTP_X_CSRF_TOKEN"), KEPT(csrf, 64) },
	{ NAME("HTTP_IDEMPOTENCY_KEY"), KEPT(idempotency_key, 64) },
	{ NAME("HTTP_IF_NONE_MATCH"), KEPT(if_none_match, 256) },
	{ NAME("HTTP_IF_MATCH"), KEPT(if_match, 32) },
	{ NAME("HTTP_ORIGIN"), KEPT(origin, 256) },
	{ NAME("HTTP_SEC_FETCH_SITE"), KEPT(fetch_site, 32) },
	{ NAME("CONTENT_TYPE"), KEPT(content_type, 128) },
	/* A ticket of Active Directory, with somebody's groups in it, may have 48,000 bytes before base64. */
	{ NAME("HTTP_AUTHORIZATION"), KEPT(authorization, 65536) },
	{ NAME("REMOTE_USER"), KEPT(remote_user, 256) },
	{ NAME("PARLEY_FRONT_SECRET"), KEPT(front_secret, 1024) },
	{ NAME("PARLEY_WANTED"), KEPT(wanted, 8192) },
};

static int
parameter_find(const char *name, size_t length)
{
	for (int i = 0; i < PARAMETER_COUNT; i++)
		if (parameters[i].length == length && memcmp(parameters[i].name, name, length) == 0)
			return i;
	return -1;
}

/* One walk over what was sent. Empty ones become NULL afterwards: an empty first one hides a second. */
static void
take_parameters(const struct request_source *source, const char *values[PARAMETER_COUNT])
{
	memset(values, 0, PARAMETER_COUNT * sizeof(values[0]));
	for (const char *const *p = source->parameters; *p != NULL; p++) {
		const char *equals = strchr(*p, '=');
		int i = equals != NULL ? parameter_find(*p, (size_t)(equals - *p)) : -1;

		if (i >= 0 && values[i] == NULL)
			values[i] = equals + 1;
	}
	for (int i = 0; i < PARAMETER_COUNT; i++)
		if (values[i] != NULL && values[i][0] == '\0')
			values[i] = NULL;
}

/* The web server's id, so that its log and ours can be laid side by side; our own if it sends none. */
static void
take_id(struct request *r, const char *given)
{
	uint8_t bytes[16];

	if (given != NULL && strspn(given, "0123456789abcdef") == 32 && given[32] == '\0') {
		memcpy(r->id, given, sizeof(r->id));
		return;
	}
	random_fill(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), r->id);
}

static void
take_method(struct request *r, const char *name)
{
	r->method = METHOD_NONE;
	r->head = name != NULL && strcmp(name, "HEAD") == 0;
	if (r->head)
		name = "GET";
	for (int m = METHOD_GET; name != NULL && m < METHOD_COUNT; m++)
		if (strcmp(name, method_names[m]) == 0)
			r->method = (enum method)m;
}

/* One segment, which ends at `length`. An escaped slash would give it two meanings. */
static bool
take_segment(struct request *r, char *start, size_t length)
{
	if (r->segment_count == REQUEST_SEGMENTS_MAX)
		return false;
	if (urlencoded_decode(start, &length, false) != RESULT_OK ||
	    strpbrk(start, "/\t\r\n") != NULL)
		return false;
	r->segments[r->segment_count++] = start;
	return true;
}

static bool
take_path(struct request *r, char *path)
{
	char *at = path;
	bool more = path[0] == '/';

	if (!more)
		return false;
	while (more) {
		char *start = at + 1;
		size_t length = strcspn(start, "/");

		at = start + length;
		more = *at == '/';
		if (!take_segment(r, start, length))
			return false;
	}
	return true;
}

static enum result
take_uri(struct request *r, const char *uri, struct fault *f)
{
	char *copy, *query;

	if (uri == NULL)
		return fault_set(
		    f, RESULT_INVALID, "malformed-request", "That address cannot be read.");
	if (strlen(uri) > REQUEST_URI_MAX)
		return fault_set(f, RESULT_LIMIT, "uri-too-long", "That address is too long.");
	copy = arena_string(r->arena, uri);
	query = strchr(copy, '?');
	if (query != NULL) {
		*query++ = '\0';
		if (urlencoded_parse(query, strlen(query), r->query, REQUEST_PAIRS_MAX,
			&r->query_count) != RESULT_OK)
			return fault_set(f, RESULT_INVALID, "malformed-request",
			    "What follows the ? in that address cannot be read.");
	}
	if (!take_path(r, copy))
		return fault_set(
		    f, RESULT_INVALID, "malformed-request", "That address cannot be read.");
	return RESULT_OK;
}

static enum result
take_headers(struct request *r, const char *const values[PARAMETER_COUNT], struct fault *f)
{
	for (int i = KEPT_AS_SENT; i < PARAMETER_COUNT; i++) {
		if (values[i] != NULL && strlen(values[i]) > parameters[i].longest)
			return fault_set(f, RESULT_INVALID, "malformed-request",
			    "A header of that request is too long.");
		memcpy((char *)r + parameters[i].offset, &values[i], sizeof(values[i]));
	}
	/* If-None-Match compares weakly (RFC 9110 §13.1.2), and nginx makes an ETag weak when it compresses. */
	if (r->if_none_match != NULL && strncmp(r->if_none_match, "W/", 2) == 0)
		r->if_none_match += 2;
	r->address = values[REMOTE_ADDR];
	if (r->address == NULL || strlen(r->address) > 64)
		r->address = "";
	return RESULT_OK;
}

static enum result
take_length(struct request *r, const char *text, struct fault *f)
{
	char *end;
	unsigned long long length;

	if (text == NULL)
		return RESULT_OK;
	errno = 0;
	length = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0)
		return fault_set(f, RESULT_INVALID, "malformed-request",
		    "The length of that request cannot be read.");
	r->content_length = (size_t)length;
	return RESULT_OK;
}

enum result
request_parse(struct request *r, const struct request_source *source, struct fault *f)
{
	const char *values[PARAMETER_COUNT];
	enum result result;

	take_parameters(source, values);
	take_id(r, values[REQUEST_ID]);
	take_method(r, values[REQUEST_METHOD]);
	result = take_uri(r, values[REQUEST_URI], f);
	if (result == RESULT_OK)
		result = take_headers(r, values, f);
	if (result == RESULT_OK)
		result = take_length(r, values[CONTENT_LENGTH], f);
	return result;
}

enum result
request_read_body(struct request *r, const struct request_source *source, char *room, size_t size,
    struct fault *f)
{
	if (r->content_length >= size)
		return fault_set(
		    f, RESULT_LIMIT, "too-large", "That is more than can be sent at once.");
	r->body = room;
	r->body_length = source->read(source->from, room, r->content_length);
	if (r->body_length > r->content_length)
		r->body_length = 0;
	room[r->body_length] = '\0';
	if (r->body_length != r->content_length)
		return fault_set(f, RESULT_INVALID, "body-cut-short",
		    "The request broke off before all of it had arrived. Send it again.");
	return RESULT_OK;
}

static bool
is_in_list(const char *name, const char *list)
{
	size_t length = strlen(name);

	for (const char *at = list; at != NULL && *at != '\0';) {
		size_t word = strcspn(at, " ");

		if (word == length && memcmp(at, name, length) == 0)
			return true;
		at += word;
		at += strspn(at, " ");
	}
	return false;
}

bool
request_query_allowed(const struct request *r, const char *allowed)
{
	for (size_t i = 0; i < r->query_count; i++)
		if (!is_in_list(r->query[i].name, allowed))
			return false;
	return true;
}

enum result
request_parse_form(struct request *r, const char *allowed, struct fault *f)
{
	enum result result =
	    urlencoded_parse(r->body, r->body_length, r->form, REQUEST_PAIRS_MAX, &r->form_count);

	for (size_t i = 0; result == RESULT_OK && i < r->form_count; i++)
		if (!is_in_list(r->form[i].name, allowed))
			result = RESULT_INVALID;
	if (result == RESULT_OK)
		return RESULT_OK;
	r->form_count = 0;
	return fault_set(f, RESULT_INVALID, "malformed-request",
	    "What was sent cannot be read. Go back, and send the form again.");
}

bool
request_is_type(const struct request *r, const char *type)
{
	size_t length = strlen(type);
	const char *rest;

	if (r->content_type == NULL || strncasecmp(r->content_type, type, length) != 0)
		return false;
	rest = r->content_type + length;
	rest += strspn(rest, " \t");
	if (*rest == '\0')
		return true;
	if (*rest++ != ';')
		return false;
	rest += strspn(rest, " \t");
	return strcasecmp(rest, "charset=utf-8") == 0 || strcasecmp(rest, "charset=\"utf-8\"") == 0;
}
