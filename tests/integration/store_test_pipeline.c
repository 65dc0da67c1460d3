/*
 * store_test_pipeline.c - what was sent and not waited for: nothing half-written when something in front of it fails, nothing
 * used that was not allowed. Each test runs a second time with everything done one after the other.
 */
#include <pthread.h>
#include <stdlib.h>
#include "parley/store_chain.h"
#include "parley/store_session.h"
#include "store_fixture.h"
#include "store_proxy.h"
#include "store_suites.h"
#include "../../src/store/sql.h" /* what only the inside of a store can set */

static const char first[] = "MSP-2027-000001", second[] = "MSP-2027-000002";

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

/* The transaction does not begin. Its first statement is a write, the counter of references: sent behind, it would count. */
START_TEST(refused_beginning_leaves_nothing)
{
	struct store *st = store_through(proxy_start(getenv("PARLEY_TEST_SOCKET")));
	struct sample s;
	struct append_result done;

	st->pipelined = !_i;
	sample_raise(&s, MORNING + DAY, "key-1");
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	ck_ok(store_check(st)); /* or the connection would still be as a transaction needs it */
	proxy_set(PROXY_SPOIL_BEGIN, false);
	sample_raise(&s, MORNING + DAY, "key-2");
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	ck_assert_int_eq(proxy_cuts(), 1);
	ck_assert_str_eq(done.reference, second);
	ck_assert_int_eq(root_number("SELECT last FROM reference_counter"), 2);
	store_close(st);
	proxy_stop();
}
END_TEST

/* --- read and logged while something else is done --- */

static enum result
read_case(struct store *st, const char *reference, int64_t queue, size_t events)
{
	struct escalation_head head;
	struct stored_event *all;
	size_t count;
	bool informed;
	enum result r = store_escalation(st, reference, &queue, 1, w.a, &head, &all, &count, &informed);

	if (r == RESULT_OK) {
		ck_assert_str_eq(head.reference, reference);
		ck_assert_uint_eq(count, events);
	}
	return r;
}

static struct store *
store_with_session(bool one_by_one, const uint8_t token[DIGEST_SIZE])
{
	(void)raise_one(MORNING + DAY);              /* the first, of one event */
	struct store *st = store_warm(one_by_one); /* the second, of two */

	ck_ok(store_session_add(st, token, w.amina, "c", MORNING));
	return st;
}

/* As with every request of a case: the session, and the case unasked. */
static void
begin_request(struct store *st, const uint8_t token[DIGEST_SIZE], const char *reference)
{
	struct session session;

	store_escalation_ahead(st, reference);
	ck_ok(store_session_find(st, token, MORNING, 60, 60, w.a, &session));
	ck_assert_int_eq(session.person.id, w.amina);
}

START_TEST(what_was_read_ahead_is_what_is_asked_for)
{
	const uint8_t token[DIGEST_SIZE] = { 1 }, nobody[DIGEST_SIZE] = { 2 };
	struct store *st = store_with_session(_i, token);
	struct store_counts before, after;
	struct session session;

	begin_request(st, token, first);
	ck_ok(read_case(st, first, w.amina_queue, 1));
	ck_ok(store_counts(st, &before));
	begin_request(st, token, second);
	ck_ok(store_counts(st, &after));
	ck_assert_uint_eq(after.statements - before.statements, _i ? 1 : 2);
	ck_ok(read_case(st, second, w.amina_queue, 2));
	ck_ok(store_counts(st, &after));
	ck_assert_uint_eq(after.statements - before.statements, 2);
	/* Another one; the same twice; one that is not theirs, or is not there. */
	begin_request(st, token, first);
	ck_ok(read_case(st, second, w.amina_queue, 2));
	ck_ok(read_case(st, first, w.amina_queue, 1));
	ck_ok(read_case(st, first, w.amina_queue, 1));
	begin_request(st, token, first);
	ck_assert_int_eq(read_case(st, first, 4711, 0), RESULT_NOT_FOUND);
	begin_request(st, token, "MSP-2027-000009");
	ck_assert_int_eq(read_case(st, "MSP-2027-000009", w.amina_queue, 0), RESULT_NOT_FOUND);
	begin_request(st, token, "a reference that is longer than any reference can be, and more");
	ck_ok(read_case(st, first, w.amina_queue, 1));
	/* No session, and nothing is asked for. */
	store_escalation_ahead(st, first);
	ck_assert_int_eq(store_session_find(st, nobody, MORNING, 60, 60, w.a, &session), RESULT_NOT_FOUND);
	store_escalation_ahead_end(st);
	ck_ok(store_counts(st, &before));
	ck_ok(read_case(st, first, w.amina_queue, 1));
	ck_ok(store_counts(st, &after));
	ck_assert_uint_eq(after.statements - before.statements, 1);
	store_close(st);
}
END_TEST

/* Between the session and the case, the connection is used for more, or goes. */
START_TEST(what_was_read_ahead_is_in_nobodys_way)
{
	const uint8_t token[DIGEST_SIZE] = { 1 };
	struct store *st = store_with_session(_i, token);
	struct sample s;
	struct append_result done;

	begin_request(st, token, first);
	sample_raise(&s, MORNING + DAY, "key-1");
	ck_ok(store_append(st, &s.append, w.a, &done, NULL));
	ck_ok(read_case(st, first, w.amina_queue, 1));
	begin_request(st, token, second);
	ck_ok(store_session_seen(st, token, MORNING));
	kill_workers();
	ck_ok(read_case(st, second, w.amina_queue, 2));
	begin_request(st, token, second);
	kill_workers();
	begin_request(st, token, first);
	ck_ok(read_case(st, first, w.amina_queue, 1));
	begin_request(st, token, second);
	store_close(st);
}
END_TEST

START_TEST(a_read_is_logged_meanwhile)
{
	const uint8_t token[DIGEST_SIZE] = { 1 };
	struct store *st = store_with_session(_i, token);
	const struct access read = { w.amina, "escalation", 1, "r", MORNING };
	int64_t before = root_number(EVERYTHING);

	store_access_log_begin(st, &read);
	ck_ok(store_access_log_end(st, &read));
	ck_assert_int_eq(root_number(EVERYTHING), before + 10);
	store_access_log_begin(st, &read);
	ck_ok(read_case(st, first, w.amina_queue, 1));
	ck_ok(store_access_log_end(st, &read));
	ck_assert_int_eq(root_number(EVERYTHING), before + 20);
	kill_workers();
	store_access_log_begin(st, &read);
	ck_ok(store_access_log_end(st, &read));
	ck_assert_int_eq(root_number(EVERYTHING), before + 30);
	/* It never took place. */
	root_run("ALTER USER parley_worker@localhost ACCOUNT LOCK");
	kill_workers();
	store_access_log_begin(st, &read);
	ck_assert_int_eq(store_access_log_end(st, &read), RESULT_UNAVAILABLE);
	root_run("ALTER USER parley_worker@localhost ACCOUNT UNLOCK");
	ck_assert_int_eq(root_number(EVERYTHING), before + 30);
	store_close(st);
}
END_TEST

TCase *
pipeline_tests(void)
{
	TCase *t = tcase_create("pipeline");

	tcase_add_loop_test(t, killed_in_the_middle_is_sent_again, 0, 2);
	tcase_add_loop_test(t, killed_for_good_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, deadlock_in_the_middle_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, refused_in_the_middle_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, refused_beginning_leaves_nothing, 0, 2);
	tcase_add_loop_test(t, what_was_read_ahead_is_what_is_asked_for, 0, 2);
	tcase_add_loop_test(t, what_was_read_ahead_is_in_nobodys_way, 0, 2);
	tcase_add_loop_test(t, a_read_is_logged_meanwhile, 0, 2);
	return t;
}
