/*
 * meeting_panel.c - whether those who can come at one of a meeting's times are the panel that the policy asks for.
 *
 * Who spoke for a side in this case is heard and does not sit: the panel's members are the others who are asked. Whoever arranged it
 * is not counted either: the authority that convenes a panel is no agency.
 */
#include <string.h>

#include "fold.h"

enum side
escalation_spoke_for(const struct escalation *e, int64_t person_id)
{
	for (size_t i = 0; i < e->visit_count; i++) {
		for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
			const struct person_ref *spoke = e->visits[i].left == INSTANT_NONE ? e->sides[side - 1].speaker :
			                                 e->visits[i].spoke[side - 1];

			if (spoke && spoke->id == person_id)
				return (enum side)side;
		}
	}
	return e->raiser->id == person_id ? SIDE_RAISING : SIDE_NONE;
}

static const char *
agency_of_member(const struct escalation *e, const struct meeting *m, size_t i, size_t time)
{
	const struct person_ref *p = m->coming[i];

	/* Whoever has not said no may come: what is missing then is missing for certain. */
	if (m->people[i].coming[time] == COMING_NO || !p->agency_id || escalation_spoke_for(e, p->id) != SIDE_NONE)
		return NULL;
	return p->agency_id;
}

static bool
sits(const struct escalation *e, const struct meeting *m, size_t time, size_t among, const char *agency)
{
	for (size_t i = 0; i < among; i++) {
		const char *id = agency_of_member(e, m, i, time);

		if (id && strcmp(id, agency) == 0)
			return true;
	}
	return false;
}

const struct policy_panel *
escalation_panel_at(const struct escalation *e, const struct meeting *m, size_t time, struct panel_at *out)
{
	int stage = e->visits[m->visit].stage;
	const struct policy_panel *panel = stage < 0 ? NULL : &e->policy->stages[stage].panel;

	if (!panel || panel->agencies == 0 || time >= m->time_count)
		return NULL;
	*out = (struct panel_at){ 0 };
	for (size_t i = 0; i < m->people_count; i++) {
		const char *id = agency_of_member(e, m, i, time);

		out->agencies += id && !sits(e, m, time, i, id);
	}
	for (int side = 0; side < 2; side++)
		out->lacks[side] = (panel->concerned_must || panel->concerned_where_possible) &&
		                   !sits(e, m, time, m->people_count, e->sides[side].agency.id);
	return panel;
}
