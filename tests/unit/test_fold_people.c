/*
 * test_fold_people.c - who has been brought into a case under Redbridge's policy: need to know at each stage, immediate
 * risk, somebody else asked to speak, copies, and for whom a duty waits.
 */
#include "parley/risk.h"
#include "redbridge_walks.h"
#include "story_fixture.h"

/* --- immediate risk --- */

START_TEST(risk_flagged_and_ended)
{
	const struct escalation *e = walk_to(s, &walks[0], 1);
	struct standing st;

	ck_assert_ptr_null(e->risk);
	ck_assert(!has_business(e, CSC_LEAD, &st));
	tell(s, EVENT_RISK_FLAGGED, AMINA, SIDE_RAISING, "2027-12-23T12:00");
	e = fold_now(s);
	ck_assert_ptr_eq(e->risk, &s->events[1]);
	/* 4.1: the manager and the safeguarding lead of whoever says so are told, and nobody of the other agency */
	ck_assert(has_business(e, CSC_LEAD, &st) && st.informed_only);
	ck_assert(has_business(e, CSC_LINE, &st) && st.informed_only);
	ck_assert(!has_business(e, HOSPITAL_NAMED, &st));
	is_due(e, "speak", "2027-12-30T17:00"); /* the dates stay */
	tell(s, EVENT_RISK_ENDED, AMINA, SIDE_RAISING, "2027-12-23T15:00");
	e = fold_now(s);
	ck_assert_ptr_null(e->risk);
	ck_assert(has_business(e, CSC_LEAD, &st)); /* whoever was told has been told */
	/* the line manager, told first, acts when it comes to them */
	escalates(s, AMINA, SIDE_RAISING, "2027-12-24T09:00");
	e = fold_now(s);
	ck_assert(has_business(e, CSC_LINE, &st) && !st.informed_only && st.speaks);
}
END_TEST

START_TEST(risk_flagged_by_the_other_side)
{
	const struct escalation *e = walk_to(s, &walks[0], 1);
	struct standing st;
	struct policy_who *named;
	size_t count;

	tell(s, EVENT_RISK_FLAGGED, NORA, SIDE_RECEIVING, "2027-12-25T23:30");
	e = fold_now(s);
	ck_assert(has_business(e, HOSPITAL_NAMED, &st) && st.informed_only);
	ck_assert(has_business(e, HOSPITAL_LINE, &st) && st.informed_only);
	ck_assert(!has_business(e, CSC_LEAD, &st));
	risk_named(e, e->risk, &named, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(named[0].side, SIDE_RECEIVING);
	/* It is closed with the risk still open: the case goes on carrying it until somebody says why it is over. */
	tell(s, EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2027-12-26T10:00");
	e = fold_now(s);
	ck_assert_int_eq(e->phase, PHASE_WITHDRAWN);
	ck_assert_ptr_eq(e->risk, &s->events[1]);
	tell(s, EVENT_RISK_TOLD, NORA, SIDE_RECEIVING, "2027-12-26T11:00");
	tell(s, EVENT_RISK_ENDED, NORA, SIDE_RECEIVING, "2027-12-26T12:00");
	ck_assert_ptr_null(fold_now(s)->risk);
}
END_TEST

/* --- by subject and hour --- */

START_TEST(routes_by_hour)
{
	static const char *const night[] = { "other" }, *const office[] = { "working" }, *const adult[] = { "adult" };
	const struct condition parts[] = { { .op = CONDITION_FACT, .fact = FACT_HOURS, .values = night, .value_count = 1 },
		{ .op = CONDITION_FACT, .fact = FACT_SUBJECT_KIND, .values = adult, .value_count = 1 } };
	const struct condition all = { .op = CONDITION_ALL, .parts = parts, .part_count = 2 };
	const struct condition by_day = { .op = CONDITION_FACT, .fact = FACT_HOURS, .values = office, .value_count = 1 };
	const struct condition not_night = { .op = CONDITION_NOT, .parts = parts, .part_count = 1 };
	struct policy_emergency em = { .id = "night", .when = &parts[0] };
	const struct escalation *e = walk_to(s, &walks[0], 1);
	static const struct { const char *at, *hours; } times[] = {
		{ "2027-12-23T08:59", "other" }, { "2027-12-23T09:00", "working" }, { "2027-12-23T16:59", "working" },
		{ "2027-12-23T17:00", "other" }, { "2027-12-25T12:00", "other" }, { "2027-12-27T12:00", "other" },
		{ "2027-03-28T12:00", "other" }, { "2027-03-30T09:00", "working" }, /* by local time, also in summer */
	};

	for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
		instant then = at(times[i].at);

		ck_assert_str_eq(risk_hours(s->c, &s->p->days, then), times[i].hours);
		ck_assert_int_eq(risk_route_applies(e, &em, then), strcmp(times[i].hours, "other") == 0);
	}
	/* Before there is a case only what the hour rules out is left out. */
	ck_assert(risk_route_may_apply(&em, "other", NULL) && !risk_route_may_apply(&em, "working", NULL));
	ck_assert(risk_route_may_apply(&em, NULL, NULL));
	em.when = &all;
	ck_assert(risk_route_may_apply(&em, "other", NULL) && !risk_route_may_apply(&em, "working", NULL));
	ck_assert(!risk_route_applies(e, &em, at("2027-12-25T12:00"))); /* it is about a child */
	ck_assert(risk_route_may_apply(&em, "other", "adult") && !risk_route_may_apply(&em, "other", "child"));
	em.when = &by_day;
	ck_assert(!risk_route_may_apply(&em, "other", NULL));
	em.when = &not_night;
	ck_assert(!risk_route_may_apply(&em, "other", NULL) && risk_route_may_apply(&em, "working", NULL));
	em.when = NULL;
	ck_assert(risk_route_may_apply(&em, "other", NULL) && risk_route_applies(e, &em, at("2027-12-25T12:00")));
}
END_TEST

START_TEST(raised_with_risk)
{
	const struct escalation *e;
	struct standing st;

	raise_case(s, "2027-12-23T10:00", "2027-12-23", NORA);
	s->fields[0][s->events[0].field_count - 2].text = "yes";
	ck_assert_str_eq(s->fields[0][s->events[0].field_count - 2].name, "immediate_risk");
	e = fold_now(s);
	ck_assert_ptr_eq(e->risk, &s->events[0]);
	ck_assert(has_business(e, CSC_LEAD, &st) && st.informed_only);
}
END_TEST

/* --- who has business with it --- */

/* One letter a person: S speaks, a takes part, i is informed, - has no business with it. */
static const char *
business(const struct escalation *e)
{
	char *row = arena_alloc(s->a, WHO_COUNT + 1);
	struct standing st;

	for (int w = 0; w < WHO_COUNT; w++)
		row[w] = !has_business(e, (enum who)w, &st) ? '-' : st.speaks ? 'S' : st.informed_only ? 'i' : 'a';
	return row;
}

/*                  AMINA COLIN CSC: LINE LINE_2 SENIOR LEAD HEAD | NORA NIGEL LINE LINE_2 NAMED SENIOR HEAD | CHAIR VICE MANAGER CONSTABLE */
START_TEST(need_to_know_by_name)
{
	ck_assert_str_eq(business(walk_to(s, &walks[0], 1)), "S------" "S------" "----");
	escalates(s, AMINA, SIDE_RAISING, walks[0].to_2);
	ck_assert_str_eq(business(fold_now(s)), "a-SS---" "a-SS---" "----");
	escalates(s, HOSPITAL_LINE, SIDE_RECEIVING, walks[0].to_3);
	ck_assert_str_eq(business(fold_now(s)), "a-aaS--" "a-aaSS-" "--i-");
	escalates(s, CSC_SENIOR, SIDE_RAISING, walks[0].to_4);
	ck_assert_str_eq(business(fold_now(s)), "a-aaS-S" "a-aaSSS" "SSi-");
}
END_TEST

/* Nobody was named at the hospital: whoever is a practitioner there is asked; colleagues of the raiser are not. */
START_TEST(need_to_know_by_role)
{
	const struct escalation *e;

	raise_case(s, "2027-12-23T10:00", "2027-12-22", NOBODY);
	ck_assert_str_eq(business(fold_now(s)), "S------" "SS-----" "----");
	/* managers named on escalating: their colleagues of the same role have no business with it */
	escalates(s, AMINA, SIDE_RAISING, walks[0].to_2);
	names(s, "raising_speaker", CSC_LINE);
	names(s, "receiving_speaker", HOSPITAL_LINE);
	e = fold_now(s);
	ck_assert_str_eq(business(e), "a-S----" "aaS----" "----");
	/* at the Chair's stage they go on speaking who spoke before */
	escalates(s, CSC_LINE, SIDE_RAISING, walks[0].to_3);
	names(s, "raising_speaker", CSC_SENIOR);
	escalates(s, CSC_SENIOR, SIDE_RAISING, walks[0].to_4);
	ck_assert_str_eq(business(fold_now(s)), "a-a-S--" "aaa-SSS" "SSi-");
}
END_TEST

START_TEST(somebody_outside_the_directory_was_named)
{
	static const struct person_ref stranger = { 0, "Dr Who", "Locum", "hospital", "King George Hospital" };
	struct field_value *v;

	raise_case(s, "2027-12-23T10:00", "2027-12-22", NOBODY);
	v = story_field(s, "receiving_person");
	v->people = &stranger;
	v->people_count = 1;
	ck_assert_str_eq(business(fold_now(s)), "S------" "SS-----" "----");
}
END_TEST

START_TEST(assigned)
{
	const struct escalation *e = walk_to(s, &walks[0], 1);

	ck_assert_ptr_eq(e->sides[1].speaker, &story_people[NORA].ref);
	tell(s, EVENT_ASSIGNED, NORA, SIDE_RECEIVING, "2027-12-24T09:00")->target = "receiving";
	names(s, "person", NIGEL);
	e = fold_now(s);
	ck_assert_int_eq((int)e->sides[1].speaker->id, 12);
	ck_assert_str_eq(business(e), "S------" "aS-----" "----");
	is_due(e, "speak", "2027-12-30T17:00");
	tell(s, EVENT_ASSIGNED, AMINA, SIDE_RAISING, "2027-12-24T10:00")->target = "raising";
	names(s, "person", COLIN);
	ck_assert_str_eq(business(fold_now(s)), "aS-----" "aS-----" "----");
}
END_TEST

START_TEST(business_manager_from_stage_3)
{
	const struct escalation *e = walk_to(s, &walks[0], 3);

	ck_assert_uint_eq(e->notice_count, 1);
	ck_assert_str_eq(e->notices[0].rule->id, "copy-business-manager");
	ck_assert(e->notices[0].given && e->notices[0].given_at == at(walks[0].to_3));
	ck_assert_uint_eq(e->notices[0].because, 3);
	escalates(s, CSC_SENIOR, SIDE_RAISING, walks[0].to_4);
	ck_assert_uint_eq(fold_now(s)->notice_count, 2); /* and in every later stage */
}
END_TEST

/* North East Lincolnshire tells the line managers what the heads of service have agreed: those who dealt with it. */
START_TEST(told_are_those_who_were_named)
{
	struct story *nel = story_begin("policies/nel-scp-sab.json");
	const struct escalation *e;
	struct party *told;
	struct standing st;
	size_t count;

	raise_case(nel, "2027-12-23T10:00", "2027-12-23", NORA);
	escalates(nel, AMINA, SIDE_RAISING, "2027-12-24T10:00");
	names(nel, "raising_speaker", CSC_LINE);
	names(nel, "receiving_speaker", HOSPITAL_LINE);
	escalates(nel, CSC_LINE, SIDE_RAISING, "2027-12-29T10:00");
	agrees(nel, CSC_HEAD, SIDE_RAISING, "2027-12-30T10:00");
	e = fold_now(nel);
	ck_assert_uint_eq(e->notice_count, 1);
	ck_assert_str_eq(e->notices[0].rule->id, "stage-3-settled");
	escalation_who(e, &e->notices[0].rule->to, true, &told, &count);
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(told[0].person_id, story_people[CSC_LINE].ref.id);
	ck_assert_int_eq(told[1].person_id, story_people[HOSPITAL_LINE].ref.id);
	ck_assert(has_business(e, CSC_LINE, &st) && !st.informed_only);
	ck_assert(!has_business(e, CSC_LINE_2, &st) && !has_business(e, HOSPITAL_LINE_2, &st));
	story_end(nel);
}
END_TEST

static const char *
waits(const struct escalation *e, const char *key)
{
	struct party *list;
	size_t count;
	const char *all = "";

	escalation_waits_for(e, key ? duty_of(e, key) : NULL, &list, &count);
	for (size_t i = 0; i < count; i++)
		all = list[i].person_id ?
		      arena_format(s->a, "%s%s#%d ", all, side_name(list[i].side), (int)list[i].person_id) :
		      arena_format(s->a, "%s%s:%s ", all, side_name(list[i].side), e->policy->roles[list[i].role].id);
	return all;
}

START_TEST(for_whom_a_duty_waits)
{
	const struct escalation *e = walk_to(s, &walks[0], 1);

	ck_assert_str_eq(waits(e, "speak"), "receiving#11 ");
	ck_assert_str_eq(waits(e, "escalate-1"), "raising#1 receiving#11 ");
	ck_assert_str_eq(waits(e, NULL), "raising#1 ");
	escalates(s, AMINA, SIDE_RAISING, walks[0].to_2);
	e = fold_now(s);
	ck_assert_str_eq(waits(e, "resolve-2"), "raising:line-manager receiving:line-manager ");
	ck_assert_str_eq(waits(e, NULL), "raising:line-manager raising#1 ");
	escalates(s, CSC_LINE, SIDE_RAISING, walks[0].to_3);
	escalates(s, CSC_SENIOR, SIDE_RAISING, walks[0].to_4);
	e = fold_now(s);
	ck_assert_str_eq(waits(e, "recommend"), "none:chair none:vice-chair ");
	ck_assert_str_eq(waits(e, "respond.raising"),
	                 "raising:senior-manager raising:named-professional raising:head-of-service ");
}
END_TEST

/* Whoever is asked to a meeting may read, and each change of it counts. */
START_TEST(meetings)
{
	const struct escalation *e;
	struct standing standing;

	raise_case(s, "2026-05-01T10:00", "2026-05-01", NORA);
	e = fold_now(s);
	ck_assert(!has_business(e, CONSTABLE, &standing));
	tell(s, EVENT_PLANNED, AMINA, SIDE_RAISING, "2026-05-01T11:00");
	says(s, "day", "2026-05-06");
	says(s, "start", "14:30");
	names(s, "with", CONSTABLE);
	e = fold_now(s);
	ck_assert_uint_eq(e->meeting_count, 1);
	ck_assert_int_eq(e->meetings[0].starts, at("2026-05-06T14:30"));
	ck_assert_int_eq(e->meetings[0].minutes, 60);
	ck_assert(has_business(e, CONSTABLE, &standing));
	ck_assert(standing.informed_only);
	may(e, CONSTABLE, "");
	/* Others are asked, for another day at the same hour; whoever was asked before has read it. */
	tell(s, EVENT_MEETING_CHANGED, AMINA, SIDE_RAISING, "2026-05-01T12:00")->target = "2";
	says(s, "day", "2026-05-07");
	names(s, "with", NIGEL);
	e = fold_now(s);
	ck_assert_int_eq(e->meetings[0].sequence, 1);
	ck_assert_int_eq(e->meetings[0].starts, at("2026-05-07T14:30"));
	ck_assert_int_eq(e->meetings[0].coming[0]->id, story_people[NIGEL].ref.id);
	ck_assert(has_business(e, CONSTABLE, &standing));
	tell(s, EVENT_MEETING_CANCELLED, AMINA, SIDE_RAISING, "2026-05-01T13:00")->target = "2";
	e = fold_now(s);
	ck_assert(e->meetings[0].cancelled);
	ck_assert_int_eq(e->meetings[0].sequence, 2);
	/* Once. */
	tell(s, EVENT_MEETING_CANCELLED, AMINA, SIDE_RAISING, "2026-05-01T14:00")->target = "2";
	story_is_refused(s, 5);
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ risk_flagged_and_ended, 1 },
		{ risk_flagged_by_the_other_side, 1 },
		{ routes_by_hour, 1 },
		{ raised_with_risk, 1 },
		{ need_to_know_by_name, 1 },
		{ need_to_know_by_role, 1 },
		{ somebody_outside_the_directory_was_named, 1 },
		{ assigned, 1 },
		{ business_manager_from_stage_3, 1 },
		{ told_are_those_who_were_named, 1 },
		{ for_whom_a_duty_waits, 1 },
		{ meetings, 1 },
	};

	return SUITE_RUN_EACH("fold_people", all, setup_redbridge, teardown);
}
