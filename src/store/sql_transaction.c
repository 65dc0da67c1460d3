/*
 * sql_transaction.c - all or nothing, and sent again only when that is safe.
 */
#include <errmsg.h>
#include <mysqld_error.h>
#include "sql.h"

static const int attempts_most = 5;

/* Leaves no transaction behind. When the connection is gone, so is what it had not committed. */
static void
roll_back(struct store *st)
{
	enum sql_failure failure = st->failure;
	unsigned error = st->error;
	const char *at = st->at;

	st->in_transaction = false;
	if (failure == SQL_LOST || sql_text_run(st, "ROLLBACK") != RESULT_OK)
		sql_disconnect(st);
	st->failure = failure;
	st->error = error;
	st->at = at;
}

/* *in_doubt: the COMMIT was sent and its answer never came. */
static enum result
attempt_once(struct store *st, const struct sql_work *work, bool *in_doubt)
{
	enum result r = sql_text_run(st, "START TRANSACTION");

	*in_doubt = false;
	if (r != RESULT_OK) {
		if (st->failure ==
		    SQL_LOST) /* while idle: there is nothing to undo, and another to be opened */
			sql_disconnect(st);
		return r;
	}
	st->in_transaction = true;
	r = work->body(st, work->context);
	/* Galera may end a transaction between two statements; a COMMIT would then 'succeed' having done nothing. */
	if (r == RESULT_OK && !(st->db->server_status & SERVER_STATUS_IN_TRANS))
		r = sql_error(st, ER_LOCK_DEADLOCK, "COMMIT");
	if (r == RESULT_OK) {
		r = sql_text_run(st, "COMMIT");
		*in_doubt = r != RESULT_OK && st->failure == SQL_LOST;
	}
	if (r == RESULT_OK)
		st->in_transaction = false;
	else
		roll_back(st);
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
			continue;
		}
		if (r == RESULT_OK || (st->failure != SQL_LOST && st->failure != SQL_AGAIN))
			return r;
	}
	return r;
}
