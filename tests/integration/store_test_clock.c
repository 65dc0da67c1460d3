/*
 * store_test_clock.c - the clock's work: leases, notices, digests, reminders, what is overdue, sweeping.
 */
#include <string.h>
#include "parley/store_clockwork.h"
#include "parley/store_session.h"
#include "store_fixture.h"
#include "store_suites.h"

START_TEST(leases_are_held_by_one)
{
	struct store *other = worker_open();

	ck_ok(store_lease(w.st, "clock", "a", MORNING, 60));
	ck_ok(store_lease(w.st, "clock", "a", MORNING, 60));
	ck_assert_int_eq(
	    store_lease(other, "clock", "b", MORNING + 59 * INSTANT_SECOND, 60), RESULT_CONFLICT);
	ck_ok(store_lease(other, "mail", "b", MORNING, 60));
	ck_ok(store_lease(other, "clock", "b", MORNING + 60 * INSTANT_SECOND, 60));
	ck_assert_int_eq(
	    store_lease(w.st, "clock", "a", MORNING + 61 * INSTANT_SECOND, 60), RESULT_CONFLICT);
	store_close(other);
}
END_TEST

static void
tell(
    int64_t id, uint32_t version, const struct outbox_row *rows, size_t count, enum result expected)
{
	struct append what = { .escalation_id = id,
		.expect = version,
		.outbox = rows,
		.outbox_count = count,
		.now = MORNING };
	struct append_result done;

	ck_assert_int_eq(store_append(w.st, &what, w.a, &done, NULL), expected);
}

static size_t
due_at(instant now, struct outbox_item **items)
{
	size_t count;

	ck_ok(store_outbox_due(w.st, now, 10, w.a, items, &count));
	return count;
}

static size_t
sorted(void)
{
	size_t count;

	ck_ok(store_outbox_sort(w.st, 100, &count));
	return count;
}

START_TEST(notices_are_sent_once)
{
	const struct outbox_row rows[] = {
		{ .person_id = w.amina, .kind = "turn", .duty_key = "speak", .due = MORNING + DAY },
		{ .person_id = w.lee,
		    .kind = "copy",
		    .due = INSTANT_NONE,
		    .not_before = MORNING + DAY },
		{ .mailbox = "manager@marlowe.test", .kind = "copy", .due = INSTANT_NONE },
	};
	const struct outbox_end sent = { .sent = true, .next_try = INSTANT_NONE, .now = MORNING };
	const struct outbox_end never = {
		.undelivered = true, .error = "550", .next_try = INSTANT_NONE, .now = MORNING
	};
	const struct outbox_end later = {
		.error = "451", .next_try = MORNING + INSTANT_HOUR, .now = MORNING
	};
	struct outbox_item *items, *again;
	int64_t id = raise_one(MORNING + DAY);

	tell(id, 1, rows, 3, RESULT_OK);
	tell(id, 1, rows, 3, RESULT_OK); /* asked for again: kept once */
	tell(id, 9, rows, 3, RESULT_CONFLICT);
	ck_assert_uint_eq(sorted(), 3);
	ck_assert_uint_eq(sorted(), 0);
	ck_assert_int_eq(root_number("SELECT SUM(unread) FROM person"), 2);
	ck_assert_uint_eq(due_at(MORNING - 1, &items), 0);
	ck_assert_uint_eq(due_at(MORNING, &items), 2); /* one waits for tomorrow */
	ck_assert_str_eq(items[0].mail, "amina@marlowe.test");
	ck_assert_str_eq(items[0].reference, "MSP-2027-000001");
	ck_assert_int_eq(items[0].due, MORNING + DAY);
	ck_assert(items[0].holds && items[0].active && !items[0].doubtful);
	ck_assert_int_eq(items[0].attempts, 0);
	ck_assert_str_eq(items[1].mailbox, "manager@marlowe.test");
	/* Of two clocks that have read it one gets it. */
	ck_assert_uint_eq(due_at(MORNING, &again), 2);
	ck_ok(store_outbox_claim(w.st, &items[0], MORNING + 5 * INSTANT_MINUTE));
	ck_assert_int_eq(
	    store_outbox_claim(w.st, &again[0], MORNING + 5 * INSTANT_MINUTE), RESULT_CONFLICT);
	ck_assert_int_eq(items[0].attempts, 1);
	ck_ok(store_outbox_claim(w.st, &items[1], MORNING + 5 * INSTANT_MINUTE));
	ck_assert_uint_eq(due_at(MORNING, &again), 0);
	ck_ok(store_outbox_end(w.st, &items[1], &later));
	/* Whoever took the first died: it comes again after a while, and may have arrived. */
	ck_assert_uint_eq(due_at(MORNING + 5 * INSTANT_MINUTE, &again), 1);
	ck_assert(again[0].doubtful);
	ck_ok(store_outbox_claim(w.st, &again[0], MORNING + 9 * INSTANT_MINUTE));
	ck_ok(store_outbox_end(w.st, &again[0], &sent));
	/* The second was refused for a time: nobody need think that it arrived. */
	ck_assert_uint_eq(due_at(MORNING + INSTANT_HOUR, &items), 1);
	ck_assert(!items[0].doubtful);
	ck_assert_int_eq(items[0].attempts, 1);
	ck_ok(store_outbox_claim(w.st, &items[0], MORNING + 2 * INSTANT_HOUR));
	ck_ok(store_outbox_end(w.st, &items[0], &never));
	ck_assert_uint_eq(due_at(MORNING + 23 * INSTANT_HOUR, &items), 0);
	ck_assert_int_eq(
	    root_number(
		"SELECT COUNT(*) FROM undelivered WHERE settled_at IS NULL AND why = '550'"),
	    1);
	ck_assert_uint_eq(due_at(MORNING + DAY, &items), 1);
}
END_TEST

START_TEST(a_morning_has_one_digest)
{
	const struct outbox_row rows[] = {
		{ .person_id = w.amina,
		    .kind = "soon",
		    .duty_key = "speak",
		    .due = MORNING + DAY,
		    .morning = true },
		{ .person_id = w.amina,
		    .kind = "overdue",
		    .duty_key = "other",
		    .due = MORNING,
		    .morning = true },
		{ .person_id = w.amina,
		    .kind = "today",
		    .duty_key = "speak",
		    .due = MORNING + DAY,
		    .morning = true },
		{ .person_id = w.grace,
		    .kind = "soon",
		    .duty_key = "speak",
		    .due = MORNING + DAY,
		    .morning = true },
	};
	struct outbox_item *items, *parts;
	int64_t people[4];
	size_t count;
	int64_t id = raise_one(MORNING + DAY);

	tell(id, 1, rows, 2, RESULT_OK);
	tell(id, 1, rows + 3, 1, RESULT_OK);
	ck_assert_uint_eq(sorted(), 3);
	ck_assert_uint_eq(due_at(MORNING, &items), 0);
	ck_ok(store_digest_people(w.st, MORNING, 4, people, &count));
	ck_assert_uint_eq(count, 2);
	ck_ok(store_digest_make(w.st, w.amina, 100, MORNING));
	ck_ok(store_digest_make(w.st, w.amina, 100, MORNING)); /* nothing is left to be gathered */
	ck_assert_uint_eq(due_at(MORNING, &items), 1);
	ck_assert_str_eq(items[0].kind, "digest");
	ck_assert_ptr_null(items[0].reference);
	ck_ok(store_digest_items(w.st, items[0].id, 10, w.a, &parts, &count));
	ck_assert_uint_eq(count, 2);
	ck_assert(parts[0].holds);
	ck_assert(!parts[1].holds); /* there is no such duty any more */
	/* What comes later the same day goes by itself; tomorrow there is another digest. */
	tell(id, 1, rows + 2, 1, RESULT_OK);
	ck_assert_uint_eq(sorted(), 1);
	ck_ok(store_digest_make(w.st, w.amina, 100, MORNING));
	ck_assert_uint_eq(due_at(MORNING, &items), 2);
	ck_assert_str_eq(items[1].kind, "today");
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'digest'"), 1);
	ck_ok(store_digest_make(w.st, w.amina, 101, MORNING));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM outbox WHERE kind = 'digest'"), 2);
	/* A digest is nothing to be read in Parley. */
	ck_assert_int_eq(root_number("SELECT unread FROM person WHERE username = 'amina'"), 3);
}
END_TEST

START_TEST(reminders_are_a_range_by_date)
{
	struct overdue_item *items;
	struct sample s;
	struct append_result done;
	size_t count;

	sample_raise(&s, MORNING + DAY, NULL);
	s.open[0].remind_at = MORNING;
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_reminders(w.st, MORNING - 1, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
	ck_ok(store_reminders(w.st, MORNING, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(items[0].key, "speak");
	ck_ok(store_reminded(w.st, &items[0], MORNING + INSTANT_HOUR));
	ck_ok(store_reminders(w.st, MORNING, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
	/* The date moves: it is looked at anew, and what was asked for the old one changes nothing. */
	const struct overdue_item old = { done.escalation_id, "speak", MORNING + DAY };
	s.open[0].due = MORNING + 2 * DAY;
	s.open[0].remind_at = MORNING + DAY;
	sample_next(&s, done.escalation_id, 1, "{}", NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_reminded(w.st, &old, INSTANT_NONE));
	ck_ok(store_reminders(w.st, MORNING + DAY, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 1);
	ck_ok(store_reminded(w.st, &items[0], INSTANT_NONE));
	ck_ok(store_reminders(w.st, MORNING + 9 * DAY, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(overdue_is_told_once_for_each_date)
{
	const struct outbox_row row = {
		.person_id = w.lee, .kind = "overdue", .duty_key = "speak", .due = MORNING
	};
	struct overdue_item *items;
	struct sample s;
	struct append_result done;
	size_t count;
	int64_t id = raise_one(MORNING);

	ck_ok(store_overdue(w.st, MORNING - 1, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
	ck_ok(store_overdue(w.st, MORNING, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(items[0].key, "speak");
	ck_assert_int_eq(items[0].escalation_id, id);
	tell(id, 1, &row, 1, RESULT_OK);
	ck_ok(store_overdue(w.st, MORNING + DAY, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
	ck_assert_int_eq(store_overdue_told(w.st, id, "speak"), RESULT_CONFLICT);

	/* An event that leaves the date alone does not ask for it again; one that moves it does. */
	sample_raise(&s, MORNING, NULL);
	sample_next(&s, id, 1, "{}", NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_overdue(w.st, MORNING + DAY, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
	sample_raise(&s, MORNING + 1, NULL);
	sample_next(&s, id, 2, "{}", NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_overdue(w.st, MORNING + DAY, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 1);
	ck_ok(store_overdue_told(w.st, id, "speak")); /* nobody to tell */
	ck_ok(store_overdue(w.st, MORNING + DAY, 10, w.a, &items, &count));
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(sweeping_takes_only_what_is_old)
{
	const uint8_t old[DIGEST_SIZE] = { 1 }, young[DIGEST_SIZE] = { 2 };
	struct sample s;
	struct append_result done;
	struct session session;
	int n;

	ck_ok(store_session_add(w.st, old, w.amina, "c", MORNING));
	ck_ok(store_session_add(w.st, young, w.amina, "c", MORNING + 7 * DAY));
	ck_ok(store_throttle_add(w.st, old, MORNING));
	ck_ok(store_throttle_add(w.st, young, MORNING + 8 * DAY));
	sample_raise(&s, MORNING, "k");
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_ok(store_sweep(w.st, MORNING + 8 * DAY));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM session"), 1);
	ck_ok(store_session_find(w.st, young, MORNING + 7 * DAY, 60, 60, w.a, &session));
	ck_ok(store_throttle_count(w.st, old, MORNING - DAY, &n));
	ck_assert_int_eq(n, 0);
	ck_ok(store_throttle_count(w.st, young, MORNING, &n));
	ck_assert_int_eq(n, 1);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM idempotency"), 0);
}
END_TEST

TCase *
clock_tests(void)
{
	TCase *t = tcase_create("clock");

	tcase_add_test(t, leases_are_held_by_one);
	tcase_add_test(t, notices_are_sent_once);
	tcase_add_test(t, a_morning_has_one_digest);
	tcase_add_test(t, reminders_are_a_range_by_date);
	tcase_add_test(t, overdue_is_told_once_for_each_date);
	tcase_add_test(t, sweeping_takes_only_what_is_old);
	return t;
}
