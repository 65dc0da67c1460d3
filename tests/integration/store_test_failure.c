/*
 * store_test_failure.c - a database that is lost, slow or gone: nothing half-written, nothing twice, and the
 * same request may be sent again.
 */
#include <dirent.h>
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

/* --- the answer to COMMIT --- */

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
