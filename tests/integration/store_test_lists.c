/*
 * store_test_lists.c - worklists read the same few rows whatever is stored; projections; the clock's work.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "store_fixture.h"
#include "store_suites.h"

/* --- pages --- */

struct walk {
	int items, pages;
	char order[2000];
	instant last;
};

/* All pages of a list, one after the other. */
static void
walk_list(enum worklist_view view, const int64_t *queues, size_t queue_count, size_t limit,
    struct walk *out)
{
	struct worklist_item *items;
	const char *cursor = NULL;
	size_t count;

	memset(out, 0, sizeof *out);
	do {
		ck_ok(store_worklist(
		    w.st, view, queues, queue_count, cursor, limit, w.a, &items, &count, &cursor));
		ck_assert_uint_le(count, limit);
		for (size_t i = 0; i < count; i++) {
			instant due = items[i].due == INSTANT_NONE ? INT64_MAX : items[i].due;
			ck_assert_int_ge(due, out->last);
			out->last = due;
			size_t used = strlen(out->order);
			snprintf(out->order + used, sizeof out->order - used, "%s%ld",
			    used ? " " : "", strtol(items[i].reference + 9, NULL, 10));
		}
		out->items += (int)count;
		ck_assert_int_lt(out->pages++, 500);
	} while (cursor);
}

/* Waits in `first` until `due` and, if it is not 0, in `second` until `second_due`. */
static void
raise_in(int64_t first, instant due, int64_t second, instant second_due)
{
	struct sample s;
	struct append_result done;

	sample_raise(&s, due, NULL);
	s.waiting[0] = (struct waiting_row){ first, due };
	s.waiting[1] = (struct waiting_row){ second, second_due };
	s.projection.waiting_count = second ? 2 : 1;
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
}

START_TEST(lists_are_in_order_without_duplicates)
{
	const int64_t mine[] = { w.amina_queue, w.practitioners_queue },
		      one[] = { w.practitioners_queue };
	struct walk all;

	raise_in(w.practitioners_queue, MORNING + 5 * DAY, 0, 0); /* 1 */
	raise_in(w.practitioners_queue, INSTANT_NONE, 0, 0);      /* 2 */
	raise_in(w.amina_queue, MORNING + 2 * DAY, w.practitioners_queue,
	    MORNING + 6 * DAY); /* 3: twice, far apart */
	raise_in(w.amina_queue, MORNING + 3 * DAY, w.practitioners_queue,
	    MORNING + 3 * DAY);                                   /* 4: twice, together */
	raise_in(w.practitioners_queue, MORNING + 1 * DAY, 0, 0); /* 5 */
	raise_in(w.practitioners_queue, MORNING + 5 * DAY, 0, 0); /* 6: same date as 1 */
	raise_in(w.practitioners_queue, INSTANT_NONE, w.amina_queue, MORNING + 7 * DAY); /* 7 */
	for (size_t limit = 1; limit <= 9; limit++) {
		walk_list(WORKLIST_NEEDS_ME, mine, 2, limit, &all);
		ck_assert_str_eq(all.order, "5 3 4 1 6 7 2");
		walk_list(WORKLIST_NEEDS_ME, one, 1, limit, &all);
		ck_assert_str_eq(all.order, "5 4 1 6 3 2 7");
	}
	walk_list(WORKLIST_NEEDS_ME, mine, 0, 20, &all);
	ck_assert_int_eq(all.items, 0);
}
END_TEST

/* On a later page a queue may give nothing but cases that were shown before, and hold new ones behind them: they
 * are not passed over for another queue's later ones, and the list does not end there. */
START_TEST(lists_look_behind_what_was_shown)
{
	const int64_t mine[] = { w.amina_queue, w.practitioners_queue };
	struct walk all;

	for (int i = 1; i <= 5; i++)
		raise_in(w.practitioners_queue, MORNING + i * DAY, w.amina_queue,
		    MORNING + (10 + i) * DAY);
	raise_in(w.amina_queue, MORNING + 20 * DAY, 0, 0); /* 6 */
	for (size_t limit = 1; limit <= 7; limit++) {
		walk_list(WORKLIST_NEEDS_ME, mine, 2, limit, &all);
		ck_assert_str_eq(all.order, "1 2 3 4 5 6");
	}
	raise_in(w.practitioners_queue, MORNING + 30 * DAY, 0, 0); /* 7 */
	for (size_t limit = 1; limit <= 7; limit++) {
		walk_list(WORKLIST_NEEDS_ME, mine, 2, limit, &all);
		ck_assert_str_eq(all.order, "1 2 3 4 5 6 7");
	}
}
END_TEST

START_TEST(lists_of_many_queues)
{
	int64_t queues[QUEUES_MAX];
	struct walk all;

	for (int i = 0; i < QUEUES_MAX; i++)
		ck_ok(
		    store_queue(w.st, "hospital", arena_format(w.a, "role-%d", i), 0, &queues[i]));
	for (int i = 0; i < 90; i++)
		raise_in(queues[i * 7 % QUEUES_MAX], MORNING + i % 11 * DAY,
		    queues[i * 5 % QUEUES_MAX], MORNING + i % 13 * DAY);
	for (size_t limit = 1; limit < 40; limit += 6) {
		walk_list(WORKLIST_NEEDS_ME, queues, QUEUES_MAX, limit, &all);
		ck_assert_int_eq(all.items, 90);
		walk_list(WORKLIST_MINE, queues, QUEUES_MAX, limit, &all);
		ck_assert_int_eq(all.items, 90);
	}
}
END_TEST

START_TEST(lists_say_what_is_yours)
{
	const int64_t amina[] = { w.amina_queue },
		      grace[] = { w.grace_queue, w.practitioners_queue },
		      only[] = { w.grace_queue };
	struct worklist_item *items;
	const char *next;
	size_t count;

	raise_one(MORNING + DAY);
	ck_ok(store_worklist(
	    w.st, WORKLIST_NEEDS_ME, grace, 2, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 1);
	ck_assert_ptr_null(next);
	ck_assert(items[0].yours);
	ck_assert_str_eq(items[0].duty_clause, "4.4");
	ck_assert_str_eq(items[0].stage_name, "Practitioner to practitioner");
	ck_assert_str_eq(items[0].receiving_agency, "Marlowe General Hospital");
	ck_assert_int_eq(items[0].due, MORNING + DAY);
	ck_assert_ptr_null(items[0].due_words);
	ck_ok(store_worklist(
	    w.st, WORKLIST_NEEDS_ME, amina, 1, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 0);
	ck_ok(store_worklist(w.st, WORKLIST_MINE, amina, 1, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 1);
	ck_assert(!items[0].yours);
	ck_ok(store_worklist(w.st, WORKLIST_MINE, grace, 2, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 1);
	ck_assert(items[0].yours);
	ck_ok(
	    store_worklist(w.st, WORKLIST_WATCHING, only, 1, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 1);
	ck_assert(!items[0].yours);
	ck_ok(store_worklist(
	    w.st, WORKLIST_WATCHING, amina, 1, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(made_up_cursors_are_refused)
{
	static const char *const bad[] = { "", "x", "!!!!!!!!!!!!!!!!!!!!!!",
		"AAAAAAAAAAAAAAAAAAAAA", "_____________________w", "AAAAAAAAAAAAAAAAAAAAAAAA" };
	const int64_t mine[] = { w.amina_queue };
	struct worklist_item *items;
	const char *next;
	size_t count;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_int_eq(store_worklist(w.st, WORKLIST_MINE, mine, 1, bad[i], 20, w.a,
				     &items, &count, &next),
		    RESULT_INVALID);
	ck_ok(store_worklist(w.st, WORKLIST_MINE, mine, 1, "AAAAAAAAAAAAAAAAAAAAAA", 20, w.a,
	    &items, &count, &next));
}
END_TEST

/* --- speed --- */

/* Cases as append would make them, made by the database: `from` … `to`, one every minute. */
static void
fill(int from, int to)
{
	root_run(arena_format(w.a,
	    "INSERT INTO escalation (id, reference, edition_id, version, chain, phase, ended, "
	    "raising_agency, immediate_risk, next_due) SELECT 1000 + seq, CONCAT('MSP-2026-', LPAD(seq, 6, '0')), %lld, 1, "
	    "UNHEX(REPEAT('00', 32)), 'open', 0, 'csc', 0, '2027-01-01' + INTERVAL seq MINUTE FROM seq_%d_to_%d",
	    (long long)w.edition, from, to));
	root_run(arena_format(w.a,
	    "INSERT INTO worklist SELECT IF(seq %% 4 = 0, %lld, %lld), 0, '2027-01-01' + INTERVAL seq "
	    "MINUTE, 1000 + seq, 1 FROM seq_%d_to_%d",
	    (long long)w.amina_queue, (long long)w.practitioners_queue, from, to));
	root_run(arena_format(w.a,
	    "INSERT INTO worklist SELECT %lld, 1, '2027-01-01' + INTERVAL seq MINUTE, 1000 + seq, 0 "
	    "FROM seq_%d_to_%d",
	    (long long)w.amina_queue, from, to));
	root_run(arena_format(w.a, "INSERT INTO sight SELECT 1000 + seq, %lld, 0 FROM seq_%d_to_%d",
	    (long long)w.amina_queue, from, to));
}

static uint64_t
rows_of_page(const int64_t *queues, size_t queue_count, enum worklist_view view, bool second)
{
	struct store_counts before, after;
	struct worklist_item *items;
	const char *next = NULL, *cursor = NULL;
	size_t count;

	if (second) {
		ck_ok(store_worklist(
		    w.st, view, queues, queue_count, NULL, 20, w.a, &items, &count, &cursor));
		ck_ok(store_worklist(
		    w.st, view, queues, queue_count, cursor, 20, w.a, &items, &count, &next));
	}
	/* The second time: what only the first time costs has been paid. */
	ck_ok(store_worklist(
	    w.st, view, queues, queue_count, cursor, 20, w.a, &items, &count, &next));
	ck_ok(store_counts(w.st, &before));
	ck_ok(store_worklist(
	    w.st, view, queues, queue_count, cursor, 20, w.a, &items, &count, &next));
	ck_ok(store_counts(w.st, &after));
	ck_assert_uint_eq(count, 20);
	ck_assert_ptr_nonnull(next);
	ck_assert_uint_eq(after.statements - before.statements, 1);
	return after.rows_read - before.rows_read;
}

START_TEST(lists_read_the_same_rows_at_any_size)
{
	const int64_t queues[] = { w.amina_queue, w.practitioners_queue };
	uint64_t few[8], many[8];

	/* Plans that are made before the server has counted the rows are another matter, and a matter of luck. */
	fill(1, 200);
	root_run("ANALYZE TABLE worklist, escalation, sight");
	for (int i = 0; i < 8; i++)
		few[i] = rows_of_page(
		    queues, i & 4 ? 2 : 1, i & 1 ? WORKLIST_MINE : WORKLIST_NEEDS_ME, i & 2);
	fill(201, 20000);
	root_run("ANALYZE TABLE worklist, escalation, sight");
	for (int i = 0; i < 8; i++)
		many[i] = rows_of_page(
		    queues, i & 4 ? 2 : 1, i & 1 ? WORKLIST_MINE : WORKLIST_NEEDS_ME, i & 2);
	for (int i = 0; i < 8; i++)
		ck_assert_msg(many[i] <= few[i],
		    "list %d read %lu rows at 200 cases and %lu at 20,000", i,
		    (unsigned long)few[i], (unsigned long)many[i]);
	/* One queue, first page: 21 rows of the list and 21 heads. */
	ck_assert_uint_le(many[0], 43);
}
END_TEST

START_TEST(reading_a_case_costs_its_own_rows)
{
	struct store_counts before, after;
	struct escalation_head head;
	struct stored_event *events;
	size_t count;
	bool informed_only;
	struct sample s;
	struct append_result done;

	sample_raise(&s, MORNING, NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	fill(1, 5000);
	ck_ok(store_escalation(
	    w.st, done.reference, &w.amina_queue, 1, w.a, &head, &events, &count, &informed_only));
	ck_ok(store_counts(w.st, &before));
	ck_ok(store_escalation(
	    w.st, done.reference, &w.amina_queue, 1, w.a, &head, &events, &count, &informed_only));
	ck_ok(store_counts(w.st, &after));
	ck_assert_uint_eq(after.statements - before.statements, 1);
	ck_assert_uint_le(after.rows_read - before.rows_read, 10);
}
END_TEST

/* People as the directory of a whole county has them: every third a social worker. */
static void
people_fill(int from, int to)
{
	root_run(arena_format(w.a,
	    "INSERT INTO person (id, directory, directory_key, username, name, title, agency_id, "
	    "refreshed_at) SELECT 1000 + seq, 'council', CONCAT('k', seq), CONCAT('u', seq), CONCAT('Person N', seq), "
	    "IF(seq %% 3 = 0, 'Social Worker', 'Teacher'), 'csc', NOW() FROM seq_%d_to_%d",
	    from, to));
	root_run(arena_format(w.a,
	    "INSERT INTO person_word SELECT 0, CONCAT('N', seq), 1000 + seq, 'csc' FROM seq_%d_to_%d",
	    from, to));
	root_run(arena_format(w.a,
	    "INSERT INTO person_word SELECT 1, IF(seq %% 3 = 0, 'Social', 'Teacher'), 1000 + seq, "
	    "'csc' FROM seq_%d_to_%d",
	    from, to));
	root_run("ANALYZE TABLE person, person_word");
}

START_TEST(searches_read_few_rows_at_any_size)
{
	static const struct {
		const char *q, *agency;
	} typed[] = {
		{ "amina", NULL },
		{ "amina", "hospital" },
		{ "social", NULL },
		{ "social", "csc" },
		{ "social amina", NULL },
		{ "marlowe social amina", NULL },
		{ "marlowe", NULL },
		{ "general", NULL },
		{ "zzz", NULL },
	};
	struct store_counts before, after;
	struct person *people;
	size_t count;
	uint64_t few[9];

	people_fill(1, 300);
	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = 0; i < 9; i++) {
			ck_ok(store_people_search(
			    w.st, typed[i].q, typed[i].agency, 20, w.a, &people, &count));
			ck_ok(store_counts(w.st, &before));
			ck_ok(store_people_search(
			    w.st, typed[i].q, typed[i].agency, 20, w.a, &people, &count));
			ck_ok(store_counts(w.st, &after));
			uint64_t rows = after.rows_read - before.rows_read;
			if (pass == 0)
				few[i] = rows;
			/* A little more is in nature's course: a word is counted to 200, and there are more of them now. */
			ck_assert_msg(rows <= few[i] + 500,
			    "'%s': %lu rows among 300 people, %lu among 20,000", typed[i].q,
			    (unsigned long)few[i], (unsigned long)rows);
		}
		if (pass == 0)
			people_fill(301, 20000);
	}
	ck_ok(store_people_search(w.st, "social amina", NULL, 20, w.a, &people, &count));
	ck_assert_uint_eq(count, 1);
}
END_TEST

/* --- projections --- */

START_TEST(lists_follow_the_case)
{
	const int64_t amina[] = { w.amina_queue }, hospital[] = { w.practitioners_queue };
	struct walk all;
	struct sample s;
	struct append_result done;
	int64_t lees, id = raise_one(MORNING + DAY);

	/* Another's turn, another date; somebody is brought in; Grace, who was only informed, becomes a party. */
	ck_ok(store_queue(w.st, NULL, NULL, w.lee, &lees));
	sample_raise(&s, MORNING + 4 * DAY, NULL);
	s.waiting[0] = (struct waiting_row){ lees, MORNING + 4 * DAY };
	s.sight[0] = (struct sight_row){ w.grace_queue, false };
	s.sight[1] = (struct sight_row){ w.amina_queue, true }; /* a party stays a party */
	s.projection.sight_count = 2; /* and those who are not named stay in */
	sample_next(&s, id, 1, "{}", NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	walk_list(WORKLIST_NEEDS_ME, hospital, 1, 20, &all);
	ck_assert_int_eq(all.items, 0);
	walk_list(WORKLIST_MINE, hospital, 1, 20, &all);
	ck_assert_int_eq(all.items, 1);
	ck_assert_int_eq(all.last, MORNING + 4 * DAY);
	walk_list(WORKLIST_MINE, amina, 1, 20, &all);
	ck_assert_int_eq(all.items, 1);
	walk_list(WORKLIST_WATCHING, amina, 1, 20, &all);
	ck_assert_int_eq(all.items, 0);
	walk_list(WORKLIST_WATCHING, &w.grace_queue, 1, 20, &all);
	ck_assert_int_eq(all.items, 0);
	walk_list(WORKLIST_NEEDS_ME, &lees, 1, 20, &all);
	ck_assert_int_eq(all.items, 1);

	/* Ended: in no list, even if somebody was left to wait for it, but still to be seen. */
	s.projection.ended = true;
	s.projection.open_count = 0;
	s.projection.next_due = INSTANT_NONE;
	s.projection.duty_text = s.projection.turn = NULL;
	sample_next(&s, id, 2, "{}", NULL);
	ck_ok(store_append(w.st, &s.append, w.a, &done, NULL));
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM worklist"), 0);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM open_duty"), 0);
	ck_assert_int_eq(root_number("SELECT COUNT(*) FROM sight"), 4);
}
END_TEST

#define LISTS_DIGEST \
	"SELECT CRC32(CONCAT_WS('|', " \
	"(SELECT GROUP_CONCAT(CONCAT_WS(',', queue_id, view, due, escalation_id, yours) ORDER BY 1) FROM worklist), " \
	"(SELECT GROUP_CONCAT(CONCAT_WS(',', escalation_id, queue_id, informed_only) ORDER BY 1) FROM sight), " \
	"(SELECT GROUP_CONCAT(CONCAT_WS(',', escalation_id, duty_key, due) ORDER BY 1) FROM open_duty), " \
	"(SELECT GROUP_CONCAT(CONCAT_WS(',', id, version, phase, stage_id, ended, next_due, duty_text) ORDER BY id) " \
	"FROM escalation)))"

START_TEST(lists_are_made_again_from_events)
{
	struct sample s;
	int64_t id = raise_one(MORNING + DAY), before = root_number(LISTS_DIGEST);

	root_run("DELETE FROM worklist");
	root_run(arena_format(w.a, "INSERT INTO worklist VALUES (%lld, 0, '2030-01-01', %lld, 1)",
	    (long long)w.amina_queue, (long long)id));
	root_run("DELETE FROM sight LIMIT 1");
	root_run("UPDATE open_duty SET due = '2030-01-01'");
	root_run("UPDATE escalation SET phase = 'closed', ended = 1, next_due = NULL");
	ck_assert_int_ne(root_number(LISTS_DIGEST), before);
	sample_raise(&s, MORNING + DAY, NULL);
	ck_ok(store_project(w.st, id, 1, &s.projection));
	ck_assert_int_eq(root_number(LISTS_DIGEST), before);
	ck_ok(store_project(w.st, id, 1, &s.projection)); /* again: nothing to do */
	ck_assert_int_eq(root_number(LISTS_DIGEST), before);
	s.projection.phase = "agreed";
	ck_assert_int_eq(store_project(w.st, id, 2, &s.projection), RESULT_CONFLICT);
	ck_assert_int_eq(store_project(w.st, 4711, 1, &s.projection), RESULT_NOT_FOUND);
	ck_assert_int_eq(root_number(LISTS_DIGEST), before);
}
END_TEST

/* --- the clock --- */

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
list_tests(void)
{
	TCase *t = tcase_create("lists");

	tcase_add_test(t, lists_are_in_order_without_duplicates);
	tcase_add_test(t, lists_look_behind_what_was_shown);
	tcase_add_test(t, lists_of_many_queues);
	tcase_add_test(t, lists_say_what_is_yours);
	tcase_add_test(t, made_up_cursors_are_refused);
	tcase_add_test(t, lists_read_the_same_rows_at_any_size);
	tcase_add_test(t, reading_a_case_costs_its_own_rows);
	tcase_add_test(t, searches_read_few_rows_at_any_size);
	tcase_add_test(t, lists_follow_the_case);
	tcase_add_test(t, lists_are_made_again_from_events);
	tcase_add_test(t, leases_are_held_by_one);
	tcase_add_test(t, notices_are_sent_once);
	tcase_add_test(t, a_morning_has_one_digest);
	tcase_add_test(t, reminders_are_a_range_by_date);
	tcase_add_test(t, overdue_is_told_once_for_each_date);
	tcase_add_test(t, sweeping_takes_only_what_is_old);
	return t;
}
