/*
 * store_emergency.c - the emergency administrator: armed, used, over.
 */
#include <string.h>
#include "parley/store_emergency.h"
#include "parley/store_notice.h"
#include "parley/store_setting.h"
#include "history.h"

enum { ID, ARMED_AT, ENDS, SALT, HASH, ARMED_BY, WHY, USED_AT, PERSON };

enum result
store_emergency(struct store *st, struct arena *a, struct emergency *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_EMERGENCY, SQL_NOTHING, a, &row);

	if (r != RESULT_OK)
		return r;
	if (row[SALT].length != sizeof out->salt || row[HASH].length != sizeof out->digest)
		return RESULT_BUG;
	*out = (struct emergency){
		.id = row[ID].number,
		.armed_at = row[ARMED_AT].time,
		.ends = row[ENDS].time,
		.used_at = row[USED_AT].time,
		.armed_by = row[ARMED_BY].text,
		.why = row[WHY].text,
		.person_id = row[PERSON].number,
	};
	memcpy(out->salt, row[SALT].text, sizeof out->salt);
	memcpy(out->digest, row[HASH].text, sizeof out->digest);
	return RESULT_OK;
}

struct arming {
	const struct emergency *e; /* NULL: only to be over */
	instant real;
	const struct settings_change *change;
};

/* Every administrator, once for each arming: `once` is a digest like the others (store_append.c), of other words. */
static enum result
tell_administrators(struct store *st, int64_t id, const struct settings_change *c)
{
	return store_outbox_administrators(st, c->what, id, c->now);
}

/* Whoever was in by an earlier one is out. */
static enum result
end_earlier(struct store *st, const struct arming *w, bool *was)
{
	enum result r = sql_run(
	    st, SQL_EMERGENCY_END, SQL_VALUES(sql_instant(w->real), sql_instant(w->real)));

	*was = r == RESULT_OK && st->affected > 0;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_EMERGENCY_SESSIONS_END, SQL_NOTHING);
	if (r == RESULT_OK)
		r = sql_run(st, SQL_EMERGENCY_PERSON, SQL_VALUES(sql_int(w->e != NULL)));
	return r == RESULT_OK ? sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING) : r;
}

static enum result
arm(struct store *st, void *context)
{
	const struct arming *w = context;
	const struct emergency *e = w->e;
	bool was;
	enum result r = end_earlier(st, w, &was);

	if (r == RESULT_OK)
		r = sql_run(st, SQL_EMERGENCY_ADD,
		    SQL_VALUES(sql_instant(e->armed_at), sql_instant(e->ends),
			sql_bytes(e->salt, sizeof e->salt), sql_bytes(e->digest, sizeof e->digest),
			sql_string(e->armed_by), sql_string(e->why)));
	if (r == RESULT_OK)
		r = tell_administrators(st, (int64_t)st->insert_id, w->change);
	return r == RESULT_OK ? history_add(st, 0, w->change) : r;
}

enum result
store_emergency_arm(
    struct store *owner, const struct emergency *e, const struct settings_change *change)
{
	struct arming w = { e, e->armed_at, change };

	return sql_transaction(owner, &(struct sql_work){ .body = arm, .context = &w });
}

static enum result
disarm(struct store *st, void *context)
{
	const struct arming *w = context;
	bool was;
	enum result r = end_earlier(st, w, &was);

	if (r == RESULT_OK && !was)
		return RESULT_NOT_FOUND;
	return r == RESULT_OK ? history_add(st, 0, w->change) : r;
}

enum result
store_emergency_disarm(struct store *owner, instant real, const struct settings_change *change)
{
	struct arming w = { NULL, real, change };

	return sql_transaction(owner, &(struct sql_work){ .body = disarm, .context = &w });
}

struct use {
	int64_t id;
	instant real;
	const struct settings_change *change;
};

static enum result
use(struct store *st, void *context)
{
	const struct use *w = context;
	enum result r = sql_run(st, SQL_EMERGENCY_USE,
	    SQL_VALUES(sql_instant(w->real), sql_int(w->id), sql_instant(w->real)));

	/* Somebody else was quicker with the same password, or it is over. */
	if (r == RESULT_OK && st->affected == 0)
		return RESULT_NOT_FOUND;
	if (r == RESULT_OK)
		r = tell_administrators(st, w->id, w->change);
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	return r == RESULT_OK ? history_add(st, 0, w->change) : r;
}

enum result
store_emergency_use(
    struct store *st, int64_t id, instant real, const struct settings_change *change)
{
	struct use w = { id, real, change };

	return sql_transaction(st, &(struct sql_work){ .body = use, .context = &w });
}
