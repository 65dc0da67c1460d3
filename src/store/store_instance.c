/*
 * store_instance.c - the instance, policy editions and closed days.
 */
#include <string.h>
#include "sql.h"

enum result
store_instance(struct store *st, struct instance *out)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_INSTANCE, SQL_NOTHING, a, &row);

	if (r == RESULT_OK)
		*out = (struct instance){
			.demo = row[0].number != 0,
			.clock_offset = row[1].number,
			.generation = (uint64_t)row[2].number,
			.edition_id = row[3].number,
		};
	arena_free(a);
	return r == RESULT_NOT_FOUND ? RESULT_BUG : r;
}

enum result
store_clock_set(struct store *owner, int64_t offset, struct fault *f)
{
	instant now = instant_now() + offset;
	enum result r = sql_run(owner, SQL_CLOCK_SET, SQL_VALUES(sql_int(offset)));

	if (r == RESULT_OK && owner->affected > 0)
		return sql_run(owner, SQL_OUTBOX_RETIME, SQL_VALUES(sql_instant(now), sql_instant(now)));
	if (r == RESULT_OK) {
		r = RESULT_DENIED;
		if (f)
			fault_set(f, r, "not-a-demo",
			    "Only an instance that is marked as a demonstration may have its "
			    "clock moved.");
	}
	return r;
}

enum result
store_demo_mark(struct store *owner, bool demo)
{
	return sql_run(owner, SQL_DEMO_MARK, SQL_VALUES(sql_int(demo), sql_int(demo)));
}

enum result
store_reference_prefix_set(struct store *owner, const char *prefix)
{
	size_t length = strlen(prefix);

	if (length < 1 || length > 12 ||
	    strspn(prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != length)
		return RESULT_INVALID;
	return sql_run(owner, SQL_PREFIX_SET, SQL_VALUES(sql_string(prefix)));
}

static enum result
edition_find(
    struct store *st, const char *policy_id, const uint8_t digest[DIGEST_SIZE], int64_t *id)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_EDITION_FIND,
	    SQL_VALUES(sql_string(policy_id), sql_bytes(digest, DIGEST_SIZE)), a, &row);

	if (r == RESULT_OK)
		*id = row[0].number;
	arena_free(a);
	return r;
}

enum result
store_edition_add(struct store *owner, const char *policy_id, const char *label, const char *text,
    instant from, int64_t *id)
{
	uint8_t digest[DIGEST_SIZE];

	digest_sha256(&(struct digest_part){ text, strlen(text) }, 1, digest);
	enum result r = edition_find(owner, policy_id, digest, id);
	if (r != RESULT_NOT_FOUND)
		return r;
	r = sql_run(owner, SQL_EDITION_ADD,
	    SQL_VALUES(sql_string(policy_id), sql_string(label), sql_bytes(digest, sizeof digest),
		sql_string(text), sql_instant(from)));
	/* Somebody imported the same text at the same time: then theirs is it. */
	if (r == RESULT_OK || owner->failure == SQL_DUPLICATE)
		r = edition_find(owner, policy_id, digest, id);
	return r;
}

static enum result
put_in_force(struct store *st, void *context)
{
	int64_t id = *(int64_t *)context;
	enum result r = sql_run(st, SQL_EDITION_PUT_IN_FORCE, SQL_VALUES(sql_int(id)));

	if (r == RESULT_OK && st->affected == 0)
		r = RESULT_NOT_FOUND;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_EDITION_RETIRE, SQL_VALUES(sql_int(id)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_INSTANCE_EDITION_SET, SQL_VALUES(sql_int(id)));
	return r;
}

enum result
store_edition_in_force_set(struct store *owner, int64_t id)
{
	return sql_transaction(owner, &(struct sql_work){ .body = put_in_force, .context = &id });
}

enum result
store_editions(struct store *st, struct arena *a, struct edition **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_EDITIONS, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct edition *all = ARENA_ARRAY(a, sql_count(st, SQL_EDITIONS), struct edition);
	while (sql_next(st, SQL_EDITIONS, a, &row))
		all[n++] = (struct edition){
			.id = row[0].number,
			.policy_id = row[1].text,
			.label = row[2].text,
			.text = row[3].text,
			.length = row[3].length,
			.imported_at = row[4].time,
			.from = row[5].time,
			.retired_at = row[6].time,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_closed_days(struct store *st, struct arena *a, struct closed_day **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_CLOSED_DAYS, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct closed_day *all = ARENA_ARRAY(a, sql_count(st, SQL_CLOSED_DAYS), struct closed_day);
	while (sql_next(st, SQL_CLOSED_DAYS, a, &row))
		/* A DATE: midnight of that day in UTC, so days since the epoch without any zone. */
		all[n++] = (struct closed_day){
			.on = (day)(row[0].time / (24 * INSTANT_HOUR)),
			.name = row[1].text,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}
