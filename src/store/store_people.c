/*
 * store_people.c - people as the directories know them, and the roles they hold.
 */
#include <stdlib.h>
#include <string.h>
#include "parley/store_people.h"
#include "parley/store_queue.h"
#include "people.h"
#include "words.h"

/* --- people --- */

struct putting {
	const struct person *person;
	struct arena *a;
	int64_t id;
};

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool
unchanged(const struct person *a, const struct person *b)
{
	return same(a->username, b->username) && same(a->name, b->name) &&
	    same(a->title, b->title) && same(a->mail, b->mail) &&
	    same(a->agency_id, b->agency_id) && same(a->manager_key, b->manager_key) &&
	    same(a->roles, b->roles) && a->administrator == b->administrator &&
	    a->active == b->active;
}

/* Facts that were not read are left as they are. */
static bool
facts_unchanged(const struct person_facts *old, const struct person_facts *facts)
{
	return !facts || (same(old->department, facts->department) && same(old->groups, facts->groups) &&
	    old->entry_at == facts->entry_at);
}

bool
store_person_same(const struct person *old, const struct person *p)
{
	return unchanged(old, p) && facts_unchanged(old->facts, p->facts);
}

/* Whoever sees to what somebody held has to know of these. */
static enum result
change_note(struct store *st, const struct person *old, const struct person *p)
{
	if (old->active == p->active && same(old->agency_id, p->agency_id) && same(old->roles, p->roles))
		return RESULT_OK;
	return sql_run(st, SQL_PERSON_CHANGE_ADD,
	    SQL_VALUES(sql_instant(instant_now()), sql_int(old->id), sql_int(old->active),
		sql_int(p->active), sql_string(old->agency_id), sql_string(p->agency_id),
		sql_string(old->roles), sql_string(p->roles)));
}

static enum result
row_put(struct store *st, struct putting *w, bool found)
{
	const struct person *p = w->person;
	enum result r;

	if (found)
		return sql_run(st, SQL_PERSON_UPDATE,
		    SQL_VALUES(sql_string(p->username), sql_string(p->name), sql_string(p->title),
			sql_string(p->mail), sql_string(p->agency_id), sql_string(p->manager_key),
			sql_string(p->roles ? p->roles : ""), sql_int(p->administrator),
			sql_int(p->active), sql_instant(p->refreshed_at), sql_int(w->id)));
	r = sql_run(st, SQL_PERSON_ADD,
	    SQL_VALUES(sql_string(p->directory), sql_string(p->directory_key),
		sql_string(p->username), sql_string(p->name), sql_string(p->title),
		sql_string(p->mail), sql_string(p->agency_id), sql_string(p->manager_key),
		sql_string(p->roles ? p->roles : ""), sql_int(p->administrator), sql_int(p->active),
		sql_instant(p->refreshed_at)));
	if (r == RESULT_OK)
		w->id = (int64_t)st->insert_id;
	/* Two refreshes, or a refresh and a sign-in, brought the same new person: the next attempt finds them. */
	if (st->failure == SQL_DUPLICATE)
		st->failure = SQL_AGAIN;
	return r;
}

static enum result
roles_put(struct store *st, const struct putting *w)
{
	const char *roles[PEOPLE_ROLES_MAX];
	struct sql_value in[PEOPLE_ROLES_MAX * 2 * 3];
	size_t count = people_split_roles(w->person->roles, w->a, roles);
	size_t rows = people_role_rows(w->id, w->person->agency_id, roles, count, in);
	enum result r = sql_run(st, SQL_PERSON_ROLES_REMOVE, SQL_VALUES(sql_int(w->id)));

	if (r == RESULT_OK)
		r = sql_run_rows(st, SQL_PERSON_ROLE_ADD, in, 3, rows);
	if (r == RESULT_OK)
		r = sql_run(st, SQL_PERSON_QUEUES_MAKE, SQL_VALUES(sql_int(w->id)));
	return r == RESULT_OK ? sql_run(st, SQL_PERSON_QUEUES_SET, SQL_VALUES(sql_int(w->id))) : r;
}

static enum result
words_put(struct store *st, const struct putting *w)
{
	const struct person *p = w->person;
	const char *words[WORDS_MAX];
	struct sql_value in[WORDS_MAX * 2 * 4], *v = in;
	size_t rows = 0;
	enum result r = sql_run(st, SQL_PERSON_WORDS_REMOVE, SQL_VALUES(sql_int(w->id)));

	/* Who has left is not found, and costs the search nothing. */
	for (int kind = 0; p->active && kind < 2; kind++) {
		size_t count = words_split(kind == 0 ? p->name : p->title, w->a, words);
		for (size_t i = 0; i < count; i++, rows++) {
			*v++ = sql_int(kind);
			*v++ = sql_string(words[i]);
			*v++ = sql_int(w->id);
			*v++ = sql_string(p->agency_id ? p->agency_id : "");
		}
	}
	return r == RESULT_OK ? sql_run_rows(st, SQL_PERSON_WORD_ADD, in, 4, rows) : r;
}

static enum result
person_put(struct store *st, void *context)
{
	struct putting *w = context;
	const struct person *p = w->person;
	const struct sql_cell *row;
	struct person_facts facts = { 0 };
	struct person old = { 0 };
	int64_t queue = 0;
	enum result r = sql_one(st, SQL_PERSON_BY_KEY,
	    SQL_VALUES(sql_string(p->directory), sql_string(p->directory_key)), w->a, &row);
	bool found = r == RESULT_OK;

	if (r != RESULT_OK && r != RESULT_NOT_FOUND)
		return r;
	if (found) {
		people_read(row, &old);
		people_read_facts(&row[PEOPLE_COLUMNS + 1], &facts);
		w->id = old.id;
		if (row[PEOPLE_COLUMNS].number != 0 && unchanged(&old, p) &&
		    facts_unchanged(&facts, p->facts))
			return sql_run(st, SQL_PERSON_REFRESHED,
			    SQL_VALUES(sql_instant(p->refreshed_at), sql_int(w->id)));
	}
	r = row_put(st, w, found);
	if (r == RESULT_OK && p->facts)
		r = sql_run(st, SQL_PERSON_FACTS,
		    SQL_VALUES(sql_string(p->facts->department), sql_string(p->facts->groups),
			sql_instant(p->facts->entry_at), sql_int(w->id)));
	if (r == RESULT_OK && found)
		r = change_note(st, &old, p);
	if (r == RESULT_OK)
		r = store_queue(st, NULL, NULL, w->id, &queue);
	if (r == RESULT_OK)
		r = sql_run(st, SQL_PERSON_QUEUE_SET, SQL_VALUES(sql_int(queue), sql_int(w->id)));
	if (r == RESULT_OK)
		r = roles_put(st, w);
	if (r == RESULT_OK)
		r = words_put(st, w);
	return r;
}

enum result
store_person_put(struct store *st, const struct person *p, int64_t *out_id)
{
	struct person copy = *p;
	struct putting w = { .person = &copy, .a = arena_new() };
	const char *roles[PEOPLE_ROLES_MAX];
	enum result r = RESULT_LIMIT;

	if (!copy.roles)
		copy.roles = "";
	if (people_split_roles(copy.roles, w.a, roles) <= PEOPLE_ROLES_MAX)
		r = sql_transaction(st, &(struct sql_work){ .body = person_put, .context = &w });
	if (r == RESULT_OK)
		*out_id = w.id;
	arena_free(w.a);
	return r;
}

struct putting_many {
	const struct person *people;
	size_t count;
};

/* A transaction within a transaction joins it. */
static enum result
people_put(struct store *st, void *context)
{
	const struct putting_many *w = context;
	enum result r = RESULT_OK;
	int64_t id;

	for (size_t i = 0; i < w->count && r == RESULT_OK; i++)
		r = store_person_put(st, &w->people[i], &id);
	return r;
}

enum result
store_people_put(struct store *st, const struct person *people, size_t count)
{
	struct putting_many w = { people, count };

	return count == 0 ? RESULT_OK :
	    sql_transaction(st, &(struct sql_work){ .body = people_put, .context = &w });
}

enum result
store_person(struct store *st, int64_t id, struct arena *a, struct person *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_PERSON, SQL_VALUES(sql_int(id)), a, &row);

	if (r == RESULT_OK)
		people_read(row, out);
	return r;
}

enum result
store_people_by_username(struct store *st, const struct person_name *name, size_t limit, struct arena *a, struct person **out,
    size_t *count)
{
	const struct sql_value directory = sql_string(name->directory);
	enum result r = sql_run(st, SQL_PEOPLE_BY_USERNAME,
	    SQL_VALUES(sql_string(name->username), directory, directory, sql_int((int64_t)limit)));

	if (r == RESULT_OK)
		people_collect(st, SQL_PEOPLE_BY_USERNAME, limit, a, out, count);
	return r;
}

enum result
store_person_by_key(
    struct store *st, const char *directory, const char *key, struct arena *a, struct person *out)
{
	const struct sql_cell *row;
	struct person_facts *facts;
	enum result r = sql_one(
	    st, SQL_PERSON_BY_KEY, SQL_VALUES(sql_string(directory), sql_string(key)), a, &row);

	if (r != RESULT_OK)
		return r;
	facts = ARENA_NEW(a, struct person_facts);
	people_read(row, out);
	people_read_facts(&row[PEOPLE_COLUMNS + 1], facts);
	out->facts = facts;
	return RESULT_OK;
}
