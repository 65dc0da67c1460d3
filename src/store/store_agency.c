/*
 * store_agency.c - the agencies, and what still depends on each.
 */
#include "parley/store_agency.h"
#include "sql.h"
#include "words.h"

static enum result
agency_put(struct store *st, void *context)
{
	const struct agency *ag = context;
	struct arena *a = arena_new();
	const char *words[WORDS_MAX];
	struct sql_value in[WORDS_MAX * 2];
	size_t count = words_split(ag->name, a, words);

	for (size_t i = 0; i < count; i++) {
		in[i * 2] = sql_string(words[i]);
		in[i * 2 + 1] = sql_string(ag->id);
	}
	enum result r = sql_run(st, SQL_AGENCY_ADD, SQL_VALUES(sql_string(ag->id)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_AGENCY_SET,
		    SQL_VALUES(sql_string(ag->name), sql_string(ag->sector), sql_string(ag->directory_name),
			sql_day(ag->ended_from), sql_string(ag->id)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_AGENCY_WORDS_REMOVE, SQL_VALUES(sql_string(ag->id)));
	if (r == RESULT_OK)
		r = sql_run_rows(st, SQL_AGENCY_WORD_ADD, in, 2, count);
	/* Names and sectors are read with the settings. */
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	arena_free(a);
	return r;
}

enum result
store_agency_put(struct store *owner, const struct agency *ag)
{
	struct agency copy = *ag;

	return sql_transaction(owner, &(struct sql_work){ .body = agency_put, .context = &copy });
}

enum result
store_agencies(struct store *st, struct arena *a, struct agency **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_AGENCIES, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct agency *all = ARENA_ARRAY(a, sql_count(st, SQL_AGENCIES), struct agency);
	while (sql_next(st, SQL_AGENCIES, a, &row))
		all[n++] = (struct agency){
			.id = row[0].text,
			.name = row[1].text,
			.sector = row[2].text,
			.directory_name = row[3].text,
			.ended_from = sql_day_of(&row[4]),
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

static enum result
agency_remove(struct store *st, void *context)
{
	const char *id = context;
	enum result r = sql_run(st, SQL_AGENCY_WORDS_REMOVE, SQL_VALUES(sql_string(id)));

	if (r == RESULT_OK)
		r = sql_run(st, SQL_AGENCY_REMOVE, SQL_VALUES(sql_string(id)));
	return r == RESULT_OK ? sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING) : r;
}

enum result
store_agency_remove(struct store *st, const char *id)
{
	struct arena *a = arena_new();
	enum result r =
	    sql_transaction(st, &(struct sql_work){ .body = agency_remove, .context = arena_string(a, id) });

	arena_free(a);
	return r;
}

enum result
store_agency_uses(struct store *st, struct arena *a, struct agency_use **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_AGENCY_USES, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct agency_use *all = ARENA_ARRAY(a, sql_count(st, SQL_AGENCY_USES), struct agency_use);
	while (sql_next(st, SQL_AGENCY_USES, a, &row))
		all[n++] = (struct agency_use){ row[0].text, (size_t)row[1].number, (size_t)row[2].number };
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_agency_named(struct store *st, const char *id, bool *named)
{
	const struct sql_value it = sql_string(id);
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_AGENCY_NAMED, SQL_VALUES(it, it, it, it), a, &row);

	if (r == RESULT_OK)
		*named = row[0].number != 0;
	arena_free(a);
	return r;
}
