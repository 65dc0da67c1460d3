/*
 * offer_who.c - whether a rule that names who may do something means this viewer, in this standing.
 */
#include <string.h>

#include "offer.h"

static const char *
sector_of(const struct offer *o)
{
	return o->standing.side == SIDE_NONE ? NULL : o->e->sides[o->standing.side - 1].agency.sector;
}

/* Somebody who was named to speak has standing by name: which role that is, their own roles say. */
bool
offer_who_acts_as(const struct offer *o, int role)
{
	/* Outside the sides whoever is asked has to find somebody: nobody decides in a chair's place. */
	if (o->standing.side != SIDE_NONE && fold_vacancy_is_asked(o->e, o->standing.side, role, o->viewer->person_id))
		return true;
	if (o->standing.role >= 0)
		return role == o->standing.role || policy_stands_in(o->e->policy, o->standing.role, role, sector_of(o));
	for (size_t i = 0; o->standing.speaks && i < o->viewer->role_count; i++) {
		int own = policy_role_find(o->e->policy, o->viewer->roles[i]);

		if (own == role || (own >= 0 && policy_stands_in(o->e->policy, own, role, sector_of(o))))
			return true;
	}
	return false;
}

/* Where the rule's roles in the agencies are: on the side, or in the sector, that it names. */
static bool
is_there(const struct offer *o, const struct policy_who *who)
{
	const char *sector = sector_of(o);

	if (who->kind == WHO_SIDE)
		return o->standing.side == who->side;
	/* The same role in the other agency is not the one of that sector. */
	return who->kind != WHO_SECTOR || o->standing.side == SIDE_NONE ||
	       (sector && who->sector && strcmp(sector, who->sector) == 0);
}

/* One of the roles that a rule names, where it names them; those of the partnership are on no side. */
bool
offer_who_is_named(const struct offer *o, const struct policy_who *who)
{
	bool there = is_there(o, who);

	for (size_t i = 0; i < who->role_count; i++) {
		if ((there || o->e->policy->roles[who->roles[i]].partnership) && offer_who_acts_as(o, who->roles[i]))
			return true;
	}
	return false;
}

/* Whether a rule that says who may do something means this viewer. */
bool
offer_who_is_meant(const struct offer *o, const struct policy_who *by)
{
	if (by->role_count > 0)
		return offer_who_is_named(o, by);
	if (!o->standing.speaks)
		return by->kind == WHO_FIRST_RAISER && o->raiser;
	switch (by->kind) {
	case WHO_SIDE: return o->standing.side == by->side;
	case WHO_BOTH: case WHO_EITHER: case WHO_JOINTLY: return o->standing.side != SIDE_NONE;
	case WHO_FIRST_RAISER: return o->raiser;
	case WHO_ROLE: case WHO_SECTOR: case WHO_AGENCY: case WHO_SUBJECT: case WHO_MAILBOX: break;
	}
	return false;
}
