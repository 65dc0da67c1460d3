/*
 * store_attachment.c - files: first an upload of somebody's own, then an attachment of an event or a note.
 */
#include <string.h>
#include "parley/digest.h"
#include "parley/store_attachment.h"

#include "sql.h"

enum result
store_upload_add(struct store *st, const struct upload *u, int64_t *id)
{
	enum result r = sql_run(st, SQL_UPLOAD_ADD,
	    SQL_VALUES(sql_int(u->escalation_id), sql_int(u->person_id), sql_string(u->type),
		sql_int((int64_t)u->size), sql_bytes(u->sha256, DIGEST_SIZE), sql_instant(u->at),
		u->content ? sql_bytes(u->content, u->size) : sql_null()));

	if (r == RESULT_OK)
		*id = (int64_t)st->insert_id;
	return r;
}

enum result
store_uploads_count(struct store *st, struct upload *u, int64_t *count)
{
	struct arena *a = arena_new();
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_UPLOADS_COUNT,
	    SQL_VALUES(sql_int(u->escalation_id), sql_bytes(u->sha256, DIGEST_SIZE),
		sql_int(u->person_id)),
	    a, &row);

	if (r == RESULT_OK) {
		*count = row[0].number;
		u->id = row[1].number; /* NULL, of no rows, is 0 */
	}
	arena_free(a);
	return r;
}

enum result
store_upload(struct store *st, int64_t id, int64_t escalation_id, int64_t person_id, struct arena *a, struct upload *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_UPLOAD,
	    SQL_VALUES(sql_int(id), sql_int(escalation_id), sql_int(person_id)), a, &row);

	if (r != RESULT_OK)
		return r;
	if (row[2].length != DIGEST_SIZE)
		return RESULT_BUG;
	*out = (struct upload){ .id = id, .escalation_id = escalation_id, .person_id = person_id,
		.type = row[0].text, .size = (size_t)row[1].number };
	memcpy(out->sha256, row[2].text, DIGEST_SIZE);
	return RESULT_OK;
}

static enum result
files_read(struct store *st, int id, struct arena *a, struct upload **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	struct upload *all = ARENA_ARRAY(a, sql_count(st, id), struct upload);

	for (; sql_next(st, id, a, &row); n++) {
		all[n] = (struct upload){ .id = row[0].number,
			.size = (size_t)row[1].number,
			.elsewhere = row[3].number != 0 };
		if (row[2].length != DIGEST_SIZE) {
			sql_end(st, id);
			return RESULT_BUG;
		}
		memcpy(all[n].sha256, row[2].text, DIGEST_SIZE);
	}
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_uploads_old(struct store *st, instant before, size_t limit, struct arena *a,
    struct upload **out, size_t *count)
{
	enum result r =
	    sql_run(st, SQL_UPLOADS_OLD, SQL_VALUES(sql_instant(before), sql_int((int64_t)limit)));

	return r == RESULT_OK ? files_read(st, SQL_UPLOADS_OLD, a, out, count) : r;
}

enum result
store_attachments_elsewhere(struct store *st, int64_t after, size_t limit, struct arena *a,
    struct upload **out, size_t *count)
{
	enum result r = sql_run(
	    st, SQL_ATTACHMENTS_ELSEWHERE, SQL_VALUES(sql_int(after), sql_int((int64_t)limit)));

	return r == RESULT_OK ? files_read(st, SQL_ATTACHMENTS_ELSEWHERE, a, out, count) : r;
}

enum result
store_upload_remove(struct store *st, int64_t id)
{
	return sql_write(st, SQL_UPLOAD_REMOVE, SQL_VALUES(sql_int(id)));
}

enum result
store_file_named(struct store *st, const uint8_t sha256[DIGEST_SIZE], bool *named)
{
	struct arena *a = arena_new();
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_FILE_NAMED,
	    SQL_VALUES(sql_bytes(sha256, DIGEST_SIZE), sql_bytes(sha256, DIGEST_SIZE)), a, &row);

	if (r == RESULT_OK)
		*named = row[0].number != 0;
	arena_free(a);
	return r;
}

enum result
store_attach(struct store *st, const struct upload_use *use)
{
	enum result r;

	if (use->id == 0)
		return RESULT_OK;
	r = sql_run(st, SQL_ATTACHMENT_ADD,
	    SQL_VALUES(use->seq ? sql_int(use->seq) : sql_null(), use->note_id ? sql_int(use->note_id) : sql_null(),
		sql_int(use->id), sql_int(use->escalation_id), sql_int(use->person_id)));
	if (r == RESULT_OK && st->affected != 1)
		return RESULT_NOT_FOUND; /* swept meanwhile, or somebody else's */
	return r == RESULT_OK ? store_upload_remove(st, use->id) : r;
}

enum result
store_attachment(struct store *st, int64_t id, int64_t escalation_id, struct arena *a, struct attachment *out)
{
	const struct sql_cell *row;
	enum result r =
	    sql_one(st, SQL_ATTACHMENT, SQL_VALUES(sql_int(id), sql_int(escalation_id)), a, &row);

	if (r != RESULT_OK)
		return r;
	if (row[4].length != DIGEST_SIZE)
		return RESULT_BUG;
	*out = (struct attachment){ .id = id,
		.shared = !row[0].null,
		.note = { row[1].number, row[2].text, row[3].text },
		.content = row[6].text,
		.size = row[6].null ? (size_t)row[7].number : row[6].length,
		.type = row[5].text };
	memcpy(out->sha256, row[4].text, DIGEST_SIZE);
	return RESULT_OK;
}
