/*
 * store_people.h - people as the directories know them, with the roles that mapping gave them.
 *
 * Nobody is ever deleted: who has left is inactive, and stays named in what they did. What changes for a person
 * (they left, came back, moved, hold other roles) is noted as a person_change in the same transaction.
 */
#ifndef PARLEY_STORE_PEOPLE_H
#define PARLEY_STORE_PEOPLE_H

#include "parley/store.h"

/* What the directory's entry says beside who somebody is. */
struct person_facts {
	const char *department;    /* NULL */
	const char *groups;        /* distinguished names as directory_dn writes them, each ended by a newline; "" */
	instant entry_at;          /* when the entry was last changed, by the directory's own clock; INSTANT_NONE */
};

struct person {
	int64_t id;
	const char *directory;     /* name of the directory it comes from */
	const char *directory_key; /* entryUUID or objectGUID: the identity */
	const char *username, *name, *title, *mail, *agency_id, *agency, *sector; /* title, mail, agency may be NULL */
	const char *manager_key;   /* directory_key of the manager; NULL */
	const char *roles;         /* role ids by the mapping rules as of the last refresh, separated by spaces; "" */
	bool administrator;
	bool active;
	instant refreshed_at;
	const struct person_facts *facts; /* only store_people_known, _in_session and store_person_by_key read them: NULL from all others */
};
/*
 * Insert or update by (directory, directory_key); keeps person_role and queues in step with roles, and notes in
 * person_change that somebody left, came back, moved, or has other roles. facts NULL = as they are. out_id always set.
 */
enum result store_person_put(struct store *st, const struct person *p, int64_t *out_id) MUST_USE;
/* Many at once: all of them, or (a CONFLICT, a loss) none. */
enum result store_people_put(struct store *st, const struct person *people, size_t count) MUST_USE;
enum result store_person(struct store *st, int64_t id, struct arena *a, struct person *out) MUST_USE;
/* By the name that people sign in with, in one directory or (NULL) in all; who has left too, but behind who is there. */
struct person_name { const char *directory, *username; };
enum result store_people_by_username(struct store *st, const struct person_name *name, size_t limit, struct arena *a,
                                     struct person **out, size_t *count) MUST_USE;
enum result store_person_by_key(struct store *st, const char *directory, const char *key, struct arena *a,
                                struct person *out) MUST_USE;
/* Whether putting `p` would change nothing of `old`, which was read with facts. */
bool store_person_same(const struct person *old, const struct person *p);

/* Whether that is enough to look for: two letters or digits, or one character of a script whose names may have two in all. */
bool store_people_search_enough(const char *q);
/* Active people whose name, title or agency's name starts with, or has a word that starts with, q. */
enum result store_people_search(struct store *st, const char *q, const char *agency_id, size_t limit,
                                struct arena *a, struct person **out, size_t *count) MUST_USE;

#endif
