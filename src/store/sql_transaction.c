/*
 * sql_transaction.c - all or nothing, and sent again only when that is safe.
 */
#include <errmsg.h>
#include <mysqld_error.h>
#include "sql_statement.h"

static const int attempts_most = 5;

/* Leaves no transaction behind. When the connection is gone, so is what it had not committed. */
static void
roll_back(struct store *st)
{
	enum sql_failure failure = st->failure;
	unsigned error = st->error;
	const char *at = st->at;

	if (failure == SQL_LOST || sql_transaction_text_run(st, "ROLLBACK") != RESULT_OK)
		sql_disconnect(st);
	st->failure = failure;
	st->error = error;
	st->at = at;
}

/* What the body has sent is known to have been done before it is committed. */
static enum result
body_run(struct store *st, const struct sql_work *work)
{
	enum result r = work->body(st, work->context);
	enum result unseen = sql_writes_settle(st);

	return unseen != RESULT_OK ? unseen : r;
}

/* There is no statement that begins: the first one of the body takes the mode with it. *in_doubt: the COMMIT was sent and
 * its answer never came. */
static enum result
attempt_once(struct store *st, const struct sql_work *work, bool *in_doubt)
{
	uint64_t sent = st->sent;

	*in_doubt = false;
	st->spoilt = (struct sql_trouble){ .result = RESULT_OK };
	st->in_transaction = true;
	enum result r = body_run(st, work);
	/* Galera may end a transaction between two statements; a COMMIT would then 'succeed' having done nothing. */
	if (r == RESULT_OK && st->sent != sent && !(st->db->server_status & SERVER_STATUS_IN_TRANS))
		r = sql_error(st, ER_LOCK_DEADLOCK, "COMMIT");
	if (r == RESULT_OK && st->sent != sent) {
		r = sql_transaction_text_run(st, "COMMIT");
		*in_doubt = r != RESULT_OK && st->failure == SQL_LOST;
	}
	if (r != RESULT_OK)
		roll_back(st);
	st->spoilt = (struct sql_trouble){ .result = RESULT_OK };
	st->in_transaction = false;
	return r;
}

/* OK: it was committed after all. NOT_FOUND: it was not, and may be sent again. Else: nobody knows, for now. */
static enum result
doubt_settle(struct store *st, const struct sql_work *work)
{
	enum result r = sql_connect(st);

	if (r != RESULT_OK)
		return RESULT_UNAVAILABLE;
	return work->landed ? work->landed(st, work->context) : RESULT_NOT_FOUND;
}

enum result
sql_transaction(struct store *st, const struct sql_work *work)
{
	enum result r = RESULT_UNAVAILABLE;
	int64_t began = sql_seconds_now();

	/* Part of a larger one: that one is sent again, or undone, as a whole. */
	if (st->in_transaction)
		return work->body(st, work->context);
	for (int attempt = 0; attempt < attempts_most; attempt++) {
		bool in_doubt;
		if (!st->db && (r = sql_connect(st)) != RESULT_OK)
			return r;
		st->failure = SQL_FINE;
		r = attempt_once(st, work, &in_doubt);
		if (in_doubt) {
			enum result settled = doubt_settle(st, work);
			if (settled != RESULT_NOT_FOUND)
				return settled;
		} else if (r == RESULT_OK || (st->failure != SQL_LOST && st->failure != SQL_AGAIN)) {
			return r;
		}
		if (sql_time_is_up(st, began))
			break;
	}
	return sql_outcome(st, r, began);
}
