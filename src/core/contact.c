/* contact.c - the contacts that a policy names, and what the partnership says of them; see contact.h. */
#include "parley/contact.h"

#include <string.h>

/* --- what a policy names --- */

struct places { struct contact_place *items; size_t count; };

const struct contact_place *
contact_place_find(const struct contact_place *places, size_t count, const char *contact)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(places[i].contact, contact) == 0)
			return &places[i];
	}
	return NULL;
}

static void
place_add(struct places *l, struct contact_place place)
{
	if (contact_place_find(l->items, l->count, place.contact) == NULL)
		l->items[l->count++] = place;
}

/* Not a role of the two sides: that is another person in every case, and found in the directory. */
static bool
is_outside(const struct policy *p, const struct policy_who *who, size_t i)
{
	return who->kind == WHO_SECTOR || p->roles[who->roles[i]].partnership;
}

static void
add_who(struct places *l, const struct policy *p, const struct policy_who *who, const char *clause)
{
	if (who->kind == WHO_MAILBOX)
		place_add(l, (struct contact_place){ .kind = CONTACT_MAILBOX, .contact = who->mailbox, .name = who->mailbox,
			             .email = who->mailbox, .clause = clause });
	for (size_t i = 0; i < who->role_count; i++) {
		const struct policy_role *role = &p->roles[who->roles[i]];

		if (is_outside(p, who, i))
			place_add(l, (struct contact_place){ .kind = CONTACT_ROLE, .contact = role->id, .name = role->name,
				             .clause = clause, .sector = who->sector });
	}
}

static size_t
most_places(const struct policy *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->emergency_count; i++) {
		n += p->emergencies[i].contact_count;
		for (size_t k = 0; k < p->emergencies[i].tell_count; k++)
			n += p->emergencies[i].tell[k].role_count + 1;
	}
	for (size_t i = 0; i < p->notice_count; i++)
		n += p->notices[i].to.role_count + 1;
	return n;
}

void
contact_places(const struct policy *p, struct arena *a, struct contact_place **out, size_t *count)
{
	struct places l = { ARENA_ARRAY(a, most_places(p), struct contact_place), 0 };

	for (size_t i = 0; i < p->emergency_count; i++) {
		const struct policy_emergency *em = &p->emergencies[i];

		for (size_t k = 0; k < em->contact_count; k++) {
			const struct policy_contact *c = &em->contacts[k];

			place_add(&l, (struct contact_place){ .kind = CONTACT_ROUTE, .contact = c->name, .name = c->name,
				              .telephone = c->telephone, .email = c->email, .clause = em->clause });
		}
		for (size_t k = 0; k < em->tell_count; k++)
			add_who(&l, p, &em->tell[k], em->clause);
	}
	for (size_t i = 0; i < p->notice_count; i++)
		add_who(&l, p, &p->notices[i].to, p->notices[i].clause);
	*out = l.items;
	*count = l.count;
}

/* --- what the partnership says --- */

static bool
held(const struct contact_given *g, instant at)
{
	if (at == INSTANT_NONE)
		return g->until == INSTANT_NONE;
	return (g->since == INSTANT_NONE || g->since <= at) && (g->until == INSTANT_NONE || at < g->until);
}

const struct contact_given *
contact_given_at(const struct policy *p, const char *contact, instant at)
{
	for (size_t i = 0; p->contacts != NULL && i < p->contacts->count; i++) {
		const struct contact_given *g = &p->contacts->items[i];

		if (held(g, at) && strcmp(g->contact, contact) == 0 && strcmp(g->policy, p->id) == 0)
			return g;
	}
	return NULL;
}

static const char *
or_else(const char *given, const char *own)
{
	return given != NULL ? given : own;
}

struct contact_shown
contact_shown(const struct policy *p, const struct policy_contact *c)
{
	static const struct contact_given nothing;
	const struct contact_given *g = contact_given_at(p, c->name, INSTANT_NONE);

	if (g == NULL)
		g = &nothing;
	return (struct contact_shown){ or_else(g->name, c->name), or_else(g->telephone, c->telephone),
		                       or_else(g->email, c->email), c->text, g->hours };
}

bool
contact_role_shown(const struct policy *p, const struct policy_who *who, size_t role, struct arena *a,
                   struct contact_shown *out)
{
	const struct policy_role *r = &p->roles[who->roles[role]];
	const struct contact_given *g = is_outside(p, who, role) ? contact_given_at(p, r->id, INSTANT_NONE) : NULL;

	if (g == NULL || (g->telephone == NULL && g->email == NULL))
		return false;
	*out = (struct contact_shown){ g->name != NULL ? arena_format(a, "%s: %s", r->name, g->name) : r->name,
		                       g->telephone, g->email, NULL, g->hours };
	return true;
}

size_t
contact_addresses(const struct policy *p, const struct policy_who *who, instant at, const char **out)
{
	const struct contact_given *g;
	size_t n = 0;

	if (who->kind == WHO_MAILBOX) {
		g = contact_given_at(p, who->mailbox, at);
		out[n++] = g != NULL && g->email != NULL ? g->email : who->mailbox;
	}
	for (size_t i = 0; i < who->role_count; i++) {
		g = is_outside(p, who, i) ? contact_given_at(p, p->roles[who->roles[i]].id, at) : NULL;
		if (g != NULL && g->email != NULL)
			out[n++] = g->email;
	}
	return n;
}

static const struct contact_given *
present_of(const struct contact_book *book, const struct contact_given *past)
{
	for (size_t i = 0; i < book->count; i++) {
		const struct contact_given *g = &book->items[i];

		if (g->until == INSTANT_NONE && g->email != NULL && strcmp(g->contact, past->contact) == 0 &&
		    strcmp(g->policy, past->policy) == 0)
			return g;
	}
	return NULL;
}

static bool
is_address(const char *contact)
{
	return strchr(contact, '@') != NULL;
}

const char *
contact_present(const struct contact_book *book, const char *address)
{
	const struct contact_given *meant = NULL, *now;

	for (size_t i = 0; i < book->count; i++) {
		const struct contact_given *g = &book->items[i];
		bool is_it = g->email != NULL && strcmp(g->email, address) == 0;

		if (is_it && g->until == INSTANT_NONE)
			return address;
		/* The newest first: that is whose it was last. */
		if (meant == NULL && (is_it || strcmp(g->contact, address) == 0))
			meant = g;
	}
	if (meant == NULL)
		return address;
	now = present_of(book, meant);
	return now != NULL ? now->email : is_address(meant->contact) ? meant->contact : address;
}

/* Of the mailboxes whose address is another one now, the first that stands in the text. */
static const char *
first_moved(const struct policy *p, const char *text, instant at, const struct contact_given **out)
{
	const char *first = NULL;

	for (size_t i = 0; i < p->notice_count; i++) {
		const struct policy_who *to = &p->notices[i].to;
		const struct contact_given *g = to->kind == WHO_MAILBOX ? contact_given_at(p, to->mailbox, at) : NULL;
		const char *found = g != NULL && g->email != NULL ? strstr(text, to->mailbox) : NULL;

		if (found != NULL && (first == NULL || found < first)) {
			first = found;
			*out = g;
		}
	}
	return first;
}

const char *
contact_text(const struct policy *p, const char *text, instant at, struct arena *a)
{
	const struct contact_given *g = NULL;
	const char *done = "", *found;

	if (p->contacts == NULL || text == NULL)
		return text;
	while ((found = first_moved(p, text, at, &g)) != NULL) {
		done = arena_format(a, "%s%.*s%s", done, (int)(found - text), text, g->email);
		text = found + strlen(g->contact);
	}
	return done[0] == '\0' ? text : arena_join(a, done, text);
}
