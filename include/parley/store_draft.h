/*
 * store_draft.h - drafts: what somebody has typed and not sent yet, one JSON document a key, for themselves alone.
 */
#ifndef PARLEY_STORE_DRAFT_H
#define PARLEY_STORE_DRAFT_H

#include "parley/store.h"

enum result store_draft_put(struct store *st, int64_t person_id, const char *key, const char *json, instant now) MUST_USE;
enum result store_draft(struct store *st, int64_t person_id, const char *key, struct arena *a, const char **json) MUST_USE;
enum result store_draft_remove(struct store *st, int64_t person_id, const char *key) MUST_USE;
/* All of one person's drafts whose key starts with prefix. */
struct draft { const char *key, *json; };
enum result store_drafts(struct store *st, int64_t person_id, const char *prefix, struct arena *a, struct draft **out,
                         size_t *count) MUST_USE;

#endif
