/* reminder.c - see parley/reminder.h. */
#include "parley/reminder.h"

enum { SEARCH_DAYS = 31 }; /* no borough is closed for longer */

const char *
reminder_name(enum reminder r)
{
	static const char *const names[] = { "", "soon", "today" };

	return names[r];
}

static bool
is_working_day(const struct calendar *c, const struct day_rules *rules, day d)
{
	const char *why;
	bool working;

	if (calendar_working_day(c, rules->nation, d, &working, &why) != RESULT_OK)
		working = day_of_week(d) < 5;
	return working;
}

static day
working_day_beside(const struct calendar *c, const struct day_rules *rules, day d, int way)
{
	day found = d + way;

	for (int i = 1; i < SEARCH_DAYS && !is_working_day(c, rules, found); i++)
		found += way;
	return found;
}

instant
reminder_working_time(const struct calendar *c, const struct day_rules *rules, instant at)
{
	day d = instant_day(at);
	int minute = instant_minute_of_day(at);
	bool working = is_working_day(c, rules, d);

	if (working && minute >= rules->start_of_day && minute < rules->end_of_day)
		return at;
	if (!working || minute >= rules->end_of_day)
		d = working_day_beside(c, rules, d, 1);
	return instant_at(d, rules->start_of_day);
}

/* The start of the working day before; of the day before where somebody is at risk. */
static instant
soon_at(const struct reminder_of *r)
{
	day d = instant_day(r->due);

	return instant_at(r->at_any_hour ? d - 1 : working_day_beside(r->calendar, r->rules, d, -1),
	    r->rules->start_of_day);
}

/* INSTANT_NONE when it is due before that morning, or the morning is of a closed day. */
static instant
today_at(const struct reminder_of *r)
{
	day d = instant_day(r->due);
	instant at = instant_at(d, r->rules->start_of_day);

	if (at >= r->due || (!r->at_any_hour && !is_working_day(r->calendar, r->rules, d)))
		return INSTANT_NONE;
	return at;
}

instant
reminder_first(const struct reminder_of *r, instant since)
{
	instant soon = soon_at(r), today = today_at(r);

	if (soon > since)
		return soon;
	return today != INSTANT_NONE && today > since ? today : INSTANT_NONE;
}

struct reminder_plan
reminder_plan(const struct reminder_of *r, instant now)
{
	instant soon = soon_at(r), today = today_at(r), open;

	if (instant_has_passed(r->due, now))
		return (struct reminder_plan){ REMINDER_NONE, INSTANT_NONE };
	if (now < soon)
		return (struct reminder_plan){ REMINDER_NONE, soon };
	open = r->at_any_hour ? now : reminder_working_time(r->calendar, r->rules, now);
	if (open > now)
		return (struct reminder_plan){ REMINDER_NONE, open < r->due ? open : INSTANT_NONE };
	if (today != INSTANT_NONE && now >= today)
		return (struct reminder_plan){ REMINDER_TODAY, INSTANT_NONE };
	return (struct reminder_plan){ REMINDER_SOON, today };
}
