/*
 * store_feed.h - calendar feeds: one a person, by the hash of a secret.
 */
#ifndef PARLEY_STORE_FEED_H
#define PARLEY_STORE_FEED_H

#include "parley/digest.h"
#include "parley/store.h"
#include "parley/store_queue.h"

enum result store_feed_put(struct store *st, int64_t person_id, const uint8_t token_hash[DIGEST_SIZE], instant now) MUST_USE;
enum result store_feed_remove(struct store *st, int64_t person_id) MUST_USE; /* OK when there was none */
enum result store_feed_of(struct store *st, int64_t person_id, instant *made) MUST_USE; /* NOT_FOUND */
struct feed_reader { int64_t person_id; int64_t queues[QUEUES_MAX]; size_t queue_count; };
/* Whose it is, with the queues of today; NOT_FOUND when it was revoked or they have left. */
enum result store_feed_find(struct store *st, const uint8_t token_hash[DIGEST_SIZE], struct feed_reader *out) MUST_USE;
/* Meetings that are set and that the person is asked to, from `since` on. */
struct feed_meeting { const char *reference; int64_t meeting_id; int sequence; instant starts; int minutes; };
enum result store_feed_meetings(struct store *st, int64_t person_id, instant since, size_t limit, struct arena *a,
                                struct feed_meeting **out, size_t *count) MUST_USE;

#endif
