/*
 * A whole request from any bytes: the first line is the method, then lines "NAME=value" of parameters, an empty line, and
 * the body as a form. What is accepted holds what request.h promises; nothing is read or written outside.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/utf8.h"
#include "../../src/http/cookie.h"
#include "../../src/http/local_path.h"
#include "../../src/http/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PARAMETERS_MAX 24

struct fuzz {
	const char *parameters[PARAMETERS_MAX + 1];
	const char *body;
};

static size_t
read_body(void *from, char *into, size_t length)
{
	const struct fuzz *f = from;
	size_t there = strlen(f->body);

	if (length > there)
		length = there;
	memcpy(into, f->body, length);
	return length;
}

/* "NAME=value" lines up to an empty one. */
static void
split(struct fuzz *f, char *text)
{
	size_t count = 0;

	while (text != NULL && *text != '\0' && *text != '\n' && count < PARAMETERS_MAX) {
		char *next = strchr(text, '\n');

		if (next != NULL)
			*next++ = '\0';
		f->parameters[count++] = text;
		text = next;
	}
	f->body = text != NULL && *text == '\n' ? text + 1 : "";
}

static void
must(bool good)
{
	if (!good)
		abort();
}

static void
check(const struct request *r)
{
	const char *parameters[ROUTE_PARAMETERS_MAX], *allow;
	char token[COOKIE_TOKEN_LENGTH + 1];

	must(strlen(r->id) == 32);
	must(r->segment_count <= REQUEST_SEGMENTS_MAX && r->query_count <= REQUEST_PAIRS_MAX);
	for (size_t i = 0; i < r->segment_count; i++)
		must(utf8_valid(r->segments[i], strlen(r->segments[i])) &&
		    strpbrk(r->segments[i], "/\r\n\t") == NULL);
	for (size_t i = 0; i < r->query_count; i++) {
		must(r->query[i].name[0] != '\0' &&
		    utf8_valid(r->query[i].value, strlen(r->query[i].value)));
		must(!local_path_is(r->query[i].value) || r->query[i].value[1] != '/');
	}
	if (cookie_token(r->cookie, COOKIE_SESSION, token))
		must(cookie_is_token(token));
	(void)routes_find(r, parameters, &allow);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), room[256];
	struct fuzz fuzz = { .body = NULL };
	struct request_source source = { fuzz.parameters, read_body, &fuzz };
	struct arena *a = arena_new();
	struct request r = { .arena = a };
	struct fault fault;

	must(text != NULL);
	memcpy(text, data, size);
	text[size] = '\0';
	split(&fuzz, text);
	fault_init(&fault, a);
	if (request_parse(&r, &source, &fault) == RESULT_OK) {
		check(&r);
		if (request_read_body(&r, &source, room, sizeof(room), &fault) == RESULT_OK &&
		    request_parse_form(&r, "username password then token", &fault) == RESULT_OK)
			must(r.form_count <= 4);
	} else {
		must(fault.code != NULL && strlen(r.id) == 32);
	}
	arena_free(a);
	free(text);
	return 0;
}
