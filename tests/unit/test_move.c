/*
 * test_move.c - a running escalation is moved to another edition: Redbridge's text, and the same with other times, another
 * duty more, one less, a stage renamed, a role gone. test_walk.c moves to the same and to quite other policies at random.
 */
#include "parley/impact.h"
#include "story.h"

/* The policy with some places of its file written otherwise: pairs of what stands there and what is to stand there. */
static const struct policy *
other_edition(struct story *s, const char *const (*changes)[2])
{
	struct policy *p = ARENA_NEW(s->a, struct policy);
	const struct policy *read = NULL;
	size_t length;
	const char *text = uk_calendar_text(s->a, REDBRIDGE, &length);

	for (; (*changes)[0]; changes++) {
		const char *place = strstr(text, (*changes)[0]);

		ck_assert_msg(place != NULL, "the file has no %s", (*changes)[0]);
		text = arena_format(s->a, "%.*s%s%s", (int)(place - text), text, (*changes)[1], place + strlen((*changes)[0]));
	}
	ck_assert_msg(policy_file_parse(text, strlen(text), s->a, &read, &s->f) == RESULT_OK, "%s at %s", s->f.sentence,
	              s->f.fields ? s->f.fields->pointer : "");
	*p = *read;
	p->days.nation = calendar_nation_find(s->c, p->nation);
	return p;
}

static void
move(struct story *s, const struct policy *to, const char *when)
{
	struct event *ev = tell(s, EVENT_MOVED, MANAGER, SIDE_NONE, when);

	ev->target = "2";
	ev->edition = to;
}

static const char *const shorter[][2] = {
	{ "\"within\": \"3 working days\", \"from\": \"raised\"", "\"within\": \"2 working days\", \"from\": \"raised\"" },
	{ "\"within\": \"5 working days\", \"from\": \"stage entered\"", "\"within\": \"9 working days\", \"from\": \"stage entered\"" },
	{ NULL, NULL },
};

START_TEST(dates_follow_the_new_edition)
{
	struct story *s = story_begin(REDBRIDGE);
	const struct policy *to = other_edition(s, shorter);
	const struct escalation *e;

	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	is_due(fold_at(s, "2027-11-02T09:00"), "speak", "2027-11-04T17:00");
	move(s, to, "2027-11-02T09:00");
	e = fold_now(s);
	is_due(e, "speak", "2027-11-03T17:00");
	is_due(e, "escalate-1", "2027-11-03T17:00");
	is_turn(e, "speak");
	ck_assert_ptr_eq(e->policy, to);
	ck_assert_ptr_eq(e->raised_under, s->p);
	ck_assert_ptr_eq(escalation_edition_at(e, 2), s->p);
	ck_assert_ptr_eq(escalation_edition_at(e, 3), to);
	/* What comes after goes by the new edition too. */
	escalates(s, AMINA, SIDE_RAISING, "2027-11-04T09:00");
	is_due(fold_now(s), "resolve-2", "2027-11-17T17:00");
	ck_assert(duty_of(s->e, "speak")->late);
	story_end(s);
}
END_TEST

START_TEST(what_is_settled_stays)
{
	struct story *s = story_begin(REDBRIDGE);
	const struct policy *to = other_edition(s, shorter);
	const struct escalation *e;

	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-11-04T10:00");
	escalates(s, AMINA, SIDE_RAISING, "2027-11-04T16:00");
	move(s, to, "2027-11-05T09:00");
	e = fold_now(s);
	/* It was in time under the edition under which it was done, and is so still. */
	is_due(e, "speak", "2027-11-04T17:00");
	is_now(e, "speak", DUTY_DONE);
	ck_assert(!duty_of(e, "speak")->late);
	is_due(e, "resolve-2", "2027-11-17T17:00");
	story_end(s);
}
END_TEST

START_TEST(an_agreement_that_is_taken_back_goes_by_the_new_edition)
{
	struct story *s = story_begin(REDBRIDGE);
	const struct policy *to = other_edition(s, shorter);

	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	escalates(s, AMINA, SIDE_RAISING, "2027-11-02T10:00");
	agrees(s, CSC_LINE, SIDE_RAISING, "2027-11-03T10:00");
	move(s, to, "2027-11-03T11:00");
	is_now(fold_now(s), "resolve-2", DUTY_DONE);
	is_due(s->e, "resolve-2", "2027-11-09T17:00");
	tell(s, EVENT_NOT_AGREED, HOSPITAL_LINE, SIDE_RECEIVING, "2027-11-04T10:00");
	is_now(fold_now(s), "resolve-2", DUTY_OPEN);
	is_due(s->e, "resolve-2", "2027-11-15T17:00");
	story_end(s);
}
END_TEST

static const char *const more[][2] = {
	{ "\"duties\": [\n        {\n          \"id\": \"speak\"",
	  "\"duties\": [\n        {\"id\": \"meet-1\", \"clause\": \"4.4\", \"who\": \"both\", \"act\": \"meet\", \"text\": \"Meet\", "
	  "\"short\": \"meet\", \"within\": \"4 working days\", \"from\": \"stage entered\"},\n"
	  "        {\"id\": \"write-1\", \"clause\": \"4.4\", \"who\": \"raising\", \"act\": \"task\", \"text\": \"Write\", "
	  "\"short\": \"write\", \"within\": \"1 working day\", \"from\": \"stage entered\"},\n"
	  "        {\n          \"id\": \"speak-to-them\"" },
	{ "{\"duty\": \"speak\", \"when\": \"due\"}", "{\"duty\": \"speak-to-them\", \"when\": \"due\"}" },
	{ NULL, NULL },
};

static const struct impact *
impact_of(const struct impact *list, size_t count, const char *key)
{
	for (size_t i = 0; i < count; i++) {
		const struct duty *d = list[i].before ? list[i].before : list[i].after;

		if (strcmp(d->key, key) == 0)
			return &list[i];
	}
	return NULL;
}

START_TEST(duties_appear_and_fall_away)
{
	struct story *s = story_begin(REDBRIDGE);
	const struct policy *to = other_edition(s, more);
	const struct escalation *before, *e;
	struct impact *list;
	size_t count;

	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	contact(s, AMINA, SIDE_RAISING, "meeting", "2027-11-02T10:00");
	before = fold_at(s, "2027-11-04T09:00");
	is_now(before, "speak", DUTY_DONE);
	move(s, to, "2027-11-04T09:00");
	e = fold_now(s);
	/* They met before the new edition asked them to. */
	is_now(e, "meet-1.raising", DUTY_DONE);
	is_now(e, "meet-1.receiving", DUTY_DONE);
	is_now(e, "speak-to-them", DUTY_DONE);
	is_now(e, "speak", DUTY_DONE);
	/* And to write is late at once: the preview says so. */
	is_due(e, "write-1", "2027-11-02T17:00");
	ck_assert(duty_of(e, "write-1")->late);
	impact_compare(before, e, s->a, &list, &count);
	ck_assert_int_eq(impact_of(list, count, "write-1")->kind, IMPACT_APPEARS);
	ck_assert(impact_of(list, count, "write-1")->late_at_once);
	ck_assert_ptr_null(impact_of(list, count, "record.raising"));
	ck_assert_ptr_null(impact_of(list, count, "meet-1.raising"));
	story_end(s);
}
END_TEST

START_TEST(impact_says_every_date)
{
	struct story *s = story_begin(REDBRIDGE);
	const struct policy *to = other_edition(s, more);
	const struct escalation *before;
	const struct impact *i;
	struct impact *list;
	size_t count;

	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	before = fold_at(s, "2027-11-01T11:00");
	move(s, to, "2027-11-01T11:00");
	impact_compare(before, fold_now(s), s->a, &list, &count);
	ck_assert_uint_eq(count, 5);
	ck_assert_int_eq(impact_of(list, count, "speak")->kind, IMPACT_FALLS_AWAY);
	ck_assert_int_eq(impact_of(list, count, "speak-to-them")->kind, IMPACT_APPEARS);
	ck_assert_int_eq(impact_of(list, count, "meet-1.raising")->kind, IMPACT_APPEARS);
	ck_assert(!impact_of(list, count, "meet-1.raising")->late_at_once);
	s->count--;
	before = fold_at(s, "2027-11-01T11:00");
	move(s, other_edition(s, shorter), "2027-11-01T11:00");
	impact_compare(before, fold_now(s), s->a, &list, &count);
	ck_assert_uint_eq(count, 2);
	i = impact_of(list, count, "escalate-1");
	ck_assert_int_eq(i->kind, IMPACT_DATE);
	ck_assert_int_eq(i->before->deadline.due, at("2027-11-04T17:00"));
	ck_assert_int_eq(i->after->deadline.due, at("2027-11-03T17:00"));
	story_end(s);
}
END_TEST

static const char *const no_stage_2[][2] = {
	{ "\"to\": \"2\"", "\"to\": \"2a\"" },
	{ "\"id\": \"2\", \"name\": \"Line managers\"", "\"id\": \"2a\", \"name\": \"Line managers, again\"" },
	{ NULL, NULL },
};

START_TEST(a_stage_that_is_not_there)
{
	struct story *s = story_begin(REDBRIDGE);
	const struct policy *to = other_edition(s, no_stage_2);
	const struct escalation *e;

	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	escalates(s, AMINA, SIDE_RAISING, "2027-11-02T10:00");
	move(s, to, "2027-11-03T09:00");
	ck_assert_int_eq(escalation_fold(s->p, s->c, s->events, s->count, at("2027-11-03T09:00"), s->a, &s->e, &s->f),
	                 RESULT_INVALID);
	ck_assert_str_eq(s->f.sentence, "It is in a stage that the other edition does not have: stage 2.");
	/* It was there, and is in another by now: it can be moved, and its history is told as it was. */
	s->count--;
	escalates(s, CSC_LINE, SIDE_RAISING, "2027-11-04T10:00");
	move(s, to, "2027-11-05T09:00");
	e = fold_now(s);
	ck_assert_str_eq(e->policy->stages[e->stage].id, "3");
	ck_assert_int_eq(e->visits[1].stage, STAGE_GONE);
	ck_assert_str_eq(e->visits[1].rule->name, "Line managers");
	ck_assert_int_eq(duty_of(e, "resolve-2")->stage, STAGE_GONE);
	is_now(e, "resolve-2", DUTY_UNRESOLVED);
	is_turn(e, "resolve-3");
	story_end(s);
}
END_TEST

START_TEST(nothing_else_moves)
{
	struct story *s = story_begin(REDBRIDGE);

	/* Who sees it, who may act, and the business manager who moved it has no business with it. */
	raise_case(s, "2027-11-01T10:00", "2027-11-01", NORA);
	move(s, other_edition(s, shorter), "2027-11-01T11:00");
	ck_assert(!has_business(fold_now(s), MANAGER, &(struct standing){ 0 }));
	ck_assert(has_business(s->e, NORA, &(struct standing){ 0 }));
	ck_assert(!has_business(s->e, NIGEL, &(struct standing){ 0 }));
	/* Nor is it moved when it is over; and without an edition it is nothing that can have happened. */
	tell(s, EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2027-11-02T10:00");
	move(s, s->p, "2027-11-02T11:00");
	story_is_refused(s, 4);
	s->count = 2;
	s->events[1].edition = NULL;
	ck_assert_int_eq(escalation_fold(s->p, s->c, s->events, 2, at("2027-11-03T09:00"), s->a, &s->e, &s->f), RESULT_INVALID);
	story_end(s);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		dates_follow_the_new_edition, what_is_settled_stays, an_agreement_that_is_taken_back_goes_by_the_new_edition,
		duties_appear_and_fall_away, impact_says_every_date, a_stage_that_is_not_there, nothing_else_moves,
	};
	Suite *suite = suite_create("move");
	TCase *cases = tcase_create("move");
	SRunner *runner;
	int failed;

	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tcase_add_test(cases, tests[i]);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
