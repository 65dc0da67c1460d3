/*
 * project.c - the fold, flattened for worklists, need to know, reminders and mail.
 *
 * Nothing here decides anything: it only writes down what the fold says, so that a list can be read by an index. The
 * events can always give it again (parley audit rebuild).
 */
#include "project.h"

#include <string.h>

#include "parley/risk.h"
#include "parley/escalation_json.h"
#include "parley/reminder.h"
#include "snapshot.h"

enum { HOLDERS_TOLD_MAX = 20 };

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
			rows[(*count)++] = (struct waiting_row){ queue, due };
		else if (due != INSTANT_NONE && (rows[at].due == INSTANT_NONE || due < rows[at].due))
			rows[at].due = due;
	}
	return RESULT_OK;
}

static bool
is_open(const struct duty *d)
{
	return d->status == DUTY_OPEN && !d->rule->optional && d->rule->act != ACT_STANDING;
}

static bool
has_ended(const struct escalation *e)
{
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
}

/* 'If it is not agreed by then' waits for nobody while somebody else's duty of the stage is still open. */
static bool
waits_now(const struct escalation *e, const struct duty *d)
{
	return is_open(d) && (!d->conditional || d == e->turn);
}

static enum result
make_waiting(struct app *app, const struct escalation *e, struct arena *a, struct projection *p)
{
	size_t room = 64;
	struct waiting_row *rows = ARENA_ARRAY(a, room, struct waiting_row);
	size_t count = 0;
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < e->duty_count; i++) {
		if (waits_now(e, &e->duties[i]))
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

static enum result
make_gone(struct app *app, const struct escalation *e, struct arena *a, struct projection *p)
{
	int64_t *queues = ARENA_ARRAY(a, e->gone_count, int64_t);

	for (size_t i = 0; i < e->gone_count; i++) {
		enum result r = store_queue(app->store, "", "", e->gone[i], &queues[i]);

		if (r != RESULT_OK)
			return r;
	}
	p->gone = queues;
	p->gone_count = e->gone_count;
	return RESULT_OK;
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

static void
make_open(const struct escalation *e, struct arena *a, struct projection *p)
{
	struct open_duty *rows = ARENA_ARRAY(a, e->duty_count, struct open_duty);
	size_t n = 0;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];
		const struct reminder_of r = { e->calendar, &e->policy->days, d->deadline.due,
			e->risk != NULL };

		if (is_open(d) && d->deadline.state == DEADLINE_DATED)
			rows[n++] = (struct open_duty){ d->key, d->deadline.due,
				reminder_first(&r, e->now) };
	}
	p->open = rows;
	p->open_count = n;
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
		.phase = phase_name(e->phase), .stage_id = stage->id, .stage_name = stage->name, .ended = has_ended(e) && !e->turn && !e->risk,
		.raising_agency_id = e->sides[0].agency.id, .raising_agency = e->sides[0].agency.name,
		.receiving_agency_id = e->sides[1].agency.id, .receiving_agency = e->sides[1].agency.name,
		.immediate_risk = e->risk != NULL, .raised = e->raised_at, .changed = e->changed_at,
		.edition_id = snapshot_edition_of(app->snapshot, e->policy),
	};
	make_turn(e, a, out);
	make_open(e, a, out);
	make_vacant(e, a, out);
	make_lessons(e, a, out);
	project_meetings(e, a, out);
	r = make_sight(app, e, a, out);
	if (r == RESULT_OK)
		r = make_gone(app, e, a, out);
	return r == RESULT_OK ? make_waiting(app, e, a, out) : r;
}

/* --- whom to tell --- */

struct telling {
	struct app *app;
	const struct escalation *e;
	struct arena *a;
	int64_t actor;
	struct outbox_row *rows;
	size_t count, room;
};

static void
tell(struct telling *t, int64_t person_id, const char *kind, const struct duty *d)
{
	if (person_id == t->actor || person_id == 0 || t->count == t->room)
		return;
	for (size_t i = 0; i < t->count; i++) {
		if (t->rows[i].person_id == person_id)
			return; /* one message a person an event */
	}
	t->rows[t->count++] = (struct outbox_row){ .person_id = person_id, .kind = kind, .duty_key = d ? d->key : NULL,
		                                   .due = d && d->deadline.state == DEADLINE_DATED ? d->deadline.due :
		                                          INSTANT_NONE };
}

static enum result
tell_party(struct telling *t, const struct party *p, const char *kind, const struct duty *d)
{
	const struct policy_role *role = p->role >= 0 ? &t->e->policy->roles[p->role] : NULL;
	struct person *holders;
	size_t n;
	enum result r;

	if (p->person_id != 0) {
		tell(t, p->person_id, kind, d);
		return RESULT_OK;
	}
	if (!role)
		return RESULT_OK;
	r = store_role_holders(t->app->store, role->partnership ? NULL : p->agency_id, role->id, HOLDERS_TOLD_MAX, t->a,
	                       &holders, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		tell(t, holders[i].id, kind, d);
	return r;
}

static enum result
tell_whom(struct telling *t, const struct policy_who *who, bool informed_only, const char *kind)
{
	struct party *people;
	size_t count;
	enum result r = RESULT_OK;

	if (who->kind == WHO_MAILBOX && t->count < t->room)
		t->rows[t->count++] = (struct outbox_row){ .mailbox = who->mailbox, .kind = kind, .due = INSTANT_NONE };
	escalation_who(t->e, who, informed_only, &people, &count);
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = tell_party(t, &people[i], kind, NULL);
	return r;
}

/* What the program has to tell. What a person has to tell is that person's duty, and comes from them. */
static enum result
tell_notice(struct telling *t, const struct policy_notice *n)
{
	return n->by ? RESULT_OK : tell_whom(t, &n->to, n->informs_only, "copy");
}

static enum result
tell_copied(struct telling *t, uint32_t seq)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < t->e->notice_count; i++) {
		if (t->e->notices[i].because == seq)
			r = tell_notice(t, t->e->notices[i].rule);
	}
	return r;
}

/* What waits to be approved counts from when it was written down, the rest from when it took place. */
static instant
asked_at(const struct event *last, const struct duty *d)
{
	return d->rule->act == ACT_SIGN || d->item || d->lesson ? last->recorded : last->happened;
}

/* Whoever was asked by this event: to approve an exit, to tell somebody. It need not be the turn. */
static enum result
tell_asked(struct telling *t, const struct event *last)
{
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	for (size_t i = 0; i < t->e->duty_count; i++) {
		const struct duty *d = &t->e->duties[i];

		if (d->status != DUTY_OPEN || d->asked != asked_at(last, d) ||
		    (!d->approves && !d->notice && !d->item && !d->lesson && d->rule->act != ACT_SIGN))
			continue;
		escalation_waits_for(t->e, d, &people, &n);
		for (size_t k = 0; r == RESULT_OK && k < n; k++)
			r = tell_party(t, &people[k], "turn", d);
	}
	/* And whoever asked, what the answer is. */
	for (size_t i = 0; i < t->e->approval_count; i++) {
		if (t->e->approvals[i].answered == last)
			tell(t, t->e->approvals[i].asked->actor.id, "moved", NULL);
	}
	return r;
}

/* What is confirmed in writing goes to both sides, whichever of them confirms it. */
static enum result
tell_both(struct telling *t)
{
	static const struct policy_who both = { .kind = WHO_BOTH };
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	escalation_who(t->e, &both, false, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(t, &people[i], "copy", NULL);
	return r;
}

/* Who has oversight hears of each lesson; whoever raised one, what is done about it. */
static enum result
tell_oversight(struct telling *t)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < t->e->party_count; i++) {
		const struct party *p = &t->e->parties[i];

		if (p->role >= 0 && t->e->policy->roles[p->role].oversight)
			r = tell_party(t, p, "copy", NULL);
	}
	return r;
}

static void
tell_learner(struct telling *t, const struct event *last)
{
	for (size_t i = 0; i < t->e->lesson_count; i++) {
		if (t->e->lessons[i].answer == last)
			tell(t, t->e->lessons[i].event->actor.id, "copy", NULL);
	}
}

/* Those who are asked instead, and whoever has oversight: once for each time that somebody is missing. */
static enum result
tell_vacated(struct telling *t, const struct event *ev)
{
	const struct escalation *e = t->e;
	const struct duty about = { .key = arena_format(t->a, "vacated.%u", (unsigned)ev->seq) };
	const struct field_value *asked = event_field(ev, "asked");
	enum result r = RESULT_OK;

	for (size_t i = 0; asked && i < asked->people_count; i++)
		tell(t, asked->people[i].id, "vacant", &about);
	for (size_t i = 0; r == RESULT_OK && i < e->party_count; i++) {
		const struct party *p = &e->parties[i];

		if (p->role >= 0 && e->policy->roles[p->role].oversight)
			r = tell_party(t, p, "vacant", &about);
	}
	return r;
}

static enum result
tell_each_vacated(struct telling *t, uint32_t first)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < t->e->event_count; i++) {
		if (t->e->events[i].seq >= first && t->e->events[i].kind == EVENT_VACATED)
			r = tell_vacated(t, &t->e->events[i]);
	}
	return r;
}

/* At once, and before it is anybody's turn: whom the route names, and when it comes up on the way those who speak now. */
static enum result
tell_risk(struct telling *t, const struct event *flagged)
{
	static const struct policy_who both = { .kind = WHO_BOTH };
	struct policy_who *named;
	size_t count;
	enum result r = RESULT_OK;

	risk_named(t->e, flagged, &named, &count);
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = tell_whom(t, &named[i], true, "risk");
	return r == RESULT_OK && flagged->kind != EVENT_RAISED ? tell_whom(t, &both, false, "risk") : r;
}

enum result
project_tell(struct app *app, const struct escalation *e, uint32_t first, struct arena *a, struct outbox_row **rows,
             size_t *count)
{
	const struct event *last = &e->events[first - 1];
	struct telling t = { .app = app, .e = e, .a = a, .actor = last->actor.id, .room = 64 };
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	t.rows = ARENA_ARRAY(a, t.room, struct outbox_row);
	r = tell_each_vacated(&t, first);
	if (r == RESULT_OK && e->risk == last)
		r = tell_risk(&t, last);
	if (r == RESULT_OK && (!has_ended(e) || e->turn)) {
		escalation_waits_for(e, e->turn, &people, &n);
		for (size_t i = 0; r == RESULT_OK && i < n; i++)
			r = tell_party(&t, &people[i], "turn", e->turn);
	}
	if (r == RESULT_OK)
		r = tell_copied(&t, last->seq);
	if (r == RESULT_OK)
		r = tell_asked(&t, last);
	if (r == RESULT_OK && last->kind == EVENT_CONFIRMED)
		r = tell_both(&t);
	if (r == RESULT_OK && last->kind == EVENT_LESSON)
		r = tell_oversight(&t);
	tell_learner(&t, last);
	/* The first raiser hears of every move, whoever speaks for them by now. */
	if (last->kind != EVENT_CONTACT && last->kind != EVENT_CONSULTED && !e->raiser_gone)
		tell(&t, e->raiser->id, "moved", NULL);
	*rows = t.rows;
	/* Besides what else they are told: this one goes into their calendar. */
	*count = project_tell_meeting(e, last, a, t.rows, t.count, t.room);
	return r;
}

enum result
project_tell_reminder(struct app *app, const struct escalation *e, const struct duty *d,
    const char *kind, struct arena *a, struct outbox_row **rows, size_t *count)
{
	struct telling t = { .app = app, .e = e, .a = a, .actor = 0, .room = 64 };
	struct party *people;
	size_t n = 0;
	enum result r = RESULT_OK;

	t.rows = ARENA_ARRAY(a, t.room, struct outbox_row);
	if (waits_now(e, d))
		escalation_waits_for(e, d, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(&t, &people[i], kind, d);
	*rows = t.rows;
	*count = t.count;
	return r;
}

/* The stage that the present one escalates to, or -1. */
static int
next_stage(const struct escalation *e)
{
	const struct policy_stage *stage = &e->policy->stages[e->stage];

	for (size_t i = 0; i < stage->exit_count; i++) {
		if (stage->exits[i].kind == EXIT_ESCALATE)
			return stage->exits[i].to;
	}
	return -1;
}

/* Whoever has to tell somebody else that this passed its date: "notice.ID:KEY" (core/fold_notice.c). */
static enum result
tell_to_tell(struct telling *t, const struct duty *late)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < t->e->duty_count; i++) {
		const struct duty *d = &t->e->duties[i];
		const char *of = d->notice && d->notice->on == NOTICE_ON_OVERDUE ? strchr(d->rule->id, ':') : NULL;
		struct party *people;
		size_t n;

		if (!of || d->status != DUTY_OPEN || strcmp(of + 1, late->key) != 0)
			continue;
		escalation_waits_for(t->e, d, &people, &n);
		for (size_t k = 0; r == RESULT_OK && k < n; k++)
			r = tell_party(t, &people[k], "turn", d);
	}
	return r;
}

enum result
project_tell_overdue(struct app *app, const struct escalation *e, const struct duty *d, struct arena *a,
                     struct outbox_row **rows, size_t *count)
{
	struct telling t = { .app = app, .e = e, .a = a, .actor = 0, .room = 64 };
	int stage = next_stage(e);
	const int *roles;
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	t.rows = ARENA_ARRAY(a, t.room, struct outbox_row);
	escalation_waits_for(e, d, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(&t, &people[i], "overdue", d);
	n = r == RESULT_OK && stage >= 0 && d->side != SIDE_NONE ? escalation_next_roles(e, stage, d->side, &roles) : 0;
	for (size_t i = 0; r == RESULT_OK && i < n; i++) {
		struct party p = { .side = d->side, .role = roles[i], .agency_id = e->sides[d->side - 1].agency.id };

		r = tell_party(&t, &p, "overdue", d);
	}
	if (r == RESULT_OK)
		r = tell_to_tell(&t, d);
	/* Whom the policy wants told when this passes its date. */
	for (size_t i = 0; r == RESULT_OK && i < e->notice_count; i++) {
		if (e->notices[i].because == 0 && e->notices[i].duty && strcmp(e->notices[i].duty, d->key) == 0)
			r = tell_notice(&t, e->notices[i].rule);
	}
	*rows = t.rows;
	*count = t.count;
	return r;
}

static enum result
tell_waiting(struct telling *t, const struct duty *d)
{
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	escalation_waits_for(t->e, d, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(t, &people[i], "recount", NULL);
	return r;
}

enum result
project_tell_recount(struct app *app, const struct escalation *e, const struct impact *list, size_t list_count,
                     int64_t recount, struct arena *a, struct outbox_row **rows, size_t *count)
{
	struct telling t = { .app = app, .e = e, .a = a, .actor = 0, .room = 64 };
	bool moved = e->event_count > 0 && e->events[e->event_count - 1].kind == EVENT_MOVED;
	enum result r = RESULT_OK;

	t.rows = ARENA_ARRAY(a, t.room, struct outbox_row);
	/* Of what falls away the duty that is left of it is asked, in terms of the edition that it runs under now. */
	for (size_t i = 0; r == RESULT_OK && i < list_count; i++)
		if (list[i].after)
			r = tell_waiting(&t, list[i].after);
	for (size_t i = 0; r == RESULT_OK && moved && i < e->duty_count; i++)
		if (is_open(&e->duties[i]))
			r = tell_waiting(&t, &e->duties[i]);
	if (moved)
		tell(&t, e->raiser->id, "recount", NULL);
	for (size_t i = 0; i < t.count; i++)
		t.rows[i].recount = recount;
	*rows = t.rows;
	*count = t.count;
	return r;
}
