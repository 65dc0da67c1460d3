/*
 * store_clockwork.c - leases, notices to be sent, what is overdue, and sweeping up.
 */
#include <string.h>
#include "parley/buffer.h"
#include "parley/digest.h"
#include "parley/store_clockwork.h"
#include "sql.h"

/* Longer than any session's idle limit, and than any client goes on trying the same request. */
static const instant session_kept = 7 * 24 * INSTANT_HOUR;
static const instant throttle_kept = 24 * INSTANT_HOUR;
static const instant idempotency_kept = 7 * 24 * INSTANT_HOUR;

enum result
store_lease(struct store *st, const char *name, const char *holder, instant now, int64_t seconds)
{
	const struct sql_value until = sql_instant(now + seconds * INSTANT_SECOND);
	enum result r = sql_run(st, SQL_LEASE_TAKE,
	    SQL_VALUES(
		sql_string(holder), until, sql_string(name), sql_string(holder), sql_instant(now)));

	if (r != RESULT_OK || st->affected > 0)
		return r;
	/* There is none yet, or somebody else's: the key tells. */
	return sql_run(st, SQL_LEASE_ADD, SQL_VALUES(sql_string(name), sql_string(holder), until));
}

/* --- notices: new ones --- */

enum { FRESH_MOST = 500 };

/* Each reader once, however many notices they got. */
static enum result
unread_count(struct store *st, const int64_t *people, size_t count)
{
	struct arena *a = arena_new();
	struct sql_value *in = ARENA_ARRAY(a, count * 2, struct sql_value);
	size_t rows = 0;

	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		while (k < i && people[k] != people[i])
			k++;
		if (k < i || people[i] == 0)
			continue;
		in[rows * 2] = sql_int(people[i]);
		in[rows * 2 + 1] = sql_int(people[i]);
		rows++;
	}
	enum result r = sql_run_rows(st, SQL_UNREAD_COUNT, in, 2, rows);
	arena_free(a);
	return r;
}

enum result
store_outbox_sort(struct store *st, size_t limit, size_t *count)
{
	struct sql_value ids[FRESH_MOST];
	int64_t people[FRESH_MOST];
	const struct sql_cell *row;
	size_t n = 0;
	enum result r;

	if (limit > FRESH_MOST)
		limit = FRESH_MOST;
	r = sql_run(st, SQL_OUTBOX_FRESH, SQL_VALUES(sql_int((int64_t)limit)));
	if (r != RESULT_OK)
		return r;
	struct arena *a = arena_new();
	while (sql_next(st, SQL_OUTBOX_FRESH, a, &row)) {
		ids[n] = sql_int(row[0].number);
		people[n++] = row[1].number;
	}
	arena_free(a);
	/* Counted first: whoever is stopped in between counts again. */
	r = unread_count(st, people, n);
	if (r == RESULT_OK)
		r = sql_run_rows(st, SQL_OUTBOX_SORTED, ids, 1, n);
	if (r == RESULT_OK)
		*count = n;
	return r;
}

/* --- notices: by mail --- */

enum { NEXT_TRY = 14, SENDING };

static struct outbox_item
item_read(const struct sql_cell *row)
{
	return (struct outbox_item){
		.id = row[0].number,
		.escalation_id = row[1].number,
		.person_id = row[2].number,
		.kind = row[3].text,
		.reference = row[4].text,
		.mail = row[5].text,
		.mailbox = row[6].text,
		.duty_key = row[7].text,
		.due = row[8].time,
		.attempts = (int)row[9].number,
		.doubtful = row[10].number != 0,
		.active = row[11].number != 0,
		.holds = row[12].number != 0,
		.created = row[13].time,
		.next_try = INSTANT_NONE,
	};
}

enum result
store_outbox_due(struct store *st, instant now, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r =
	    sql_run(st, SQL_OUTBOX_DUE, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct outbox_item *all = ARENA_ARRAY(a, sql_count(st, SQL_OUTBOX_DUE), struct outbox_item);
	while (sql_next(st, SQL_OUTBOX_DUE, a, &row)) {
		all[n] = item_read(row);
		all[n].next_try = row[NEXT_TRY].time;
		/* Claimed, and never ended: whoever had it may have sent it. */
		all[n].doubtful = all[n].doubtful || row[SENDING].number != 0;
		n++;
	}
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_outbox_claim(struct store *st, struct outbox_item *item, instant until)
{
	enum result r = sql_run(st, SQL_OUTBOX_CLAIM,
	    SQL_VALUES(sql_instant(until), sql_int(item->id), sql_instant(item->next_try),
		sql_int(item->attempts)));

	if (r == RESULT_OK && st->affected == 0)
		return RESULT_CONFLICT;
	if (r == RESULT_OK)
		item->attempts++;
	return r;
}

struct ending {
	const struct outbox_item *item;
	const struct outbox_end *end;
};

static enum result
end_body(struct store *st, void *context)
{
	const struct ending *w = context;
	const struct outbox_end *end = w->end;
	const struct sql_value sent = sql_instant(end->sent ? end->now : INSTANT_NONE);
	enum result r = sql_run(st, SQL_OUTBOX_DONE,
	    SQL_VALUES(sql_int(end->next_try == INSTANT_NONE ? 3 : 1), sql_instant(end->next_try),
		sent, sql_string(end->error), sql_int(end->doubtful), sql_int(w->item->id)));

	if (r == RESULT_OK && end->sent)
		r = sql_run(st, SQL_DIGEST_SENT, SQL_VALUES(sent, sql_int(w->item->id)));
	if (r == RESULT_OK && end->undelivered)
		r = sql_run(st, SQL_UNDELIVERED_ADD,
		    SQL_VALUES(sql_int(w->item->id), sql_instant(end->now),
			sql_string(end->error ? end->error : "")));
	return r;
}

enum result
store_outbox_end(struct store *st, const struct outbox_item *item, const struct outbox_end *end)
{
	struct ending w = { item, end };

	return sql_transaction(st, &(struct sql_work){ .body = end_body, .context = &w });
}

/* --- notices: the digest of a morning --- */

enum result
store_digest_people(struct store *st, instant now, size_t limit, int64_t *out, size_t *count)
{
	struct arena *a = arena_new();
	const struct sql_cell *row;
	size_t n = 0;
	enum result r =
	    sql_run(st, SQL_DIGEST_PEOPLE, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	while (r == RESULT_OK && sql_next(st, SQL_DIGEST_PEOPLE, a, &row))
		out[n++] = row[0].number;
	arena_free(a);
	if (r == RESULT_OK)
		*count = n;
	return r;
}

struct gathering {
	int64_t person_id;
	day on;
	instant now;
};

static enum result
gather_body(struct store *st, void *context)
{
	const struct gathering *w = context;
	uint8_t once[DIGEST_SIZE];
	struct buffer b;
	enum result r;

	buffer_init(&b, 0);
	buffer_format(&b, "digest\n%lld\n%ld", (long long)w->person_id, (long)w->on);
	digest_sha256(&(struct digest_part){ b.data, b.length }, 1, once);
	buffer_clear(&b);
	r = sql_run(st, SQL_DIGEST_ADD,
	    SQL_VALUES(sql_bytes(once, 16), sql_int(w->person_id), sql_instant(w->now),
		sql_instant(w->now), sql_instant(w->now)));
	if (r == RESULT_CONFLICT && st->failure == SQL_DUPLICATE)
		return sql_run(
		    st, SQL_DIGEST_MISSED, SQL_VALUES(sql_int(w->person_id), sql_instant(w->now)));
	if (r != RESULT_OK)
		return r;
	return sql_run(st, SQL_DIGEST_FILL,
	    SQL_VALUES(
		sql_int((int64_t)st->insert_id), sql_int(w->person_id), sql_instant(w->now)));
}

enum result
store_digest_make(struct store *st, int64_t person_id, day on, instant now)
{
	struct gathering w = { person_id, on, now };

	return sql_transaction(st, &(struct sql_work){ .body = gather_body, .context = &w });
}

enum result
store_digest_items(struct store *st, int64_t digest, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r =
	    sql_run(st, SQL_DIGEST_ITEMS, SQL_VALUES(sql_int(digest), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct outbox_item *all =
	    ARENA_ARRAY(a, sql_count(st, SQL_DIGEST_ITEMS), struct outbox_item);
	while (sql_next(st, SQL_DIGEST_ITEMS, a, &row))
		all[n++] = item_read(row);
	*out = all;
	*count = n;
	return RESULT_OK;
}

/* --- dates: those that come, those that passed --- */

/* Both statements give the same columns, in the order of their own key. */
static enum result
dates_read(struct store *st, int id, instant now, size_t limit, struct arena *a,
    struct overdue_item **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, id, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct overdue_item *all = ARENA_ARRAY(a, sql_count(st, id), struct overdue_item);
	while (sql_next(st, id, a, &row))
		all[n++] = (struct overdue_item){
			.escalation_id = row[0].number,
			.key = row[1].text,
			.due = row[2].time,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_overdue(struct store *st, instant now, size_t limit, struct arena *a,
    struct overdue_item **out, size_t *count)
{
	return dates_read(st, SQL_OVERDUE, now, limit, a, out, count);
}

enum result
store_reminders(struct store *st, instant now, size_t limit, struct arena *a,
    struct overdue_item **out, size_t *count)
{
	return dates_read(st, SQL_REMINDERS, now, limit, a, out, count);
}

enum result
store_reminded(struct store *st, const struct overdue_item *item, instant next)
{
	return sql_run(st, SQL_REMINDED,
	    SQL_VALUES(sql_instant(next), sql_int(item->escalation_id), sql_string(item->key),
		sql_instant(item->due)));
}

enum result
store_overdue_told(struct store *st, int64_t escalation_id, const char *key)
{
	enum result r =
	    sql_run(st, SQL_OVERDUE_TOLD, SQL_VALUES(sql_int(escalation_id), sql_string(key)));

	return r == RESULT_OK && st->affected == 0 ? RESULT_CONFLICT : r;
}

enum result
store_sweep(struct store *st, instant now)
{
	const struct {
		int id;
		instant kept;
	} sweeps[] = {
		{ SQL_SWEEP_SESSIONS, session_kept },
		{ SQL_SWEEP_THROTTLE, throttle_kept },
		{ SQL_SWEEP_IDEMPOTENCY, idempotency_kept },
	};

	for (size_t i = 0; i < sizeof sweeps / sizeof *sweeps; i++) {
		enum result r =
		    sql_run(st, sweeps[i].id, SQL_VALUES(sql_instant(now - sweeps[i].kept)));
		if (r != RESULT_OK)
			return r;
	}
	return RESULT_OK;
}
