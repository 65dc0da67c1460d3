/*
 * directory_test.c - the directory room against real slapds. Run by directory_test.sh, which makes what they serve;
 * the servers are started here, and die with the test that started them.
 *
 * The whole program runs with LDAPTLS_REQCERT=never in its environment, as an enemy or a careless
 * administrator would set it: the tests of certificates hold all the same.
 */
#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../unit/suite.h"
#include "parley/directory.h"

#define PASSWORD "marlowe-demo"
#define BASE "dc=marlowe,dc=test"

struct server {
	pid_t pid;
	unsigned port, tls_port;
};

static const char *folder;      /* made by the script */
static char reader_password[128];
static struct server good;      /* runs all the time */

static struct arena *arena;
static struct fault fault;
static struct directory_person person;

/* --- servers --- */

static struct sockaddr_in
local(unsigned port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return at;
}

/* A port (0: any) of this machine, with somebody who listens and never answers; *fd is the listening socket. */
static unsigned
listen_mutely(int *fd, unsigned port)
{
	struct sockaddr_in at = local(port);
	socklen_t size = sizeof at;

	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* Called outside of tests too, where Check's own assertions may not be used. */
	if (*fd < 0 || bind(*fd, (struct sockaddr *)&at, sizeof at) != 0 || listen(*fd, 16) != 0 ||
	    getsockname(*fd, (struct sockaddr *)&at, &size) != 0)
		abort();
	return ntohs(at.sin_port);
}

static unsigned
free_port(void)
{
	int fd;
	unsigned port = listen_mutely(&fd, 0);

	(void)close(fd);
	return port;
}

static bool
answers(unsigned port)
{
	struct sockaddr_in at = local(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;

	(void)close(fd);
	return yes;
}

static void
run_slapd(const char *name, const struct server *s)
{
	char conf[500], urls[300];
	int log;

	(void)snprintf(conf, sizeof conf, "%s/%s/slapd.conf", folder, name);
	(void)snprintf(urls, sizeof urls, "ldap://127.0.0.1:%u ldaps://127.0.0.1:%u ldap://127.0.0.2:%u", s->port,
	    s->tls_port, s->port);
	log = open("/dev/null", O_RDWR);
	(void)dup2(log, 0);
	(void)dup2(log, 1);
	(void)dup2(log, 2);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	(void)execl("/usr/sbin/slapd", "slapd", "-d", "0", "-f", conf, "-h", urls, (char *)NULL);
	_exit(127);
}

/* Starts it on the ports that it has, or on new ones; comes back when it answers. */
static void
start_server(const char *name, struct server *s)
{
	struct timespec pause = { .tv_nsec = 20000000 };

	if (s->port == 0)
		*s = (struct server){ .port = free_port(), .tls_port = free_port() };
	s->pid = fork();
	if (s->pid == 0)
		run_slapd(name, s);
	for (int i = 0; i < 500 && !(answers(s->port) && answers(s->tls_port)); i++) {
		if (waitpid(s->pid, NULL, WNOHANG) != 0) {
			(void)fprintf(stderr, "slapd (%s) ended while starting\n", name);
			abort();
		}
		(void)nanosleep(&pause, NULL);
	}
}

static void
stop_server(struct server *s)
{
	if (s->pid > 0) {
		(void)kill(s->pid, SIGKILL);
		(void)waitpid(s->pid, NULL, 0);
	}
	s->pid = 0;
}

/* --- handles --- */

static const char *
path(const char *name)
{
	return arena_format(arena, "%s/%s", folder, name);
}

static struct directory_settings
settings(const struct server *s)
{
	return (struct directory_settings){
		.name = "council",
		.uris = arena_format(arena, "ldap://127.0.0.1:%u", s->port),
		.ca_file = path("good/tls/ca.pem"),
		.starttls = true,
		.bind_dn = getenv("DIRECTORY_READER"),
		.bind_password = reader_password,
		.base = BASE,
		.user_filter = "(&(objectClass=inetOrgPerson)(uid=%s))",
		.admin_group = "cn=parley-administrators,ou=groups," BASE,
		.connect_seconds = 2,
		.operation_seconds = 2,
	};
}

static struct directory_settings
settings_ldaps(const struct server *s)
{
	struct directory_settings out = settings(s);

	out.uris = arena_format(arena, "ldaps://127.0.0.1:%u", s->tls_port);
	out.starttls = false;
	return out;
}

static struct directory *
open_with(struct directory_settings s)
{
	struct directory *d = NULL;

	ck_assert_msg(directory_open(&s, &d, &fault) == RESULT_OK, "%s", fault.sentence);
	return d;
}

static void
start(void)
{
	arena = arena_new();
	fault_init(&fault, arena);
	person = (struct directory_person){ .name = "untouched" };
}

static void
stop(void)
{
	arena_free(arena);
}

static enum result
sign_in(struct directory *d, const char *username, const char *password)
{
	fault_init(&fault, arena);
	person = (struct directory_person){ .name = "untouched" };
	return directory_sign_in(d, username, password, arena, &person, &fault);
}

#define ACCEPTED(d, username) ck_assert_msg(sign_in((d), (username), PASSWORD) == RESULT_OK, "%s: %s (%s)", \
	(username), fault.code, fault.sentence)

/* Refused in one way only, so that nobody learns which names there are. */
#define REFUSED(d, username, password) do { \
	ck_assert_msg(sign_in((d), (username), (password)) == RESULT_DENIED, "%s: %s", (username), \
	    fault.code != NULL ? fault.code : "accepted"); \
	ck_assert_str_eq(fault.code, "sign-in-denied"); \
	ck_assert_str_eq(person.name, "untouched"); \
} while (0)

#define FAILS(d, result_, code_) do { \
	ck_assert_int_eq(sign_in((d), "priya.nair", PASSWORD), (result_)); \
	ck_assert_str_eq(fault.code, (code_)); \
	ck_assert_str_eq(person.name, "untouched"); \
} while (0)

static const struct directory_person *
find_in(const struct directory_person *people, size_t count, const char *username)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(people[i].username, username) == 0)
			return &people[i];
	return NULL;
}

/* --- signing in --- */

START_TEST(the_right_password_is_accepted)
{
	struct directory *d;

	start();
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
	stop();
}
END_TEST

START_TEST(ldaps_is_as_good_as_starttls)
{
	struct directory *d;

	start();
	d = open_with(settings_ldaps(&good));
	ACCEPTED(d, "priya.nair");
	REFUSED(d, "priya.nair", "wrong");
	directory_close(d);
	stop();
}
END_TEST

START_TEST(a_sign_in_costs_one_search_and_two_binds_at_most)
{
	struct directory_counts before = { 0 }, after;
	struct directory *d;

	start();
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
	stop();
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

	start();
	s = settings(&good);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, sign_in_often, &s), 0);
	for (size_t i = 0; i < 4; i++) {
		ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
		ck_assert_int_eq((intptr_t)wrong, 0);
	}
	stop();
}
END_TEST

START_TEST(what_is_wrong_is_refused)
{
	struct directory *d;

	start();
	d = open_with(settings(&good));
	REFUSED(d, "priya.nair", "wrong");
	REFUSED(d, "nobody.there", PASSWORD);
	/* Disabled: the right password does not help. */
	REFUSED(d, "peter.quillfeather", PASSWORD);
	/* After a refusal the kept connection still tells right from wrong. */
	ACCEPTED(d, "tom.okafor");
	REFUSED(d, "priya.nair", "wrong");
	directory_close(d);
	stop();
}
END_TEST

START_TEST(what_cannot_be_is_not_even_asked)
{
	char long_name[258], long_password[1026];
	struct directory_counts counts;
	struct directory *d;

	start();
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
	stop();
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

	start();
	d = open_with(settings(&good));
	for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		REFUSED(d, tries[i], PASSWORD);
		fault_init(&fault, arena);
		ck_assert_int_eq(directory_find(d, NULL, tries[i], arena, &person, &fault), RESULT_NOT_FOUND);
		ck_assert_str_eq(fault.code, "directory-nobody");
	}
	directory_close(d);
	stop();
}
END_TEST

START_TEST(two_of_one_name_are_refused)
{
	struct directory_settings s;
	struct directory *d;

	start();
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
	stop();
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

	start();
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
	stop();
}
END_TEST

START_TEST(somebody_is_found_without_a_password)
{
	struct directory_counts counts;
	struct directory *d;

	start();
	d = open_with(settings(&good));
	ck_assert_int_eq(directory_find(d, NULL, "joan.lindqvist", arena, &person, &fault), RESULT_OK);
	ck_assert_str_eq(person.name, "Joan Lindqvist");
	ck_assert_int_eq(directory_find(d, NULL, "peter.quillfeather", arena, &person, &fault), RESULT_NOT_FOUND);
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.binds, 1);
	directory_close(d);
	stop();
}
END_TEST

START_TEST(administrators_are_members_of_the_group)
{
	struct server plain = { 0 };
	struct directory *d;

	start();
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
	stop();
}
END_TEST

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

	start();
	s = settings(&good);
	s.ca_file = path("other.pem");
	check_unsafe(s);
	s = settings_ldaps(&good);
	s.ca_file = path("other.pem");
	check_unsafe(s);
	stop();
}
END_TEST

START_TEST(an_expired_certificate_is_refused)
{
	struct server expired = { 0 };

	start();
	start_server("expired", &expired);
	check_unsafe(settings(&expired));
	check_unsafe(settings_ldaps(&expired));
	stop_server(&expired);
	stop();
}
END_TEST

START_TEST(a_certificate_for_another_host_is_refused)
{
	struct directory_settings s;

	start();
	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.2:%u", good.port);
	check_unsafe(s);
	stop();
}
END_TEST

START_TEST(a_server_without_tls_gets_no_password)
{
	struct server open_line = { 0 };

	start();
	start_server("open", &open_line);
	check_unsafe(settings(&open_line));
	stop_server(&open_line);
	stop();
}
END_TEST

/* --- servers that are not well --- */

START_TEST(a_server_that_is_down_is_no_wrong_password)
{
	struct server nowhere = { .port = free_port(), .tls_port = free_port() };
	struct directory *d;

	start();
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
	stop();
}
END_TEST

START_TEST(the_next_server_is_asked)
{
	unsigned dead = free_port();
	struct directory_settings s;
	struct directory_counts counts;
	struct directory *d;

	start();
	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.1:%u  ldap://127.0.0.1:%u", dead, good.port);
	d = open_with(s);
	ACCEPTED(d, "priya.nair");
	REFUSED(d, "priya.nair", "wrong");
	directory_counts(d, &counts);
	ck_assert_uint_eq(counts.connections, 3);
	directory_close(d);
	stop();
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

	start();
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
	stop();
}
END_TEST

START_TEST(a_server_that_freezes_between_two_calls)
{
	struct server own = { 0 };
	struct directory_settings s;
	struct directory *d;
	int status;

	start();
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
	stop();
}
END_TEST

START_TEST(a_server_that_was_restarted_is_found_again)
{
	struct server own = { 0 };
	struct directory_counts counts;
	struct directory *d;

	start();
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
	stop();
}
END_TEST

START_TEST(a_referral_is_not_followed)
{
	struct server own = { 0 };
	struct directory_settings s;
	struct directory *d;
	int fd;

	start();
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
	stop();
}
END_TEST

START_TEST(our_own_settings_are_not_the_person_s_fault)
{
	struct directory_settings s;
	struct directory *d;

	start();
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
	s.user_filter = "(uid=%s";
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-settings");
	directory_close(d);
	s = settings(&good);
	s.id_attribute = "objectGUID";
	d = open_with(s);
	FAILS(d, RESULT_UNAVAILABLE, "directory-settings");
	directory_close(d);
	stop();
}
END_TEST

/* --- everybody --- */

START_TEST(everybody_with_their_managers)
{
	const struct directory_person *p, *manager;
	struct directory_person *people = NULL;
	size_t count = 0, administrators = 0;
	struct directory *d;

	start();
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
	stop();
}
END_TEST

START_TEST(a_manager_outside_the_list_is_looked_up)
{
	const struct directory_person *p;
	struct directory_person *people = NULL;
	struct directory_settings s;
	struct directory *d;
	size_t count = 0;

	start();
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
	stop();
}
END_TEST

START_TEST(more_than_a_server_gives_at_once)
{
	struct directory_person *people = NULL;
	struct server strict = { 0 };
	struct directory_counts counts;
	struct directory *d;
	size_t count = 0;

	start();
	start_server("strict", &strict);
	d = open_with(settings(&strict));
	ck_assert_msg(directory_people(d, arena, &people, &count, &fault) == RESULT_OK, "%s", fault.sentence);
	ck_assert_uint_ge(count, 1203 + 80);
	ck_assert_str_eq(find_in(people, count, "crowd1203")->manager_key, find_in(people, count, "crowd602")->key);
	directory_counts(d, &counts);
	ck_assert_uint_ge(counts.searches, 3);
	/* And again over the same connection. */
	ck_assert_int_eq(directory_people(d, arena, &people, &count, &fault), RESULT_OK);
	directory_close(d);
	stop_server(&strict);
	stop();
}
END_TEST

START_TEST(a_list_that_was_cut_short_is_no_list)
{
	struct directory_person *people = NULL;
	struct server short_server = { 0 };
	struct directory_settings s;
	struct directory *d;
	size_t count = 77;

	start();
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
	stop();
}
END_TEST

/* --- settings, and the trial of them --- */

START_TEST(settings_that_cannot_be_safe_are_refused)
{
	struct directory_settings s, base;
	struct directory *d = NULL;

	start();
	base = settings(&good);
#define REFUSED_SETTING(field, value) do { \
	s = base; \
	s.field = (value); \
	fault_init(&fault, arena); \
	ck_assert_int_eq(directory_open(&s, &d, &fault), RESULT_INVALID); \
	ck_assert_str_eq(fault.code, "directory-settings"); \
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
	REFUSED_SETTING(bind_password, "");
	REFUSED_SETTING(bind_password, NULL);
	REFUSED_SETTING(admin_group, "administrators");
#undef REFUSED_SETTING
	stop();
}
END_TEST

START_TEST(a_trial_says_each_step_in_words)
{
	static const char *const names[] = { "resolve", "connect", "certificate", "bind", "search", "count" };
	struct directory_step *steps = NULL;
	struct directory_settings s;
	struct directory *d;
	size_t count = 0;

	start();
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

	/* Every server is tried, also behind one that is down. */
	s = settings(&good);
	s.uris = arena_format(arena, "ldap://127.0.0.1:%u ldap://127.0.0.1:%u", free_port(), good.port);
	d = open_with(s);
	ck_assert_int_eq(directory_test(d, arena, &steps, &count), RESULT_UNAVAILABLE);
	ck_assert_uint_eq(count, 2 + 5);
	ck_assert_int_eq(steps[1].result, RESULT_UNAVAILABLE);
	ck_assert_int_eq(steps[6].result, RESULT_OK);
	directory_close(d);

	/* After a trial that ended at the bind, nothing is asked without one. */
	s = settings(&good);
	s.bind_password = "wrong";
	d = open_with(s);
	ck_assert_int_eq(directory_test(d, arena, &steps, &count), RESULT_UNAVAILABLE);
	ck_assert_uint_eq(count, 4);
	FAILS(d, RESULT_UNAVAILABLE, "directory-account");
	directory_close(d);
	stop();
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

	start();
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
	stop();
}
END_TEST

static void
read_password(void)
{
	char name[500];
	FILE *file;

	(void)snprintf(name, sizeof name, "%s/good/secrets/directory-reader", folder);
	file = fopen(name, "re");
	if (file == NULL || fgets(reader_password, sizeof reader_password, file) == NULL)
		abort();
	reader_password[strcspn(reader_password, "\n")] = '\0';
	(void)fclose(file);
}

int
main(void)
{
	const TTest *const tests[] = { the_right_password_is_accepted, ldaps_is_as_good_as_starttls,
		a_sign_in_costs_one_search_and_two_binds_at_most,
		threads_each_with_a_handle_of_their_own, what_is_wrong_is_refused,
		what_cannot_be_is_not_even_asked, a_name_is_no_filter, two_of_one_name_are_refused,
		names_of_all_kinds_sign_in, somebody_is_found_without_a_password,
		administrators_are_members_of_the_group, a_certificate_of_another_authority_is_refused,
		an_expired_certificate_is_refused, a_certificate_for_another_host_is_refused,
		a_server_without_tls_gets_no_password, a_server_that_is_down_is_no_wrong_password,
		the_next_server_is_asked, a_server_that_hangs_is_given_up_in_time,
		a_server_that_freezes_between_two_calls, a_server_that_was_restarted_is_found_again,
		a_referral_is_not_followed, our_own_settings_are_not_the_person_s_fault,
		everybody_with_their_managers, a_manager_outside_the_list_is_looked_up,
		more_than_a_server_gives_at_once, a_list_that_was_cut_short_is_no_list,
		settings_that_cannot_be_safe_are_refused, a_trial_says_each_step_in_words,
		a_trial_says_why_a_certificate_is_refused };
	int status;

	folder = getenv("DIRECTORY_FOLDER");
	if (folder == NULL) {
		(void)fputs("directory_test is run by directory_test.sh\n", stderr);
		return EXIT_FAILURE;
	}
	read_password();
	start_server("good", &good);
	status = SUITE_RUN("directory", tests);
	stop_server(&good);
	return status;
}
