/*
 * store_recount.h - passes through the running escalations: they are moved to another edition, or the calendar changed.
 */
#ifndef PARLEY_STORE_RECOUNT_H
#define PARLEY_STORE_RECOUNT_H

#include "parley/store.h"

struct settings_change;

struct recount {
	int64_t id;
	const char *what;            /* "edition", "calendar" */
	int64_t origin, target;      /* editions, 0 = the chosen cases; or versions of the calendar */
	const char *cases;           /* references, separated by spaces; NULL = all that run under `origin`, or all */
	const char *why, *who;       /* who: NULL = at the command line */
	int64_t person_id;
	instant begun, finished;     /* INSTANT_NONE: goes on */
	int64_t cursor;              /* id of the last case that was looked at; of chosen ones, how many */
	size_t seen, changed, refused;
};
/* With its line of the settings history if change->what is not NULL. Joins the transaction that is open, or is one of its own. */
enum result store_recount_add(struct store *st, const struct recount *what, const struct settings_change *change,
                              int64_t *id) MUST_USE;
/* cursor, seen, changed, refused and finished. */
enum result store_recount_advance(struct store *st, const struct recount *r) MUST_USE;
/* Newest first; those that go on, oldest first. */
enum result store_recounts(struct store *st, size_t limit, struct arena *a, struct recount **out, size_t *count) MUST_USE;
enum result store_recounts_unfinished(struct store *st, size_t limit, struct arena *a, struct recount **out,
                                      size_t *count) MUST_USE;
/* Ids of running escalations behind `after`, under an edition, or (0) under any. */
enum result store_running(struct store *st, int64_t edition_id, int64_t after, size_t limit, int64_t *out,
                          size_t *count) MUST_USE;
/* How many run under each edition: reads one index entry a running case. */
struct running { int64_t edition_id; size_t cases; };
enum result store_running_counts(struct store *st, struct arena *a, struct running **out, size_t *count) MUST_USE;

#endif
