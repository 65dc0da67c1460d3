/* response.c - see response.h. */
#include <string.h>

#include "parley/digest.h"
#include "response.h"

static const struct status_words {
	int status;
	const char *words;
} statuses[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 204, "No Content" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 428, "Precondition Required" },
	{ 429, "Too Many Requests" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
};

const char *
response_status_words(int status)
{
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].status == status)
			return statuses[i].words;
	return "Unknown";
}

/* A file that was given out does not keep its room for ever. */
enum { BODY_KEPT_MAX = 1024 * 1024 };

void
response_init(struct response *p)
{
	memset(p, 0, sizeof(*p));
	buffer_init(&p->body, 0);
	p->status = 200;
}

void
response_reset(struct response *p)
{
	struct buffer body = p->body;

	secret_wipe(p->cookies, sizeof(p->cookies));
	memset(p, 0, sizeof(*p));
	p->body = body;
	buffer_reset(&p->body);
	if (p->body.room > BODY_KEPT_MAX)
		buffer_clear(&p->body);
	p->status = 200;
}

void
response_clear(struct response *p)
{
	secret_wipe(p->cookies, sizeof(p->cookies));
	buffer_clear(&p->body);
}

/* `name` with its colon and blank. */
static void
write_header(struct buffer *out, const char *name, const char *value)
{
	bool bad = false;

	if (value == NULL || value[0] == '\0')
		return;
	for (const char *at = value; *at != '\0'; at++)
		bad |= (unsigned char)*at < 0x20 || *at == 0x7f;
	out->failed |= bad;
	buffer_string(out, name);
	buffer_string(out, value);
	buffer_add(out, "\r\n", 2);
}

static void
write_number(struct buffer *out, const char *name, int64_t value)
{
	buffer_string(out, name);
	buffer_int(out, value);
	buffer_add(out, "\r\n", 2);
}

void
response_write_head(const struct response *p, const char *request_id, struct buffer *out)
{
	buffer_string(out, "Status: ");
	buffer_int(out, p->status);
	write_header(out, " ", response_status_words(p->status));
	write_header(out, "Content-Type: ", p->type);
	/* Without it the web server would send even a small answer in chunks. */
	if (p->type != NULL)
		write_number(out, "Content-Length: ", (int64_t)p->body.length);
	buffer_string(out, "Cache-Control: no-store\r\n");
	write_header(out, "ETag: ", p->etag);
	write_header(out, "Location: ", p->location);
	write_header(out, "Allow: ", p->allow);
	write_header(out, "WWW-Authenticate: ", p->authenticate);
	for (const struct response_header *h = p->more; h != NULL && h->name != NULL; h++) {
		if (h->value == NULL || h->value[0] == '\0')
			continue;
		buffer_string(out, h->name);
		write_header(out, ": ", h->value);
	}
	if (p->retry_after > 0)
		write_number(out, "Retry-After: ", p->retry_after);
	write_header(out, "Set-Cookie: ", p->cookies[0]);
	write_header(out, "Set-Cookie: ", p->cookies[1]);
	write_header(out, "X-Request-Id: ", request_id);
	buffer_add(out, "\r\n", 2);
}
