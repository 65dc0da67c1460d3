/*
 * sql_connect.c - opening a connection, and what the library's error codes mean.
 */
#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "sql_statement.h"

/* Each code is translated here, once. What is not listed is our own mistake: BUG. */
static const struct {
	unsigned error;
	enum result result;
	enum sql_failure failure;
} meanings[] = {
	{ ER_DUP_ENTRY, RESULT_CONFLICT, SQL_DUPLICATE },
	{ ER_LOCK_DEADLOCK, RESULT_CONFLICT, SQL_AGAIN }, /* also Galera's certification failure */
	{ ER_LOCK_WAIT_TIMEOUT, RESULT_CONFLICT, SQL_AGAIN },
	{ ER_CHECKREAD, RESULT_CONFLICT, SQL_AGAIN },
	{ ER_STATEMENT_TIMEOUT, RESULT_TIMEOUT, SQL_FAILED },
	{ ER_DATA_TOO_LONG, RESULT_LIMIT, SQL_FAILED },
	{ ER_NET_PACKET_TOO_LARGE, RESULT_LIMIT, SQL_LOST },
	{ ER_UNKNOWN_COM_ERROR, RESULT_UNAVAILABLE,
	    SQL_LOST }, /* 1047: this Galera node is not ready */
	{ ER_OPTION_PREVENTS_STATEMENT, RESULT_UNAVAILABLE,
	    SQL_LOST }, /* read_only: another node is the writer now */
	{ ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_QUERY_INTERRUPTED, RESULT_UNAVAILABLE, SQL_FAILED },
	{ ER_CONNECTION_KILLED, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_SERVER_SHUTDOWN, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_CON_COUNT_ERROR, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_TOO_MANY_USER_CONNECTIONS, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_ACCESS_DENIED_ERROR, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_DBACCESS_DENIED_ERROR, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_ACCOUNT_HAS_BEEN_LOCKED, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_BAD_DB_ERROR, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_HOST_IS_BLOCKED, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_HOST_NOT_PRIVILEGED, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_DISK_FULL, RESULT_UNAVAILABLE, SQL_FAILED },
	{ ER_RECORD_FILE_FULL, RESULT_UNAVAILABLE, SQL_FAILED },
	{ ER_NET_READ_ERROR, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_NET_READ_INTERRUPTED, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_NET_ERROR_ON_WRITE, RESULT_UNAVAILABLE, SQL_LOST },
	{ ER_NET_WRITE_INTERRUPTED, RESULT_UNAVAILABLE, SQL_LOST },
	{ CR_OUT_OF_MEMORY, RESULT_BUG, SQL_FAILED },
	{ CR_COMMANDS_OUT_OF_SYNC, RESULT_BUG, SQL_LOST },
	{ CR_PARAMS_NOT_BOUND, RESULT_BUG, SQL_FAILED },
};

enum result
sql_error(struct store *st, unsigned error, const char *at)
{
	st->error = error;
	st->at = at;
	st->failure = SQL_FAILED;
	for (size_t i = 0; i < sizeof(meanings) / sizeof(*meanings); i++) {
		if (meanings[i].error == error) {
			st->failure = meanings[i].failure;
			return meanings[i].result;
		}
	}
	/* 2000 and up are the client's own: the server could not be reached, or was lost on the way. */
	if (error >= CR_MIN_ERROR && error < 6000) {
		st->failure = SQL_LOST;
		return RESULT_UNAVAILABLE;
	}
	return RESULT_BUG;
}

/* Nothing is left to the library's defaults: they have no time limits, check no certificate, and let a
 * server ask for local files. */
static void
options_set(MYSQL *db, const struct store_settings *s, bool tcp)
{
	const my_bool yes = 1, no = 0;
	unsigned connect = s->connect_seconds, local_infile = 0;
	/* Longer than the server's own limit, so that the server's answer comes first. */
	unsigned wait = s->owner ? 600 : s->statement_seconds + 2;

	mysql_optionsv(db, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
	mysql_optionsv(db, MYSQL_OPT_READ_TIMEOUT, &wait);
	mysql_optionsv(db, MYSQL_OPT_WRITE_TIMEOUT, &wait);
	mysql_optionsv(db, MYSQL_OPT_RECONNECT, &no);
	mysql_optionsv(db, MYSQL_OPT_LOCAL_INFILE, &local_infile);
	mysql_optionsv(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	if (tcp) {
		/* Or 'localhost' would mean some socket. */
		enum mysql_protocol_type protocol = MYSQL_PROTOCOL_TCP;
		mysql_optionsv(db, MYSQL_OPT_PROTOCOL, &protocol);
		mysql_optionsv(db, MYSQL_OPT_SSL_ENFORCE, &yes);
		mysql_optionsv(db, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes);
		if (s->ca_file)
			mysql_optionsv(db, MYSQL_OPT_SSL_CA, s->ca_file);
	}
}

/* One cell of one row, as text; false when there is none. */
static bool
ask(struct store *st, const char *text, int column, char *out, size_t size)
{
	bool got = false;

	st->sent++;
	if (mysql_query(st->db, text))
		return false;
	MYSQL_RES *rows = mysql_store_result(st->db);
	MYSQL_ROW row = rows ? mysql_fetch_row(rows) : NULL;
	if (row && row[column]) {
		snprintf(out, size, "%s", row[column]);
		got = true;
	}
	mysql_free_result(rows);
	return got;
}

/*
 * A server that lets us in may still be of no use: a replica that takes no writes, or a Galera node that is
 * not part of the cluster (the library moves on to the next host only when the TCP connect fails).
 */
static enum result
server_check(struct store *st)
{
	char word[32];

	if (ask(st, "SELECT @@read_only", 0, word, sizeof word) && strcmp(word, "0") != 0)
		return sql_error(st, ER_OPTION_PREVENTS_STATEMENT, "connect");
	if (ask(st, "SELECT @@wsrep_on", 0, word, sizeof word) && strcmp(word, "1") == 0) {
		if (!ask(st, "SHOW GLOBAL STATUS LIKE 'wsrep_ready'", 1, word, sizeof word) ||
		    strcmp(word, "ON") != 0)
			return sql_error(st, ER_UNKNOWN_COM_ERROR, "connect");
		/* A worker may have written on another node just before: read what it wrote. */
		return sql_text_run(st, "SET SESSION wsrep_sync_wait=1");
	}
	return RESULT_OK;
}

static enum result
session_set(struct store *st)
{
	char text[512];

	/* READ COMMITTED: no gap locks, so writers of one queue do not wait for each other. */
	snprintf(text, sizeof text,
	    "SET SESSION time_zone='+00:00', sql_mode='STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
	    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY', "
	    "tx_isolation='READ-COMMITTED', innodb_lock_wait_timeout=%u, max_statement_time=%u, "
	    "group_concat_max_len=4194304",
	    st->settings.statement_seconds / 2 + 1,
	    st->settings.owner ? 0 : st->settings.statement_seconds);
	return sql_text_run(st, text);
}

static enum result
connect_to(struct store *st, const char *host)
{
	const struct store_settings *s = &st->settings;
	unsigned long flags = CLIENT_FOUND_ROWS | (s->owner ? CLIENT_MULTI_STATEMENTS : 0);

	st->db = mysql_init(NULL);
	if (!st->db)
		return sql_error(st, CR_OUT_OF_MEMORY, "connect");
	options_set(st->db, s, host != NULL);
	enum result r = RESULT_OK;
	if (!mysql_real_connect(st->db, host ? host : "localhost", s->user, s->password,
		s->database, s->port, host ? NULL : s->socket, flags))
		r = sql_error(st, mysql_errno(st->db), "connect");
	sql_pipe_begin(st);
	if (r == RESULT_OK)
		r = session_set(st);
	if (r == RESULT_OK)
		r = server_check(st);
	if (r != RESULT_OK)
		sql_disconnect(st);
	return r;
}

enum result
sql_connect(struct store *st)
{
	enum result r = RESULT_UNAVAILABLE;

	sql_disconnect(st);
	st->in_transaction = false;
	st->failure = SQL_FINE;
	if (st->settings.socket)
		return connect_to(st, NULL);
	for (const char *at = st->settings.host ? st->settings.host : ""; *at;) {
		char host[256];
		size_t length = strcspn(at, ", ");
		if (length > 0 && length < sizeof host) {
			memcpy(host, at, length);
			host[length] = '\0';
			r = connect_to(st, host);
			if (r == RESULT_OK)
				return r;
		}
		at += length;
		at += strspn(at, ", ");
	}
	st->failure = SQL_LOST;
	return r;
}
