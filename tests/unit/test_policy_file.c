/*
 * test_policy_file.c - policy files: the ones that we ship are read, everything of the language arrives in the struct,
 * and each way of being wrong is reported at its place.
 *
 * The wrong ones are made from one small good policy by replacing a piece of its text.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parley/buffer.h"
#include "parley/policy_check.h"
#include "parley/policy_file.h"

#ifndef TOP_SRCDIR
#define TOP_SRCDIR "."
#endif

static struct arena *a;
static struct fault f;
static struct buffer text;

static void
setup(void)
{
	a = arena_new();
	fault_init(&f, a);
	buffer_init(&text, 0);
}

static void
teardown(void)
{
	buffer_clear(&text);
	arena_free(a);
}

/* `make check` runs in the build folder and says in srcdir where the sources are. */
static void
load(const char *name)
{
	const char *top = getenv("srcdir");
	const char *path = arena_format(a, "%s/%s", top == NULL ? TOP_SRCDIR : top, name);
	char part[4096];
	size_t n;
	FILE *file = fopen(path, "rb");

	ck_assert_msg(file != NULL, "%s cannot be opened", path);
	buffer_reset(&text);
	while ((n = fread(part, 1, sizeof part, file)) > 0)
		buffer_add(&text, part, n);
	(void)fclose(file);
}

static enum result
parse(const struct policy **out)
{
	fault_init(&f, a);
	return policy_file_parse(text.data, text.length, a, out, &f);
}

static const struct policy *
parse_good(void)
{
	const struct policy *p = NULL;
	enum result r = parse(&p);

	ck_assert_msg(r == RESULT_OK, "%s: %s %s", f.sentence, f.fields == NULL ? "" : f.fields->pointer,
	              f.fields == NULL ? "" : f.fields->reason);
	return p;
}

static const char small[] =
    "{\"id\":\"small\",\"title\":\"T\",\"owner\":\"O\",\"source\":\"S\",\"subjects\":[\"child\",\"adult\"],\n"
    "\"days\":{\"holidays\":\"scotland\",\"start_of_day\":\"09:00\",\"end_of_day\":\"17:00\",\"event_day\":\"day 0\","
    "\"event_on_closed_day\":\"day 1 is the next working day\"},\n"
    "\"sectors\":[{\"id\":\"health\",\"name\":\"Health\",\"clause\":\"1\"},"
    "{\"id\":\"police\",\"name\":\"Police\",\"clause\":\"1\"}],\n"
    "\"categories\":[{\"id\":\"need\",\"name\":\"Need\",\"clause\":\"2\"},"
    "{\"id\":\"plan\",\"name\":\"Plan\",\"clause\":\"2\",\"excluded\":\"Go elsewhere.\"}],\n"
    "\"tracks\":[{\"id\":\"fast\",\"name\":\"Fast\",\"clause\":\"2\"}],\n"
    "\"roles\":[{\"id\":\"worker\",\"name\":\"Worker\",\"clause\":\"3\"},"
    "{\"id\":\"manager\",\"name\":\"Manager\",\"clause\":\"3\"},"
    "{\"id\":\"chair\",\"name\":\"Chair\",\"clause\":\"3\",\"partnership\":true,\"stand_ins\":[\"vice\"]},"
    "{\"id\":\"vice\",\"name\":\"Vice\",\"clause\":\"3\",\"partnership\":true,\"oversight\":true}],\n"
    "\"matrix\":[{\"role\":\"worker\",\"clause\":\"3\",\"titles\":[\"Nurse\",\"Constable\"]},"
    "{\"role\":\"manager\",\"sector\":\"health\",\"clause\":\"3\",\"titles\":[\"Matron\"],\"suggested\":true},"
    "{\"role\":\"manager\",\"sector\":\"police\",\"clause\":\"3\",\"titles\":[\"Sergeant\"]},"
    "{\"role\":\"vice\",\"clause\":\"3\",\"titles\":[\"Vice Chair\"]}],\n"
    "\"emergencies\":[{\"id\":\"now\",\"clause\":\"4\",\"text\":\"Call.\",\"contacts\":[{\"name\":\"E\","
    "\"telephone\":\"999\"}],\"tell\":[{\"side\":\"raising\",\"roles\":[\"manager\"]},{\"mailbox\":\"mash@example.org\"}]}],\n"
    "\"raise\":{\"guidance\":[{\"text\":\"G\",\"clause\":\"5\"}],\"asks\":[{\"name\":\"legal\",\"label\":\"Legal?\","
    "\"type\":\"yes-no\",\"required\":true,\"clause\":\"5\"},{\"name\":\"why_legal\",\"label\":\"Why?\",\"type\":\"line\","
    "\"max\":50,\"only_if\":\"legal=yes\",\"clause\":\"5\"},{\"name\":\"kind\",\"label\":\"Kind?\",\"type\":\"choice\","
    "\"choices\":[{\"id\":\"a\",\"label\":\"A\"},{\"id\":\"b\",\"label\":\"B\",\"hint\":\"H\"}],\"clause\":\"5\"}]},\n"
    "\"duties\":[{\"id\":\"raise\",\"clause\":\"6\",\"who\":\"raising\",\"act\":\"raise\",\"text\":\"Raise\","
    "\"short\":\"raise\",\"within\":\"2 working days\",\"from\":\"concern\"},"
    "{\"id\":\"keep\",\"clause\":\"6\",\"who\":\"both\",\"act\":\"standing\",\"text\":\"Keep\",\"short\":\"keep\"}],\n"
    "\"stages\":[{\"id\":\"1\",\"name\":\"One\",\"clause\":\"7\",\"summary\":\"First.\","
    "\"speakers\":{\"raising\":[\"worker\"],\"receiving\":[\"worker\",\"manager\"]},"
    "\"duties\":[{\"id\":\"speak\",\"clause\":\"7.1\",\"who\":\"receiving\",\"act\":\"contact\","
    "\"counts\":[\"meeting\"],\"text\":\"Speak\",\"short\":\"speak\",\"within\":\"24 hours\",\"from\":\"raised\","
    "\"protectable\":true,\"firm\":\"indicative\",\"note\":\"N\",\"optional\":true},"
    "{\"id\":\"go\",\"clause\":\"7.2\",\"who\":\"either\",\"act\":\"escalate\",\"text\":\"Go\",\"short\":\"go\","
    "\"within\":\"same working day\",\"from\":{\"duty\":\"speak\",\"when\":\"due\"}}],"
    "\"exits\":[{\"id\":\"agreed\",\"kind\":\"agreed\",\"clause\":\"7.3\",\"label\":\"Agreed\",\"by\":\"either\"},"
    "{\"id\":\"up\",\"kind\":\"escalate\",\"clause\":\"7.4\",\"label\":\"Up\",\"to\":\"2\",\"by\":\"raising\","
    "\"grounds\":[\"Not agreed\",\"Silence\"],\"approval\":{\"side\":\"raising\",\"roles\":[\"manager\"]},"
    "\"when\":{\"fact\":\"subject.looked_after\",\"is\":\"yes\"},"
    "\"asks\":[{\"name\":\"engaged\",\"label\":\"Engaged?\",\"type\":\"declare\",\"required\":true,\"clause\":\"7.5\"}]},"
    "{\"id\":\"again\",\"kind\":\"repeat\",\"clause\":\"7.6\",\"label\":\"Again\",\"by\":\"either\"}]},\n"
    "{\"id\":\"2\",\"name\":\"Two\",\"clause\":\"8\",\"summary\":\"Second.\","
    "\"speakers\":{\"raising\":[\"manager\"],\"receiving\":[\"manager\"]},\"authority\":[\"chair\"],"
    "\"panel\":{\"agencies\":3,\"concerned\":\"must\",\"chair\":\"chair\",\"clause\":\"8.1\",\"text\":\"Three.\"},"
    "\"guidance\":[{\"text\":\"Advice\",\"clause\":\"8\"}],"
    "\"when\":{\"all\":[{\"fact\":\"category\",\"is\":[\"need\",\"plan\"]},{\"not\":{\"any\":[{\"fact\":\"track\",\"is\":"
    "\"fast\"},{\"fact\":\"field:kind\",\"is\":\"b\",\"clause\":\"9\"}]}}]},"
    "\"duties\":[{\"id\":\"decide\",\"clause\":\"8.2\",\"who\":{\"roles\":[\"chair\"]},\"act\":\"decide\","
    "\"text\":\"Decide\",\"short\":\"decide\",\"within\":\"5 working days\",\"from\":{\"last of\":[\"referred\","
    "{\"stage\":\"2\"},{\"notice\":\"tell\"}]},\"when\":{\"fact\":\"outcome\",\"is\":\"upheld\"}}],"
    "\"exits\":[{\"id\":\"decided\",\"kind\":\"decided\",\"clause\":\"8.3\",\"label\":\"Decide\","
    "\"by\":{\"roles\":[\"chair\"]},\"force\":\"binding\",\"outcome\":\"upheld\"},"
    "{\"id\":\"back\",\"kind\":\"back\",\"clause\":\"8.4\",\"label\":\"Back\",\"to\":\"1\",\"by\":{\"roles\":[\"chair\"]}}],"
    "\"note\":\"N\"}],\n"
    "\"notices\":[{\"id\":\"tell\",\"clause\":\"9\",\"text\":\"Told\",\"on\":\"stage entered\",\"stage\":\"2\","
    "\"from_stage_on\":true,\"to\":{\"roles\":[\"vice\"]},\"by\":\"raising\",\"within\":\"1 working day\","
    "\"from\":{\"first of\":[\"raised\",\"risk\"]},\"form\":\"Form A\",\"informs_only\":true},"
    "{\"id\":\"end\",\"clause\":\"9\",\"text\":\"End\",\"on\":\"closed\",\"to\":\"first raiser\"}],\n"
    "\"caps\":[{\"id\":\"whole\",\"clause\":\"10\",\"text\":\"By day 22\",\"stages\":[\"1\",\"2\"],"
    "\"within\":\"working day 22\",\"from\":\"raised\",\"protectable\":true}]}";

START_TEST(redbridge)
{
	const struct policy *p;
	struct policy_finding *findings;
	size_t i, count;

	load("policies/redbridge-rscp.json");
	p = parse_good();
	ck_assert_str_eq(p->id, "redbridge-rscp");
	ck_assert_uint_eq(p->stage_count, 4);
	ck_assert_uint_eq(p->category_count, 6);
	ck_assert_int_eq(p->days.end_of_day, 17 * 60);
	ck_assert_int_eq(p->days.cut_off, -1);
	ck_assert_ptr_nonnull(p->days_note);
	ck_assert_int_eq(p->stages[3].exits[0].force, FORCE_RECOMMENDATION);
	ck_assert_str_eq(p->roles[p->stages[3].authority[0]].id, "chair");
	policy_check(p, a, &findings, &count);
	for (i = 0; i < count; i++)
		ck_assert_msg(findings[i].severity == FINDING_WARNING, "%s: %s", findings[i].pointer, findings[i].reason);
}
END_TEST

/* All that is shipped must be readable; the list grows with the folder. */
static const char *const shipped[] = { "policies/redbridge-rscp.json", "policies/nel-scp-sab.json",
	"policies/pelican-childcare.json", "policies/brent-lscb.json", "policies/chscp.json" };

START_TEST(shipped_policies)
{
	load(shipped[_i]);
	(void)parse_good();
}
END_TEST

static const struct policy *
small_policy(void)
{
	buffer_reset(&text);
	buffer_string(&text, small);
	return parse_good();
}

START_TEST(whole_and_people)
{
	const struct policy *p = small_policy();

	ck_assert_str_eq(p->nation, "scotland");
	ck_assert_ptr_null(p->edition);
	ck_assert_uint_eq(p->subject_count, 2);
	ck_assert_str_eq(p->categories[1].excluded, "Go elsewhere.");
	ck_assert(p->roles[2].partnership && !p->roles[0].partnership && p->roles[3].oversight);
	ck_assert_uint_eq(p->roles[2].stand_in_count, 1);
	ck_assert_int_eq(p->roles[2].stand_ins[0].role, 3);
	ck_assert_ptr_null(p->matrix[0].sector);
	ck_assert_str_eq(p->matrix[1].sector, "health");
	ck_assert(p->matrix[1].suggested && !p->matrix[2].suggested);
	ck_assert_str_eq(p->matrix[0].titles[1], "Constable");
	ck_assert_str_eq(p->emergencies[0].contacts[0].telephone, "999");
	ck_assert_int_eq(p->emergencies[0].tell[0].kind, WHO_SIDE);
	ck_assert_int_eq(p->emergencies[0].tell[0].side, SIDE_RAISING);
	ck_assert_int_eq(p->emergencies[0].tell[0].roles[0], 1);
	ck_assert_int_eq(p->emergencies[0].tell[1].kind, WHO_MAILBOX);
	ck_assert_str_eq(p->emergencies[0].tell[1].mailbox, "mash@example.org");
	ck_assert_uint_eq(p->raise_asks.count, 3);
	ck_assert_int_eq(p->raise_asks.fields[0].type, FIELD_YES_NO);
	ck_assert(p->raise_asks.fields[0].required);
	ck_assert_uint_eq(p->raise_asks.fields[1].max, 50);
	ck_assert_str_eq(p->raise_asks.fields[1].only_if, "legal=yes");
	ck_assert_str_eq(p->raise_asks.fields[2].choices[1].hint, "H");
	ck_assert_str_eq(p->raise_guidance[0].clause, "5");
}
END_TEST

START_TEST(duties_and_clocks)
{
	const struct policy *p = small_policy();
	const struct policy_duty *d = p->duties;

	ck_assert_uint_eq(p->duty_count, 5);
	ck_assert_int_eq(d[0].stage, -1);
	ck_assert_int_eq(d[0].clock.from[0].kind, ANCHOR_CONCERN);
	ck_assert_int_eq(d[1].act, ACT_STANDING);
	ck_assert_int_eq(d[1].who.kind, WHO_BOTH);
	ck_assert_int_eq(d[2].stage, 0);
	ck_assert_int_eq(p->stages[0].duties[0], 2);
	ck_assert_int_eq(p->stages[1].duties[0], 4);
	ck_assert(d[2].clock.protectable && d[2].optional && d[2].clock.firmness == INDICATIVE);
	ck_assert_int_eq(d[2].clock.within.kind, DURATION_MINUTES);
	ck_assert_int_eq(d[2].clock.within.amount, 24 * 60);
	ck_assert_str_eq(d[2].counts[0], "meeting");
	ck_assert_int_eq(d[3].clock.from[0].kind, ANCHOR_DUTY_DUE);
	ck_assert_str_eq(d[3].clock.from[0].of, "speak");
	ck_assert_int_eq(d[3].who.kind, WHO_EITHER);
	ck_assert_uint_eq(d[4].clock.from_count, 3);
	ck_assert(d[4].clock.from_last);
	ck_assert_int_eq(d[4].clock.from[0].kind, ANCHOR_REFERRED);
	ck_assert_int_eq(d[4].clock.from[1].kind, ANCHOR_STAGE_ENTERED);
	ck_assert_str_eq(d[4].clock.from[1].of, "2");
	ck_assert_int_eq(d[4].clock.from[2].kind, ANCHOR_NOTIFIED);
	ck_assert_int_eq(d[4].who.kind, WHO_ROLE);
	ck_assert_int_eq(d[4].who.roles[0], 2);
	ck_assert_int_eq(d[4].when->fact, FACT_OUTCOME);
}
END_TEST

START_TEST(stages_and_exits)
{
	const struct policy *p = small_policy();
	const struct policy_exit *up = &p->stages[0].exits[1], *decided = &p->stages[1].exits[0];
	const struct condition *when = p->stages[1].when;

	ck_assert_uint_eq(p->stages[0].speaker_count[1], 2);
	ck_assert_int_eq(p->stages[0].speakers[1][1], 1);
	ck_assert_int_eq(p->stages[0].panel.chair, -1);
	ck_assert_int_eq(p->stages[0].exits[0].to, -1);
	ck_assert_int_eq(up->kind, EXIT_ESCALATE);
	ck_assert_int_eq(up->to, 1);
	ck_assert_uint_eq(up->ground_count, 2);
	ck_assert_int_eq(up->approval->roles[0], 1);
	ck_assert_ptr_null(p->stages[0].exits[0].approval);
	ck_assert_int_eq(up->asks.fields[0].type, FIELD_DECLARE);
	ck_assert_str_eq(up->when->values[0], "yes");
	ck_assert_int_eq(decided->force, FORCE_BINDING);
	ck_assert_str_eq(decided->outcome, "upheld");
	ck_assert_int_eq(p->stages[1].panel.agencies, 3);
	ck_assert(p->stages[1].panel.concerned_must && !p->stages[1].panel.concerned_where_possible);
	ck_assert_int_eq(p->stages[1].panel.chair, 2);
	ck_assert_int_eq(when->op, CONDITION_ALL);
	ck_assert_uint_eq(when->part_count, 2);
	ck_assert_uint_eq(when->parts[0].value_count, 2);
	ck_assert_int_eq(when->parts[1].op, CONDITION_NOT);
	ck_assert_int_eq(when->parts[1].parts[0].op, CONDITION_ANY);
	ck_assert_str_eq(when->parts[1].parts[0].parts[1].field, "kind");
	ck_assert_str_eq(when->parts[1].parts[0].parts[1].clause, "9");
}
END_TEST

START_TEST(notices_and_caps)
{
	const struct policy *p = small_policy();
	const struct policy_notice *n = p->notices;

	ck_assert_int_eq(n[0].on, NOTICE_ON_STAGE_ENTERED);
	ck_assert_int_eq(n[0].stage, 1);
	ck_assert(n[0].from_stage_on && n[0].informs_only && !n[1].informs_only);
	ck_assert_int_eq(n[0].by->kind, WHO_SIDE);
	ck_assert_uint_eq(n[0].clock.from_count, 2);
	ck_assert(!n[0].clock.from_last);
	ck_assert_int_eq(n[1].stage, -1);
	ck_assert_ptr_null(n[1].by);
	ck_assert_int_eq(n[1].to.kind, WHO_FIRST_RAISER);
	ck_assert_int_eq(n[1].clock.within.kind, DURATION_AT_ONCE);
	ck_assert_uint_eq(n[1].clock.from_count, 0);
	ck_assert_uint_eq(p->caps[0].stage_count, 2);
	ck_assert_int_eq(p->caps[0].stages[1], 1);
	ck_assert_int_eq(p->caps[0].clock.within.kind, DURATION_WORKING_DAY_N);
	ck_assert(p->caps[0].clock.protectable);
}
END_TEST

/* The policy must not need its text any longer. */
START_TEST(text_may_go)
{
	const struct policy *p = small_policy();

	memset(text.data, 'x', text.length);
	ck_assert_str_eq(p->stages[1].id, "2");
	ck_assert_str_eq(p->duties[2].clock.within.words, "24 hours");
}
END_TEST

/* Nor the arena of the fault, which is a request's while the policy stays (found at the first raise, by the sanitizer). */
START_TEST(faults_arena_may_go)
{
	struct arena *brief = arena_new();
	struct fault ours;
	const struct policy *p = NULL;

	buffer_reset(&text);
	buffer_string(&text, small);
	fault_init(&ours, brief);
	ck_assert_int_eq(policy_file_parse(text.data, text.length, a, &p, &ours), RESULT_OK);
	arena_free(brief);
	ck_assert_str_eq(p->subjects[1], "adult");
	ck_assert_str_eq(p->matrix[0].titles[0], "Nurse");
	ck_assert_str_eq(p->stages[0].exits[1].grounds[1], "Silence");
	ck_assert_str_eq(p->duties[2].counts[0], "meeting");
	ck_assert_str_eq(p->stages[1].when->parts[0].values[1], "plan");
}
END_TEST

/* Replace the first `from` behind the first `behind` by `to`. */
static void
mutate(const char *behind, const char *from, const char *to)
{
	const char *start = strstr(small, behind), *piece;

	ck_assert_msg(start != NULL, "not in the policy: %s", behind);
	piece = strstr(start, from);
	ck_assert_msg(piece != NULL, "not in the policy: %s", from);
	buffer_reset(&text);
	buffer_add(&text, small, (size_t)(piece - small));
	buffer_string(&text, to);
	buffer_string(&text, piece + strlen(from));
}

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
	Suite *s = suite_create("policy_file");
	TCase *t = tcase_create("all");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, redbridge);
	tcase_add_loop_test(t, shipped_policies, 0, (int)(sizeof shipped / sizeof shipped[0]));
	tcase_add_test(t, whole_and_people);
	tcase_add_test(t, duties_and_clocks);
	tcase_add_test(t, stages_and_exits);
	tcase_add_test(t, notices_and_caps);
	tcase_add_test(t, text_may_go);
	tcase_add_test(t, faults_arena_may_go);
	tcase_add_loop_test(t, wrong_at_its_place, 0, (int)(sizeof wrong / sizeof wrong[0]));
	tcase_add_loop_test(t, sense_of_a_one_way_policy, 0, (int)(sizeof one_way / sizeof one_way[0]));
	tcase_add_test(t, all_faults_at_once);
	tcase_add_test(t, faults_are_limited);
	tcase_add_test(t, cut_short);
	tcase_add_test(t, roles_without_titles_are_a_warning);
	tcase_add_test(t, nights_without_a_route_are_a_warning);
	tcase_add_loop_test(t, stages_that_only_some_cases_can_leave_are_a_warning, 0,
	                    (int)(sizeof dead_ends / sizeof dead_ends[0]));
	suite_add_tcase(s, t);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
