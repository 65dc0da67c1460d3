/*
 * store_note.c - internal notes: each behind the wall of one agency on one side of one escalation.
 */
#include "parley/store_attachment.h"
#include "parley/store_draft.h"
#include "parley/store_escalation.h"
#include "parley/store_note.h"
#include "sql.h"

/* A key that is there already adds nothing: the first sending got through. */
static enum result
add_body(struct store *st, void *context)
{
	const struct note_add *w = *(const struct note_add *const *)context;
	const struct note *n = &w->note;
	enum result r = sql_run(st, SQL_NOTE_ADD,
	    SQL_VALUES(sql_int(w->wall.escalation_id), sql_string(w->wall.agency_id),
		sql_string(w->wall.side), sql_string(n->kind), sql_int(n->person_id),
		sql_string(n->name), sql_string(n->title), sql_string(n->agency), sql_instant(n->at),
		sql_string(n->text), sql_string(w->request_key)));

	if (r != RESULT_OK && st->failure == SQL_DUPLICATE)
		r = RESULT_OK;
	else if (r == RESULT_OK)
		r = store_attach(st, &(struct upload_use){ .id = w->upload_id, .note_id = (int64_t)st->insert_id,
		    .escalation_id = w->wall.escalation_id, .person_id = n->person_id });
	if (r == RESULT_OK)
		r = store_draft_remove(st, n->person_id, w->draft_key);
	if (r == RESULT_OK)
		r = store_access_log(st, n->person_id, "notes", w->wall.escalation_id, w->request_id, n->at);
	return r;
}

enum result
store_note_add(struct store *st, const struct note_add *what)
{
	return sql_transaction(st, &(struct sql_work){ .body = add_body, .context = &what });
}

enum result
store_notes(struct store *st, const struct note_wall *wall, int64_t before, size_t limit,
    struct arena *a, struct note **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_NOTES,
	    SQL_VALUES(sql_int(wall->escalation_id), sql_string(wall->agency_id),
		sql_string(wall->side), sql_int(before), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct note *all = ARENA_ARRAY(a, sql_count(st, SQL_NOTES), struct note);
	while (sql_next(st, SQL_NOTES, a, &row))
		all[n++] = (struct note){ .id = row[0].number, .kind = row[1].text,
			.person_id = row[2].number, .name = row[3].text, .title = row[4].text,
			.agency = row[5].text, .at = row[6].time, .text = row[7].text,
			.file_id = row[8].number, .file_type = row[9].text, .file_size = (size_t)row[10].number };
	*out = all;
	*count = n;
	return RESULT_OK;
}
