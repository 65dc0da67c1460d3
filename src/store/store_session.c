/*
 * store_session.c - sessions, and the count of failed sign-ins.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/digest.h"
#include "parley/store_emergency.h"
#include "parley/store_instance.h"
#include "parley/store_queue.h"
#include "parley/store_session.h"
#include "people.h"

enum result
store_session_add(struct store *st, const uint8_t token_hash[DIGEST_SIZE], int64_t person_id,
    const char *csrf, instant now)
{
	return sql_run(st, SQL_SESSION_ADD,
	    SQL_VALUES(sql_bytes(token_hash, DIGEST_SIZE), sql_int(person_id), sql_string(csrf),
		sql_instant(now), sql_instant(now)));
}

/* Columns after those of the person, in the order of SQL_SESSION_FIND. */
enum {
	CSRF = PEOPLE_OWN_COLUMNS, CREATED, SEEN, DEMO, OFFSET, GENERATION, OWN_QUEUE, QUEUES, DRAFTS, STANDS_IN, UNREAD
};

static void
queue_add(struct session *s, int64_t queue)
{
	if (queue != 0 && s->queue_count < QUEUES_MAX)
		s->queues[s->queue_count++] = queue;
}

/* "12,45": as person-queues-set writes them. */
static void
queues_read(const char *list, struct session *s)
{
	for (char *end; *list != '\0'; list = *end == ',' ? end + 1 : end)
		queue_add(s, strtoll(list, &end, 10));
}

static void
session_read(const struct sql_cell *row, const uint8_t token_hash[DIGEST_SIZE], struct session *out)
{
	memset(out, 0, sizeof *out);
	memcpy(out->token_hash, token_hash, DIGEST_SIZE);
	people_read_own(row, &out->person);
	memcpy(out->csrf, row[CSRF].text, row[CSRF].length + 1);
	out->created = row[CREATED].time;
	out->seen = row[SEEN].time;
	out->instance = (struct instance){
		.demo = row[DEMO].number != 0,
		.clock_offset = row[OFFSET].number,
		.generation = (uint64_t)row[GENERATION].number,
	};
	out->emergency = strcmp(out->person.directory, EMERGENCY_DIRECTORY) == 0;
	out->drafts = row[DRAFTS].number != 0;
	out->stands_in_until = row[STANDS_IN].null ? INSTANT_NONE : row[STANDS_IN].time;
	out->unread = (int)row[UNREAD].number;
	/* Whatever rules may once give to them: no queue, and so no escalation. */
	if (out->emergency)
		return;
	queue_add(out, row[OWN_QUEUE].number);
	queues_read(row[QUEUES].text, out);
}

enum result
store_session_find(struct store *st, const uint8_t token_hash[DIGEST_SIZE], instant now,
    int64_t idle_seconds, int64_t absolute_seconds, struct arena *a, struct session *out)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_SESSION_FIND,
	    SQL_VALUES(sql_bytes(token_hash, DIGEST_SIZE),
		sql_instant(now - idle_seconds * INSTANT_SECOND),
		sql_instant(now - absolute_seconds * INSTANT_SECOND)));

	if (r != RESULT_OK)
		return r;
	if (!sql_next(st, SQL_SESSION_FIND, a, &row))
		return RESULT_NOT_FOUND;
	if (row[CSRF].length >= sizeof out->csrf) {
		sql_end(st, SQL_SESSION_FIND);
		return RESULT_BUG;
	}
	session_read(row, token_hash, out);
	sql_end(st, SQL_SESSION_FIND);
	return RESULT_OK;
}

enum result
store_sessions_ending(struct store *st, instant now, const struct session_limits *old,
    const struct session_limits *new, size_t *count)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_SESSIONS_ENDING,
	    SQL_VALUES(sql_instant(now - old->idle_seconds * INSTANT_SECOND),
		sql_instant(now - old->absolute_seconds * INSTANT_SECOND),
		sql_instant(now - new->idle_seconds * INSTANT_SECOND),
		sql_instant(now - new->absolute_seconds * INSTANT_SECOND)),
	    a, &row);

	if (r == RESULT_OK)
		*count = (size_t)row[0].number;
	arena_free(a);
	return r;
}

enum result
store_session_seen(struct store *st, const uint8_t token_hash[DIGEST_SIZE], instant now)
{
	return sql_run(
	    st, SQL_SESSION_SEEN, SQL_VALUES(sql_instant(now), sql_bytes(token_hash, DIGEST_SIZE)));
}

enum result
store_session_end(struct store *st, const uint8_t token_hash[DIGEST_SIZE])
{
	return sql_run(st, SQL_SESSION_END, SQL_VALUES(sql_bytes(token_hash, DIGEST_SIZE)));
}

enum result
store_throttle_add(struct store *st, const uint8_t key[DIGEST_SIZE], instant now)
{
	uint32_t nonce;

	random_fill(&nonce, sizeof nonce);
	return sql_run(st, SQL_THROTTLE_ADD,
	    SQL_VALUES(sql_bytes(key, DIGEST_SIZE), sql_instant(now), sql_int(nonce)));
}

enum result
store_throttle_count(struct store *st, const uint8_t key[DIGEST_SIZE], instant since, int *out)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_THROTTLE_COUNT,
	    SQL_VALUES(sql_bytes(key, DIGEST_SIZE), sql_instant(since)), a, &row);

	if (r == RESULT_OK)
		*out = (int)row[0].number;
	arena_free(a);
	return r;
}

enum result
store_throttle_clear(struct store *st, const uint8_t key[DIGEST_SIZE])
{
	return sql_run(st, SQL_THROTTLE_CLEAR, SQL_VALUES(sql_bytes(key, DIGEST_SIZE)));
}
