/*
 * fold_raised.c - how it begins: the sides, the first stage, who raised it; and immediate risk, from the start or on the way.
 */
#include <string.h>

#include "fold.h"
#include "parley/risk.h"

static void
tell_emergency(struct fold *fold, const struct event *ev)
{
	struct policy_who *named;
	size_t count;

	fold->telling = ev;
	risk_named(fold->e, ev, &named, &count);
	for (size_t i = 0; i < count; i++)
		fold_party_who(fold, &named[i], true);
	fold->telling = NULL;
}

static void
risk_begin(struct fold *fold, const struct event *ev)
{
	fold->e->risk = ev;
	if (fold->risk == INSTANT_NONE) /* flagging it again gives no more time for what is still to be done */
		fold->risk = ev->happened;
	fold_duty_arise(fold);
	tell_emergency(fold, ev);
	fold_notices(fold, NOTICE_ON_RISK, ev);
}

static enum result
sides_begin(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct field_value *from = event_field(ev, "raising_agency");
	const struct field_value *to = event_field(ev, "receiving_agency");

	if (!from || !from->agency || !to || !to->agency)
		return fold_cannot(fold, ev, "it does not say which agencies");
	e->sides[0].agency = *from->agency;
	e->sides[1].agency = *to->agency;
	e->sides[0].speaker = &ev->actor;
	e->sides[1].speaker = fold_person_in(ev, "receiving_person");
	return RESULT_OK;
}

static bool
flags_risk(const struct event *ev)
{
	const char *said = event_text(ev, "immediate_risk");

	return said && strcmp(said, "yes") == 0;
}

enum result
fold_raised(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	const char *concern = event_text(ev, "concern_date");
	day d;
	int first;
	enum result r;

	if (e->raised)
		return fold_cannot(fold, ev, "it was raised before");
	e->raised = ev;
	/* Whoever asked a lead to raise it is the one who raised it first. */
	e->raiser = fold_person_in(ev, "asked_by") ? fold_person_in(ev, "asked_by") : &ev->actor;
	e->raised_at = ev->happened;
	r = sides_begin(fold, ev);
	if (r != RESULT_OK)
		return r;
	if (concern && day_parse(concern, &d) == RESULT_OK)
		fold->concern = instant_at(d, 0);
	if (flags_risk(ev)) /* known from the start: stages and duties may depend on it */
		e->risk = ev;
	first = fold_stage_from(e, 0);
	if (first < 0)
		return fold_cannot(fold, ev, "no stage of the policy applies to it");
	for (size_t i = 0; i < e->policy->duty_count; i++) {
		if (e->policy->duties[i].stage < 0)
			fold_duty_instantiate(fold, &e->policy->duties[i]);
	}
	fold_stage_enter(fold, first, ev);
	fold_party_overall(fold);
	fold_duty_done(fold, ACT_RAISE, ev);
	if (e->raiser != &ev->actor)
		fold_party_add(fold, &(struct party){ .side = SIDE_RAISING, .agency_id = e->raiser->agency_id, .role = -1,
		               .person_id = e->raiser->id, .stage = first });
	if (event_field(ev, "companion") && fold_companion_named(fold, ev) != RESULT_OK)
		return fold_cannot(fold, ev, "there is no such companion, or there is one already");
	fold_notices(fold, NOTICE_ON_RAISED, ev);
	if (flags_risk(ev))
		risk_begin(fold, ev);
	return RESULT_OK;
}

enum result
fold_risk_flagged(struct fold *fold, const struct event *ev)
{
	risk_begin(fold, ev);
	return RESULT_OK;
}

enum result
fold_risk_ended(struct fold *fold, const struct event *ev)
{
	if (!fold->e->risk)
		return fold_cannot(fold, ev, "no immediate risk was flagged");
	fold->e->risk = NULL;
	return RESULT_OK;
}

enum result
fold_risk_told(struct fold *fold, const struct event *ev)
{
	return fold->e->risk ? RESULT_OK : fold_cannot(fold, ev, "no immediate risk was flagged");
}
