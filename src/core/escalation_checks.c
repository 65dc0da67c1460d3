/*
 * escalation_checks.c - what a policy has against an answer that is well formed: too late, not for this policy, not the
 * panel that it asks for.
 */
#include <string.h>

#include "offer.h"

/* --- raising --- */

static void
check_category(const struct escalation *e, struct fault *f)
{
	const char *id = event_text(e->raised, "category");
	int i = id ? policy_category_find(e->policy, id) : -1;
	const struct policy_category *c = i < 0 ? NULL : &e->policy->categories[i];

	if (!c)
		return;
	if (c->excluded && fold_condition(e, c->when))
		(void)fault_field(f, "/fields/category", "%s", c->excluded);
	else if (!c->excluded && !fold_condition(e, c->when))
		(void)fault_field(f, "/fields/category", "The policy does not have this for such a case: choose another (%s)",
		                  c->clause);
}

static void
check_entry(const struct escalation *e, struct fault *f)
{
	const struct policy_entry *entry = &e->policy->entry;
	const char *concern = event_text(e->raised, "concern_date");
	struct deadline last;
	day d;

	if (!entry->within.words || !concern || day_parse(concern, &d) != RESULT_OK)
		return;
	if (entry->unless && fold_condition(e, entry->unless))
		return;
	deadline_compute(e->calendar, &e->policy->days, &entry->within, instant_at(d, 0), e->arena, &last);
	if (last.state == DEADLINE_DATED && e->raised_at > last.due)
		(void)fault_field(f, "/fields/concern_date", "%s", entry->instead);
}

static void
check_companion(const struct escalation *e, const struct field_value *named, struct fault *f)
{
	const char *why = named && named->people_count > 0 ? escalation_companion_fault(e, &named->people[0]) : NULL;

	if (why)
		(void)fault_field(f, "/fields/companion", "%s", why);
}

enum result
escalation_admit(const struct policy *p, const struct calendar *c, const struct event *raised, struct arena *a,
                 struct fault *f)
{
	struct escalation *e;
	enum result r = escalation_fold(p, c, raised, 1, raised->happened, a, &e, f);

	if (r != RESULT_OK)
		return r;
	check_category(e, f);
	check_entry(e, f);
	check_companion(e, event_field(raised, "companion"), f);
	return f->result;
}

/* --- deciding --- */

static const char *
agency_named(const struct field_value *values, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(values[i].name, name) == 0 && values[i].agency)
			return values[i].agency->id;
	}
	return NULL;
}

/* One line for each place on the panel, panel_1 …; escalation_actions.c asks them under these names. */
static bool
sits(const struct escalation *e, const struct field_value *values, size_t count, int places, const char *agency)
{
	for (int i = 1; i <= places; i++) {
		const char *id = agency_named(values, count, arena_format(e->arena, "panel_%d", i));

		if (id && strcmp(id, agency) == 0)
			return true;
	}
	return false;
}

static void
check_different(const struct escalation *e, const struct field_value *values, size_t count, int places, struct fault *f)
{
	for (int i = 2; i <= places; i++) {
		const char *id = agency_named(values, count, arena_format(e->arena, "panel_%d", i));

		if (id && sits(e, values, count, i - 1, id))
			(void)fault_field(f, arena_format(e->arena, "/fields/panel_%d", i),
			                  "This agency stands here twice: the policy asks for %d agencies", places);
	}
}

static const struct field_value *
value_named(const struct field_value *values, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(values[i].name, name) == 0)
			return &values[i];
	}
	return NULL;
}

static bool
has_text(const struct field_value *values, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(values[i].name, name) == 0)
			return values[i].text && *values[i].text;
	}
	return false;
}

enum result
escalation_check_values(const struct escalation *e, const struct action *action, const struct field_value *values,
                        size_t count, struct fault *f)
{
	const struct policy_panel *panel = &e->policy->stages[e->stage].panel;

	if (offer_is_meeting(action->kind))
		return offer_meeting_check(e, values, count, f);
	if (action->kind == EVENT_COMPANION_NAMED || action->kind == EVENT_COMPANION_CHANGED) {
		check_companion(e, value_named(values, count, "companion"), f);
		return f->result;
	}
	if (!action->exit || !action->exit->panel)
		return RESULT_OK;
	check_different(e, values, count, panel->agencies, f);
	for (int i = 0; i < 2; i++) {
		const struct agency_ref *agency = &e->sides[i].agency;

		if (sits(e, values, count, panel->agencies, agency->id))
			continue;
		if (panel->concerned_must)
			(void)fault_field(f, "/fields/panel_1", "%s must be one of them (%s)", agency->name, panel->clause);
		else if (panel->concerned_where_possible && !has_text(values, count, "panel_without"))
			(void)fault_field(f, "/fields/panel_without", "%s is not one of them: say why not", agency->name);
	}
	return f->result;
}
