/*
 * store_holders.c - the roles of many people at once, and what waits with roles: for rules that change.
 */
#include <string.h>
#include "parley/store_holders.h"
#include "parley/store_people.h"
#include "ids.h"
#include "people.h"

/* --- roles of many --- */

struct changing {
	const struct person_roles *changes;
	size_t count;
	instant now;
	struct arena *a;
};

/* A statement that takes the number of a person, for each of them. */
static enum result
for_each(struct store *st, int statement, const struct changing *w)
{
	struct sql_value *in = ARENA_ARRAY(w->a, w->count, struct sql_value);

	for (size_t i = 0; i < w->count; i++)
		in[i] = sql_int(w->changes[i].id);
	return sql_run_rows(st, statement, in, 1, w->count);
}

static enum result
roles_add(struct store *st, const struct changing *w)
{
	struct sql_value *in =
	    ARENA_ARRAY(w->a, w->count * PEOPLE_ROLES_MAX * 2 * 3, struct sql_value);
	size_t rows = 0;

	for (size_t i = 0; i < w->count; i++) {
		const struct person_roles *c = &w->changes[i];
		const char *roles[PEOPLE_ROLES_MAX];
		size_t count = people_split_roles(c->after, w->a, roles);

		if (count > PEOPLE_ROLES_MAX)
			return RESULT_LIMIT;
		rows += people_role_rows(c->id, c->agency_id, roles, count, &in[rows * 3]);
	}
	return sql_run_rows(st, SQL_PERSON_ROLE_ADD, in, 3, rows);
}

static enum result
queues_make(struct store *st, const struct changing *w)
{
	int64_t *ids = ARENA_ARRAY(w->a, w->count, int64_t);

	for (size_t i = 0; i < w->count; i++)
		ids[i] = w->changes[i].id;
	return sql_run(
	    st, SQL_PEOPLE_QUEUES_MAKE, SQL_VALUES(sql_string(ids_json(ids, w->count, w->a))));
}

static enum result
people_update(struct store *st, const struct changing *w)
{
	struct sql_value *in = ARENA_ARRAY(w->a, w->count * 2, struct sql_value);

	for (size_t i = 0; i < w->count; i++) {
		in[i * 2] = sql_string(w->changes[i].after);
		in[i * 2 + 1] = sql_int(w->changes[i].id);
	}
	return sql_run_rows(st, SQL_PERSON_ROLES_SET, in, 2, w->count);
}

/* As store_person_put notes it. */
static enum result
changes_note(struct store *st, const struct changing *w)
{
	enum { COLUMNS = 8 };
	struct sql_value *in = ARENA_ARRAY(w->a, w->count * COLUMNS, struct sql_value);

	for (size_t i = 0; i < w->count; i++) {
		const struct person_roles *c = &w->changes[i];
		const struct sql_value row[COLUMNS] = { sql_instant(w->now), sql_int(c->id), sql_int(1),
			sql_int(1), sql_string(c->agency_id), sql_string(c->agency_id),
			sql_string(c->before), sql_string(c->after) };

		memcpy(&in[i * COLUMNS], row, sizeof(row));
	}
	return sql_run_rows(st, SQL_PERSON_CHANGE_ADD, in, COLUMNS, w->count);
}

static enum result
people_roles_put(struct store *st, void *context)
{
	const struct changing *w = context;
	enum result r = for_each(st, SQL_PERSON_ROLES_REMOVE, w);

	if (r == RESULT_OK)
		r = roles_add(st, w);
	if (r == RESULT_OK)
		r = queues_make(st, w);
	if (r == RESULT_OK)
		r = for_each(st, SQL_PERSON_QUEUES_SET, w);
	if (r == RESULT_OK)
		r = people_update(st, w);
	return r == RESULT_OK ? changes_note(st, w) : r;
}

enum result
store_people_roles_put(
    struct store *st, const struct person_roles *changes, size_t count, instant now)
{
	struct changing w = { changes, count, now, arena_new() };
	enum result r =
	    sql_transaction(st, &(struct sql_work){ .body = people_roles_put, .context = &w });

	arena_free(w.a);
	return r;
}

enum result
store_people_without_role(struct store *st, size_t *count)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_PEOPLE_WITHOUT_ROLE, SQL_NOTHING, a, &row);

	if (r == RESULT_OK)
		*count = (size_t)row[0].number;
	arena_free(a);
	return r;
}

enum result
store_role_held(struct store *st, const char *role, const char *sector, bool *held)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_ROLE_HELD,
	    SQL_VALUES(sql_string(role), sql_string(sector), sql_string(sector)), a, &row);

	if (r == RESULT_OK)
		*held = row[0].number != 0;
	arena_free(a);
	return r;
}

enum result
store_role_holders(struct store *st, const char *agency_id, const char *role, size_t limit,
    struct arena *a, struct person **out, size_t *count)
{
	enum result r = sql_run(st, SQL_ROLE_HOLDERS,
	    SQL_VALUES(
		sql_string(agency_id ? agency_id : ""), sql_string(role), sql_int((int64_t)limit)));

	if (r == RESULT_OK)
		people_collect(st, SQL_ROLE_HOLDERS, limit, a, out, count);
	return r;
}
