/*
 * store_worklist.h - worklists: reads limit rows per queue, whatever is stored.
 */
#ifndef PARLEY_STORE_WORKLIST_H
#define PARLEY_STORE_WORKLIST_H

#include "parley/store.h"

enum worklist_view { WORKLIST_NEEDS_ME, WORKLIST_MINE, WORKLIST_WATCHING };
struct worklist_item {
	const char *reference, *phase, *stage_id, *stage_name, *raising_agency, *receiving_agency;
	const char *duty_text, *duty_clause, *turn, *due_words;
	instant due, changed;
	bool yours, aside; /* aside: what is the reader's is something else than the duty at hand */
	bool immediate_risk;
};
enum result store_worklist(struct store *st, enum worklist_view view, const int64_t *queues, size_t queue_count,
                           const char *cursor, size_t limit, struct arena *a, struct worklist_item **out,
                           size_t *count, const char **next) MUST_USE;

#endif
