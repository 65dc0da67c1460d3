/*
 * calendar_file.h - the list of bank holidays, read from its file.
 *
 * The file is JSON (policies/calendars/united-kingdom.json is the model; docs/calendar.md says how to add to it):
 *
 *   "version"   the date of the list, "2026-08-21"
 *   "sources"   sentences on where it comes from; kept for people, not read
 *   "nations"   1 to 8 of {"id", "name", "first_year", "last_year", "holidays": [{"date", "name"}]}
 *   "closed"    [{"date", "name"}], the borough's own closed days; may be left out. A name is shown as
 *               "closed: NAME".
 *
 * Refused, because each would give wrong dates without a word: a date that does not exist or lies outside the
 * years said to be covered, dates out of order or twice, a holiday on a Saturday or Sunday (the sign of an
 * import that shifted a day; the list carries the substitute day), a covered year with no holiday at all.
 */
#ifndef PARLEY_CALENDAR_FILE_H
#define PARLEY_CALENDAR_FILE_H

#include "parley/calendar.h"
#include "parley/fault.h"

/* The largest file read, in bytes. Three nations and 17 years are 28 KB. */
#define CALENDAR_FILE_MAX (512 * 1024)

/*
 * Reads `length` bytes of JSON. The calendar and its strings live in the arena. LIMIT for a file past
 * CALENDAR_FILE_MAX, INVALID with a JSON pointer for each wrong place otherwise; *out untouched on failure.
 */
enum result calendar_file_parse(const char *json, size_t length, struct arena *a,
                                const struct calendar **out, struct fault *f) MUST_USE;

#endif
