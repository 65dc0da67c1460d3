/*
 * store_request.c - requests to raise: asked, answered, raised in the transaction of the escalation's first event, chased.
 */
#include "parley/buffer.h"
#include "parley/store_draft.h"
#include "parley/store_escalation.h"
#include "parley/store_notice.h"
#include "parley/store_request.h"
#include "parley/store_session.h"
#include "ids.h"
#include "sql.h"

static enum result
tell_all(struct store *st, const struct request_telling *t, int64_t request_id, instant mark, struct arena *a, instant now)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; i < t->count && r == RESULT_OK; i++)
		r = store_notice_add(st, t->people[i], t->kind,
		    arena_format(a, "request %lld %lld", (long long)request_id, (long long)mark), now);
	return r;
}

/* --- asking --- */

struct adding {
	const struct request_add *what;
	struct arena *a;
	int64_t id;
};

static enum result
add_queues(struct store *st, int64_t request_id, const int64_t *queues, size_t count)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; i < count && r == RESULT_OK; i++)
		r = sql_run(st, SQL_REQUEST_QUEUE_ADD, SQL_VALUES(sql_int(request_id), sql_int(queues[i])));
	return r;
}

static enum result
add_body(struct store *st, void *context)
{
	struct adding *w = context;
	const struct request_add *what = w->what;
	const struct raise_request *q = &what->request;
	enum result r = sql_run(st, SQL_REQUEST_ADD,
	    SQL_VALUES(sql_int(q->person_id), sql_string(q->name), sql_string(q->title),
		sql_string(q->agency_id), sql_string(q->asked), sql_instant(q->at),
		sql_int(q->immediate_risk), sql_bytes(q->payload, q->length),
		sql_instant(what->chase_at), sql_string(what->request_key)));

	/* The first sending got through: whoever was asked was told. */
	if (r != RESULT_OK && st->failure == SQL_DUPLICATE)
		return RESULT_OK;
	w->id = (int64_t)st->insert_id;
	if (r == RESULT_OK)
		r = add_queues(st, w->id, what->queues, what->queue_count);
	if (r == RESULT_OK)
		r = tell_all(st, &what->tell, w->id, q->at, w->a, q->at);
	if (r == RESULT_OK)
		r = store_draft_remove(st, q->person_id, what->draft_key);
	if (r == RESULT_OK)
		r = store_access_log(st, q->person_id, "request", 0, what->request_id, q->at);
	return r;
}

enum result
store_request_add(struct store *st, const struct request_add *what, struct arena *a)
{
	struct adding w = { .what = what, .a = a };

	return sql_transaction(st, &(struct sql_work){ .body = add_body, .context = &w });
}

/* --- reading --- */

static struct raise_request
request_read(const struct sql_cell *row)
{
	return (struct raise_request){
		.id = row[0].number, .person_id = row[1].number, .name = row[2].text, .title = row[3].text,
		.agency_id = row[4].text, .asked = row[5].text, .at = row[6].time,
		.immediate_risk = row[7].number != 0, .state = (enum request_state)row[8].number,
		.answered_at = row[9].time, .answered_by = row[10].number, .answered_name = row[11].text,
		.answered_title = row[12].text, .reason = row[13].text, .reference = row[14].text,
		.asker_left = row[15].number == 0,
	};
}

static void
collect(struct store *st, int id, struct arena *a, struct raise_request **out, size_t *count)
{
	const struct sql_cell *row;
	struct raise_request *all = ARENA_ARRAY(a, sql_count(st, id), struct raise_request);
	size_t n = 0;

	while (sql_next(st, id, a, &row))
		all[n++] = request_read(row);
	*out = all;
	*count = n;
}

enum result
store_requests(struct store *st, int64_t person_id, size_t limit, struct arena *a, struct raise_request **out,
    size_t *count)
{
	enum result r = sql_run(st, SQL_REQUESTS, SQL_VALUES(sql_int(person_id), sql_int((int64_t)limit)));

	if (r == RESULT_OK)
		collect(st, SQL_REQUESTS, a, out, count);
	return r;
}

enum result
store_requests_waiting(struct store *st, const struct session *s, size_t limit, struct arena *a,
    struct raise_request **out, size_t *count)
{
	enum result r = sql_run(st, SQL_REQUESTS_WAITING,
	    SQL_VALUES(sql_string(ids_json(s->queues, s->queue_count, a)),
		sql_int(s->person.id), sql_int((int64_t)limit)));

	if (r == RESULT_OK)
		collect(st, SQL_REQUESTS_WAITING, a, out, count);
	return r;
}

enum result
store_request(struct store *st, int64_t id, const struct session *s, struct arena *a, struct raise_request *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_REQUEST,
	    SQL_VALUES(sql_string(ids_json(s->queues, s->queue_count, a)), sql_int(id)), a, &row);
	struct raise_request q;

	if (r != RESULT_OK)
		return r;
	q = request_read(row);
	q.payload = row[16].text;
	q.length = row[16].length;
	q.waits_here = row[17].number != 0 && q.person_id != s->person.id;
	if (!q.waits_here && q.person_id != s->person.id)
		return RESULT_NOT_FOUND;
	*out = q;
	return RESULT_OK;
}

/* --- answered --- */

struct ending {
	const struct request_end *what;
	struct arena *a;
};

static enum result
end_body(struct store *st, void *context)
{
	const struct ending *w = context;
	const struct request_end *what = w->what;
	enum result r = store_request_settle(st, what);

	if (r == RESULT_OK)
		r = tell_all(st, &what->tell, what->id, what->now, w->a, what->now);
	if (r == RESULT_OK)
		r = store_draft_remove(st, what->by, what->draft_key);
	if (r == RESULT_OK)
		r = store_access_log(st, what->by, "request-answer", 0, what->request_id, what->now);
	return r;
}

enum result
store_request_end(struct store *st, const struct request_end *what, struct arena *a)
{
	struct ending w = { what, a };

	return sql_transaction(st, &(struct sql_work){ .body = end_body, .context = &w });
}

enum result
store_request_settle(struct store *st, const struct request_end *what)
{
	enum result r = sql_run(st, SQL_REQUEST_END,
	    SQL_VALUES(sql_int(what->state), sql_instant(what->now), sql_int(what->by),
		sql_string(what->by_name), sql_string(what->by_title), sql_string(what->reason),
		what->escalation_id ? sql_int(what->escalation_id) : sql_null(), sql_int(what->id),
		sql_int(what->state == REQUEST_RAISED)));

	if (r == RESULT_OK && st->affected == 0)
		return RESULT_CONFLICT;
	return r == RESULT_OK ? sql_run(st, SQL_REQUEST_QUEUES_END, SQL_VALUES(sql_int(what->id))) : r;
}

/* --- unanswered --- */

enum result
store_requests_late(struct store *st, instant now, size_t limit, struct arena *a, struct request_late *out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_REQUESTS_LATE, SQL_VALUES(sql_instant(now), sql_int((int64_t)limit)));

	while (r == RESULT_OK && sql_next(st, SQL_REQUESTS_LATE, a, &row))
		out[n++] = (struct request_late){ row[0].number, row[1].number, row[2].time, row[3].text,
		                                row[4].number != 0 };
	*count = n;
	return r;
}

enum result
store_request_people(struct store *st, const struct request_late *late, size_t limit, struct arena *a, int64_t **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(st, SQL_REQUEST_PEOPLE, SQL_VALUES(sql_int(late->id), sql_int(late->person_id),
	                        sql_int((int64_t)limit)));
	int64_t *ids;

	if (r != RESULT_OK)
		return r;
	ids = ARENA_ARRAY(a, sql_count(st, SQL_REQUEST_PEOPLE), int64_t);
	while (sql_next(st, SQL_REQUEST_PEOPLE, a, &row))
		ids[n++] = row[0].number;
	*out = ids;
	*count = n;
	return RESULT_OK;
}

struct chasing {
	const struct request_chase *what;
	struct arena *a;
};

static enum result
chase_body(struct store *st, void *context)
{
	const struct chasing *w = context;
	const struct request_chase *what = w->what;
	enum result r = sql_run(st, SQL_REQUEST_CHASED,
	    SQL_VALUES(sql_instant(what->next), sql_int(what->late.id), sql_instant(what->late.chase_at)));

	/* Another clock was first, or it was answered meanwhile. */
	if (r == RESULT_OK && st->affected == 0)
		return RESULT_OK;
	if (r == RESULT_OK)
		r = add_queues(st, what->late.id, what->queues, what->queue_count);
	for (size_t i = 0; i < 2 && r == RESULT_OK; i++)
		r = tell_all(st, &what->tell[i], what->late.id, what->late.chase_at, w->a, what->now);
	return r;
}

enum result
store_request_chased(struct store *st, const struct request_chase *what, struct arena *a)
{
	struct chasing w = { what, a };

	return sql_transaction(st, &(struct sql_work){ .body = chase_body, .context = &w });
}
