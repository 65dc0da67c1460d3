/*
 * setting_agencies_preview.c - what a change of the agencies does, before it is saved: to people's roles, to what runs,
 * to the rules and directories that name them; what the page's editor offers; what an administrator should look at.
 * Counts of escalations only, never which.
 */
#include <string.h>

#include "directories.h"
#include "setting_agencies.h"
#include "setting_mapping.h"
#include "snapshot.h"

/* --- how much hangs on one --- */

struct uses { struct agency_use *items; size_t count; };

static struct agency_use
use_of(const struct uses *u, const char *id)
{
	for (size_t i = 0; i < u->count; i++) {
		if (strcmp(u->items[i].agency_id, id) == 0)
			return u->items[i];
	}
	return (struct agency_use){ id, 0, 0 };
}

static const char *
counted(size_t n, const char *one, const char *many, struct arena *a)
{
	return arena_format(a, "%zu %s", n, n == 1 ? one : many);
}

static const char *
use_words(const struct agency_use *u, struct arena *a)
{
	return arena_format(a, "%s, %s", counted(u->running, "running escalation", "running escalations", a),
	                    counted(u->people, "person", "people", a));
}

/* --- what names one --- */

static size_t
rules_naming(const struct snapshot *s, const char *id)
{
	const struct mapping_rules *rules = snapshot_setting(s, SETTING_MAPPING);
	size_t n = 0;

	for (size_t i = 0; i < rules->count; i++)
		n += rules->items[i].agency_id != NULL && strcmp(rules->items[i].agency_id, id) == 0;
	return n;
}

static void
say_naming(const struct setting_work *w, const struct agency *ag, struct setting_section *out)
{
	const struct directory_sources *sources = snapshot_setting(w->app->snapshot, SETTING_DIRECTORIES);
	size_t rules = rules_naming(w->app->snapshot, ag->id);

	if (rules > 0)
		setting_say(out, ag->name, arena_format(w->arena, "%s of the role mapping", counted(rules, "rule", "rules", w->arena)));
	for (size_t i = 0; i < sources->count; i++) {
		const struct directory_settings *d = &sources->list[i].settings;

		for (size_t k = 0; k < d->agency_count; k++) {
			if (strcmp(d->agencies[k].agency_id, ag->id) == 0)
				setting_say(out, ag->name, arena_format(w->arena, "the directory %s", d->name));
		}
	}
}

/* --- the sections --- */

static bool
same(const char *one, const char *other)
{
	return strcmp(one ? one : "", other ? other : "") == 0;
}

struct sections { struct setting_section *ending, *naming, *moved, *meant; };

static void
say_one(const struct setting_work *w, const struct agency *old, const struct agency *new, const struct uses *uses,
        struct sections *s)
{
	struct agency_use u = use_of(uses, new->id);

	if (new->ended_from != DAY_NONE && (old == NULL || old->ended_from != new->ended_from)) {
		if (u.running > 0 || u.people > 0)
			setting_say(s->ending, new->name, use_words(&u, w->arena));
		say_naming(w, new, s->naming);
	}
	if (old == NULL)
		return;
	if (!same(old->sector, new->sector))
		setting_say(s->moved, new->name, use_words(&u, w->arena));
	if (!same(old->directory_name, new->directory_name))
		setting_say(s->meant, new->name, counted(u.people, "person", "people", w->arena));
}

static enum result
say_agencies(const struct setting_work *w, const struct agency_list *before, const struct agency_list *after,
             struct setting_preview *out)
{
	struct uses uses;
	struct sections s;
	enum result r = store_agency_uses(w->app->store, w->arena, &uses.items, &uses.count);

	if (r != RESULT_OK)
		return r;
	s.ending = setting_section_add(out, "ending", "Agencies that end, with what goes on in them: nothing new is raised with or "
	                               "by them from that day; what runs stays with its people", SETTING_WARNING);
	s.naming = setting_section_add(out, "naming", "Rules and directories that name an agency that ends", SETTING_WARNING);
	s.moved = setting_section_add(out, "moved", "Agencies that move to another sector; what runs keeps the sector in which it "
	                              "was raised", SETTING_WARNING);
	s.meant = setting_section_add(out, "meant", "Agencies that the directory calls otherwise, with the people they have now; who "
	                              "belongs to them follows when the directory is next read", SETTING_WARNING);
	for (size_t i = 0; i < after->count; i++)
		say_one(w, setting_agency_find(before->items, before->count, after->items[i].id), &after->items[i], &uses, &s);
	return RESULT_OK;
}

enum result
setting_agencies_preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out,
                         struct fault *f)
{
	const struct agency_list *list = after;
	struct mapping m = mapping_with(w, snapshot_setting(w->app->snapshot, SETTING_MAPPING),
	                                snapshot_setting(w->app->snapshot, SETTING_GRANTS));
	struct mapping_people everybody;
	enum result r = say_agencies(w, before, after, out);

	(void)f;
	m.agencies = list->items;
	m.agency_count = list->count;
	if (r == RESULT_OK)
		r = mapping_everybody(w->app, &m, w->arena, &everybody);
	return r == RESULT_OK ? setting_people_preview(w, &everybody, out) : r;
}

/* --- for the page --- */

static void
offer_sector(const struct setting_work *w, const char *id, struct buffer *out)
{
	json_object(out, NULL);
	json_string(out, "id", id);
	json_string(out, "name", setting_sector_name(w, id));
	json_end_object(out);
}

enum result
setting_agencies_offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	const struct policy *p = setting_policy(w);
	struct uses uses;
	enum result r = store_agency_uses(w->app->store, w->arena, &uses.items, &uses.count);

	(void)value;
	(void)f;
	if (r != RESULT_OK)
		return r;
	setting_day_write(out, "today", instant_day(w->now));
	json_array(out, "sectors");
	for (size_t i = 0; p != NULL && i < p->sector_count; i++)
		offer_sector(w, p->sectors[i].id, out);
	offer_sector(w, ROLE_SECTOR_PARTNERSHIP, out);
	json_end_array(out);
	json_array(out, "uses");
	for (size_t i = 0; i < uses.count; i++) {
		json_object(out, NULL);
		json_string(out, "id", uses.items[i].agency_id);
		json_int(out, "people", (int64_t)uses.items[i].people);
		json_int(out, "running", (int64_t)uses.items[i].running);
		json_end_object(out);
	}
	json_end_array(out);
	return RESULT_OK;
}

enum result
setting_agencies_attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	const struct snapshot *s = w->app->snapshot;
	struct uses uses;
	bool ended = false;
	enum result r = RESULT_OK;

	(void)value;
	for (size_t i = 0; i < s->agency_count; i++) {
		const struct agency *ag = &s->agencies[i];

		ended = ended || snapshot_agency_ended(ag, w->now);
		if (ag->ended_from == DAY_NONE && !setting_sector_known(w, ag->sector))
			setting_line_add(out, ag->name, "the policy in force has no sector %s", setting_sector_name(w, ag->sector));
	}
	if (ended)
		r = store_agency_uses(w->app->store, w->arena, &uses.items, &uses.count);
	for (size_t i = 0; r == RESULT_OK && ended && i < s->agency_count; i++) {
		struct agency_use u = use_of(&uses, s->agencies[i].id);

		if (snapshot_agency_ended(&s->agencies[i], w->now) && (u.people > 0 || u.running > 0))
			setting_line_add(out, s->agencies[i].name, "it has ended, and still has %s", use_words(&u, w->arena));
	}
	return r;
}
