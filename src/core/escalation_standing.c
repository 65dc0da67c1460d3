/*
 * escalation_standing.c - what business somebody has with a case.
 *
 * The same parties that the fold brought in decide who may see it (need to know), so that a rule of the policy
 * that brings somebody in is the only way in.
 */
#include <string.h>

#include "fold.h"

static bool
viewer_has_role(const struct escalation *e, const struct viewer *v, int role)
{
	for (size_t i = 0; i < v->role_count; i++) {
		if (strcmp(v->roles[i], e->policy->roles[role].id) == 0)
			return true;
	}
	return false;
}

static bool
party_is(const struct escalation *e, const struct party *p, const struct viewer *v)
{
	if (p->person_id != 0)
		return p->person_id == v->person_id;
	/* Whoever has left one side does not come in again by a role, least of all on the other. */
	if (p->role < 0 || !viewer_has_role(e, v, p->role) || fold_has_gone(e, v->person_id))
		return false;
	return !p->agency_id || (v->agency_id && strcmp(p->agency_id, v->agency_id) == 0);
}

static bool
role_speaks(const struct escalation *e, const struct policy_stage *s, enum side side, int role)
{
	const int *speakers = s->speakers[side - 1];

	for (size_t i = 0; i < s->speaker_count[side - 1]; i++) {
		if (speakers[i] == role ||
		    policy_stands_in(e->policy, role, speakers[i], e->sides[side - 1].agency.sector))
			return true;
	}
	return false;
}

/* The next tier, while nobody holds the role that speaks. */
static bool
asked_to_speak(const struct escalation *e, const struct policy_stage *s, const struct party *p)
{
	for (size_t i = 0; i < e->vacancy_count; i++) {
		const struct vacancy *v = &e->vacancies[i];

		if (v->side == p->side && fold_vacancy_is_asked(e, v->side, v->role, p->person_id) &&
		    role_speaks(e, s, v->side, v->role))
			return true;
	}
	return false;
}

/* Whether this party is the one that acts for its side, or decides, in the stage that the case is in now. */
static bool
party_speaks(const struct escalation *e, const struct party *p)
{
	const struct policy_stage *s = &e->policy->stages[e->stage];
	const struct person_ref *speaker;

	if (p->side == SIDE_NONE) {
		for (size_t i = 0; p->role >= 0 && i < s->authority_count; i++) {
			if (s->authority[i] == p->role || policy_stands_in(e->policy, p->role, s->authority[i], NULL))
				return true;
		}
		return false;
	}
	speaker = e->sides[p->side - 1].speaker;
	if (speaker)
		return p->person_id == speaker->id;
	if (p->role < 0)
		return asked_to_speak(e, s, p);
	return role_speaks(e, s, p->side, p->role);
}

static int
standing_weight(const struct standing *s)
{
	return (s->speaks ? 8 : 0) + (s->informed_only ? 0 : 4) + (s->told_of_risk ? 2 : 0) + (s->side != SIDE_NONE ? 1 : 0);
}

static bool
standing_of(const struct escalation *e, const struct viewer *v, struct standing *out)
{
	bool found = false;

	for (size_t i = 0; i < e->party_count; i++) {
		const struct party *p = &e->parties[i];
		struct standing s;

		if (!party_is(e, p, v))
			continue;
		s = (struct standing){ .side = p->side, .role = p->role, .speaks = !p->informed_only && party_speaks(e, p),
			               .informed_only = p->informed_only, .told_of_risk = fold_party_at_risk(e, p) };
		if (!found || standing_weight(&s) > standing_weight(out))
			*out = s;
		found = true;
	}
	return found;
}

bool
escalation_has_internal(const struct escalation *e, const struct viewer *v, const struct standing *s)
{
	if (s->informed_only || !v->agency_id || !*v->agency_id)
		return false;
	return s->side != SIDE_NONE || (s->role >= 0 && !e->policy->roles[s->role].partnership);
}

enum side
fold_side_acted_for(const struct escalation *e, int64_t person_id)
{
	for (size_t i = e->event_count; i > 0; i--) {
		if (e->events[i - 1].actor.id == person_id && e->events[i - 1].side != SIDE_NONE)
			return e->events[i - 1].side;
	}
	return SIDE_NONE;
}

size_t
fold_standings(const struct escalation *e, const struct viewer *v, struct standing list[STANDINGS_MAX])
{
	const struct viewer *raiser = fold_companion_stands_for(e, v);
	size_t count = 0;
	enum side side = SIDE_NONE;

	if (standing_of(e, v, &list[0])) {
		side = list[0].side;
		count = 1;
	}
	if (raiser && side != SIDE_RECEIVING && standing_of(e, raiser, &list[count])) {
		list[count].instead_of = raiser;
		side = list[count++].side;
	}
	if (v->absent_count > 0 && side == SIDE_NONE)
		side = fold_side_acted_for(e, v->person_id);
	for (size_t i = 0; i < v->absent_count && count < STANDINGS_MAX; i++) {
		struct standing *s = &list[count];

		if (!standing_of(e, &v->absent[i], s) || (side != SIDE_NONE && s->side != side))
			continue;
		s->instead_of = &v->absent[i];
		side = s->side;
		count++;
	}
	return count;
}

bool
escalation_standing(const struct escalation *e, const struct viewer *v, struct standing *out)
{
	struct standing list[STANDINGS_MAX];
	size_t count = fold_standings(e, v, list);

	for (size_t i = 0; i < count; i++) {
		if (i == 0 || standing_weight(&list[i]) > standing_weight(out))
			*out = list[i];
	}
	return count > 0;
}

size_t
escalation_next_roles(const struct escalation *e, int stage, enum side side, const int **roles)
{
	return policy_speakers(e->policy, stage, side, side == SIDE_NONE ? NULL : e->sides[side - 1].agency.sector, e->arena,
	                       roles);
}

/* The stage in which something took place; STAGE_GONE where the edition has it no longer. */
static int
stage_at(const struct escalation *e, instant at)
{
	int stage = e->visits[0].stage;

	for (size_t i = 1; i < e->visit_count && e->visits[i].entered <= at; i++)
		stage = e->visits[i].stage;
	return stage;
}

/* The stage that the one escalates to in which the date of this duty passed; -1. */
static int
stage_above(const struct escalation *e, const struct duty *d)
{
	int stage = d->side == SIDE_NONE || d->deadline.state != DEADLINE_DATED || e->visit_count == 0 ? STAGE_GONE :
	            stage_at(e, d->deadline.due);
	const struct policy_stage *of = stage < 0 ? NULL : &e->policy->stages[stage];

	for (size_t i = 0; of && i < of->exit_count; i++) {
		if (of->exits[i].kind == EXIT_ESCALATE)
			return of->exits[i].to;
	}
	return -1;
}

size_t
escalation_overdue_roles(const struct escalation *e, const struct duty *d, const int **roles)
{
	int above = stage_above(e, d);

	return above < 0 ? 0 : escalation_next_roles(e, above, d->side, roles);
}

void
escalation_seats_above(const struct escalation *e, struct seat **out, size_t *count)
{
	struct seat *seats = ARENA_ARRAY(e->arena, e->duty_count, struct seat);
	size_t n = 0;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];
		struct seat *seat = &seats[n];

		if (!d->late || d->status != DUTY_OPEN)
			continue;
		*seat = (struct seat){ .side = d->side };
		seat->role_count = escalation_overdue_roles(e, d, &seat->roles);
		if (seat->role_count == 0)
			continue;
		seat->agency_id = e->sides[d->side - 1].agency.id;
		seat->above = stage_above(e, d);
		n++;
	}
	*out = seats;
	*count = n;
}
