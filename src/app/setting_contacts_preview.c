/*
 * setting_contacts_preview.c - where a contact is used, and which mails go elsewhere when it changes; what the page's
 * editor offers; which contacts nobody can be reached by. Counts of escalations only, never which.
 */
#include <string.h>
#include "parley/store_holders.h"
#include "parley/store_recount.h"

#include "setting_contacts.h"
#include "snapshot.h"

static const struct contact_given *
find(const struct contact_book *book, const char *policy, const char *contact)
{
	for (size_t i = 0; i < book->count; i++) {
		if (strcmp(book->items[i].policy, policy) == 0 && strcmp(book->items[i].contact, contact) == 0)
			return &book->items[i];
	}
	return NULL;
}

/* Who or where it is, by the policy's own text where nothing was said. */
static const char *
telephone_of(const struct contact_place *place, const struct contact_given *g)
{
	return g != NULL && g->telephone != NULL ? g->telephone : place->telephone;
}

static const char *
email_of(const struct contact_place *place, const struct contact_given *g)
{
	return g != NULL && g->email != NULL ? g->email : place->email;
}

static bool
same(const char *one, const char *other)
{
	return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

/* --- what would change --- */

struct comparing {
	const struct setting_work *w;
	const struct running *running;
	size_t running_count;
	struct setting_section *shown, *rung, *mailed;
};

/* Those that run under any edition of it. */
static size_t
running_under(const struct comparing *c, const char *policy)
{
	size_t n = 0;

	for (size_t i = 0; i < c->running_count; i++) {
		const struct policy *p = snapshot_policy(c->w->app->snapshot, c->running[i].edition_id);

		n += p != NULL && strcmp(p->id, policy) == 0 ? c->running[i].cases : 0;
	}
	return n;
}

static const char *
becomes(const struct comparing *c, const char *old, const char *new)
{
	return arena_format(c->w->arena, "%s becomes %s", old != NULL ? old : "nothing", new != NULL ? new : "nothing");
}

static void
compare_place(struct comparing *c, const struct policy *p, const struct contact_place *place, const struct contact_given *old,
              const struct contact_given *new)
{
	static const char *const where[] = {
		[CONTACT_ROUTE] = "the emergency route, when raising and on the pages of escalations",
		[CONTACT_MAILBOX] = "the record of who was told, and messages",
		[CONTACT_ROLE] = "messages, and the emergency route where it tells them",
	};
	struct arena *a = c->w->arena;
	const char *label = arena_format(a, "%s, %s", place->name, p->id);

	setting_say(c->shown, label, arena_format(a, "%s (%s)", where[place->kind], place->clause));
	if (place->kind == CONTACT_ROUTE && !same(telephone_of(place, old), telephone_of(place, new)))
		setting_say(c->rung, label, becomes(c, telephone_of(place, old), telephone_of(place, new)));
	if (place->kind != CONTACT_ROUTE && !same(email_of(place, old), email_of(place, new)))
		setting_say(c->mailed, label, arena_format(a, "%s; up to %zu running escalation%s", becomes(c, email_of(place, old), email_of(place, new)),
		            running_under(c, p->id), running_under(c, p->id) == 1 ? "" : "s"));
}

static bool
is_changed(const struct contact_given *old, const struct contact_given *new)
{
	if (old == NULL || new == NULL)
		return old != new;
	return !same(old->name, new->name) || !same(old->telephone, new->telephone) || !same(old->email, new->email) ||
	       !same(old->hours, new->hours);
}

static void
compare(struct comparing *c, const struct contact_given *g, const struct contact_given *old, const struct contact_given *new)
{
	const struct policy *p = NULL;
	const struct contact_place *place = is_changed(old, new) ? setting_contacts_place(c->w, g, &p) : NULL;

	if (place != NULL)
		compare_place(c, p, place, old, new);
}

enum result
setting_contacts_preview(const struct setting_work *w, const void *before, const void *after, struct setting_preview *out,
                         struct fault *f)
{
	const struct contact_book *old = before, *new = after;
	struct comparing c = { .w = w };
	struct running *running;
	enum result r = store_running_counts(w->app->store, w->arena, &running, &c.running_count);

	(void)f;
	if (r != RESULT_OK)
		return r;
	c.running = running;
	c.rung = setting_section_add(out, "rung", "Numbers to be rung at immediate risk that become others, with the next page that "
	                             "is shown", SETTING_WARNING);
	c.mailed = setting_section_add(out, "mailed", "Messages that go to another address from the next one on; what was sent stays as "
	                               "it was", SETTING_WARNING);
	c.shown = setting_section_add(out, "shown", "Where these contacts stand", SETTING_PLAIN);
	for (size_t i = 0; i < new->count; i++)
		compare(&c, &new->items[i], find(old, new->items[i].policy, new->items[i].contact), &new->items[i]);
	for (size_t i = 0; i < old->count; i++) {
		if (find(new, old->items[i].policy, old->items[i].contact) == NULL)
			compare(&c, &old->items[i], &old->items[i], NULL);
	}
	return RESULT_OK;
}

/* --- who cannot be reached --- */

/* Of a route by telephone or mail; a role also by whoever holds it. A mailbox is an address by itself. */
static enum result
is_missing(const struct setting_work *w, const struct contact_place *place, const struct contact_given *g, bool *out)
{
	bool held = false;
	enum result r = RESULT_OK;

	*out = telephone_of(place, g) == NULL && email_of(place, g) == NULL;
	if (!*out || place->kind != CONTACT_ROLE)
		return RESULT_OK;
	r = store_role_held(w->app->store, place->contact, place->sector, &held);
	*out = !held;
	return r;
}

enum result
setting_contacts_attention(const struct setting_work *w, const void *value, struct setting_lines *out)
{
	struct contact_policy *policies;
	size_t count;
	enum result r = RESULT_OK;

	setting_contacts_named(w, &policies, &count);
	for (size_t i = 0; count > 0 && policies[0].in_force && r == RESULT_OK && i < policies[0].count; i++) {
		const struct contact_place *place = &policies[0].places[i];
		bool missing = false;

		r = is_missing(w, place, find(value, policies[0].policy->id, place->contact), &missing);
		if (r == RESULT_OK && missing)
			setting_line_add(out, place->name, "the policy in force names it (%s), and nobody can be reached there: %s",
			    place->clause, place->kind == CONTACT_ROLE ? "nobody holds the role, and no e-mail is given" :
			    "no telephone or e-mail is given");
	}
	return r;
}

/* --- for the page --- */

static enum result
offer_place(const struct setting_work *w, const struct contact_policy *of, const struct contact_place *place,
            const struct contact_book *book, struct buffer *out)
{
	static const char *const kinds[] = {
		[CONTACT_ROUTE] = "route",
		[CONTACT_MAILBOX] = "mailbox",
		[CONTACT_ROLE] = "role",
	};
	bool missing = false;
	enum result r = is_missing(w, place, find(book, of->policy->id, place->contact), &missing);

	json_object(out, NULL);
	json_string(out, "policy", of->policy->id);
	json_string(out, "contact", place->contact);
	json_string(out, "kind", kinds[place->kind]);
	json_string(out, "name", place->name);
	json_string(out, "telephone", place->telephone);
	json_string(out, "email", place->email);
	json_string(out, "clause", place->clause);
	json_bool(out, "missing", missing);
	json_end_object(out);
	return r;
}

enum result
setting_contacts_offer(const struct setting_work *w, const void *value, struct buffer *out, struct fault *f)
{
	struct contact_policy *policies;
	size_t count;
	enum result r = RESULT_OK;

	(void)f;
	setting_contacts_named(w, &policies, &count);
	json_array(out, "policies");
	for (size_t i = 0; i < count; i++) {
		json_object(out, NULL);
		json_string(out, "id", policies[i].policy->id);
		json_string(out, "title", policies[i].policy->title);
		json_bool(out, "in_force", policies[i].in_force);
		json_end_object(out);
	}
	json_end_array(out);
	json_array(out, "places");
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		for (size_t k = 0; r == RESULT_OK && k < policies[i].count; k++)
			r = offer_place(w, &policies[i], &policies[i].places[k], value, out);
	json_end_array(out);
	return r;
}
