/*
 * store_escalation.c - reading escalations, and the log of who read them.
 */
#include <stdlib.h>
#include "parley/store_escalation.h"
#include "sql.h"

static bool
among(int64_t queue, const int64_t *queues, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (queues[i] == queue)
			return true;
	return false;
}

/* `list` is "queue informed_only queue informed_only …". False when none of the reader's queues is in it. */
static bool
may_see(const char *list, const int64_t *queues, size_t count, bool *informed_only)
{
	bool seen = false;
	char *end;

	*informed_only = true;
	while (list && *list) {
		int64_t queue = strtoll(list, &end, 10);
		bool informed = strtoll(end, &end, 10) != 0;
		if (among(queue, queues, count)) {
			seen = true;
			*informed_only = *informed_only && informed;
		}
		list = *end ? end + 1 : end;
	}
	return seen;
}

static struct stored_event
event_read(const struct sql_cell *cells)
{
	return (struct stored_event){
		.seq = (uint32_t)cells[0].number,
		.recorded = cells[1].time,
		.payload = cells[2].text,
		.length = cells[2].length,
	};
}

/* Events without their words: those of an erased escalation. There is never one without the others. */
static enum result
kept(const struct stored_event *events, size_t count)
{
	if (count == 0)
		return RESULT_NOT_FOUND;
	return events[0].payload ? RESULT_OK : RESULT_GONE;
}

void
store_escalation_ahead(struct store *st, const char *reference)
{
	sql_ahead(st, SQL_ESCALATION_READ, reference);
}

void
store_escalation_ahead_end(struct store *st)
{
	sql_ahead_end(st);
}

enum result
store_escalation(struct store *st, const char *reference, const int64_t *queues, size_t queue_count,
    struct arena *a, struct escalation_head *head, struct stored_event **events, size_t *count,
    bool *informed_only)
{
	const struct sql_cell *row;
	struct stored_event *all = NULL;
	size_t n = 0;
	enum result r = sql_run_ahead(st, SQL_ESCALATION_READ, reference);

	if (r != RESULT_OK)
		return r;
	while (sql_next(st, SQL_ESCALATION_READ, a, &row)) {
		bool informed;
		if (n == 0) {
			if (!may_see(row[3].text, queues, queue_count, &informed)) {
				sql_end(st, SQL_ESCALATION_READ);
				return RESULT_NOT_FOUND;
			}
			*informed_only = informed;
			*head = (struct escalation_head){
				.id = row[0].number,
				.reference = arena_string(a, reference),
				.edition_id = row[1].number,
				.version = (uint32_t)row[2].number,
			};
			all =
			    ARENA_ARRAY(a, sql_count(st, SQL_ESCALATION_READ), struct stored_event);
		}
		all[n++] = event_read(row + 4);
	}
	r = kept(all, n);
	if (r != RESULT_OK)
		return r;
	*events = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_escalation_load(struct store *st, int64_t id, struct arena *a, struct escalation_head *head,
    struct stored_event **events, size_t *count)
{
	const struct sql_cell *row;
	struct stored_event *all;
	size_t n = 0;
	enum result r = sql_run(st, SQL_ESCALATION_LOAD, SQL_VALUES(sql_int(id)));

	if (r != RESULT_OK)
		return r;
	all = ARENA_ARRAY(a, sql_count(st, SQL_ESCALATION_LOAD), struct stored_event);
	while (sql_next(st, SQL_ESCALATION_LOAD, a, &row)) {
		if (n == 0)
			*head = (struct escalation_head){
				.id = row[0].number,
				.edition_id = row[1].number,
				.version = (uint32_t)row[2].number,
				.reference = row[3].text,
			};
		all[n++] = event_read(row + 4);
	}
	r = kept(all, n);
	if (r != RESULT_OK)
		return r;
	*events = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_escalation_batch(struct store *st, int64_t after, size_t limit, struct arena *a,
    struct stored_escalation **out, size_t *count)
{
	const struct sql_cell *row;
	struct stored_escalation *list;
	struct stored_event *events;
	size_t n = 0;
	enum result r =
	    sql_run(st, SQL_ESCALATION_BATCH, SQL_VALUES(sql_int(after), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	list = ARENA_ARRAY(a, limit, struct stored_escalation);
	events = ARENA_ARRAY(a, sql_count(st, SQL_ESCALATION_BATCH), struct stored_event);
	while (sql_next(st, SQL_ESCALATION_BATCH, a, &row)) {
		if (n == 0 || list[n - 1].head.id != row[0].number)
			list[n++] = (struct stored_escalation){ .events = events,
				.head = { .id = row[0].number, .edition_id = row[1].number,
				    .version = (uint32_t)row[2].number, .reference = row[3].text } };
		*events++ = event_read(row + 4);
		list[n - 1].event_count++;
	}
	*out = list;
	*count = n;
	return RESULT_OK;
}

enum result
store_escalation_last(struct store *st, int64_t *id)
{
	const struct sql_cell *row;
	struct arena *a;
	enum result r = sql_run(st, SQL_ESCALATION_LAST, SQL_NOTHING);

	if (r != RESULT_OK)
		return r;
	a = arena_new();
	if (sql_next(st, SQL_ESCALATION_LAST, a, &row))
		*id = row[0].number;
	sql_end(st, SQL_ESCALATION_LAST);
	arena_free(a);
	return RESULT_OK;
}

enum result
store_escalation_names(struct store *st, int64_t after, size_t limit, struct arena *a, struct escalation_name **out,
    size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_ESCALATION_NAMES, SQL_VALUES(sql_int(after), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct escalation_name *all = ARENA_ARRAY(a, sql_count(st, SQL_ESCALATION_NAMES), struct escalation_name);
	while (sql_next(st, SQL_ESCALATION_NAMES, a, &row))
		all[n++] = (struct escalation_name){ row[0].number, row[1].text, row[2].number != 0 };
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_escalation_find(struct store *st, const char *reference, int64_t *id)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_ESCALATION_FIND, SQL_VALUES(sql_string(reference)), a, &row);

	if (r == RESULT_OK)
		*id = row[0].number;
	arena_free(a);
	return r;
}

enum result
store_access_log(struct store *st, int64_t person_id, const char *what, int64_t escalation_id,
    const char *request_id, instant now)
{
	return sql_write(st, SQL_ACCESS_LOG,
	    SQL_VALUES(sql_instant(now), sql_int(person_id), sql_string(what),
		sql_int(escalation_id), sql_string(request_id)));
}

/* What cannot be sent has no answer either. */
void
store_access_log_begin(struct store *st, const struct access *read)
{
	enum result r = sql_ask(st, SQL_ACCESS_LOG,
	    SQL_VALUES(sql_instant(read->now), sql_int(read->person_id), sql_string(read->what),
		sql_int(read->escalation_id), sql_string(read->request_id)));

	(void)r;
}

enum result
store_access_log_end(struct store *st, const struct access *read)
{
	enum result r = sql_answer(st, SQL_ACCESS_LOG);

	if (r == RESULT_OK || (st->failure != SQL_LOST && st->failure != SQL_AGAIN))
		return r;
	return store_access_log(st, read->person_id, read->what, read->escalation_id, read->request_id, read->now);
}
