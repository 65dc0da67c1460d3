/*
 * setting_retention.c - for how many years escalations are kept after they have ended: by policy, and by whether they are about
 * a child or an adult. The first rule that fits counts. parley-clock acts on it (retention_sweep.c).
 */
#include <string.h>
#include "parley/store_retention.h"

#include "retention.h"
#include "setting.h"
#include "snapshot.h"

enum { RULES_MOST = 50, ID_MOST = 64, YEARS_MOST = 100, PERCENT_USUAL = 5, PERCENT_MOST = 100 };
#define PREVIEW_SECONDS 2

static const void *
otherwise(const struct setting_work *w)
{
	struct retention *r = ARENA_NEW(w->arena, struct retention);

	r->most_percent = PERCENT_USUAL;
	return r;
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
	static const char *const keys[] = { "rules", "most_percent" };
	struct json_at rules = json_member(at, keys[0]), percent = json_member(at, keys[1]), each = { 0 };
	struct retention_rule *list = ARENA_ARRAY(w->arena, RULES_MOST, struct retention_rule);
	struct retention *value = ARENA_NEW(w->arena, struct retention);
	bool good = json_known_keys(at, keys, 2, f) && json_expect_array(&rules, f);
	int64_t most = PERCENT_USUAL;

	/* Versions from before there was a sweep do not have it. */
	if (good && json_present(&percent))
		good = json_get_int(&percent, 1, PERCENT_MOST, &most, f);
	value->most_percent = (int)most;

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
	json_int(b, "most_percent", r->most_percent);
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
	setting_line_add(out, "Unasked in one night", "%d%% of what is kept at most; more waits for an administrator",
	                 r->most_percent);
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

static enum result
preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out, struct fault *f)
{
	struct retention_scan scan = { .app = w->app, .rules = after, .now = w->now, .by = instant_day(w->now),
		.until = instant_now() + PREVIEW_SECONDS * INSTANT_SECOND };
	const struct retention_counts *c = &scan.counts;
	struct setting_section *s;
	enum result r = retention_scan(&scan, f);

	(void)before;
	if (r != RESULT_OK)
		return r;
	s = setting_section_add(out, "due", scan.finished ? "Escalations that would be erased in the coming night" :
	                        "Escalations that would be erased in the coming night, at least (there are more to be looked at)",
	                        retention_total(c) > 0 ? SETTING_WARNING : SETTING_PLAIN);
	setting_say(s, "About children", arena_format(w->arena, "%lld", (long long)c->children));
	setting_say(s, "About adults", arena_format(w->arena, "%lld", (long long)c->adults));
	if (c->unknown > 0)
		setting_say(s, "Not recorded whom they are about", arena_format(w->arena, "%lld", (long long)c->unknown));
	if (c->held > 0)
		setting_say(s, "Kept by a legal hold", arena_format(w->arena, "%lld", (long long)c->held));
	if (!retention_may_go(after, c))
		setting_say(s, "They wait for an administrator", "because that is more than may go unasked in one night");
	s->count = (size_t)retention_total(c);
	return RESULT_OK;
}

static enum result
attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct retention *rules = value;
	struct sweep last = { .state = SWEEP_DONE };
	enum result r = rules->count > 0 ? retention_last(w->app, w->arena, &last) : RESULT_OK;

	if (r == RESULT_OK && last.state == SWEEP_WAITS)
		setting_line_add(out, "Erasing waits for an administrator", "it is more than may go unasked in one night");
	return r;
}

const struct setting_kind setting_retention = {
	.name = "retention",
	.title = "Retention",
	.summary = "For how many years escalations are kept after they have ended. Then they are erased, at night.",
	.longest = (size_t)16 * 1024,
	.depth = 4,
	.otherwise = otherwise,
	.read = read_retention,
	.write = write_retention,
	.describe = describe,
	.check = check,
	.preview = preview,
	.attention = attention,
};
