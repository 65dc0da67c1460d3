/*
 * granted.c - roles held by hand alone; see granted.h.
 */
#include "granted.h"

#include <string.h>

#include "setting_words.h"
#include "snapshot.h"

struct mapping
granted_mapping(const struct app *app, instant now)
{
	const struct setting_work w = { .app = (struct app *)app, .now = now };

	return mapping_with(&w, snapshot_setting(app->snapshot, SETTING_MAPPING), snapshot_setting(app->snapshot, SETTING_GRANTS));
}

static bool
same_holder(const struct mapping_grant *a, const struct mapping_grant *b)
{
	return strcmp(a->directory, b->directory) == 0 && strcmp(a->key, b->key) == 0;
}

/* With those of the same role that begin before it is over, or on the day after. */
static day
last_day(const struct mapping *m, const struct mapping_grant *g)
{
	day until = g->until;

	for (size_t i = 0; i < m->grants->count; i++) {
		const struct mapping_grant *next = &m->grants->items[i];

		if (next->until <= until || (next->from != DAY_NONE && next->from > until + 1) || strcmp(next->role, g->role) != 0 ||
		    !same_holder(next, g))
			continue;
		until = next->until;
		i = (size_t)-1; /* one that stands before it may follow it */
	}
	return until;
}

/* DAY_NONE: a rule gives it as well, or they are gone. */
static enum result
until_of(struct app *app, const struct mapping *m, const struct mapping_grant *g, struct arena *a, day *out)
{
	struct role_subject subject;
	const struct role_rule *rule;
	struct person p;
	enum result r = store_person_by_key(app->store, g->directory, g->key, a, &p);

	*out = DAY_NONE;
	if (r != RESULT_OK || !p.active)
		return r == RESULT_NOT_FOUND ? RESULT_OK : r;
	mapping_subject(&p, a, &subject);
	rule = role_resolve(m->rules->items, m->rules->count, &subject);
	if (!rule || !role_list_has(rule->roles, g->role))
		*out = last_day(m, g);
	return RESULT_OK;
}

enum result
granted_alone(struct app *app, const struct mapping *m, struct arena *a, const struct mapping_grants **out)
{
	struct mapping_grants *alone = ARENA_NEW(a, struct mapping_grants);
	enum result r = RESULT_OK;

	alone->items = ARENA_ARRAY(a, m->grants->count, struct mapping_grant);
	for (size_t i = 0; r == RESULT_OK && i < m->grants->count; i++) {
		struct mapping_grant *g = &alone->items[alone->count];

		if (!mapping_grant_lasts(&m->grants->items[i], instant_day(m->now)))
			continue;
		*g = m->grants->items[i];
		r = until_of(app, m, &m->grants->items[i], a, &g->until);
		alone->count += r == RESULT_OK && g->until != DAY_NONE;
	}
	if (r == RESULT_OK)
		*out = alone;
	return r;
}

day
granted_until(struct app *app, const struct mapping *m, const struct person *p, const char *role, struct arena *a)
{
	const struct mapping_grant *g = mapping_grant_of(m, p, role);
	day until;

	if (g == NULL)
		return DAY_NONE;
	return until_of(app, m, g, a, &until) == RESULT_OK ? until : last_day(m, g);
}

enum result
granted_words(struct app *app, const struct app_request *r, int64_t person_id, const char **out)
{
	const struct mapping m = granted_mapping(app, r->now);
	struct setting_work w = { .app = app, .arena = r->arena, .edition_id = r->session->instance.edition_id, .now = r->now };
	const char *words = NULL;
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < m.grants->count; i++) {
		const struct mapping_grant *g = &m.grants->items[i];
		day until;

		if (app->snapshot->granted[i] != person_id || !mapping_grant_lasts(g, instant_day(r->now)))
			continue;
		result = until_of(app, &m, g, r->arena, &until);
		if (result == RESULT_OK && until != DAY_NONE)
			words = arena_format(r->arena, "%s%s%s by hand until %s", words ? words : "", words ? "; " : "",
			                     mapping_role_names(&w, g->role), setting_day_words(until, r->arena));
	}
	*out = words;
	return result;
}

/* The roles that may speak there; whoever has one of them by a rule speaks by it. */
enum result
granted_speaker(struct app *app, const struct app_request *r, const struct escalation *e, enum side side, const char **out)
{
	const struct policy_stage *s = &e->policy->stages[e->stage];
	const struct person_ref *speaker = e->sides[side - 1].speaker;
	const struct mapping m = granted_mapping(app, r->now);
	day last = DAY_NONE;
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && speaker && i < m.grants->count; i++) {
		const struct mapping_grant *g = &m.grants->items[i];
		int role = policy_role_find(e->policy, g->role);
		day until = DAY_NONE;

		if (speaker->id == 0 || app->snapshot->granted[i] != speaker->id || !mapping_grant_lasts(g, instant_day(r->now)))
			continue;
		for (size_t k = 0; result == RESULT_OK && k < s->speaker_count[side - 1]; k++) {
			if (s->speakers[side - 1][k] == role)
				result = until_of(app, &m, g, r->arena, &until);
		}
		if (until != DAY_NONE && (last == DAY_NONE || until > last))
			last = until;
	}
	*out = last != DAY_NONE ? setting_day_words(last, r->arena) : NULL;
	return result;
}
