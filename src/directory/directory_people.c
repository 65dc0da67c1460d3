/* directory_people.c - everybody in the directory, for the refresh. */
#include <stdlib.h>
#include <string.h>

#include "groups.h"
#include "paged.h"
#include "parley/buffer.h"
#include "parley/digest.h"

#define FIRST_ROOM 512
/* Keys in one search: some 3 KB of filter. */
#define KEYS_AT_ONCE 50

/* A person that has been read, with what is needed to join them to their manager and to the group. */
struct row {
	struct entry entry;
	const char *dn, *manager; /* as directory_dn writes them; NULL */
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
	size_t unknown;           /* of them, without key or user name */
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
		.dn = directory_dn(e->person.dn, r->arena),
		.manager = directory_dn(e->manager_dn, r->arena),
	};
}

/* Whoever is disabled, or could not be told from others, is nobody that an escalation can reach. */
static enum trouble
read_person(void *context, LDAP *ld, LDAPMessage *message)
{
	struct refresh *r = context;
	struct entry e;

	if (++r->seen > r->d->settings.size_limit)
		return TROUBLE_CUT;
	directory_entry_read(r->d, ld, message, r->arena, &e);
	if (!directory_entry_counts(&e)) {
		r->unknown += e.person.key == NULL || e.person.username == NULL;
		return TROUBLE_NONE;
	}
	if (e.person.name == NULL)
		e.person.name = e.person.username;
	groups_follow(r->d, &e, r->arena);
	directory_entry_judge(r->d, &e);
	keep(r, &e);
	return TROUBLE_NONE;
}

static enum trouble
fetch_all(struct refresh *r)
{
	struct query q = { .base = r->d->settings.base, .scope = LDAP_SCOPE_SUBTREE,
		.filter = r->d->settings.people_filter };
	enum trouble t = paged_search(r->d, &q, read_person, r);

	/* Entries, but nobody that could be known again: the attribute's name is wrong or may not be read. */
	if (t == TROUBLE_NONE && r->unknown > 0 && r->unknown == r->seen)
		return TROUBLE_SETTINGS;
	return t;
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
		*key = directory_entry_counts(&e) ? e.person.key : NULL;
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

static enum result
give(struct refresh *r, enum trouble t, struct directory_person **out, size_t *count, struct fault *f)
{
	struct directory_person *people;

	if (t == TROUBLE_NONE)
		t = join_managers(r);
	if (t != TROUBLE_NONE)
		return trouble_fault(t, f);
	people = ARENA_ARRAY(r->arena, r->count, struct directory_person);
	for (size_t i = 0; i < r->count; i++)
		people[i] = r->rows[i].entry.person;
	*out = people;
	*count = r->count;
	return RESULT_OK;
}

enum result
directory_people(struct directory *d, struct arena *a, struct directory_person **out, size_t *count,
                 struct fault *f)
{
	struct refresh r = { .d = d, .arena = a };
	enum trouble t = groups_load(d);

	if (t == TROUBLE_NONE)
		t = fetch_all(&r);
	return give(&r, t, out, count, f);
}

/* --- some of them --- */

/* A key as it stands in a filter: that of bytes is kept in hex. */
static void
write_key(struct buffer *b, const struct directory *d, const char *key)
{
	const char *attribute = d->settings.id_attribute;
	bool binary = directory_entry_is_binary(attribute);
	struct berval plain = { .bv_len = strlen(key), .bv_val = (char *)(uintptr_t)key }, escaped = { 0 };

	buffer_format(b, "(%s=", attribute);
	for (size_t i = 0; binary && key[i] != '\0' && key[i + 1] != '\0'; i += 2)
		buffer_format(b, "\\%.2s", key + i);
	if (!binary && ldap_bv2escaped_filter_value(&plain, &escaped) == 0)
		buffer_add(b, escaped.bv_val, escaped.bv_len);
	ldap_memfree(escaped.bv_val);
	buffer_char(b, ')');
}

static enum trouble
fetch_some(struct refresh *r, const char *const *keys, size_t count)
{
	struct query q = { .base = r->d->settings.base, .scope = LDAP_SCOPE_SUBTREE };
	enum trouble t = TROUBLE_ANSWER;
	struct buffer b;

	buffer_init(&b, 0);
	buffer_format(&b, "(&%s(|", r->d->settings.people_filter);
	for (size_t i = 0; i < count; i++)
		write_key(&b, r->d, keys[i]);
	buffer_string(&b, "))");
	if (buffer_ok(&b)) {
		q.filter = b.data;
		t = paged_search(r->d, &q, read_person, r);
	}
	buffer_clear(&b);
	return t;
}

enum result
directory_people_of(struct directory *d, const char *const *keys, size_t key_count, struct arena *a,
                    struct directory_person **out, size_t *count, struct fault *f)
{
	struct refresh r = { .d = d, .arena = a };
	enum trouble t = key_count > 0 ? groups_load(d) : TROUBLE_NONE;

	for (size_t i = 0; i < key_count && t == TROUBLE_NONE; i += KEYS_AT_ONCE)
		t = fetch_some(&r, keys + i, key_count - i < KEYS_AT_ONCE ? key_count - i : KEYS_AT_ONCE);
	return give(&r, t, out, count, f);
}
