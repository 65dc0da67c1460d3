/*
 * store_lesson.h - lessons: where each stands; what it says is in the events.
 */
#ifndef PARLEY_STORE_LESSON_H
#define PARLEY_STORE_LESSON_H

#include "parley/store.h"
#include "parley/store_escalation.h"

struct lesson_item {
	int64_t escalation_id;
	const char *reference;
	bool open;
	instant raised, due;       /* due INSTANT_NONE */
	struct stored_event lesson, answer; /* answer.payload NULL when there is none */
};
struct lesson_place { instant raised; int64_t escalation_id; uint32_t seq; };
/* Of cases that one of the queues may see, newest first, those behind `after` (NULL = from the start). */
enum result store_lessons(struct store *st, bool open, const int64_t *queues, size_t queue_count,
                          const struct lesson_place *after, size_t limit, struct arena *a, struct lesson_item **out,
                          size_t *count) MUST_USE;

#endif
