/*
 * raise.c - raising a disagreement: what is asked, and the first event.
 */
#include <string.h>

#include "counterparts.h"
#include "me.h"
#include "parley/risk.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "seats.h"

enum { SETS_MAX = 16 };

/* Who may raise: anybody with a stage role in an agency that goes on. Partnership roles (chair, business manager) receive; they raise nothing. */
static enum result
may_raise(const struct app *app, const struct app_request *r, const struct policy *p, struct fault *f)
{
	struct viewer v = case_viewer(r);
	const struct agency *own = snapshot_agency(app->snapshot, v.agency_id);

	if (own && snapshot_agency_ended(own, r->now))
		return fault_set(f, RESULT_DENIED, "agency-ended",
		                 "%s has ended in Parley, so nothing new is raised by it. Ask your administrator.", own->name);
	for (size_t i = 0; v.agency_id && i < v.role_count; i++) {
		int role = policy_role_find(p, v.roles[i]);

		if (role >= 0 && !p->roles[role].partnership)
			return RESULT_OK;
	}
	return fault_set(f, RESULT_DENIED, "may-not-raise",
	                 "Your job title does not give you a role that can raise an escalation. Ask your administrator.");
}

enum result
app_raise_form(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct policy *p;
	const char *draft = NULL;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	p = me_policy(app, r, f);
	if (!p)
		return f->result;
	result = may_raise(app, r, p, f);
	if (result != RESULT_OK)
		return result;
	result = store_draft(app->store, r->session->person.id, "raise", r->arena, &draft);
	if (result != RESULT_OK && result != RESULT_NOT_FOUND)
		return fault_set(f, result, "draft", "Your draft cannot be read just now. Try again in a minute.");
	json_object(out, NULL);
	me_write(app, r, out, "me");
	policy_summary_write(out, "policy", p);
	raise_form_write(out, p, risk_hours(app->snapshot->calendar, &p->days, r->now), r->arena);
	json_array(out, "agencies");
	for (size_t i = 0; i < app->snapshot->agency_count; i++) {
		const struct agency *ag = &app->snapshot->agencies[i];

		if (!snapshot_agency_ended(ag, r->now))
			agency_write(out, NULL, &(struct agency_ref){ ag->id, ag->name, ag->sector });
	}
	json_end_array(out);
	if (result == RESULT_OK)
		json_raw(out, "draft", draft);
	else
		json_null(out, "draft");
	json_end_object(out);
	return RESULT_OK;
}

static enum result
turned_away(const struct policy *p, const struct client_action *sent, struct fault *f)
{
	for (size_t i = 0; i < sent->count; i++) {
		int category;

		if (strcmp(sent->values[i].name, "category") != 0 || !sent->values[i].text)
			continue;
		category = policy_category_find(p, sent->values[i].text);
		if (category >= 0 && p->categories[category].excluded && !p->categories[category].when)
			return fault_field(f, "/fields/category", "%s", p->categories[category].excluded);
	}
	return RESULT_OK;
}

/* The person on the other side works there, and is not the raiser. */
static enum result
check_other_side(const struct app *app, const struct app_request *r, const struct client_action *sent, struct fault *f)
{
	const struct field_value *agency = client_value(sent, "receiving_agency");
	const struct field_value *person = client_value(sent, "receiving_person");
	const struct field_value *companion = client_value(sent, "companion");
	const struct person_ref *p = person && person->people_count > 0 ? &person->people[0] : NULL;
	const struct agency *theirs;

	if (companion && companion->people_count > 0 && companion->people[0].id == r->session->person.id)
		return fault_field(f, "/fields/companion", "Choose somebody else: this is you");
	if (!agency || !agency->agency)
		return RESULT_OK;
	theirs = snapshot_agency(app->snapshot, agency->agency->id);
	if (theirs && snapshot_agency_ended(theirs, r->now))
		return fault_field(f, "/fields/receiving_agency", "This agency has ended. Choose the one that does its work now");
	/* Inside one agency a role does not say which side somebody is on: only a name does. */
	if (!p && r->session->person.agency_id && strcmp(agency->agency->id, r->session->person.agency_id) == 0)
		return fault_field(f, "/fields/receiving_person", "Choose the person: this is your own agency");
	if (!p)
		return RESULT_OK;
	if (p->id == r->session->person.id)
		return fault_field(f, "/fields/receiving_person", "Choose somebody else: this is you");
	if (!p->agency_id || strcmp(p->agency_id, agency->agency->id) != 0)
		return fault_field(f, "/fields/receiving_person", "Choose somebody who works at %s, or change the agency",
		                   agency->agency->name);
	return RESULT_OK;
}

/* The raiser's own agency stands in the event as well, as it was that day. */
static enum result
add_raising_agency(struct app *app, const struct app_request *r, struct event *ev, const struct client_action *sent,
                   struct fault *f)
{
	const struct agency *ag = snapshot_agency(app->snapshot, r->session->person.agency_id);
	struct field_value *values = ARENA_ARRAY(r->arena, sent->count + 1, struct field_value);
	struct agency_ref *ref = ARENA_NEW(r->arena, struct agency_ref);

	if (!ag)
		return fault_set(f, RESULT_DENIED, "no-agency", "We do not know which agency you work for. Ask your administrator.");
	*ref = (struct agency_ref){ ag->id, ag->name, ag->sector };
	memcpy(values, sent->values, sent->count * sizeof(*values));
	values[sent->count] = (struct field_value){ .name = "raising_agency", .agency = ref };
	ev->fields = values;
	ev->field_count = sent->count + 1;
	return RESULT_OK;
}

static const char *
raising_role(const struct app_request *r, const struct policy *p)
{
	struct viewer v = case_viewer(r);

	for (size_t i = 0; i < p->stages[0].speaker_count[0]; i++) {
		const char *role = p->roles[p->stages[0].speakers[0][i]].id;

		for (size_t k = 0; k < v.role_count; k++) {
			if (strcmp(v.roles[k], role) == 0)
				return role;
		}
	}
	return v.role_count > 0 ? v.roles[0] : "";
}

static enum result
read_raise(struct app *app, const struct app_request *r, const struct policy *p, struct client_action *sent,
           struct fault *f)
{
	const struct field_value *agency;
	struct counterpart_place place;
	struct raise_page *pages;
	struct looked_up known;
	struct field_set sets[SETS_MAX];
	size_t count;
	enum result result;

	policy_raise_pages(p, r->arena, &pages, &count);
	for (size_t i = 0; i < count && i < SETS_MAX; i++)
		sets[i] = (struct field_set){ pages[i].fields, pages[i].field_count };
	result = client_action_read(r->body, r->body_length, BODY_RAISE, r->arena, sent, f);
	if (result == RESULT_OK)
		result = client_fields_read(r->body, r->body_length, sets, count, r->arena, sent, f);
	if (result == RESULT_OK)
		result = turned_away(p, sent, f);
	if (result == RESULT_OK)
		result = event_check_fields(sets, count, sent->values, sent->count, r->now, f);
	if (result == RESULT_OK)
		result = case_look_up(app, r, sent->values, sent->count, &known, f);
	if (result == RESULT_OK)
		result = check_other_side(app, r, sent, f);
	/* Before anything is looked for in it: what could not be read was not filled in. */
	if (result != RESULT_OK)
		return result;
	agency = client_value(sent, "receiving_agency");
	if (!agency || !agency->agency)
		return RESULT_OK;
	place = counterpart_of_raising(p, agency->agency, r->arena);
	return counterparts_check(app, r, &place, 1, sent, &known, f);
}

/* The first event as it would be written, and the policy that it is under; everything about it was checked. */
static enum result
read_event(struct app *app, const struct app_request *r, struct event *ev, const struct policy **policy, struct fault *f)
{
	struct client_action sent;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	*ev = (struct event){ .kind = EVENT_RAISED, .side = SIDE_RAISING, .seq = 1, .recorded = r->now, .happened = r->now };
	if (result != RESULT_OK)
		return result;
	*policy = me_policy(app, r, f);
	if (!*policy)
		return f->result;
	result = may_raise(app, r, *policy, f);
	if (result == RESULT_OK)
		result = read_raise(app, r, *policy, &sent, f);
	if (result == RESULT_OK)
		result = add_raising_agency(app, r, ev, &sent, f);
	if (result != RESULT_OK)
		return result;
	ev->actor = case_person(&r->session->person);
	ev->role = raising_role(r, *policy);
	return escalation_admit(*policy, app->snapshot->calendar, ev, r->arena, f);
}

enum result
app_raise(struct app *app, const struct app_request *r, const char **reference, struct buffer *out, struct fault *f)
{
	struct event ev;
	struct case_write w = { .event = &ev, .edition_id = r->session->instance.edition_id, .draft_key = "raise",
		                .title = "You have raised it" };
	enum result result = read_event(app, r, &ev, &w.policy, f);

	return result == RESULT_OK ? case_write(app, r, &w, out, reference, f) : result;
}

enum result
app_raise_next(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	const struct policy *policy;
	struct escalation *after;
	struct event *ev = ARENA_NEW(r->arena, struct event);
	enum result result = read_event(app, r, ev, &policy, f);

	if (result == RESULT_OK)
		result = escalation_fold(policy, app->snapshot->calendar, ev, 1, r->now, r->arena, &after, f);
	if (result == RESULT_OK)
		result = seats_look(app, r->arena, policy, SEATS_ROLES, &after, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "next", raise_next_words(after));
	json_end_object(out);
	return RESULT_OK;
}
