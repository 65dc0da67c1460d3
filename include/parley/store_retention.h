/*
 * store_retention.h - retention: what has ended, the sweep that erases it, and what is held.
 */
#ifndef PARLEY_STORE_RETENTION_H
#define PARLEY_STORE_RETENTION_H

#include "parley/digest.h"
#include "parley/store.h"

struct stored_event;

struct ended_case {
	int64_t id;
	const char *reference;
	int64_t edition_id;        /* under which it ran last */
	instant changed;           /* when the last thing happened in it; INSTANT_NONE = never */
	const char *about;         /* as store_about_set() was told; NULL: never */
	bool held;
	bool is_request;           /* none, but a request to raise that was refused or taken back: `reference` is "request ID" */
};
/* The next `limit` that have ended and are kept, by id, behind `after`; held: by a hold that is in force at `now`. */
enum result store_ended(struct store *st, int64_t after, instant now, size_t limit, struct arena *a,
                        struct ended_case **out, size_t *count) MUST_USE;
/* The next `limit` requests to raise that were refused or taken back, by id. */
enum result store_ended_requests(struct store *st, int64_t after, instant now, size_t limit, struct arena *a,
                                 struct ended_case **out, size_t *count) MUST_USE;
/* What was written in one: the event of seq 1 that it would have been. NOT_FOUND: it is none of them, or was erased. */
enum result store_request_words(struct store *st, int64_t request_id, struct arena *a, struct stored_event *out) MUST_USE;
enum result store_about_set(struct store *st, int64_t escalation_id, const char *about) MUST_USE;
/* The event of seq 1. NOT_FOUND: there is none, or it was erased. */
enum result store_event_first(struct store *st, int64_t escalation_id, struct arena *a, struct stored_event *out) MUST_USE;
/*
 * Erase one (sql/0019, 0025; a request: sql/0026, whole): its events' words and salts, its notes, files, drafts and notices; with
 * a line in the access log; and the sweep's `erased` counts it, all in one transaction. The database itself keeps what runs, what
 * ended within a year and what is held: CONFLICT. So it says of what was erased before. LIMIT: the sweep does not erase (any
 * more), or has erased as many as it counted.
 */
enum result store_sweep_erase(struct store *st, int64_t sweep_id, const struct ended_case *c) MUST_USE;
struct legal_hold {
	int64_t id;
	const char *reference, *why; /* reference: of a request "request ID" */
	instant placed_at, until;  /* until INSTANT_NONE: somebody has to lift it */
	const char *placed_by;     /* NULL: at the command line */
};
struct hold_change { int64_t id, person_id; const char *why; instant now; };
/* One of the two; the other is 0. */
struct held { int64_t escalation_id, request_id; };
enum result store_hold_add(struct store *st, const struct held *what, instant until, const struct hold_change *by) MUST_USE;
/* CONFLICT: there is no such hold, or it was lifted. */
enum result store_hold_lift(struct store *st, const struct hold_change *by) MUST_USE;
/* Those that are in force at `now`, newest first. */
enum result store_holds(struct store *st, instant now, size_t limit, struct arena *a, struct legal_hold **out,
                        size_t *count) MUST_USE;
enum sweep_state { SWEEP_COUNTS, SWEEP_WAITS, SWEEP_ERASES, SWEEP_DONE };
struct sweep {
	int64_t id;
	uint32_t setting;          /* version of the setting by which it goes */
	enum sweep_state state;
	instant begun, finished;   /* INSTANT_NONE */
	int64_t cursor;
	int64_t ended, children, adults, unknown, held, erased;
	instant confirmed_at;      /* INSTANT_NONE: by nobody */
	const char *confirmed_by, *confirmed_why; /* by NULL: at the command line */
};
/* id, setting and begun are taken; the others are 0. CONFLICT: there is one of that id, somebody else was faster. */
enum result store_sweep_add(struct store *st, const struct sweep *s) MUST_USE;
/* state, cursor, counts (but `erased`) and finished, if the sweep is still in state `was`; CONFLICT else. */
enum result store_sweep_put(struct store *st, const struct sweep *s, enum sweep_state was) MUST_USE;
/* One that waits goes on, from the start. CONFLICT: it does not wait. */
enum result store_sweep_confirm(struct store *st, const struct hold_change *by) MUST_USE;
enum result store_sweeps(struct store *st, size_t limit, struct arena *a, struct sweep **out, size_t *count) MUST_USE; /* newest first */
/* Files of erased cases, to be removed from the folder of attachments unless something else names them. */
struct file_erased { uint8_t sha256[DIGEST_SIZE]; };
enum result store_files_erased(struct store *st, size_t limit, struct arena *a, struct file_erased **out, size_t *count) MUST_USE;
enum result store_file_erased_done(struct store *st, const uint8_t sha256[DIGEST_SIZE]) MUST_USE;

#endif
