/*
 * routes.h - the one table of what can be asked of Parley, and who may.
 *
 * A route says everything that must hold before its handler runs; dispatch.c enforces it, in one place. A route
 * without a permission does not compile: ROUTE() pastes the name into PERMISSION_…, and the empty name is none
 * (tests/guards/permission holds that).
 */
#ifndef PARLEY_HTTP_ROUTES_H
#define PARLEY_HTTP_ROUTES_H

#include "parley/app.h"
#include "request.h"
#include "response.h"

/*
 * Who may use a route. The edge checks the first six; for the others the use case does: OVERSIGHT is the policy's in
 * force, and for SIGHT and STANDING it looks at the case itself
 * (need to know; what this person may do now), because only the fold knows.
 */
enum permission {
	PERMISSION_ANYBODY = 1, /* no session needed */
	PERMISSION_SIGNED_IN,   /* anybody with a session, also with an unmapped title */
	PERMISSION_OWN,         /* signed in; reads and writes only what is the person's own */
	PERMISSION_STAGE_ROLE,  /* signed in, and the title is mapped to at least one stage role */
	PERMISSION_ADMINISTRATOR, /* signed in, and the directory says administrator; shows no case */
	PERMISSION_SETTINGS, /* the same, and the emergency administrator, whom nothing else but SIGNED_IN lets in */
	PERMISSION_OVERSIGHT, /* signed in, with a role of oversight in the policy in force, or an administrator; no case */
	PERMISSION_SIGHT, /* a party of that case, or someone whom its policy brought in; else it is not found */
	PERMISSION_STANDING, /* as SIGHT, and the policy gives this person this action now */
	PERMISSION_COUNT
};

/* What makes a request that changes something believable as the person's own. */
enum csrf {
	CSRF_NONE = 1, /* changes nothing */
	CSRF_HEADER,   /* X-CSRF-Token is the session's */
	CSRF_FORM,     /* field `token` is the session's */
	CSRF_LOGIN     /* field `token` is that of the sign-in cookie: there is no session yet */
};

enum body { BODY_NONE, BODY_JSON, BODY_FORM, BODY_FILE };
enum answers {
	ANSWERS_API,
	ANSWERS_PAGE,
	ANSWERS_EMERGENCY
}; /* problem documents, or one of the pages to sign in on, with an error */

#define ROUTE_PARAMETERS_MAX 2
struct exchange;

struct route {
	enum method method;
	const char *pattern; /* "/api/v1/escalations/{reference}" */
	enum permission permission;
	enum csrf csrf;
	enum body body;
	size_t body_limit;
	const char
	    *names; /* of the query, or of the form's fields; separated by spaces; NULL = none */
	bool key;   /* Idempotency-Key is asked for */
	enum answers answers;
	enum result (*handle)(struct exchange *x);
	const char *summary;
};

#define ROUTE(method_, pattern_, permission_, ...) \
	{ \
		.method = METHOD_##method_, .pattern = pattern_, \
		.permission = PERMISSION_##permission_, __VA_ARGS__ \
	}

/* What every thread shares, read-only while it serves. */
struct edge_shared {
	const struct config *config;
	const char *templates[2]; /* of the page to sign in on, and of the emergency administrator's */
};

/* What one thread serves requests with. */
struct edge {
	const struct edge_shared *shared;
	struct app *app; /* NULL until the database could be reached */
	struct arena *arena;
	struct response response;
	char *body; /* room for one body; wiped after a form */
	char *file; /* a body that is too large for that; NULL between requests */
	size_t body_room;
};

/* One request and its answer. */
struct exchange {
	struct edge *edge;
	const struct route *route; /* NULL: nothing was found */
	struct request *request;
	struct response *response;
	struct session *session; /* NULL where there is none */
	struct app_request app;
	const char *parameters[ROUTE_PARAMETERS_MAX]; /* what stood for {…} in the path */
	struct fault *fault;
};

/* All routes. */
const struct route *routes_all(size_t *count);
/*
 * Find by path and method. NULL when no pattern fits the path, or none with that method: then *allow (NULL
 * otherwise) is the list for an Allow header, in the arena. HEAD goes where GET goes.
 */
const struct route *routes_find(
    const struct request *r, const char *parameters[ROUTE_PARAMETERS_MAX], const char **allow);
const char *routes_permission_name(enum permission p);

#endif
