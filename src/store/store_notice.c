/*
 * store_notice.c - notices as their readers see them, and messages that will not arrive.
 */
#include <stdlib.h>
#include "parley/digest.h"
#include "parley/store_notice.h"
#include "sql.h"

static enum result
notices_collect(struct store *st, int id, struct arena *a, struct notice **out, size_t *count)
{
	const struct sql_cell *row;
	struct notice *all = ARENA_ARRAY(a, sql_count(st, id), struct notice);
	size_t n = 0;

	while (sql_next(st, id, a, &row))
		all[n++] = (struct notice){
			.id = row[0].number,
			.kind = row[1].text,
			.reference = row[2].text,
			.due = row[3].time,
			.at = row[4].time,
			.read_at = row[5].time,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_notices_new(struct store *st, int64_t person_id, size_t limit, struct arena *a,
    struct notice **out, size_t *count)
{
	enum result r = sql_run(
	    st, SQL_NOTICES_NEW, SQL_VALUES(sql_int(person_id), sql_int((int64_t)limit)));

	return r == RESULT_OK ? notices_collect(st, SQL_NOTICES_NEW, a, out, count) : r;
}

/* "MICROSECONDS.ID" of the last one shown. */
static bool
cursor_read(const char *cursor, instant *read_at, int64_t *id)
{
	char *end;

	*read_at = SQL_FAR;
	*id = INT64_MAX;
	if (!cursor)
		return true;
	*read_at = strtoll(cursor, &end, 10);
	if (end == cursor || *end != '.' || *read_at < 0 || *read_at > SQL_FAR)
		return false;
	cursor = end + 1;
	*id = strtoll(cursor, &end, 10);
	return end != cursor && *end == '\0' && *id >= 0;
}

enum result
store_notices_read(struct store *st, int64_t person_id, const char *cursor, size_t limit,
    struct arena *a, struct notice **out, size_t *count, const char **next)
{
	struct notice *all;
	instant read_at;
	int64_t id;
	size_t n;
	enum result r;

	if (!cursor_read(cursor, &read_at, &id))
		return RESULT_INVALID;
	r = sql_run(st, SQL_NOTICES_READ,
	    SQL_VALUES(sql_int(person_id), sql_instant(read_at), sql_instant(read_at), sql_int(id),
		sql_int((int64_t)limit + 1)));
	if (r == RESULT_OK)
		r = notices_collect(st, SQL_NOTICES_READ, a, &all, &n);
	if (r != RESULT_OK)
		return r;
	*next = n > limit ? arena_format(a, "%lld.%lld", (long long)all[limit - 1].read_at,
				(long long)all[limit - 1].id)
			  : NULL;
	*out = all;
	*count = n > limit ? limit : n;
	return RESULT_OK;
}

struct marking {
	int64_t person_id;
	const struct notices_marked *which;
	instant now;
	int unread;
};

static enum result
mark_body(struct store *st, void *context)
{
	struct marking *w = context;
	const struct notices_marked *which = w->which;
	const struct sql_value now = sql_instant(w->now), person = sql_int(w->person_id);
	struct arena *a = arena_new();
	const struct sql_cell *row;
	enum result r;

	if (which->reference)
		r = sql_run(st, SQL_NOTICES_MARK_CASE, SQL_VALUES(now, person, sql_string(which->reference)));
	else if (which->id != 0)
		r = sql_run(st, SQL_NOTICE_MARK, SQL_VALUES(now, person, sql_int(which->id)));
	else
		r = sql_run(st, SQL_NOTICES_MARK, SQL_VALUES(now, person, sql_int(which->until)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_UNREAD_COUNT, SQL_VALUES(person, person));
	if (r == RESULT_OK)
		r = sql_one(st, SQL_UNREAD, SQL_VALUES(person), a, &row);
	if (r == RESULT_OK)
		w->unread = (int)row[0].number;
	arena_free(a);
	return r;
}

enum result
store_notices_mark(struct store *st, int64_t person_id, const struct notices_marked *which,
    instant now, int *unread)
{
	struct marking w = { .person_id = person_id, .which = which, .now = now };
	enum result r = sql_transaction(st, &(struct sql_work){ .body = mark_body, .context = &w });

	if (r == RESULT_OK)
		*unread = w.unread;
	return r;
}

/* --- what nobody got --- */

enum result
store_undelivered(struct store *st, size_t limit, struct arena *a, struct undelivered **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_UNDELIVERED, SQL_VALUES(sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct undelivered *all = ARENA_ARRAY(a, sql_count(st, SQL_UNDELIVERED), struct undelivered);
	while (sql_next(st, SQL_UNDELIVERED, a, &row))
		all[n++] = (struct undelivered){
			.id = row[0].number,
			.at = row[1].time,
			.why = row[2].text,
			.kind = row[3].text,
			.reference = row[4].text,
			.address = row[5].text ? row[5].text : row[6].text,
			.name = row[7].text,
			.title = row[8].text,
			.agency = row[9].text,
			.created = row[10].time,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

static enum result
settle_body(struct store *st, void *context)
{
	const struct undelivered_settle *w = context;
	enum result r = sql_run(st, SQL_UNDELIVERED_SETTLE,
	    SQL_VALUES(sql_instant(w->now), sql_int(w->person_id), sql_string(w->how), sql_int(w->id)));

	if (r == RESULT_OK && st->affected == 0)
		return RESULT_CONFLICT;
	if (r == RESULT_OK && w->again)
		r = sql_run(st, SQL_OUTBOX_AGAIN, SQL_VALUES(sql_instant(w->now), sql_int(w->id)));
	return r;
}

enum result
store_undelivered_settle(struct store *st, const struct undelivered_settle *settle)
{
	return sql_transaction(
	    st, &(struct sql_work){ .body = settle_body, .context = (void *)settle });
}

enum result
store_notice_add(struct store *st, int64_t person_id, const char *kind, const char *about, instant now)
{
	struct buffer b;
	uint8_t once[DIGEST_SIZE];

	buffer_init(&b, 0);
	buffer_format(&b, "%s\n%lld\n%s", kind, (long long)person_id, about);
	digest_sha256(&(struct digest_part){ b.data, b.length }, 1, once);
	buffer_clear(&b);
	return sql_run(st, SQL_OUTBOX_ADD,
	    SQL_VALUES(sql_int(0), sql_bytes(once, 16), sql_int(person_id), sql_string(NULL), sql_string(kind),
		sql_string(NULL), sql_instant(INSTANT_NONE), sql_instant(now), sql_instant(now), sql_int(0)));
}

enum result
store_outbox_administrators(struct store *st, const char *kind, int64_t id, instant now)
{
	return sql_run(st, SQL_EMERGENCY_TELL,
	    SQL_VALUES(sql_string(kind), sql_int(id), sql_string(kind), sql_instant(now), sql_instant(now)));
}
