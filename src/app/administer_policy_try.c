/*
 * administer_policy_try.c - a draft of a policy, tried on the escalations that there are: what would have been late, who
 * would have been called. The events stay as they happened; only the policy is another. Reads alone: nothing is stored and
 * nobody is told. Counts and the policy's own words, never what a case says.
 */
#include <string.h>

#include "case.h"
#include "edition.h"
#include "parley/policy_file.h"
#include "parley/text_file.h"

#define POLICY_LONGEST ((size_t)1024 * 1024)
#define IDS_AT_ONCE 100
#define DUTIES_MAX 256

struct late_duty {
	const struct policy_duty *rule;
	int stage; /* -1 = none */
	size_t cases;
};

struct trial {
	struct app *app;
	struct policy draft;
	instant now;
	size_t cases, misfits, late_now, late_then;
	struct late_duty duties[DUTIES_MAX];
	size_t duty_count;
	size_t *called_now, *called_then; /* by role of the draft */
};

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
draft_read(struct app *app, struct arena *a, const char *which, struct policy *out, struct fault *f)
{
	const struct policy *p;
	const char *text;
	size_t length;
	enum result result = draft_text(app, a, which, &text, &length, f);

	if (result == RESULT_OK)
		result = policy_file_parse(text, length, a, &p, f);
	if (result != RESULT_OK)
		return result;
	*out = *p;
	out->days.nation = calendar_nation_find(app->snapshot->calendar, p->nation);
	if (out->days.nation == NULL)
		return fault_set(f, RESULT_INVALID, "policy-nation", "%s names a nation that the calendar lacks", which);
	return RESULT_OK;
}

/* --- one case --- */

static bool
any_late(const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++)
		if (e->duties[i].late)
			return true;
	return false;
}

static void
count_duty(struct trial *t, const struct duty *d)
{
	size_t i = 0;

	while (i < t->duty_count && (t->duties[i].rule != d->rule || t->duties[i].stage != d->stage))
		i++;
	if (i == DUTIES_MAX)
		return;
	if (i == t->duty_count)
		t->duties[t->duty_count++] = (struct late_duty){ d->rule, d->stage, 0 };
	t->duties[i].cases++;
}

/* A duty that is late in two visits of a stage is one late duty of the case. */
static void
count_late(struct trial *t, const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again = again || (e->duties[k].late && e->duties[k].rule == e->duties[i].rule &&
			                  e->duties[k].stage == e->duties[i].stage);
		if (e->duties[i].late && !again)
			count_duty(t, &e->duties[i]);
	}
}

static void
count_called(const struct trial *t, const struct escalation *e, size_t *called)
{
	for (size_t role = 0; role < t->draft.role_count; role++) {
		for (size_t i = 0; i < e->party_count; i++) {
			const struct party *p = &e->parties[i];

			if (p->informed_only || p->role < 0 ||
			    strcmp(e->policy->roles[p->role].id, t->draft.roles[role].id) != 0)
				continue;
			called[role]++;
			break;
		}
	}
}

static enum result
try_case(struct trial *t, struct arena *a, int64_t id, struct fault *f)
{
	struct escalation_head head;
	struct stored_event *stored;
	struct app_case c;
	struct escalation *e;
	struct fault quiet;
	size_t count;
	enum result result = store_escalation_load(t->app->store, id, a, &head, &stored, &count);

	if (result == RESULT_OK)
		result = case_fold(t->app, a, t->now, &head, stored, count, &c, f);
	if (result != RESULT_OK)
		return result;
	t->cases++;
	t->late_now += any_late(c.e);
	count_called(t, c.e, t->called_now);
	fault_init(&quiet, a);
	if (escalation_fold(&t->draft, t->app->snapshot->calendar, c.events, count, t->now, a, &e, &quiet) != RESULT_OK) {
		t->misfits++;
		return RESULT_OK;
	}
	t->late_then += any_late(e);
	count_late(t, e);
	count_called(t, e, t->called_then);
	return RESULT_OK;
}

static enum result
try_all(struct trial *t, struct fault *f)
{
	struct arena *each = arena_new();
	int64_t ids[IDS_AT_ONCE], after = 0;
	size_t count;
	enum result result;

	do {
		result = store_escalation_ids(t->app->store, after, IDS_AT_ONCE, ids, &count);
		for (size_t i = 0; result == RESULT_OK && i < count; i++) {
			arena_reset(each);
			result = try_case(t, each, ids[i], f);
			after = ids[i];
		}
	} while (result == RESULT_OK && count == IDS_AT_ONCE);
	arena_free(each);
	return result;
}

/* --- what came of it --- */

static const char *
stage_of(const struct trial *t, const struct late_duty *d)
{
	return d->stage >= 0 ? t->draft.stages[d->stage].name : NULL;
}

static void
write_text(const struct trial *t, struct buffer *out)
{
	buffer_format(out, "%s, %s, tried on %zu escalations; nothing was stored or sent\n", t->draft.id,
	              edition_label(&t->draft), t->cases);
	buffer_format(out, "  could not have gone this way under it: %zu\n", t->misfits);
	buffer_format(out, "  with something late: %zu as it was, %zu under it\n", t->late_now, t->late_then);
	for (size_t i = 0; i < t->duty_count; i++)
		buffer_format(out, "  late in %zu: %s%s%s (%s)\n", t->duties[i].cases,
		              stage_of(t, &t->duties[i]) ? stage_of(t, &t->duties[i]) : "",
		              stage_of(t, &t->duties[i]) ? ": " : "", t->duties[i].rule->text, t->duties[i].rule->clause);
	for (size_t i = 0; i < t->draft.role_count; i++)
		if (t->called_now[i] + t->called_then[i] > 0)
			buffer_format(out, "  %s: called in %zu as it was, in %zu under it\n", t->draft.roles[i].name,
			              t->called_now[i], t->called_then[i]);
}

static void
write_json(const struct trial *t, struct buffer *out)
{
	json_object(out, NULL);
	json_string(out, "policy", t->draft.id);
	json_string(out, "label", edition_label(&t->draft));
	json_int(out, "escalations", (int64_t)t->cases);
	json_int(out, "misfits", (int64_t)t->misfits);
	json_int(out, "late_now", (int64_t)t->late_now);
	json_int(out, "late_then", (int64_t)t->late_then);
	json_array(out, "late");
	for (size_t i = 0; i < t->duty_count; i++) {
		json_object(out, NULL);
		json_string(out, "stage", stage_of(t, &t->duties[i]));
		json_string(out, "duty", t->duties[i].rule->id);
		json_string(out, "text", t->duties[i].rule->text);
		json_string(out, "clause", t->duties[i].rule->clause);
		json_int(out, "escalations", (int64_t)t->duties[i].cases);
		json_end_object(out);
	}
	json_end_array(out);
	json_array(out, "called");
	for (size_t i = 0; i < t->draft.role_count; i++) {
		json_object(out, NULL);
		json_string(out, "role", t->draft.roles[i].id);
		json_string(out, "name", t->draft.roles[i].name);
		json_int(out, "now", (int64_t)t->called_now[i]);
		json_int(out, "then", (int64_t)t->called_then[i]);
		json_end_object(out);
	}
	json_end_array(out);
	json_end_object(out);
	buffer_char(out, '\n');
}

enum result
app_policy_try(struct app *app, struct arena *a, const char *which, bool json, struct buffer *out, struct fault *f)
{
	struct trial *t = ARENA_NEW(a, struct trial);
	struct instance instance;
	enum result result = store_instance(app->store, &instance);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database does not answer");
	t->app = app;
	t->now = instant_now() + instance.clock_offset;
	result = snapshot_refresh(app, instance.generation, f);
	if (result == RESULT_OK)
		result = draft_read(app, a, which, &t->draft, f);
	if (result == RESULT_OK) {
		t->called_now = ARENA_ARRAY(a, t->draft.role_count, size_t);
		t->called_then = ARENA_ARRAY(a, t->draft.role_count, size_t);
		result = try_all(t, f);
	}
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the escalations cannot be read (%s)", store_trouble(app->store));
	(json ? write_json : write_text)(t, out);
	return RESULT_OK;
}
