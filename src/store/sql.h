/*
 * sql.h - one connection and its prepared statements; the only part of the store that calls the library.
 *
 * Every statement stands in one table (sql_table.c and its parts by subject) under a name. It is prepared when a
 * connection first needs it and kept. Values go in as struct sql_value, rows come out as struct sql_cell in the caller's arena, fetched by
 * their whole length: a cut column cannot happen.
 *
 * Waiting costs more than computing, so not every statement is waited for (sql_run.c). What was sent and not yet
 * answered is in flight; answers come in the order of sending, and whoever needs one reads those before it first. So
 * any function here may be called while something is in flight. What is sent behind something else is small, or the
 * answers before it are: else both ends could stand with full sockets.
 *
 * Lost connections. A single statement is sent again once on a new connection: all of them may run twice
 * (a key tells the second one, or it does no harm). Inside a transaction nothing is sent again by itself:
 * sql_transaction() starts the whole body anew, unless it was at COMMIT, when it asks `landed`.
 */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <mysql.h>
#include "parley/store.h"
#include "parley/store_queue.h"

/* Each stands in the part of its subject: sql_instance.c, sql_people.c, sql_access.c, sql_cases.c or sql_notices.c. */
enum sql_id {
	SQL_INSTANCE,
	SQL_CLOCK_SET,
	SQL_OUTBOX_RETIME,
	SQL_DEMO_MARK,
	SQL_PREFIX_SET,
	SQL_GENERATION_NEXT,
	SQL_EDITION_FIND,
	SQL_EDITION_ADD,
	SQL_EDITION_RETIRE,
	SQL_EDITION_PUT_IN_FORCE,
	SQL_EDITION_UNRETIRE,
	SQL_INSTANCE_EDITION_SET,
	SQL_EDITIONS,
	SQL_PLAN_PUT,
	SQL_PLANS,
	SQL_PLANS_PAST_REMOVE,
	SQL_PLANS_OF_EDITION_REMOVE,
	SQL_HISTORY_ADD,
	SQL_HISTORY,
	SQL_SETTING,
	SQL_SETTINGS,
	SQL_SETTING_HISTORY,
	SQL_SETTING_ADD,
	SQL_SETTING_LANDED,
	SQL_EDITION_CHOSEN,
	SQL_CLOSED_DAYS,
	SQL_AGENCY_ADD,
	SQL_AGENCY_SET,
	SQL_AGENCY_WORDS_REMOVE,
	SQL_AGENCY_WORD_ADD,
	SQL_AGENCIES,
	SQL_AGENCY_REMOVE,
	SQL_AGENCY_USES,
	SQL_AGENCY_NAMED,
	SQL_ROLE_HELD,
	SQL_PERSON,
	SQL_PERSON_BY_KEY,
	SQL_PERSON_ADD,
	SQL_PERSON_UPDATE,
	SQL_PERSON_REFRESHED,
	SQL_PERSON_QUEUE_SET,
	SQL_PERSON_ROLES_REMOVE,
	SQL_PERSON_ROLE_ADD,
	SQL_PERSON_QUEUES_MAKE,
	SQL_PEOPLE_QUEUES_MAKE,
	SQL_PERSON_QUEUES_SET,
	SQL_PERSON_ROLES_SET,
	SQL_PEOPLE_WITHOUT_ROLE,
	SQL_PERSON_WORDS_REMOVE,
	SQL_PERSON_WORD_ADD,
	SQL_PERSON_FACTS,
	SQL_PERSON_CHANGE_ADD,
	SQL_PERSON_CHANGES,
	SQL_PERSON_CHANGE_SETTLE,
	SQL_PEOPLE_BY_USERNAME,
	SQL_PEOPLE_KNOWN,
	SQL_PEOPLE_IN_SESSION,
	SQL_PERSON_RETIRE_NOTE,
	SQL_PERSON_RETIRE,
	SQL_REFRESH_PUT,
	SQL_REFRESHES_OUTDATED,
	SQL_REFRESHES,
	SQL_WORD_COMMON,
	SQL_PEOPLE_SEARCH,
	SQL_PEOPLE_SEARCH_AGENCY,
	SQL_ROLE_HOLDERS,
	SQL_SEAT_LEFT,
	SQL_SEAT_TAKEN,
	SQL_SEAT_CHANGE,
	SQL_SEAT_ESCALATIONS,
	SQL_SEAT_LOOKED,
	SQL_SEAT_DONE,
	SQL_QUEUE_FIND,
	SQL_QUEUE_ADD,
	SQL_ROLE_QUEUES,
	SQL_OWN_QUEUES,
	SQL_QUEUES_TOUCHED,
	SQL_QUEUES_WAITING,
	SQL_SESSION_ADD,
	SQL_SESSION_FIND,
	SQL_SESSION_SEEN,
	SQL_STAND_INS,
	SQL_ABSENCE_ADD,
	SQL_ABSENCE_CLASH,
	SQL_ABSENCE_END,
	SQL_ABSENCE,
	SQL_ABSENCES_OF_PERSON,
	SQL_ABSENCES_OF_DEPUTY,
	SQL_ABSENCES_OF_TEAM,
	SQL_STANDS_IN_SET,
	SQL_TEAM,
	SQL_ROLE_MAP,
	SQL_VACANT_OF_AGENCY,
	SQL_VACANT_ALL,
	SQL_VACANT_REMOVE,
	SQL_VACANT_ADD,
	SQL_CASES_OF,
	SQL_SESSIONS_ENDING,
	SQL_SESSION_END,
	SQL_EMERGENCY,
	SQL_EMERGENCY_ADD,
	SQL_EMERGENCY_END,
	SQL_EMERGENCY_SESSIONS_END,
	SQL_EMERGENCY_PERSON,
	SQL_EMERGENCY_USE,
	SQL_EMERGENCY_TELL,
	SQL_THROTTLE_ADD,
	SQL_THROTTLE_COUNT,
	SQL_THROTTLE_CLEAR,
	SQL_REFERENCE_NEXT,
	SQL_REFERENCE_READ,
	SQL_ESCALATION_LISTS,
	SQL_ESCALATION_ADD,
	SQL_ESCALATION_UPDATE,
	SQL_EVENT_ADD,
	SQL_EVENT_LANDED,
	SQL_WORKLIST_ADD,
	SQL_WORKLIST_REMOVE,
	SQL_SIGHT_PUT,
	SQL_SIGHT_REMOVE,
	SQL_OPEN_DUTY_PUT,
	SQL_OPEN_DUTY_REMOVE,
	SQL_OUTBOX_ADD,
	SQL_IDEMPOTENCY,
	SQL_IDEMPOTENCY_ADD,
	SQL_ESCALATION_READ,
	SQL_ESCALATION_LOAD,
	SQL_ESCALATION_BATCH,
	SQL_ESCALATION_LAST,
	SQL_ESCALATION_NAMES,
	SQL_ESCALATION_FIND,
	SQL_RUNNING,
	SQL_RUNNING_ALL,
	SQL_RUNNING_COUNTS,
	SQL_RECOUNT_ADD,
	SQL_RECOUNT_ADVANCE,
	SQL_RECOUNTS,
	SQL_RECOUNTS_UNFINISHED,
	SQL_CHAIN,
	SQL_EVENT_CHAIN,
	SQL_ACCESS_LOG,
	SQL_DRAFT_PUT,
	SQL_DRAFTS_MARK,
	SQL_DRAFTS_UNMARK,
	SQL_DRAFT,
	SQL_DRAFT_REMOVE,
	SQL_DRAFTS,
	SQL_UPLOAD_ADD,
	SQL_UPLOADS_COUNT,
	SQL_UPLOAD,
	SQL_UPLOAD_REMOVE,
	SQL_UPLOADS_OLD,
	SQL_FILE_NAMED,
	SQL_ATTACHMENTS_ELSEWHERE,
	SQL_ATTACHMENT_ADD,
	SQL_ATTACHMENT,
	SQL_NOTE_ADD,
	SQL_REQUEST_ADD,
	SQL_REQUEST_QUEUE_ADD,
	SQL_REQUESTS,
	SQL_REQUESTS_WAITING,
	SQL_REQUEST,
	SQL_REQUEST_END,
	SQL_REQUEST_QUEUES_END,
	SQL_REQUESTS_LATE,
	SQL_REQUEST_PEOPLE,
	SQL_REQUEST_CHASED,
	SQL_LESSON_PUT,
	SQL_LESSONS,
	SQL_NOTES,
	SQL_LEASE_TAKE,
	SQL_LEASE_ADD,
	SQL_OUTBOX_FRESH,
	SQL_OUTBOX_SORTED,
	SQL_OUTBOX_DEPUTIES,
	SQL_UNREAD_COUNT,
	SQL_UNREAD,
	SQL_OUTBOX_DUE,
	SQL_OUTBOX_CLAIM,
	SQL_OUTBOX_DONE,
	SQL_DIGEST_PEOPLE,
	SQL_DIGEST_ADD,
	SQL_DIGEST_FILL,
	SQL_DIGEST_MISSED,
	SQL_DIGEST_ITEMS,
	SQL_DIGEST_SENT,
	SQL_UNDELIVERED_ADD,
	SQL_UNDELIVERED,
	SQL_UNDELIVERED_SETTLE,
	SQL_OUTBOX_AGAIN,
	SQL_NOTICES_NEW,
	SQL_NOTICES_READ,
	SQL_NOTICES_MARK,
	SQL_NOTICE_MARK,
	SQL_NOTICES_MARK_CASE,
	SQL_MEETING_PUT,
	SQL_MEETING_PEOPLE_REMOVE,
	SQL_MEETING_PERSON_ADD,
	SQL_FEED_ADD,
	SQL_FEED_REMOVE,
	SQL_FEED_OF,
	SQL_FEED_FIND,
	SQL_FEED_MEETINGS,
	SQL_REMINDERS,
	SQL_REMINDED,
	SQL_OUTBOX_HURRY,
	SQL_OVERDUE,
	SQL_OVERDUE_TOLD,
	SQL_SWEEP_SESSIONS,
	SQL_SWEEP_THROTTLE,
	SQL_SWEEP_IDEMPOTENCY,
	SQL_ENDED,
	SQL_ENDED_REQUESTS,
	SQL_REQUEST_WORDS,
	SQL_ABOUT_SET,
	SQL_EVENT_FIRST,
	SQL_ERASE,
	SQL_ERASED,
	SQL_ERASE_REQUEST,
	SQL_REQUEST_ERASED,
	SQL_HOLD_ADD,
	SQL_HOLD_LIFT,
	SQL_HOLDS,
	SQL_SWEEP_ADD,
	SQL_SWEEP_PUT,
	SQL_SWEEP_ERASES,
	SQL_SWEEP_CONFIRM,
	SQL_SWEEPS,
	SQL_FILES_ERASED,
	SQL_FILE_ERASED_DONE,
	SQL_COUNT,
	/* The worklist over N queues, first page: SQL_WORKLIST + N; a later page: SQL_WORKLIST + QUEUES_MAX + N. */
	SQL_WORKLIST = SQL_COUNT - 1,
	SQL_TOTAL = SQL_COUNT + 2 * QUEUES_MAX
};

/* What made the last call fail, where the result alone does not tell. */
enum sql_failure {
	SQL_FINE,
	SQL_FAILED,
	SQL_LOST,  /* the connection is gone, or its server will do nothing for us: open another */
	SQL_AGAIN, /* rolled back by the server: deadlock, lock wait, Galera certification */
	SQL_DUPLICATE /* a key is there already */
};

/* How one statement ended. */
struct sql_trouble {
	enum result result;
	enum sql_failure failure;
	unsigned error; /* of the library, as it came */
	const char *at; /* name of the statement */
};

/* A statement that was sent, and whose answer is still to be read. */
struct sql_flight {
	int id;           /* or -1: */
	const char *text; /* sent as text: a literal */
	bool awaited;     /* somebody will ask how it ended; else a failure spoils the transaction */
	bool must_find;   /* no row that it fits is a failure too */
};
enum { SQL_FLIGHTS = 32 };

/* One statement that will be needed if the next one allows it: sent behind that one, before its answer is there. */
enum sql_ahead_state { SQL_AHEAD_NONE, SQL_AHEAD_WANTED, SQL_AHEAD_SENT };
struct sql_ahead {
	enum sql_ahead_state state;
	int id;
	char text[48]; /* its only value */
};

struct sql_statement; /* sql_statement.h */
struct queue_known;   /* store_people.c */

struct store {
	struct store_settings settings; /* own copies */
	MYSQL *db;                      /* NULL between a loss and the next use */
	struct sql_statement *statements[SQL_TOTAL];
	enum sql_failure failure;
	unsigned error; /* of the library, as it came */
	const char *at; /* name of the statement that failed */
	char trouble[96];
	uint64_t affected,
	    insert_id; /* of the last statement; affected counts rows that were found */
	uint64_t sent;
	bool in_transaction;
	bool pipelined;      /* the library can send without reading; else all is done one after the other */
	bool autocommit_off; /* as the connection was last told */
	struct sql_flight flights[SQL_FLIGHTS]; /* a ring */
	unsigned flight_first, flight_count;
	struct sql_trouble spoilt; /* the first failure that nobody waited for */
	struct sql_ahead ahead;
	struct queue_known
	    *queues; /* ids that do not change; forgotten with the connection; NULL until needed */
};

/* --- connection (sql_connect.c) --- */
enum result sql_connect(struct store *st) MUST_USE;
void sql_disconnect(struct store *st);
/* Translate an error of the library, once: sets failure, error and at. */
enum result sql_error(struct store *st, unsigned error, const char *at) MUST_USE;
/* A statement without parameters, as text. Rows that it gives are thrown away. Inside a transaction or not, never sent again. */
enum result sql_text_run(struct store *st, const char *text) MUST_USE;

/* --- values in --- */
enum sql_kind { SQL_KIND_NULL, SQL_KIND_INT, SQL_KIND_TEXT, SQL_KIND_BYTES, SQL_KIND_TIME };
struct sql_value {
	enum sql_kind kind;
	int64_t number;    /* INT, TIME */
	const void *bytes; /* TEXT, BYTES */
	size_t length;
};
struct sql_value sql_null(void);
struct sql_value sql_int(int64_t n);
struct sql_value sql_string(const char *s); /* NULL is NULL */
struct sql_value sql_bytes(const void *p, size_t length);
struct sql_value sql_instant(instant t); /* INSTANT_NONE is NULL */
struct sql_value sql_day(day d);         /* a DATE; DAY_NONE is NULL */

/* --- rows out --- */
struct sql_cell {
	bool null;
	int64_t number;   /* whole numbers */
	instant time;     /* DATETIME and DATE; INSTANT_NONE when NULL */
	const char *text; /* everything else, with a NUL behind it; NULL when NULL */
	size_t length;
};
/* Of a DATE; DAY_NONE when NULL. */
day sql_day_of(const struct sql_cell *cell);

/*
 * Run a statement. Its rows, if it has any, are then given by sql_next(); sql_end() lets go of them early.
 * `count` must be the number of its parameters.
 */
enum result sql_run(struct store *st, int id, const struct sql_value *in, size_t count) MUST_USE;
/*
 * The same for what only has to succeed: inside a transaction it is sent, and not waited for. OK then says that it is on
 * its way. If it fails, the transaction does: the next sql_run() says so, or sql_transaction() before it would commit.
 * `affected` and `insert_id` are not known after it. Outside of a transaction it is sql_run().
 */
enum result sql_write(struct store *st, int id, const struct sql_value *in, size_t count) MUST_USE;
/* As sql_write(), inside a transaction only, of a change that has to find its row: somebody else wrote since it was read
 * where it does not, and the transaction begins again. */
enum result sql_write_found(struct store *st, int id, const struct sql_value *in, size_t count) MUST_USE;
/* Sends a statement that has no rows, outside of a transaction, and comes back; sql_answer(), not later than the request is
 * answered, waits and tells how it ended. UNAVAILABLE with SQL_LOST when the connection has gone meanwhile. */
enum result sql_ask(struct store *st, int id, const struct sql_value *in, size_t count) MUST_USE;
enum result sql_answer(struct store *st, int id) MUST_USE;
/* Has the statement, whose only value is `text`, sent right behind the next one that is run outside of a transaction.
 * Nothing, where the text is too long, or where all is done one after the other. */
void sql_ahead(struct store *st, int id, const char *text);
/* As sql_run() with that one value; what sql_ahead() has sent with the same one is not sent again. */
enum result sql_run_ahead(struct store *st, int id, const char *text) MUST_USE;
/* What sql_ahead() has sent and nobody wanted is let go of; waits for its answer. */
void sql_ahead_end(struct store *st);
/* The next row, or false. Strings live in `a`; the cells until the next call. */
bool sql_next(struct store *st, int id, struct arena *a, const struct sql_cell **row);
void sql_end(struct store *st, int id);
/* How many rows a statement that was just run has. */
size_t sql_count(struct store *st, int id);
/* Run, and take the one row that there is; NOT_FOUND if there is none. */
enum result sql_one(struct store *st, int id, const struct sql_value *in, size_t count,
    struct arena *a, const struct sql_cell **row) MUST_USE;
/* The same statement for many rows of values (row by row in `in`), in one round trip. Statements without rows only. */
enum result sql_run_rows(
    struct store *st, int id, const struct sql_value *in, size_t columns, size_t rows) MUST_USE;
enum result sql_write_rows(
    struct store *st, int id, const struct sql_value *in, size_t columns, size_t rows) MUST_USE;

/* A statement with its values: `rows` times `count` of them; 0 rows are one. */
struct sql_step {
	int id;
	const struct sql_value *in;
	size_t count, rows;
};

#define SQL_VALUES(...) \
	(const struct sql_value[]){ __VA_ARGS__ }, \
	    sizeof((const struct sql_value[]){ __VA_ARGS__ }) / sizeof(struct sql_value)
#define SQL_NOTHING NULL, 0

/* --- transactions (sql_transaction.c) --- */
struct sql_work {
	enum result (*body)(struct store *st, void *context); /* may run several times */
	/* After a COMMIT whose answer was lost: OK = it was committed, NOT_FOUND = it was not. NULL: body may run twice. */
	enum result (*landed)(struct store *st, void *context);
	void *context;
};
enum result sql_transaction(struct store *st, const struct sql_work *work) MUST_USE;

/* --- the table (sql_table.c) --- */
const char *sql_table_name(int id);
/* The text of a statement; made in `a` where it depends on the number of queues. */
const char *sql_table_text(int id, struct arena *a);

/* Later than any date: how 'no date' is kept where it has to sort last. */
#define SQL_FAR INT64_C(253402300799999999) /* 9999-12-31T23:59:59.999999Z */

#endif
