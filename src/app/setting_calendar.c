/*
 * setting_calendar.c - what a borough changes in the bundled list of bank holidays, and its own closed days. Dates of running
 * escalations follow by themselves (every page folds anew); their lists are put right by a pass (recount.h).
 */
#include <string.h>

#include "parley/calendar_amend.h"
#include "recount.h"
#include "setting.h"
#include "setting_calendar.h"
#include "setting_words.h"
#include "snapshot.h"

enum { NATIONS_MOST = 8, DAYS_MOST = 500, NAME_MOST = 120, ID_MOST = 40, YEAR_MOST = 2199, WARN_MONTHS = 12 };

static const struct calendar_changes nothing;

/* Days that were put into the table before there was this setting. */
static const void *
otherwise(const struct setting_work *w)
{
	struct calendar_changes *c = ARENA_NEW(w->arena, struct calendar_changes);
	struct closed_day *days;
	struct holiday *closed;
	size_t count;

	*c = nothing;
	if (store_closed_days(w->app->store, w->arena, &days, &count) != RESULT_OK)
		return c;
	closed = ARENA_ARRAY(w->arena, count, struct holiday);
	for (size_t i = 0; i < count; i++)
		closed[i] = (struct holiday){ days[i].on, days[i].name };
	c->closed = closed;
	c->closed_count = count;
	return c;
}

/* --- from JSON and back --- */

static bool
too_many(const struct json_at *at, size_t most, struct fault *f)
{
	return json_count(at) > most && !json_fault(at, f, "These are more than %zu.", most);
}

static bool
read_holidays(const struct setting_work *w, const struct json_at *at, const struct holiday **out, size_t *count,
              struct fault *f)
{
	static const char *const keys[] = { "date", "name" };
	struct holiday *list = ARENA_ARRAY(w->arena, json_count(at), struct holiday);
	struct json_at each = { 0 };
	bool good = json_expect_array(at, f) && !too_many(at, DAYS_MOST, f);
	size_t n = 0;

	while (good && json_next(at, &each)) {
		struct json_at date = json_member(&each, "date"), name = json_member(&each, "name");

		good = json_known_keys(&each, keys, 2, f);
		good = setting_day_read(&date, &list[n].on, f) && good;
		good = json_get_line(&name, NAME_MOST, &list[n].name, f) && good;
		n++;
	}
	*out = list;
	*count = n;
	return good;
}

static bool
read_removed(const struct setting_work *w, const struct json_at *at, struct calendar_amendment *out, struct fault *f)
{
	day *list = ARENA_ARRAY(w->arena, json_count(at), day);
	struct json_at each = { 0 };
	bool good = json_expect_array(at, f) && !too_many(at, DAYS_MOST, f);
	size_t n = 0;

	while (good && json_next(at, &each))
		good = setting_day_read(&each, &list[n++], f);
	out->removed = list;
	out->removed_count = n;
	return good;
}

static bool
read_nation(const struct setting_work *w, const struct json_at *at, struct calendar_amendment *out, struct fault *f)
{
	static const char *const keys[] = { "id", "last_year", "added", "removed" };
	struct json_at id = json_member(at, "id"), last = json_member(at, "last_year"), added = json_member(at, "added"),
		       removed = json_member(at, "removed");
	int64_t year = 0;
	bool good = json_known_keys(at, keys, 4, f);

	good = json_get_line(&id, ID_MOST, &out->nation, f) && good;
	if (json_present(&last))
		good = json_get_int(&last, 1996, YEAR_MOST, &year, f) && good;
	out->last_year = (int)year;
	good = read_holidays(w, &added, &out->added, &out->added_count, f) && good;
	return read_removed(w, &removed, out, f) && good;
}

static bool
read_changes(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "nations", "closed" };
	struct json_at nations = json_member(at, "nations"), closed = json_member(at, "closed"), each = { 0 };
	struct calendar_changes *c = ARENA_NEW(w->arena, struct calendar_changes);
	struct calendar_amendment *list;
	bool good = json_known_keys(at, keys, 2, f);

	*c = nothing;
	good = json_expect_array(&nations, f) && !too_many(&nations, NATIONS_MOST, f) && good;
	list = ARENA_ARRAY(w->arena, NATIONS_MOST, struct calendar_amendment);
	while (good && json_next(&nations, &each))
		good = read_nation(w, &each, &list[c->nation_count++], f);
	c->nations = list;
	good = read_holidays(w, &closed, &c->closed, &c->closed_count, f) && good;
	if (good)
		*out = c;
	return good;
}

static void
write_holidays(struct buffer *b, const char *name, const struct holiday *list, size_t count)
{
	json_array(b, name);
	for (size_t i = 0; i < count; i++) {
		json_object(b, NULL);
		setting_day_write(b, "date", list[i].on);
		json_string(b, "name", list[i].name);
		json_end_object(b);
	}
	json_end_array(b);
}

static void
write_changes(struct buffer *b, const char *name, const void *value)
{
	const struct calendar_changes *c = value;

	json_object(b, name);
	json_array(b, "nations");
	for (size_t i = 0; i < c->nation_count; i++) {
		const struct calendar_amendment *m = &c->nations[i];

		json_object(b, NULL);
		json_string(b, "id", m->nation);
		if (m->last_year != 0)
			json_int(b, "last_year", m->last_year);
		write_holidays(b, "added", m->added, m->added_count);
		json_array(b, "removed");
		for (size_t k = 0; k < m->removed_count; k++)
			setting_day_write(b, NULL, m->removed[k]);
		json_end_array(b);
		json_end_object(b);
	}
	json_end_array(b);
	write_holidays(b, "closed", c->closed, c->closed_count);
	json_end_object(b);
}

/* --- in words --- */

static const char *
nation_name(const struct calendar *base, const char *id)
{
	const struct calendar_nation *n = base ? calendar_nation_find(base, id) : NULL;

	return n ? n->name : id;
}

static const struct calendar *
bundled(const struct setting_work *w)
{
	return w->app->snapshot ? w->app->snapshot->bundled : NULL;
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct calendar_changes *c = value;

	for (size_t i = 0; i < c->nation_count; i++) {
		const struct calendar_amendment *m = &c->nations[i];
		const char *nation = nation_name(bundled(w), m->nation);

		if (m->last_year != 0)
			setting_line_add(out, arena_format(w->arena, "%s: the list covers years up to", nation), "%d", m->last_year);
		for (size_t k = 0; k < m->removed_count; k++)
			setting_line_add(out, arena_format(w->arena, "%s, %s", nation, setting_day_words(m->removed[k], w->arena)),
			                 "no holiday, though the list has it");
		for (size_t k = 0; k < m->added_count; k++)
			setting_line_add(out, arena_format(w->arena, "%s, %s: holiday", nation, setting_day_words(m->added[k].on, w->arena)),
			                 "%s", m->added[k].name);
	}
	for (size_t k = 0; k < c->closed_count; k++)
		setting_line_add(out, arena_format(w->arena, "Closed on %s", setting_day_words(c->closed[k].on, w->arena)), "%s",
		                 c->closed[k].name);
}

/* --- checks, and what it does --- */

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	return calendar_amend_check(bundled(w), value, at, w->arena, f);
}

static enum result
preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out,
        struct fault *f)
{
	(void)before;
	return recount_setting_preview(w, SETTING_CALENDAR, after, out, f);
}

static enum result
apply(const struct setting_work *w, const void *value)
{
	(void)value;
	return recount_setting_begin(w, "calendar");
}

static void
offer_nation(struct buffer *out, const struct calendar_nation *n)
{
	json_object(out, NULL);
	json_string(out, "id", n->id);
	json_string(out, "name", n->name);
	json_int(out, "first_year", n->first_year);
	json_int(out, "last_year", n->last_year);
	write_holidays(out, "holidays", n->holidays, n->count);
	json_end_object(out);
}

static enum result
offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	const struct calendar *base = bundled(w);

	(void)value;
	(void)f;
	json_string(out, "list", base->version);
	json_array(out, "nations");
	for (size_t i = 0; i < base->nation_count; i++)
		offer_nation(out, &base->nations[i]);
	json_end_array(out);
	return RESULT_OK;
}

/* --- where the list ends --- */

/* Whole months from now's month to the end of its last year; negative when that is over. */
static int
months_left(const struct calendar_nation *n, instant now)
{
	struct civil c = instant_civil(now);

	return (n->last_year - c.year) * 12 + 12 - c.month;
}

static bool
is_used(const struct snapshot *s, const struct calendar_nation *n)
{
	for (size_t i = 0; i < s->edition_count; i++) {
		if (s->editions[i].policy.days.nation == n)
			return true;
	}
	return false;
}

const struct calendar_nation *
setting_calendar_ending(const struct snapshot *s, instant now)
{
	const struct calendar_nation *first = NULL;

	for (size_t i = 0; i < s->calendar->nation_count; i++) {
		const struct calendar_nation *n = &s->calendar->nations[i];

		if (is_used(s, n) && months_left(n, now) < WARN_MONTHS &&
		    (!first || n->last_year < first->last_year))
			first = n;
	}
	return first;
}

enum result
app_calendar(struct app *app, struct arena *a, struct app_calendar_state *out, struct fault *f)
{
	struct setting_work w;
	const struct calendar_nation *ending;
	const struct calendar *c;
	enum result r = setting_begin(app, a, &w, f);

	if (r != RESULT_OK)
		return r;
	c = app->snapshot->calendar;
	ending = setting_calendar_ending(app->snapshot, w.now);
	out->ends_soon = ending != NULL;
	out->words = ending ? arena_format(a, "the list for %s ends with %d; add the years that are missing on the Calendar page",
	                                   ending->name, ending->last_year) :
	             arena_format(a, "bank holidays of %s, up to %d", c->version, c->nations[0].last_year);
	return RESULT_OK;
}

static enum result
attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct calendar_nation *n = setting_calendar_ending(w->app->snapshot, w->now);
	int months = n ? months_left(n, w->now) : 0;

	(void)value;
	if (n && months >= 0)
		setting_line_add(out, arena_format(w->arena, "The list of bank holidays of %s ends with %d", n->name, n->last_year),
		                 "in %d months; what is due after that gets no date", months);
	else if (n)
		setting_line_add(out, arena_format(w->arena, "The list of bank holidays of %s has ended with %d", n->name,
		                 n->last_year), "nothing that counts working days gets a date");
	return RESULT_OK;
}

const struct setting_kind setting_calendar = {
	.name = "calendar",
	.title = "Calendar",
	.summary = "Bank holidays that the list does not have yet, that were withdrawn or moved, and days on which the borough is "
	           "closed.",
	.longest = (size_t)128 * 1024,
	.depth = 5,
	.otherwise = otherwise,
	.read = read_changes,
	.write = write_changes,
	.describe = describe,
	.check = check,
	.preview = preview,
	.apply = apply,
	.offer = offer,
	.attention = attention,
};
