/*
 * store_queue.h - queues: what worklists and need to know are made of.
 *
 * A queue is a person, or a role in an agency, or a role of the partnership (agency ""). A person's queues are
 * their own and one for each role held. `waiting` says which escalation waits in which queue, by when; `sight`
 * says which queues may see an escalation. Ids are small integers, made when first needed and never reused.
 */
#ifndef PARLEY_STORE_QUEUE_H
#define PARLEY_STORE_QUEUE_H

#include "parley/store.h"

enum result store_queue(struct store *st, const char *agency_id, const char *role, int64_t person_id,
                        int64_t *out) MUST_USE;

/* Those of roles; agency_id "" for a role of the partnership. */
struct role_queue { int64_t id; const char *agency_id, *role; };
enum result store_role_queues(struct store *st, struct arena *a, struct role_queue **out, size_t *count) MUST_USE;
/* Those of people themselves, for those who have one yet. */
enum result store_own_queues(struct store *st, const int64_t *people, size_t count, struct arena *a, int64_t **out,
                             size_t *out_count) MUST_USE;
/* How many running escalations stand in any of these queues; and how many wait in each that something waits in. */
enum result store_queues_touched(struct store *st, const int64_t *queues, size_t count, size_t *escalations) MUST_USE;
struct queue_waiting { int64_t queue_id; size_t count; };
enum result store_queues_waiting(struct store *st, const int64_t *queues, size_t count, struct arena *a,
                                 struct queue_waiting **out, size_t *out_count) MUST_USE;

#define QUEUES_MAX 64 /* a person holds 15 roles at most, each with up to two queues; store_person_put refuses more: LIMIT */

#endif
