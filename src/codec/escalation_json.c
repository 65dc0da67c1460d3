/* escalation_json.c - see parley/escalation_json.h: GET /escalations/{reference}, from what the fold gives. */
#include <string.h>

#include "api_json.h"
#include "parley/contact.h"
#include "timeline_json.h"
#include "words.h"

/* --- the head --- */

static bool
has_ended(const struct escalation *e)
{
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
}

const char *
phase_words(const struct escalation *e)
{
	switch (e->phase) {
	case PHASE_OPEN: return "Open";
	case PHASE_AGREED: return "Agreed";
	case PHASE_CLOSED: return "Closed";
	case PHASE_WITHDRAWN: return "Withdrawn";
	case PHASE_DECIDED: break;
	}
	switch (e->force) {
	case FORCE_RECOMMENDATION: return "Recommendation made";
	case FORCE_DETERMINATION: return "Determination made";
	case FORCE_BINDING: return "Binding decision made";
	case FORCE_NONE: break;
	}
	return "Decided";
}

static void
write_stage(struct buffer *b, const struct escalation *e)
{
	const struct policy_stage *s = &e->policy->stages[e->stage];

	json_object(b, "stage");
	json_members(b, json_has_text("id", s->id), json_has_text("name", s->name), json_has_text("clause", s->clause),
	             json_has_text("summary", s->summary), json_has_int("visit", e->visit));
	api_json_guidance(b, "guidance", s->guidance, s->guidance_count);
	json_end_object(b);
}

/* The same question that worklists are made of, so that page and list cannot differ. */
static bool
waits_for_one(const struct escalation *e, const struct party *people, size_t count, const struct viewer *v)
{
	size_t i, k;

	for (i = 0; i < count; i++) {
		if (people[i].person_id != 0 && people[i].person_id == v->person_id)
			return true;
		if (people[i].person_id != 0 || people[i].role < 0)
			continue;
		if (people[i].agency_id != NULL && (v->agency_id == NULL || strcmp(people[i].agency_id, v->agency_id) != 0))
			continue;
		for (k = 0; k < v->role_count; k++)
			if (strcmp(v->roles[k], e->policy->roles[people[i].role].id) == 0)
				return true;
	}
	return false;
}

static bool
waits_for_viewer(const struct escalation *e, const struct duty *d, const struct viewer *v)
{
	struct party *people;
	size_t i, count;

	escalation_waits_for(e, d, &people, &count);
	if (waits_for_one(e, people, count, v))
		return true;
	for (i = 0; i < v->absent_count; i++)
		if (waits_for_one(e, people, count, &v->absent[i]))
			return true;
	return false;
}

static void
write_turn(struct buffer *b, const struct escalation *e, const struct viewer *v)
{
	const struct duty *d = e->turn;

	if (d == NULL) {
		json_null(b, "turn");
		return;
	}
	json_object(b, "turn");
	json_members(b, json_has_text("who", duty_who_words(e, d)), json_has_text("side", side_name(d->side)),
	             json_has_bool("yours", waits_for_viewer(e, d, v)),
	             json_has_text("text", contact_text(e->policy, d->rule->text, INSTANT_NONE, e->arena)),
	             json_has_text("short", d->rule->short_text), json_has_text("clause", d->rule->clause));
	api_json_due(b, "due", e, d);
	json_members(b, json_has_text("due_words", due_words(&d->deadline, e->arena)), json_has_text("duty", d->key),
	             json_has_bool("conditional", d->conditional));
	json_end_object(b);
}

static void
write_you(struct buffer *b, const struct escalation *e, const struct viewer *v, const struct standing *s)
{
	if (s == NULL) {
		json_null(b, "you");
		return;
	}
	json_whole(b, "you", json_has_text("side", side_name(s->side)),
	           json_has_text("role", s->role < 0 ? NULL : e->policy->roles[s->role].name),
	           json_has_bool("informed_only", s->informed_only),
	           json_has_text("instead_of", s->instead_of == NULL ? NULL : s->instead_of->name),
	           json_has_bool("internal", v != NULL && escalation_has_internal(e, v, s)));
}

/* Who is asked while nobody is there to speak: the next tier, or those who hold the role besides. */
static void
write_vacant(struct buffer *b, const struct escalation *e, enum side side)
{
	const struct vacancy *v = escalation_vacant(e, side);
	const struct event *by = e->sides[side - 1].vacated;
	size_t i;

	if ((by == NULL && v == NULL) || e->sides[side - 1].speaker != NULL || has_ended(e)) {
		json_null(b, "vacant");
		return;
	}
	json_object(b, "vacant");
	json_string(b, "words", timeline_json_title(e, v == NULL ? by : v->by));
	json_array(b, "asked");
	for (i = 0; v != NULL && i < v->asked_count; i++)
		person_write(b, NULL, &v->asked[i]);
	json_end_array(b);
	json_bool(b, "held", v == NULL);
	json_end_object(b);
}

static void
write_sides(struct buffer *b, const struct escalation_view *view)
{
	const struct escalation *e = view->e;
	const struct policy_stage *s = &e->policy->stages[e->stage];
	size_t i;

	json_array(b, "sides");
	for (i = 0; i < 2; i++) {
		json_object(b, NULL);
		json_string(b, "side", side_name(i == 0 ? SIDE_RAISING : SIDE_RECEIVING));
		agency_write(b, "agency", &e->sides[i].agency);
		person_write(b, "speaker", e->sides[i].speaker);
		json_members(b, json_has_text("by_hand_until", view->by_hand[i]),
		             json_has_text("role_words", words_roles(e->policy, s->speakers[i], s->speaker_count[i], e->arena)));
		write_vacant(b, e, i == 0 ? SIDE_RAISING : SIDE_RECEIVING);
		json_end_object(b);
	}
	json_end_array(b);
}

/* Who supports the first raiser, and whether they have said that they do. */
static void
write_companion(struct buffer *b, const struct escalation *e, const struct viewer *v)
{
	const struct companion *c = escalation_companion(e);

	if (c == NULL) {
		json_null(b, "companion");
		return;
	}
	json_object(b, "companion");
	person_write(b, "person", c->person);
	json_bool(b, "agreed", c->answered != NULL);
	json_bool(b, "you", v != NULL && c->person->id == v->person_id);
	json_end_object(b);
}

/* --- whom and what it is about --- */

/* The raised event's fields that say whom it is about; all others are the disagreement. */
static const char *const subject_fields[] = { "subject_kind", "reference_kind", "case_name", "pid", "nhs_number", "plan",
	"looked_after", "immediate_risk", "raising_agency", "receiving_agency", "receiving_person" };

bool
is_subject_field(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof subject_fields / sizeof subject_fields[0]; i++)
		if (subject_fields[i][0] == name[0] && strcmp(subject_fields[i], name) == 0)
			return true;
	return false;
}

/* The value of a field of the raised event in words, or NULL. */
static const char *
raised_words(const struct escalation *e, const char *name)
{
	const struct field_value *v = event_field(e->raised, name);

	return v == NULL ? NULL : timeline_json_value(e, e->raised, v);
}

static void
write_subject(struct buffer *b, const struct escalation *e)
{
	const char *reference = raised_words(e, "case_name");

	if (reference == NULL)
		reference = raised_words(e, "pid");
	if (reference == NULL)
		reference = raised_words(e, "nhs_number");
	json_whole(b, "subject", json_has_text("kind", event_text(e->raised, "subject_kind")),
	           json_has_text("reference_kind", raised_words(e, "reference_kind")), json_has_text("reference", reference),
	           json_has_text("plan", event_text(e->raised, "plan")),
	           json_has_text("looked_after", event_text(e->raised, "looked_after")));
}

static void
write_concern(struct buffer *b, const struct escalation *e)
{
	const struct event *ev = e->raised;
	size_t i;

	json_array(b, "concern");
	for (i = 0; i < ev->field_count; i++)
		if (!is_subject_field(ev->fields[i].name))
			timeline_json_entry(b, e, ev, &ev->fields[i]);
	json_end_array(b);
}

/* The case at the moment when it was said, and what was added since: who was told, when. */
static void
write_told(struct buffer *b, const struct event *ev, const char *text, const char *at)
{
	instant when = ev->happened;

	if (text == NULL)
		return;
	if (at != NULL && instant_parse(at, &when) != RESULT_OK)
		when = INSTANT_NONE;
	json_object(b, NULL);
	json_string(b, "text", text);
	person_write(b, "by", &ev->actor);
	past_write(b, "at", when, false);
	json_end_object(b);
}

/* When nothing is said of the time, nobody had been told by then, or nobody knows. */
static void
write_all_told(struct buffer *b, const struct escalation *e)
{
	bool raised = e->risk->kind == EVENT_RAISED;
	const char *at = event_text(e->risk, raised ? "risk_told_at" : "told_at");

	json_array(b, "told");
	write_told(b, e->risk, event_text(e->risk, raised ? "risk_told" : "told"), at != NULL ? at : "");
	for (size_t i = 0; i < e->event_count; i++)
		if (e->events[i].seq > e->risk->seq && e->events[i].kind == EVENT_RISK_TOLD)
			write_told(b, &e->events[i], event_text(&e->events[i], "told"), NULL);
	json_end_array(b);
}

static void
write_risk(struct buffer *b, const struct escalation *e)
{
	const char *text;

	if (e->risk == NULL) {
		json_null(b, "immediate_risk");
		return;
	}
	text = event_text(e->risk, "risk");
	json_object(b, "immediate_risk");
	past_write(b, "since", e->risk->happened, false);
	person_write(b, "by", &e->risk->actor);
	json_string(b, "text", text == NULL ? "" : text);
	write_all_told(b, e);
	emergency_tells_write(b, "tells", e, e->risk->happened);
	emergencies_write(b, "route", e, e->now);
	json_end_object(b);
}

/* --- stages --- */

static const struct stage_visit *
last_visit(const struct escalation *e, size_t stage)
{
	size_t i;

	for (i = e->visit_count; i > 0; i--)
		if ((size_t)e->visits[i - 1].stage == stage)
			return &e->visits[i - 1];
	return NULL;
}

static const char *
stage_state(const struct escalation *e, size_t stage, const struct stage_visit *visit)
{
	if ((size_t)e->stage == stage && !has_ended(e))
		return "current";
	if (visit != NULL)
		return "done";
	return stage < (size_t)e->stage || has_ended(e) ? "passed-over" : "to-come";
}

static void
write_visit(struct buffer *b, const struct stage_visit *visit)
{
	if (visit == NULL) {
		json_members(b, json_has_null("entered"), json_has_null("left"), json_has_null("how"));
		return;
	}
	past_write(b, "entered", visit->entered, false);
	past_write(b, "left", visit->left, false);
	json_string(b, "how", visit->left_how);
}

static void
write_stages(struct buffer *b, const struct escalation *e)
{
	size_t i;

	json_array(b, "stages");
	for (i = 0; i < e->policy->stage_count; i++) {
		const struct policy_stage *s = &e->policy->stages[i];
		const struct stage_visit *visit = last_visit(e, i);

		json_object(b, NULL);
		json_members(b, json_has_text("id", s->id), json_has_text("name", s->name), json_has_text("clause", s->clause),
		             json_has_text("state", stage_state(e, i, visit)));
		write_visit(b, visit);
		json_end_object(b);
	}
	json_end_array(b);
}

/* --- duties and notices --- */

static bool
is_guide(const struct duty *d)
{
	return d->rule->clock.firmness == INDICATIVE;
}

const char *
duty_status_words(const struct duty *d)
{
	switch (d->status) {
	case DUTY_WAITING: return "Not started";
	case DUTY_OPEN:
		if (d->rule->act == ACT_STANDING)
			return "Holds while it is open";
		if (d->late)
			return is_guide(d) ? "Past the time given as a guide" : "Late";
		return d->rule->optional ? "To consider" : "Open";
	case DUTY_DONE: return d->late ? "Done late" : "Done";
	case DUTY_UNRESOLVED: return "Not settled here";
	case DUTY_NOT_NEEDED: break;
	}
	return "Not needed";
}

/* The policy's own date is worth saying only where something else made it earlier. */
static instant
other_policy_due(const struct duty *d)
{
	bool same = d->deadline.state == DEADLINE_DATED && d->policy_due == d->deadline.due;

	return same ? INSTANT_NONE : d->policy_due;
}

static const char *
duty_agency_words(const struct escalation *e, const struct duty *d)
{
	if (d->side != SIDE_NONE && d->item == NULL && d->companion == NULL)
		return e->sides[d->side - 1].agency.name;
	return duty_who_words(e, d);
}

/* What is left to be done, or was learnt. */
static const char *
duty_detail(const struct duty *d)
{
	if (d->item != NULL)
		return event_text(d->item->event, "what");
	return d->lesson != NULL ? event_text(d->lesson->event, "lesson") : NULL;
}

static void
write_duty(struct buffer *b, const struct escalation *e, const struct duty *d)
{
	instant done = d->status == DUTY_DONE ? d->done_at : INSTANT_NONE;

	json_object(b, NULL);
	json_members(b, json_has_text("key", d->key),
	             json_has_text("text", contact_text(e->policy, d->rule->text, done, e->arena)),
	             json_has_text("detail", duty_detail(d)), json_has_text("clause", d->rule->clause),
	             json_has_text("stage", d->stage < 0 ? NULL : e->policy->stages[d->stage].id),
	             json_has_text("who", duty_agency_words(e, d)), json_has_text("side", side_name(d->side)),
	             json_has_text("status", duty_status_name(d->status)), json_has_text("status_words", duty_status_words(d)),
	             json_has_bool("conditional", d->conditional));
	api_json_due(b, "due", e, d);
	json_members(b, json_has_text("due_words", d->status == DUTY_NOT_NEEDED ? NULL : due_words(&d->deadline, e->arena)),
	             json_has_instant("done", done), json_has_instant_words("done_words", done), json_has_bool("late", d->late),
	             json_has_text("late_reason", d->late_reason), json_has_bool("guide", is_guide(d)),
	             json_has_bool("standing", d->rule->act == ACT_STANDING));
	past_write(b, "policy_due", other_policy_due(d), false);
	explanation_write(b, "explanation", d);
	json_end_object(b);
}

/* What never started and no longer can, or what would follow a decision that may never be made, only fills the page. */
bool
duty_is_worth_telling(const struct duty *d)
{
	if (d->deadline.state != DEADLINE_WAITING)
		return true;
	return d->status == DUTY_WAITING && d->stage >= 0;
}

static void
write_duties(struct buffer *b, const struct escalation *e)
{
	size_t i;

	json_array(b, "duties");
	for (i = 0; i < e->duty_count; i++) {
		if (duty_is_worth_telling(&e->duties[i]))
			write_duty(b, e, &e->duties[i]);
	}
	json_end_array(b);
	json_array(b, "notices");
	for (i = 0; i < e->notice_count; i++) {
		json_object(b, NULL);
		json_members(b, json_has_text("text", e->notices[i].rule->text), json_has_text("clause", e->notices[i].rule->clause),
		             json_has_text("form", e->notices[i].rule->form), json_has_text("duty", e->notices[i].duty));
		past_write(b, "given", e->notices[i].given ? e->notices[i].given_at : INSTANT_NONE, false);
		json_end_object(b);
	}
	json_end_array(b);
}

/* --- actions --- */

static void
write_proposals(struct buffer *b, const struct proposals *list, size_t count)
{
	json_array(b, "proposed");
	for (size_t i = 0; i < count; i++) {
		json_object(b, NULL);
		json_string(b, "field", list[i].field);
		json_string(b, "vacant", list[i].vacant);
		json_array(b, "people");
		for (size_t k = 0; k < list[i].count; k++) {
			json_object(b, NULL);
			person_write(b, "person", list[i].people[k].person);
			json_string(b, "why", list[i].people[k].why);
			json_bool(b, "suggested", list[i].people[k].suggested);
			json_end_object(b);
		}
		json_end_array(b);
		json_end_object(b);
	}
	json_end_array(b);
}

/*
 * Of a correction, the record's own words, and when it took place. What was wrong with a still earlier one is no word of it:
 * only the fields of its kind are taken.
 */
static void
write_corrected(struct buffer *b, const char *name, const struct escalation *e, const struct action *action)
{
	const struct event *old = action->corrects;
	const struct field_set *own = &action->sets[0];
	struct field_value *values = ARENA_ARRAY(e->arena, own->count + 1, struct field_value);
	struct buffer happened;
	size_t count = 0;

	buffer_init(&happened, 0);
	instant_write(&happened, old->happened);
	for (size_t i = 0; i < own->count; i++) {
		const struct field_value *v = event_field(old, own->fields[i].name);

		if (strcmp(own->fields[i].name, "happened") == 0)
			values[count++] = (struct field_value){ .name = "happened", .text = happened.data };
		else if (v != NULL)
			values[count++] = *v;
	}
	form_values_write(b, name, values, count);
	buffer_clear(&happened);
}

/* What only the page of the action needs: half of the answer, were it written for all of them. */
static void
write_form(struct buffer *b, const struct escalation_view *view, const char *draft)
{
	const struct action *action = &view->actions[view->asked_action];

	json_string(b, "next", view->next == NULL ? action->next : view->next);
	fields_write(b, "fields", action->sets, action->set_count);
	if (draft != NULL)
		json_raw(b, "draft", draft);
	else
		json_null(b, "draft");
	if (action->corrects != NULL)
		write_corrected(b, "starts", view->e, action);
	else
		meeting_starts_write(b, "starts", view->e, view->viewer, action);
	write_proposals(b, view->proposals, view->proposal_count);
}

static void
write_action(struct buffer *b, const struct escalation_view *view, size_t i)
{
	const struct action *action = &view->actions[i];
	const char *draft = view->drafts == NULL ? NULL : view->drafts[i];

	json_object(b, NULL);
	json_members(b, json_has_text("id", action->id), json_has_text("kind", event_kind_name(action->kind)),
	             json_has_text("label", action->label), json_has_text("clause", action->clause),
	             json_has_bool("primary", action->primary),
	             json_has_text("instead_of", action->instead_of == NULL ? NULL : action->instead_of->name),
	             json_has_bool("draft_kept", draft != NULL));
	if (i == view->asked_action)
		write_form(b, view, draft);
	json_end_object(b);
}

/* Who is about to say that somebody is at risk has the policy's route before their eyes. */
static void
write_route(struct buffer *b, const struct escalation_view *view)
{
	size_t i = view->asked_action;

	if (i < view->action_count && view->actions[i].kind == EVENT_RISK_FLAGGED)
		emergencies_write(b, "emergency", view->e, view->e->now);
	else
		json_null(b, "emergency");
}

void
escalation_write(struct buffer *b, const struct escalation_view *view)
{
	const struct escalation *e = view->e;
	size_t i;

	json_members(b, json_has_text("reference", view->reference), json_has_int("version", e->last_seq),
	             json_has_text("phase", phase_name(e->phase)), json_has_text("phase_words", phase_words(e)));
	policy_summary_write(b, "policy", e->policy);
	write_stage(b, e);
	write_turn(b, e, view->viewer);
	write_you(b, e, view->viewer, view->standing);
	write_sides(b, view);
	person_write(b, "raiser", e->raiser);
	write_companion(b, e, view->viewer);
	json_string(b, "form", e->policy->records.paper == NULL ? NULL : e->policy->records.form);
	write_subject(b, e);
	write_concern(b, e);
	write_risk(b, e);
	write_route(b, view);
	write_stages(b, e);
	write_duties(b, e);
	timeline_write(b, "timeline", e, 0);
	record_actions_write(b, "record_actions", e, view->viewer);
	meetings_write(b, "meetings", view);
	json_array(b, "actions");
	for (i = 0; i < view->action_count; i++)
		write_action(b, view, i);
	json_end_array(b);
}
