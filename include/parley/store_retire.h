/*
 * store_retire.h - what a refresh of the directories reads and leaves behind.
 *
 * It reads everybody who is known, puts what changed (store_people.h), marks the others as seen, retires who is gone,
 * and says how it went. What follows for the cases of somebody who left or moved is done later, by the clock, from
 * their person_change.
 */
#ifndef PARLEY_STORE_RETIRE_H
#define PARLEY_STORE_RETIRE_H

#include "parley/store.h"

struct person;

/* Everybody active, with facts, by id: of one directory, or (NULL) of all. For a refresh, and for trying rules. */
enum result store_people_known(struct store *st, const char *directory, struct arena *a, struct person **out,
                               size_t *count) MUST_USE;
/* The same, of those alone who have a session. */
enum result store_people_in_session(struct store *st, const char *directory, struct arena *a, struct person **out,
                                    size_t *count) MUST_USE;
/* All that a refresh saw unchanged, at once. */
enum result store_people_refreshed(struct store *st, const int64_t *ids, size_t count, instant now) MUST_USE;
/*
 * Make these inactive: their sessions end with their next request, and their roles are vacant. Not those who were
 * refreshed after `since`: somebody who signed in meanwhile is there.
 */
enum result store_people_retire(struct store *st, const int64_t *ids, size_t count, instant since) MUST_USE;

/*
 * Who left, came back, moved or has other roles, as it happened; written in the transaction of the change itself. Each is
 * for whoever sees to what they held (a clock's work), who settles it.
 */
struct person_change {
	int64_t id, person_id;
	instant at;
	bool active_before, active_after;
	const char *agency_before, *agency_after; /* NULL = none */
	const char *roles_before, *roles_after;   /* role ids, separated by spaces; "" */
};
/* Those that nobody has settled yet, the oldest first. */
enum result store_person_changes(struct store *st, size_t limit, struct arena *a, struct person_change **out,
                                 size_t *count) MUST_USE;
enum result store_person_change_settle(struct store *st, int64_t id, instant now) MUST_USE;

/* How the last refresh of a directory went. kind: "all", "sessions". */
struct directory_refresh {
	const char *directory, *kind;
	instant began, good;       /* good: when the last one that was complete began; INSTANT_NONE = never */
	const char *code;          /* NULL = it was complete */
	const char *said;          /* one sentence, which names nobody */
	size_t people, gone;
};
/* good is made here: it is `began` when code is NULL, and stays what it was when not. */
enum result store_directory_refresh_put(struct store *st, const struct directory_refresh *r) MUST_USE;
/* Everybody is to be read again: none of them counts as complete. */
enum result store_directory_refreshes_outdated(struct store *st) MUST_USE;
enum result store_directory_refreshes(struct store *st, struct arena *a, struct directory_refresh **out,
                                      size_t *count) MUST_USE;

#endif
