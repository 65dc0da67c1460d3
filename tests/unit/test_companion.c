/*
 * test_companion.c - support for the first raiser: a companion who sees, answers, acts for them and is let go; and a lead who
 * raised it because somebody asked.
 */
#include "redbridge_walks.h"

static struct story *s;

static void
setup(void)
{
	s = story_begin("policies/brent-lscb.json");
}

static void
teardown(void)
{
	story_end(s);
}

static const char *
ids(enum who who)
{
	return may_do(fold_now(s), who);
}

static bool
sees(enum who who)
{
	struct standing st;

	return has_business(fold_now(s), who, &st);
}

static void
raise_with(enum who companion)
{
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	says(s, "support", "companion");
	names(s, "companion", companion);
}

static void
answers(enum who who, const char *answer, const char *when)
{
	tell(s, EVENT_COMPANION_ANSWERED, who, SIDE_RAISING, when)->role = "";
	says(s, "can_support", answer);
}

START_TEST(named_asked_and_acting_for)
{
	struct viewer constable = viewer_of(CONSTABLE);
	const struct action *a;
	const struct duty *d;
	struct party *people;
	size_t count;

	raise_with(CONSTABLE);
	d = duty_of(fold_now(s), "support.1");
	ck_assert_int_eq(d->status, DUTY_OPEN);
	ck_assert_str_eq(d->rule->clause, "2.3");
	escalation_waits_for(s->e, d, &people, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(people[0].person_id, 31);
	ck_assert_ptr_ne(s->e->turn, d); /* it holds nothing up */
	ck_assert_ptr_nonnull(strstr(ids(CONSTABLE), "companion-answer*"));
	ck_assert_ptr_null(escalation_action(s->e, &constable, "withdraw")); /* not before they have said yes */
	ck_assert_ptr_nonnull(strstr(ids(AMINA), "companion-change"));
	ck_assert_ptr_null(strstr(ids(NORA), "companion"));

	answers(CONSTABLE, "yes", "2027-12-23T11:00");
	is_now(fold_now(s), "support.1", DUTY_DONE);
	a = escalation_action(s->e, &constable, "withdraw");
	ck_assert_ptr_nonnull(a);
	ck_assert_int_eq(a->instead_of->person_id, 1);
	ck_assert_int_eq(a->side, SIDE_RAISING);
	ck_assert_ptr_null(escalation_action(s->e, &constable, "contact")->instead_of); /* their own record is their own */
	ck_assert_ptr_null(escalation_action(s->e, &constable, "companion-change"));
	tell(s, EVENT_PROTECTED, CONSTABLE, SIDE_RAISING, "2027-12-23T12:00")->for_whom = story_people[AMINA].ref;
	says(s, "by", "2027-12-24");
	ck_assert(escalation_was_companion(fold_now(s), &s->events[2]));
	ck_assert(!escalation_was_companion(s->e, &s->events[1]));
}
END_TEST

/* What they wrote for themselves does not keep them in it. */
START_TEST(let_go_and_gone)
{
	raise_with(CONSTABLE);
	answers(CONSTABLE, "yes", "2027-12-23T11:00");
	contact(s, CONSTABLE, SIDE_RAISING, "telephone", "2027-12-23T12:00");
	s->events[2].role = "";
	ck_assert(sees(CONSTABLE));
	tell(s, EVENT_COMPANION_CHANGED, AMINA, SIDE_RAISING, "2027-12-23T13:00");
	says(s, "reason", "Colin knows the family.");
	names(s, "companion", COLIN);
	ck_assert(!sees(CONSTABLE));
	ck_assert(sees(COLIN));
	is_now(s->e, "support.1", DUTY_DONE);
	is_now(s->e, "support.4", DUTY_OPEN);
	answers(COLIN, "no", "2027-12-23T14:00");
	ck_assert(!sees(COLIN));
	is_now(s->e, "support.4", DUTY_DONE);
	ck_assert_ptr_null(escalation_companion(s->e));
	ck_assert_ptr_nonnull(strstr(ids(AMINA), "lesson withdraw companion"));
	answers(COLIN, "yes", "2027-12-23T15:00");
	story_is_refused(s, 6);
}
END_TEST

/* Who is in it anyway stays in it. */
START_TEST(a_manager_as_companion)
{
	struct viewer line = viewer_of(CSC_LINE);

	raise_with(CSC_LINE);
	answers(CSC_LINE, "yes", "2027-12-23T11:00");
	(void)leave_by(s, EVENT_ESCALATED, "escalate", AMINA, SIDE_RAISING, "2027-12-23T12:00");
	(void)leave_by(s, EVENT_ESCALATED, "escalate", AMINA, SIDE_RAISING, "2027-12-23T12:30");
	ck_assert_ptr_nonnull(escalation_action(fold_now(s), &line, "agreed"));
	ck_assert_ptr_null(escalation_action(s->e, &line, "agreed")->instead_of);
	ck_assert_ptr_nonnull(escalation_action(s->e, &line, "companion-answer"));
	tell(s, EVENT_COMPANION_CHANGED, AMINA, SIDE_RAISING, "2027-12-23T13:00");
	ck_assert(sees(CSC_LINE));
}
END_TEST

START_TEST(the_companion_leaves)
{
	raise_with(COLIN);
	tell(s, EVENT_VACATED, WHO_COUNT - 1, SIDE_NONE, "2027-12-23T11:00")->actor = (struct person_ref){ 0 };
	s->events[1].target = "raising";
	says(s, "change", "left");
	names(s, "person", COLIN);
	ck_assert(!sees(COLIN));
	is_now(s->e, "support.1", DUTY_NOT_NEEDED);
	ck_assert_ptr_nonnull(strstr(ids(AMINA), "withdraw companion"));
}
END_TEST

START_TEST(who_cannot_be_one)
{
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	contact(s, HOSPITAL_LINE, SIDE_RECEIVING, "telephone", "2027-12-23T12:00");
	fold_now(s);
	ck_assert_ptr_nonnull(escalation_companion_fault(s->e, &story_people[AMINA].ref));
	ck_assert_ptr_nonnull(escalation_companion_fault(s->e, &story_people[NORA].ref));
	ck_assert_ptr_nonnull(escalation_companion_fault(s->e, &story_people[HOSPITAL_LINE_2].ref));
	ck_assert_ptr_null(escalation_companion_fault(s->e, &story_people[COLIN].ref));
	ck_assert_ptr_null(escalation_companion_fault(s->e, &story_people[CONSTABLE].ref));
	/* Both sides of one agency: whoever has acted on the other is on the other. */
	s->fields[0][1].agency = &story_csc;
	fold_now(s);
	ck_assert_ptr_null(escalation_companion_fault(s->e, &story_people[COLIN].ref));
	ck_assert_ptr_nonnull(escalation_companion_fault(s->e, &story_people[HOSPITAL_LINE].ref));
}
END_TEST

/* A lead raised it: whoever asked is its first raiser, and everything that is said of that one holds for them. */
START_TEST(raised_at_the_request_of)
{
	struct viewer amina = viewer_of(AMINA);
	struct standing st;

	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	s->events[0].actor = story_people[CSC_LEAD].ref;
	s->events[0].role = "safeguarding-lead";
	names(s, "asked_by", AMINA);
	fold_now(s);
	ck_assert_int_eq(s->e->raiser->id, 1);
	ck_assert_int_eq(s->e->sides[0].speaker->id, 6);
	ck_assert(has_business(s->e, CSC_LEAD, &st) && st.speaks);
	ck_assert(has_business(s->e, AMINA, &st) && !st.speaks && !st.informed_only);
	ck_assert_ptr_nonnull(escalation_action(s->e, &amina, "withdraw"));
	ck_assert_ptr_nonnull(escalation_action(s->e, &amina, "companion"));
	ck_assert_ptr_null(escalation_action(s->e, &amina, "agreed"));
}
END_TEST

START_TEST(whom_to_ask)
{
	struct policy silent = *s->p;
	struct policy_who who = policy_support_ask(s->p);

	ck_assert_uint_eq(who.role_count, 1);
	ck_assert_str_eq(s->p->roles[who.roles[0]].id, "safeguarding-lead");
	silent.support.ask = NULL;
	who = policy_support_ask(&silent);
	ck_assert_ptr_eq(who.roles, s->p->stages[1].speakers[0]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("companion");
	TCase *t = tcase_create("companion");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, named_asked_and_acting_for);
	tcase_add_test(t, let_go_and_gone);
	tcase_add_test(t, a_manager_as_companion);
	tcase_add_test(t, the_companion_leaves);
	tcase_add_test(t, who_cannot_be_one);
	tcase_add_test(t, raised_at_the_request_of);
	tcase_add_test(t, whom_to_ask);
	suite_add_tcase(suite, t);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
