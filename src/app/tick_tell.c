/*
 * tick_tell.c - dates that come, and dates that passed: whom to tell, once for each case, duty, date and kind.
 *
 * What is to be told is a range of an index (open_duty), whatever is stored. A row of the outbox is written once for its
 * duty, date and reader, and the duty is marked after: a clock that is stopped in between is followed by one that writes
 * the same rows again, to no effect. Nobody gets mail outside working time, but where somebody is at immediate risk.
 */
#include <string.h>

#include "case.h"
#include "parley/reminder.h"
#include "parley/store_append.h"
#include "parley/store_clockwork.h"
#include "parley/store_escalation.h"
#include "project.h"
#include "seats.h"
#include "tick.h"

enum { DATES_AT_ONCE = 100, ROUNDS_MOST = 20, ROWS_MOST = 128 };

/* A list of dates that came, and what is done with those of one case. */
struct dates {
	enum result (*read)(struct store *st, instant now, size_t limit, struct arena *a, struct overdue_item **out,
	                    size_t *count);
	enum result (*tell)(struct tick *t, const struct overdue_item *items, size_t count);
};

/* A case as it stands now, and whom to write to. */
struct telling_case {
	struct app_case c;
	struct outbox_row *rows;
	size_t count;
	size_t event_count; /* as stored: what comes after them is written with the rows */
};

static enum result
open_case(struct tick *t, int64_t id, struct telling_case *out)
{
	struct stored_event *stored;
	size_t count;
	enum result r = store_escalation_load(t->app->store, id, t->a, &out->c.head, &stored, &count);

	out->rows = ARENA_ARRAY(t->a, ROWS_MOST, struct outbox_row);
	out->count = 0;
	out->event_count = count;
	if (r == RESULT_OK)
		r = case_fold(t->app, t->a, t->now, &out->c.head, stored, count, &out->c, t->f);
	return r;
}

static bool
is_same(const struct outbox_row *a, const struct outbox_row *b, bool each_duty)
{
	if (a->person_id != b->person_id || (a->mailbox == NULL) != (b->mailbox == NULL) ||
	    (a->mailbox && strcmp(a->mailbox, b->mailbox) != 0))
		return false;
	return !each_duty || (a->duty_key && b->duty_key && strcmp(a->duty_key, b->duty_key) == 0);
}

/* To the minute: what two clocks have written at once is gathered into one digest all the same. */
static instant
minute_of(const struct tick *t)
{
	return t->now - t->now % INSTANT_MINUTE;
}

/* Those who are not in the list yet, when they may be written to. How many were added. */
static size_t
add_rows(struct tick *t, struct telling_case *k, const struct outbox_row *rows, size_t count, bool each_duty)
{
	const struct escalation *e = k->c.e;
	size_t before = k->count;

	for (size_t i = 0; i < count && k->count < ROWS_MOST; i++) {
		struct outbox_row row = rows[i];
		size_t at = 0;

		while (at < k->count && !is_same(&k->rows[at], &row, each_duty))
			at++;
		if (at < k->count)
			continue;
		row.morning = !e->risk && row.person_id != 0;
		row.not_before = minute_of(t);
		if (!e->risk)
			row.not_before = reminder_working_time(e->calendar, &e->policy->days, row.not_before);
		k->rows[k->count++] = row;
	}
	return k->count - before;
}

/* The lists are made again: what a passed date asks for brings people in. */
static enum result
write_rows(struct tick *t, struct telling_case *k, bool lists)
{
	struct append what = { .escalation_id = k->c.head.id, .expect = k->c.head.version, .now = minute_of(t),
		               .outbox = k->rows, .outbox_count = k->count };
	struct append_result done;
	struct projection projection;
	struct stored_event *stored;
	enum result r = RESULT_OK;

	if (k->count == 0)
		return RESULT_OK;
	if (k->c.e->event_count > k->event_count) {
		r = case_store_events(k->c.e, k->event_count, t->a, &stored);
		what.events = stored;
		what.event_count = k->c.e->event_count - k->event_count;
	}
	if (r == RESULT_OK && lists)
		r = project_make(t->app, k->c.e, t->a, &projection);
	if (r != RESULT_OK)
		return r;
	what.projection = lists ? &projection : NULL;
	return store_append(t->app->store, &what, t->a, &done, NULL);
}

static const struct duty *
find_open(const struct escalation *e, const struct overdue_item *item)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (strcmp(d->key, item->key) == 0 && d->status == DUTY_OPEN && d->deadline.state == DEADLINE_DATED &&
		    d->deadline.due == item->due)
			return d;
	}
	return NULL;
}

/* --- dates that passed --- */

/* Nobody is told by it: there is nobody, they are told already, or the list was behind the fold. */
static enum result
mark_told(struct tick *t, const struct overdue_item *item)
{
	enum result r = store_overdue_told(t->app->store, item->escalation_id, item->key);

	/* Another clock was first. */
	return r == RESULT_CONFLICT ? RESULT_OK : r;
}

static enum result
overdue_of_case(struct tick *t, const struct overdue_item *items, size_t count)
{
	struct telling_case k;
	struct outbox_row *rows;
	size_t row_count, added;
	enum result r = open_case(t, items[0].escalation_id, &k);

	/* Somebody above hears of it, also where nobody holds the next tier's role: who that is stands in an event. */
	if (r == RESULT_OK)
		r = seats_look(t->app, t->a, k.c.policy, SEATS_ABOVE, &k.c.e, t->f);
	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		const struct duty *duty = find_open(k.c.e, &items[i]);

		added = 0;
		if (duty && duty->late)
			r = project_tell_overdue(t->app, k.c.e, duty, t->a, &rows, &row_count);
		/* One message a person, however many duties passed. */
		if (r == RESULT_OK && duty && duty->late)
			added = add_rows(t, &k, rows, row_count, false);
		if (r == RESULT_OK && added == 0)
			r = mark_told(t, &items[i]);
	}
	if (r == RESULT_OK)
		r = write_rows(t, &k, true);
	return r;
}

static enum result
read_overdue(struct store *st, instant now, size_t limit, struct arena *a, struct overdue_item **out, size_t *count)
{
	/* A time has passed when its minute has (instant_has_passed). */
	return store_overdue(st, now - INSTANT_MINUTE, limit, a, out, count);
}

/* --- dates that come --- */

static enum result
reminders_of_case(struct tick *t, const struct overdue_item *items, size_t count)
{
	struct telling_case k;
	struct outbox_row *rows;
	size_t row_count;
	struct reminder_plan *plans = ARENA_ARRAY(t->a, count, struct reminder_plan);
	enum result r = open_case(t, items[0].escalation_id, &k);

	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		const struct duty *duty = find_open(k.c.e, &items[i]);
		const struct reminder_of of = { k.c.e->calendar, &k.c.policy->days, items[i].due, k.c.e->risk != NULL };

		plans[i] = duty ? reminder_plan(&of, t->now) : (struct reminder_plan){ REMINDER_NONE, INSTANT_NONE };
		if (plans[i].now == REMINDER_NONE)
			continue;
		r = project_tell_reminder(t->app, k.c.e, duty, reminder_name(plans[i].now), t->a, &rows, &row_count);
		if (r == RESULT_OK)
			(void)add_rows(t, &k, rows, row_count, true);
	}
	if (r == RESULT_OK)
		r = write_rows(t, &k, false);
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = store_reminded(t->app->store, &items[i], plans[i].next);
	return r;
}

/* --- both --- */

/* They come by date; those of one case that share a date stand together. */
static enum result
tell_round(struct tick *t, const struct dates *dates, struct arena *a, size_t *count)
{
	struct overdue_item *items;
	size_t from = 0;
	enum result first = RESULT_OK, r = dates->read(t->app->store, t->now, DATES_AT_ONCE, a, &items, count);

	if (r != RESULT_OK)
		return r;
	for (size_t i = 1; i <= *count; i++) {
		if (i < *count && items[i].escalation_id == items[from].escalation_id)
			continue;
		r = dates->tell(t, &items[from], i - from);
		/* Something was recorded meanwhile: the next tick looks again. */
		if (r == RESULT_CONFLICT)
			t->all_told = false;
		/* One case that cannot be folded must not silence the others. */
		else if (first == RESULT_OK)
			first = r;
		from = i;
	}
	return first;
}

/* As many rounds as it takes: at nine in the morning much is due at once. */
static enum result
tell_dates(struct tick *t, const struct dates *dates)
{
	struct arena *whole = t->a;
	size_t count = DATES_AT_ONCE;
	enum result r = RESULT_OK;

	for (int round = 0; r == RESULT_OK && count == DATES_AT_ONCE; round++) {
		if (round == ROUNDS_MOST) {
			t->all_told = false;
			break;
		}
		t->a = arena_new();
		r = tell_round(t, dates, t->a, &count);
		arena_free(t->a);
		t->a = whole;
		if (r == RESULT_OK && count == DATES_AT_ONCE)
			r = tick_keep_lease(t);
	}
	if (r != RESULT_OK)
		t->all_told = false;
	return r;
}

enum result
tick_tell_overdue(struct tick *t)
{
	return tell_dates(t, &(struct dates){ read_overdue, overdue_of_case });
}

enum result
tick_tell_reminders(struct tick *t)
{
	return tell_dates(t, &(struct dates){ store_reminders, reminders_of_case });
}
