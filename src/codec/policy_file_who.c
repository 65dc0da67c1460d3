/* policy_file_who.c - who a duty, an exit or a notice is about: "raising", {"side": …, "roles": […]}, … */
#include <string.h>

#include "policy_file_parts.h"

/* The words that may stand alone, and those that may stand as "side". */
static const struct who_word {
	const char *word;
	enum who_kind kind;
	enum side side;
	bool is_side;
} words[] = {
	{ "raising", WHO_SIDE, SIDE_RAISING, true },
	{ "receiving", WHO_SIDE, SIDE_RECEIVING, true },
	{ "both", WHO_BOTH, SIDE_NONE, true },
	{ "either", WHO_EITHER, SIDE_NONE, true },
	{ "jointly", WHO_JOINTLY, SIDE_NONE, true },
	{ "first raiser", WHO_FIRST_RAISER, SIDE_NONE, false },
	{ "subject", WHO_SUBJECT, SIDE_NONE, false },
};

static const struct who_word *
find_word(const char *s)
{
	size_t i;

	for (i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(words[i].word, s) == 0)
			return &words[i];
	return NULL;
}

static bool
read_word(struct policy_reading *r, const struct json_at *at, struct policy_who *out)
{
	const struct who_word *word = find_word(json_peek(at));

	if (word == NULL)
		return json_fault(at, r->fault, "This must be raising, receiving, both, either, jointly, first raiser, "
		                                "subject, or an object with \"roles\" or \"mailbox\".");
	*out = (struct policy_who){ .kind = word->kind, .side = word->side };
	return true;
}

/* Enough to see that it is meant as an address; whether it is one, the first message shows. */
static bool
read_mailbox(struct policy_reading *r, const struct json_at *at, struct policy_who *out)
{
	const char *s, *sign;

	if (!json_get_line(at, 254, &s, r->fault))
		return false;
	sign = strchr(s, '@');
	if (sign == NULL || sign == s || strchr(sign + 1, '.') == NULL || strchr(sign + 1, '@') != NULL ||
	    strpbrk(s, " ,;<>\"") != NULL)
		return json_fault(at, r->fault, "This must be an e-mail address.");
	*out = (struct policy_who){ .kind = WHO_MAILBOX, .mailbox = s };
	return true;
}

/* The roles at `at`; false when one is not there. */
static bool
read_roles(struct policy_reading *r, const struct json_at *at, const int **out, size_t *count)
{
	struct json_at each = { 0 };
	size_t i, n = json_count(at);
	int *roles;
	bool good = true;

	if (!json_expect_array(at, r->fault))
		return false;
	if (n > r->roles.count)
		return json_fault(at, r->fault, "There are more roles here than the policy has.");
	roles = ARENA_ARRAY(r->arena, n, int);
	while (json_next(at, &each)) {
		roles[each.index] = policy_file_shape_refer(r, &each, &r->roles, "role");
		if (roles[each.index] < 0)
			good = false;
		for (i = 0; good && i < each.index; i++)
			if (roles[i] == roles[each.index])
				good = json_fault(&each, r->fault, "This role stands here twice.");
	}
	if (good) {
		*out = roles;
		*count = n;
	}
	return good;
}

/* Some of the roles are held in the agencies: a side, or a sector, has somebody to mean. */
static bool
any_in_agencies(const struct policy_reading *r, const struct policy_who *who)
{
	for (size_t i = 0; i < who->role_count; i++)
		if (!r->partnership[who->roles[i]])
			return true;
	return false;
}

/*
 * A role in an agency means nobody until a side is named. A role of the partnership belongs to no side, but may stand beside
 * roles that do: 'the line manager or the Business Manager'. What each side does for itself it cannot do.
 */
static bool
check_sides(struct policy_reading *r, const struct json_at *roles, const struct policy_who *who)
{
	bool each_side = who->kind == WHO_BOTH || who->kind == WHO_JOINTLY;
	bool alone = who->kind != WHO_AGENCY && (each_side || !any_in_agencies(r, who));
	struct json_at each = { 0 };
	bool good = true;

	while (json_next(roles, &each)) {
		bool partnership = r->partnership[who->roles[each.index]];

		if (who->kind == WHO_ROLE && !partnership)
			good = json_fault(&each, r->fault, "\"%s\" is a role in the agencies: say whose, with \"side\".",
			                  json_peek(&each));
		if (who->kind != WHO_ROLE && alone && partnership)
			good = json_fault(&each, r->fault, "\"%s\" is a role of the partnership and belongs to neither side.",
			                  json_peek(&each));
	}
	return good;
}

static bool
read_sector(struct policy_reading *r, const struct json_at *at, struct policy_who *out)
{
	*out = (struct policy_who){ .kind = WHO_SECTOR, .sector = json_peek(at) };
	return policy_file_shape_refer(r, at, &r->sectors, "sector") >= 0;
}

/* The agency that was named when it was raised: a question of the policy's own. */
static bool
read_agency(struct policy_reading *r, const struct json_at *at, struct policy_who *out)
{
	const struct policy_asks *asks = &r->policy->raise_asks;
	const char *name;
	size_t i;

	if (!json_get_line(at, 0, &name, r->fault))
		return false;
	for (i = 0; i < asks->count; i++)
		if (asks->fields[i].name != NULL && strcmp(asks->fields[i].name, name) == 0 &&
		    asks->fields[i].type == FIELD_AGENCY)
			break;
	if (i == asks->count)
		return json_fault(at, r->fault, "Raising does not ask for an agency \"%s\".", name);
	*out = (struct policy_who){ .kind = WHO_AGENCY, .field = name };
	return true;
}

static bool
read_object(struct policy_reading *r, const struct json_at *at, struct policy_who *out)
{
	static const char *const keys[] = { "side", "roles", "mailbox", "sector", "agency" };
	struct json_at side = json_member(at, "side"), roles = json_member(at, "roles");
	struct json_at mailbox = json_member(at, "mailbox"), sector = json_member(at, "sector");
	struct json_at agency = json_member(at, "agency");
	struct policy_who who = { .kind = WHO_ROLE };
	const struct who_word *word;

	if (!json_known_keys(at, keys, 5, r->fault))
		return false;
	if (mailbox.value != NULL && side.value == NULL && roles.value == NULL)
		return read_mailbox(r, &mailbox, out);
	if (sector.value != NULL || agency.value != NULL) {
		if (mailbox.value != NULL || side.value != NULL || (sector.value != NULL && agency.value != NULL) ||
		    roles.value == NULL)
			return json_fault(at, r->fault, "\"sector\" and \"agency\" stand with \"roles\" and nothing else.");
		if (!(sector.value != NULL ? read_sector(r, &sector, &who) : read_agency(r, &agency, &who)))
			return false;
	} else if (mailbox.value != NULL || (side.value == NULL && roles.value == NULL)) {
		return json_fault(at, r->fault, "This must have \"side\", \"roles\" or both, or a \"mailbox\" alone.");
	}
	if (side.value != NULL) {
		word = json_is_string(&side) ? find_word(json_peek(&side)) : NULL;
		if (word == NULL || !word->is_side)
			return json_fault(&side, r->fault, "This must be raising, receiving, both, either or jointly.");
		who = (struct policy_who){ .kind = word->kind, .side = word->side };
	}
	if (roles.value != NULL && !read_roles(r, &roles, &who.roles, &who.role_count))
		return false;
	if (roles.value != NULL && who.role_count == 0)
		return json_fault(&roles, r->fault, "This list is empty.");
	if (!check_sides(r, &roles, &who))
		return false;
	*out = who;
	return true;
}

static bool
read_who(struct policy_reading *r, const struct json_at *at, struct policy_who *out)
{
	return json_is_string(at) ? read_word(r, at, out) : read_object(r, at, out);
}

void
policy_file_who_one(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	(void)read_who(r, at, policy_file_shape_slot(key, object));
}

void
policy_file_who_pointer(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct policy_who *who = ARENA_NEW(r->arena, struct policy_who);

	if (read_who(r, at, who))
		memcpy(policy_file_shape_slot(key, object), &who, sizeof who);
}

void
policy_file_who_list(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct json_at each = { 0 };
	struct policy_who *list;

	if (!json_expect_array(at, r->fault))
		return;
	list = ARENA_ARRAY(r->arena, json_count(at), struct policy_who);
	while (json_next(at, &each))
		(void)read_who(r, &each, &list[each.index]);
	policy_file_shape_store(key, object, list, json_count(at));
}

void
policy_file_who_role(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	int role = policy_file_shape_refer(r, at, &r->roles, "role");

	memcpy(policy_file_shape_slot(key, object), &role, sizeof role);
}

void
policy_file_who_roles(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	const int *roles;
	size_t count;

	if (read_roles(r, at, &roles, &count))
		policy_file_shape_store(key, object, roles, count);
}

static bool
read_stand_in(struct policy_reading *r, const struct json_at *at, struct policy_stand_in *out)
{
	static const char *const keys[] = { "role", "sector" };
	struct json_at role = json_member(at, "role"), sector = json_member(at, "sector");

	out->sector = NULL;
	if (json_is_string(at)) {
		out->role = policy_file_shape_refer(r, at, &r->roles, "role");
		return out->role >= 0;
	}
	if (!json_known_keys(at, keys, 2, r->fault))
		return false;
	out->role = policy_file_shape_refer(r, &role, &r->roles, "role");
	if (policy_file_shape_refer(r, &sector, &r->sectors, "sector") < 0)
		return false;
	out->sector = json_peek(&sector);
	return out->role >= 0;
}

void
policy_file_who_stand_ins(struct policy_reading *r, const struct json_at *at, const struct policy_key *key, void *object)
{
	struct json_at each = { 0 };
	struct policy_stand_in *list;
	bool good = true;

	if (!json_expect_array(at, r->fault))
		return;
	list = ARENA_ARRAY(r->arena, json_count(at), struct policy_stand_in);
	while (json_next(at, &each))
		if (!read_stand_in(r, &each, &list[each.index]))
			good = false;
	if (good)
		policy_file_shape_store(key, object, list, json_count(at));
}
