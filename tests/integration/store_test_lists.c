/*
 * store_test_lists.c - worklists read the same few rows whatever is stored; projections.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "parley/store_people.h"
#include "parley/store_queue.h"
#include "parley/store_worklist.h"
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
	s.waiting[0] = (struct waiting_row){ .queue_id = first, .due = due };
	s.waiting[1] = (struct waiting_row){ .queue_id = second, .due = second_due, .aside = true };
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
	ck_assert(!items[0].yours && !items[0].aside);
	ck_ok(store_worklist(
	    w.st, WORKLIST_WATCHING, amina, 1, NULL, 20, w.a, &items, &count, &next));
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(what_is_yours_may_be_something_else_than_the_duty_at_hand)
{
	const int64_t amina[] = { w.amina_queue }, both[] = { w.amina_queue, w.practitioners_queue };
	struct worklist_item *items;
	const char *next;
	size_t count;

	raise_in(w.practitioners_queue, MORNING + 2 * DAY, w.amina_queue, MORNING + DAY);
	for (int view = WORKLIST_NEEDS_ME; view <= WORKLIST_MINE; view++) {
		ck_ok(store_worklist(
		    w.st, (enum worklist_view)view, amina, 1, NULL, 20, w.a, &items, &count, &next));
		ck_assert_uint_eq(count, 1);
		ck_assert(items[0].yours && items[0].aside);
		ck_ok(store_worklist(
		    w.st, (enum worklist_view)view, both, 2, NULL, 20, w.a, &items, &count, &next));
		ck_assert_uint_eq(count, 1);
		ck_assert(items[0].yours && !items[0].aside);
	}
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
	s.waiting[0] = (struct waiting_row){ .queue_id = lees, .due = MORNING + 4 * DAY };
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

TCase *
list_tests(void)
{
	TCase *t = tcase_create("lists");

	tcase_add_test(t, lists_are_in_order_without_duplicates);
	tcase_add_test(t, lists_look_behind_what_was_shown);
	tcase_add_test(t, lists_of_many_queues);
	tcase_add_test(t, lists_say_what_is_yours);
	tcase_add_test(t, what_is_yours_may_be_something_else_than_the_duty_at_hand);
	tcase_add_test(t, made_up_cursors_are_refused);
	tcase_add_test(t, lists_read_the_same_rows_at_any_size);
	tcase_add_test(t, reading_a_case_costs_its_own_rows);
	tcase_add_test(t, searches_read_few_rows_at_any_size);
	tcase_add_test(t, lists_follow_the_case);
	tcase_add_test(t, lists_are_made_again_from_events);
	return t;
}
