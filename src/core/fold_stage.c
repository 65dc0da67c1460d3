/*
 * fold_stage.c - a visit of a stage begins and ends, which stages apply, and who speaks in the next one.
 */
#include "fold.h"

void
fold_stage_enter(struct fold *fold, int stage, const struct event *ev)
{
	struct escalation *e = fold->e;
	const struct policy_stage *s = &e->policy->stages[stage];
	struct visit_notes *notes;
	int visit = 1;

	for (size_t i = 0; i < e->visit_count; i++)
		visit += e->visits[i].stage == stage;
	e->visits = fold_grow(e->arena, e->visits, e->visit_count, &fold->visit_room, sizeof(*e->visits));
	fold->notes = fold_grow(e->arena, fold->notes, e->visit_count, &fold->note_room, sizeof(*fold->notes));
	e->visits[e->visit_count] = (struct stage_visit){ .stage = stage, .rule = s, .visit = visit, .entered = ev->happened,
		                                          .left = INSTANT_NONE, .entered_by = ev->seq };
	notes = &fold->notes[e->visit_count++];
	*notes = (struct visit_notes){ .protective = INSTANT_NONE };
	for (int m = 0; m < MOMENT_COUNT; m++)
		notes->moments[m] = INSTANT_NONE;
	e->stage = stage;
	e->visit = visit;
	e->protective = INSTANT_NONE;
	e->protected_by = NULL;
	e->approvals = NULL;
	e->approval_count = 0;
	fold->approval_room = 0;
	for (size_t i = 0; i < s->duty_count; i++)
		fold_duty_instantiate(fold, &e->policy->duties[s->duties[i]]);
	fold_party_stage(fold, stage);
	fold_notices(fold, NOTICE_ON_STAGE_ENTERED, ev);
}

void
fold_stage_leave(struct fold *fold, const struct event *ev, const char *how)
{
	struct stage_visit *v = &fold->e->visits[fold->e->visit_count - 1];

	v->left = ev->happened;
	v->left_by = ev->seq;
	v->left_how = how;
	for (int i = 0; i < 2; i++)
		v->spoke[i] = fold->e->sides[i].speaker;
}

/* A stage whose condition does not hold is passed over. -1: there is none left. */
int
fold_stage_from(const struct escalation *e, int stage)
{
	for (size_t i = (size_t)stage; i < e->policy->stage_count; i++) {
		if (fold_condition(e, e->policy->stages[i].when))
			return (int)i;
	}
	return -1;
}

static const struct person_ref *
still_there(const struct escalation *e, const struct person_ref *person)
{
	return person && fold_has_gone(e, person->id) ? NULL : person;
}

/*
 * Where an authority decides, the sides go on being spoken for by whoever brought it there, unless others are named.
 * Back in an earlier stage those speak who spoke there: to ask the role instead would let its other holders in.
 */
void
fold_stage_speakers(struct fold *fold, int to, bool back, const struct person_ref *const named[2])
{
	struct escalation *e = fold->e;
	bool keep = e->policy->stages[to].authority_count > 0;

	for (int i = 0; i < 2; i++) {
		fold->notes[e->visit_count - 1].speakers[i] = e->sides[i].speaker;
		if (named[i] || !keep) {
			e->sides[i].speaker = named[i];
			e->sides[i].vacated = NULL;
		}
		for (size_t v = e->visit_count; back && !named[i] && v > 0; v--) {
			if (e->visits[v - 1].stage == to) {
				e->sides[i].speaker = still_there(e, fold->notes[v - 1].speakers[i]);
				break;
			}
		}
	}
}
