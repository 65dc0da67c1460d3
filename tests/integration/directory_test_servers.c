/* directory_test_servers.c - the directory room: certificates, and servers that are not well. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "directory_fixture.h"

/* --- certificates --- */

/* UNAVAILABLE, and not one password sent. */
static void
check_unsafe(struct directory_settings s)
{
	struct directory_counts counts;
	struct directory *d = open_with(s);

	FAILS(d, RESULT_UNAVAILABLE, "directory-certificate");
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.binds, 0);
	directory_close(d);
}

START_TEST(a_certificate_of_another_authority_is_refused)
{
	struct directory_settings s;

	s = settings(&good);
	s.ca_file = path("other.pem");
	check_unsafe(s);
	s = settings_ldaps(&good);
	s.ca_file = path("other.pem");
	check_unsafe(s);
}
END_TEST

START_TEST(an_expired_certificate_is_refused)
{
	struct server expired = { 0 };

	start_server("expired", &expired);
	check_unsafe(settings(&expired));
	check_unsafe(settings_ldaps(&expired));
	stop_server(&expired);
}
END_TEST

START_TEST(a_certificate_for_another_host_is_refused)
{
	struct directory_settings s;

	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.2:%u", good.port);
	check_unsafe(s);
}
END_TEST

START_TEST(a_server_without_tls_gets_no_password)
{
	struct server open_line = { 0 };

	start_server("open", &open_line);
	check_unsafe(settings(&open_line));
	stop_server(&open_line);
}
END_TEST

/* --- servers that are not well --- */

START_TEST(a_server_that_is_down_is_no_wrong_password)
{
	struct server nowhere = { .port = free_port(), .tls_port = free_port() };
	struct directory *d;

	d = open_with(settings(&nowhere));
	FAILS(d, RESULT_UNAVAILABLE, "directory-down");
	directory_close(d);
	d = open_with(settings_ldaps(&nowhere));
	FAILS(d, RESULT_UNAVAILABLE, "directory-down");
	directory_close(d);
	struct directory_settings s = settings(&good);
	s.uris = "ldap://no-such-host.invalid";
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-down");
	directory_close(d);
}
END_TEST

START_TEST(the_next_server_is_asked)
{
	unsigned dead = free_port();
	struct directory_settings s;
	struct directory_counts counts;
	struct directory *d;

	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.1:%u  ldap://127.0.0.1:%u", dead, good.port);
	d = open_with(s);
	ACCEPTED(d, "priya.nair");
	REFUSED(d, "priya.nair", "wrong");
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.connections, 3);
	directory_close(d);
}
END_TEST

static double
seconds_since(const struct timespec *began)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - began->tv_sec) + (double)(now.tv_nsec - began->tv_nsec) / 1e9;
}

/* Times out after the seconds set, give or take what a busy machine takes. */
static void
check_timeout(struct directory *d)
{
	struct timespec began;
	double taken;

	(void)clock_gettime(CLOCK_MONOTONIC, &began);
	FAILS(d, RESULT_TIMEOUT, "directory-timeout");
	taken = seconds_since(&began);
	ck_assert_msg(taken > 0.9 && taken < 4, "it took %.1f seconds", taken);
}

START_TEST(a_server_that_hangs_is_given_up_in_time)
{
	struct directory_settings s;
	struct server mute = { 0 };
	struct directory *d;
	int fd;

	mute.port = mute.tls_port = listen_mutely(&fd, 0);
	s = settings(&mute);
	s.connect_seconds = s.operation_seconds = 1;
	d = open_with(s);
	check_timeout(d);
	directory_close(d);
	s = settings_ldaps(&mute);
	s.connect_seconds = s.operation_seconds = 1;
	d = open_with(s);
	check_timeout(d);
	directory_close(d);
	(void)close(fd);
}
END_TEST

START_TEST(a_server_that_freezes_between_two_calls)
{
	struct server own = { 0 };
	struct directory_settings s;
	struct directory *d;
	int status;

	start_server("restarted", &own);
	s = settings(&own);
	s.operation_seconds = 1;
	d = open_with(s);
	ACCEPTED(d, "priya.nair");
	/* The signal stops one thread after another: only when all stand still does nobody answer. */
	ck_assert_int_eq(kill(own.pid, SIGSTOP), 0);
	ck_assert_int_eq(waitpid(own.pid, &status, WUNTRACED), own.pid);
	ck_assert(WIFSTOPPED(status));
	check_timeout(d);
	ck_assert_int_eq(kill(own.pid, SIGCONT), 0);
	/* The late answers of before are not taken for answers to this. */
	REFUSED(d, "priya.nair", "wrong");
	ACCEPTED(d, "tom.okafor");
	ck_assert_str_eq(person.username, "tom.okafor");
	directory_close(d);
	stop_server(&own);
}
END_TEST

START_TEST(a_server_that_was_restarted_is_found_again)
{
	struct server own = { 0 };
	struct directory_counts counts;
	struct directory *d;

	start_server("restarted", &own);
	d = open_with(settings(&own));
	ACCEPTED(d, "priya.nair");
	stop_server(&own);
	start_server("restarted", &own);
	ACCEPTED(d, "priya.nair");
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.connections, 4);
	stop_server(&own);
	FAILS(d, RESULT_UNAVAILABLE, "directory-down");
	start_server("restarted", &own);
	REFUSED(d, "priya.nair", "wrong");
	ACCEPTED(d, "priya.nair");
	directory_close(d);
	stop_server(&own);
}
END_TEST

START_TEST(a_referral_is_not_followed)
{
	struct server own = { 0 };
	struct directory_settings s;
	struct directory *d;
	int fd;

	start_server("restarted", &own);
	/* This is where the server sends us: nobody may come. */
	(void)listen_mutely(&fd, (unsigned)strtoul(getenv("REFERRAL_PORT"), NULL, 10));
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	s = settings(&own);
	s.base = "dc=elsewhere,dc=test";
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-referral");
	ck_assert_int_eq(accept(fd, NULL, NULL), -1);
	ck_assert_int_eq(errno, EAGAIN);
	(void)close(fd);
	directory_close(d);
	stop_server(&own);
}
END_TEST

START_TEST(our_own_settings_are_not_the_person_s_fault)
{
	struct directory_settings s;
	struct directory *d;

	s = settings(&good);
	s.bind_password = "wrong";
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-account");
	directory_close(d);
	s = settings(&good);
	s.base = "ou=nothing," BASE;
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-settings");
	directory_close(d);
	s = settings(&good);
	s.id_attribute = "objectGUID";
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-settings");
	directory_close(d);
}
END_TEST

TCase *
server_tests(void)
{
	TCase *group = tcase_create("the directory room: certificates, and servers that are not well");

	tcase_add_test(group, a_certificate_of_another_authority_is_refused);
	tcase_add_test(group, an_expired_certificate_is_refused);
	tcase_add_test(group, a_certificate_for_another_host_is_refused);
	tcase_add_test(group, a_server_without_tls_gets_no_password);
	tcase_add_test(group, a_server_that_is_down_is_no_wrong_password);
	tcase_add_test(group, the_next_server_is_asked);
	tcase_add_test(group, a_server_that_hangs_is_given_up_in_time);
	tcase_add_test(group, a_server_that_freezes_between_two_calls);
	tcase_add_test(group, a_server_that_was_restarted_is_found_again);
	tcase_add_test(group, a_referral_is_not_followed);
	tcase_add_test(group, our_own_settings_are_not_the_person_s_fault);
	return group;
}
