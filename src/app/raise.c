/*
 * raise.c - raising a disagreement: what is asked, and the first event.
 */
#include <string.h>

#include "counterparts.h"
#include "me.h"
#include "raise.h"
#include "parley/risk.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "parley/store_agency.h"
#include "parley/store_draft.h"
#include "seats.h"

/* Who may raise: anybody with a stage role in an agency that goes on. Partnership roles (chair, business manager) receive; they raise nothing. */
enum result
raise_may(const struct app *app, const struct app_request *r, const struct policy *p, struct fault *f)
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
	enum result result = me_begin(app, r, &p, f);

	if (result != RESULT_OK)
		return result;
	result = raise_may(app, r, p, f);
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
	request_needs_write(out, "asking_needs");
	if (result == RESULT_OK)
		json_raw(out, "draft", draft);
	else
		json_null(out, "draft");
	json_end_object(out);
	return RESULT_OK;
}

/* Whatever the case: where to go instead. */
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

/* The raiser's own agency stands in the event as well, as it was that day; and who asked for it to be raised. */
static enum result
add_raising(struct app *app, const struct app_request *r, struct event *ev, const struct client_action *sent,
            const struct person_ref *asked_by, struct fault *f)
{
	const struct agency *ag = snapshot_agency(app->snapshot, r->session->person.agency_id);
	const struct field_value *companion = client_value(sent, "companion");
	struct field_value *values = ARENA_ARRAY(r->arena, sent->count + 2, struct field_value);
	struct agency_ref *ref = ARENA_NEW(r->arena, struct agency_ref);

	if (asked_by && companion && companion->people_count > 0 && companion->people[0].id == asked_by->id)
		return fault_field(f, "/fields/companion", "Choose somebody else: this is the person who asked you to raise it");
	if (!ag)
		return fault_set(f, RESULT_DENIED, "no-agency", "We do not know which agency you work for. Ask your administrator.");
	*ref = (struct agency_ref){ ag->id, ag->name, ag->sector };
	memcpy(values, sent->values, sent->count * sizeof(*values));
	values[sent->count] = (struct field_value){ .name = "raising_agency", .agency = ref };
	ev->fields = values;
	ev->field_count = sent->count + 1;
	if (asked_by)
		values[ev->field_count++] = (struct field_value){ .name = "asked_by", .people = asked_by, .people_count = 1 };
	return RESULT_OK;
}

const char *
raise_role(const struct app_request *r, const struct policy *p)
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

size_t
raise_sets(const struct policy *p, struct arena *a, struct field_set sets[RAISE_SETS_MAX])
{
	struct raise_page *pages;
	size_t count;

	policy_raise_pages(p, a, &pages, &count);
	for (size_t i = 0; i < count && i < RAISE_SETS_MAX; i++)
		sets[i] = (struct field_set){ pages[i].fields, pages[i].field_count };
	return count < RAISE_SETS_MAX ? count : RAISE_SETS_MAX;
}

/* Whoever asks another raises nothing: their words go to that one. */
static enum result
check_support(const struct client_action *sent, struct fault *f)
{
	const struct field_value *v = client_value(sent, "support");

	if (v && v->text && strcmp(v->text, EVENT_ASK_ANOTHER) == 0)
		return fault_field(f, "/fields/support", "Send it to them, or choose another answer");
	return RESULT_OK;
}

enum result
raise_fields_read(const struct app_request *r, const struct policy *p, const struct raise_form *form, struct client_action *sent,
                  struct fault *f)
{
	enum result result = client_action_read(r->body, r->body_length, form->body, r->arena, sent, f);

	if (result == RESULT_OK)
		result = client_fields_read(form->sets, form->count, r->arena, sent, f);
	if (result == RESULT_OK)
		result = turned_away(p, sent, f);
	return result == RESULT_OK ? event_check_fields(form->sets, form->count, sent->values, sent->count, r->now, f) : result;
}

static enum result
read_raise(struct app *app, const struct app_request *r, const struct policy *p, struct client_action *sent,
           struct fault *f)
{
	const struct field_value *agency;
	struct counterpart_place place;
	struct looked_up known;
	struct field_set sets[RAISE_SETS_MAX];
	size_t count = raise_sets(p, r->arena, sets);
	enum result result = raise_fields_read(r, p, &(struct raise_form){ BODY_RAISE_FOR, sets, count }, sent, f);

	if (result == RESULT_OK)
		result = case_look_up(app, r, sent->values, sent->count, &known, f);
	if (result == RESULT_OK)
		result = check_other_side(app, r, sent, f);
	if (result == RESULT_OK)
		result = check_support(sent, f);
	/* Before anything is looked for in it: what could not be read was not filled in. */
	if (result != RESULT_OK)
		return result;
	agency = client_value(sent, "receiving_agency");
	if (!agency || !agency->agency)
		return RESULT_OK;
	place = counterpart_of_raising(p, agency->agency, r->arena);
	return counterparts_check(app, r, &place, 1, sent, &known, f);
}

/*
 * The first event as it would be written (into *w->event), the policy that it is under, and the request that it answers, if it
 * names one; everything about it was checked.
 */
static enum result
read_event(struct app *app, const struct app_request *r, struct case_write *w, struct fault *f)
{
	const struct person_ref *asked_by = NULL;
	struct client_action sent = { 0 };
	struct event *ev = w->event;
	enum result result = me_begin(app, r, &w->policy, f);

	*ev = (struct event){ .kind = EVENT_RAISED, .side = SIDE_RAISING, .seq = 1, .recorded = r->now, .happened = r->now };
	if (result != RESULT_OK)
		return result;
	result = raise_may(app, r, w->policy, f);
	if (result == RESULT_OK)
		result = read_raise(app, r, w->policy, &sent, f);
	if (result == RESULT_OK)
		result = request_for_raising(app, r, sent.request, w, &asked_by, f);
	if (result == RESULT_OK)
		result = add_raising(app, r, ev, &sent, asked_by, f);
	if (result != RESULT_OK)
		return result;
	ev->actor = case_person(&r->session->person);
	ev->role = raise_role(r, w->policy);
	return escalation_admit(w->policy, app->snapshot->calendar, ev, r->arena, f);
}

enum result
app_raise(struct app *app, const struct app_request *r, const char **reference, struct buffer *out, struct fault *f)
{
	struct event ev;
	struct case_write w = { .event = &ev, .edition_id = r->session->instance.edition_id, .draft_key = "raise",
		                .title = "You have raised it" };
	enum result result = read_event(app, r, &w, f);

	return result == RESULT_OK ? case_write(app, r, &w, out, reference, f) : result;
}

enum result
app_raise_next(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct escalation *after;
	struct case_write w = { .event = ARENA_NEW(r->arena, struct event) };
	enum result result = read_event(app, r, &w, f);

	if (result == RESULT_OK)
		result = escalation_fold(w.policy, app->snapshot->calendar, w.event, 1, r->now, r->arena, &after, f);
	if (result == RESULT_OK)
		result = seats_look(app, r->arena, w.policy, SEATS_ROLES, &after, f);
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	json_string(out, "next", raise_next_words(after));
	json_end_object(out);
	return RESULT_OK;
}
