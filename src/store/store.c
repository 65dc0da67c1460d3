/*
 * store.c - opening and closing a store.
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "parley/digest.h"
#include "parley/store.h"
#include "parley/store_instance.h"
#include "sql_statement.h"

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

/* The library's own first call is not safe when two threads make it at the same time. */
static void
library_begin(void)
{
	if (mysql_library_init(0, NULL, NULL))
		abort();
}

static char *
copy_of(const char *s)
{
	char *copy = s ? strdup(s) : NULL;

	if (s && !copy)
		abort();
	return copy;
}

static void
drop(const char *s)
{
	free((void *)(uintptr_t)s);
}

static void
settings_copy(struct store_settings *to, const struct store_settings *from)
{
	*to = *from;
	to->socket = copy_of(from->socket);
	to->host = copy_of(from->host);
	to->ca_file = copy_of(from->ca_file);
	to->database = copy_of(from->database);
	to->user = copy_of(from->user);
	to->password = copy_of(from->password);
	to->worker = copy_of(from->worker);
	if (to->connect_seconds == 0)
		to->connect_seconds = 3;
	if (to->statement_seconds == 0)
		to->statement_seconds = 10;
}

static void
settings_clear(struct store_settings *s)
{
	if (s->password)
		secret_wipe((void *)(uintptr_t)s->password, strlen(s->password));
	drop(s->socket);
	drop(s->host);
	drop(s->ca_file);
	drop(s->database);
	drop(s->user);
	drop(s->password);
	drop(s->worker);
}

enum result
store_open(const struct store_settings *s, struct store **out, struct fault *f)
{
	struct store *st = calloc(1, sizeof *st);

	if (!st)
		abort();
	pthread_once(&library_once, library_begin);
	settings_copy(&st->settings, s);
	enum result r = sql_connect(st);
	if (r != RESULT_OK) {
		if (f)
			fault_set(f, r, "database-down",
			    "The database does not answer (error %u). Try again later.", st->error);
		store_close(st);
		return r;
	}
	*out = st;
	return RESULT_OK;
}

void
store_close(struct store *st)
{
	if (!st)
		return;
	sql_disconnect(st);
	settings_clear(&st->settings);
	free(st);
}

const char *
store_trouble(struct store *st)
{
	if (st->failure == SQL_FINE)
		return "";
	/* A statement that was sent as text is named by its first word; there are no values in those. */
	int name = st->at ? (int)strcspn(st->at, " ") : 0;
	snprintf(st->trouble, sizeof st->trouble, "error %u at %.*s", st->error, name,
	    st->at ? st->at : "");
	return st->trouble;
}

enum result
store_check(struct store *st)
{
	struct instance unused;

	return store_instance(st, &unused);
}

enum result
store_counts(struct store *st, struct store_counts *out)
{
	uint64_t rows = 0;

	if (!st->db)
		return RESULT_UNAVAILABLE;
	sql_answers_read(st);
	if (mysql_query(st->db, "SHOW SESSION STATUS LIKE 'Handler\\_read\\_%'"))
		return sql_error(st, mysql_errno(st->db), "SHOW");
	MYSQL_RES *all = mysql_store_result(st->db);
	for (MYSQL_ROW row; all && (row = mysql_fetch_row(all));)
		rows += strtoull(row[1], NULL, 10);
	mysql_free_result(all);
	*out = (struct store_counts){ .statements = st->sent, .rows_read = rows };
	return RESULT_OK;
}
