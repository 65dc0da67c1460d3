/* setting_hours.c - when a working day begins and ends in this borough, and its cut-off: for policies that do not say. */
#include <string.h>

#include "edition.h"
#include "recount.h"
#include "setting.h"
#include "snapshot.h"

#define TIME_MOST 5

static const void *
otherwise(const struct setting_work *w)
{
	struct borough_hours *h = ARENA_NEW(w->arena, struct borough_hours);

	*h = borough_hours_default();
	return h;
}

/* "09:00"; with `none`, that word too, as -1. */
static bool
read_time(const struct json_at *at, bool none, int *out, struct fault *f)
{
	const char *text;

	if (!json_get_text(at, TIME_MOST, &text, f))
		return false;
	if (none && strcmp(text, "none") == 0)
		*out = -1;
	else if (instant_time_of_day_parse(text, out) != RESULT_OK)
		return json_fault(at, f, none ? "Write a time of day such as 16:00, or none." :
		                                "Write a time of day such as 17:00.");
	return true;
}

static bool
read_hours(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "start_of_day", "end_of_day", "cut_off" };
	struct json_at start = json_member(at, keys[0]), end = json_member(at, keys[1]), cut_off = json_member(at, keys[2]);
	struct borough_hours *h = ARENA_NEW(w->arena, struct borough_hours);
	bool good = json_known_keys(at, keys, 3, f);

	good = read_time(&start, false, &h->start_of_day, f) && good;
	good = read_time(&end, false, &h->end_of_day, f) && good;
	good = read_time(&cut_off, true, &h->cut_off, f) && good;
	if (good && h->start_of_day >= h->end_of_day)
		good = json_fault(&end, f, "The day must end after it begins.");
	if (good && h->cut_off > h->end_of_day)
		good = json_fault(&cut_off, f, "This is after the end of the day.");
	if (good)
		*out = h;
	return good;
}

static const char *
time_words(struct arena *a, int minute)
{
	return minute < 0 ? "none" : arena_format(a, "%02d:%02d", minute / 60, minute % 60);
}

static void
write_hours(struct buffer *b, const char *name, const void *value)
{
	const struct borough_hours *h = value;
	struct arena *a = arena_new();

	json_object(b, name);
	json_string(b, "start_of_day", time_words(a, h->start_of_day));
	json_string(b, "end_of_day", time_words(a, h->end_of_day));
	json_string(b, "cut_off", time_words(a, h->cut_off));
	json_end_object(b);
	arena_free(a);
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct borough_hours *h = value;

	setting_line_add(out, "A working day begins at", "%s", time_words(w->arena, h->start_of_day));
	setting_line_add(out, "A working day ends at", "%s", time_words(w->arena, h->end_of_day));
	setting_line_add(out, "What happens later in the day counts as the next working day's after", "%s",
	                 h->cut_off < 0 ? "no time: there is no cut-off" : time_words(w->arena, h->cut_off));
}

/* Which editions leave their hours to the borough: their dates are the ones that change. */
static enum result
preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out,
        struct fault *f)
{
	const struct snapshot *s = w->app->snapshot;
	struct setting_section *section = setting_section_add(out, "editions", "Editions whose dates count by these hours",
	                                                      SETTING_WARNING);

	(void)before;
	for (size_t i = 0; i < s->edition_count; i++) {
		const struct policy *p = &s->editions[i].policy;

		if (p->days.borough_day || p->days.borough_cut_off)
			setting_say(section, arena_format(w->arena, "%s, %s", p->title, edition_label(p)),
			            p->days.borough_day ? "the policy states no hours" : "the policy says nothing of a cut-off");
	}
	return recount_setting_preview(w, SETTING_HOURS, after, out, f);
}

static enum result
apply(const struct setting_work *w, const void *value)
{
	(void)value;
	return recount_setting_begin(w, "hours");
}

const struct setting_kind setting_hours = {
	.name = "hours",
	.title = "Working hours",
	.summary = "When a working day begins and ends, and from when on something counts as the next day's, where a policy "
	           "does not say.",
	.longest = 200,
	.depth = 1,
	.otherwise = otherwise,
	.read = read_hours,
	.write = write_hours,
	.describe = describe,
	.preview = preview,
	.apply = apply,
};
