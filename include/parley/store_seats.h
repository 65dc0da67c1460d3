/*
 * store_seats.h - seats: who stands where in the partnership and in running escalations, and which places need a new person.
 *
 * Somebody who leaves, moves or gets other roles leaves queues behind, or fills some that nobody held. Those are noted
 * (store_seats_left), and the clock walks the escalations that stand in them, a few at a time.
 */
#ifndef PARLEY_STORE_SEATS_H
#define PARLEY_STORE_SEATS_H

#include "parley/store.h"

struct person_change;

/* Active holders of every role in every agency, by agency and role; one row for each absence in [from, to). */
struct role_holding {
	const char *agency_id, *role;
	int64_t person_id;
	const char *name, *title;
	instant away_from, away_until; /* INSTANT_NONE: not away */
	const char *deputy;            /* NULL: nobody stands in */
	const char *directory, *directory_key;
};
enum { ROLE_MAP_MAX = 50000 };
enum result store_role_map(struct store *st, instant from, instant to, struct arena *a, struct role_holding **out,
                           size_t *count) MUST_USE;
/* Places of running escalations that need a new person, the longest first; of one agency, or (NULL) all. */
struct vacant_seat {
	const char *reference;
	int64_t escalation_id, edition_id;
	int side;                      /* as enum side */
	const char *agency_id;         /* "" = the partnership */
	int64_t person_id; const char *person; /* who was named there; 0, NULL: nobody held the role */
	instant since;
	const char *stage_name;
};
enum result store_vacant_seats(struct store *st, const char *agency_id, size_t limit, struct arena *a,
                               struct vacant_seat **out, size_t *count) MUST_USE;
/* Running escalations that somebody is a party of by name. */
enum result store_cases_of(struct store *st, int64_t person_id, size_t limit, struct arena *a, int64_t **out,
                           size_t *count) MUST_USE;

/*
 * What somebody held may need a new person: their queue, and those of the roles that they had; what they were given may have
 * had none: the queues of those roles, where a running escalation waits for somebody. Settles the change.
 */
enum result store_seats_left(struct store *st, const struct person_change *change, struct arena *a, instant now) MUST_USE;
/*
 * Queues that somebody has left: the running escalations that wait in one, or
 * that it is a party of, after `looked`. One queue a call; NOT_FOUND: there is none. store_seats_looked() says how far the
 * caller came; with last = 0 the queue is done.
 */
struct seat_change { int64_t queue_id, looked; };
enum result store_seats_changed(struct store *st, size_t limit, struct arena *a, struct seat_change *out,
                                int64_t **escalations, size_t *count) MUST_USE;
enum result store_seats_looked(struct store *st, const struct seat_change *change, int64_t last) MUST_USE;

#endif
