/*
 * store_worklist.c - a page of a worklist.
 *
 * Each queue gives its earliest rows, at most one more than the page holds, by one range of the primary key; they
 * are put together here. A cursor is where the last page ended: date and escalation, base64url, and means
 * nothing to anybody else.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/digest.h"
#include "parley/store_queue.h"
#include "parley/store_worklist.h"
#include "ids.h"
#include "sql.h"

enum { PAGE_MAX = 100, CURSOR_BYTES = 16, CURSOR_TEXT = 22 };

struct place {
	instant due;
	int64_t id;
};
struct candidate {
	struct place at;
	instant earlier;
	int64_t queue;
	struct worklist_item item;
};

static int
place_compare(struct place a, struct place b)
{
	if (a.due != b.due)
		return a.due < b.due ? -1 : 1;
	return a.id < b.id ? -1 : a.id > b.id;
}

static int
candidate_compare(const void *x, const void *y)
{
	return place_compare(((const struct candidate *)x)->at, ((const struct candidate *)y)->at);
}

/* --- cursors --- */

static const char *
cursor_write(struct place at, struct arena *a)
{
	uint8_t bytes[CURSOR_BYTES];
	char *text = arena_alloc(a, CURSOR_TEXT + 1);

	for (int i = 0; i < 8; i++) {
		bytes[i] = (uint8_t)((uint64_t)at.due >> (56 - 8 * i));
		bytes[8 + i] = (uint8_t)((uint64_t)at.id >> (56 - 8 * i));
	}
	base64url_write(bytes, sizeof bytes, text);
	return text;
}

static enum result
cursor_read(const char *text, struct place *at)
{
	uint8_t bytes[CURSOR_BYTES];
	uint64_t due = 0, id = 0;

	if (strlen(text) != CURSOR_TEXT || base64url_parse(text, bytes, sizeof bytes) != RESULT_OK)
		return RESULT_INVALID;
	for (int i = 0; i < 8; i++) {
		due = due << 8 | bytes[i];
		id = id << 8 | bytes[8 + i];
	}
	/* A made-up one may name no date that there is. */
	if (due > SQL_FAR || id > INT64_MAX)
		return RESULT_INVALID;
	*at = (struct place){ (instant)due, (int64_t)id };
	return RESULT_OK;
}

/* --- rows --- */

/* The values of all arms, in the order of WORKLIST_ARM in sql_table.c. */
static size_t
values_make(struct sql_value *v, enum worklist_view view, const int64_t *queues, size_t queue_count,
    const struct place *from, size_t limit, struct arena *a)
{
	const char *list = from ? ids_list(queues, queue_count, a) : NULL;
	size_t n = 0;

	for (size_t i = 0; i < queue_count; i++) {
		if (from)
			v[n++] = sql_string(list);
		v[n++] = sql_int(queues[i]);
		v[n++] = sql_int((int64_t)view);
		if (from) {
			v[n++] = sql_instant(from->due);
			v[n++] = sql_instant(from->due);
			v[n++] = sql_int(from->id);
		}
		v[n++] = sql_int((int64_t)limit + 1);
	}
	return n;
}

static void
candidate_read(const struct sql_cell *row, struct candidate *out)
{
	*out = (struct candidate){
		.at = { row[0].time, row[1].number }, .earlier = row[3].time,
		.queue = row[4].number,
		.item = {
			.reference = row[5].text, .phase = row[6].text, .stage_id = row[7].text, .stage_name = row[8].text,
			.raising_agency = row[9].text, .receiving_agency = row[10].text, .duty_text = row[11].text,
			.duty_clause = row[12].text, .turn = row[13].text, .due_words = row[14].text,
			.due = row[0].time == SQL_FAR ? INSTANT_NONE : row[0].time, .changed = row[15].time,
			.immediate_risk = row[16].number != 0, .yours = row[2].number != 0, .aside = row[2].number > 1,
		},
	};
}

/* The candidates in order of place. *horizon: what lies behind it is not complete, because a queue that was cut
 * at its limit may have more before that. */
static size_t
candidates_read(struct store *st, int id, size_t limit, struct arena *a, struct candidate **out,
    struct place *horizon)
{
	const struct sql_cell *row;
	size_t n = 0, of_queue = 0;
	struct candidate *all = ARENA_ARRAY(a, sql_count(st, id), struct candidate);

	*horizon = (struct place){ INT64_MAX, INT64_MAX };
	while (sql_next(st, id, a, &row)) {
		candidate_read(row, &all[n]);
		/* The rows of one queue come together. */
		of_queue = n > 0 && all[n].queue == all[n - 1].queue ? of_queue + 1 : 1;
		if (of_queue > limit && place_compare(all[n].at, *horizon) < 0)
			*horizon = all[n].at;
		n++;
	}
	qsort(all, n, sizeof *all, candidate_compare);
	*out = all;
	return n;
}

/* --- pages --- */

struct page {
	struct worklist_item *items;
	size_t count, limit;
	struct place last, horizon;
	bool more;
};

/* The same escalation in another queue of the reader's: the duty at hand goes before anything else. */
static void
item_join(struct worklist_item *item, const struct worklist_item *other)
{
	bool at_hand = (item->yours && !item->aside) || (other->yours && !other->aside);

	item->yours = item->yours || other->yours;
	item->aside = item->yours && !at_hand;
}

/*
 * In order of place, each escalation once. On a later page, one that stood earlier in another of the reader's
 * queues was shown before; a page may then be shorter than its limit and still lead on.
 */
static void
page_make(struct page *p, const struct candidate *all, size_t count, const struct place *from)
{
	for (size_t i = 0; i < count && !p->more; i++) {
		const struct candidate *c = &all[i];
		bool shown_before =
		    from && place_compare((struct place){ c->earlier, c->at.id }, *from) <= 0;
		size_t k = 0;
		while (k < p->count && strcmp(p->items[k].reference, c->item.reference) != 0)
			k++;
		if (k == p->count && p->count == p->limit) {
			p->more = true;
			break;
		}
		if (k < p->count) {
			item_join(&p->items[k], &c->item);
		} else if (!shown_before) {
			p->items[p->count++] = c->item;
		}
		p->last = c->at;
		/* The horizon is itself the place of a candidate: nothing behind it is looked at. */
		p->more = place_compare(c->at, p->horizon) == 0;
	}
}

enum result
store_worklist(struct store *st, enum worklist_view view, const int64_t *queues, size_t queue_count,
    const char *cursor, size_t limit, struct arena *a, struct worklist_item **out, size_t *count,
    const char **next)
{
	struct sql_value in[QUEUES_MAX * 7];
	struct place from;
	struct candidate *all;
	struct page p = { .limit = limit < 1 ? 1 : limit > PAGE_MAX ? PAGE_MAX : limit };

	if (cursor && cursor_read(cursor, &from) != RESULT_OK)
		return RESULT_INVALID;
	if (queue_count > QUEUES_MAX)
		return RESULT_LIMIT;
	if (queue_count > 0) {
		const struct place *at = cursor ? &from : NULL;
		int id = SQL_WORKLIST + (int)queue_count + (cursor ? QUEUES_MAX : 0);
		size_t n = values_make(in, view, queues, queue_count, at, p.limit, a);
		enum result r = sql_run(st, id, in, n);
		if (r != RESULT_OK)
			return r;
		n = candidates_read(st, id, p.limit, a, &all, &p.horizon);
		p.items = ARENA_ARRAY(a, p.limit, struct worklist_item);
		page_make(&p, all, n, at);
	}
	*out = p.items;
	*count = p.count;
	*next = p.more ? cursor_write(p.last, a) : NULL;
	return RESULT_OK;
}
