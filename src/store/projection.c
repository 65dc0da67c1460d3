/*
 * projection.c - keeping the lists in step with an escalation.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/digest.h"
#include "parley/store_append.h"
#include "parley/store_worklist.h"
#include "projection.h"

enum {
	VIEW_NEEDS_ME = WORKLIST_NEEDS_ME,
	VIEW_MINE = WORKLIST_MINE,
	VIEW_WATCHING = WORKLIST_WATCHING
};

/* The column `yours`. */
enum { YOURS_NOT, YOURS_AT_HAND, YOURS_ASIDE };

struct row {
	int64_t queue;
	int view;
	instant due;
	int yours;
};
struct seen {
	int64_t queue;
	bool informed_only, kept;
};

/* --- reading what there is --- */

enum result
projection_kept_read(struct store *st, int64_t id, struct projection_draft draft, struct arena *a,
    struct projection_kept *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_ESCALATION_LISTS,
	    SQL_VALUES(sql_int(draft.person_id), sql_string(draft.key), sql_int(id)), a, &row);

	if (r != RESULT_OK)
		return r;
	if (row[2].length != DIGEST_SIZE)
		return RESULT_BUG;
	*out = (struct projection_kept){
		.version = (uint32_t)row[0].number,
		.revision = (uint32_t)row[1].number,
		.reference = row[3].text,
		.worklist = row[4].text,
		.sight = row[5].text,
		.open = row[6].text,
		.draft = row[7].number != 0,
	};
	memcpy(out->chain, row[2].text, DIGEST_SIZE);
	return RESULT_OK;
}

static size_t
numbers_in(const char *text)
{
	size_t n = text && *text ? 1 : 0;

	for (; text && *text; text++)
		n += *text == ' ';
	return n;
}

static int64_t
number_next(const char **text)
{
	char *end;
	int64_t n = strtoll(*text, &end, 10);

	*text = *end ? end + 1 : end;
	return n;
}

static size_t
rows_kept(const char *text, struct arena *a, struct row **out)
{
	size_t count = numbers_in(text) / 4;

	*out = ARENA_ARRAY(a, count, struct row);
	for (size_t i = 0; i < count; i++) {
		struct row *row = &(*out)[i];
		row->queue = number_next(&text);
		row->view = (int)number_next(&text);
		row->due = number_next(&text);
		row->yours = (int)number_next(&text);
	}
	return count;
}

/* --- who may see it --- */

static struct seen *
seen_find(struct seen *all, size_t count, int64_t queue)
{
	for (size_t i = 0; i < count; i++)
		if (all[i].queue == queue)
			return &all[i];
	return NULL;
}

static bool
is_gone(const struct projection *p, int64_t queue)
{
	for (size_t i = 0; i < p->gone_count; i++)
		if (p->gone[i] == queue)
			return true;
	return false;
}

/* What was seen stays seen, and a party does not become a mere onlooker. */
static size_t
seen_add(struct seen *all, size_t count, int64_t queue, bool informed_only)
{
	struct seen *old = seen_find(all, count, queue);

	if (!old) {
		all[count] = (struct seen){ .queue = queue, .informed_only = informed_only };
		return count + 1;
	}
	if (old->informed_only && !informed_only) {
		old->informed_only = false;
		old->kept = false;
	}
	return count;
}

static size_t
seen_all(const char *kept, const struct projection *p, struct arena *a, struct seen **out)
{
	size_t count = 0, before = numbers_in(kept) / 2;
	struct seen *all = ARENA_ARRAY(a, before + p->sight_count + p->waiting_count, struct seen);

	for (size_t i = 0; i < before; i++) {
		all[count].queue = number_next(&kept);
		all[count].informed_only = number_next(&kept) != 0;
		all[count].kept = true;
		count += !is_gone(p, all[count].queue);
	}
	for (size_t i = 0; i < p->sight_count; i++)
		count = seen_add(all, count, p->sight[i].queue_id, p->sight[i].informed_only);
	/* Whoever has to act on it must be able to see it. */
	for (size_t i = 0; i < p->waiting_count; i++)
		count = seen_add(all, count, p->waiting[i].queue_id, false);
	*out = all;
	return count;
}

static enum result
sight_write(struct store *st, int64_t id, const struct seen *all, size_t count, struct arena *a)
{
	struct sql_value *in = ARENA_ARRAY(a, count * 3, struct sql_value);
	size_t rows = 0;

	for (size_t i = 0; i < count; i++) {
		if (all[i].kept)
			continue;
		in[rows * 3] = sql_int(id);
		in[rows * 3 + 1] = sql_int(all[i].queue);
		in[rows * 3 + 2] = sql_int(all[i].informed_only);
		rows++;
	}
	return sql_write_rows(st, SQL_SIGHT_PUT, in, 3, rows);
}

/* Whoever has gone, where they could still see it. */
static enum result
sight_remove(struct store *st, int64_t id, const char *kept, const struct projection *p)
{
	enum result r = RESULT_OK;

	for (size_t left = p->gone_count > 0 ? numbers_in(kept) / 2 : 0; left > 0 && r == RESULT_OK; left--) {
		int64_t queue = number_next(&kept);

		(void)number_next(&kept);
		if (is_gone(p, queue))
			r = sql_write(st, SQL_SIGHT_REMOVE, SQL_VALUES(sql_int(id), sql_int(queue)));
	}
	return r;
}

/* --- places that need a new person --- */

/* Few escalations ever have one: no care is taken to write only what differs. */
static enum result
vacant_write(struct store *st, int64_t id, const struct projection *p)
{
	enum result r = sql_write(st, SQL_VACANT_REMOVE, SQL_VALUES(sql_int(id)));

	for (size_t i = 0; i < p->vacant_count && !p->ended && r == RESULT_OK; i++) {
		const struct vacant_row *v = &p->vacant[i];

		r = sql_write(st, SQL_VACANT_ADD,
		    SQL_VALUES(sql_int(id), sql_int(v->side), sql_string(v->agency_id ? v->agency_id : ""),
			sql_int(v->person_id), sql_instant(v->since)));
	}
	return r;
}

/* --- the worklists --- */

static instant
due_or_far(instant due)
{
	return due == INSTANT_NONE ? SQL_FAR : due;
}

static int
row_compare(const void *x, const void *y)
{
	const struct row *a = x, *b = y;

	if (a->queue != b->queue)
		return a->queue < b->queue ? -1 : 1;
	if (a->view != b->view)
		return a->view < b->view ? -1 : 1;
	return a->due < b->due ? -1 : a->due > b->due;
}

static int
yours_of(const struct waiting_row *w)
{
	return w->aside ? YOURS_ASIDE : YOURS_AT_HAND;
}

static int
waits_in(const struct projection *p, int64_t queue)
{
	for (size_t i = 0; i < p->waiting_count; i++)
		if (p->waiting[i].queue_id == queue)
			return yours_of(&p->waiting[i]);
	return YOURS_NOT;
}

/* Once per queue; where several dates wait in one queue, the earliest. What has ended is in no list. */
static size_t
rows_wanted(const struct projection *p, const struct seen *all, size_t count, struct arena *a,
    struct row **out)
{
	size_t n = 0;
	struct row *rows = ARENA_ARRAY(a, p->waiting_count + count, struct row);

	for (size_t i = 0; i < p->waiting_count && !p->ended; i++) {
		const struct waiting_row *w = &p->waiting[i];
		size_t k = 0;
		while (k < n && rows[k].queue != w->queue_id)
			k++;
		instant due = due_or_far(w->due);
		if (k == n)
			rows[n++] = (struct row){ w->queue_id, VIEW_NEEDS_ME, due, yours_of(w) };
		else if (due < rows[k].due)
			rows[k].due = due;
	}
	for (size_t i = 0; i < count && !p->ended; i++)
		rows[n++] =
		    (struct row){ all[i].queue, all[i].informed_only ? VIEW_WATCHING : VIEW_MINE,
			    due_or_far(p->next_due), waits_in(p, all[i].queue) };
	*out = rows;
	return n;
}

static struct sql_value *
row_values(struct sql_value *v, const struct row *row, int64_t id)
{
	*v++ = sql_int(row->queue);
	*v++ = sql_int(row->view);
	*v++ = sql_instant(row->due);
	*v++ = sql_int(id);
	return v;
}

/* Both lists sorted: what is only in the first goes, what is only in the second comes. */
static enum result
worklist_write(struct store *st, int64_t id, struct row *had, size_t had_count, struct row *want,
    size_t want_count, struct arena *a)
{
	struct sql_value *gone = ARENA_ARRAY(a, had_count * 4, struct sql_value), *g = gone;
	struct sql_value *come = ARENA_ARRAY(a, want_count * 5, struct sql_value), *c = come;

	qsort(had, had_count, sizeof *had, row_compare);
	qsort(want, want_count, sizeof *want, row_compare);
	for (size_t i = 0, k = 0; i < had_count || k < want_count;) {
		int order = i == had_count ? 1
		    : k == want_count      ? -1
					   : row_compare(&had[i], &want[k]);
		if (order == 0 && had[i].yours == want[k].yours) {
			i++;
			k++;
			continue;
		}
		if (order <= 0)
			g = row_values(g, &had[i++], id);
		if (order >= 0) {
			c = row_values(c, &want[k], id);
			*c++ = sql_int(want[k++].yours);
		}
	}
	enum result r = sql_write_rows(st, SQL_WORKLIST_REMOVE, gone, 4, (size_t)(g - gone) / 4);
	if (r == RESULT_OK)
		r = sql_write_rows(st, SQL_WORKLIST_ADD, come, 5, (size_t)(c - come) / 5);
	return r;
}

/* --- open duties --- */

struct open {
	const char *key;
	instant due;
	bool matched;
};

static size_t
open_kept(const char *text, struct arena *a, struct open **out)
{
	size_t count = 0, lines = 0;

	for (const char *c = text; c && *c; c++)
		lines += *c == '\n';
	*out = ARENA_ARRAY(a, lines + 1, struct open);
	while (text && *text) {
		size_t length = strcspn(text, "\n");
		struct open *o = &(*out)[count++];
		o->key = arena_bytes(a, text, length);
		text += length + (text[length] != '\0');
		o->due = number_next(&text);
	}
	return count;
}

static struct open *
open_find(struct open *all, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].key, key) == 0)
			return &all[i];
	return NULL;
}

/* A duty whose date is the same keeps its row, and with it what was told of it; a moved date is told anew. */
static enum result
open_write(
    struct store *st, int64_t id, const char *kept, const struct projection *p, struct arena *a)
{
	struct open *had;
	size_t had_count = open_kept(kept, a, &had), puts = 0, gone = 0, sooner = 0;
	struct sql_value *put = ARENA_ARRAY(a, p->open_count * 4, struct sql_value);
	struct sql_value *earlier = ARENA_ARRAY(a, p->open_count * 4, struct sql_value);
	struct sql_value *remove = ARENA_ARRAY(a, had_count * 2, struct sql_value);

	for (size_t i = 0; i < p->open_count; i++) {
		struct open *old = open_find(had, had_count, p->open[i].key);
		if (old)
			old->matched = true;
		if (old && old->due == p->open[i].due && p->open[i].sooner) {
			earlier[sooner * 4] = sql_instant(p->open[i].remind_at);
			earlier[sooner * 4 + 1] = sql_int(id);
			earlier[sooner * 4 + 2] = sql_string(p->open[i].key);
			earlier[sooner * 4 + 3] = sql_instant(p->open[i].due);
			sooner++;
		}
		if (p->open[i].due == INSTANT_NONE || (old && old->due == p->open[i].due))
			continue;
		put[puts * 4] = sql_int(id);
		put[puts * 4 + 1] = sql_string(p->open[i].key);
		put[puts * 4 + 2] = sql_instant(p->open[i].due);
		put[puts * 4 + 3] = sql_instant(p->open[i].remind_at);
		puts++;
	}
	for (size_t i = 0; i < had_count; i++) {
		if (had[i].matched)
			continue;
		remove[gone * 2] = sql_int(id);
		remove[gone * 2 + 1] = sql_string(had[i].key);
		gone++;
	}
	enum result r = sql_write_rows(st, SQL_OPEN_DUTY_REMOVE, remove, 2, gone);
	if (r == RESULT_OK)
		r = sql_write_rows(st, SQL_OPEN_DUTY_PUT, put, 4, puts);
	for (size_t i = 0; r == RESULT_OK && i < sooner; i++)
		r = sql_write(st, SQL_REMINDED, &earlier[i * 4], 4);
	return r;
}

/* --- lessons --- */

static enum result
lessons_write(struct store *st, int64_t id, const struct projection *p, struct arena *a)
{
	struct sql_value *in = ARENA_ARRAY(a, p->lesson_count * 6, struct sql_value), *v = in;

	for (size_t i = 0; i < p->lesson_count; i++) {
		const struct lesson_row *l = &p->lessons[i];
		*v++ = sql_int(id);
		*v++ = sql_int(l->seq);
		*v++ = l->answer_seq ? sql_int(l->answer_seq) : sql_null();
		*v++ = sql_int(l->open);
		*v++ = sql_instant(l->raised);
		*v++ = sql_instant(l->due);
	}
	return sql_write_rows(st, SQL_LESSON_PUT, in, 6, p->lesson_count);
}

/* --- meetings --- */

static enum result
meetings_write(struct store *st, int64_t id, const struct projection *p)
{
	enum result r = sql_write(st, SQL_MEETING_PEOPLE_REMOVE, SQL_VALUES(sql_int(id)));

	for (size_t i = 0; r == RESULT_OK && i < p->meeting_count; i++) {
		const struct meeting_row *m = &p->meetings[i];

		r = sql_write(st, SQL_MEETING_PUT,
		    SQL_VALUES(sql_int(id), sql_int(m->id), sql_int(m->sequence), sql_string(m->state),
			sql_instant(m->starts), sql_int(m->minutes)));
		for (size_t k = 0; r == RESULT_OK && k < m->people_count; k++)
			r = sql_write(st, SQL_MEETING_PERSON_ADD,
			    SQL_VALUES(sql_int(id), sql_int(m->id), sql_int(m->people[k]),
				sql_instant(m->starts)));
	}
	return r;
}

/* --- all of it --- */

void
projection_values(const struct projection *p, struct sql_value out[PROJECTION_VALUES])
{
	const struct sql_value values[PROJECTION_VALUES] = {
		sql_string(p->phase),
		sql_string(p->stage_id),
		sql_string(p->stage_name),
		sql_int(p->ended),
		sql_string(p->raising_agency_id),
		sql_string(p->raising_agency),
		sql_string(p->receiving_agency_id),
		sql_string(p->receiving_agency),
		sql_string(p->duty_text),
		sql_string(p->duty_clause),
		sql_string(p->turn),
		sql_string(p->due_words),
		sql_instant(p->next_due),
		sql_int(p->immediate_risk),
		sql_instant(p->raised),
		sql_instant(p->changed),
		sql_int(p->edition_id),
	};

	memcpy(out, values, sizeof values);
}

enum result
projection_lists_write(struct store *st, int64_t id, const struct projection_kept *kept,
    const struct projection *p, struct arena *a)
{
	struct seen *all;
	struct row *had, *want;
	size_t count = seen_all(kept->sight, p, a, &all);
	size_t had_count = rows_kept(kept->worklist, a, &had);
	size_t want_count = rows_wanted(p, all, count, a, &want);
	enum result r = sight_write(st, id, all, count, a);

	if (r == RESULT_OK)
		r = sight_remove(st, id, kept->sight, p);
	if (r == RESULT_OK && p->vacant_ever)
		r = vacant_write(st, id, p);
	if (r == RESULT_OK)
		r = worklist_write(st, id, had, had_count, want, want_count, a);
	if (r == RESULT_OK)
		r = open_write(st, id, kept->open, p, a);
	/* Few cases have any. */
	if (r == RESULT_OK && p->lesson_count > 0)
		r = lessons_write(st, id, p, a);
	if (r == RESULT_OK && p->meetings_changed)
		r = meetings_write(st, id, p);
	return r;
}
