/*
 * store_notice.h - what was told, as its reader sees it; notices that belong to no escalation; and messages that will not arrive.
 */
#ifndef PARLEY_STORE_NOTICE_H
#define PARLEY_STORE_NOTICE_H

#include "parley/store.h"

/* A notice that belongs to no escalation, once for each `about`; sent like all others. */
enum result store_notice_add(struct store *st, int64_t person_id, const char *kind, const char *about, instant now) MUST_USE;

/* A notice of no escalation to every active administrator, once for each kind and id. */
enum result store_outbox_administrators(struct store *st, const char *kind, int64_t id, instant now) MUST_USE;

struct notice { int64_t id; const char *kind, *reference; instant due, at, read_at; }; /* reference NULL: of no escalation */
/* Those that are not read, the newest first. */
enum result store_notices_new(struct store *st, int64_t person_id, size_t limit, struct arena *a, struct notice **out,
                              size_t *count) MUST_USE;
/* Those that are, the last read first; *next (NULL at the end) is the cursor of the next page. INVALID: no such cursor. */
enum result store_notices_read(struct store *st, int64_t person_id, const char *cursor, size_t limit, struct arena *a,
                               struct notice **out, size_t *count, const char **next) MUST_USE;
/* One of: all up to an id, one id, all of an escalation. *unread: how many are left. */
struct notices_marked { int64_t until, id; const char *reference; };
enum result store_notices_mark(struct store *st, int64_t person_id, const struct notices_marked *which, instant now,
                               int *unread) MUST_USE;

/* Messages that will not arrive, the oldest first. */
struct undelivered {
	int64_t id;
	instant at, created;
	const char *why, *kind, *reference; /* reference NULL: a digest */
	const char *address;                /* NULL: none */
	const char *name, *title, *agency;  /* NULL: a mailbox */
};
enum result store_undelivered(struct store *st, size_t limit, struct arena *a, struct undelivered **out,
                              size_t *count) MUST_USE;
/* How its reader was told; `again`: by sending it once more. CONFLICT: somebody has seen to it before, or there is none. */
struct undelivered_settle { int64_t id, person_id; const char *how; bool again; instant now; };
enum result store_undelivered_settle(struct store *st, const struct undelivered_settle *settle) MUST_USE;

#endif
