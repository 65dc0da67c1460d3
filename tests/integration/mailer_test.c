/*
 * mailer_test.c - the mail room against real SMTP servers (tests/borough/smtp-sink.py). Run by mailer_test.sh,
 * which starts them and, at the end, reads what arrived with a mail reader that is not ours.
 */
#include <arpa/inet.h>
#include <check.h>
#include <dirent.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../unit/suite.h"
#include "parley/mail.h"

static struct arena *arena;
static struct fault fault;

static void
start(void)
{
	arena = arena_new();
	fault_init(&fault, arena);
}

static void
stop(void)
{
	arena_free(arena);
}

static const char *
path(const char *name)
{
	return arena_format(arena, "%s/%s", getenv("MAIL_FOLDER"), name);
}

/* The server without TLS, on this machine. */
static struct mail_settings
settings(void)
{
	return (struct mail_settings){
		.url = arena_format(arena, "smtp://127.0.0.1:%s", getenv("MAIL_PORT")),
		.from = "parley@partnership.test",
		.domain = "partnership.test",
		.seconds = 5,
	};
}

static struct mail_settings
settings_tls(void)
{
	struct mail_settings s = settings();

	s.url = arena_format(arena, "smtp://127.0.0.1:%s", getenv("MAIL_TLS_PORT"));
	s.require_tls = true;
	s.ca_file = path("tls/ca.pem");
	return s;
}

static struct mailer *
open_with(struct mail_settings s)
{
	struct mailer *m = NULL;

	ck_assert_msg(mailer_open(&s, &m, &fault) == RESULT_OK, "%s", fault.sentence);
	return m;
}

static enum result
send_to(struct mailer *m, const char *to, const char *subject)
{
	struct mail_message message = {
		.to = to, .subject = subject, .id = "test-1", .date = instant_now(),
		.body = "Something waits for you.\n.\nFrom N\u00ed Cheallaigh = \u4f1f\n",
	};

	fault_init(&fault, arena);
	return mailer_send(m, &message, &fault);
}

static int
messages_in(const char *name)
{
	DIR *folder = opendir(path(name));
	const struct dirent *entry;
	int count = 0;

	ck_assert_ptr_nonnull(folder);
	while ((entry = readdir(folder)) != NULL)
		count += strstr(entry->d_name, ".eml") != NULL;
	(void)closedir(folder);
	return count;
}

#define SENT(m, to, subject) ck_assert_msg(send_to((m), (to), (subject)) == RESULT_OK, "%s: %s", fault.code, \
	fault.sentence)
#define FAILS(m, to, result_, code_) do { \
	ck_assert_int_eq(send_to((m), (to), "a subject"), (result_)); \
	ck_assert_str_eq(fault.code, (code_)); \
} while (0)

static void
set_answers(const char *lines)
{
	FILE *file = fopen(path("mail/answers.new"), "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs(lines, file), 0);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_eq(rename(path("mail/answers.new"), path("mail/answers")), 0);
}

START_TEST(messages_arrive)
{
	struct mailer *m;
	int before;

	start();
	before = messages_in("mail");
	m = open_with(settings());
	SENT(m, "priya.nair@csc.test", "plain subject");
	SENT(m, "margaret.o'brien@stbrides.test", "N\u00ed Cheallaigh: \u4f1f \u5f20 is next, and this subject is so long "
	    "that it does not fit into one encoded word, nor into two of them \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9");
	ck_assert_int_eq(messages_in("mail"), before + 2);
	mailer_close(m);
	stop();
}
END_TEST

START_TEST(one_refusal_harms_nobody_else)
{
	struct mailer *m;

	start();
	set_answers("permanent gone@csc.test\ntemporary busy@csc.test\n");
	m = open_with(settings());
	FAILS(m, "gone@csc.test", RESULT_INVALID, "mail-refused");
	ck_assert_ptr_nonnull(strstr(fault.sentence, "550"));
	FAILS(m, "busy@csc.test", RESULT_UNAVAILABLE, "mail-later");
	ck_assert_ptr_nonnull(strstr(fault.sentence, "451"));
	SENT(m, "well@csc.test", "plain subject");
	set_answers("temporary *\n");
	FAILS(m, "well@csc.test", RESULT_UNAVAILABLE, "mail-later");
	set_answers("");
	SENT(m, "well@csc.test", "plain subject");
	mailer_close(m);
	stop();
}
END_TEST

START_TEST(nothing_is_slipped_in)
{
	struct mailer *m;
	int before;

	start();
	before = messages_in("mail");
	m = open_with(settings());
	FAILS(m, "a@b.test\r\nRCPT TO:<x@y.test>", RESULT_INVALID, "mail-address");
	ck_assert_int_eq(send_to(m, "a@b.test", "x\r\nBcc: x@y.test"), RESULT_INVALID);
	ck_assert_str_eq(fault.code, "mail-subject");
	ck_assert_int_eq(messages_in("mail"), before);
	mailer_close(m);
	stop();
}
END_TEST

START_TEST(tls_is_asked_for_and_checked)
{
	struct mail_settings s;
	struct mailer *m;
	int before;

	start();
	before = messages_in("mail-tls");
	m = open_with(settings_tls());
	SENT(m, "priya.nair@csc.test", "plain subject");
	ck_assert_int_eq(messages_in("mail-tls"), before + 1);
	mailer_close(m);

	s = settings_tls();
	s.ca_file = path("other.pem");
	m = open_with(s);
	FAILS(m, "priya.nair@csc.test", RESULT_UNAVAILABLE, "mail-certificate");
	mailer_close(m);

	s = settings_tls();
	s.ca_file = path("nothing.pem");
	m = open_with(s);
	FAILS(m, "priya.nair@csc.test", RESULT_UNAVAILABLE, "mail-certificate");
	mailer_close(m);

	/* A server that offers none gets no mail. */
	s = settings();
	s.require_tls = true;
	m = open_with(s);
	FAILS(m, "priya.nair@csc.test", RESULT_UNAVAILABLE, "mail-certificate");
	mailer_close(m);
	ck_assert_int_eq(messages_in("mail-tls"), before + 1);
	stop();
}
END_TEST

START_TEST(an_account_is_shown_over_tls_only)
{
	struct mail_settings s;
	struct mailer *m;

	start();
	s = settings_tls();
	s.url = arena_format(arena, "smtp://127.0.0.1:%s", getenv("MAIL_ACCOUNT_PORT"));
	s.user = "parley";
	s.password = "a-password";
	m = open_with(s);
	SENT(m, "priya.nair@csc.test", "plain subject");
	mailer_close(m);
	/* A wrong password harms every message: no address is given up for it. */
	s.password = "another";
	m = open_with(s);
	FAILS(m, "priya.nair@csc.test", RESULT_UNAVAILABLE, "mail-account");
	ck_assert(!mailer_trouble(m).of_recipient);
	mailer_close(m);
	s.user = s.password = NULL;
	m = open_with(s);
	FAILS(m, "priya.nair@csc.test", RESULT_UNAVAILABLE, "mail-sender");
	ck_assert(!mailer_trouble(m).of_recipient);
	mailer_close(m);
	ck_assert_int_eq(messages_in("mail-account"), 1);
	stop();
}
END_TEST

/* The message arrived, and its answer did not. */
START_TEST(a_lost_answer_leaves_a_doubt)
{
	struct mailer *m;
	int before;

	start();
	before = messages_in("mail");
	set_answers("lost well@csc.test\npermanent gone@csc.test\n");
	m = open_with(settings());
	ck_assert_int_eq(send_to(m, "well@csc.test", "plain subject"), RESULT_UNAVAILABLE);
	ck_assert(mailer_trouble(m).doubtful);
	ck_assert(!mailer_trouble(m).of_recipient);
	ck_assert_int_eq(messages_in("mail"), before + 1);
	FAILS(m, "gone@csc.test", RESULT_INVALID, "mail-refused");
	ck_assert(!mailer_trouble(m).doubtful);
	ck_assert(mailer_trouble(m).of_recipient);
	set_answers("");
	SENT(m, "well@csc.test", "plain subject");
	ck_assert(!mailer_trouble(m).doubtful);
	mailer_close(m);
	stop();
}
END_TEST

/* A port with somebody who listens and never answers. */
static unsigned
listen_mutely(int *fd)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t size = sizeof at;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(bind(*fd, (struct sockaddr *)&at, sizeof at), 0);
	ck_assert_int_eq(listen(*fd, 4), 0);
	ck_assert_int_eq(getsockname(*fd, (struct sockaddr *)&at, &size), 0);
	return ntohs(at.sin_port);
}

START_TEST(a_server_that_is_down_or_mute)
{
	struct mail_settings s;
	struct mailer *m;
	int fd;

	start();
	s = settings();
	s.url = arena_format(arena, "smtp://127.0.0.1:%u", listen_mutely(&fd));
	s.seconds = 1;
	m = open_with(s);
	FAILS(m, "priya.nair@csc.test", RESULT_TIMEOUT, "mail-timeout");
	ck_assert(!mailer_trouble(m).doubtful);
	(void)close(fd);
	FAILS(m, "priya.nair@csc.test", RESULT_UNAVAILABLE, "mail-down");
	mailer_close(m);
	stop();
}
END_TEST

START_TEST(settings_that_cannot_be_safe_are_refused)
{
	struct mail_settings s;
	struct mailer *m = NULL;

	start();
#define REFUSED(field, value) do { \
	s = settings(); \
	s.field = (value); \
	fault_init(&fault, arena); \
	ck_assert_int_eq(mailer_open(&s, &m, &fault), RESULT_INVALID); \
	ck_assert_str_eq(fault.code, "mail-settings"); \
	ck_assert(m == NULL); \
} while (0)
	REFUSED(url, NULL);
	REFUSED(url, "http://127.0.0.1");
	REFUSED(url, "smtp://mail.example.org");           /* no TLS, and not this machine */
	REFUSED(url, "smtp://127.0.0.1.example.org");
	REFUSED(url, "smtp://localhost.example.org:25");
	REFUSED(url, "smtp://127.0.0.1@mail.example.org");
	REFUSED(url, "smtp://127.0.0.1:25/x");
	REFUSED(url, "file:///etc/passwd");
	REFUSED(from, "nobody");
	REFUSED(from, "a@b.test\r\nX: y");
	REFUSED(domain, "a b");
	REFUSED(user, "parley");
#undef REFUSED
	stop();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { messages_arrive, one_refusal_harms_nobody_else,
		nothing_is_slipped_in, tls_is_asked_for_and_checked, a_server_that_is_down_or_mute,
		an_account_is_shown_over_tls_only, a_lost_answer_leaves_a_doubt,
		settings_that_cannot_be_safe_are_refused };

	if (getenv("MAIL_FOLDER") == NULL) {
		(void)fputs("mailer_test is run by mailer_test.sh\n", stderr);
		return EXIT_FAILURE;
	}
	return SUITE_RUN("mailer", tests);
}
