/*
 * timetable.c - a walk through the stages at the last permitted moment of each.
 */
#include "parley/timetable.h"

#include <string.h>

#include "fold.h"

/* An exit may need an approval, which is asked for and given first: three events a step. */
enum { STEPS_MAX = 64, EVENTS_MAX = 3 * (STEPS_MAX + 2) };

struct walk {
	const struct policy *policy;
	const struct calendar *calendar;
	struct arena *arena;
	struct fault *fault;
	struct event *events;
	size_t event_count;
	struct timetable_row *rows;
	size_t row_count, row_room;
};

static enum result
look(const struct walk *w, instant now, struct escalation **out)
{
	return escalation_fold(w->policy, w->calendar, w->events, w->event_count, now, w->arena, out, w->fault);
}

/* Where an exit needs approval, whoever may give it takes it: when it would be given, no text says. */
static void
approve(const struct policy *p, const struct policy_exit *x, struct event *ev)
{
	if (x->approval == NULL)
		return;
	if (x->approval->kind == WHO_SIDE)
		ev->side = x->approval->side;
	if (x->approval->role_count > 0)
		ev->role = p->roles[x->approval->roles[0]].id;
}

static void
add_event(struct walk *w, enum event_kind kind, instant at, enum side side, const char *exit)
{
	struct event *ev = &w->events[w->event_count++];

	*ev = (struct event){ .seq = (uint32_t)w->event_count, .kind = kind, .recorded = at, .happened = at, .side = side,
		              .exit = exit, .role = "" };
}

/* Everybody who has to agree to the exit does so at once: how long they take, no policy says. */
static void
take_exit(struct walk *w, enum event_kind kind, instant at, const struct policy_exit *x)
{
	if (x->approval) {
		add_event(w, EVENT_APPROVAL_ASKED, at, SIDE_RAISING, x->id);
		add_event(w, EVENT_APPROVED, at, SIDE_RAISING, x->id);
	}
	add_event(w, kind, at, SIDE_RAISING, x->id);
}

static enum result
begin(struct walk *w, instant raised, const struct timetable_assumptions *assumed)
{
	struct field_value *values = ARENA_ARRAY(w->arena, assumed->count + 4, struct field_value);
	struct agency_ref *agencies = ARENA_ARRAY(w->arena, 2, struct agency_ref);
	struct buffer today;
	size_t n = assumed->count;
	bool has_date = false;

	agencies[0] = (struct agency_ref){ "raising", "The raising side", assumed->raising_sector };
	agencies[1] = (struct agency_ref){ "receiving", "The receiving side", assumed->receiving_sector };
	if (assumed->same_agency)
		agencies[1].id = agencies[0].id;
	for (size_t i = 0; i < assumed->count; i++) {
		values[i] = assumed->values[i];
		has_date = has_date || strcmp(values[i].name, "concern_date") == 0;
	}
	values[n++] = (struct field_value){ .name = "raising_agency", .agency = &agencies[0] };
	values[n++] = (struct field_value){ .name = "receiving_agency", .agency = &agencies[1] };
	if (!has_date) {
		buffer_init(&today, 0);
		day_write(&today, instant_day(raised));
		values[n++] = (struct field_value){ .name = "concern_date", .text = arena_string(w->arena, today.data) };
		buffer_clear(&today);
	}
	add_event(w, EVENT_RAISED, raised, SIDE_RAISING, NULL);
	if (assumed->raising_role)
		w->events[0].role = assumed->raising_role;
	w->events[0].fields = values;
	w->events[0].field_count = n;
	return RESULT_OK;
}

/* A duty is shown once on the way; what follows an ending is shown for each stage that can end so. */
static bool
is_shown(const struct walk *w, const struct duty *d, int stage, enum timetable_branch branch)
{
	for (size_t i = 0; i < w->row_count; i++) {
		const struct timetable_row *row = &w->rows[i];

		if (strcmp(row->duty->key, d->key) == 0 &&
		    (row->branch == BRANCH_WAY_ON || (row->branch == branch && row->stage == stage)))
			return true;
	}
	return false;
}

static enum result
refuse_dates(const struct walk *w, const struct duty *d)
{
	const struct calendar_nation *n = w->policy->days.nation;
	bool early = d->deadline.explanation.from < instant_at(day_from_civil(n->first_year, 1, 1), 0);

	return fault_field(w->fault, "/raised", "The list of bank holidays for %s %s with the year %d, and some of the dates would "
	                   "be %s that.", n->name, early ? "begins" : "ends", early ? n->first_year : n->last_year,
	                   early ? "before" : "after");
}

static enum result
add_row(struct walk *w, const struct escalation *e, const struct duty *d, enum timetable_branch branch)
{
	int stage = branch == BRANCH_WAY_ON ? d->stage : e->stage;

	if (is_shown(w, d, stage, branch))
		return RESULT_OK;
	if (d->deadline.state == DEADLINE_BEYOND_CALENDAR)
		return refuse_dates(w, d);
	w->rows = fold_grow(w->arena, w->rows, w->row_count, &w->row_room, sizeof(*w->rows));
	w->rows[w->row_count++] = (struct timetable_row){
		.stage = stage, .entered = stage < 0 ? INSTANT_NONE : e->visits[e->visit_count - 1].entered,
		.branch = branch, .duty = d,
	};
	return RESULT_OK;
}

/* Duties that have come up in this state and were not shown before. */
static enum result
add_rows(struct walk *w, const struct escalation *e, enum timetable_branch branch)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		/* Aside, only what the ending starts: what it ends belongs to the way on, or to nothing. */
		if (fold_duty_here(e, d) && (branch == BRANCH_WAY_ON ? d->status != DUTY_WAITING : d->status == DUTY_OPEN))
			r = add_row(w, e, d, branch);
	}
	return r;
}

static bool
is_shown_anywhere(const struct walk *w, const struct duty *d)
{
	for (size_t i = 0; i < w->row_count; i++)
		if (strcmp(w->rows[i].duty->key, d->key) == 0)
			return true;
	return false;
}

/* Those of this stage that wait for what somebody may do; of no stage, when the way ends here. */
static enum result
add_waiting(struct walk *w, const struct escalation *e, bool last)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (fold_duty_here(e, d) && d->status == DUTY_WAITING && (d->stage >= 0 || last) && !is_shown_anywhere(w, d))
			r = add_row(w, e, d, BRANCH_WAY_ON);
	}
	return r;
}

/* When the stage's time runs out: the last date of its own duties; now, where none has one. */
static instant
time_runs_out(const struct escalation *e, instant now)
{
	instant last = now;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (d->stage == e->stage && d->visit == e->visit && d->status == DUTY_OPEN && !d->rule->optional &&
		    d->deadline.state == DEADLINE_DATED && d->deadline.due > last)
			last = d->deadline.due;
	}
	return last;
}

static const struct policy_exit *
exit_of_kind(const struct escalation *e, enum exit_kind kind)
{
	const struct policy_stage *s = &e->policy->stages[e->stage];

	for (size_t i = 0; i < s->exit_count; i++) {
		if (s->exits[i].kind == kind && fold_condition(e, s->exits[i].when))
			return &s->exits[i];
	}
	return NULL;
}

static bool
starts_with_agreement(const struct policy_clock *clock)
{
	for (size_t k = 0; k < clock->from_count; k++) {
		switch (clock->from[k].kind) {
		case ANCHOR_AGREED: case ANCHOR_CONFIRMED: case ANCHOR_CLOSED: case ANCHOR_NOTIFIED: case ANCHOR_DUTY_DONE:
			return true;
		default:
			break;
		}
	}
	return false;
}

/*
 * Can anything start with an agreement here? Where nothing can (many policies say only 'it is settled'), there is no
 * need to look aside; what the decision of an authority starts is always looked for, because its outcome may be asked for.
 */
static bool
agreement_starts_something(const struct escalation *e)
{
	const struct policy *p = e->policy;
	const struct policy_exit *agreed = exit_of_kind(e, EXIT_AGREED);

	if (!agreed || agreed->outcome)
		return agreed != NULL;
	for (size_t i = 0; i < p->duty_count; i++) {
		const struct policy_duty *rule = &p->duties[i];

		if ((rule->stage < 0 || rule->stage == e->stage) && starts_with_agreement(&rule->clock))
			return true;
	}
	for (size_t i = 0; i < p->notice_count; i++) {
		if (p->notices[i].by && p->notices[i].on == NOTICE_ON_AGREED)
			return true;
	}
	return false;
}

/* What would follow an ending at this moment, without going that way. */
static enum result
look_aside(struct walk *w, const struct escalation *e, enum exit_kind kind, enum event_kind event,
           enum timetable_branch branch, instant at)
{
	const struct policy_exit *x = exit_of_kind(e, kind);
	size_t before = w->event_count;
	struct escalation *aside;
	enum result r;

	if (!x)
		return RESULT_OK;
	take_exit(w, event, at, x);
	approve(w->policy, x, &w->events[w->event_count - 1]);
	r = look(w, at, &aside);
	if (r == RESULT_OK)
		r = add_rows(w, aside, branch);
	w->event_count = before;
	return r;
}

static enum result
step(struct walk *w, instant *now, bool *more)
{
	const struct policy_exit *on;
	struct escalation *e;
	enum result r = look(w, *now, &e);

	*more = false;
	if (r == RESULT_OK)
		r = add_rows(w, e, BRANCH_WAY_ON);
	if (r != RESULT_OK)
		return r;
	*now = time_runs_out(e, *now);
	if (agreement_starts_something(e))
		r = look_aside(w, e, EXIT_AGREED, EVENT_AGREED, BRANCH_AGREED, *now);
	if (r == RESULT_OK)
		r = look_aside(w, e, EXIT_DECIDED, EVENT_DECIDED, BRANCH_DECIDED, *now);
	on = exit_of_kind(e, EXIT_ESCALATE);
	if (r == RESULT_OK)
		r = add_waiting(w, e, !on);
	if (r != RESULT_OK || !on)
		return r;
	take_exit(w, EVENT_ESCALATED, *now, on);
	approve(w->policy, on, &w->events[w->event_count - 1]);
	*more = true;
	return RESULT_OK;
}

enum result
timetable_make(const struct policy *p, const struct calendar *c, instant raised,
               const struct timetable_assumptions *assumed, struct arena *a, struct timetable_row **rows,
               size_t *count, struct fault *f)
{
	struct walk w = { .policy = p, .calendar = c, .arena = a, .fault = f,
		          .events = ARENA_ARRAY(a, EVENTS_MAX, struct event) };
	instant now = raised;
	bool more = true;
	enum result r = begin(&w, raised, assumed);

	for (int i = 0; r == RESULT_OK && more && i < STEPS_MAX; i++)
		r = step(&w, &now, &more);
	if (r != RESULT_OK)
		return r;
	*rows = w.rows;
	*count = w.row_count;
	return RESULT_OK;
}
