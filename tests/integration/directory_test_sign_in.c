/* directory_test_sign_in.c - the directory room: signing in. */
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#include "directory_fixture.h"

START_TEST(the_right_password_is_accepted)
{
	struct directory *d;

	d = open_with(settings(&good));
	ACCEPTED(d, "priya.nair");
	ck_assert_str_eq(person.username, "priya.nair");
	ck_assert_str_eq(person.name, "Priya Nair");
	ck_assert_str_eq(person.agency, "Marlowe Children's Social Care");
	ck_assert_str_eq(person.title, "Social Worker");
	ck_assert_str_eq(person.mail, "priya.nair@csc.marlowe.test");
	ck_assert_uint_eq(strlen(person.key), 36);
	ck_assert(person.manager_key == NULL);
	ck_assert(!person.administrator);
	/* However it is typed, the name is the directory's. */
	ACCEPTED(d, "PRIYA.Nair");
	ck_assert_str_eq(person.username, "priya.nair");
	directory_close(d);
}
END_TEST

START_TEST(ldaps_is_as_good_as_starttls)
{
	struct directory *d;

	d = open_with(settings_ldaps(&good));
	ACCEPTED(d, "priya.nair");
	REFUSED(d, "priya.nair", "wrong");
	directory_close(d);
}
END_TEST

START_TEST(a_sign_in_costs_one_search_and_two_binds_at_most)
{
	struct directory_counts before = { 0 }, after;
	struct directory *d;

	d = open_with(settings(&good));
	for (unsigned long i = 0; i < 5; i++) {
		ACCEPTED(d, "priya.nair");
		directory_counts(d, &after);
		ck_assert_uint_eq(after.searches - before.searches, 1);
		ck_assert_uint_eq(after.binds - before.binds, i == 0 ? 2 : 1);
		ck_assert_uint_eq(after.connections, 2);
		before = after;
	}
	/* An unknown name takes as many, so that the time it takes does not give it away. */
	REFUSED(d, "nobody.there", PASSWORD);
	directory_counts(d, &after);
	ck_assert_uint_eq(after.searches - before.searches, 1);
	ck_assert_uint_eq(after.binds - before.binds, 1);
	directory_close(d);
}
END_TEST

/* Half of them with the right password; gives how many answers were wrong. */
static void *
sign_in_often(void *data)
{
	const struct directory_settings *s = data;
	struct directory_person who;
	struct arena *own = arena_new();
	struct directory *d = NULL;
	struct fault f;
	intptr_t wrong = 0;

	fault_init(&f, own);
	if (directory_open(s, &d, &f) != RESULT_OK)
		return (void *)(intptr_t)-1;
	for (int i = 0; i < 40; i++) {
		enum result expected = i % 2 == 0 ? RESULT_OK : RESULT_DENIED;

		arena_reset(own);
		fault_init(&f, own);
		wrong += directory_sign_in(d, "priya.nair", i % 2 == 0 ? PASSWORD : "wrong", own, &who, &f) != expected;
	}
	directory_close(d);
	arena_free(own);
	return (void *)wrong;
}

START_TEST(threads_each_with_a_handle_of_their_own)
{
	struct directory_settings s;
	pthread_t threads[4];
	void *wrong;

	s = settings(&good);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, sign_in_often, &s), 0);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
		ck_assert_int_eq((intptr_t)wrong, 0);
	}
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
	struct directory *d;

	d = open_with(settings(&good));
	REFUSED(d, "priya.nair", "wrong");
	REFUSED(d, "nobody.there", PASSWORD);
	/* Disabled: the right password does not help. */
	REFUSED(d, "peter.quillfeather", PASSWORD);
	/* After a refusal the kept connection still tells right from wrong. */
	ACCEPTED(d, "tom.okafor");
	REFUSED(d, "priya.nair", "wrong");
	directory_close(d);
}
END_TEST

START_TEST(what_cannot_be_is_not_even_asked)
{
	char long_name[258], long_password[1026];
	struct directory_counts counts;
	struct directory *d;

	memset(long_name, 'a', sizeof long_name);
	long_name[257] = '\0';
	memset(long_password, 'a', sizeof long_password);
	long_password[1025] = '\0';
	d = open_with(settings(&good));
	REFUSED(d, "priya.nair", "");
	REFUSED(d, "", PASSWORD);
	REFUSED(d, "   ", PASSWORD);
	REFUSED(d, "", "");
	REFUSED(d, long_name, PASSWORD);
	REFUSED(d, "priya.nair", long_password);
	REFUSED(d, "priya.nair\n", PASSWORD);
	REFUSED(d, "priya\xff.nair", PASSWORD);
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.connections, 0);
	ck_assert_uint_eq(counts.binds + counts.searches, 0);
	/* 256 bytes may be a name. */
	long_name[256] = '\0';
	REFUSED(d, long_name, PASSWORD);
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.searches, 1);
	directory_close(d);
}
END_TEST

START_TEST(a_name_is_no_filter)
{
	static const char *const tries[] = {
		"*", "priya*", "*.nair", "priya.nair)(uid=*", "*)(objectClass=*", "*))(|(uid=*", "priya.nair)", "(",
		")", "\\", "\\2a", "priya.nair\\", "priya.nair\\00", "x)(|(uid=priya.nair)", "&(uid=priya.nair)",
		"uid=priya.nair,ou=people,dc=marlowe,dc=test", "%s", "%s%s%n", "\"priya.nair\"",
	};
	struct directory *d;

	d = open_with(settings(&good));
	for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		REFUSED(d, tries[i], PASSWORD);
		fault_init(&fault, arena);
		ck_assert_int_eq(directory_find(d, NULL, tries[i], arena, &person, &fault), RESULT_NOT_FOUND);
		ck_assert_str_eq(fault.code, "directory-nobody");
	}
	directory_close(d);
}
END_TEST

START_TEST(two_of_one_name_are_refused)
{
	struct directory_settings s;
	struct directory *d;

	s = settings(&good);
	s.user_filter = "(|(cn=%s)(uid=%s))";
	d = open_with(s);
	REFUSED(d, "Sarah Khan", PASSWORD);
	fault_init(&fault, arena);
	ck_assert_int_eq(directory_find(d, NULL, "Sarah Khan", arena, &person, &fault), RESULT_NOT_FOUND);
	ck_assert_str_eq(fault.code, "directory-several");
	/* Every %s is filled in. */
	ACCEPTED(d, "sarah.khan2");
	directory_close(d);
}
END_TEST

START_TEST(names_of_all_kinds_sign_in)
{
	static const struct { const char *typed, *name; } people[] = {
		{ "Whitlock, Dorothy", "Whitlock, Dorothy" },
		{ "dorothy.whitlock", "Whitlock, Dorothy" },
		{ "Margaret O'Brien", "Margaret O'Brien" },
		{ "\u4f1f \u5f20", "\u4f1f \u5f20" },
		{ "Aoife N\u00ed Cheallaigh", "Aoife N\u00ed Cheallaigh" },
		{ "\u0141ukasz Wi\u015bniewski", "\u0141ukasz Wi\u015bniewski" },
		{ "\u0391\u03b3\u03bd\u03ae \u0394\u03b7\u03bc\u03b7\u03c4\u03c1\u03af\u03bf\u03c5",
		    "\u0391\u03b3\u03bd\u03ae \u0394\u03b7\u03bc\u03b7\u03c4\u03c1\u03af\u03bf\u03c5" },
	};
	struct directory_settings s;
	struct directory *d;

	s = settings(&good);
	s.user_filter = "(|(uid=%s)(cn=%s))";
	d = open_with(s);
	for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
		ACCEPTED(d, people[i].typed);
		ck_assert_str_eq(person.name, people[i].name);
	}
	/* The directory finds him by the wide form of a letter too; each form would have tries of its own. */
	REFUSED(d, "\uff4cukasz.wisniewski", PASSWORD);
	/* No mail, no title: there, and NULL. */
	ACCEPTED(d, "hannah.brody");
	ck_assert(person.mail == NULL);
	ACCEPTED(d, "ella.rushton");
	ck_assert(person.title == NULL);
	directory_close(d);
}
END_TEST

START_TEST(somebody_is_found_without_a_password)
{
	struct directory_counts counts;
	struct directory *d;

	d = open_with(settings(&good));
	ck_assert_int_eq(directory_find(d, NULL, "joan.lindqvist", arena, &person, &fault), RESULT_OK);
	ck_assert_str_eq(person.name, "Joan Lindqvist");
	ck_assert_int_eq(directory_find(d, NULL, "peter.quillfeather", arena, &person, &fault), RESULT_NOT_FOUND);
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.binds, 1);
	directory_close(d);
}
END_TEST

START_TEST(administrators_are_members_of_the_group)
{
	struct server plain = { 0 };
	struct directory *d;

	d = open_with(settings(&good));
	ACCEPTED(d, "alex.turner");
	ck_assert(person.administrator);
	ACCEPTED(d, "dev.sharma"); /* by a group inside the group, which this directory's memberOf tells */
	ck_assert(person.administrator);
	ACCEPTED(d, "beatrice.long");
	ck_assert(!person.administrator);
	directory_close(d);

	/* Without memberOf, and with the group written in another way. */
	start_server("plain", &plain);
	struct directory_settings s = settings(&plain);
	s.admin_group = "CN=Parley-Administrators, OU=groups, DC=marlowe,DC=test";
	d = open_with(s);
	ACCEPTED(d, "alex.turner");
	ck_assert(person.administrator);
	ACCEPTED(d, "beatrice.long");
	ck_assert(!person.administrator);
	directory_close(d);

	/* No such group: nobody. */
	s.admin_group = "cn=nothing,ou=groups," BASE;
	d = open_with(s);
	ACCEPTED(d, "alex.turner");
	ck_assert(!person.administrator);
	directory_close(d);
	stop_server(&plain);
}
END_TEST

TCase *
sign_in_tests(void)
{
	TCase *group = tcase_create("the directory room: signing in");

	tcase_add_test(group, the_right_password_is_accepted);
	tcase_add_test(group, ldaps_is_as_good_as_starttls);
	tcase_add_test(group, a_sign_in_costs_one_search_and_two_binds_at_most);
	tcase_add_test(group, threads_each_with_a_handle_of_their_own);
	tcase_add_test(group, what_is_wrong_is_refused);
	tcase_add_test(group, what_cannot_be_is_not_even_asked);
	tcase_add_test(group, a_name_is_no_filter);
	tcase_add_test(group, two_of_one_name_are_refused);
	tcase_add_test(group, names_of_all_kinds_sign_in);
	tcase_add_test(group, somebody_is_found_without_a_password);
	tcase_add_test(group, administrators_are_members_of_the_group);
	return group;
}
