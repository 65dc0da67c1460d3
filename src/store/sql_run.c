/*
 * sql_run.c - sending statements and reading their answers, one after the other or several in one wait.
 *
 * The library can be told to send a statement and leave its answer unread (MARIADB_OPT_SKIP_READ_RESPONSE, "asynchronous
 * statements"); the answer is then read by the method that it would have called itself. The server does one after the
 * other, and answers in that order. What is sent behind a statement that fails is still done. So a transaction is run
 * with autocommit=0: behind a deadlock, which ends the transaction, statements begin another one, and that is rolled
 * back; with START TRANSACTION each of them would be committed by itself.
 */
#include <errmsg.h>
#include <string.h>
#include <time.h>
#include "parley/arena.h"
#include "sql_statement.h"

enum { TEXT = -1 };

/* --- what is in flight --- */

void
sql_pipe_begin(struct store *st)
{
	const my_bool no = 0;

	st->pipelined = st->db->methods && st->db->methods->db_read_execute_response &&
	    mysql_optionsv(st->db, MARIADB_OPT_SKIP_READ_RESPONSE, &no) == 0;
}

void
sql_pipe_forget(struct store *st)
{
	st->flight_count = 0;
	st->autocommit_off = false;
	if (st->ahead.state == SQL_AHEAD_SENT)
		st->ahead.state = SQL_AHEAD_WANTED;
	st->spoilt = (struct sql_trouble){ .result = RESULT_OK };
}

static struct sql_trouble
trouble_now(const struct store *st, enum result r)
{
	return (struct sql_trouble){ r, st->failure, st->error, st->at };
}

static enum result
trouble_tell(struct store *st, const struct sql_trouble *t)
{
	st->failure = t->failure;
	st->error = t->error;
	st->at = t->at;
	return t->result;
}

/* Without a library that can, this is where the statement is sent too. */
static enum result
statement_answer(struct store *st, const struct sql_flight *f)
{
	struct sql_statement *s = st->statements[f->id];
	MYSQL_STMT *h = s->handle;
	bool bad = st->pipelined ? st->db->methods->db_read_execute_response(h) != 0
				 : mysql_stmt_execute(h) != 0;

	if (bad || (s->columns > 0 && mysql_stmt_store_result(h)))
		return sql_error(st, mysql_stmt_errno(h), sql_table_name(f->id));
	s->open = s->columns > 0;
	st->affected = mysql_stmt_affected_rows(h);
	st->insert_id = mysql_stmt_insert_id(h);
	if (f->must_find && st->affected == 0) {
		/* Somebody wrote since it was read: what is read anew tells what. */
		st->failure = SQL_AGAIN;
		return RESULT_CONFLICT;
	}
	return RESULT_OK;
}

static enum result
text_answer(struct store *st, const struct sql_flight *f)
{
	bool bad = st->pipelined ? mysql_read_query_result(st->db) != 0
				 : mysql_query(st->db, f->text) != 0;

	if (!bad || sql_error(st, mysql_errno(st->db), f->text) == RESULT_OK)
		return RESULT_OK;
	/* A mode that could not be set: nothing may be done on this connection. */
	st->failure = SQL_LOST;
	return RESULT_UNAVAILABLE;
}

/* The oldest. What fails is remembered where it will be asked for. */
static void
flight_read(struct store *st)
{
	struct sql_flight f = st->flights[st->flight_first];
	struct sql_trouble before = trouble_now(st, RESULT_OK), after;

	st->flight_first = (st->flight_first + 1) % SQL_FLIGHTS;
	st->flight_count--;
	st->failure = SQL_FINE;
	enum result r = f.id == TEXT ? text_answer(st, &f) : statement_answer(st, &f);
	after = trouble_now(st, r);
	(void)trouble_tell(st, &before);
	if (f.awaited) {
		st->statements[f.id]->awaited = false;
		st->statements[f.id]->answered = after;
	} else if (r != RESULT_OK && st->spoilt.result == RESULT_OK) {
		st->spoilt = after;
	}
}

void
sql_answers_read(struct store *st)
{
	while (st->flight_count > 0)
		flight_read(st);
}

static void
flight_add(struct store *st, struct sql_flight f)
{
	st->flights[(st->flight_first + st->flight_count++) % SQL_FLIGHTS] = f;
	if (!st->pipelined)
		flight_read(st);
}

static void
room_make(struct store *st)
{
	while (st->flight_count == SQL_FLIGHTS)
		flight_read(st);
	st->sent++;
}

/* --- sending --- */

/* Every statement finds the connection in the mode that it needs; the change goes with it, and costs no wait. Nothing may
 * be open when it is switched on, or that would be committed: in_transaction is true until COMMIT or ROLLBACK is done. */
static enum result
mode_send(struct store *st)
{
	static const char on[] = "SET autocommit=1", off[] = "SET autocommit=0";
	const char *text = st->in_transaction ? off : on;

	if (st->in_transaction == st->autocommit_off)
		return RESULT_OK;
	room_make(st);
	if (st->pipelined && mysql_send_query(st->db, text, (unsigned long)strlen(text)))
		return sql_error(st, mysql_errno(st->db), text);
	st->autocommit_off = st->in_transaction;
	flight_add(st, (struct sql_flight){ .id = TEXT, .text = text });
	return RESULT_OK;
}

/* A write goes behind autocommit=0 only when that is known to hold: else it would be committed. The other way round it would
 * not be, and be undone with the connection. */
static enum result
mode_take(struct store *st, const struct sql_statement *s)
{
	bool was_off = st->autocommit_off;
	enum result r = mode_send(st);

	if (r == RESULT_OK && st->autocommit_off && !was_off && s->columns == 0)
		r = sql_writes_settle(st);
	return r;
}

/* Only round the sending: a PREPARE would not be answered either. */
static bool
execute_only(struct store *st, MYSQL_STMT *h)
{
	const my_bool yes = 1, no = 0;

	mysql_optionsv(st->db, MARIADB_OPT_SKIP_READ_RESPONSE, &yes);
	bool good = mysql_stmt_execute(h) == 0;
	mysql_optionsv(st->db, MARIADB_OPT_SKIP_READ_RESPONSE, &no);
	return good;
}

static enum result
step_send(struct store *st, struct sql_statement *s, const struct sql_step *step, struct sql_flight f)
{
	struct arena *a = step->rows > 1 ? arena_new() : NULL;

	/* Its rows are somebody's until they are let go of, or it is used again. */
	while (s->awaited)
		flight_read(st);
	sql_end(st, step->id);
	s->asked = false;
	room_make(st);
	enum result r = sql_statement_bind(st, s, step, a);
	if (r == RESULT_OK && st->pipelined && !execute_only(st, s->handle))
		r = sql_error(st, mysql_stmt_errno(s->handle), sql_table_name(step->id));
	f.id = step->id;
	if (r == RESULT_OK) {
		s->awaited = f.awaited;
		flight_add(st, f);
	}
	if (a)
		arena_free(a);
	return r;
}

/* --- running --- */

static enum result
answer_of(struct store *st, struct sql_statement *s)
{
	while (s->awaited)
		flight_read(st);
	return trouble_tell(st, st->spoilt.result != RESULT_OK ? &st->spoilt : &s->answered);
}

/* What cannot be sent is run when it is needed, and fails then. */
static void
ahead_send(struct store *st, struct sql_statement *s)
{
	struct sql_value text = sql_string(st->ahead.text);
	struct sql_step step = { st->ahead.id, &text, 1, 0 };
	enum result r = step_send(st, s, &step, (struct sql_flight){ .awaited = true });

	st->ahead.state = r == RESULT_OK ? SQL_AHEAD_SENT : SQL_AHEAD_NONE;
}

static enum result
run_once(struct store *st, const struct sql_step *step)
{
	bool with = st->ahead.state == SQL_AHEAD_WANTED && !st->in_transaction && st->ahead.id != step->id;
	struct sql_statement *s = NULL, *behind = NULL;
	enum result r = RESULT_OK;

	/* Both are prepared before one is sent. */
	if (with)
		r = sql_statement_get(st, st->ahead.id, &behind);
	if (r == RESULT_OK)
		r = sql_statement_get(st, step->id, &s);
	if (r == RESULT_OK)
		r = mode_take(st, s);
	if (r == RESULT_OK)
		r = step_send(st, s, step, (struct sql_flight){ .awaited = true });
	if (r == RESULT_OK && with && st->pipelined)
		ahead_send(st, behind);
	return r == RESULT_OK ? answer_of(st, s) : r;
}

int64_t
sql_seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec;
}

bool
sql_time_is_up(const struct store *st, int64_t began)
{
	return !st->settings.owner && sql_seconds_now() - began >= (int64_t)st->settings.statement_seconds;
}

/* Whether a single statement that failed may be sent once more. */
static bool
again(struct store *st, int attempt, int64_t began)
{
	if (st->in_transaction || attempt >= 2)
		return false;
	if (st->failure == SQL_LOST) {
		bool was_open = st->db != NULL;
		sql_disconnect(st);
		return was_open && attempt == 0 && !sql_time_is_up(st, began);
	}
	return st->failure == SQL_AGAIN;
}

enum result
sql_outcome(const struct store *st, enum result r, int64_t began)
{
	if (r == RESULT_UNAVAILABLE && st->failure == SQL_LOST && sql_time_is_up(st, began))
		return RESULT_TIMEOUT;
	return r;
}

static enum result
step_run(struct store *st, const struct sql_step *step)
{
	int64_t began = sql_seconds_now();

	for (int attempt = 0;; attempt++) {
		st->failure = SQL_FINE;
		enum result r =
		    st->in_transaction && !st->db ? RESULT_UNAVAILABLE : run_once(st, step);
		if (r == RESULT_OK || !again(st, attempt, began))
			return sql_outcome(st, r, began);
	}
}

enum result
sql_run(struct store *st, int id, const struct sql_value *in, size_t count)
{
	return step_run(st, &(struct sql_step){ id, in, count, 0 });
}

enum result
sql_run_rows(struct store *st, int id, const struct sql_value *in, size_t columns, size_t rows)
{
	return rows > 0 ? step_run(st, &(struct sql_step){ id, in, columns, rows }) : RESULT_OK;
}

/* --- waited for later --- */

enum result
sql_ask(struct store *st, int id, const struct sql_value *in, size_t count)
{
	struct sql_statement *s;
	enum result r = sql_statement_get(st, id, &s);

	if (r == RESULT_OK)
		r = mode_take(st, s);
	if (r == RESULT_OK)
		r = step_send(st, s, &(struct sql_step){ id, in, count, 0 }, (struct sql_flight){ .awaited = true });
	if (r == RESULT_OK)
		s->asked = true;
	return r;
}

enum result
sql_answer(struct store *st, int id)
{
	struct sql_statement *s = st->statements[id];

	if (!s || !s->asked) {
		st->failure = SQL_LOST;
		return RESULT_UNAVAILABLE;
	}
	s->asked = false;
	return answer_of(st, s);
}

/* --- sent before it is known whether it is needed --- */

void
sql_ahead(struct store *st, int id, const char *text)
{
	size_t size = strlen(text) + 1;

	sql_ahead_end(st);
	if (size > sizeof st->ahead.text)
		return;
	memcpy(st->ahead.text, text, size);
	st->ahead.id = id;
	st->ahead.state = SQL_AHEAD_WANTED;
}

enum result
sql_run_ahead(struct store *st, int id, const char *text)
{
	bool sent = st->ahead.state == SQL_AHEAD_SENT && st->ahead.id == id && strcmp(st->ahead.text, text) == 0;

	if (sent) {
		st->ahead.state = SQL_AHEAD_NONE;
		if (answer_of(st, st->statements[id]) == RESULT_OK)
			return RESULT_OK;
	}
	sql_ahead_end(st);
	return sql_run(st, id, SQL_VALUES(sql_string(text)));
}

void
sql_ahead_end(struct store *st)
{
	if (st->ahead.state == SQL_AHEAD_SENT) {
		while (st->statements[st->ahead.id]->awaited)
			flight_read(st);
		sql_end(st, st->ahead.id);
	}
	st->ahead.state = SQL_AHEAD_NONE;
}

/* --- not waiting --- */

static enum result
step_write(struct store *st, const struct sql_step *step, bool must_find)
{
	struct sql_statement *s;

	if (!st->in_transaction)
		return step_run(st, step);
	st->failure = SQL_FINE;
	if (!st->db)
		return RESULT_UNAVAILABLE;
	enum result r = sql_statement_get(st, step->id, &s);
	/* All of it will be undone: no more of it. */
	if (r == RESULT_OK && st->spoilt.result != RESULT_OK)
		return trouble_tell(st, &st->spoilt);
	if (r == RESULT_OK)
		r = mode_take(st, s);
	return r == RESULT_OK ? step_send(st, s, step, (struct sql_flight){ .must_find = must_find }) : r;
}

enum result
sql_write(struct store *st, int id, const struct sql_value *in, size_t count)
{
	return step_write(st, &(struct sql_step){ id, in, count, 0 }, false);
}

enum result
sql_write_found(struct store *st, int id, const struct sql_value *in, size_t count)
{
	return st->in_transaction ? step_write(st, &(struct sql_step){ id, in, count, 0 }, true) : RESULT_BUG;
}

enum result
sql_write_rows(struct store *st, int id, const struct sql_value *in, size_t columns, size_t rows)
{
	return rows > 0 ? step_write(st, &(struct sql_step){ id, in, columns, rows }, false) : RESULT_OK;
}

enum result
sql_writes_settle(struct store *st)
{
	sql_answers_read(st);
	return st->spoilt.result == RESULT_OK ? RESULT_OK : trouble_tell(st, &st->spoilt);
}

/* --- as text --- */

static enum result
text_run(struct store *st, const char *text)
{
	st->sent++;
	if (mysql_real_query(st->db, text, (unsigned long)strlen(text)))
		return sql_error(st, mysql_errno(st->db), text);
	for (int more = 0; more == 0; more = mysql_next_result(st->db)) {
		MYSQL_RES *rows = mysql_store_result(st->db);
		mysql_free_result(rows);
	}
	if (mysql_errno(st->db))
		return sql_error(st, mysql_errno(st->db), text);
	return RESULT_OK;
}

enum result
sql_transaction_text_run(struct store *st, const char *text)
{
	st->failure = SQL_FINE;
	if (!st->db) {
		st->failure = SQL_LOST;
		return RESULT_UNAVAILABLE;
	}
	sql_answers_read(st);
	return text_run(st, text);
}

enum result
sql_text_run(struct store *st, const char *text)
{
	st->failure = SQL_FINE;
	if (st->db) {
		enum result r = mode_send(st);
		if (r != RESULT_OK)
			return r;
	}
	enum result r = sql_transaction_text_run(st, text);
	return st->spoilt.result == RESULT_OK ? r : trouble_tell(st, &st->spoilt);
}
