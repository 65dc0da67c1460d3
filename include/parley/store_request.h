/*
 * store_request.h - requests to raise: no events, and nothing of them outside the asker's agency (docs/decisions/0022).
 */
#ifndef PARLEY_STORE_REQUEST_H
#define PARLEY_STORE_REQUEST_H

#include "parley/store.h"

struct session;

enum request_state { REQUEST_ASKED, REQUEST_REFUSED, REQUEST_RAISED, REQUEST_TAKEN_BACK };
struct raise_request {
	int64_t id, person_id;     /* who asks */
	bool asker_left;           /* and has no account any more */
	const char *name, *title, *agency_id; /* as they were that day; title may be NULL */
	const char *asked;         /* who was asked, one a line */
	instant at;
	bool immediate_risk;
	enum request_state state;
	instant answered_at;       /* INSTANT_NONE; also of raising and of taking back */
	int64_t answered_by;
	const char *answered_name, *answered_title;
	const char *reason;        /* NULL */
	const char *reference;     /* of the escalation; NULL */
	const char *payload; size_t length; /* what they wrote (codec: event_payload_read); only by store_request() */
	bool waits_here;           /* the reader is one of those who were asked; only by store_request() */
};
/* Notices of one kind, in the same transaction. */
struct request_telling { const char *kind; const int64_t *people; size_t count; };
struct request_add {
	struct raise_request request;
	const int64_t *queues; size_t queue_count; /* whom it waits for */
	struct request_telling tell;
	instant chase_at;
	const char *request_key, *draft_key, *request_id;
};
/* The same request key of the same person again adds nothing. */
enum result store_request_add(struct store *st, const struct request_add *what, struct arena *a) MUST_USE;
/* One's own, newest first; those that wait for somebody, oldest first. */
enum result store_requests(struct store *st, int64_t person_id, size_t limit, struct arena *a, struct raise_request **out,
                           size_t *count) MUST_USE;
enum result store_requests_waiting(struct store *st, const struct session *s, size_t limit, struct arena *a,
                                   struct raise_request **out, size_t *count) MUST_USE;
/* NOT_FOUND for whoever neither asked nor was asked. */
enum result store_request(struct store *st, int64_t id, const struct session *s, struct arena *a,
                          struct raise_request *out) MUST_USE;
struct request_end {
	int64_t id;
	enum request_state state;
	const char *reason;        /* NULL */
	int64_t escalation_id;     /* 0 */
	int64_t by; const char *by_name, *by_title;
	struct request_telling tell;
	const char *draft_key, *request_id;
	instant now;
};
/* CONFLICT: it is answered already. What was refused can still be raised. */
enum result store_request_end(struct store *st, const struct request_end *what, struct arena *a) MUST_USE;
/* Inside a transaction of the store's own, without telling anybody. */
enum result store_request_settle(struct store *st, const struct request_end *what) MUST_USE;
/*
 * What nobody has answered by its time, and, whenever its time is, what says immediate risk and waits for nobody who is still
 * there; who but the asker can answer it now; and that they were told again, or for whom else it waits from now on. Telling is
 * once for each chase_at.
 */
struct request_late { int64_t id, person_id; instant chase_at; const char *agency_id; bool immediate_risk; };
enum result store_requests_late(struct store *st, instant now, size_t limit, struct arena *a, struct request_late *out,
                                size_t *count) MUST_USE;
enum result store_request_people(struct store *st, const struct request_late *late, size_t limit, struct arena *a, int64_t **out,
                                 size_t *count) MUST_USE;
struct request_chase {
	struct request_late late;
	const int64_t *queues; size_t queue_count; /* for whom it waits too */
	instant next;
	struct request_telling tell[2];
	instant now;
};
enum result store_request_chased(struct store *st, const struct request_chase *what, struct arena *a) MUST_USE;

#endif
