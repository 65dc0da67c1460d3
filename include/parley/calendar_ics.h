/*
 * calendar_ics.h - dates for calendar programs (RFC 5545 iCalendar, RFC 5546 iTIP), written by libical.
 *
 * Calendars lie open on other people's screens and servers: an entry has a reference and a link, never case content.
 */
#ifndef PARLEY_CALENDAR_ICS_H
#define PARLEY_CALENDAR_ICS_H

#include <stdbool.h>
#include "parley/buffer.h"
#include "parley/fault.h"
#include "parley/instant.h"

enum ics_method {
	ICS_PUBLISH, /* a feed that somebody reads again and again */
	ICS_REQUEST, /* an invitation by mail, and each change of it */
	ICS_CANCEL
};

struct ics_event {
	const char *uid;         /* the same for the same thing, for ever */
	const char *summary;     /* one line */
	const char *url;
	instant starts, stamp;   /* stamp: when this was last so (DTSTAMP) */
	int minutes;             /* at least 1 */
	int sequence;            /* grows with every change */
	bool busy;               /* takes the time of whoever has it in the calendar */
	const char *organizer, *attendee; /* mail addresses; NULL in a feed */
};

struct ics_calendar {
	enum ics_method method;
	const char *name;        /* of a feed; NULL */
	const struct ics_event *events;
	size_t count;
};

/* Appends the calendar, with CRLF and folded lines. INVALID when a text is not one line of UTF-8. */
enum result calendar_ics_write(struct buffer *b, const struct ics_calendar *c, struct fault *f) MUST_USE;

/* The same as data, for the program that writes it (parley-files), and back. `length` bytes; INVALID when it is no calendar. */
void calendar_ics_json(struct buffer *b, const struct ics_calendar *c);
enum result calendar_ics_read(const char *text, size_t length, size_t most, struct arena *a, struct ics_calendar *out,
                              struct fault *f) MUST_USE;

#endif
