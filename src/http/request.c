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

/* Which headers are looked at, where each goes, and how long it may be: longer ones are refused, not cut. */
static const struct header {
	const char *parameter;
	size_t offset;
	size_t longest;
} headers[] = {
	{ "HTTP_COOKIE", offsetof(struct request, cookie), 4096 },
	{ "HTTP_X_CSRF_TOKEN", offsetof(struct request, csrf), 64 },
	{ "HTTP_IDEMPOTENCY_KEY", offsetof(struct request, idempotency_key), 64 },
	{ "HTTP_IF_NONE_MATCH", offsetof(struct request, if_none_match), 256 },
	{ "HTTP_IF_MATCH", offsetof(struct request, if_match), 32 },
	{ "HTTP_ORIGIN", offsetof(struct request, origin), 256 },
	{ "HTTP_SEC_FETCH_SITE", offsetof(struct request, fetch_site), 32 },
	{ "CONTENT_TYPE", offsetof(struct request, content_type), 128 },
	/* A ticket of Active Directory, with somebody's groups in it, may have 48,000 bytes before base64. */
	{ "HTTP_AUTHORIZATION", offsetof(struct request, authorization), 65536 },
	{ "REMOTE_USER", offsetof(struct request, remote_user), 256 },
	{ "PARLEY_FRONT_SECRET", offsetof(struct request, front_secret), 1024 },
	{ "PARLEY_WANTED", offsetof(struct request, wanted), 8192 },
};

static const char *
parameter(const struct request_source *source, const char *name)
{
	const char *value = source->parameter(source->from, name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

/* The web server's id, so that its log and ours can be laid side by side; our own if it sends none. */
static void
take_id(struct request *r, const char *given)
{
	uint8_t bytes[16];

	if (given == NULL || strlen(given) != 32 ||
	    hex_parse(given, bytes, sizeof(bytes)) != RESULT_OK)
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
take_headers(struct request *r, const struct request_source *source, struct fault *f)
{
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		const char *value = parameter(source, headers[i].parameter);

		if (value != NULL && strlen(value) > headers[i].longest)
			return fault_set(f, RESULT_INVALID, "malformed-request",
			    "A header of that request is too long.");
		memcpy((char *)r + headers[i].offset, &value, sizeof(value));
	}
	/* If-None-Match compares weakly (RFC 9110 §13.1.2), and nginx makes an ETag weak when it compresses. */
	if (r->if_none_match != NULL && strncmp(r->if_none_match, "W/", 2) == 0)
		r->if_none_match += 2;
	r->address = parameter(source, "REMOTE_ADDR");
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
	enum result result;

	take_id(r, parameter(source, "REQUEST_ID"));
	take_method(r, parameter(source, "REQUEST_METHOD"));
	result = take_uri(r, parameter(source, "REQUEST_URI"), f);
	if (result == RESULT_OK)
		result = take_headers(r, source, f);
	if (result == RESULT_OK)
		result = take_length(r, parameter(source, "CONTENT_LENGTH"), f);
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
