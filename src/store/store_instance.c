/*
 * store_instance.c - the instance and closed days.
 */
#include <string.h>
#include "parley/store_instance.h"
#include "sql.h"

enum result
store_instance(struct store *st, struct instance *out)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_INSTANCE, SQL_NOTHING, a, &row);

	if (r == RESULT_OK)
		*out = (struct instance){
			.demo = row[0].number != 0,
			.clock_offset = row[1].number,
			.generation = (uint64_t)row[2].number,
			.edition_id = row[3].number,
		};
	arena_free(a);
	return r == RESULT_NOT_FOUND ? RESULT_BUG : r;
}

enum result
store_clock_set(struct store *owner, int64_t offset, struct fault *f)
{
	instant now = instant_now() + offset;
	enum result r = sql_run(owner, SQL_CLOCK_SET, SQL_VALUES(sql_int(offset)));

	if (r == RESULT_OK && owner->affected > 0)
		return sql_run(owner, SQL_OUTBOX_RETIME,
		    SQL_VALUES(sql_instant(now), sql_instant(now), sql_instant(now)));
	if (r == RESULT_OK) {
		r = RESULT_DENIED;
		if (f)
			fault_set(f, r, "not-a-demo",
			    "Only an instance that is marked as a demonstration may have its "
			    "clock moved.");
	}
	return r;
}

enum result
store_demo_mark(struct store *owner, bool demo)
{
	return sql_run(owner, SQL_DEMO_MARK, SQL_VALUES(sql_int(demo), sql_int(demo)));
}

enum result
store_reference_prefix_set(struct store *owner, const char *prefix)
{
	size_t length = strlen(prefix);

	if (length < 1 || length > 12 ||
	    strspn(prefix, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") != length)
		return RESULT_INVALID;
	return sql_run(owner, SQL_PREFIX_SET, SQL_VALUES(sql_string(prefix)));
}

enum result
store_closed_days(struct store *st, struct arena *a, struct closed_day **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_CLOSED_DAYS, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct closed_day *all = ARENA_ARRAY(a, sql_count(st, SQL_CLOSED_DAYS), struct closed_day);
	while (sql_next(st, SQL_CLOSED_DAYS, a, &row))
		all[n++] = (struct closed_day){
			.on = sql_day_of(&row[0]),
			.name = row[1].text,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}
