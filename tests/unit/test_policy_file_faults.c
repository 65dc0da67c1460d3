/*
 * test_policy_file_faults.c - each way in which a policy file is wrong is reported at its place; what is doubtful is a warning.
 */
#include "parley/policy_check.h"
#include "small_policy.h"

static const struct wrong {
	const char *behind, *from, *to, *pointer, *says;
} wrong[] = {
	/* words of the language */
	{ "", "\"id\":\"small\",", "", "/id", "missing" },
	{ "", "\"id\":\"small\"", "\"id\":\"Small\"", "/id", "lower-case" },
	{ "", "\"title\":\"T\"", "\"title\":\"\"", "/title", "empty" },
	{ "", "\"title\":\"T\"", "\"title\":7", "/title", "text" },
	{ "", "\"title\":\"T\"", "\"title\":\"T\",\"Title\":\"T\"", "/Title", "no such word" },
	{ "\"speak\"", "\"short\":\"speak\",", "", "/stages/0/duties/0/short", "missing" },
	{ "\"speak\"", "\"short\"", "\"shrt\"", "/stages/0/duties/0/shrt", "no such word" },
	{ "", "\"stages\":[", "\"stages\":7,\"x\":[", "/stages", "list" },
	{ "", "\"days\":{", "\"days\":[],\"x\":{", "/days", "object" },
	{ "", "\"day 0\"", "\"day 2\"", "/days/event_day", "day 0" },
	{ "", "day 1 is the next working day", "whatever", "/days/event_on_closed_day", "counts as" },
	{ "", "\"09:00\"", "\"9am\"", "/days/start_of_day", "such as 17:00" },
	{ "", "\"09:00\"", "\"24:00\"", "/days/start_of_day", "such as 17:00" },
	{ "", "\"09:00\"", "\"17:00\"", "/days/end_of_day", "after it begins" },
	{ "", "\"event_day\"", "\"cut_off\":\"17:01\",\"event_day\"", "/days/cut_off", "after the end" },
	{ "", "\"event_day\"", "\"cut_off\":\"never\",\"event_day\"", "/days/cut_off", "such as 17:00" },
	{ "", "\"start_of_day\":\"09:00\",", "", "/days", "or neither" },
	/* clauses */
	{ "\"sectors\"", ",\"clause\":\"1\"", "", "/sectors/0/clause", "missing" },
	{ "\"categories\"", ",\"clause\":\"2\"", "", "/categories/0/clause", "missing" },
	{ "\"tracks\"", ",\"clause\":\"2\"", "", "/tracks/0/clause", "missing" },
	{ "\"roles\"", ",\"clause\":\"3\"", "", "/roles/0/clause", "missing" },
	{ "\"matrix\"", ",\"clause\":\"3\"", "", "/matrix/0/clause", "missing" },
	{ "\"emergencies\"", ",\"clause\":\"4\"", "", "/emergencies/0/clause", "missing" },
	{ "\"guidance\"", ",\"clause\":\"5\"", "", "/raise/guidance/0/clause", "missing" },
	{ "\"asks\"", ",\"clause\":\"5\"", "", "/raise/asks/0/clause", "missing" },
	{ "\"duties\"", ",\"clause\":\"6\"", "", "/duties/0/clause", "missing" },
	{ "\"stages\"", ",\"clause\":\"7\"", "", "/stages/0/clause", "missing" },
	{ "\"speak\"", ",\"clause\":\"7.1\"", "", "/stages/0/duties/0/clause", "missing" },
	{ "\"agreed\"", ",\"clause\":\"7.3\"", "", "/stages/0/exits/0/clause", "missing" },
	{ "\"panel\"", ",\"clause\":\"8.1\"", "", "/stages/1/panel/clause", "missing" },
	{ "\"notices\"", ",\"clause\":\"9\"", "", "/notices/0/clause", "missing" },
	{ "\"caps\"", ",\"clause\":\"10\"", "", "/caps/0/clause", "missing" },
	/* references */
	{ "\"stand_ins\"", "\"vice\"", "\"nobody\"", "/roles/2/stand_ins/0", "no role \"nobody\"" },
	{ "\"matrix\"", "\"worker\"", "\"nobody\"", "/matrix/0/role", "no role" },
	{ "\"matrix\"", "\"health\"", "\"circus\"", "/matrix/1/sector", "no sector" },
	{ "\"tell\"", "\"manager\"", "\"nobody\"", "/emergencies/0/tell/0/roles/0", "no role" },
	{ "\"speakers\"", "\"worker\"", "\"nobody\"", "/stages/0/speakers/raising/0", "no role" },
	{ "\"authority\"", "\"chair\"", "\"nobody\"", "/stages/1/authority/0", "no role" },
	{ "\"panel\"", "\"chair\":\"chair\"", "\"chair\":\"nobody\"", "/stages/1/panel/chair", "no role" },
	{ "\"decide\"", "[\"chair\"]", "[\"nobody\"]", "/stages/1/duties/0/who/roles/0", "no role" },
	{ "\"up\"", "\"to\":\"2\"", "\"to\":\"3\"", "/stages/0/exits/1/to", "no stage \"3\"" },
	{ "\"up\"", "[\"manager\"]", "[\"nobody\"]", "/stages/0/exits/1/approval/roles/0", "no role" },
	{ "\"go\"", "\"duty\":\"speak\"", "\"duty\":\"sing\"", "/stages/0/duties/1/from/duty", "no duty \"sing\"" },
	{ "\"last of\"", "{\"stage\":\"2\"}", "{\"stage\":\"9\"}", "/stages/1/duties/0/from/last of/1/stage", "no stage" },
	{ "\"last of\"", "\"notice\":\"tell\"", "\"notice\":\"x\"", "/stages/1/duties/0/from/last of/2/notice",
	  "no notice" },
	{ "\"notices\"", "\"stage\":\"2\"", "\"stage\":\"9\"", "/notices/0/stage", "no stage" },
	{ "\"notices\"", "[\"vice\"]", "[\"nobody\"]", "/notices/0/to/roles/0", "no role" },
	{ "\"caps\"", "[\"1\",\"2\"]", "[\"1\",\"9\"]", "/caps/0/stages/1", "no stage" },
	{ "\"is\":[", "\"plan\"", "\"plot\"", "/stages/1/when/all/0/is", "never be \"plot\"" },
	{ "\"track\",", "\"fast\"", "\"slow\"", "/stages/1/when/all/1/not/any/0/is", "never be" },
	{ "\"field:kind\"", "\"field:kind\"", "\"field:none\"", "/stages/1/when/all/1/not/any/1/fact", "does not ask" },
	{ "\"field:kind\"", "\"b\"", "\"c\"", "/stages/1/when/all/1/not/any/1/is", "never be" },
	{ "\"fact\":\"outcome\"", "\"upheld\"", "\"lost\"", "/stages/1/duties/0/when/is", "never be" },
	/* ids that stand twice */
	{ "\"police\"", "\"police\"", "\"health\"", "/sectors/1/id", "twice" },
	{ "", "\"id\":\"plan\"", "\"id\":\"need\"", "/categories/1/id", "twice" },
	{ "", "\"id\":\"manager\"", "\"id\":\"worker\"", "/roles/1/id", "twice" },
	{ "", "\"id\":\"go\"", "\"id\":\"raise\"", "/stages/0/duties/1/id", "twice" },
	{ "", "\"id\":\"2\"", "\"id\":\"1\"", "/stages/1/id", "twice" },
	{ "", "\"id\":\"end\"", "\"id\":\"tell\"", "/notices/1/id", "twice" },
	{ "", "\"id\":\"again\"", "\"id\":\"up\"", "/stages/0/exits/2/id", "same id" },
	/* who */
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":\"somebody\"", "/duties/0/who", "must be raising" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{}", "/duties/0/who", "must have" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{\"side\":\"subject\"}", "/duties/0/who/side", "jointly" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{\"side\":\"raising\",\"roles\":[]}", "/duties/0/who/roles", "empty" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{\"roles\":[\"worker\"]}", "/duties/0/who/roles/0", "say whose" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{\"side\":\"raising\",\"roles\":[\"chair\"]}", "/duties/0/who/roles/0",
	  "neither side" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{\"side\":\"both\",\"roles\":[\"worker\",\"worker\"]}",
	  "/duties/0/who/roles/1", "twice" },
	{ "\"duties\"", "\"who\":\"raising\"", "\"who\":{\"mailbox\":\"a@b.c\",\"side\":\"raising\"}", "/duties/0/who", "alone" },
	{ "\"mailbox\"", "mash@example.org", "mash", "/emergencies/0/tell/1/mailbox", "e-mail" },
	{ "\"mailbox\"", "mash@example.org", "a@b@c.d", "/emergencies/0/tell/1/mailbox", "e-mail" },
	/* clocks */
	{ "\"speak\"", "\"24 hours\"", "\"3 days\"", "/stages/0/duties/0/within", "" },
	{ "\"speak\"", "\"within\":\"24 hours\",", "", "/stages/0/duties/0/within", "not stated" },
	{ "\"speak\"", "\"from\":\"raised\",", "", "/stages/0/duties/0/from", "run from" },
	{ "\"speak\"", "\"from\":\"raised\"", "\"from\":\"dawn\"", "/stages/0/duties/0/from", "cannot run" },
	{ "\"speak\"", "\"from\":\"raised\"", "\"from\":{}", "/stages/0/duties/0/from", "first of" },
	{ "\"go\"", "\"when\":\"due\"", "\"when\":\"soon\"", "/stages/0/duties/1/from/when", "due or done" },
	{ "\"go\"", "\"when\":\"due\"", "\"when\":\"due\",\"x\":1", "/stages/0/duties/1/from/x", "no such name" },
	{ "\"first of\"", "[\"raised\",\"risk\"]", "[\"raised\"]", "/notices/0/from/first of", "from 2" },
	{ "\"firm\"", "\"indicative\"", "\"soft\"", "/stages/0/duties/0/firm", "indicative" },
	{ "\"keep\"", "\"short\":\"keep\"", "\"short\":\"keep\",\"within\":\"2 hours\"", "/duties/1/within", "standing" },
	{ "\"duties\"", "\"act\":\"raise\"", "\"act\":\"sing\"", "/duties/0/act", "no act" },
	{ "\"duties\"", "\"act\":\"raise\"", "\"act\":\"raise\",\"counts\":[\"email\"]", "/duties/0/counts", "Only a contact" },
	{ "\"counts\"", "\"meeting\"", "\"smoke-signal\"", "/stages/0/duties/0/counts/0", "no such type" },
	/* conditions */
	{ "\"up\"", "{\"fact\":\"subject.looked_after\",\"is\":\"yes\"}", "{}", "/stages/0/exits/1/when", "A condition is" },
	{ "\"up\"", "\"is\":\"yes\"", "\"is\":\"perhaps\"", "/stages/0/exits/1/when/is", "never be" },
	{ "\"up\"", ",\"is\":\"yes\"", "", "/stages/0/exits/1/when/is", "missing" },
	{ "\"up\"", "subject.looked_after", "weather", "/stages/0/exits/1/when/fact", "no fact" },
	{ "\"up\"", "\"is\":\"yes\"", "\"is\":\"yes\",\"not\":{}", "/stages/0/exits/1/when/not", "no such name" },
	{ "\"up\"", "{\"fact\":\"subject.looked_after\",\"is\":\"yes\"}", "{\"all\":[]}", "/stages/0/exits/1/when/all", "empty" },
	{ "\"up\"", "{\"fact\":\"subject.looked_after\",\"is\":\"yes\"}", "{\"fact\":\"stage.visit\",\"is\":\"0\"}",
	  "/stages/0/exits/1/when/is", "never be" },
	{ "\"up\"", "{\"fact\":\"subject.looked_after\",\"is\":\"yes\"}", "{\"fact\":\"hours\",\"is\":\"night\"}",
	  "/stages/0/exits/1/when/is", "never be" },
	{ "\"up\"", "{\"fact\":\"subject.looked_after\",\"is\":\"yes\"}", "{\"fact\":\"hours\",\"is\":\"other\"}",
	  "/stages/0/exits/1/when", "depend on the hour" },
	/* fields */
	{ "\"asks\"", "\"legal\"", "\"Legal\"", "/raise/asks/0/name", "lower-case" },
	{ "\"asks\"", "\"yes-no\"", "\"maybe\"", "/raise/asks/0/type", "no type" },
	{ "\"asks\"", "\"max\":50", "\"max\":0", "/raise/asks/1/max", "between" },
	{ "\"asks\"", "\"type\":\"line\"", "\"type\":\"date\"", "/raise/asks/1/max", "longest" },
	{ "\"asks\"", "\"type\":\"choice\"", "\"type\":\"line\"", "/raise/asks/2/choices", "Only a choice" },
	{ "\"asks\"", "\"type\":\"yes-no\"", "\"type\":\"choice\"", "/raise/asks/0/choices", "needs choices" },
	{ "\"asks\"", "{\"id\":\"b\"", "{\"id\":\"a\"", "/raise/asks/2/choices", "twice" },
	{ "\"asks\"", "\"why_legal\"", "\"legal\"", "/raise/asks/1/name", "already" },
	{ "\"asks\"", "\"why_legal\"", "\"evidence\"", "/raise/asks/1/name", "already" },
	{ "\"asks\"", "\"legal=yes\"", "\"legal\"", "/raise/asks/1/only_if", "NAME=VALUE" },
	{ "\"asks\"", "\"legal=yes\"", "\"kind=a\"", "/raise/asks/1/only_if", "asked before" },
	/* sense */
	{ "\"up\"", "\"kind\":\"escalate\"", "\"kind\":\"leap\"", "/stages/0/exits/1/kind", "not one of" },
	{ "\"up\"", "\"to\":\"2\",", "", "/stages/0/exits/1", "which stage" },
	{ "\"up\"", "\"to\":\"2\"", "\"to\":\"1\"", "/stages/0/exits/1", "later stage" },
	{ "\"back\"", "\"to\":\"1\"", "\"to\":\"2\"", "/stages/1/exits/1", "earlier stage" },
	{ "\"again\"", "\"by\"", "\"to\":\"1\",\"by\"", "/stages/0/exits/2", "Only the kinds" },
	{ "\"decided\"", "\"force\":\"binding\",", "", "/stages/1/exits/0", "its force" },
	{ "\"decided\"", "\"binding\"", "\"mild\"", "/stages/1/exits/0/force", "recommendation" },
	{ "\"again\"", "\"by\"", "\"force\":\"binding\",\"by\"", "/stages/0/exits/2", "Only a decision" },
	{ "\"up\"", "\"kind\":\"escalate\",\"clause\":\"7.4\",\"label\":\"Up\",\"to\":\"2\"",
	  "\"kind\":\"refer out\",\"clause\":\"7.4\",\"label\":\"Up\"", "/stages/1", "never be reached" },
	{ "\"speak\"", "\"from\":\"raised\"", "\"from\":{\"duty\":\"go\",\"when\":\"done\"}", "/stages/0/duties/0/from",
	  "circle" },
	{ "\"duties\"", "\"from\":\"concern\"", "\"from\":\"stage entered\"", "/duties/0/from", "say which" },
	{ "\"go\"", "\"duty\":\"speak\"", "\"duty\":\"keep\"", "/stages/0/duties/1/from", "standing duty" },
	{ "\"speak\"", "\"24 hours\"", "\"not stated\"", "/stages/0/duties/1/from", "sets no time" },
	{ "\"notices\"", "\"stage\":\"2\",", "", "/notices/0/from_stage_on", "which stage" },
};

static bool
has_fault(const char *pointer, const char *says)
{
	const struct fault_field *field;

	for (field = f.fields; field != NULL; field = field->next)
		if (strcmp(field->pointer, pointer) == 0 && strstr(field->reason, says) != NULL)
			return true;
	return false;
}

START_TEST(wrong_at_its_place)
{
	const struct policy *p = NULL;
	const struct wrong *w = &wrong[_i];

	mutate(w->behind, w->from, w->to);
	ck_assert_msg(parse(&p) == RESULT_INVALID, "taken: %s", w->to);
	ck_assert_ptr_null(p);
	ck_assert_msg(has_fault(w->pointer, w->says), "%s (%s) expected, first is %s: %s", w->pointer, w->says,
	              f.fields == NULL ? "none" : f.fields->pointer, f.fields == NULL ? f.sentence : f.fields->reason);
}
END_TEST

/* Replace in the text at hand, once more. */
static void
replace(const char *from, const char *to)
{
	const char *piece = strstr(text.data, from);
	struct buffer changed;

	ck_assert_msg(piece != NULL, "not in the policy: %s", from);
	buffer_init(&changed, 0);
	buffer_add(&changed, text.data, (size_t)(piece - text.data));
	buffer_string(&changed, to);
	buffer_string(&changed, piece + strlen(from));
	buffer_clear(&text);
	text = changed;
}

/* What the small policy allows only because one can go back in it. */
static const struct { const char *from, *to, *pointer, *says; } one_way[] = {
	{ "\"within\":\"24 hours\",\"from\":\"raised\"", "\"within\":\"24 hours\",\"from\":{\"stage\":\"2\"}",
	  "/stages/0/duties/0/from", "cannot have been before" },
	{ "\"within\":\"24 hours\",\"from\":\"raised\"", "\"within\":\"24 hours\",\"from\":\"decided\"",
	  "/stages/0/duties/0/from", "nothing is decided before" },
	{ "\"within\":\"24 hours\",\"from\":\"raised\"", "\"within\":\"24 hours\",\"from\":\"referred\"",
	  "/stages/0/duties/0/from", "no stage so far has one" },
	{ "{\"duty\":\"speak\",\"when\":\"due\"}", "{\"duty\":\"decide\",\"when\":\"done\"}", "/stages/0/duties/1/from",
	  "cannot have been before" },
	{ "{\"id\":\"decided\",\"kind\":\"decided\"", "{\"id\":\"decided\",\"kind\":\"repeat\"", "/stages/1/exits",
	  "no exit that leaves it" },
};

START_TEST(sense_of_a_one_way_policy)
{
	const struct policy *p = NULL;

	buffer_reset(&text);
	buffer_string(&text, small);
	replace(",{\"id\":\"back\",\"kind\":\"back\",\"clause\":\"8.4\",\"label\":\"Back\",\"to\":\"1\","
	        "\"by\":{\"roles\":[\"chair\"]}}", "");
	(void)parse_good();
	replace(one_way[_i].from, one_way[_i].to);
	ck_assert_int_eq(parse(&p), RESULT_INVALID);
	ck_assert_msg(has_fault(one_way[_i].pointer, one_way[_i].says), "%s (%s) expected, first is %s: %s",
	              one_way[_i].pointer, one_way[_i].says, f.fields->pointer, f.fields->reason);
}
END_TEST

START_TEST(all_faults_at_once)
{
	const struct policy *p = NULL;

	buffer_reset(&text);
	buffer_string(&text, "{\"id\":\"x\",\"roles\":[{},{\"id\":7}],\"stages\":[{}],\"duties\":[3]}");
	ck_assert_int_eq(parse(&p), RESULT_INVALID);
	ck_assert(has_fault("/title", "missing"));
	ck_assert(has_fault("/roles/0/id", "missing"));
	ck_assert(has_fault("/roles/1/id", "text"));
	ck_assert(has_fault("/stages/0/speakers", "missing"));
	ck_assert(has_fault("/duties/0", "object"));
	ck_assert(has_fault("/notices", "missing"));
}
END_TEST

START_TEST(faults_are_limited)
{
	const struct policy *p = NULL;
	const struct fault_field *field;
	size_t i, kept = 0;

	buffer_reset(&text);
	buffer_string(&text, "{\"roles\":[{}");
	for (i = 0; i < 200; i++)
		buffer_string(&text, ",{}");
	buffer_string(&text, "]}");
	ck_assert_int_eq(parse(&p), RESULT_INVALID);
	for (field = f.fields; field != NULL; field = field->next)
		kept++;
	ck_assert_uint_eq(kept, 100);
	ck_assert_uint_gt(f.count, 600);
}
END_TEST

/* Cut anywhere it is refused, and nothing is read beyond the end. */
START_TEST(cut_short)
{
	const struct policy *p = NULL;
	size_t n;

	for (n = 0; n + 1 < sizeof small; n += 37) {
		char *piece = malloc(n + 1);

		ck_assert_ptr_nonnull(piece);
		memcpy(piece, small, n);
		fault_init(&f, a);
		ck_assert_int_eq(policy_file_parse(piece, n, a, &p, &f), RESULT_INVALID);
		free(piece);
	}
	ck_assert_ptr_null(p);
}
END_TEST

START_TEST(roles_without_titles_are_a_warning)
{
	const struct policy *p;
	struct policy_finding *findings;
	size_t i, count, found = 0;

	mutate("\"matrix\"", "{\"role\":\"manager\",\"sector\":\"police\",\"clause\":\"3\",\"titles\":[\"Sergeant\"]},", "");
	p = parse_good();
	policy_check(p, a, &findings, &count);
	for (i = 0; i < count; i++) {
		ck_assert_int_eq(findings[i].severity, FINDING_WARNING);
		if (strstr(findings[i].reason, "speaks for Police") != NULL)
			found++;
	}
	ck_assert_uint_eq(found, 2); /* both sides of stage 2 */
	mutate("\"matrix\"", "{\"role\":\"vice\",\"clause\":\"3\",\"titles\":[\"Vice Chair\"]}",
	       "{\"role\":\"worker\",\"clause\":\"3\",\"titles\":[\"Aide\"]}");
	p = parse_good();
	policy_check(p, a, &findings, &count);
	for (i = 0, found = 0; i < count; i++)
		if (strcmp(findings[i].pointer, "/stages/1/authority/0") == 0)
			found++;
	ck_assert_uint_eq(found, 1);
}
END_TEST

/* "agreed" gets a condition; "up" has one already, and "again" leads nowhere. */
static const struct { const char *when, *says; } dead_ends[] = {
	{ "{\"fact\":\"subject.looked_after\",\"is\":\"yes\"}", "With subject.looked_after \"no\" no exit" },
	{ "{\"not\":{\"fact\":\"track\",\"is\":\"fast\"}}",
	  "With track \"fast\" and subject.looked_after \"no\" no exit" },
	{ "{\"fact\":\"subject.looked_after\",\"is\":\"no\"}", NULL },
	{ "{\"fact\":\"duty:speak\",\"is\":\"late\"}", NULL },
};

START_TEST(stages_that_only_some_cases_can_leave_are_a_warning)
{
	const struct policy *p;
	struct policy_finding *findings;
	char changed[256];
	size_t i, count, found = 0;

	(void)snprintf(changed, sizeof changed, "\"label\":\"Agreed\",\"by\":\"either\",\"when\":%s", dead_ends[_i].when);
	mutate("\"exits\"", "\"label\":\"Agreed\",\"by\":\"either\"", changed);
	p = parse_good();
	policy_check(p, a, &findings, &count);
	for (i = 0; i < count; i++) {
		if (strstr(findings[i].reason, "no exit leaves this stage") == NULL)
			continue;
		found++;
		ck_assert_str_eq(findings[i].pointer, "/stages/0/exits");
		ck_assert_int_eq(findings[i].severity, FINDING_WARNING);
		ck_assert_ptr_nonnull(dead_ends[_i].says);
		ck_assert_msg(strstr(findings[i].reason, dead_ends[_i].says) != NULL, "%s", findings[i].reason);
	}
	ck_assert_uint_eq(found, dead_ends[_i].says != NULL);
}
END_TEST

START_TEST(nights_without_a_route_are_a_warning)
{
	const struct policy *p;
	struct policy_finding *findings;
	size_t i, count, found = 0;

	mutate("\"emergencies\"", "\"text\":\"Call.\"",
	       "\"text\":\"Call.\",\"when\":{\"fact\":\"hours\",\"is\":\"working\"}");
	p = parse_good();
	policy_check(p, a, &findings, &count);
	for (i = 0; i < count; i++)
		found += strstr(findings[i].reason, "outside working hours") != NULL;
	ck_assert_uint_eq(found, p->subject_count);
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ wrong_at_its_place, sizeof wrong / sizeof wrong[0] },
		{ sense_of_a_one_way_policy, sizeof one_way / sizeof one_way[0] },
		{ all_faults_at_once, 1 },
		{ faults_are_limited, 1 },
		{ cut_short, 1 },
		{ roles_without_titles_are_a_warning, 1 },
		{ nights_without_a_route_are_a_warning, 1 },
		{ stages_that_only_some_cases_can_leave_are_a_warning, sizeof dead_ends / sizeof dead_ends[0] },
	};

	return SUITE_RUN_EACH("policy_file_faults", all, setup, teardown);
}
