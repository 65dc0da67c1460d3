/*
 * store_append.h - appending: events, what lists need of them and whom they tell, in one transaction.
 *
 * Either all of it is kept or nothing: events with their hash chain, projection, notices, idempotency row, access log. The
 * same idempotency key again gives the kept answer. Two who act on the same version: the second gets CONFLICT.
 */
#ifndef PARLEY_STORE_APPEND_H
#define PARLEY_STORE_APPEND_H

#include "parley/store.h"
#include "parley/store_escalation.h"

struct request_end;

/* What lists need, made from the fold; every field is replaced with each event. */
struct waiting_row {
	int64_t queue_id;
	instant due; /* INSTANT_NONE sorts last */
	bool aside;  /* only something else waits in this queue than the duty at hand */
};
struct sight_row { int64_t queue_id; bool informed_only; };
struct projection {
	const char *phase, *stage_id, *stage_name;
	bool ended;
	const char *raising_agency_id, *raising_agency, *receiving_agency_id, *receiving_agency;
	const char *duty_text, *duty_clause, *turn; /* of the duty at hand; NULL when ended. turn: "raising", "receiving", "both", "partnership" */
	const char *due_words;     /* when there is a duty without a date */
	instant next_due;          /* of the duty at hand */
	bool immediate_risk;
	instant raised, changed;
	int64_t edition_id;        /* under which it runs now */
	const struct waiting_row *waiting; size_t waiting_count;
	const struct sight_row *sight; size_t sight_count; /* only ever added to: who has been brought in stays in */
	const int64_t *gone; size_t gone_count; /* but for these queues, of people who have left */
	/* Places that need a new person; written only where there ever was one. agency NULL: the partnership. */
	const struct vacant_row { int side; const char *agency_id; int64_t person_id; instant since; } *vacant;
	size_t vacant_count; bool vacant_ever;
	/* Added to, and brought up to date: */
	const struct lesson_row {
		uint32_t seq, answer_seq;
		bool open;
		instant raised, due;
	} *lessons;
	size_t lesson_count;
	/* meetings, for calendars; written only when `meetings_changed` */
	const struct meeting_row {
		int64_t id; int sequence, minutes; const char *state; instant starts;
		const int64_t *people; size_t people_count;
	} *meetings; size_t meeting_count; bool meetings_changed;
	/* open duties with a date, for the clock: */
	const struct open_duty {
		const char *key;
		instant due;
		instant remind_at;
		bool sooner; /* remind_at counts also where its date stays: it is earlier than it was */
	} * open;
	size_t open_count;
};
/*
 * Mail and in-app notices, kept in the same transaction, sent by parley-clock. No case content. not_before: the mail waits
 * until then; earlier than now = at once. morning: it may go in its person's digest of the day, which is one message.
 */
struct outbox_row {
	int64_t person_id;
	const char *mailbox, *kind, *duty_key;
	instant due, not_before;
	bool morning;
	int64_t recount;           /* told once for all cases of this pass (struct recount), and of no case; 0 = of this case */
	const char *request;       /* told once for all cases of this request, by its id, and of no case; NULL = of this case */
};

struct append {
	int64_t escalation_id;     /* 0 = a new one; then edition_id counts and *reference is made */
	int64_t edition_id;
	uint32_t expect;           /* version that the events were folded on; another one → CONFLICT */
	/* seq = expect + 1 …; none at all is allowed for an escalation that is there: then only the outbox, and the
	 * projection if it is not NULL, are written. */
	const struct stored_event *events; size_t event_count;
	const struct projection *projection;
	const struct outbox_row *outbox; size_t outbox_count;
	bool at_once;              /* what waits of this case for working time, or for the digest of a morning, goes now */
	int64_t person_id;         /* who acts; 0 = the program */
	const char *idempotency_key; /* NULL for the program */
	const uint8_t *request_digest; /* the same key with another request → INVALID */
	const char *answer;        /* what will be answered, kept with the key (the reference is put in for "%REFERENCE%") */
	const char *draft_key;     /* to be removed; NULL */
	int64_t upload_id;         /* becomes an attachment of the last event; 0 = none */
	const struct request_end *raises; /* the request that this escalation answers; NULL */
	const char *request_id;    /* for the access log */
	instant now;
};
struct append_result { int64_t escalation_id; const char *reference; const char *replayed; /* earlier answer of the same key, or NULL */ };
enum result store_append(struct store *st, const struct append *what, struct arena *a, struct append_result *out,
                         struct fault *f) MUST_USE;
/* The kept answer of an idempotency key, before any work is done; NOT_FOUND when it is new; INVALID when it was used for another request. */
enum result store_idempotent(struct store *st, int64_t person_id, const char *key, const uint8_t *request_digest,
                             struct arena *a, const char **answer) MUST_USE;

/* Replace the projection only, if the version is still the same. */
enum result store_project(struct store *st, int64_t id, uint32_t version, const struct projection *p) MUST_USE;

#endif
