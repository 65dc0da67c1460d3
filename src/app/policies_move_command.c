/* policies_move_command.c - `parley policy move`: the same as the page, to the end. */
#include <string.h>

#include "parley/json.h"
#include "parley/policies_move.h"
#include "parley/store_edition.h"
#include "parley/store_recount.h"
#include "recount.h"

enum { SHOWN_MOST = 100 };

static const char *
with_spaces(const char *list, struct arena *a)
{
	char *text = arena_bytes(a, list, strlen(list));

	for (char *at = text; *at != '\0'; at++)
		if (*at == ',')
			*at = ' ';
	return text;
}

static enum result
number_of(const struct edition *all, size_t count, const char *which, int64_t *out, struct fault *f)
{
	const struct edition *e = which ? edition_named(all, count, which) : NULL;

	if (which && !e)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition",
		                 "there is no edition or policy '%s'; see `parley policy list`", which);
	*out = e ? e->id : 0;
	return RESULT_OK;
}

static enum result
ask_read(struct app *app, struct arena *a, const struct policies_move_command *c, struct recount_ask *out, struct fault *f)
{
	struct edition *all;
	size_t count;
	int64_t from = 0, to = 0;
	enum result result;

	if ((c->from == NULL) == (c->cases == NULL))
		return fault_set(f, RESULT_INVALID, "which", "say which escalations: --from EDITION, or --cases LIST");
	result = store_editions(app->store, a, &all, &count);
	if (result == RESULT_OK)
		result = number_of(all, count, c->to, &to, f);
	if (result == RESULT_OK)
		result = number_of(all, count, c->from, &from, f);
	if (result == RESULT_OK)
		*out = (struct recount_ask){ .origin = from, .target = to, .cases = c->cases ? with_spaces(c->cases, a) : NULL };
	return result;
}

/* --- what would change --- */

static enum result
preview(struct app *app, const struct policies_move_command *c, const struct recount *pass, struct buffer *out,
        struct fault *f)
{
	struct arena *a = arena_new();
	struct case_world world;
	struct recount_view n = { .now = pass->begun, .until = INSTANT_NONE, .most = SHOWN_MOST, .write = c->json ? case_impact_write : case_impact_print, .out = out };
	enum result result = recount_world(app, pass, a, &world, f);

	if (c->json) {
		json_object(out, NULL);
		json_array(out, "cases");
	}
	if (result == RESULT_OK)
		result = recount_preview(app, pass, &world, &n, f);
	arena_free(a);
	if (result != RESULT_OK)
		return result;
	if (!c->json) {
		buffer_format(out, "%zu looked at: something changes in %zu, %zu cannot be moved, late at once in %zu; nothing was "
		              "changed\n", n.seen, n.changed, n.refused, n.late);
		return RESULT_OK;
	}
	json_end_array(out);
	json_int(out, "seen", (int64_t)n.seen);
	json_int(out, "changed", (int64_t)n.changed);
	json_int(out, "refused", (int64_t)n.refused);
	json_int(out, "late", (int64_t)n.late);
	json_end_object(out);
	buffer_char(out, '\n');
	return RESULT_OK;
}

/* --- moving --- */

/* One that was cut short, of the same escalations, is gone on with. */
static enum result
begin(struct app *app, struct arena *a, const struct recount_ask *ask, const struct edition_asker *who,
      struct recount *out, struct fault *f)
{
	struct recount *all;
	size_t count;
	enum result result = store_recounts_unfinished(app->store, 100, a, &all, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		if (strcmp(all[i].what, "edition") == 0 && !ask->cases && !all[i].cases && all[i].target == ask->target &&
		    all[i].origin == ask->origin) {
			*out = all[i];
			return RESULT_OK;
		}
	}
	return result == RESULT_OK ? recount_begin_move(app, ask, who, a, out, f) : result;
}

static enum result
move(struct app *app, struct arena *a, const struct policies_move_command *c, const struct recount_ask *ask,
     instant now, struct buffer *out, struct fault *f)
{
	struct edition_asker who = { .why = c->why, .now = now };
	struct recount pass;
	enum result result = begin(app, a, ask, &who, &pass, f);

	if (result == RESULT_OK)
		result = recount_run(app, &pass, now, INSTANT_NONE, f);
	if (result == RESULT_CONFLICT)
		return fault_set(f, result, "under-way", "somebody is moving them just now; give it again in a minute");
	if (result != RESULT_OK)
		return result;
	if (!c->json) {
		buffer_format(out, "%zu looked at: %zu moved to edition %s, %zu could not be moved\n", pass.seen, pass.changed,
		              c->to, pass.refused);
		return RESULT_OK;
	}
	json_object(out, NULL);
	json_int(out, "seen", (int64_t)pass.seen);
	json_int(out, "changed", (int64_t)pass.changed);
	json_int(out, "refused", (int64_t)pass.refused);
	json_end_object(out);
	buffer_char(out, '\n');
	return RESULT_OK;
}

enum result
policies_move_command(struct app *app, struct arena *a, const struct policies_move_command *c, struct buffer *out,
                    struct fault *f)
{
	struct recount pass = { .what = "edition" };
	struct recount_ask ask;
	struct instance instance;
	enum result result = ask_read(app, a, c, &ask, f);

	if (result == RESULT_OK)
		result = store_instance(app->store, &instance);
	if (result == RESULT_OK)
		result = snapshot_refresh(app, instance.generation, f);
	if (result == RESULT_OK)
		result = recount_check(app, &ask, a, f);
	if (result == RESULT_OK) {
		pass.begun = instant_now() + instance.clock_offset;
		pass.origin = ask.cases ? 0 : ask.origin;
		pass.target = ask.target;
		pass.cases = ask.cases;
		result = c->preview ? preview(app, c, &pass, out, f) : move(app, a, c, &ask, pass.begun, out, f);
	}
	return result == RESULT_OK ? result : fault_set(f, result, "store", "the database does not answer");
}
