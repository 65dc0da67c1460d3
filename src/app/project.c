/*
 * project.c - the fold, flattened for worklists, need to know and reminders (project_tell.c: whom to tell).
 *
 * Nothing here decides anything: it only writes down what the fold says, so that a list can be read by an index. The
 * events can always give it again (parley audit rebuild).
 */
#include "project.h"

#include "parley/escalation_json.h"
#include "parley/store_append.h"
#include "snapshot.h"

static enum result
queue_of(struct app *app, const struct escalation *e, const struct party *p, int64_t *id)
{
	bool partnership = p->role >= 0 && e->policy->roles[p->role].partnership;

	if (p->person_id != 0)
		return store_queue(app->store, "", "", p->person_id, id);
	return store_queue(app->store, partnership || !p->agency_id ? "" : p->agency_id, e->policy->roles[p->role].id, 0, id);
}

static enum result
add_waiting(struct app *app, const struct escalation *e, const struct duty *d, struct waiting_row *rows, size_t *count,
            size_t room)
{
	struct party *people;
	size_t n;
	instant due = d && d->deadline.state == DEADLINE_DATED ? d->deadline.due : INSTANT_NONE;
	bool aside = d && d != e->turn;

	escalation_waits_for(e, d, &people, &n);
	for (size_t i = 0; i < n && *count < room; i++) {
		int64_t queue;
		size_t at = 0;
		enum result r = queue_of(app, e, &people[i], &queue);

		if (r != RESULT_OK)
			return r;
		while (at < *count && rows[at].queue_id != queue)
			at++;
		if (at == *count)
			rows[(*count)++] = (struct waiting_row){ .queue_id = queue, .due = due, .aside = aside };
		rows[at].aside = rows[at].aside && aside;
		if (due != INSTANT_NONE && (rows[at].due == INSTANT_NONE || due < rows[at].due))
			rows[at].due = due;
	}
	return RESULT_OK;
}

bool
project_is_open(const struct duty *d)
{
	return d->status == DUTY_OPEN && !d->rule->optional && d->rule->act != ACT_STANDING;
}

/* The case is closed or withdrawn. */
static bool
has_ended(const struct escalation *e)
{
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
}

/* 'If it is not agreed by then' waits for nobody while somebody else's duty of the stage is still open. */
bool
project_waits_now(const struct escalation *e, const struct duty *d)
{
	return project_is_open(d) && (!d->conditional || d == e->turn);
}

static enum result
make_waiting(struct app *app, const struct escalation *e, struct arena *a, struct projection *p)
{
	size_t room = 64;
	struct waiting_row *rows = ARENA_ARRAY(a, room, struct waiting_row);
	size_t count = 0;
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < e->duty_count; i++) {
		if (project_waits_now(e, &e->duties[i]))
			r = add_waiting(app, e, &e->duties[i], rows, &count, room);
	}
	/* Nothing holds it up: records that wait to be approved do not. */
	if (r == RESULT_OK && !e->turn && (!has_ended(e) || e->risk))
		r = add_waiting(app, e, NULL, rows, &count, room);
	p->waiting = rows;
	p->waiting_count = count;
	return r;
}

static enum result
make_sight(struct app *app, const struct escalation *e, struct arena *a, struct projection *p)
{
	struct sight_row *rows = ARENA_ARRAY(a, e->party_count, struct sight_row);

	for (size_t i = 0; i < e->party_count; i++) {
		enum result r = queue_of(app, e, &e->parties[i], &rows[i].queue_id);

		if (r != RESULT_OK)
			return r;
		rows[i].informed_only = e->parties[i].informed_only;
	}
	p->sight = rows;
	p->sight_count = e->party_count;
	return RESULT_OK;
}

static bool
is_party(const struct escalation *e, int64_t person_id)
{
	for (size_t i = 0; i < e->party_count; i++) {
		if (e->parties[i].person_id == person_id)
			return true;
	}
	return false;
}

static enum result
make_gone(struct app *app, const struct escalation *e, struct arena *a, struct projection *p)
{
	int64_t *queues = ARENA_ARRAY(a, e->gone_count + e->companion_count, int64_t);
	size_t n = 0;
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < e->gone_count; i++)
		r = store_queue(app->store, "", "", e->gone[i], &queues[n++]);
	/* Whoever supported the raiser has no business with it afterwards, unless they have some of their own. */
	for (size_t i = 0; r == RESULT_OK && i < e->companion_count; i++) {
		if (e->companions[i].ended && !is_party(e, e->companions[i].person->id))
			r = store_queue(app->store, "", "", e->companions[i].person->id, &queues[n++]);
	}
	p->gone = queues;
	p->gone_count = n;
	return r;
}

/* One row a side: a role that nobody holds, or somebody who has gone with nobody named since. */
static void
make_vacant(const struct escalation *e, struct arena *a, struct projection *p)
{
	struct vacant_row *rows = ARENA_ARRAY(a, 3, struct vacant_row);

	for (size_t i = 0; i < e->event_count && !p->vacant_ever; i++)
		p->vacant_ever = e->events[i].kind == EVENT_VACATED;
	for (int side = SIDE_NONE; p->vacant_ever && side <= SIDE_RECEIVING; side++) {
		const struct vacancy *v = side == SIDE_NONE ? NULL : escalation_vacant(e, (enum side)side);
		const struct event *by = v ? v->by : side == SIDE_NONE ? NULL : e->sides[side - 1].vacated;
		const struct field_value *person;

		for (size_t i = 0; side == SIDE_NONE && !by && i < e->vacancy_count; i++)
			by = e->vacancies[i].side == SIDE_NONE ? e->vacancies[i].by : NULL;
		if (!by || (side != SIDE_NONE && e->sides[side - 1].speaker))
			continue;
		person = event_field(by, "person");
		rows[p->vacant_count++] = (struct vacant_row){
			.side = side, .since = by->happened, .agency_id = side == SIDE_NONE ? NULL : e->sides[side - 1].agency.id,
			.person_id = person && person->people_count > 0 ? person->people[0].id : 0 };
	}
	p->vacant = rows;
}

/* `before`: what comes sooner than it did then is marked; NULL else. */
static void
make_open(const struct escalation *before, const struct escalation *e, struct arena *a, struct projection *p)
{
	struct open_duty *rows = ARENA_ARRAY(a, e->duty_count, struct open_duty);
	size_t n = 0;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (project_is_open(d) && d->deadline.state == DEADLINE_DATED)
			rows[n++] = (struct open_duty){ d->key, d->deadline.due, impact_reminded(e, d),
				                          before && impact_reminded_earlier(before, e, d) != INSTANT_NONE };
	}
	p->open = rows;
	p->open_count = n;
}

bool
project_hurry(const struct escalation *before, const struct escalation *after, struct projection *p)
{
	if (before->risk || !after->risk)
		return false;
	make_open(before, after, after->arena, p);
	return true;
}

static void
make_lessons(const struct escalation *e, struct arena *a, struct projection *p)
{
	struct lesson_row *rows = ARENA_ARRAY(a, e->lesson_count, struct lesson_row);

	for (size_t i = 0; i < e->lesson_count; i++) {
		const struct lesson *l = &e->lessons[i];

		rows[i] = (struct lesson_row){ l->event->seq, l->answer ? l->answer->seq : 0, l->open, l->event->recorded, l->due };
	}
	p->lessons = rows;
	p->lesson_count = e->lesson_count;
}

static const char *
turn_name(const struct escalation *e)
{
	if (!e->turn)
		return "raising";
	if (e->turn->side != SIDE_NONE)
		return side_name(e->turn->side);
	switch (e->turn->rule->who.kind) {
	case WHO_SIDE: return side_name(e->turn->rule->who.side); /* or somebody of the partnership */
	case WHO_ROLE: case WHO_SECTOR: case WHO_AGENCY: return "partnership"; /* neither side */
	default: return "both";
	}
}

static void
make_turn(const struct escalation *e, struct arena *a, struct projection *p)
{
	const struct duty *d = e->turn;

	p->next_due = INSTANT_NONE;
	if (has_ended(e) && !d && !e->risk)
		return;
	p->turn = turn_name(e);
	if (!d && has_ended(e)) {
		/* It ended, and the risk has not: it stays in the lists until somebody says why it is over. */
		p->duty_text = "say why the immediate risk is over";
		p->due_words = "it ended with the risk still open";
		return;
	}
	if (!d) {
		p->duty_text = "close it";
		p->due_words = "everything is done";
		return;
	}
	p->duty_text = d->rule->short_text ? d->rule->short_text : d->rule->text;
	p->duty_clause = d->rule->clause;
	if (d->deadline.state == DEADLINE_DATED)
		p->next_due = d->deadline.due;
	else
		p->due_words = due_words(&d->deadline, a);
}

enum result
project_make(struct app *app, const struct escalation *e, struct arena *a, struct projection *out)
{
	const struct policy_stage *stage = &e->policy->stages[e->stage];
	enum result r;

	*out = (struct projection){
		.phase = phase_name(e->phase), .stage_id = stage->id, .stage_name = stage->name,
		.ended = has_ended(e) && !e->turn && !e->risk,
		.raising_agency_id = e->sides[0].agency.id, .raising_agency = e->sides[0].agency.name,
		.receiving_agency_id = e->sides[1].agency.id, .receiving_agency = e->sides[1].agency.name,
		.immediate_risk = e->risk != NULL, .raised = e->raised_at, .changed = e->changed_at,
		.edition_id = snapshot_edition_of(app->snapshot, e->policy),
	};
	make_turn(e, a, out);
	make_open(NULL, e, a, out);
	make_vacant(e, a, out);
	make_lessons(e, a, out);
	project_meetings(e, a, out);
	r = make_sight(app, e, a, out);
	if (r == RESULT_OK)
		r = make_gone(app, e, a, out);
	return r == RESULT_OK ? make_waiting(app, e, a, out) : r;
}
