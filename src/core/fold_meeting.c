/*
 * fold_meeting.c - meetings: times that are proposed, who can come, which one is settled; what is changed and called off.
 *
 * Whoever is asked can read the case from then on and no more: a professionals' meeting hears other agencies, a panel has
 * members of three. What is counted from the day for which a meeting is arranged follows each change of it.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"

enum { MINUTES_USUAL = 60 };

static const char *const coming_names[COMING_COUNT] = { "", "yes", "if-need-be", "no" };

const char *
coming_name(enum coming c)
{
	return coming_names[c];
}

static enum coming
coming_find(const char *name)
{
	for (int c = COMING_YES; name && c < COMING_COUNT; c++) {
		if (strcmp(coming_names[c], name) == 0)
			return (enum coming)c;
	}
	return COMING_UNSAID;
}

/* --- who is asked --- */

static bool
is_person(const struct person_ref *p, int64_t id)
{
	return p && id != 0 && p->id == id;
}

struct invitee *
fold_meeting_place(const struct meeting *m, int64_t person_id)
{
	for (size_t i = 0; i < m->people_count; i++) {
		if (is_person(m->people[i].who, person_id) || is_person(m->people[i].instead, person_id))
			return &m->people[i];
	}
	return NULL;
}

/* From now on those who are asked, and who come for them, read the case. */
static void
ask(struct fold *fold, const struct person_ref *p)
{
	const struct escalation *e = fold->e;
	enum side side = SIDE_NONE;

	for (int k = 0; k < 2 && p->agency_id; k++) {
		if (strcmp(p->agency_id, e->sides[k].agency.id) == 0)
			side = k == 0 ? SIDE_RAISING : SIDE_RECEIVING;
	}
	if (p->id != 0)
		fold_party_add(fold, &(struct party){ .side = side, .agency_id = p->agency_id, .role = -1, .person_id = p->id,
		               .stage = e->stage, .informed_only = true });
}

/* Who comes now; who came before stays known for as long as it takes to tell those who no longer do. */
static void
expect(struct fold *fold, struct meeting *m)
{
	m->before = m->coming;
	m->before_count = m->coming_count;
	m->coming = ARENA_ARRAY(fold->e->arena, m->people_count, const struct person_ref *);
	m->coming_count = m->people_count;
	for (size_t i = 0; i < m->people_count; i++) {
		m->coming[i] = m->people[i].instead ? m->people[i].instead : m->people[i].who;
		ask(fold, m->coming[i]);
	}
}

/* Those who are asked again keep what they have answered. */
static void
read_people(struct fold *fold, struct meeting *m, const struct event *ev)
{
	const struct field_value *with = event_field(ev, "with");
	struct invitee *people;
	size_t count = 0;

	if (!with || with->people_count == 0)
		return;
	people = ARENA_ARRAY(fold->e->arena, with->people_count, struct invitee);
	for (size_t i = 0; i < with->people_count; i++) {
		const struct person_ref *p = &with->people[i];
		const struct invitee *old = fold_meeting_place(m, p->id);

		if (is_person(p, m->planned->actor.id)) /* they come anyway */
			continue;
		people[count] = old && is_person(old->who, p->id) ? *old : (struct invitee){ .who = p };
		ask(fold, people[count++].who);
	}
	m->people = people;
	m->people_count = count;
}

/* --- when --- */

/* What was said of other times is no answer to these. */
static void
forget_answers(struct meeting *m)
{
	for (size_t i = 0; i < m->people_count; i++) {
		m->people[i].answer = NULL;
		memset(m->people[i].coming, 0, sizeof(m->people[i].coming));
	}
}

static void
set_time(struct meeting *m, instant starts)
{
	if (m->proposed || m->starts != starts)
		forget_answers(m);
	m->proposed = false;
	m->starts = starts;
	m->time_count = starts == INSTANT_NONE ? 0 : 1;
	m->times[0] = starts;
}

/* What the event says of day and time; what it leaves out stays as it was, the hour too when only the day changes. */
static void
read_day(struct meeting *m, const struct event *ev)
{
	const char *on = event_text(ev, "day"), *start = event_text(ev, "start");
	int minute = m->starts == INSTANT_NONE ? -1 : instant_minute_of_day(m->starts);
	day d;

	if (on && day_parse(on, &d) == RESULT_OK) /* else a preview: what will count is not known yet */
		m->on = d;
	if (start && instant_time_of_day_parse(start, &minute) != RESULT_OK)
		return;
	if (m->on != DAY_NONE && minute >= 0)
		set_time(m, instant_at(m->on, minute));
}

static void
read_length_and_place(struct meeting *m, const struct event *ev)
{
	const char *minutes = event_text(ev, "minutes"), *place = event_text(ev, "place");

	if (minutes)
		m->minutes = (int)strtol(minutes, NULL, 10);
	if (place)
		m->place = place;
	m->last = ev;
}

static void
read_times(const struct fold *fold, struct meeting *m, const struct event *ev)
{
	const char *by = event_text(ev, "answer_by");
	day d;

	m->time_count = 0;
	for (int i = 1; i <= MEETING_TIMES_MAX; i++) {
		const char *text = event_text(ev, arena_format(fold->e->arena, "time_%d", i));
		instant t;

		if (text && instant_parse(text, &t) == RESULT_OK)
			m->times[m->time_count++] = t;
	}
	m->answer_by = by && day_parse(by, &d) == RESULT_OK ? instant_at(d, fold->e->policy->days.end_of_day) : INSTANT_NONE;
	m->asked = ev;
	forget_answers(m);
}

/* Dates count from the last meeting of a visit that is still to be held. */
static void
moment_set(struct fold *fold, size_t visit)
{
	instant *moment = &fold->notes[visit].moments[MOMENT_PLANNED];

	*moment = INSTANT_NONE;
	for (size_t i = 0; i < fold->e->meeting_count; i++) {
		const struct meeting *m = &fold->e->meetings[i];

		if (m->visit == visit && !m->cancelled && m->on != DAY_NONE)
			*moment = instant_at(m->on, 0); /* known as a day only */
	}
}

/* --- what happens to one --- */

const struct meeting *
escalation_meeting(const struct escalation *e, uint32_t id)
{
	for (size_t i = 0; i < e->meeting_count; i++) {
		if (e->meetings[i].id == id)
			return &e->meetings[i];
	}
	return NULL;
}

static struct meeting *
meeting_new(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct meeting *m;

	e->meetings = fold_grow(e->arena, e->meetings, e->meeting_count, &fold->meeting_room, sizeof(*e->meetings));
	m = &e->meetings[e->meeting_count++];
	*m = (struct meeting){ .id = ev->seq, .on = DAY_NONE, .starts = INSTANT_NONE, .minutes = MINUTES_USUAL,
		               .answer_by = INSTANT_NONE, .visit = e->visit_count - 1, .planned = ev };
	return m;
}

static struct meeting *
meeting_named(const struct fold *fold, const struct event *ev)
{
	for (size_t i = 0; ev->target && i < fold->e->meeting_count; i++) {
		struct meeting *m = &fold->e->meetings[i];

		if (strtoul(ev->target, NULL, 10) == m->id && !m->cancelled)
			return m;
	}
	return NULL;
}

enum result
fold_meeting_planned(struct fold *fold, const struct event *ev)
{
	struct meeting *m = meeting_new(fold, ev);

	read_people(fold, m, ev);
	read_day(m, ev);
	read_length_and_place(m, ev);
	expect(fold, m);
	moment_set(fold, m->visit);
	return RESULT_OK;
}

enum result
fold_meeting_changed(struct fold *fold, const struct event *ev)
{
	struct meeting *m = meeting_named(fold, ev);

	if (!m || (m->proposed && ev->kind != EVENT_MEETING_CANCELLED))
		return RESULT_INVALID;
	m->sequence += !m->proposed;
	if (ev->kind == EVENT_MEETING_CANCELLED) {
		m->cancelled = true;
		m->last = ev;
	} else {
		read_people(fold, m, ev);
		read_day(m, ev);
		read_length_and_place(m, ev);
		expect(fold, m);
	}
	moment_set(fold, m->visit);
	return RESULT_OK;
}

enum result
fold_meeting_proposed(struct fold *fold, const struct event *ev)
{
	struct meeting *m = ev->target ? meeting_named(fold, ev) : meeting_new(fold, ev);

	if (!m || (ev->target && !m->proposed))
		return RESULT_INVALID;
	m->proposed = true;
	read_people(fold, m, ev);
	read_times(fold, m, ev);
	read_length_and_place(m, ev);
	expect(fold, m);
	return RESULT_OK;
}

/* Whoever stands in for somebody answers for them; whoever comes for somebody may as well. */
enum result
fold_meeting_answered(struct fold *fold, const struct event *ev)
{
	struct meeting *m = meeting_named(fold, ev);
	struct invitee *place = m ? fold_meeting_place(m, ev->for_whom.id != 0 ? ev->for_whom.id : ev->actor.id) : NULL;
	const struct field_value *instead = event_field(ev, "instead");
	const struct person_ref *before;

	if (!place)
		return RESULT_INVALID;
	for (size_t i = 0; i < m->time_count; i++)
		place->coming[i] = coming_find(event_text(ev, arena_format(fold->e->arena, "answer_%zu", i + 1)));
	place->answer = ev;
	before = place->instead;
	if (instead && instead->people_count > 0 && instead->people[0].id != 0)
		place->instead = &instead->people[0];
	else if (!is_person(before, ev->actor.id)) /* who comes for somebody goes on doing so */
		place->instead = NULL;
	if (is_person(place->instead, place->who->id))
		place->instead = NULL;
	m->sequence += !m->proposed && (before ? before->id : 0) != (place->instead ? place->instead->id : 0);
	m->last = ev;
	expect(fold, m);
	return RESULT_OK;
}

/* "2": one of those that were proposed; "other", with a time of its own. What was answered to the one stays. */
enum result
fold_meeting_settled(struct fold *fold, const struct event *ev)
{
	struct meeting *m = meeting_named(fold, ev);
	const char *which = event_text(ev, "time"), *starts = event_text(ev, "starts");
	size_t n = which ? strtoul(which, NULL, 10) : 0;
	instant t = INSTANT_NONE;

	if (!m || !m->proposed || n > m->time_count || (n == 0 && (!starts || instant_parse(starts, &t) != RESULT_OK)))
		return RESULT_INVALID;
	if (n > 0) {
		t = m->times[n - 1];
		for (size_t i = 0; i < m->people_count; i++)
			m->people[i].coming[0] = m->people[i].coming[n - 1];
		m->proposed = false;
		m->starts = t;
	}
	set_time(m, t);
	m->on = instant_day(t);
	m->settled = ev;
	read_length_and_place(m, ev);
	expect(fold, m);
	moment_set(fold, m->visit);
	return RESULT_OK;
}

/* --- as duties --- */

/* Where the policy speaks of a meeting in the stage for which this one is: of a panel, or of one to be held or considered. */
static const char *
clause_of(const struct escalation *e, const struct meeting *m)
{
	const struct policy *p = e->policy;
	int stage = e->visits[m->visit].stage;

	if (stage >= 0 && p->stages[stage].panel.agencies > 0)
		return p->stages[stage].panel.clause;
	for (size_t i = 0; stage >= 0 && i < p->duty_count; i++) {
		if (p->duties[i].stage == stage && p->duties[i].act == ACT_MEET)
			return p->duties[i].clause;
	}
	return NULL;
}

/* No word of what it is about: lists that show duties are read by people who may not read the case. */
static struct duty *
add_duty(struct fold *fold, const struct meeting *m, enum act act)
{
	struct escalation *e = fold->e;
	struct policy_duty *rule = ARENA_NEW(e->arena, struct policy_duty);
	bool answer = act == ACT_ANSWER;
	struct duty *d;

	*rule = (struct policy_duty){
		.id = arena_format(e->arena, "%s.%u", answer ? "times" : "settle", (unsigned)m->id), .clause = clause_of(e, m), .who = { .kind = WHO_ROLE }, .act = act,
		.stage = -1, .text = answer ? "Say which of the times proposed for a meeting you can make" : "Settle the time of a meeting",
		.short_text = answer ? "say when you can come to a meeting" : "settle the time of a meeting",
		.clock = { .within = { .kind = DURATION_NO_TIME, .words = "not stated" }, .from = &fold_asked, .from_count = 1 },
	};
	d = fold_duty_add(fold, rule, SIDE_NONE);
	d->meeting = m;
	return d;
}

/* Those who have not answered; the last answer, or else what asked for it. */
static const struct person_ref **
unanswered(const struct escalation *e, const struct meeting *m, size_t *count, const struct event **last)
{
	const struct person_ref **people = ARENA_ARRAY(e->arena, m->people_count, const struct person_ref *);

	*count = 0;
	*last = m->asked;
	for (size_t i = 0; i < m->people_count; i++) {
		const struct event *answer = m->people[i].answer;

		if (!answer && !fold_has_gone(e, m->people[i].who->id))
			people[(*count)++] = m->people[i].who;
		else if (answer && answer->seq > (*last)->seq)
			*last = answer;
	}
	return people;
}

/* It no longer waits: settled, called off, or the case has ended. NULL while it does. */
static const struct event *
what_ended(const struct fold *fold, const struct meeting *m)
{
	const struct escalation *e = fold->e;

	if (!m->proposed || m->cancelled)
		return m->settled && !m->cancelled ? m->settled : m->last;
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN ? &e->events[fold->ended_by - 1] : NULL;
}

static void
duties_of(struct fold *fold, const struct meeting *m)
{
	struct escalation *e = fold->e;
	const struct person_ref **convener = ARENA_NEW(e->arena, const struct person_ref *);
	const struct event *last, *ended = what_ended(fold, m);
	size_t waiting;
	const struct person_ref **people = unanswered(e, m, &waiting, &last);
	struct duty *d = add_duty(fold, m, ACT_ANSWER);

	d->asked = m->asked->recorded;
	d->set_due = m->answer_by;
	d->people = people;
	d->people_count = waiting;
	if (waiting == 0)
		fold_duty_end(d, DUTY_DONE, last);
	else if (ended)
		fold_duty_end(d, DUTY_NOT_NEEDED, ended);
	d = add_duty(fold, m, ACT_SETTLE);
	*convener = &m->asked->actor;
	d->people = convener;
	d->people_count = 1;
	/* Its time comes when all have answered, or should have; it has run out when the first of the times has come. */
	if (waiting == 0)
		d->asked = last->recorded;
	else if (m->answer_by != INSTANT_NONE && instant_has_passed(m->answer_by, e->now))
		d->asked = m->answer_by;
	for (size_t i = 0; i < m->time_count; i++) {
		if (m->proposed && (d->set_due == INSTANT_NONE || m->times[i] < d->set_due))
			d->set_due = m->times[i];
	}
	d->set_words = "the first of the times that were proposed";
	if (ended)
		fold_duty_end(d, m->settled && !m->cancelled ? DUTY_DONE : DUTY_NOT_NEEDED, ended);
}

/* Before those who decide meet, they have heard both sides: by then, where the policy sets no earlier time. */
static void
represent_by(struct fold *fold, const struct meeting *m)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count && m->starts != INSTANT_NONE && !m->cancelled; i++) {
		struct duty *d = &e->duties[i];

		if (d->rule->act != ACT_REPRESENT || d->status != DUTY_OPEN || m->visit + 1 != e->visit_count ||
		    !fold_duty_here(e, d))
			continue;
		d->set_due = m->starts;
		d->set_words = "the meeting that is arranged";
	}
}

void
fold_meeting_duties(struct fold *fold)
{
	for (size_t i = 0; i < fold->e->meeting_count; i++)
		represent_by(fold, &fold->e->meetings[i]);
	for (size_t i = 0; i < fold->e->meeting_count; i++) {
		if (fold->e->meetings[i].asked)
			duties_of(fold, &fold->e->meetings[i]);
	}
}
