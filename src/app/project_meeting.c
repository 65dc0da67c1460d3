/*
 * project_meeting.c - meetings, flattened for calendars: the feed of whoever is asked, and the messages that go to them.
 */
#include "project.h"

#include <string.h>

static bool
is_of_meeting(const struct event *ev)
{
	return ev->kind == EVENT_PLANNED || ev->kind == EVENT_MEETING_CHANGED || ev->kind == EVENT_MEETING_CANCELLED;
}

/* Whoever arranged it comes too. */
static size_t
people_of(const struct meeting *m, struct arena *a, int64_t **out)
{
	int64_t *ids = ARENA_ARRAY(a, m->with_count + 1, int64_t);
	size_t n = 0;

	ids[n++] = m->planned->actor.id;
	for (size_t i = 0; i < m->with_count; i++) {
		size_t k = 0;

		while (k < n && ids[k] != m->with[i].id)
			k++;
		if (k == n && m->with[i].id != 0)
			ids[n++] = m->with[i].id;
	}
	*out = ids;
	return n;
}

void
project_meetings(const struct escalation *e, struct arena *a, struct projection *p)
{
	struct meeting_row *rows = ARENA_ARRAY(a, e->meeting_count, struct meeting_row);

	for (size_t i = 0; i < e->meeting_count; i++) {
		const struct meeting *m = &e->meetings[i];
		int64_t *people;

		rows[i] = (struct meeting_row){ .id = m->id, .sequence = m->sequence, .minutes = m->minutes,
			                        .state = m->cancelled ? "cancelled" : "set", .starts = m->starts };
		/* Without a time there is nothing that a calendar could show. */
		if (!m->cancelled && m->starts != INSTANT_NONE)
			rows[i].people_count = people_of(m, a, &people);
		rows[i].people = rows[i].people_count > 0 ? people : NULL;
	}
	p->meetings = rows;
	p->meeting_count = e->meeting_count;
	p->meetings_changed = is_of_meeting(&e->events[e->event_count - 1]);
}

/* Whom this one asks, and whom it no longer asks: they are told too. */
static bool
is_asked(const struct meeting *m, int64_t id)
{
	for (size_t i = 0; i < m->with_count; i++) {
		if (m->with[i].id == id)
			return true;
	}
	return m->planned->actor.id == id;
}

static size_t
add_row(struct outbox_row *rows, size_t count, size_t room, const struct outbox_row *row)
{
	if (count < room)
		rows[count++] = *row;
	return count;
}

static const struct person_ref *
asked_before(const struct escalation *e, const struct meeting *m, size_t *count)
{
	const struct field_value *with = NULL;

	*count = 0;
	for (size_t i = 0; i + 1 < e->event_count; i++) {
		const struct event *ev = &e->events[i];
		bool same = ev == m->planned || (ev->kind == EVENT_MEETING_CHANGED && ev->target &&
		                                 strcmp(ev->target, m->last->target ? m->last->target : "") == 0);

		if (same && event_field(ev, "with"))
			with = event_field(ev, "with");
	}
	if (with)
		*count = with->people_count;
	return with ? with->people : NULL;
}

size_t
project_tell_meeting(const struct escalation *e, const struct event *last, struct arena *a, struct outbox_row *rows,
                     size_t count, size_t room)
{
	const struct meeting *m = NULL;
	const struct person_ref *before;
	struct outbox_row row = { .due = INSTANT_NONE };
	int64_t *people;
	size_t n;

	for (size_t i = 0; i < e->meeting_count; i++) {
		if (e->meetings[i].last == last)
			m = &e->meetings[i];
	}
	if (!is_of_meeting(last) || !m)
		return count;
	row.kind = m->cancelled ? "meeting-off" : m->sequence > 0 ? "meeting-changed" : "meeting";
	/* What a calendar program needs besides: letters.c reads it again. */
	row.duty_key = arena_format(a, "meeting.%u.%d.%d", (unsigned)m->id, m->sequence, m->minutes);
	row.due = m->starts;
	n = people_of(m, a, &people);
	for (size_t i = 0; i < n; i++) {
		row.person_id = people[i];
		count = add_row(rows, count, room, &row);
	}
	if (m->sequence == 0 || m->cancelled)
		return count;
	before = asked_before(e, m, &n);
	row.kind = "meeting-off";
	for (size_t i = 0; i < n; i++) {
		row.person_id = before[i].id;
		if (before[i].id != 0 && !is_asked(m, before[i].id))
			count = add_row(rows, count, room, &row);
	}
	return count;
}
