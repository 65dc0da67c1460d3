/*
 * store_absence.c - who is away and who acts for them; whose manager somebody is.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/buffer.h"
#include "parley/store_absence.h"
#include "parley/store_people.h"
#include "parley/store_queue.h"
#include "parley/store_session.h"
#include "people.h"

/* Read row by row by people.c up to PEOPLE_OWN_COLUMNS. */
enum { STAND_IN_QUEUE = PEOPLE_OWN_COLUMNS, STAND_IN_QUEUES, STAND_IN_UNTIL };

static void
queue_add(struct session *s, int64_t queue)
{
	for (size_t i = 0; i < s->queue_count; i++)
		if (s->queues[i] == queue)
			return;
	if (queue != 0 && s->queue_count < QUEUES_MAX)
		s->queues[s->queue_count++] = queue;
}

enum result
store_session_stand_ins(struct store *st, instant now, struct arena *a, struct session *s)
{
	const struct sql_cell *row;
	enum result r;

	if (!s->person.agency_id)
		return RESULT_OK;
	r = sql_run(st, SQL_STAND_INS,
	    SQL_VALUES(sql_int(s->person.id), sql_instant(now), sql_instant(now),
		sql_string(s->person.agency_id), sql_int(STAND_INS_MAX)));
	if (r != RESULT_OK)
		return r;
	while (sql_next(st, SQL_STAND_INS, a, &row)) {
		struct stand_in *in = &s->stand_ins[s->stand_in_count++];

		people_read_own(row, &in->person);
		in->until = row[STAND_IN_UNTIL].time;
		queue_add(s, row[STAND_IN_QUEUE].number);
		for (const char *at = row[STAND_IN_QUEUES].text; at && *at; at += strcspn(at, ","), at += *at == ',')
			queue_add(s, strtoll(at, NULL, 10));
	}
	return RESULT_OK;
}

/* --- planned, and ended --- */

struct planning {
	const struct absence *what;
	instant now;
	int64_t id;
};

static enum result
stands_in_set(struct store *st, int64_t deputy)
{
	return deputy == 0 ? RESULT_OK : sql_run(st, SQL_STANDS_IN_SET, SQL_VALUES(sql_int(deputy), sql_int(deputy)));
}

static enum result
absence_add(struct store *st, void *context)
{
	struct planning *w = context;
	const struct absence *b = w->what;
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(st, SQL_ABSENCE_CLASH,
	    SQL_VALUES(sql_int(b->person_id), sql_instant(b->begins), sql_instant(b->ends), sql_int(b->person_id),
		sql_instant(w->now), sql_int(b->deputy_id), sql_instant(b->begins), sql_instant(b->ends)),
	    a, &row);

	if (r == RESULT_OK && row[0].number > 0)
		r = RESULT_CONFLICT;
	else if (r == RESULT_OK &&
	    (row[1].number >= ABSENCES_MAX || (b->deputy_id != 0 && row[2].number >= STAND_INS_MAX)))
		r = RESULT_LIMIT;
	arena_free(a);
	if (r == RESULT_OK)
		r = sql_run(st, SQL_ABSENCE_ADD,
		    SQL_VALUES(sql_int(b->person_id), sql_int(b->deputy_id), sql_instant(b->begins),
			sql_instant(b->ends), sql_int(b->set_by), sql_instant(w->now)));
	w->id = (int64_t)st->insert_id;
	return r == RESULT_OK ? stands_in_set(st, b->deputy_id) : r;
}

enum result
store_absence_add(struct store *st, const struct absence *what, instant now, int64_t *id)
{
	struct planning w = { what, now, 0 };
	enum result r = sql_transaction(st, &(struct sql_work){ .body = absence_add, .context = &w });

	if (r == RESULT_OK)
		*id = w.id;
	return r;
}

struct ending {
	const struct absence *absence;
	int64_t by;
	instant now;
};

static enum result
absence_end(struct store *st, void *context)
{
	const struct ending *w = context;
	enum result r = sql_run(st, SQL_ABSENCE_END,
	    SQL_VALUES(sql_instant(w->now), sql_int(w->by), sql_int(w->absence->id), sql_instant(w->now)));

	if (r == RESULT_OK && st->affected == 0)
		return RESULT_NOT_FOUND;
	return r == RESULT_OK ? stands_in_set(st, w->absence->deputy_id) : r;
}

enum result
store_absence_end(struct store *st, int64_t id, int64_t by, instant now)
{
	struct arena *a = arena_new();
	struct absence b;
	struct ending w = { &b, by, now };
	enum result r = store_absence(st, id, a, &b);

	if (r == RESULT_OK)
		r = sql_transaction(st, &(struct sql_work){ .body = absence_end, .context = &w });
	arena_free(a);
	return r;
}

/* --- read --- */

static void
absence_read(const struct sql_cell *row, struct absence *out)
{
	*out = (struct absence){
		.id = row[0].number, .person_id = row[1].number, .deputy_id = row[2].number, .begins = row[3].time,
		.ends = row[4].time, .set_by = row[5].number, .person = row[6].text, .title = row[7].text,
		.deputy = row[8].text, .deputy_title = row[9].text,
	};
}

enum result
store_absence(struct store *st, int64_t id, struct arena *a, struct absence *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_ABSENCE, SQL_VALUES(sql_int(id)), a, &row);

	if (r == RESULT_OK)
		absence_read(row, out);
	return r;
}

enum result
store_absences(struct store *st, enum absences_of which, int64_t person_id, instant now, struct arena *a,
    struct absence **out, size_t *count)
{
	static const int ids[] = { SQL_ABSENCES_OF_PERSON, SQL_ABSENCES_OF_DEPUTY, SQL_ABSENCES_OF_TEAM };
	const struct sql_cell *row;
	int id = ids[which];
	enum result r = sql_run(st, id, SQL_VALUES(sql_int(person_id), sql_instant(now)));
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct absence *all = ARENA_ARRAY(a, sql_count(st, id), struct absence);
	while (sql_next(st, id, a, &row))
		absence_read(row, &all[n++]);
	*out = all;
	*count = n;
	return RESULT_OK;
}

enum result
store_team(struct store *st, int64_t manager_id, size_t limit, struct arena *a, struct person **out, size_t *count)
{
	enum result r = sql_run(st, SQL_TEAM, SQL_VALUES(sql_int(manager_id), sql_int((int64_t)limit)));

	if (r == RESULT_OK)
		people_collect(st, SQL_TEAM, limit, a, out, count);
	return r;
}

enum result
store_outbox_deputies(struct store *st, instant now)
{
	return sql_run(st, SQL_OUTBOX_DEPUTIES, SQL_VALUES(sql_instant(now), sql_instant(now)));
}
