/*
 * retention_sweep.c - erasing, each night, what has been kept long enough.
 *
 * A sweep is a row in the store. It counts first. If more would go than the setting lets go unasked, it waits for an
 * administrator; else, or when somebody has said so, it erases, one case a transaction, and never more than it counted. A clock
 * that was stopped in the middle is followed by another: what is erased is erased and counted, both or neither, and the cursor
 * says where to go on. So may two be at it, a clock and the command: each erases what the other has not. Another
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
	bool full; /* it has erased what it counted, or another program has ended it */
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

static struct retention_counts
counts_of(const struct sweep *s)
{
	return (struct retention_counts){ s->ended, s->children, s->adults, s->unknown, s->held };
}

/* What others have erased is in the summary too. */
static enum result
end(struct sweeping *w, enum sweep_state was)
{
	struct retention_counts counts;
	enum result r;

	w->sweep.state = SWEEP_DONE;
	w->sweep.finished = w->now;
	r = put(w, was);
	if (r == RESULT_OK)
		r = retention_last(w->app, w->a, &w->sweep);
	if (r != RESULT_OK)
		return r;
	counts = counts_of(&w->sweep);
	log_line(LOG_LEVEL_INFO, "retention", "ended=%lld due=%lld held=%lld erased=%lld", (long long)counts.ended,
	         (long long)retention_total(&counts), (long long)counts.held, (long long)w->sweep.erased);
	return RESULT_OK;
}

/* Once a month, while a sweep waits. */
static enum result
tell(struct sweeping *w)
{
	struct civil c = instant_civil(w->now);

	struct retention_counts counts = counts_of(&w->sweep);

	log_line(LOG_LEVEL_WARNING, "retention-waits", "due=%lld of=%lld", (long long)retention_total(&counts),
	         (long long)counts.ended);
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
	/* Told first: whoever is stopped between the two counts again, and is told no more this month. */
	r = s->state == SWEEP_WAITS ? tell(w) : RESULT_OK;
	return r == RESULT_OK ? put(w, SWEEP_COUNTS) : r;
}

static enum result
erase(void *context, const struct ended_case *c, const char *about, day due)
{
	struct sweeping *w = context;
	enum result r;

	(void)about;
	(void)due;
	if (c->held)
		return RESULT_OK;
	r = store_sweep_erase(w->app->store, w->sweep.id, c);
	w->full = r == RESULT_LIMIT;
	if (w->full)
		return RESULT_CONFLICT;
	/* Reopened, held or erased meanwhile; or the database would not: the next one. */
	return r == RESULT_CONFLICT ? RESULT_OK : r;
}

static enum result
erase_on(struct sweeping *w)
{
	struct retention_scan scan = { .app = w->app, .rules = w->rules, .now = w->now, .until = w->until,
		.by = instant_day(w->now), .after = w->sweep.cursor, .each = erase, .context = w };
	enum result r = retention_scan(&scan, w->f), kept;

	w->sweep.cursor = scan.after;
	if (r == RESULT_OK && (scan.finished || w->full))
		return end(w, SWEEP_ERASES);
	kept = put(w, SWEEP_ERASES);
	return r == RESULT_OK ? kept : r;
}

/* Where files are kept in a folder. What another escalation names as well stays there. */
static enum result
remove_files_at_once(struct sweeping *w, size_t *count)
{
	struct file_erased *files;
	enum result r = store_files_erased(w->app->store, FILES_AT_ONCE, w->a, &files, count);

	for (size_t i = 0; r == RESULT_OK && i < *count; i++) {
		r = attachments_remove(w->app, files[i].sha256);
		if (r == RESULT_OK)
			r = store_file_erased_done(w->app->store, files[i].sha256);
	}
	return r;
}

/* Whatever has become of the sweep: a clock that was stopped, or a folder that refused, has left some. */
static enum result
remove_files(struct sweeping *w)
{
	size_t count = FILES_AT_ONCE;
	enum result r = RESULT_OK;

	while (r == RESULT_OK && count == FILES_AT_ONCE && (w->until == INSTANT_NONE || instant_now() < w->until))
		r = remove_files_at_once(w, &count);
	return r;
}

static enum result
go_on(struct sweeping *w)
{
	enum result r = RESULT_OK;

	if (w->sweep.state == SWEEP_COUNTS)
		r = count_on(w);
	return r == RESULT_OK && w->sweep.state == SWEEP_ERASES ? erase_on(w) : r;
}

/* After the last one. Of two programs that begin one, the key of the table lets one. */
static enum result
begin(struct sweeping *w)
{
	w->sweep = (struct sweep){ .id = w->sweep.id + 1, .setting = w->version, .begun = w->now,
		.finished = INSTANT_NONE, .confirmed_at = INSTANT_NONE };
	return store_sweep_add(w->app->store, &w->sweep);
}

/* When the last was begun before this night, or in what is the future since the clock was put back; else NOT_FOUND. */
static enum result
begin_tonight(struct sweeping *w)
{
	instant begun = w->sweep.begun;

	return w->sweep.id != 0 && begun >= night_before(w->now) && begun <= w->now ? RESULT_NOT_FOUND : begin(w);
}

/* What is left of the last one, as long as it goes by what is set now; else it ends here. A waiting one is counted anew each night. */
static enum result
choose(struct sweeping *w)
{
	const struct sweep *last = &w->sweep;
	enum result r = retention_last(w->app, w->a, &w->sweep);
	bool open = last->state != SWEEP_DONE;

	if (r != RESULT_OK)
		return r;
	if (open && last->setting == w->version &&
	    (last->state != SWEEP_WAITS || last->begun >= night_before(w->now)))
		return RESULT_OK;
	if (open)
		r = end(w, last->state);
	return r == RESULT_OK ? begin_tonight(w) : r;
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
	enum result r = rules->count > 0 ? open_setting(&w) : RESULT_NOT_FOUND;

	if (r == RESULT_OK)
		r = choose(&w);
	if (r == RESULT_OK)
		r = go_on(&w);
	/* Another clock was faster, somebody confirmed meanwhile, or there is nothing to do tonight. */
	return r == RESULT_OK || r == RESULT_CONFLICT || r == RESULT_NOT_FOUND ? remove_files(&w) : r;
}

/* What has to be done is done, by us or meanwhile by parley-clock. */
static enum result
sweep_to_its_end(struct sweeping *w)
{
	enum result r = choose(w);
	int64_t id;

	/* Tonight's is done: another one. */
	if (r == RESULT_NOT_FOUND)
		r = begin(w);
	id = w->sweep.id;
	if (r == RESULT_OK)
		r = go_on(w);
	if (r != RESULT_CONFLICT)
		return r;
	r = retention_last(w->app, w->a, &w->sweep);
	return r == RESULT_OK && (w->sweep.id != id || w->sweep.state != SWEEP_DONE) ? RESULT_CONFLICT : r;
}

enum result
retention_sweep_now(struct app *app, struct arena *a, instant now, struct sweep *out, struct fault *f)
{
	struct sweeping w = { .app = app, .a = a, .now = now, .until = INSTANT_NONE, .f = f };
	enum result r = open_setting(&w);

	if (r == RESULT_NOT_FOUND)
		return fault_set(f, r, "no-rules", "No rule says how long anything is kept: nothing is erased.");
	if (r == RESULT_OK)
		r = sweep_to_its_end(&w);
	if (r == RESULT_OK)
		r = remove_files(&w);
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
