/*
 * store_retention.c - what has ended, the sweep that erases it, and what is held.
 */
#include <string.h>
#include "parley/digest.h"
#include "parley/store_escalation.h"
#include "parley/store_retention.h"

#include "sql.h"

enum result
store_ended(struct store *st, int64_t after, instant now, size_t limit, struct arena *a, struct ended_case **out,
    size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_ENDED, SQL_VALUES(sql_instant(now), sql_int(after), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct ended_case *all = ARENA_ARRAY(a, sql_count(st, SQL_ENDED), struct ended_case);
	while (sql_next(st, SQL_ENDED, a, &row))
		all[n++] = (struct ended_case){ .id = row[0].number, .reference = row[1].text, .edition_id = row[2].number,
			.changed = row[3].time, .about = row[4].text, .held = row[5].number != 0 };
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_ended_requests(struct store *st, int64_t after, instant now, size_t limit, struct arena *a, struct ended_case **out,
    size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_ENDED_REQUESTS, SQL_VALUES(sql_instant(now), sql_int(after), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct ended_case *all = ARENA_ARRAY(a, sql_count(st, SQL_ENDED_REQUESTS), struct ended_case);
	while (sql_next(st, SQL_ENDED_REQUESTS, a, &row))
		all[n++] = (struct ended_case){ .id = row[0].number, .reference = row[1].text, .edition_id = row[2].number,
			.changed = row[3].time, .held = row[4].number != 0, .is_request = true };
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_request_words(struct store *st, int64_t request_id, struct arena *a, struct stored_event *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_REQUEST_WORDS, SQL_VALUES(sql_int(request_id)), a, &row);

	if (r == RESULT_OK)
		*out = (struct stored_event){ .seq = 1, .recorded = row[0].time, .payload = row[1].text,
			.length = row[1].length };
	return r;
}

enum result
store_about_set(struct store *st, int64_t escalation_id, const char *about)
{
	return sql_run(st, SQL_ABOUT_SET, SQL_VALUES(sql_string(about), sql_int(escalation_id)));
}

enum result
store_event_first(struct store *st, int64_t escalation_id, struct arena *a, struct stored_event *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_EVENT_FIRST, SQL_VALUES(sql_int(escalation_id)), a, &row);

	if (r == RESULT_OK)
		*out = (struct stored_event){ .seq = (uint32_t)row[0].number, .recorded = row[1].time,
			.payload = row[2].text, .length = row[2].length };
	return r;
}

/* --- erasing --- */

enum { BY_THE_PROGRAM = 0 };

/* Which of the two: the statement that erases one, and the one that says whether it is erased. */
struct erasing {
	int erase, erased;
	int64_t id, sweep_id;
};

static enum result
is_erased(struct store *st, const struct erasing *w, bool *out)
{
	struct arena *a = arena_new();
	const struct sql_cell *row;
	enum result r = sql_one(st, w->erased, SQL_VALUES(sql_int(w->id)), a, &row);

	if (r == RESULT_OK)
		*out = row[0].number != 0;
	arena_free(a);
	return r;
}

/* The sweep counts it with what it erases, or neither. Asked before and after, because a CALL does not tell what it did. */
static enum result
erase(struct store *st, void *context)
{
	const struct erasing *w = context;
	bool before = false, after = false;
	enum result r = sql_run(st, SQL_SWEEP_ERASES, SQL_VALUES(sql_int(w->sweep_id)));

	if (r == RESULT_OK && st->affected == 0)
		return RESULT_LIMIT;
	if (r == RESULT_OK)
		r = is_erased(st, w, &before);
	if (r == RESULT_OK && before)
		return RESULT_CONFLICT;
	if (r == RESULT_OK)
		r = sql_run(st, w->erase, SQL_VALUES(sql_int(w->id), sql_int(BY_THE_PROGRAM)));
	if (r == RESULT_OK)
		r = is_erased(st, w, &after);
	return r == RESULT_OK && !after ? RESULT_CONFLICT : r;
}

/* After a COMMIT whose answer was lost: what is erased by now was erased by us, or need not be. */
static enum result
erase_landed(struct store *st, void *context)
{
	bool done = false;
	enum result r = is_erased(st, context, &done);

	return r == RESULT_OK && !done ? RESULT_NOT_FOUND : r;
}

enum result
store_sweep_erase(struct store *st, int64_t sweep_id, const struct ended_case *c)
{
	struct erasing w = { SQL_ERASE, SQL_ERASED, c->id, sweep_id };

	if (c->is_request) {
		w.erase = SQL_ERASE_REQUEST;
		w.erased = SQL_REQUEST_ERASED;
	}
	return sql_transaction(st, &(struct sql_work){ .body = erase, .landed = erase_landed, .context = &w });
}

/* --- holds --- */

enum result
store_hold_add(struct store *st, const struct held *what, instant until, const struct hold_change *by)
{
	return sql_run(st, SQL_HOLD_ADD,
	    SQL_VALUES(sql_int(what->escalation_id), sql_int(what->request_id), sql_string(by->why), sql_instant(by->now),
		sql_int(by->person_id), sql_instant(until)));
}

enum result
store_hold_lift(struct store *st, const struct hold_change *by)
{
	enum result r = sql_run(st, SQL_HOLD_LIFT,
	    SQL_VALUES(sql_instant(by->now), sql_int(by->person_id), sql_string(by->why), sql_int(by->id)));

	return r == RESULT_OK && st->affected == 0 ? RESULT_CONFLICT : r;
}

enum result
store_holds(struct store *st, instant now, size_t limit, struct arena *a, struct legal_hold **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_HOLDS, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct legal_hold *all = ARENA_ARRAY(a, sql_count(st, SQL_HOLDS), struct legal_hold);
	while (sql_next(st, SQL_HOLDS, a, &row))
		all[n++] = (struct legal_hold){ .id = row[0].number, .reference = row[1].text, .why = row[2].text,
			.placed_at = row[3].time, .until = row[4].time, .placed_by = row[5].text };
	*out = all;
	*count = n;
	return RESULT_OK;
}

/* --- sweeps --- */

enum result
store_sweep_add(struct store *st, const struct sweep *s)
{
	return sql_run(st, SQL_SWEEP_ADD, SQL_VALUES(sql_int(s->id), sql_int(s->setting), sql_instant(s->begun)));
}

enum result
store_sweep_put(struct store *st, const struct sweep *s, enum sweep_state was)
{
	enum result r = sql_run(st, SQL_SWEEP_PUT,
	    SQL_VALUES(sql_int(s->state), sql_int(s->cursor), sql_int(s->ended), sql_int(s->children), sql_int(s->adults),
		sql_int(s->unknown), sql_int(s->held), sql_instant(s->finished), sql_int(s->id), sql_int(was)));

	return r == RESULT_OK && st->affected == 0 ? RESULT_CONFLICT : r;
}

enum result
store_sweep_confirm(struct store *st, const struct hold_change *by)
{
	enum result r = sql_run(st, SQL_SWEEP_CONFIRM,
	    SQL_VALUES(sql_instant(by->now), sql_int(by->person_id), sql_string(by->why), sql_int(by->id)));

	return r == RESULT_OK && st->affected == 0 ? RESULT_CONFLICT : r;
}

enum result
store_sweeps(struct store *st, size_t limit, struct arena *a, struct sweep **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_SWEEPS, SQL_VALUES(sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct sweep *all = ARENA_ARRAY(a, sql_count(st, SQL_SWEEPS), struct sweep);
	while (sql_next(st, SQL_SWEEPS, a, &row))
		all[n++] = (struct sweep){ .id = row[0].number, .setting = (uint32_t)row[1].number,
			.state = (enum sweep_state)row[2].number, .begun = row[3].time, .finished = row[4].time,
			.cursor = row[5].number, .ended = row[6].number, .children = row[7].number, .adults = row[8].number,
			.unknown = row[9].number, .held = row[10].number, .erased = row[11].number,
			.confirmed_at = row[12].time, .confirmed_by = row[13].text, .confirmed_why = row[14].text };
	*out = all;
	*count = n;
	return RESULT_OK;
}

/* --- files that are left over --- */

enum result
store_files_erased(struct store *st, size_t limit, struct arena *a, struct file_erased **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_FILES_ERASED, SQL_VALUES(sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct file_erased *all = ARENA_ARRAY(a, sql_count(st, SQL_FILES_ERASED), struct file_erased);
	while (sql_next(st, SQL_FILES_ERASED, a, &row)) {
		if (row[0].length != DIGEST_SIZE)
			continue;
		memcpy(all[n++].sha256, row[0].text, DIGEST_SIZE);
	}
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_file_erased_done(struct store *st, const uint8_t sha256[DIGEST_SIZE])
{
	return sql_run(st, SQL_FILE_ERASED_DONE, SQL_VALUES(sql_bytes(sha256, DIGEST_SIZE)));
}
