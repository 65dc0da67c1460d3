/*
 * store_escalation.h - escalations as kept: the head, and the events that are the case.
 *
 * Nothing here knows what an event means: the payload is the codec's, and the app folds. Who may see one is said by the
 * queues of the reader (store_queue.h). Every read of a case is logged (store_access_log).
 */
#ifndef PARLEY_STORE_ESCALATION_H
#define PARLEY_STORE_ESCALATION_H

#include "parley/store.h"

struct escalation_head {
	int64_t id;
	const char *reference;     /* "MSP-2027-000001": prefix of the instance, year of raising, number from a counter row */
	int64_t edition_id;
	uint32_t version;          /* seq of the last event */
};

/* An event as kept: payload is canonical JSON made by the codec; the chain is made here. */
struct stored_event {
	uint32_t seq; const char *payload; size_t length; instant recorded;
	bool by_program;           /* though a person acts in the same append */
};

/*
 * Has that escalation read together with the next statement, which is the session's: one wait for both. Nobody sees anything
 * of it except through store_escalation(), which asks who may. _end, when the request is answered, lets go of what was not
 * asked for; it may wait for the database, so not before: how long a refusal takes would tell what is there.
 */
void store_escalation_ahead(struct store *st, const char *reference);
void store_escalation_ahead_end(struct store *st);
/*
 * Head and events of one escalation, if one of the queues may see it (else NOT_FOUND), in at most two statements.
 * *informed_only is true when every queue that may see it is only informed. GONE: it was erased.
 */
enum result store_escalation(struct store *st, const char *reference, const int64_t *queues, size_t queue_count,
                             struct arena *a, struct escalation_head *head, struct stored_event **events,
                             size_t *count, bool *informed_only) MUST_USE;
/* Without the sight check: for the program itself (clock, `parley audit rebuild`). GONE: it was erased. */
enum result store_escalation_load(struct store *st, int64_t id, struct arena *a, struct escalation_head *head,
                                  struct stored_event **events, size_t *count) MUST_USE;
/* The next `limit` escalations by id, behind `after`, with their events, in one statement; erased ones are left out. */
struct stored_escalation { struct escalation_head head; struct stored_event *events; size_t event_count; };
enum result store_escalation_batch(struct store *st, int64_t after, size_t limit, struct arena *a,
                                   struct stored_escalation **out, size_t *count) MUST_USE;
/* The greatest id that there is; 0 for none. */
enum result store_escalation_last(struct store *st, int64_t *id) MUST_USE;
/* All of them by id, erased ones too. */
struct escalation_name { int64_t id; const char *reference; bool erased; };
enum result store_escalation_names(struct store *st, int64_t after, size_t limit, struct arena *a,
                                   struct escalation_name **out, size_t *count) MUST_USE;
/* NOT_FOUND. */
enum result store_escalation_find(struct store *st, const char *reference, int64_t *id) MUST_USE;

enum result store_access_log(struct store *st, int64_t person_id, const char *what, int64_t escalation_id,
                             const char *request_id, instant now) MUST_USE;
/*
 * The same while something else is done: _begin sends it, _end waits for it. Nothing of what was read may be answered unless
 * _end says OK. A connection that was lost in between costs nothing: _end then logs it anew.
 */
struct access { int64_t person_id; const char *what; int64_t escalation_id; const char *request_id; instant now; };
void store_access_log_begin(struct store *st, const struct access *read);
enum result store_access_log_end(struct store *st, const struct access *read) MUST_USE;

#endif
