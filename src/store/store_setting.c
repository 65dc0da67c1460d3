/*
 * store_setting.c - settings as documents with versions; see parley/store.h.
 */
#include "parley/store_setting.h"
#include "history.h"

/* --- reading --- */

static void
setting_read(const struct sql_cell *row, struct setting *out)
{
	*out = (struct setting){
		.name = row[0].text,
		.version = (uint32_t)row[1].number,
		.undoes = (uint32_t)row[2].number,
		.restores = (uint32_t)row[3].number,
		.value = row[4].text,
		.length = row[4].length,
		.at = row[5].time,
		.person_id = row[6].number,
		.who = row[7].text,
		.why = row[8].text,
	};
}

static void
settings_collect(
    struct store *st, int id, struct arena *a, struct setting **out, size_t *count)
{
	const struct sql_cell *row;
	struct setting *all = ARENA_ARRAY(a, sql_count(st, id), struct setting);
	size_t n = 0;

	while (sql_next(st, id, a, &row))
		setting_read(row, &all[n++]);
	*out = all;
	*count = n;
}

enum result
store_setting(
    struct store *st, const char *name, uint32_t version, struct arena *a, struct setting *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(
	    st, SQL_SETTING, SQL_VALUES(sql_string(name), sql_int(version), sql_int(version)), a, &row);

	if (r == RESULT_OK)
		setting_read(row, out);
	return r;
}

enum result
store_settings(struct store *st, struct arena *a, struct setting **out, size_t *count)
{
	enum result r = sql_run(st, SQL_SETTINGS, SQL_NOTHING);

	if (r == RESULT_OK)
		settings_collect(st, SQL_SETTINGS, a, out, count);
	return r;
}

enum result
store_setting_history(struct store *st, const char *name, size_t limit, struct arena *a,
    struct setting **out, size_t *count)
{
	enum result r = sql_run(
	    st, SQL_SETTING_HISTORY, SQL_VALUES(sql_string(name), sql_int((int64_t)limit)));

	if (r == RESULT_OK)
		settings_collect(st, SQL_SETTING_HISTORY, a, out, count);
	return r;
}

/* --- writing --- */

struct adding {
	const struct setting_write *what;
	struct arena *a;
};

static enum result
version_check(struct store *st, const struct adding *w)
{
	struct setting newest = { .version = 0 };
	enum result r = store_setting(st, w->what->name, 0, w->a, &newest);

	if (r != RESULT_OK && r != RESULT_NOT_FOUND)
		return r;
	return newest.version == w->what->expect ? RESULT_OK : RESULT_CONFLICT;
}

static enum result
row_add(struct store *st, const struct adding *w)
{
	const struct setting_write *s = w->what;

	/* Somebody who was as fast has that version: CONFLICT, by the primary key. */
	return sql_run(st, SQL_SETTING_ADD,
	    SQL_VALUES(sql_string(s->name), sql_int(s->expect + 1), sql_int(s->undoes),
		s->undoes > 0 ? sql_int(s->restores) : sql_null(),
		sql_string(s->value), sql_instant(s->change->now), sql_int(s->change->person_id),
		sql_string(s->change->why)));
}

static enum result
history_line_add(struct store *st, const struct adding *w)
{
	struct settings_change line = *w->what->change;
	uint32_t version = w->what->expect + 1;

	if (w->what->undoes == 0)
		line.detail = arena_format(w->a, "version %u", version);
	else if (w->what->restores + 1 == w->what->undoes)
		line.detail = arena_format(w->a, "version %u, which takes back version %u", version, w->what->undoes);
	else if (w->what->restores > 0)
		line.detail = arena_format(w->a, "version %u, which sets again what version %u said", version, w->what->restores);
	else
		line.detail = arena_format(w->a, "version %u, which takes back all before it", version);
	return history_add(st, 0, &line);
}

/* The generation first: its row makes changes of settings wait for each other, so that what one of them makes
 * of the others (people's roles) is made of what is there when it is committed. */
static enum result
setting_add(struct store *st, void *context)
{
	const struct adding *w = context;
	enum result r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);

	if (r == RESULT_OK)
		r = version_check(st, w);
	if (r == RESULT_OK)
		r = row_add(st, w);
	if (r == RESULT_OK && w->what->apply)
		r = w->what->apply(w->what->context);
	return r == RESULT_OK ? history_line_add(st, w) : r;
}

static enum result
setting_landed(struct store *st, void *context)
{
	const struct adding *w = context;
	const struct setting_write *s = w->what;
	const struct sql_cell *row;

	return sql_one(st, SQL_SETTING_LANDED,
	    SQL_VALUES(sql_string(s->name), sql_int(s->expect + 1), sql_int(s->change->person_id),
		sql_instant(s->change->now)),
	    w->a, &row);
}

enum result
store_setting_add(struct store *st, const struct setting_write *what)
{
	struct adding w = { what, arena_new() };
	enum result r = sql_transaction(st,
	    &(struct sql_work){ .body = setting_add, .landed = setting_landed, .context = &w });

	arena_free(w.a);
	return r;
}

enum result
store_settings_history(struct store *st, bool of_editions, size_t limit, struct arena *a,
    struct settings_entry **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_HISTORY, SQL_VALUES(sql_int(of_editions), sql_int((int64_t)limit)));
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct settings_entry *all =
	    ARENA_ARRAY(a, sql_count(st, SQL_HISTORY), struct settings_entry);
	while (sql_next(st, SQL_HISTORY, a, &row))
		all[n++] = (struct settings_entry){
			.at = row[0].time,
			.who = row[1].text,
			.what = row[2].text,
			.edition_id = row[3].number,
			.detail = row[4].text,
			.why = row[5].text,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}
