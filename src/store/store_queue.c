/*
 * store_queue.c - queues: found, made when first needed, and how much waits in them.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/store_queue.h"
#include "ids.h"
#include "people.h"

static enum result
queue_find(struct store *st, const struct sql_value whose[3], int64_t *out)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_QUEUE_FIND, whose, 3, a, &row);

	if (r == RESULT_OK)
		*out = row[0].number;
	arena_free(a);
	return r;
}

/* A queue's id never changes, and each event asks for those of all parties: some are remembered. */
enum { QUEUES_KNOWN = 256, QUEUE_NAME_MAX = 64 };
struct queue_known {
	char agency[QUEUE_NAME_MAX], role[QUEUE_NAME_MAX];
	int64_t person, id;
};

/* The one place where a queue is remembered, or NULL for a name that is too long for it. */
static struct queue_known *
queue_slot(struct store *st, const struct sql_value whose[3])
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ (uint64_t)whose[2].number;

	if (whose[0].length >= QUEUE_NAME_MAX || whose[1].length >= QUEUE_NAME_MAX)
		return NULL;
	if (!st->queues)
		st->queues = calloc(QUEUES_KNOWN, sizeof *st->queues);
	if (!st->queues)
		abort();
	for (int part = 0; part < 2; part++)
		for (size_t i = 0; i < whose[part].length; i++)
			hash = (hash ^ ((const unsigned char *)whose[part].bytes)[i]) *
			    UINT64_C(1099511628211);
	hash *= UINT64_C(0x9e3779b97f4a7c15); /* the best bits come to the top */
	return &st->queues[(hash >> 56) % QUEUES_KNOWN];
}

static bool
queue_is(const struct queue_known *k, const struct sql_value whose[3])
{
	return k && k->id != 0 && k->person == whose[2].number &&
	    strcmp(k->agency, whose[0].bytes) == 0 && strcmp(k->role, whose[1].bytes) == 0;
}

static void
queue_remember(struct queue_known *k, const struct sql_value whose[3], int64_t id)
{
	memcpy(k->agency, whose[0].bytes, whose[0].length + 1);
	memcpy(k->role, whose[1].bytes, whose[1].length + 1);
	k->person = whose[2].number;
	k->id = id;
}

enum result
store_queue(
    struct store *st, const char *agency_id, const char *role, int64_t person_id, int64_t *out)
{
	const struct sql_value whose[3] = {
		sql_string(agency_id && person_id == 0 ? agency_id : ""),
		sql_string(role && person_id == 0 ? role : ""),
		sql_int(person_id),
	};
	struct queue_known *known = queue_slot(st, whose);

	if (queue_is(known, whose)) {
		*out = known->id;
		return RESULT_OK;
	}
	enum result r = queue_find(st, whose, out);
	/* What a transaction that is still open has made may yet be undone. */
	known = r == RESULT_OK && !st->in_transaction ? queue_slot(st, whose) : NULL;
	if (known)
		queue_remember(known, whose, *out);
	if (r != RESULT_NOT_FOUND)
		return r;
	r = sql_run(st, SQL_QUEUE_ADD, whose, 3);
	if (r == RESULT_OK)
		*out = (int64_t)st->insert_id;
	/* Somebody else needed it first at the same moment. */
	if (st->failure == SQL_DUPLICATE)
		r = queue_find(st, whose, out);
	return r;
}

/* --- what waits --- */

enum result
store_role_queues(struct store *st, struct arena *a, struct role_queue **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_ROLE_QUEUES, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct role_queue *all = ARENA_ARRAY(a, sql_count(st, SQL_ROLE_QUEUES), struct role_queue);
	while (sql_next(st, SQL_ROLE_QUEUES, a, &row))
		all[n++] = (struct role_queue){
			.id = row[0].number, .agency_id = row[1].text, .role = row[2].text };
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_own_queues(struct store *st, const int64_t *people, size_t count, struct arena *a, int64_t **out, size_t *out_count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_OWN_QUEUES, SQL_VALUES(sql_string(ids_json(people, count, a))));
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	int64_t *all = ARENA_ARRAY(a, sql_count(st, SQL_OWN_QUEUES), int64_t);
	while (sql_next(st, SQL_OWN_QUEUES, a, &row))
		all[n++] = row[0].number;
	*out = all;
	*out_count = n;
	return RESULT_OK;
}

enum result
store_queues_touched(struct store *st, const int64_t *queues, size_t count, size_t *escalations)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(
	    st, SQL_QUEUES_TOUCHED, SQL_VALUES(sql_string(ids_json(queues, count, a))), a, &row);

	if (r == RESULT_OK)
		*escalations = (size_t)row[0].number;
	arena_free(a);
	return r;
}

enum result
store_queues_waiting(struct store *st, const int64_t *queues, size_t count, struct arena *a,
    struct queue_waiting **out, size_t *out_count)
{
	const struct sql_cell *row;
	enum result r =
	    sql_run(st, SQL_QUEUES_WAITING, SQL_VALUES(sql_string(ids_json(queues, count, a))));
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct queue_waiting *all =
	    ARENA_ARRAY(a, sql_count(st, SQL_QUEUES_WAITING), struct queue_waiting);
	while (sql_next(st, SQL_QUEUES_WAITING, a, &row))
		all[n++] = (struct queue_waiting){ row[0].number, (size_t)row[1].number };
	*out = all;
	*out_count = n;
	return RESULT_OK;
}
