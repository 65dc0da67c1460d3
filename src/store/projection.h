/*
 * projection.h - keeping the lists in step with an escalation.
 *
 * What the lists should hold follows from the fold; what they hold is read with the head, in the same statement.
 * Only the difference is written, so an event that moves no date and brings nobody in costs the lists nothing.
 * That is safe because every writer of the lists also writes the head, and its `revision` says who was first.
 */
#ifndef STORE_PROJECTION_H
#define STORE_PROJECTION_H

#include "parley/digest.h"
#include "parley/store_append.h"
#include "sql.h"

enum { PROJECTION_VALUES = 17 };

/* The head of an escalation and its lists, as they are. All zero for a new one. */
struct projection_kept {
	uint32_t version, revision;
	uint8_t chain[DIGEST_SIZE];
	const char *reference;
	const char *worklist, *sight, *open; /* numbers (and keys) as text; NULL = empty */
	bool draft;                          /* the draft that was asked for is there */
};

/* A person's draft that an event may end. Looked for with the lists: mostly there is none to be removed. */
struct projection_draft {
	int64_t person_id;
	const char *key;
};

enum result projection_kept_read(struct store *st, int64_t id, struct projection_draft draft,
    struct arena *a, struct projection_kept *out) MUST_USE;
/* The columns of the head that come from the fold, in the order of PROJECTION_COLUMNS of sql_cases.c. */
void projection_values(const struct projection *p, struct sql_value out[PROJECTION_VALUES]);
/* Make worklist, sight and open_duty hold what `p` says. Inside a transaction that has written the head. */
enum result projection_lists_write(struct store *st, int64_t id, const struct projection_kept *kept,
    const struct projection *p, struct arena *a) MUST_USE;

#endif
