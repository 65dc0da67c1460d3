/*
 * test_record.c - the two-sided record: a side approves or differs, corrections point at what they correct, nobody speaks
 * for the other side; what waits is a duty that holds nothing up.
 */
#include "story.h"

static struct story *s;

static void
setup(void)
{
	s = story_begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-12-24T10:00"); /* event 2 */
}

static void
teardown(void)
{
	story_end(s);
}

static struct event *
answers(enum event_kind kind, enum who who, enum side side, const char *of, const char *when)
{
	struct event *ev = tell(s, kind, who, side, when);

	ev->target = of;
	if (kind == EVENT_RECORD_DIFFERED)
		says(s, "difference", "We said nothing of the kind.");
	return ev;
}

static struct viewer
viewer(enum who who)
{
	const struct story_person *p = &story_people[who];

	return (struct viewer){ .person_id = p->ref.id, .agency_id = p->ref.agency_id, .roles = p->roles,
	                        .role_count = p->role_count };
}

/* "approve-record:2 differ:2 attach:2", as this person is offered them. */
static const char *
offered(const struct escalation *e, enum who who, uint32_t seq)
{
	const char *ids[RECORD_ACTIONS_MAX], *all = "";
	struct viewer v = viewer(who);
	size_t count = escalation_record_actions(e, &v, escalation_record(e, seq), ids);

	for (size_t i = 0; i < count; i++) {
		const struct action *a = escalation_action(e, &v, ids[i]);

		ck_assert_ptr_nonnull(a);
		ck_assert_str_eq(a->id, ids[i]);
		all = arena_format(s->a, "%s%s%s", all, i ? " " : "", ids[i]);
	}
	return all;
}

START_TEST(waits_for_the_other_side)
{
	const struct escalation *e = fold_now(s);
	const struct duty *d = duty_of(e, "records.raising");

	ck_assert_int_eq(d->status, DUTY_OPEN);
	ck_assert_int_eq(d->deadline.state, DEADLINE_NONE);
	ck_assert_str_eq(d->rule->clause, "4.3");
	ck_assert_ptr_null(duty_find(e, "records.receiving"));
	ck_assert_str_ne(e->turn->key, "records.raising");
	ck_assert_str_eq(offered(e, AMINA, 2), "approve-record:2 differ:2 attach:2");
	ck_assert_str_eq(offered(e, NORA, 2), "correct:2 attach:2");
	ck_assert_str_eq(offered(e, CONSTABLE, 2), "");
}
END_TEST

START_TEST(approved)
{
	const struct escalation *e;
	const struct record *r;

	answers(EVENT_RECORD_APPROVED, AMINA, SIDE_RAISING, "2", "2027-12-24T11:00");
	e = fold_now(s);
	r = escalation_record(e, 2);
	ck_assert_ptr_eq(r->answers[0], &s->events[2]);
	ck_assert_ptr_eq(r->answers[1], &s->events[1]); /* whoever wrote it approved it for their side */
	ck_assert_int_eq(duty_of(e, "records.raising")->status, DUTY_DONE);
	ck_assert_str_eq(offered(e, AMINA, 2), "attach:2");
	answers(EVENT_RECORD_DIFFERED, AMINA, SIDE_RAISING, "2", "2027-12-24T12:00"); /* too late to differ */
	story_is_refused(s, 4);
}
END_TEST

START_TEST(differed_then_approved)
{
	const struct escalation *e;

	answers(EVENT_RECORD_DIFFERED, AMINA, SIDE_RAISING, "2", "2027-12-24T11:00");
	e = fold_now(s);
	ck_assert_ptr_eq(escalation_record(e, 2)->answers[0], &s->events[2]);
	ck_assert_int_eq(duty_of(e, "records.raising")->status, DUTY_DONE);
	ck_assert_str_eq(offered(e, AMINA, 2), "approve-record:2 attach:2");
	answers(EVENT_RECORD_APPROVED, AMINA, SIDE_RAISING, "2", "2027-12-24T12:00");
	ck_assert_ptr_eq(escalation_record(fold_now(s), 2)->answers[0], &s->events[3]);
}
END_TEST

/* One's own, for the other side; both sides by one person; advice; what is no record; the raising itself. */
static const struct { enum who who; enum side side; const char *of; } refused[] = {
	{ NORA, SIDE_RECEIVING, "2" }, { NORA, SIDE_RAISING, "2" }, { CHAIR, SIDE_NONE, "2" }, { AMINA, SIDE_RAISING, "1" },
	{ AMINA, SIDE_RAISING, "9" }, { AMINA, SIDE_RAISING, NULL }, { AMINA, SIDE_RAISING, "x" },
};

START_TEST(not_for_them_to_say)
{
	answers(EVENT_RECORD_APPROVED, refused[_i].who, refused[_i].side, refused[_i].of, "2027-12-24T11:00");
	story_is_refused(s, 3);
}
END_TEST

START_TEST(corrected)
{
	const struct escalation *e;

	contact(s, NORA, SIDE_RECEIVING, "video", "2027-12-24T11:00");
	s->events[2].target = "2";
	e = fold_now(s);
	ck_assert_ptr_eq(escalation_record(e, 2)->corrected, &s->events[2]);
	ck_assert_ptr_eq(escalation_record(e, 3)->corrects, &s->events[1]);
	ck_assert_str_eq(offered(e, AMINA, 2), ""); /* the new one waits in its place */
	ck_assert_str_eq(offered(e, AMINA, 3), "approve-record:3 differ:3 attach:3");
	ck_assert_str_eq(offered(e, NORA, 2), "");
	contact(s, NORA, SIDE_RECEIVING, "email", "2027-12-24T12:00");
	s->events[3].target = "2"; /* corrected already */
	story_is_refused(s, 4);
}
END_TEST

START_TEST(not_theirs_to_correct)
{
	contact(s, AMINA, SIDE_RAISING, "video", "2027-12-24T11:00");
	s->events[2].target = "2";
	story_is_refused(s, 3);
}
END_TEST

/* A record that nobody approved does not keep a case open, and can still be approved when it is closed. */
START_TEST(holds_nothing_up)
{
	const struct escalation *e;
	struct viewer v = viewer(AMINA);

	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-24T12:00");
	e = fold_now(s);
	ck_assert_int_eq(duty_of(e, "records.raising")->status, DUTY_OPEN);
	ck_assert_ptr_null(e->turn);
	ck_assert_ptr_nonnull(escalation_action(e, &v, "close"));
	tell(s, EVENT_CLOSED, AMINA, SIDE_RAISING, "2027-12-24T13:00");
	e = fold_now(s);
	ck_assert_int_eq(duty_of(e, "records.raising")->status, DUTY_NOT_NEEDED);
	ck_assert_str_eq(offered(e, AMINA, 2), "approve-record:2 differ:2");
	answers(EVENT_RECORD_APPROVED, AMINA, SIDE_RAISING, "2", "2027-12-24T14:00");
	ck_assert_int_eq(fold_now(s)->phase, PHASE_CLOSED);
}
END_TEST

/* Two who hold roles on one side: a colleague may approve, and whoever approved for one side does not for the other. */
START_TEST(chair_writes_both_approve)
{
	const struct escalation *e;

	(void)tell(s, EVENT_CONTACT, CHAIR, SIDE_NONE, "2027-12-24T11:00");
	e = fold_now(s);
	ck_assert_int_eq(duty_of(e, "records.receiving")->status, DUTY_OPEN);
	answers(EVENT_RECORD_APPROVED, AMINA, SIDE_RAISING, "3", "2027-12-24T12:00");
	answers(EVENT_RECORD_APPROVED, AMINA, SIDE_RECEIVING, "3", "2027-12-24T13:00");
	story_is_refused(s, 5);
}
END_TEST

/* A form's id is taken as it is written, or not at all. */
START_TEST(ids)
{
	const struct escalation *e = fold_now(s);
	struct viewer v = viewer(AMINA);

	ck_assert_ptr_nonnull(escalation_action(e, &v, "differ:2"));
	ck_assert_ptr_null(escalation_action(e, &v, "differ:02"));
	ck_assert_ptr_null(escalation_action(e, &v, "differ:"));
	ck_assert_ptr_null(escalation_action(e, &v, "differ:2 "));
	ck_assert_ptr_null(escalation_action(e, &v, "correct:2"));
}
END_TEST

/* --- what is outstanding --- */

static void
leave_undone(enum who by, enum who owner, const char *due, const char *when)
{
	tell(s, EVENT_ITEM_ADDED, by, SIDE_RAISING, when);
	says(s, "what", "The discharge letter.");
	names(s, "owner", owner);
	says(s, "by", due);
}

START_TEST(chased_until_done)
{
	const struct escalation *e;
	const struct duty *d;
	struct viewer amina = viewer(AMINA), nora = viewer(NORA);
	struct party *people;
	size_t count;

	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	leave_undone(AMINA, NIGEL, "2028-01-05", "2027-12-24T11:30"); /* event 4: a colleague of Nora's */
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-24T12:00");
	e = fold_now(s);
	d = duty_of(e, "item.4");
	ck_assert_int_eq(d->status, DUTY_OPEN);
	ck_assert_int_eq(d->side, SIDE_RECEIVING);
	is_due(e, "item.4", "2028-01-05T17:00");
	ck_assert_str_eq(d->rule->clause, "4.4");
	ck_assert_ptr_eq(e->turn, d);
	ck_assert_ptr_null(escalation_action(e, &amina, "close")); /* it keeps the case open */
	escalation_waits_for(e, d, &people, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(people[0].person_id, story_people[NIGEL].ref.id);
	ck_assert_ptr_nonnull(escalation_action(e, &nora, "done:item.4")); /* whoever speaks for that side may say so too */
	ck_assert_ptr_null(escalation_action(e, &amina, "done:item.4"));
	ck_assert_ptr_null(strstr(d->rule->text, "letter")); /* lists of duties are shown to others */

	e = fold_at(s, "2028-01-06T09:00");
	ck_assert(duty_of(e, "item.4")->late);
	tell(s, EVENT_LATE_REASON, NIGEL, SIDE_RECEIVING, "2028-01-06T09:00")->target = "item.4";
	says(s, "reason", "Leave.");
	tell(s, EVENT_DONE, NIGEL, SIDE_RECEIVING, "2028-01-06T10:00")->target = "item.4";
	e = fold_now(s);
	d = duty_of(e, "item.4");
	ck_assert_int_eq(d->status, DUTY_DONE);
	ck_assert(d->late); /* late stays late */
	ck_assert_str_eq(d->late_reason, "Leave.");
	ck_assert_ptr_nonnull(escalation_action(e, &amina, "close"));
	tell(s, EVENT_DONE, NIGEL, SIDE_RECEIVING, "2028-01-06T11:00")->target = "item.4";
	story_is_refused(s, 8);
}
END_TEST

START_TEST(dropped_with_a_reason)
{
	struct viewer v = viewer(NIGEL);

	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	leave_undone(AMINA, NIGEL, "2028-01-05", "2027-12-24T11:30");
	ck_assert_ptr_nonnull(escalation_action(fold_now(s), &v, "drop:item.4"));
	tell(s, EVENT_ITEM_DROPPED, NIGEL, SIDE_RECEIVING, "2027-12-24T12:00")->target = "item.4";
	ck_assert_int_eq(duty_of(fold_now(s), "item.4")->status, DUTY_NOT_NEEDED);
	tell(s, EVENT_ITEM_DROPPED, NIGEL, SIDE_RECEIVING, "2027-12-24T13:00")->target = "item.4";
	story_is_refused(s, 6);
}
END_TEST

/* What was outstanding of an agreement that was none is owed by nobody. */
START_TEST(not_agreed_after_all)
{
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	leave_undone(AMINA, NIGEL, "2028-01-05", "2027-12-24T11:30");
	tell(s, EVENT_NOT_AGREED, AMINA, SIDE_RAISING, "2027-12-24T12:00");
	ck_assert_int_eq(duty_of(fold_now(s), "item.4")->status, DUTY_NOT_NEEDED);
	leave_undone(AMINA, NIGEL, "2028-01-05", "2027-12-24T13:00"); /* nothing is agreed of which it could be left */
	story_is_refused(s, 6);
}
END_TEST

/* --- lessons --- */

START_TEST(lesson_outlives_the_case)
{
	const struct escalation *e;
	struct viewer chair = viewer(CHAIR), amina = viewer(AMINA), manager = viewer(MANAGER);
	struct standing st;

	ck_assert(!escalation_standing(fold_now(s), &chair, &st));
	tell(s, EVENT_LESSON, AMINA, SIDE_RAISING, "2027-12-24T11:00"); /* event 3 */
	e = fold_now(s);
	ck_assert(escalation_standing(e, &chair, &st) && !st.informed_only); /* who decides in the last stage: 4.7 */
	ck_assert(escalation_standing(e, &manager, &st) && st.informed_only);
	ck_assert_str_ne(e->turn->key, "lesson.3");
	ck_assert_ptr_nonnull(escalation_action(e, &chair, "answer:lesson.3"));
	ck_assert_ptr_null(escalation_action(e, &amina, "answer:lesson.3"));
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T11:30");
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-24T11:40");
	ck_assert_ptr_nonnull(escalation_action(fold_now(s), &amina, "close")); /* it keeps nothing open */
	tell(s, EVENT_CLOSED, AMINA, SIDE_RAISING, "2027-12-24T12:00");
	e = fold_now(s);
	ck_assert_str_eq(e->turn->key, "lesson.3");
	tell(s, EVENT_LESSON_ANSWERED, CHAIR, SIDE_NONE, "2027-12-29T10:00")->target = "3";
	says(s, "by", "2028-02-01");
	e = fold_now(s);
	ck_assert(e->lessons[0].open);
	is_due(e, "lesson.3", "2028-02-01T17:00");
	tell(s, EVENT_LESSON_ANSWERED, CHAIR, SIDE_NONE, "2028-02-02T10:00")->target = "3";
	e = fold_now(s);
	ck_assert(!e->lessons[0].open);
	ck_assert(duty_of(e, "lesson.3")->late);
	ck_assert_ptr_null(e->turn);
	tell(s, EVENT_LESSON_ANSWERED, CHAIR, SIDE_NONE, "2028-02-02T11:00")->target = "3";
	story_is_refused(s, 9);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("record");
	TCase *cases = tcase_create("record");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, setup, teardown);
	tcase_add_test(cases, waits_for_the_other_side);
	tcase_add_test(cases, approved);
	tcase_add_test(cases, differed_then_approved);
	tcase_add_loop_test(cases, not_for_them_to_say, 0, (int)(sizeof(refused) / sizeof(refused[0])));
	tcase_add_test(cases, corrected);
	tcase_add_test(cases, not_theirs_to_correct);
	tcase_add_test(cases, holds_nothing_up);
	tcase_add_test(cases, chair_writes_both_approve);
	tcase_add_test(cases, ids);
	tcase_add_test(cases, chased_until_done);
	tcase_add_test(cases, dropped_with_a_reason);
	tcase_add_test(cases, not_agreed_after_all);
	tcase_add_test(cases, lesson_outlives_the_case);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
