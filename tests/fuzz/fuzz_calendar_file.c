/* The holiday file: whatever is read holds together, and can be counted over from end to end. */
#include <stdint.h>
#include <stdlib.h>

#include "parley/calendar_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
try_nation(const struct calendar *c, const struct calendar_nation *n)
{
	const day first = day_from_civil(n->first_year, 1, 1);
	const day last = day_from_civil(n->last_year, 12, 31);
	int count = -1;

	for (size_t i = 0; i < n->count; i++)
		if (n->holidays[i].on < first || n->holidays[i].on > last ||
		    day_of_week(n->holidays[i].on) >= 5 ||
		    (i > 0 && n->holidays[i].on <= n->holidays[i - 1].on))
			abort();
	if (calendar_nation_find(c, n->id) != n)
		abort();
	if (calendar_count(c, n, first, last, &count) != RESULT_OK || count < 0 ||
	    count > last - first)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	const struct calendar *c = NULL;
	struct fault f;

	fault_init(&f, arena);
	if (calendar_file_parse((const char *)data, size, arena, &c, &f) == RESULT_OK)
		for (size_t i = 0; i < c->nation_count; i++)
			try_nation(c, &c->nations[i]);
	else if (c != NULL || f.result == RESULT_OK)
		abort();
	arena_free(arena);
	return 0;
}
