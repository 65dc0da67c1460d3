/*
 * uk_calendar.h - the calendar that Parley ships, read from its file, for tests.
 */
#ifndef TESTS_UNIT_UK_CALENDAR_H
#define TESTS_UNIT_UK_CALENDAR_H

#include <stdio.h>
#include <stdlib.h>

#include "parley/calendar_file.h"

/* The text of a file below the source tree (make check sets srcdir), in the arena. Ends the test if it is missing. */
static inline const char *
uk_calendar_text(struct arena *a, const char *path, size_t *length)
{
	const char *top = getenv("srcdir");
	char *text = arena_alloc(a, 1 << 20);
	char *name = arena_format(a, "%s/%s", top != NULL ? top : ".", path);
	FILE *file = fopen(name, "rb");

	if (file == NULL) {
		perror(name);
		exit(1);
	}
	*length = fread(text, 1, (1 << 20) - 1, file);
	fclose(file);
	return text;
}

static inline const struct calendar *
uk_calendar_load(struct arena *a)
{
	const struct calendar *c = NULL;
	struct fault f;
	size_t length;
	const char *text = uk_calendar_text(a, "policies/calendars/united-kingdom.json", &length);

	fault_init(&f, a);
	if (calendar_file_parse(text, length, a, &c, &f) != RESULT_OK) {
		fprintf(stderr, "united-kingdom.json: %s\n", f.sentence != NULL ? f.sentence : "?");
		for (const struct fault_field *x = f.fields; x != NULL; x = x->next)
			fprintf(stderr, "  %s: %s\n", x->pointer, x->reason);
		exit(1);
	}
	return c;
}

#endif
