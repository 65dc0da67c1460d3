/*
 * tick.c - what becomes due by itself: people are reminded, overdue duties are told, mail goes out, leavers leave, old rows go.
 *
 * Several clocks may run, on several machines. The work of a tick is under one lease in the database, and each thing done is
 * marked in the row itself, so a clock that was stopped in the middle is followed by another without harm. Duties and mail
 * go by the instance's clock (a demo's may be moved); leases, sessions and the directory by the real one.
 */
#include <string.h>
#include <unistd.h>
#include "parley/store_absence.h"
#include "parley/store_clockwork.h"
#include "parley/store_notice.h"

#include "attachment_files.h"
#include "attachments.h"
#include "mapping.h"
#include "retention.h"
#include "refresh.h"
#include "requests.h"
#include "seats.h"
#include "snapshot.h"
#include "recount.h"
#include "setting_calendar.h"
#include "tick.h"

#define LEASE_SECONDS 60
#define WARN_AGAIN_SECONDS (31 * 24 * 3600)
#define RECOUNT_SECONDS 20 /* of a tick, which has its lease for three times as long */
#define RETENTION_SECONDS 10
#define SWEEP_EVERY_SECONDS 3600
#define TIDY_EVERY_SECONDS (24 * 3600)
#define GRANTS_EVERY_SECONDS 5
/* Who has left must be out of running sessions within five minutes, also when one try fails. */
#define SESSIONS_EVERY_SECONDS 120
/* Everybody once a night; if that fails, again after so long. */
#define EVERYBODY_AGAIN_SECONDS 300
#define SEATS_AT_ONCE 20

/* This process on this machine: the same holder keeps its lease, another waits until it has run out. */
static const char *
holder(struct arena *a)
{
	char host[65] = "";

	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	return arena_format(a, "%s:%ld", host, (long)getpid());
}

/* A lease that nobody can renew, not even ourselves: for what is to be done once in so many seconds. */
static const char *
once_holder(struct arena *a)
{
	uint8_t bytes[8];
	char text[2 * sizeof(bytes) + 1];

	random_fill(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), text);
	return arena_format(a, "once-%s", text);
}

/* Longer than sending one message may take. */
enum result
tick_keep_lease(struct tick *t)
{
	int64_t seconds = LEASE_SECONDS + 2 * (int64_t)setting_mail_settings(t->app).seconds;

	return store_lease(t->app->store, "clock", holder(t->a), instant_now(), seconds);
}

static bool
is_time_for(struct tick *t, const char *name, int64_t seconds)
{
	return store_lease(t->app->store, name, once_holder(t->a), t->real, seconds) == RESULT_OK;
}

/* --- all of it --- */

static enum result
refresh(struct tick *t, enum app_refresh_kind kind)
{
	struct buffer said;
	enum result r;

	buffer_init(&said, 0);
	r = app_refresh(t->app, t->a, kind, t->real, &said, t->f);
	buffer_clear(&said);
	return r;
}

/* One place that somebody has left after the other. */
static enum result
fill_seats(struct tick *t)
{
	enum result r = seats_left(t->app, t->a, t->real);

	for (int i = 0; r == RESULT_OK && i < SEATS_AT_ONCE; i++)
		r = seats_tick(t->app, t->a, t->now, t->f);
	return r == RESULT_NOT_FOUND ? RESULT_OK : r;
}

static enum result
refresh_directory(struct tick *t)
{
	bool due = false;
	enum result r;

	if (!is_time_for(t, "directory-sessions", SESSIONS_EVERY_SECONDS))
		return RESULT_OK;
	r = refresh_is_due(t->app, t->a, t->real, &due, t->f);
	if (r == RESULT_OK && due && is_time_for(t, "directory-all", EVERYBODY_AGAIN_SECONDS))
		return refresh(t, APP_REFRESH_ALL);
	return r == RESULT_OK ? refresh(t, APP_REFRESH_SESSIONS) : r;
}

/* Once a month, while the list of bank holidays ends within a year. */
static enum result
warn_of_calendar(struct tick *t)
{
	struct civil c = instant_civil(t->now);
	int month = c.year * 12 + c.month;

	if (!setting_calendar_ending(t->app->snapshot, t->now) ||
	    !is_time_for(t, arena_format(t->a, "calendar-ends-%d", month), WARN_AGAIN_SECONDS))
		return RESULT_OK;
	return store_outbox_administrators(t->app->store, "calendar-ends", month, t->now);
}

/* What was begun on a page, and took longer than a request may. */
static enum result
recounts(struct tick *t)
{
	return recount_tick(t->app, t->a, t->now, instant_now() + RECOUNT_SECONDS * INSTANT_SECOND, t->f);
}

static enum result
retain(struct tick *t)
{
	return retention_tick(t->app, t->a, t->now, instant_now() + RETENTION_SECONDS * INSTANT_SECOND, t->f);
}

static enum result
tell_deputies(struct tick *t)
{
	return store_outbox_deputies(t->app->store, t->now);
}

/* Roles that were given by hand begin and end by themselves. */
static enum result
grants(struct tick *t)
{
	return is_time_for(t, "grants", GRANTS_EVERY_SECONDS) ? mapping_expire(t->app, t->a, t->f) : RESULT_OK;
}

static enum result
sweep(struct tick *t)
{
	enum result r;

	if (!is_time_for(t, "sweep", SWEEP_EVERY_SECONDS))
		return RESULT_OK;
	r = store_sweep(t->app->store, t->real);
	return r == RESULT_OK ? attachments_sweep(t->app, t->a, t->now) : r;
}

static enum result
tidy_files(struct tick *t)
{
	return is_time_for(t, "files", TIDY_EVERY_SECONDS) ? attachments_tidy(t->app) : RESULT_OK;
}

enum result
app_tick(struct app *app, struct arena *a, instant now, struct fault *f)
{
	/* A directory that is down must not keep mail from going out, nor the other way. */
	static enum result (*const works[])(struct tick *) = { fill_seats, tick_tell_overdue,
		tick_tell_reminders, warn_of_calendar, recounts, retain, tick_requests, tell_deputies, tick_sort,
		tick_digests, tick_mail, sweep, tidy_files, grants, refresh_directory };
	struct tick t = { .app = app, .a = a, .real = now, .all_told = true, .f = f };
	struct instance instance;
	enum result first = RESULT_OK,
		    r = store_lease(app->store, "clock", holder(a), now, LEASE_SECONDS);

	if (r == RESULT_CONFLICT)
		return RESULT_OK;
	if (r == RESULT_OK)
		r = store_instance(app->store, &instance);
	if (r != RESULT_OK)
		return fault_set(f, r, "store", "the database does not answer");
	t.now = now + instance.clock_offset;
	r = snapshot_refresh(app, instance.generation, f);
	if (r != RESULT_OK)
		return r;
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
		r = works[i](&t);
		/* Another clock has taken over: the rest is its. */
		if (r == RESULT_CONFLICT)
			return RESULT_OK;
		if (first == RESULT_OK)
			first = r;
	}
	return first == RESULT_OK
	    ? first
	    : fault_set(f, first, "tick", "not all that is due could be done");
}
