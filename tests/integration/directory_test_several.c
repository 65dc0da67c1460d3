/* directory_test_several.c - the directory room: several directories, and one in the shapes of Active Directory. */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../src/directory/trouble.h"
#include "directory_fixture.h"

#define TRUST_PASSWORD "trust-pass"

static struct server trust;

static struct directory_settings
trust_settings(void)
{
	return (struct directory_settings){
		.name = "trust",
		.preset = "active-directory",
		.uris = arena_format(arena, "ldaps://127.0.0.1:%u", trust.tls_port),
		.ca_file = path("good/tls/ca.pem"),
		.bind_dn = "cn=parley,dc=trust,dc=test",
		.bind_password = "parley-at-the-trust",
		.base = "dc=trust,dc=test",
		.domains = "trust.test TRUST",
		/* slapd does not know objectCategory as Active Directory has it. */
		.user_filter = "(&(objectClass=user)(|(sAMAccountName=%u)(userPrincipalName=%s)))",
		.people_filter = "(objectClass=user)",
		.connect_seconds = 2,
		.operation_seconds = 2,
	};
}

static void
with_trust(void)
{
	trust = (struct server){ 0 };
	start_server("trust", &trust);
}

/* --- Active Directory --- */

START_TEST(one_person_however_their_name_is_typed)
{
	static const char *const typed[] = { "JSmith", "jsmith", "JSMITH", "jsmith@trust.test", "JSmith@TRUST.TEST", "TRUST\\jsmith",
		"trust\\JSmith" };
	static const char *const not_theirs[] = { "jsmith@elsewhere.test", "OTHER\\jsmith", "jsmith@", "@trust.test", "TRUST\\",
		"jsmith@trust.test@trust.test", "*@trust.test", "TRUST\\*" };
	struct directory *d;

	with_trust();
	d = open_with(trust_settings());
	for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
		ck_assert_msg(sign_in(d, typed[i], TRUST_PASSWORD) == RESULT_OK, "%s: %s", typed[i], fault.code);
		ck_assert_str_eq(person.key, "303132333435363738396162636465" "31");
		ck_assert_str_eq(person.username, "JSmith");
	}
	ck_assert_str_eq(person.title, "Safeguarding Midwife");
	ck_assert_str_eq(person.department, "Maternity");
	ck_assert_str_eq(person.agency, "St Bride's Hospital");
	ck_assert_str_eq(person.directory, "trust");
	ck_assert(person.changed <= instant_now() && person.changed > instant_now() - INSTANT_HOUR);
	for (size_t i = 0; i < sizeof not_theirs / sizeof not_theirs[0]; i++)
		REFUSED(d, not_theirs[i], TRUST_PASSWORD);
	/* Two entries of one name, and a name that a distinguished name has to escape. */
	REFUSED(d, "twin", TRUST_PASSWORD);
	ck_assert_int_eq(sign_in(d, "mary.oneil", TRUST_PASSWORD), RESULT_OK);
	ck_assert_ptr_nonnull(strstr(person.dn, "Mary (Ward *)"));
	directory_close(d);
	stop_server(&trust);
}
END_TEST

START_TEST(accounts_are_told_apart_after_the_right_password)
{
	static const struct { const char *data; enum trouble trouble; } said[] = {
		{ "525", TROUBLE_DENIED }, { "52e", TROUBLE_DENIED }, { "530", TROUBLE_DENIED }, { "531", TROUBLE_DENIED },
		{ "532", TROUBLE_OLD_PASSWORD }, { "533", TROUBLE_DISABLED }, { "701", TROUBLE_EXPIRED },
		{ "773", TROUBLE_MUST_CHANGE }, { "775", TROUBLE_DENIED }, { "", TROUBLE_DENIED },
	};
	struct directory *d;

	with_trust();
	d = open_with(trust_settings());
	REFUSED(d, "gone.away", "wrong");
	ck_assert_int_eq(sign_in(d, "gone.away", TRUST_PASSWORD), RESULT_DENIED);
	ck_assert_str_eq(fault.code, "account-disabled");
	REFUSED(d, "ran.out", "wrong");
	ck_assert_int_eq(sign_in(d, "ran.out", TRUST_PASSWORD), RESULT_DENIED);
	ck_assert_str_eq(fault.code, "account-expired");
	fault_init(&fault, arena);
	ck_assert_int_eq(directory_find(d, NULL, "gone.away", arena, &person, &fault), RESULT_NOT_FOUND);
	fault_init(&fault, arena);
	ck_assert_int_eq(directory_find(d, NULL, "ran.out", arena, &person, &fault), RESULT_NOT_FOUND);
	directory_close(d);
	stop_server(&trust);
	/* As a Windows server says it. */
	for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
		ck_assert_int_eq(trouble_from_sign_in(49, arena_format(arena, "Invalid credentials: 80090308: LdapErr: "
		    "DSID-0C09044E, comment: AcceptSecurityContext error, data %s, v4563", said[i].data)), said[i].trouble);
	ck_assert_int_eq(trouble_from_sign_in(49, "Invalid credentials"), TROUBLE_DENIED);
}
END_TEST

static bool
is_in(const char *group)
{
	for (size_t i = 0; i < person.group_count; i++)
		if (strcmp(person.groups[i], group) == 0)
			return true;
	return false;
}

START_TEST(groups_in_groups_and_in_a_circle)
{
	struct directory_settings s;
	struct directory_person *people = NULL;
	struct directory_counts before, after;
	struct directory *d;
	size_t count = 0;

	with_trust();
	s = trust_settings();
	d = open_with(s);
	ck_assert_int_eq(sign_in(d, "jsmith", TRUST_PASSWORD), RESULT_OK);
	ck_assert_uint_eq(person.group_count, 1);
	ck_assert_str_eq(person.groups[0], "cn=inner,dc=trust,dc=test");
	directory_close(d);

	s.nested_groups = true;
	s.admin_group = "CN=Ring, DC=trust,DC=test";
	d = open_with(s);
	ck_assert_int_eq(sign_in(d, "jsmith", TRUST_PASSWORD), RESULT_OK);
	ck_assert_uint_eq(person.group_count, 4);
	ck_assert(is_in("cn=outer,dc=trust,dc=test") && is_in("cn=ring,dc=trust,dc=test"));
	ck_assert(is_in("cn=far,dc=trust,dc=test")); /* by tokenGroups alone */
	ck_assert(person.administrator);
	/* Once the groups were read: one search, one bind, and the read of tokenGroups. */
	directory_counts(d, &before);
	ck_assert_int_eq(sign_in(d, "jsmith", TRUST_PASSWORD), RESULT_OK);
	directory_counts(d, &after);
	ck_assert_uint_eq(after.searches - before.searches, 1);
	ck_assert_uint_eq(after.binds - before.binds, 1);
	ck_assert_uint_eq(after.others - before.others, 1);
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_OK);
	person = *find_in(people, count, "JSmith");
	ck_assert_uint_eq(person.group_count, 3);
	ck_assert(person.administrator);
	directory_close(d);
	stop_server(&trust);
}
END_TEST

START_TEST(groups_are_followed_without_memberof)
{
	struct directory_settings s;
	struct server plain = { 0 };
	struct directory *d;

	start_server("plain", &plain);
	s = settings(&plain);
	s.nested_groups = true;
	d = open_with(s);
	ACCEPTED(d, "dev.sharma"); /* a group inside the administrators' */
	ck_assert(person.administrator);
	ACCEPTED(d, "priya.nair");
	ck_assert(!person.administrator);
	ck_assert(is_in("cn=circle-a,ou=groups," BASE) && is_in("cn=circle-b,ou=groups," BASE));
	directory_close(d);
	stop_server(&plain);
}
END_TEST

START_TEST(an_agency_by_base_and_by_group)
{
	static const struct directory_agency bases[] = { { "dc=trust,dc=test", "trust" },
		{ "OU=Midwives, dc=trust,dc=test", "maternity" }, { "ou=wives,dc=trust,dc=test", "wrong" } };
	static const struct directory_agency groups[] = { { "cn=far,dc=trust,dc=test", "far" },
		{ "cn=inner,dc=trust,dc=test", "inner" } };
	struct directory_settings s;
	struct directory *d;

	with_trust();
	s = trust_settings();
	s.agency_by = DIRECTORY_AGENCY_BY_BASE;
	s.agencies = bases;
	s.agency_count = 3;
	d = open_with(s);
	ck_assert_int_eq(sign_in(d, "jsmith", TRUST_PASSWORD), RESULT_OK);
	ck_assert_str_eq(person.agency_id, "maternity");
	ck_assert_ptr_null(person.agency);
	directory_close(d);
	s.agency_by = DIRECTORY_AGENCY_BY_GROUP;
	s.agencies = groups;
	s.agency_count = 2;
	d = open_with(s);
	ck_assert_int_eq(sign_in(d, "jsmith", TRUST_PASSWORD), RESULT_OK);
	ck_assert_str_eq(person.agency_id, "inner");
	ck_assert_int_eq(sign_in(d, "mary.oneil", TRUST_PASSWORD), RESULT_OK);
	ck_assert_ptr_null(person.agency_id);
	directory_close(d);
	stop_server(&trust);
}
END_TEST

START_TEST(some_people_by_what_they_are_known_by)
{
	const char *keys[] = { "30313233343536373839616263646531", "30313233343536373839616263646533",
		"00000000000000000000000000000000" };
	struct directory_person *people = NULL;
	struct directory *d;
	size_t count = 0;

	with_trust();
	d = open_with(trust_settings());
	/* One who is there, one who is disabled, one who never was. */
	ck_assert_int_eq(directory_people_of(d, keys, 3, arena, &people, &count, &fault), RESULT_OK);
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(people[0].username, "JSmith");
	directory_close(d);
	stop_server(&trust);

	d = open_with(settings(&good));
	ck_assert_int_eq(directory_find(d, NULL, "ruth.calloway", arena, &person, &fault), RESULT_OK);
	keys[0] = person.key;
	keys[1] = "*)(uid=*";
	ck_assert_int_eq(directory_people_of(d, keys, 2, arena, &people, &count, &fault), RESULT_OK);
	ck_assert_uint_eq(count, 1);
	ck_assert_ptr_nonnull(people[0].manager_key);
	directory_close(d);
}
END_TEST

/* --- several --- */

static struct directories *
open_both(const char *first_uris)
{
	struct directory_settings both[2] = { settings(&good), trust_settings() };

	if (first_uris != NULL)
		both[0].uris = first_uris;
	return directories_open(both, 2);
}

static enum result
sign_in_at(struct directories *ds, const char *username, const char *password, bool *guessed)
{
	struct directories_asked asked = { username, password };

	fault_init(&fault, arena);
	person = (struct directory_person){ .name = "untouched" };
	return directories_sign_in(ds, &asked, arena, &person, guessed, &fault);
}

#define AT(ds, username, password, result_, guessed_) do { \
	bool guessed = !(guessed_); \
	ck_assert_msg(sign_in_at((ds), (username), (password), &guessed) == (result_), "%s: %s", (username), \
	    fault.code != NULL ? fault.code : "accepted"); \
	ck_assert_int_eq(guessed, (guessed_)); \
} while (0)

START_TEST(the_first_that_knows_the_name_decides)
{
	struct directory_counts counts;
	struct directories *ds;

	with_trust();
	ds = open_both(NULL);
	AT(ds, "priya.nair", PASSWORD, RESULT_OK, false);
	ck_assert_str_eq(person.directory, "council");
	/* The trust was not asked, nor shown the password. */
	directory_counts(directories_at(ds, 1, &fault), &counts);
	ck_assert_uint_eq(counts.connections, 0);
	AT(ds, "priya.nair", TRUST_PASSWORD, RESULT_DENIED, true);
	directory_counts(directories_at(ds, 1, &fault), &counts);
	ck_assert_uint_eq(counts.connections, 0);
	/* With the trust's domain, she is the trust's; the council is not asked. */
	AT(ds, "priya.nair@trust.test", TRUST_PASSWORD, RESULT_OK, false);
	ck_assert_str_eq(person.directory, "trust");
	AT(ds, "priya.nair@trust.test", PASSWORD, RESULT_DENIED, true);
	ck_assert_str_eq(directories_account(ds, "TRUST\\JSmith", arena), "JSmith");
	AT(ds, "jsmith", TRUST_PASSWORD, RESULT_OK, false);
	AT(ds, "twin", TRUST_PASSWORD, RESULT_DENIED, true);
	AT(ds, "nobody.there", PASSWORD, RESULT_DENIED, true);
	AT(ds, "jsmith", "", RESULT_DENIED, true);
	ck_assert_int_eq(directories_find(ds, NULL, "jsmith", arena, &person, &fault), RESULT_OK);
	ck_assert_int_eq(directories_find(ds, "sAMAccountName", "mary.oneil", arena, &person, &fault), RESULT_OK);
	directories_close(ds);
	stop_server(&trust);
}
END_TEST

START_TEST(one_that_is_down_makes_no_refusal)
{
	struct directories *ds;

	with_trust();
	ds = open_both(arena_format(arena, "ldap://127.0.0.1:%u", free_port()));
	AT(ds, "jsmith", TRUST_PASSWORD, RESULT_OK, false);
	AT(ds, "tom.okafor", PASSWORD, RESULT_UNAVAILABLE, true);
	ck_assert_str_eq(fault.code, "directory-down");
	/* It was a guess at the trust, and counts as one. */
	AT(ds, "jsmith", "wrong", RESULT_UNAVAILABLE, true);
	/* By their domain they are the trust's alone. */
	AT(ds, "jsmith@trust.test", "wrong", RESULT_DENIED, true);
	fault_init(&fault, arena);
	ck_assert_int_eq(directories_find(ds, NULL, "tom.okafor", arena, &person, &fault), RESULT_UNAVAILABLE);
	directories_close(ds);

	/* The other way: who is of the first is not kept out by the second. */
	stop_server(&trust);
	ds = open_both(NULL);
	AT(ds, "tom.okafor", PASSWORD, RESULT_OK, false);
	AT(ds, "tom.okafor", "wrong", RESULT_DENIED, true);
	AT(ds, "jsmith", TRUST_PASSWORD, RESULT_UNAVAILABLE, true);
	directories_close(ds);
}
END_TEST

START_TEST(one_that_cannot_be_opened_is_no_reason_for_the_others)
{
	struct directory_settings both[2] = { settings(&good), settings(&good) };
	struct directories *ds;

	both[0].name = "broken";
	both[0].ca_file = path("nothing.pem");
	ds = directories_open(both, 2);
	AT(ds, "tom.okafor", PASSWORD, RESULT_OK, false);
	AT(ds, "tom.okafor", "wrong", RESULT_UNAVAILABLE, true);
	fault_init(&fault, arena);
	ck_assert_ptr_null(directories_at(ds, 0, &fault));
	ck_assert_ptr_nonnull(strstr(fault.sentence, "nothing.pem"));
	directories_close(ds);
}
END_TEST

/* --- the line --- */

START_TEST(an_authority_may_be_pasted)
{
	struct directory_settings s = settings(&good);
	char pem[8192];
	struct directory *d;
	FILE *in = fopen(path("good/tls/ca.pem"), "re");

	ck_assert_ptr_nonnull(in);
	pem[fread(pem, 1, sizeof pem - 1, in)] = '\0';
	(void)fclose(in);
	s.ca_file = NULL;
	s.ca_pem = pem;
	d = open_with(s);
	ACCEPTED(d, "priya.nair");
	directory_close(d);
	s.ca_pem = "no certificate";
	ck_assert_int_eq(directory_open(&s, &d, &fault), RESULT_INVALID);
}
END_TEST

START_TEST(a_list_that_breaks_off_is_no_list)
{
	struct directory_person *people = NULL;
	struct server crowd = { 0 };
	struct directory_settings s;
	struct directory *d;
	unsigned port;
	size_t count = 77;
	pid_t relay;

	start_server("crowd", &crowd);
	/* In the middle of the second page. */
	relay = relay_start(crowd.tls_port, 200000, &port);
	s = settings_ldaps(&crowd);
	s.uris = arena_format(arena, "ldaps://127.0.0.1:%u", port);
	d = open_with(s);
	ACCEPTED(d, "priya.nair");
	fault_init(&fault, arena);
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_UNAVAILABLE);
	ck_assert(people == NULL && count == 77);
	/* And it is good for the next thing. */
	ACCEPTED(d, "priya.nair");
	directory_close(d);
	(void)kill(relay, SIGKILL);
	stop_server(&crowd);
}
END_TEST

TCase *
several_tests(void)
{
	TCase *group = tcase_create("the directory room: several directories, and Active Directory");

	tcase_add_test(group, one_person_however_their_name_is_typed);
	tcase_add_test(group, accounts_are_told_apart_after_the_right_password);
	tcase_add_test(group, groups_in_groups_and_in_a_circle);
	tcase_add_test(group, groups_are_followed_without_memberof);
	tcase_add_test(group, an_agency_by_base_and_by_group);
	tcase_add_test(group, some_people_by_what_they_are_known_by);
	tcase_add_test(group, the_first_that_knows_the_name_decides);
	tcase_add_test(group, one_that_is_down_makes_no_refusal);
	tcase_add_test(group, one_that_cannot_be_opened_is_no_reason_for_the_others);
	tcase_add_test(group, an_authority_may_be_pasted);
	tcase_add_test(group, a_list_that_breaks_off_is_no_list);
	return group;
}
