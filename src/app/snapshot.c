/*
 * snapshot.c - reading policies and calendar, once for all threads.
 */
#include "snapshot.h"

#include <pthread.h>
#include <string.h>

#include "mapping.h"
#include "parley/calendar_amend.h"
#include "parley/calendar_file.h"
#include "parley/log.h"
#include "parley/policy_file.h"
#include "parley/store_edition.h"
#include "parley/store_emergency.h"
#include "parley/store_setting.h"
#include "parley/text_file.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct snapshot *current;

static void
snapshot_free(struct snapshot *s)
{
	arena_free(s->arena);
}

/* With the lock held. */
static void
drop(struct snapshot *s)
{
	if (s && --s->users == 0 && s != current)
		snapshot_free(s);
}

void
snapshot_release(struct snapshot *s)
{
	if (!s)
		return;
	pthread_mutex_lock(&lock);
	drop(s);
	pthread_mutex_unlock(&lock);
}

/* The bundled list of bank holidays and, beside it, the days on which this borough is closed. */
static enum result
load_calendar(struct app *app, struct snapshot *s, struct fault *f)
{
	struct arena *scratch = arena_new();
	const char *text = NULL;
	size_t length = 0;
	enum result r;

	r = text_file_read(app->config->data.calendar, CALENDAR_FILE_MAX, scratch, &text, &length, f);
	if (r == RESULT_OK)
		r = calendar_file_parse(text, length, s->arena, &s->bundled, f);
	arena_free(scratch);
	return r;
}

/* Days and hours as settings and the policy itself say. NULL nation: the calendar lacks it. */
static void
settle(const struct snapshot *s, struct policy *p)
{
	p->days.nation = calendar_nation_find(s->calendar, p->nation);
	day_rules_settle(&p->days, snapshot_setting(s, SETTING_HOURS));
}

static enum result
load_edition(struct snapshot *s, const struct edition *row, struct fault *f)
{
	struct snapshot_edition *e = &s->editions[s->edition_count];
	const struct policy *p;
	enum result r = policy_file_parse(row->text, row->length, s->arena, &p, f);

	if (r != RESULT_OK)
		return r;
	e->id = row->id;
	e->policy = *p;
	e->policy.contacts = s->contacts;
	settle(s, &e->policy);
	if (!e->policy.days.nation)
		return fault_set(f, RESULT_INVALID, "policy-nation", "The policy %s names a nation that the calendar lacks.",
		                 p->id);
	s->edition_count++;
	return RESULT_OK;
}

static const struct setting *
find_setting(const struct setting *rows, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	}
	return NULL;
}

/* A value that this version cannot read (an older program runs again) must not keep everybody out: then what holds
 * without it counts, and the log and the page of the setting say so. */
static enum result
load_settings(struct app *app, struct snapshot *s)
{
	struct arena *scratch = arena_new();
	struct setting_work w = { .app = app, .arena = s->arena };
	struct setting *rows;
	size_t count;
	enum result r = store_settings(app->store, scratch, &rows, &count);

	for (int id = 0; r == RESULT_OK && id < SETTING_COUNT; id++) {
		struct setting_version v = { .kind = setting_kind((enum setting_id)id) };
		const struct setting *row = find_setting(rows, count, v.kind->name);

		if (row == NULL) {
			s->settings[id] = v.kind->otherwise(&w);
			continue;
		}
		v.row = *row;
		setting_value(&w, &v);
		s->settings[id] = v.value;
		if (v.unreadable)
			log_line(LOG_LEVEL_ERROR, "setting-unreadable", "name=%s version=%u", row->name, row->version);
	}
	arena_free(scratch);
	return r;
}

/* A grant names an entry of the directory; pages know people by their ids. */
static enum result
load_granted(struct app *app, struct snapshot *s, struct arena *scratch)
{
	const struct mapping_grants *grants = snapshot_setting(s, SETTING_GRANTS);
	int64_t *ids = ARENA_ARRAY(s->arena, grants->count, int64_t);
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < grants->count; i++) {
		struct person p = { .id = 0 };

		r = store_person_by_key(app->store, grants->items[i].directory, grants->items[i].key, scratch, &p);
		ids[i] = r == RESULT_OK ? p.id : 0;
		r = r == RESULT_NOT_FOUND ? RESULT_OK : r;
	}
	s->granted = ids;
	return r;
}

/* Arming, using and ending it make the generation grow, so nobody has to ask for it again. */
static enum result
load_emergency(struct app *app, struct snapshot *s)
{
	enum result r = store_emergency(app->store, s->arena, &s->emergency);

	return r == RESULT_NOT_FOUND ? RESULT_OK : r;
}

static enum result
load(struct app *app, uint64_t generation, struct snapshot **out, struct fault *f)
{
	struct arena *a = arena_new();
	struct arena *scratch = arena_new();
	struct snapshot *s = ARENA_NEW(a, struct snapshot);
	struct edition *rows = NULL;
	size_t count = 0;
	enum result r;

	s->arena = a;
	s->generation = generation;
	r = load_calendar(app, s, f);
	if (r == RESULT_OK)
		r = load_settings(app, s);
	if (r == RESULT_OK)
		r = load_granted(app, s, scratch);
	if (r == RESULT_OK)
		s->calendar = calendar_amend(s->bundled, snapshot_setting(s, SETTING_CALENDAR), a);
	if (r == RESULT_OK)
		r = store_agencies(app->store, a, &s->agencies, &s->agency_count);
	if (r == RESULT_OK)
		r = setting_contacts_book(app, a, &s->contacts);
	if (r == RESULT_OK)
		r = store_edition_chosen(app->store, &s->chosen);
	if (r == RESULT_OK)
		r = store_edition_plans(app->store, a, &s->plans, &s->plan_count);
	if (r == RESULT_OK)
		r = load_emergency(app, s);
	if (r == RESULT_OK)
		r = store_editions(app->store, scratch, &rows, &count);
	if (r == RESULT_OK)
		s->editions = ARENA_ARRAY(a, count, struct snapshot_edition);
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = load_edition(s, &rows[i], f);
	arena_free(scratch);
	if (r != RESULT_OK) {
		arena_free(a);
		return fault_set(f, r, "snapshot", "The policies cannot be read from the store.");
	}
	*out = s;
	return RESULT_OK;
}

enum result
snapshot_refresh(struct app *app, uint64_t generation, struct fault *f)
{
	struct snapshot *fresh = NULL;
	struct snapshot *old = app->snapshot;
	enum result r;

	if (old && old->generation == generation)
		return RESULT_OK;
	pthread_mutex_lock(&lock);
	if (!current || current->generation != generation) {
		r = load(app, generation, &fresh, f);
		if (r != RESULT_OK) {
			pthread_mutex_unlock(&lock);
			return r;
		}
		if (current && current->users == 0)
			snapshot_free(current);
		current = fresh;
	}
	app->snapshot = current;
	current->users++;
	drop(old);
	pthread_mutex_unlock(&lock);
	return RESULT_OK;
}

const struct snapshot *
snapshot_with(const struct snapshot *s, enum setting_id id, const void *value, struct arena *a)
{
	struct snapshot *other = ARENA_NEW(a, struct snapshot);

	*other = *s;
	other->settings[id] = value;
	other->calendar = calendar_amend(s->bundled, snapshot_setting(other, SETTING_CALENDAR), a);
	other->editions = ARENA_ARRAY(a, s->edition_count, struct snapshot_edition);
	for (size_t i = 0; i < s->edition_count; i++) {
		other->editions[i] = s->editions[i];
		settle(other, &other->editions[i].policy);
	}
	return other;
}

int64_t
snapshot_edition(const struct snapshot *s, instant now)
{
	int64_t id = s->chosen;

	for (size_t i = 0; i < s->plan_count && s->plans[i].begins <= now; i++)
		id = s->plans[i].edition_id;
	return id;
}

const struct policy *
snapshot_policy(const struct snapshot *s, int64_t edition_id)
{
	for (size_t i = 0; i < s->edition_count; i++) {
		if (s->editions[i].id == edition_id)
			return &s->editions[i].policy;
	}
	return NULL;
}

int64_t
snapshot_edition_of(const struct snapshot *s, const struct policy *p)
{
	for (size_t i = 0; i < s->edition_count; i++) {
		if (&s->editions[i].policy == p)
			return s->editions[i].id;
	}
	return 0;
}

const struct agency *
snapshot_agency(const struct snapshot *s, const char *id)
{
	for (size_t i = 0; id && i < s->agency_count; i++) {
		if (strcmp(s->agencies[i].id, id) == 0)
			return &s->agencies[i];
	}
	return NULL;
}

bool
snapshot_agency_ended(const struct agency *ag, instant now)
{
	return ag->ended_from != DAY_NONE && ag->ended_from <= instant_day(now);
}

const void *
snapshot_setting(const struct snapshot *s, enum setting_id id)
{
	return s->settings[id];
}
