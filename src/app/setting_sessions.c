/* setting_sessions.c - how long somebody stays signed in; until it is set, what parley.conf(5) says. */
#include "setting.h"
#include "snapshot.h"

#define IDLE_MOST 1440 /* minutes */
#define ABSOLUTE_MOST 168 /* hours; store_sweep keeps sessions for as long */

struct session_times {
	int idle_minutes, absolute_hours;
};

static const void *
otherwise(const struct setting_work *w)
{
	struct session_times *t = ARENA_NEW(w->arena, struct session_times);

	t->idle_minutes = w->app->config->session.idle_minutes;
	t->absolute_hours = w->app->config->session.absolute_hours;
	return t;
}

static bool
read_times(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "idle_minutes", "absolute_hours" };
	struct json_at idle = json_member(at, keys[0]), absolute = json_member(at, keys[1]);
	struct session_times *t = ARENA_NEW(w->arena, struct session_times);
	int64_t minutes = 0, hours = 0;
	bool good = json_known_keys(at, keys, 2, f);

	good = json_get_int(&idle, 1, IDLE_MOST, &minutes, f) && good;
	good = json_get_int(&absolute, 1, ABSOLUTE_MOST, &hours, f) && good;
	if (good && minutes > hours * 60)
		good = json_fault(&idle, f, "This is longer than a session lasts at all.");
	if (!good)
		return false;
	*t = (struct session_times){ (int)minutes, (int)hours };
	*out = t;
	return true;
}

static void
write_times(struct buffer *b, const char *name, const void *value)
{
	const struct session_times *t = value;

	json_object(b, name);
	json_int(b, "idle_minutes", t->idle_minutes);
	json_int(b, "absolute_hours", t->absolute_hours);
	json_end_object(b);
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct session_times *t = value;

	(void)w;
	setting_line_add(out, "A session ends when nothing was done for", "%d minute%s", t->idle_minutes,
	                 t->idle_minutes == 1 ? "" : "s");
	setting_line_add(out, "A session ends after signing in, whatever was done, after", "%d hour%s", t->absolute_hours,
	                 t->absolute_hours == 1 ? "" : "s");
}

static struct session_limits
limits(const struct session_times *t)
{
	return (struct session_limits){ (int64_t)t->idle_minutes * 60, (int64_t)t->absolute_hours * 3600 };
}

static enum result
preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out,
        struct fault *f)
{
	struct session_limits old = limits(before), new = limits(after);
	struct setting_section *s;
	size_t ending;
	enum result r = store_sessions_ending(w->app->store, instant_now(), &old, &new, &ending);

	(void)f;
	if (r != RESULT_OK || ending == 0)
		return r;
	s = setting_section_add(out, "ended", "People signed in now who would have to sign in again", SETTING_WARNING);
	s->count = ending;
	return RESULT_OK;
}

const struct setting_kind setting_sessions = {
	.name = "sessions",
	.title = "Session times",
	.summary = "How long somebody stays signed in.",
	.longest = 200,
	.depth = 1,
	.otherwise = otherwise,
	.read = read_times,
	.write = write_times,
	.describe = describe,
	.preview = preview,
};

struct session_limits
setting_session_limits(const struct app *app)
{
	if (app->snapshot == NULL)
		return limits(&(struct session_times){ app->config->session.idle_minutes,
		                                       app->config->session.absolute_hours });
	return limits(snapshot_setting(app->snapshot, SETTING_SESSIONS));
}
