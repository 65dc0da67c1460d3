/* calendar_ics_json.c - a calendar on its way to the program that writes it; see parley/calendar_ics.h. */
#include "parley/calendar_ics.h"
#include "parley/json.h"

void
calendar_ics_json(struct buffer *b, const struct ics_calendar *c)
{
	json_object(b, NULL);
	json_int(b, "method", (int64_t)c->method);
	json_optional(b, "name", c->name);
	json_array(b, "events");
	for (size_t i = 0; i < c->count; i++) {
		const struct ics_event *e = &c->events[i];

		json_object(b, NULL);
		json_string(b, "uid", e->uid);
		json_string(b, "summary", e->summary);
		json_optional(b, "url", e->url);
		json_int(b, "starts", e->starts);
		json_int(b, "stamp", e->stamp);
		json_int(b, "minutes", e->minutes);
		json_int(b, "sequence", e->sequence);
		json_bool(b, "busy", e->busy);
		json_optional(b, "organizer", e->organizer);
		json_optional(b, "attendee", e->attendee);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

static const char *
text_of(const struct json_at *of, const char *name)
{
	struct json_at at = json_member(of, name);

	return json_peek(&at);
}

static int64_t
number_of(const struct json_at *of, const char *name, int64_t most, struct fault *f)
{
	struct json_at at = json_member(of, name);
	int64_t value = 0;

	(void)json_get_int(&at, 0, most, &value, f);
	return value;
}

static struct ics_event
event_of(const struct json_at *of, struct fault *f)
{
	const int64_t ever = INT64_C(1) << 53; /* what JSON's numbers hold */
	struct json_at busy = json_member(of, "busy");
	struct ics_event e = {
		.uid = text_of(of, "uid"), .summary = text_of(of, "summary"), .url = text_of(of, "url"),
		.organizer = text_of(of, "organizer"), .attendee = text_of(of, "attendee"),
		.starts = number_of(of, "starts", ever, f), .stamp = number_of(of, "stamp", ever, f),
		.minutes = (int)number_of(of, "minutes", INT32_MAX, f), .sequence = (int)number_of(of, "sequence", INT32_MAX, f),
	};

	(void)json_get_bool(&busy, &e.busy, f);
	return e;
}

enum result
calendar_ics_read(const char *text, size_t length, size_t most, struct arena *a, struct ics_calendar *out, struct fault *f)
{
	const struct cJSON *tree;
	struct json_at root, events, each = { 0 };
	struct ics_event *list;
	size_t count = 0;
	enum ics_method method;
	enum result result = json_read(text, length, &(struct json_limits){ .length = most, .depth = 4 }, a, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	events = json_member(&root, "events");
	method = (enum ics_method)number_of(&root, "method", ICS_CANCEL, f);
	list = ARENA_ARRAY(a, json_count(&events) + 1, struct ics_event);
	while (json_next(&events, &each))
		list[count++] = event_of(&each, f);
	if (f->result != RESULT_OK)
		return f->result;
	*out = (struct ics_calendar){ method, text_of(&root, "name"), list, count };
	return RESULT_OK;
}
