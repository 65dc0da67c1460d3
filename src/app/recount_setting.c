/* recount_setting.c - passes that follow the change of a setting by which dates are counted; see recount.h. */
#include <string.h>
#include "parley/store_recount.h"
#include "parley/store_setting.h"

#include "recount.h"

/* One request looks for so long; what it did not reach changes all the same, and is said to be more. */
#define LOOK_TIME (3 * INSTANT_SECOND)

static enum setting_id
id_of(const struct setting_kind *kind)
{
	int id = 0;

	while (setting_kind((enum setting_id)id) != kind)
		id++;
	return (enum setting_id)id;
}

enum result
recount_setting_world(struct app *app, const struct recount *r, struct arena *a, struct case_world *out, struct fault *f)
{
	struct setting_work w = { .app = app, .arena = a, .now = r->begun };
	const struct setting_kind *kind = setting_find(r->what, f);
	struct setting_version v = { .kind = kind };
	enum result result = RESULT_OK;

	if (!kind)
		return RESULT_NOT_FOUND;
	if (r->origin > 0)
		result = setting_open(&w, kind, (uint32_t)r->origin, &v, f);
	else
		v.value = kind->otherwise(&w);
	if (result == RESULT_OK)
		*out = (struct case_world){ .after = app->snapshot, .why = r->why,
			                    .before = snapshot_with(app->snapshot, id_of(kind), v.value, a) };
	return result;
}

enum result
recount_setting_begin(const struct setting_work *w, const char *name)
{
	struct settings_change change = { .person_id = w->person_id, .now = w->now };
	struct recount r = { .what = name };
	struct setting newest;
	int64_t id;
	enum result result = store_setting(w->app->store, name, 0, w->arena, &newest);

	if (result != RESULT_OK)
		return result;
	change.why = newest.why;
	r.origin = (int64_t)newest.version - 1;
	r.target = newest.version;
	return store_recount_add(w->app->store, &r, &change, &id);
}

/* --- before it is saved --- */

/* "MSP-2027-000001", then "3 dates change, 1 of them late at once" as words. */
static void
write_line(struct buffer *out, struct arena *a, const struct case_impact *i)
{
	const struct impact *first = &i->list[0];
	const struct duty *d = first->after ? first->after : first->before;
	struct buffer b;

	buffer_init(&b, 0);
	if (first->after && first->after->deadline.state == DEADLINE_DATED) {
		buffer_string(&b, ": ");
		instant_write_words(&b, first->after->deadline.due);
		if (first->before && first->before->deadline.state == DEADLINE_DATED) {
			buffer_string(&b, ", before that ");
			instant_write_words(&b, first->before->deadline.due);
		}
	}
	buffer_format(out, "%s\t%s%s%s%s\n", i->c.head.reference, d->rule->short_text ? d->rule->short_text : d->rule->text,
	              b.data ? b.data : "", i->count > 1 ? arena_format(a, "; and %zu more", i->count - 1) : "",
	              i->late > 0 ? "; late at once" : "");
	buffer_clear(&b);
}

static void
lines_say(struct setting_section *s, struct arena *a, const char *text)
{
	for (const char *end; *text != '\0'; text = end + 1) {
		const char *tab = strchr(text, '\t');

		end = strchr(text, '\n');
		setting_say(s, arena_bytes(a, text, (size_t)(tab - text)), arena_bytes(a, tab + 1, (size_t)(end - tab - 1)));
	}
}

enum result
recount_setting_preview(const struct setting_work *w, enum setting_id id, const void *value, struct setting_preview *out,
                        struct fault *f)
{
	const struct recount pass = { .what = setting_kind(id)->name };
	struct buffer lines;
	struct recount_view v = { .now = w->now, .until = instant_now() + LOOK_TIME, .most = SETTING_LINES_SHOWN,
		                  .write = write_line, .out = &lines };
	const struct case_world world = { .before = w->app->snapshot,
		                          .after = snapshot_with(w->app->snapshot, id, value, w->arena) };
	struct setting_section *s;
	enum result result;

	buffer_init(&lines, 0);
	result = recount_preview(w->app, &pass, &world, &v, f);
	if (result == RESULT_OK) {
		s = setting_section_add(out, "escalations", v.finished ? "Running escalations whose dates change" :
		                        "Running escalations whose dates change, of those that could be looked at just now; there are more",
		                        v.late > 0 ? SETTING_WARNING : SETTING_PLAIN);
		lines_say(s, w->arena, lines.data ? lines.data : "");
		s->count = v.changed;
		if (v.late > 0) {
			s = setting_section_add(out, "late", "Of these, with something late at once", SETTING_WARNING);
			s->count = v.late;
		}
	}
	buffer_clear(&lines);
	return result;
}
