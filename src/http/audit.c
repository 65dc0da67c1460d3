/* audit.c - the route table for auditors; see parley/audit.h. */
#include "parley/audit.h"
#include "routes.h"

/* Kinds of visitor, from least to most. An administrator is a person like others: administering shows no case. */
enum visitor {
	VISITOR_NOBODY,
	VISITOR_UNMAPPED,
	VISITOR_ADMINISTRATOR,
	VISITOR_EMERGENCY,
	VISITOR_STAGE_ROLE,
	VISITOR_PARTY,
	VISITOR_COUNT
};

static const char *const visitor_names[VISITOR_COUNT] = {
	[VISITOR_NOBODY] = "not signed in",
	[VISITOR_UNMAPPED] = "no stage role",
	[VISITOR_ADMINISTRATOR] = "administrator",
	[VISITOR_EMERGENCY] = "in an emergency",
	[VISITOR_STAGE_ROLE] = "stage role",
	[VISITOR_PARTY] = "party to the case",
};

/* What each permission means for each visitor: no, yes, only one's own, or what the policy gives them in that case. */
static const char *const grants[PERMISSION_COUNT][VISITOR_COUNT] = {
	[PERMISSION_ANYBODY] = { "yes", "yes", "yes", "yes", "yes", "yes" },
	[PERMISSION_SIGNED_IN] = { "no", "yes", "yes", "yes", "yes", "yes" },
	[PERMISSION_OWN] = { "no", "own", "own", "no", "own", "own" },
	[PERMISSION_STAGE_ROLE] = { "no", "no", "no", "no", "yes", "yes" },
	[PERMISSION_ADMINISTRATOR] = { "no", "no", "yes", "no", "no", "no" },
	[PERMISSION_SETTINGS] = { "no", "no", "yes", "yes", "no", "no" },
	[PERMISSION_OVERSIGHT] = { "no", "no", "yes", "no", "policy", "policy" },
	[PERMISSION_SIGHT] = { "no", "no", "no", "no", "no", "yes" },
	[PERMISSION_STANDING] = { "no", "no", "no", "no", "no", "policy" },
};

static const char *const csrf_names[] = {
	[CSRF_NONE] = "none",
	[CSRF_HEADER] = "header",
	[CSRF_FORM] = "form",
	[CSRF_LOGIN] = "login",
};

static void
write_text(struct buffer *out, const struct route *r)
{
	buffer_format(out, "%-7s %-42s %-13s %-7s", request_method_name(r->method), r->pattern,
	    routes_permission_name(r->permission), csrf_names[r->csrf]);
	for (int v = 0; v < VISITOR_COUNT; v++)
		buffer_format(out, " %-17s", grants[r->permission][v]);
	while (out->length > 0 && out->data[out->length - 1] == ' ')
		out->data[--out->length] = '\0';
	buffer_char(out, '\n');
}

static void
write_json(struct buffer *out, const struct route *r)
{
	json_object(out, NULL);
	json_string(out, "method", request_method_name(r->method));
	json_string(out, "path", r->pattern);
	json_string(out, "permission", routes_permission_name(r->permission));
	json_string(out, "csrf", csrf_names[r->csrf]);
	json_bool(out, "key", r->key);
	json_int(out, "body_limit", (int64_t)r->body_limit);
	json_string(out, "names", r->names);
	json_string(out, "summary", r->summary);
	json_object(out, "visitors");
	for (int v = 0; v < VISITOR_COUNT; v++)
		json_string(out, visitor_names[v], grants[r->permission][v]);
	json_end_object(out);
	json_end_object(out);
}

static void
write_heading(struct buffer *out)
{
	buffer_format(out, "%-7s %-42s %-13s %-7s", "method", "path", "permission", "csrf");
	for (int v = 0; v < VISITOR_COUNT; v++)
		buffer_format(out, v + 1 < VISITOR_COUNT ? " %-17s" : " %s", visitor_names[v]);
	buffer_char(out, '\n');
}

void
audit_write_roles(struct buffer *out, bool json)
{
	size_t count;
	const struct route *routes = routes_all(&count);

	if (json)
		json_array(out, NULL);
	else
		write_heading(out);
	for (size_t i = 0; i < count; i++) {
		if (json)
			write_json(out, &routes[i]);
		else
			write_text(out, &routes[i]);
	}
	if (json) {
		json_end_array(out);
		buffer_char(out, '\n');
	}
}
