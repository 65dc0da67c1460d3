/*
 * counterparts.c - see counterparts.h.
 */
#include "counterparts.h"

#include <string.h>

#include "granted.h"
#include "me.h"
#include "parley/store_escalation.h"
#include "parley/store_holders.h"
#include "parley/utf8.h"

enum { PER_ROLE = 5, PER_PLACE = 24, PEOPLE_PAGE = 20, QUERY_MAX = 100, SEARCHES_MAX = 300,
       SEARCH_MINUTES = 10 };

/* --- proposed --- */

struct proposing {
	struct app *app;
	const struct app_request *r;
	struct counterpart_place *place;
	struct proposals *out;
	struct proposal *list;
};

static void
propose(struct proposing *p, const struct person *person, const char *why, bool suggested)
{
	struct person_ref *ref;

	for (size_t i = 0; i < p->out->count; i++) {
		if (p->list[i].person->id == person->id)
			return;
	}
	if (!why || p->out->count == PER_PLACE)
		return;
	ref = ARENA_NEW(p->r->arena, struct person_ref);
	*ref = case_person(person);
	p->list[p->out->count++] = (struct proposal){ ref, why, suggested };
}

static const char *
why_of(const struct proposing *p, const struct person *person)
{
	struct viewer who = case_viewer_of(person, p->r->arena);

	return counterpart_why(p->place, &who, p->r->arena);
}

/* Whoever is above the present speaker and holds one of the next stage's roles. */
static enum result
find_manager(struct app *app, const struct app_request *r, struct counterpart_place *place, struct person *manager)
{
	const struct person_ref *below;
	enum result result;

	if (!place->e || place->side == SIDE_NONE)
		return RESULT_NOT_FOUND;
	result = case_manager(app, r, place->e, place->side, place->stage, manager, &below);
	if (result == RESULT_OK) {
		place->manager = manager->id;
		place->below = below->name;
	}
	return result;
}

static enum result
propose_speaker(struct proposing *p, const struct person_ref *speaker, bool suggested)
{
	struct person person;
	enum result result;

	if (!speaker || speaker->id == 0)
		return RESULT_OK;
	result = store_person(p->app->store, speaker->id, p->r->arena, &person);
	if (result == RESULT_OK && person.active)
		propose(p, &person, why_of(p, &person), suggested);
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

static enum result
propose_holders(struct proposing *p, const char *agency_id, const int *roles, size_t count, bool *held)
{
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		const struct policy_role *role = &p->place->policy->roles[roles[i]];
		struct person *holders;
		size_t n = 0;

		result = store_role_holders(p->app->store, role->partnership ? NULL : agency_id, role->id, PER_ROLE + 1,
		                            p->r->arena, &holders, &n);
		for (size_t k = 0; result == RESULT_OK && k < n && k < PER_ROLE; k++)
			propose(p, &holders[k], why_of(p, &holders[k]), false);
		p->out->more = p->out->more || n > PER_ROLE;
		*held = *held || n > 0;
	}
	return result;
}

/* The directory's own answer comes first. */
static enum result
propose_side(struct proposing *p)
{
	struct person manager;
	bool held = false;
	enum result result = propose_speaker(p, p->place->speaker, true);

	if (result == RESULT_OK)
		result = find_manager(p->app, p->r, p->place, &manager);
	if (result == RESULT_OK)
		propose(p, &manager, why_of(p, &manager), !p->place->speaker);
	if (result == RESULT_OK || result == RESULT_NOT_FOUND)
		result = propose_holders(p, p->place->agency.id, p->place->roles, p->place->role_count, &held);
	if (result == RESULT_OK && !held)
		p->out->vacant = counterpart_vacant(p->place, p->r->arena);
	return result;
}

/* To a meeting: whoever speaks for each side, or may; and the authority. */
static enum result
propose_meeting(struct proposing *p)
{
	const struct escalation *e = p->place->e;
	const struct policy_stage *s = &e->policy->stages[e->stage];
	bool held = false;
	enum result result = RESULT_OK;

	for (int side = SIDE_RAISING; result == RESULT_OK && side <= SIDE_RECEIVING; side++) {
		const struct person_ref *speaker = e->sides[side - 1].speaker;
		const int *roles;
		size_t count = escalation_next_roles(e, e->stage, (enum side)side, &roles);

		result = speaker ? propose_speaker(p, speaker, false) :
		         propose_holders(p, e->sides[side - 1].agency.id, roles, count, &held);
	}
	return result == RESULT_OK ? propose_holders(p, NULL, s->authority, s->authority_count, &held) : result;
}

/* Of whoever has a role by hand alone, that too. */
static enum result
say_by_hand(struct proposing *p)
{
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < p->out->count; i++) {
		const char *words;

		result = granted_words(p->app, p->r, p->list[i].person->id, &words);
		if (result == RESULT_OK && words)
			p->list[i].why = arena_format(p->r->arena, "%s (%s)", p->list[i].why, words);
	}
	return result;
}

enum result
counterparts_propose(struct app *app, const struct app_request *r, struct counterpart_place *places, size_t count,
                     struct proposals **out)
{
	struct proposals *list = ARENA_ARRAY(r->arena, count, struct proposals);
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		struct proposing p = { app, r, &places[i], &list[i], ARENA_ARRAY(r->arena, PER_PLACE, struct proposal) };

		list[i] = (struct proposals){ .field = places[i].field, .people = p.list };
		result = places[i].side == SIDE_NONE ? propose_meeting(&p) : propose_side(&p);
		if (result == RESULT_OK)
			result = say_by_hand(&p);
	}
	*out = list;
	return result;
}

/* --- somebody else --- */

static enum result
nobody_holds(struct app *app, const struct app_request *r, const struct counterpart_place *place, bool *nobody)
{
	enum result result = RESULT_OK;

	*nobody = true;
	for (size_t i = 0; result == RESULT_OK && *nobody && i < place->role_count; i++) {
		struct person *holders;
		size_t n = 0;

		result = store_role_holders(app->store, place->agency.id, place->policy->roles[place->roles[i]].id, 1, r->arena,
		                            &holders, &n);
		*nobody = n == 0;
	}
	return result;
}

static bool
all_proposed(const struct app_request *r, const struct counterpart_place *place, const struct field_value *chosen,
             const struct looked_up *known)
{
	for (size_t i = 0; i < chosen->people_count; i++) {
		for (size_t k = 0; k < known->count; k++) {
			struct viewer who = case_viewer_of(&known->list[k], r->arena);

			if (who.person_id == chosen->people[i].id && !counterpart_why(place, &who, r->arena))
				return false;
		}
	}
	return true;
}

static enum result
check_place(struct app *app, const struct app_request *r, struct counterpart_place *place, const struct field_value *chosen,
            const struct looked_up *known, struct fault *f)
{
	struct person manager;
	bool nobody = false;
	enum result result;

	if (all_proposed(r, place, chosen, known))
		return RESULT_OK;
	result = find_manager(app, r, place, &manager);
	if (result == RESULT_OK && all_proposed(r, place, chosen, known))
		return RESULT_OK;
	if (result == RESULT_OK || result == RESULT_NOT_FOUND)
		result = place->side == SIDE_NONE ? RESULT_OK : nobody_holds(app, r, place, &nobody);
	return result == RESULT_OK ? counterpart_ask_why(place, nobody, f) :
	       fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
}

enum result
counterparts_check(struct app *app, const struct app_request *r, struct counterpart_place *places, size_t count,
                   const struct client_action *sent, const struct looked_up *known, struct fault *f)
{
	enum result worst = RESULT_OK;

	for (size_t i = 0; i < count; i++) {
		const struct field_value *chosen = client_value(sent, places[i].field), *why = client_value(sent, places[i].why_field);
		enum result result = RESULT_OK;

		if (chosen && (!why || !why->text || utf8_is_blank(why->text)))
			result = check_place(app, r, &places[i], chosen, known, f);
		if (result != RESULT_OK && result != RESULT_INVALID)
			return result;
		worst = result == RESULT_OK ? worst : result;
	}
	return worst;
}

/* --- people found by typing --- */

/*
 * Whoever chooses people asks some dozens of times, with each letter that they type; whoever copies the directory asks
 * thousands of times. By the real time: a demo whose clock is moved forgets nothing.
 */
static enum result
search_throttle(struct app *app, const struct app_request *r)
{
	const char *who = arena_format(r->arena, "people-search %lld", (long long)r->session->person.id);
	uint8_t key[DIGEST_SIZE];
	instant now = instant_now();
	int found = 0;
	enum result result;

	digest_sha256(&(struct digest_part){ who, strlen(who) }, 1, key);
	result = store_throttle_count(app->store, key, now - SEARCH_MINUTES * INSTANT_MINUTE, &found);
	if (result == RESULT_OK && found >= SEARCHES_MAX)
		return RESULT_LIMIT;
	return result == RESULT_OK ? store_throttle_add(app->store, key, now) : result;
}

/* The place that somebody is looked for: of an action's form, or of raising it with an agency. NOT_FOUND: none, or not theirs. */
static enum result
find_place(struct app *app, const struct app_request *r, const struct app_people *asked, struct counterpart_place *out,
           struct fault *f)
{
	struct counterpart_place *places;
	const struct action *action;
	const struct agency *ag = asked->agency_id ? snapshot_agency(app->snapshot, asked->agency_id) : NULL;
	const struct policy *p = me_policy(app, r, f);
	struct app_case c;
	size_t count = 0;
	enum result result;

	if (!asked->reference && p && ag && strcmp(asked->field, "receiving_person") == 0) {
		*out = counterpart_of_raising(p, &(struct agency_ref){ ag->id, ag->name, ag->sector }, r->arena);
		return RESULT_OK;
	}
	if (!asked->reference || !asked->action)
		return p ? RESULT_NOT_FOUND : f->result;
	result = case_open(app, r, asked->reference, &c, f);
	action = result == RESULT_OK ? escalation_action(c.e, &c.viewer, asked->action) : NULL;
	if (!action)
		return result == RESULT_OK ? RESULT_NOT_FOUND : result;
	counterpart_places(c.e, action, &places, &count);
	for (size_t i = 0; i < count; i++) {
		struct person manager;

		if (strcmp(places[i].field, asked->field) != 0)
			continue;
		*out = places[i];
		result = find_manager(app, r, out, &manager);
		return result == RESULT_NOT_FOUND ? RESULT_OK : result;
	}
	return RESULT_NOT_FOUND;
}

struct found { struct person_ref *people; const char **why, **by_hand; size_t count; bool more; const char *vacant; };

static enum result
found_by_words(struct app *app, const struct app_request *r, const struct app_people *asked,
               const struct counterpart_place *place, struct found *out)
{
	struct person *people;
	size_t count;
	enum result result = store_people_search(app->store, asked->q, asked->agency_id, PEOPLE_PAGE + 1, r->arena, &people,
	                                         &count);

	if (result != RESULT_OK)
		return result;
	out->more = count > PEOPLE_PAGE;
	out->count = out->more ? PEOPLE_PAGE : count;
	out->people = ARENA_ARRAY(r->arena, out->count, struct person_ref);
	out->why = ARENA_ARRAY(r->arena, out->count, const char *);
	out->by_hand = ARENA_ARRAY(r->arena, out->count, const char *);
	for (size_t i = 0; result == RESULT_OK && i < out->count; i++) {
		struct viewer who = case_viewer_of(&people[i], r->arena);

		out->people[i] = case_person(&people[i]);
		out->why[i] = place ? counterpart_why(place, &who, r->arena) : NULL;
		result = granted_words(app, r, people[i].id, &out->by_hand[i]);
	}
	return result;
}

/* Nothing was typed: those who are proposed. */
static enum result
found_by_place(struct app *app, const struct app_request *r, struct counterpart_place *place, struct found *out)
{
	struct proposals *p;
	enum result result = counterparts_propose(app, r, place, 1, &p);

	if (result != RESULT_OK)
		return result;
	*out = (struct found){ ARENA_ARRAY(r->arena, p->count, struct person_ref), ARENA_ARRAY(r->arena, p->count, const char *),
		               ARENA_ARRAY(r->arena, p->count, const char *), p->count, p->more, p->vacant };
	for (size_t i = 0; i < p->count; i++) {
		out->people[i] = *p->people[i].person;
		out->why[i] = p->people[i].why;
	}
	return RESULT_OK;
}

static void
found_write(struct buffer *out, const struct found *found)
{
	json_object(out, NULL);
	json_array(out, "people");
	for (size_t i = 0; i < found->count; i++)
		person_write(out, NULL, &found->people[i]);
	json_end_array(out);
	json_array(out, "why");
	for (size_t i = 0; i < found->count; i++)
		json_string(out, NULL, found->why[i]);
	json_end_array(out);
	json_array(out, "by_hand");
	for (size_t i = 0; i < found->count; i++)
		json_string(out, NULL, found->by_hand[i]);
	json_end_array(out);
	json_bool(out, "more", found->more);
	json_string(out, "vacant", found->vacant);
	json_end_object(out);
}

enum result
app_people(struct app *app, const struct app_request *r, const struct app_people *asked, struct buffer *out, struct fault *f)
{
	struct counterpart_place place;
	struct found found = { 0 };
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (asked->q ? !utf8_is_line(asked->q) || !store_people_search_enough(asked->q) || utf8_length(asked->q) > QUERY_MAX : !asked->field)
		return fault_set(f, RESULT_INVALID, "query", "Type at least 2 letters of a name or job title.");
	if (result == RESULT_OK)
		result = search_throttle(app, r);
	if (result == RESULT_LIMIT)
		return fault_set(f, result, "people-throttled",
		                 "You have looked for very many people in a short time. Wait some minutes, then go on.");
	if (result == RESULT_OK && asked->field)
		result = find_place(app, r, asked, &place, f);
	if (result == RESULT_NOT_FOUND)
		return f->result == result ? result :
		       fault_set(f, result, "no-such-place", "Nobody is asked for there. Open the page again.");
	if (result == RESULT_OK)
		result = asked->q ? found_by_words(app, r, asked, asked->field ? &place : NULL, &found) :
		         found_by_place(app, r, &place, &found);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "people-search", 0, r->id, r->now);
	if (result != RESULT_OK)
		return fault_set(f, result, "people", "People cannot be looked up just now. Try again in a minute.");
	found_write(out, &found);
	return RESULT_OK;
}
