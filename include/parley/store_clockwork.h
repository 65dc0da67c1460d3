/*
 * store_clockwork.h - the clock's work: jobs that run once, messages on their way, duties whose date has come.
 *
 * Every step may be run by two clocks at once and may be killed in the middle: what is taken is claimed first, and a
 * claim without an end comes back.
 */
#ifndef PARLEY_STORE_CLOCKWORK_H
#define PARLEY_STORE_CLOCKWORK_H

#include "parley/store.h"

/* A once-only job takes a lease row (not GET_LOCK, which does not hold across Galera nodes). CONFLICT = somebody else has it. */
enum result store_lease(struct store *st, const char *name, const char *holder, instant now, int64_t seconds) MUST_USE;
/*
 * The way of a notice. New ones are counted for their readers and sorted (store_outbox_sort); those of a morning are
 * gathered, once a day for each person (store_digest_make); what is due is claimed just before it is sent, and its end
 * written down after. A row that was claimed and has no end may have been sent: it comes again as `doubtful`.
 */
struct outbox_item {
	int64_t id, escalation_id, person_id;
	const char *kind, *duty_key;
	const char *reference; /* NULL: of no escalation */
	const char *mail, *mailbox;
	instant due, created;
	int attempts;     /* those before */
	bool doubtful;    /* an earlier try may have arrived */
	bool active;      /* its reader is still here */
	bool holds;       /* the duty that it speaks of is open, with that date */
	instant next_try; /* as its row said when it was read */
};
enum result store_outbox_sort(struct store *st, size_t limit, size_t *count) MUST_USE;
enum result store_outbox_due(struct store *st, instant now, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count) MUST_USE;
/* Nobody else sends it before `until`. CONFLICT: somebody else has it. Counts the attempt. */
enum result store_outbox_claim(struct store *st, struct outbox_item *item, instant until) MUST_USE;
struct outbox_end {
	bool sent;
	bool doubtful;     /* the answer was lost: it may have been sent */
	bool undelivered;  /* it will not arrive: somebody has to see to it */
	const char *error; /* NULL */
	instant next_try;  /* INSTANT_NONE = not again */
	instant now;
};
enum result store_outbox_end(
    struct store *st, const struct outbox_item *item, const struct outbox_end *end) MUST_USE;
/* People for whom something waits to be said in a digest. */
enum result store_digest_people(
    struct store *st, instant now, size_t limit, int64_t *out, size_t *count) MUST_USE;
/* Gather it into one message; after the first of `on` it goes by itself instead. */
enum result store_digest_make(struct store *st, int64_t person_id, day on, instant now) MUST_USE;
enum result store_digest_items(struct store *st, int64_t digest, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count) MUST_USE;

/* Duties that became overdue by `now` and have not been told yet. */
struct overdue_item { int64_t escalation_id; const char *key; instant due; };
enum result store_overdue(struct store *st, instant now, size_t limit, struct arena *a, struct overdue_item **out,
                          size_t *count) MUST_USE;
/* Marks it as told; CONFLICT when that was done before, or the duty is no longer open. An outbox row of kind "overdue"
 * marks its duty_key in store_append() by itself; this is for when there was nobody to tell. */
enum result store_overdue_told(struct store *st, int64_t escalation_id, const char *key) MUST_USE;
/* Duties of which people are to be reminded by `now`, those that wait longest first. */
enum result store_reminders(struct store *st, instant now, size_t limit, struct arena *a,
    struct overdue_item **out, size_t *count) MUST_USE;
/* When to look again; INSTANT_NONE = no more. Another date is left alone. */
enum result store_reminded(
    struct store *st, const struct overdue_item *item, instant next) MUST_USE;

enum result store_sweep(struct store *st, instant now) MUST_USE; /* ended sessions, old throttle rows and idempotency keys */

#endif
