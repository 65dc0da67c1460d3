/*
 * test_language_people.c - who is told, who takes part, who sits on a panel and what follows, under two policies that nobody
 * has read (language_story.h).
 */
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "language_story.h"

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

int
main(void)
{
	const struct suite_test all[] = {
		{ told_by_a_person, 1 },
		{ told_when_a_date_passes, 1 },
		{ at_the_agency_of_a_sector, 1 },
		{ a_third_agency_and_stand_ins, 1 },
		{ told_are_those_involved, 1 },
		{ who_sat_on_the_panel, 1 },
		{ what_follows_the_end, 1 },
		{ told_that_it_is_closed, 1 },
	};

	return SUITE_RUN_EACH("language_people", all, NULL, teardown);
}
