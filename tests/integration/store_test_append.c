/*
 * store_test_append.c - events: one transaction, one winner, one answer, and a chain that shows what was changed.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include "parley/store_chain.h"
#include "parley/store_draft.h"
#include "parley/store_instance.h"
#include "parley/store_queue.h"
#include "store_fixture.h"
#include "store_suites.h"

START_TEST(what_was_raised_is_read_again)
{
	struct sample s;
	struct append_result done;
	struct escalation_head head;
	struct stored_event *events;
	const int64_t grace[] = { w.grace_queue },
		      both[] = { w.grace_queue, w.practitioners_queue }, nobody[] = { 4711 };
	size_t count;
	bool informed_only;
	const char *json;

	ck_ok(store_draft_put(w.st, w.amina, "raise", "{}", MORNING));
	sample_raise(&s, MORNING + DAY, "key-1");
	s.append.draft_key = "raise";
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_assert_str_eq(done.reference, "MSP-2027-000001");
	ck_assert_ptr_null(done.replayed);
	ck_assert_int_eq(store_draft(w.st, w.amina, "raise", w.a, &json), RESULT_NOT_FOUND);

	sample_next(&s, done.escalation_id, 1,
	    "{\"kind\":\"contact\",\"text\":\"\xe7\x8e\x8b \xf0\x9f\x99\x82\"}", "key-2");
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_escalation(
	    w.st, "MSP-2027-000001", grace, 1, w.a, &head, &events, &count, &informed_only));
	ck_assert(informed_only);
	ck_assert_uint_eq(head.version, 2);
	ck_assert_int_eq(head.edition_id, w.edition);
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(events[0].payload, "{\"kind\":\"raised\"}");
	ck_assert_str_eq(events[1].payload, s.events[0].payload);
	ck_assert_uint_eq(events[1].length, s.events[0].length);
	ck_assert_int_eq(events[1].recorded, MORNING + INSTANT_HOUR);
	ck_ok(store_escalation(
	    w.st, "MSP-2027-000001", both, 2, w.a, &head, &events, &count, &informed_only));
	ck_assert(!informed_only);
	ck_assert_int_eq(store_escalation(w.st, "MSP-2027-000001", nobody, 1, w.a, &head, &events,
			     &count, &informed_only),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(store_escalation(w.st, "MSP-2027-000001", nobody, 0, w.a, &head, &events,
			     &count, &informed_only),
	    RESULT_NOT_FOUND);
	ck_assert_int_eq(store_escalation(w.st, "MSP-2027-000009", both, 2, w.a, &head, &events,
			     &count, &informed_only),
	    RESULT_NOT_FOUND);
	ck_ok(store_escalation_load(w.st, head.id, w.a, &head, &events, &count));
	ck_assert_str_eq(head.reference, "MSP-2027-000001");
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(
	    store_escalation_load(w.st, 4711, w.a, &head, &events, &count), RESULT_NOT_FOUND);
	ck_ok(store_access_log(w.st, w.amina, "read", head.id, "request-2", MORNING));
	ck_assert_int_eq(
	    root_number("SELECT COUNT(*) FROM access_log WHERE request_id IS NOT NULL"), 3);
}
END_TEST

START_TEST(references_are_counted_by_year)
{
	struct sample s;
	struct append_result done;

	ck_ok(store_reference_prefix_set(w.owner, "BRENT"));
	ck_assert_int_eq(store_reference_prefix_set(w.owner, "br'ent"), RESULT_INVALID);
	for (int i = 1; i <= 3; i++) {
		sample_raise(&s, INSTANT_NONE, NULL);
		ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
		ck_assert_str_eq(done.reference, arena_format(w.a, "BRENT-2027-%06d", i));
	}
	sample_raise(&s, INSTANT_NONE, NULL);
	s.append.now = MORNING + 30 * DAY;
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_assert_str_eq(done.reference, "BRENT-2028-000001");
}
END_TEST

START_TEST(long_records_come_back_whole)
{
	struct sample s;
	struct append_result done;
	struct escalation_head head;
	struct stored_event *events;
	size_t count, size = 1200000;
	char *payload = malloc(size + 1);
	uint32_t bad;

	for (size_t i = 0; i < size; i++)
		payload[i] = (char)('a' + i % 26);
	payload[size] = '\0';
	int64_t id = raise_one(MORNING);
	sample_raise(&s, MORNING, NULL);
	sample_next(&s, id, 1, payload, NULL);
	/* Several events at once: they get consecutive numbers and one transaction. */
	s.events[1] = (struct stored_event){ 3, "{}", 2, MORNING, false };
	s.events[2] = (struct stored_event){ 4, "{\"n\":4}", 7, MORNING + 1, false };
	s.append.event_count = 3;
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_escalation_load(w.st, id, w.a, &head, &events, &count));
	ck_assert_uint_eq(head.version, 4);
	ck_assert_uint_eq(count, 4);
	ck_assert_uint_eq(events[1].length, size);
	ck_assert_mem_eq(events[1].payload, payload, size + 1);
	ck_assert_int_eq(events[3].recorded, MORNING + 1);
	ck_ok(store_chain_verify(w.st, id, &bad));
	free(payload);
}
END_TEST

/* --- once --- */

START_TEST(same_request_twice_is_answered_once)
{
	struct sample s;
	struct append_result first, second;
	struct fault f;
	const char *answer;
	uint8_t other[DIGEST_SIZE] = { 1 };

	sample_raise(&s, MORNING + DAY, "key-1");
	ck_assert_int_eq(
	    store_idempotent(w.st, w.amina, "key-1", s.digest, w.a, &answer), RESULT_NOT_FOUND);
	ck_ok(store_append(w.st, &s.append, w.a, &first, NULL));
	ck_ok(store_append(w.st, &s.append, w.a, &second, NULL));
	ck_assert_int_eq(first.escalation_id, second.escalation_id);
	ck_assert_str_eq(second.reference, "MSP-2027-000001");
	ck_assert_str_eq(second.replayed, "{\"reference\":\"MSP-2027-000001\"}");
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM escalation"), 1);
	ck_assert_int_eq(
	    root_number("SELECT last FROM reference_counter"), 1); /* the second try left no gap */
	ck_ok(store_idempotent(w.st, w.amina, "key-1", s.digest, w.a, &answer));
	ck_assert_str_eq(answer, "{\"reference\":\"MSP-2027-000001\"}");

	/* The same of an event: its version is no longer the last one, and it is answered all the same. */
	sample_next(&s, first.escalation_id, 1, "{\"kind\":\"contact\"}", "key-2");
	ck_ok(store_append(w.st, &s.append, w.a, &first, NULL));
	ck_ok(store_append(w.st, &s.append, w.a, &second, NULL));
	ck_assert_ptr_nonnull(second.replayed);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM event"), 2);

	/* Another request under the same key; and another person with the same key. */
	fault_init(&f, w.a);
	s.append.request_digest = other;
	ck_assert_int_eq(store_append(w.st, &s.append, w.a, &second, &f), RESULT_INVALID);
	ck_assert_str_eq(f.code, "key-used");
	ck_assert_int_eq(
	    store_idempotent(w.st, w.amina, "key-2", other, w.a, &answer), RESULT_INVALID);
	ck_assert_int_eq(
	    store_idempotent(w.st, w.grace, "key-2", s.digest, w.a, &answer), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(older_version_is_refused_and_changes_nothing)
{
	struct sample s;
	struct append_result done = { .escalation_id = -1 };
	struct fault f;
	int64_t id = raise_one(MORNING + DAY);

	fault_init(&f, w.a);
	sample_raise(&s, MORNING + 2 * DAY, NULL);
	sample_next(&s, id, 1, "{}", NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_draft_put(w.st, w.amina, "d", "{}", MORNING));
	int64_t rows =
	    root_number("SELECT (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM worklist) + "
			"(SELECT COUNT(*) FROM access_log) + (SELECT COUNT(*) FROM idempotency)");
	done.escalation_id = -1;
	s.append.idempotency_key = "key-9";
	s.append.request_digest = s.digest;
	s.append.draft_key = "d";
	s.append.person_id = w.amina;
	ck_assert_int_eq(store_append(w.st, &s.append, w.a, &done, &f), RESULT_CONFLICT);
	ck_assert_str_eq(f.code, "changed");
	ck_assert_int_eq(done.escalation_id, -1); /* untouched */
	ck_assert_int_eq(rows,
	    root_number("SELECT (SELECT COUNT(*) FROM event) + (SELECT COUNT(*) FROM worklist) + "
			"(SELECT COUNT(*) FROM access_log) + (SELECT COUNT(*) FROM idempotency)"));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM draft"), 1); /* nothing typed is lost */
	s.append.escalation_id = 4711;
	ck_assert_int_eq(store_append(w.st, &s.append, w.a, &done, NULL), RESULT_NOT_FOUND);
	s.append.escalation_id = id;
	s.events[0].seq = 7; /* not the next one */
	ck_assert_int_eq(store_append(w.st, &s.append, w.a, &done, NULL), RESULT_BUG);
}
END_TEST

/* The draft is looked for with the lists, and removed only where there is one. */
START_TEST(an_event_ends_its_draft_and_no_other)
{
	struct sample s;
	struct append_result done;
	const char *json;
	int64_t id = raise_one(MORNING + DAY);

	ck_ok(store_draft_put(w.st, w.amina, "MSP-1/contact", "{}", MORNING));
	ck_ok(store_draft_put(w.st, w.amina, "MSP-1/agree", "{}", MORNING));
	sample_raise(&s, MORNING + 2 * DAY, NULL);
	sample_next(&s, id, 1, "{}", NULL);
	s.append.draft_key = "MSP-1/contact";
	s.append.person_id = w.amina;
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_assert_int_eq(store_draft(w.st, w.amina, "MSP-1/contact", w.a, &json), RESULT_NOT_FOUND);
	ck_ok(store_draft(w.st, w.amina, "MSP-1/agree", w.a, &json));
}
END_TEST

START_TEST(queue_is_asked_for_once_a_connection)
{
	struct store *other = worker_open();
	struct store_counts before, after;
	int64_t first, second, third;

	ck_ok(store_queue(w.st, "marlowe-csc", "chair", 0, &first));
	ck_ok(store_queue(other, "marlowe-csc", "chair", 0, &second));
	ck_assert_int_eq(first, second);
	ck_ok(store_counts(other, &before));
	ck_ok(store_queue(other, "marlowe-csc", "chair", 0, &third));
	ck_ok(store_counts(other, &after));
	ck_assert_int_eq(first, third);
	ck_assert_uint_eq(before.statements, after.statements);
	ck_ok(store_queue(other, "marlowe-csc", "", 0, &third));
	ck_assert_int_ne(first, third);
	store_close(other);
}
END_TEST

/* --- two at once --- */

struct rival {
	pthread_t thread;
	pthread_barrier_t *start;
	int64_t id;
	int rounds;
	int won, lost, other;
	const char *key;
};

static void *
rival_run(void *context)
{
	struct rival *r = context;
	struct store *st = worker_open();
	struct arena *a = arena_new();
	struct sample s;
	struct append_result done;

	for (int i = 1; i <= r->rounds; i++) {
		sample_raise(&s, MORNING + i * DAY, NULL);
		if (r->id) {
			sample_next(&s, r->id, (uint32_t)i, "{\"kind\":\"contact\"}", NULL);
			pthread_barrier_wait(r->start);
		}
		if (r->key) {
			s.append.person_id = w.amina;
			s.append.idempotency_key = r->key;
			s.append.request_digest = s.digest;
		}
		enum result result = store_append(st, &s.append, a, &done, NULL);
		r->won += result == RESULT_OK && !done.replayed;
		r->lost += result == RESULT_CONFLICT || (result == RESULT_OK && done.replayed);
		r->other += result != RESULT_OK && result != RESULT_CONFLICT;
		if (r->id)
			pthread_barrier_wait(r->start);
	}
	arena_free(a);
	store_close(st);
	return NULL;
}

static void
rivals_race(struct rival *rivals, int count)
{
	pthread_barrier_t start;

	pthread_barrier_init(&start, NULL, (unsigned)count);
	for (int i = 0; i < count; i++) {
		rivals[i].start = &start;
		pthread_create(&rivals[i].thread, NULL, rival_run, &rivals[i]);
	}
	for (int i = 0; i < count; i++)
		pthread_join(rivals[i].thread, NULL);
	pthread_barrier_destroy(&start);
}

START_TEST(one_of_two_wins)
{
	int64_t id = raise_one(MORNING);
	struct rival rivals[3] = { { .id = id, .rounds = 60 }, { .id = id, .rounds = 60 },
		{ .id = id, .rounds = 60 } };
	uint32_t bad;

	rivals_race(rivals, 3);
	ck_assert_int_eq(rivals[0].other + rivals[1].other + rivals[2].other, 0);
	ck_assert_int_eq(rivals[0].won + rivals[1].won + rivals[2].won, 60);
	ck_assert_int_eq(rivals[0].lost + rivals[1].lost + rivals[2].lost, 120);
	ck_assert_int_eq(root_number("SELECT version FROM escalation"), 61);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM event"), 61);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM worklist"), 4);
	ck_ok(store_chain_verify(w.st, id, &bad));
}
END_TEST

START_TEST(one_key_at_once_is_one_case)
{
	struct rival rivals[4] = { { .rounds = 1, .key = "k" }, { .rounds = 1, .key = "k" },
		{ .rounds = 1, .key = "k" }, { .rounds = 1, .key = "k" } };

	rivals_race(rivals, 4);
	ck_assert_int_eq(rivals[0].won + rivals[1].won + rivals[2].won + rivals[3].won, 1);
	ck_assert_int_eq(rivals[0].lost + rivals[1].lost + rivals[2].lost + rivals[3].lost, 3);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM escalation"), 1);
	ck_assert_int_eq(root_number("SELECT last FROM reference_counter"), 1);
}
END_TEST

START_TEST(many_raise_at_once_without_a_gap)
{
	struct rival rivals[4] = { { .rounds = 25 }, { .rounds = 25 }, { .rounds = 25 },
		{ .rounds = 25 } };

	rivals_race(rivals, 4);
	ck_assert_int_eq(root_number("SELECT COUNT(DISTINCT reference) FROM escalation"), 100);
	ck_assert_int_eq(root_number("SELECT last FROM reference_counter"), 100);
	ck_assert_int_eq(
	    root_number("SELECT COUNT(*) FROM escalation WHERE reference = 'MSP-2027-000100'"), 1);
}
END_TEST

/* --- evidence --- */

static void
append_times(int64_t id, uint32_t from, uint32_t count)
{
	struct sample s;
	struct append_result done;

	for (uint32_t i = from; i < from + count; i++) {
		sample_raise(&s, MORNING, NULL);
		sample_next(&s, id, i, arena_format(w.a, "{\"n\":%u}", i + 1), NULL);
		ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	}
}

START_TEST(chain_shows_what_was_changed)
{
	static const struct {
		const char *change, *undo;
		uint32_t bad;
	} changes[] = {
		{ "UPDATE event SET payload = '{\"n\":9}' WHERE seq = 3",
		    "UPDATE event SET payload = '{\"n\":3}' WHERE seq = 3", 3 },
		{ "UPDATE event SET recorded = recorded + INTERVAL 1 MICROSECOND WHERE seq = 2",
		    "UPDATE event SET recorded = recorded - INTERVAL 1 MICROSECOND WHERE seq = 2",
		    2 },
		{ "UPDATE event SET seq = 9 WHERE seq = 5",
		    "UPDATE event SET seq = 5 WHERE seq = 9", 5 },
		{ "UPDATE event SET salt = NULL WHERE seq = 4", NULL, 4 },
	};
	uint32_t bad = 0;
	int64_t id = raise_one(MORNING), other = raise_one(MORNING);

	append_times(id, 1, 4);
	append_times(other, 1, 4);
	ck_ok(store_chain_verify(w.st, id, &bad));
	root_run(arena_format(w.a,
	    "CREATE VIEW mine AS SELECT * FROM event WHERE escalation_id = %lld", (long long)id));
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		root_run(changes[i].change);
		ck_assert_int_eq(store_chain_verify(w.st, id, &bad), RESULT_INVALID);
		ck_assert_uint_eq(bad, changes[i].bad);
		if (!changes[i].undo)
			break;
		root_run(changes[i].undo);
		ck_ok(store_chain_verify(w.st, id, &bad));
	}
	ck_assert_int_eq(store_chain_verify(w.st, 4711, &bad), RESULT_NOT_FOUND);
}
END_TEST

START_TEST(chain_shows_what_was_removed_or_made_anew)
{
	uint32_t bad = 0;
	int64_t one = raise_one(MORNING), two = raise_one(MORNING), three = raise_one(MORNING);

	append_times(one, 1, 3);
	append_times(two, 1, 3);
	root_run(arena_format(
	    w.a, "DELETE FROM event WHERE escalation_id = %lld AND seq = 4", (long long)one));
	ck_assert_int_eq(store_chain_verify(w.st, one, &bad), RESULT_INVALID);
	ck_assert_uint_eq(bad, 4);

	/* A whole chain taken from another case: it holds in itself, but it is not this case's. */
	root_run(
	    arena_format(w.a, "DELETE FROM event WHERE escalation_id = %lld", (long long)three));
	root_run(arena_format(w.a,
	    "INSERT INTO event SELECT %lld, seq, recorded, person_id, salt, digest, chain, payload "
	    "FROM event WHERE escalation_id = %lld",
	    (long long)three, (long long)two));
	root_run(arena_format(w.a,
	    "UPDATE escalation a JOIN escalation b ON b.id = %lld SET a.chain = b.chain, "
	    "a.version = b.version WHERE a.id = %lld",
	    (long long)two, (long long)three));
	ck_assert_int_eq(store_chain_verify(w.st, three, &bad), RESULT_INVALID);
	ck_assert_uint_eq(bad, 1);
	ck_ok(store_chain_verify(w.st, two, &bad));

	/* An erasure leaves digest and chain: it still verifies. */
	root_run(arena_format(w.a,
	    "UPDATE event SET payload = NULL, salt = NULL WHERE escalation_id = %lld AND seq = 2",
	    (long long)two));
	ck_ok(store_chain_verify(w.st, two, &bad));
	/* All events gone. */
	root_run(arena_format(w.a, "DELETE FROM event WHERE escalation_id = %lld", (long long)two));
	ck_assert_int_eq(store_chain_verify(w.st, two, &bad), RESULT_INVALID);
	ck_assert_uint_eq(bad, 1);
}
END_TEST

TCase *
append_tests(void)
{
	TCase *t = tcase_create("events");

	tcase_add_test(t, an_event_ends_its_draft_and_no_other);
	tcase_add_test(t, queue_is_asked_for_once_a_connection);
	tcase_add_test(t, what_was_raised_is_read_again);
	tcase_add_test(t, references_are_counted_by_year);
	tcase_add_test(t, long_records_come_back_whole);
	tcase_add_test(t, same_request_twice_is_answered_once);
	tcase_add_test(t, older_version_is_refused_and_changes_nothing);
	tcase_add_test(t, one_of_two_wins);
	tcase_add_test(t, one_key_at_once_is_one_case);
	tcase_add_test(t, many_raise_at_once_without_a_gap);
	tcase_add_test(t, chain_shows_what_was_changed);
	tcase_add_test(t, chain_shows_what_was_removed_or_made_anew);
	return t;
}
