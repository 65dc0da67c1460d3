/*
 * cover.c - see parley/cover.h.
 *
 * Whether somebody is there changes only where an absence begins or ends, or a grant ends: it is asked once between each
 * two of these times.
 */
#include "parley/cover.h"

#include <stdlib.h>

static bool
is_there(const struct cover_holder *h, instant at)
{
	if (h->until != INSTANT_NONE && at >= h->until)
		return false;
	for (size_t i = 0; i < h->absence_count; i++) {
		const struct cover_absence *b = &h->absences[i];

		if (!b->deputy && at >= b->begins && at < b->ends)
			return false;
	}
	return true;
}

static bool
anybody_there(const struct cover_holder *holders, size_t count, instant at)
{
	for (size_t i = 0; i < count; i++) {
		if (is_there(&holders[i], at))
			return true;
	}
	return false;
}

static int
earlier(const void *a, const void *b)
{
	instant x = *(const instant *)a, y = *(const instant *)b;

	return x < y ? -1 : x > y;
}

static void
time_add(instant *times, size_t *n, instant at, struct cover_gap span)
{
	if (at != INSTANT_NONE && at > span.begins && at < span.ends)
		times[(*n)++] = at;
}

/* Every time at which it may change, with both ends of the span, in order. */
static size_t
times_of(const struct cover_holder *holders, size_t count, struct cover_gap span, struct arena *a, instant **out)
{
	size_t room = 2, n = 0;
	instant *times;

	for (size_t i = 0; i < count; i++)
		room += 1 + 2 * holders[i].absence_count;
	times = ARENA_ARRAY(a, room, instant);
	times[n++] = span.begins;
	times[n++] = span.ends;
	for (size_t i = 0; i < count; i++) {
		time_add(times, &n, holders[i].until, span);
		for (size_t k = 0; k < holders[i].absence_count; k++) {
			time_add(times, &n, holders[i].absences[k].begins, span);
			time_add(times, &n, holders[i].absences[k].ends, span);
		}
	}
	qsort(times, n, sizeof(*times), earlier);
	*out = times;
	return n;
}

void
cover_gaps(const struct cover_holder *holders, size_t count, struct cover_gap span, struct arena *a,
           struct cover_gap **out, size_t *gap_count)
{
	instant *times;
	size_t n = times_of(holders, count, span, a, &times), gaps = 0;
	struct cover_gap *list = ARENA_ARRAY(a, n, struct cover_gap);

	for (size_t i = 0; i + 1 < n; i++) {
		if (times[i] == times[i + 1] || anybody_there(holders, count, times[i]))
			continue;
		if (gaps > 0 && list[gaps - 1].ends == times[i])
			list[gaps - 1].ends = times[i + 1];
		else
			list[gaps++] = (struct cover_gap){ times[i], times[i + 1] };
	}
	*out = list;
	*gap_count = gaps;
}
