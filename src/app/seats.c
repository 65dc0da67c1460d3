/*
 * seats.c - somebody has gone, or nobody holds a role: found here, once, and written down as an event by the program.
 *
 * The fold knows no directory, so what it needs is put into the event: who has gone, which roles nobody holds, and who is
 * asked instead. The next tier is the manager in the directory where that is a tier of the policy too, else whoever holds
 * a role of the policy's next stages in that agency; outside the agencies, whoever has oversight.
 */
#include "seats.h"

#include <string.h>

#include "case.h"
#include "parley/log.h"
#include "parley/store_append.h"
#include "parley/store_escalation.h"
#include "parley/store_holders.h"
#include "parley/store_retire.h"
#include "parley/store_seats.h"
#include "project.h"

enum { ASKED_MAX = 20, LEVELS_MAX = 6, AT_ONCE = 50, CHANGES_AT_ONCE = 200, EVENTS_MAX = 8, ROLES_MAX = 32 };

struct looking {
	struct app *app;
	struct arena *a;
	const struct escalation *e;
	struct event events[EVENTS_MAX];
	size_t count;
};

/* What is found of one place. */
struct finding {
	const struct seat *seat;
	const struct person_ref *who; /* who has gone; NULL */
	const char *change;
	const char *roles;            /* that nobody holds, one a line; "" */
	struct person_ref asked[ASKED_MAX];
	size_t asked_count;
};

/* --- is somebody there? --- */

static enum result
is_held(struct looking *l, const char *agency_id, int role, bool *held)
{
	const struct policy_role *r = &l->e->policy->roles[role];
	struct person *holders;
	size_t count = 0;
	enum result result = store_role_holders(l->app->store, r->partnership ? NULL : agency_id, r->id, 1, l->a, &holders, &count);

	*held = count > 0;
	return result;
}

/* What was found while it was only to be told of a date is found again when the role is needed: then they are asked. */
static bool
is_known(const struct escalation *e, const struct seat *seat, int role)
{
	const struct vacancy *v = escalation_vacancy(e, seat->side, role);

	return v && (seat->above > 0 || !escalation_vacancy_above(v->by));
}

/* One holder of one of the roles is enough. A vacancy that is known already is not found again. */
static enum result
look_for_holder(struct looking *l, struct finding *f)
{
	const struct seat *seat = f->seat;
	bool known = seat->role_count > 0;
	enum result result = RESULT_OK;

	for (size_t i = 0; known && i < seat->role_count; i++)
		known = is_known(l->e, seat, seat->roles[i]);
	if (known)
		return RESULT_OK;
	for (size_t i = 0; i < seat->role_count; i++) {
		bool held;

		result = is_held(l, seat->agency_id, seat->roles[i], &held);
		if (result != RESULT_OK || held)
			return result;
	}
	for (size_t i = 0; i < seat->role_count; i++)
		f->roles = arena_format(l->a, "%s%s%s", f->roles, *f->roles ? "\n" : "",
		                        l->e->policy->roles[seat->roles[i]].id);
	return result;
}

static bool
has_role(const struct person *p, const char *id)
{
	size_t length = strlen(id);

	for (const char *at = p->roles; at && *at; at += strcspn(at, " "), at += *at == ' ') {
		if (strcspn(at, " ") == length && memcmp(at, id, length) == 0)
			return true;
	}
	return false;
}

static bool
holds_any(const struct looking *l, const struct person *p, const int *roles, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (has_role(p, l->e->policy->roles[roles[i]].id))
			return true;
	}
	return false;
}

static bool
same_text(const char *a, const char *b)
{
	return (a ? a : b ? "" : NULL) == b || (a && b && strcmp(a, b) == 0);
}

/*
 * What became of somebody since they were named: they are compared with themselves on that day. A new title counts only if
 * the role that speaks here went with it; who was chosen without the role goes on being chosen.
 */
static const char *
change_of(const struct looking *l, const struct person_ref *then, const struct person *now, const struct seat *seat)
{
	if (!now->active)
		return "left";
	if (!same_text(then->agency_id, now->agency_id))
		return "moved";
	if (seat && !same_text(then->title, now->title) && seat->role_count > 0 &&
	    !holds_any(l, now, seat->roles, seat->role_count))
		return "retitled";
	return NULL;
}

static enum result
look_for_person(struct looking *l, const struct person_ref *then, const struct seat *seat, const char **change)
{
	struct person now;
	enum result result = RESULT_OK;

	*change = NULL;
	if (then->id == 0)
		return RESULT_OK;
	result = store_person(l->app->store, then->id, l->a, &now);
	if (result == RESULT_NOT_FOUND)
		*change = "left";
	else if (result == RESULT_OK)
		*change = change_of(l, then, &now, seat);
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

/* --- who is asked instead --- */

static void
ask(struct finding *f, const struct person *p)
{
	for (size_t i = 0; i < f->asked_count; i++) {
		if (f->asked[i].id == p->id)
			return;
	}
	if (f->asked_count < ASKED_MAX)
		f->asked[f->asked_count++] = case_person(p);
}

static enum result
ask_holders(struct looking *l, struct finding *f, int role)
{
	const struct policy_role *r = &l->e->policy->roles[role];
	struct person *holders;
	size_t count = 0;
	enum result result = store_role_holders(l->app->store, r->partnership ? NULL : f->seat->agency_id, r->id, ASKED_MAX,
	                                        l->a, &holders, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		ask(f, &holders[i]);
	return result;
}

/* Roles of a stage that are held in an agency: what is outside the sides is no tier of theirs. */
static bool
is_tier(const struct looking *l, int stage, enum side side, const struct person *p)
{
	const int *roles;
	size_t count = escalation_next_roles(l->e, stage, side, &roles);

	return holds_any(l, p, roles, count);
}

/* The first manager above them who speaks at this stage or at a later one. */
static enum result
ask_manager(struct looking *l, struct finding *f)
{
	struct person below, above;
	enum result result = store_person(l->app->store, f->who->id, l->a, &below);

	for (int level = 0; result == RESULT_OK && level < LEVELS_MAX && below.manager_key && f->asked_count == 0; level++) {
		result = store_person_by_key(l->app->store, below.directory, below.manager_key, l->a, &above);
		for (size_t stage = (size_t)l->e->stage; result == RESULT_OK && above.active && stage < l->e->policy->stage_count;
		     stage++) {
			if (is_tier(l, (int)stage, f->seat->side, &above)) {
				ask(f, &above);
				break;
			}
		}
		below = above;
	}
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

static enum result
ask_next_stages(struct looking *l, struct finding *f)
{
	const struct policy *p = l->e->policy;
	enum result result = RESULT_OK;

	size_t from = (size_t)(f->seat->above > 0 ? f->seat->above : l->e->stage);

	for (size_t stage = from + 1; stage < p->stage_count && f->asked_count == 0; stage++) {
		const int *roles;
		size_t count = escalation_next_roles(l->e, (int)stage, f->seat->side, &roles);

		for (size_t i = 0; result == RESULT_OK && i < count; i++) {
			if (!p->roles[roles[i]].partnership)
				result = ask_holders(l, f, roles[i]);
		}
	}
	return result;
}

static enum result
ask_oversight(struct looking *l, struct finding *f)
{
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < l->e->policy->role_count; i++) {
		const struct policy_role *role = &l->e->policy->roles[i];

		if (role->oversight && role->partnership)
			result = ask_holders(l, f, (int)i);
	}
	return result;
}

static enum result
ask_next_tier(struct looking *l, struct finding *f)
{
	enum result result = RESULT_OK;

	if (f->seat->side == SIDE_NONE)
		return ask_oversight(l, f);
	if (f->who)
		result = ask_manager(l, f);
	return result == RESULT_OK && f->asked_count == 0 ? ask_next_stages(l, f) : result;
}

/* --- the event --- */

static struct field_value *
value(struct event *ev, struct field_value *fields, const char *name)
{
	struct field_value *v = &fields[ev->field_count++];

	v->name = name;
	return v;
}

static void
people_value(struct looking *l, struct field_value *v, const struct person_ref *people, size_t count)
{
	struct person_ref *copy = ARENA_ARRAY(l->a, count, struct person_ref);

	memcpy(copy, people, count * sizeof(*copy));
	v->people = copy;
	v->people_count = count;
}

static void
event_add(struct looking *l, const struct finding *f)
{
	struct field_value *fields = ARENA_ARRAY(l->a, 4, struct field_value);
	struct event *ev = &l->events[l->count];

	if (l->count == EVENTS_MAX)
		return;
	*ev = (struct event){ .seq = l->e->last_seq + 1 + (uint32_t)l->count, .kind = EVENT_VACATED, .recorded = l->e->now,
		              .happened = l->e->now, .side = SIDE_NONE, .role = "", .fields = fields,
		              .target = side_name(f->seat->side) };
	value(ev, fields, "change")->text = f->change;
	if (f->who)
		people_value(l, value(ev, fields, "person"), f->who, 1);
	if (*f->roles)
		value(ev, fields, "roles")->text = f->roles;
	if (f->asked_count > 0)
		people_value(l, value(ev, fields, "asked"), f->asked, f->asked_count);
	l->count++;
}

/* Two duties of one role are one vacancy. */
static bool
is_told(const struct looking *l, const struct finding *f)
{
	for (size_t i = 0; i < l->count; i++) {
		const char *roles = event_text(&l->events[i], "roles");

		if (side_find(l->events[i].target) == f->seat->side && roles && strcmp(roles, f->roles) == 0)
			return true;
	}
	return false;
}

static enum result
look_at(struct looking *l, const struct seat *seat, bool people)
{
	struct finding f = { .seat = seat, .change = seat->above > 0 ? "above" : "nobody", .roles = "" };
	const char *change = NULL;
	enum result result = RESULT_OK;

	if (seat->speaker) {
		if (people)
			result = look_for_person(l, seat->speaker, seat, &change);
		if (result != RESULT_OK || !change)
			return result;
		f.who = seat->speaker;
		f.change = change;
	}
	result = look_for_holder(l, &f);
	if (result != RESULT_OK || (!f.who && (!*f.roles || is_told(l, &f))))
		return result;
	if (*f.roles || seat->role_count == 0)
		result = ask_next_tier(l, &f);
	if (result == RESULT_OK)
		event_add(l, &f);
	return result;
}

/* Who first raised it has things to do however far it has gone, and hears of every move. */
static enum result
look_at_raiser(struct looking *l)
{
	static const struct seat raising = { .side = SIDE_RAISING };
	const struct person_ref *raiser = l->e->raiser;
	const char *change;
	enum result result;

	if (l->e->raiser_gone || (l->e->sides[0].speaker && l->e->sides[0].speaker->id == raiser->id))
		return RESULT_OK;
	result = look_for_person(l, raiser, NULL, &change);
	if (result == RESULT_OK && change)
		event_add(l, &(struct finding){ .seat = &raising, .who = raiser, .change = change, .roles = "" });
	return result;
}

/* Who supports the first raiser is in no place of the case: it is left, and the raiser can name somebody else. */
static enum result
look_at_companion(struct looking *l)
{
	static const struct seat beside = { .side = SIDE_NONE };
	const struct companion *c = escalation_companion(l->e);
	const struct person_ref *speaker = l->e->sides[0].speaker;
	const char *change;
	enum result result;

	if (!c || (speaker && speaker->id == c->person->id))
		return RESULT_OK;
	result = look_for_person(l, c->person, NULL, &change);
	if (result == RESULT_OK && change)
		event_add(l, &(struct finding){ .seat = &beside, .who = c->person, .change = change, .roles = "" });
	return result;
}

/* Who holds a role that nobody held: a new colleague, a rule, a grant. */
static enum result
look_at_vacancy(struct looking *l, const struct vacancy *v)
{
	const struct policy_role *role = &l->e->policy->roles[v->role];
	const struct seat seat = { .side = v->side };
	const char *agency = role->partnership || v->side == SIDE_NONE ? NULL : l->e->sides[v->side - 1].agency.id;
	struct person_ref who;
	struct person *holders;
	size_t count = 0;
	enum result result = store_role_holders(l->app->store, agency, role->id, 1, l->a, &holders, &count);

	if (result != RESULT_OK || count == 0)
		return result;
	who = case_person(&holders[0]);
	event_add(l, &(struct finding){ .seat = &seat, .who = &who, .change = "filled", .roles = role->id });
	return RESULT_OK;
}

enum result
seats_look(struct app *app, struct arena *a, const struct policy *raised_under, enum seats_of what, struct escalation **e,
           struct fault *f)
{
	struct looking l = { .app = app, .a = a, .e = *e };
	struct seat *seats = NULL;
	struct event *events;
	size_t count = 0;
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && what != SEATS_ABOVE && i < (*e)->vacancy_count; i++)
		result = look_at_vacancy(&l, &(*e)->vacancies[i]);
	(what == SEATS_ABOVE ? escalation_seats_above : escalation_seats)(*e, &seats, &count);
	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		result = look_at(&l, &seats[i], what == SEATS_ROLES_AND_PEOPLE);
	if (result == RESULT_OK && what == SEATS_ROLES_AND_PEOPLE && count > 0)
		result = look_at_raiser(&l);
	if (result == RESULT_OK && what == SEATS_ROLES_AND_PEOPLE && count > 0)
		result = look_at_companion(&l);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
	if (l.count == 0)
		return RESULT_OK;
	events = ARENA_ARRAY(a, (*e)->event_count + l.count, struct event);
	memcpy(events, (*e)->events, (*e)->event_count * sizeof(*events));
	memcpy(events + (*e)->event_count, l.events, l.count * sizeof(*events));
	return escalation_fold(raised_under, (*e)->calendar, events, (*e)->event_count + l.count, (*e)->now, a, e, f);
}

/* --- by the clock --- */

static enum result
look_at_case(struct app *app, struct arena *a, instant now, int64_t id, struct fault *f)
{
	struct append what = { .escalation_id = id, .now = now };
	struct append_result done;
	struct projection projection;
	struct stored_event *stored;
	struct outbox_row *outbox;
	struct app_case c = { 0 };
	const struct escalation *before = NULL;
	size_t count;
	enum result result = store_escalation_load(app->store, id, a, &c.head, &stored, &count);

	if (result == RESULT_OK)
		result = case_fold(app, a, now, &c.head, stored, count, &c, f);
	before = result == RESULT_OK ? c.e : NULL;
	if (result == RESULT_OK)
		result = seats_look(app, a, c.policy, SEATS_ROLES_AND_PEOPLE, &c.e, f);
	if (result != RESULT_OK || c.e->event_count == count)
		return result;
	result = case_store_events(c.e, count, a, &stored);
	if (result == RESULT_OK)
		result = project_make(app, c.e, a, &projection);
	if (result == RESULT_OK)
		result = project_tell(app, before, c.e, (uint32_t)count + 1, a, &outbox, &what.outbox_count);
	if (result != RESULT_OK)
		return result;
	what.expect = c.head.version;
	what.events = stored;
	what.event_count = c.e->event_count - count;
	what.projection = &projection;
	what.outbox = outbox;
	return store_append(app->store, &what, a, &done, NULL);
}

enum result
seats_left(struct app *app, struct arena *a, instant now)
{
	struct person_change *changes;
	size_t count;
	enum result result = store_person_changes(app->store, CHANGES_AT_ONCE, a, &changes, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		result = store_seats_left(app->store, &changes[i], a, now);
	}
	return result;
}

enum result
seats_tick(struct app *app, struct arena *a, instant now, struct fault *f)
{
	struct seat_change change;
	int64_t *ids, last = 0;
	size_t count;
	enum result first = RESULT_OK, result = store_seats_changed(app->store, AT_ONCE, a, &change, &ids, &count);

	if (result != RESULT_OK)
		return result;
	for (size_t i = 0; i < count; i++) {
		result = look_at_case(app, a, now, ids[i], f);
		/* Somebody recorded something meanwhile: the next tick looks again, from here on. */
		if (result == RESULT_CONFLICT)
			return last == 0 ? RESULT_OK : store_seats_looked(app->store, &change, last);
		/* One case that cannot be folded must not keep the others. */
		if (result != RESULT_OK && first == RESULT_OK)
			first = result;
		last = ids[i];
	}
	result = store_seats_looked(app->store, &change, count < AT_ONCE ? 0 : last);
	return first == RESULT_OK ? result : first;
}
