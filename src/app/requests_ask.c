/*
 * requests_ask.c - asking somebody of one's own agency to raise a disagreement: written with the form of raising, as far as one knows.
 *
 * Nothing of it leaves the agency until it is raised, so it is no escalation and no event (docs/decisions/0022). Whoever is
 * asked raises it, with the words filled in, or says why not; whoever asked is its first raiser then, and can always raise it
 * themselves. Unanswered for a working day it is brought to mind again, and to the asker's manager. When nobody who was asked
 * is there any more it goes to whoever would be asked today, at immediate risk at once.
 */
#include <string.h>
#include "me.h"
#include "parley/store_holders.h"
#include "parley/store_request.h"
#include "raise.h"
#include "requests.h"

enum { HOLDERS_MOST = 20, ASKED_MOST = 60, LATE_AT_ONCE = 20 };

static const char unanswered_within[] = "1 working day";

/* --- whom it is asked of --- */

struct asked {
	struct app *app;
	struct arena *a;
	const struct person *asker; /* in the agency in which it is asked */
	int64_t people[ASKED_MOST];
	int64_t queues[ASKED_MOST];
	size_t people_count, queue_count;
	const char *names;
};

static void
add_person(struct asked *to, const struct person *p)
{
	for (size_t i = 0; i < to->people_count; i++) {
		if (to->people[i] == p->id)
			return;
	}
	if (to->people_count == ASKED_MOST)
		return;
	to->people[to->people_count++] = p->id;
	to->names = arena_format(to->a, "%s%s%s, %s", to->names, *to->names ? "\n" : "", p->name,
	                         p->title ? p->title : "no job title");
}

/* A role that only the asker holds is held by nobody who could be asked. */
static enum result
ask_role(struct asked *to, const char *role)
{
	const struct person *me = to->asker;
	size_t before = to->people_count, count;
	struct person *holders;
	enum result r = store_role_holders(to->app->store, me->agency_id, role, HOLDERS_MOST, to->a, &holders, &count);

	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		if (holders[i].id != me->id)
			add_person(to, &holders[i]);
	}
	if (r != RESULT_OK || to->people_count == before)
		return r;
	r = store_queue(to->app->store, me->agency_id, role, 0, &to->queues[to->queue_count]);
	to->queue_count += r == RESULT_OK;
	return r;
}

static enum result
manager_of(struct app *app, const struct person *who, struct arena *a, struct person *out)
{
	enum result r = RESULT_NOT_FOUND;

	if (who->manager_key && *who->manager_key)
		r = store_person_by_key(app->store, who->directory, who->manager_key, a, out);
	if (r == RESULT_OK && (!out->active || !out->agency_id || !who->agency_id || strcmp(out->agency_id, who->agency_id) != 0))
		r = RESULT_NOT_FOUND;
	return r;
}

/* Where nobody holds the role: the asker's manager in the directory. */
static enum result
ask_manager(struct asked *to)
{
	struct person manager;
	enum result r = manager_of(to->app, to->asker, to->a, &manager);

	if (r == RESULT_OK && manager.id == to->asker->id)
		r = RESULT_NOT_FOUND;
	if (r != RESULT_OK)
		return r;
	add_person(to, &manager);
	r = store_queue(to->app->store, "", "", manager.id, &to->queues[0]);
	to->queue_count = r == RESULT_OK;
	return r;
}

/* NOT_FOUND: nobody is known who could be asked. */
static enum result
choose_asked(struct asked *to, const struct policy *p)
{
	struct policy_who who = policy_support_ask(p);
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < who.role_count && i < ASKED_MOST; i++)
		r = ask_role(to, p->roles[who.roles[i]].id);
	if (r == RESULT_OK && to->people_count == 0)
		r = ask_manager(to);
	return r;
}

static enum result
find_asked(struct asked *to, const struct policy *p, struct fault *f)
{
	enum result r = choose_asked(to, p);

	if (r == RESULT_NOT_FOUND)
		return fault_field(f, "/fields/support", "Nobody in your agency is known who could be asked, and the directory names no manager "
		                   "for you. Choose another answer, or tell your administrator");
	return r == RESULT_OK ? r : requests_unavailable(r, f);
}

/* --- asking --- */

/* What has to be said even by somebody who knows little: whether there is immediate risk, and what it is about. */
static const char *const needed[] = { "immediate_risk", "risk_told", "issue" };
enum { NEEDED = sizeof(needed) / sizeof(needed[0]) };

static bool
is_needed(const char *name)
{
	for (size_t i = 0; i < NEEDED; i++) {
		if (strcmp(needed[i], name) == 0)
			return true;
	}
	return false;
}

void
request_needs_write(struct buffer *out, const char *name)
{
	json_array(out, name);
	for (size_t i = 0; i < NEEDED; i++)
		json_string(out, NULL, needed[i]);
	json_end_array(out);
}

static size_t
asking_sets(const struct policy *p, struct arena *a, struct field_set sets[RAISE_SETS_MAX])
{
	size_t count = raise_sets(p, a, sets);

	for (size_t i = 0; i < count; i++) {
		struct field *fields = ARENA_ARRAY(a, sets[i].count, struct field);

		for (size_t k = 0; k < sets[i].count; k++) {
			fields[k] = sets[i].fields[k];
			fields[k].required = fields[k].required && is_needed(fields[k].name);
		}
		sets[i].fields = fields;
	}
	return count;
}

static enum result
read_asking(struct app *app, const struct app_request *r, const struct policy *p, struct client_action *sent,
            struct fault *f)
{
	struct field_set sets[RAISE_SETS_MAX];
	size_t count = asking_sets(p, r->arena, sets);
	enum result result = raise_fields_read(r, p, &(struct raise_form){ BODY_RAISE, sets, count }, sent, f);

	if (result == RESULT_OK)
		result = case_look_up(app, r, sent->values, sent->count, NULL, f);
	return result;
}

/* Whose support they want is answered by asking. */
static size_t
without_support(struct field_value *values, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(values[i].name, "support") != 0 && strcmp(values[i].name, "companion") != 0)
			values[kept++] = values[i];
	}
	return kept;
}

static bool
says_yes(const struct client_action *sent, const char *name)
{
	const struct field_value *v = client_value(sent, name);

	return v && v->text && strcmp(v->text, "yes") == 0;
}

static instant
chase_after(struct app *app, const struct policy *p, instant from, struct arena *a)
{
	struct duration within;
	struct deadline d;
	const char *why;

	if (duration_parse(unanswered_within, &within, &why) != RESULT_OK)
		return from + INSTANT_HOUR * 24;
	deadline_compute(app->snapshot->calendar, &p->days, &within, from, a, &d);
	return d.state == DEADLINE_DATED ? d.due : from + INSTANT_HOUR * 24;
}

static enum result
keep_request(struct app *app, const struct app_request *r, const struct policy *p, struct client_action *sent,
             struct asked *to)
{
	const struct person *me = &r->session->person;
	struct event ev = { .seq = 1, .kind = EVENT_RAISED, .side = SIDE_RAISING, .recorded = r->now, .happened = r->now,
		            .actor = case_person(me), .role = raise_role(r, p), .fields = sent->values };
	bool risk = says_yes(sent, "immediate_risk");
	struct request_add add = { .queues = to->queues, .queue_count = to->queue_count,
		                   .tell = { risk ? "request-risk" : "request", to->people, to->people_count },
		                   .chase_at = chase_after(app, p, r->now, r->arena), .request_key = r->idempotency_key,
		                   .draft_key = "raise", .request_id = r->id };
	struct buffer payload;
	enum result result = RESULT_BUG;

	ev.field_count = without_support(sent->values, sent->count);
	buffer_init(&payload, 0);
	event_payload_write(&payload, &ev);
	add.request = (struct raise_request){ .person_id = me->id, .name = me->name, .title = me->title,
		                              .agency_id = me->agency_id, .asked = to->names, .at = r->now,
		                              .immediate_risk = risk, .payload = payload.data, .length = payload.length };
	if (buffer_ok(&payload))
		result = store_request_add(app->store, &add, r->arena);
	buffer_clear(&payload);
	return result;
}

enum result
app_request_ask(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct asked to = { .app = app, .a = r->arena, .asker = &r->session->person, .names = "" };
	struct client_action sent;
	const struct policy *p;
	enum result result = me_begin(app, r, &p, f);

	if (result != RESULT_OK)
		return result;
	result = raise_may(app, r, p, f);
	if (result == RESULT_OK)
		result = read_asking(app, r, p, &sent, f);
	if (result == RESULT_OK)
		result = find_asked(&to, p, f);
	if (result != RESULT_OK)
		return result;
	result = keep_request(app, r, p, &sent, &to);
	if (result != RESULT_OK)
		return requests_unavailable(result, f);
	json_object(out, NULL);
	requests_write_lines(out, "asked", to.names);
	json_end_object(out);
	return RESULT_OK;
}

/* --- unanswered --- */

/*
 * Whom it waited for is gone: it goes to whoever would be asked today. Where there is nobody the asker hears so; what is not yet
 * due keeps its time then, and with it the mark of that notice, so that it is sent once.
 */
static enum result
hand_on(struct tick *t, const struct policy *p, struct asked *to, struct request_chase *chase)
{
	enum result r = choose_asked(to, p);

	if (r == RESULT_NOT_FOUND) {
		chase->tell[1].kind = "request-nobody";
		chase->next = chase->late.chase_at > t->now ? chase->late.chase_at : chase->next;
		return RESULT_OK;
	}
	chase->queues = to->queues;
	chase->queue_count = to->queue_count;
	chase->tell[0] = (struct request_telling){ chase->late.immediate_risk ? "request-risk" : "request", to->people,
		                                   to->people_count };
	chase->tell[1].kind = "request-moved";
	return r;
}

static enum result
tell_again(struct tick *t, const struct person *asker, const int64_t *people, size_t count, struct request_chase *chase)
{
	int64_t *told = ARENA_ARRAY(t->a, count + 1, int64_t);
	struct person manager;
	enum result r = manager_of(t->app, asker, t->a, &manager);

	memcpy(told, people, count * sizeof(*told));
	if (r == RESULT_OK)
		told[count++] = manager.id;
	chase->tell[0] = (struct request_telling){ "request-late", told, count };
	return r == RESULT_NOT_FOUND ? RESULT_OK : r;
}

static enum result
chase_one(struct tick *t, const struct policy *p, const struct request_late *late)
{
	struct request_chase chase = { .late = *late, .now = t->now, .next = chase_after(t->app, p, t->now, t->a) };
	struct asked *to = ARENA_NEW(t->a, struct asked);
	struct person asker;
	int64_t *people;
	size_t count;
	enum result r = store_request_people(t->app->store, late, HOLDERS_MOST, t->a, &people, &count);

	if (r == RESULT_OK)
		r = store_person(t->app->store, late->person_id, t->a, &asker);
	if (r != RESULT_OK)
		return r;
	/* Nothing of it leaves the agency in which it was asked, wherever the asker works by now. */
	asker.agency_id = late->agency_id;
	*to = (struct asked){ .app = t->app, .a = t->a, .asker = &asker, .names = "" };
	chase.tell[1] = (struct request_telling){ "request-waits", &late->person_id, asker.active ? 1 : 0 };
	r = count == 0 ? hand_on(t, p, to, &chase) : tell_again(t, &asker, people, count, &chase);
	return r == RESULT_OK ? store_request_chased(t->app->store, &chase, t->a) : r;
}

enum result
tick_requests(struct tick *t)
{
	struct request_late late[LATE_AT_ONCE];
	const struct policy *p = NULL;
	struct instance instance = { 0 };
	size_t count = 0;
	enum result r = store_requests_late(t->app->store, t->now, LATE_AT_ONCE, t->a, late, &count);

	if (r == RESULT_OK && count > 0)
		r = store_instance(t->app->store, &instance);
	if (r == RESULT_OK && count > 0)
		p = snapshot_policy(t->app->snapshot, instance.edition_id);
	if (!p)
		return r;
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = chase_one(t, p, &late[i]);
	return r;
}
