/*
 * test_escalation_json.c - the API's answers: each is read back by the strict reader, so that it is JSON and no name
 * stands in an object twice, and then held against what the story was.
 */
#include "story.h"

#include "parley/escalation_json.h"
#include "parley/json.h"
#include "suite.h"

static struct story *s;
static struct buffer out;
static struct json_at root;

static void
begin(const char *policy)
{
	s = story_begin(policy);
	buffer_init(&out, 0);
	json_object(&out, NULL);
}

static void
end(void)
{
	buffer_clear(&out);
	story_end(s);
}

/* Closes the answer and reads it. */
static void
answer(void)
{
	const struct json_limits limits = { .length = 1 << 20, .depth = 20 };
	const struct cJSON *tree;
	struct fault f;

	json_end_object(&out);
	ck_assert(buffer_ok(&out));
	fault_init(&f, s->a);
	ck_assert_msg(json_read(out.data, out.length, &limits, s->a, &tree, &f) == RESULT_OK, "%s in %s", f.sentence, out.data);
	root = json_root(tree);
}

/* The element of that number, or with that "key". */
static struct json_at
element(const struct json_at *list, const char *part)
{
	struct json_at each = { 0 }, key;

	while (json_next(list, &each)) {
		key = json_member(&each, "key");
		if (json_is_string(&key) ? strcmp(json_peek(&key), part) == 0 : each.index == strtoul(part, NULL, 10))
			return each;
	}
	return (struct json_at){ .up = list };
}

/* The text at "/turn/due/words" or "/duties/speak/text"; "null" for null, "something" for what is no text. */
static const char *
said(const char *pointer)
{
	char path[200];
	char *part, *rest = path;
	struct json_at *at = &root;

	ck_assert_uint_lt(strlen(pointer), sizeof path);
	memcpy(path, pointer + 1, strlen(pointer));
	while ((part = strtok_r(rest, "/", &rest)) != NULL) {
		struct json_at *next = ARENA_NEW(s->a, struct json_at);

		*next = json_is_array(at) ? element(at, part) : json_member(at, part);
		at = next;
	}
	ck_assert_msg(at->value != NULL, "there is no %s in %s", pointer, out.data);
	if (json_is_string(at))
		return json_peek(at);
	return json_present(at) ? "something" : "null";
}

#define is(pointer, words) ck_assert_str_eq(said(pointer), (words))

static void
show(const struct escalation *e, enum who who)
{
	struct viewer v = viewer_of(who);
	struct standing standing;
	struct action *actions;
	size_t count;

	ck_assert(has_business(e, who, &standing));
	escalation_actions(e, &v, &actions, &count);
	escalation_write(&out, &(struct escalation_view){ .e = e, .standing = &standing, .viewer = &v,
	                 .reference = "MSP-2027-000001", .actions = actions, .action_count = count,
	                 .asked_action = count });
	answer();
}

static bool
is_true(const char *object, const char *name)
{
	struct json_at at = json_member(&root, object), member = json_member(&at, name);
	struct fault f;
	bool value = false;

	fault_init(&f, s->a);
	ck_assert(json_get_bool(&member, &value, &f));
	return value;
}

START_TEST(a_case_just_raised)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	says(s, "issue", "She said: \"send\" him <home>\n\xf0\x9f\x98\x80 \\ \x7f");
	show(fold_at(s, "2027-12-29T09:00"), NORA);
	is("/reference", "MSP-2027-000001");
	is("/phase_words", "Open");
	is("/stage/id", "1");
	is("/turn/who", "King George Hospital: Nora, Ward Sister");
	is("/turn/due/words", "Thursday 30 December 2027 at 5pm");
	is("/turn/due/at", "2027-12-30T17:00:00+00:00");
	is("/turn/due/left", "1 working day left");
	is("/turn/due_words", "null");
	is("/turn/clause", "4.4");
	ck_assert(is_true("turn", "yours"));
	is("/you/side", "receiving");
	is("/sides/0/agency/name", "Children's Services");
	is("/sides/1/speaker/name", "Nora");
	is("/raiser/id", "1");
	is("/stages/0/state", "current");
	is("/stages/3/state", "to-come");
	is("/concern/0/label", "What started it");
	is("/concern/3/value", "She said: \"send\" him <home>\n\xf0\x9f\x98\x80 \\ \x7f");
	is("/immediate_risk", "null");
	is("/duties/speak/explanation/skipped/2/why", "Christmas Day (substitute day)");
	is("/duties/speak/explanation/sentence",
	   "3 working days from when it was raised, Thursday 23 December 2027 at 10am. 4 days on the way are not working "
	   "days and are not counted. It ends with the working day. In this borough the working day ends at 5pm; the policy does "
	   "not say.");
	is("/duties/raise/explanation/from_words", "Wednesday 22 December 2027");
	is("/actions/0/draft_kept", "something");
	end();
}
END_TEST

START_TEST(it_is_the_turn_of_those_it_waits_for)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NOBODY);
	show(fold_now(s), AMINA);
	is("/turn/who", "King George Hospital: Practitioner");
	ck_assert(!is_true("turn", "yours"));
	buffer_reset(&out);
	json_object(&out, NULL);
	show(s->e, NIGEL); /* holds the role */
	ck_assert(is_true("turn", "yours"));
	end();
}
END_TEST

START_TEST(a_case_that_moved_on)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-12-24T10:00");
	says(s, "summary", "We spoke.");
	escalates(s, AMINA, SIDE_RAISING, "2027-12-24T14:00");
	show(fold_at(s, "2028-01-06T18:00"), HOSPITAL_LINE);
	is("/stages/0/state", "done");
	is("/stages/0/how", "escalated");
	is("/stages/0/left/words", "Friday 24 December 2027 at 2pm");
	is("/stages/1/state", "current");
	is("/sides/1/role_words", "Line manager");
	is("/sides/1/speaker", "null");
	is("/turn/due/left", "1 working day late");
	is("/timeline/0/title", "Escalated to stage 2, Line managers, by Amina");
	is("/timeline/1/title", "Contact between the sides, recorded by Nora");
	is("/timeline/1/entries/0/label", "Type of contact");
	is("/timeline/1/entries/0/value", "Telephone call");
	is("/timeline/2/kind", "raised");
	is("/duties/speak/status_words", "Done");
	is("/duties/speak/due/left", "null");
	is("/duties/speak/done_words", "Friday 24 December 2027 at 10am");
	end();
}
END_TEST

START_TEST(the_timeline_since)
{
	struct json_at list;

	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	contact(s, NORA, SIDE_RECEIVING, "email", "2027-12-24T10:00");
	contact(s, NORA, SIDE_RECEIVING, "email", "2027-12-24T11:00");
	timeline_write(&out, "since", fold_now(s), 2);
	answer();
	list = json_member(&root, "since");
	ck_assert_uint_eq(json_count(&list), 1);
	is("/since/0/happened_words", "Friday 24 December 2027 at 11am");
	end();
}
END_TEST

START_TEST(a_case_that_ended)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T10:00");
	tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
	tell(s, EVENT_CLOSED, AMINA, SIDE_RAISING, "2027-12-24T12:00");
	show(fold_now(s), AMINA);
	is("/phase", "closed");
	is("/turn", "null");
	is("/stages/0/state", "done");
	is("/stages/1/state", "passed-over");
	is("/notices/0/given/words", "Friday 24 December 2027 at 11am");
	is("/timeline/0/title", "Closed by Amina");
	end();
}
END_TEST

START_TEST(a_recommendation)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	escalates(s, AMINA, SIDE_RAISING, "2027-12-24T14:00");
	escalates(s, CSC_LINE, SIDE_RAISING, "2027-12-29T14:00");
	(void)leave_by(s, EVENT_ESCALATED, "escalate", CSC_SENIOR, SIDE_RAISING, "2027-12-30T14:00");
	says(s, "ground", "ground-2");
	(void)leave_by(s, EVENT_DECIDED, "recommend", CHAIR, SIDE_NONE, "2027-12-31T14:00");
	show(fold_now(s), CSC_SENIOR);
	is("/phase_words", "Recommendation made");
	is("/timeline/0/title", "Recommendation by Clare");
	is("/timeline/1/entries/0/label", "Ground");
	is("/timeline/1/entries/0/value", "It raises significant policy issues");
	is("/turn/due", "null");
	is("/turn/due_words", "no time set by the policy");
	end();
}
END_TEST

START_TEST(values_in_words)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	says(s, "reference_kind", "nhs");
	says(s, "nhs_number", "9990000018");
	tell(s, EVENT_PROTECTED, AMINA, SIDE_RAISING, "2027-12-23T11:00");
	says(s, "by", "2027-12-24");
	says(s, "reason", "He goes home on Friday.");
	tell(s, EVENT_RISK_FLAGGED, AMINA, SIDE_RAISING, "2027-12-23T12:00");
	says(s, "risk", "Tonight");
	show(fold_now(s), AMINA);
	is("/subject/reference", "999 000 0018");
	is("/subject/reference_kind", "NHS number");
	is("/timeline/1/entries/0/value", "Friday 24 December 2027");
	is("/immediate_risk/text", "Tonight");
	is("/turn/due/words", "Friday 24 December 2027 at 5pm");
	is("/duties/speak/policy_due/words", "Thursday 30 December 2027 at 5pm");
	ck_assert_ptr_nonnull(strstr(said("/duties/speak/explanation/sentence"),
	                             "It is earlier because of a protective timescale"));
	ck_assert_ptr_nonnull(strstr(said("/duties/speak/explanation/sentence"),
	                             "Without that it would be Thursday 30 December 2027 at 5pm."));
	end();
}
END_TEST

START_TEST(actions_with_drafts_and_proposals)
{
	const struct proposal raising[] = {
		{ &story_people[CSC_LINE].ref, "Line manager of Amina", true },
		{ &story_people[CSC_LINE_2].ref, "Line manager", false },
	};
	struct proposals proposals[] = {
		{ .field = "raising_speaker", .people = raising, .count = 2 },
		{ .field = "receiving_speaker", .vacant = "Nobody there" },
	};
	struct viewer v = viewer_of(AMINA);
	const char *drafts[40] = { NULL, "{\"fields\":{\"reason\":\"x\"}}" };
	struct action *actions;
	struct standing standing;
	struct json_at list, people, each = { 0 };
	size_t count;

	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	ck_assert(has_business(fold_now(s), AMINA, &standing));
	escalation_actions(s->e, &v, &actions, &count);
	ck_assert_uint_lt(count, 40);
	ck_assert_str_eq(actions[1].id, "escalate");
	escalation_write(&out, &(struct escalation_view){ .e = s->e, .standing = &standing, .viewer = &v, .reference = "R",
	                 .actions = actions, .action_count = count, .drafts = drafts, .proposals = proposals,
	                 .proposal_count = 2, .asked_action = 1 });
	answer();
	is("/actions/1/fields/0/type", "text");
	is("/actions/1/draft/fields/reason", "x");
	is("/actions/1/proposed/0/field", "raising_speaker");
	is("/actions/1/proposed/0/people/1/person/name", "Liam");
	is("/actions/1/proposed/0/people/1/why", "Line manager");
	is("/actions/1/proposed/1/vacant", "Nobody there");
	list = json_member(&root, "actions");
	ck_assert(json_next(&list, &each));
	people = json_member(&each, "fields");
	ck_assert(!json_present(&people));
	end();
}
END_TEST

/* --- how long is left --- */

static const struct { const char *now, *due, *left; } left_words[] = {
	{ "2027-12-23T10:00", "2027-12-30T17:00", "3 working days left" },
	{ "2027-12-29T23:59", "2027-12-30T17:00", "1 working day left" },
	{ "2027-12-30T00:00", "2027-12-30T17:00", "due today" },
	{ "2027-12-30T17:00", "2027-12-30T17:00", "due today" },
	{ "2027-12-30T17:01", "2027-12-30T17:00", "due earlier today" },
	{ "2027-12-31T09:00", "2027-12-30T17:00", "1 working day late" },
	{ "2028-01-04T09:00", "2027-12-30T17:00", "2 working days late" }, /* over New Year and its substitute day */
	{ "2027-12-24T18:00", "2027-12-25T10:00", "1 day left" },          /* 24 hours that end on Christmas Day */
	{ "2027-12-26T18:00", "2027-12-24T17:00", "2 days late" },         /* no working day has passed since */
	{ "2031-05-01T09:00", "2031-05-03T17:00", "2 days left" },         /* the list of holidays has ended */
};

START_TEST(how_long_is_left)
{
	size_t i;

	begin(REDBRIDGE);
	for (i = 0; i < sizeof left_words / sizeof left_words[0]; i++) {
		buffer_reset(&out);
		json_object(&out, NULL);
		when_write(&out, "due", at(left_words[i].due), s->c, &s->p->days, at(left_words[i].now));
		answer();
		is("/due/left", left_words[i].left);
		ck_assert(is_true("due", "late") == (at(left_words[i].now) > at(left_words[i].due)));
	}
	end();
}
END_TEST

START_TEST(no_date_in_words)
{
	static const struct { enum deadline_state state; enum duration_kind kind; const char *words, *said; } rows[] = {
		{ DEADLINE_NONE, DURATION_NO_TIME, "not stated", "no time set by the policy" },
		{ DEADLINE_NONE, DURATION_NO_TIME, "As soon as possible", "no time set by the policy: as soon as possible" },
		{ DEADLINE_WAITING, DURATION_NO_TIME, "not stated", "no time set by the policy" },
		{ DEADLINE_WAITING, DURATION_WORKING_DAYS, "2 working days", "2 working days, once its clock starts" },
		{ DEADLINE_BEYOND_CALENDAR, DURATION_WORKING_DAYS, "2 working days",
		  "no date yet: the list of bank holidays ends before it" },
	};
	struct arena *a = arena_new();
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct deadline d = { .state = rows[i].state };

		d.explanation.within = (struct duration){ .kind = rows[i].kind, .words = rows[i].words };
		ck_assert_str_eq(due_words(&d, a), rows[i].said);
	}
	ck_assert_ptr_null(due_words(&(struct deadline){ .state = DEADLINE_DATED }, a));
	arena_free(a);
}
END_TEST

/* --- what happens next --- */

static const char *
next_of(enum who who, const char *id)
{
	struct viewer v = viewer_of(who);
	const struct action *action = escalation_action(s->e, &v, id);

	ck_assert_msg(action != NULL, "no action %s", id);
	return action_next_words(s->e, action, escalation_preview(s->e, &v, action));
}

START_TEST(next_words)
{
	begin(REDBRIDGE);
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	(void)fold_now(s);
	ck_assert_str_eq(next_of(AMINA, "agreed"),
	                 "Both sides are told that it is agreed, and the stage's clock stops.\n"
	                 "Next it is for Nora, Ward Sister, King George Hospital: confirm the outcome in writing by Wednesday "
	                 "29 December 2027 at 5pm (4.4).\n"
	                 "A message goes to Nora (Ward Sister, King George Hospital).");
	ck_assert_ptr_nonnull(strstr(next_of(AMINA, "escalate"), " It moves to stage 2, Line managers.\n"));
	ck_assert_ptr_nonnull(strstr(next_of(AMINA, "escalate"), " by Tuesday 4 January 2028 at 5pm (4.5)."));
	ck_assert_ptr_nonnull(strstr(next_of(AMINA, "escalate"), "A message goes to the line manager at Children's Services"));
	ck_assert_ptr_nonnull(strstr(next_of(NORA, "contact"),
	                             "\nIf it was by meeting in person, telephone call or video call, that does what was asked: "));
	ck_assert_str_eq(next_of(AMINA, "attach"),
	                 "It stands in the shared record, and both sides can open it.\n"
	                 "It is still for Nora, Ward Sister, King George Hospital: read the file and speak to the person who "
	                 "raised it by Thursday 30 December 2027 at 5pm (4.4).\n"
	                 "No message is sent.");
	next_write(&out, "next", s->e, "You have raised it");
	answer();
	is("/next/title", "You have raised it");
	is("/next/who", "King George Hospital: Nora, Ward Sister");
	is("/next/what", "read the file and speak to the person who raised it");
	is("/next/due/words", "Thursday 30 December 2027 at 5pm");
	end();
}
END_TEST

/* --- the policy's own pages, under each policy that is shipped --- */

static const char *const shipped[] = { REDBRIDGE, "policies/nel-scp-sab.json", "policies/pelican-childcare.json",
	"policies/brent-lscb.json", "policies/chscp.json" };

START_TEST(every_policy_can_be_shown)
{
	size_t i;

	for (i = 0; i < sizeof shipped / sizeof shipped[0]; i++) {
		begin(shipped[i]);
		policy_write(&out, s->p, true);
		raise_form_write(&out, s->p, NULL, s->a);
		answer();
		ck_assert_str_eq(said("/title"), s->p->title);
		ck_assert_str_eq(said("/sections/0/lines/0/text"), s->p->title);
		is("/pages/0/fields/0/name", "immediate_risk");
		(void)said("/emergency/0/clause");
		end();
	}
}
END_TEST

START_TEST(the_policy_in_words)
{
	begin(REDBRIDGE);
	policy_write(&out, s->p, false);
	raise_form_write(&out, s->p, NULL, s->a);
	answer();
	is("/sections/6/name", "Stage 1: Practitioner to practitioner");
	is("/sections/6/lines/0/aspects/1/words", "Practitioner");
	is("/sections/6/lines/1/kind", "duty");
	is("/sections/9/lines/0/aspects/3/words", "Independent Chair and Scrutineer");
	is("/questions/0/name", "concern_date");
	is("/questions/0/type", "date");
	ck_assert_ptr_null(strstr(out.data, "\"note\""));
	is("/flowchart/boxes/0/kind", "risk");
	is("/flowchart/boxes/2/texts/0", "Stage 1: Practitioner to practitioner");
	is("/emergency/0/tells/1", "Safeguarding lead");
	is("/emergency/0/contacts/0/telephone", "999");
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_case_just_raised, it_is_the_turn_of_those_it_waits_for, a_case_that_moved_on,
		the_timeline_since, a_case_that_ended, a_recommendation, values_in_words, actions_with_drafts_and_proposals,
		how_long_is_left, no_date_in_words, next_words, every_policy_can_be_shown, the_policy_in_words };

	return SUITE_RUN("escalation_json", tests);
}
