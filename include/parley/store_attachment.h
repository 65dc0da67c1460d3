/*
 * store_attachment.h - files: an upload is its sender's own until an event or a note names it.
 */
#ifndef PARLEY_STORE_ATTACHMENT_H
#define PARLEY_STORE_ATTACHMENT_H

#include "parley/digest.h"
#include "parley/store.h"

struct upload {
	int64_t id, escalation_id, person_id;
	const char *type;          /* MIME name, by content */
	size_t size;
	uint8_t sha256[DIGEST_SIZE];
	instant at;
	const char *content;       /* NULL: kept elsewhere, under its hash */
	bool elsewhere; /* ... as store_uploads_old() tells, which leaves out the content */
};
enum result store_upload_add(struct store *st, const struct upload *u, int64_t *id) MUST_USE;
/* How many u->person_id has sent and not attached; u->id becomes that of the same file for the same case, if it is among them. */
enum result store_uploads_count(struct store *st, struct upload *u, int64_t *count) MUST_USE;
/* Without its content. NOT_FOUND: none of that person's for that case, or it was attached already. */
enum result store_upload(struct store *st, int64_t id, int64_t escalation_id, int64_t person_id, struct arena *a,
                         struct upload *out) MUST_USE;
/* The oldest `limit` of those that were sent before; and one of them goes (if it was attached meanwhile: that is well). */
enum result store_uploads_old(struct store *st, instant before, size_t limit, struct arena *a,
    struct upload **out, size_t *count) MUST_USE;
enum result store_upload_remove(struct store *st, int64_t id) MUST_USE;
/* Does an upload or an attachment that is kept elsewhere have that hash? */
enum result store_file_named(
    struct store *st, const uint8_t sha256[DIGEST_SIZE], bool *named) MUST_USE;
/* Attachments that are kept elsewhere, by id, behind `after`: id, size and hash. */
enum result store_attachments_elsewhere(struct store *st, int64_t after, size_t limit,
    struct arena *a, struct upload **out, size_t *count) MUST_USE;
/* Inside the transaction of what names it: seq of an event, or a note. Nothing for id 0. NOT_FOUND: it is gone. */
struct upload_use { int64_t id, escalation_id, person_id, note_id; uint32_t seq; };
enum result store_attach(struct store *st, const struct upload_use *use) MUST_USE;
struct attachment {
	int64_t id;
	bool shared;               /* of an event; else of a note, behind the wall: */
	struct { int64_t id; const char *agency_id, *side; } note;
	const char *type;
	size_t size;
	uint8_t sha256[DIGEST_SIZE];
	const char *content;       /* NULL: kept elsewhere */
};
enum result store_attachment(struct store *st, int64_t id, int64_t escalation_id, struct arena *a,
                             struct attachment *out) MUST_USE;

#endif
