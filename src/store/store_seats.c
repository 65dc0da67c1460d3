/*
 * store_seats.c - who holds which role where, who of them is away, and which places of running escalations are empty.
 */
#include "parley/store_queue.h"
#include "parley/store_retire.h"
#include "parley/store_seats.h"
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

/* --- places that somebody has left --- */

static enum result
seat_left(struct store *st, const char *agency_id, const char *role, int64_t person_id, instant now)
{
	int64_t queue;
	enum result r = store_queue(st, agency_id, role, person_id, &queue);

	return r == RESULT_OK ? sql_run(st, SQL_SEAT_LEFT, SQL_VALUES(sql_int(queue), sql_instant(now))) : r;
}

/* Who comes, or gets a first role, leaves nothing. */
static enum result
roles_left(struct store *st, const struct person_change *change, struct arena *a, instant now)
{
	enum result r = change->active_before ? seat_left(st, "", "", change->person_id, now) : RESULT_OK;
	const char *at = change->active_before && change->roles_before ? change->roles_before : "";

	for (; *at && r == RESULT_OK; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");
		const char *role = arena_bytes(a, at, length);

		r = seat_left(st, "", role, 0, now);
		if (r == RESULT_OK && change->agency_before && *change->agency_before)
			r = seat_left(st, change->agency_before, role, 0, now);
		at += length;
	}
	return r;
}

/* A new colleague in each of a thousand cases is no news; where a place is empty it is. */
static enum result
roles_taken(struct store *st, const struct person_change *change, struct arena *a, instant now)
{
	const char *at = change->active_after && change->roles_after ? change->roles_after : "";
	const char *agency = change->agency_after ? change->agency_after : "";
	enum result r = RESULT_OK;

	for (; *at && r == RESULT_OK; at += strspn(at, " ")) {
		size_t length = strcspn(at, " ");

		r = sql_run(st, SQL_SEAT_TAKEN,
		    SQL_VALUES(sql_instant(now), sql_string(arena_bytes(a, at, length)), sql_string(agency)));
		at += length;
	}
	return r;
}

/* Settled last: what was cut short is done again, and comes to the same. */
enum result
store_seats_left(struct store *st, const struct person_change *change, struct arena *a, instant now)
{
	enum result r = roles_left(st, change, a, now);

	if (r == RESULT_OK)
		r = roles_taken(st, change, a, now);
	return r == RESULT_OK ? store_person_change_settle(st, change->id, now) : r;
}

enum result
store_seats_changed(struct store *st, size_t limit, struct arena *a, struct seat_change *out,
    int64_t **escalations, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_one(st, SQL_SEAT_CHANGE, SQL_NOTHING, a, &row);

	if (r != RESULT_OK)
		return r;
	struct seat_change change = { row[0].number, row[1].number };
	r = sql_run(st, SQL_SEAT_ESCALATIONS,
	    SQL_VALUES(sql_int(change.queue_id), sql_int(change.looked), sql_int((int64_t)limit)));
	if (r != RESULT_OK)
		return r;
	int64_t *ids = ARENA_ARRAY(a, limit, int64_t);
	while (sql_next(st, SQL_SEAT_ESCALATIONS, a, &row))
		ids[n++] = row[0].number;
	*out = change;
	*escalations = ids;
	*count = n;
	return RESULT_OK;
}

enum result
store_seats_looked(struct store *st, const struct seat_change *change, int64_t last)
{
	if (last == 0)
		return sql_run(st, SQL_SEAT_DONE,
		    SQL_VALUES(sql_int(change->queue_id), sql_int(change->looked)));
	return sql_run(st, SQL_SEAT_LOOKED,
	    SQL_VALUES(sql_int(last), sql_int(change->queue_id), sql_int(change->looked)));
}
