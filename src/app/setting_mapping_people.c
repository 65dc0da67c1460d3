/*
 * setting_mapping_people.c - rules held against the people that there are: what a change does, what the page's editor
 * offers, and what an administrator should look at.
 */
#include <string.h>
#include "parley/store_holders.h"

#include "me.h"
#include "setting_mapping.h"
#include "snapshot.h"

#define TITLES_SHOWN 200
#define PEOPLE_SHOWN 100

/* --- titles that no rule maps --- */

struct title_group { const struct role_subject *subject; size_t count; };

/* By how they read, and by sector: a midwife in a school would need another rule. */
static bool
is_same_group(const struct role_subject *one, const struct role_subject *other)
{
	if (one->sector == NULL || other->sector == NULL ? one->sector != other->sector
	                                                 : strcmp(one->sector, other->sector) != 0)
		return false;
	return role_title_same(one->title != NULL ? one->title : "", other->title != NULL ? other->title : "");
}

struct unmapped { struct title_group *groups; size_t count, people; };

/* Groups by the hash of their title, in open addressing: tens of thousands of people, in thousands of titles. */
struct title_table { size_t *slots, mask; }; /* index of a group + 1; 0 = free */

static struct title_table
table_for(size_t people, struct arena *a)
{
	size_t size = 16;

	while (size < 2 * people)
		size *= 2;
	return (struct title_table){ ARENA_ARRAY(a, size, size_t), size - 1 };
}

/* The slot of their group, or the free one where it is to stand. */
static size_t *
find_slot(const struct title_table *t, const struct unmapped *u, const struct role_subject *s)
{
	size_t i = (size_t)role_title_hash(s->title != NULL ? s->title : "") & t->mask;

	while (t->slots[i] != 0 && !is_same_group(u->groups[t->slots[i] - 1].subject, s))
		i = (i + 1) & t->mask;
	return &t->slots[i];
}

static void
find_unmapped(const struct mapping_people *everybody, size_t rule_count, struct arena *a, struct unmapped *out)
{
	const struct title_table table = table_for(everybody->count, a);

	*out = (struct unmapped){ .groups = ARENA_ARRAY(a, everybody->count, struct title_group) };
	for (size_t i = 0; i < everybody->count; i++) {
		const struct role_subject *s = &everybody->subjects[i];
		size_t *slot;

		if (everybody->items[i].rule != rule_count || everybody->items[i].roles[0] != '\0')
			continue;
		slot = find_slot(&table, out, s);
		if (*slot == 0) {
			out->groups[out->count++] = (struct title_group){ s, 0 };
			*slot = out->count;
		}
		out->groups[*slot - 1].count++;
		out->people++;
	}
}

static const char *
people_words(size_t n, struct arena *a)
{
	return arena_format(a, "%zu %s", n, n == 1 ? "person" : "people");
}

static void
say_unmapped(const struct setting_work *w, const struct mapping *m, const struct mapping_people *everybody,
             struct setting_preview *out)
{
	struct setting_section *s =
	    setting_section_add(out, "unmapped", "Job titles that no rule maps", SETTING_PLAIN);
	struct unmapped u;

	find_unmapped(everybody, m->rules->count, w->arena, &u);
	for (size_t i = 0; i < u.count; i++) {
		const struct role_subject *x = u.groups[i].subject;

		setting_say(s,
		    arena_format(w->arena, "%s%s%s", x->title != NULL ? x->title : "No job title", x->sector != NULL ? " in " : "",
		        x->sector != NULL ? mapping_sector_name(m, x->sector) : " (agency not known)"),
		    people_words(u.groups[i].count, w->arena));
	}
}

/* --- rules that do not do what they seem to --- */

static const char *
rule_label(const struct setting_work *w, const struct mapping *m, size_t i)
{
	return arena_format(w->arena, "Rule %zu, %s", i + 1, mapping_condition(&m->rules->items[i], m, w->arena));
}

/* The earlier rule because of which this one never decides, or the count of rules. */
static size_t
hidden_by(const struct mapping_rules *rules, const struct role_use *uses, size_t i)
{
	for (size_t k = 0; k < i; k++) {
		if (role_covers(&rules->items[k], &rules->items[i]))
			return k;
	}
	return uses[i].matches > 0 && uses[i].decides == 0 ? uses[i].earlier : rules->count;
}

static void
say_idle(const struct setting_work *w, const struct mapping *m, const struct role_use *uses,
         struct setting_preview *out)
{
	struct setting_section *hidden =
	    setting_section_add(out, "hidden", "Rules that an earlier one hides", SETTING_WARNING);
	struct setting_section *never = setting_section_add(out, "never", "Rules that match nobody", SETTING_PLAIN);

	for (size_t i = 0; i < m->rules->count; i++) {
		size_t by = hidden_by(m->rules, uses, i);

		if (by < m->rules->count)
			setting_say(hidden, rule_label(w, m, i), arena_format(w->arena, "hidden by rule %zu", by + 1));
		else if (uses[i].matches == 0)
			setting_say(never, rule_label(w, m, i), NULL);
	}
}

static void
say_disputes(const struct setting_work *w, const struct mapping *m, const struct mapping_people *everybody,
             const struct role_review *review, struct setting_preview *out)
{
	struct setting_section *s = setting_section_add(out, "disputes", "People two rules disagree about; the first decides",
	                                                SETTING_WARNING);

	for (size_t i = 0; i < review->dispute_count; i++) {
		const struct role_dispute *d = &review->disputes[i];

		setting_say(s, mapping_who(everybody->items[d->subject].person, w->arena),
		    arena_format(w->arena, "rule %zu gives %s, rule %zu would give %s", d->first + 1,
		        mapping_role_names(w, m->rules->items[d->first].roles), d->second + 1,
		        mapping_role_names(w, m->rules->items[d->second].roles)));
	}
}

/* Rules that stand before other ones than they did: the same lines, tried in another order. */
static void
say_moved(const struct setting_work *w, const struct mapping_rules *before, const struct mapping *m,
          struct setting_preview *out)
{
	const char **old = ARENA_ARRAY(w->arena, before->count, const char *);
	size_t from = 0;

	for (size_t i = 0; i < before->count; i++)
		old[i] = mapping_condition(&before->items[i], m, w->arena);
	for (size_t i = 0; i < m->rules->count; i++) {
		const char *label = mapping_condition(&m->rules->items[i], m, w->arena);
		size_t k = 0;

		while (k < before->count && strcmp(old[k], label) != 0)
			k++;
		if (k == before->count)
			continue;
		if (k < from)
			setting_say(out->first, label, arena_format(w->arena, "was rule %zu, is tried as rule %zu", k + 1, i + 1));
		else
			from = k;
	}
}

enum result
setting_mapping_preview(const struct setting_work *w, const void *before, const void *after,
                        struct setting_preview *out, struct fault *f)
{
	struct mapping m = mapping_with(w, after, snapshot_setting(w->app->snapshot, SETTING_GRANTS));
	struct mapping_people everybody;
	struct role_review review;
	enum result r = mapping_everybody(w->app, &m, w->arena, &everybody);

	(void)f;
	if (r != RESULT_OK)
		return r;
	say_moved(w, before, &m, out);
	r = setting_people_preview(w, &everybody, out);
	if (r != RESULT_OK)
		return r;
	role_review(m.rules->items, m.rules->count, everybody.subjects, everybody.count, w->arena, &review);
	say_disputes(w, &m, &everybody, &review, out);
	say_idle(w, &m, review.uses, out);
	say_unmapped(w, &m, &everybody, out);
	return RESULT_OK;
}

/* --- for the editor --- */

void
setting_offer_roles(const struct policy *p, struct buffer *out)
{
	json_array(out, "roles");
	for (size_t i = 0; p != NULL && i < p->role_count; i++) {
		json_object(out, NULL);
		json_string(out, "id", p->roles[i].id);
		json_string(out, "name", p->roles[i].name);
		json_end_object(out);
	}
	json_end_array(out);
}

/* Those of the agencies, and those that the policy's matrix names beyond. */
static void
offer_sectors(const struct mapping *m, const struct policy *p, struct arena *a, struct buffer *out)
{
	size_t most = m->agency_count + (p != NULL ? p->matrix_count : 0), count = 0;
	const char **sectors = ARENA_ARRAY(a, most, const char *);

	json_array(out, "sectors");
	for (size_t i = 0; i < most; i++) {
		const char *sector = i < m->agency_count ? m->agencies[i].sector : p->matrix[i - m->agency_count].sector;
		size_t k = 0;

		while (sector != NULL && k < count && strcmp(sectors[k], sector) != 0)
			k++;
		if (sector == NULL || k < count)
			continue;
		sectors[count++] = sector;
		json_object(out, NULL);
		json_string(out, "id", sector);
		json_string(out, "name", mapping_sector_name(m, sector));
		json_end_object(out);
	}
	json_end_array(out);
}

static void
offer_agencies(const struct mapping *m, struct buffer *out)
{
	json_array(out, "agencies");
	for (size_t i = 0; i < m->agency_count; i++) {
		json_object(out, NULL);
		json_string(out, "id", m->agencies[i].id);
		json_string(out, "name", m->agencies[i].name);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
offer_matrix(const struct policy *p, struct arena *a, struct buffer *out)
{
	const struct mapping_rules *rules;

	if (p == NULL) {
		json_null(out, "matrix");
		return;
	}
	rules = mapping_from_policy(p, a);
	json_object(out, "matrix");
	json_string(out, "policy", p->title);
	json_array(out, "rules");
	for (size_t i = 0; i < rules->count; i++)
		mapping_rule_write(out, &rules->items[i]);
	json_end_array(out);
	json_end_object(out);
}

static void
offer_unmapped(const struct mapping_people *everybody, size_t rule_count, struct arena *a, struct buffer *out)
{
	struct unmapped u;
	size_t shown = 0;

	find_unmapped(everybody, rule_count, a, &u);
	json_int(out, "unmapped_people", (int64_t)u.people);
	json_array(out, "unmapped_titles");
	for (size_t i = 0; i < u.count && i < TITLES_SHOWN; i++) {
		json_object(out, NULL);
		json_string(out, "title", u.groups[i].subject->title);
		json_string(out, "sector", u.groups[i].subject->sector);
		json_int(out, "people", (int64_t)u.groups[i].count);
		json_end_object(out);
	}
	json_end_array(out);
	json_array(out, "unmapped");
	for (size_t i = 0; i < everybody->count && shown < PEOPLE_SHOWN; i++) {
		const struct mapping_person *x = &everybody->items[i];

		if (x->rule != rule_count || x->roles[0] != '\0')
			continue;
		shown++;
		json_object(out, NULL);
		json_string(out, "name", x->person->name);
		json_string(out, "title", x->person->title);
		json_string(out, "agency", x->person->agency);
		json_end_object(out);
	}
	json_end_array(out);
}

static void
offer_uses(const struct mapping *m, const struct mapping_people *everybody, struct arena *a, struct buffer *out)
{
	struct role_review review;

	role_review(m->rules->items, m->rules->count, everybody->subjects, everybody->count, a, &review);
	json_array(out, "decides");
	for (size_t i = 0; i < m->rules->count; i++)
		json_int(out, NULL, (int64_t)review.uses[i].decides);
	json_end_array(out);
}

enum result
setting_mapping_offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	const struct policy *p = setting_policy(w);
	struct mapping m = mapping_with(w, value, snapshot_setting(w->app->snapshot, SETTING_GRANTS));
	struct mapping_people everybody;
	enum result r = mapping_everybody(w->app, &m, w->arena, &everybody);

	(void)f;
	if (r != RESULT_OK)
		return r;
	setting_offer_roles(p, out);
	offer_sectors(&m, p, w->arena, out);
	offer_agencies(&m, out);
	offer_matrix(p, w->arena, out);
	offer_unmapped(&everybody, m.rules->count, w->arena, out);
	offer_uses(&m, &everybody, w->arena, out);
	return RESULT_OK;
}

enum result
setting_mapping_attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	size_t count;
	enum result r = store_people_without_role(w->app->store, &count);

	(void)value;
	if (r == RESULT_OK && count > 0)
		setting_line_add(out, "People without any role", "%zu", count);
	return r;
}
