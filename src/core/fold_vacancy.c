/*
 * fold_vacancy.c - people who have gone, roles that nobody holds, and who is asked in their place.
 *
 * The fold knows no directory. What it is told, once, is an event by the program: who has gone, which roles nobody holds,
 * and whom the next tier consists of that day. From then on every duty that would wait for a vacant role waits for the next
 * tier too, under whatever policy, until somebody is named or a holder of the role acts.
 */
#include <string.h>

#include "fold.h"

bool
fold_has_gone(const struct escalation *e, int64_t person_id)
{
	for (size_t i = 0; i < e->gone_count; i++) {
		if (e->gone[i] == person_id)
			return true;
	}
	return false;
}

static void
come_back(struct escalation *e, int64_t person_id)
{
	for (size_t i = 0; i < e->gone_count; i++) {
		if (e->gone[i] == person_id)
			e->gone[i--] = e->gone[--e->gone_count];
	}
	if (e->raiser->id == person_id)
		e->raiser_gone = false;
}

/* Whoever no longer works there has no business with it: what they wrote stays in the record. */
static void
go(struct fold *fold, int64_t person_id)
{
	struct escalation *e = fold->e;
	size_t kept = 0;

	if (!fold_has_gone(e, person_id)) {
		e->gone = fold_grow(e->arena, e->gone, e->gone_count, &fold->gone_room, sizeof(*e->gone));
		e->gone[e->gone_count++] = person_id;
	}
	for (size_t i = 0; i < e->party_count; i++) {
		if (e->parties[i].person_id != person_id)
			e->parties[kept++] = e->parties[i];
	}
	e->party_count = kept;
	e->raiser_gone = e->raiser_gone || e->raiser->id == person_id;
}

const struct vacancy *
escalation_vacancy(const struct escalation *e, enum side side, int role)
{
	for (size_t i = 0; i < e->vacancy_count; i++) {
		if (e->vacancies[i].side == side && e->vacancies[i].role == role)
			return &e->vacancies[i];
	}
	return NULL;
}

bool
fold_vacancy_is_asked(const struct escalation *e, enum side side, int role, int64_t person_id)
{
	const struct vacancy *v = escalation_vacancy(e, side, role);

	for (size_t i = 0; v && i < v->asked_count; i++) {
		if (v->asked[i].id == person_id)
			return true;
	}
	return false;
}

void
fold_vacancy_asked(struct fold *fold, enum side side, int role, bool informed_only)
{
	const struct escalation *e = fold->e;
	const struct vacancy *v = escalation_vacancy(e, side, role);

	for (size_t i = 0; v && i < v->asked_count; i++) {
		if (v->asked[i].id != 0 && !fold_has_gone(e, v->asked[i].id))
			fold_party_add(fold, &(struct party){ .side = side, .role = -1, .person_id = v->asked[i].id,
			               .agency_id = side == SIDE_NONE ? NULL : e->sides[side - 1].agency.id,
			               .stage = e->stage, .informed_only = informed_only });
	}
}

static void
vacancy_add(struct fold *fold, const struct vacancy *new)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->vacancy_count; i++) {
		if (e->vacancies[i].side == new->side && e->vacancies[i].role == new->role) {
			e->vacancies[i] = *new;
			return;
		}
	}
	e->vacancies = fold_grow(e->arena, e->vacancies, e->vacancy_count, &fold->vacancy_room, sizeof(*e->vacancies));
	e->vacancies[e->vacancy_count++] = *new;
}

/* A role that a later edition of the policy no longer has is vacant for nobody. */
static void
roles_vacated(struct fold *fold, enum side side, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *at = event_text(ev, "roles");
	const struct field_value *asked = event_field(ev, "asked");

	while (at && *at) {
		size_t length = strcspn(at, "\n");
		int role = policy_role_find(e->policy, arena_bytes(e->arena, at, length));

		if (role >= 0) {
			vacancy_add(fold, &(struct vacancy){ .side = side, .role = role, .by = ev,
			            .asked = asked ? asked->people : NULL, .asked_count = asked ? asked->people_count : 0 });
			/* Told of a date: they can read it while it is late (fold_party_overdue). */
			if (!escalation_vacancy_above(ev))
				fold_vacancy_asked(fold, side, role, false);
		}
		at += length + (at[length] == '\n');
	}
}

static void
person_gone(struct fold *fold, int64_t person_id, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *change = event_text(ev, "change");
	bool elsewhere = change && (strcmp(change, "left") == 0 || strcmp(change, "moved") == 0);

	if (elsewhere) {
		go(fold, person_id);
		fold_companion_gone(e, person_id, ev);
	}
	for (int i = 0; i < 2; i++) {
		if (e->sides[i].speaker && e->sides[i].speaker->id == person_id) {
			e->sides[i].speaker = NULL;
			e->sides[i].vacated = ev;
		}
	}
}

static bool
speaks_here(const struct escalation *e, enum side side, int role)
{
	const struct policy_stage *s = &e->policy->stages[e->stage];

	return side != SIDE_NONE && fold_has_index(s->speakers[side - 1], s->speaker_count[side - 1], role);
}

/* Somebody was given a role that nobody held: the next tier is asked no longer, and who it is stands in the event. */
static void
roles_filled(struct escalation *e, enum side side, const struct event *ev)
{
	const char *at = event_text(ev, "roles");

	while (at && *at) {
		size_t length = strcspn(at, "\n");
		int role = policy_role_find(e->policy, arena_bytes(e->arena, at, length));
		const struct vacancy *v = role < 0 ? NULL : escalation_vacancy(e, side, role);

		if (v)
			e->vacancies[v - e->vacancies] = e->vacancies[--e->vacancy_count];
		if (v && speaks_here(e, side, role))
			e->sides[side - 1].vacated = NULL;
		at += length + (at[length] == '\n');
	}
}

/* Whoever has oversight of the policy is told, and can then see what it is about: somebody has to find a person. */
static void
oversight_told(struct fold *fold)
{
	const struct escalation *e = fold->e;

	for (size_t i = 0; i < e->policy->role_count; i++) {
		const struct policy_role *role = &e->policy->roles[i];

		if (role->oversight && role->partnership && fold_condition(e, role->when))
			fold_party_add(fold, &(struct party){ .side = SIDE_NONE, .role = (int)i, .stage = e->stage,
			               .informed_only = true });
	}
}

static bool
is_vacated_by(const struct event *ev, const char *how)
{
	const char *change = ev->kind == EVENT_VACATED ? event_text(ev, "change") : NULL;

	return change && strcmp(change, how) == 0;
}

bool
escalation_vacancy_ends(const struct event *ev)
{
	return is_vacated_by(ev, "filled");
}

bool
escalation_vacancy_above(const struct event *ev)
{
	return is_vacated_by(ev, "above");
}

/* Outside the sides nobody is named: of a place there, roles are said and no person. */
bool
escalation_support_left(const struct event *ev)
{
	return ev->kind == EVENT_VACATED && !escalation_vacancy_ends(ev) && side_find(ev->target) == SIDE_NONE &&
	       event_field(ev, "person");
}

enum result
fold_vacated(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct field_value *person = event_field(ev, "person");

	if (escalation_vacancy_ends(ev)) {
		roles_filled(e, side_find(ev->target), ev);
		return RESULT_OK;
	}
	if (person && person->people_count > 0)
		person_gone(fold, person->people[0].id, ev);
	if (escalation_support_left(ev))
		return RESULT_OK;
	roles_vacated(fold, side_find(ev->target), ev);
	if (escalation_vacancy_above(ev) && event_field(ev, "asked"))
		return RESULT_OK;
	for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
		if (e->sides[side - 1].vacated == ev)
			fold_party_speaker(fold, (enum side)side, false);
	}
	oversight_told(fold);
	return RESULT_OK;
}

void
fold_vacancy_filled(struct escalation *e, enum side side)
{
	size_t kept = 0;

	for (size_t i = 0; i < e->vacancy_count; i++) {
		if (e->vacancies[i].side != side || !speaks_here(e, side, e->vacancies[i].role))
			e->vacancies[kept++] = e->vacancies[i];
	}
	e->vacancy_count = kept;
	if (side == SIDE_NONE)
		return;
	e->sides[side - 1].vacated = NULL;
	if (e->sides[side - 1].speaker)
		come_back(e, e->sides[side - 1].speaker->id);
}

void
fold_vacancy_acted(struct escalation *e, const struct event *ev)
{
	const struct vacancy *v;
	int role;

	if (ev->actor.id != 0 && e->gone_count > 0)
		come_back(e, ev->actor.id);
	if (e->vacancy_count == 0 && !e->sides[0].vacated && !e->sides[1].vacated)
		return;
	role = ev->actor.id != 0 && ev->role ? policy_role_find(e->policy, ev->role) : -1;
	v = role >= 0 ? escalation_vacancy(e, ev->side, role) : NULL;
	if (v && !fold_vacancy_is_asked(e, ev->side, role, ev->actor.id)) {
		size_t at = (size_t)(v - e->vacancies);

		e->vacancies[at] = e->vacancies[--e->vacancy_count];
	}
	if (role >= 0 && speaks_here(e, ev->side, role) && !fold_vacancy_is_asked(e, ev->side, role, ev->actor.id))
		e->sides[ev->side - 1].vacated = NULL;
}

const struct vacancy *
escalation_vacant(const struct escalation *e, enum side side)
{
	const struct vacancy *found = NULL;

	for (size_t i = 0; !found && i < e->vacancy_count; i++) {
		if (e->vacancies[i].side == side && speaks_here(e, side, e->vacancies[i].role))
			found = &e->vacancies[i];
	}
	return found;
}

/* --- what has to be held --- */

static void
seat_of_duty(const struct escalation *e, const struct duty *d, struct seat *out)
{
	struct party *people;
	size_t count;
	int *roles;

	escalation_waits_for(e, d, &people, &count);
	roles = ARENA_ARRAY(e->arena, count, int);
	*out = (struct seat){ .side = count > 0 ? people[0].side : SIDE_NONE, .roles = roles };
	for (size_t i = 0; i < count; i++) {
		/* A person among them: somebody is there to do it. A third agency that may be any is no one's place. */
		if (people[i].person_id != 0 || (!people[i].agency_id && !e->policy->roles[people[i].role].partnership)) {
			out->role_count = 0;
			return;
		}
		if (people[i].side != out->side)
			continue;
		out->agency_id = people[i].agency_id;
		roles[out->role_count++] = people[i].role;
	}
}

static bool
is_awaited(const struct escalation *e, const struct duty *d)
{
	return d->status == DUTY_OPEN && !d->rule->optional && d->rule->act != ACT_STANDING &&
	       d->rule->who.role_count > 0 && fold_duty_here(e, d);
}

void
escalation_seats(const struct escalation *e, struct seat **out, size_t *count)
{
	struct seat *seats = ARENA_ARRAY(e->arena, e->duty_count + 2, struct seat);
	size_t n = 0;

	*out = seats;
	*count = 0;
	if (e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN)
		return;
	for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
		struct seat *seat = &seats[n++];

		*seat = (struct seat){ .side = (enum side)side, .agency_id = e->sides[side - 1].agency.id,
			               .speaker = e->sides[side - 1].speaker };
		seat->role_count = escalation_next_roles(e, e->stage, (enum side)side, &seat->roles);
	}
	for (size_t i = 0; i < e->duty_count; i++) {
		if (!is_awaited(e, &e->duties[i]))
			continue;
		seat_of_duty(e, &e->duties[i], &seats[n]);
		n += seats[n].role_count > 0;
	}
	*count = n;
}
