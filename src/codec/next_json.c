/* next_json.c - see parley/escalation_json.h: whom a duty waits for and by when, in words. */
#include <string.h>

#include "api_json.h"
#include "next_words.h"
#include "words.h"

/* "Grace Lin, Staff Nurse"; "" for nobody. */
static const char *
person_words(const struct person_ref *p, struct arena *a)
{
	if (p->name == NULL)
		return "";
	return p->title == NULL || p->title[0] == '\0' ? p->name : arena_format(a, "%s, %s", p->name, p->title);
}

/* "Grace Lin, Staff Nurse; Tom Okafor, Ward Manager, and 2 more" */
static const char *
people_words(const struct duty *d, struct arena *a)
{
	enum { NAMED = 2 };
	const char *words = "";
	size_t i;

	for (i = 0; i < d->people_count && i < NAMED; i++)
		words = arena_format(a, "%s%s%s", words, i == 0 ? "" : "; ", person_words(d->people[i], a));
	if (d->people_count > NAMED)
		words = arena_format(a, "%s, and %zu more", words, d->people_count - NAMED);
	return *words == '\0' ? "Nobody any more" : words;
}

const char *
next_role_words(const char *name, struct arena *a)
{
	/* A second capital letter says that it is a name. */
	return name[0] != '\0' && strpbrk(name + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == NULL ? words_lower(name, a) : name;
}

/* "Marlowe General Hospital: Grace Lin, Staff Nurse", or the role where nobody is named. */
static const char *
side_words(const struct escalation *e, const struct duty *d, enum side side)
{
	const struct escalation_side *s = &e->sides[side - 1];
	const struct policy_stage *stage = &e->policy->stages[d->stage < 0 ? e->stage : d->stage];
	const struct policy_who *who = &d->rule->who;
	const struct vacancy *vacant = who->role_count == 0 && s->speaker == NULL ? escalation_vacant(e, side) : NULL;
	const char *roles;

	if (vacant != NULL && vacant->asked_count > 0)
		return arena_format(e->arena, "%s: %s, in place of the %s", s->agency.name,
		                    person_words(&vacant->asked[0], e->arena),
		                    next_role_words(e->policy->roles[vacant->role].name, e->arena));
	if (d->item != NULL)
		return arena_format(e->arena, "%s: %s", s->agency.name, person_words(d->item->owner, e->arena));
	if (who->role_count == 0 && s->speaker != NULL)
		return arena_format(e->arena, "%s: %s", s->agency.name, person_words(s->speaker, e->arena));
	roles = who->role_count > 0
	            ? words_roles_of(e->policy, who, false, e->arena)
	            : words_roles(e->policy, stage->speakers[side - 1], stage->speaker_count[side - 1], e->arena);
	return *roles == '\0' ? s->agency.name : arena_format(e->arena, "%s: %s", s->agency.name, roles);
}

/* "Marlowe General Hospital: Ward Manager, or Business Manager" */
static const char *
mixed_words(const struct escalation *e, const struct duty *d)
{
	const struct policy_who *who = &d->rule->who;

	if (who->kind != WHO_SIDE)
		return words_who(e->policy, who, e->arena);
	return arena_format(e->arena, "%s, or %s", side_words(e, d, who->side), words_roles_of(e->policy, who, true, e->arena));
}

const char *
duty_who_words(const struct escalation *e, const struct duty *d)
{
	const struct policy_who *who = &d->rule->who;
	const char *raising = e->sides[0].agency.name, *receiving = e->sides[1].agency.name;

	if (d->companion != NULL)
		return person_words(d->companion->person, e->arena);
	if (who->kind == WHO_FIRST_RAISER)
		return arena_format(e->arena, "%s: %s", raising, person_words(e->raiser, e->arena));
	if (d->meeting != NULL)
		return people_words(d, e->arena);
	if (d->side != SIDE_NONE)
		return side_words(e, d, d->side);
	if (policy_who_is_mixed(e->policy, who))
		return mixed_words(e, d);
	/* Within one agency both sides have one name, and saying it twice says nothing. */
	if (who->kind == WHO_EITHER && strcmp(raising, receiving) != 0)
		return arena_format(e->arena, "%s or %s", raising, receiving);
	if (who->kind == WHO_JOINTLY && strcmp(raising, receiving) != 0)
		return arena_format(e->arena, "%s and %s together", raising, receiving);
	return words_who(e->policy, who, e->arena);
}

void
next_write(struct buffer *b, const char *name, const struct escalation *e, const char *title)
{
	const struct duty *d = e->turn;

	json_object(b, name);
	json_string(b, "title", title);
	json_string(b, "who", d == NULL ? NULL : duty_who_words(e, d));
	json_string(b, "what", d == NULL ? NULL : d->rule->short_text);
	api_json_due(b, "due", e, d);
	json_string(b, "due_words", d == NULL ? NULL : due_words(&d->deadline, e->arena));
	json_end_object(b);
}

const char *
next_by_words(const struct escalation *e, const struct duty *d)
{
	if (d->deadline.state == DEADLINE_DATED)
		return arena_format(e->arena, " by %s", words_instant(d->deadline.due, e->arena));
	return arena_format(e->arena, " (%s)", due_words(&d->deadline, e->arena));
}

/* Whoever is asked while nobody is there to speak. */
static const char *
instead_inside(const struct escalation *e, const struct vacancy *v)
{
	return arena_format(e->arena, "%s, in place of the %s", person_words(&v->asked[0], e->arena),
	                    next_role_words(e->policy->roles[v->role].name, e->arena));
}

const char *
next_who_words(const struct escalation *e, const struct duty *d)
{
	const struct policy_who *who = &d->rule->who;
	const struct escalation_side *s = &e->sides[d->side == SIDE_RECEIVING ? 1 : 0];
	const struct policy_stage *stage = &e->policy->stages[d->stage < 0 ? e->stage : d->stage];
	const int *roles = who->role_count > 0 ? who->roles : stage->speakers[d->side == SIDE_RECEIVING ? 1 : 0];
	size_t count = who->role_count > 0 ? who->role_count : stage->speaker_count[d->side == SIDE_RECEIVING ? 1 : 0];
	const struct vacancy *vacant = d->side != SIDE_NONE && who->role_count == 0 && s->speaker == NULL
	                                   ? escalation_vacant(e, d->side) : NULL;

	if (d->companion != NULL)
		return person_words(d->companion->person, e->arena);
	if (who->kind == WHO_FIRST_RAISER)
		return person_words(e->raiser, e->arena);
	if (who->kind == WHO_ROLE && who->role_count > 0)
		return arena_format(e->arena, "the %s", words_roles(e->policy, who->roles, who->role_count, e->arena));
	if (d->side == SIDE_NONE)
		return duty_who_words(e, d);
	if (d->item != NULL)
		return arena_format(e->arena, "%s, %s", person_words(d->item->owner, e->arena), s->agency.name);
	if (who->role_count == 0 && s->speaker != NULL)
		return arena_format(e->arena, "%s, %s", person_words(s->speaker, e->arena), s->agency.name);
	if (vacant != NULL && vacant->asked_count > 0)
		return instead_inside(e, vacant);
	if (count == 0)
		return s->agency.name;
	return arena_format(e->arena, "the %s at %s",
	                    next_role_words(words_roles(e->policy, roles, count, e->arena), e->arena), s->agency.name);
}
