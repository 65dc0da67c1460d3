/*
 * store_edition.c - editions of policies: which are kept, which is in force from when, and who changed that.
 *
 * Every change is one transaction with its line of the settings history.
 */
#include <string.h>
#include "parley/digest.h"
#include "parley/store_edition.h"
#include "parley/store_setting.h"
#include "history.h"

/* --- a new one --- */

struct adding {
	const char *policy_id, *label, *text;
	const struct settings_change *change;
	uint8_t digest[DIGEST_SIZE];
	int64_t *id;
};

static enum result
edition_find(struct store *st, const struct adding *w)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_EDITION_FIND,
	    SQL_VALUES(sql_string(w->policy_id), sql_bytes(w->digest, DIGEST_SIZE)), a, &row);

	if (r == RESULT_OK)
		*w->id = row[0].number;
	arena_free(a);
	return r;
}

static enum result
edition_add(struct store *st, void *context)
{
	const struct adding *w = context;
	enum result r = sql_run(st, SQL_EDITION_ADD,
	    SQL_VALUES(sql_string(w->policy_id), sql_string(w->label),
		sql_bytes(w->digest, DIGEST_SIZE), sql_string(w->text)));

	/* Running escalations may be moved to it: every worker has to know it. */
	int64_t id = (int64_t)st->insert_id;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	return r == RESULT_OK ? history_add(st, id, w->change) : r;
}

enum result
store_edition_add(struct store *st, const char *policy_id, const char *label, const char *text,
    const struct settings_change *change, int64_t *id)
{
	struct adding w = { policy_id, label, text, change, { 0 }, id };

	digest_sha256(&(struct digest_part){ text, strlen(text) }, 1, w.digest);
	enum result r = edition_find(st, &w);
	if (r != RESULT_NOT_FOUND)
		return r;
	r = sql_transaction(st, &(struct sql_work){ .body = edition_add, .context = &w });
	/* Somebody imported the same text at the same time, or the answer was lost: then that is it. */
	if (r == RESULT_OK || st->failure == SQL_DUPLICATE)
		r = edition_find(st, &w);
	return r;
}

/* --- which is in force --- */

struct choosing {
	int64_t id;
	instant begins;
	const struct settings_change *change;
};

/* What was chosen for a day that has come is over; what is planned for later stays. */
static enum result
put_in_force(struct store *st, void *context)
{
	const struct choosing *w = context;
	enum result r = sql_run(st, SQL_EDITION_PUT_IN_FORCE,
	    SQL_VALUES(sql_instant(w->change->now), sql_int(w->id)));

	if (r == RESULT_OK && st->affected == 0)
		r = RESULT_NOT_FOUND;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_PLANS_PAST_REMOVE, SQL_VALUES(sql_instant(w->change->now)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_INSTANCE_EDITION_SET, SQL_VALUES(sql_int(w->id)));
	return r == RESULT_OK ? history_add(st, w->id, w->change) : r;
}

enum result
store_edition_in_force_set(struct store *st, int64_t id, const struct settings_change *change)
{
	struct choosing w = { id, INSTANT_NONE, change };

	return sql_transaction(st, &(struct sql_work){ .body = put_in_force, .context = &w });
}

static enum result
plan(struct store *st, void *context)
{
	const struct choosing *w = context;
	enum result r = sql_run(st, SQL_EDITION_UNRETIRE, SQL_VALUES(sql_int(w->id)));

	if (r == RESULT_OK && st->affected == 0)
		r = RESULT_NOT_FOUND;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_PLAN_PUT, SQL_VALUES(sql_instant(w->begins), sql_int(w->id)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	return r == RESULT_OK ? history_add(st, w->id, w->change) : r;
}

enum result
store_edition_plan(
    struct store *st, int64_t id, instant begins, const struct settings_change *change)
{
	struct choosing w = { id, begins, change };

	return sql_transaction(st, &(struct sql_work){ .body = plan, .context = &w });
}

static enum result
retire(struct store *st, void *context)
{
	const struct choosing *w = context;
	enum result r = sql_run(st, SQL_EDITION_RETIRE,
	    SQL_VALUES(sql_instant(w->change->now), sql_int(w->id), sql_instant(w->change->now)));

	if (r == RESULT_OK && st->affected == 0)
		r = RESULT_CONFLICT;
	if (r == RESULT_OK)
		r = sql_run(st, SQL_PLANS_OF_EDITION_REMOVE, SQL_VALUES(sql_int(w->id)));
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	return r == RESULT_OK ? history_add(st, w->id, w->change) : r;
}

enum result
store_edition_retire(struct store *st, int64_t id, const struct settings_change *change)
{
	struct choosing w = { id, INSTANT_NONE, change };

	return sql_transaction(st, &(struct sql_work){ .body = retire, .context = &w });
}

/* --- reading --- */

enum result
store_editions(struct store *st, struct arena *a, struct edition **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_EDITIONS, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct edition *all = ARENA_ARRAY(a, sql_count(st, SQL_EDITIONS), struct edition);
	while (sql_next(st, SQL_EDITIONS, a, &row))
		all[n++] = (struct edition){
			.id = row[0].number,
			.policy_id = row[1].text,
			.label = row[2].text,
			.text = row[3].text,
			.length = row[3].length,
			.imported_at = row[4].time,
			.from = row[5].time,
			.retired_at = row[6].time,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_edition_chosen(struct store *st, int64_t *out)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_EDITION_CHOSEN, SQL_NOTHING, a, &row);

	if (r == RESULT_OK)
		*out = row[0].number;
	arena_free(a);
	return r;
}

enum result
store_edition_plans(struct store *st, struct arena *a, struct edition_plan **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_PLANS, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct edition_plan *all = ARENA_ARRAY(a, sql_count(st, SQL_PLANS), struct edition_plan);
	while (sql_next(st, SQL_PLANS, a, &row))
		all[n++] = (struct edition_plan){ row[0].time, row[1].number };
	*out = all;
	*count = n;
	return RESULT_OK;
}
