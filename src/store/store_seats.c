/*
 * store_seats.c - who holds which role where, who of them is away, and which places of running escalations are empty.
 */
#include "sql.h"

enum result
store_role_map(struct store *st, instant from, instant to, struct arena *a, struct role_holding **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_ROLE_MAP, SQL_VALUES(sql_instant(from), sql_instant(to), sql_int(ROLE_MAP_MAX)));

	if (r != RESULT_OK)
		return r;
	struct role_holding *all = ARENA_ARRAY(a, sql_count(st, SQL_ROLE_MAP), struct role_holding);
	while (sql_next(st, SQL_ROLE_MAP, a, &row))
		all[n++] = (struct role_holding){
			.agency_id = row[0].text, .role = row[1].text, .person_id = row[2].number, .name = row[3].text,
			.title = row[4].text, .away_from = row[5].null ? INSTANT_NONE : row[5].time,
			.away_until = row[6].null ? INSTANT_NONE : row[6].time, .deputy = row[7].text,
			.directory = row[8].text, .directory_key = row[9].text,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

static enum result
vacant_read(struct store *st, int id, struct arena *a, struct vacant_seat **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	struct vacant_seat *all = ARENA_ARRAY(a, sql_count(st, id), struct vacant_seat);

	while (sql_next(st, id, a, &row))
		all[n++] = (struct vacant_seat){
			.reference = row[0].text, .escalation_id = row[1].number, .side = (int)row[2].number,
			.agency_id = row[3].text, .person_id = row[4].number, .person = row[5].text, .since = row[6].time,
			.stage_name = row[7].text, .edition_id = row[8].number,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_vacant_seats(struct store *st, const char *agency_id, size_t limit, struct arena *a, struct vacant_seat **out,
    size_t *count)
{
	int id = agency_id ? SQL_VACANT_OF_AGENCY : SQL_VACANT_ALL;
	enum result r = agency_id
	    ? sql_run(st, id, SQL_VALUES(sql_string(agency_id), sql_int((int64_t)limit)))
	    : sql_run(st, id, SQL_VALUES(sql_int((int64_t)limit)));

	return r == RESULT_OK ? vacant_read(st, id, a, out, count) : r;
}

enum result
store_cases_of(struct store *st, int64_t person_id, size_t limit, struct arena *a, int64_t **out, size_t *count)
{
	const struct sql_cell *row;
	int64_t *ids = ARENA_ARRAY(a, limit, int64_t);
	size_t n = 0;
	enum result r = sql_run(st, SQL_CASES_OF, SQL_VALUES(sql_int(person_id), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	while (sql_next(st, SQL_CASES_OF, a, &row))
		ids[n++] = row[0].number;
	*out = ids;
	*count = n;
	return RESULT_OK;
}

enum result
store_escalation_id(struct store *st, const char *reference, struct arena *a, int64_t *id)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_ESCALATION_ID, SQL_VALUES(sql_string(reference)), a, &row);

	if (r == RESULT_OK)
		*id = row[0].number;
	return r;
}
