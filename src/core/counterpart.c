/*
 * counterpart.c - see parley/counterpart.h.
 */
#include "parley/counterpart.h"

#include <string.h>

#include "fold.h"

int
escalation_stage_after(const struct escalation *e, const struct action *action)
{
	if (action->kind != EVENT_ESCALATED || !action->exit)
		return -1;
	return action->exit->kind == EXIT_REPEAT ? e->stage : action->exit->to;
}

/* A role of the partnership is in no agency: nobody there is asked for it. */
static void
take_roles(struct counterpart_place *place, const int *roles, size_t count, struct arena *a)
{
	int *own = ARENA_ARRAY(a, count, int);

	for (size_t i = 0; i < count; i++) {
		if (!place->policy->roles[roles[i]].partnership)
			own[place->role_count++] = roles[i];
	}
	place->roles = own;
}

static struct counterpart_place
speaker_place(const struct escalation *e, enum side side, int stage)
{
	struct counterpart_place place = { .side = side, .agency = e->sides[side - 1].agency, .policy = e->policy, .e = e,
		                           .stage = stage };
	const int *roles;
	size_t count = escalation_next_roles(e, stage, side, &roles);

	take_roles(&place, roles, count, e->arena);
	/* Where an authority decides, whoever brought it there goes on speaking unless somebody else is named. */
	if (e->policy->stages[stage].authority_count > 0)
		place.speaker = e->sides[side - 1].speaker;
	return place;
}

static enum side
side_of(const char *field)
{
	for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
		const char *name = side_name((enum side)side);

		if (strncmp(field, name, strlen(name)) == 0)
			return (enum side)side;
	}
	return SIDE_NONE;
}

static bool
is_of_people(const struct action *action, const char *name)
{
	for (size_t s = 0; s < action->set_count; s++) {
		for (size_t i = 0; i < action->sets[s].count; i++) {
			const struct field *f = &action->sets[s].fields[i];

			if (strcmp(f->name, name) == 0)
				return f->type == FIELD_PERSON || f->type == FIELD_PEOPLE;
		}
	}
	return false;
}

void
counterpart_places(const struct escalation *e, const struct action *action, struct counterpart_place **out, size_t *count)
{
	int to = escalation_stage_after(e, action);
	size_t most = 0, n = 0;
	struct counterpart_place *places;

	for (size_t s = 0; s < action->set_count; s++)
		most += action->sets[s].count;
	places = ARENA_ARRAY(e->arena, most, struct counterpart_place);
	for (size_t s = 0; s < action->set_count; s++) {
		for (size_t i = 0; i < action->sets[s].count; i++) {
			const struct field *f = &action->sets[s].fields[i];
			enum side side = f->explains ? side_of(f->explains) : SIDE_NONE;

			if (!f->explains || !is_of_people(action, f->explains))
				continue;
			places[n] = side == SIDE_NONE ? (struct counterpart_place){ .policy = e->policy, .e = e, .stage = e->stage } :
			            speaker_place(e, side, to < 0 ? e->stage : to);
			places[n].field = f->explains;
			places[n++].why_field = f->name;
		}
	}
	*out = places;
	*count = n;
}

struct counterpart_place
counterpart_of_raising(const struct policy *p, const struct agency_ref *agency, struct arena *a)
{
	struct counterpart_place place = { .field = "receiving_person", .why_field = "receiving_person_why",
		                           .side = SIDE_RECEIVING, .agency = *agency, .policy = p };
	const int *roles;
	size_t count = policy_speakers(p, 0, SIDE_RECEIVING, agency->sector, a, &roles);

	take_roles(&place, roles, count, a);
	return place;
}

static bool
holds(const struct policy *p, const struct viewer *who, int role)
{
	for (size_t i = 0; i < who->role_count; i++) {
		if (policy_role_find(p, who->roles[i]) == role)
			return true;
	}
	return false;
}

static const struct policy_role *
role_held(const struct policy *p, const struct viewer *who, const int *roles, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (holds(p, who, roles[i]))
			return &p->roles[roles[i]];
	}
	return NULL;
}

/* Whoever takes part already, decides in this stage, or may sit on its panel: they need nobody's reason to read it. */
static const char *
why_to_meeting(const struct counterpart_place *place, const struct viewer *who, struct arena *a)
{
	const struct policy_stage *s = &place->policy->stages[place->stage];
	const struct policy_role *role;
	struct standing standing;

	if (escalation_standing(place->e, who, &standing))
		return "Takes part in it";
	role = role_held(place->policy, who, s->authority, s->authority_count);
	for (size_t side = 0; !role && s->panel.agencies > 0 && side < 2; side++)
		role = role_held(place->policy, who, s->speakers[side], s->speaker_count[side]);
	return role ? arena_format(a, "%s: for stage %s", role->name, s->id) : NULL;
}

const char *
counterpart_why(const struct counterpart_place *place, const struct viewer *who, struct arena *a)
{
	const struct policy_role *role;

	if (place->side == SIDE_NONE)
		return why_to_meeting(place, who, a);
	if (place->speaker && place->speaker->id != 0 && place->speaker->id == who->person_id)
		return "Speaks for them now";
	if (place->manager != 0 && place->manager == who->person_id)
		return arena_format(a, "Line manager of %s", place->below);
	if (!who->agency_id || strcmp(who->agency_id, place->agency.id) != 0)
		return NULL;
	role = role_held(place->policy, who, place->roles, place->role_count);
	return role ? arena_format(a, "%s at %s", role->name, place->agency.name) : NULL;
}

const char *
counterpart_vacant(const struct counterpart_place *place, struct arena *a)
{
	const char *names = "";

	for (size_t i = 0; i < place->role_count; i++)
		names = arena_format(a, "%s%s%s", names, i == 0 ? "" : i + 1 < place->role_count ? ", " : " or ",
		                     place->policy->roles[place->roles[i]].name);
	return place->role_count == 0 ? NULL :
	       arena_format(a, "Nobody at %s holds the role that the policy asks for now: %s", place->agency.name, names);
}

enum result
counterpart_ask_why(const struct counterpart_place *place, bool vacant, struct fault *f)
{
	const char *pointer = arena_format(f->arena, "/fields/%s", place->why_field);

	if (place->side == SIDE_NONE)
		return fault_field(f, pointer, "Say why you ask somebody who does not take part in it: they will be able to read it");
	if (vacant)
		return fault_field(f, pointer, "%s. Say why you choose this person in their place", counterpart_vacant(place, f->arena));
	return fault_field(f, pointer, "Say why you choose somebody other than those who are proposed");
}
