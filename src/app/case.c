/*
 * case.c - loading, folding and writing one escalation: the one place where an event comes to be.
 */
#include "case.h"

#include <stdlib.h>
#include <string.h>

#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "parley/log.h"
#include "parley/store_agency.h"
#include "parley/store_append.h"
#include "parley/store_escalation.h"
#include "project.h"
#include "seats.h"

enum { ROLES_MAX = 32 };

struct viewer
case_viewer_of(const struct person *p, struct arena *a)
{
	const char **roles = ARENA_ARRAY(a, ROLES_MAX, const char *);
	struct viewer v = { .person_id = p->id, .agency_id = p->agency_id, .roles = roles, .name = p->name };
	const char *at = p->roles ? p->roles : "";

	while (*at && v.role_count < ROLES_MAX) {
		size_t length = strcspn(at, " ");

		if (length > 0)
			roles[v.role_count++] = arena_bytes(a, at, length);
		at += length;
		at += *at == ' ';
	}
	return v;
}

struct viewer
case_viewer(const struct app_request *r)
{
	const struct session *s = r->session;
	struct viewer v = case_viewer_of(&s->person, r->arena);
	struct viewer *absent = s->stand_in_count > 0 ? ARENA_ARRAY(r->arena, s->stand_in_count, struct viewer) : NULL;

	for (size_t i = 0; i < s->stand_in_count; i++)
		absent[i] = case_viewer_of(&s->stand_ins[i].person, r->arena);
	v.absent = absent;
	v.absent_count = s->stand_in_count;
	return v;
}

struct person_ref
case_person(const struct person *p)
{
	return (struct person_ref){ .id = p->id, .name = p->name, .title = p->title, .agency_id = p->agency_id,
		                    .agency = p->agency };
}

/* The edition that EVENT_MOVED names; NULL for all other kinds, and when it is not there, which the fold refuses. */
static const struct policy *
edition_named(const struct snapshot *s, const struct event *ev)
{
	return ev->kind == EVENT_MOVED && ev->target ? snapshot_policy(s, strtoll(ev->target, NULL, 10)) : NULL;
}

enum result
case_fold(struct app *app, struct arena *a, instant now, const struct escalation_head *head,
          const struct stored_event *stored, size_t count, struct app_case *out, struct fault *f)
{
	struct app_case c = { .head = *head, .event_count = count };
	enum result r;

	c.policy = snapshot_policy(app->snapshot, head->edition_id);
	if (!c.policy)
		return fault_set(f, RESULT_BUG, "edition-missing", "The policy of this escalation is not loaded.");
	c.events = ARENA_ARRAY(a, count, struct event);
	for (size_t i = 0; i < count; i++) {
		r = event_payload_read(stored[i].payload, stored[i].length, stored[i].seq, a, &c.events[i]);
		if (r != RESULT_OK)
			return fault_set(f, RESULT_BUG, "event-unreadable", "A stored event cannot be read.");
		c.events[i].edition = edition_named(app->snapshot, &c.events[i]);
	}
	r = escalation_fold(c.policy, app->snapshot->calendar, c.events, count, now, a, &c.e, f);
	if (r != RESULT_OK) {
		log_line(LOG_LEVEL_ERROR, "fold-failed", "escalation=%s %s", head->reference, f->sentence);
		return RESULT_BUG;
	}
	*out = c;
	return RESULT_OK;
}

enum result
case_open(struct app *app, const struct app_request *r, const char *reference, struct app_case *out, struct fault *f)
{
	struct escalation_head head;
	struct stored_event *stored;
	struct app_case c;
	size_t count;
	bool informed_only;
	enum result result;

	result = store_escalation(app->store, reference, r->session->queues, r->session->queue_count, r->arena, &head,
	                          &stored, &count, &informed_only);
	if (result == RESULT_NOT_FOUND)
		return fault_set(f, result, "no-such-escalation", "There is no such escalation, or none that you may see.");
	if (result == RESULT_GONE)
		return fault_set(f, result, "erased",
		                 "This escalation was erased, because the time for which it is kept was over. That it was there is on record.");
	if (result == RESULT_OK)
		result = case_fold(app, r->arena, r->now, &head, stored, count, &c, f);
	if (result != RESULT_OK)
		return fault_set(f, result, "escalation-unread", "The escalation cannot be shown just now. Try again in a minute.");
	c.viewer = case_viewer(r);
	/* The rows that let somebody in are made from the same parties; a role that was lost since then shows here. */
	if (!escalation_standing(c.e, &c.viewer, &c.standing))
		return fault_set(f, RESULT_NOT_FOUND, "no-such-escalation",
		                 "There is no such escalation, or none that you may see.");
	*out = c;
	return RESULT_OK;
}

/* --- names for ids --- */

static enum result
look_up_person(struct app *app, const struct app_request *r, const char *field, int64_t id, struct person *out,
               struct fault *f)
{
	struct person p;
	enum result result = store_person(app->store, id, r->arena, &p);

	if (result == RESULT_NOT_FOUND || (result == RESULT_OK && !p.active))
		return fault_field(f, arena_format(r->arena, "/fields/%s", field), "Choose a person from the list");
	if (result == RESULT_OK)
		*out = p;
	return result;
}

static enum result
look_up_agency(struct app *app, const struct app_request *r, struct field_value *v, struct fault *f)
{
	const struct agency *ag = snapshot_agency(app->snapshot, v->agency->id);
	struct agency_ref *ref;

	if (!ag)
		return fault_field(f, arena_format(r->arena, "/fields/%s", v->name), "Choose an agency from the list");
	ref = ARENA_NEW(r->arena, struct agency_ref);
	*ref = (struct agency_ref){ ag->id, ag->name, ag->sector };
	v->agency = ref;
	return RESULT_OK;
}

static size_t
people_named(const struct field_value *values, size_t count)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += values[i].people_count;
	return n;
}

enum result
case_look_up(struct app *app, const struct app_request *r, struct field_value *values, size_t count,
             struct looked_up *known, struct fault *f)
{
	struct looked_up all = { .list = ARENA_ARRAY(r->arena, people_named(values, count), struct person) };
	enum result worst = RESULT_OK;

	for (size_t i = 0; i < count; i++) {
		struct field_value *v = &values[i];
		struct person_ref *people = ARENA_ARRAY(r->arena, v->people_count, struct person_ref);
		enum result result = RESULT_OK;

		for (size_t k = 0; k < v->people_count && result == RESULT_OK; k++) {
			result = look_up_person(app, r, v->name, v->people[k].id, &all.list[all.count], f);
			people[k] = result == RESULT_OK ? case_person(&all.list[all.count++]) : v->people[k];
		}
		if (v->people_count > 0)
			v->people = people;
		if (result == RESULT_OK && v->agency)
			result = look_up_agency(app, r, v, f);
		if (result != RESULT_OK && result != RESULT_INVALID)
			return result;
		if (result == RESULT_INVALID)
			worst = result;
	}
	if (known)
		*known = all;
	return worst;
}

/* --- writing --- */

static void
digest_request(const struct app_request *r, uint8_t out[DIGEST_SIZE])
{
	struct digest_part part = { r->body, r->body_length };

	digest_sha256(&part, 1, out);
}

static enum result
fold_with(struct app *app, const struct app_request *r, struct case_write *w, struct fault *f)
{
	size_t before = w->before ? w->before->event_count : 0;
	struct event *events = ARENA_ARRAY(r->arena, before + 1, struct event);
	enum result result;

	if (before > 0)
		memcpy(events, w->before->events, before * sizeof(*events));
	w->event->seq = (uint32_t)before + 1;
	w->event->recorded = r->now;
	if (w->event->happened == 0)
		w->event->happened = r->now;
	events[before] = *w->event;
	result = escalation_fold(w->policy, app->snapshot->calendar, events, before + 1, r->now, r->arena, &w->after, f);
	if (result != RESULT_OK)
		log_line(LOG_LEVEL_ERROR, "event-refused", "kind=%s", event_kind_name(w->event->kind));
	/* A stage was entered: whom it waits for is there, or the next tier is asked at this very moment. */
	if (result == RESULT_OK && (!w->before || w->after->visit_count > w->before->e->visit_count))
		result = seats_look(app, r->arena, w->policy, SEATS_ROLES, &w->after, f);
	return result;
}

enum result
case_store_events(const struct escalation *e, size_t before, struct arena *a, struct stored_event **out)
{
	struct stored_event *list = ARENA_ARRAY(a, e->event_count - before, struct stored_event);
	struct buffer payload;
	enum result result = RESULT_OK;

	buffer_init(&payload, 0);
	for (size_t i = before; i < e->event_count && result == RESULT_OK; i++) {
		const struct event *ev = &e->events[i];

		buffer_reset(&payload);
		event_payload_write(&payload, ev);
		if (!buffer_ok(&payload))
			result = RESULT_BUG;
		else
			list[i - before] = (struct stored_event){ ev->seq, arena_bytes(a, payload.data, payload.length),
				                                  payload.length, ev->recorded, ev->actor.id == 0 };
	}
	buffer_clear(&payload);
	if (result == RESULT_OK)
		*out = list;
	return result;
}

static void
answer_write(const struct app_request *r, const struct case_write *w, struct buffer *out)
{
	(void)r;
	json_object(out, NULL);
	if (w->before)
		json_int(out, "version", w->after->last_seq);
	else
		json_string(out, "reference", "%REFERENCE%");
	next_write(out, "next", w->after, w->title);
	json_end_object(out);
}

/* The same request again gets the same answer; nothing is done twice. */
static enum result
answer_again(const struct append_result *done, struct buffer *out)
{
	buffer_reset(out);
	buffer_string(out, done->replayed);
	return RESULT_OK;
}

static const char *
put_reference(const struct app_request *r, const char *answer, const char *reference)
{
	const char *mark = strstr(answer, "%REFERENCE%");

	if (!mark)
		return answer;
	return arena_format(r->arena, "%.*s%s%s", (int)(mark - answer), answer, reference, mark + strlen("%REFERENCE%"));
}

enum result
case_write(struct app *app, const struct app_request *r, struct case_write *w, struct buffer *answer,
           const char **reference, struct fault *f)
{
	struct append what = { .escalation_id = w->before ? w->before->head.id : 0, .edition_id = w->edition_id,
		               .expect = w->before ? w->before->head.version : 0,
		               .person_id = r->session->person.id, .idempotency_key = r->idempotency_key,
		               .draft_key = w->draft_key, .upload_id = w->upload_id, .raises = w->raises, .request_id = r->id, .now = r->now };
	struct stored_event *stored;
	struct projection projection;
	struct append_result done;
	struct outbox_row *outbox;
	uint8_t digest[DIGEST_SIZE];
	enum result result = fold_with(app, r, w, f);

	if (result != RESULT_OK)
		return result;
	answer_write(r, w, answer);
	if (!buffer_ok(answer) || case_store_events(w->after, what.expect, r->arena, &stored) != RESULT_OK)
		return fault_set(f, RESULT_BUG, "event-unwritable", "The event cannot be written down.");
	what.events = stored;
	what.event_count = w->after->event_count - what.expect;
	result = project_make(app, w->after, r->arena, &projection);
	what.at_once = result == RESULT_OK && w->before && project_hurry(w->before->e, w->after, &projection);
	if (result == RESULT_OK)
		result = project_tell(app, w->before ? w->before->e : NULL, w->after, w->event->seq, r->arena, &outbox,
		                      &what.outbox_count);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
	digest_request(r, digest);
	what.projection = &projection;
	what.outbox = outbox;
	what.request_digest = digest;
	what.answer = arena_string(r->arena, answer->data);
	result = store_append(app->store, &what, r->arena, &done, f);
	if (result != RESULT_OK)
		return result;
	if (reference)
		*reference = done.reference;
	if (done.replayed)
		return answer_again(&done, answer);
	buffer_reset(answer);
	buffer_string(answer, put_reference(r, what.answer, done.reference));
	return RESULT_OK;
}

/* --- who is above whom --- */

enum { LEVELS_MAX = 6 }; /* of management; a directory whose managers go round in a circle has no end */

static bool
holds_role(const struct person *person, const char *role)
{
	size_t length = strlen(role);
	const char *at = person->roles ? person->roles : "";

	while ((at = strstr(at, role))) {
		if ((at == person->roles || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
		at += length;
	}
	return false;
}

/* Whether they speak for that side in that stage by their job title. */
static bool
would_speak(const struct escalation *e, enum side side, int stage, const struct person *person)
{
	const int *roles;
	size_t count = escalation_next_roles(e, stage, side, &roles);

	for (size_t i = 0; person->active && i < count; i++) {
		if (holds_role(person, e->policy->roles[roles[i]].id))
			return true;
	}
	return false;
}

enum result
case_manager(struct app *app, const struct app_request *r, const struct escalation *e, enum side side, int stage,
             struct person *out, const struct person_ref **below)
{
	const struct person_ref *from = e->sides[side - 1].speaker;
	struct person now, manager;
	enum result result;

	if (!from || from->id == 0)
		return RESULT_NOT_FOUND;
	result = store_person(app->store, from->id, r->arena, &now);
	for (int level = 0; result == RESULT_OK && level < LEVELS_MAX && now.manager_key; level++) {
		struct person_ref *ref;

		result = store_person_by_key(app->store, now.directory, now.manager_key, r->arena, &manager);
		if (result == RESULT_OK && would_speak(e, side, stage, &manager)) {
			ref = ARENA_NEW(r->arena, struct person_ref);
			*ref = case_person(&now);
			*out = manager;
			*below = ref;
			return RESULT_OK;
		}
		if (result == RESULT_OK)
			now = manager;
	}
	return result == RESULT_OK ? RESULT_NOT_FOUND : result;
}
