/*
 * escalation_meetings.c - arranging a meeting, changing it and calling it off: who may, where, and what the answers must be.
 */
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

static bool
is_over(const struct escalation *e, const struct meeting *m)
{
	return m->cancelled || (m->on != DAY_NONE && m->on < instant_day(e->now));
}

/* "the meeting on Monday 27 July 2026 at 10am"; of two alike the later one says that it is the second. */
static const char *
meeting_words(const struct escalation *e, const struct meeting *m)
{
	const char *words = day_words(e, m->on);
	struct buffer b;
	int nth = 1;

	for (const struct meeting *x = e->meetings; x < m; x++)
		nth += !is_over(e, x) && x->on == m->on && x->starts == m->starts;
	buffer_init(&b, 0);
	if (m->starts != INSTANT_NONE) {
		instant_write_words(&b, m->starts);
		words = arena_string(e->arena, b.data);
	}
	buffer_clear(&b);
	return nth == 1 ? arena_format(e->arena, "the meeting on %s", words) :
	                  arena_format(e->arena, "meeting %d on %s", nth, words);
}

void
offer_meetings(struct offer *o)
{
	const struct escalation *e = o->e;
	struct arena *a = e->arena;

	if (has_meetings(e) || (o->standing.speaks && e->phase == PHASE_OPEN))
		(void)offer(o, EVENT_PLANNED, "plan", "Arrange a meeting",
		            "Whoever you ask to come can read this escalation from now on. They get the day and time by mail, for "
		            "their calendar, with the reference and nothing else. Both sides see it. What the policy counts from the "
		            "meeting gets its date from that day. The person who raised it gets a message too.");
	for (size_t i = 0; i < e->meeting_count; i++) {
		const struct meeting *m = &e->meetings[i];
		struct action *act;

		if (is_over(e, m) || (!o->standing.speaks && m->planned->actor.id != o->person_id))
			continue;
		act = offer(o, EVENT_MEETING_CHANGED, arena_format(a, "meeting-change:%u", (unsigned)m->id),
		            arena_format(a, "Change %s", meeting_words(e, m)),
		            "Everybody who is asked gets the new day and time by mail, and their calendar follows. What the policy counts "
		            "from the meeting gets another date. The person who raised it gets a message too.");
		act->target = arena_format(a, "%u", (unsigned)m->id);
		act = offer(o, EVENT_MEETING_CANCELLED, arena_format(a, "meeting-cancel:%u", (unsigned)m->id),
		            arena_format(a, "Call off %s", meeting_words(e, m)),
		            "Everybody who was asked is told by mail, and it goes from their calendar. Your reason stands in the "
		            "record.");
		act->target = arena_format(a, "%u", (unsigned)m->id);
	}
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

enum result
offer_meeting_check(const struct escalation *e, const struct field_value *values, size_t count, struct fault *f)
{
	const char *on = text_of(values, count, "day"), *start = text_of(values, count, "start");
	int minute;
	day d;

	if (!start || *start == '\0')
		return RESULT_OK;
	if (!meeting_time_parse(start, &minute))
		return fault_field(f, "/fields/start", "Write the time with four digits, for example 09:30 or 14:00");
	if (on && day_parse(on, &d) == RESULT_OK && instant_at(d, minute) <= e->now)
		return fault_field(f, "/fields/start", "That time has passed: choose a later one");
	return RESULT_OK;
}
