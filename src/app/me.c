/*
 * me.c - who is asking, in what role, on which instance, at what time.
 */
#include "me.h"

#include <string.h>

#include "case.h"
#include "granted.h"
#include "oversee.h"
#include "parley/escalation_json.h"
#include "parley/store_emergency.h"
#include "snapshot.h"

const struct policy *
me_policy(struct app *app, const struct app_request *r, struct fault *f)
{
	const struct policy *p = snapshot_policy(app->snapshot, r->session->instance.edition_id);

	if (!p)
		(void)fault_set(f, RESULT_UNAVAILABLE, "no-policy",
		                "No escalation policy is in force yet. Ask your administrator to import one.");
	return p;
}

enum result
me_begin(struct app *app, const struct app_request *r, const struct policy **p, struct fault *f)
{
	const struct policy *now;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	now = me_policy(app, r, f);
	if (!now)
		return f->result;
	*p = now;
	return RESULT_OK;
}

bool
me_learns(const struct policy *p, const struct viewer *v)
{
	for (size_t i = 0; p && i < v->role_count; i++) {
		int role = policy_role_find(p, v->roles[i]);

		if (role >= 0 && (p->roles[role].oversight || policy_answers_lessons(p, role)))
			return true;
	}
	return false;
}

static const char *
role_label(const struct policy *p, const char *id)
{
	int i = p ? policy_role_find(p, id) : -1;

	return i >= 0 ? p->roles[i].name : id;
}

static void
roles_write(struct app *app, const struct app_request *r, struct buffer *out, const struct policy *p,
            const struct viewer *v)
{
	const struct mapping m = granted_mapping(app, r->now);

	json_array(out, "roles");
	for (size_t i = 0; i < v->role_count; i++) {
		json_object(out, NULL);
		json_string(out, "id", v->roles[i]);
		json_string(out, "name", role_label(p, v->roles[i]));
		mapping_granted_write(out, granted_until(app, &m, &r->session->person, v->roles[i], r->arena));
		json_end_object(out);
	}
	json_end_array(out);
}

static void
instance_write(struct app *app, const struct app_request *r, struct buffer *out)
{
	const struct instance *i = &r->session->instance;

	json_whole(out, "instance", json_has_text("name", app->config->instance.name), json_has_bool("demo", i->demo),
	           json_has_bool("clock_moved", i->clock_offset != 0),
	           json_has_int("file_megabytes", (int64_t)app->config->attachments.megabytes));
}

/* To the minute: what changes every second would make every answer a new one (ETag). */
static void
now_write(struct buffer *out, const struct app_request *r)
{
	instant minute = r->now - r->now % INSTANT_MINUTE;

	json_members(out, json_has_instant("now", minute), json_has_instant_words("now_words", minute));
}

/* For those who are told of it, and for whom it is: until when, and who did it, why. */
static void
emergency_write(struct app *app, const struct app_request *r, struct buffer *out)
{
	const struct emergency *e = &app->snapshot->emergency;
	const struct session *s = r->session;

	if (e->id == 0 || e->ends <= instant_now() || !(s->emergency || s->person.administrator)) {
		json_null(out, "emergency");
		return;
	}
	json_whole(out, "emergency", json_has_instant_words("ends_words", e->ends), json_has_text("by", e->armed_by),
	           json_has_text("why", e->why), json_has_bool("used", e->used_at != INSTANT_NONE),
	           json_has_bool("you", s->emergency));
}

/* For whom they act meanwhile, and until when: stands at the top of every page. */
static void
stand_ins_write(struct buffer *out, const struct app_request *r)
{
	json_array(out, "stands_in_for");
	for (size_t i = 0; i < r->session->stand_in_count; i++) {
		struct person_ref person = case_person(&r->session->stand_ins[i].person);

		json_object(out, NULL);
		person_write(out, "person", &person);
		json_members(out, json_has_day_words("until", instant_day(r->session->stand_ins[i].until - 1)));
		json_end_object(out);
	}
	json_end_array(out);
}

static bool
oversees(const struct app_request *r, const struct policy *p, const struct viewer *v)
{
	if (r->session->person.administrator && !r->session->emergency)
		return true;
	for (size_t i = 0; p && i < v->role_count; i++) {
		int role = policy_role_find(p, v->roles[i]);

		if (role >= 0 && p->roles[role].oversight)
			return true;
	}
	return false;
}

bool
me_oversees(struct app *app, const struct app_request *r)
{
	struct viewer v = case_viewer(r);

	return oversees(r, snapshot_policy(app->snapshot, r->session->instance.edition_id), &v);
}

const char *
me_etag(const struct app_request *r, const struct buffer *answer)
{
	uint8_t bytes[FINGERPRINT_SIZE];
	uint64_t seed = 0;
	char *etag = arena_alloc(r->arena, 2 * FINGERPRINT_SIZE + 3);

	/* Whoever writes into a case must not be able to make two answers that look the same to somebody else's browser. */
	if (r->session && strlen(r->session->csrf) >= sizeof seed)
		memcpy(&seed, r->session->csrf, sizeof seed);
	digest_fingerprint(answer->data, answer->length, seed, bytes);
	hex_write(bytes, FINGERPRINT_SIZE, etag + 1);
	etag[0] = etag[2 * FINGERPRINT_SIZE + 1] = '"';
	return etag;
}

void
me_write(struct app *app, const struct app_request *r, struct buffer *out, const char *name)
{
	const struct policy *p = snapshot_policy(app->snapshot, r->session->instance.edition_id);
	struct person_ref person = case_person(&r->session->person);
	struct viewer v = case_viewer(r);

	json_object(out, name);
	person_write(out, "person", &person);
	roles_write(app, r, out, p, &v);
	json_members(out, json_has_bool("administrator", r->session->person.administrator || r->session->emergency),
	             json_has_text("csrf", r->session->csrf));
	instance_write(app, r, out);
	json_bool(out, "lessons", me_learns(p, &v));
	emergency_write(app, r, out);
	now_write(out, r);
	if (p)
		policy_summary_write(out, "policy", p);
	else
		json_null(out, "policy");
	json_members(out, json_has_bool("unmapped", v.role_count == 0 && v.absent_count == 0),
	             json_has_bool("oversees", oversees(r, p, &v)), json_has_int("notices", r->session->unread));
	stand_ins_write(out, r);
	json_bool(out, "hands_over", oversee_agency(app, r->session));
	json_end_object(out);
}

enum result
app_me(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		me_write(app, r, out, NULL);
	return result;
}
