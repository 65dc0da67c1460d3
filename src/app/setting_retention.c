/*
 * setting_retention.c - for how many years escalations are kept after they have ended: by policy, and by whether they are about
 * a child or an adult. The first rule that fits counts. This version only keeps the rule: nothing is erased by it yet, and the
 * page says so.
 */
#include <string.h>

#include "setting.h"
#include "snapshot.h"

enum { RULES_MOST = 50, ID_MOST = 64, YEARS_MOST = 100 };

struct retention_rule { const char *policy, *subject; int years; }; /* NULL: any */
struct retention { const struct retention_rule *rules; size_t count; };

static const void *
otherwise(const struct setting_work *w)
{
	return ARENA_NEW(w->arena, struct retention);
}

static bool
read_rule(const struct json_at *at, struct retention_rule *out, struct fault *f)
{
	static const char *const keys[] = { "policy", "subject", "years" };
	struct json_at policy = json_member(at, keys[0]), subject = json_member(at, keys[1]), years = json_member(at, keys[2]);
	int64_t n = 0;
	bool good = json_known_keys(at, keys, 3, f);

	if (json_present(&policy))
		good = json_get_line(&policy, ID_MOST, &out->policy, f) && good;
	if (json_present(&subject))
		good = json_get_line(&subject, ID_MOST, &out->subject, f) && good;
	if (out->subject && strcmp(out->subject, "child") != 0 && strcmp(out->subject, "adult") != 0)
		good = json_fault(&subject, f, "Write child or adult, or leave it out for both.");
	good = json_get_int(&years, 1, YEARS_MOST, &n, f) && good;
	out->years = (int)n;
	return good;
}

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool
read_retention(const struct setting_work *w, const struct json_at *at, const void **out, struct fault *f)
{
	static const char *const keys[] = { "rules" };
	struct json_at rules = json_member(at, keys[0]), each = { 0 };
	struct retention_rule *list = ARENA_ARRAY(w->arena, RULES_MOST, struct retention_rule);
	struct retention *value = ARENA_NEW(w->arena, struct retention);
	bool good = json_known_keys(at, keys, 1, f) && json_expect_array(&rules, f);

	if (good && json_count(&rules) > RULES_MOST)
		good = json_fault(&rules, f, "These are more than %d.", RULES_MOST);
	while (good && json_next(&rules, &each)) {
		good = read_rule(&each, &list[value->count], f);
		for (size_t i = 0; good && i < value->count; i++)
			if (same(list[i].policy, list[value->count].policy) && same(list[i].subject, list[value->count].subject))
				good = json_fault(&each, f, "There is a rule for these already.");
		value->count++;
	}
	value->rules = list;
	if (good)
		*out = value;
	return good;
}

static void
write_retention(struct buffer *b, const char *name, const void *value)
{
	const struct retention *r = value;

	json_object(b, name);
	json_array(b, "rules");
	for (size_t i = 0; i < r->count; i++) {
		json_object(b, NULL);
		json_optional(b, "policy", r->rules[i].policy);
		json_optional(b, "subject", r->rules[i].subject);
		json_int(b, "years", r->rules[i].years);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

static void
describe(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct retention *r = value;

	for (size_t i = 0; i < r->count; i++) {
		const struct retention_rule *rule = &r->rules[i];

		setting_line_add(out, arena_format(w->arena, "%s, %s", rule->policy ? rule->policy : "Every policy",
		                 rule->subject ? rule->subject : "children and adults"),
		                 "kept for %d year%s after it has ended", rule->years, rule->years == 1 ? "" : "s");
	}
}

static enum result
check(const struct setting_work *w, const char *at, const void *value, struct fault *f)
{
	const struct snapshot *s = w->app->snapshot;
	const struct retention *r = value;

	for (size_t i = 0; i < r->count; i++) {
		bool found = r->rules[i].policy == NULL;

		for (size_t k = 0; k < s->edition_count && !found; k++)
			found = strcmp(s->editions[k].policy.id, r->rules[i].policy) == 0;
		if (!found)
			(void)fault_field(f, arena_format(w->arena, "%s/rules/%zu/policy", at, i), "There is no policy of that name");
	}
	return f->result;
}

/* The shortest time for an edition's policy: which of its escalations are about whom only their events know. */
static int
shortest(const struct retention *r, const char *policy)
{
	int years = 0;

	for (size_t i = 0; i < r->count; i++) {
		const struct retention_rule *rule = &r->rules[i];

		if ((!rule->policy || strcmp(rule->policy, policy) == 0) && (years == 0 || rule->years < years))
			years = rule->years;
		if (rule->policy == NULL && rule->subject == NULL)
			break; /* it fits everything: nothing behind it counts */
	}
	return years;
}

static enum result
preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out, struct fault *f)
{
	const struct snapshot *s = w->app->snapshot;
	struct setting_section *old = setting_section_add(out, "old", "Escalations that ended longer ago, at most; nothing is erased by this version", SETTING_PLAIN);
	size_t all = 0, count;

	(void)before;
	(void)f;
	for (size_t i = 0; i < s->edition_count; i++) {
		int years = shortest(after, s->editions[i].policy.id);
		enum result r;

		if (years == 0)
			continue;
		r = store_ended_before(w->app->store, s->editions[i].id,
		                       instant_at(day_add_months(instant_day(w->now), -12 * years), 0), &count);
		if (r != RESULT_OK)
			return r;
		if (count > 0)
			setting_say(old, arena_format(w->arena, "%s, edition %lld", s->editions[i].policy.title,
			            (long long)s->editions[i].id), arena_format(w->arena, "%zu", count));
		all += count;
	}
	old->count = all;
	return RESULT_OK;
}

const struct setting_kind setting_retention = {
	.name = "retention",
	.title = "Retention",
	.summary = "For how many years escalations are kept after they have ended. Nothing is erased by it yet.",
	.longest = (size_t)16 * 1024,
	.depth = 4,
	.otherwise = otherwise,
	.read = read_retention,
	.write = write_retention,
	.describe = describe,
	.check = check,
	.preview = preview,
};
