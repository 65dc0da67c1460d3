/*
 * store_feed.c - calendar feeds: whose a secret link is, and what it shows beside the worklist.
 */
#include <string.h>
#include "parley/digest.h"
#include "parley/store_feed.h"
#include "parley/store_queue.h"
#include "sql.h"

struct feed {
	int64_t person_id;
	const uint8_t *token_hash;
	instant now;
};

/* A new link is the end of the old one. */
static enum result
put_body(struct store *st, void *context)
{
	const struct feed *w = context;
	enum result r = sql_run(st, SQL_FEED_REMOVE, SQL_VALUES(sql_int(w->person_id)));

	if (r == RESULT_OK)
		r = sql_run(st, SQL_FEED_ADD,
		    SQL_VALUES(sql_int(w->person_id), sql_bytes(w->token_hash, DIGEST_SIZE),
			sql_instant(w->now)));
	return r;
}

enum result
store_feed_put(struct store *st, int64_t person_id, const uint8_t token_hash[DIGEST_SIZE], instant now)
{
	struct feed w = { person_id, token_hash, now };

	return sql_transaction(st, &(struct sql_work){ .body = put_body, .context = &w });
}

enum result
store_feed_remove(struct store *st, int64_t person_id)
{
	return sql_run(st, SQL_FEED_REMOVE, SQL_VALUES(sql_int(person_id)));
}

enum result
store_feed_of(struct store *st, int64_t person_id, instant *made)
{
	struct arena *a = arena_new();
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_FEED_OF, SQL_VALUES(sql_int(person_id)), a, &row);

	if (r == RESULT_OK)
		*made = row[0].time;
	arena_free(a);
	return r;
}

static void
queue_add(struct feed_reader *reader, int64_t queue)
{
	if (queue != 0 && reader->queue_count < QUEUES_MAX)
		reader->queues[reader->queue_count++] = queue;
}

enum result
store_feed_find(struct store *st, const uint8_t token_hash[DIGEST_SIZE], struct feed_reader *out)
{
	struct arena *a = arena_new();
	struct feed_reader reader = { 0 };
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_FEED_FIND, SQL_VALUES(sql_bytes(token_hash, DIGEST_SIZE)));

	while (r == RESULT_OK && sql_next(st, SQL_FEED_FIND, a, &row)) {
		if (reader.person_id == 0)
			queue_add(&reader, row[1].number);
		reader.person_id = row[0].number;
		queue_add(&reader, row[2].null ? 0 : row[2].number);
	}
	arena_free(a);
	if (r != RESULT_OK)
		return r;
	if (reader.person_id == 0)
		return RESULT_NOT_FOUND;
	*out = reader;
	return RESULT_OK;
}

enum result
store_feed_meetings(struct store *st, int64_t person_id, instant since, size_t limit, struct arena *a,
    struct feed_meeting **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_FEED_MEETINGS,
	    SQL_VALUES(sql_int(person_id), sql_instant(since), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct feed_meeting *all =
	    ARENA_ARRAY(a, sql_count(st, SQL_FEED_MEETINGS), struct feed_meeting);
	while (sql_next(st, SQL_FEED_MEETINGS, a, &row))
		all[n++] = (struct feed_meeting){
			.reference = row[0].text,
			.meeting_id = row[1].number,
			.sequence = (int)row[2].number,
			.starts = row[3].time,
			.minutes = (int)row[4].number,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}
