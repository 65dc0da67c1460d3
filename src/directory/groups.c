/* groups.c - see groups.h. */
#include "groups.h"

#include <stdlib.h>
#include <string.h>

#include "paged.h"
#include "parley/digest.h"

#define FRESH_MILLISECONDS (600 * 1000)
/* Active Directory itself lets nobody in who is in more than 1,015. */
#define GROUPS_MAX 1000
#define MEMBERSHIPS_MAX ((size_t)1000 * 1000)
#define FIRST_ROOM 512

struct membership { const char *member, *group; }; /* DNs */
struct identifier { const char *sid, *group; };    /* the security identifier in hex */

struct groups {
	struct arena *arena;
	struct directory *d;
	int64_t loaded_at;
	struct membership *members;  /* sorted by member */
	size_t count, room;
	struct identifier *sids;     /* sorted by sid */
	size_t sid_count, sid_room;
};

void
groups_free(struct groups *g)
{
	if (g != NULL)
		arena_free(g->arena);
}

/* --- reading them --- */

static void *
grown(struct arena *a, const void *list, size_t count, size_t *room, size_t size)
{
	size_t wanted = *room == 0 ? FIRST_ROOM : 2 * *room;
	void *out;

	if (count < *room)
		return NULL;
	out = arena_alloc(a, wanted * size);
	if (count > 0)
		memcpy(out, list, count * size);
	*room = wanted;
	return out;
}

static enum trouble
keep_member(struct groups *g, const char *member, const char *group)
{
	void *more;

	if (member == NULL || group == NULL)
		return TROUBLE_NONE;
	if (g->count == MEMBERSHIPS_MAX)
		return TROUBLE_CUT;
	more = grown(g->arena, g->members, g->count, &g->room, sizeof *g->members);
	if (more != NULL)
		g->members = more;
	g->members[g->count++] = (struct membership){ member, group };
	return TROUBLE_NONE;
}

static void
keep_sid(struct groups *g, const char *sid, const char *group)
{
	void *more;

	if (sid == NULL || group == NULL)
		return;
	more = grown(g->arena, g->sids, g->sid_count, &g->sid_room, sizeof *g->sids);
	if (more != NULL)
		g->sids = more;
	g->sids[g->sid_count++] = (struct identifier){ sid, group };
}

/* One group: whom it has, and where it is a member itself. */
static enum trouble
read_group(void *context, LDAP *ld, LDAPMessage *entry)
{
	static const char *const downwards[] = { "member", "uniqueMember" };
	struct groups *g = context;
	const char *const *sids, *const *values;
	const char *dn = directory_entry_dn(ld, entry, g->arena);
	enum trouble t = TROUBLE_NONE;

	for (size_t k = 0; k < sizeof downwards / sizeof downwards[0] && !g->d->active_directory; k++) {
		values = directory_entry_values(ld, entry, downwards[k], g->arena);
		for (size_t i = 0; values[i] != NULL && t == TROUBLE_NONE; i++)
			t = keep_member(g, directory_dn(values[i], g->arena), dn);
	}
	values = directory_entry_values(ld, entry, "memberOf", g->arena);
	for (size_t i = 0; values[i] != NULL && t == TROUBLE_NONE; i++)
		t = keep_member(g, dn, directory_dn(values[i], g->arena));
	sids = directory_entry_bytes(ld, entry, "objectSid", g->arena);
	for (size_t i = 0; sids[i] != NULL; i++)
		keep_sid(g, sids[i], dn);
	return t;
}

static const char *const wanted[] = { "member", "uniqueMember", "memberOf", "objectSid", NULL };
static const char *const wanted_upwards[] = { "memberOf", "objectSid", NULL };

/* A group that the settings name. One that is not there has no members. */
static enum trouble
read_named(struct groups *g, const char *dn)
{
	struct query q = { .base = dn, .scope = LDAP_SCOPE_BASE, .filter = "(objectClass=*)", .attributes = wanted,
		.other = true };
	LDAPMessage *found = NULL, *entry;
	enum trouble t;

	if (dn == NULL)
		return TROUBLE_NONE;
	t = service_search(g->d, &q, &found);
	if (t == TROUBLE_SETTINGS)
		return TROUBLE_NONE;
	if (t != TROUBLE_NONE)
		return t;
	entry = ldap_first_entry(g->d->service.ld, found);
	if (entry != NULL)
		t = read_group(g, g->d->service.ld, entry);
	ldap_msgfree(found);
	return t;
}

static enum trouble
read_all(struct groups *g)
{
	const struct directory_settings *s = &g->d->settings;
	struct query q = { .base = s->base, .scope = LDAP_SCOPE_SUBTREE, .filter = s->group_filter,
		.attributes = g->d->active_directory ? wanted_upwards : wanted, .other = true };
	enum trouble t;

	if (s->nested_groups)
		return paged_search(g->d, &q, read_group, g);
	t = read_named(g, s->admin_group);
	for (size_t i = 0; s->agency_by == DIRECTORY_AGENCY_BY_GROUP && i < s->agency_count && t == TROUBLE_NONE; i++)
		t = read_named(g, s->agencies[i].dn);
	return t;
}

/* Both structures begin with the text that they are sorted by. */
static int
compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

enum trouble
groups_load(struct directory *d)
{
	struct arena *a = arena_new();
	struct groups *g = ARENA_NEW(a, struct groups);
	enum trouble t;

	g->arena = a;
	g->d = d;
	t = read_all(g);
	if (t != TROUBLE_NONE) {
		groups_free(g);
		return t;
	}
	if (g->count > 0)
		qsort(g->members, g->count, sizeof *g->members, compare);
	if (g->sid_count > 0)
		qsort(g->sids, g->sid_count, sizeof *g->sids, compare);
	g->loaded_at = patience_clock();
	groups_free(d->groups);
	d->groups = g;
	return TROUBLE_NONE;
}

/* --- a person's --- */

bool
groups_have(const struct entry *e, const char *group)
{
	for (size_t i = 0; i < e->person.group_count; i++)
		if (strcmp(e->person.groups[i], group) == 0)
			return true;
	return false;
}

void
groups_add(struct entry *e, const char *group, struct arena *a)
{
	void *more;

	if (group == NULL || e->person.group_count == GROUPS_MAX || groups_have(e, group))
		return;
	more = grown(a, e->person.groups, e->person.group_count, &e->group_room, sizeof *e->person.groups);
	if (more != NULL)
		e->person.groups = more;
	((const char **)(uintptr_t)e->person.groups)[e->person.group_count++] = arena_string(a, group);
}

static void
add_groups_of(const struct groups *g, struct entry *e, const char *member, struct arena *a)
{
	size_t low = 0, high = g->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(g->members[middle].member, member) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < g->count && strcmp(g->members[low].member, member) == 0; low++)
		groups_add(e, g->members[low].group, a);
}

/* What is added at the end of the list is looked at in its turn, once. */
void
groups_follow(struct directory *d, struct entry *e, struct arena *a)
{
	const char *dn = directory_dn(e->person.dn, a);

	if (d->groups == NULL || dn == NULL)
		return;
	add_groups_of(d->groups, e, dn, a);
	for (size_t i = 0; d->settings.nested_groups && i < e->person.group_count; i++)
		add_groups_of(d->groups, e, e->person.groups[i], a);
}

/* By Active Directory's own reckoning. An identifier that is unknown is of a group that group_filter does not find. */
static enum trouble
add_token_groups(struct directory *d, struct entry *e, struct arena *a)
{
	static const char *const token_groups[] = { "tokenGroups", NULL };
	struct query q = { .base = e->person.dn, .scope = LDAP_SCOPE_BASE, .filter = "(objectClass=*)",
		.attributes = token_groups, .other = true };
	const char *const *sids;
	LDAPMessage *found = NULL, *entry;
	enum trouble t = service_search(d, &q, &found);

	if (t != TROUBLE_NONE)
		return t;
	entry = ldap_first_entry(d->service.ld, found);
	sids = entry != NULL ? directory_entry_bytes(d->service.ld, entry, "tokenGroups", a) : NULL;
	for (size_t i = 0; sids != NULL && sids[i] != NULL && d->groups->sid_count > 0; i++) {
		struct identifier key = { .sid = sids[i] };
		const struct identifier *known =
		    bsearch(&key, d->groups->sids, d->groups->sid_count, sizeof key, compare);

		if (known != NULL)
			groups_add(e, known->group, a);
	}
	ldap_msgfree(found);
	return TROUBLE_NONE;
}

enum trouble
groups_follow_fresh(struct directory *d, struct entry *e, struct arena *a)
{
	enum trouble t = TROUBLE_NONE;

	if (d->groups == NULL || patience_clock() - d->groups->loaded_at >= FRESH_MILLISECONDS)
		t = groups_load(d);
	if (d->groups == NULL)
		return t;
	/* Old ones are better than none, and the next sign-in tries again. */
	t = d->active_directory ? add_token_groups(d, e, a) : TROUBLE_NONE;
	if (t == TROUBLE_NONE)
		groups_follow(d, e, a);
	return t;
}
