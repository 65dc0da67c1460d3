/* trial.c - see trial.h. */
#include "trial.h"

#include <string.h>

#include "case.h"
#include "edition.h"
#include "parley/json.h"
#include "parley/store_agency.h"
#include "parley/store_escalation.h"

enum { BATCH = 100 };

void
trial_init(struct trial *t, struct app *app, struct arena *a, const struct policy *draft, instant now)
{
	*t = (struct trial){ .app = app, .arena = a, .draft = draft, .now = now };
}

/* --- what is late --- */

static bool
any_late(const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++)
		if (e->duties[i].late)
			return true;
	return false;
}

static bool
is_duty(const struct trial_duty *one, const struct policy_duty *rule, int stage)
{
	return one->stage == stage && strcmp(one->text, rule->text) == 0 && strcmp(one->clause, rule->clause) == 0;
}

static void
count_duty(struct trial *t, const struct policy_duty *rule, int stage)
{
	size_t i = 0;

	while (i < t->duty_count && !is_duty(&t->duties[i], rule, stage))
		i++;
	if (i == t->duty_count) {
		t->duties = arena_grow(t->arena, t->duties, t->duty_count, &t->duty_room, sizeof *t->duties);
		t->duties[t->duty_count++] = (struct trial_duty){ arena_string(t->arena, rule->id),
			arena_string(t->arena, rule->text), arena_string(t->arena, rule->clause), stage, 0 };
	}
	t->duties[i].cases++;
}

static bool
counted_before(const struct escalation *e, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		const struct duty *d = &e->duties[k];

		if (d->late && d->stage == e->duties[i].stage && strcmp(d->rule->text, e->duties[i].rule->text) == 0)
			return true;
	}
	return false;
}

/* A duty that is late in two visits of a stage is one late duty of the case. */
static void
count_late(struct trial *t, const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++)
		if (e->duties[i].late && !counted_before(e, i))
			count_duty(t, e->duties[i].rule, e->duties[i].stage);
}

/* --- who is called --- */

static struct trial_called *
called_find(struct trial *t, int role, const char *agency_id)
{
	for (size_t i = 0; i < t->called_count; i++) {
		struct trial_called *c = &t->called[i];

		if (c->role == role && (c->agency_id == agency_id ||
		                        (c->agency_id && agency_id && strcmp(c->agency_id, agency_id) == 0)))
			return c;
	}
	t->called = arena_grow(t->arena, t->called, t->called_count, &t->called_room, sizeof *t->called);
	t->called[t->called_count] = (struct trial_called){ role, agency_id ? arena_string(t->arena, agency_id) : NULL, 0, 0 };
	return &t->called[t->called_count++];
}

/* The role as the draft has it: by its id, under whichever policy the case was folded. -1: the draft lacks it. */
static int
role_in_draft(const struct trial *t, const struct escalation *e, const struct party *p)
{
	if (p->informed_only || p->role < 0)
		return -1;
	return e->policy == t->draft ? p->role : policy_role_find(t->draft, e->policy->roles[p->role].id);
}

static bool
same_call(const struct party *one, const struct party *other)
{
	return one->role == other->role && !other->informed_only &&
	       (one->agency_id == other->agency_id ||
	        (one->agency_id && other->agency_id && strcmp(one->agency_id, other->agency_id) == 0));
}

/* Each role of an agency counts once a case. */
static void
count_called(struct trial *t, const struct escalation *e, bool then)
{
	for (size_t i = 0; i < e->party_count; i++) {
		const struct party *p = &e->parties[i];
		int role = role_in_draft(t, e, p);
		struct trial_called *called;
		bool again = role < 0;

		for (size_t k = 0; !again && k < i; k++)
			again = same_call(p, &e->parties[k]);
		if (again)
			continue;
		called = called_find(t, role, p->agency_id);
		called->now += !then;
		called->then += then;
	}
}

/* --- the cases --- */

static void
count_difference(struct trial *t, const char *reference, bool fits, bool late_now, bool late_then)
{
	if (fits && late_now == late_then)
		return;
	if (t->differ_count < TRIAL_CASES)
		t->differs[t->differ_count] =
		    (struct trial_case){ arena_string(t->arena, reference), fits, late_now, late_then };
	t->differ_count++;
}

static enum result
try_case(struct trial *t, struct arena *a, const struct stored_escalation *stored, struct fault *f)
{
	struct app_case c;
	struct escalation *e;
	struct fault quiet;
	bool late_now, fits;
	enum result result = case_fold(t->app, a, t->now, &stored->head, stored->events, stored->event_count, &c, f);

	if (result != RESULT_OK)
		return result;
	t->cases++;
	late_now = any_late(c.e);
	t->late_now += late_now;
	count_called(t, c.e, false);
	fault_init(&quiet, a);
	/* What was moved to another edition since goes on under the draft: it is the only policy here. */
	for (size_t i = 0; i < c.event_count; i++)
		c.events[i].edition = c.events[i].kind == EVENT_MOVED ? t->draft : NULL;
	fits = escalation_fold(t->draft, t->app->snapshot->calendar, c.events, c.event_count, t->now, a, &e, &quiet) == RESULT_OK;
	if (!fits) {
		t->misfits++;
	} else {
		t->late_then += any_late(e);
		count_late(t, e);
		count_called(t, e, true);
	}
	count_difference(t, stored->head.reference, fits, late_now, fits && any_late(e));
	return RESULT_OK;
}

enum result
trial_run(struct trial *t, instant until, int64_t *after, bool *finished, struct fault *f)
{
	struct arena *batch = arena_new(), *each = arena_new();
	struct stored_escalation *stored;
	size_t count = 0;
	enum result result;

	do {
		arena_reset(batch);
		result = store_escalation_batch(t->app->store, *after, BATCH, batch, &stored, &count);
		if (result != RESULT_OK)
			(void)fault_set(f, result, "store", "The escalations cannot be read just now. Try again in a minute.");
		for (size_t i = 0; result == RESULT_OK && i < count; i++) {
			arena_reset(each);
			result = try_case(t, each, &stored[i], f);
			*after = stored[i].head.id;
		}
	} while (result == RESULT_OK && count == BATCH && (until == INSTANT_NONE || instant_now() < until));
	*finished = result == RESULT_OK && count < BATCH;
	arena_free(batch);
	arena_free(each);
	return result;
}

/* --- what came of it --- */

const char *
trial_stage(const struct trial *t, const struct trial_duty *d)
{
	return d->stage >= 0 ? t->draft->stages[d->stage].name : NULL;
}

static void
write_late(const struct trial *t, struct buffer *out)
{
	json_array(out, "late");
	for (size_t i = 0; i < t->duty_count; i++) {
		json_object(out, NULL);
		json_string(out, "stage", trial_stage(t, &t->duties[i]));
		json_string(out, "duty", t->duties[i].id);
		json_string(out, "text", t->duties[i].text);
		json_string(out, "clause", t->duties[i].clause);
		json_int(out, "escalations", (int64_t)t->duties[i].cases);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
write_called(const struct trial *t, struct buffer *out)
{
	json_array(out, "called");
	for (size_t i = 0; i < t->called_count; i++) {
		const struct trial_called *c = &t->called[i];
		const struct agency *agency = snapshot_agency(t->app->snapshot, c->agency_id);

		json_object(out, NULL);
		json_string(out, "role", t->draft->roles[c->role].id);
		json_string(out, "name", t->draft->roles[c->role].name);
		json_string(out, "agency", agency ? agency->name : c->agency_id);
		json_int(out, "now", (int64_t)c->now);
		json_int(out, "then", (int64_t)c->then);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
write_differs(const struct trial *t, struct buffer *out)
{
	json_array(out, "differs");
	for (size_t i = 0; i < t->differ_count && i < TRIAL_CASES; i++) {
		json_object(out, NULL);
		json_string(out, "reference", t->differs[i].reference);
		json_bool(out, "fits", t->differs[i].fits);
		json_bool(out, "late_now", t->differs[i].late_now);
		json_bool(out, "late_then", t->differs[i].late_then);
		json_end_object(out);
	}
	json_end_array(out);
}

void
trial_write_json(const struct trial *t, struct buffer *out)
{
	json_string(out, "policy", t->draft->id);
	json_string(out, "label", edition_label(t->draft));
	json_int(out, "escalations", (int64_t)t->cases);
	json_int(out, "misfits", (int64_t)t->misfits);
	json_int(out, "late_now", (int64_t)t->late_now);
	json_int(out, "late_then", (int64_t)t->late_then);
	json_int(out, "differing", (int64_t)t->differ_count);
	write_late(t, out);
	write_called(t, out);
	write_differs(t, out);
}
