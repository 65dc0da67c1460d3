/*
 * rebuild.c - `parley audit rebuild`: what lists show of escalations, made again from their events.
 *
 * A list that is wrong is a fault, or somebody's hand in the database: what each event writes is only the difference to what
 * was there. Nobody is told anything, and nothing of the events changes.
 */
#include <string.h>

#include "case.h"
#include "parley/log.h"
#include "parley/store_append.h"
#include "project.h"
#include "setting.h"

enum { NAMES_AT_ONCE = 500, TRIES = 5 };

struct rebuilding {
	struct app *app;
	const char *only;          /* NULL = all */
	instant now;
	struct app_rebuilt counts;
};

static enum result
rebuild_once(const struct rebuilding *w, const struct escalation_name *one, struct arena *a, struct fault *f)
{
	struct escalation_head head;
	struct stored_event *stored;
	struct projection lists;
	struct app_case c;
	size_t count;
	enum result r = store_escalation_load(w->app->store, one->id, a, &head, &stored, &count);

	if (r == RESULT_OK)
		r = case_fold(w->app, a, w->now, &head, stored, count, &c, f);
	if (r == RESULT_OK)
		r = project_make(w->app, c.e, a, &lists);
	return r == RESULT_OK ? store_project(w->app->store, one->id, head.version, &lists) : r;
}

/* Whoever acts on it meanwhile is not hindered: it is read again as they left it. */
static enum result
rebuild_one(struct rebuilding *w, const struct escalation_name *one, struct arena *a)
{
	struct fault f;
	enum result r = RESULT_CONFLICT;

	if (w->only != NULL && strcmp(w->only, one->reference) != 0)
		return RESULT_OK;
	for (int i = 0; r == RESULT_CONFLICT && !one->erased && i < TRIES; i++) {
		arena_reset(a);
		fault_init(&f, a);
		r = rebuild_once(w, one, a, &f);
	}
	if (one->erased || r == RESULT_GONE) {
		w->counts.erased++;
		return RESULT_OK;
	}
	w->counts.made += r == RESULT_OK;
	/* One that cannot be read does not keep the others from being made. */
	if (r == RESULT_BUG || r == RESULT_CONFLICT) {
		w->counts.failed++;
		log_line(LOG_LEVEL_ERROR, "rebuild-failed", "escalation=%s result=%s", one->reference, result_name(r));
		return RESULT_OK;
	}
	return r;
}

static enum result
rebuild_all(struct rebuilding *w)
{
	struct arena *a = arena_new(), *each = arena_new();
	struct escalation_name *names;
	size_t count = NAMES_AT_ONCE;
	int64_t after = 0;
	enum result r = RESULT_OK;

	while (r == RESULT_OK && count == NAMES_AT_ONCE) {
		arena_reset(a);
		r = store_escalation_names(w->app->store, after, NAMES_AT_ONCE, a, &names, &count);
		for (size_t i = 0; r == RESULT_OK && i < count; i++) {
			r = rebuild_one(w, &names[i], each);
			after = names[i].id;
		}
	}
	arena_free(each);
	arena_free(a);
	return r;
}

enum result
app_rebuild(struct app *app, struct arena *a, const char *reference, struct app_rebuilt *out, struct fault *f)
{
	struct rebuilding w = { .app = app, .only = reference };
	struct setting_work begun;
	enum result r = setting_begin(app, a, &begun, f);

	if (r != RESULT_OK)
		return r;
	w.now = begun.now;
	r = rebuild_all(&w);
	*out = w.counts;
	if (r != RESULT_OK)
		return fault_set(f, r, "store", "the lists cannot be made again just now (%s)", result_name(r));
	if (reference != NULL && w.counts.made + w.counts.erased + w.counts.failed == 0)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-escalation", "there is no escalation %s", reference);
	if (w.counts.failed > 0)
		return fault_set(f, RESULT_BUG, "not-rebuilt", "%zu could not be made again; the log has their references",
		                 w.counts.failed);
	return RESULT_OK;
}
