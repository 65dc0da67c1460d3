/*
 * sql.c - prepared statements: values in, rows out. sql_run.c sends them.
 */
#include <errmsg.h>
#include <stdlib.h>
#include <string.h>
#include "parley/arena.h"
#include "sql_statement.h"

/* --- values --- */

struct sql_value
sql_null(void)
{
	return (struct sql_value){ .kind = SQL_KIND_NULL };
}

struct sql_value
sql_int(int64_t n)
{
	return (struct sql_value){ .kind = SQL_KIND_INT, .number = n };
}

struct sql_value
sql_string(const char *s)
{
	if (!s)
		return sql_null();
	return (struct sql_value){ .kind = SQL_KIND_TEXT, .bytes = s, .length = strlen(s) };
}

struct sql_value
sql_bytes(const void *p, size_t length)
{
	if (!p)
		return sql_null();
	return (struct sql_value){ .kind = SQL_KIND_BYTES, .bytes = p, .length = length };
}

struct sql_value
sql_instant(instant t)
{
	if (t == INSTANT_NONE)
		return sql_null();
	return (struct sql_value){ .kind = SQL_KIND_TIME, .number = t };
}

/* Midnight of that day in UTC, as a DATE is read too: days since the epoch, without any zone. */
struct sql_value
sql_day(day d)
{
	return sql_instant(d == DAY_NONE ? INSTANT_NONE : d * 24 * INSTANT_HOUR);
}

day
sql_day_of(const struct sql_cell *cell)
{
	return cell->time == INSTANT_NONE ? DAY_NONE : (day)(cell->time / (24 * INSTANT_HOUR));
}

static MYSQL_TIME
time_from(instant t)
{
	int64_t seconds = t / INSTANT_SECOND, micro = t % INSTANT_SECOND;
	int year, month, of_month;

	if (micro < 0) {
		micro += INSTANT_SECOND;
		seconds--;
	}
	int64_t days = seconds / 86400, rest = seconds % 86400;
	if (rest < 0) {
		rest += 86400;
		days--;
	}
	day_to_civil((day)days, &year, &month, &of_month);
	return (MYSQL_TIME){
		.year = (unsigned)year,
		.month = (unsigned)month,
		.day = (unsigned)of_month,
		.hour = (unsigned)(rest / 3600),
		.minute = (unsigned)(rest / 60 % 60),
		.second = (unsigned)(rest % 60),
		.second_part = (unsigned long)micro,
		.time_type = MYSQL_TIMESTAMP_DATETIME,
	};
}

static instant
time_to(const MYSQL_TIME *t)
{
	day d = day_from_civil((int)t->year, (int)t->month, (int)t->day);

	if (d == DAY_NONE)
		return INSTANT_NONE;
	int64_t seconds = (int64_t)d * 86400 + t->hour * 3600 + t->minute * 60 + t->second;
	return seconds * INSTANT_SECOND + (int64_t)t->second_part;
}

/* --- preparing --- */

static void
statement_free(struct sql_statement *s)
{
	if (!s)
		return;
	if (s->handle)
		mysql_stmt_close(s->handle);
	free(s->in);
	free(s->out);
	free(s->times);
	free(s->slots);
	free(s->cells);
	free(s);
}

void
sql_disconnect(struct store *st)
{
	for (int id = 0; id < SQL_TOTAL; id++) {
		statement_free(st->statements[id]);
		st->statements[id] = NULL;
	}
	if (st->db)
		mysql_close(st->db);
	st->db = NULL;
	sql_pipe_forget(st);
	/* Another server, or a restored one, may have others. */
	free(st->queues);
	st->queues = NULL;
}

static void *
room_for(unsigned count, size_t size)
{
	void *p = calloc(count > 0 ? count : 1, size);

	if (!p)
		abort();
	return p;
}

/* Numbers into 64 bits, times into MYSQL_TIME, all else is text of any length. */
static void
columns_bind(struct sql_statement *s, const MYSQL_FIELD *fields)
{
	for (unsigned i = 0; i < s->columns; i++) {
		MYSQL_BIND *b = &s->out[i];
		struct sql_slot *slot = &s->slots[i];
		*b = (MYSQL_BIND){
			.length = &slot->length, .is_null = &slot->null, .error = &slot->error
		};
		switch (fields[i].type) {
		case MYSQL_TYPE_TINY:
		case MYSQL_TYPE_SHORT:
		case MYSQL_TYPE_INT24:
		case MYSQL_TYPE_LONG:
		case MYSQL_TYPE_LONGLONG:
			b->buffer_type = MYSQL_TYPE_LONGLONG;
			b->buffer = &slot->number;
			break;
		case MYSQL_TYPE_DATETIME:
		case MYSQL_TYPE_TIMESTAMP:
		case MYSQL_TYPE_DATE:
			b->buffer_type = MYSQL_TYPE_DATETIME;
			b->buffer = &slot->time;
			break;
		default:
			b->buffer_type = MYSQL_TYPE_STRING;
			b->buffer = slot->text;
			b->buffer_length = sizeof slot->text;
			break;
		}
	}
}

/* What columns are called is not read again. The library keeps it, and where the server sends no description with an answer
 * (MARIADB_CLIENT_CACHE_METADATA) copies it for each one: seven texts a column, 400 instructions. It skips what is NULL. */
static void
columns_forget_names(MYSQL_FIELD *fields, unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		MYSQL_FIELD *f = &fields[i];

		f->name = f->org_name = f->table = f->org_table = f->db = f->catalog = f->def = NULL;
		f->name_length = f->org_name_length = f->table_length = f->org_table_length = 0;
		f->db_length = f->catalog_length = f->def_length = 0;
		f->extension = NULL;
	}
}

static enum result
statement_prepare(struct store *st, int id, struct sql_statement *s)
{
	struct arena *a = arena_new();
	const char *text = sql_table_text(id, a);
	enum result r = RESULT_OK;

	s->handle = mysql_stmt_init(st->db);
	if (!s->handle)
		abort();
	st->sent++;
	if (mysql_stmt_prepare(s->handle, text, (unsigned long)strlen(text)))
		r = sql_error(st, mysql_stmt_errno(s->handle), sql_table_name(id));
	arena_free(a);
	if (r != RESULT_OK)
		return r;
	s->params = (unsigned)mysql_stmt_param_count(s->handle);
	s->columns = mysql_stmt_field_count(s->handle);
	s->in = room_for(s->params, sizeof *s->in);
	s->times = room_for(s->params, sizeof *s->times);
	s->out = room_for(s->columns, sizeof *s->out);
	s->slots = room_for(s->columns, sizeof *s->slots);
	s->cells = room_for(s->columns, sizeof *s->cells);
	if (s->columns == 0)
		return RESULT_OK;
	MYSQL_RES *about = mysql_stmt_result_metadata(s->handle);
	columns_bind(s, mysql_fetch_fields(about));
	mysql_free_result(about);
	columns_forget_names(s->handle->fields, s->columns);
	if (mysql_stmt_bind_result(s->handle, s->out))
		return sql_error(st, mysql_stmt_errno(s->handle), sql_table_name(id));
	return RESULT_OK;
}

enum result
sql_statement_get(struct store *st, int id, struct sql_statement **out)
{
	if (!st->db) {
		enum result r = sql_connect(st);
		if (r != RESULT_OK)
			return r;
	}
	if (!st->statements[id]) {
		struct sql_statement *s = room_for(1, sizeof *s);
		sql_answers_read(st); /* the library reads the answer to a PREPARE next */
		enum result r = statement_prepare(st, id, s);
		if (r != RESULT_OK) {
			statement_free(s);
			return r;
		}
		st->statements[id] = s;
	}
	*out = st->statements[id];
	return RESULT_OK;
}

/* --- binding --- */

static void
value_bind(MYSQL_BIND *b, MYSQL_TIME *time, const struct sql_value *v)
{
	*b = (MYSQL_BIND){ .buffer_type = MYSQL_TYPE_NULL };
	switch (v->kind) {
	case SQL_KIND_NULL:
		break;
	case SQL_KIND_INT:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = (void *)(uintptr_t)&v->number;
		break;
	case SQL_KIND_TIME:
		*time = time_from(v->number);
		b->buffer_type = MYSQL_TYPE_DATETIME;
		b->buffer = time;
		break;
	case SQL_KIND_TEXT:
	case SQL_KIND_BYTES:
		b->buffer_type = v->kind == SQL_KIND_TEXT ? MYSQL_TYPE_STRING : MYSQL_TYPE_BLOB;
		b->buffer = (void *)(uintptr_t)v->bytes;
		b->buffer_length = (unsigned long)v->length;
		break;
	}
}

/* One parameter as the library wants it for many rows: an array of its values, and which of them are NULL. */
static void
column_bind(struct arena *a, MYSQL_BIND *b, const struct sql_value *in, size_t columns, size_t rows)
{
	char *nulls = arena_alloc(a, rows);
	unsigned long *lengths = ARENA_ARRAY(a, rows, unsigned long);
	int64_t *numbers = ARENA_ARRAY(a, rows, int64_t);
	const void **pointers =
	    ARENA_ARRAY(a, rows, const void *); /* texts and times go by address */
	enum sql_kind kind = SQL_KIND_NULL;

	for (size_t i = 0; i < rows; i++) {
		const struct sql_value *v = &in[i * columns];
		nulls[i] = v->kind == SQL_KIND_NULL ? STMT_INDICATOR_NULL : STMT_INDICATOR_NONE;
		if (v->kind == SQL_KIND_NULL)
			continue;
		kind = v->kind;
		numbers[i] = v->number;
		lengths[i] = (unsigned long)v->length;
		pointers[i] = v->bytes;
		if (kind == SQL_KIND_TIME) {
			MYSQL_TIME *time = ARENA_NEW(a, MYSQL_TIME);
			*time = time_from(v->number);
			pointers[i] = time;
		}
	}
	*b = (MYSQL_BIND){ .buffer = pointers, .length = lengths, .u.indicator = nulls };
	switch (kind) {
	case SQL_KIND_INT:
		b->buffer_type = MYSQL_TYPE_LONGLONG;
		b->buffer = numbers;
		break;
	case SQL_KIND_TIME:
		b->buffer_type = MYSQL_TYPE_DATETIME;
		break;
	case SQL_KIND_BYTES:
		b->buffer_type = MYSQL_TYPE_BLOB;
		break;
	case SQL_KIND_TEXT:
	case SQL_KIND_NULL:
		b->buffer_type = MYSQL_TYPE_STRING;
		break;
	}
}

enum result
sql_statement_bind(struct store *st, struct sql_statement *s, const struct sql_step *step, struct arena *a)
{
	bool many = step->rows > 1;

	if (step->count != s->params || (many && s->columns > 0))
		return sql_error(st, CR_PARAMS_NOT_BOUND, sql_table_name(step->id));
	for (size_t i = 0; i < step->count; i++) {
		if (many)
			column_bind(a, &s->in[i], step->in + i, step->count, step->rows);
		else
			value_bind(&s->in[i], &s->times[i], &step->in[i]);
	}
	/* Before the values: with how many there are the library reads them differently. */
	unsigned size = many ? (unsigned)step->rows : 0;
	if (size != s->array_size)
		mysql_stmt_attr_set(s->handle, STMT_ATTR_ARRAY_SIZE, &size);
	s->array_size = size;
	if (step->count > 0 && mysql_stmt_bind_param(s->handle, s->in))
		return sql_error(st, mysql_stmt_errno(s->handle), sql_table_name(step->id));
	return RESULT_OK;
}

/* --- rows --- */

static const char *
text_read(MYSQL_STMT *h, unsigned i, const struct sql_slot *slot, struct arena *a)
{
	unsigned long length = slot->length;
	my_bool error = 0, null = 0;
	char *text;

	if (length <= sizeof slot->text)
		return arena_bytes(a, slot->text, length);
	text = arena_alloc(a, length + 1);
	MYSQL_BIND whole = { .buffer_type = MYSQL_TYPE_STRING,
		.buffer = text,
		.buffer_length = length,
		.length = &length,
		.is_null = &null,
		.error = &error };
	if (mysql_stmt_fetch_column(h, &whole, i, 0) || error)
		abort(); /* the length was just given by the library itself */
	return text;
}

static void
cell_read(MYSQL_STMT *h, unsigned i, const MYSQL_BIND *b, const struct sql_slot *slot, struct arena *a,
    struct sql_cell *cell)
{
	*cell = (struct sql_cell){ .null = slot->null, .time = INSTANT_NONE };
	if (slot->null)
		return;
	if (b->buffer_type == MYSQL_TYPE_LONGLONG) {
		cell->number = slot->number;
	} else if (b->buffer_type == MYSQL_TYPE_DATETIME) {
		cell->time = time_to(&slot->time);
	} else {
		cell->text = text_read(h, i, slot, a);
		cell->length = slot->length;
	}
}

bool
sql_next(struct store *st, int id, struct arena *a, const struct sql_cell **row)
{
	struct sql_statement *s = st->statements[id];

	if (!s || !s->open)
		return false;
	int got = mysql_stmt_fetch(s->handle);
	/* Truncated is what longer texts are here. */
	if (got != 0 && got != MYSQL_DATA_TRUNCATED) {
		sql_end(st, id);
		return false;
	}
	for (unsigned i = 0; i < s->columns; i++)
		cell_read(s->handle, i, &s->out[i], &s->slots[i], a, &s->cells[i]);
	*row = s->cells;
	return true;
}

void
sql_end(struct store *st, int id)
{
	struct sql_statement *s = st->statements[id];

	if (s && s->open) {
		mysql_stmt_free_result(s->handle);
		s->open = false;
	}
}

size_t
sql_count(struct store *st, int id)
{
	struct sql_statement *s = st->statements[id];

	return s && s->open ? (size_t)mysql_stmt_num_rows(s->handle) : 0;
}

enum result
sql_one(struct store *st, int id, const struct sql_value *in, size_t count, struct arena *a,
    const struct sql_cell **row)
{
	const struct sql_cell *first;
	enum result r = sql_run(st, id, in, count);

	if (r != RESULT_OK)
		return r;
	if (!sql_next(st, id, a, &first))
		return RESULT_NOT_FOUND;
	*row = first;
	sql_end(st, id);
	return RESULT_OK;
}
