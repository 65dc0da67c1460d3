/*
 * escalation.c - the fold itself: events in, state out.
 */
#include "parley/escalation.h"

#include <string.h>

#include "fold.h"
#include "parley/risk.h"

const char *
phase_name(enum phase p)
{
	static const char *const names[] = {
		[PHASE_OPEN] = "open", [PHASE_AGREED] = "agreed", [PHASE_DECIDED] = "decided",
		[PHASE_CLOSED] = "closed", [PHASE_WITHDRAWN] = "withdrawn",
	};

	return names[p];
}

const char *
duty_status_name(enum duty_status s)
{
	static const char *const names[] = {
		[DUTY_WAITING] = "waiting", [DUTY_OPEN] = "open", [DUTY_DONE] = "done",
		[DUTY_UNRESOLVED] = "unresolved", [DUTY_NOT_NEEDED] = "not-needed",
	};

	return names[s];
}

static const char *
track_of(const struct escalation *e)
{
	const char *chosen = event_text(e->raised, "track");

	if (chosen || policy_track_is_chosen(e->policy))
		return chosen;
	for (size_t i = 0; i < e->policy->track_count; i++) {
		if (fold_condition(e, e->policy->tracks[i].when))
			return e->policy->tracks[i].id;
	}
	return NULL;
}

static const char *
outcome_of(const struct escalation *e)
{
	const struct event *end = e->decision ? e->decision : e->agreement;
	const struct policy *p;
	int stage;
	const struct policy_exit *x;

	if (!end || !end->exit)
		return NULL;
	p = escalation_edition_at(e, end->seq);
	stage = policy_stage_find(p, e->policy->stages[e->stage].id);
	x = stage >= 0 ? policy_exit_find(&p->stages[stage], end->exit) : NULL;
	return x ? x->outcome : NULL;
}

static const char *
visit_word(const struct escalation *e)
{
	return arena_format(e->arena, "%d", e->visit);
}

/* How the duty stands in this visit of the stage; "late" while it is open and its time has passed. */
static const char *
duty_state(const struct escalation *e, const char *id)
{
	const char *state = NULL;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (!fold_duty_here(e, d) || strcmp(d->rule->id, id) != 0)
			continue;
		if (d->late && d->status == DUTY_OPEN)
			return "late";
		if (!state)
			state = duty_status_name(d->status);
	}
	return state;
}

static const char *
fact_read(const void *self, enum fact fact, const char *field)
{
	const struct escalation *e = self;

	if (!e->raised)
		return NULL;
	switch (fact) {
	case FACT_SUBJECT_KIND: return event_text(e->raised, "subject_kind");
	case FACT_SUBJECT_PLAN: return event_text(e->raised, "plan");
	case FACT_SUBJECT_LOOKED_AFTER: return event_text(e->raised, "looked_after");
	case FACT_CATEGORY: return event_text(e->raised, "category");
	case FACT_CONCERN: return event_text(e->raised, "concern");
	case FACT_RAISING_SECTOR: return e->sides[0].agency.sector;
	case FACT_RECEIVING_SECTOR: return e->sides[1].agency.sector;
	case FACT_SAME_AGENCY: return strcmp(e->sides[0].agency.id, e->sides[1].agency.id) == 0 ? "yes" : "no";
	case FACT_TRACK: return track_of(e);
	case FACT_OUTCOME: return outcome_of(e);
	case FACT_STAGE_VISIT: return visit_word(e);
	case FACT_IMMEDIATE_RISK: return e->risk ? "yes" : "no";
	case FACT_HOURS: return risk_hours(e->calendar, &e->policy->days, e->risk ? e->risk->happened : e->now);
	case FACT_RAISING_ROLE: return e->raised->role;
	case FACT_DUTY: return duty_state(e, field);
	case FACT_FIELD: return field ? event_text(e->raised, field) : NULL;
	case FACT_COUNT: break;
	}
	return NULL;
}

bool
fold_condition(const struct escalation *e, const struct condition *c)
{
	struct fact_reader reader = { fact_read, e };

	return condition_holds(c, &reader);
}

const struct policy_exit *
fold_exit(const struct escalation *e, int stage, const char *id)
{
	return policy_exit_find(&e->policy->stages[stage], id);
}

const struct policy *
escalation_edition_at(const struct escalation *e, uint32_t seq)
{
	for (size_t i = e->move_count; i > 0; i--) {
		if (e->moves[i - 1]->seq < seq)
			return e->moves[i - 1]->edition;
	}
	return e->raised_under;
}

bool
fold_has_index(const int *list, size_t count, int index)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i] == index)
			return true;
	}
	return false;
}

void *
fold_grow(struct arena *a, void *array, size_t count, size_t *room, size_t size)
{
	return arena_grow(a, array, count, room, size);
}

enum result
escalation_fold(const struct policy *p, const struct calendar *c, const struct event *events, size_t count,
                instant now, struct arena *a, struct escalation **out, struct fault *f)
{
	struct fold fold = { .fault = f, .concern = INSTANT_NONE, .risk = INSTANT_NONE, .closed = INSTANT_NONE };
	struct escalation *e = ARENA_NEW(a, struct escalation);
	enum result r;

	*e = (struct escalation){ .policy = p, .raised_under = p, .calendar = c, .now = now, .arena = a, .events = events,
		                  .event_count = count, .protective = INSTANT_NONE, .next_due = INSTANT_NONE };
	fold.e = e;
	if (count == 0 || events[0].kind != EVENT_RAISED)
		return fault_set(f, RESULT_INVALID, "events-start", "The first event must be 'raised'.");
	for (size_t i = 0; i < count; i++) {
		r = fold_apply(&fold, &events[i]);
		if (r != RESULT_OK)
			return r;
		e->last_seq = events[i].seq;
		e->changed_at = events[i].recorded;
	}
	fold_clockwork(&fold);
	*out = e;
	return RESULT_OK;
}
