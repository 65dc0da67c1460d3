/*
 * cover.h - when nobody is there: gaps in who holds a role, from absences and grants that end. Pure.
 */
#ifndef PARLEY_COVER_H
#define PARLEY_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/arena.h"
#include "parley/instant.h"

/* [begins, ends). With a deputy somebody is there all the same. */
struct cover_absence { instant begins, ends; bool deputy; };
struct cover_holder {
	instant until;               /* when they cease to hold it; INSTANT_NONE = not known to */
	const struct cover_absence *absences; size_t absence_count;
};
struct cover_gap { instant begins, ends; };

/*
 * The times in [from, to) at which none of the holders is there, in order, joined where they touch. Nobody at all is one
 * gap over the whole. Work: O((holders + absences)^2), which are few.
 */
void cover_gaps(const struct cover_holder *holders, size_t count, struct cover_gap span, struct arena *a,
                struct cover_gap **out, size_t *gap_count);

#endif
