/*
 * project_meeting.c - meetings, flattened for calendars: the feed of whoever is asked, and the messages that go to them.
 */
#include "project.h"

#include <string.h>
#include "parley/store_append.h"

static bool
is_of_meeting(const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_PLANNED: case EVENT_MEETING_CHANGED: case EVENT_MEETING_CANCELLED: case EVENT_MEETING_PROPOSED:
	case EVENT_MEETING_ANSWERED: case EVENT_MEETING_SETTLED:
		return true;
	default:
		return false;
	}
}

static bool
is_among(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (ids[i] == id)
			return true;
	}
	return false;
}

/* Whoever arranged it comes too. */
static size_t
people_of(const struct meeting *m, const struct person_ref **coming, size_t coming_count, struct arena *a, int64_t **out)
{
	int64_t *ids = ARENA_ARRAY(a, coming_count + 1, int64_t);
	size_t n = 0;

	ids[n++] = m->planned->actor.id;
	for (size_t i = 0; i < coming_count; i++) {
		if (coming[i]->id != 0 && !is_among(ids, n, coming[i]->id))
			ids[n++] = coming[i]->id;
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
		int64_t *people = NULL;

		rows[i] = (struct meeting_row){ .id = m->id, .sequence = m->sequence, .minutes = m->minutes,
			                        .state = m->cancelled ? "cancelled" : m->proposed ? "proposed" : "set",
			                        .starts = m->starts };
		/* Without a time there is nothing that a calendar could show. */
		if (!m->cancelled && m->starts != INSTANT_NONE)
			rows[i].people_count = people_of(m, m->coming, m->coming_count, a, &people);
		rows[i].people = rows[i].people_count > 0 ? people : NULL;
	}
	p->meetings = rows;
	p->meeting_count = e->meeting_count;
	p->meetings_changed = is_of_meeting(&e->events[e->event_count - 1]);
}

/* What those who come are told, and those who did not come before; NULL: nothing. */
struct meeting_news { const char *all, *added; };

static struct meeting_news
news_of(const struct meeting *m, const struct event *last)
{
	switch (last->kind) {
	case EVENT_MEETING_CANCELLED: return (struct meeting_news){ "meeting-off", NULL };
	case EVENT_MEETING_CHANGED: return (struct meeting_news){ "meeting-changed", "meeting-changed" };
	case EVENT_MEETING_PROPOSED: return (struct meeting_news){ "times", "times" };
	/* Somebody comes for somebody else: only those two hear of it. */
	case EVENT_MEETING_ANSWERED: return (struct meeting_news){ NULL, m->proposed ? "times" : "meeting" };
	default: return (struct meeting_news){ "meeting", "meeting" };
	}
}

struct telling_meeting {
	struct outbox_row row;
	struct outbox_row *rows;
	size_t count, room;
};

static void
tell(struct telling_meeting *t, int64_t person_id, const char *kind)
{
	if (!kind || t->count == t->room)
		return;
	t->row.person_id = person_id;
	t->row.kind = kind;
	t->rows[t->count++] = t->row;
}

static const struct meeting *
meeting_of(const struct escalation *e, const struct event *last)
{
	for (size_t i = 0; i < e->meeting_count; i++) {
		if (e->meetings[i].last == last)
			return &e->meetings[i];
	}
	return NULL;
}

size_t
project_tell_meeting(const struct escalation *e, const struct event *last, struct arena *a, struct outbox_row *rows,
                     size_t count, size_t room)
{
	const struct meeting *m = meeting_of(e, last);
	struct telling_meeting t = { .rows = rows, .count = count, .room = room };
	struct meeting_news news;
	int64_t *now, *before;
	size_t now_count, before_count;

	if (!is_of_meeting(last) || !m)
		return count;
	news = news_of(m, last);
	t.row.due = m->starts;
	/* What a calendar program needs besides: letters.c reads it again. */
	t.row.duty_key = arena_format(a, "meeting.%u.%d.%d", (unsigned)m->id, m->sequence, m->minutes);
	if (m->proposed && !m->cancelled) {
		t.row.due = m->answer_by;
		t.row.duty_key = arena_format(a, "times.%u.%u", (unsigned)m->id, (unsigned)m->asked->seq);
	}
	now_count = people_of(m, m->coming, m->coming_count, a, &now);
	before_count = people_of(m, m->before, m->before_count, a, &before);
	for (size_t i = 0; i < now_count; i++) {
		bool asks_them = strcmp(news.all ? news.all : "", "times") != 0 || now[i] != m->planned->actor.id;

		if (asks_them)
			tell(&t, now[i], is_among(before, before_count, now[i]) ? news.all : news.added);
	}
	for (size_t i = 0; i < before_count; i++) {
		if (!is_among(now, now_count, before[i]))
			tell(&t, before[i], "meeting-off");
	}
	return t.count;
}
