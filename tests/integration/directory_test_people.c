/* directory_test_people.c - the directory room: everybody. */
#include "directory_fixture.h"

START_TEST(everybody_with_their_managers)
{
	const struct directory_person *p, *manager;
	struct directory_person *people = NULL;
	size_t count = 0, administrators = 0;
	struct directory *d;

	d = open_with(settings(&good));
	ck_assert_msg(directory_people(d, arena, &people, &count, &fault) == RESULT_OK, "%s", fault.sentence);
	ck_assert_uint_ge(count, 80);
	for (size_t i = 0; i < count; i++) {
		administrators += people[i].administrator;
		ck_assert(people[i].key != NULL && people[i].name != NULL && people[i].username != NULL);
	}
	ck_assert_uint_eq(administrators, 2);
	ck_assert(find_in(people, count, "peter.quillfeather") == NULL); /* disabled */
	p = find_in(people, count, "ruth.calloway");
	manager = find_in(people, count, "idris.bowen");
	ck_assert_str_eq(p->manager_key, manager->key);
	/* A manager whose DN has a comma. */
	manager = find_in(people, count, "dorothy.whitlock");
	size_t reports = 0;
	for (size_t i = 0; i < count; i++)
		reports += people[i].manager_key != NULL && strcmp(people[i].manager_key, manager->key) == 0;
	ck_assert_uint_gt(reports, 0);
	/* A manager who has gone, and none at all. */
	ck_assert(find_in(people, count, "curtis.bell")->manager_key == NULL);
	ck_assert(find_in(people, count, "frances.delacroix")->manager_key == NULL);
	directory_close(d);
}
END_TEST

START_TEST(a_manager_outside_the_list_is_looked_up)
{
	const struct directory_person *p;
	struct directory_person *people = NULL;
	struct directory_settings s;
	struct directory *d;
	size_t count = 0;

	s = settings(&good);
	s.people_filter = "(uid=ruth.calloway)";
	d = open_with(s);
	ck_assert_int_eq(directory_find(d, NULL, "idris.bowen", arena, &person, &fault), RESULT_OK);
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_OK);
	ck_assert_uint_eq(count, 1);
	p = find_in(people, count, "ruth.calloway");
	ck_assert_str_eq(p->manager_key, person.key);
	directory_close(d);
	/* Nobody at all is an answer too. */
	s.people_filter = "(uid=nobody)";
	d = open_with(s);
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_OK);
	ck_assert_uint_eq(count, 0);
	directory_close(d);
}
END_TEST

START_TEST(more_than_a_server_gives_at_once)
{
	struct directory_person *people = NULL;
	struct server strict = { 0 };
	struct directory_counts counts;
	struct directory *d;
	size_t count = 0;

	start_server("strict", &strict);
	d = open_with(settings(&strict));
	ck_assert_msg(directory_people(d, arena, &people, &count, &fault) == RESULT_OK, "%s", fault.sentence);
	ck_assert_uint_ge(count, 5000 + 80);
	ck_assert_str_eq(find_in(people, count, "crowd5000")->manager_key, find_in(people, count, "crowd2500")->key);
	directory_counts(d, &counts);
	ck_assert_uint_ge(counts.searches, 11);
	/* And again over the same connection. */
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_OK);
	directory_close(d);
	stop_server(&strict);
}
END_TEST

START_TEST(a_list_that_was_cut_short_is_no_list)
{
	struct directory_person *people = NULL;
	struct server short_server = { 0 };
	struct directory_settings s;
	struct directory *d;
	size_t count = 77;

	start_server("short", &short_server);
	d = open_with(settings(&short_server));
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_LIMIT);
	ck_assert_str_eq(fault.code, "directory-cut-short");
	ck_assert(people == NULL && count == 77);
	/* It is still good for signing in. */
	ACCEPTED(d, "priya.nair");
	directory_close(d);
	stop_server(&short_server);

	s = settings(&good);
	s.size_limit = 50;
	d = open_with(s);
	fault_init(&fault, arena);
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_LIMIT);
	ck_assert(people == NULL && count == 77);
	directory_close(d);
}
END_TEST

TCase *
people_tests(void)
{
	TCase *group = tcase_create("the directory room: everybody");

	tcase_add_test(group, everybody_with_their_managers);
	tcase_add_test(group, a_manager_outside_the_list_is_looked_up);
	tcase_add_test(group, more_than_a_server_gives_at_once);
	tcase_add_test(group, a_list_that_was_cut_short_is_no_list);
	return group;
}
