/*
 * handover.c - places in running escalations given to somebody else, several at once; see parley/app.h.
 *
 * By a manager or lead of the agency, or whoever has oversight; they need not be able to see the escalations, and see
 * nothing of them by it: references, stages and names of speakers. The event is an ordinary EVENT_ASSIGNED for no side, so
 * whoever hands over does not come to take part.
 */
#include <stdlib.h>
#include <string.h>

#include "handover.h"
#include "me.h"
#include "oversee.h"
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "parley/role.h"
#include "parley/store_agency.h"
#include "parley/store_append.h"
#include "parley/store_escalation.h"
#include "parley/store_seats.h"
#include "project.h"

enum { SEATS_MAX = 100, BODY_LONGEST = 32768, REASON_LONGEST = 4000 };

static enum result
denied(struct fault *f)
{
	return fault_set(f, RESULT_DENIED, "no-hand-over",
	                 "Only a manager or safeguarding lead of the agency, or whoever oversees the policy, can give its escalations to somebody else.");
}

static bool
is_theirs(struct app *app, const struct session *s, const char *agency_id)
{
	return !s || oversee_all(app, s) ||
	       (s->person.agency_id && agency_id && strcmp(s->person.agency_id, agency_id) == 0);
}

/* --- shown --- */

static void
write_seat(struct app *app, struct buffer *out, const char *reference, enum side side, const char *agency_id,
           const char *stage, const char *held_by)
{
	const struct agency *ag = snapshot_agency(app->snapshot, agency_id);

	json_object(out, NULL);
	json_string(out, "reference", reference);
	json_string(out, "side", side_name(side));
	json_string(out, "agency", ag ? ag->name : NULL);
	json_string(out, "agency_id", ag ? ag->id : NULL);
	json_string(out, "stage", stage);
	json_string(out, "held_by", held_by);
	json_end_object(out);
}

static enum result
write_empty(struct app *app, const struct app_request *r, struct buffer *out)
{
	struct vacant_seat *seats;
	size_t count;
	enum result result = store_vacant_seats(app->store, oversee_all(app, r->session) ? NULL : r->session->person.agency_id,
	                                        SEATS_MAX, r->arena, &seats, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		if (seats[i].side != SIDE_NONE) /* outside the sides nobody is named: somebody has to be given the role */
			write_seat(app, out, seats[i].reference, (enum side)seats[i].side, seats[i].agency_id, seats[i].stage_name,
			           seats[i].person);
	}
	return result;
}

enum result
handover_open(struct app *app, const struct app_request *r, int64_t id, struct app_case *c, struct fault *f)
{
	struct escalation_head head;
	struct stored_event *stored;
	size_t count;
	enum result result = store_escalation_load(app->store, id, r->arena, &head, &stored, &count);

	return result == RESULT_OK ? case_fold(app, r->arena, r->now, &head, stored, count, c, f) : result;
}

bool
handover_has_ended(const struct escalation *e)
{
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
}

/* Where somebody of the agency speaks now. */
static enum result
write_of_person(struct app *app, const struct app_request *r, const struct person *who, struct buffer *out, struct fault *f)
{
	int64_t *ids;
	size_t count;
	enum result result = store_cases_of(app->store, who->id, SEATS_MAX, r->arena, &ids, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		struct app_case c;

		result = handover_open(app, r, ids[i], &c, f);
		for (int side = SIDE_RAISING; result == RESULT_OK && side <= SIDE_RECEIVING; side++) {
			const struct person_ref *speaker = c.e->sides[side - 1].speaker;

			if (speaker && speaker->id == who->id && !handover_has_ended(c.e) &&
			    is_theirs(app, r->session, c.e->sides[side - 1].agency.id))
				write_seat(app, out, c.head.reference, (enum side)side, c.e->sides[side - 1].agency.id,
				           c.e->policy->stages[c.e->stage].name, who->name);
		}
	}
	return result;
}

enum result
app_seats(struct app *app, const struct app_request *r, const char *person, struct buffer *out, struct fault *f)
{
	struct person who = { .id = person ? strtoll(person, NULL, 10) : 0 };
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK && !oversee_agency(app, r->session))
		return denied(f);
	if (result == RESULT_OK && person)
		result = store_person(app->store, who.id, r->arena, &who);
	if (result == RESULT_NOT_FOUND || (result == RESULT_OK && person && !is_theirs(app, r->session, who.agency_id)))
		return fault_set(f, RESULT_NOT_FOUND, "no-such-person", "There is no such person in your agency.");
	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	json_array(out, "seats");
	result = person ? write_of_person(app, r, &who, out, f) : write_empty(app, r, out);
	json_end_array(out);
	json_end_object(out);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "seats", 0, r->id, r->now);
	return result == RESULT_OK ? RESULT_OK :
	       fault_set(f, result, "seats", "The escalations cannot be listed just now. Try again in a minute.");
}

/* --- handed over --- */

static bool
read_place(const struct json_at *at, struct place *out, struct fault *f)
{
	static const char *const keys[] = { "reference", "side" };
	struct json_at reference = json_member(at, "reference"), side = json_member(at, "side");
	const char *name = "";
	bool good = json_known_keys(at, keys, 2, f);

	good = json_get_line(&reference, 32, &out->reference, f) && good;
	good = json_get_line(&side, 16, &name, f) && good;
	out->side = side_find(name);
	return good && (out->side != SIDE_NONE || json_fault(&side, f, "Choose a side"));
}

static enum result
read_request(struct handover *h, int64_t *to, struct fault *f)
{
	static const struct json_limits limits = { BODY_LONGEST, 4 };
	static const char *const keys[] = { "person", "from", "reason", "preview", "seats" };
	const struct cJSON *document;
	struct json_at root, person, from, reason, preview, seats, each = { .value = NULL };
	const char *id = "";
	enum result result = json_read(h->r->body, h->r->body_length, &limits, h->r->arena, &document, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(document);
	person = json_member(&root, "person");
	from = json_member(&root, "from");
	reason = json_member(&root, "reason");
	preview = json_member(&root, "preview");
	seats = json_member(&root, "seats");
	if (!json_known_keys(&root, keys, 5, f) || !json_expect_array(&seats, f))
		return f->result;
	if (!json_peek(&person))
		(void)fault_field(f, "/person", "Choose who gets them");
	else
		id = json_peek(&person);
	(void)json_get_bool(&preview, &h->preview, f);
	if (!h->preview || json_present(&reason))
		(void)json_get_text(&reason, REASON_LONGEST, &h->reason, f);
	if (json_count(&seats) == 0 || json_count(&seats) > SEATS_MAX)
		(void)fault_field(f, "/seats", "Choose 1 to %d escalations", SEATS_MAX);
	h->places = ARENA_ARRAY(h->r->arena, SEATS_MAX, struct place);
	while (f->result == RESULT_OK && json_next(&seats, &each))
		h->count += read_place(&each, &h->places[h->count], f);
	h->from = json_peek(&from) ? strtoll(json_peek(&from), NULL, 10) : 0;
	*to = strtoll(id, NULL, 10);
	return f->result;
}

/* What stands against it, in a word that the page puts into a sentence; NULL: nothing. */
static const char *
hindrance(const struct handover *h, const struct escalation *e, enum side side)
{
	const struct escalation_side *s = &e->sides[side - 1];
	const struct person_ref *other = e->sides[side_other(side) - 1].speaker;

	if (handover_has_ended(e))
		return "ended";
	if (!is_theirs(h->app, h->r->session, s->agency.id))
		return "not-found";
	if (!h->to.agency_id || strcmp(h->to.agency_id, s->agency.id) != 0)
		return "other-agency";
	if (other && other->id == h->to.id)
		return "other-side";
	if (s->speaker ? s->speaker->id != h->from : !s->vacated && !escalation_vacant(e, side))
		return "held";
	return NULL;
}

/* Of what they are told of each, the one who gets them is told once for all, with whichever is given first. */
static struct outbox_row *
told_once(const struct handover *h, const struct outbox_row *rows, size_t *count)
{
	struct outbox_row *all = ARENA_ARRAY(h->r->arena, *count + 1, struct outbox_row);
	size_t kept = 0;

	for (size_t i = 0; i < *count; i++) {
		if (rows[i].person_id != h->to.id)
			all[kept++] = rows[i];
	}
	all[kept++] = (struct outbox_row){ .person_id = h->to.id, .kind = "handed-over", .due = INSTANT_NONE,
		                           .not_before = h->r->now, .request = h->r->id };
	*count = kept;
	return all;
}

static struct event
assigned(const struct handover *h, const struct place *p, uint32_t seq)
{
	struct field_value *fields = ARENA_ARRAY(h->r->arena, 2, struct field_value);
	struct person_ref *to = ARENA_NEW(h->r->arena, struct person_ref);

	*to = case_person(&h->to);
	fields[0] = (struct field_value){ .name = "person", .people = to, .people_count = 1 };
	fields[1] = (struct field_value){ .name = "reason", .text = h->reason };
	return (struct event){ .seq = seq, .kind = EVENT_ASSIGNED, .recorded = h->r->now, .happened = h->r->now,
		               .actor = h->r->session ? case_person(&h->r->session->person) : (struct person_ref){ 0 }, .side = SIDE_NONE, .role = "",
		               .target = side_name(p->side), .fields = fields, .field_count = 2 };
}

static enum result
write_one(struct handover *h, const struct place *p, const struct app_case *c, int64_t id, struct fault *f)
{
	struct append what = { .escalation_id = id, .expect = c->head.version, .event_count = 1, .request_id = h->r->id,
		               .person_id = h->r->session ? h->r->session->person.id : 0, .now = h->r->now };
	struct event *events = ARENA_ARRAY(h->r->arena, c->event_count + 1, struct event);
	struct stored_event *stored;
	struct projection projection;
	struct append_result done;
	struct outbox_row *rows;
	struct escalation *after;
	enum result result;

	memcpy(events, c->events, c->event_count * sizeof(*events));
	events[c->event_count] = assigned(h, p, (uint32_t)c->event_count + 1);
	result = escalation_fold(c->policy, h->app->snapshot->calendar, events, c->event_count + 1, h->r->now, h->r->arena,
	                         &after, f);
	if (result == RESULT_OK)
		result = case_store_events(after, c->event_count, h->r->arena, &stored);
	if (result == RESULT_OK)
		result = project_make(h->app, after, h->r->arena, &projection);
	if (result == RESULT_OK)
		result = project_tell(h->app, c->e, after, (uint32_t)c->event_count + 1, h->r->arena, &rows,
		                      &what.outbox_count);
	if (result != RESULT_OK)
		return result;
	rows = told_once(h, rows, &what.outbox_count);
	what.events = stored;
	what.projection = &projection;
	what.outbox = rows;
	return store_append(h->app->store, &what, h->r->arena, &done, f);
}

enum result
handover_one(struct handover *h, struct place *p)
{
	struct fault quiet;
	struct app_case c;
	int64_t id;
	enum result result = store_escalation_find(h->app->store, p->reference, &id);

	fault_init(&quiet, h->r->arena);
	p->result = "not-found";
	if (result == RESULT_NOT_FOUND)
		return RESULT_OK;
	if (result == RESULT_OK)
		result = handover_open(h->app, h->r, id, &c, &quiet);
	if (result != RESULT_OK)
		return result;
	p->result = hindrance(h, c.e, p->side);
	if (p->result)
		return RESULT_OK;
	p->result = h->preview ? "would" : "done";
	result = h->preview ? RESULT_OK : write_one(h, p, &c, id, &quiet);
	h->done += result == RESULT_OK && !h->preview;
	if (result == RESULT_CONFLICT) { /* somebody recorded something at that moment */
		p->result = "changed";
		return RESULT_OK;
	}
	return result;
}

static enum result
find_person(struct handover *h, int64_t id, struct fault *f)
{
	enum result result = id > 0 ? store_person(h->app->store, id, h->r->arena, &h->to) : RESULT_NOT_FOUND;

	if (result == RESULT_NOT_FOUND || (result == RESULT_OK && !h->to.active))
		return fault_field(f, "/person", "Choose a person from the list");
	return result;
}

enum result
app_seats_assign(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct handover h = { .app = app, .r = r };
	int64_t to = 0;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK && !oversee_agency(app, r->session))
		return denied(f);
	if (result == RESULT_OK)
		result = read_request(&h, &to, f);
	if (result == RESULT_OK)
		result = find_person(&h, to, f);
	for (size_t i = 0; result == RESULT_OK && i < h.count; i++)
		result = handover_one(&h, &h.places[i]);
	if (result != RESULT_OK)
		return f->result != RESULT_OK ? f->result :
		       fault_set(f, result, "store", "Not all of them could be handed over. Open the page again: it shows which are left.");
	json_object(out, NULL);
	json_array(out, "results");
	for (size_t i = 0; i < h.count; i++) {
		json_object(out, NULL);
		json_string(out, "reference", h.places[i].reference);
		json_string(out, "side", side_name(h.places[i].side));
		json_string(out, "result", h.places[i].result);
		json_end_object(out);
	}
	json_end_array(out);
	json_end_object(out);
	return RESULT_OK;
}
