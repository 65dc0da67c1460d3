/*
 * test_meetings.c - times that are proposed for a meeting: who can come, what is settled, who is asked and who reads, what waits for
 * whom; and what a form about a meeting takes.
 */
#include "story.h"

static struct story *s;

static void
setup(void)
{
	s = story_begin(REDBRIDGE);
}

static void
teardown(void)
{
	story_end(s);
}

/* Friday 1 May 2026: Amina proposes Wednesday, Thursday and Friday to the constable and Nigel, who answer by Tuesday. */
static void
propose(void)
{
	static struct person_ref asked[2];
	struct field_value *with;

	raise_case(s, "2026-05-01T10:00", "2026-05-01", NORA);
	tell(s, EVENT_MEETING_PROPOSED, AMINA, SIDE_RAISING, "2026-05-01T11:00");
	says(s, "time_1", "2026-05-06T10:00");
	says(s, "time_2", "2026-05-07T14:30");
	says(s, "time_3", "2026-05-08T09:00");
	says(s, "answer_by", "2026-05-05");
	asked[0] = story_people[CONSTABLE].ref;
	asked[1] = story_people[NIGEL].ref;
	with = story_field(s, "with");
	with->people = asked;
	with->people_count = 2;
}

static void
answers(enum who who, enum side side, const char *when, const char *const said[3])
{
	static const char *const names[] = { "answer_1", "answer_2", "answer_3" };

	tell(s, EVENT_MEETING_ANSWERED, who, side, when)->target = "2";
	for (int i = 0; i < 3 && said[i]; i++)
		says(s, names[i], said[i]);
}

static const char *const second_only[] = { "no", "yes", "no" };
static const char *const if_need_be[] = { "if-need-be", "if-need-be", "no" };

static const char *
meeting_actions(const struct escalation *e, enum who who)
{
	struct viewer v = viewer_of(who);
	struct meeting_action list[MEETING_ACTIONS_MAX];
	size_t count = escalation_meeting_actions(e, &v, &e->meetings[0], list);
	const char *ids = "";

	for (size_t i = 0; i < count; i++) {
		ck_assert_ptr_nonnull(escalation_action(e, &v, list[i].id));
		ids = arena_format(e->arena, "%s%s%.*s", ids, i > 0 ? " " : "", (int)strcspn(list[i].id, ":"), list[i].id);
	}
	return ids;
}

START_TEST(times_are_proposed)
{
	const struct escalation *e;
	struct standing standing;
	const struct meeting *m;
	struct party *people;
	size_t count;

	propose();
	e = fold_now(s);
	m = &e->meetings[0];
	ck_assert(m->proposed && m->starts == INSTANT_NONE && m->on == DAY_NONE);
	ck_assert_uint_eq(m->time_count, 3);
	ck_assert_int_eq(m->times[1], at("2026-05-07T14:30"));
	/* Whoever is asked reads, and says when they can come, and no more. */
	ck_assert(has_business(e, CONSTABLE, &standing) && standing.informed_only);
	may(e, CONSTABLE, "");
	ck_assert_str_eq(meeting_actions(e, CONSTABLE), "meeting-answer");
	ck_assert_str_eq(meeting_actions(e, AMINA), "meeting-settle meeting-times meeting-papers meeting-cancel");
	ck_assert_str_eq(meeting_actions(e, NORA), "meeting-settle meeting-times meeting-papers meeting-cancel");
	ck_assert_str_eq(meeting_actions(e, NIGEL), "meeting-answer");
	ck_assert_str_eq(meeting_actions(e, COLIN), "");
	is_now(e, "times.2", DUTY_OPEN);
	is_due(e, "times.2", "2026-05-05T17:00");
	is_now(e, "settle.2", DUTY_WAITING);
	escalation_waits_for(e, duty_of(e, "times.2"), &people, &count);
	ck_assert_uint_eq(count, 2);
	/* It holds nothing up, and is nobody's turn. */
	is_turn(e, "speak");
}
END_TEST

START_TEST(those_who_are_asked_answer)
{
	const struct escalation *e;
	struct standing standing;
	struct party *people;
	size_t count;

	propose();
	answers(CONSTABLE, SIDE_NONE, "2026-05-01T12:00", second_only);
	e = fold_now(s);
	ck_assert_int_eq(e->meetings[0].people[0].coming[1], COMING_YES);
	ck_assert(has_business(e, CONSTABLE, &standing) && standing.informed_only);
	escalation_waits_for(e, duty_of(e, "times.2"), &people, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(people[0].person_id, story_people[NIGEL].ref.id);
	is_now(e, "settle.2", DUTY_WAITING);
	/* When the time for answers is over, it is for her who proposed; when it is not, as soon as all have answered. */
	e = fold_at(s, "2026-05-05T17:01");
	ck_assert(duty_of(e, "times.2")->late);
	is_now(e, "settle.2", DUTY_OPEN);
	is_due(e, "settle.2", "2026-05-06T10:00");
	answers(NIGEL, SIDE_RECEIVING, "2026-05-01T13:00", if_need_be);
	e = fold_now(s);
	is_now(e, "times.2", DUTY_DONE);
	is_now(e, "settle.2", DUTY_OPEN);
	escalation_waits_for(e, duty_of(e, "settle.2"), &people, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(people[0].person_id, story_people[AMINA].ref.id);
	/* Answering made him nobody who acts for his side. */
	ck_assert(has_business(e, NIGEL, &standing) && standing.informed_only);
	may(e, NIGEL, "");
	/* They may change it. Whoever is not asked cannot answer. */
	answers(CONSTABLE, SIDE_NONE, "2026-05-01T14:00", if_need_be);
	ck_assert_int_eq(fold_now(s)->meetings[0].people[0].coming[1], COMING_IF_NEED_BE);
	answers(COLIN, SIDE_RAISING, "2026-05-01T14:00", if_need_be);
	story_is_refused(s, 6);
}
END_TEST

START_TEST(one_is_settled)
{
	const struct escalation *e;
	const struct meeting *m;

	propose();
	answers(CONSTABLE, SIDE_NONE, "2026-05-01T12:00", second_only);
	tell(s, EVENT_MEETING_SETTLED, AMINA, SIDE_RAISING, "2026-05-01T13:00")->target = "2";
	says(s, "time", "2");
	e = fold_now(s);
	m = &e->meetings[0];
	ck_assert(!m->proposed);
	ck_assert_int_eq(m->starts, at("2026-05-07T14:30"));
	ck_assert_int_eq(m->sequence, 0); /* nobody's calendar has had it */
	ck_assert_uint_eq(m->time_count, 1);
	ck_assert_int_eq(m->people[0].coming[0], COMING_YES); /* what was said of that time stays said */
	is_now(e, "times.2", DUTY_NOT_NEEDED);
	is_now(e, "settle.2", DUTY_DONE);
	ck_assert_str_eq(meeting_actions(e, AMINA), "meeting-papers meeting-change meeting-cancel");
	ck_assert_str_eq(meeting_actions(e, CONSTABLE), "meeting-answer"); /* something came up */
	/* At another time what was said of this one is no answer. */
	tell(s, EVENT_MEETING_CHANGED, AMINA, SIDE_RAISING, "2026-05-01T14:00")->target = "2";
	says(s, "day", "2026-05-11");
	e = fold_now(s);
	ck_assert_int_eq(e->meetings[0].starts, at("2026-05-11T14:30"));
	ck_assert_int_eq(e->meetings[0].people[0].coming[0], COMING_UNSAID);
	ck_assert_int_eq(e->meetings[0].sequence, 1);
	tell(s, EVENT_MEETING_SETTLED, AMINA, SIDE_RAISING, "2026-05-01T15:00")->target = "2";
	says(s, "time", "1");
	story_is_refused(s, 6);
}
END_TEST

/* Nobody can make any: another time with a reason, or other times, or none. */
START_TEST(another_time)
{
	static const char *const never[] = { "no", "no", "no" };
	const struct escalation *e;

	propose();
	answers(CONSTABLE, SIDE_NONE, "2026-05-01T12:00", never);
	tell(s, EVENT_MEETING_PROPOSED, AMINA, SIDE_RAISING, "2026-05-01T13:00")->target = "2";
	says(s, "time_1", "2026-05-12T10:00");
	says(s, "time_2", "2026-05-13T10:00");
	e = fold_now(s);
	ck_assert_uint_eq(e->meeting_count, 1);
	ck_assert_uint_eq(e->meetings[0].time_count, 2);
	ck_assert_uint_eq(e->meetings[0].people_count, 2);
	ck_assert_ptr_null(e->meetings[0].people[0].answer);
	is_now(e, "times.2", DUTY_OPEN);
	ck_assert_int_ne(duty_of(e, "times.2")->deadline.state, DEADLINE_DATED); /* no day was said this time */
	tell(s, EVENT_MEETING_SETTLED, NORA, SIDE_RECEIVING, "2026-05-01T14:00")->target = "2";
	says(s, "time", "other");
	says(s, "starts", "2026-10-26T09:00"); /* the Monday after the clocks went back */
	says(s, "reason", "The ward is short.");
	e = fold_now(s);
	ck_assert_int_eq(e->meetings[0].starts, at("2026-10-26T09:00:00Z"));
	tell(s, EVENT_MEETING_CANCELLED, AMINA, SIDE_RAISING, "2026-05-01T15:00")->target = "2";
	says(s, "reason", "It is agreed.");
	e = fold_now(s);
	ck_assert(e->meetings[0].cancelled);
	ck_assert_str_eq(meeting_actions(e, AMINA), "");
	ck_assert_str_eq(meeting_actions(e, CONSTABLE), "");
}
END_TEST

START_TEST(somebody_comes_instead)
{
	const struct escalation *e;
	struct standing standing;
	const struct meeting *m;

	propose();
	tell(s, EVENT_MEETING_SETTLED, AMINA, SIDE_RAISING, "2026-05-01T12:00")->target = "2";
	says(s, "time", "1");
	answers(NIGEL, SIDE_RECEIVING, "2026-05-01T13:00", (const char *const[]){ "yes", NULL, NULL });
	names(s, "instead", HOSPITAL_LINE_2);
	e = fold_now(s);
	m = &e->meetings[0];
	ck_assert_int_eq(m->coming[1]->id, story_people[HOSPITAL_LINE_2].ref.id);
	ck_assert_int_eq(m->before[1]->id, story_people[NIGEL].ref.id);
	ck_assert_int_eq(m->sequence, 1); /* his calendar has to let go of it */
	ck_assert(has_business(e, HOSPITAL_LINE_2, &standing) && standing.informed_only);
	/* Whoever comes for him says so too, and goes on coming; he comes after all. */
	answers(HOSPITAL_LINE_2, SIDE_RECEIVING, "2026-05-01T14:00", (const char *const[]){ "if-need-be", NULL, NULL });
	e = fold_now(s);
	ck_assert_int_eq(e->meetings[0].coming[1]->id, story_people[HOSPITAL_LINE_2].ref.id);
	ck_assert_int_eq(e->meetings[0].people[1].coming[0], COMING_IF_NEED_BE);
	answers(NIGEL, SIDE_RECEIVING, "2026-05-01T15:00", (const char *const[]){ "yes", NULL, NULL });
	ck_assert_int_eq(fold_now(s)->meetings[0].coming[1]->id, story_people[NIGEL].ref.id);
}
END_TEST

/* What was held is written down: a two-sided record of that meeting, and its correction is one too. */
START_TEST(note_and_papers)
{
	const struct escalation *e;

	propose();
	tell(s, EVENT_MEETING_SETTLED, AMINA, SIDE_RAISING, "2026-05-01T12:00")->target = "2";
	says(s, "time", "1");
	e = fold_now(s);
	ck_assert_str_eq(meeting_actions(e, AMINA), "meeting-papers meeting-change meeting-cancel");
	e = fold_at(s, "2026-05-06T10:01");
	ck_assert_str_eq(meeting_actions(e, NORA), "meeting-note meeting-papers meeting-change meeting-cancel");
	ck_assert_str_eq(meeting_actions(e, CONSTABLE), "");
	contact(s, AMINA, SIDE_RAISING, "meeting", "2026-05-06T11:30");
	s->events[s->count - 1].target = "2";
	e = fold_now(s);
	ck_assert_uint_eq(e->records[0].meeting, 2);
	ck_assert(escalation_record_waits(&e->records[0], SIDE_RECEIVING));
	is_now(e, "speak", DUTY_DONE); /* a meeting is a contact */
	contact(s, AMINA, SIDE_RAISING, "meeting", "2026-05-06T12:00");
	s->events[s->count - 1].target = "4";
	ck_assert_uint_eq(fold_now(s)->records[1].meeting, 2);
	tell(s, EVENT_MEETING_PAPERS, NORA, SIDE_RECEIVING, "2026-05-06T12:30")->target = "2";
	says(s, "papers", "5");
	tell(s, EVENT_ATTACHED, NORA, SIDE_RECEIVING, "2026-05-06T12:40")->target = "2";
	e = fold_at(s, "2026-05-07T09:00"); /* the day after it is past, and can still be written down */
	ck_assert_str_eq(meeting_actions(e, NORA), "meeting-note");
	tell(s, EVENT_ATTACHED, NORA, SIDE_RECEIVING, "2026-05-07T12:40")->target = "3"; /* neither a record nor a meeting */
	story_is_refused(s, 8);
}
END_TEST

START_TEST(no_note_of_what_was_not_held)
{
	propose();
	contact(s, AMINA, SIDE_RAISING, "meeting", "2026-05-06T11:30");
	s->events[s->count - 1].target = "2";
	story_is_refused(s, 3);
}
END_TEST

/* Those who decide may set a day; an earlier time of the policy counts. */
START_TEST(agencies_answer_by_a_day)
{
	const struct escalation *e;

	raise_case(s, "2026-05-01T10:00", "2026-05-01", NORA);
	escalates(s, AMINA, SIDE_RAISING, "2026-05-01T11:00");
	escalates(s, CSC_LINE, SIDE_RAISING, "2026-05-01T12:00");
	escalates(s, CSC_SENIOR, SIDE_RAISING, "2026-05-01T13:00");
	(void)leave_by(s, EVENT_DECIDED, "recommend", CHAIR, SIDE_NONE, "2026-05-04T10:00");
	e = fold_now(s);
	ck_assert_int_ne(duty_of(e, "respond.raising")->deadline.state, DEADLINE_DATED);
	says(s, "respond_by", "2026-05-15");
	e = fold_now(s);
	is_due(e, "respond.raising", "2026-05-15T17:00");
	is_due(e, "respond.receiving", "2026-05-15T17:00");
	tell(s, EVENT_RESPONDED, CSC_SENIOR, SIDE_RAISING, "2026-05-05T10:00");
	e = fold_at(s, "2026-05-15T17:01");
	is_now(e, "respond.raising", DUTY_DONE);
	ck_assert(duty_of(e, "respond.receiving")->late);
}
END_TEST

/* --- what the forms take --- */

static void
is_wrong(const struct action *action, const struct field_value *values, size_t count, const char *pointer)
{
	struct fault f;

	fault_init(&f, s->a);
	if (event_check_fields(action->sets, action->set_count, values, count, s->e->now, &f) == RESULT_OK)
		(void)!escalation_check_values(s->e, action, values, count, &f);
	if (!pointer) {
		ck_assert_int_eq(f.result, RESULT_OK);
		return;
	}
	ck_assert_int_eq(f.result, RESULT_INVALID);
	ck_assert_str_eq(f.fields->pointer, pointer);
}

#define SAID(field, answer) { .name = (field), .text = (answer) }
#define VALUES(...) (const struct field_value[]){ __VA_ARGS__ }, sizeof((const struct field_value[]){ __VA_ARGS__ }) / sizeof(struct field_value)

START_TEST(forms)
{
	const struct field_value with = { .name = "with", .people = &story_people[NIGEL].ref, .people_count = 1 };
	const struct escalation *e;
	struct viewer amina = viewer_of(AMINA), constable = viewer_of(CONSTABLE);
	const struct action *a;

	propose();
	e = fold_now(s);
	a = escalation_action(e, &amina, "propose");
	is_wrong(a, VALUES(SAID("time_1", "2026-05-06T10:00"), SAID("time_2", "2026-05-06T11:00"), with), NULL);
	is_wrong(a, VALUES(SAID("time_1", "2026-05-06T10:00"), with), "/fields/time_2");
	is_wrong(a, VALUES(SAID("time_1", "2026-05-06T10:00"), SAID("time_2", "2026-05-06T10:00"), with), "/fields/time_2");
	is_wrong(a, VALUES(SAID("time_1", "2026-05-01T10:59"), SAID("time_2", "2026-05-06T10:00"), with), "/fields/time_1");
	is_wrong(a, VALUES(SAID("time_1", "2026-05-06T10:00"), SAID("time_2", "2026-05-07T10:00")), "/fields/with");
	is_wrong(a, VALUES(SAID("time_1", "2026-05-06T10:00"), SAID("time_2", "2026-05-07T10:00"), with, SAID("answer_by", "2026-05-07")),
	         "/fields/answer_by");
	a = escalation_action(e, &constable, "meeting-answer:2");
	is_wrong(a, VALUES(SAID("answer_1", "yes"), SAID("answer_2", "no"), SAID("answer_3", "if-need-be")), NULL);
	is_wrong(a, VALUES(SAID("answer_1", "yes"), SAID("answer_2", "perhaps"), SAID("answer_3", "no")), "/fields/answer_2");
	is_wrong(a, VALUES(SAID("answer_1", "yes"), SAID("answer_2", "no")), "/fields/answer_3");
	is_wrong(a, VALUES(SAID("answer_1", "yes"), SAID("answer_2", "no"), SAID("answer_3", "no"), SAID("answer_4", "no")), "/fields/answer_4");
	a = escalation_action(e, &amina, "meeting-settle:2");
	is_wrong(a, VALUES(SAID("time", "3")), NULL);
	is_wrong(a, VALUES(SAID("time", "4")), "/fields/time");
	is_wrong(a, VALUES(SAID("time", "other"), SAID("starts", "2026-05-09T10:00")), "/fields/reason");
	is_wrong(a, VALUES(SAID("time", "other"), SAID("starts", "2026-05-01T10:00"), SAID("reason", "x")), "/fields/starts");
	is_wrong(a, VALUES(SAID("time", "2"), SAID("starts", "2026-05-09T10:00")), "/fields/starts");
	ck_assert_ptr_null(escalation_action(e, &amina, "meeting-settle:02"));
	ck_assert_ptr_null(escalation_action(e, &amina, "meeting-settle:3"));
	ck_assert_ptr_null(escalation_action(e, &constable, "meeting-settle:2"));
}
END_TEST

int
main(void)
{
	const TTest *const all[] = {
		times_are_proposed, those_who_are_asked_answer, one_is_settled, another_time, somebody_comes_instead,
		note_and_papers, no_note_of_what_was_not_held, agencies_answer_by_a_day, forms,
	};
	Suite *suite = suite_create("meetings");
	TCase *cases = tcase_create("meetings");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, setup, teardown);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		tcase_add_test(cases, all[i]);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
