/*
 * store_clockwork.c - leases, notices to be sent, what is overdue, and sweeping up.
 */
#include "sql.h"

/* While somebody sends a notice nobody else does; if they die on it, it is tried again after this. */
static const instant sending = 5 * INSTANT_MINUTE;
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

/* --- notices --- */

/* A notice that is due, and what its row said: it is ours only if nobody took it since. */
struct due {
	struct outbox_item item;
	instant next_try;
};

static struct due
due_read(const struct sql_cell *row)
{
	return (struct due){
		.item = {
			.id = row[0].number, .kind = row[1].text, .reference = row[2].text, .mail = row[3].text,
			.mailbox = row[4].text, .due = row[5].time, .attempts = (int)row[6].number + 1,
		},
		.next_try = row[7].time,
	};
}

static enum result
due_claim(struct store *st, const struct due *d, instant now, bool *ours)
{
	enum result r = sql_run(st, SQL_OUTBOX_TAKE,
	    SQL_VALUES(sql_instant(now + sending), sql_int(d->item.id), sql_instant(d->next_try),
		sql_int(d->item.attempts - 1)));

	*ours = r == RESULT_OK && st->affected > 0;
	return r;
}

enum result
store_outbox_take(struct store *st, instant now, size_t limit, struct arena *a,
    struct outbox_item **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0, taken = 0;
	enum result r =
	    sql_run(st, SQL_OUTBOX_DUE, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct due *all = ARENA_ARRAY(a, sql_count(st, SQL_OUTBOX_DUE), struct due);
	while (sql_next(st, SQL_OUTBOX_DUE, a, &row))
		all[n++] = due_read(row);
	struct outbox_item *items = ARENA_ARRAY(a, n, struct outbox_item);
	for (size_t i = 0; i < n && r == RESULT_OK; i++) {
		bool ours;
		r = due_claim(st, &all[i], now, &ours);
		if (ours)
			items[taken++] = all[i].item;
	}
	/* What was taken before a failure is given all the same: it is ours, and waits to be sent. */
	if (r != RESULT_OK && taken == 0)
		return r;
	*out = items;
	*count = taken;
	return RESULT_OK;
}

enum result
store_outbox_done(struct store *st, int64_t id, bool sent, const char *error, instant next_try)
{
	if (sent)
		return sql_run(st, SQL_OUTBOX_SENT, SQL_VALUES(sql_int(id)));
	return sql_run(st, SQL_OUTBOX_FAILED,
	    SQL_VALUES(sql_instant(next_try), sql_string(error), sql_int(id)));
}

/* --- overdue --- */

enum result
store_overdue(struct store *st, instant now, size_t limit, struct arena *a,
    struct overdue_item **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r =
	    sql_run(st, SQL_OVERDUE, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct overdue_item *all = ARENA_ARRAY(a, sql_count(st, SQL_OVERDUE), struct overdue_item);
	while (sql_next(st, SQL_OVERDUE, a, &row))
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
