/*
 * test_language.c - two policies that nobody has read, in the manner of other partnerships' texts, walked by hand:
 * fixtures/northmoor-scp.json (children; the raiser rates the risk) and fixtures/southmere-sab.json (adults; Scottish
 * holidays, the day of the event is day 1). Nothing of either is in C.
 *
 * Tuesday 3 March 2026: Wed 4, Thu 5, Fri 6, Mon 9, Tue 10, Wed 11, Thu 12 … are working days in both nations.
 */
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "parley/timetable.h"
#include "story.h"

#define NORTHMOOR "tests/unit/fixtures/northmoor-scp.json"
#define SOUTHMERE "tests/unit/fixtures/southmere-sab.json"

static struct story *s;

static void
teardown(void)
{
	story_end(s);
}

static void
set(const char *name, const char *text)
{
	struct event *ev = &s->events[0];

	for (size_t i = 0; i < ev->field_count; i++) {
		if (strcmp(s->fields[0][i].name, name) == 0) {
			s->fields[0][i].text = text;
			return;
		}
	}
	s->fields[0][ev->field_count++] = (struct field_value){ .name = name, .text = text };
}

static void
northmoor(const char *track)
{
	s = story_begin(NORTHMOOR);
	raise_case(s, "2026-03-03T10:00", "2026-03-02", NORA);
	set("track", track);
}

static void
southmere(const char *category)
{
	s = story_begin(SOUTHMERE);
	raise_case(s, "2026-03-03T10:00", "2026-03-02", NORA);
	set("subject_kind", "adult");
	set("category", category);
}

static struct event *
leaves(const char *exit, enum who who, enum side side, const char *when)
{
	return leave_by(s, EVENT_ESCALATED, exit, who, side, when);
}

static void
to_managers(void)
{
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-04T10:00");
}

static bool
offers(const struct escalation *e, enum who who, const char *id)
{
	struct viewer v = viewer_of(who);

	return escalation_action(e, &v, id) != NULL;
}

static const struct notice_due *
notice_of(const struct escalation *e, const char *id)
{
	for (size_t i = 0; i < e->notice_count; i++) {
		if (strcmp(e->notices[i].rule->id, id) == 0)
			return &e->notices[i];
	}
	return NULL;
}

/* --- tracks and raising --- */

START_TEST(the_raiser_chooses_the_track)
{
	struct raise_page *pages;
	const struct escalation *e;
	size_t count;

	northmoor("red");
	policy_raise_pages(s->p, s->a, &pages, &count);
	ck_assert_str_eq(pages[count - 2].id, "track");
	ck_assert_str_eq(pages[count - 2].fields[0].label, "How would you rate the risk to the child?");
	ck_assert_uint_eq(pages[count - 2].fields[0].choice_count, 3);
	e = fold_now(s);
	is_due(e, "reply-red", "2026-03-03T14:00"); /* 4 working hours */
	ck_assert_ptr_null(duty_find(e, "reply"));
	set("track", "green");
	is_due(fold_now(s), "reply", "2026-03-05T17:00");
	/* raised after the cut-off at 16:00: the day after is the first that counts from */
	s->events[0].recorded = s->events[0].happened = at("2026-03-03T16:30");
	is_due(fold_now(s), "reply", "2026-03-06T17:00");
}
END_TEST

START_TEST(conditions_choose_the_track)
{
	struct raise_page *pages;
	size_t count;

	southmere("response");
	policy_raise_pages(s->p, s->a, &pages, &count);
	ck_assert_str_eq(pages[count - 1].id, "evidence"); /* nobody is asked */
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "1");
	set("category", "threshold");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "1u");
	set("category", "response");
	s->events[0].role = "safeguarding-lead"; /* by who starts it */
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "1u");
}
END_TEST

START_TEST(what_cannot_be_raised)
{
	northmoor("green");
	fault_init(&s->f, s->a);
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	/* 3 months from 2 December end on Monday 2 March at the end of the day */
	set("concern_date", "2025-12-02");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_INVALID);
	ck_assert_str_eq(s->f.fields->pointer, "/fields/concern_date");
	ck_assert(strstr(s->f.fields->reason, "Business Manager") != NULL);
	fault_init(&s->f, s->a);
	set("concern_date", "2025-12-03");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	set("concern_date", "2025-10-03");
	set("still_going_on", "yes");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	/* turned away only for children who are looked after */
	set("category", "placement");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	set("looked_after", "yes");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_INVALID);
	ck_assert_str_eq(s->f.fields->pointer, "/fields/category");
}
END_TEST

/* --- exits --- */

START_TEST(own_manager_agrees_first)
{
	const struct escalation *e;
	struct buffer words;
	struct event *ev;

	northmoor("green");
	e = fold_now(s);
	ck_assert(!offers(e, AMINA, "up") && offers(e, AMINA, "ask:up"));
	ck_assert(!offers(e, NORA, "ask:up"));
	leaves("up", AMINA, SIDE_RAISING, "2026-03-03T11:00");
	story_is_refused(s, 2);
	s->count--;
	leave_by(s, EVENT_APPROVAL_ASKED, "up", AMINA, SIDE_RAISING, "2026-03-03T11:00");
	e = fold_now(s);
	is_now(e, "approval.1.up", DUTY_OPEN);
	ck_assert(!offers(e, AMINA, "ask:up") && !offers(e, AMINA, "up"));
	ck_assert(offers(e, CSC_LINE, "approve:up") && offers(e, CSC_LINE, "refuse:up"));
	ck_assert(!offers(e, HOSPITAL_LINE, "approve:up"));
	leave_by(s, EVENT_REFUSED, "up", CSC_LINE, SIDE_RAISING, "2026-03-03T12:00");
	e = fold_now(s);
	is_now(e, "approval.1.up", DUTY_DONE);
	ck_assert(offers(e, AMINA, "ask:up") && !offers(e, AMINA, "up"));
	leave_by(s, EVENT_APPROVAL_ASKED, "up", AMINA, SIDE_RAISING, "2026-03-03T13:00");
	is_now(fold_now(s), "approval.1.up.2", DUTY_OPEN);
	leave_by(s, EVENT_APPROVED, "up", CSC_LINE, SIDE_RAISING, "2026-03-03T14:00");
	e = fold_now(s);
	is_now(e, "approval.1.up.2", DUTY_DONE);
	ck_assert(offers(e, AMINA, "up"));
	buffer_init(&words, 0);
	json_object(&words, NULL);
	timeline_write(&words, "timeline", e, 3);
	json_end_object(&words);
	ck_assert_msg(strstr(words.data, "Approved by Lena: Take it to the managers") != NULL, "%s", words.data);
	buffer_clear(&words);
	/* an answer that nobody asked for */
	ev = leave_by(s, EVENT_APPROVED, "up", CSC_LINE, SIDE_RAISING, "2026-03-03T15:00");
	story_is_refused(s, ev->seq);
	s->count--;
	leaves("up", AMINA, SIDE_RAISING, "2026-03-03T15:00");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "2");
}
END_TEST

START_TEST(past_a_stage_with_approval)
{
	const struct escalation *e;

	northmoor("green");
	ck_assert(!offers(fold_now(s), NORA, "ask:skip"));
	set("track", "red");
	ck_assert(offers(fold_now(s), NORA, "ask:skip"));
	leave_by(s, EVENT_APPROVAL_ASKED, "skip", NORA, SIDE_RECEIVING, "2026-03-03T11:00");
	e = fold_now(s);
	ck_assert(offers(e, MANAGER, "approve:skip"));
	leave_by(s, EVENT_APPROVED, "skip", MANAGER, SIDE_NONE, "2026-03-03T12:00");
	ck_assert(offers(fold_now(s), AMINA, "skip") && offers(s->e, NORA, "skip"));
	leaves("skip", NORA, SIDE_RECEIVING, "2026-03-03T13:00");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "3");
}
END_TEST

START_TEST(silence_is_a_ground)
{
	northmoor("amber");
	ck_assert(!offers(fold_at(s, "2026-03-05T17:00"), AMINA, "silence"));
	ck_assert(offers(fold_at(s, "2026-03-05T17:01"), AMINA, "silence"));
	ck_assert(!offers(s->e, NORA, "silence"));
	contact(s, NORA, SIDE_RECEIVING, "letter", "2026-03-05T18:00");
	ck_assert(!offers(fold_now(s), AMINA, "silence"));
}
END_TEST

START_TEST(dissent_referral_and_conditions)
{
	northmoor("green");
	to_managers();
	leave_by(s, EVENT_DECIDED, "dissent", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	ck_assert_int_eq(fold_now(s)->phase, PHASE_DECIDED);
	ck_assert_int_eq(s->e->force, FORCE_NONE);
	ck_assert(offers(s->e, AMINA, "close"));
	teardown();

	southmere("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	leave_by(s, EVENT_AGREED, "with-conditions", AMINA, SIDE_RAISING, "2026-03-05T10:00");
	is_due(fold_now(s), "notice.conditions", "2026-03-10T16:30");
	ck_assert(offers(s->e, NORA, "notify:conditions") && !offers(s->e, AMINA, "notify:conditions"));
	/* said not to be agreed: there is nothing to be told */
	tell(s, EVENT_NOT_AGREED, NORA, SIDE_RECEIVING, "2026-03-05T11:00");
	is_now(fold_now(s), "notice.conditions", DUTY_NOT_NEEDED);
	leave_by(s, EVENT_APPROVAL_ASKED, "ombudsman", MANAGER, SIDE_NONE, "2026-03-06T09:00");
	leave_by(s, EVENT_APPROVED, "ombudsman", CHAIR, SIDE_NONE, "2026-03-06T09:30");
	leave_by(s, EVENT_DECIDED, "ombudsman", MANAGER, SIDE_NONE, "2026-03-06T10:00");
	ck_assert_int_eq(fold_now(s)->phase, PHASE_DECIDED);
}
END_TEST

/* A role of the partnership beside those of one side: either does it, the other side does not. */
START_TEST(one_side_or_the_partnership)
{
	struct policy_who who = { .kind = WHO_SIDE, .side = SIDE_RAISING };

	southmere("response");
	leaves("up", AMINA, SIDE_RAISING, "2026-03-04T10:00");
	names(s, "raising_speaker", CSC_HEAD);
	names(s, "receiving_speaker", HOSPITAL_HEAD);
	ck_assert_int_eq(duty_of(fold_now(s), "log")->side, SIDE_NONE);
	ck_assert_str_eq(duty_who_words(s->e, duty_of(s->e, "log")), "King George Hospital: Head of service, or Board Manager");
	ck_assert(offers(s->e, MANAGER, "done:log") && offers(s->e, HOSPITAL_HEAD, "done:log"));
	ck_assert(!offers(s->e, CSC_HEAD, "done:log") && !offers(s->e, CHAIR, "done:log"));
	ck_assert(offers(s->e, MANAGER, "ask:ombudsman") && offers(s->e, CSC_HEAD, "ask:ombudsman"));
	ck_assert(!offers(s->e, HOSPITAL_HEAD, "ask:ombudsman"));
	leave_by(s, EVENT_APPROVAL_ASKED, "ombudsman", CSC_HEAD, SIDE_RAISING, "2026-03-04T11:00");
	fold_now(s);
	ck_assert(offers(s->e, CHAIR, "approve:ombudsman") && offers(s->e, HOSPITAL_HEAD, "approve:ombudsman"));
	ck_assert(!offers(s->e, CSC_HEAD, "approve:ombudsman") && !offers(s->e, MANAGER, "approve:ombudsman"));
	tell(s, EVENT_DONE, MANAGER, SIDE_NONE, "2026-03-05T10:00")->target = "log";
	is_now(fold_now(s), "log", DUTY_DONE);
	who.roles = (const int[]){ policy_role_find(s->p, "line-manager"), policy_role_find(s->p, "chair") };
	who.role_count = 2;
	ck_assert(policy_who_is_mixed(s->p, &who));
}
END_TEST

/* --- clocks --- */

START_TEST(counted_back_from_a_meeting)
{
	struct buffer words;
	const struct escalation *e;

	northmoor("green");
	to_managers();
	e = fold_now(s);
	is_now(e, "papers.raising", DUTY_WAITING);
	ck_assert(offers(e, HOSPITAL_LINE, "plan"));
	tell(s, EVENT_PLANNED, HOSPITAL_LINE, SIDE_RECEIVING, "2026-03-04T11:00");
	says(s, "day", "2026-03-12");
	e = fold_now(s);
	/* clear days: 2 before Thursday 12 is Monday 9, 3 before is Friday 6; but stages 1 and 2 end on working day 6, Tuesday 10 */
	is_due(e, "papers.raising", "2026-03-09T17:00");
	is_due(e, "notice.iro", "2026-03-06T17:00");
	is_due(e, "meet", "2026-03-10T17:00");
	ck_assert_str_eq(duty_of(e, "meet")->deadline.explanation.capped_by, "stages 1 and 2 by working day 6");
	buffer_init(&words, 0);
	json_object(&words, NULL);
	explanation_write(&words, "x", duty_of(e, "papers.raising"));
	json_end_object(&words);
	ck_assert_msg(strstr(words.data, "\"2 working days before the meeting is to be held, Thursday 12 March 2026.") != NULL, "%s",
	              words.data);
	buffer_clear(&words);
	/* put off: the dates move with it */
	tell(s, EVENT_PLANNED, CSC_LINE, SIDE_RAISING, "2026-03-04T12:00");
	says(s, "day", "2026-03-13");
	is_due(fold_now(s), "notice.iro", "2026-03-09T17:00");
}
END_TEST

START_TEST(day_one_hours_and_months)
{
	const struct escalation *e;

	southmere("response");
	e = fold_now(s);
	is_due(e, "talk", "2026-03-05T16:30");                 /* Tuesday is day 1 of 3 */
	is_now(e, "settle", DUTY_WAITING);                     /* both must have happened */
	contact(s, NORA, SIDE_RECEIVING, "email", "2026-03-04T09:00");
	e = fold_now(s);
	is_due(e, "settle", "2026-03-14T16:30");               /* 10 calendar days from the later of the two */
	is_due(e, "write-up", "2026-03-04T16:30");             /* one after the other; the day itself is day 1 */
	leaves("again", AMINA, SIDE_RAISING, "2026-03-05T10:00");
	is_due(fold_now(s), "talk@2", "2026-03-09T16:30");
	ck_assert(!offers(s->e, AMINA, "again"));
	teardown();

	southmere("threshold");
	e = fold_now(s);
	is_due(e, "call", "2026-03-03T12:00");
	is_due(e, "decide-1u", "2026-03-04T12:00");            /* from when the call was due, not from when it came */
}
END_TEST

START_TEST(as_a_guide)
{
	northmoor("green");
	ck_assert(duty_of(fold_now(s), "resolve-1")->deadline.explanation.indicative);
	ck_assert(!duty_of(s->e, "reply")->deadline.explanation.indicative);
}
END_TEST

/* --- notices --- */

START_TEST(told_by_a_person)
{
	const struct escalation *e;
	struct viewer line = viewer_of(CSC_LINE);
	const struct action *a;

	northmoor("green");
	to_managers();
	e = fold_now(s);
	ck_assert(!notice_of(e, "iro")->given);
	a = escalation_action(e, &line, "notify:iro");
	ck_assert_ptr_nonnull(a);
	ck_assert(strstr(a->next, "form N2") != NULL);
	ck_assert(!offers(e, HOSPITAL_LINE, "notify:iro"));
	tell(s, EVENT_PLANNED, CSC_LINE, SIDE_RAISING, "2026-03-04T11:00");
	says(s, "day", "2026-03-12");
	ck_assert(duty_of(fold_at(s, "2026-03-06T17:01"), "notice.iro")->late);
	tell(s, EVENT_NOTIFIED, CSC_LINE, SIDE_RAISING, "2026-03-09T10:00")->target = "iro";
	e = fold_now(s);
	is_now(e, "notice.iro", DUTY_DONE);
	ck_assert(notice_of(e, "iro")->given && notice_of(e, "iro")->given_at == at("2026-03-09T10:00"));
	ck_assert(duty_of(e, "notice.iro")->late);
	tell(s, EVENT_NOTIFIED, CSC_LINE, SIDE_RAISING, "2026-03-09T11:00")->target = "iro";
	story_is_refused(s, 5);
}
END_TEST

START_TEST(told_when_a_date_passes)
{
	struct buffer words;
	struct standing st;
	const struct escalation *e;

	northmoor("green");
	to_managers();
	e = fold_at(s, "2026-03-10T17:00");
	ck_assert_ptr_null(notice_of(e, "heads"));
	ck_assert(!has_business(e, CSC_HEAD, &st));
	e = fold_at(s, "2026-03-10T17:01");
	ck_assert(notice_of(e, "heads")->given);
	ck_assert_str_eq(notice_of(e, "heads")->duty, "meet");
	ck_assert(has_business(e, CSC_HEAD, &st) && st.informed_only);
	ck_assert(has_business(e, HOSPITAL_HEAD, &st));
	/* and by a person: the panel is due 10 working days after Wednesday 11 March */
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-11T10:00");
	is_due(fold_now(s), "decide", "2026-03-25T17:00");
	ck_assert_ptr_null(duty_find(fold_at(s, "2026-03-25T17:00"), "notice.late-decision:decide"));
	e = fold_at(s, "2026-03-26T09:00");
	is_due(e, "notice.late-decision:decide", "2026-03-26T17:00"); /* due past the cut-off: the next day is 'the same' */
	ck_assert(offers(e, MANAGER, "notify:late-decision:decide"));
	tell(s, EVENT_NOTIFIED, MANAGER, SIDE_NONE, "2026-03-26T10:00")->target = "late-decision:decide";
	e = fold_now(s);
	is_now(e, "notice.late-decision:decide", DUTY_DONE);
	ck_assert(notice_of(e, "late-decision")->given);
	buffer_init(&words, 0);
	json_object(&words, NULL);
	timeline_write(&words, "timeline", e, 3);
	json_end_object(&words);
	ck_assert_msg(strstr(words.data, "Notice given by Bea: The Deputy Scrutineer is told") != NULL, "%s", words.data);
	buffer_clear(&words);
	ck_assert(has_business(e, VICE, &st));
	tell(s, EVENT_NOTIFIED, MANAGER, SIDE_NONE, "2026-03-26T11:00")->target = "late-decision:decide";
	story_is_refused(s, 5);
}
END_TEST

/* --- people --- */

START_TEST(at_the_agency_of_a_sector)
{
	static const struct agency_ref school = { "school", "A School", "voluntary" };
	static const char *const iro[] = { "named-professional" };
	struct viewer at_csc = { .person_id = 500, .agency_id = "csc", .roles = iro, .role_count = 1 }, at_hospital = { .person_id = 501, .agency_id = "hospital", .roles = iro, .role_count = 1 };
	struct standing st;

	northmoor("green");
	to_managers();
	ck_assert(escalation_standing(fold_now(s), &at_csc, &st) && st.side == SIDE_RAISING && st.informed_only);
	ck_assert(!escalation_standing(s->e, &at_hospital, &st));
	/* neither side is of that sector: whoever holds the role, on neither side */
	s->fields[0][0].agency = &school;
	ck_assert(escalation_standing(fold_now(s), &at_csc, &st) && st.side == SIDE_NONE);
}
END_TEST

START_TEST(a_third_agency_and_stand_ins)
{
	static const struct agency_ref placing = { "kent", "Another County", "childrens-social-care" };
	static const struct agency_ref charity = { "charity", "A Charity", "voluntary" };
	static const char *const senior[] = { "senior-manager" }, *const chief[] = { "chief-officer" };
	struct viewer at_kent = { .person_id = 500, .agency_id = "kent", .roles = senior, .role_count = 1 }, at_charity = { .person_id = 501, .agency_id = "charity", .roles = chief, .role_count = 1 };
	struct viewer at_hospital = { .person_id = 502, .agency_id = "hospital", .roles = chief, .role_count = 1 };
	struct standing st;
	const int *roles;

	northmoor("green");
	to_managers();
	ck_assert(!escalation_standing(fold_now(s), &at_kent, &st)); /* nobody was named */
	s->fields[0][s->events[0].field_count++] = (struct field_value){ .name = "placing_agency", .agency = &placing };
	ck_assert(escalation_standing(fold_now(s), &at_kent, &st) && st.side == SIDE_NONE && !st.informed_only);
	ck_assert_ptr_nonnull(escalation_action(s->e, &at_kent, "done:placing"));
	ck_assert(!offers(s->e, CSC_LINE, "done:placing"));
	/* a charity has no head of service: its chief officer speaks there, and a hospital's does not */
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	ck_assert(!escalation_standing(fold_now(s), &at_hospital, &st));
	ck_assert_uint_eq(escalation_next_roles(s->e, 2, SIDE_RECEIVING, &roles), 1);
	s->fields[0][1].agency = &charity;
	ck_assert(escalation_standing(fold_now(s), &at_charity, &st) && st.speaks && st.side == SIDE_RECEIVING);
	ck_assert_uint_eq(escalation_next_roles(s->e, 2, SIDE_RECEIVING, &roles), 2);
	ck_assert_str_eq(s->p->roles[roles[1]].id, "chief-officer");
}
END_TEST

/* The managers involved, not every manager of the agency. */
START_TEST(told_are_those_involved)
{
	struct standing st;

	northmoor("green");
	to_managers();
	names(s, "raising_speaker", CSC_LINE);
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	leave_by(s, EVENT_DECIDED, "advise", CHAIR, SIDE_NONE, "2026-03-06T10:00");
	ck_assert(notice_of(fold_now(s), "managers")->given);
	ck_assert(has_business(s->e, CSC_LINE, &st));
	ck_assert(!has_business(s->e, CSC_LINE_2, &st));
	ck_assert(has_business(s->e, HOSPITAL_LINE_2, &st)); /* nobody was named there: all who hold the role */
}
END_TEST

/* --- the panel, and what follows --- */

static struct field_value panel[5];

static void
panel_of(const struct agency_ref *one, const struct agency_ref *two, const struct agency_ref *three)
{
	panel[0] = (struct field_value){ .name = "panel_1", .agency = one };
	panel[1] = (struct field_value){ .name = "panel_2", .agency = two };
	panel[2] = (struct field_value){ .name = "panel_3", .agency = three };
}

static const char *
panel_fault(const struct escalation *e, const struct action *a, size_t count)
{
	fault_init(&s->f, s->a);
	if (escalation_check_values(e, a, panel, count, &s->f) == RESULT_OK)
		return "none";
	return s->f.fields->pointer;
}

START_TEST(who_sat_on_the_panel)
{
	static const struct agency_ref police = { "police", "Police", NULL }, housing = { "housing", "Housing", NULL };
	const struct escalation *e;
	struct viewer chair;
	const struct action *a;

	northmoor("green");
	to_managers();
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	e = fold_now(s);
	chair = viewer_of(CHAIR);
	a = escalation_action(e, &chair, "uphold");
	ck_assert_uint_eq(a->set_count, 2);
	ck_assert_uint_eq(a->sets[1].count, 6); /* three agencies, why not those concerned, who chaired */
	ck_assert_int_eq(a->sets[1].fields[2].type, FIELD_AGENCY);
	panel_of(&story_csc, &story_hospital, &police);
	ck_assert_str_eq(panel_fault(e, a, 3), "none");
	panel_of(&story_csc, &story_hospital, &story_csc);
	ck_assert_str_eq(panel_fault(e, a, 3), "/fields/panel_3");
	panel_of(&story_csc, &housing, &police);
	ck_assert_str_eq(panel_fault(e, a, 3), "/fields/panel_without");
	panel[3] = (struct field_value){ .name = "panel_without", .text = "They were on strike." };
	ck_assert_str_eq(panel_fault(e, a, 4), "none");
	/* the Scrutineer alone */
	a = escalation_action(e, &chair, "advise");
	ck_assert_uint_eq(a->set_count, 1);
	ck_assert_str_eq(panel_fault(e, a, 0), "none");
}
END_TEST

START_TEST(what_follows_the_end)
{
	const struct escalation *e;

	northmoor("green");
	to_managers();
	leaves("up", CSC_LINE, SIDE_RAISING, "2026-03-05T10:00");
	leave_by(s, EVENT_DECIDED, "uphold", CHAIR, SIDE_NONE, "2026-03-06T10:00");
	e = fold_now(s);
	is_due(e, "notice.family", "2026-03-10T17:00");
	is_due(e, "respond.raising", "2026-03-20T17:00");
	is_now(e, "review", DUTY_WAITING);
	tell(s, EVENT_RESPONDED, CSC_HEAD, SIDE_RAISING, "2026-03-09T10:00");
	tell(s, EVENT_RESPONDED, HOSPITAL_HEAD, SIDE_RECEIVING, "2026-03-09T10:00");
	ck_assert(!offers(fold_now(s), CSC_HEAD, "close")); /* the family does not know yet */
	tell(s, EVENT_NOTIFIED, CSC_HEAD, SIDE_RAISING, "2026-03-09T11:00")->target = "family";
	ck_assert(offers(fold_now(s), CSC_HEAD, "close"));
	tell(s, EVENT_CLOSED, CSC_HEAD, SIDE_RAISING, "2026-03-09T12:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_CLOSED);
	is_due(e, "review", "2026-06-09T17:00");
	is_turn(e, "review");
	is_now(e, "report", DUTY_OPEN);
	is_now(e, "hold.raising", DUTY_NOT_NEEDED);
	ck_assert(offers(e, MANAGER, "done:review") && !offers(e, AMINA, "done:review"));
	tell(s, EVENT_CONTACT, CSC_HEAD, SIDE_RAISING, "2026-03-10T10:00");
	story_is_refused(s, 9);
	s->count--;
	tell(s, EVENT_DONE, MANAGER, SIDE_NONE, "2026-06-01T10:00")->target = "review";
	tell(s, EVENT_DONE, MANAGER, SIDE_NONE, "2026-06-01T11:00")->target = "report";
	e = fold_now(s);
	is_now(e, "review", DUTY_DONE);
	ck_assert_ptr_null(e->turn);
	tell(s, EVENT_REOPENED, CSC_HEAD, SIDE_RAISING, "2026-06-02T10:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_DECIDED);
	is_now(e, "hold.raising", DUTY_OPEN);
	is_now(e, "review", DUTY_DONE);
}
END_TEST

START_TEST(told_that_it_is_closed)
{
	southmere("response");
	agrees(s, AMINA, SIDE_RAISING, "2026-03-03T11:00");
	tell(s, EVENT_DONE, AMINA, SIDE_RAISING, "2026-03-03T12:00")->target = "reflect.raising";
	tell(s, EVENT_DONE, NORA, SIDE_RECEIVING, "2026-03-03T12:00")->target = "reflect.receiving";
	tell(s, EVENT_CLOSED, AMINA, SIDE_RAISING, "2026-03-03T13:00");
	is_due(fold_now(s), "notice.closed", "2026-03-05T16:30");
	is_turn(s->e, "notice.closed");
	ck_assert(offers(s->e, AMINA, "notify:closed"));
	tell(s, EVENT_NOTIFIED, AMINA, SIDE_RAISING, "2026-03-03T14:00")->target = "closed";
	ck_assert_ptr_null(fold_now(s)->turn);
}
END_TEST

/* --- the timetables --- */

static void
timetable_is(const char *const keys[], size_t key_count, const struct timetable_assumptions *assumed)
{
	struct timetable_row *rows;
	size_t count;

	fault_init(&s->f, s->a);
	ck_assert_msg(timetable_make(s->p, s->c, at("2026-03-03T10:00"), assumed, s->a, &rows, &count, &s->f) == RESULT_OK,
	              "%s", s->f.sentence);
	for (size_t i = 0; i < key_count; i++) {
		size_t k = 0;

		while (k < count && strcmp(rows[k].duty->key, keys[i]) != 0)
			k++;
		ck_assert_msg(k < count, "the timetable has no %s", keys[i]);
	}
}

START_TEST(timetables)
{
	static const char *const red[] = { "reply-red", "meet", "decide", "respond.raising" };
	static const char *const urgent[] = { "call", "decide-1u", "advise", "reflect.raising" };
	struct field_value values[] = { { .name = "subject_kind", .text = "child" }, { .name = "track", .text = "red" } };
	struct field_value adult[] = { { .name = "subject_kind", .text = "adult" }, { .name = "category", .text = "threshold" } };
	struct timetable_assumptions assumed = { .values = values, .count = 2, .raising_sector = "health" };

	northmoor("red");
	timetable_is(red, 4, &assumed);
	teardown();
	southmere("threshold");
	assumed.values = adult;
	timetable_is(urgent, 4, &assumed);
}
END_TEST

/* --- what is refused --- */

static const struct { const char *from, *to, *pointer, *says; } wrong[] = {
	/* the first of each in fixtures/northmoor-scp.json */
	{ "\"3 months\"", "\"not stated\"", "/raise/latest/within", "length of time" },
	{ "\"field:still_going_on\"", "\"duty:reply\"", "/raise/latest/unless/is", "can never be" },
	{ "\"clause\": \"2.1\"},\n    {\"id\": \"amber\"", "\"clause\": \"2.1\", \"when\": {\"fact\": \"track\", \"is\": \"green\"}},\n    {\"id\": \"amber\"",
	  "/tracks/0/when", "cannot depend on the track" },
	{ "\"clause\": \"2.1\"},\n    {\"id\": \"amber\"", "\"clause\": \"2.1\", \"when\": {\"fact\": \"category\", \"is\": \"plan\"}},\n    {\"id\": \"amber\"",
	  "/tracks/1", "always taken" },
	{ "\"sector\": \"voluntary\"}]", "\"sector\": \"circus\"}]", "/roles/3/stand_ins/0/sector", "no sector" },
	{ "\"sector\": \"childrens-social-care\", \"roles\"", "\"sector\": \"childrens-social-care\", \"side\": \"raising\", \"roles\"",
	  "/emergencies/0/tell/0", "nothing else" },
	{ "\"roles\": [\"senior-manager\"]}, \"act\"", "\"roles\": []}, \"act\"", "/stages/1/duties/2/who/roles", "empty" },
	{ "\"agency\": \"placing_agency\"", "\"agency\": \"still_going_on\"", "/stages/1/duties/2/who/agency", "does not ask for an agency" },
	{ "{\"fact\": \"duty:reply\", \"is\": \"late\"}", "{\"fact\": \"duty:reply\", \"is\": \"forgotten\"}", "/stages/0/exits/2/when/any/0/is", "can never be" },
	{ "{\"fact\": \"duty:reply\", \"is\": \"late\"}", "{\"fact\": \"duty:answer\", \"is\": \"late\"}", "/stages/0/exits/2/when/any/0/fact", "no duty" },
	{ "\"when\": {\"fact\": \"track\", \"is\": \"red\"}},", "\"when\": {\"fact\": \"duty:reply\", \"is\": \"late\"}},", "/stages/0/duties/0/when",
	  "Only an exit" },
	{ "\"approval\": {\"roles\": [\"business-manager\"]}", "\"approval\": \"subject\"", "/stages/0/exits/3/approval", "One person" },
	{ "\"force\": \"recommendation\",", "\"force\": \"recommendation\", \"panel\": true,", NULL, NULL },
	{ "\"label\": \"Hand it to the inspectorate\",", "\"label\": \"Hand it to the inspectorate\", \"panel\": true,", "/stages/2/exits/2/panel", "Only a decision" },
	{ "\"kind\": \"escalate\",", "\"kind\": \"escalate\", \"outcome\": \"up\",", "/stages/0/exits/1", "Only what ends it" },
	{ "\"2 working days before\", \"from\": \"meeting planned\"", "\"2 working days before\", \"from\": \"raised\"", "/stages/1/duties/1/from", "counted back" },
	{ "\"2 working days before\"", "\"4 hours before\"", "/stages/1/duties/1/from", "no hours" },
	{ "\"within\": \"working day 6\", \"from\": \"raised\"", "\"within\": \"working day 6\", \"from\": {\"duty\": \"meet\", \"when\": \"due\"}", "/caps/0/from", "cannot run from a duty" },
	{ "\"on\": \"overdue\", \"duty\": \"meet\"", "\"on\": \"agreed\", \"duty\": \"meet\"", "/notices/1/duty", "overdue" },
	{ "\"to\": \"subject\", \"by\": {\"side\": \"raising\"},", "\"to\": \"subject\",", "/notices/4/by", "who has to" },
	{ "\"to\": \"subject\", \"by\": {\"side\": \"raising\"},", "\"to\": \"first raiser\", \"by\": {\"mailbox\": \"a@b.example\"},", "/notices/4/by", "cannot do it" },
	{ "\"approval\": {\"roles\": [\"business-manager\"]}", "\"approval\": {\"side\": \"raising\", \"roles\": [\"business-manager\"]}",
	  "/stages/0/exits/3/approval/roles/0", "neither side" },
	{ "\"approval\": {\"roles\": [\"business-manager\"]}",
	  "\"approval\": {\"side\": \"raising\", \"roles\": [\"line-manager\", \"business-manager\"]}", NULL, NULL },
	{ "\"act\": \"resolve\"", "\"act\": \"approve\"", "/stages/0/duties/2/act", "no act" },
};

static bool
has_fault(const char *pointer, const char *says)
{
	for (const struct fault_field *x = s->f.fields; x; x = x->next) {
		if (strcmp(x->pointer, pointer) == 0 && strstr(x->reason, says) != NULL)
			return true;
	}
	return false;
}

START_TEST(wrong_at_its_place)
{
	const struct policy *p = NULL;
	const char *text, *at_piece, *changed;
	size_t length;

	northmoor("green");
	text = uk_calendar_text(s->a, NORTHMOOR, &length);
	at_piece = strstr(text, wrong[_i].from);
	ck_assert_msg(at_piece != NULL, "not in the policy: %s", wrong[_i].from);
	changed = arena_format(s->a, "%.*s%s%s", (int)(at_piece - text), text, wrong[_i].to, at_piece + strlen(wrong[_i].from));
	fault_init(&s->f, s->a);
	if (wrong[_i].pointer == NULL) { /* right in its place */
		ck_assert_int_eq(policy_file_parse(changed, strlen(changed), s->a, &p, &s->f), RESULT_OK);
		return;
	}
	ck_assert_msg(policy_file_parse(changed, strlen(changed), s->a, &p, &s->f) == RESULT_INVALID, "taken: %s", wrong[_i].to);
	ck_assert_msg(has_fault(wrong[_i].pointer, wrong[_i].says), "%s expected, first is %s: %s", wrong[_i].pointer,
	              s->f.fields ? s->f.fields->pointer : "none", s->f.fields ? s->f.fields->reason : s->f.sentence);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("language");
	TCase *cases = tcase_create("language");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(cases, NULL, teardown);
	tcase_add_test(cases, the_raiser_chooses_the_track);
	tcase_add_test(cases, conditions_choose_the_track);
	tcase_add_test(cases, what_cannot_be_raised);
	tcase_add_test(cases, own_manager_agrees_first);
	tcase_add_test(cases, past_a_stage_with_approval);
	tcase_add_test(cases, silence_is_a_ground);
	tcase_add_test(cases, dissent_referral_and_conditions);
	tcase_add_test(cases, one_side_or_the_partnership);
	tcase_add_test(cases, counted_back_from_a_meeting);
	tcase_add_test(cases, day_one_hours_and_months);
	tcase_add_test(cases, as_a_guide);
	tcase_add_test(cases, told_by_a_person);
	tcase_add_test(cases, told_when_a_date_passes);
	tcase_add_test(cases, at_the_agency_of_a_sector);
	tcase_add_test(cases, a_third_agency_and_stand_ins);
	tcase_add_test(cases, told_are_those_involved);
	tcase_add_test(cases, who_sat_on_the_panel);
	tcase_add_test(cases, what_follows_the_end);
	tcase_add_test(cases, told_that_it_is_closed);
	tcase_add_test(cases, timetables);
	tcase_add_loop_test(cases, wrong_at_its_place, 0, sizeof(wrong) / sizeof(wrong[0]));
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
