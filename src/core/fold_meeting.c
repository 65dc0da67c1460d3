/*
 * fold_meeting.c - meetings that were arranged, changed and cancelled, and who is asked to them.
 *
 * Whoever is asked can read the case from then on and no more: a professionals' meeting hears other agencies, a panel has
 * members of three. What is counted from the day for which a meeting is arranged follows each change of it.
 */
#include <stdlib.h>
#include <string.h>

#include "fold.h"

enum { MINUTES_USUAL = 60 };

bool
meeting_time_parse(const char *s, int *minute)
{
	int hour;

	if (strlen(s) != 5 || s[2] != ':' || strspn(s, "0123456789") != 2 || strspn(s + 3, "0123456789") != 2)
		return false;
	hour = (s[0] - '0') * 10 + s[1] - '0';
	*minute = hour * 60 + (s[3] - '0') * 10 + s[4] - '0';
	return hour < 24 && s[3] < '6';
}

static void
ask_people(struct fold *fold, const struct meeting *m)
{
	const struct escalation *e = fold->e;

	for (size_t i = 0; i < m->with_count; i++) {
		const struct person_ref *p = &m->with[i];
		enum side side = SIDE_NONE;

		for (int k = 0; k < 2 && p->agency_id; k++) {
			if (strcmp(p->agency_id, e->sides[k].agency.id) == 0)
				side = k == 0 ? SIDE_RAISING : SIDE_RECEIVING;
		}
		if (p->id != 0)
			fold_party_add(fold, &(struct party){ .side = side, .agency_id = p->agency_id, .role = -1,
			               .person_id = p->id, .stage = e->stage, .informed_only = true });
	}
}

/* What the event says of day, time and people; what it leaves out stays as it was. */
static void
meeting_read(struct meeting *m, const struct event *ev)
{
	const char *on = event_text(ev, "day"), *start = event_text(ev, "start"), *long_ = event_text(ev, "minutes");
	const struct field_value *with = event_field(ev, "with");
	int minute;
	day d;

	if (on && day_parse(on, &d) == RESULT_OK) { /* else a preview: what will count is not known yet */
		m->on = d;
		m->starts = INSTANT_NONE;
	}
	if (start && m->on != DAY_NONE && meeting_time_parse(start, &minute))
		m->starts = instant_at(m->on, minute);
	if (long_)
		m->minutes = (int)strtol(long_, NULL, 10);
	if (with && with->people_count > 0) {
		m->with = with->people;
		m->with_count = with->people_count;
	}
	m->last = ev;
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

enum result
fold_meeting_planned(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct meeting *m;

	e->meetings = fold_grow(e->arena, e->meetings, e->meeting_count, &fold->meeting_room, sizeof(*e->meetings));
	m = &e->meetings[e->meeting_count++];
	*m = (struct meeting){ .id = ev->seq, .on = DAY_NONE, .starts = INSTANT_NONE, .minutes = MINUTES_USUAL,
		               .visit = e->visit_count - 1, .planned = ev };
	meeting_read(m, ev);
	ask_people(fold, m);
	moment_set(fold, m->visit);
	return RESULT_OK;
}

enum result
fold_meeting_changed(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; ev->target && i < e->meeting_count; i++) {
		struct meeting *m = &e->meetings[i];

		if (strtoul(ev->target, NULL, 10) != m->id || m->cancelled)
			continue;
		m->sequence++;
		if (ev->kind == EVENT_MEETING_CANCELLED) {
			m->cancelled = true;
			m->last = ev;
		} else {
			meeting_read(m, ev);
			ask_people(fold, m);
		}
		moment_set(fold, m->visit);
		return RESULT_OK;
	}
	return RESULT_INVALID;
}
