/* Lengths of time as anybody may type them, and the dates they give: nothing invented, nothing before its start. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "parley/deadline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct holiday holidays[] = { { 20578, "a Tuesday" } }; /* 2026-05-05 */

static const struct calendar_nation nation = {
	.id = "here",
	.name = "Here",
	.first_year = 2026,
	.last_year = 2027,
	.holidays = holidays,
	.count = 1,
};

static const struct calendar calendar = {
	.version = "2026-01-01",
	.nations = &nation,
	.nation_count = 1,
};

/* The rules and the start come from the first bytes, so that they are varied too. */
static void
try_deadline(const struct duration *within, unsigned choice)
{
	const struct day_rules rules = {
		.nation = &nation,
		.start_of_day = 540,
		.end_of_day = 1020,
		.cut_off = (choice & 1) != 0 ? 960 : -1,
		.event_day_is_day_one = (choice & 2) != 0,
		.closed_day_event_moves = (choice & 4) != 0,
	};
	const instant from = (INT64_C(20454) * 24 + (instant)(choice >> 3)) * INSTANT_HOUR;
	struct arena *arena = arena_new();
	struct deadline d;

	deadline_compute(&calendar, &rules, within, from, arena, &d);
	if ((d.state == DEADLINE_NONE) != (within->kind == DURATION_NO_TIME))
		abort();
	if ((d.state == DEADLINE_DATED) != (d.due != INSTANT_NONE))
		abort();
	if (d.state == DEADLINE_DATED && (within->before ? d.due >= from : d.due < from))
		abort();
	arena_free(arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct duration d = { .kind = DURATION_MONTHS, .amount = -1 };
	const char *why = NULL;
	char *text;

	if (size < 2 || (text = malloc(size - 1)) == NULL)
		return 0;
	memcpy(text, data + 2, size - 2);
	text[size - 2] = '\0';
	if (duration_parse(text, &d, &why) == RESULT_OK) {
		if (d.words != text || d.amount < 0 || d.amount > 999 * 60)
			abort();
		try_deadline(&d, (unsigned)data[0] << 8 | data[1]);
	} else if (d.amount != -1 || why == NULL) {
		abort();
	}
	free(text);
	return 0;
}
