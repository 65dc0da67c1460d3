/*
 * test_event_json.c - events as they are kept: what is read is what was written, to the byte, for 20,000 random ones;
 * and nothing but our own writing is taken. And what clients send, by the types of the fields.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "parley/event_json.h"
#include "suite.h"

static struct arena *a;
static struct buffer text;
static struct fault f;

static void
setup(void)
{
	a = arena_new();
	buffer_init(&text, 0);
	fault_init(&f, a);
}

static void
teardown(void)
{
	buffer_clear(&text);
	arena_free(a);
}

/* --- random events; the same ones every time --- */

static uint64_t state = 20271223;

static uint64_t
draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state % below;
}

static const char *
random_string(void)
{
	static const char *const pieces[] = { "", "a", "Okafor", " ", "\"", "\\", "/", "\n", "\t", "\r", "\b", "\f", "\x01",
		"\x1f", "\x7f", "\xc3\xa9", "\xe2\x80\x99", "\xf0\x9f\x98\x80", "\\u0041", "null", "</script>", "{", "]", ",",
		"The ward plans to send the child home." };
	const char *s = "";
	uint64_t n = draw(7);

	if (draw(12) == 0)
		return NULL;
	while (n-- > 0)
		s = arena_format(a, "%s%s", s, pieces[draw(sizeof pieces / sizeof pieces[0])]);
	return s;
}

static instant
random_instant(void)
{
	int64_t most = INT64_C(253402300799) * INSTANT_SECOND;

	switch (draw(8)) {
	case 0:
		return INSTANT_NONE;
	case 1:
		return -(instant)draw((uint64_t)(INT64_C(62135596800) * INSTANT_SECOND));
	case 2:
		return (instant)draw((uint64_t)most);
	default:
		return instant_at(day_from_civil(2027, 12, 23), 600) + (instant)draw((uint64_t)INSTANT_HOUR);
	}
}

static struct person_ref
random_person(void)
{
	static const int64_t ids[] = { 0, 1, 12, INT64_MAX, INT64_MIN, -1 };

	return (struct person_ref){ ids[draw(6)], random_string(), random_string(), random_string(), random_string() };
}

static struct field_value
random_value(void)
{
	struct field_value v = { .name = arena_format(a, "field_%d", (int)draw(1000)) };
	struct person_ref *people;
	struct agency_ref *agency;
	uint64_t i, n = 1 + draw(6);

	if (draw(20) == 0)
		v.name = "odd \"name\"\n";
	switch (draw(5)) {
	case 0:
		people = ARENA_ARRAY(a, n, struct person_ref);
		for (i = 0; i < n; i++)
			people[i] = random_person();
		v.people = people;
		v.people_count = n;
		break;
	case 1:
		agency = ARENA_NEW(a, struct agency_ref);
		*agency = (struct agency_ref){ random_string(), random_string(), random_string() };
		v.agency = agency;
		break;
	default:
		v.text = random_string();
	}
	return v;
}

static struct event
random_event(void)
{
	struct event ev = { .seq = (uint32_t)draw(1000) + 1, .kind = (enum event_kind)draw(EVENT_KIND_COUNT),
		.recorded = random_instant(), .happened = random_instant(), .actor = random_person(),
		.side = (enum side)draw(3), .role = random_string(), .exit = random_string(), .target = random_string() };
	uint64_t i, n = draw(30);
	struct field_value *values = ARENA_ARRAY(a, n, struct field_value);

	for (i = 0; i < n; i++)
		values[i] = random_value();
	ev.fields = values;
	ev.field_count = n;
	return ev;
}

/* Check writes to a file at each of its own assertions: two million of them take seconds. */
#define SAME(condition) \
	do { \
		if (!(condition)) \
			ck_abort_msg("%s", #condition); \
	} while (0)

static void
same_text(const char *x, const char *y)
{
	SAME((x == NULL) == (y == NULL));
	SAME(x == NULL || strcmp(x, y) == 0);
}

static void
same_person(const struct person_ref *x, const struct person_ref *y)
{
	SAME(x->id == y->id);
	same_text(x->name, y->name);
	same_text(x->title, y->title);
	same_text(x->agency_id, y->agency_id);
	same_text(x->agency, y->agency);
}

static void
same_value(const struct field_value *x, const struct field_value *y)
{
	size_t i;

	same_text(x->name, y->name);
	same_text(x->text, y->text);
	SAME(x->people_count == y->people_count);
	for (i = 0; i < x->people_count; i++)
		same_person(&x->people[i], &y->people[i]);
	SAME((x->agency == NULL) == (y->agency == NULL));
	if (x->agency == NULL)
		return;
	same_text(x->agency->id, y->agency->id);
	same_text(x->agency->name, y->agency->name);
	same_text(x->agency->sector, y->agency->sector);
}

static void
same_event(const struct event *x, const struct event *y)
{
	size_t i;

	SAME(x->seq == y->seq);
	SAME(x->kind == y->kind);
	SAME(x->recorded == y->recorded);
	SAME(x->happened == y->happened);
	same_person(&x->actor, &y->actor);
	SAME(x->side == y->side);
	same_text(x->role, y->role);
	same_text(x->exit, y->exit);
	same_text(x->target, y->target);
	SAME(x->field_count == y->field_count);
	for (i = 0; i < x->field_count; i++)
		same_value(&x->fields[i], &y->fields[i]);
}

START_TEST(there_and_back)
{
	struct event ev, back;
	struct buffer again;
	int i;

	setup();
	buffer_init(&again, 0);
	for (i = 0; i < 20000; i++) {
		arena_reset(a);
		buffer_reset(&text);
		buffer_reset(&again);
		ev = random_event();
		event_payload_write(&text, &ev);
		ck_assert(buffer_ok(&text));
		ck_assert_int_eq(event_payload_read(text.data, text.length, ev.seq, a, &back), RESULT_OK);
		same_event(&ev, &back);
		event_payload_write(&again, &back);
		ck_assert_str_eq(text.data, again.data);
	}
	buffer_clear(&again);
	teardown();
}
END_TEST

static const char golden[] =
    "{\"kind\":\"contact\",\"recorded\":\"2027-12-23T10:00:00.000001Z\",\"happened\":\"2027-06-30T23:30:00.000000Z\","
    "\"actor\":{\"id\":12,\"name\":\"Amina Okafor\",\"title\":\"Social Worker\",\"agency_id\":\"csc\",\"agency\":null},"
    "\"side\":\"raising\",\"role\":\"practitioner\",\"exit\":null,\"target\":null,\"fields\":{\"summary\":\"a\\nb\","
    "\"with\":[{\"id\":0,\"name\":\"B\",\"title\":\"\",\"agency_id\":null,\"agency\":\"X\"}],"
    "\"to\":{\"id\":\"h\",\"name\":\"H\",\"sector\":\"health\"},\"none\":null}}";

/* The bytes are what the hash chain covers: they may never change. */
START_TEST(the_form_is_fixed)
{
	const struct person_ref with = { 0, "B", "", NULL, "X" };
	const struct agency_ref to = { "h", "H", "health" };
	const struct field_value fields[] = { { .name = "summary", .text = "a\nb" },
		{ .name = "with", .people = &with, .people_count = 1 }, { .name = "to", .agency = &to }, { .name = "none" } };
	const struct event ev = { .seq = 3, .kind = EVENT_CONTACT,
		.recorded = instant_at(day_from_civil(2027, 12, 23), 600) + 1,
		.happened = instant_at(day_from_civil(2027, 7, 1), 30), /* summer time: the day before in UTC */
		.actor = { 12, "Amina Okafor", "Social Worker", "csc", NULL }, .side = SIDE_RAISING, .role = "practitioner",
		.fields = fields, .field_count = 4 };

	setup();
	event_payload_write(&text, &ev);
	ck_assert_str_eq(text.data, golden);
	teardown();
}
END_TEST

START_TEST(cut_anywhere_is_refused)
{
	struct event ev = { .seq = 99 };
	size_t n, length = strlen(golden);
	char *piece;

	setup();
	for (n = 0; n < length; n++) {
		piece = malloc(n + 1); /* just so long, so that the sanitizer sees a step too far */
		ck_assert_ptr_nonnull(piece);
		memcpy(piece, golden, n);
		ck_assert_int_eq(event_payload_read(piece, n, 1, a, &ev), RESULT_BUG);
		free(piece);
	}
	ck_assert_uint_eq(ev.seq, 99);
	ck_assert_int_eq(event_payload_read(golden, length, 1, a, &ev), RESULT_OK);
	teardown();
}
END_TEST

static const struct { const char *from, *to; } strange[] = {
	{ "{\"kind\"", " {\"kind\"" }, { "\"kind\":", "\"kind\": " }, { "null}}", "null}} " }, { "null}}", "null},\"x\":1}" },
	{ "contact", "contacts" }, { "contact", "" }, { "raising", "rising" }, { "\"raising\"", "null" },
	{ "2027-12-23T10", "2027-02-30T10" }, { "2027-12-23T10", "2027-12-23T24" }, { ".000001Z", ".000001+" },
	{ "000001Z", "00001Z" }, { "2027-12-23T", "0000-12-23T" }, { "\"id\":12", "\"id\":\"12\"" }, { "\"id\":12", "\"id\":012" },
	{ "\"id\":12", "\"id\":-0" }, { "\"id\":12", "\"id\":9223372036854775808" }, { "\"id\":12", "\"id\":1.0" },
	{ "\"id\":12", "\"id\":" }, { "a\\nb", "a\\u000ab" }, { "a\\nb", "a\\u0041b" }, { "a\\nb", "a\\u0000b" },
	{ "a\\nb", "a\\/b" }, { "a\\nb", "a\nb" }, { "a\\nb", "a\\u00" }, { "a\\nb", "a\xff" }, { "a\\nb", "a\x7f" },
	{ "a\\nb", "a\\u007F" }, { "\"with\":[{", "\"with\":[],\"y\":[{" }, { "\"none\":null", "\"none\":nul" },
	{ "\"none\":null", "\"none\":7" }, { "\"none\":null", "\"none\":null," }, { "\"sector\":\"health\"", "\"sectors\":\"health\"" },
	{ "\"name\":\"Amina Okafor\",\"title\":\"Social Worker\"", "\"title\":\"Social Worker\",\"name\":\"Amina Okafor\"" },
};

START_TEST(only_our_own_writing)
{
	size_t i;

	setup();
	for (i = 0; i < sizeof strange / sizeof strange[0]; i++) {
		const char *at = strstr(golden, strange[i].from);
		struct event ev = { .seq = 99 };

		ck_assert_ptr_nonnull(at);
		buffer_reset(&text);
		buffer_add(&text, golden, (size_t)(at - golden));
		buffer_string(&text, strange[i].to);
		buffer_string(&text, at + strlen(strange[i].from));
		ck_assert_msg(event_payload_read(text.data, text.length, 1, a, &ev) == RESULT_BUG, "taken: %s", strange[i].to);
		ck_assert_uint_eq(ev.seq, 99);
	}
	buffer_reset(&text);
	buffer_string(&text, golden);
	text.data[text.length - 30] = '\0'; /* inside a string */
	ck_assert_int_eq(event_payload_read(text.data, text.length, 1, a, &(struct event){ 0 }), RESULT_BUG);
	teardown();
}
END_TEST

START_TEST(a_time_out_of_range_fails_the_buffer)
{
	struct event ev = { .kind = EVENT_CLOSED, .recorded = INT64_MAX, .happened = 0 };

	setup();
	event_payload_write(&text, &ev);
	ck_assert(!buffer_ok(&text));
	teardown();
}
END_TEST

/* --- what clients send --- */

static const struct choice some_choices[] = { { "a", "A", NULL }, { "b", "B", NULL } };
static const struct field form_fields[] = {
	{ .name = "line", .type = FIELD_LINE }, { .name = "text", .type = FIELD_TEXT },
	{ .name = "yes", .type = FIELD_YES_NO }, { .name = "tick", .type = FIELD_DECLARE },
	{ .name = "many", .type = FIELD_CHOICES, .choices = some_choices, .choice_count = 2 }, { .name = "person", .type = FIELD_PERSON },
};
static const struct field more_fields[] = {
	{ .name = "people", .type = FIELD_PEOPLE }, { .name = "agency", .type = FIELD_AGENCY },
};
static const struct field_set sets[] = { { form_fields, 6 }, { more_fields, 2 } };

static enum result
read_fields(const char *body, struct client_action *c)
{
	struct client_action whole;
	enum result r;

	fault_init(&f, a);
	r = client_action_read(body, strlen(body), BODY_RAISE, a, &whole, &f);
	if (r != RESULT_OK)
		return r;
	c->body = whole.body;
	return client_fields_read(sets, 2, a, c, &f);
}

static const struct field_value *
value(const struct client_action *c, const char *name)
{
	size_t i;

	for (i = 0; i < c->count; i++)
		if (strcmp(c->values[i].name, name) == 0)
			return &c->values[i];
	return NULL;
}

START_TEST(values_by_type)
{
	struct client_action c = { 0 };

	setup();
	ck_assert_int_eq(read_fields("{\"fields\":{\"line\":\"L\",\"text\":\"a\\nb\",\"yes\":false,\"tick\":true,"
	                             "\"many\":[\"a\",\"b\"],\"person\":\"12\",\"people\":[\"3\",\"4\"],\"agency\":\"h\","
	                             "\"strange\":[\"x\"]}}", &c), RESULT_OK);
	ck_assert_uint_eq(c.count, 9);
	ck_assert_str_eq(value(&c, "text")->text, "a\nb");
	ck_assert_str_eq(value(&c, "yes")->text, "no");
	ck_assert_str_eq(value(&c, "tick")->text, "yes");
	ck_assert_str_eq(value(&c, "many")->text, "a\nb");
	ck_assert_int_eq(value(&c, "person")->people[0].id, 12);
	ck_assert_uint_eq(value(&c, "people")->people_count, 2);
	ck_assert_int_eq(value(&c, "people")->people[1].id, 4);
	ck_assert_str_eq(value(&c, "agency")->agency->id, "h");
	ck_assert_ptr_null(value(&c, "agency")->text);
	ck_assert_ptr_nonnull(value(&c, "strange")->text);
	/* the unknown one gets through to the check, which refuses it */
	ck_assert_int_eq(event_check_fields(sets, 2, c.values, c.count, 0, &f), RESULT_INVALID);
	ck_assert_str_eq(f.fields->pointer, "/fields/strange");
	ck_assert_uint_eq(f.count, 1);
	teardown();
}
END_TEST

START_TEST(not_answered_is_not_there)
{
	struct client_action c = { 0 };

	setup();
	ck_assert_int_eq(read_fields("{\"fields\":{\"line\":null,\"many\":[],\"person\":\"\",\"people\":[],\"agency\":\"\"}}", &c),
	                 RESULT_OK);
	ck_assert_uint_eq(c.count, 0);
	ck_assert_int_eq(read_fields("{\"fields\":{\"yes\":\"yes\",\"line\":\"\"}}", &c), RESULT_OK);
	ck_assert_uint_eq(c.count, 2);
	ck_assert_str_eq(value(&c, "yes")->text, "yes");
	teardown();
}
END_TEST

static const struct { const char *body, *pointer; } unfit[] = {
	{ "{}", "/fields" }, { "{\"fields\":[]}", "/fields" },
	{ "{\"fields\":{\"line\":7}}", "/fields/line" }, { "{\"fields\":{\"line\":true}}", "/fields/line" },
	{ "{\"fields\":{\"line\":[\"a\"]}}", "/fields/line" }, { "{\"fields\":{\"yes\":1}}", "/fields/yes" },
	{ "{\"fields\":{\"many\":\"a\"}}", "/fields/many" }, { "{\"fields\":{\"many\":[1]}}", "/fields/many/0" },
	{ "{\"fields\":{\"many\":[\"a\",\"a\"]}}", "/fields/many/1" },
	{ "{\"fields\":{\"many\":[\"a\\nb\"]}}", "/fields/many/0" },
	{ "{\"fields\":{\"person\":12}}", "/fields/person" }, { "{\"fields\":{\"person\":\"012\"}}", "/fields/person" },
	{ "{\"fields\":{\"person\":\"-1\"}}", "/fields/person" }, { "{\"fields\":{\"person\":\"1x\"}}", "/fields/person" },
	{ "{\"fields\":{\"person\":\"9223372036854775808\"}}", "/fields/person" },
	{ "{\"fields\":{\"people\":[\"0\"]}}", "/fields/people" }, { "{\"fields\":{\"people\":\"3\"}}", "/fields/people" },
	{ "{\"fields\":{\"agency\":7}}", "/fields/agency" }, { "{\"fields\":{\"agency\":\"a\\u0007\"}}", "/fields/agency" },
};

START_TEST(unfit_values)
{
	struct client_action c = { .count = 77 };
	size_t i;

	setup();
	for (i = 0; i < sizeof unfit / sizeof unfit[0]; i++) {
		ck_assert_msg(read_fields(unfit[i].body, &c) == RESULT_INVALID, "taken: %s", unfit[i].body);
		ck_assert_str_eq(f.fields->pointer, unfit[i].pointer);
		ck_assert_uint_eq(c.count, 77);
	}
	teardown();
}
END_TEST

static enum result
read_action(const char *body, enum client_body want, struct client_action *c)
{
	fault_init(&f, a);
	return client_action_read(body, strlen(body), want, a, c, &f);
}

START_TEST(bodies)
{
	struct client_action c = { 0 };

	setup();
	ck_assert_int_eq(read_action("{\"action\":\"escalate\",\"version\":3,\"fields\":{}}", BODY_ACTION, &c), RESULT_OK);
	ck_assert_str_eq(c.action, "escalate");
	ck_assert_uint_eq(c.version, 3);
	ck_assert_int_eq(read_action("{\"fields\":{}}", BODY_RAISE, &c), RESULT_OK);
	ck_assert_int_eq(read_action("{\"fields\":{},\"version\":3}", BODY_RAISE, &c), RESULT_INVALID);
	ck_assert_str_eq(f.fields->pointer, "/version");
	ck_assert_int_eq(read_action("{\"fields\":{},\"version\":3}", BODY_ACTION, &c), RESULT_INVALID);
	ck_assert_str_eq(f.fields->pointer, "/action");
	ck_assert_int_eq(read_action("{\"fields\":{},\"version\":-1,\"action\":\"a\"}", BODY_ACTION, &c), RESULT_INVALID);
	ck_assert_int_eq(read_action("{\"fields\":{},\"version\":4294967296,\"action\":\"a\"}", BODY_ACTION, &c), RESULT_INVALID);
	ck_assert_int_eq(read_action("{\"version\":3,\"action\":\"a\"}", BODY_ACTION, &c), RESULT_INVALID);
	ck_assert_int_eq(read_action("{\"fields\":{},\"version\":3,\"action\":\"a\",\"x\":1}", BODY_ACTION, &c), RESULT_INVALID);
	ck_assert_int_eq(read_action("[]", BODY_RAISE, &c), RESULT_INVALID);
	teardown();
}
END_TEST

static enum result
draft(const char *body)
{
	fault_init(&f, a);
	return draft_check(body, strlen(body), &f);
}

START_TEST(drafts)
{
	setup();
	ck_assert_int_eq(draft("{\"fields\":{\"a\":\"x\",\"b\":true,\"c\":[\"y\"],\"d\":null,"
	                       "\"e\":{\"id\":\"1\",\"name\":\"N\",\"agency\":null},\"f\":[{\"id\":\"1\"}]},\"page\":\"risk\"}"), RESULT_OK);
	ck_assert_int_eq(draft("{\"fields\":{}}"), RESULT_OK);
	ck_assert_int_eq(draft("{\"fields\":{},\"page\":null}"), RESULT_OK);
	ck_assert_int_eq(draft("{\"page\":\"risk\"}"), RESULT_INVALID);
	ck_assert_int_eq(draft("{\"fields\":{\"a\":7}}"), RESULT_INVALID);
	ck_assert_str_eq(f.fields->pointer, "/fields/a");
	ck_assert_int_eq(draft("{\"fields\":{\"a\":[[]]}}"), RESULT_INVALID);
	ck_assert_int_eq(draft("{\"fields\":{\"a\":{\"b\":{}}}}"), RESULT_INVALID);
	ck_assert_int_eq(draft("{\"fields\":{},\"x\":1}"), RESULT_INVALID);
	ck_assert_int_eq(draft("{\"fields\":{},\"page\":7}"), RESULT_INVALID);
	teardown();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { there_and_back, the_form_is_fixed, cut_anywhere_is_refused, only_our_own_writing,
		a_time_out_of_range_fails_the_buffer, values_by_type, not_answered_is_not_there, unfit_values, bodies, drafts };

	return SUITE_RUN("event_json", tests);
}
