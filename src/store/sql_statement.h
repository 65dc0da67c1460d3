/*
 * sql_statement.h - one prepared statement, as sql.c (which prepares it, binds values and gives rows) and sql_run.c
 * (which sends it and reads its answer) share it.
 */
#ifndef STORE_SQL_STATEMENT_H
#define STORE_SQL_STATEMENT_H

#include "sql.h"

/* Where the library puts one column of a row. */
struct sql_slot {
	int64_t number;
	MYSQL_TIME time;
	unsigned long length;
	my_bool null, error;
	char text[64]; /* most are this short: what is longer is fetched once more, by its length */
};

struct sql_statement {
	MYSQL_STMT *handle;
	unsigned params, columns, array_size; /* array_size: rows of values, as the library was last told; 0 = one */
	MYSQL_BIND *in, *out;
	MYSQL_TIME *times;
	struct sql_slot *slots;
	struct sql_cell *cells;
	bool open;                   /* rows are waiting */
	bool asked;                  /* by sql_ask(), and its answer not taken */
	bool awaited;                /* it was sent, somebody will ask, and its answer was not read yet */
	struct sql_trouble answered; /* what that answer was */
};

/* Prepared, on a connection that is opened if there is none. Reads every answer that is due before it prepares. */
enum result sql_statement_get(struct store *st, int id, struct sql_statement **out) MUST_USE;
/* The values of `step` into the statement; they, and what is made in `a` where they are many rows, are read when it is
 * sent, and no longer. */
enum result sql_statement_bind(
    struct store *st, struct sql_statement *s, const struct sql_step *step, struct arena *a) MUST_USE;

/* Reads the answers to all that was sent; none of them is the answer to what is asked next. (sql_run.c) */
void sql_answers_read(struct store *st);
/* What was sent is of no interest any more: its connection was closed. (sql_run.c) */
void sql_pipe_forget(struct store *st);
/* Whether the library can send without reading. (sql_run.c) */
void sql_pipe_begin(struct store *st);
/* Of a clock that is never set. (sql_run.c) */
int64_t sql_seconds_now(void);
/* What began then has used up the time of a statement, and is not sent again: the person is waiting, and a server that
 * hangs would be asked to hang again. Never for the owner, whose statements have no limit. (sql_run.c) */
bool sql_time_is_up(const struct store *st, int64_t began);
/* A loss that took as long as a statement may take is a server that did not answer: TIMEOUT. (sql_run.c) */
enum result sql_outcome(const struct store *st, enum result r, int64_t began) MUST_USE;
/* COMMIT, ROLLBACK: as they are, in the mode in which the connection is. (sql_run.c) */
enum result sql_transaction_text_run(struct store *st, const char *text) MUST_USE;
/* The first failure among what sql_write() sent, once all answers are read; OK leaves failure, error and at as they
 * were. (sql_run.c) */
enum result sql_writes_settle(struct store *st) MUST_USE;

#endif
