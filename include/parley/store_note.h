/*
 * store_note.h - internal notes: no events; read behind one wall only (docs/decisions/0010).
 */
#ifndef PARLEY_STORE_NOTE_H
#define PARLEY_STORE_NOTE_H

#include "parley/store.h"

struct note_wall { int64_t escalation_id; const char *agency_id, *side; };
struct note {
	int64_t id;
	const char *kind;          /* "note", "oversight" */
	int64_t person_id;
	const char *name, *title, *agency; /* as they were that day; title may be NULL */
	instant at;
	const char *text;
	int64_t file_id;           /* of its attachment; 0 = none */
	const char *file_type;
	size_t file_size;
};
struct note_add { struct note_wall wall; struct note note; int64_t upload_id; const char *request_key, *draft_key, *request_id; };
/* The same request key of the same person again adds nothing. */
enum result store_note_add(struct store *st, const struct note_add *what) MUST_USE;
/* Newest first, those with an id below `before`. */
enum result store_notes(struct store *st, const struct note_wall *wall, int64_t before, size_t limit, struct arena *a,
                        struct note **out, size_t *count) MUST_USE;

#endif
