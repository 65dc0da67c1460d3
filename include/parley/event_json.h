/*
 * event_json.h - events as JSON: as they are kept, and as a client sends their fields.
 *
 * The kept form is canonical (fixed order of members, no white space, times in RFC 3339 UTC with microseconds):
 * its bytes are what the hash chain covers, so writing an event that was read gives the same bytes again.
 */
#ifndef PARLEY_EVENT_JSON_H
#define PARLEY_EVENT_JSON_H

#include "parley/buffer.h"
#include "parley/event.h"

/* Everything but seq. */
void event_payload_write(struct buffer *b, const struct event *ev);
/* The exact inverse; BUG when it is not our own writing (the caller logs it). Strings live in the arena. */
enum result event_payload_read(const char *json, size_t length, uint32_t seq, struct arena *a,
                               struct event *out) MUST_USE;

/*
 * The body of a client's action: {"action":ID,"version":N,"fields":{…}}; raising has no action and no version,
 * a draft has "page". Which members may stand there is said by `want`. Field values come as docs/api.md says:
 * strings, booleans for yes/no and declare, arrays of strings, ids for people and agencies (person_ref.id and
 * agency_ref.id only: the app looks them up). Which of the forms a value has is decided by the type of the field of
 * that name in `sets`; a name that is in none is kept as text, for event_check_fields to refuse.
 */
struct cJSON;                    /* what it is made of is known in codec/ only */
struct client_action {
	const struct cJSON *body;
	const char *action;
	uint32_t version;
	const char *page;
	const char *request;     /* NULL */
	struct field_value *values;
	size_t count;
};
enum client_body { BODY_RAISE, BODY_ACTION, BODY_RAISE_FOR }; /* FOR: it may also say which request it answers */
/* Reads what does not depend on the fields first, so that the caller can find the action and its sets … */
enum result client_action_read(const char *json, size_t length, enum client_body want, struct arena *a,
                               struct client_action *out, struct fault *f) MUST_USE;
/* … and then the fields, of the same body: it is read once. */
enum result client_fields_read(const struct field_set *sets, size_t set_count, struct arena *a,
                               struct client_action *out, struct fault *f) MUST_USE;
/* The value that was sent under a name, or NULL. */
const struct field_value *client_value(const struct client_action *sent, const char *name);
/* A draft body {"fields":{…},"page":…}: checked for size, depth and shape only (values are strings, booleans or arrays of strings). */
enum result draft_check(const char *json, size_t length, struct fault *f) MUST_USE;

#endif
