/*
 * test_timetable.c - the timetable of a policy against dates worked out on paper, what it may be told, and where it ends.
 *
 * Bank holidays that matter here: 27 and 28 December 2027 and 3 January 2028 (substitutes); 25 and 28 December 2026,
 * 1 January 2027; Good Friday 3 and Easter Monday 6 April 2026.
 */
#include "parley/timetable.h"
#include "parley/timetable_text.h"
#include "story.h"
#include "suite.h"

#define NEL "policies/nel-scp-sab.json"
#define PELICAN "policies/pelican-childcare.json"
#define BRENT "policies/brent-lscb.json"
#define CHSCP "policies/chscp.json"
/* Two that nobody has read: tracks, an exit that needs approval, notices by people. */
#define NORTHMOOR "tests/unit/fixtures/northmoor-scp.json"
#define SOUTHMERE "tests/unit/fixtures/southmere-sab.json"

static struct timetable_row *rows;
static size_t count;
static struct timetable_assumptions assumed;

static struct story *
table(const char *policy, const char *raised, const char *assume)
{
	struct story *s = story_begin(policy);

	ck_assert_msg(timetable_assume(s->p, assume, s->a, &assumed, &s->f) == RESULT_OK, "%s",
	              s->f.fields != NULL ? s->f.fields->reason : "");
	ck_assert_msg(timetable_make(s->p, s->c, at(raised), &assumed, s->a, &rows, &count, &s->f) == RESULT_OK, "%s",
	              s->f.fields != NULL ? s->f.fields->reason : "");
	return s;
}

static const struct timetable_row *
row_of(const struct story *s, const char *stage, enum timetable_branch branch, const char *key)
{
	const struct timetable_row *found = NULL;
	int index = stage == NULL ? -1 : policy_stage_find(s->p, stage);

	for (size_t i = 0; i < count; i++) {
		if (rows[i].stage != index || rows[i].branch != branch || strcmp(rows[i].duty->key, key) != 0)
			continue;
		ck_assert_msg(found == NULL, "%s stands twice", key);
		found = &rows[i];
	}
	return found;
}

static void
row_is_due(const struct story *s, const char *stage, enum timetable_branch branch, const char *key, const char *when)
{
	const struct timetable_row *row = row_of(s, stage, branch, key);

	ck_assert_msg(row != NULL, "there is no row %s", key);
	if (when == NULL) {
		ck_assert_int_ne(row->duty->deadline.state, DEADLINE_DATED);
		return;
	}
	ck_assert_msg(row->duty->deadline.state == DEADLINE_DATED, "%s has no date", key);
	ck_assert_msg(row->duty->deadline.due == at(when), "%s is due %s, not %s", key,
	              words_of(s->a, row->duty->deadline.due), when);
}

static void
is_entered(const struct story *s, const char *stage, const char *when)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].stage == policy_stage_find(s->p, stage))
			ck_assert_msg(rows[i].entered == at(when), "stage %s is entered %s, not %s", stage,
			              words_of(s->a, rows[i].entered), when);
}

START_TEST(redbridge_at_christmas)
{
	struct story *s = table(REDBRIDGE, "2027-12-23T10:00", "concern_date=2027-12-21");

	row_is_due(s, NULL, BRANCH_WAY_ON, "raise", "2027-12-23T17:00");
	row_is_due(s, "1", BRANCH_WAY_ON, "speak", "2027-12-30T17:00");
	is_entered(s, "2", "2027-12-30T17:00");
	row_is_due(s, "2", BRANCH_WAY_ON, "resolve-2", "2028-01-07T17:00");
	is_entered(s, "3", "2028-01-07T17:00");
	row_is_due(s, "3", BRANCH_WAY_ON, "resolve-3", "2028-01-14T17:00");
	is_entered(s, "4", "2028-01-14T17:00");
	row_is_due(s, "4", BRANCH_WAY_ON, "recommend", "2028-01-21T17:00");
	row_is_due(s, "4", BRANCH_DECIDED, "respond.raising", NULL);
	row_is_due(s, "4", BRANCH_DECIDED, "respond.receiving", NULL);
	/* 4.4: agreed on Thursday 30 December, confirmed 'within a further 2 working days': Friday 31, Tuesday 4. */
	row_is_due(s, "1", BRANCH_AGREED, "confirm-1", "2028-01-04T17:00");
	story_end(s);
}
END_TEST

START_TEST(nel_by_the_day_count)
{
	struct story *s = table(NEL, "2026-03-27T16:30", "subject.kind=adult");

	row_is_due(s, "1", BRANCH_WAY_ON, "approach-1", "2026-03-30T17:00");
	row_is_due(s, "2", BRANCH_WAY_ON, "resolve-2", "2026-04-09T17:00");
	row_is_due(s, "3", BRANCH_WAY_ON, "resolve-3", "2026-04-14T17:00");
	row_is_due(s, "4", BRANCH_WAY_ON, "resolve-4", "2026-04-20T17:00");
	row_is_due(s, "5", BRANCH_WAY_ON, "recommend", "2026-04-27T17:00");
	story_end(s);
}
END_TEST

/* What hangs on a fact comes only when the fact is given. */
START_TEST(facts_bring_duties)
{
	struct story *s = table(CHSCP, "2026-06-01T09:00", "");
	size_t without = count;

	story_end(s);
	s = table(CHSCP, "2026-06-01T09:00", "subject.looked_after=yes");
	ck_assert_uint_eq(count, without + 1);
	story_end(s);
	s = table(PELICAN, "2026-06-01T09:00", "category=threshold");
	without = count;
	story_end(s);
	s = table(PELICAN, "2026-06-01T09:00", "");
	ck_assert_uint_eq(count, without - 1);
	story_end(s);
}
END_TEST

/* Each row has its explanation, and no duty of the policy that holds in the case is left out. */
START_TEST(nothing_is_left_out)
{
	static const char *const all[] = { REDBRIDGE, NEL, PELICAN, BRENT, CHSCP, EVERYTHING, NORTHMOOR, SOUTHMERE };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		struct story *s = table(all[i], "2026-06-01T09:00", "");

		for (size_t k = 0; k < s->p->duty_count; k++) {
			const struct policy_duty *rule = &s->p->duties[k];
			bool found = rule->when != NULL || (rule->stage >= 0 && s->p->stages[rule->stage].when != NULL);

			for (size_t r = 0; r < count; r++)
				found = found || rows[r].duty->rule == rule;
			ck_assert_msg(found, "%s: %s is in no row", all[i], rule->id);
		}
		for (size_t r = 0; r < count; r++)
			if (rows[r].duty->deadline.state == DEADLINE_DATED)
				ck_assert_ptr_nonnull(rows[r].duty->deadline.explanation.from_words);
		story_end(s);
	}
}
END_TEST

/* Nothing is due before its stage is reached, from whatever day it is raised. */
START_TEST(stages_follow_each_other)
{
	static const char *const all[] = { REDBRIDGE, NEL, PELICAN, BRENT, CHSCP };

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		struct story *s = story_begin(all[i]);
		struct arena *a = arena_new();

		ck_assert_int_eq(timetable_assume(s->p, "", s->a, &assumed, &s->f), RESULT_OK);
		for (day d = day_from_civil(2026, 1, 1); d < day_from_civil(2027, 1, 1); d++) {
			ck_assert_int_eq(timetable_make(s->p, s->c, instant_at(d, 600), &assumed, a, &rows, &count, &s->f), RESULT_OK);
			for (size_t r = 0; r < count; r++)
				if (rows[r].stage >= 0 && rows[r].duty->deadline.state == DEADLINE_DATED)
					ck_assert(rows[r].duty->deadline.due >= rows[r].entered);
			arena_reset(a);
		}
		arena_free(a);
		story_end(s);
	}
}
END_TEST

START_TEST(beyond_the_calendar)
{
	static const struct { const char *raised, *says; } outside[] = {
		{ "2028-12-20T09:00", "ends with the year 2028" }, { "2029-06-01T09:00", "ends with the year 2028" },
		{ "1999-06-01T09:00", "begins with the year " },
	};
	struct story *s = story_begin(REDBRIDGE);

	ck_assert_int_eq(timetable_assume(s->p, "", s->a, &assumed, &s->f), RESULT_OK);
	for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++) {
		struct timetable_row *untouched = rows = NULL;

		fault_init(&s->f, s->a);
		ck_assert_int_eq(timetable_make(s->p, s->c, at(outside[i].raised), &assumed, s->a, &rows, &count, &s->f), RESULT_INVALID);
		ck_assert_ptr_eq(rows, untouched);
		ck_assert_str_eq(s->f.fields->pointer, "/raised");
		ck_assert_ptr_nonnull(strstr(s->f.fields->reason, "The list of bank holidays for England and Wales"));
		ck_assert_msg(strstr(s->f.fields->reason, outside[i].says) != NULL, "%s", s->f.fields->reason);
	}
	story_end(s);
}
END_TEST

START_TEST(what_cannot_be_assumed)
{
	static const struct { const char *assume, *says; } wrong[] = {
		{ "subject.looked_aftr=yes", "There are: subject.kind, subject.child_protection_plan, subject.looked_after" },
		{ "subject.kind=adult", "subject.kind cannot be \"adult\". It can be: child." },
		{ "category=everything", "It can be: levels-of-need, " },
		{ "raising.sector=navy", "raising.sector cannot be \"navy\"" },
		{ "raising.role=captain", "It can be: " },
		{ "track=fast", "Under this policy there is no track to choose." },
		{ "concern_date=yesterday", "concern_date must be a day" },
		{ "subject.looked_after=maybe", "It can be: yes, no." },
		{ "category", "name=value" },
		{ "=child", "name=value" },
		{ "field:nothing=yes", "There is nothing called \"field:nothing\"" },
		{ "concern=decision,concern=disagreement", "concern is assumed twice." },
		{ "concern=decision,", "name=value" },
	};
	struct story *s = story_begin(REDBRIDGE);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		fault_init(&s->f, s->a);
		ck_assert_msg(timetable_assume(s->p, wrong[i].assume, s->a, &assumed, &s->f) == RESULT_INVALID, "%s",
		              wrong[i].assume);
		ck_assert_str_eq(s->f.fields->pointer, "/assume");
		ck_assert_msg(strstr(s->f.fields->reason, wrong[i].says) != NULL, "%s", s->f.fields->reason);
	}
	story_end(s);
}
END_TEST

START_TEST(what_can_be_assumed)
{
	struct story *s = story_begin(REDBRIDGE);

	ck_assert_int_eq(timetable_assume(s->p, " raising.sector = health , concern=decision,same_agency=yes", s->a, &assumed,
	                                  &s->f), RESULT_OK);
	ck_assert_str_eq(assumed.raising_sector, "health");
	ck_assert_ptr_null(assumed.receiving_sector);
	ck_assert(assumed.same_agency);
	ck_assert_uint_eq(assumed.said_count, 4);
	ck_assert_str_eq(assumed.said[0], "raising.sector=health");
	/* The only kind of person whom this policy is about. */
	ck_assert_str_eq(assumed.said[3], "subject.kind=child");
	ck_assert_uint_eq(assumed.count, 2);
	story_end(s);
}
END_TEST

static void
text_has(const struct buffer *b, const char *part)
{
	ck_assert_msg(strstr(b->data, part) != NULL, "%s is not in:\n%.2000s", part, b->data);
}

START_TEST(as_text)
{
	struct story *s = table(REDBRIDGE, "2027-12-23T10:00", "");
	struct buffer b;

	buffer_init(&b, 0);
	timetable_text_write(&b, &(struct timetable_view){ s->p, at("2027-12-23T10:00"), &assumed, rows, count });
	ck_assert(buffer_ok(&b));
	text_has(&b, "Taken as given: subject.kind=child.");
	text_has(&b, "\nStage 1: Practitioner to practitioner (4.4)\nfrom Thursday 23 December 2027 at 10am\n");
	text_has(&b, "\n  Thursday 30 December 2027 at 5pm\n    The receiving side, Practitioner: ");
	text_has(&b, "(Christmas Day");
	text_has(&b, "\n      Only if it is not agreed by then.\n");
	text_has(&b, "\n  If it is agreed when that time has run out:\n\n  Tuesday 4 January 2028 at 5pm\n");
	for (const char *line = b.data; *line != '\0'; line += strcspn(line, "\n") + 1)
		ck_assert_uint_le(strcspn(line, "\n"), 80);
	buffer_clear(&b);
	story_end(s);
}
END_TEST

START_TEST(as_json)
{
	struct story *s = table(REDBRIDGE, "2027-12-23T10:00", "");
	struct buffer b;

	buffer_init(&b, 0);
	json_object(&b, NULL);
	timetable_text_json(&b, &(struct timetable_view){ s->p, at("2027-12-23T10:00"), &assumed, rows, count });
	json_end_object(&b);
	ck_assert(buffer_ok(&b));
	text_has(&b, "\"assumed\":[\"subject.kind=child\"],\"questions\":[{");
	text_has(&b, "\"due\":{\"at\":\"2027-12-30T17:00:00+00:00\"");
	text_has(&b, "\"skipped\":[{\"day\":\"2027-12-25\",\"words\":\"Saturday 25 December 2027\",\"why\":\"Saturday\"}");
	text_has(&b, "\"agreed\":[{\"duty\":\"confirm-1\"");
	text_has(&b, "\"decided\":[{\"duty\":\"respond.raising\"");
	buffer_clear(&b);
	story_end(s);
}
END_TEST

/* What the dates hang on is asked for, and nothing else; each answer can be taken as given. */
START_TEST(questions_are_drawn_from_the_conditions)
{
	static const struct { const char *policy, *names; } wanted[] = {
		{ NEL, "subject.kind " }, { PELICAN, "category " }, { BRENT, "" },
		{ CHSCP, "subject.child_protection_plan subject.looked_after " },
		{ "tests/unit/fixtures/everything.json", "subject.kind category concern_date immediate_risk field:legal " },
	};

	for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
		struct story *s = story_begin(wanted[i].policy);
		struct timetable_question *list;
		const char *names = "";
		size_t n;

		timetable_questions(s->p, s->a, &list, &n);
		for (size_t k = 0; k < n; k++) {
			names = arena_format(s->a, "%s%s ", names, list[k].name);
			for (size_t v = 0; v < list[k].value_count; v++)
				ck_assert_int_eq(timetable_assume(s->p, arena_format(s->a, "%s=%s", list[k].name,
				                 list[k].values[v]), s->a, &assumed, &s->f), RESULT_OK);
		}
		ck_assert_str_eq(names, wanted[i].names);
		story_end(s);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { redbridge_at_christmas, nel_by_the_day_count, facts_bring_duties, nothing_is_left_out,
		stages_follow_each_other, beyond_the_calendar, what_cannot_be_assumed, what_can_be_assumed, as_text, as_json,
		questions_are_drawn_from_the_conditions };

	return SUITE_RUN("timetable", tests);
}
