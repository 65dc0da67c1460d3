/*
 * response.h - what goes out: status, the headers that the worker owes, and the whole body.
 *
 * The headers that protect a page (Content-Security-Policy and the like) are added to every answer by the web
 * server (nginx/parley-headers.conf) and not here, so that none is sent twice. Every answer of the worker is
 * no-store: it is about one person's session.
 */
#ifndef PARLEY_HTTP_RESPONSE_H
#define PARLEY_HTTP_RESPONSE_H

#include <stdbool.h>
#include "parley/buffer.h"
#include "cookie.h"

#define RESPONSE_JSON "application/json"
#define RESPONSE_PROBLEM "application/problem+json"
#define RESPONSE_HTML "text/html; charset=utf-8"
#define RESPONSE_CALENDAR "text/calendar; charset=utf-8"
#define RESPONSE_PDF "application/pdf"
#define RESPONSE_FILE "application/octet-stream"
#define RESPONSE_PLAIN "text/plain; charset=utf-8"

struct response_header {
	const char *name, *value;
};

struct response {
	int status;
	const char *type;                    /* NULL: no body */
	const char *etag, *location, *allow; /* NULL */
	const char *authenticate;            /* WWW-Authenticate; NULL */
	const struct response_header *more;  /* others, ended by one without a name; NULL */
	int retry_after;                     /* seconds; 0 = none */
	char cookies[2][COOKIE_LINE_MAX];    /* "" = none; wiped by response_clear */
	struct buffer body;
};

void response_init(struct response *p);  /* 200, no body */
void response_reset(struct response *p); /* the same, and keeps the body's memory */
void response_clear(struct response *p);
/* The reason phrase: "Not Found". */
const char *response_status_words(int status);
/* CGI header lines with the empty line behind them (RFC 3875 §6). A header value with a control character
 * marks `out` as failed: nothing of an answer that could be split is sent. */
void response_write_head(const struct response *p, const char *request_id, struct buffer *out);

#endif
