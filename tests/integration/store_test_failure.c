/*
 * store_test_failure.c - a database that is lost, slow or gone: nothing half-written, nothing twice, and the
 * same request may be sent again.
 */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "parley/store_chain.h"
#include "parley/store_draft.h"
#include "parley/store_session.h"
#include "store_fixture.h"
#include "store_proxy.h"
#include "store_suites.h"
#include "../../src/store/sql.h" /* what only the inside of a store can set */

/* --- an append in a thread of its own --- */

struct appending {
	pthread_t thread;
	struct store *st;
	struct arena *a;
	struct sample sample;
	struct append_result done;
	enum result result;
};

static void *
append_run(void *context)
{
	struct appending *p = context;

	p->result = store_append(p->st, &p->sample.append, p->a, &p->done, NULL);
	return NULL;
}

/* The second event of case `id`, by Amina, under a key. */
static void
append_begin(struct appending *p, struct store *st, int64_t id)
{
	p->st = st;
	p->a = arena_new();
	sample_raise(&p->sample, MORNING + 3 * DAY, NULL);
	sample_next(&p->sample, id, 1, "{\"kind\":\"contact\"}", "key-1");
	pthread_create(&p->thread, NULL, append_run, p);
}

static void
append_end(struct appending *p)
{
	pthread_join(p->thread, NULL);
	arena_free(p->a);
}

/* Waits until a worker's connection is at such a statement, in the middle of its transaction; its id. */
static int64_t
connection_at(const char *statement)
{
	const char *sql = arena_format(w.a,
	    "SELECT MAX(id) FROM information_schema.processlist WHERE user = 'parley_worker' AND info LIKE '%s%%'",
	    statement);
	int64_t id;

	do {
		id = root_number(sql);
	} while (id <= 0);
	return id;
}

/* ... at the head's lock: the events, the key and the line of the access log are sent behind it already. */
static int64_t
blocked_connection(void)
{
	return connection_at("UPDATE escalation SET");
}

static MYSQL *
head_lock(int64_t id)
{
	MYSQL *db = raw_connect("root");

	ck_assert_int_eq(mysql_query(db, "USE parley"), 0);
	ck_assert_int_eq(mysql_query(db, "BEGIN"), 0);
	ck_assert_int_eq(
	    mysql_query(db,
		arena_format(
		    w.a, "UPDATE escalation SET turn = 'both' WHERE id = %lld", (long long)id)),
	    0);
	return db;
}

/* A worker that has its statements prepared, as one has that runs for a while: what comes first on a connection is
 * waited for one by one. one_by_one: as with a library that cannot do otherwise. */
static struct store *
store_warm(bool one_by_one)
{
	struct store *st = worker_open();
	struct sample s;
	struct append_result done;

	ck_assert(st->pipelined);
	st->pipelined = !one_by_one;
	sample_raise(&s, MORNING + DAY, NULL);
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	sample_raise(&s, MORNING + 3 * DAY, NULL);
	sample_next(&s, done.escalation_id, 1, "{\"kind\":\"contact\"}", "warm");
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	return st;
}

/* Of the case that was raised first: what it has, and all that was written beside. */
#define EVERYTHING \
	"SELECT (SELECT COUNT(*) FROM event) * 1000 + (SELECT COUNT(*) FROM idempotency) * 100 + " \
	"(SELECT COUNT(*) FROM access_log) * 10 + (SELECT version FROM escalation ORDER BY id LIMIT 1)"
#define ONE_EVENT (1000 + 100 + 10 + 1)

START_TEST(killed_in_the_middle_is_sent_again)
{
	struct appending p;
	int64_t id = raise_one(MORNING + DAY);
	struct store *st = store_warm(_i);
	int64_t before = root_number(EVERYTHING);
	MYSQL *holder = head_lock(id);

	append_begin(&p, st, id);
	root_run(arena_format(w.a, "KILL %lld", (long long)blocked_connection()));
	ck_assert_int_eq(mysql_query(holder, "ROLLBACK"), 0);
	append_end(&p);
	ck_assert_int_eq(p.result, RESULT_OK);
	ck_assert_ptr_null(p.done.replayed);
	ck_assert_int_eq(root_number(EVERYTHING), before + ONE_EVENT);
	mysql_close(holder);
	store_close(st);
}
END_TEST

START_TEST(killed_for_good_leaves_nothing)
{
	struct appending p;
	int64_t id = raise_one(MORNING + DAY);
	struct store *st = store_warm(_i);
	int64_t before = root_number(EVERYTHING);
	MYSQL *holder = head_lock(id);
	struct fault f;

	append_begin(&p, st, id);
	int64_t connection = blocked_connection();
	root_run("ALTER USER parley_worker@localhost ACCOUNT LOCK"); /* it cannot come back */
	root_run(arena_format(w.a, "KILL %lld", (long long)connection));
	append_end(&p);
	ck_assert_int_eq(mysql_query(holder, "ROLLBACK"), 0);
	ck_assert_int_eq(p.result, RESULT_UNAVAILABLE);
	ck_assert_int_eq(root_number(EVERYTHING), before);
	ck_assert_int_eq(store_check(st), RESULT_UNAVAILABLE);

	/* The client sends the same again, to the same worker. */
	root_run("ALTER USER parley_worker@localhost ACCOUNT UNLOCK");
	fault_init(&f, w.a);
	ck_ok(store_append(st, &p.sample.append, w.a, &p.done, &f));
	ck_assert_ptr_null(p.done.replayed);
	ck_assert_int_eq(root_number(EVERYTHING), before + ONE_EVENT);
	mysql_close(holder);
	store_close(st);
}
END_TEST

/* --- what was sent behind a statement that fails --- */

static void
raw_run(MYSQL *db, const char *sql)
{
	ck_assert_msg(mysql_query(db, sql) == 0, "%s", mysql_error(db));
}

/* Somebody whom a deadlock spares, having more to undo, and who has the key of Amina's event. */
static MYSQL *
rival_begin(void)
{
	MYSQL *db = raw_connect("root");

	raw_run(db, "USE parley");
	raw_run(db, "BEGIN");
	raw_run(db,
	    "INSERT INTO access_log (at, person_id, what, escalation_id) "
	    "SELECT UTC_TIMESTAMP(6), 1, 'rival', seq FROM seq_1_to_500");
	raw_run(db,
	    arena_format(w.a,
		"INSERT INTO idempotency (person_id, request_key, request_digest, escalation_id, answer, created) "
		"VALUES (%lld, 'key-1', REPEAT('x', 32), 1, '{}', UTC_TIMESTAMP(6))",
		(long long)w.amina));
	return db;
}

static void
chain_holds(struct store *st, int64_t id)
{
	uint32_t bad;

	ck_ok(store_chain_verify(st, id, &bad));
}

#define DEADLOCKS \
	"SELECT variable_value FROM information_schema.global_status WHERE variable_name = 'innodb_deadlocks'"

/* The key waits for the rival, who then wants the head: the server ends our transaction, and does what was sent behind. */
START_TEST(deadlock_in_the_middle_leaves_nothing)
{
	struct appending p;
	int64_t id = raise_one(MORNING + DAY);
	struct store *st = store_warm(_i);
	int64_t before = root_number(EVERYTHING);
	MYSQL *rival = rival_begin();
	int64_t deadlocks = root_number(DEADLOCKS);

	append_begin(&p, st, id);
	(void)connection_at("INSERT INTO idempotency");
	raw_run(rival, arena_format(w.a, "UPDATE escalation SET turn = 'both' WHERE id = %lld", (long long)id));
	/* Begun anew, and at the head, which the rival has: whatever of the first attempt were kept would be seen. */
	(void)blocked_connection();
	ck_assert_int_eq(root_number(EVERYTHING), before);
	ck_assert_int_gt(root_number(DEADLOCKS), deadlocks);
	raw_run(rival, "ROLLBACK");
	append_end(&p);
	ck_assert_int_eq(p.result, RESULT_OK);
	ck_assert_int_eq(root_number(EVERYTHING), before + ONE_EVENT);
	chain_holds(st, id);
	mysql_close(rival);
	store_close(st);
}
END_TEST

/* The same key with other contents: refused, and neither event nor line in the access log. The connection goes on. */
START_TEST(refused_in_the_middle_leaves_nothing)
{
	struct appending p;
	int64_t id = raise_one(MORNING + DAY), before;
	struct store *st = store_warm(_i);
	MYSQL *rival = rival_begin();

	raw_run(rival, "COMMIT");
	before = root_number(EVERYTHING);
	append_begin(&p, st, id);
	append_end(&p);
	ck_assert_int_eq(p.result, RESULT_INVALID);
	ck_assert_int_eq(root_number(EVERYTHING), before);
	chain_holds(st, id);
	ck_ok(store_access_log(st, w.amina, "read", id, "r", MORNING));
	ck_assert_int_eq(root_number(EVERYTHING), before + 10);
	mysql_close(rival);
	store_close(st);
}
END_TEST

/* --- the answer to COMMIT --- */

static struct store *
store_through(const char *socket)
{
	struct store_settings s = worker_settings();
	struct store *st;

	s.socket = socket;
	ck_ok(store_open(&s, &st, NULL));
	return st;
}

static void
cut_at_commit(enum proxy_cut cut, const char *key)
{
	struct store *st = store_through(proxy_start(getenv("PARLEY_TEST_SOCKET")));
	struct sample s;
	struct append_result done;
	int64_t id = raise_one(MORNING + DAY);
	uint32_t bad;

	proxy_set(cut, false);
	sample_raise(&s, MORNING + 3 * DAY, NULL);
	sample_next(&s, id, 1, "{\"kind\":\"contact\"}", key);
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	ck_assert_int_eq(proxy_cuts(), 1);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM event"), 2);
	ck_assert_int_eq(root_number("SELECT version FROM escalation"), 2);

	proxy_set(cut, false);
	sample_raise(&s, MORNING + DAY, key ? "another" : NULL);
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	ck_assert_int_eq(proxy_cuts(), 2);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM escalation"), 2);
	ck_assert_int_eq(root_number("SELECT last FROM reference_counter"), 2);
	ck_ok(store_chain_verify(w.st, done.escalation_id, &bad));
	store_close(st);
	proxy_stop();
}

START_TEST(lost_before_commit_is_done_once)
{
	cut_at_commit(PROXY_CUT_BEFORE_COMMIT, _i ? "key" : NULL);
}
END_TEST

START_TEST(lost_after_commit_is_done_once)
{
	cut_at_commit(PROXY_CUT_AFTER_COMMIT, _i ? "key" : NULL);
}
END_TEST

/* Nobody can say whether it was done; whoever sends the same again gets the answer, and nothing is done twice. */
START_TEST(lost_after_commit_and_gone_is_answered_later)
{
	struct store *st = store_through(proxy_start(getenv("PARLEY_TEST_SOCKET")));
	struct sample s;
	struct append_result done;
	struct fault f;

	fault_init(&f, w.a);
	sample_raise(&s, MORNING + DAY, "key-1");
	proxy_set(_i ? PROXY_CUT_AFTER_COMMIT : PROXY_CUT_BEFORE_COMMIT, true);
	ck_assert_int_eq(store_append(st, &s.append, w.a, &done, &f), RESULT_UNAVAILABLE);
	ck_assert_str_eq(f.code, "database-down");
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM escalation"), _i);
	proxy_set(PROXY_OPEN, false);
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	ck_assert_str_eq(done.reference, "MSP-2027-000001");
	if (_i)
		ck_assert_str_eq(done.replayed, "{\"reference\":\"MSP-2027-000001\"}");
	else
		ck_assert_ptr_null(done.replayed);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM escalation"), 1);
	store_close(st);
	proxy_stop();
}
END_TEST

/* --- idle, slow, hanging --- */

static void
kill_workers(void)
{
	for (int64_t id;
	     (id = root_number("SELECT MAX(id) FROM information_schema.processlist WHERE user = "
			       "'parley_worker' AND command <> 'Killed'")) > 0;)
		root_run(arena_format(w.a, "KILL %lld", (long long)id));
}

START_TEST(killed_while_idle_is_not_noticed)
{
	const uint8_t token[DIGEST_SIZE] = { 1 };
	struct session session;
	struct sample s;
	struct append_result done;

	ck_ok(store_session_add(w.st, token, w.amina, "c", MORNING));
	kill_workers();
	ck_ok(store_session_find(w.st, token, MORNING, 60, 60, w.a, &session));
	kill_workers();
	sample_raise(&s, MORNING, "k");
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	kill_workers();
	ck_ok(store_access_log(w.st, w.amina, "read", done.escalation_id, "r", MORNING));
	kill_workers();
	ck_ok(store_draft_put(w.st, w.amina, "d", "{}", MORNING));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM access_log"), 2);
	/* Its session is set up as before: a time comes back as it went in. */
	ck_assert_int_eq(
	    root_number("SELECT TIMESTAMPDIFF(SECOND, '1970-01-01', saved) FROM draft"),
	    MORNING / INSTANT_SECOND);
}
END_TEST

static struct store *
impatient(void)
{
	struct store_settings s = worker_settings();
	struct store *st;

	s.statement_seconds = 1;
	ck_ok(store_open(&s, &st, NULL));
	ck_ok(store_check(st));
	return st;
}

START_TEST(slow_statement_times_out)
{
	struct store *st = impatient();

	root_run("LOCK TABLES instance WRITE");
	ck_assert_int_eq(store_check(st), RESULT_TIMEOUT);
	root_run("UNLOCK TABLES");
	ck_ok(store_check(st));
	store_close(st);
}
END_TEST

/* Whether every thread of the process stands still: the state in /proc is T. proc(5) */
static bool is_frozen(pid_t process)
{
	char path[300], line[300];
	struct dirent *task;
	bool frozen = true;

	snprintf(path, sizeof path, "/proc/%d/task", (int)process);
	DIR *tasks = opendir(path);
	ck_assert_ptr_nonnull(tasks);
	while (frozen && (task = readdir(tasks))) {
		if (task->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "/proc/%d/task/%.20s/stat", (int)process, task->d_name);
		FILE *stat = fopen(path, "re");
		if (!stat)
			continue; /* that thread has ended */
		const char *state = fgets(line, sizeof line, stat) ? strrchr(line, ')') : NULL;
		frozen = state && state[1] == ' ' && state[2] == 'T';
		fclose(stat);
	}
	closedir(tasks);
	return frozen;
}

/* The signal stops one thread after another: only when all stand still does nobody answer. */
static void freeze(pid_t process)
{
	ck_assert_int_eq(kill(process, SIGSTOP), 0);
	for (int tries = 0; !is_frozen(process); tries++) {
		ck_assert_int_lt(tries, 5000);
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	}
}

START_TEST(hanging_server_times_out)
{
	pid_t server = (pid_t)strtol(getenv("PARLEY_TEST_PID"), NULL, 10);
	struct store *st = impatient();
	time_t began = time(NULL);

	ck_assert_int_gt(server, 1);
	freeze(server);
	enum result r = store_check(st);
	time_t took = time(NULL) - began;
	kill(server, SIGCONT);
	ck_assert_int_eq(r, RESULT_TIMEOUT);
	ck_assert_int_le(took, 5);
	ck_ok(store_check(st));
	store_close(st);
}
END_TEST

START_TEST(held_lock_is_a_conflict_and_writes_nothing)
{
	struct store *st = impatient();
	struct sample s;
	struct append_result done;
	int64_t id = raise_one(MORNING + DAY), before = root_number(EVERYTHING);
	MYSQL *holder = head_lock(id);

	sample_raise(&s, MORNING, NULL);
	sample_next(&s, id, 1, "{}", "k");
	enum result r = store_append(st, &s.append, w.a, &done, NULL);
	ck_assert(r == RESULT_CONFLICT || r == RESULT_TIMEOUT);
	mysql_query(holder, "ROLLBACK");
	ck_assert_int_eq(root_number(EVERYTHING), before);
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	mysql_close(holder);
	store_close(st);
}
END_TEST

/* --- over the network --- */

static enum result
open_by_network(const char *host, const char *ca_file)
{
	struct store_settings s = worker_settings();
	struct store *st = NULL;

	s.socket = NULL;
	s.host = host;
	s.ca_file = ca_file;
	s.port = (unsigned)strtoul(getenv("PARLEY_TEST_PORT"), NULL, 10);
	enum result r = store_open(&s, &st, NULL);
	if (r == RESULT_OK)
		ck_ok(store_check(st));
	store_close(st);
	return r;
}

START_TEST(network_is_believed_by_certificate_only)
{
	const char *ca = getenv("PARLEY_TEST_CA"), *other = getenv("PARLEY_TEST_OTHER_CA");

	root_run("CREATE OR REPLACE USER parley_worker@127.0.0.1 IDENTIFIED BY 'parley_worker'");
	root_run("GRANT SELECT ON parley.* TO parley_worker@127.0.0.1");
	ck_ok(open_by_network("127.0.0.1", ca));
	ck_ok(open_by_network("127.0.0.2, 127.0.0.1", ca)); /* nobody answers at the first */
	ck_assert_int_eq(open_by_network("127.0.0.2", ca), RESULT_UNAVAILABLE);
	ck_assert_int_eq(open_by_network("127.0.0.1", other), RESULT_UNAVAILABLE);
	ck_assert_int_eq(open_by_network("127.0.0.1", NULL), RESULT_UNAVAILABLE);
	ck_assert_int_eq(open_by_network("localhost", ca),
	    RESULT_UNAVAILABLE); /* not the name it was made for */
	ck_assert_int_eq(open_by_network("", ca), RESULT_UNAVAILABLE);
	root_run("DROP USER parley_worker@127.0.0.1");
}
END_TEST

/* A replica lets us in, and would take no event. */
START_TEST(read_only_server_is_passed_over)
{
	struct store_settings settings = worker_settings();
	struct store *st = NULL;
	struct sample s;
	struct append_result done;

	root_run("SET GLOBAL read_only = 1");
	sample_raise(&s, MORNING, "k");
	enum result append = store_append(w.st, &s.append, w.a, &done, NULL),
		    open = store_open(&settings, &st, NULL);
	root_run("SET GLOBAL read_only = 0");
	ck_assert_int_eq(append, RESULT_UNAVAILABLE);
	ck_assert_int_eq(open, RESULT_UNAVAILABLE);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM escalation"), 1);
}
END_TEST

TCase *
failure_tests(void)
{
	TCase *t = tcase_create("failures");

	tcase_add_loop_test(t, killed_in_the_middle_is_sent_again, 0, 2);
	tcase_add_loop_test(t, killed_for_good_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, deadlock_in_the_middle_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, refused_in_the_middle_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, lost_before_commit_is_done_once, 0, 2);
	tcase_add_loop_test(t, lost_after_commit_is_done_once, 0, 2);
	tcase_add_loop_test(t, lost_after_commit_and_gone_is_answered_later, 0, 2);
	tcase_add_test(t, killed_while_idle_is_not_noticed);
	tcase_add_test(t, network_is_believed_by_certificate_only);
	tcase_add_test(t, read_only_server_is_passed_over);
	tcase_add_test(t, slow_statement_times_out);
	tcase_add_test(t, hanging_server_times_out);
	tcase_add_test(t, held_lock_is_a_conflict_and_writes_nothing);
	return t;
}
