/*
 * redbridge_walks.h - a case under Redbridge's policy up to a stage, with the dates of clauses 4.4 to 4.8 worked out by
 * hand for two calendars.
 *
 * 23 December 2027 is a Thursday with three closed days behind it besides the weekends (Monday 27 and Tuesday 28
 * December, Monday 3 January); 27 March 2026 is the Friday before the clocks change, with Good Friday and
 * Easter Monday behind.
 */
#ifndef TESTS_UNIT_REDBRIDGE_WALKS_H
#define TESTS_UNIT_REDBRIDGE_WALKS_H

#include "story.h"

struct walk {
	const char *concern, *raised, *raise_due;
	const char *speak_due;
	const char *to_2, *resolve_2_due;
	const char *to_3, *resolve_3_due;
	const char *to_4, *recommend_due;
	const char *recommended;
	const char *agreed[3], *confirm_due[3]; /* instead of going on, at each stage */
};

static const struct walk walks[] = {
	{ "2027-12-22", "2027-12-23T10:00", "2027-12-24T17:00",
	  "2027-12-30T17:00",
	  "2027-12-30T16:00", "2028-01-07T17:00",
	  "2028-01-07T16:30", "2028-01-14T17:00",
	  "2028-01-14T17:00", "2028-01-21T17:00",
	  "2028-01-20T12:00",
	  { "2027-12-29T11:00", "2028-01-07T12:00", "2028-01-14T09:00" },
	  { "2027-12-31T17:00", "2028-01-11T17:00", "2028-01-18T17:00" } },
	{ "2026-03-26", "2026-03-27T10:00", "2026-03-30T17:00",
	  "2026-04-01T17:00",
	  "2026-04-01T16:00", "2026-04-10T17:00",
	  "2026-04-10T16:30", "2026-04-17T17:00",
	  "2026-04-17T17:00", "2026-04-24T17:00",
	  "2026-04-23T12:00",
	  { "2026-04-01T15:00", "2026-04-09T12:00", "2026-04-17T09:00" },
	  { "2026-04-07T17:00", "2026-04-13T17:00", "2026-04-21T17:00" } },
};
enum { WALKS = sizeof(walks) / sizeof(walks[0]) };

/* Up to a stage: 1, 2, 3 or 4. */
static inline const struct escalation *
walk_to(struct story *s, const struct walk *w, int stage)
{
	raise_case(s, w->raised, w->concern, NORA);
	if (stage > 1)
		escalates(s, AMINA, SIDE_RAISING, w->to_2);
	if (stage > 2)
		escalates(s, HOSPITAL_LINE, SIDE_RECEIVING, w->to_3);
	if (stage > 3)
		escalates(s, CSC_SENIOR, SIDE_RAISING, w->to_4);
	return fold_now(s);
}

#endif
