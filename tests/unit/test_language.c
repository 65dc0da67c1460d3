/*
 * test_language.c - tracks, exits, clocks and timetables of two policies that nobody has read (language_story.h), and what of
 * them is refused.
 */
#include "parley/escalation_json.h"
#include "parley/json.h"
#include "parley/timetable.h"
#include "language_story.h"

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
	raised_with("track", "green");
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
	raised_with("category", "threshold");
	ck_assert_str_eq(s->p->stages[fold_now(s)->stage].id, "1u");
	raised_with("category", "response");
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
	raised_with("concern_date", "2025-12-02");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_INVALID);
	ck_assert_str_eq(s->f.fields->pointer, "/fields/concern_date");
	ck_assert(strstr(s->f.fields->reason, "Business Manager") != NULL);
	fault_init(&s->f, s->a);
	raised_with("concern_date", "2025-12-03");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	raised_with("concern_date", "2025-10-03");
	raised_with("still_going_on", "yes");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	/* turned away only for children who are looked after */
	raised_with("category", "placement");
	ck_assert_int_eq(escalation_admit(s->p, s->c, s->events, s->a, &s->f), RESULT_OK);
	raised_with("looked_after", "yes");
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
	raised_with("track", "red");
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
	const struct suite_test all[] = {
		{ the_raiser_chooses_the_track, 1 },
		{ conditions_choose_the_track, 1 },
		{ what_cannot_be_raised, 1 },
		{ own_manager_agrees_first, 1 },
		{ past_a_stage_with_approval, 1 },
		{ silence_is_a_ground, 1 },
		{ dissent_referral_and_conditions, 1 },
		{ one_side_or_the_partnership, 1 },
		{ counted_back_from_a_meeting, 1 },
		{ day_one_hours_and_months, 1 },
		{ as_a_guide, 1 },
		{ timetables, 1 },
		{ wrong_at_its_place, sizeof(wrong) / sizeof(wrong[0]) },
	};

	return SUITE_RUN_EACH("language", all, NULL, teardown);
}
