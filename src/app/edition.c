/* edition.c - see edition.h. */
#include "edition.h"

#include <string.h>

#include "parley/policy_file.h"
#include "parley/store_edition.h"
#include "parley/store_setting.h"
#include "snapshot.h"

#define WHY_LONGEST 1000

static enum result
store_fault(struct store *store, struct fault *f, enum result result)
{
	return fault_set(f, result, "store", "the database did not take it (%s: %s)", result_name(result),
	                 store_trouble(store));
}

const char *
edition_label(const struct policy *p)
{
	return p->edition != NULL ? p->edition : "no edition stated";
}

static struct settings_change
change_of(const char *what, const char *detail, const struct edition_asker *who)
{
	return (struct settings_change){ what, detail, who->why, who->person_id, who->now };
}

static enum result
check_why(const struct edition_asker *who, struct fault *f)
{
	if (who->why != NULL && strlen(who->why) > WHY_LONGEST)
		return fault_field(f, "/why", "Say it in at most %d letters.", WHY_LONGEST);
	return RESULT_OK;
}

/* The first edition has nothing to replace: an instance without a policy can do nothing. */
static enum result
use_if_first(struct app *app, const struct edition_asker *who, int64_t id, bool *used)
{
	struct settings_change change = change_of("policy-use", "the first one, at once", who);
	struct instance instance;
	enum result result = store_instance(app->store, &instance);

	*used = result == RESULT_OK && instance.edition_id == 0;
	return *used ? store_edition_in_force_set(app->store, id, &change) : result;
}

enum result
edition_draft_read(const char *text, size_t length, struct arena *a, const struct policy **out, struct fault *f)
{
	enum result result = policy_file_parse(text, length, a, out, f);

	if (result == RESULT_OK && strlen(text) != length)
		result = fault_set(f, RESULT_INVALID, "policy-refused", "The file holds a NUL.");
	if (result != RESULT_INVALID)
		return result;
	f->code = "policy-refused";
	/* What is wrong with one place is said there; what is no JSON at all has its line and column in the sentence. */
	if (f->fields != NULL)
		f->sentence = "It does not hold together, so nothing was done with it; the policy in force stays.";
	return result;
}

enum result
edition_import(struct app *app, struct arena *a, const char *text, size_t length, const struct edition_asker *who,
               struct edition_new *out, struct fault *f)
{
	struct edition_new n = { 0 };
	struct settings_change change;
	enum result result = check_why(who, f);

	if (result == RESULT_OK)
		result = edition_draft_read(text, length, a, &n.policy, f);
	if (result != RESULT_OK)
		return result;
	change = change_of("policy-import", NULL, who);
	result = store_edition_add(app->store, n.policy->id, edition_label(n.policy), text, &change, &n.id);
	if (result == RESULT_OK)
		result = use_if_first(app, who, n.id, &n.in_force);
	if (result != RESULT_OK)
		return store_fault(app->store, f, result);
	*out = n;
	return RESULT_OK;
}

enum result
edition_choose(struct app *app, const struct edition *e, instant from, const struct edition_asker *who, struct fault *f)
{
	struct settings_change change = change_of("policy-use", "at once", who);
	enum result result = check_why(who, f);
	struct buffer words;

	if (result != RESULT_OK)
		return result;
	if (from != INSTANT_NONE && from <= who->now)
		return fault_field(f, "/from", "Choose a time that is still to come: what was raised before keeps its edition.");
	if (from == INSTANT_NONE) {
		result = store_edition_in_force_set(app->store, e->id, &change);
		return result == RESULT_OK ? result : store_fault(app->store, f, result);
	}
	buffer_init(&words, 0);
	buffer_string(&words, "from ");
	instant_write_words(&words, from);
	change.detail = words.data;
	result = store_edition_plan(app->store, e->id, from, &change);
	buffer_clear(&words);
	return result == RESULT_OK ? result : store_fault(app->store, f, result);
}

enum result
edition_retire(struct app *app, const struct edition *e, const struct edition_asker *who, struct fault *f)
{
	struct settings_change change = change_of("policy-retire", NULL, who);
	enum result result = check_why(who, f);

	if (result == RESULT_OK)
		result = store_edition_retire(app->store, e->id, &change);
	if (result == RESULT_CONFLICT)
		return fault_set(f, result, "not-to-retire",
		                 "This edition is in force, or retired already. Put another one into force first.");
	return result == RESULT_OK || result == RESULT_INVALID ? result : store_fault(app->store, f, result);
}

const char *
edition_state(const struct edition *e, const struct instance *in_force, const struct edition_plan *plans,
              size_t plan_count, instant now, instant *from)
{
	*from = INSTANT_NONE;
	for (size_t i = 0; i < plan_count; i++) {
		if (plans[i].edition_id != e->id)
			continue;
		/* The last of those that have begun, or else the first that will. */
		if (plans[i].begins <= now || *from == INSTANT_NONE)
			*from = plans[i].begins;
	}
	if (e->id == in_force->edition_id) {
		if (*from == INSTANT_NONE || *from > now)
			*from = e->from;
		return "in-force";
	}
	if (e->retired_at != INSTANT_NONE)
		return "retired";
	if (*from != INSTANT_NONE && *from > now)
		return "planned";
	*from = INSTANT_NONE;
	return "stored";
}

const struct edition *
edition_by_id(const struct edition *all, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++) {
		if (all[i].id == id)
			return &all[i];
	}
	return NULL;
}

/* Its place among those of its policy, in the order in which they were imported; from 1 on. */
static size_t
place_of(const struct edition *all, size_t count, const struct edition *e)
{
	size_t place = 0;

	for (size_t i = 0; i < count; i++)
		place += all[i].id <= e->id && strcmp(all[i].policy_id, e->policy_id) == 0;
	return place;
}

const struct edition *
edition_named(const struct edition *all, size_t count, const char *which)
{
	const struct edition *found = NULL;
	const char *at = strrchr(which, '@');
	size_t length = at ? (size_t)(at - which) : strlen(which);
	int64_t id = edition_number_parse(which), place = at ? edition_number_parse(at + 1) : 0;

	for (size_t i = 0; i < count; i++) {
		bool named = strlen(all[i].policy_id) == length && memcmp(all[i].policy_id, which, length) == 0;

		if (id > 0 ? all[i].id != id : !named || (at && (int64_t)place_of(all, count, &all[i]) != place))
			continue;
		if (!found || all[i].id > found->id)
			found = &all[i];
	}
	return found;
}

int64_t
edition_number_parse(const char *number)
{
	int64_t id = 0;

	for (const char *at = number; *at != '\0'; at++) {
		if (*at < '0' || *at > '9' || __builtin_mul_overflow(id, 10, &id) ||
		    __builtin_add_overflow(id, *at - '0', &id))
			return 0;
	}
	return id;
}

enum result
edition_counting(struct app *app, struct arena *a, const struct policy *p, const struct policy **out, struct fault *f)
{
	struct policy *counting = ARENA_NEW(a, struct policy);

	*counting = *p;
	counting->days.nation = calendar_nation_find(app->snapshot->calendar, p->nation);
	day_rules_settle(&counting->days, snapshot_setting(app->snapshot, SETTING_HOURS));
	if (counting->days.nation == NULL)
		return fault_set(f, RESULT_INVALID, "policy-nation", "The policy names a nation that the calendar lacks.");
	*out = counting;
	return RESULT_OK;
}

/* What was never in force may be newer than the snapshot. */
static enum result
read_stored(struct app *app, struct arena *a, int64_t id, const struct policy **out, struct fault *f)
{
	struct edition *editions;
	const struct edition *e = NULL;
	const struct policy *p;
	size_t count;
	enum result result = store_editions(app->store, a, &editions, &count);

	if (result != RESULT_OK)
		return fault_set(f, result, "editions-unread", "The editions cannot be read just now. Try again in a minute.");
	e = edition_by_id(editions, count, id);
	if (e == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition", "There is no such edition.");
	result = edition_read(e, a, &p, f);
	return result == RESULT_OK ? edition_counting(app, a, p, out, f) : result;
}

enum result
edition_policy(struct app *app, const struct app_request *r, const char *number, const struct policy **out,
               struct fault *f)
{
	const struct policy *p;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	p = snapshot_policy(app->snapshot, edition_number_parse(number));
	if (p == NULL)
		return read_stored(app, r->arena, edition_number_parse(number), out, f);
	*out = p;
	return RESULT_OK;
}

enum result
edition_read(const struct edition *e, struct arena *a, const struct policy **out, struct fault *f)
{
	return policy_file_parse(e->text, e->length, a, out, f);
}

enum result
edition_from_parse(const char *text, instant *out, struct fault *f)
{
	struct buffer b;
	enum result result;

	buffer_init(&b, 0);
	buffer_string(&b, text);
	/* A day alone begins with its first minute. */
	if (strlen(text) == strlen("2027-12-24"))
		buffer_string(&b, "T00:00");
	result = instant_parse(b.data, out);
	buffer_clear(&b);
	if (result == RESULT_OK)
		return result;
	return fault_field(f, "/from", "Write a day, such as 2027-12-24, or a day and a time, such as 2027-12-24T09:00.");
}
