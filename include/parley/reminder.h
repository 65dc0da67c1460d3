/*
 * reminder.h - when people are reminded: one working day before a date, and on its morning.
 *
 * Pure. Nobody is written to at night, at a weekend or on a holiday, but where somebody is at immediate risk. What
 * falls due while the borough is closed is reminded of on the last working day before; there is no second
 * reminder then. Beyond the listed years of the calendar only weekends are known to be closed: a reminder on a
 * holiday is better than none.
 */
#ifndef PARLEY_REMINDER_H
#define PARLEY_REMINDER_H

#include "parley/calendar.h"

enum reminder { REMINDER_NONE, REMINDER_SOON, REMINDER_TODAY };
const char *reminder_name(enum reminder r); /* "soon", "today": the kinds of notices; "" for NONE */

/* Of one date. `at_any_hour`: somebody is at immediate risk, so closed days and hours do not count. */
struct reminder_of {
	const struct calendar *calendar;
	const struct day_rules *rules;
	instant due;
	bool at_any_hour;
};

/* What is to be told now, and when to look again: INSTANT_NONE = this date needs no more reminders. */
struct reminder_plan { enum reminder now; instant next; };

/* The first moment after `since`, when the date came to be known, at which to look. INSTANT_NONE = none is left. */
instant reminder_first(const struct reminder_of *r, instant since);
/*
 * At a moment that reminder_first() or an earlier plan gave, or later: a clock that stood still says only what still
 * helps, and nothing of what is overdue.
 */
struct reminder_plan reminder_plan(const struct reminder_of *r, instant now);
/* `at` itself if it is within the hours of a working day, else when the next working day begins. */
instant reminder_working_time(const struct calendar *c, const struct day_rules *rules, instant at);

#endif
