/*
 * store_session.h - sessions, and the failed sign-ins that slow down the next.
 */
#ifndef PARLEY_STORE_SESSION_H
#define PARLEY_STORE_SESSION_H

#include "parley/digest.h"
#include "parley/store.h"
#include "parley/store_instance.h"
#include "parley/store_people.h"
#include "parley/store_queue.h"

/* Somebody who is away, for whom the session's person acts meanwhile. */
enum { STAND_INS_MAX = 4 };
struct stand_in { struct person person; instant until; };
/* What every request asks costs every request: the person's agency and sector, and the edition in force, are left empty by
 * store_session_find(), and filled in from the snapshot by app_session(). */
struct session {
	uint8_t token_hash[DIGEST_SIZE];
	struct person person;
	char csrf[44];
	instant created, seen;
	int64_t queues[QUEUES_MAX]; size_t queue_count; /* with those of the people who are away */
	instant stands_in_until;   /* the last day on which they are anybody's deputy; INSTANT_NONE: of nobody */
	struct stand_in stand_ins[STAND_INS_MAX]; size_t stand_in_count; /* by store_session_stand_ins() */
	bool emergency;            /* it is the emergency administrator's: settings and nothing else */
	bool drafts;               /* the person may have kept some: else nobody needs to look for one */
	int unread;                /* notices that the person has not read, to a hundred */
	struct instance instance;  /* came with it, in the same statement */
};
enum result store_session_add(struct store *st, const uint8_t token_hash[DIGEST_SIZE], int64_t person_id,
                              const char *csrf, instant now) MUST_USE;
/* How long a session lasts without a request, and in all. */
struct session_limits { int64_t idle_seconds, absolute_seconds; };
/* How many of the sessions that last at `now` under the old limits would be over under the new ones. */
enum result store_sessions_ending(struct store *st, instant now, const struct session_limits *old,
                                  const struct session_limits *new, size_t *count) MUST_USE;
/* One statement. NOT_FOUND when there is none, it is past idle or absolute limit (seconds), or the person is not active. */
enum result store_session_find(struct store *st, const uint8_t token_hash[DIGEST_SIZE], instant now,
                               int64_t idle_seconds, int64_t absolute_seconds, struct arena *a,
                               struct session *out) MUST_USE;
/* Asked only where stands_in_until says so: the people of their agency who are away at `now` (the instance's time) and for
 * whom they act; their queues become the session's too. */
enum result store_session_stand_ins(struct store *st, instant now, struct arena *a, struct session *s) MUST_USE;
enum result store_session_seen(struct store *st, const uint8_t token_hash[DIGEST_SIZE], instant now) MUST_USE;
enum result store_session_end(struct store *st, const uint8_t token_hash[DIGEST_SIZE]) MUST_USE;
/* Failed sign-ins of the last `window` seconds under a key (hash of account, or of address). */
enum result store_throttle_add(struct store *st, const uint8_t key[DIGEST_SIZE], instant now) MUST_USE;
enum result store_throttle_count(struct store *st, const uint8_t key[DIGEST_SIZE], instant since, int *out) MUST_USE;
enum result store_throttle_clear(struct store *st, const uint8_t key[DIGEST_SIZE]) MUST_USE;

#endif
