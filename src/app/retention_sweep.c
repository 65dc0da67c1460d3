/*
 * retention_sweep.c - erasing, each night, what has been kept long enough.
 *
 * A sweep is a row in the store. It counts first. If more would go than the setting lets go unasked, it waits for an
 * administrator; else, or when somebody has said so, it erases, one case a transaction, and never more than it counted. A clock
 * that was stopped in the middle is followed by another: what is erased is erased, and the cursor says where to go on. Another
 * version of the setting ends a sweep: the next one counts anew, the night after.
 */
#include "parley/log.h"
#include "parley/store_escalation.h"
#include "parley/store_notice.h"
#include "parley/store_retention.h"
#include "attachment_files.h"
#include "retention.h"
#include "setting.h"
#include "snapshot.h"

#define NIGHT_MINUTE (3 * 60)
enum { FILES_AT_ONCE = 100 };

struct sweeping {
	struct app *app;
	struct arena *a;
	instant now, until;
	uint32_t version;
	const struct retention *rules;
	struct sweep sweep;
	struct fault *f;
};

/* The last three o'clock in the morning. */
static instant
night_before(instant now)
{
	instant night = instant_at(instant_day(now), NIGHT_MINUTE);

	return now < night ? instant_at(instant_day(now) - 1, NIGHT_MINUTE) : night;
}

static enum result
put(struct sweeping *w, enum sweep_state was)
{
	return store_sweep_put(w->app->store, &w->sweep, was);
}

static enum result
end(struct sweeping *w, enum sweep_state was)
{
	const struct sweep *s = &w->sweep;

	w->sweep.state = SWEEP_DONE;
	w->sweep.finished = w->now;
	log_line(LOG_LEVEL_INFO, "retention", "ended=%lld due=%lld held=%lld erased=%lld", (long long)s->ended,
	         (long long)(s->children + s->adults + s->unknown), (long long)s->held, (long long)s->erased);
	return put(w, was);
}

static struct retention_counts
counts_of(const struct sweep *s)
{
	return (struct retention_counts){ s->ended, s->children, s->adults, s->unknown, s->held };
}

/* Once a month, while a sweep waits. */
static enum result
tell(struct sweeping *w)
{
	struct civil c = instant_civil(w->now);

	log_line(LOG_LEVEL_WARNING, "retention-waits", "due=%lld of=%lld",
	         (long long)(w->sweep.children + w->sweep.adults + w->sweep.unknown), (long long)w->sweep.ended);
	return store_outbox_administrators(w->app->store, "retention-waits", c.year * 12 + c.month, w->now);
}

static enum result
count_on(struct sweeping *w)
{
	struct sweep *s = &w->sweep;
	struct retention_scan scan = { .app = w->app, .rules = w->rules, .now = w->now, .until = w->until,
		.by = instant_day(w->now), .after = s->cursor, .counts = counts_of(s) };
	enum result r = retention_scan(&scan, w->f);

	if (r != RESULT_OK)
		return r;
	s->ended = scan.counts.ended;
	s->children = scan.counts.children;
	s->adults = scan.counts.adults;
	s->unknown = scan.counts.unknown;
	s->held = scan.counts.held;
	s->cursor = scan.after;
	if (!scan.finished)
		return put(w, SWEEP_COUNTS);
	if (retention_total(&scan.counts) == 0)
		return end(w, SWEEP_COUNTS);
	s->cursor = 0;
	s->state = retention_may_go(w->rules, &scan.counts) ? SWEEP_ERASES : SWEEP_WAITS;
	r = put(w, SWEEP_COUNTS);
	return r == RESULT_OK && s->state == SWEEP_WAITS ? tell(w) : r;
}

static enum result
erase(void *context, const struct ended_case *c, const char *about, day due)
{
	struct sweeping *w = context;
	struct retention_counts counts = counts_of(&w->sweep);
	enum result r;

	(void)about;
	(void)due;
	if (c->held)
		return RESULT_OK;
	if (w->sweep.erased >= retention_total(&counts))
		return RESULT_CONFLICT;
	r = store_erase(w->app->store, c, 0);
	w->sweep.erased += r == RESULT_OK;
	/* Reopened, held or erased meanwhile; or the database would not: the next one. */
	return r == RESULT_CONFLICT ? RESULT_OK : r;
}

static enum result
erase_on(struct sweeping *w)
{
	struct sweep *s = &w->sweep;
	struct retention_counts counts = counts_of(s);
	struct retention_scan scan = { .app = w->app, .rules = w->rules, .now = w->now, .until = w->until,
		.by = instant_day(w->now), .after = s->cursor, .each = erase, .context = w };
	enum result r = retention_scan(&scan, w->f), kept;

	s->cursor = scan.after;
	if (r == RESULT_OK && (scan.finished || s->erased >= retention_total(&counts)))
		return end(w, SWEEP_ERASES);
	kept = put(w, SWEEP_ERASES);
	return r == RESULT_OK ? kept : r;
}

/* Where files are kept in a folder. What another escalation names as well stays there. */
static enum result
remove_files(struct sweeping *w)
{
	struct file_erased *files;
	size_t count = 0;
	enum result r = store_files_erased(w->app->store, FILES_AT_ONCE, w->a, &files, &count);

	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		r = attachments_remove(w->app, files[i].sha256);
		if (r == RESULT_OK)
			r = store_file_erased_done(w->app->store, files[i].sha256);
	}
	return r;
}

static enum result
go_on(struct sweeping *w)
{
	enum result r = RESULT_OK;

	if (w->sweep.state == SWEEP_COUNTS)
		r = count_on(w);
	if (r == RESULT_OK && w->sweep.state == SWEEP_ERASES)
		r = erase_on(w);
	if (r == RESULT_OK)
		r = remove_files(w);
	return r;
}

/* A new one, when the last was begun before this night, or in what is the future since the clock was put back. */
static enum result
begin(struct sweeping *w, const struct sweep *last)
{
	if (last != NULL && last->begun >= night_before(w->now) && last->begun <= w->now)
		return RESULT_NOT_FOUND;
	w->sweep = (struct sweep){ .setting = w->version, .begun = w->now, .finished = INSTANT_NONE,
		.confirmed_at = INSTANT_NONE };
	return store_sweep_add(w->app->store, &w->sweep);
}

/* What is left of the last one, as long as it goes by what is set now; else it ends here. A waiting one is counted anew each night. */
static enum result
choose(struct sweeping *w)
{
	struct sweep *list;
	size_t count;
	enum result r = store_sweeps(w->app->store, 1, w->a, &list, &count);
	bool open;

	if (r != RESULT_OK)
		return r;
	if (count == 0)
		return begin(w, NULL);
	w->sweep = list[0];
	open = list[0].state != SWEEP_DONE;
	if (open && list[0].setting == w->version &&
	    (list[0].state != SWEEP_WAITS || list[0].begun >= night_before(w->now)))
		return RESULT_OK;
	if (open)
		r = end(w, list[0].state);
	return r == RESULT_OK ? begin(w, &list[0]) : r;
}

/* By what is set now. NOT_FOUND: nothing is, or it cannot be read. */
static enum result
open_setting(struct sweeping *w)
{
	struct setting_work work = { .app = w->app, .arena = w->a, .now = w->now };
	struct setting_version v;
	enum result r = setting_open(&work, setting_kind(SETTING_RETENTION), 0, &v, w->f);

	if (r != RESULT_OK)
		return r;
	w->version = v.row.version;
	w->rules = v.value;
	return v.unreadable || w->rules->count == 0 ? RESULT_NOT_FOUND : RESULT_OK;
}

enum result
retention_tick(struct app *app, struct arena *a, instant now, instant until, struct fault *f)
{
	const struct retention *rules = snapshot_setting(app->snapshot, SETTING_RETENTION);
	struct sweeping w = { .app = app, .a = a, .now = now, .until = until, .f = f };
	enum result r;

	if (rules->count == 0)
		return RESULT_OK;
	r = open_setting(&w);
	if (r == RESULT_OK)
		r = choose(&w);
	if (r == RESULT_OK)
		r = go_on(&w);
	/* Another clock was faster, somebody confirmed meanwhile, or there is nothing to do tonight. */
	return r == RESULT_CONFLICT || r == RESULT_NOT_FOUND ? RESULT_OK : r;
}

enum result
retention_sweep_now(struct app *app, struct arena *a, instant now, struct sweep *out, struct fault *f)
{
	struct sweeping w = { .app = app, .a = a, .now = now, .until = INSTANT_NONE, .f = f };
	enum result r = open_setting(&w);

	if (r == RESULT_NOT_FOUND)
		return fault_set(f, r, "no-rules", "No rule says how long anything is kept: nothing is erased.");
	if (r == RESULT_OK)
		r = choose(&w);
	/* Tonight's is done: another one. */
	if (r == RESULT_NOT_FOUND)
		r = begin(&w, NULL);
	if (r == RESULT_OK)
		r = go_on(&w);
	if (r == RESULT_CONFLICT)
		return fault_set(f, r, "retention-busy", "parley-clock is at it. Try again in a minute.");
	if (r == RESULT_OK)
		*out = w.sweep;
	return r == RESULT_OK || f->result != RESULT_OK ? r :
	       fault_set(f, r, "store", "The database does not answer. What is left is done later.");
}

enum result
retention_last(struct app *app, struct arena *a, struct sweep *out)
{
	struct sweep *list;
	size_t count;
	enum result r = store_sweeps(app->store, 1, a, &list, &count);

	if (r == RESULT_OK)
		*out = count > 0 ? list[0] : (struct sweep){ .state = SWEEP_DONE };
	return r;
}

enum result
retention_confirm_sweep(struct app *app, const struct hold_change *by, struct fault *f)
{
	enum result r = store_sweep_confirm(app->store, by);

	if (r == RESULT_CONFLICT)
		return fault_set(f, r, "not-waiting", "This does not wait any more: it was counted anew, or somebody has confirmed it.");
	if (r == RESULT_OK)
		r = store_access_log(app->store, by->person_id, "retention-confirmed", 0, NULL, by->now);
	return r == RESULT_OK ? r : fault_set(f, r, "store", "It could not be stored. Try again in a minute.");
}
