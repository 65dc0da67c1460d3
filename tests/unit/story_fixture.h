/*
 * story_fixture.h - the story of the test that runs, begun before each and forgotten after it. Behind story.h and what is made
 * of it, whose functions call their own story by the same name.
 */
#ifndef TESTS_UNIT_STORY_FIXTURE_H
#define TESTS_UNIT_STORY_FIXTURE_H

#include "story.h"
#include "suite.h"

static struct story *s;

static inline void
setup_redbridge(void)
{
	s = story_begin(REDBRIDGE);
}

static inline void
teardown(void)
{
	story_end(s);
}

/* Said when it was raised; instead of what raise_case() says there. */
static inline void
raised_with(const char *name, const char *text)
{
	struct event *ev = &s->events[0];

	for (size_t i = 0; i < ev->field_count; i++) {
		if (strcmp(s->fields[0][i].name, name) == 0) {
			s->fields[0][i].text = text;
			return;
		}
	}
	s->fields[0][ev->field_count++] = (struct field_value){ .name = name, .text = text };
}

#endif
