/*
 * setting_grants.c - roles given by hand: to a panel member, to a chair whose title no rule could map. Each has an end,
 * and is marked wherever it is shown.
 */
#include <string.h>

#include "setting_mapping.h"
#include "snapshot.h"

#define GRANTS_MOST 500
#define WHY_LONGEST 500
#define LONGEST_DAYS 1096 /* three years: a chair's term */

static const void *
otherwise(const struct setting_work *w)
{
	return ARENA_NEW(w->arena, struct mapping_grants);
}

/* --- JSON --- */

static bool
read_grant(const struct json_at *at, struct mapping_grant *out, struct fault *f)
{
	static const char *const keys[] = { "directory", "key", "role", "from", "until", "why" };
	struct json_at directory = json_member(at, "directory"), key = json_member(at, "key"),
		       role = json_member(at, "role"), from = json_member(at, "from"), until = json_member(at, "until"),
		       why = json_member(at, "why");
	bool good = json_known_keys(at, keys, sizeof(keys) / sizeof(keys[0]), f);

	*out = (struct mapping_grant){ .from = DAY_NONE, .until = DAY_NONE };
	good = json_get_line(&directory, 64, &out->directory, f) && good;
	good = json_get_line(&key, 128, &out->key, f) && good;
	good = json_get_line(&role, 64, &out->role, f) && good;
	good = (!json_present(&from) || setting_day_read(&from, &out->from, f)) && good;
	good = setting_day_read(&until, &out->until, f) && good;
	good = json_get_line(&why, WHY_LONGEST, &out->why, f) && good;
	if (good && out->from != DAY_NONE && out->from > out->until)
		return json_fault(&until, f, "This is before the first day.");
	return good;
}

static bool
read_grants(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "grants" };
	struct json_at list = json_member(at, "grants"), each = { .value = NULL };
	struct mapping_grants *grants = ARENA_NEW(w->arena, struct mapping_grants);
	bool good = json_known_keys(at, keys, 1, f);

	if (!good || !json_expect_array(&list, f))
		return false;
	if (json_count(&list) > GRANTS_MOST)
		return json_fault(&list, f, "There may be %d grants at most. Take away those that have ended.", GRANTS_MOST);
	grants->items = ARENA_ARRAY(w->arena, json_count(&list), struct mapping_grant);
	while (json_next(&list, &each))
		good = read_grant(&each, &grants->items[grants->count++], f) && good;
	*out = grants;
	return good;
}

static void
write_grants(struct buffer *b, const char *name, const void *value)
{
	const struct mapping_grants *grants = value;

	json_object(b, name);
	json_array(b, "grants");
	for (size_t i = 0; i < grants->count; i++) {
		const struct mapping_grant *g = &grants->items[i];

		json_object(b, NULL);
		json_string(b, "directory", g->directory);
		json_string(b, "key", g->key);
		json_string(b, "role", g->role);
		setting_day_write(b, "from", g->from);
		setting_day_write(b, "until", g->until);
		json_string(b, "why", g->why);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

/* --- words --- */

static enum result
find_person(const struct setting_work *w, const struct mapping_grant *g, struct person *out)
{
	return store_person_by_key(w->app->store, g->directory, g->key, w->arena, out);
}

static const char *
holder(const struct setting_work *w, const struct mapping_grant *g)
{
	struct person p;

	return find_person(w, g, &p) == RESULT_OK ? mapping_who(&p, w->arena) : "Somebody who is not in the directory";
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct mapping_grants *grants = value;

	for (size_t i = 0; i < grants->count; i++) {
		const struct mapping_grant *g = &grants->items[i];
		const char *from = g->from != DAY_NONE ? arena_format(w->arena, "from %s ", setting_day_words(g->from, w->arena)) : "";

		setting_line_add(out,
		    arena_format(w->arena, "%s, as %s", holder(w, g), mapping_role_names(w, g->role)),
		    "%suntil %s (%s)", from, setting_day_words(g->until, w->arena), g->why);
	}
}

/* --- checks, preview, applying --- */

static enum result
check_grant(const struct setting_work *w, const char *at, const struct mapping_grant *g, struct fault *f)
{
	struct person p;
	enum result r = find_person(w, g, &p);

	if (r != RESULT_OK && r != RESULT_NOT_FOUND)
		return r;
	if (r == RESULT_NOT_FOUND)
		(void)fault_field(f, arena_format(w->arena, "%s/key", at), "Choose somebody who is in the directory.");
	if (!mapping_is_role(w->app->snapshot, g->role))
		(void)fault_field(f, arena_format(w->arena, "%s/role", at), "Choose a role.");
	if (g->until > instant_day(w->now) + LONGEST_DAYS)
		(void)fault_field(f, arena_format(w->arena, "%s/until", at), "Choose a day within the next three years.");
	return RESULT_OK;
}

/* The same role for the same person, from when to when they share a day that is not over. */
static bool
is_again(const struct setting_work *w, const struct mapping_grant *a, const struct mapping_grant *b)
{
	day today = instant_day(w->now);

	return strcmp(a->directory, b->directory) == 0 && strcmp(a->key, b->key) == 0 && strcmp(a->role, b->role) == 0 &&
	       a->until >= today && b->until >= today && (a->from == DAY_NONE || a->from <= b->until) &&
	       (b->from == DAY_NONE || b->from <= a->until);
}

static void
check_twice(const struct setting_work *w, const char *at, const struct mapping_grants *grants, size_t i, struct fault *f)
{
	for (size_t k = 0; k < i; k++) {
		if (!is_again(w, &grants->items[k], &grants->items[i]))
			continue;
		(void)fault_field(f, arena_format(w->arena, "%s/role", at),
		                  "This person is given this role already, until %s: change that one, or begin after it.",
		                  setting_day_words(grants->items[k].until, w->arena));
		return;
	}
}

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct mapping_grants *grants = value;
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < grants->count; i++) {
		const char *here = arena_format(w->arena, "%s/grants/%zu", at, i);

		r = check_grant(w, here, &grants->items[i], f);
		if (r == RESULT_OK)
			check_twice(w, here, grants, i, f);
	}
	return r == RESULT_OK ? f->result : r;
}

static void
say_ended(const struct setting_work *w, const struct mapping_grants *grants, struct setting_preview *out)
{
	struct setting_section *ended = setting_section_add(out, "ended", "Grants that have ended", SETTING_PLAIN);

	for (size_t i = 0; i < grants->count; i++) {
		if (grants->items[i].until < instant_day(w->now))
			setting_say(ended, holder(w, &grants->items[i]), setting_day_words(grants->items[i].until, w->arena));
	}
}

static enum result
preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out,
        struct fault *f)
{
	struct mapping m = mapping_with(w, snapshot_setting(w->app->snapshot, SETTING_MAPPING), after);
	struct mapping_people everybody;
	enum result r = mapping_everybody(w->app, &m, w->arena, &everybody);

	(void)before;
	(void)f;
	if (r == RESULT_OK)
		r = setting_people_preview(w, &everybody, out);
	if (r == RESULT_OK)
		say_ended(w, after, out);
	return r;
}

static enum result
apply(const struct setting_work *w, const void *value)
{
	struct setting_version rules;
	struct fault unsaid;
	struct mapping m;
	enum result r;

	/* As they are now, within this transaction: somebody may have changed them since the snapshot was read. */
	fault_init(&unsaid, w->arena);
	r = setting_open(w, setting_kind(SETTING_MAPPING), 0, &rules, &unsaid);
	if (r != RESULT_OK)
		return r;
	m = mapping_with(w, rules.value, value);
	return mapping_reapply(w->app, &m);
}

/* --- for the page --- */

static enum result
offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	const struct mapping_grants *grants = value;

	(void)f;
	setting_offer_roles(setting_policy(w), out);
	setting_day_write(out, "today", instant_day(w->now));
	json_array(out, "holders");
	for (size_t i = 0; i < grants->count; i++) {
		json_object(out, NULL);
		json_string(out, "directory", grants->items[i].directory);
		json_string(out, "key", grants->items[i].key);
		json_string(out, "who", holder(w, &grants->items[i]));
		json_end_object(out);
	}
	json_end_array(out);
	return RESULT_OK;
}

/* What ends soon is somebody's to renew, before a case finds the seat empty. */
static enum result
attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct mapping_grants *grants = value;
	day today = instant_day(w->now);

	for (size_t i = 0; i < grants->count; i++) {
		const struct mapping_grant *g = &grants->items[i];

		if (g->until >= today && g->until < today + 28)
			setting_line_add(out, arena_format(w->arena, "%s, as %s", holder(w, g),
			                     mapping_role_names(w, g->role)),
			                 "ends on %s", setting_day_words(g->until, w->arena));
	}
	return RESULT_OK;
}

const struct setting_kind setting_grants = {
	.name = "grants",
	.title = "Roles given by hand",
	.summary = "For who has no job title that a rule could map: a panel member, a chair. Each ends by itself.",
	.longest = (size_t)128 * 1024,
	.depth = 3,
	.otherwise = otherwise,
	.read = read_grants,
	.write = write_grants,
	.describe = describe,
	.check = check,
	.preview = preview,
	.apply = apply,
	.offer = offer,
	.attention = attention,
};
