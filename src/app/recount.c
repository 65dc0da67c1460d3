/* recount.c - see recount.h. */
#include "recount.h"

#include <inttypes.h>
#include <string.h>

#include "parley/digest.h"
#include "parley/event_json.h"
#include "parley/log.h"
#include "parley/store_append.h"
#include "parley/store_clockwork.h"
#include "parley/store_escalation.h"
#include "parley/store_recount.h"
#include "parley/store_setting.h"
#include "project.h"

enum { BATCH = 50, TRIES = 5, UNFINISHED_MAX = 10 };
#define LEASE_SECONDS 10

/* --- what is asked --- */

static bool
has_edition(const struct snapshot *s, int64_t id)
{
	return snapshot_policy(s, id) != NULL;
}

static size_t
word_next(const char **at)
{
	size_t length;

	*at += strspn(*at, " ");
	length = strcspn(*at, " ");
	return length;
}

static enum result
check_references(struct app *app, const char *cases, struct arena *a, struct fault *f)
{
	size_t count = 0, length;

	for (const char *at = cases; (length = word_next(&at)) > 0; at += length) {
		const char *reference = arena_bytes(a, at, length);
		int64_t id;
		enum result r = ++count > RECOUNT_CASES_MAX
		    ? fault_field(f, "/references", "Choose at most %d; to move more, move all that run under an edition",
		                  RECOUNT_CASES_MAX)
		    : store_escalation_find(app->store, reference, &id);

		if (r == RESULT_NOT_FOUND)
			r = fault_field(f, "/references", "There is no escalation %s", reference);
		if (r != RESULT_OK)
			return r;
	}
	return count > 0 ? RESULT_OK : fault_field(f, "/references", "Write at least one reference, such as MSP-2027-000001");
}

enum result
recount_check(struct app *app, const struct recount_ask *ask, struct arena *a, struct fault *f)
{
	if (!has_edition(app->snapshot, ask->target))
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition", "There is no such edition.");
	if (ask->cases)
		return check_references(app, ask->cases, a, f);
	if (ask->origin == ask->target)
		return fault_field(f, "/from", "Choose another edition: they run under this one already");
	return has_edition(app->snapshot, ask->origin) ? RESULT_OK :
	       fault_field(f, "/from", "Choose the edition under which they run now");
}

static const char *
edition_title(const struct policy *p, struct arena *a)
{
	return arena_format(a, "%s, %s", p->title, edition_label(p));
}

enum result
recount_begin_move(struct app *app, const struct recount_ask *ask, const struct edition_asker *who, struct arena *a,
                   struct recount *out, struct fault *f)
{
	struct recount r = { .what = "edition", .origin = ask->cases ? 0 : ask->origin, .target = ask->target,
		             .cases = ask->cases, .why = who->why, .person_id = who->person_id, .begun = who->now,
		             .finished = INSTANT_NONE };
	struct settings_change change = { .what = "policy-move", .why = who->why, .person_id = who->person_id,
		                          .now = who->now };
	enum result result = recount_check(app, ask, a, f);

	if (result != RESULT_OK)
		return result;
	change.detail = ask->cases ? "chosen escalations" :
	                arena_format(a, "all that run under edition %" PRId64, ask->origin);
	result = store_recount_add(app->store, &r, &change, &r.id);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "It could not be stored. Try again in a minute.");
	*out = r;
	return RESULT_OK;
}

/* --- the world to which they come --- */

static enum result
actor_of(struct app *app, const struct recount *r, struct arena *a, struct person_ref *out)
{
	struct person person;
	enum result result;

	*out = (struct person_ref){ 0 };
	if (r->person_id == 0)
		return RESULT_OK;
	result = store_person(app->store, r->person_id, a, &person);
	if (result == RESULT_OK)
		*out = case_person(&person);
	return result;
}

static enum result
edition_world(struct app *app, const struct recount *r, struct arena *a, struct case_world *out, struct fault *f)
{
	struct case_world w = { .before = app->snapshot, .after = app->snapshot, .why = r->why };
	enum result result = actor_of(app, r, a, &w.actor);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "Whoever began it cannot be read.");
	w.edition = snapshot_policy(app->snapshot, r->target);
	w.edition_id = r->target;
	if (!w.edition)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition", "There is no such edition.");
	w.edition_label = edition_title(w.edition, a);
	*out = w;
	return RESULT_OK;
}

enum result
recount_world(struct app *app, const struct recount *r, struct arena *a, struct case_world *out, struct fault *f)
{
	return strcmp(r->what, "edition") == 0 ? edition_world(app, r, a, out, f) : recount_setting_world(app, r, a, out, f);
}

/* --- which cases --- */

/* Of chosen ones the cursor counts how many were looked at. */
static enum result
next_chosen(struct app *app, const struct recount *r, int64_t *cursor, int64_t *ids, size_t limit, size_t *count)
{
	const char *at = r->cases;
	struct arena *a = arena_new();
	enum result result = RESULT_OK;
	int64_t place = 0;
	size_t n = 0, length;

	for (; result == RESULT_OK && n < limit && (length = word_next(&at)) > 0; at += length) {
		if (place++ < *cursor)
			continue;
		result = store_escalation_find(app->store, arena_bytes(a, at, length), &ids[n]);
		n += result == RESULT_OK;
		if (result == RESULT_NOT_FOUND)
			result = RESULT_OK;
	}
	arena_free(a);
	if (result != RESULT_OK)
		return result;
	*cursor = place > *cursor ? place : *cursor;
	*count = n;
	return RESULT_OK;
}

/*
 * The next cases of a pass, up to `limit`, behind *cursor, which moves on; 0: there are no more. A chosen reference that is not
 * there is left out.
 */
static enum result
next_of(struct app *app, const struct recount *r, int64_t *cursor, int64_t *ids, size_t limit, size_t *count)
{
	enum result result;

	if (r->cases)
		return next_chosen(app, r, cursor, ids, limit, count);
	result = store_running(app->store, strcmp(r->what, "edition") == 0 ? r->origin : 0, *cursor, limit, ids, count);
	if (result == RESULT_OK && *count > 0)
		*cursor = ids[*count - 1];
	return result;
}

/* --- what it would do --- */

static void
view_add(struct recount_view *v, struct arena *a, const struct case_impact *i)
{
	v->seen++;
	v->refused += i->refused != NULL;
	v->changed += i->count + i->difference_count > 0;
	v->late += i->late > 0;
	/* Cases in which nothing changes are counted and not shown. */
	if (v->shown == v->most || i->already || (i->count + i->difference_count == 0 && !i->refused))
		return;
	v->shown++;
	v->write(v->out, a, i);
}

enum result
recount_preview(struct app *app, const struct recount *r, const struct case_world *w, struct recount_view *v, struct fault *f)
{
	struct arena *each = arena_new();
	int64_t ids[BATCH], cursor;
	struct case_impact i;
	size_t count = 1;
	bool time = true;
	enum result result = RESULT_OK;

	while (result == RESULT_OK && time && count > 0) {
		cursor = v->after;
		result = next_of(app, r, &cursor, ids, r->cases ? 1 : BATCH, &count);
		for (size_t k = 0; result == RESULT_OK && time && k < count; k++) {
			arena_reset(each);
			result = case_impact(app, each, v->now, ids[k], w, &i, f);
			if (result == RESULT_OK)
				view_add(v, each, &i);
			v->after = r->cases ? cursor : ids[k];
			time = v->until == INSTANT_NONE || instant_now() < v->until;
		}
	}
	v->finished = result == RESULT_OK && count == 0;
	arena_free(each);
	return result;
}

/* --- one case --- */

static enum result
write_case(struct app *app, struct arena *a, instant now, const struct recount *r, const struct case_impact *i)
{
	struct append what = { .escalation_id = i->c.head.id, .expect = i->c.head.version, .person_id = r->person_id,
		               .now = now };
	struct stored_event stored;
	struct projection projection;
	struct outbox_row *rows;
	struct append_result done;
	struct buffer payload;
	enum result result = project_make(app, i->after, a, &projection);

	if (result == RESULT_OK)
		result = project_tell_recount(app, i->after, i->list, i->count, r->id, a, &rows, &what.outbox_count);
	if (result != RESULT_OK)
		return result;
	buffer_init(&payload, 0);
	if (i->event) {
		event_payload_write(&payload, i->event);
		if (!buffer_ok(&payload)) {
			buffer_clear(&payload);
			return RESULT_BUG;
		}
		stored = (struct stored_event){ .seq = i->event->seq, .payload = payload.data, .length = payload.length, .recorded = now };
		what.events = &stored;
		what.event_count = 1;
	}
	what.projection = &projection;
	what.outbox = rows;
	result = store_append(app->store, &what, a, &done, NULL);
	buffer_clear(&payload);
	return result;
}

/*
 * A duty that keeps its date keeps its row, and with it when to remind of it. Nobody is told of that: none of their dates
 * changes. If one did meanwhile, the row has that one's own moment and is left alone.
 */
static enum result
remind_earlier(struct app *app, const struct case_impact *i)
{
	enum result result = RESULT_OK;

	for (size_t k = 0; result == RESULT_OK && k < i->after->duty_count; k++) {
		const struct duty *d = &i->after->duties[k];
		const struct overdue_item item = { .escalation_id = i->c.head.id, .key = d->key, .due = d->deadline.due };
		instant at = impact_reminded_earlier(i->c.e, i->after, d);

		if (at != INSTANT_NONE)
			result = store_reminded(app->store, &item, at);
	}
	return result;
}

/* Somebody who acts meanwhile is not hindered: the case is looked at again as they left it. */
static enum result
recount_case(struct app *app, struct arena *a, instant now, int64_t id, const struct case_world *w, struct recount *r)
{
	struct case_impact i;
	struct fault f;
	enum result result = RESULT_CONFLICT;

	for (int tries = 0; result == RESULT_CONFLICT && tries < TRIES; tries++) {
		arena_reset(a);
		fault_init(&f, a);
		result = case_impact(app, a, now, id, w, &i, &f);
		if (result != RESULT_OK || i.refused || i.already || (!i.event && i.count == 0))
			break;
		result = write_case(app, a, now, r, &i);
		if (result == RESULT_OK)
			r->changed++;
	}
	if (result == RESULT_OK && i.after && !i.refused && !i.already)
		result = remind_earlier(app, &i);
	r->seen++;
	if (result == RESULT_OK && i.refused)
		r->refused++;
	if (result != RESULT_BUG && result != RESULT_CONFLICT)
		return result;
	/* One case that cannot be read, or at which somebody never stops, must not hold up the others. */
	log_line(LOG_LEVEL_ERROR, "recount-left-out", "recount=%" PRId64 " case=%" PRId64, r->id, id);
	r->refused++;
	return RESULT_OK;
}

/* --- all of them --- */

static const char *
holder(struct arena *a)
{
	uint8_t bytes[8];
	char text[2 * sizeof(bytes) + 1];

	random_fill(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), text);
	return arena_string(a, text);
}

struct run {
	struct app *app;
	struct recount *r;
	const struct case_world *w;
	struct arena *each;
	const char *lease, *holder;
	instant now, until;
};

static bool
is_time_up(const struct run *x)
{
	return x->until != INSTANT_NONE && instant_now() >= x->until;
}

/* Up to BATCH cases; what was not reached in time is found again behind the cursor. */
static enum result
run_batch(struct run *x, bool *more)
{
	struct recount *r = x->r;
	int64_t ids[BATCH], cursor = r->cursor;
	size_t count = 0, limit = BATCH;
	enum result result = store_lease(x->app->store, x->lease, x->holder, instant_now(), LEASE_SECONDS);

	if (result == RESULT_OK)
		result = next_of(x->app, r, &cursor, ids, limit, &count);
	*more = count > 0;
	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		result = recount_case(x->app, x->each, x->now, ids[i], x->w, r);
		if (result == RESULT_OK && i + 1 < count && !r->cases && is_time_up(x)) {
			cursor = ids[i];
			break;
		}
	}
	if (result != RESULT_OK)
		return result;
	r->cursor = cursor;
	if (!*more)
		r->finished = x->now;
	return store_recount_advance(x->app->store, r);
}

enum result
recount_run(struct app *app, struct recount *r, instant now, instant until, struct fault *f)
{
	struct arena *a = arena_new();
	struct case_world w;
	struct run x = { .app = app, .r = r, .w = &w, .each = arena_new(), .now = now, .until = until };
	struct instance instance;
	bool more = true;
	enum result result = store_instance(app->store, &instance);

	x.lease = arena_format(a, "recount-%" PRId64, r->id);
	x.holder = holder(a);
	if (result == RESULT_OK)
		result = snapshot_refresh(app, instance.generation, f);
	if (result == RESULT_OK)
		result = recount_world(app, r, a, &w, f);
	do {
		if (result == RESULT_OK)
			result = run_batch(&x, &more);
	} while (result == RESULT_OK && more && !is_time_up(&x));
	arena_free(x.each);
	arena_free(a);
	if (result != RESULT_OK && result != RESULT_CONFLICT)
		return fault_set(f, result, "store", "The database does not answer. What is left is done later.");
	return result;
}

enum result
recount_tick(struct app *app, struct arena *a, instant now, instant until, struct fault *f)
{
	struct recount *all;
	size_t count;
	enum result result = store_recounts_unfinished(app->store, UNFINISHED_MAX, a, &all, &count);

	for (size_t i = 0; result == RESULT_OK && i < count && instant_now() < until; i++) {
		result = recount_run(app, &all[i], now, until, f);
		if (result == RESULT_CONFLICT)
			result = RESULT_OK;
	}
	return result;
}
