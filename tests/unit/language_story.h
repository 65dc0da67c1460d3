/*
 * language_story.h - two policies that nobody has read, in the manner of other partnerships' texts, to be walked by hand:
 * fixtures/northmoor-scp.json (children; the raiser rates the risk) and fixtures/southmere-sab.json (adults; Scottish
 * holidays, the day of the event is day 1). Nothing of either is in C.
 *
 * Tuesday 3 March 2026: Wed 4, Thu 5, Fri 6, Mon 9, Tue 10, Wed 11, Thu 12 … are working days in both nations.
 */
#ifndef TESTS_UNIT_LANGUAGE_STORY_H
#define TESTS_UNIT_LANGUAGE_STORY_H

#include "story_fixture.h"

#define NORTHMOOR "tests/unit/fixtures/northmoor-scp.json"
#define SOUTHMERE "tests/unit/fixtures/southmere-sab.json"

static inline void
northmoor(const char *track)
{
	s = story_begin(NORTHMOOR);
	raise_case(s, "2026-03-03T10:00", "2026-03-02", NORA);
	raised_with("track", track);
}

static inline void
southmere(const char *category)
{
	s = story_begin(SOUTHMERE);
	raise_case(s, "2026-03-03T10:00", "2026-03-02", NORA);
	raised_with("subject_kind", "adult");
	raised_with("category", category);
}

static inline struct event *
leaves(const char *exit, enum who who, enum side side, const char *when)
{
	return leave_by(s, EVENT_ESCALATED, exit, who, side, when);
}

static inline void
to_managers(void)
{
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-04T10:00");
}

static inline bool
offers(const struct escalation *e, enum who who, const char *id)
{
	struct viewer v = viewer_of(who);

	return escalation_action(e, &v, id) != NULL;
}

static inline const struct notice_due *
notice_of(const struct escalation *e, const char *id)
{
	for (size_t i = 0; i < e->notice_count; i++) {
		if (strcmp(e->notices[i].rule->id, id) == 0)
			return &e->notices[i];
	}
	return NULL;
}

#endif
