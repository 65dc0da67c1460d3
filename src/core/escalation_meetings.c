/*
 * escalation_meetings.c - what somebody may do about meetings: arrange one, propose times, say when they can come, settle it,
 * change it, call it off; and what the answers must be.
 *
 * Only arranging and proposing are in the list of escalation_actions(): the rest belongs to one meeting, and is found by id.
 */
#include <stdlib.h>
#include <string.h>

#include "offer.h"

/* Whether any date of the policy is counted from the day for which a meeting is arranged. */
static bool
counts_from_meeting(const struct policy_clock *clock)
{
	for (size_t i = 0; i < clock->from_count; i++) {
		if (clock->from[i].kind == ANCHOR_MEETING_PLANNED)
			return true;
	}
	return false;
}

/* The policy speaks of one here: a date that hangs on it, a meeting to be held or considered, a panel. */
static bool
has_meetings(const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (fold_duty_here(e, d) && (d->rule->act == ACT_MEET || counts_from_meeting(&d->rule->clock)))
			return true;
	}
	return e->policy->stages[e->stage].panel.agencies > 0;
}

void
offer_meetings(struct offer *o)
{
	const struct escalation *e = o->e;

	if (!has_meetings(e) && (!o->standing.speaks || e->phase != PHASE_OPEN))
		return;
	(void)offer(o, EVENT_PLANNED, "plan", "Arrange a meeting",
	            "Whoever you ask to come can read this escalation from now on. They get the day and time by mail, for "
	            "their calendar, with the reference and nothing else. Both sides see it. What the policy counts from the "
	            "meeting gets its date from that day. The person who raised it gets a message too.");
	(void)offer(o, EVENT_MEETING_PROPOSED, "propose", "Propose times for a meeting",
	            "Whoever you ask can read this escalation from now on. Each of them is asked by mail which of the times they "
	            "can make. Nothing goes into calendars until you settle on one. The person who raised it gets a message too.");
}

/* --- one meeting --- */

static const char *
day_words(const struct escalation *e, day d)
{
	struct buffer b;
	const char *words = "a day that is not known";

	buffer_init(&b, 0);
	if (d != DAY_NONE) {
		day_write_words(&b, d);
		words = arena_string(e->arena, b.data);
	}
	buffer_clear(&b);
	return words;
}

static const char *
time_words(const struct escalation *e, instant t)
{
	struct buffer b;
	const char *words;

	buffer_init(&b, 0);
	instant_write_words(&b, t);
	words = arena_string(e->arena, b.data);
	buffer_clear(&b);
	return words;
}

bool
escalation_meeting_is_over(const struct escalation *e, const struct meeting *m)
{
	return m->cancelled || (m->on != DAY_NONE && m->on < instant_day(e->now));
}

/* "the meeting on Monday 27 July 2026 at 10am"; of two alike the later one says that it is the second. */
static const char *
meeting_words(const struct escalation *e, const struct meeting *m)
{
	const char *words = m->starts != INSTANT_NONE ? time_words(e, m->starts) : day_words(e, m->on);
	int nth = 1;

	for (const struct meeting *x = e->meetings; x < m; x++)
		nth += !escalation_meeting_is_over(e, x) && x->on == m->on && x->starts == m->starts;
	return nth == 1 ? arena_format(e->arena, "the meeting on %s", words) :
	                  arena_format(e->arena, "meeting %d on %s", nth, words);
}

/* Whoever arranged it, and whoever speaks for a side or decides. */
static bool
arranges(const struct offer *o, const struct meeting *m)
{
	return !o->standing.informed_only && (o->standing.speaks || m->planned->actor.id == o->person_id);
}

static bool
may_answer(const struct offer *o, const struct meeting *m)
{
	return m->time_count > 0 && fold_meeting_place(m, o->viewer->person_id) &&
	       (m->proposed || m->starts > o->e->now);
}

static bool
may_settle(const struct offer *o, const struct meeting *m)
{
	return m->proposed && arranges(o, m);
}

static bool
may_change(const struct offer *o, const struct meeting *m)
{
	return !m->proposed && arranges(o, m);
}

/* --- forms that depend on the meeting --- */

static const struct field *
field_named(enum event_kind kind, const char *name)
{
	size_t count;
	const struct field *fields = event_fields(kind, &count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	}
	return NULL;
}

/* One question for each time that there is, under its day. */
static void
ask_times(const struct escalation *e, const struct meeting *m, struct action *act)
{
	struct field *fields = ARENA_ARRAY(e->arena, m->time_count + 2, struct field);
	size_t n = 0;

	for (size_t i = 0; i < m->time_count; i++) {
		fields[n] = *field_named(act->kind, arena_format(e->arena, "answer_%zu", i + 1));
		fields[n++].label = arena_format(e->arena, "Can you come on %s?", time_words(e, m->times[i]));
	}
	fields[n++] = *field_named(act->kind, "instead");
	fields[n++] = *field_named(act->kind, "note");
	act->sets[0] = (struct field_set){ fields, n };
}

static void
ask_which(const struct escalation *e, const struct meeting *m, struct action *act)
{
	struct field *fields = ARENA_ARRAY(e->arena, act->sets[0].count, struct field);
	struct choice *choices = ARENA_ARRAY(e->arena, m->time_count + 1, struct choice);
	size_t n = 0;

	memcpy(fields, act->sets[0].fields, act->sets[0].count * sizeof(*fields));
	for (size_t i = 0; i < m->time_count; i++) {
		if (m->times[i] > e->now)
			choices[n++] = (struct choice){ arena_format(e->arena, "%zu", i + 1), time_words(e, m->times[i]), NULL };
	}
	choices[n++] = (struct choice){ "other", "Another time", "Nobody was asked about it: say why" };
	fields[0].choices = choices;
	fields[0].choice_count = n;
	act->sets[0].fields = fields;
}

/* It has begun, or its day has come: there is something to write down. */
static bool
may_note(const struct offer *o, const struct meeting *m)
{
	return !m->proposed && !o->standing.informed_only && m->on != DAY_NONE &&
	       (m->starts == INSTANT_NONE ? m->on <= instant_day(o->e->now) : m->starts <= o->e->now);
}

static bool
takes_part(const struct offer *o, const struct meeting *m)
{
	(void)m;
	return !o->standing.informed_only;
}

static bool
may_point(const struct offer *o, const struct meeting *m)
{
	bool any = o->e->record_count > 0;

	for (size_t i = 0; i < o->e->event_count && !any; i++)
		any = o->e->events[i].kind == EVENT_ATTACHED;
	return any && takes_part(o, m);
}

enum { PAPERS_MOST = 100 };

/* What can be among the papers, the last first: records as they stand, and files. */
static void
ask_papers(const struct escalation *e, const struct meeting *m, struct action *act)
{
	struct field *field = ARENA_NEW(e->arena, struct field);
	struct choice *choices = ARENA_ARRAY(e->arena, PAPERS_MOST, struct choice);
	size_t n = 0;

	(void)m;
	for (size_t i = e->event_count; i > 0 && n < PAPERS_MOST; i--) {
		const struct event *ev = &e->events[i - 1];
		const struct record *r = ev->kind == EVENT_CONTACT ? escalation_record(e, ev->seq) : NULL;
		const char *title = ev->kind == EVENT_ATTACHED ? event_text(ev, "title") : NULL;

		if (r && !r->corrected)
			title = arena_format(e->arena, "Record %u, of %s", (unsigned)ev->seq, time_words(e, ev->happened));
		if (title)
			choices[n++] = (struct choice){ arena_format(e->arena, "%u", (unsigned)ev->seq), title, NULL };
	}
	*field = act->sets[0].fields[0];
	field->choices = choices;
	field->choice_count = n;
	act->sets[0] = (struct field_set){ field, 1 };
}

static const struct {
	const char *verb;
	enum event_kind kind;
	bool (*may)(const struct offer *o, const struct meeting *m);
	void (*ask)(const struct escalation *e, const struct meeting *m, struct action *act); /* NULL: the event's own fields */
	const char *label, *label_set; /* of one that is set: its day follows */
	const char *next;
} verbs[MEETING_ACTIONS_MAX] = {
	{ "meeting-answer", EVENT_MEETING_ANSWERED, may_answer, ask_times, "Say which times you can make", "Say whether you can come to",
	  "Whoever arranges the meeting sees it, and so does everybody who can read this escalation. You can change it. When "
	  "all have answered, a message goes to whoever proposed the times." },
	{ "meeting-settle", EVENT_MEETING_SETTLED, may_settle, ask_which, "Settle the time of the meeting", NULL,
	  "Everybody who is asked gets the time by mail, for their calendar, with the reference and nothing else. What the "
	  "policy counts from the meeting gets its date from that day. The person who raised it gets a message too." },
	{ "meeting-times", EVENT_MEETING_PROPOSED, may_settle, NULL, "Propose other times", NULL,
	  "The times that were proposed no longer count. Everybody is asked again, by mail. The person who raised it gets "
	  "a message too." },
	{ "meeting-note", EVENT_CONTACT, may_note, NULL, "Write the note of the meeting", "Write the note of",
	  "It stands in the shared record as the note of this meeting, and both sides are asked to approve it or to say where they differ." },
	{ "meeting-papers", EVENT_ATTACHED, takes_part, NULL, "Attach a paper for the meeting", "Attach a paper for",
	  "Whoever is asked to the meeting, and both sides, can open it." },
	{ "meeting-point", EVENT_MEETING_PAPERS, may_point, ask_papers, "Choose papers from what is here", "Choose papers from what is here for",
	  "They are listed with the meeting, for everybody who can read this escalation." },
	{ "meeting-change", EVENT_MEETING_CHANGED, may_change, NULL, "Change the meeting", "Change",
	  "Everybody who is asked gets the new day and time by mail, and their calendar follows. What the policy counts from the meeting "
	  "gets another date. The person who raised it gets a message too." },
	{ "meeting-cancel", EVENT_MEETING_CANCELLED, arranges, NULL, "Call off the meeting", "Call off",
	  "Everybody who was asked is told by mail, and it goes from their calendar. Your reason stands in the record." },
};

static bool
begin(struct offer *o, const struct escalation *e, const struct viewer *v, const struct standing *s)
{
	*o = (struct offer){ .e = e, .person_id = v->person_id, .standing = *s, .viewer = s->instead_of ? s->instead_of : v,
		             .raiser = e->raiser->id == v->person_id };
	return e->phase != PHASE_CLOSED && e->phase != PHASE_WITHDRAWN;
}

static bool
may(const struct offer *o, const struct meeting *m, size_t verb)
{
	/* What was held is written down afterwards; the rest is for what is to come. */
	bool over = verbs[verb].may == may_note ? m->cancelled : escalation_meeting_is_over(o->e, m);

	return !over && verbs[verb].may(o, m);
}

/* The first of somebody's standings that allows it: their own before that of people who are away. */
static bool
find_standing(struct offer *o, const struct escalation *e, const struct viewer *v, const struct meeting *m, size_t verb)
{
	struct standing standings[STANDINGS_MAX];
	size_t n = fold_standings(e, v, standings);

	for (size_t i = 0; i < n; i++) {
		if (begin(o, e, v, &standings[i]) && may(o, m, verb))
			return true;
	}
	return false;
}

static const char *
action_id(const struct escalation *e, const struct meeting *m, size_t verb)
{
	return arena_format(e->arena, "%s:%u", verbs[verb].verb, (unsigned)m->id);
}

static const char *
label_of(const struct escalation *e, const struct meeting *m, size_t verb)
{
	return m->proposed || m->on == DAY_NONE ? verbs[verb].label :
	       arena_format(e->arena, "%s %s", verbs[verb].label_set, meeting_words(e, m));
}

size_t
escalation_meeting_actions(const struct escalation *e, const struct viewer *v, const struct meeting *m,
                           struct meeting_action list[MEETING_ACTIONS_MAX])
{
	struct offer o;
	size_t count = 0;

	for (size_t verb = 0; verb < MEETING_ACTIONS_MAX; verb++) {
		if (find_standing(&o, e, v, m, verb))
			list[count++] = (struct meeting_action){ action_id(e, m, verb), label_of(e, m, verb), verbs[verb].kind };
	}
	return count;
}

static const struct meeting *
meeting_of_id(const struct escalation *e, const char *id, size_t *verb)
{
	for (size_t i = 0; i < e->meeting_count; i++) {
		for (*verb = 0; *verb < MEETING_ACTIONS_MAX; (*verb)++) {
			if (strcmp(action_id(e, &e->meetings[i], *verb), id) == 0)
				return &e->meetings[i];
		}
	}
	return NULL;
}

const struct action *
offer_of_meeting(const struct escalation *e, const struct viewer *v, const char *id)
{
	size_t verb;
	const struct meeting *m = meeting_of_id(e, id, &verb);
	struct offer o;
	struct action *act;

	if (!m || !find_standing(&o, e, v, m, verb))
		return NULL;
	act = offer(&o, verbs[verb].kind, action_id(e, m, verb), label_of(e, m, verb), verbs[verb].next);
	act->target = arena_format(e->arena, "%u", (unsigned)m->id);
	act->meeting = m;
	if (verbs[verb].ask)
		verbs[verb].ask(e, m, act);
	return act;
}

/* --- what a form's own checks cannot know --- */

bool
offer_is_meeting(enum event_kind kind)
{
	return kind == EVENT_PLANNED || kind == EVENT_MEETING_CHANGED || kind == EVENT_MEETING_PROPOSED;
}

static const char *
text_of(const struct field_value *values, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(values[i].name, name) == 0)
			return values[i].text;
	}
	return NULL;
}

/* Several times that are several; and answers while there is still something to choose. */
static void
check_times(const struct escalation *e, const struct field_value *values, size_t count, struct fault *f)
{
	const char *by = text_of(values, count, "answer_by");
	instant times[MEETING_TIMES_MAX], first = INSTANT_NONE;
	size_t n = 0;
	day d;

	for (int i = 1; i <= MEETING_TIMES_MAX; i++) {
		const char *text = text_of(values, count, arena_format(e->arena, "time_%d", i));

		if (!text || *text == '\0' || instant_parse(text, &times[n]) != RESULT_OK)
			continue;
		for (size_t k = 0; k < n; k++) {
			if (times[k] == times[n])
				(void)fault_field(f, arena_format(e->arena, "/fields/time_%d", i), "This time stands here twice");
		}
		if (first == INSTANT_NONE || times[n] < first)
			first = times[n];
		n++;
	}
	if (by && first != INSTANT_NONE && day_parse(by, &d) == RESULT_OK && d > instant_day(first))
		(void)fault_field(f, "/fields/answer_by", "That is after the first of the times: choose an earlier day");
}

enum result
offer_meeting_check(const struct escalation *e, const struct field_value *values, size_t count, struct fault *f)
{
	const char *on = text_of(values, count, "day"), *start = text_of(values, count, "start");
	int minute;
	day d;

	check_times(e, values, count, f);
	if (!start || *start == '\0')
		return f->result;
	if (instant_time_of_day_parse(start, &minute) != RESULT_OK)
		return fault_field(f, "/fields/start", "Write the time with four digits, for example 09:30 or 14:00");
	if (on && day_parse(on, &d) == RESULT_OK && instant_at(d, minute) <= e->now)
		return fault_field(f, "/fields/start", "That time has passed: choose a later one");
	return f->result;
}
