/*
 * calendar.h - which days are working days, and how days are counted.
 *
 * Pure: a calendar is made from data by codec/calendar_file.c and never changes;
 * a new list is a new calendar. Past the last listed year of a nation every
 * question is refused with RESULT_NOT_FOUND: bank holidays are proclaimed, and a
 * guess would be a wrong deadline. Before the first listed year likewise.
 *
 * A day is not a working day when it is a Saturday, a Sunday, a bank holiday of
 * the nation that the policy names, or a day on which the borough is closed.
 */
#ifndef PARLEY_CALENDAR_H
#define PARLEY_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/arena.h"
#include "parley/instant.h"
#include "parley/result.h"

struct holiday {
	day on;
	const char *name;       /* "Christmas Day (substitute day)" */
};

struct calendar_nation {
	const char *id;         /* "england-and-wales", "scotland", "northern-ireland" */
	const char *name;       /* "England and Wales" */
	int first_year, last_year; /* the years that the list covers, inclusive */
	const struct holiday *holidays; /* ascending, no day twice */
	size_t count;
};

struct calendar {
	const char *version;    /* of the list: "2026-08-21"; a deadline records it (September 2022) */
	const struct calendar_nation *nations;
	size_t nation_count;
	const struct holiday *closed; /* the borough's own closed days, ascending */
	size_t closed_count;
};

/* How one policy counts: said once at the top of its file, nothing of it hidden in code. */
struct day_rules {
	const struct calendar_nation *nation;
	int start_of_day;        /* minute of the local day, 540 = 9am: only 'working hours' need it */
	int end_of_day;          /* 1020 = 5pm: when a working day ends and a day-counted deadline falls */
	int cut_off;             /* an event later than this minute counts as the next working day's; -1 = no cut-off */
	bool borough_day;        /* the policy states no hours: start and end are the borough's */
	char borough_ends[40];   /* what is said of a date then: "the working day ends at 5pm" … */
	char borough_hours[56];  /* … and of hours: "the working day is from 9am to 5pm"; day_rules_settle() writes both */
	bool borough_cut_off;    /* the policy says nothing of a cut-off: the borough's, if it has one */
	bool event_day_is_day_one; /* 'within N working days of X': X's day is day 0 (false) or day 1 (true) */
	bool closed_day_event_moves; /* an event on no working day: false = day 1 is the next working day (the usual
	                              * reading), true = it counts as if it had happened on the next working day */
};

/* When working days begin and end in a borough, where the policy does not say; its cut-off, -1 = none. */
struct borough_hours { int start_of_day, end_of_day, cut_off; };
/* 9am to 5pm, no cut-off: what counts until a borough sets its own. */
struct borough_hours borough_hours_default(void);
/* Put the borough's hours where the policy leaves them to it, and the words that say so. */
void day_rules_settle(struct day_rules *rules, const struct borough_hours *hours);

/* A nation by its id, or NULL. */
const struct calendar_nation *calendar_nation_find(const struct calendar *c, const char *id);

/* Whether `d` is a working day; when it is none, *why says so in words that live as long as the
 * calendar ("Saturday", "Good Friday", "closed: …" as named). NOT_FOUND outside the listed years. */
enum result calendar_working_day(const struct calendar *c, const struct calendar_nation *n, day d,
                                 bool *working, const char **why) MUST_USE;

/* A day that was passed over while counting, and why. */
struct skipped_day { day on; const char *why; };

/* Days passed over, in the order of counting; grows in the arena. */
struct skipped {
	struct skipped_day *days;
	size_t count, room;
};

/*
 * The n-th working day after `from` (n > 0), before it (n < 0), or, for n = 0, `from` itself if it is a
 * working day and else the next one. Days passed over are added to *skipped (may be NULL).
 * O(number of days walked). NOT_FOUND when the list ends on the way, or `from` lies outside it; LIMIT for
 * |n| > 2,000. *skipped and *out are untouched then. `a` may be NULL when `skipped` is.
 */
enum result calendar_step(const struct calendar *c, const struct calendar_nation *n, day from, int steps,
                          struct arena *a, struct skipped *skipped, day *out) MUST_USE;

/* Working days in (from, to], for 'took 4 working days' and 'N working days left'; negative when to < from. */
enum result calendar_count(const struct calendar *c, const struct calendar_nation *n, day from, day to,
                           int *out) MUST_USE;

#endif
