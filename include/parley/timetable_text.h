/*
 * timetable_text.h - the timetable of a policy, for people (on a terminal) and for programs (JSON).
 */
#ifndef PARLEY_TIMETABLE_TEXT_H
#define PARLEY_TIMETABLE_TEXT_H

#include "parley/buffer.h"
#include "parley/timetable.h"

struct timetable_view {
	const struct policy *policy;
	instant raised;
	const struct timetable_assumptions *assumed;
	const struct timetable_row *rows; size_t count; /* from timetable_make() */
};

/* Stage by stage, every duty with its date, who, clause, and how the date came about. Lines of at most 80 characters. */
void timetable_text_write(struct buffer *b, const struct timetable_view *t);
/*
 * The members of an object that the caller has opened: "policy", "raised", "assumed", "questions", "duties" (of no stage) and "stages",
 * each with its "duties", and what would follow if it were "agreed" or "decided" when its time has run out.
 */
void timetable_text_json(struct buffer *b, const struct timetable_view *t);
/* "questions": what the dates hang on under this policy, each with its answers; a member of an open object. */
void timetable_questions_json(struct buffer *b, const struct policy *p);

#endif
