/* directory_test_settings.c - the directory room: settings, and the trial of them. */
#include "directory_fixture.h"

START_TEST(settings_that_cannot_be_safe_are_refused)
{
	struct directory_settings s, base;
	struct directory *d = NULL;

	base = settings(&good);
#define REFUSED_SETTING(field, value) do { \
	s = base; \
	s.field = (value); \
	fault_init(&fault, arena); \
	ck_assert_int_eq(directory_open(&s, &d, &fault), RESULT_INVALID); \
	ck_assert_int_eq(strncmp(fault.code, "directory-settings", 18), 0); \
	ck_assert(d == NULL); \
} while (0)
	REFUSED_SETTING(starttls, false);
	REFUSED_SETTING(uris, "");
	REFUSED_SETTING(uris, " ");
	REFUSED_SETTING(uris, "http://localhost");
	REFUSED_SETTING(uris, "127.0.0.1");
	REFUSED_SETTING(uris, "ldaps://LocalHost:636");
	REFUSED_SETTING(uris, "ldaps://127.0.0.1 ldap://[::1");
	REFUSED_SETTING(ca_file, NULL);
	REFUSED_SETTING(ca_file, path("nothing.pem"));
	REFUSED_SETTING(user_filter, "(uid=somebody)");
	REFUSED_SETTING(user_filter, "(uid=%u");
	REFUSED_SETTING(user_filter, "(uid=%u))");
	REFUSED_SETTING(user_filter, "(uid=%u)(cn=%s)");
	REFUSED_SETTING(user_filter, "(&(objectClass=person)(uid=%u)");
	REFUSED_SETTING(user_filter, "(uid=\\zz%u)");
	REFUSED_SETTING(people_filter, "objectClass");
	REFUSED_SETTING(people_filter, "(object Class=person)");
	REFUSED_SETTING(group_filter, "()");
	REFUSED_SETTING(id_attribute, "entry UUID");
	REFUSED_SETTING(mail_attribute, "1mail");
	REFUSED_SETTING(mail_attribute, "2.");
	REFUSED_SETTING(mail_attribute, "mail;");
	REFUSED_SETTING(title_attribute, "title)(uid=*");
	REFUSED_SETTING(base, "people");
	REFUSED_SETTING(bind_password, "");
	REFUSED_SETTING(bind_password, NULL);
	REFUSED_SETTING(admin_group, "administrators");
#undef REFUSED_SETTING
}
END_TEST

START_TEST(a_trial_says_each_step_in_words)
{
	static const char *const names[] = { "resolve", "connect", "certificate", "bind", "search", "count" };
	struct directory_step *steps = NULL;
	struct directory_settings s;
	struct directory *d;
	size_t count = 0;

	d = open_with(settings(&good));
	ck_assert_int_eq(directory_test(d, arena, &steps, &count), RESULT_OK);
	ck_assert_uint_eq(count, 6);
	for (size_t i = 0; i < count; i++) {
		ck_assert_str_eq(steps[i].name, names[i]);
		ck_assert_int_eq(steps[i].result, RESULT_OK);
	}
	ck_assert_ptr_nonnull(strstr(steps[2].detail, "CN=localhost"));
	ck_assert_ptr_nonnull(strstr(steps[2].detail, "127.0.0.1"));
	ck_assert_ptr_nonnull(strstr(steps[2].detail, "Marlowe demo certificate authority"));
	ck_assert_ptr_nonnull(strstr(steps[5].detail, "2 administrators"));
	directory_close(d);

	/* Every server is tried, also behind one that is down, and who is there is counted on the one that answers. */
	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.1:%u ldap://127.0.0.1:%u", free_port(), good.port);
	d = open_with(s);
	ck_assert_int_eq(directory_test(d, arena, &steps, &count), RESULT_UNAVAILABLE);
	ck_assert_uint_eq(count, 2 + 6);
	ck_assert_int_eq(steps[1].result, RESULT_UNAVAILABLE);
	ck_assert_int_eq(steps[6].result, RESULT_OK);
	ck_assert_ptr_nonnull(strstr(steps[7].detail, "2 administrators"));
	directory_close(d);

	/* After a trial that ended at the bind, nothing is asked without one. */
	s = settings(&good);
	s.bind_password = "wrong";
	d = open_with(s);
	ck_assert_int_eq(directory_test(d, arena, &steps, &count), RESULT_UNAVAILABLE);
	ck_assert_uint_eq(count, 4);
	FAILS(d, RESULT_UNAVAILABLE, "directory-account");
	directory_close(d);
}
END_TEST

/* The trial ends at the certificate, and says whose it is and what is wrong with it. */
static void
check_refused_certificate(struct directory_settings s, const char *why)
{
	struct directory_step *steps = NULL;
	struct directory *d = open_with(s);
	size_t count = 0;

	ck_assert_int_eq(directory_test(d, arena, &steps, &count), RESULT_UNAVAILABLE);
	ck_assert_uint_eq(count, 3);
	ck_assert_int_eq(steps[2].result, RESULT_UNAVAILABLE);
	ck_assert_msg(strstr(steps[2].detail, "CN=localhost") != NULL, "%s", steps[2].detail);
	ck_assert_msg(strstr(steps[2].detail, why) != NULL, "%s", steps[2].detail);
	directory_close(d);
}

START_TEST(a_trial_says_why_a_certificate_is_refused)
{
	struct directory_settings s;
	struct server expired = { 0 };

	s = settings(&good);
	s.ca_file = path("other.pem");
	check_refused_certificate(s, "not signed by an authority in");
	s = settings_ldaps(&good);
	s.ca_file = path("other.pem");
	check_refused_certificate(s, "not signed by an authority in");
	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.2:%u", good.port);
	check_refused_certificate(s, "it is not for 127.0.0.2");
	start_server("expired", &expired);
	check_refused_certificate(settings(&expired), "Saturday 1 February 2020");
	check_refused_certificate(settings(&expired), "that time is over");
	stop_server(&expired);
}
END_TEST

TCase *
settings_tests(void)
{
	TCase *group = tcase_create("the directory room: settings, and the trial of them");

	tcase_add_test(group, settings_that_cannot_be_safe_are_refused);
	tcase_add_test(group, a_trial_says_each_step_in_words);
	tcase_add_test(group, a_trial_says_why_a_certificate_is_refused);
	return group;
}
