/*
 * test_everything.c - what Redbridge's policy does not use, under fixtures/everything.json: both, jointly, either, first
 * raiser; stages repeated, gone back to and passed over; limits over the whole; no time; clocks from duties and from the
 * first or last of several; a panel with binding decisions, dissent, referral; notices by people; one agency on both sides.
 *
 * Tuesday 3 March 2026 is far from every holiday: Wed 4, Thu 5, Fri 6, Mon 9, Tue 10 … are working days.
 */
#include "story_fixture.h"

static void
setup(void)
{
	s = story_begin(EVERYTHING);
}

static void
raise_it(const char *category)
{
	raise_case(s, "2026-03-03T10:00", "2026-03-02", NORA);
	raised_with("category", category);
}

static void
leaves(const char *exit, enum who who, enum side side, const char *when)
{
	(void)leave_by(s, EVENT_ESCALATED, exit, who, side, when);
}

static void
decides(const char *exit, enum who who, enum side side, const char *when)
{
	(void)leave_by(s, EVENT_DECIDED, exit, who, side, when);
}

static void
to_panel(void)
{
	raise_it("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
}

/* --- whose duty --- */

START_TEST(both_sides_each_for_itself)
{
	const struct escalation *e;

	raise_it("response");
	e = fold_now(s);
	is_due(e, "consult.raising", "2026-03-04T17:00");
	is_due(e, "consult.receiving", "2026-03-04T17:00");
	tell(s, EVENT_CONSULTED, NORA, SIDE_RECEIVING, "2026-03-04T09:00");
	e = fold_now(s);
	is_now(e, "consult.raising", DUTY_OPEN);
	is_now(e, "consult.receiving", DUTY_DONE);
	agrees(s, AMINA, SIDE_RAISING, "2026-03-04T10:00");
	tell(s, EVENT_CONFIRMED, AMINA, SIDE_RAISING, "2026-03-04T11:00");
	e = fold_now(s);
	is_now(e, "confirm.raising", DUTY_DONE);
	is_now(e, "confirm.receiving", DUTY_OPEN);
	is_now(e, "consult.raising", DUTY_NOT_NEEDED);
	is_turn(e, "confirm.receiving");
}
END_TEST

START_TEST(jointly_either_and_first_raiser)
{
	const struct escalation *e;
	struct party *list;
	size_t count;

	raise_it("response");
	e = fold_now(s);
	ck_assert_int_eq(duty_of(e, "meet")->side, SIDE_NONE);
	ck_assert_int_eq(duty_of(e, "reflect")->side, SIDE_NONE);
	ck_assert_int_eq(duty_of(e, "minutes.raising")->side, SIDE_RAISING);
	/* the first raiser stays the one whom it waits for, whoever speaks */
	tell(s, EVENT_ASSIGNED, AMINA, SIDE_RAISING, "2026-03-03T11:00")->target = "raising";
	names(s, "person", COLIN);
	contact(s, COLIN, SIDE_RAISING, "meeting", "2026-03-04T09:00");
	e = fold_now(s);
	is_now(e, "minutes.raising", DUTY_OPEN);
	escalation_waits_for(e, duty_of(e, "minutes.raising"), &list, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq((int)list[0].person_id, 1);
	ck_assert(strstr(may_do(e, AMINA), "done:minutes.raising") != NULL);
	ck_assert(strstr(may_do(e, COLIN), "done:minutes.raising") == NULL);
	/* either side may do what is 'either's' */
	contact(s, NORA, SIDE_RECEIVING, "letter", "2026-03-04T10:00");
	e = fold_now(s);
	is_now(e, "reflect", DUTY_OPEN);
	ck_assert(strstr(may_do(e, COLIN), "done:reflect") != NULL);
	ck_assert(strstr(may_do(e, NORA), "done:reflect") != NULL);
	tell(s, EVENT_DONE, NORA, SIDE_RECEIVING, "2026-03-04T11:00")->target = "reflect";
	is_now(fold_now(s), "reflect", DUTY_DONE);
}
END_TEST

START_TEST(reply_is_the_other_sides)
{
	raise_it("response");
	contact(s, AMINA, SIDE_RAISING, "letter", "2026-03-03T11:00");
	is_now(fold_now(s), "reply", DUTY_OPEN);
	is_due(s->e, "reply", "2026-03-05T10:00");
	contact(s, NORA, SIDE_RECEIVING, "letter", "2026-03-03T12:00");
	is_now(fold_now(s), "reply", DUTY_DONE);
}
END_TEST

START_TEST(standing_duty)
{
	const struct escalation *e;

	raise_it("response");
	e = fold_at(s, "2027-03-03T10:00");
	is_now(e, "keep.raising", DUTY_OPEN);
	ck_assert(!duty_of(e, "keep.raising")->late);
	ck_assert_int_eq(duty_of(e, "keep.receiving")->deadline.state, DEADLINE_NONE);
	tell(s, EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2026-03-04T10:00");
	is_now(fold_now(s), "keep.raising", DUTY_NOT_NEEDED);
}
END_TEST

/* A third role takes part only where the policy's condition asks for it, and on its own side. */
START_TEST(third_role_conditionally)
{
	struct standing st;
	const struct escalation *e;

	raise_it("response");
	e = fold_now(s);
	ck_assert_ptr_null(duty_find(e, "tac"));
	ck_assert(!has_business(e, HOSPITAL_NAMED, &st));
	raised_with("category", "threshold");
	e = fold_now(s);
	is_due(e, "tac", "2026-03-04T17:00");
	ck_assert(has_business(e, HOSPITAL_NAMED, &st) && !st.speaks && !st.informed_only);
	ck_assert(strstr(may_do(e, HOSPITAL_NAMED), "done:tac") != NULL);
	ck_assert(strstr(may_do(e, NORA), "done:tac") != NULL); /* whoever speaks for the side may say it is done */
	ck_assert(strstr(may_do(e, AMINA), "done:tac") == NULL);
}
END_TEST

/* What is optional is nobody's turn, is never late, keeps nothing open, and is not unresolved when the case moves on. */
START_TEST(optional_duties)
{
	const struct escalation *e;

	raise_it("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	e = fold_at(s, "2026-03-05T10:00");
	is_due(e, "lawyer", "2026-03-04T17:00");
	is_now(e, "lawyer", DUTY_OPEN);
	ck_assert(!duty_of(e, "lawyer")->late);
	is_turn(e, "resolve-2"); /* 'if not agreed' has the same date, stands before it, and comes after it */
	ck_assert(e->next_due == at("2026-03-06T17:00"));
	leaves("again", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	is_now(fold_now(s), "lawyer", DUTY_NOT_NEEDED);
	agrees(s, CSC_LINE, SIDE_RAISING, "2026-03-05T11:00");
	tell(s, EVENT_DONE, AMINA, SIDE_RAISING, "2026-03-05T12:00")->target = "follow-up.raising";
	e = fold_now(s);
	is_now(e, "thanks@2", DUTY_OPEN);
	ck_assert(strstr(may_do(e, CSC_LINE), "close*") != NULL);
}
END_TEST

/* --- clocks --- */

START_TEST(first_contact_and_meeting)
{
	const struct escalation *e;

	raise_it("response");
	is_now(fold_now(s), "meet", DUTY_WAITING);
	contact(s, NORA, SIDE_RECEIVING, "email", "2026-03-05T09:00");
	e = fold_now(s);
	is_now(e, "meet", DUTY_OPEN);
	is_due(e, "meet", "2026-03-10T17:00");
	contact(s, AMINA, SIDE_RAISING, "telephone", "2026-03-04T09:00"); /* written down later, was the first */
	s->events[2].recorded = at("2026-03-05T10:00");
	e = fold_now(s);
	is_due(e, "meet", "2026-03-09T17:00");
	is_now(e, "meet", DUTY_OPEN); /* a telephone call is no meeting */
	is_now(e, "minutes.raising", DUTY_WAITING);
	contact(s, AMINA, SIDE_RAISING, "video", "2026-03-06T09:00");
	e = fold_now(s);
	is_now(e, "meet", DUTY_DONE);
	is_due(e, "minutes.raising", "2026-03-10T17:00"); /* from when it was done */
}
END_TEST

START_TEST(last_of_waits_for_all)
{
	const struct duty *d;

	raise_it("response");
	contact(s, AMINA, SIDE_RAISING, "video", "2026-03-04T09:00");
	is_now(fold_now(s), "reflect", DUTY_WAITING);
	contact(s, NORA, SIDE_RECEIVING, "letter", "2026-03-05T09:00");
	d = duty_of(fold_now(s), "reflect");
	ck_assert_int_eq(d->status, DUTY_OPEN);
	ck_assert_int_eq(d->deadline.state, DEADLINE_NONE); /* as soon as possible: no date is invented */
	ck_assert(d->deadline.explanation.from == at("2026-03-05T09:00"));
	ck_assert_str_eq(d->deadline.explanation.within.words, "as soon as possible");
	ck_assert(!d->late);
}
END_TEST

START_TEST(first_of_and_months)
{
	raise_it("response");
	is_now(fold_now(s), "follow-up.raising", DUTY_WAITING);
	agrees(s, NORA, SIDE_RECEIVING, "2026-03-31T10:00");
	is_due(fold_now(s), "follow-up.raising", "2026-04-30T17:00");
	is_now(s->e, "follow-up.raising", DUTY_OPEN);
}
END_TEST

START_TEST(no_time_waits_at_the_end_of_the_line)
{
	const struct escalation *e;

	raise_it("response");
	contact(s, AMINA, SIDE_RAISING, "video", "2026-03-04T09:00");
	contact(s, NORA, SIDE_RECEIVING, "letter", "2026-03-04T09:30");
	tell(s, EVENT_CONSULTED, NORA, SIDE_RECEIVING, "2026-03-04T10:00");
	tell(s, EVENT_CONSULTED, AMINA, SIDE_RAISING, "2026-03-04T10:00");
	tell(s, EVENT_DONE, AMINA, SIDE_RAISING, "2026-03-04T11:00")->target = "minutes.raising";
	e = fold_now(s);
	is_turn(e, "resolve"); /* dated ones come before 'as soon as possible', 'if not agreed' after both */
	ck_assert(e->next_due == at("2026-03-17T17:00"));
}
END_TEST

/* Working day 22 counts the day of raising as day 1: Tue 3 March is 1, Tue 31 March 21, Wed 1 April 22. */
START_TEST(cap_over_the_whole)
{
	const struct duty *d;
	const struct escalation *e;

	raise_it("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-31T10:00");
	e = fold_now(s);
	d = duty_of(e, "resolve-2");
	is_due(e, "resolve-2", "2026-04-01T17:00"); /* its own 2 working days: Thu 2 April */
	ck_assert(d->policy_due == at("2026-04-02T17:00"));
	ck_assert(d->deadline.explanation.uncapped == at("2026-04-02T17:00"));
	ck_assert_str_eq(d->deadline.explanation.capped_by, "the whole by working day 22");
	ck_assert_str_eq(d->deadline.explanation.capped_clause, "11");
}
END_TEST

START_TEST(cap_of_a_stage_and_a_track)
{
	raise_it("threshold"); /* the track follows from the category */
	is_due(fold_now(s), "resolve", "2026-03-10T17:00");
	ck_assert_str_eq(duty_of(s->e, "resolve")->deadline.explanation.capped_clause, "11.1");
	is_due(s->e, "escalate", "2026-03-10T17:00");
	raised_with("track", "usual"); /* what the raiser chose goes before */
	is_due(fold_now(s), "resolve", "2026-03-17T17:00");
	ck_assert_ptr_null(duty_of(s->e, "resolve")->deadline.explanation.capped_by);
}
END_TEST

/* --- stages --- */

START_TEST(first_stage_passed_over_or_not)
{
	raise_it("response");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "1");
	ck_assert_uint_eq(s->e->visit_count, 1);
	raised_with("legal", "yes");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "0");
	ck_assert_ptr_null(s->e->turn); /* nothing to do there but go on */
	may(s->e, AMINA, "up contact attach plan propose consult oversight assign risk lesson withdraw companion");
}
END_TEST

START_TEST(later_stage_passed_over_or_not)
{
	to_panel();
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "3");
	raised_with("subject_kind", "adult");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "2b");
}
END_TEST

/* 'If it is not agreed by then' is nobody's turn while there is something to be done, and the first thing once it is due. */
START_TEST(if_not_agreed_comes_last_and_then_first)
{
	to_panel();
	raised_with("subject_kind", "adult");
	contact(s, HOSPITAL_HEAD, SIDE_RECEIVING, "telephone", "2026-03-05T11:00");
	is_turn(fold_now(s), "paper");
	is_due(s->e, "paper", "2026-03-12T17:00");
	is_due(s->e, "escalate-2b", "2026-03-06T17:00");
	is_turn(fold_at(s, "2026-03-06T16:59"), "paper");
	is_turn(fold_at(s, "2026-03-06T17:00"), "escalate-2b");
}
END_TEST

START_TEST(the_same_stage_again)
{
	const struct escalation *e;

	raise_it("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	leaves("again", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	names(s, "raising_speaker", CSC_SENIOR);
	e = fold_now(s);
	ck_assert_int_eq(e->visit, 2);
	is_now(e, "resolve-2", DUTY_UNRESOLVED);
	is_due(e, "resolve-2", "2026-03-06T17:00");
	is_now(e, "resolve-2@2", DUTY_OPEN);
	is_due(e, "resolve-2@2", "2026-03-09T17:00");
	ck_assert_str_eq(e->visits[1].left_how, "repeated");
	ck_assert(strstr(may_do(e, HOSPITAL_LINE), "again") != NULL);
	ck_assert(strstr(may_do(e, CSC_LINE), "again") == NULL); /* the next tier speaks now */
	leaves("again", HOSPITAL_LINE, SIDE_RECEIVING, "2026-03-06T10:00");
	e = fold_now(s);
	is_now(e, "resolve-2@3", DUTY_OPEN);
	ck_assert(strstr(may_do(e, HOSPITAL_LINE), "again") == NULL); /* three times and no more: the policy's condition */
}
END_TEST

START_TEST(back_to_those_who_spoke)
{
	const struct escalation *e;
	struct standing st;

	raise_it("response");
	tell(s, EVENT_ASSIGNED, NORA, SIDE_RECEIVING, "2026-03-03T12:00")->target = "receiving";
	names(s, "person", NIGEL);
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	leaves("down", HOSPITAL_LINE, SIDE_RECEIVING, "2026-03-05T10:00");
	e = fold_now(s);
	ck_assert_str_eq(s->p->stages[e->stage].id, "1");
	ck_assert_int_eq(e->visit, 2);
	ck_assert_str_eq(e->visits[1].left_how, "went back");
	is_due(e, "resolve@2", "2026-03-19T17:00"); /* ten working days from when it came back */
	is_now(e, "resolve", DUTY_UNRESOLVED);
	is_due(e, "consult.raising@2", "2026-03-06T17:00");
	ck_assert(has_business(e, AMINA, &st) && st.speaks);
	ck_assert(has_business(e, NIGEL, &st) && st.speaks);
	ck_assert(has_business(e, NORA, &st) && !st.speaks);
	ck_assert(!has_business(e, COLIN, &st)); /* a colleague of the raiser has no business with it */
	leaves("up", AMINA, SIDE_RAISING, "2026-03-06T10:00");
	ck_assert_int_eq(fold_now(s)->visit, 2);
	is_now(s->e, "resolve-2@2", DUTY_OPEN);
}
END_TEST

/* --- exits of one role --- */

START_TEST(exit_by_a_role_that_does_not_speak)
{
	const struct escalation *e;

	raise_it("response");
	e = fold_now(s);
	ck_assert(strstr(may_do(e, CSC_LEAD), "by-lead") != NULL);
	ck_assert(strstr(may_do(e, AMINA), "by-lead") == NULL);
	ck_assert(strstr(may_do(e, HOSPITAL_NAMED), "by-lead") == NULL); /* safeguarding lead of the other side */
	raised_with("category", "threshold");
	ck_assert(strstr(may_do(fold_now(s), CSC_LEAD), "by-lead") == NULL);
}
END_TEST

/* An exit for one side's managers, when one of them was named: that one may, no colleague, and not the other side. */
START_TEST(exit_by_the_role_of_somebody_named)
{
	const struct escalation *e;
	struct standing st;

	raise_it("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	e = fold_now(s);
	ck_assert(strstr(may_do(e, HOSPITAL_LINE_2), "hand-over") != NULL);
	ck_assert(strstr(may_do(e, CSC_LINE), "hand-over") == NULL);
	names(s, "receiving_speaker", HOSPITAL_LINE);
	e = fold_now(s);
	ck_assert(strstr(may_do(e, HOSPITAL_LINE), "hand-over") != NULL);
	ck_assert(!has_business(e, HOSPITAL_LINE_2, &st));
	ck_assert(strstr(may_do(e, CSC_LINE), "hand-over") == NULL);
}
END_TEST

START_TEST(grounds_and_asks_in_the_form)
{
	struct viewer v = viewer_of(AMINA);
	const struct action *a;

	raise_it("response");
	a = escalation_action(fold_now(s), &v, "up");
	ck_assert_ptr_nonnull(a);
	ck_assert_uint_eq(a->set_count, 2);
	ck_assert_uint_eq(a->sets[1].count, 2);
	ck_assert_str_eq(a->sets[1].fields[0].name, "tried_all");
	ck_assert_str_eq(a->sets[1].fields[1].name, "ground");
	ck_assert(a->sets[1].fields[1].required);
	ck_assert_uint_eq(a->sets[1].fields[1].choice_count, 2);
	ck_assert_str_eq(a->sets[1].fields[1].choices[1].id, "ground-2");
	ck_assert_str_eq(a->sets[1].fields[1].choices[1].label, "Silence");
	ck_assert_ptr_null(escalation_action(s->e, &v, "uphold"));
}
END_TEST

/* --- the panel --- */

START_TEST(binding_decision_and_its_answers)
{
	const struct escalation *e;

	to_panel();
	e = fold_now(s);
	is_due(e, "represent.raising", "2026-03-10T17:00");
	is_due(e, "decide", "2026-04-01T17:00"); /* 20 working days would be Thu 2 April: the whole ends on Wed 1 */
	is_turn(e, "decide"); /* representations are optional: nobody waits for them */
	ck_assert_ptr_null(duty_find(e, "respond.raising")); /* what the outcome asks for is not known yet */
	tell(s, EVENT_DONE, CSC_SENIOR, SIDE_RAISING, "2026-03-06T10:00")->target = "represent.raising";
	decides("uphold", CHAIR, SIDE_NONE, "2026-03-10T10:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_DECIDED);
	ck_assert_int_eq(e->force, FORCE_BINDING);
	is_now(e, "represent.raising", DUTY_DONE);
	is_now(e, "represent.receiving", DUTY_NOT_NEEDED);
	is_due(e, "respond.raising", "2026-04-07T17:00"); /* 28 days */
	is_due(e, "respond.receiving", "2026-04-07T17:00");
	is_due(e, "publish", "2026-03-11T17:00");
	is_turn(e, "publish");
	ck_assert(strstr(may_do(e, MANAGER), "done:publish*") != NULL);
	ck_assert(strstr(may_do(e, CSC_SENIOR), "respond*") != NULL);
	tell(s, EVENT_RESPONDED, CSC_SENIOR, SIDE_RAISING, "2026-03-12T10:00");
	e = fold_now(s);
	is_now(e, "respond.raising", DUTY_DONE);
	is_now(e, "respond.receiving", DUTY_OPEN);
}
END_TEST

START_TEST(dismissed_asks_for_no_answer)
{
	const struct escalation *e;

	to_panel();
	decides("dismiss", VICE, SIDE_NONE, "2026-03-10T10:00");
	e = fold_now(s);
	ck_assert_int_eq(e->force, FORCE_DETERMINATION);
	ck_assert_ptr_null(duty_find(e, "respond.raising"));
}
END_TEST

START_TEST(dissent_and_referral)
{
	to_panel();
	decides(_i ? "refer" : "dissent", _i ? MANAGER : CSC_SENIOR, _i ? SIDE_NONE : SIDE_RAISING, "2026-03-10T10:00");
	ck_assert_int_eq(fold_now(s)->phase, PHASE_DECIDED);
	ck_assert_int_eq(s->e->force, FORCE_NONE);
	is_now(s->e, "decide", DUTY_DONE);
}
END_TEST

START_TEST(who_may_leave_the_panel)
{
	const struct escalation *e;

	to_panel();
	e = fold_now(s);
	may(e, CHAIR, "uphold* dismiss* contact attach plan propose risk lesson");
	may(e, VICE, "uphold* dismiss* contact attach plan propose risk lesson");
	may(e, MANAGER, "refer contact attach plan propose risk lesson");
	may(e, CSC_SENIOR, "dissent done:represent.raising contact attach plan propose consult oversight assign risk lesson withdraw");
	may(e, HOSPITAL_SENIOR, "done:represent.receiving contact attach plan propose consult oversight assign risk lesson");
	may(e, CONSTABLE, "");
}
END_TEST

/* --- notices --- */

START_TEST(notices)
{
	const struct escalation *e;
	struct standing st;

	raise_it("threshold");
	e = fold_now(s);
	ck_assert_uint_eq(e->notice_count, 1);
	ck_assert_str_eq(e->notices[0].rule->to.mailbox, "office@example.org");
	ck_assert(e->notices[0].given);
	ck_assert(!has_business(e, MANAGER, &st));
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	e = fold_now(s);
	ck_assert_uint_eq(e->notice_count, 2);
	ck_assert(has_business(e, MANAGER, &st) && st.informed_only);
	may(e, MANAGER, "");
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	e = fold_now(s);
	ck_assert_uint_eq(e->notice_count, 4); /* 'copy' in the later stage, 'heads' on the fast track */
	ck_assert(has_business(e, CSC_HEAD, &st) && st.informed_only);
	ck_assert(has_business(e, HOSPITAL_HEAD, &st) && st.informed_only);
	raised_with("category", "response");
	ck_assert_uint_eq(fold_now(s)->notice_count, 3);
}
END_TEST

START_TEST(notice_by_a_person)
{
	const struct escalation *e;
	const struct notice_due *n;

	to_panel();
	decides("dismiss", CHAIR, SIDE_NONE, "2026-03-10T10:00");
	e = fold_now(s);
	n = &e->notices[e->notice_count - 1];
	ck_assert_str_eq(n->rule->id, "family");
	ck_assert(!n->given && n->given_at == INSTANT_NONE);
	ck_assert(n->deadline.due == at("2026-03-12T17:00"));
	ck_assert(strstr(may_do(e, CSC_SENIOR), "notify:family") != NULL);
	ck_assert(strstr(may_do(e, HOSPITAL_SENIOR), "notify") == NULL);
	ck_assert(strstr(may_do(e, CHAIR), "notify") == NULL);
	tell(s, EVENT_NOTIFIED, CSC_SENIOR, SIDE_RAISING, "2026-03-11T10:00")->target = "family";
	e = fold_now(s);
	n = &e->notices[e->notice_count - 1];
	ck_assert(n->given && n->given_at == at("2026-03-11T10:00"));
	ck_assert(strstr(may_do(e, CSC_SENIOR), "notify") == NULL);
	tell(s, EVENT_NOTIFIED, CSC_SENIOR, SIDE_RAISING, "2026-03-11T11:00")->target = "family";
	story_is_refused(s, (unsigned)s->count);
}
END_TEST

/* --- immediate risk by subject --- */

START_TEST(risk_brings_a_duty_and_its_people)
{
	const struct escalation *e;
	struct standing st;

	raise_it("response");
	raised_with("subject_kind", "adult");
	e = fold_now(s);
	ck_assert_ptr_null(duty_find(e, "tell-risk"));
	tell(s, EVENT_RISK_FLAGGED, NORA, SIDE_RECEIVING, "2026-03-28T15:00");
	e = fold_now(s);
	is_due(e, "tell-risk", "2026-03-29T16:00"); /* 24 hours through the change of the clocks */
	ck_assert(has_business(e, MANAGER, &st) && st.informed_only);
	tell(s, EVENT_RISK_ENDED, AMINA, SIDE_RAISING, "2026-03-28T16:00");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-28T17:00");
	e = fold_now(s);
	is_now(e, "tell-risk", DUTY_OPEN); /* a duty of no stage outlives it */
	is_due(e, "tell-risk", "2026-03-29T16:00"); /* it is still to be written down, and by then */
	tell(s, EVENT_RISK_FLAGGED, NORA, SIDE_RECEIVING, "2026-03-30T15:00");
	is_due(fold_now(s), "tell-risk", "2026-03-29T16:00");
	ck_assert(duty_of(s->e, "tell-risk")->late);
	tell(s, EVENT_DONE, AMINA, SIDE_RAISING, "2026-03-30T16:00")->target = "tell-risk";
	is_now(fold_now(s), "tell-risk", DUTY_DONE);
}
END_TEST

/* --- one agency on both sides --- */

START_TEST(same_agency)
{
	const struct escalation *e;
	struct standing st;

	raise_case(s, "2026-03-03T10:00", "2026-03-02", COLIN);
	s->fields[0][1].agency = &story_csc;
	e = fold_now(s);
	ck_assert(has_business(e, AMINA, &st) && st.speaks && st.side == SIDE_RAISING);
	ck_assert(has_business(e, COLIN, &st) && st.speaks && st.side == SIDE_RECEIVING);
	ck_assert(!has_business(e, NORA, &st));
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	names(s, "raising_speaker", CSC_LINE);
	names(s, "receiving_speaker", CSC_LINE_2);
	e = fold_now(s);
	ck_assert(has_business(e, CSC_LINE, &st) && st.speaks && st.side == SIDE_RAISING);
	ck_assert(has_business(e, CSC_LINE_2, &st) && st.speaks && st.side == SIDE_RECEIVING);
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ both_sides_each_for_itself, 1 }, { jointly_either_and_first_raiser, 1 }, { reply_is_the_other_sides, 1 },
		{ standing_duty, 1 }, { optional_duties, 1 }, { third_role_conditionally, 1 },
		{ first_contact_and_meeting, 1 }, { last_of_waits_for_all, 1 }, { first_of_and_months, 1 },
		{ no_time_waits_at_the_end_of_the_line, 1 }, { cap_over_the_whole, 1 }, { cap_of_a_stage_and_a_track, 1 },
		{ first_stage_passed_over_or_not, 1 }, { later_stage_passed_over_or_not, 1 },
		{ if_not_agreed_comes_last_and_then_first, 1 }, { the_same_stage_again, 1 },
		{ back_to_those_who_spoke, 1 }, { exit_by_a_role_that_does_not_speak, 1 }, { exit_by_the_role_of_somebody_named, 1 },
		{ grounds_and_asks_in_the_form, 1 },
		{ binding_decision_and_its_answers, 1 }, { dismissed_asks_for_no_answer, 1 }, { dissent_and_referral, 2 },
		{ who_may_leave_the_panel, 1 }, { notices, 1 }, { notice_by_a_person, 1 },
		{ risk_brings_a_duty_and_its_people, 1 }, { same_agency, 1 },
	};

	return SUITE_RUN_EACH("everything", all, setup, teardown);
}
