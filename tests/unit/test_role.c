/* test_role.c - job titles to stage roles: when two titles are the same, which rule comes first, and the matrix as rules. */
#include <check.h>
#include <string.h>

#include "parley/role.h"
#include "suite.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

START_TEST(titles_that_read_the_same)
{
	static const char *const pairs[][2] = {
		{ "Social Worker", "social worker" },
		{ "Social Worker", "  SOCIAL \t  WORKER " },
		{ "Social Worker", "Social\u00a0Worker\u2009" },
		{ "Social Worker", "\ufeffSocial Wor\u00adker\u200b" },
		{ "Head of Children's Health", "head of children\u2019s health" },
		{ "Nurse - Named", "Nurse \u2013 Named" },
		{ "\u00c9ducatrice", "\u00e9ducatrice" },
		{ "\u0141\u00d3D\u0179", "\u0142\u00f3d\u017a" },
		{ "\u0178", "\u00ff" },
		{ "\u0391\u0393\u039d\u0389", "\u03b1\u03b3\u03bd\u03ae" },
		{ "\u039f\u0394\u039f\u03a3", "\u03bf\u03b4\u03bf\u03c2" }, /* final sigma */
		{ "\u0416\u0401", "\u0436\u0451" },
		{ "", "  \t" },
		{ "\xff", "\xff" },
	};

	for (size_t i = 0; i < COUNT(pairs); i++) {
		ck_assert_msg(role_title_same(pairs[i][0], pairs[i][1]), "%s / %s", pairs[i][0], pairs[i][1]);
		ck_assert_msg(role_title_same(pairs[i][1], pairs[i][0]), "%s / %s", pairs[i][1], pairs[i][0]);
		ck_assert_msg(role_title_hash(pairs[i][0]) == role_title_hash(pairs[i][1]), "%s / %s", pairs[i][0], pairs[i][1]);
	}
}
END_TEST

START_TEST(titles_that_differ)
{
	static const char *const pairs[][2] = {
		{ "Social Worker", "Social Workers" }, { "Social Worker", "SocialWorker" }, { "Head Teacher", "Headteacher" },
		{ "Manager", "" }, { "Education", "\u00c9ducation" }, { "a", "\u03b1" }, { "\u00d7", "\u00f7" },
		{ "Team Manager", "Team-Manager" }, { "\xff", "\xfe" }, { "\xc3", "\u00c3" }, { "*", "x" },
	};

	for (size_t i = 0; i < COUNT(pairs); i++)
		ck_assert_msg(!role_title_same(pairs[i][0], pairs[i][1]), "%s / %s", pairs[i][0], pairs[i][1]);
}
END_TEST

START_TEST(patterns)
{
	static const struct { const char *pattern, *title; bool fits; } cases[] = {
		{ "*", "", true }, { "*", "anything at all", true }, { "**", "x", true }, { "", "", true }, { "", "x", false },
		{ "head of *", "Head of Service", true }, { "Head of *", "Head  OF  x", true }, { "Head of *", "Head of", false },
		{ "Head of*", "Head of", true }, { "*manager*", "Deputy Team Manager (Nights)", true },
		{ "*manager", "Deputy Team Manager (Nights)", false }, { "*nurse", "Named Nurse", true },
		{ "* nurse", "Nurse", false }, { "?ard *", "Ward Sister", true }, { "?ard *", "ard x", false },
		{ "grade ?", "Grade 6", true }, { "grade ?", "Grade 16", false }, { "?", "\u4f1f", true }, { "?", "", false },
		{ "\u00c9*\u00c9", "\u00e9x\u00e9", true }, { "a*b*c", "aXbYbZc", true }, { "a*b*c", "aXbYcZ", false },
		{ "*a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false },
		{ "children's *", "Children\u2019s Social Worker", true }, { "[a-z]*", "x", false }, { "\\*", "*", false },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		ck_assert_msg(role_title_fits(cases[i].pattern, cases[i].title) == cases[i].fits, "%s / %s", cases[i].pattern,
		    cases[i].title);
}
END_TEST

#define TITLES(...) \
	.titles = (const char *const[]){ __VA_ARGS__ }, .title_count = sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static const struct role_rule rules[] = {
	{ .sector = "health", TITLES("Boss", "Manager"), .roles = "senior-manager", .why = "10" },
	{ .agency_id = "little-herons", .match = ROLE_MATCH_PATTERN, TITLES("*manager*"), .roles = "head", .why = "20" },
	{ TITLES("Manager"), .roles = "line-manager", .why = "30" },
	{ TITLES("manager"), .roles = "never", .why = "30, but later" },
	{ .match = ROLE_MATCH_PATTERN, TITLES("*"), .group = "cn=Chairs,dc=x", .roles = "chair", .why = "40" },
	{ TITLES(""), .roles = "never", .why = "50" },
	{ TITLES("Caretaker"), .roles = "", .why = "60" },
	{ .department = "night shift*", .roles = "night", .why = "70" },
};

static const char *
why(const char *title, const char *sector, const char *agency, const char *group)
{
	struct role_subject s = {
		.title = title, .sector = sector, .agency_id = agency, .groups = &group, .group_count = group != NULL,
	};
	const struct role_rule *rule = role_resolve(rules, COUNT(rules), &s);

	return rule != NULL ? rule->why : "nobody";
}

START_TEST(the_first_rule_that_matches)
{
	ck_assert_str_eq(why("manager", "health", "st-brides", NULL), "10");
	ck_assert_str_eq(why("manager", "education", "ashgrove", NULL), "30");
	ck_assert_str_eq(why("Nursery Manager", "early-years", "little-herons", NULL), "20");
	ck_assert_str_eq(why("Nursery Manager", "early-years", "other", NULL), "nobody");
	/* The first of the list counts; and no rule for a sector fits whoever has none. */
	ck_assert_str_eq(why("boss", "health", "st-brides", NULL), "10");
	ck_assert_str_eq(why("manager", "health", "little-herons", NULL), "10");
	ck_assert_str_eq(why("manager", NULL, NULL, NULL), "30");
	ck_assert_str_eq(why("cleaner", NULL, NULL, "CN=chairs,DC=x"), "40");
	ck_assert_str_eq(why(NULL, NULL, NULL, "cn=chairs,dc=x"), "40");
	ck_assert_str_eq(why("cleaner", NULL, NULL, "cn=chairs"), "nobody");
	ck_assert_str_eq(why(NULL, "health", "st-brides", NULL), "nobody");
	ck_assert_str_eq(why("", "health", "st-brides", NULL), "nobody");
	ck_assert_str_eq(why("caretaker", NULL, NULL, NULL), "60");
}
END_TEST

START_TEST(departments)
{
	struct role_subject s = { .title = "Cleaner", .department = "Night Shift (wards)" };

	ck_assert_str_eq(role_resolve(rules, COUNT(rules), &s)->why, "70");
	s.title = NULL;
	ck_assert_str_eq(role_resolve(rules, COUNT(rules), &s)->why, "70");
	s.title = "Manager";
	ck_assert_str_eq(role_resolve(rules, COUNT(rules), &s)->why, "30");
	s = (struct role_subject){ .title = "Cleaner", .department = "Day shift" };
	ck_assert(role_resolve(rules, COUNT(rules), &s) == NULL);
}
END_TEST

START_TEST(lists_of_roles)
{
	ck_assert(role_lists_same("", ""));
	ck_assert(role_lists_same("a b", " b  a "));
	ck_assert(role_lists_same("a a", "a"));
	ck_assert(!role_lists_same("a", "a b"));
	ck_assert(!role_lists_same("a b", "b"));
	ck_assert(!role_lists_same("ab", "a b"));
	ck_assert(role_list_has("one two", "two"));
	ck_assert(!role_list_has("one two", "tw"));
	ck_assert(!role_list_has("", "x"));
}
END_TEST

START_TEST(what_covers_what)
{
	const struct role_rule all = { .roles = "x" }, nurse = { TITLES("Nurse"), .roles = "x" },
		nurses = { TITLES("nurse", "Ward Sister"), .roles = "y" },
		health = { .sector = "health", TITLES("NURSE"), .roles = "z" },
		star = { .match = ROLE_MATCH_PATTERN, TITLES("*"), .roles = "x" },
		any_nurse = { .match = ROLE_MATCH_PATTERN, TITLES("*nurse*"), .roles = "x" },
		group = { TITLES("Nurse"), .group = "cn=a", .roles = "x" },
		night = { .department = "Night*", TITLES("Nurse"), .roles = "x" };
	const struct { const struct role_rule *earlier, *later; bool covers; } cases[] = {
		{ &all, &nurse, true }, { &nurse, &all, false }, { &nurse, &nurses, false }, { &nurses, &nurse, true },
		{ &nurse, &health, true }, { &health, &nurse, false }, { &star, &nurses, true }, { &any_nurse, &nurse, true },
		{ &any_nurse, &nurses, false }, { &nurse, &any_nurse, false }, { &any_nurse, &any_nurse, true },
		{ &star, &any_nurse, true }, { &nurse, &group, true }, { &group, &nurse, false }, { &nurse, &night, true },
		{ &night, &nurse, false }, { &night, &night, true }, { &star, &all, false }, { &all, &star, true },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		ck_assert_msg(role_covers(cases[i].earlier, cases[i].later) == cases[i].covers, "case %zu", i);
}
END_TEST

START_TEST(rules_against_everybody)
{
	static const struct role_subject people[] = {
		{ .title = "Manager", .sector = "health" },  /* 10 decides; 30 and its double match */
		{ .title = "Manager" },                      /* 30 decides */
		{ .title = "Caretaker" },
		{ .title = "Nobody" },
	};
	struct arena *a = arena_new();
	struct role_review review;

	role_review(rules, COUNT(rules), people, COUNT(people), a, &review);
	ck_assert_uint_eq(review.uses[0].decides, 1);
	ck_assert_uint_eq(review.uses[2].matches, 2);
	ck_assert_uint_eq(review.uses[2].decides, 1);
	ck_assert_uint_eq(review.uses[2].earlier, 0);
	ck_assert_uint_eq(review.uses[3].matches, 2);
	ck_assert_uint_eq(review.uses[3].decides, 0);
	ck_assert_uint_eq(review.uses[3].earlier, 0);
	ck_assert_uint_eq(review.uses[1].matches, 0);
	ck_assert_uint_eq(review.dispute_count, 2);
	ck_assert_uint_eq(review.disputes[0].subject, 0);
	ck_assert_uint_eq(review.disputes[0].first, 0);
	ck_assert_uint_eq(review.disputes[0].second, 2);
	ck_assert_uint_eq(review.disputes[1].subject, 1);
	ck_assert_uint_eq(review.disputes[1].second, 3);
	role_review(NULL, 0, people, COUNT(people), a, &review);
	ck_assert_uint_eq(review.dispute_count, 0);
	arena_free(a);
}
END_TEST

START_TEST(names_of_matches)
{
	enum role_match m = ROLE_MATCH_EXACT;

	ck_assert(role_match_find("pattern", &m) && m == ROLE_MATCH_PATTERN);
	ck_assert(role_match_find(role_match_name(ROLE_MATCH_EXACT), &m) && m == ROLE_MATCH_EXACT);
	m = ROLE_MATCH_PATTERN;
	ck_assert(!role_match_find("Exact", &m) && !role_match_find(NULL, &m) && !role_match_find("", &m));
	ck_assert_int_eq(m, ROLE_MATCH_PATTERN);
}
END_TEST

static const struct policy_role roles[] = {
	{ .id = "practitioner", .name = "Practitioner" },
	{ .id = "line-manager", .name = "Line manager" },
	{ .id = "safeguarding-lead", .name = "Safeguarding lead" },
};
static const char *const dsl[] = { "Designated Safeguarding Lead", "Deputy Head" };
static const char *const dsl_again[] = { "Teacher", "designated  safeguarding lead" };
static const char *const leads[] = { "DESIGNATED SAFEGUARDING LEAD", "Named Nurse" };
static const char *const nurses[] = { "Named Nurse" };
static const struct policy_titles matrix[] = {
	{ .role = 2, .sector = NULL, .titles = leads, .title_count = 2, .clause = "4.1", .suggested = true },
	{ .role = 1, .sector = "education", .titles = dsl, .title_count = 2, .clause = "4.5" },
	{ .role = 0, .sector = "education", .titles = dsl_again, .title_count = 2, .clause = "4.4" },
	{ .role = 2, .sector = "education", .titles = dsl, .title_count = 1, .clause = "9.9" }, /* given already, in 4.1 */
	{ .role = 1, .sector = "health", .titles = nurses, .title_count = 1, .clause = "4.6" },
};
static const struct policy policy = {
	.title = "Escalation Policy", .roles = roles, .role_count = COUNT(roles), .matrix = matrix,
	.matrix_count = COUNT(matrix),
};

START_TEST(the_matrix_as_rules)
{
	static const struct { const char *sector, *title, *roles, *why; } expected[] = {
		{ "education", "Designated Safeguarding Lead", "safeguarding-lead line-manager practitioner",
		    "Escalation Policy: Safeguarding lead (4.1, suggested), Line manager (4.5), Practitioner (4.4)" },
		{ "education", "Deputy Head", "line-manager", "Escalation Policy: Line manager (4.5)" },
		{ "education", "Teacher", "practitioner", "Escalation Policy: Practitioner (4.4)" },
		{ "health", "Named Nurse", "safeguarding-lead line-manager",
		    "Escalation Policy: Safeguarding lead (4.1, suggested), Line manager (4.6)" },
		{ NULL, "DESIGNATED SAFEGUARDING LEAD", "safeguarding-lead",
		    "Escalation Policy: Safeguarding lead (4.1, suggested)" },
		{ NULL, "Named Nurse", "safeguarding-lead", "Escalation Policy: Safeguarding lead (4.1, suggested)" },
	};
	struct arena *a = arena_new();
	struct role_rule *made = NULL;
	size_t count = 0;

	role_rules_from_matrix(&policy, a, &made, &count);
	ck_assert_uint_eq(count, COUNT(expected));
	for (size_t i = 0; i < count; i++) {
		ck_assert_int_eq(made[i].match, ROLE_MATCH_EXACT);
		ck_assert_str_eq(made[i].sector != NULL ? made[i].sector : "", expected[i].sector != NULL ? expected[i].sector : "");
		ck_assert_uint_eq(made[i].title_count, 1);
		ck_assert_str_eq(made[i].titles[0], expected[i].title);
		ck_assert_str_eq(made[i].roles, expected[i].roles);
		ck_assert_str_eq(made[i].why, expected[i].why);
		ck_assert(made[i].group == NULL && made[i].agency_id == NULL);
	}
	/* And each person comes to what the matrix says. */
	struct role_subject nurse = { .title = "named nurse", .sector = "police", .agency_id = "marlowe-police" };
	ck_assert_str_eq(role_resolve(made, count, &nurse)->roles, "safeguarding-lead");
	nurse.sector = "health";
	ck_assert_str_eq(role_resolve(made, count, &nurse)->roles, "safeguarding-lead line-manager");
	arena_free(a);
}
END_TEST

START_TEST(an_empty_matrix)
{
	static const struct policy empty = { .title = "x" };
	struct arena *a = arena_new();
	struct role_rule *made = NULL;
	struct role_subject s = { .title = "x" };
	size_t count = 7;

	role_rules_from_matrix(&empty, a, &made, &count);
	ck_assert_uint_eq(count, 0);
	ck_assert(role_resolve(made, count, &s) == NULL);
	arena_free(a);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { titles_that_read_the_same, titles_that_differ, patterns,
		the_first_rule_that_matches, departments, lists_of_roles,
		what_covers_what, rules_against_everybody, names_of_matches, the_matrix_as_rules, an_empty_matrix };

	return SUITE_RUN("role", tests);
}
