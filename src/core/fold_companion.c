/*
 * fold_companion.c - somebody who supports the first raiser: named when it is raised or later, asked, let go with a reason.
 *
 * Who supports whom is looked at when all has happened: the last companion is a party and may read it, the earlier ones are
 * not. Once they have said yes they act for the raiser as a deputy does (escalation_standing.c), and the event says for whom.
 * A standing of their own never makes them a party for good: their business ends with the support.
 */
#include <string.h>

#include "fold.h"

const struct companion *
escalation_companion(const struct escalation *e)
{
	const struct companion *last = e->companion_count > 0 ? &e->companions[e->companion_count - 1] : NULL;

	return last && !last->ended ? last : NULL;
}

static struct companion *
current(struct escalation *e)
{
	const struct companion *now = escalation_companion(e);

	return now ? &e->companions[now - e->companions] : NULL;
}

bool
escalation_was_companion(const struct escalation *e, const struct event *ev)
{
	for (size_t i = 0; i < e->companion_count; i++) {
		const struct companion *c = &e->companions[i];

		if (c->person->id == ev->actor.id && c->answered && c->answered->seq < ev->seq &&
		    (!c->ended || c->ended->seq >= ev->seq) && ev->for_whom.id == e->raiser->id)
			return true;
	}
	return false;
}

enum result
fold_companion_named(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct field_value *named = event_field(ev, "companion");

	if (escalation_companion(e) || !named || named->people_count == 0 || named->people[0].id == e->raiser->id)
		return RESULT_INVALID;
	e->companions = fold_grow(e->arena, e->companions, e->companion_count, &fold->companion_room, sizeof(*e->companions));
	e->companions[e->companion_count++] = (struct companion){ .person = &named->people[0], .named = ev };
	return RESULT_OK;
}

enum result
fold_companion_answered(struct fold *fold, const struct event *ev)
{
	struct companion *c = current(fold->e);
	const char *answer = event_text(ev, "can_support");

	if (!c || c->person->id != ev->actor.id)
		return RESULT_INVALID;
	if (answer && strcmp(answer, "no") == 0)
		c->ended = ev;
	else if (!c->answered)
		c->answered = ev;
	return RESULT_OK;
}

enum result
fold_companion_changed(struct fold *fold, const struct event *ev)
{
	struct companion *c = current(fold->e);
	const struct field_value *next = event_field(ev, "companion");

	if (!c)
		return RESULT_INVALID;
	c->ended = ev;
	return next && next->people_count > 0 ? fold_companion_named(fold, ev) : RESULT_OK;
}

void
fold_companion_gone(struct escalation *e, int64_t person_id, const struct event *ev)
{
	struct companion *c = current(e);

	if (c && (c->person->id == person_id || e->raiser->id == person_id))
		c->ended = ev;
}

/* By name alone: somebody whose role brings them in acts in that role. */
bool
fold_companion_acts(const struct escalation *e, const struct event *ev)
{
	const struct companion *c = e->raised ? escalation_companion(e) : NULL;

	return c && c->person->id == ev->actor.id && ev->for_whom.id == 0 && (!ev->role || !*ev->role);
}

void
fold_companion_party(struct fold *fold)
{
	const struct companion *c = escalation_companion(fold->e);

	if (c)
		fold_party_add(fold, &(struct party){ .side = SIDE_RAISING, .agency_id = c->person->agency_id, .role = -1,
		               .person_id = c->person->id, .stage = fold->e->stage });
}

static const struct policy_duty *
duty_rule(const struct escalation *e, const struct companion *c)
{
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);

	*rule = (struct policy_duty){
		.id = arena_format(e->arena, "support.%u", (unsigned)c->named->seq), .clause = e->policy->support.clause,
		.who = { .kind = WHO_SIDE, .side = SIDE_RAISING }, .act = ACT_SUPPORT, .stage = -1,
		.text = "Say whether you can support the person who first raised it",
		.short_text = "say whether you can support the raiser",
		.clock = { .within = { .kind = DURATION_NO_TIME, .words = "not stated" }, .from = &fold_asked,
			   .from_count = 1 },
	};
	return rule;
}

void
fold_companion_duties(struct fold *fold)
{
	const struct escalation *e = fold->e;

	for (size_t i = 0; i < e->companion_count; i++) {
		const struct companion *c = &e->companions[i];
		struct duty *d = fold_duty_add(fold, duty_rule(e, c), SIDE_RAISING);

		d->asked = c->named->recorded;
		d->companion = c;
		d->people = &c->person;
		d->people_count = 1;
		if (c->answered || (c->ended && c->ended->kind == EVENT_COMPANION_ANSWERED))
			fold_duty_end(d, DUTY_DONE, c->answered ? c->answered : c->ended);
		else if (c->ended)
			fold_duty_end(d, DUTY_NOT_NEEDED, c->ended);
		else if (e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN)
			fold_duty_end(d, DUTY_NOT_NEEDED, &e->events[fold->ended_by - 1]);
	}
}

const struct viewer *
fold_companion_stands_for(const struct escalation *e, const struct viewer *v)
{
	const struct companion *c = escalation_companion(e);
	struct viewer *raiser;

	if (!c || !c->answered || c->person->id != v->person_id || e->raiser_gone)
		return NULL;
	raiser = ARENA_NEW(e->arena, struct viewer);
	*raiser = (struct viewer){ .person_id = e->raiser->id, .agency_id = e->raiser->agency_id, .name = e->raiser->name };
	return raiser;
}

/* Nobody supports one side who is on the other. */
const char *
escalation_companion_fault(const struct escalation *e, const struct person_ref *who)
{
	const struct companion *now = escalation_companion(e);
	const struct person_ref *speaker = e->sides[1].speaker;
	bool inside = strcmp(e->sides[0].agency.id, e->sides[1].agency.id) == 0;

	if (who->id == e->raiser->id)
		return "Choose somebody else: this is the person who raised it";
	/* While it is raised, whoever is being named stands there already. */
	if (e->last_seq > 1 && now && now->person->id == who->id)
		return "Choose somebody else: they support you already";
	if ((!inside && who->agency_id && strcmp(who->agency_id, e->sides[1].agency.id) == 0) ||
	    (speaker && speaker->id == who->id) || fold_side_acted_for(e, who->id) == SIDE_RECEIVING)
		return "Choose somebody who is not on the other side";
	return NULL;
}
