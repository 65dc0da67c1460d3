/*
 * store_fixture.h - a fresh database for each test of the store, on the private server that store_test.sh starts.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <check.h>
#include <mysql.h>
#include "parley/store.h"
#include "parley/digest.h"
#include "parley/store_append.h"
#include "parley/store_escalation.h"

/* Thursday 23 December 2027, 10:00. */
#define MORNING INT64_C(1829556000000000)
#define DAY (24 * INSTANT_HOUR)

struct world {
	struct arena *a;
	MYSQL *root; /* the database's administrator */
	struct store *owner, *st;
	int64_t edition;
	int64_t amina, grace, lee; /* social worker; nurse; manager of the social worker */
	int64_t amina_queue, grace_queue, practitioners_queue; /* ... of the hospital */
};
extern struct world w;

void fixture_setup(void); /* a database as migrations leave it, and three people */
void fixture_teardown(void);
/* For a test that changes tables, accounts or grants: the next one gets a database that is migrated anew. */
void fixture_discard(void);

/* As the administrator, past everything that the store would allow. */
void root_run(const char *sql);
int64_t root_number(const char *sql);
MYSQL *raw_connect(const char *user);
void raw_run(MYSQL *db, const char *sql);
/* A transaction that holds the head of that case. */
MYSQL *head_lock(int64_t id);
/* Every connection of a worker. */
void kill_workers(void);
struct store *worker_open(void);
/* ... by that socket instead. */
struct store *store_through(const char *socket);
struct store_settings worker_settings(void);

/* Of the case that was raised first: what it has, and all that was written beside. */
#define EVERYTHING \
	"SELECT (SELECT COUNT(*) FROM event) * 1000 + (SELECT COUNT(*) FROM idempotency) * 100 + " \
	"(SELECT COUNT(*) FROM access_log) * 10 + (SELECT version FROM escalation ORDER BY id LIMIT 1)"
#define ONE_EVENT (1000 + 100 + 10 + 1)

#define ck_ok(expression) ck_assert_int_eq((expression), RESULT_OK)

/* --- cases --- */

/* A projection and one event, ready to be changed by a test. */
struct sample {
	struct projection projection;
	struct waiting_row waiting[4];
	struct sight_row sight[8];
	struct open_duty open[4];
	struct stored_event events[4];
	struct append append;
	uint8_t digest[DIGEST_SIZE];
};
/* A new case of Amina against the hospital, waiting for its practitioners until `due`; key NULL = as the program. */
void sample_raise(struct sample *s, instant due, const char *key);
/* The next event of the same case. */
void sample_next(
    struct sample *s, int64_t id, uint32_t expect, const char *payload, const char *key);
int64_t raise_one(instant due);

#endif
