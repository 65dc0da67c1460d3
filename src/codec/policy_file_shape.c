/* policy_file_shape.c - see policy_file_shape.h. */
#include "policy_file_shape.h"

#include <string.h>

#define LIST_MOST 500 /* entries of one list: ten times the largest that a policy has had */
#define ID_MOST 64

void *
policy_file_shape_slot(const struct policy_key *key, void *object)
{
	return (char *)object + key->to;
}

/* Pointers are copied as bytes: the slot's own type is a pointer to something const that is not known here. */
static void
store_pointer(void *slot, const void *p)
{
	memcpy(slot, &p, sizeof p);
}

void
policy_file_shape_store(const struct policy_key *key, void *object, const void *items, size_t count)
{
	store_pointer((char *)object + key->to, items);
	memcpy((char *)object + key->count_to, &count, sizeof count);
}

static const struct policy_key *
find_key(const struct policy_shape *shape, const char *name)
{
	size_t i;

	for (i = 0; i < shape->count; i++)
		if (strcmp(shape->keys[i].name, name) == 0)
			return &shape->keys[i];
	return NULL;
}

void
policy_file_shape_read(struct policy_reading *r, const struct json_at *at, const struct policy_shape *shape,
                       void *object)
{
	struct json_at each = { 0 }, member;
	size_t i;

	if (!json_expect_object(at, r->fault))
		return;
	while (json_next(at, &each))
		if (find_key(shape, each.key) == NULL)
			json_fault(&each, r->fault, "There is no such word of the policy language here.");
	if (shape->preset != NULL)
		shape->preset(object);
	for (i = 0; i < shape->count; i++) {
		member = json_member(at, shape->keys[i].name);
		if (member.value != NULL)
			shape->keys[i].read(r, &member, &shape->keys[i], object);
		else if (shape->keys[i].required)
			json_fault(&member, r->fault, "This is missing.");
	}
	if (shape->finish != NULL)
		shape->finish(r, at, object);
}

int
policy_file_shape_find(const struct policy_ids *ids, const char *id)
{
	size_t i;

	for (i = 0; i < ids->count; i++)
		if (ids->items[i][0] != '\0' && strcmp(ids->items[i], id) == 0)
			return (int)i;
	return -1;
}

int
policy_file_shape_refer(struct policy_reading *r, const struct json_at *at, const struct policy_ids *ids,
                        const char *what)
{
	const char *id;
	int index;

	if (!json_get_line(at, ID_MOST, &id, r->fault))
		return -1;
	index = policy_file_shape_find(ids, id);
	if (index < 0)
		json_fault(at, r->fault, "This policy has no %s \"%s\".", what, id);
	return index;
}

void
policy_file_shape_id(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *id;

	if (!json_get_line(at, ID_MOST, &id, r->fault))
		return;
	if (id[0] == '-' || id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
		json_fault(at, r->fault, "An id is made of lower-case letters, digits and hyphens.");
	else
		store_pointer(policy_file_shape_slot(key, object), id);
}

void
policy_file_shape_line(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *s;

	if (json_get_line(at, 500, &s, r->fault))
		store_pointer(policy_file_shape_slot(key, object), s);
}

void
policy_file_shape_text(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *s;

	if (json_get_text(at, 4000, &s, r->fault))
		store_pointer(policy_file_shape_slot(key, object), s);
}

void
policy_file_shape_bool(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	bool value;

	if (json_get_bool(at, &value, r->fault))
		memcpy(policy_file_shape_slot(key, object), &value, sizeof value);
}

/* "raised, stage entered, agreed": what may stand here, for whoever wrote something else. */
static const char *
list_words(struct policy_reading *r, const struct policy_words *words)
{
	const char *list = words->words[0];
	size_t i;

	for (i = 1; i < words->count; i++)
		list = arena_format(r->arena, "%s, %s", list, words->words[i]);
	return list;
}

void
policy_file_shape_word(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const char *s;
	unsigned i;

	_Static_assert(sizeof(enum act) == sizeof(unsigned), "an enumeration is stored as an unsigned");
	if (!json_get_line(at, ID_MOST, &s, r->fault))
		return;
	for (i = 0; i < key->words->count; i++) {
		if (strcmp(key->words->words[i], s) != 0)
			continue;
		memcpy(policy_file_shape_slot(key, object), &i, sizeof i);
		return;
	}
	json_fault(at, r->fault, "\"%s\" is not one of: %s.", s, list_words(r, key->words));
}

void
policy_file_shape_lines(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct json_lines list;

	if (json_get_lines(at, LIST_MOST, r->arena, &list, r->fault))
		policy_file_shape_store(key, object, list.items, list.count);
}

void
policy_file_shape_object(struct policy_reading *r, const struct json_at *at, const struct policy_key *key,
                         void *object)
{
	policy_file_shape_read(r, at, key->of, policy_file_shape_slot(key, object));
}

void
policy_file_shape_list(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct json_at each = { 0 };
	size_t count = json_count(at);
	char *items;

	if (!json_expect_array(at, r->fault))
		return;
	if (count > LIST_MOST) {
		json_fault(at, r->fault, "This list is longer than %d.", LIST_MOST);
		return;
	}
	items = arena_array(r->arena, count, key->of->size);
	while (json_next(at, &each))
		policy_file_shape_read(r, &each, key->of, items + each.index * key->of->size);
	policy_file_shape_store(key, object, items, count);
}
