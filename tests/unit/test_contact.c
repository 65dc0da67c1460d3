/* test_contact.c - what a policy names, what the partnership says of it, and when that held. */
#include "parley/contact.h"

#include "suite.h"

static const struct policy_contact numbers[] = { { "Emergency services", "999", NULL, NULL }, { "MASH", "01472", "mash@x.org", "Ask" } };
static const int chair[] = { 1 }, worker[] = { 0 }, both[] = { 0, 1 };
static const struct policy_who told[] = {
	{ .kind = WHO_SIDE, .side = SIDE_RAISING, .roles = worker, .role_count = 1 },
	{ .kind = WHO_ROLE, .roles = chair, .role_count = 1 },
};
static const struct policy_emergency routes[] = {
	{ .id = "child", .clause = "1", .text = "Ring.", .contacts = numbers, .contact_count = 2, .tell = told, .tell_count = 2 },
	{ .id = "adult", .clause = "2", .text = "Ring.", .contacts = numbers, .contact_count = 1 },
};
static const struct policy_notice notices[] = {
	{ .id = "box", .clause = "3", .to = { .kind = WHO_MAILBOX, .mailbox = "box@x.org" } },
	{ .id = "sector", .clause = "4", .to = { .kind = WHO_SECTOR, .sector = "health", .roles = worker, .role_count = 1 } },
	{ .id = "mixed", .clause = "5", .to = { .kind = WHO_BOTH, .roles = both, .role_count = 2 } },
};
static const struct policy_role roles[] = { { .id = "worker", .name = "Worker" }, { .id = "chair", .name = "Chair", .partnership = true } };
static struct policy
a_policy(const struct contact_book *book)
{
	return (struct policy){ .id = "p", .roles = roles, .role_count = 2, .emergencies = routes, .emergency_count = 2,
		.notices = notices, .notice_count = 3, .contacts = book };
}

START_TEST(names_each_once)
{
	struct arena *a = arena_new();
	const struct policy p = a_policy(NULL);
	const char *const wanted[] = { "Emergency services", "MASH", "chair", "box@x.org", "worker" };
	struct contact_place *places;
	size_t count;

	contact_places(&p, a, &places, &count);
	ck_assert_uint_eq(count, 5);
	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(places[i].contact, wanted[i]);
	ck_assert_str_eq(places[0].clause, "1");
	/* The worker is named at a sector's agencies, not as a side's. */
	ck_assert_str_eq(places[4].sector, "health");
	ck_assert_ptr_null(contact_place_find(places, count, "nobody"));
	arena_free(a);
}
END_TEST

START_TEST(said_from_when_until_when)
{
	struct arena *a = arena_new();
	const struct contact_given items[] = {
		{ "p", "box@x.org", "The office", NULL, "new@x.org", NULL, 200, INSTANT_NONE },
		{ "p", "box@x.org", NULL, NULL, "old@x.org", NULL, 100, 200 },
		{ "other", "MASH", "Elsewhere", "1", NULL, NULL, 100, INSTANT_NONE },
		{ "p", "chair", "J Roe", "0207", "chair@x.org", "Always", 100, INSTANT_NONE },
	};
	const struct contact_book book = { items, 4 }, taken_back = { &items[1], 1 };
	const struct policy p = a_policy(&book);
	const struct { instant at; const char *address; } cases[] = { { 99, "box@x.org" }, { 100, "old@x.org" }, { 199, "old@x.org" },
		{ 200, "new@x.org" }, { INSTANT_NONE, "new@x.org" } };
	const char *out[3];
	struct contact_shown c;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_uint_eq(contact_addresses(&p, &notices[0].to, cases[i].at, out), 1);
		ck_assert_str_eq(out[0], cases[i].address);
	}
	ck_assert_str_eq(contact_text(&p, "Write to box@x.org, yes, box@x.org.", INSTANT_NONE, a), "Write to new@x.org, yes, new@x.org.");
	ck_assert_str_eq(contact_text(&p, "Write to box@x.org.", 50, a), "Write to box@x.org.");
	ck_assert_ptr_null(contact_text(&p, NULL, 50, a));
	/* A message that waits goes where whoever it was meant for is now. */
	ck_assert_str_eq(contact_present(&book, "box@x.org"), "new@x.org");
	ck_assert_str_eq(contact_present(&book, "old@x.org"), "new@x.org");
	ck_assert_str_eq(contact_present(&book, "new@x.org"), "new@x.org");
	ck_assert_str_eq(contact_present(&book, "nobody@x.org"), "nobody@x.org");
	ck_assert_str_eq(contact_present(&taken_back, "old@x.org"), "box@x.org");
	/* What another policy names is another contact. */
	c = contact_shown(&p, &numbers[1]);
	ck_assert_str_eq(c.name, "MASH");
	ck_assert_str_eq(c.telephone, "01472");
	/* Of roles only those outside both sides. */
	ck_assert_uint_eq(contact_addresses(&p, &notices[2].to, INSTANT_NONE, out), 1);
	ck_assert_str_eq(out[0], "chair@x.org");
	ck_assert(!contact_role_shown(&p, &told[0], 0, a, &c));
	ck_assert(contact_role_shown(&p, &told[1], 0, a, &c));
	ck_assert_str_eq(c.name, "Chair: J Roe");
	ck_assert_str_eq(c.hours, "Always");
	arena_free(a);
}
END_TEST

int
main(void)
{
	const TTest *const all[] = { names_each_once, said_from_when_until_when };

	return SUITE_RUN("contact", all);
}
