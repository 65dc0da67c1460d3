/*
 * store_retire.c - what a refresh of the directory reads of the people there are, and what it finds: who has left,
 * who changed, how it went.
 */
#include "parley/store_people.h"
#include "parley/store_retire.h"
#include "people.h"

/* --- who is there --- */

static enum result
people_with_facts(struct store *st, int id, const struct sql_value *in, size_t in_count, struct arena *a,
    struct person **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, id, in, in_count);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct person *all = ARENA_ARRAY(a, sql_count(st, id), struct person);
	struct person_facts *facts = ARENA_ARRAY(a, sql_count(st, id), struct person_facts);
	while (sql_next(st, id, a, &row)) {
		people_read(row, &all[n]);
		people_read_facts(&row[PEOPLE_COLUMNS], &facts[n]);
		all[n].facts = &facts[n];
		n++;
	}
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_people_known(
    struct store *st, const char *directory, struct arena *a, struct person **out, size_t *count)
{
	return people_with_facts(st, SQL_PEOPLE_KNOWN,
	    SQL_VALUES(sql_string(directory), sql_string(directory)), a, out, count);
}

enum result
store_people_in_session(
    struct store *st, const char *directory, struct arena *a, struct person **out, size_t *count)
{
	return people_with_facts(
	    st, SQL_PEOPLE_IN_SESSION, SQL_VALUES(sql_string(directory)), a, out, count);
}

/* --- who was seen, who has left --- */

struct listed {
	const int64_t *ids;
	size_t count;
	instant at;
};

static enum result
people_refreshed(struct store *st, void *context)
{
	const struct listed *w = context;
	struct arena *a = arena_new();
	struct sql_value *in = ARENA_ARRAY(a, w->count * 2, struct sql_value);
	enum result r;

	for (size_t i = 0; i < w->count; i++) {
		in[i * 2] = sql_instant(w->at);
		in[i * 2 + 1] = sql_int(w->ids[i]);
	}
	r = sql_run_rows(st, SQL_PERSON_REFRESHED, in, 2, w->count);
	arena_free(a);
	return r;
}

enum result
store_people_refreshed(struct store *st, const int64_t *ids, size_t count, instant now)
{
	struct listed w = { ids, count, now };

	return sql_transaction(st, &(struct sql_work){ .body = people_refreshed, .context = &w });
}

/* Their sessions are not touched: one of a person who is not active is not found. */
static enum result
people_retire(struct store *st, void *context)
{
	const struct listed *w = context;
	enum result r = RESULT_OK;

	for (size_t i = 0; i < w->count && r == RESULT_OK; i++) {
		struct sql_value id = sql_int(w->ids[i]), since = sql_instant(w->at);

		r = sql_run(
		    st, SQL_PERSON_RETIRE_NOTE, SQL_VALUES(sql_instant(instant_now()), id, since));
		if (r == RESULT_OK)
			r = sql_run(st, SQL_PERSON_RETIRE, SQL_VALUES(id, since));
		/* Who has left is not found, and costs the search nothing. */
		if (r == RESULT_OK && st->affected > 0)
			r = sql_run(st, SQL_PERSON_WORDS_REMOVE, SQL_VALUES(id));
	}
	return r;
}

enum result
store_people_retire(struct store *st, const int64_t *ids, size_t count, instant since)
{
	struct listed w = { ids, count, since };

	return sql_transaction(st, &(struct sql_work){ .body = people_retire, .context = &w });
}

/* --- what changed --- */

enum result
store_person_changes(struct store *st, size_t limit, struct arena *a, struct person_change **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_PERSON_CHANGES, SQL_VALUES(sql_int((int64_t)limit)));
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct person_change *all =
	    ARENA_ARRAY(a, sql_count(st, SQL_PERSON_CHANGES), struct person_change);
	while (sql_next(st, SQL_PERSON_CHANGES, a, &row))
		all[n++] = (struct person_change){
			.id = row[0].number,
			.at = row[1].time,
			.person_id = row[2].number,
			.active_before = row[3].number != 0,
			.active_after = row[4].number != 0,
			.agency_before = row[5].text,
			.agency_after = row[6].text,
			.roles_before = row[7].text,
			.roles_after = row[8].text,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_person_change_settle(struct store *st, int64_t id, instant now)
{
	return sql_run(st, SQL_PERSON_CHANGE_SETTLE, SQL_VALUES(sql_instant(now), sql_int(id)));
}

/* --- how it went --- */

enum result
store_directory_refresh_put(struct store *st, const struct directory_refresh *d)
{
	return sql_run(st, SQL_REFRESH_PUT,
	    SQL_VALUES(sql_string(d->directory), sql_string(d->kind), sql_instant(d->began),
		sql_instant(d->code ? INSTANT_NONE : d->began), sql_string(d->code),
		sql_string(d->said), sql_int((int64_t)d->people), sql_int((int64_t)d->gone)));
}

enum result
store_directory_refreshes_outdated(struct store *st)
{
	return sql_run(st, SQL_REFRESHES_OUTDATED, SQL_NOTHING);
}

enum result
store_directory_refreshes(
    struct store *st, struct arena *a, struct directory_refresh **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_REFRESHES, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct directory_refresh *all =
	    ARENA_ARRAY(a, sql_count(st, SQL_REFRESHES), struct directory_refresh);
	while (sql_next(st, SQL_REFRESHES, a, &row))
		all[n++] = (struct directory_refresh){
			.directory = row[0].text,
			.kind = row[1].text,
			.began = row[2].time,
			.good = row[3].time,
			.code = row[4].text,
			.said = row[5].text,
			.people = (size_t)row[6].number,
			.gone = (size_t)row[7].number,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}
