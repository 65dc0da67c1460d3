/* directory_people.c - everybody in the directory, for the refresh. */
#include <stdlib.h>
#include <string.h>

#include "directory_entry.h"
#include "dn.h"
#include "parley/directory.h"
#include "service.h"

#define PAGE 500
#define FIRST_ROOM 512

/* A person that has been read, with what is needed to join them to their manager and to the group. */
struct row {
	struct entry entry;
	const char *dn, *manager; /* in the form of dn_normalize; NULL */
};

/* DN → key; a key may be NULL: asked for, and not there. Sorted by DN. */
struct name { const char *dn, *key; };
struct names { struct name *name; size_t count; };

struct refresh {
	struct directory *d;
	struct arena *arena;
	struct row *rows;
	size_t count, room;
	size_t seen;              /* entries, also those that are left out */
	const char *const *group; /* members of the administrators' group, normalised; NULL-terminated */
};

static void
keep(struct refresh *r, const struct entry *e)
{
	if (r->count == r->room) {
		size_t room = r->room == 0 ? FIRST_ROOM : 2 * r->room;
		struct row *rows = ARENA_ARRAY(r->arena, room, struct row);

		if (r->count > 0)
			memcpy(rows, r->rows, r->count * sizeof *rows);
		r->rows = rows;
		r->room = room;
	}
	r->rows[r->count++] = (struct row){
		.entry = *e,
		.dn = dn_normalize(e->person.dn, r->arena),
		.manager = dn_normalize(e->manager_dn, r->arena),
	};
}

/* Whoever is disabled, or could not be told from others, is nobody that an escalation can reach. */
static enum trouble
read_page(struct refresh *r, LDAPMessage *page)
{
	LDAP *ld = r->d->service.ld;
	struct entry e;

	for (LDAPMessage *m = ldap_first_entry(ld, page); m != NULL; m = ldap_next_entry(ld, m)) {
		if (++r->seen > r->d->settings.size_limit)
			return TROUBLE_CUT;
		directory_entry_read(r->d, ld, m, r->arena, &e);
		if (e.disabled || e.person.key == NULL || e.person.username == NULL || e.person.dn == NULL)
			continue;
		if (e.person.name == NULL)
			e.person.name = e.person.username;
		keep(r, &e);
	}
	return TROUBLE_NONE;
}

/* The cookie for the next page; empty when this was the last, or the server knows no pages (RFC 2696). */
static enum trouble
next_cookie(LDAP *ld, LDAPMessage *page, struct berval *cookie)
{
	LDAPControl **controls = NULL, *paging;
	enum trouble t = TROUBLE_NONE;
	ber_int_t estimate;
	int code = LDAP_SUCCESS;

	ber_memfree(cookie->bv_val);
	*cookie = (struct berval){ 0 };
	if (ldap_parse_result(ld, page, &code, NULL, NULL, NULL, &controls, 0) != LDAP_SUCCESS)
		return TROUBLE_ANSWER;
	paging = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
	if (paging != NULL && ldap_parse_pageresponse_control(ld, paging, &estimate, cookie) != LDAP_SUCCESS)
		t = TROUBLE_ANSWER;
	ldap_controls_free(controls);
	return t;
}

/* One page. A cookie belongs to its connection, so only the first page may be asked for again on a new one. */
static enum trouble
fetch_page(struct refresh *r, struct berval *cookie)
{
	struct directory *d = r->d;
	LDAPControl *controls[2] = { NULL, NULL };
	struct query q = { .base = d->settings.base, .scope = LDAP_SCOPE_SUBTREE, .controls = controls,
		.filter = d->settings.people_filter };
	LDAPMessage *page = NULL;
	enum trouble t;

	/* Not critical: a server without pages answers all at once, or says that it was cut short. */
	if (ldap_create_page_control(d->service.ld, PAGE, cookie, 0, &controls[0]) != LDAP_SUCCESS)
		return TROUBLE_ANSWER;
	t = cookie->bv_len == 0 ? service_search(d, &q, &page) : channel_search(d, &d->service, &q, &page);
	ldap_control_free(controls[0]);
	if (t != TROUBLE_NONE)
		return t;
	t = read_page(r, page);
	if (t == TROUBLE_NONE)
		t = next_cookie(d->service.ld, page, cookie);
	ldap_msgfree(page);
	return t;
}

static enum trouble
fetch_all(struct refresh *r)
{
	struct berval cookie = { 0 };
	enum trouble t = service_open(r->d);

	while (t == TROUBLE_NONE) {
		t = fetch_page(r, &cookie);
		if (cookie.bv_len == 0)
			break;
	}
	ber_memfree(cookie.bv_val);
	/* Entries, but nobody that could be known again: the attribute's name is wrong or may not be read. */
	if (t == TROUBLE_NONE && r->seen > 0 && r->count == 0)
		return TROUBLE_SETTINGS;
	return t;
}

/* Members of the administrators' group, for directories that do not tell by memberOf. */
static enum trouble
fetch_group(struct refresh *r)
{
	struct directory *d = r->d;
	struct query q = { .base = d->settings.admin_group, .scope = LDAP_SCOPE_BASE, .filter = "(objectClass=*)" };
	const char *const *members, **out;
	LDAPMessage *found = NULL, *entry;
	size_t count = 0;
	enum trouble t;

	r->group = ARENA_ARRAY(r->arena, 1, const char *);
	if (q.base == NULL)
		return TROUBLE_NONE;
	t = service_search(d, &q, &found);
	if (t == TROUBLE_SETTINGS) /* no such group: it has no members */
		return TROUBLE_NONE;
	if (t != TROUBLE_NONE)
		return t;
	entry = ldap_first_entry(d->service.ld, found);
	if (entry != NULL) {
		members = directory_entry_values(d->service.ld, entry, "member", r->arena);
		while (members[count] != NULL)
			count++;
		out = ARENA_ARRAY(r->arena, count + 1, const char *);
		for (size_t i = 0, kept = 0; i < count; i++) {
			out[kept] = dn_normalize(members[i], r->arena);
			kept += out[kept] != NULL;
		}
		r->group = out;
	}
	ldap_msgfree(found);
	return TROUBLE_NONE;
}

static bool
is_in(const char *const *list, const char *dn)
{
	for (; dn != NULL && *list != NULL; list++)
		if (strcmp(*list, dn) == 0)
			return true;
	return false;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->dn, ((const struct name *)b)->dn);
}

static const struct name *
find_name(const struct names *names, const char *dn)
{
	struct name wanted = { .dn = dn };

	if (names->count == 0)
		return NULL;
	return bsearch(&wanted, names->name, names->count, sizeof wanted, compare_names);
}

/* A manager who is outside the list: one look at their entry. NULL key when there is none to be seen. */
static enum trouble
fetch_manager(struct refresh *r, const char *dn, const char **key)
{
	struct query q = { .base = dn, .scope = LDAP_SCOPE_BASE, .filter = "(objectClass=*)" };
	LDAPMessage *found = NULL, *message;
	struct entry e;
	enum trouble t = service_search(r->d, &q, &found);

	*key = NULL;
	if (t == TROUBLE_SETTINGS || t == TROUBLE_ACCOUNT || t == TROUBLE_REFERRAL)
		return TROUBLE_NONE; /* left, of another directory, or hidden from us */
	if (t != TROUBLE_NONE)
		return t;
	message = ldap_first_entry(r->d->service.ld, found);
	if (message != NULL) {
		directory_entry_read(r->d, r->d->service.ld, message, r->arena, &e);
		*key = e.disabled ? NULL : e.person.key;
	}
	ldap_msgfree(found);
	return TROUBLE_NONE;
}

/* The distinct managers' DNs that are nobody's in the list, with their keys. */
static enum trouble
fetch_outsiders(struct refresh *r, const struct names *inside, struct names *outside)
{
	enum trouble t = TROUBLE_NONE;
	size_t count = 0;

	outside->name = ARENA_ARRAY(r->arena, r->count, struct name);
	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].manager != NULL && find_name(inside, r->rows[i].manager) == NULL)
			outside->name[count++].dn = r->rows[i].manager;
	qsort(outside->name, count, sizeof *outside->name, compare_names);
	outside->count = 0;
	for (size_t i = 0; i < count && t == TROUBLE_NONE; i++) {
		struct name *n = &outside->name[outside->count];

		if (i > 0 && strcmp(outside->name[i].dn, outside->name[outside->count - 1].dn) == 0)
			continue;
		*n = outside->name[i];
		outside->count++;
		t = fetch_manager(r, n->dn, &n->key);
	}
	return t;
}

static enum trouble
join_managers(struct refresh *r)
{
	struct names inside = { .name = ARENA_ARRAY(r->arena, r->count, struct name) }, outside;
	const struct name *found;
	enum trouble t;

	for (size_t i = 0; i < r->count; i++)
		if (r->rows[i].dn != NULL)
			inside.name[inside.count++] = (struct name){ r->rows[i].dn, r->rows[i].entry.person.key };
	qsort(inside.name, inside.count, sizeof *inside.name, compare_names);
	t = fetch_outsiders(r, &inside, &outside);
	if (t != TROUBLE_NONE)
		return t;
	for (size_t i = 0; i < r->count; i++) {
		if (r->rows[i].manager == NULL)
			continue;
		found = find_name(&inside, r->rows[i].manager);
		if (found == NULL)
			found = find_name(&outside, r->rows[i].manager);
		r->rows[i].entry.person.manager_key = found != NULL ? found->key : NULL;
	}
	return t;
}

enum result
directory_people(struct directory *d, struct arena *a, struct directory_person **out, size_t *count,
                 struct fault *f)
{
	struct refresh r = { .d = d, .arena = a };
	struct directory_person *people;
	enum trouble t = fetch_all(&r);

	if (t == TROUBLE_NONE)
		t = fetch_group(&r);
	if (t == TROUBLE_NONE)
		t = join_managers(&r);
	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	people = ARENA_ARRAY(a, r.count, struct directory_person);
	for (size_t i = 0; i < r.count; i++) {
		people[i] = r.rows[i].entry.person;
		people[i].administrator = people[i].administrator || is_in(r.group, r.rows[i].dn);
	}
	*out = people;
	*count = r.count;
	return RESULT_OK;
}
