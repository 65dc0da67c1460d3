/*
 * fold_party.c - who has been brought in by the policy: the unit of need to know.
 *
 * Nobody sees a case because of the agency they work for. They see it because they raised it, were named, hold
 * the role that speaks for a side at a stage that was reached, decide in it, or are copied in by a clause.
 */
#include <string.h>

#include "fold.h"

static bool
same_agency(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a, b) == 0;
}

void
fold_party_add(struct fold *fold, const struct party *p)
{
	struct escalation *e = fold->e;
	const struct event *risk = fold->telling ? fold->telling : p->risk;

	for (size_t i = 0; i < e->party_count; i++) {
		struct party *old = &e->parties[i];

		if (old->side != p->side || old->role != p->role || old->person_id != p->person_id ||
		    !same_agency(old->agency_id, p->agency_id))
			continue;
		/* Someone who was only informed and is now asked to act, acts. */
		old->informed_only = old->informed_only && p->informed_only;
		old->risk = risk ? risk : old->risk;
		return;
	}
	e->parties = fold_grow(e->arena, e->parties, e->party_count, &fold->party_room, sizeof(*e->parties));
	e->parties[e->party_count] = *p;
	e->parties[e->party_count++].risk = risk;
}

bool
fold_party_at_risk(const struct escalation *e, const struct party *p)
{
	return p->informed_only && p->side != SIDE_NONE && p->risk && p->risk == e->risk;
}

/* Acting as somebody who was told of a risk makes nobody more than that; having been brought in otherwise does. */
static bool
acts_as_told(const struct escalation *e, const struct event *ev, int64_t person_id)
{
	bool told = false;
	int role;

	if (!e->risk)
		return false;
	role = ev->role ? policy_role_find(e->policy, ev->role) : -1;
	for (size_t i = 0; i < e->party_count; i++) {
		const struct party *p = &e->parties[i];

		if (p->side != ev->side || (p->person_id != 0 ? p->person_id != person_id : role < 0 || p->role != role))
			continue;
		if (!p->informed_only)
			return false;
		told = told || fold_party_at_risk(e, p);
	}
	return told;
}

void
fold_party_acted(struct fold *fold, const struct event *ev)
{
	const struct escalation *e = fold->e;
	int64_t person_id = ev->for_whom.id != 0 ? ev->for_whom.id : ev->actor.id;
	bool told = acts_as_told(e, ev, person_id);

	fold_party_add(fold, &(struct party){ .side = ev->side, .agency_id = ev->actor.agency_id, .role = -1,
	               .person_id = person_id, .stage = e->stage, .informed_only = told, .risk = told ? e->risk : NULL });
}

/* A person was named to speak at this stage in which the role speaks. */
static bool
speaks_by_name(const struct escalation *e, enum side side, int role)
{
	const struct policy_stage *s = &e->policy->stages[e->stage];

	return e->sides[side - 1].speaker && fold_has_index(s->speakers[side - 1], s->speaker_count[side - 1], role);
}

/*
 * 'The managers involved': whoever was named to speak for the side in a stage where the role speaks. Other holders of the
 * role have no business with the case, and a notice to the role is none.
 */
static bool
add_involved(struct fold *fold, enum side side, int role)
{
	const struct escalation *e = fold->e;
	bool found = false;

	for (size_t i = 0; i < e->visit_count; i++) {
		const struct stage_visit *v = &e->visits[i];
		const struct policy_stage *s = v->stage < 0 ? NULL : &e->policy->stages[v->stage];
		const struct person_ref *who = v->left == INSTANT_NONE ? e->sides[side - 1].speaker : v->spoke[side - 1];

		if (!s || !who || fold_has_gone(e, who->id) ||
		    !fold_has_index(s->speakers[side - 1], s->speaker_count[side - 1], role))
			continue;
		fold_party_add(fold, &(struct party){ .side = side, .role = -1, .person_id = who->id, .stage = e->stage,
		               .agency_id = e->sides[side - 1].agency.id, .informed_only = true });
		found = true;
	}
	return found;
}

static void
add_one(struct fold *fold, enum side side, int role, bool informed_only)
{
	const struct escalation *e = fold->e;
	bool partnership = e->policy->roles[role].partnership;
	struct party p = { .side = partnership ? SIDE_NONE : side, .role = role, .stage = e->stage,
		           .informed_only = informed_only };

	if (!fold_condition(e, e->policy->roles[role].when))
		return;
	if (partnership) {
		if (!informed_only)
			fold_vacancy_asked(fold, SIDE_NONE, role, false);
		fold_party_add(fold, &p);
	} else if (side != SIDE_NONE && !informed_only && speaks_by_name(e, side, role)) {
		/* Whoever was named stands for the role: its other holders have no business with the case. */
		p = (struct party){ .side = side, .role = -1, .person_id = e->sides[side - 1].speaker->id,
			            .agency_id = e->sides[side - 1].agency.id, .stage = e->stage };
		fold_party_add(fold, &p);
	} else if (side != SIDE_NONE && !(fold->involved && informed_only && add_involved(fold, side, role))) {
		if (!informed_only)
			fold_vacancy_asked(fold, side, role, false);
		p.agency_id = e->sides[side - 1].agency.id;
		fold_party_add(fold, &p);
	}
}

/* Who acts in the absence of the role (the Vice Chair for the Chair, a charity's chief officer) is brought in with it. */
static void
add_role(struct fold *fold, enum side side, int role, bool informed_only)
{
	const struct policy_role *r = &fold->e->policy->roles[role];
	const char *sector = side == SIDE_NONE ? NULL : fold->e->sides[side - 1].agency.sector;

	add_one(fold, side, role, informed_only);
	for (size_t i = 0; i < r->stand_in_count; i++) {
		if (policy_stands_in(fold->e->policy, r->stand_ins[i].role, role, sector))
			add_one(fold, side, r->stand_ins[i].role, informed_only);
	}
}

/* At that agency, or (NULL) at any: a third one, on neither side. */
static void
add_elsewhere(struct fold *fold, const char *agency_id, int role, bool informed_only)
{
	const struct escalation *e = fold->e;

	if (!informed_only)
		fold_vacancy_asked(fold, SIDE_NONE, role, false);
	if (fold_condition(e, e->policy->roles[role].when))
		fold_party_add(fold, &(struct party){ .side = SIDE_NONE, .agency_id = agency_id, .role = role,
		               .stage = e->stage, .informed_only = informed_only });
}

static void
add_third(struct fold *fold, const struct policy_who *who, int role, bool informed_only)
{
	const struct escalation *e = fold->e;
	const struct field_value *named;
	bool found = false;

	if (who->kind == WHO_AGENCY) {
		named = event_field(e->raised, who->field);
		if (named && named->agency)
			add_elsewhere(fold, named->agency->id, role, informed_only);
		return;
	}
	for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
		if (!e->sides[side - 1].agency.sector || strcmp(e->sides[side - 1].agency.sector, who->sector) != 0)
			continue;
		add_role(fold, (enum side)side, role, informed_only);
		found = true;
	}
	if (!found)
		add_elsewhere(fold, NULL, role, informed_only);
}

void
fold_party_speaker(struct fold *fold, enum side side, bool informed_only)
{
	struct escalation *e = fold->e;
	const struct policy_stage *stage = &e->policy->stages[e->stage];
	const struct person_ref *person = e->sides[side - 1].speaker;

	if (person) {
		fold_party_add(fold, &(struct party){ .side = side, .role = -1, .person_id = person->id,
		               .agency_id = e->sides[side - 1].agency.id, .stage = e->stage,
		               .informed_only = informed_only });
		return;
	}
	for (size_t i = 0; i < stage->speaker_count[side - 1]; i++)
		add_role(fold, side, stage->speakers[side - 1][i], informed_only);
}

void
fold_party_who(struct fold *fold, const struct policy_who *who, bool informed_only)
{
	bool named = who->role_count > 0;

	for (size_t i = 0; i < who->role_count; i++) {
		if (who->kind == WHO_SECTOR || who->kind == WHO_AGENCY) {
			add_third(fold, who, who->roles[i], informed_only);
		} else if (who->kind == WHO_SIDE || who->kind == WHO_ROLE) {
			add_role(fold, who->side, who->roles[i], informed_only);
		} else { /* both, either, jointly: that role on both sides */
			add_role(fold, SIDE_RAISING, who->roles[i], informed_only);
			add_role(fold, SIDE_RECEIVING, who->roles[i], informed_only);
		}
	}
	if (named)
		return;
	switch (who->kind) {
	case WHO_SIDE:
		fold_party_speaker(fold, who->side, informed_only);
		break;
	case WHO_BOTH:
	case WHO_EITHER:
	case WHO_JOINTLY:
		fold_party_speaker(fold, SIDE_RAISING, informed_only);
		fold_party_speaker(fold, SIDE_RECEIVING, informed_only);
		break;
	case WHO_ROLE:
	case WHO_SECTOR:
	case WHO_AGENCY:
	case WHO_FIRST_RAISER: /* a party since the first event */
	case WHO_SUBJECT:
	case WHO_MAILBOX:
		break;
	}
}

void
fold_party_overdue(struct fold *fold)
{
	const struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];
		struct policy_who who = { .kind = WHO_SIDE, .side = d->side };

		if (!d->late)
			continue;
		who.role_count = escalation_overdue_roles(e, d, &who.roles);
		if (who.role_count > 0)
			fold_party_who(fold, &who, true);
		/* Where nobody holds the role: whoever is next above it. */
		for (size_t k = 0; k < who.role_count; k++)
			fold_vacancy_asked(fold, d->side, who.roles[k], true);
	}
}

/* Roles that have to do something from the start on, whatever the stage. */
void
fold_party_overall(struct fold *fold)
{
	const struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct policy_duty *rule = e->duties[i].rule;

		if (rule->stage < 0 && !e->duties[i].notice && rule->who.role_count > 0 && rule->act != ACT_STANDING &&
		    !fold_duty_follows(rule))
			fold_party_who(fold, &rule->who, false);
	}
}

void
fold_party_stage(struct fold *fold, int stage)
{
	const struct policy *p = fold->e->policy;
	const struct policy_stage *s = &p->stages[stage];

	fold_party_speaker(fold, SIDE_RAISING, false);
	fold_party_speaker(fold, SIDE_RECEIVING, false);
	for (size_t i = 0; i < s->authority_count; i++)
		add_role(fold, SIDE_NONE, s->authority[i], false);
	for (size_t i = 0; i < s->duty_count; i++) {
		if (fold_condition(fold->e, p->duties[s->duties[i]].when))
			fold_party_who(fold, &p->duties[s->duties[i]].who, false);
	}
	/* A role that alone may take it further could not do so unseen. */
	for (size_t i = 0; i < s->exit_count; i++) {
		if (s->exits[i].by.role_count > 0)
			fold_party_who(fold, &s->exits[i].by, false);
	}
}

/* Who first raised it; after they have gone, whoever speaks for their side. */
static void
add_raiser(struct fold *fold)
{
	const struct escalation *e = fold->e;

	if (e->raiser_gone)
		fold_party_speaker(fold, SIDE_RAISING, false);
	else
		fold_party_add(fold, &(struct party){ .side = SIDE_RAISING, .role = -1, .person_id = e->raiser->id,
		               .agency_id = e->sides[0].agency.id, .stage = e->stage });
}

void
escalation_who(const struct escalation *e, const struct policy_who *who, bool informed_only, struct party **out,
               size_t *count)
{
	struct escalation copy = *e;
	struct fold fold = { .e = &copy, .involved = true };

	copy.parties = NULL;
	copy.party_count = 0;
	fold_party_who(&fold, who, informed_only);
	if (who->kind == WHO_FIRST_RAISER)
		add_raiser(&fold);
	*out = copy.parties;
	*count = copy.party_count;
}

void
escalation_waits_for(const struct escalation *e, const struct duty *d, struct party **out, size_t *count)
{
	struct escalation copy = *e;
	struct fold fold = { .e = &copy };
	struct policy_who who = d ? d->rule->who : (struct policy_who){ .kind = WHO_SIDE, .side = SIDE_RAISING };

	copy.parties = NULL;
	copy.party_count = 0;
	if (d && who.kind == WHO_BOTH) {
		who.kind = WHO_SIDE;
		who.side = d->side;
	}
	for (size_t i = 0; d && i < d->people_count; i++) {
		if (!fold_has_gone(e, d->people[i]->id))
			fold_party_add(&fold, &(struct party){ .side = d->side, .role = -1, .person_id = d->people[i]->id,
			               .agency_id = d->people[i]->agency_id, .stage = e->stage });
	}
	if (d && d->rule->act == ACT_SETTLE && copy.party_count == 0) /* whoever proposed the times has gone */
		who.kind = WHO_EITHER;
	if (copy.party_count == 0)
		fold_party_who(&fold, &who, false);
	if (!d || who.kind == WHO_FIRST_RAISER)
		add_raiser(&fold);
	*out = copy.parties;
	*count = copy.party_count;
}
