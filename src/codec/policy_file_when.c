/* policy_file_when.c - conditions: {"fact": …, "is": …}, joined by all, any, not. */
#include <string.h>

#include "policy_file_parts.h"

static bool read_condition(struct policy_reading *r, const struct json_at *at, struct condition *out);

static bool
one_of(const char *value, const char *const *values, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (strcmp(values[i], value) == 0)
			return true;
	return false;
}

static const char *const duty_states[] = { "waiting", "open", "late", "done", "unresolved", "not-needed" };

static bool
is_visit(const char *value)
{
	return value[0] >= '1' && value[0] <= '9' && value[strspn(value, "0123456789")] == '\0' && strlen(value) <= 2;
}

static const struct field *
find_asked(const struct policy *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->raise_asks.count; i++)
		if (p->raise_asks.fields[i].name != NULL && strcmp(p->raise_asks.fields[i].name, name) == 0)
			return &p->raise_asks.fields[i];
	return NULL;
}

static bool
field_can_be(const struct field *field, const char *value)
{
	size_t i;

	if (field->type == FIELD_YES_NO || field->type == FIELD_DECLARE)
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	for (i = 0; i < field->choice_count; i++)
		if (field->choices[i].id != NULL && strcmp(field->choices[i].id, value) == 0)
			return true;
	return false;
}

/* A value that the fact can never have is a slip of the pen that would switch a duty off for good. */
static bool
value_possible(const struct policy_reading *r, const struct condition *c, const char *value)
{
	switch (c->fact) {
	case FACT_SUBJECT_KIND:
		return one_of(value, r->policy->subjects, r->policy->subject_count);
	case FACT_CATEGORY:
		return policy_file_shape_find(&r->categories, value) >= 0;
	case FACT_RAISING_SECTOR:
	case FACT_RECEIVING_SECTOR:
		return policy_file_shape_find(&r->sectors, value) >= 0;
	case FACT_TRACK:
		return policy_file_shape_find(&r->tracks, value) >= 0;
	case FACT_OUTCOME:
		return policy_file_shape_find(&r->outcomes, value) >= 0;
	case FACT_CONCERN:
		return strcmp(value, "disagreement") == 0 || strcmp(value, "decision") == 0;
	case FACT_HOURS:
		return strcmp(value, "working") == 0 || strcmp(value, "other") == 0;
	case FACT_STAGE_VISIT:
		return is_visit(value);
	case FACT_RAISING_ROLE:
		return policy_file_shape_find(&r->roles, value) >= 0;
	case FACT_DUTY:
		return one_of(value, duty_states, sizeof duty_states / sizeof duty_states[0]);
	case FACT_FIELD:
		return field_can_be(find_asked(r->policy, c->field), value);
	default:
		return strcmp(value, "yes") == 0 || strcmp(value, "no") == 0;
	}
}

static bool
read_fact(struct policy_reading *r, const struct json_at *at, struct condition *out)
{
	const char *name;

	if (!json_get_line(at, 0, &name, r->fault))
		return false;
	if (strncmp(name, "duty:", 5) == 0) {
		out->fact = FACT_DUTY;
		out->field = name + 5;
		if (policy_file_shape_find(&r->duty_ids, out->field) < 0)
			return json_fault(at, r->fault, "This policy has no duty \"%s\".", out->field);
		return true;
	}
	if (strncmp(name, "field:", 6) != 0) {
		if (!fact_find(name, &out->fact) || out->fact == FACT_FIELD || out->fact == FACT_DUTY)
			return json_fault(at, r->fault, "There is no fact \"%s\".", name);
		return true;
	}
	out->fact = FACT_FIELD;
	out->field = name + 6;
	if (find_asked(r->policy, out->field) == NULL)
		return json_fault(at, r->fault, "Raising does not ask for a field \"%s\".", out->field);
	return true;
}

static bool
read_values(struct policy_reading *r, const struct json_at *at, struct condition *out)
{
	struct json_lines list;
	const char **one;
	size_t i;
	bool good = true;

	if (json_is_array(at)) {
		if (!json_get_lines(at, 100, r->arena, &list, r->fault))
			return false;
		if (list.count == 0)
			return json_fault(at, r->fault, "This list is empty.");
	} else {
		one = ARENA_NEW(r->arena, const char *);
		if (!json_get_line(at, 0, one, r->fault))
			return false;
		list = (struct json_lines){ .items = one, .count = 1 };
	}
	for (i = 0; i < list.count; i++)
		if (!value_possible(r, out, list.items[i]))
			good = json_fault(at, r->fault, "It can never be \"%s\".", list.items[i]);
	out->values = list.items;
	out->value_count = list.count;
	return good;
}

static bool
read_parts(struct policy_reading *r, const struct json_at *at, struct condition *out)
{
	struct json_at each = { 0 };
	struct condition *parts;
	bool good = true;

	if (!json_expect_array(at, r->fault))
		return false;
	out->part_count = json_count(at);
	if (out->part_count == 0)
		return json_fault(at, r->fault, "This list is empty.");
	parts = ARENA_ARRAY(r->arena, out->part_count, struct condition);
	while (json_next(at, &each))
		if (!read_condition(r, &each, &parts[each.index]))
			good = false;
	out->parts = parts;
	return good;
}

static bool
read_not(struct policy_reading *r, const struct json_at *at, struct condition *out)
{
	struct condition *part = ARENA_NEW(r->arena, struct condition);

	out->parts = part;
	out->part_count = 1;
	return read_condition(r, at, part);
}

/* Which word says what kind of condition it is, and what else may stand beside it. */
static const struct form {
	const char *word;
	enum condition_op op;
	const char *keys[3];
	size_t key_count;
	bool (*read)(struct policy_reading *, const struct json_at *, struct condition *);
} forms[] = {
	{ "fact", CONDITION_FACT, { "fact", "is", "clause" }, 3, read_fact },
	{ "all", CONDITION_ALL, { "all", "clause" }, 2, read_parts },
	{ "any", CONDITION_ANY, { "any", "clause" }, 2, read_parts },
	{ "not", CONDITION_NOT, { "not", "clause" }, 2, read_not },
};

static const struct form *
find_form(const struct json_at *at)
{
	struct json_at member;
	size_t i;

	for (i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		member = json_member(at, forms[i].word);
		if (member.value != NULL)
			return &forms[i];
	}
	return NULL;
}

static bool
read_condition(struct policy_reading *r, const struct json_at *at, struct condition *out)
{
	const struct form *form = find_form(at);
	struct json_at is = json_member(at, "is"), clause = json_member(at, "clause"), member;
	struct condition c = { 0 };

	if (form == NULL)
		return json_fault(at, r->fault, "A condition is {\"fact\": …, \"is\": …}, {\"all\": […]}, {\"any\": […]} or "
		                                "{\"not\": …}.");
	if (!json_known_keys(at, form->keys, form->key_count, r->fault))
		return false;
	c.op = form->op;
	member = json_member(at, form->word);
	if (!form->read(r, &member, &c))
		return false;
	if (c.op == CONDITION_FACT && !read_values(r, &is, &c))
		return false;
	if (clause.value != NULL && !json_get_line(&clause, 0, &c.clause, r->fault))
		return false;
	*out = c;
	return true;
}

void
policy_file_when_condition(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                           void *object)
{
	struct condition *c = ARENA_NEW(r->arena, struct condition);

	if (read_condition(r, at, c))
		memcpy(policy_file_shape_slot(key, object), &c, sizeof c);
}
