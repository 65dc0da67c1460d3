/*
 * setting_people.c - what other roles for people mean, before they have them: who gains, changes or loses which, and
 * which running escalations that touches. Counts of escalations only, never which.
 */
#include <string.h>

#include "setting_mapping.h"

/* --- who --- */

static bool
changes(const struct mapping_person *x)
{
	return !role_lists_same(x->person->roles, x->roles);
}

static void
say_people(const struct setting_work *w, const struct mapping_people *everybody, struct setting_preview *out)
{
	struct setting_section *gain = setting_section_add(out, "gain", "People who gain a role", SETTING_PLAIN);
	struct setting_section *change = setting_section_add(out, "change", "People whose roles change", SETTING_PLAIN);
	struct setting_section *lose = setting_section_add(out, "lose", "People who lose every role", SETTING_WARNING);

	for (size_t i = 0; i < everybody->count; i++) {
		const struct mapping_person *x = &everybody->items[i];
		const char *before, *after;

		if (!changes(x))
			continue;
		before = mapping_role_names(w, x->person->roles);
		after = mapping_role_names(w, x->roles);
		if (x->person->roles[0] == '\0')
			setting_say(gain, mapping_who(x->person, w->arena), after);
		else if (x->roles[0] == '\0')
			setting_say(lose, mapping_who(x->person, w->arena), arena_format(w->arena, "was %s", before));
		else
			setting_say(change, mapping_who(x->person, w->arena), arena_format(w->arena, "%s becomes %s", before, after));
	}
}

/* --- what waits with them --- */

/* Whose queue it is: somebody of that agency, or anybody for a role of the partnership (""). */
static bool
is_in(const struct person *p, const char *agency)
{
	return agency[0] == '\0' || (p->agency_id != NULL && strcmp(p->agency_id, agency) == 0);
}

struct holders { bool touched; size_t left; };

static struct holders
count_holders(const struct mapping_people *everybody, const struct role_queue *q)
{
	struct holders h = { false, 0 };

	for (size_t i = 0; i < everybody->count; i++) {
		const struct mapping_person *x = &everybody->items[i];
		bool had, has;

		if (!is_in(x->person, q->agency_id))
			continue;
		had = role_list_has(x->person->roles, q->role);
		has = role_list_has(x->roles, q->role);
		h.touched = h.touched || had != has;
		h.left += has;
	}
	return h;
}

struct touched {
	struct role_queue *queues; /* those whose holders change */
	size_t *left;              /* how many hold each of them then */
	int64_t *ids;
	size_t count;
};

static enum result
find_touched(const struct setting_work *w, const struct mapping_people *everybody, struct touched *out)
{
	struct role_queue *all;
	size_t count;
	enum result r = store_role_queues(w->app->store, w->arena, &all, &count);

	if (r != RESULT_OK)
		return r;
	*out = (struct touched){ .queues = all, .left = ARENA_ARRAY(w->arena, count, size_t),
		.ids = ARENA_ARRAY(w->arena, count, int64_t) };
	for (size_t i = 0; i < count; i++) {
		struct holders h = count_holders(everybody, &all[i]);

		if (!h.touched)
			continue;
		out->queues[out->count] = all[i];
		out->left[out->count] = h.left;
		out->ids[out->count++] = all[i].id;
	}
	return RESULT_OK;
}

static enum result
say_vacant(const struct setting_work *w, const struct touched *t, struct setting_preview *out)
{
	struct setting_section *vacant = setting_section_add(out, "vacant",
	    "Roles that running escalations wait for, and nobody would hold", SETTING_WARNING);
	const struct mapping names = mapping_with(w, NULL, NULL);
	struct queue_waiting *waiting;
	size_t count;
	enum result r = store_queues_waiting(w->app->store, t->ids, t->count, w->arena, &waiting, &count);

	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		for (size_t k = 0; k < t->count; k++) {
			if (t->ids[k] != waiting[i].queue_id || t->left[k] > 0)
				continue;
			setting_say(vacant,
			    arena_format(w->arena, "%s%s%s", mapping_role_names(w, t->queues[k].role),
			        t->queues[k].agency_id[0] != '\0' ? ", " : "", mapping_agency_name(&names, t->queues[k].agency_id)),
			    arena_format(w->arena, "%zu escalation%s", waiting[i].count, waiting[i].count == 1 ? "" : "s"));
		}
	}
	return r;
}

/* Whoever was named in an escalation is in it whatever their role: who raised it goes on seeing it, and that is said. */
static enum result
say_named(const struct setting_work *w, const struct mapping_people *everybody, struct setting_preview *out)
{
	struct setting_section *named = setting_section_add(out, "named",
	    "Running escalations in which somebody stays who was named there, though a role of theirs changes", SETTING_PLAIN);
	int64_t *people = ARENA_ARRAY(w->arena, everybody->count, int64_t), *own;
	size_t n = 0, count;
	enum result r;

	for (size_t i = 0; i < everybody->count; i++) {
		if (changes(&everybody->items[i]) && everybody->items[i].person->roles[0] != '\0')
			people[n++] = everybody->items[i].person->id;
	}
	r = n > 0 ? store_own_queues(w->app->store, people, n, w->arena, &own, &count) : RESULT_OK;
	return r == RESULT_OK && n > 0 && count > 0 ? store_queues_touched(w->app->store, own, count, &named->count) : r;
}

enum result
setting_people_preview(const struct setting_work *w, const struct mapping_people *everybody,
                       struct setting_preview *out)
{
	struct setting_section *touched;
	struct touched t;
	enum result r;

	say_people(w, everybody, out);
	touched = setting_section_add(out, "touched", "Running escalations that these people would begin or cease to see in their lists",
	                              SETTING_PLAIN);
	r = find_touched(w, everybody, &t);
	if (r == RESULT_OK && t.count > 0)
		r = store_queues_touched(w->app->store, t.ids, t.count, &touched->count);
	if (r == RESULT_OK && t.count > 0)
		r = say_vacant(w, &t, out);
	return r == RESULT_OK ? say_named(w, everybody, out) : r;
}
