/*
 * test_policy_file.c - policy files: the ones that we ship are read, and everything of the language arrives in the struct.
 */
#include "parley/policy_check.h"
#include "small_policy.h"

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

int
main(void)
{
	const struct suite_test all[] = {
		{ redbridge, 1 },
		{ shipped_policies, sizeof shipped / sizeof shipped[0] },
		{ whole_and_people, 1 },
		{ duties_and_clocks, 1 },
		{ stages_and_exits, 1 },
		{ notices_and_caps, 1 },
		{ text_may_go, 1 },
		{ faults_arena_may_go, 1 },
	};

	return SUITE_RUN_EACH("policy_file", all, setup, teardown);
}
