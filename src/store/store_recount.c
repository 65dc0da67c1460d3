/*
 * store_recount.c - passes through the running escalations: what was begun, how far it came, which cases are left.
 */
#include "parley/store_recount.h"
#include "parley/store_setting.h"
#include "history.h"

/* --- begun --- */

struct beginning {
	const struct recount *what;
	const struct settings_change *change;
	int64_t *id;
};

/* The snapshots of all workers are read again, so that none of them lacks the edition to which cases are moved. */
static enum result
begin(struct store *st, void *context)
{
	const struct beginning *w = context;
	const struct recount *what = w->what;
	enum result r = sql_run(st, SQL_RECOUNT_ADD,
	    SQL_VALUES(sql_string(what->what), sql_int(what->origin), sql_int(what->target),
		sql_string(what->cases), sql_string(w->change->why), sql_int(w->change->person_id),
		sql_instant(w->change->now)));

	if (r == RESULT_OK)
		*w->id = (int64_t)st->insert_id;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	if (r != RESULT_OK || w->change->what == NULL)
		return r;
	return history_add(st, what->target, w->change);
}

enum result
store_recount_add(struct store *st, const struct recount *what, const struct settings_change *change, int64_t *id)
{
	int64_t added = 0;
	struct beginning w = { what, change, &added };
	enum result r = st->in_transaction ? begin(st, &w)
					   : sql_transaction(st, &(struct sql_work){ .body = begin, .context = &w });

	if (r == RESULT_OK)
		*id = added;
	return r;
}

/* --- how far it came --- */

enum result
store_recount_advance(struct store *st, const struct recount *r)
{
	return sql_run(st, SQL_RECOUNT_ADVANCE,
	    SQL_VALUES(sql_int(r->cursor), sql_int((int64_t)r->seen), sql_int((int64_t)r->changed),
		sql_int((int64_t)r->refused), sql_instant(r->finished), sql_int(r->id)));
}

static struct recount
recount_read(const struct sql_cell *row)
{
	return (struct recount){
		.id = row[0].number,
		.what = row[1].text,
		.origin = row[2].number,
		.target = row[3].number,
		.cases = row[4].text,
		.why = row[5].text,
		.person_id = row[6].number,
		.who = row[7].text,
		.begun = row[8].time,
		.cursor = row[9].number,
		.seen = (size_t)row[10].number,
		.changed = (size_t)row[11].number,
		.refused = (size_t)row[12].number,
		.finished = row[13].time,
	};
}

static enum result
recounts(struct store *st, int statement, size_t limit, struct arena *a, struct recount **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, statement, SQL_VALUES(sql_int((int64_t)limit)));
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct recount *all = ARENA_ARRAY(a, sql_count(st, statement), struct recount);
	while (sql_next(st, statement, a, &row))
		all[n++] = recount_read(row);
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_recounts(struct store *st, size_t limit, struct arena *a, struct recount **out, size_t *count)
{
	return recounts(st, SQL_RECOUNTS, limit, a, out, count);
}

enum result
store_recounts_unfinished(struct store *st, size_t limit, struct arena *a, struct recount **out, size_t *count)
{
	return recounts(st, SQL_RECOUNTS_UNFINISHED, limit, a, out, count);
}

/* --- the cases --- */

enum result
store_running(struct store *st, int64_t edition_id, int64_t after, size_t limit, int64_t *out, size_t *count)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	size_t n = 0;
	enum result r = edition_id == 0
	    ? sql_run(st, SQL_RUNNING_ALL, SQL_VALUES(sql_int(after), sql_int((int64_t)limit)))
	    : sql_run(st, SQL_RUNNING, SQL_VALUES(sql_int(edition_id), sql_int(after), sql_int((int64_t)limit)));
	int statement = edition_id == 0 ? SQL_RUNNING_ALL : SQL_RUNNING;

	while (r == RESULT_OK && n < limit && sql_next(st, statement, a, &row))
		out[n++] = row[0].number;
	if (r == RESULT_OK)
		sql_end(st, statement);
	arena_free(a);
	if (r == RESULT_OK)
		*count = n;
	return r;
}

enum result
store_running_counts(struct store *st, struct arena *a, struct running **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_RUNNING_COUNTS, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct running *all = ARENA_ARRAY(a, sql_count(st, SQL_RUNNING_COUNTS), struct running);
	while (sql_next(st, SQL_RUNNING_COUNTS, a, &row))
		all[n++] = (struct running){ row[0].number, (size_t)row[1].number };
	*out = all;
	*count = n;
	return RESULT_OK;
}
