/*
 * test_fold.c - the fold under Redbridge's policy: clauses 4.4 to 4.8 with dates worked out by hand, what late, early
 * and contradicted events do to them, and what cannot have happened.
 */
#include <stdio.h>
#include <time.h>

#include "redbridge_walks.h"
#include "story_fixture.h"

/* --- the dates of 4.4 to 4.8 --- */

START_TEST(stage_1)
{
	const struct walk *w = &walks[_i];
	const struct escalation *e = walk_to(s, w, 1);

	ck_assert_int_eq(e->phase, PHASE_OPEN);
	ck_assert_int_eq(e->stage, 0);
	is_now(e, "raise", DUTY_DONE);
	is_due(e, "raise", w->raise_due);
	ck_assert(!duty_of(e, "raise")->late);
	is_now(e, "speak", DUTY_OPEN);
	is_due(e, "speak", w->speak_due);
	ck_assert_int_eq(duty_of(e, "speak")->side, SIDE_RECEIVING);
	is_now(e, "escalate-1", DUTY_OPEN);
	is_due(e, "escalate-1", w->speak_due);
	ck_assert(duty_of(e, "escalate-1")->conditional);
	is_now(e, "confirm-1", DUTY_WAITING);
	is_now(e, "respond.raising", DUTY_WAITING);
	is_now(e, "respond.receiving", DUTY_WAITING);
	is_turn(e, "speak");
	ck_assert(e->next_due == at(w->speak_due));
	ck_assert_ptr_null(duty_find(e, "resolve-2"));
}
END_TEST

START_TEST(stage_2)
{
	const struct walk *w = &walks[_i];
	const struct escalation *e = walk_to(s, w, 2);

	ck_assert_int_eq(e->stage, 1);
	is_now(e, "speak", DUTY_UNRESOLVED);
	is_now(e, "escalate-1", DUTY_DONE);
	is_now(e, "confirm-1", DUTY_NOT_NEEDED);
	ck_assert(!duty_of(e, "escalate-1")->late);
	is_due(e, "resolve-2", w->resolve_2_due);
	is_due(e, "escalate-2", w->resolve_2_due);
	is_turn(e, "resolve-2");
	ck_assert_uint_eq(e->visit_count, 2);
	ck_assert_str_eq(e->visits[0].left_how, "escalated");
	ck_assert(e->visits[0].left == at(w->to_2) && e->visits[1].entered == at(w->to_2));
	ck_assert_uint_eq(e->visits[0].left_by, 2);
}
END_TEST

START_TEST(stage_3)
{
	const struct walk *w = &walks[_i];
	const struct escalation *e = walk_to(s, w, 3);

	is_now(e, "resolve-2", DUTY_UNRESOLVED);
	is_due(e, "resolve-3", w->resolve_3_due);
	is_due(e, "escalate-3", w->resolve_3_due);
	is_turn(e, "resolve-3");
}
END_TEST

START_TEST(stage_4_and_the_answers)
{
	const struct walk *w = &walks[_i];
	const struct escalation *e = walk_to(s, w, 4);

	is_due(e, "recommend", w->recommend_due);
	is_turn(e, "recommend");
	ck_assert_int_eq(duty_of(e, "recommend")->side, SIDE_NONE);
	leave_by(s, EVENT_DECIDED, "recommend", CHAIR, SIDE_NONE, w->recommended);
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_DECIDED);
	ck_assert_int_eq(e->force, FORCE_RECOMMENDATION);
	is_now(e, "recommend", DUTY_DONE);
	ck_assert(!duty_of(e, "recommend")->late);
	/* 4.8 sets no time for the answers: each agency is asked, and no date is invented. */
	is_now(e, "respond.raising", DUTY_OPEN);
	is_now(e, "respond.receiving", DUTY_OPEN);
	ck_assert_int_eq(duty_of(e, "respond.raising")->deadline.state, DEADLINE_NONE);
	ck_assert(e->next_due == INSTANT_NONE);
	tell(s, EVENT_RESPONDED, HOSPITAL_SENIOR, SIDE_RECEIVING, w->recommended);
	e = fold_now(s);
	is_now(e, "respond.receiving", DUTY_DONE);
	is_turn(e, "respond.raising");
	tell(s, EVENT_RESPONDED, CSC_SENIOR, SIDE_RAISING, w->recommended);
	e = fold_now(s);
	ck_assert_ptr_null(e->turn);
	tell(s, EVENT_CLOSED, CHAIR, SIDE_NONE, w->recommended);
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_CLOSED);
	ck_assert_ptr_null(e->turn);
}
END_TEST

START_TEST(agreed_at_each_stage)
{
	const struct walk *w = &walks[_i / 3];
	int stage = _i % 3 + 1;
	static const enum who there[] = { NORA, HOSPITAL_LINE, HOSPITAL_SENIOR };
	const char *confirm = arena_format(s->a, "confirm-%d", stage);
	const struct escalation *e = walk_to(s, w, stage);

	is_now(e, confirm, DUTY_WAITING);
	agrees(s, there[stage - 1], SIDE_RECEIVING, w->agreed[stage - 1]);
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_AGREED);
	is_due(e, confirm, w->confirm_due[stage - 1]);
	is_turn(e, confirm);
	is_now(e, arena_format(s->a, "escalate-%d", stage), DUTY_NOT_NEEDED);
	is_now(e, stage == 1 ? "speak" : arena_format(s->a, "resolve-%d", stage), DUTY_DONE);
	ck_assert_str_eq(e->visits[stage - 1].left_how, "agreed");
	tell(s, EVENT_CONFIRMED, there[stage - 1], SIDE_RECEIVING, w->confirm_due[stage - 1]);
	e = fold_now(s);
	is_now(e, confirm, DUTY_DONE);
	ck_assert(!duty_of(e, confirm)->late);
	ck_assert_ptr_null(e->turn);
	ck_assert(e->next_due == INSTANT_NONE);
	/* the one notice of confirming is to the first raiser, and the program gives it */
	ck_assert_str_eq(e->notices[e->notice_count - 1].rule->id, "outcome-to-raiser");
	ck_assert(e->notices[e->notice_count - 1].given);
}
END_TEST

START_TEST(confirmed_late)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	agrees(s, AMINA, SIDE_RAISING, walks[0].agreed[0]);
	ck_assert(!duty_of(fold_at(s, "2027-12-31T17:00"), "confirm-1")->late);
	e = fold_at(s, "2027-12-31T17:01");
	ck_assert(duty_of(e, "confirm-1")->late);
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2028-01-04T09:00");
	ck_assert(duty_of(fold_now(s), "confirm-1")->late);
}
END_TEST

/* --- when it is raised --- */

static const struct { const char *raised, *speak_due; } starts[] = {
	{ "2027-12-25T10:00", "2027-12-31T17:00" }, /* Saturday: Wed 29, Thu 30, Fri 31 */
	{ "2027-12-26T23:30", "2027-12-31T17:00" }, /* Sunday */
	{ "2027-12-27T09:00", "2027-12-31T17:00" }, /* the substitute day of Christmas */
	{ "2027-12-23T18:30", "2027-12-30T17:00" }, /* after 5pm: the policy has no cut-off, Thursday is still day 0 */
	{ "2027-12-23T23:59", "2027-12-30T17:00" },
	{ "2027-12-24T00:00", "2027-12-31T17:00" }, /* a minute later it is Friday */
	{ "2026-03-29T00:30", "2026-04-01T17:00" }, /* the night of the clock change */
	{ "2026-07-01T23:30:00Z", "2026-07-07T17:00" }, /* half past midnight on Thursday the 2nd in London */
	{ "2026-04-03T12:00", "2026-04-09T17:00" }, /* Good Friday: Tue 7, Wed 8, Thu 9 */
};

START_TEST(raised_on_any_day)
{
	raise_case(s, starts[_i].raised, "2026-03-02", NORA);
	is_due(fold_now(s), "speak", starts[_i].speak_due);
}
END_TEST

static const struct { const char *concern, *raised, *due; bool late; } raises[] = {
	{ "2027-12-23", "2027-12-23T10:00", "2027-12-29T17:00", false },
	{ "2027-12-23", "2027-12-29T17:00", "2027-12-29T17:00", false },
	{ "2027-12-23", "2027-12-29T17:01", "2027-12-29T17:00", true },
	{ "2027-12-17", "2027-12-23T10:00", "2027-12-21T17:00", true },
	{ "2027-12-25", "2027-12-30T16:00", "2027-12-30T17:00", false }, /* it arose on Christmas Day */
};

START_TEST(raised_late_or_not)
{
	const struct duty *d;
	const struct escalation *e;

	raise_case(s, raises[_i].raised, raises[_i].concern, NORA);
	e = fold_now(s);
	d = duty_of(e, "raise");
	is_due(e, "raise", raises[_i].due);
	ck_assert_int_eq(d->status, DUTY_DONE);
	ck_assert_int_eq(d->late, raises[_i].late);
	ck_assert(d->done_at == at(raises[_i].raised));
	/* late or not, speaking counts from when it was raised */
	if (raises[_i].late) {
		tell(s, EVENT_LATE_REASON, AMINA, SIDE_RAISING, "2028-01-04T09:00")->target = "raise";
		says(s, "reason", "I was on leave");
		e = fold_now(s);
		ck_assert_str_eq(duty_of(e, "raise")->late_reason, "I was on leave");
		ck_assert(duty_of(e, "raise")->late);
		is_due(e, "raise", raises[_i].due);
	}
}
END_TEST

/* --- speaking --- */

static const struct { const char *type; bool counts; } types[] = {
	{ "telephone", true }, { "meeting", true }, { "video", true },
	{ "email", false }, { "letter", false }, { "other", false },
};

START_TEST(what_counts_as_speaking)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	contact(s, AMINA, SIDE_RAISING, types[_i].type, "2027-12-24T10:00");
	e = fold_now(s);
	is_now(e, "speak", types[_i].counts ? DUTY_DONE : DUTY_OPEN);
	is_turn(e, types[_i].counts ? "escalate-1" : "speak");
	is_due(e, "escalate-1", "2027-12-30T17:00");
	if (types[_i].counts)
		ck_assert(duty_of(e, "speak")->done_at == at("2027-12-24T10:00"));
}
END_TEST

START_TEST(spoke_late)
{
	(void)walk_to(s, &walks[0], 1);
	ck_assert(!duty_of(fold_at(s, "2027-12-30T17:00"), "speak")->late);
	/* "By 5pm" is kept by what is done at 5pm, to the minute that people are shown. */
	ck_assert(!duty_of(fold_at(s, "2027-12-30T17:00:59"), "speak")->late);
	ck_assert(duty_of(fold_at(s, "2027-12-30T17:01"), "speak")->late);
	contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-12-31T09:00");
	ck_assert(duty_of(fold_now(s), "speak")->late);
}
END_TEST

/* They spoke in time and wrote it down too late, after a second call had been written down: still in time. */
START_TEST(written_down_out_of_order)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-12-31T09:00");
	contact(s, AMINA, SIDE_RAISING, "telephone", "2027-12-29T09:00");
	s->events[2].recorded = at("2027-12-31T10:00");
	e = fold_now(s);
	ck_assert(duty_of(e, "speak")->done_at == at("2027-12-29T09:00"));
	ck_assert(!duty_of(e, "speak")->late);
}
END_TEST

/* People write minutes: a call in the minute of raising is not before it; one the day before is. */
START_TEST(contact_before_the_stage)
{
	raise_case(s, "2027-12-23T10:00:40", "2027-12-22", NORA);
	contact(s, AMINA, SIDE_RAISING, "telephone", "2027-12-22T10:00");
	is_now(fold_now(s), "speak", DUTY_OPEN);
	contact(s, AMINA, SIDE_RAISING, "telephone", "2027-12-23T10:00");
	is_now(fold_now(s), "speak", DUTY_DONE);
}
END_TEST

/* --- escalating --- */

START_TEST(escalated_early)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	escalates(s, NORA, SIDE_RECEIVING, "2027-12-24T09:00");
	e = fold_now(s);
	is_now(e, "speak", DUTY_UNRESOLVED);
	ck_assert(!duty_of(e, "speak")->late && !duty_of(e, "escalate-1")->late);
	is_due(e, "resolve-2", "2028-01-05T17:00"); /* Wed 29, Thu 30, Fri 31, Tue 4, Wed 5 */
}
END_TEST

START_TEST(escalated_late)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	e = fold_at(s, "2027-12-30T17:00");
	ck_assert(!duty_of(e, "escalate-1")->conditional); /* the time to speak is over: now it falls due */
	is_turn(e, "escalate-1");
	ck_assert(!duty_of(e, "escalate-1")->late);
	e = fold_at(s, "2027-12-30T17:01");
	ck_assert(duty_of(e, "escalate-1")->late);
	escalates(s, AMINA, SIDE_RAISING, "2028-01-04T09:00");
	e = fold_now(s);
	is_now(e, "escalate-1", DUTY_DONE);
	ck_assert(duty_of(e, "escalate-1")->late && duty_of(e, "speak")->late);
	is_due(e, "resolve-2", "2028-01-11T17:00"); /* counted from the day it was escalated */
	is_due(e, "escalate-1", "2027-12-30T17:00");
}
END_TEST

START_TEST(agreed_late)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 2);
	agrees(s, CSC_LINE, SIDE_RAISING, "2028-01-10T10:00");
	e = fold_now(s);
	is_now(e, "resolve-2", DUTY_DONE);
	ck_assert(duty_of(e, "resolve-2")->late);
	is_now(e, "escalate-2", DUTY_NOT_NEEDED);
	ck_assert(!duty_of(e, "escalate-2")->late);
	is_due(e, "confirm-2", "2028-01-12T17:00");
}
END_TEST

/* --- taken back --- */

START_TEST(not_agreed_gives_the_dates_back)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T09:00");
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-24T10:00");
	tell(s, EVENT_NOT_AGREED, AMINA, SIDE_RAISING, "2027-12-29T09:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_OPEN);
	ck_assert_ptr_null(e->agreement);
	is_now(e, "speak", DUTY_OPEN);
	is_due(e, "speak", "2027-12-30T17:00");
	is_due(e, "escalate-1", "2027-12-30T17:00");
	is_now(e, "confirm-1", DUTY_WAITING);
	ck_assert_int_eq(duty_of(e, "confirm-1")->deadline.state, DEADLINE_WAITING);
	is_turn(e, "speak");
	ck_assert(e->visits[0].left == INSTANT_NONE && !e->visits[0].left_how && e->visits[0].left_by == 0);
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-30T09:00");
	e = fold_now(s);
	is_due(e, "confirm-1", "2028-01-04T17:00"); /* from the second agreement */
	is_now(e, "confirm-1", DUTY_OPEN);
}
END_TEST

/* They had spoken before: that stays done. */
START_TEST(not_agreed_keeps_what_was_done)
{
	(void)walk_to(s, &walks[0], 1);
	contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-12-24T09:00");
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	tell(s, EVENT_NOT_AGREED, AMINA, SIDE_RAISING, "2027-12-24T12:00");
	is_now(fold_now(s), "speak", DUTY_DONE);
	ck_assert_uint_eq(duty_of(s->e, "speak")->done_by, 2);
}
END_TEST

START_TEST(withdrawn_and_reopened)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 2);
	tell(s, EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2028-01-04T09:00");
	says(s, "reason", "The plan has changed");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_WITHDRAWN);
	ck_assert_ptr_null(e->turn);
	ck_assert(e->next_due == INSTANT_NONE);
	ck_assert_str_eq(e->visits[1].left_how, "withdrawn");
	is_now(e, "resolve-2", DUTY_NOT_NEEDED);
	is_now(e, "raise", DUTY_DONE);
	tell(s, EVENT_REOPENED, AMINA, SIDE_RAISING, "2028-01-06T09:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_OPEN);
	ck_assert_int_eq(e->stage, 1);
	is_due(e, "resolve-2", walks[0].resolve_2_due);
	is_turn(e, "resolve-2");
	ck_assert(e->visits[1].left == INSTANT_NONE);
	is_now(e, "speak", DUTY_UNRESOLVED); /* what ended before stays ended */
}
END_TEST

START_TEST(closed_and_reopened)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-29T09:00");
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-29T10:00");
	tell(s, EVENT_CLOSED, AMINA, SIDE_RAISING, "2027-12-29T11:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_CLOSED);
	ck_assert_str_eq(e->visits[0].left_how, "agreed");
	tell(s, EVENT_REOPENED, AMINA, SIDE_RAISING, "2027-12-30T11:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_AGREED);
	is_now(e, "confirm-1", DUTY_DONE);
	tell(s, EVENT_NOT_AGREED, AMINA, SIDE_RAISING, "2027-12-30T12:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_OPEN);
	is_due(e, "speak", "2027-12-30T17:00");
	is_now(e, "confirm-1", DUTY_WAITING);
}
END_TEST

/* --- protective timescales --- */

static void
protects(const char *by, enum who who, enum side side, const char *when)
{
	tell(s, EVENT_PROTECTED, who, side, when);
	says(s, "by", by);
	says(s, "reason", "He goes home on Friday");
}

START_TEST(protective_earlier)
{
	const struct escalation *e;
	const struct duty *d;

	(void)walk_to(s, &walks[0], 1);
	protects("2027-12-24", AMINA, SIDE_RAISING, "2027-12-23T11:00");
	e = fold_now(s);
	d = duty_of(e, "speak");
	is_due(e, "speak", "2027-12-24T17:00");
	ck_assert(d->policy_due == at("2027-12-30T17:00"));
	ck_assert(d->protective_due == at("2027-12-24T17:00"));
	ck_assert_ptr_nonnull(d->deadline.explanation.capped_by);
	ck_assert(d->deadline.explanation.uncapped == at("2027-12-30T17:00"));
	is_due(e, "escalate-1", "2027-12-24T17:00"); /* it follows the date that counts */
	ck_assert_ptr_eq(e->protected_by, &s->events[1]);
	/* it holds for the stage in which it was set */
	escalates(s, AMINA, SIDE_RAISING, "2027-12-24T17:00");
	e = fold_now(s);
	is_due(e, "resolve-2", "2028-01-05T17:00");
	ck_assert(e->protective == INSTANT_NONE && !e->protected_by);
	is_due(e, "speak", "2027-12-24T17:00");
}
END_TEST

START_TEST(protective_later_than_the_policy)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	protects("2028-01-31", AMINA, SIDE_RAISING, "2027-12-23T11:00");
	e = fold_now(s);
	is_due(e, "speak", "2027-12-30T17:00");
	ck_assert_ptr_null(duty_of(e, "speak")->deadline.explanation.capped_by);
	ck_assert(duty_of(e, "speak")->protective_due == at("2028-01-31T17:00"));
}
END_TEST

/* Either side may shorten it; neither takes back what the other set. */
START_TEST(protective_twice)
{
	(void)walk_to(s, &walks[0], 1);
	protects("2027-12-24", AMINA, SIDE_RAISING, "2027-12-23T11:00");
	protects("2027-12-29", NORA, SIDE_RECEIVING, "2027-12-23T12:00");
	is_due(fold_now(s), "speak", "2027-12-24T17:00");
	protects("2027-12-23", NORA, SIDE_RECEIVING, "2027-12-23T13:00");
	is_due(fold_now(s), "speak", "2027-12-23T17:00");
}
END_TEST

/* A Saturday is a day on which a child may need it: the date stays, escalating falls on the next working day. */
START_TEST(protective_on_a_closed_day)
{
	const struct escalation *e;

	(void)walk_to(s, &walks[0], 1);
	protects("2027-12-25", NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	e = fold_now(s);
	is_due(e, "speak", "2027-12-25T17:00");
	is_due(e, "escalate-1", "2027-12-29T17:00");
}
END_TEST

START_TEST(protective_does_not_touch_the_chair)
{
	(void)walk_to(s, &walks[0], 4);
	protects("2028-01-17", AMINA, SIDE_RAISING, "2028-01-14T17:00");
	is_due(fold_now(s), "recommend", walks[0].recommend_due);
}
END_TEST

/* --- the explanation is part of the answer --- */

START_TEST(explanation)
{
	const struct escalation *e = walk_to(s, &walks[0], 1);
	const struct explanation *x = &duty_of(e, "speak")->deadline.explanation;

	ck_assert_str_eq(x->clause, "4.4");
	ck_assert_str_eq(x->from_words, "it was raised");
	ck_assert(x->from == at("2027-12-23T10:00"));
	ck_assert_str_eq(x->within.words, "3 working days");
	ck_assert_uint_eq(x->skipped.count, 4); /* Saturday, Sunday, and the two substitute days */
	ck_assert(x->at_end_of_day);
	ck_assert_str_eq(x->nation, "England and Wales");
	ck_assert_ptr_nonnull(x->calendar_version);
	x = &duty_of(e, "escalate-1")->deadline.explanation;
	ck_assert_str_eq(x->from_words, "the time to read the file and speak to the person who raised it runs out");
	ck_assert(x->from == at("2027-12-30T17:00"));
	x = &duty_of(e, "raise")->deadline.explanation;
	ck_assert_str_eq(x->from_words, "the disagreement arose");
	ck_assert(x->from == at("2027-12-22T00:00"));
	x = &duty_of(e, "confirm-1")->deadline.explanation;
	ck_assert_str_eq(x->clause, "4.4");
	ck_assert(x->from == INSTANT_NONE);
}
END_TEST

/* 31 December 2028 is where the list ends: the case goes on, and no date is guessed. */
START_TEST(past_the_end_of_the_calendar)
{
	const struct escalation *e;

	raise_case(s, "2028-12-28T10:00", "2028-12-27", NORA);
	e = fold_now(s);
	ck_assert_int_eq(duty_of(e, "speak")->deadline.state, DEADLINE_BEYOND_CALENDAR);
	ck_assert(!duty_of(e, "speak")->late);
	is_turn(e, "speak");
	ck_assert(e->next_due == INSTANT_NONE);
	is_now(e, "escalate-1", DUTY_WAITING);
}
END_TEST

/* --- what cannot have happened --- */

START_TEST(must_begin_with_raised)
{
	fault_init(&s->f, s->a);
	ck_assert_int_eq(escalation_fold(s->p, s->c, s->events, 0, 0, s->a, &s->e, &s->f), RESULT_INVALID);
	contact(s, AMINA, SIDE_RAISING, "telephone", "2027-12-22T10:00");
	fault_init(&s->f, s->a);
	ck_assert_int_eq(escalation_fold(s->p, s->c, s->events, 1, 0, s->a, &s->e, &s->f), RESULT_INVALID);
	ck_assert_ptr_null(s->e);
}
END_TEST

START_TEST(raised_without_agencies)
{
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	s->fields[0][1].agency = NULL;
	story_is_refused(s, 1);
}
END_TEST

/* After stage 1 was raised (event 1), each of these cannot be event 2. */
static const struct { enum event_kind kind; const char *exit, *target, *field, *value; } misfits[] = {
	{ EVENT_RAISED, NULL, NULL, NULL, NULL },
	{ EVENT_AGREED, NULL, NULL, NULL, NULL },
	{ EVENT_AGREED, "escalate", NULL, NULL, NULL },
	{ EVENT_AGREED, "no-such", NULL, NULL, NULL },
	{ EVENT_ESCALATED, NULL, NULL, NULL, NULL },
	{ EVENT_ESCALATED, "agreed", NULL, NULL, NULL },
	{ EVENT_DECIDED, "recommend", NULL, NULL, NULL }, /* an exit of stage 4 */
	{ EVENT_DECIDED, "agreed", NULL, NULL, NULL },
	{ EVENT_NOT_AGREED, NULL, NULL, NULL, NULL },
	{ EVENT_CONFIRMED, NULL, NULL, NULL, NULL },
	{ EVENT_RESPONDED, NULL, NULL, NULL, NULL },
	{ EVENT_REOPENED, NULL, NULL, NULL, NULL },
	{ EVENT_RISK_ENDED, NULL, NULL, NULL, NULL },
	{ EVENT_DONE, NULL, NULL, NULL, NULL },
	{ EVENT_DONE, NULL, "no-such", NULL, NULL },
	{ EVENT_DONE, NULL, "raise", NULL, NULL },
	{ EVENT_DONE, NULL, "speak", NULL, NULL }, /* is done by speaking, not by saying so */
	{ EVENT_NOTIFIED, NULL, NULL, NULL, NULL },
	{ EVENT_NOTIFIED, NULL, "copy-business-manager", NULL, NULL },
	{ EVENT_LATE_REASON, NULL, "resolve-2", NULL, NULL },
	{ EVENT_LATE_REASON, NULL, NULL, NULL, NULL },
	{ EVENT_ASSIGNED, NULL, "receiving", NULL, NULL }, /* names nobody */
	{ EVENT_PROTECTED, NULL, NULL, NULL, NULL },
	{ EVENT_PROTECTED, NULL, NULL, "by", "Friday" },
};

START_TEST(cannot_have_happened)
{
	struct event *ev;

	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	ev = tell(s, misfits[_i].kind, AMINA, SIDE_RAISING, "2027-12-24T10:00");
	ev->exit = misfits[_i].exit;
	ev->target = misfits[_i].target;
	if (misfits[_i].kind == EVENT_RAISED) {
		story_field(s, "raising_agency")->agency = &story_csc;
		story_field(s, "receiving_agency")->agency = &story_hospital;
	}
	if (misfits[_i].field)
		says(s, misfits[_i].field, misfits[_i].value);
	story_is_refused(s, 2);
	ck_assert_str_eq(s->f.code, "event-out-of-place");
}
END_TEST

START_TEST(assigned_to_no_side)
{
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	tell(s, EVENT_ASSIGNED, AMINA, SIDE_RAISING, "2027-12-24T10:00")->target = _i ? "sideways" : NULL;
	names(s, "person", COLIN);
	story_is_refused(s, 2);
}
END_TEST

/* Nothing after the end but reopening; nothing that leaves a stage once it is agreed. */
START_TEST(after_the_end)
{
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	if (_i == EVENT_AGREED || _i == EVENT_ESCALATED || _i == EVENT_DECIDED)
		agrees(s, NORA, SIDE_RECEIVING, "2027-12-23T11:00");
	else
		tell(s, _i % 2 ? EVENT_CLOSED : EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2027-12-23T11:00");
	tell(s, (enum event_kind)_i, AMINA, SIDE_RAISING, "2027-12-24T10:00")->exit = _i == EVENT_AGREED ? "agreed" : "escalate";
	if (_i == EVENT_LESSON)
		ck_assert_uint_eq(fold_now(s)->lesson_count, 1); /* what it teaches may be seen afterwards */
	else if (_i == EVENT_OVERSIGHT && s->events[1].kind == EVENT_CLOSED)
		ck_assert_int_eq(fold_now(s)->phase, PHASE_CLOSED); /* a manager may look at it afterwards */
	else if (_i == EVENT_REOPENED)
		ck_assert_int_eq(fold_now(s)->phase, PHASE_OPEN);
	else
		story_is_refused(s, 3);
}
END_TEST

START_TEST(words)
{
	static const char *const phases[] = { "open", "agreed", "decided", "closed", "withdrawn" };
	static const char *const statuses[] = { "waiting", "open", "done", "unresolved", "not-needed" };

	for (int i = 0; i < 5; i++) {
		ck_assert_str_eq(phase_name((enum phase)i), phases[i]);
		ck_assert_str_eq(duty_status_name((enum duty_status)i), statuses[i]);
	}
}
END_TEST

/* Printed, not asserted: a machine that is busy would fail it. The aim is less than 100 us. */
START_TEST(how_long_200_events_take)
{
	enum { ROUNDS = 200 };
	struct timespec from, to;
	struct arena *a = arena_new();
	double us;

	(void)walk_to(s, &walks[0], 3);
	while (s->count < 200)
		contact(s, AMINA, SIDE_RAISING, s->count % 2 ? "email" : "telephone", "2028-01-10T10:00");
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < ROUNDS; i++) {
		arena_reset(a);
		ck_assert_int_eq(escalation_fold(s->p, s->c, s->events, s->count, s->now, a, &s->e, &s->f), RESULT_OK);
	}
	clock_gettime(CLOCK_MONOTONIC, &to);
	us = ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / 1e3 / ROUNDS;
	printf("fold of %zu events: %.1f us, arena %zu KiB\n", s->count, us, arena_size(a) / 1024);
	fflush(stdout);
	arena_free(a);
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ stage_1, WALKS }, { stage_2, WALKS }, { stage_3, WALKS }, { stage_4_and_the_answers, WALKS },
		{ agreed_at_each_stage, 3 * WALKS }, { confirmed_late, 1 },
		{ raised_on_any_day, sizeof(starts) / sizeof(starts[0]) },
		{ raised_late_or_not, sizeof(raises) / sizeof(raises[0]) },
		{ what_counts_as_speaking, sizeof(types) / sizeof(types[0]) },
		{ spoke_late, 1 }, { written_down_out_of_order, 1 }, { contact_before_the_stage, 1 },
		{ escalated_early, 1 }, { escalated_late, 1 }, { agreed_late, 1 },
		{ not_agreed_gives_the_dates_back, 1 }, { not_agreed_keeps_what_was_done, 1 },
		{ withdrawn_and_reopened, 1 }, { closed_and_reopened, 1 },
		{ protective_earlier, 1 }, { protective_later_than_the_policy, 1 }, { protective_twice, 1 }, { protective_on_a_closed_day, 1 },
		{ protective_does_not_touch_the_chair, 1 },
		{ explanation, 1 }, { past_the_end_of_the_calendar, 1 },
		{ must_begin_with_raised, 1 }, { raised_without_agencies, 1 },
		{ cannot_have_happened, sizeof(misfits) / sizeof(misfits[0]) }, { assigned_to_no_side, 2 },
		{ after_the_end, EVENT_KIND_COUNT }, { words, 1 }, { how_long_200_events_take, 1 },
	};

	return SUITE_RUN_EACH("fold", all, setup_redbridge, teardown);
}
