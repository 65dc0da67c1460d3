/*
 * calendar_import.h - bank holidays as others publish them: GOV.UK's JSON (all nations) and iCalendar (one nation, RFC 5545).
 *
 * Only whole days are taken, as they are written: a date has no zone, so none is asked and no day can shift. What is no whole
 * day, repeats, or was cancelled is a row with the reason, so that whoever imports sees that nothing was dropped unsaid.
 */
#ifndef PARLEY_CALENDAR_IMPORT_H
#define PARLEY_CALENDAR_IMPORT_H

#include "parley/arena.h"
#include "parley/buffer.h"
#include "parley/fault.h"
#include "parley/instant.h"

#define CALENDAR_IMPORT_MAX ((size_t)200 * 1024) /* bytes */
#define CALENDAR_IMPORT_ROWS 2000

struct calendar_row {
	const char *nation;  /* id; NULL where the file does not say (iCalendar) */
	day on;              /* DAY_NONE if there is none */
	const char *name;
	const char *trouble; /* why it cannot be taken; NULL */
};

/* Rows in the order of the file. INVALID with a sentence when it is neither, LIMIT past the sizes above. */
enum result calendar_import_read(const char *text, size_t length, struct arena *a, struct calendar_row **out, size_t *count,
                                 struct fault *f) MUST_USE;

/* Rows as data, for whom parley-files reads them, and back. INVALID when it is none of ours. */
void calendar_import_json(struct buffer *b, const struct calendar_row *rows, size_t count);
enum result calendar_import_rows(const char *text, size_t length, struct arena *a, struct calendar_row **out, size_t *count,
                                 struct fault *f) MUST_USE;

#endif
