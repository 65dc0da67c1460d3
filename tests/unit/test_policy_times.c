/*
 * test_policy_times.c - do the times of a policy agree with each other? What a text says twice, and what can be worked
 * out: each contradiction is made by changing one piece of a policy that has none.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "parley/policy_check.h"
#include "parley/policy_file.h"
#include "suite.h"
#include "uk_calendar.h"

#define REDBRIDGE "policies/redbridge-rscp.json"
#define NEL "policies/nel-scp-sab.json"

static struct arena *a;
static char *text;
static size_t length;

static void
begin(const char *file)
{
	const char *read;

	a = arena_new();
	read = uk_calendar_text(a, file, &length);
	text = arena_bytes(a, read, length);
}

/* The first place where the text stands is written differently. */
static void
change(const char *from, const char *to)
{
	const char *found = strstr(text, from);

	ck_assert_msg(found != NULL, "the policy has no %s", from);
	text = arena_format(a, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from));
	length = strlen(text);
}

static size_t
findings(struct policy_finding **list)
{
	const struct policy *p;
	struct fault f;
	size_t count;

	fault_init(&f, a);
	if (policy_file_parse(text, length, a, &p, &f) != RESULT_OK)
		ck_abort_msg("%s: %s", f.sentence, f.fields != NULL ? f.fields->reason : "");
	policy_check(p, a, list, &count);
	return count;
}

static const char *
finding_at(const char *pointer)
{
	struct policy_finding *list;
	size_t count = findings(&list), i;
	const char *reason = NULL;

	for (i = 0; i < count; i++) {
		if (strcmp(list[i].pointer, pointer) != 0)
			continue;
		ck_assert_msg(reason == NULL, "%s is reported twice", pointer);
		ck_assert_int_eq(list[i].severity, FINDING_WARNING);
		reason = list[i].reason;
	}
	return reason;
}

static void
is_said(const char *pointer, const char *part)
{
	const char *reason = finding_at(pointer);

	ck_assert_msg(reason != NULL, "nothing is found at %s", pointer);
	ck_assert_msg(strstr(reason, part) != NULL, "%s: %s", pointer, reason);
}

/* The text of North East Lincolnshire: stage 4 by day 11 and by day 15, the whole by day 22 and within 25 days. */
START_TEST(two_clauses)
{
	begin(NEL);
	is_said("/stages/3/duties/0/also_stated/0", "Clause \"Stage 4\" says working day 15, clause "
	                                         "\"Supporting guidance, stage 4\" says working day 11.");
	is_said("/caps/0/also_stated/0", "Clause \"Resolution process\" says working day 22, clause "
	                              "\"Escalation principles\" says 25 working days.");
	arena_free(a);
}
END_TEST

/* Said twice in the same way, or in other words for the same, is no contradiction. */
START_TEST(two_clauses_that_agree)
{
	begin(NEL);
	change("[{\"within\": \"working day 11\"", "[{\"within\": \"Working Day 15\"");
	ck_assert_ptr_null(finding_at("/stages/3/duties/0/also_stated/0"));
	change("\"within\": \"5 working days\", \"from\": \"referred\",",
	       "\"within\": \"5 working days\", \"from\": \"referred\", \"also_stated\": "
	       "[{\"within\": \"one working week\", \"clause\": \"6\"}, {\"within\": \"5 calendar days\", \"clause\": \"7\"}],");
	ck_assert_ptr_null(finding_at("/stages/4/duties/2/also_stated/0"));
	is_said("/stages/4/duties/2/also_stated/1", "clause \"7\" says 5 calendar days");
	arena_free(a);
}
END_TEST

START_TEST(statement_must_be_one)
{
	static const struct { const char *statement, *pointer; } wrong[] = {
		{ "{\"within\": \"11 days\", \"clause\": \"x\"}", "/stages/3/duties/0/also_stated/0/within" },
		{ "{\"within\": \"11 working days\"}", "/stages/3/duties/0/also_stated/0/clause" },
		{ "{\"within\": \"11 working days\", \"clause\": \" \"}", "/stages/3/duties/0/also_stated/0/clause" },
		{ "{\"within\": \"1 month\", \"clause\": \"x\", \"by\": 1}", "/stages/3/duties/0/also_stated/0/by" },
		{ "7", "/stages/3/duties/0/also_stated/0" },
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const struct policy *p;
		struct fault f;

		begin(NEL);
		change("{\"within\": \"working day 11\", \"clause\": \"Supporting guidance, stage 4\"}", wrong[i].statement);
		fault_init(&f, a);
		ck_assert_int_eq(policy_file_parse(text, length, a, &p, &f), RESULT_INVALID);
		ck_assert_ptr_nonnull(f.fields);
		ck_assert_str_eq(f.fields->pointer, wrong[i].pointer);
		arena_free(a);
	}
}
END_TEST

/* Stage 4 by the guidance's day 11, which is stage 3's: nobody could keep it. */
START_TEST(stage_over_before_it_begins)
{
	begin(NEL);
	ck_assert_ptr_null(finding_at("/stages/3/duties/0/within"));
	change("\"within\": \"working day 15\"", "\"within\": \"working day 11\"");
	is_said("/stages/3/duties/0/within", "nothing is left for this one");
	change("\"within\": \"working day 11\", \"from\": \"raised\", \"protectable\": true,\n          \"also_stated\"",
	              "\"within\": \"working day 9\", \"from\": \"raised\", \"protectable\": true,\n          \"also_stated\"");
	is_said("/stages/3/duties/0/within", "Clause \"Stage 4\" says working day 9");
	arena_free(a);
}
END_TEST

START_TEST(stage_after_the_limit)
{
	begin(NEL);
	ck_assert_ptr_null(finding_at("/stages/4/duties/2/within"));
	change("\"within\": \"working day 22\"", "\"within\": \"working day 17\"");
	is_said("/stages/4/duties/2/within", "the limit that clause \"Resolution process\" sets");
	ck_assert_ptr_null(finding_at("/stages/3/duties/0/within"));
	change("\"within\": \"working day 17\"", "\"within\": \"working day 14\"");
	is_said("/stages/3/duties/0/within", "Clause \"Stage 4\" says working day 15, which can end after the limit");
	arena_free(a);
}
END_TEST

/* A notice that a person has to give is a duty with a time: its place is the notice's. */
START_TEST(notice_over_before_its_stage)
{
	begin(NEL);
	change("\"notices\": [", "\"notices\": [{\"id\": \"early\", \"clause\": \"9\", \"on\": \"stage entered\", \"stage\": \"4\", "
	                         "\"to\": \"subject\", \"by\": \"raising\", \"text\": \"The family is told\", "
	                         "\"within\": \"working day 2\", \"from\": \"raised\"},");
	is_said("/notices/0/within", "Clause \"9\" says working day 2, which is over");
	change("\"within\": \"working day 2\", \"from\": \"raised\"}", "\"within\": \"2 working days\"}");
	ck_assert_ptr_null(finding_at("/notices/0/within"));
	arena_free(a);
}
END_TEST

/* The other four say nothing twice, and nothing in them contradicts itself. */
START_TEST(others_agree)
{
	static const char *const others[] = { REDBRIDGE, "policies/pelican-childcare.json", "policies/brent-lscb.json",
		"policies/chscp.json" };

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct policy_finding *list;
		size_t count;

		begin(others[i]);
		count = findings(&list);
		for (size_t k = 0; k < count; k++)
			ck_assert_msg(strstr(list[k].reason, "Clause \"") == NULL, "%s%s: %s", others[i], list[k].pointer,
			              list[k].reason);
		arena_free(a);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { two_clauses, two_clauses_that_agree, statement_must_be_one,
		stage_over_before_it_begins, stage_after_the_limit, notice_over_before_its_stage, others_agree };

	return SUITE_RUN("policy times", tests);
}
