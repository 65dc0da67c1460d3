/*
 * request.h - what came in: parsed strictly, once, before anything else looks at it.
 *
 * A request is read from FastCGI parameters as a list of texts, so that tests and the fuzzer need no
 * server. Identity and address come from REMOTE_ADDR and the session, never from HTTP_*; of the client's headers
 * only those below are looked at. Authorization may hold a Kerberos ticket, which proves itself; REMOTE_USER counts for
 * nothing without the web server's own secret beside it (http/sso.c).
 */
#ifndef PARLEY_HTTP_REQUEST_H
#define PARLEY_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/arena.h"
#include "parley/fault.h"
#include "urlencoded.h"

enum method { METHOD_NONE, METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_DELETE, METHOD_COUNT };
const char *request_method_name(enum method m);

#define REQUEST_URI_MAX 2048
#define REQUEST_SEGMENTS_MAX 8
#define REQUEST_PAIRS_MAX 8

/*
 * Where parameters and the body come from. Parameters are texts "NAME=value", ended by NULL; of two of a name the first counts,
 * and an empty one is none. What is read of them points into them. `read` gives fewer bytes than asked when the client broke off.
 */
struct request_source {
	const char *const *parameters;
	size_t (*read)(void *from, char *into, size_t length);
	void *from;
};

struct request {
	struct arena *arena;
	char id[33];                                /* the server's, or made here: hex */
	enum method method;                         /* NONE: one that we do not know */
	bool head;                                  /* HEAD: a GET whose body is not sent */
	const char *segments[REQUEST_SEGMENTS_MAX]; /* of the path, decoded */
	size_t segment_count;
	struct name_value query[REQUEST_PAIRS_MAX];
	size_t query_count;
	const char *cookie, *csrf, *idempotency_key, *if_none_match, *if_match, *origin, *fetch_site,
	    *content_type;   /* NULL */
	const char *authorization; /* NULL; looked at by /sso alone */
	const char *remote_user, *front_secret; /* from the web server itself, never from a header; NULL */
	const char *wanted; /* the path by which the web server leads back to where somebody wanted to go; NULL */
	const char *address; /* of the client, as the web server saw it; "" */
	size_t content_length;
	char *body; /* NULL until request_read_body; with a NUL behind it */
	size_t body_length;
	struct name_value form[REQUEST_PAIRS_MAX];
	size_t form_count;
};

/*
 * Method, path, query and headers. INVALID "malformed-request" or LIMIT "uri-too-long" when they do not hold together; the id is set
 * in any case.
 */
enum result request_parse(
    struct request *r, const struct request_source *source, struct fault *f) MUST_USE;
/*
 * Read the body into `room` (which has `size` bytes, one of them for the NUL): LIMIT "too-large" when it says that it is longer,
 * INVALID "body-cut-short" when fewer bytes came than Content-Length said: libfcgi reports no error then.
 */
enum result request_read_body(struct request *r, const struct request_source *source, char *room,
    size_t size, struct fault *f) MUST_USE;
/* Split the body into form fields, in place; only names in `allowed` (separated by spaces). */
enum result request_parse_form(struct request *r, const char *allowed, struct fault *f) MUST_USE;
/* Is the media type this one, whatever its parameters? Only charset=utf-8 is taken. */
bool request_is_type(const struct request *r, const char *type);
/* Does the query hold only names in `allowed` (separated by spaces)? */
bool request_query_allowed(const struct request *r, const char *allowed);

#endif
