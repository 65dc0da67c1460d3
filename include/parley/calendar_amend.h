/*
 * calendar_amend.h - what a borough changes in the list of bank holidays that came with Parley, and its own closed days.
 *
 * Pure. The list stays as it is; amending it gives another calendar.
 */
#ifndef PARLEY_CALENDAR_AMEND_H
#define PARLEY_CALENDAR_AMEND_H

#include "parley/calendar.h"
#include "parley/fault.h"

struct calendar_amendment {
	const char *nation;            /* id */
	int last_year;                 /* the list covers up to this year; 0 = as it came */
	const struct holiday *added; size_t added_count;
	const day *removed; size_t removed_count; /* no holidays here: withdrawn, or moved to another day */
};

struct calendar_changes {
	const struct calendar_amendment *nations; size_t nation_count;
	const struct holiday *closed; size_t closed_count;
};

/*
 * INVALID with a fault for each place, "AT/nations/0/added/1/date": what would give wrong dates without a word. A nation
 * that the list lacks or that stands twice; a day outside the covered years, twice, on a weekend, or listed already; one
 * taken away that is not listed; a last year earlier than the list's, or a year without any holiday.
 */
enum result calendar_amend_check(const struct calendar *base, const struct calendar_changes *changes, const char *at,
                                 struct arena *a, struct fault *f) MUST_USE;
/*
 * The calendar with the changes; lives in `a` and points into both. What no longer fits (a newer list has the day by itself)
 * changes nothing. Never fails: what is stored once must not stop anybody.
 */
const struct calendar *calendar_amend(const struct calendar *base, const struct calendar_changes *changes, struct arena *a);
/* Whether the calendar's list, as it came, has that day for the nation; its name, or NULL. */
const char *calendar_holiday(const struct calendar_nation *n, day d);

#endif
