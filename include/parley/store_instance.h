/*
 * store_instance.h - the instance: one row, read with every session; and the days that are closed everywhere.
 */
#ifndef PARLEY_STORE_INSTANCE_H
#define PARLEY_STORE_INSTANCE_H

#include "parley/store.h"

struct instance {
	bool demo;
	int64_t clock_offset;      /* microseconds added to the real time; always 0 when not demo */
	uint64_t generation;       /* grows with every change of settings, policies or calendars */
	int64_t edition_id;        /* policy edition in force now for new escalations; 0 = none yet */
};
enum result store_instance(struct store *st, struct instance *out) MUST_USE;
enum result store_clock_set(struct store *owner, int64_t offset, struct fault *f) MUST_USE; /* DENIED unless demo */
enum result store_demo_mark(struct store *owner, bool demo) MUST_USE;
/* What references begin with: 1 to 12 capital letters and digits; INVALID else. "MSP" until it is set. */
enum result store_reference_prefix_set(struct store *owner, const char *prefix) MUST_USE;

struct closed_day { day on; const char *name; };
enum result store_closed_days(struct store *st, struct arena *a, struct closed_day **out, size_t *count) MUST_USE;

#endif
