/*
 * absence.c - somebody is away, and somebody else of their agency acts for them; see parley/app.h.
 *
 * A person sets their own, a manager (by the directory) that of those whose manager they are. Whoever is away and whoever
 * stands in are both told. What a deputy may do follows from the fold (viewer.absent), not from here.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/event_json.h"
#include "parley/store_absence.h"
#include "parley/store_escalation.h"
#include "parley/store_notice.h"

enum { TEAM_MAX = 200, LONGEST_DAYS = 366 };

static const struct field fields[] = {
	{ .name = "person", .label = "Who is away?", .type = FIELD_PERSON,
	  .hint = "You yourself, or somebody whose manager you are in the directory." },
	{ .name = "from", .label = "First day away", .type = FIELD_DAY_AHEAD, .required = true },
	{ .name = "until", .label = "Last day away", .type = FIELD_DAY_AHEAD, .required = true },
	{ .name = "deputy", .label = "Who acts for them meanwhile?", .type = FIELD_PERSON,
	  .hint = "Somebody of the same agency. They see and do what the person away would, and the record says so." },
};
static const struct field_set form = { fields, sizeof(fields) / sizeof(fields[0]) };

/* --- shown --- */

static void
write_day(struct buffer *out, const char *name, day d)
{
	struct buffer b;

	buffer_init(&b, 0);
	day_write_words(&b, d);
	json_string(out, name, b.data);
	buffer_clear(&b);
}

static void
write_absence(struct buffer *out, const struct absence *b, const struct app_request *r)
{
	const struct person_ref person = { b->person_id, b->person, b->title, NULL, NULL };
	const struct person_ref deputy = { b->deputy_id, b->deputy, b->deputy_title, NULL, NULL };

	json_object(out, NULL);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)b->id));
	person_write(out, "person", &person);
	person_write(out, "deputy", b->deputy_id != 0 ? &deputy : NULL);
	write_day(out, "from", instant_day(b->begins));
	write_day(out, "until", instant_day(b->ends - 1));
	json_bool(out, "now", b->begins <= r->now);
	json_end_object(out);
}

static enum result
write_list(struct app *app, const struct app_request *r, const char *name, enum absences_of which, struct buffer *out)
{
	struct absence *list;
	size_t count;
	enum result result = store_absences(app->store, which, r->session->person.id, r->now, r->arena, &list, &count);

	if (result != RESULT_OK)
		return result;
	json_array(out, name);
	for (size_t i = 0; i < count; i++)
		write_absence(out, &list[i], r);
	json_end_array(out);
	return RESULT_OK;
}

static enum result
write_team(struct app *app, const struct app_request *r, struct buffer *out)
{
	struct person *team;
	size_t count;
	enum result result = store_team(app->store, r->session->person.id, TEAM_MAX, r->arena, &team, &count);

	if (result != RESULT_OK)
		return result;
	json_array(out, "team");
	for (size_t i = 0; i < count; i++) {
		struct person_ref ref = case_person(&team[i]);

		person_write(out, NULL, &ref);
	}
	json_end_array(out);
	return RESULT_OK;
}

enum result
app_absences(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	result = write_list(app, r, "mine", ABSENCES_OF_PERSON, out);
	if (result == RESULT_OK)
		result = write_list(app, r, "standing_in", ABSENCES_OF_DEPUTY, out);
	if (result == RESULT_OK)
		result = write_team(app, r, out);
	if (result == RESULT_OK)
		result = write_list(app, r, "of_team", ABSENCES_OF_TEAM, out);
	fields_write(out, "fields", &form, 1);
	json_end_object(out);
	return result == RESULT_OK ? RESULT_OK :
	       fault_set(f, result, "absences", "Absences cannot be shown just now. Try again in a minute.");
}

/* --- set --- */

/* Oneself, or somebody whose manager one is by the directory. */
static enum result
may_set_for(struct app *app, const struct app_request *r, int64_t person_id, bool *may)
{
	struct person who;
	const struct person *me = &r->session->person;
	enum result result;

	*may = person_id == me->id;
	if (*may)
		return RESULT_OK;
	result = store_person(app->store, person_id, r->arena, &who);
	*may = result == RESULT_OK && who.active && who.manager_key && strcmp(who.manager_key, me->directory_key) == 0 &&
	       strcmp(who.directory, me->directory) == 0;
	return result == RESULT_NOT_FOUND ? RESULT_OK : result;
}

static const struct person_ref *
person_sent(const struct client_action *sent, const char *name)
{
	const struct field_value *v = client_value(sent, name);

	return v && v->people_count > 0 ? &v->people[0] : NULL;
}

static enum result
check_days(const struct client_action *sent, instant now, struct absence *b, struct fault *f)
{
	day from, until;

	if (day_parse(client_value(sent, "from")->text, &from) != RESULT_OK ||
	    day_parse(client_value(sent, "until")->text, &until) != RESULT_OK)
		return fault_field(f, "/fields/from", "Enter real dates");
	if (until < from)
		return fault_field(f, "/fields/until", "The last day cannot be before the first");
	if (until - from >= LONGEST_DAYS)
		return fault_field(f, "/fields/until", "An absence is a year at most: for longer, somebody else has to hold the role");
	b->begins = instant_at(from, 0) > now ? instant_at(from, 0) : now; /* what was done today they did themselves */
	b->ends = instant_at(until + 1, 0);
	return RESULT_OK;
}

/* A deputy works for the same agency, and is there. */
static enum result
check_deputy(struct app *app, const struct app_request *r, const struct person_ref *person, const struct person_ref *deputy,
             const struct absence *b, struct fault *f)
{
	struct absence *theirs;
	size_t count;
	enum result result;

	if (!deputy)
		return RESULT_OK;
	if (deputy->id == person->id)
		return fault_field(f, "/fields/deputy", "Choose somebody else: nobody stands in for themselves");
	if (!deputy->agency_id || !person->agency_id || strcmp(deputy->agency_id, person->agency_id) != 0)
		return fault_field(f, "/fields/deputy", "Choose somebody of the same agency: %s",
		                   person->agency ? person->agency : "the person away has none");
	result = store_absences(app->store, ABSENCES_OF_PERSON, deputy->id, b->begins, r->arena, &theirs, &count);
	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		if (theirs[i].begins < b->ends)
			return fault_field(f, "/fields/deputy", "%s is away in that time too: choose somebody who is there", deputy->name);
	}
	return result;
}

static enum result
read_absence(struct app *app, const struct app_request *r, struct absence *b, struct fault *f)
{
	struct client_action sent;
	const struct person_ref *person, *deputy, me = case_person(&r->session->person);
	bool may = false;
	enum result result = client_action_read(r->body, r->body_length, BODY_RAISE, r->arena, &sent, f);

	if (result == RESULT_OK)
		result = client_fields_read(&form, 1, r->arena, &sent, f);
	if (result == RESULT_OK)
		result = event_check_fields(&form, 1, sent.values, sent.count, r->now, f);
	if (result == RESULT_OK)
		result = case_look_up(app, r, sent.values, sent.count, NULL, f);
	if (result != RESULT_OK)
		return result;
	person = person_sent(&sent, "person") ? person_sent(&sent, "person") : &me;
	deputy = person_sent(&sent, "deputy");
	result = may_set_for(app, r, person->id, &may);
	if (result == RESULT_OK && !may)
		return fault_field(f, "/fields/person", "Choose yourself, or somebody whose manager you are in the directory");
	*b = (struct absence){ .person_id = person->id, .deputy_id = deputy ? deputy->id : 0, .set_by = me.id };
	if (result == RESULT_OK)
		result = check_days(&sent, r->now, b, f);
	return result == RESULT_OK ? check_deputy(app, r, person, deputy, b, f) : result;
}

/* Both are told, whoever set it. */
static enum result
tell_both(struct app *app, const struct absence *b, const char *to_person, const char *to_deputy, instant now, struct arena *a)
{
	const char *about = arena_format(a, "absence %lld", (long long)b->id);
	enum result result = store_notice_add(app->store, b->person_id, to_person, about, now);

	if (result == RESULT_OK && b->deputy_id != 0)
		result = store_notice_add(app->store, b->deputy_id, to_deputy, about, now);
	return result;
}

static enum result
not_stored(enum result result, struct fault *f)
{
	if (result == RESULT_INVALID || f->result != RESULT_OK)
		return f->result != RESULT_OK ? f->result : result;
	if (result == RESULT_CONFLICT)
		return fault_field(f, "/fields/from", "They are away in that time already: end that absence first");
	if (result == RESULT_LIMIT)
		return fault_field(f, "/fields/deputy", "Nobody stands in for more than %d people at a time: choose somebody else",
		                   STAND_INS_MAX);
	return fault_set(f, result, "store", "It could not be stored. What you typed is kept: try again in a minute.");
}

enum result
app_absence_add(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	struct absence b;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = read_absence(app, r, &b, f);
	if (result == RESULT_OK)
		result = store_absence_add(app->store, &b, r->now, &b.id);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "absence-set", 0, r->id, r->now);
	if (result == RESULT_OK)
		result = tell_both(app, &b, "absence", "deputy", r->now, r->arena);
	if (result != RESULT_OK)
		return not_stored(result, f);
	json_object(out, NULL);
	json_string(out, "id", arena_format(r->arena, "%lld", (long long)b.id));
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_absence_end(struct app *app, const struct app_request *r, const char *id, struct fault *f)
{
	char *end;
	int64_t number = strtoll(id, &end, 10);
	struct absence b;
	bool may = false;
	enum result result = *end != '\0' || number <= 0 ? RESULT_NOT_FOUND : store_absence(app->store, number, r->arena, &b);

	if (result == RESULT_OK)
		result = may_set_for(app, r, b.person_id, &may);
	if (result == RESULT_OK && !may)
		result = RESULT_NOT_FOUND;
	if (result == RESULT_OK)
		result = store_absence_end(app->store, number, r->session->person.id, r->now);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "absence-ended", 0, r->id, r->now);
	if (result == RESULT_OK)
		result = tell_both(app, &b, "absence-over", "deputy-over", r->now, r->arena);
	if (result == RESULT_NOT_FOUND)
		return fault_set(f, result, "no-such-absence", "There is no such absence, it is over, or it is not yours to end.");
	return result == RESULT_OK ? RESULT_OK :
	       fault_set(f, result, "store", "It could not be stored. Try again in a minute.");
}
