/* policy_file_field.c - what a policy asks people to tell: the fields of a form. */
#include <string.h>

#include "policy_file_parts.h"

#define NAME_MOST 40

static const struct policy_key choice_keys[] = {
	{ .name = "id", .read = policy_file_shape_id, .to = offsetof(struct choice, id), .required = true },
	{ .name = "label", .read = policy_file_shape_line, .to = offsetof(struct choice, label), .required = true },
	{ .name = "hint", .read = policy_file_shape_line, .to = offsetof(struct choice, hint) },
};
static const struct policy_shape choice_shape = { POLICY_SHAPE(struct choice, choice_keys) };

static void
read_name(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *s;

	if (!json_get_line(at, NAME_MOST, &s, r->fault))
		return;
	if (s[0] < 'a' || s[0] > 'z' || s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] != '\0')
		json_fault(at, r->fault, "A field's name is made of lower-case letters, digits and underscores.");
	else
		memcpy(policy_file_shape_slot(key, object), &s, sizeof s);
}

static void
read_type(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *s;
	unsigned t;

	if (!json_get_line(at, NAME_MOST, &s, r->fault))
		return;
	for (t = 0; t <= FIELD_NHS_NUMBER; t++) {
		if (strcmp(field_type_name((enum field_type)t), s) != 0)
			continue;
		memcpy(policy_file_shape_slot(key, object), &t, sizeof t);
		return;
	}
	json_fault(at, r->fault, "There is no type of field \"%s\".", s);
}

static void
read_max(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	int64_t n;
	size_t max;

	if (!json_get_int(at, 1, 10000, &n, r->fault))
		return;
	max = (size_t)n;
	memcpy(policy_file_shape_slot(key, object), &max, sizeof max);
}

static void
finish(struct policy_reading *r, const struct json_at *at, void *object)
{
	const struct field *field = object;
	bool chooses = field->type == FIELD_CHOICE || field->type == FIELD_CHOICES;
	struct json_at choices = json_member(at, "choices"), max = json_member(at, "max");
	size_t i, j;

	if (chooses && field->choice_count == 0)
		json_fault(&choices, r->fault, "A field of this type needs choices.");
	if (!chooses && choices.value != NULL)
		json_fault(&choices, r->fault, "Only a choice or choices can have these.");
	if (max.value != NULL && field->type != FIELD_LINE && field->type != FIELD_TEXT)
		json_fault(&max, r->fault, "Only a line or a text can have a longest length.");
	for (i = 0; i < field->choice_count; i++)
		for (j = 0; j < i; j++)
			if (field->choices[i].id != NULL && field->choices[j].id != NULL &&
			    strcmp(field->choices[i].id, field->choices[j].id) == 0)
				json_fault(&choices, r->fault, "The choice \"%s\" stands here twice.", field->choices[i].id);
}

static const struct policy_key field_keys[] = {
	{ .name = "name", .read = read_name, .to = offsetof(struct field, name), .required = true },
	{ .name = "label", .read = policy_file_shape_line, .to = offsetof(struct field, label), .required = true },
	{ .name = "hint", .read = policy_file_shape_line, .to = offsetof(struct field, hint) },
	{ .name = "type", .read = read_type, .to = offsetof(struct field, type), .required = true },
	{ .name = "required", .read = policy_file_shape_bool, .to = offsetof(struct field, required) },
	{ .name = "max", .read = read_max, .to = offsetof(struct field, max) },
	{ .name = "choices", .read = policy_file_shape_list, .to = offsetof(struct field, choices),
	  .count_to = offsetof(struct field, choice_count), .of = &choice_shape },
	{ .name = "only_if", .read = policy_file_shape_line, .to = offsetof(struct field, only_if) },
	{ .name = "clause", .read = policy_file_shape_line, .to = offsetof(struct field, clause), .required = true },
};
static const struct policy_shape field_shape = { POLICY_SHAPE(struct field, field_keys), .finish = finish };

void
policy_file_field_asks(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_asks *asks = policy_file_shape_slot(key, object);
	const struct policy_key list = { .name = key->name, .read = policy_file_shape_list,
		.to = offsetof(struct policy_asks, fields), .count_to = offsetof(struct policy_asks, count),
		.of = &field_shape };

	policy_file_shape_list(r, at, &list, asks);
}
