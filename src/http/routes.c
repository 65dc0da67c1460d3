/* routes.c - the route table, and finding in it; see routes.h. */
#include <pthread.h>
#include <string.h>

#include "handlers.h"
#include "routes.h"
#include "sign_in_page.h"
#include "sso.h"

#define KIB 1024
#define API "/api/v1"
/* Ten text fields of 10,000 code points in two-byte letters fit; the schema of an action sets the real limits. */
#define EVENT_LIMIT (256 * KIB)
#define FORM_LIMIT (8 * KIB)
/* The setting attachments.megabytes is at most this. */
#define FILE_LIMIT (12 * KIB * KIB)

#define READS .csrf = CSRF_NONE, .body = BODY_NONE, .answers = ANSWERS_API
#define CHANGES \
	.csrf = CSRF_HEADER, .body = BODY_JSON, .body_limit = EVENT_LIMIT, .answers = ANSWERS_API

/* clang-format off: a table is read by its rows */
static const struct route routes[] = {
	ROUTE(GET, "/healthz", ANYBODY, READS, .handle = handlers_health,
	    .summary = "Is Parley able to answer? 'ok' or 'unavailable', and nothing else"),
	ROUTE(GET, "/sign-in", ANYBODY, .csrf = CSRF_NONE, .names = "then", .answers = ANSWERS_PAGE,
	    .handle = sign_in_page_show, .summary = "The page to sign in on"),
	ROUTE(POST, "/sign-in", ANYBODY, .csrf = CSRF_LOGIN, .body = BODY_FORM,
	    .body_limit = FORM_LIMIT, .names = "username password then token",
	    .answers = ANSWERS_PAGE, .handle = sign_in_page_submit,
	    .summary = "Sign in with the account of the directory"),
	ROUTE(POST, "/sign-out", ANYBODY, .csrf = CSRF_FORM, .body = BODY_FORM,
	    .body_limit = FORM_LIMIT, .names = "token", .answers = ANSWERS_PAGE,
	    .handle = sign_in_page_leave, .summary = "End the session"),
	ROUTE(GET, "/sso", ANYBODY, .csrf = CSRF_NONE, .names = "then", .answers = ANSWERS_PAGE,
	    .handle = sso_show,
	    .summary = "Sign in by a Kerberos ticket, or by the web server's word where it is trusted"),
	ROUTE(GET, "/emergency", ANYBODY, .csrf = CSRF_NONE, .answers = ANSWERS_EMERGENCY,
	    .handle = sign_in_page_show, .summary = "The page of the emergency administrator"),
	ROUTE(POST, "/emergency", ANYBODY, .csrf = CSRF_LOGIN, .body = BODY_FORM,
	    .body_limit = FORM_LIMIT, .names = "password token", .answers = ANSWERS_EMERGENCY,
	    .handle = sign_in_page_emergency,
	    .summary = "Sign in as the emergency administrator, once armed on the server"),
	ROUTE(GET, "/auth/check", SIGNED_IN, READS, .names = "role agency", .handle = sso_check,
	    .summary = "For the web server: may this person use another application behind it?"),
	ROUTE(GET, "/auth/sign-in", ANYBODY, READS, .handle = sso_lead,
	    .summary = "For the web server: to the sign-in page, and from there back to another application"),
	ROUTE(GET, API "/me", SIGNED_IN, READS, .handle = handlers_me,
	    .summary = "Who is signed in, the instance, its clock"),
	ROUTE(GET, API "/worklist", OWN, READS, .names = "view cursor",
	    .handle = handlers_worklist,
	    .summary = "What waits for this person, is theirs, or is only watched"),
	ROUTE(GET, API "/notices", OWN, READS, .names = "cursor", .handle = handlers_notices,
	    .summary = "What this person was told: what they have not read, then what they have"),
	ROUTE(POST, API "/notices/read", OWN, CHANGES, .handle = handlers_notices_read,
	    .summary = "Say that one has read notices"),
	ROUTE(GET, API "/undelivered", OVERSIGHT, READS, .handle = handlers_undelivered,
	    .summary = "Messages that will not arrive, and whose reader has to be told in another way"),
	ROUTE(POST, API "/undelivered/{id}", OVERSIGHT, CHANGES,
	    .handle = handlers_undelivered_settle,
	    .summary = "Say how the reader of a message was told, or send it once more"),
	ROUTE(GET, API "/calendar", OWN, READS, .handle = handlers_feed,
	    .summary = "Whether one has a calendar link"),
	ROUTE(POST, API "/calendar", OWN, .csrf = CSRF_HEADER, .body = BODY_NONE,
	    .answers = ANSWERS_API, .handle = handlers_feed_make,
	    .summary = "Make a calendar link, shown once; an earlier one ends"),
	ROUTE(DELETE, API "/calendar", OWN, .csrf = CSRF_HEADER, .handle = handlers_feed_remove,
	    .summary = "End one's calendar link"),
	/* The link is the key: 256 random bits, kept as a hash. */
	ROUTE(GET, "/calendar-feed/{file}", ANYBODY, READS, .handle = handlers_feed_read,
	    .summary = "One person's dates as iCalendar, for whoever has the link; no case content"),
	ROUTE(GET, API "/lessons", STAGE_ROLE, READS, .names = "state cursor",
	    .handle = handlers_lessons,
	    .summary = "What was learnt, for whoever answers it or has oversight; every read is logged"),
	ROUTE(GET, API "/people", STAGE_ROLE, READS, .names = "q agency reference action field",
	    .handle = handlers_people,
	    .summary = "Find a person by name, title or agency"),
	ROUTE(GET, API "/policy", SIGNED_IN, READS, .handle = handlers_policy,
	    .summary = "The policy in force, as a person reads it"),
	ROUTE(GET, API "/policy/timetable", SIGNED_IN, READS, .names = "raised assume",
	    .handle = handlers_policy_timetable,
	    .summary = "Every date that the policy gives to what is raised on one day"),
	ROUTE(GET, API "/policies", SETTINGS, READS, .handle = handlers_policies,
	    .summary = "The editions of policies, which is in force from when, who changed that and why"),
	ROUTE(POST, API "/policies", SETTINGS, CHANGES, .handle = handlers_policies_import,
	    .summary = "Keep a policy file as an edition"),
	ROUTE(POST, API "/policies/try", ADMINISTRATOR, CHANGES, .handle = handlers_policies_try,
	    .summary = "Try an edition or a file on past escalations, part by part: counts and references"),
	ROUTE(GET, API "/policies/{edition}", SETTINGS, READS,
	    .handle = handlers_policies_edition,
	    .summary = "One edition with the editor's notes, and what it changes in the one in force"),
	ROUTE(GET, API "/policies/{edition}/flowchart", SETTINGS, READS,
	    .handle = handlers_policies_flowchart, .summary = "One edition as boxes and arrows"),
	ROUTE(GET, API "/policies/{edition}/timetable", SETTINGS, READS,
	    .names = "raised assume", .handle = handlers_policies_timetable,
	    .summary = "Every date that one edition gives to what is raised on one day"),
	ROUTE(GET, API "/policies/{edition}/move", ADMINISTRATOR, READS,
	    .handle = handlers_policies_move,
	    .summary = "How many escalations run under which edition, and what was moved to this one"),
	ROUTE(POST, API "/policies/{edition}/move/preview", ADMINISTRATOR, CHANGES,
	    .handle = handlers_policies_move_preview,
	    .summary = "What would change for running escalations that are moved to this edition, part by part"),
	ROUTE(POST, API "/policies/{edition}/move", ADMINISTRATOR, CHANGES,
	    .handle = handlers_policies_move_begin,
	    .summary = "Move running escalations to this edition"),
	ROUTE(POST, API "/policies/{edition}/use", SETTINGS, CHANGES,
	    .handle = handlers_policies_use,
	    .summary = "Put an edition into force for new escalations, now or from a time on"),
	ROUTE(POST, API "/policies/{edition}/retire", SETTINGS, CHANGES,
	    .handle = handlers_policies_retire,
	    .summary = "Say that an edition is not to be used any more"),
	ROUTE(GET, API "/people/roles", SETTINGS, READS, .names = "q",
	    .handle = handlers_people_roles,
	    .summary = "Why somebody has a role: the rule, what of their entry it matched, what was granted"),
	ROUTE(GET, API "/settings", SETTINGS, READS, .handle = handlers_settings,
	    .summary = "Every setting, what needs looking at, and who changed what and why"),
	ROUTE(GET, API "/settings/{name}", SETTINGS, READS, .names = "version",
	    .handle = handlers_settings_one,
	    .summary = "One setting: its value, what its editor offers, and its versions"),
	ROUTE(PUT, API "/settings/{name}", SETTINGS, CHANGES, .handle = handlers_settings_put,
	    .summary = "Save a setting, over the version that was seen"),
	ROUTE(POST, API "/settings/directories/test", SETTINGS, CHANGES,
	    .handle = handlers_directory_test,
	    .summary = "Try directories step by step, and one person from their entry to their stage roles"),
	ROUTE(POST, API "/settings/calendar/rows", SETTINGS, CHANGES, .handle = handlers_calendar_rows,
	    .summary = "A published list of bank holidays, row by row beside ours; nothing is stored"),
	ROUTE(POST, API "/settings/{name}/preview", SETTINGS, CHANGES,
	    .handle = handlers_settings_preview,
	    .summary = "What a value of a setting would change; nothing is stored"),
	ROUTE(POST, API "/settings/{name}/undo", SETTINGS, CHANGES,
	    .handle = handlers_settings_undo, .summary = "Take back the newest version of a setting"),
	ROUTE(POST, API "/settings/mail/test", SETTINGS, CHANGES, .handle = handlers_settings_mail_test,
	    .summary = "Send a message to whoever asks, by mail settings that are not saved yet"),
	ROUTE(GET, API "/retention", ADMINISTRATOR, READS, .handle = handlers_retention,
	    .summary = "What is erased within a month, what waits, and what is held: references and dates"),
	ROUTE(POST, API "/retention/confirm", ADMINISTRATOR, CHANGES, .handle = handlers_retention_confirm,
	    .summary = "Let a sweep that waits erase what it counted"),
	ROUTE(POST, API "/retention/holds", ADMINISTRATOR, CHANGES, .handle = handlers_retention_hold,
	    .summary = "Keep an escalation, whatever its age"),
	ROUTE(POST, API "/retention/holds/{id}/lift", ADMINISTRATOR, CHANGES, .handle = handlers_retention_lift,
	    .summary = "Lift a hold"),
	ROUTE(GET, API "/raise", STAGE_ROLE, READS, .handle = handlers_raise_form,
	    .summary = "What raising asks, page by page"),
	ROUTE(POST, API "/raise/next", STAGE_ROLE, CHANGES, .handle = handlers_raise_next,
	    .summary = "What would happen next if it were raised; nothing is kept"),
	ROUTE(POST, API "/escalations", STAGE_ROLE, CHANGES, .key = true, .handle = handlers_raise,
	    .summary = "Raise a disagreement"),
	ROUTE(GET, API "/requests", STAGE_ROLE, READS, .handle = handlers_requests,
	    .summary = "What one is asked to raise, and what one asked others to raise; no content of it"),
	ROUTE(POST, API "/requests", STAGE_ROLE, CHANGES, .key = true, .handle = handlers_request_ask,
	    .summary = "Ask somebody of one's own agency to raise a disagreement"),
	ROUTE(GET, API "/requests/{id}", OWN, READS, .handle = handlers_request,
	    .summary = "One request, for whoever asked and whoever is asked; every read is logged"),
	ROUTE(POST, API "/requests/{id}/answer", OWN, CHANGES, .handle = handlers_request_answer,
	    .summary = "Say why it is not raised; whoever asked takes it back"),
	ROUTE(GET, API "/escalations/{reference}", SIGHT, READS, .names = "action",
	    .handle = handlers_escalation,
	    .summary =
		"One escalation: whose turn, by when, under which clause; every read is logged"),
	ROUTE(GET, API "/escalations/{reference}/record", SIGHT, READS, .names = "number as",
	    .handle = handlers_record,
	    .summary = "The record for the file, as a page: all, one record, or the form"),
	ROUTE(GET, API "/escalations/{reference}/record.html", SIGHT, READS, .names = "number as",
	    .handle = handlers_record_html, .summary = "The same as a file of HTML"),
	ROUTE(GET, API "/escalations/{reference}/record.pdf", SIGHT, READS, .names = "number as",
	    .handle = handlers_record_pdf, .summary = "The same as a PDF"),
	ROUTE(POST, API "/escalations/{reference}/events", STANDING, CHANGES, .key = true,
	    .handle = handlers_act,
	    .summary = "Do one of the actions that the escalation offers this person"),
	ROUTE(POST, API "/escalations/{reference}/attachments", STANDING, .csrf = CSRF_HEADER,
	    .body = BODY_FILE, .body_limit = FILE_LIMIT, .answers = ANSWERS_API,
	    .handle = handlers_upload,
	    .summary = "Send a file, to be named by an action or a note within a day"),
	ROUTE(GET, API "/escalations/{reference}/attachments/{id}", SIGHT, READS,
	    .handle = handlers_attachment,
	    .summary = "An attached file, as a download; every one is logged"),
	ROUTE(GET, API "/escalations/{reference}/notes", SIGHT, READS, .names = "cursor",
	    .handle = handlers_notes,
	    .summary = "What this person's own agency keeps to itself about it; every read is logged"),
	ROUTE(POST, API "/escalations/{reference}/notes", STANDING, CHANGES, .key = true,
	    .handle = handlers_note_add, .summary = "Write an internal note"),
	ROUTE(GET, API "/seats", STAGE_ROLE, READS, .names = "person", .handle = handlers_seats,
	    .summary = "Places of running escalations of one's agency that are empty, or that somebody holds"),
	ROUTE(POST, API "/seats", STAGE_ROLE, CHANGES, .handle = handlers_seats_assign,
	    .summary = "Give several of them to somebody else, or say what that would do"),
	ROUTE(GET, API "/vacancies", OVERSIGHT, READS, .handle = handlers_vacancies,
	    .summary = "Who holds each stage role in each agency, and the gaps of the next four weeks"),
	ROUTE(GET, API "/absences", OWN, READS, .handle = handlers_absences,
	    .summary = "One's own absences, those of one's team, and for whom one stands in"),
	ROUTE(POST, API "/absences", OWN, CHANGES, .handle = handlers_absence_add,
	    .summary = "Say that oneself, or somebody of one's team, is away, and who acts meanwhile"),
	ROUTE(POST, API "/absences/{id}/end", OWN, CHANGES, .handle = handlers_absence_end,
	    .summary = "End an absence, or take it back before it begins"),
	ROUTE(GET, API "/drafts/raise", OWN, READS, .handle = handlers_draft_get,
	    .summary = "One's own draft of raising"),
	ROUTE(PUT, API "/drafts/raise", OWN, CHANGES, .handle = handlers_draft_put,
	    .summary = "Keep one's own draft of raising"),
	ROUTE(DELETE, API "/drafts/raise", OWN, .csrf = CSRF_HEADER,
	    .handle = handlers_draft_remove, .summary = "Throw away one's own draft of raising"),
	ROUTE(GET, API "/drafts/{reference}/{action}", OWN, READS, .handle = handlers_draft_get,
	    .summary = "One's own draft of an action"),
	ROUTE(PUT, API "/drafts/{reference}/{action}", OWN, CHANGES, .handle = handlers_draft_put,
	    .summary = "Keep one's own draft of an action"),
	ROUTE(DELETE, API "/drafts/{reference}/{action}", OWN, .csrf = CSRF_HEADER,
	    .handle = handlers_draft_remove, .summary = "Throw away one's own draft of an action"),
};
/* clang-format on */
#define ROUTE_COUNT (sizeof(routes) / sizeof(routes[0]))

const struct route *
routes_all(size_t *count)
{
	*count = ROUTE_COUNT;
	return routes;
}

static const char *const permission_names[PERMISSION_COUNT] = {
	[PERMISSION_ANYBODY] = "anybody",
	[PERMISSION_SIGNED_IN] = "signed-in",
	[PERMISSION_OWN] = "own",
	[PERMISSION_STAGE_ROLE] = "stage-role",
	[PERMISSION_ADMINISTRATOR] = "administrator",
	[PERMISSION_SETTINGS] = "settings",
	[PERMISSION_OVERSIGHT] = "oversight",
	[PERMISSION_SIGHT] = "sight",
	[PERMISSION_STANDING] = "standing",
};

const char *
routes_permission_name(enum permission p)
{
	return permission_names[p];
}

/* Does the pattern fit the path? What stands for {…} goes into parameters. */
static bool
fits(const struct request *r, const char *pattern, const char *parameters[ROUTE_PARAMETERS_MAX])
{
	size_t taken = 0, i = 0;

	for (; *pattern == '/'; i++) {
		const char *at = i < r->segment_count ? r->segments[i] : "";

		if (*at == '\0')
			return false;
		if (*++pattern == '{') {
			parameters[taken++] = at;
			pattern += strcspn(pattern, "/");
			continue;
		}
		while (*at == *pattern && *at != '\0' && *at != '/')
			at++, pattern++;
		if (*at != '\0' || (*pattern != '/' && *pattern != '\0'))
			return false;
	}
	return i == r->segment_count;
}

/*
 * One byte by which nearly all routes that do not fit are passed over: how many segments, and the first letter of the third
 * (behind /api/v1), or of the first where there are fewer. A pattern says that segment itself: no {…} stands there, which a test
 * of every route holds.
 */
static uint8_t keys[ROUTE_COUNT];
static pthread_once_t keys_once = PTHREAD_ONCE_INIT;

static uint8_t
key_of(const char *const segments[], size_t count)
{
	const char *telling = count == 0 ? "" : segments[count > 2 ? 2 : 0];

	return (uint8_t)(count << 5 | ((unsigned char)*telling & 31));
}

static void
keys_fill(void)
{
	for (size_t i = 0; i < ROUTE_COUNT; i++) {
		const char *segments[REQUEST_SEGMENTS_MAX];
		size_t count = 0;

		for (const char *at = routes[i].pattern; at != NULL && count < REQUEST_SEGMENTS_MAX; at = strchr(at, '/'))
			segments[count++] = ++at;
		keys[i] = key_of(segments, count);
	}
}

const struct route *
routes_find(
    const struct request *r, const char *parameters[ROUTE_PARAMETERS_MAX], const char **allow)
{
	const uint8_t *at = keys, *end = keys + ROUTE_COUNT;
	const char *methods = NULL;

	(void)pthread_once(&keys_once, keys_fill);
	for (; (at = memchr(at, key_of(r->segments, r->segment_count), (size_t)(end - at))) != NULL; at++) {
		size_t i = (size_t)(at - keys);
		const char *found[ROUTE_PARAMETERS_MAX] = { NULL, NULL };

		if (!fits(r, routes[i].pattern, found))
			continue;
		if (routes[i].method == r->method) {
			memcpy(parameters, found, sizeof(found));
			*allow = NULL;
			return &routes[i];
		}
		methods = methods == NULL ? request_method_name(routes[i].method)
					  : arena_format(r->arena, "%s, %s", methods,
						request_method_name(routes[i].method));
	}
	*allow = methods;
	return NULL;
}
