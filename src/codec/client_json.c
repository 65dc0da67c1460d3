/* client_json.c - see parley/event_json.h: what clients send. */
#include <string.h>

#include "parley/event_json.h"
#include "parley/json.h"

#define BODY_MOST ((size_t)512 * 1024) /* some ten fields of 10,000 characters, escaped */
#define BODY_DEPTH 3                   /* the body, its fields, a list */
#define DRAFT_DEPTH 5                  /* and a person as the page keeps one */
#define VALUES_MOST 100
#define LIST_MOST 50
#define ID_MOST 100

static enum result
read_body(const char *json, size_t length, int depth, struct arena *a, const struct cJSON **out, struct fault *f)
{
	const struct json_limits limits = { .length = BODY_MOST, .depth = depth };

	return json_read(json, length, &limits, a, out, f);
}

enum result
client_action_read(const char *json, size_t length, enum client_body want, struct arena *a, struct client_action *out,
                   struct fault *f)
{
	static const char *const action_keys[] = { "fields", "action", "version" };
	static const char *const raise_keys[] = { "fields", "request" };
	struct json_at root, action, version, fields, request;
	struct client_action c = { 0 };
	int64_t n = 0;
	enum result r = read_body(json, length, BODY_DEPTH, a, &c.body, f);

	if (r != RESULT_OK)
		return r;
	root = json_root(c.body);
	if (!json_known_keys(&root, want == BODY_ACTION ? action_keys : raise_keys,
	                     want == BODY_ACTION ? 3 : want == BODY_RAISE_FOR ? 2 : 1, f))
		return f->result;
	request = json_member(&root, "request");
	if (want == BODY_RAISE_FOR && json_present(&request))
		(void)json_get_line(&request, ID_MOST, &c.request, f);
	fields = json_member(&root, "fields");
	(void)json_expect_object(&fields, f);
	if (want == BODY_ACTION) {
		action = json_member(&root, "action");
		version = json_member(&root, "version");
		(void)json_get_line(&action, ID_MOST, &c.action, f);
		(void)json_get_int(&version, 0, UINT32_MAX, &n, f);
		c.version = (uint32_t)n;
	}
	if (f->result != RESULT_OK)
		return f->result;
	*out = c;
	return RESULT_OK;
}

/* --- one value by the type of its field --- */

struct form {
	const struct field_set *sets;
	size_t count;
	struct arena *arena;
	struct fault *fault;
};

typedef bool read_value(const struct form *form, const struct json_at *at, struct field_value *v);

static bool
read_text(const struct form *form, const struct json_at *at, struct field_value *v)
{
	v->text = json_peek(at);
	return v->text != NULL ? true : json_fault(at, form->fault, "This must be text.");
}

static bool
read_yes_no(const struct form *form, const struct json_at *at, struct field_value *v)
{
	struct fault ignored;
	bool yes;

	fault_init(&ignored, form->arena);
	if (!json_get_bool(at, &yes, &ignored))
		return read_text(form, at, v);
	v->text = yes ? "yes" : "no";
	return true;
}

static bool
read_list(const struct form *form, const struct json_at *at, struct json_lines *list)
{
	return json_get_lines(at, LIST_MOST, form->arena, list, form->fault);
}

static bool
read_choices(const struct form *form, const struct json_at *at, struct field_value *v)
{
	struct json_lines list;
	const char *joined = NULL;
	size_t i;

	if (!read_list(form, at, &list))
		return false;
	for (i = 0; i < list.count; i++)
		joined = i == 0 ? list.items[0] : arena_format(form->arena, "%s\n%s", joined, list.items[i]);
	v->text = joined;
	return true;
}

/* Ids are strings of digits in JSON (docs/api.md). */
static bool
parse_id(const char *s, int64_t *out)
{
	int64_t n = 0;

	if (*s < '1' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *s - '0', &n))
			return false;
	*out = n;
	return *s == '\0';
}

static bool
read_people(const struct form *form, const struct json_at *at, struct field_value *v)
{
	struct person_ref *people;
	struct json_lines list;
	size_t i;

	if (!read_list(form, at, &list))
		return false;
	people = ARENA_ARRAY(form->arena, list.count, struct person_ref);
	for (i = 0; i < list.count; i++)
		if (!parse_id(list.items[i], &people[i].id))
			return json_fault(at, form->fault, "There is no such person.");
	v->people = people;
	v->people_count = list.count;
	return true;
}

static bool
read_person(const struct form *form, const struct json_at *at, struct field_value *v)
{
	const char *id = json_peek(at);
	struct person_ref *person = ARENA_NEW(form->arena, struct person_ref);

	if (id != NULL && *id == '\0')
		return true;
	if (id == NULL || !parse_id(id, &person->id))
		return json_fault(at, form->fault, "There is no such person.");
	v->people = person;
	v->people_count = 1;
	return true;
}

static bool
read_agency(const struct form *form, const struct json_at *at, struct field_value *v)
{
	const char *id = json_peek(at);
	struct agency_ref *agency;

	if (id != NULL && *id == '\0')
		return true;
	if (!json_get_line(at, ID_MOST, &id, form->fault))
		return false;
	agency = ARENA_NEW(form->arena, struct agency_ref);
	agency->id = id;
	v->agency = agency;
	return true;
}

static read_value *
reader_of(const struct form *form, const char *name)
{
	static read_value *const readers[] = {
		[FIELD_LINE] = read_text, [FIELD_TEXT] = read_text, [FIELD_CHOICE] = read_text,
		[FIELD_CHOICES] = read_choices, [FIELD_YES_NO] = read_yes_no, [FIELD_DECLARE] = read_yes_no,
		[FIELD_DATE] = read_text, [FIELD_DAY_AHEAD] = read_text, [FIELD_TIME] = read_text, [FIELD_TIME_AHEAD] = read_text,
		[FIELD_PERSON] = read_person, [FIELD_PEOPLE] = read_people, [FIELD_AGENCY] = read_agency,
		[FIELD_NHS_NUMBER] = read_text, [FIELD_UPLOAD] = read_text,
	};
	size_t s, i;

	for (s = 0; s < form->count; s++)
		for (i = 0; i < form->sets[s].count; i++)
			if (strcmp(form->sets[s].fields[i].name, name) == 0)
				return readers[form->sets[s].fields[i].type];
	return NULL;
}

static bool
read_one(const struct form *form, const struct json_at *at, struct field_value *v)
{
	read_value *read = reader_of(form, at->key);
	const char *text = json_peek(at);

	*v = (struct field_value){ .name = at->key };
	if (read != NULL)
		return read(form, at, v);
	/* Kept, so that the check of fields refuses the name, in one place for all. */
	v->text = text == NULL ? "" : text;
	return true;
}

static bool
is_answer(const struct field_value *v)
{
	return v->text != NULL || v->people_count > 0 || v->agency != NULL;
}

enum result
client_fields_read(const struct field_set *sets, size_t set_count, struct arena *a, struct client_action *out,
                   struct fault *f)
{
	const struct form form = { .sets = sets, .count = set_count, .arena = a, .fault = f };
	const struct json_at root = json_root(out->body);
	struct json_at fields = json_member(&root, "fields"), each = { 0 };
	struct field_value *values;
	size_t n = 0;

	if (!json_expect_object(&fields, f))
		return f->result;
	if (json_count(&fields) > VALUES_MOST) {
		json_fault(&fields, f, "There are more than %d fields.", VALUES_MOST);
		return f->result;
	}
	values = ARENA_ARRAY(a, json_count(&fields), struct field_value);
	/* null, "" for a person, an empty list: not answered, and so not there. */
	while (json_next(&fields, &each))
		if (json_present(&each) && read_one(&form, &each, &values[n]) && is_answer(&values[n]))
			n++;
	if (f->result != RESULT_OK)
		return f->result;
	out->values = values;
	out->count = n;
	return RESULT_OK;
}

/* --- drafts --- */

/* A person as the page keeps a chosen one: an object of strings. */
static void
check_object(const struct json_at *at, struct fault *f)
{
	struct json_at each = { 0 };

	while (json_next(at, &each))
		if (json_present(&each) && !json_is_string(&each))
			json_fault(&each, f, "A draft cannot keep this.");
}

static void
check_list(const struct json_at *at, struct fault *f)
{
	struct json_at each = { 0 };

	while (json_next(at, &each)) {
		if (json_is_object(&each))
			check_object(&each, f);
		else if (!json_is_string(&each))
			json_fault(&each, f, "A draft cannot keep this.");
	}
}

static void
check_value(const struct json_at *at, struct fault *f)
{
	struct fault ignored;
	bool yes;

	if (!json_present(at) || json_is_string(at))
		return;
	fault_init(&ignored, f->arena);
	if (json_is_array(at))
		check_list(at, f);
	else if (json_is_object(at))
		check_object(at, f);
	else if (!json_get_bool(at, &yes, &ignored))
		json_fault(at, f, "A draft cannot keep this.");
}

enum result
draft_check(const char *json, size_t length, struct fault *f)
{
	static const char *const keys[] = { "fields", "page" };
	struct json_at root, fields, page, each = { 0 };
	const char *name;
	const struct cJSON *body;
	enum result r = read_body(json, length, DRAFT_DEPTH, f->arena, &body, f);

	if (r != RESULT_OK)
		return r;
	root = json_root(body);
	if (!json_known_keys(&root, keys, 2, f))
		return f->result;
	fields = json_member(&root, "fields");
	page = json_member(&root, "page");
	if (json_expect_object(&fields, f) && json_count(&fields) > VALUES_MOST)
		json_fault(&fields, f, "There are more than %d fields.", VALUES_MOST);
	while (json_next(&fields, &each))
		check_value(&each, f);
	if (json_present(&page))
		(void)json_get_line(&page, ID_MOST, &name, f);
	return f->result;
}

const struct field_value *
client_value(const struct client_action *sent, const char *name)
{
	for (size_t i = 0; i < sent->count; i++) {
		if (strcmp(sent->values[i].name, name) == 0)
			return &sent->values[i];
	}
	return NULL;
}
