/* policy_file_clock.c - clocks: how long ("within"), from what ("from"), and how firm. */
#include <string.h>

#include "policy_file_parts.h"

#define ANCHORS_MOST 10

static const struct anchor_word {
	const char *word;
	enum anchor_kind kind;
} words[] = {
	{ "concern", ANCHOR_CONCERN },
	{ "raised", ANCHOR_RAISED },
	{ "stage entered", ANCHOR_STAGE_ENTERED },
	{ "first contact", ANCHOR_FIRST_CONTACT },
	{ "meeting held", ANCHOR_MEETING_HELD },
	{ "meeting planned", ANCHOR_MEETING_PLANNED },
	{ "agreed", ANCHOR_AGREED },
	{ "confirmed", ANCHOR_CONFIRMED },
	{ "decided", ANCHOR_DECIDED },
	{ "referred", ANCHOR_REFERRED },
	{ "closed", ANCHOR_CLOSED },
	{ "notified", ANCHOR_NOTIFIED },
	{ "risk", ANCHOR_RISK },
};

static bool
read_word(struct policy_reading *r, const struct json_at *at, struct policy_anchor *out)
{
	const char *s = json_peek(at);
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i].word, s) != 0)
			continue;
		*out = (struct policy_anchor){ .kind = words[i].kind };
		return true;
	}
	return json_fault(at, r->fault, "A clock cannot run from \"%s\". It runs from concern, raised, stage entered, "
	                                "first contact, meeting held, meeting planned, agreed, confirmed, decided, referred, closed, "
	                                "notified, risk, or from a duty, a stage or a notice.", s);
}

static bool
read_duty(struct policy_reading *r, const struct json_at *at, struct policy_anchor *out)
{
	static const char *const keys[] = { "duty", "when" };
	struct json_at duty = json_member(at, "duty"), when = json_member(at, "when");
	const char *s = json_peek(&when);
	bool due = s != NULL && strcmp(s, "due") == 0;

	if (!json_known_keys(at, keys, 2, r->fault))
		return false;
	if (policy_file_shape_refer(r, &duty, &r->duty_ids, "duty") < 0)
		return false;
	if (!due && (s == NULL || strcmp(s, "done") != 0))
		return json_fault(&when, r->fault, "This must be due or done: does the clock run from when it was due, or "
		                                   "from when it was done?");
	*out = (struct policy_anchor){ .kind = due ? ANCHOR_DUTY_DUE : ANCHOR_DUTY_DONE, .of = json_peek(&duty) };
	return true;
}

static bool
read_named(struct policy_reading *r, const struct json_at *at, bool stage, struct policy_anchor *out)
{
	const char *key = stage ? "stage" : "notice";
	struct json_at member = json_member(at, key);

	if (!json_known_keys(at, &key, 1, r->fault))
		return false;
	if (policy_file_shape_refer(r, &member, stage ? &r->stages : &r->notices, key) < 0)
		return false;
	*out = (struct policy_anchor){ .kind = stage ? ANCHOR_STAGE_ENTERED : ANCHOR_NOTIFIED, .of = json_peek(&member) };
	return true;
}

static bool
has(const struct json_at *at, const char *key)
{
	return json_member(at, key).value != NULL;
}

static bool
read_anchor(struct policy_reading *r, const struct json_at *at, struct policy_anchor *out)
{
	if (json_is_string(at))
		return read_word(r, at, out);
	if (has(at, "duty"))
		return read_duty(r, at, out);
	if (has(at, "stage") || has(at, "notice"))
		return read_named(r, at, has(at, "stage"), out);
	return json_fault(at, r->fault, "A clock runs from a word, {\"duty\": …, \"when\": …}, {\"stage\": …}, "
	                                "{\"notice\": …}, {\"first of\": […]} or {\"last of\": […]}.");
}

static bool
read_several(struct policy_reading *r, const struct json_at *at, const char *key, struct policy_clock *clock)
{
	struct json_at list = json_member(at, key), each = { 0 };
	struct policy_anchor *anchors;
	size_t count = json_count(&list);
	bool good = true;

	if (!json_known_keys(at, &key, 1, r->fault) || !json_expect_array(&list, r->fault))
		return false;
	if (count < 2 || count > ANCHORS_MOST)
		return json_fault(&list, r->fault, "This must name from 2 to %d things.", ANCHORS_MOST);
	anchors = ARENA_ARRAY(r->arena, count, struct policy_anchor);
	while (json_next(&list, &each))
		if (!read_anchor(r, &each, &anchors[each.index]))
			good = false;
	if (good) {
		clock->from = anchors;
		clock->from_count = count;
		clock->from_last = strcmp(key, "last of") == 0;
	}
	return good;
}

void
policy_file_clock_from(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_clock *clock = policy_file_shape_slot(key, object);
	struct policy_anchor *one;

	if (has(at, "first of") || has(at, "last of")) {
		(void)read_several(r, at, has(at, "first of") ? "first of" : "last of", clock);
		return;
	}
	one = ARENA_NEW(r->arena, struct policy_anchor);
	if (!read_anchor(r, at, one))
		return;
	clock->from = one;
	clock->from_count = 1;
}

void
policy_file_clock_within(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                         void *object)
{
	struct policy_clock *clock = policy_file_shape_slot(key, object);
	const char *s, *why = "";

	if (json_get_line(at, 0, &s, r->fault) && duration_parse(s, &clock->within, &why) != RESULT_OK)
		json_fault(at, r->fault, "%s", why);
}

void
policy_file_clock_firm(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_clock *clock = policy_file_shape_slot(key, object);
	const char *s;

	if (!json_get_line(at, 0, &s, r->fault))
		return;
	if (strcmp(s, "indicative") != 0)
		json_fault(at, r->fault, "This can only be indicative; leave it out for a time that is firm.");
	else
		clock->firmness = INDICATIVE;
}

void
policy_file_clock_protectable(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                              void *object)
{
	struct policy_clock *clock = policy_file_shape_slot(key, object);

	(void)json_get_bool(at, &clock->protectable, r->fault);
}

static void
read_also_within(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_statement *statement = object;
	const char *s, *why = "";

	(void)key;
	if (json_get_line(at, 0, &s, r->fault) && duration_parse(s, &statement->within, &why) != RESULT_OK)
		json_fault(at, r->fault, "%s", why);
}

static const struct policy_key statement_keys[] = {
	{ .name = "within", .read = read_also_within, .required = true },
	{ .name = "clause", .read = policy_file_shape_line, .to = offsetof(struct policy_statement, clause),
	  .required = true },
};
static const struct policy_shape statement_shape = { POLICY_SHAPE(struct policy_statement, statement_keys) };

void
policy_file_clock_also(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_clock *clock = policy_file_shape_slot(key, object);
	const struct policy_key list = { .to = offsetof(struct policy_clock, also),
		.count_to = offsetof(struct policy_clock, also_count), .of = &statement_shape };

	policy_file_shape_list(r, at, &list, clock);
}

void
policy_file_clock_time_of_day(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                              void *object)
{
	const char *s;
	int minute;

	if (!json_get_line(at, 0, &s, r->fault))
		return;
	if (instant_time_of_day_parse(s, &minute) != RESULT_OK) {
		json_fault(at, r->fault, "This must be a time of day such as 17:00.");
		return;
	}
	memcpy(policy_file_shape_slot(key, object), &minute, sizeof minute);
}
