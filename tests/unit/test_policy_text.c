/*
 * test_policy_text.c - a policy in words: nothing of it is left out, and what differs between two is said in one sentence
 * a change. The changes are made to the text of one policy, one at a time.
 */
#include "parley/policy_text.h"
#include "story.h"
#include "suite.h"

static const char *const all[] = { REDBRIDGE, "policies/nel-scp-sab.json", "policies/pelican-childcare.json",
	"policies/brent-lscb.json", "policies/chscp.json", EVERYTHING, "tests/unit/fixtures/northmoor-scp.json",
	"tests/unit/fixtures/southmere-sab.json" };
enum { ALL = sizeof all / sizeof all[0] };

static struct arena *a;
static const struct calendar *calendar;

static void
setup(void)
{
	a = arena_new();
	calendar = uk_calendar_load(a);
}

static const struct policy *
parse(const char *text, size_t length)
{
	const struct policy *p;
	struct fault f;

	fault_init(&f, a);
	if (policy_file_parse(text, length, a, &p, &f) != RESULT_OK)
		ck_abort_msg("%s: %s: %s", f.sentence, f.fields ? f.fields->pointer : "", f.fields ? f.fields->reason : "");
	return p;
}

/* The policy with the first place where `from` stands written as `to`. */
static const struct policy *
changed(const char *file, const char *from, const char *to)
{
	size_t length;
	const char *text = uk_calendar_text(a, file, &length), *found;

	text = arena_bytes(a, text, length);
	found = strstr(text, from);
	ck_assert_msg(found != NULL, "%s has no %s", file, from);
	text = arena_format(a, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
	return parse(text, strlen(text));
}

static const char *
shown(const struct policy *p, bool notes)
{
	struct buffer b;
	const char *text;

	buffer_init(&b, 0);
	policy_text_write(&b, p, notes);
	ck_assert(buffer_ok(&b));
	text = arena_string(a, b.data);
	buffer_clear(&b);
	return text;
}

/* Lines are wrapped anywhere, so words are looked for without their spaces. */
static const char *
without_spaces(const char *text)
{
	char *copy = arena_string(a, text), *to = copy;

	for (; *text != '\0'; text++)
		if (*text != ' ' && *text != '\n')
			*to++ = *text;
	*to = '\0';
	return copy;
}

static void
has(const char *squeezed, const char *words, const char *file)
{
	if (words != NULL)
		ck_assert_msg(strstr(squeezed, without_spaces(words)) != NULL, "%s: %s is not shown", file, words);
}

static void
has_with_clause(const char *squeezed, const char *text, const char *clause, const char *file)
{
	has(squeezed, arena_format(a, "%s (%s)", text, clause), file);
}

START_TEST(nothing_is_left_out)
{
	setup();
	for (size_t i = 0; i < ALL; i++) {
		const struct policy *p = story_policy(a, calendar, all[i]);
		const char *text = without_spaces(shown(p, true));

		for (size_t k = 0; k < p->duty_count; k++) {
			has_with_clause(text, p->duties[k].text, p->duties[k].clause, all[i]);
			has(text, p->duties[k].clock.within.words, all[i]);
			has(text, p->duties[k].note, all[i]);
		}
		for (size_t s = 0; s < p->stage_count; s++) {
			has(text, p->stages[s].note, all[i]);
			for (size_t k = 0; k < p->stages[s].exit_count; k++)
				has_with_clause(text, p->stages[s].exits[k].label, p->stages[s].exits[k].clause, all[i]);
			for (size_t k = 0; k < p->stages[s].guidance_count; k++)
				has(text, p->stages[s].guidance[k].text, all[i]);
		}
		if (p->records.text)
			has_with_clause(text, p->records.text, p->records.clause, all[i]);
		has(text, p->records.form, all[i]);
		if (p->lessons.text)
			has_with_clause(text, p->lessons.text, p->lessons.clause, all[i]);
		for (size_t k = 0; k < p->notice_count; k++)
			has_with_clause(text, p->notices[k].text, p->notices[k].clause, all[i]);
		for (size_t k = 0; k < p->cap_count; k++)
			has_with_clause(text, p->caps[k].text, p->caps[k].clause, all[i]);
		for (size_t k = 0; k < p->category_count; k++)
			has(text, p->categories[k].excluded, all[i]);
		for (size_t k = 0; k < p->matrix_count; k++)
			has(text, p->matrix[k].titles[0], all[i]);
	}
	arena_free(a);
}
END_TEST

START_TEST(reads_like_a_policy)
{
	const char *text;

	setup();
	text = shown(story_policy(a, calendar, EVERYTHING), true);
	ck_assert_ptr_nonnull(strstr(text, "\nStage 1: Practitioners\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n  - Both sides together: Agree (5.7)\n"
	                                   "      Time: 10 working days, counted from when the stage was entered\n"
	                                   "      Sooner: a protective timescale may shorten it\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n      Only if: its category is A threshold\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n      Only if: it is not so that its category is A threshold\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n      Only if: it is about an adult\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n      Only if: the answer to \"Is it before a court?\" is yes\n"));
	ck_assert_ptr_nonnull(strstr(text, "\n  - Chair: Uphold (8.4)\n      Leads to: the end: it is decided\n"
	                                   "      Force: binding\n      Outcome: upheld\n"));
	arena_free(a);
}
END_TEST

START_TEST(lines_fit_and_notes_are_for_some)
{
	setup();
	for (size_t i = 0; i < ALL; i++) {
		const struct policy *p = story_policy(a, calendar, all[i]);

		for (const char *line = shown(p, true); *line != '\0'; line += strcspn(line, "\n") + 1) {
			size_t wide = 0;

			for (size_t k = 0; line[k] != '\n'; k++)
				wide += ((unsigned char)line[k] & 0xC0) != 0x80;
			ck_assert_uint_le(wide, 80);
		}
		ck_assert_ptr_null(strstr(shown(p, false), "[Editor's note"));
	}
	ck_assert_ptr_nonnull(strstr(shown(story_policy(a, calendar, all[1]), true), "[Editor's note"));
	arena_free(a);
}
END_TEST

START_TEST(the_same_says_the_same)
{
	setup();
	for (size_t i = 0; i < ALL; i++) {
		const struct policy *p = story_policy(a, calendar, all[i]), *again = story_policy(a, calendar, all[i]);
		struct policy_change *changes;
		struct buffer b;
		size_t count;

		policy_text_compare(p, again, a, &changes, &count);
		ck_assert_uint_eq(count, 0);
		buffer_init(&b, 0);
		policy_text_diff_write(&b, p, again);
		ck_assert_str_eq(b.data, "They say the same.\n");
		buffer_clear(&b);
	}
	arena_free(a);
}
END_TEST

static const struct { const char *from, *to, *sentence; } one_change[] = {
	{ "\"within\": \"10 working days\"", "\"within\": \"3 working days\"",
	  "Stage 1, resolve: 10 working days (5.7) becomes 3 working days (5.7)" },
	{ "\"clause\": \"5.7\"", "\"clause\": \"5.70\"", "Stage 1, resolve: clause 5.7 becomes clause 5.70" },
	{ "\"id\": \"resolve\", \"clause\": \"5.7\", \"who\": \"jointly\"", "\"id\": \"resolve\", \"clause\": \"5.7\", \"who\": \"either\"",
	  "Stage 1, resolve: who: Both sides together (5.7) becomes Either side (5.7)" },
	{ "\"within\": \"48 hours\", \"from\": \"raised\"", "\"within\": \"48 hours\", \"from\": \"stage entered\"",
	  "Stage 1, reply: counted from: it was raised (5.3) becomes the stage was entered (5.3)" },
	{ "\"text\": \"Answer in writing\"", "\"text\": \"Write back\"",
	  "Stage 1, reply: wording: \"Answer in writing\" (5.3) becomes \"Write back\" (5.3)" },
	{ "\"within\": \"1 working day\", \"from\": \"stage entered\", \"when\": {\"fact\": \"category\", \"is\": \"threshold\"}}",
	  "\"within\": \"1 working day\", \"from\": \"stage entered\"}",
	  "Stage 1, \"look at the threshold\": only if: \"its category is A threshold (5.6)\" is no longer said" },
	{ "\"from\": \"first contact\", \"protectable\": true", "\"from\": \"first contact\", \"firm\": \"indicative\", \"protectable\": true",
	  "Stage 1, meet: how firm: \"given as a guide (5.2)\", where nothing was said" },
	{ "\"label\": \"Hand over\", \"to\": \"3\"", "\"label\": \"Hand over\", \"to\": \"2b\"",
	  "Stage 2, exit \"Hand over\": leads to: stage 3 (6.8) becomes stage 2b (6.8)" },
	{ "\"force\": \"binding\"", "\"force\": \"recommendation\"",
	  "Stage 3, exit \"Uphold\": force: binding (8.4) becomes recommendation (8.4)" },
	{ "\"Not agreed\", \"Silence\"", "\"Not agreed\", \"Silence\", \"No good answer\"",
	  "Stage 1, exit \"Up\": grounds: Not agreed; Silence (5.8) becomes Not agreed; Silence; No good answer (5.8)" },
	{ ",\n        {\"id\": \"hand-over\", \"kind\": \"escalate\", \"clause\": \"6.8\", \"label\": \"Hand over\", \"to\": \"3\", \"by\": {\"side\": \"receiving\", \"roles\": [\"line-manager\"]}}", "",
	  "Stage 2, exit removed: The receiving side, Line manager: Hand over (6.8)" },
	{ "\"speakers\": {\"raising\": [\"senior-manager\"]", "\"speakers\": {\"raising\": [\"head-of-service\"]",
	  "Stage 3, the stage: for the raising side: Senior manager (8) becomes Head of service (8)" },
	{ "\"agencies\": 3", "\"agencies\": 4",
	  "Stage 3, the stage: panel: \"3 agencies, those concerned among them, chaired by Chair. Three agencies. (8)\" (8) becomes "
	  "\"4 agencies, those concerned among them, chaired by Chair. Three agencies. (8)\" (8)" },
	{ "{\"id\": \"mailbox\", \"clause\": \"10.1\", \"text\": \"The mailbox is told\", \"on\": \"raised\", \"to\": {\"mailbox\": \"office@example.org\"}},",
	  "", "In any stage, notice removed: The mailbox is told (10.1)" },
	{ "\"on\": \"decided\", \"to\": \"subject\"", "\"on\": \"agreed\", \"to\": \"subject\"",
	  "In any stage, notice \"The family is told\": on: when it is decided (10.3) becomes when it is agreed (10.3)" },
	{ "\"within\": \"working day 22\"", "\"within\": \"working day 25\"",
	  "Before, over and after the stages, limit \"whole\": working day 22 (11) becomes working day 25 (11)" },
	{ "\"id\": \"vice-chair\", \"name\": \"Vice Chair\", \"clause\": \"1\", \"partnership\": true}",
	  "\"id\": \"vice-chair\", \"name\": \"Vice Chair\", \"clause\": \"1\", \"partnership\": true, \"oversight\": true}",
	  "Roles, role \"Vice Chair\": sees: \"each one from the moment a notice copies them in (1)\", where nothing was said" },
	{ "\"matrix\": []", "\"matrix\": [{\"role\": \"line-manager\", \"sector\": \"health\", \"clause\": \"1\", \"titles\": [\"Matron\"]}]",
	  "Job titles that hold the roles, job titles added: Matron (1)" },
	{ "{\"id\": \"threshold\", \"name\": \"A threshold\", \"clause\": \"1\"}",
	  "{\"id\": \"threshold\", \"name\": \"A threshold\", \"clause\": \"1\", \"excluded\": \"Go there.\"}",
	  "What it can be about, category \"A threshold\": left out: \"Go there. (1)\", where nothing was said" },
	{ "\"event_day\": \"day 0\"", "\"event_day\": \"day 1\"", "How days count: the day of the event: day 0 becomes day 1" },
	{ "\"end_of_day\": \"17:00\"", "\"end_of_day\": \"16:30\"", "How days count: a day ends: 17:00 becomes 16:30" },
	{ "\"title\": \"A policy that uses all of the language\"", "\"title\": \"Another\"",
	  "The policy: wording: \"A policy that uses all of the language\" becomes \"Another\"" },
	{ "\"type\": \"yes-no\", \"clause\": \"2\"", "\"type\": \"yes-no\", \"required\": true, \"clause\": \"2\"",
	  "When it is raised, question \"Is it before a court?\": required: \"yes (2)\", where nothing was said" },
	{ "{\"roles\": [\"business-manager\"]}]}\n  ],\n  \"raise\"", "{\"roles\": [\"chair\"]}]}\n  ],\n  \"raise\"",
	  "At immediate risk, \"adult\": told at once: Business manager (2) becomes Chair (2)" },
	{ "\"id\": \"whole\", \"clause\": \"11\",", "\"id\": \"whole\", \"clause\": \"11\", \"note\": \"Look again.\",",
	  "Before, over and after the stages, limit \"whole\": editor's note: \"Look again. (11)\", where nothing was said" },
};

START_TEST(one_change_one_sentence)
{
	const struct policy *before, *after;
	struct policy_change *changes;
	size_t count;

	setup();
	before = story_policy(a, calendar, EVERYTHING);
	after = changed(EVERYTHING, one_change[_i].from, one_change[_i].to);
	policy_text_compare(before, after, a, &changes, &count);
	ck_assert_msg(count == 1, "%zu changes, the first: %s", count, count > 0 ? changes[0].sentence : "none");
	ck_assert_str_eq(changes[0].sentence, one_change[_i].sentence);
	arena_free(a);
}
END_TEST

/* Each way round: what one adds the other removes. */
START_TEST(the_other_way_round)
{
	const struct policy *before, *after;
	struct policy_change *there, *back;
	size_t there_count, back_count;

	setup();
	before = story_policy(a, calendar, EVERYTHING);
	after = changed(EVERYTHING, one_change[_i].from, one_change[_i].to);
	policy_text_compare(before, after, a, &there, &there_count);
	policy_text_compare(after, before, a, &back, &back_count);
	ck_assert_uint_eq(there_count, 1);
	ck_assert_uint_eq(back_count, 1);
	ck_assert((there->kind == CHANGE_ADDED) == (back->kind == CHANGE_REMOVED));
	ck_assert((there->kind == CHANGE_CHANGED) == (back->kind == CHANGE_CHANGED));
	if (there->kind == CHANGE_CHANGED) {
		ck_assert_str_eq(there->aspect, back->aspect);
		ck_assert((there->was == NULL) == (back->is == NULL));
	}
	arena_free(a);
}
END_TEST

START_TEST(a_duty_that_moves)
{
	static const char lawyer[] = "        {\"id\": \"lawyer\", \"clause\": \"6.6\", \"who\": \"either\", \"act\": \"task\", \"text\": \"Ask "
	                             "the lawyers\", \"short\": \"ask the lawyers\",\n         \"within\": \"same working day\", \"from\": "
	                             "\"stage entered\", \"optional\": true},\n";
	const struct policy *after;
	struct policy_change *changes;
	const char *read;
	size_t count, length;
	char *text;

	setup();
	read = uk_calendar_text(a, EVERYTHING, &length);
	text = arena_bytes(a, read, length);
	/* Taken out of stage 2, put first into stage 1. */
	{
		char *at_2 = strstr(text, lawyer), *at_1 = strstr(text, "        {\"id\": \"consult\"");
		size_t head = (size_t)(at_1 - text), middle = (size_t)(at_2 - at_1);

		text = arena_format(a, "%.*s%s%.*s%s", (int)head, text, lawyer, (int)middle, at_1, at_2 + strlen(lawyer));
	}
	after = parse(text, strlen(text));
	policy_text_compare(story_policy(a, calendar, EVERYTHING), after, a, &changes, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(changes->sentence, "Stage 1, \"ask the lawyers\": place: Stage 2 (6.6) becomes Stage 1 (6.6)");
	arena_free(a);
}
END_TEST

START_TEST(as_json)
{
	struct buffer b;

	setup();
	buffer_init(&b, 0);
	json_object(&b, NULL);
	policy_text_diff_json(&b, story_policy(a, calendar, EVERYTHING),
	                      changed(EVERYTHING, one_change[0].from, one_change[0].to));
	json_end_object(&b);
	ck_assert(buffer_ok(&b));
	ck_assert_ptr_nonnull(strstr(b.data, "\"changes\":[{\"change\":\"changed\",\"section\":\"Stage 1: Practitioners\","
	                                     "\"kind\":\"duty\",\"id\":\"resolve\",\"aspect\":\"time\",\"was\":\"10 working days\","
	                                     "\"was_clause\":\"5.7\",\"is\":\"3 working days\",\"is_clause\":\"5.7\","));
	buffer_reset(&b);
	json_object(&b, NULL);
	policy_text_json(&b, story_policy(a, calendar, EVERYTHING), false);
	json_end_object(&b);
	ck_assert(buffer_ok(&b));
	ck_assert_ptr_null(strstr(b.data, "\"note\""));
	ck_assert_ptr_nonnull(strstr(b.data, "\"sections\":[{\"name\":\"The policy\",\"lines\":[{\"kind\":\"policy\""));
	buffer_clear(&b);
	arena_free(a);
}
END_TEST

/* --- nothing that can be changed in a policy escapes the comparison --- */

/* The end of the string that begins at `at`, which is behind its last quotation mark. */
static const char *
string_end(const char *at)
{
	for (at++; *at != '"'; at++)
		at += *at == '\\';
	return at + 1;
}

/* A length of time becomes another; what else is said is said with a word more. */
static const char *
other_value(const char *value, size_t length)
{
	bool time = (value[1] >= '0' && value[1] <= '9') || strncmp(value, "\"working day ", 13) == 0;

	if (time && length < 24)
		return "\"9 working days\"";
	return arena_format(a, "%.*s too\"", (int)length - 1, value);
}

/* Whether the policy still holds together with that piece of it changed; then the comparison must tell. */
static bool
is_told(const struct policy *before, const char *text, const char *from, const char *to, const char *with)
{
	const char *after = arena_format(a, "%.*s%s%s", (int)(from - text), text, with, to);
	struct policy_change *changes;
	const struct policy *p;
	struct fault f;
	size_t count;

	fault_init(&f, a);
	if (policy_file_parse(after, strlen(after), a, &p, &f) != RESULT_OK)
		return false;
	policy_text_compare(before, p, a, &changes, &count);
	ck_assert_msg(count > 0, "%.*s may become %s without a word", (int)(to - from), from, with);
	return true;
}

START_TEST(nothing_escapes)
{
	size_t length, told = 0;
	const char *text, *at, *end;
	const struct policy *before;

	setup();
	text = uk_calendar_text(a, all[_i], &length);
	text = arena_bytes(a, text, length);
	before = parse(text, length);
	for (at = text; (at = strpbrk(at, "\"t")) != NULL; at = end) {
		end = *at == '"' ? string_end(at) : at + 1;
		if (*at == '"' && end[strspn(end, " ")] != ':' && strncmp(at, "\"policy.schema", 14) != 0)
			told += is_told(before, text, at, end, other_value(at, (size_t)(end - at)));
		else if (strncmp(at, "true", 4) == 0)
			told += is_told(before, text, at, at + 4, "false");
	}
	/* Most of it are words: names, clauses, what has to be done. */
	ck_assert_msg(told > 100, "%s: %zu changes", all[_i], told);
	arena_free(a);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("policy text");
	TCase *cases = tcase_create("policy text");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 60);
	tcase_add_test(cases, nothing_is_left_out);
	tcase_add_test(cases, reads_like_a_policy);
	tcase_add_test(cases, lines_fit_and_notes_are_for_some);
	tcase_add_test(cases, the_same_says_the_same);
	tcase_add_loop_test(cases, one_change_one_sentence, 0, sizeof one_change / sizeof one_change[0]);
	tcase_add_loop_test(cases, the_other_way_round, 0, sizeof one_change / sizeof one_change[0]);
	tcase_add_loop_test(cases, nothing_escapes, 0, ALL);
	tcase_add_test(cases, a_duty_that_moves);
	tcase_add_test(cases, as_json);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
