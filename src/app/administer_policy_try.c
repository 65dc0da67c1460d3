/*
 * administer_policy_try.c - `parley policy try`: a draft, tried on the escalations that there are; see trial.h.
 */
#include <string.h>

#include "edition.h"
#include "parley/json.h"
#include "parley/policy_file.h"
#include "parley/store_agency.h"
#include "parley/store_edition.h"
#include "parley/text_file.h"
#include "trial.h"

#define POLICY_LONGEST ((size_t)1024 * 1024)

/* --- the draft: a file, or an edition by its number --- */

static enum result
draft_text(struct app *app, struct arena *a, const char *which, const char **text, size_t *length, struct fault *f)
{
	struct edition *editions;
	size_t count;
	enum result result;

	if (which[strspn(which, "0123456789")] != '\0')
		return text_file_read(which, POLICY_LONGEST, a, text, length, f);
	result = store_editions(app->store, a, &editions, &count);
	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		if (strcmp(arena_format(a, "%lld", (long long)editions[i].id), which) != 0)
			continue;
		*text = editions[i].text;
		*length = editions[i].length;
		return RESULT_OK;
	}
	if (result != RESULT_OK)
		return result;
	return fault_set(f, RESULT_NOT_FOUND, "no-such-edition", "there is no edition %s; see `parley policy list`", which);
}

static enum result
draft_read(struct app *app, struct arena *a, const char *which, const struct policy **out, struct fault *f)
{
	const struct policy *p;
	const char *text;
	size_t length;
	enum result result = draft_text(app, a, which, &text, &length, f);

	if (result == RESULT_OK)
		result = policy_file_parse(text, length, a, &p, f);
	return result == RESULT_OK ? edition_counting(app, a, p, out, f) : result;
}

/* --- what came of it --- */

static void
write_called(const struct trial *t, struct buffer *out)
{
	for (size_t i = 0; i < t->called_count; i++) {
		const struct trial_called *c = &t->called[i];
		const struct agency *agency = snapshot_agency(t->app->snapshot, c->agency_id);

		buffer_format(out, "  %s%s%s: called in %zu as it was, in %zu under it\n", t->draft->roles[c->role].name,
		              c->agency_id ? ", " : "", agency ? agency->name : c->agency_id ? c->agency_id : "", c->now, c->then);
	}
}

static void
write_differs(const struct trial *t, struct buffer *out)
{
	for (size_t i = 0; i < t->differ_count && i < TRIAL_CASES; i++) {
		const struct trial_case *c = &t->differs[i];

		buffer_format(out, "  %s: %s\n", c->reference, !c->fits ? "could not have gone this way" :
		              c->late_then ? "late only under it" : "late only as it was");
	}
	if (t->differ_count > TRIAL_CASES)
		buffer_format(out, "  and %zu more\n", t->differ_count - TRIAL_CASES);
}

static void
write_text(const struct trial *t, struct buffer *out)
{
	buffer_format(out, "%s, %s, tried on %zu escalations; nothing was stored or sent\n", t->draft->id,
	              edition_label(t->draft), t->cases);
	buffer_format(out, "  could not have gone this way under it: %zu\n", t->misfits);
	buffer_format(out, "  with something late: %zu as it was, %zu under it\n", t->late_now, t->late_then);
	for (size_t i = 0; i < t->duty_count; i++) {
		const char *stage = trial_stage(t, &t->duties[i]);

		buffer_format(out, "  late in %zu: %s%s%s (%s)\n", t->duties[i].cases, stage ? stage : "", stage ? ": " : "",
		              t->duties[i].text, t->duties[i].clause);
	}
	write_called(t, out);
	write_differs(t, out);
}

static void
write_json(const struct trial *t, struct buffer *out)
{
	json_object(out, NULL);
	trial_write_json(t, out);
	json_end_object(out);
	buffer_char(out, '\n');
}

enum result
app_policy_try(struct app *app, struct arena *a, const char *which, bool json, struct buffer *out, struct fault *f)
{
	struct trial *t = ARENA_NEW(a, struct trial);
	const struct policy *draft;
	struct instance instance;
	int64_t after = 0;
	bool finished;
	enum result result = store_instance(app->store, &instance);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database does not answer");
	result = snapshot_refresh(app, instance.generation, f);
	if (result == RESULT_OK)
		result = draft_read(app, a, which, &draft, f);
	if (result != RESULT_OK)
		return result;
	trial_init(t, app, a, draft, instant_now() + instance.clock_offset);
	result = trial_run(t, INSTANT_NONE, &after, &finished, f);
	if (result == RESULT_OK)
		(json ? write_json : write_text)(t, out);
	return result;
}
