/* test_log.c - what stands on stderr after a call: one line, whole, and clean. */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "parley/log.h"
#include "suite.h"

static char said[8192];
static int saved_stderr, ends[2];

static void
capture(void)
{
	ck_assert_int_eq(pipe(ends), 0);
	saved_stderr = dup(STDERR_FILENO);
	ck_assert_int_ge(dup2(ends[1], STDERR_FILENO), 0);
	ck_assert_int_eq(close(ends[1]), 0);
}

/* What was written since capture(); the pipe holds more than a test writes. */
static const char *
release(void)
{
	ssize_t n;

	/* This closes the pipe's last writing end. */
	ck_assert_int_ge(dup2(saved_stderr, STDERR_FILENO), 0);
	ck_assert_int_eq(close(saved_stderr), 0);
	n = read(ends[0], said, sizeof said - 1);
	ck_assert_int_ge(n, 0);
	said[n] = '\0';
	ck_assert_int_eq(close(ends[0]), 0);
	return said;
}

START_TEST(a_line)
{
	capture();
	log_line(LOG_LEVEL_INFO, "started", "threads=%d", 8);
	ck_assert_str_eq(release(), "info - started threads=8\n");
}
END_TEST

START_TEST(the_request_id_is_copied_and_cut)
{
	char id[] = "req-1";

	log_set_request(id);
	id[0] = 'X';
	capture();
	log_line(LOG_LEVEL_WARNING, "slow", "ms=%d", 900);
	ck_assert_str_eq(release(), "warning req-1 slow ms=900\n");
	log_set_request("0123456789012345678901234567890123456789");
	capture();
	log_line(LOG_LEVEL_ERROR, "x", "y=1");
	ck_assert_str_eq(release(), "error 01234567890123456789012345678901 x y=1\n");
	log_set_request(NULL);
	capture();
	log_line(LOG_LEVEL_ERROR, "x", "y=1");
	ck_assert_str_eq(release(), "error - x y=1\n");
}
END_TEST

static void *
log_from_thread(void *unused)
{
	log_line(LOG_LEVEL_INFO, "other", "t=2");
	return unused;
}

START_TEST(the_request_id_is_the_thread_s_own)
{
	pthread_t thread;

	log_set_request("mine");
	capture();
	ck_assert_int_eq(pthread_create(&thread, NULL, log_from_thread, NULL), 0);
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
	ck_assert_str_eq(release(), "info - other t=2\n");
}
END_TEST

START_TEST(levels)
{
	enum log_level level = LOG_LEVEL_ERROR;

	capture();
	log_line(LOG_LEVEL_DEBUG, "quiet", "x=1"); /* off unless asked for */
	log_set_level(LOG_LEVEL_DEBUG);
	log_line(LOG_LEVEL_DEBUG, "loud", "x=1");
	log_set_level(LOG_LEVEL_ERROR);
	log_line(LOG_LEVEL_WARNING, "quiet", "x=1");
	ck_assert_str_eq(release(), "debug - loud x=1\n");
	ck_assert(log_level_parse("warning", &level));
	ck_assert_int_eq(level, LOG_LEVEL_WARNING);
	ck_assert(!log_level_parse("Warning", &level));
	ck_assert(!log_level_parse("", &level));
	ck_assert(!log_level_parse(NULL, &level));
	ck_assert_int_eq(level, LOG_LEVEL_WARNING);
}
END_TEST

START_TEST(nothing_can_forge_a_line)
{
	capture();
	log_line(LOG_LEVEL_INFO, "path", "uri=%s", "/a\r\nerror - forged\x1b[2J\x7f\xc2\x9b\xff é");
	ck_assert_str_eq(release(), "info - path uri=/a??error - forged?[2J??? é\n");
}
END_TEST

START_TEST(a_long_line_is_cut_and_says_so)
{
	char text[5000];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	capture();
	log_line(LOG_LEVEL_INFO, "long", "%s", text);
	ck_assert_uint_eq(strlen(release()), 2000 + 4);
	ck_assert_str_eq(said + 1999, "x...\n");
}
END_TEST

START_TEST(errno_is_kept)
{
	capture();
	errno = EAGAIN;
	log_line(LOG_LEVEL_INFO, "x", "y=1");
	ck_assert_int_eq(errno, EAGAIN);
	ck_assert_int_eq(close(STDERR_FILENO), 0);
	log_line(LOG_LEVEL_INFO, "x", "y=1"); /* cannot be written; must not matter */
	ck_assert_int_eq(errno, EAGAIN);
	(void)release();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { a_line, the_request_id_is_copied_and_cut,
		the_request_id_is_the_thread_s_own, levels, nothing_can_forge_a_line,
		a_long_line_is_cut_and_says_so, errno_is_kept };

	return SUITE_RUN("log", tests);
}
