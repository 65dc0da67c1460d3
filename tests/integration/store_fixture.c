/*
 * store_fixture.c - a fresh database for each test of the store.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <mysqld_error.h>
#include "parley/buffer.h"
#include "parley/digest.h"
#include "parley/store_agency.h"
#include "parley/store_edition.h"
#include "parley/store_migrate.h"
#include "parley/store_people.h"
#include "parley/store_queue.h"
#include "parley/store_setting.h"
#include "store_fixture.h"

struct world w;

static const char *
from_environment(const char *name)
{
	const char *value = getenv(name);

	if (!value) {
		fprintf(stderr, "%s is not set: run tests/integration/store_test.sh\n", name);
		exit(2);
	}
	return value;
}

MYSQL *
raw_connect(const char *user)
{
	MYSQL *db = mysql_init(NULL);
	bool root = strcmp(user, "root") == 0;

	if (!mysql_real_connect(db, "localhost", user, root ? "" : user, root ? NULL : "parley", 0,
		from_environment("PARLEY_TEST_SOCKET"), 0))
		ck_abort_msg("%s", mysql_error(db));
	return db;
}

void
root_run(const char *sql)
{
	if (mysql_query(w.root, sql))
		ck_abort_msg("%s: %s", sql, mysql_error(w.root));
	MYSQL_RES *rows = mysql_store_result(w.root);
	mysql_free_result(rows);
}

int64_t
root_number(const char *sql)
{
	if (mysql_query(w.root, sql))
		ck_abort_msg("%s: %s", sql, mysql_error(w.root));
	MYSQL_RES *rows = mysql_store_result(w.root);
	MYSQL_ROW row = mysql_fetch_row(rows);
	int64_t n = row && row[0] ? strtoll(row[0], NULL, 10) : -1;
	mysql_free_result(rows);
	return n;
}

void
raw_run(MYSQL *db, const char *sql)
{
	ck_assert_msg(mysql_query(db, sql) == 0, "%s", mysql_error(db));
}

MYSQL *
head_lock(int64_t id)
{
	MYSQL *db = raw_connect("root");

	raw_run(db, "USE parley");
	raw_run(db, "BEGIN");
	raw_run(db, arena_format(w.a, "UPDATE escalation SET turn = 'both' WHERE id = %lld", (long long)id));
	return db;
}

/* One that is ending by itself may be gone before it is killed. */
void
kill_workers(void)
{
	for (int64_t id;
	     (id = root_number("SELECT MAX(id) FROM information_schema.processlist WHERE user = "
			       "'parley_worker' AND command <> 'Killed'")) > 0;) {
		if (mysql_query(w.root, arena_format(w.a, "KILL %lld", (long long)id)) != 0)
			ck_assert_uint_eq(mysql_errno(w.root), ER_NO_SUCH_THREAD);
	}
}

struct store_settings
worker_settings(void)
{
	return (struct store_settings){
		.socket = from_environment("PARLEY_TEST_SOCKET"),
		.database = "parley",
		.user = "parley_worker",
		.password = "parley_worker",
		.statement_seconds = 5,
	};
}

struct store *
worker_open(void)
{
	struct store_settings s = worker_settings();
	struct store *st;

	ck_ok(store_open(&s, &st, NULL));
	return st;
}

struct store *
store_through(const char *socket)
{
	struct store_settings s = worker_settings();
	struct store *st;

	s.socket = socket;
	ck_ok(store_open(&s, &st, NULL));
	return st;
}

static void
people_make(void)
{
	const struct agency agencies[] = {
		{ "csc", "Marlowe Children's Social Care", "childrens-social-care", "Marlowe CSC", DAY_NONE },
		{ "hospital", "Marlowe General Hospital", "health", NULL, DAY_NONE },
	};
	const struct person people[] = {
		{ .directory = "council",
		    .directory_key = "k-amina",
		    .username = "amina",
		    .name = "Amina Okafor",
		    .title = "Social Worker",
		    .mail = "amina@marlowe.test",
		    .agency_id = "csc",
		    .manager_key = "k-lee",
		    .roles = "practitioner",
		    .active = true,
		    .refreshed_at = MORNING },
		{ .directory = "council",
		    .directory_key = "k-grace",
		    .username = "grace",
		    .name = "Grace O’Brien-Lin",
		    .title = "Staff Nurse",
		    .mail = "grace@marlowe.test",
		    .agency_id = "hospital",
		    .roles = "practitioner",
		    .active = true,
		    .refreshed_at = MORNING },
		{ .directory = "council",
		    .directory_key = "k-lee",
		    .username = "lee",
		    .name = "Lee Sørensen",
		    .title = "Team Manager",
		    .agency_id = "csc",
		    .roles = "line-manager panel",
		    .administrator = true,
		    .active = true,
		    .refreshed_at = MORNING },
	};

	for (size_t i = 0; i < 2; i++)
		ck_ok(store_agency_put(w.owner, &agencies[i]));
	ck_ok(store_person_put(w.st, &people[0], &w.amina));
	ck_ok(store_person_put(w.st, &people[1], &w.grace));
	ck_ok(store_person_put(w.st, &people[2], &w.lee));
	ck_ok(store_queue(w.st, NULL, NULL, w.amina, &w.amina_queue));
	ck_ok(store_queue(w.st, NULL, NULL, w.grace, &w.grace_queue));
	ck_ok(store_queue(w.st, "hospital", "practitioner", 0, &w.practitioners_queue));
}

/*
 * --- the database: migrated once, emptied for each test ---
 *
 * The database parley_made knows how: its procedure empties what has rows and puts back what the migrations themselves had
 * filled in. It is made last, so where it is missing (the first test, or after one that meddled with tables and said so by
 * fixture_discard) all is made anew.
 */

static struct store *
owner_open(struct fault *f)
{
	struct store_settings s = worker_settings();
	struct store *owner;

	s.user = s.password = "parley_owner";
	s.owner = true;
	if (store_open(&s, &owner, f) != RESULT_OK)
		ck_abort_msg("%s", f->sentence);
	return owner;
}

static void
reset_add(struct buffer *b, const char *table)
{
	buffer_format(b,
	    "IF EXISTS (SELECT 1 FROM parley.%s) THEN DELETE FROM parley.%s; END IF;\n", table,
	    table);
	if (root_number(arena_format(w.a, "SELECT EXISTS (SELECT 1 FROM parley.%s)", table)) == 0)
		return;
	root_run(
	    arena_format(w.a, "CREATE TABLE parley_made.%s SELECT * FROM parley.%s", table, table));
	buffer_format(b, "INSERT INTO parley.%s SELECT * FROM parley_made.%s;\n", table, table);
}

static void
reset_make(void)
{
	struct buffer b;
	MYSQL_RES *tables;

	root_run("CREATE DATABASE parley_made");
	buffer_init(&b, 0);
	buffer_string(
	    &b, "CREATE PROCEDURE parley_made.reset() BEGIN SET foreign_key_checks = 0;\n");
	ck_assert_int_eq(mysql_query(w.root, "SHOW TABLES FROM parley"), 0);
	tables = mysql_store_result(w.root);
	for (MYSQL_ROW row; (row = mysql_fetch_row(tables));)
		reset_add(&b, row[0]);
	mysql_free_result(tables);
	buffer_string(&b, "SET foreign_key_checks = 1; END");
	root_run(b.data);
	buffer_clear(&b);
}

static void
database_make(struct fault *f)
{
	struct migration *done;
	size_t count;

	root_run("DROP DATABASE IF EXISTS parley");
	root_run("CREATE DATABASE parley CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci");
	root_run("DROP USER IF EXISTS parley_owner@localhost, parley_worker@localhost");
	root_run("CREATE USER parley_owner@localhost IDENTIFIED BY 'parley_owner'");
	root_run("CREATE USER parley_worker@localhost IDENTIFIED BY 'parley_worker'");
	root_run("GRANT ALL PRIVILEGES ON parley.* TO parley_owner@localhost WITH GRANT OPTION");
	w.owner = owner_open(f);
	if (store_migrate(w.owner, from_environment("PARLEY_TEST_SQL"), w.a, &done, &count, f) !=
	    RESULT_OK)
		ck_abort_msg("%s", f->sentence);
	reset_make();
}

void
fixture_discard(void)
{
	root_run("DROP DATABASE parley_made");
}

void
fixture_setup(void)
{
	const struct settings_change change = { "policy-import", NULL, NULL, 0, MORNING };
	struct fault f;

	memset(&w, 0, sizeof w);
	/* A test that stopped the server and did not come to its end must not stop the others. */
	kill((pid_t)strtol(from_environment("PARLEY_TEST_PID"), NULL, 10), SIGCONT);
	w.a = arena_new();
	fault_init(&f, w.a);
	w.root = raw_connect("root");
	if (root_number(
		"SELECT COUNT(*) FROM information_schema.routines WHERE routine_schema = 'parley_made'") ==
	    0) {
		root_run("DROP DATABASE IF EXISTS parley_made");
		database_make(&f);
	} else {
		root_run("ALTER USER parley_worker@localhost ACCOUNT UNLOCK");
		root_run("CALL parley_made.reset()");
		w.owner = owner_open(&f);
	}
	root_run("USE parley");
	w.st = worker_open();
	ck_ok(store_edition_add(
	    w.owner, "redbridge", "4th edition", "{\"text\":1}", &change, &w.edition));
	ck_ok(store_edition_in_force_set(w.owner, w.edition, &change));
	people_make();
}

void
fixture_teardown(void)
{
	store_close(w.st);
	store_close(w.owner);
	mysql_close(w.root);
	arena_free(w.a);
}

/* --- cases --- */

static void
sample_fill(struct sample *s, const char *payload, const char *key)
{
	digest_sha256(&(struct digest_part){ payload, strlen(payload) }, 1, s->digest);
	s->append.projection = &s->projection;
	s->append.events = s->events;
	s->append.event_count = 1;
	s->append.person_id = key ? w.amina : 0;
	s->append.idempotency_key = key;
	s->append.request_digest = key ? s->digest : NULL;
	s->append.answer = "{\"reference\":\"%REFERENCE%\"}";
	s->append.request_id = "request-1";
	s->events[0] =
	    (struct stored_event){ s->append.expect + 1, payload, strlen(payload), s->append.now, false };
}

void
sample_raise(struct sample *s, instant due, const char *key)
{
	memset(s, 0, sizeof *s);
	s->waiting[0] = (struct waiting_row){ .queue_id = w.practitioners_queue, .due = due };
	s->sight[0] = (struct sight_row){ w.amina_queue, false };
	s->sight[1] = (struct sight_row){ w.practitioners_queue, false };
	s->sight[2] = (struct sight_row){ w.grace_queue, true };
	s->open[0] = (struct open_duty){ "speak", due, INSTANT_NONE, false };
	s->projection = (struct projection){
		.phase = "open",
		.stage_id = "1",
		.stage_name = "Practitioner to practitioner",
		.raising_agency_id = "csc",
		.raising_agency = "Marlowe Children's Social Care",
		.receiving_agency_id = "hospital",
		.receiving_agency = "Marlowe General Hospital",
		.duty_text = "Speak to whoever raised it",
		.duty_clause = "4.4",
		.turn = "receiving",
		.next_due = due,
		.raised = MORNING,
		.changed = MORNING,
		.waiting = s->waiting,
		.waiting_count = 1,
		.sight = s->sight,
		.sight_count = 3,
		.open = s->open,
		.open_count = due == INSTANT_NONE ? 0 : 1,
	};
	s->append.edition_id = w.edition;
	s->append.now = MORNING;
	sample_fill(s, "{\"kind\":\"raised\"}", key);
}

void
sample_next(struct sample *s, int64_t id, uint32_t expect, const char *payload, const char *key)
{
	s->append.escalation_id = id;
	s->append.expect = expect;
	s->append.now = MORNING + (instant)expect * INSTANT_HOUR;
	s->projection.changed = s->append.now;
	sample_fill(s, payload, key);
}

int64_t
raise_one(instant due)
{
	struct sample s;
	struct append_result done;

	sample_raise(&s, due, NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	return done.escalation_id;
}
