/* test_config.c - parley.conf: what is read, what is refused and where it is said to be. */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "parley/arena.h"
#include "parley/config.h"
#include "suite.h"

static char folder[64];
static char file[128], secret[128], other_secret[128];
static struct arena *arena;
static struct fault fault;
static struct config *config;

static void
write_file(const char *path, const char *text, mode_t mode)
{
	FILE *out = fopen(path, "we");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_ge(fputs(text, out), 0);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_int_eq(chmod(path, mode), 0);
}

static void
start(void)
{
	const char *top = getenv("TMPDIR");

	arena = arena_new();
	(void)snprintf(folder, sizeof folder, "%.40s/parley-config.XXXXXX", top != NULL ? top : P_tmpdir);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)snprintf(file, sizeof file, "%s/parley.conf", folder);
	(void)snprintf(secret, sizeof secret, "%s/secret", folder);
	(void)snprintf(other_secret, sizeof other_secret, "%s/owner", folder);
	write_file(secret, "s3cret of the worker\n", 0600);
	write_file(other_secret, "s3cret of the owner", 0400);
	config = NULL;
}

static void
stop(void)
{
	config_free(config);
	(void)unlink(file);
	(void)unlink(secret);
	(void)unlink(other_secret);
	(void)rmdir(folder);
	arena_free(arena);
}

/* What must be there, and what the test adds. */
static enum result
load_text(const char *text, enum config_use use)
{
	write_file(file, text, 0644);
	fault_init(&fault, arena);
	return config_load(file, use, &config, &fault);
}

static const char *
least_with(const char *more)
{
	return arena_format(arena, "instance.name = Marlowe\ninstance.origin = https://parley.example.org\n"
	    "database.socket = /run/db.sock\ndirectory.uri = ldaps://ldap.example.org\n"
	    "directory.base = dc=example\n%s", more);
}

static enum result
load(const char *more)
{
	return load_text(least_with(more), CONFIG_WORKER);
}

START_TEST(the_least_and_its_defaults)
{
	start();
	ck_assert_msg(load("") == RESULT_OK, "%s", fault.sentence);
	ck_assert_str_eq(config->file, file);
	ck_assert_str_eq(config->instance.name, "Marlowe");
	ck_assert_str_eq(config->instance.reference, "MSP");
	ck_assert(!config->instance.demo);
	ck_assert_int_eq(config->worker.threads, 4);
	ck_assert_str_eq(config->database.user, "parley_worker");
	ck_assert_str_eq(config->database.database, "parley");
	ck_assert(config->database.password == NULL && !config->database.owner);
	ck_assert(config->directory.starttls);
	ck_assert_str_eq(config->directory.preset, "inetorgperson");
	ck_assert_ptr_null(config->directory.id_attribute);
	ck_assert_uint_eq(config->directory.size_limit, 100000);
	ck_assert(config->mail.url == NULL && config->mail.require_tls);
	ck_assert_int_eq(config->log_level, LOG_LEVEL_INFO);
	ck_assert_int_eq(config->session.idle_minutes, 30);
	stop();
}
END_TEST

START_TEST(all_kinds_of_values)
{
	start();
	ck_assert_msg(load("# a comment, then nothing\n\n  \t\n  #another\n\tworker.threads=64\r\n"
	    "instance.demo   =   yes  \n"
	    "directory.user_filter = (&(a=b)(uid=%s)) # no comment\n"
	    "directory.size_limit = 5\nlog.level = error\ninstance.reference = M5P\n"
	    "mail.smtp = smtp://mail.example.org\nmail.from = parley@msp.example.org\n"
	    "directory.operation_seconds = 9") == RESULT_OK, "%s", fault.sentence);
	ck_assert_int_eq(config->worker.threads, 64);
	ck_assert(config->instance.demo);
	ck_assert_str_eq(config->directory.user_filter, "(&(a=b)(uid=%s)) # no comment");
	ck_assert_uint_eq(config->directory.size_limit, 5);
	ck_assert_uint_eq(config->directory.operation_seconds, 9);
	ck_assert_int_eq(config->log_level, LOG_LEVEL_ERROR);
	ck_assert_str_eq(config->mail.domain, "msp.example.org");
	stop();
}
END_TEST

START_TEST(each_use_has_its_own_secret)
{
	const char *text;

	start();
	text = least_with(arena_format(arena, "database.password_file = %s\ndatabase.owner_password_file = %s\n"
	    "directory.bind_dn = cn=reader\ndirectory.bind_password_file = %s\n", secret, other_secret, secret));
	ck_assert_msg(load_text(text, CONFIG_WORKER) == RESULT_OK, "%s", fault.sentence);
	ck_assert_str_eq(config->database.user, "parley_worker");
	ck_assert_str_eq(config->database.password, "s3cret of the worker");
	ck_assert_str_eq(config->directory.bind_password, "s3cret of the worker");
	config_free(config);
	ck_assert_int_eq(load_text(text, CONFIG_OWNER), RESULT_OK);
	ck_assert(config->database.owner);
	ck_assert_str_eq(config->database.user, "parley_owner");
	ck_assert_str_eq(config->database.password, "s3cret of the owner");
	ck_assert_str_eq(config->database.worker, "parley_worker@localhost");
	config_free(config);
	config = NULL;
	/* The worker gets on without the owner's; the owner does not. */
	ck_assert_int_eq(unlink(other_secret), 0);
	ck_assert_int_eq(load_text(text, CONFIG_WORKER), RESULT_OK);
	config_free(config);
	config = NULL;
	ck_assert_int_eq(load_text(text, CONFIG_OWNER), RESULT_NOT_FOUND);
	ck_assert_ptr_nonnull(strstr(fault.sentence, other_secret));
	stop();
}
END_TEST

START_TEST(a_secret_that_others_may_read_is_refused)
{
	static const mode_t modes[] = { 0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666 };
	const char *text;

	start();
	text = arena_format(arena, "database.password_file = %s\n", secret);
	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
		ck_assert_int_eq(chmod(secret, modes[i]), 0);
		ck_assert_int_eq(load(text), RESULT_DENIED);
		ck_assert_str_eq(fault.code, "secret-readable");
		ck_assert_ptr_nonnull(strstr(fault.sentence, secret));
		ck_assert(config == NULL);
	}
	ck_assert_int_eq(chmod(secret, 0400), 0);
	ck_assert_int_eq(load(text), RESULT_OK);
	stop();
}
END_TEST

START_TEST(a_secret_is_one_line)
{
	static const char *const bad[] = { "", "\n", "one\ntwo\n", "one\rtwo" };
	char longest[1026];
	const char *text;

	start();
	text = arena_format(arena, "database.password_file = %s\n", secret);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		write_file(secret, bad[i], 0600);
		ck_assert_int_eq(load(text), RESULT_INVALID);
		ck_assert_str_eq(fault.code, "secret");
	}
	memset(longest, 'x', sizeof longest);
	longest[1025] = '\0';
	write_file(secret, longest, 0600);
	ck_assert_int_eq(load(text), RESULT_INVALID);
	longest[1024] = '\0';
	write_file(secret, longest, 0600);
	ck_assert_int_eq(load(text), RESULT_OK);
	ck_assert_uint_eq(strlen(config->database.password), 1024);
	config_free(config);
	config = NULL;
	write_file(secret, " spaces stay \r\n", 0600);
	ck_assert_int_eq(load(text), RESULT_OK);
	ck_assert_str_eq(config->database.password, " spaces stay ");
	config_free(config);
	config = NULL;
	ck_assert_int_eq(load(arena_format(arena, "database.password_file = %s\n", folder)), RESULT_INVALID);
	stop();
}
END_TEST

/* The faulty line is the sixth: five are there anyway. */
static const struct { const char *more, *says; int line; } wrong[] = {
	{ "worker.threads", "'key = value'", 6 },
	{ "= 4", "no setting ''", 6 },
	{ "worker.thread = 4", "no setting 'worker.thread'", 6 },
	{ "Worker.Threads = 4", "no setting", 6 },
	{ "database.password = hunter2", "no setting 'database.password'", 6 },
	{ "worker.threads = ", "has no value", 6 },
	{ "\n\nworker.threads = 0", "from 1 to 64", 8 },
	{ "worker.threads = 65", "from 1 to 64", 6 },
	{ "worker.threads = 4x", "from 1 to 64", 6 },
	{ "worker.threads = -4", "from 1 to 64", 6 },
	{ "worker.threads = +4", "from 1 to 64", 6 },
	{ "worker.threads = 0x4", "from 1 to 64", 6 },
	{ "worker.threads = 99999999999999999999", "from 1 to 64", 6 },
	{ "worker.threads = 4\nworker.threads = 4", "line 6", 7 },
	{ "instance.name = Twice", "was set before, on line 1", 6 },
	{ "instance.demo = true", "yes or no", 6 },
	{ "instance.demo = YES", "yes or no", 6 },
	{ "instance.reference = msp", "capital letters", 6 },
	{ "instance.reference = M-P", "capital letters", 6 },
	{ "instance.reference = ABCDEFGHIJK", "capital letters", 6 },
	{ "log.level = loud", "debug, info", 6 },
	{ "worker.socket = run/worker.sock", "whole path", 6 },
	{ "database.password_file = secret", "whole path", 6 },
	{ "data.www = \xff", "characters", 6 },
	{ "data.www = /a\x01", "characters", 6 },
	{ "database.host = db.example.org", "either database.socket or", 0 },
	{ "directory.bind_dn = cn=reader", "go together", 0 },
	{ "mail.user = parley", "go together", 0 },
	{ "mail.smtp = smtp://mail.example.org", "mail.from", 0 },
	{ "mail.smtp = smtp://mail.example.org\nmail.from = parley", "mail.from", 0 },
};

START_TEST(what_is_wrong_is_said_with_its_line)
{
	start();
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		const char *where = wrong[i].line == 0 ? arena_format(arena, "%s: ", file) :
		    arena_format(arena, "%s:%d: ", file, wrong[i].line);

		ck_assert_msg(load(wrong[i].more) == RESULT_INVALID, "%s", wrong[i].more);
		ck_assert_str_eq(fault.code, "config");
		ck_assert_msg(strstr(fault.sentence, where) == fault.sentence, "%s: %s", wrong[i].more, fault.sentence);
		ck_assert_msg(strstr(fault.sentence, wrong[i].says) != NULL, "%s: %s", wrong[i].more, fault.sentence);
		ck_assert_msg(strstr(fault.sentence, "hunter2") == NULL, "%s", fault.sentence);
		ck_assert(config == NULL);
	}
	stop();
}
END_TEST

START_TEST(what_must_be_set)
{
	static const char *const required[] = { "instance.name", "instance.origin", "directory.uri", "directory.base" };

	start();
	for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
		char *text = arena_string(arena, least_with(""));

		strstr(text, required[i])[0] = '#';
		ck_assert_int_eq(load_text(text, CONFIG_WORKER), RESULT_INVALID);
		ck_assert_ptr_nonnull(strstr(fault.sentence, arena_format(arena, "%s is not set", required[i])));
	}
	stop();
}
END_TEST

START_TEST(an_origin_is_scheme_and_host)
{
	static const char *const bad[] = {
		"parley.example.org", "https://", "https://parley.example.org/", "https://a/b", "https://a?b", "https://a b",
		"ftp://a", "https://user@a", "HTTPS://a", "https://A.org", "https://:80", "x https://a",
	};

	start();
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		const char *text = arena_format(arena, "instance.name = x\ninstance.origin = %s\ndatabase.socket = /s\n"
		    "directory.uri = ldaps://l\ndirectory.base = dc=x\n", bad[i]);

		ck_assert_msg(load_text(text, CONFIG_WORKER) == RESULT_INVALID, "%s", bad[i]);
		ck_assert_ptr_nonnull(strstr(fault.sentence, "parley.conf:2: instance.origin"));
	}
	/* Without TLS for a demo only. */
	ck_assert_int_eq(load_text("instance.name = x\ninstance.origin = http://127.0.0.1:8080\ndatabase.socket = /s\n"
	    "directory.uri = ldaps://l\ndirectory.base = dc=x\n", CONFIG_WORKER), RESULT_INVALID);
	ck_assert_int_eq(load_text("instance.name = x\ninstance.origin = http://127.0.0.1:8080\ndatabase.socket = /s\n"
	    "directory.uri = ldaps://l\ndirectory.base = dc=x\ninstance.demo = yes\n", CONFIG_WORKER), RESULT_OK);
	stop();
}
END_TEST

START_TEST(files_that_are_none)
{
	char zeros[] = "instance.name = a?b\n";
	FILE *out;

	start();
	fault_init(&fault, arena);
	ck_assert_int_eq(config_load(arena_format(arena, "%s/nothing", folder), CONFIG_WORKER, &config, &fault),
	    RESULT_NOT_FOUND);
	ck_assert_ptr_nonnull(strstr(fault.sentence, "/nothing"));
	zeros[17] = '\0';
	out = fopen(file, "we");
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite(zeros, 1, sizeof zeros - 1, out), sizeof zeros - 1);
	ck_assert_int_eq(fclose(out), 0);
	fault_init(&fault, arena);
	ck_assert_int_eq(config_load(file, CONFIG_WORKER, &config, &fault), RESULT_INVALID);
	ck_assert(config == NULL);
	stop();
}
END_TEST

/* Whether ".Ql value" is the last line of the entry that begins here. */
static bool
default_follows(const char *entry, const char *value)
{
	const char *next = strstr(entry + 1, "\n.It "), *end = strstr(entry + 1, "\n.El");
	const char *wanted = arena_format(arena, "\nDefault:\n.Ql %s\n", value), *found = strstr(entry, wanted);
	size_t length = strlen(wanted) - 1;

	return found != NULL && (found + length == next || found + length == end);
}

/* The manual page names every setting, with its default, and none that is not there. */
START_TEST(the_manual_page_and_the_table_agree)
{
	const char *top = getenv("srcdir"), *path;
	char *page, *line, *rest = NULL;
	struct buffer help;
	size_t length;
	FILE *in;

	start();
	path = arena_format(arena, "%s/docs/man/parley.conf.5", top != NULL ? top : ".");
	in = fopen(path, "re");
	ck_assert_msg(in != NULL, "%s", path);
	page = arena_alloc(arena, 100000);
	length = fread(page, 1, 99999, in);
	(void)fclose(in);
	ck_assert_uint_gt(length, 0);
	buffer_init(&help, 0);
	config_help(&help);
	ck_assert(buffer_ok(&help));
	for (line = strtok_r(help.data, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
		const char *entry, *otherwise = strstr(line, " = ");

		if (line[0] == ' ')
			continue;
		line[strcspn(line, " ")] = '\0';
		entry = strstr(page, arena_format(arena, "\n.It Ic %s\n", line));
		ck_assert_msg(entry != NULL, "%s is not in the manual page", line);
		/* Where it was installed is no text of a page. */
		if (otherwise != NULL && strncmp(otherwise + 3, PKGDATADIR, strlen(PKGDATADIR)) != 0 &&
		    strncmp(otherwise + 3, PKGLIBEXECDIR, strlen(PKGLIBEXECDIR)) != 0)
			ck_assert_msg(default_follows(entry, otherwise + 3), "%s: another default in the manual page", line);
	}
	for (const char *at = strstr(page, "\n.It Ic "); at != NULL; at = strstr(at + 1, "\n.It Ic ")) {
		const char *name = arena_bytes(arena, at + 8, strcspn(at + 8, "\n"));

		buffer_reset(&help);
		config_help(&help);
		ck_assert_msg(strstr(arena_format(arena, "\n%s", help.data), arena_format(arena, "\n%s", name)) != NULL,
		    "the manual page has a setting %s that is none", name);
	}
	buffer_clear(&help);
	stop();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = { the_least_and_its_defaults, all_kinds_of_values, each_use_has_its_own_secret,
		a_secret_that_others_may_read_is_refused, a_secret_is_one_line, what_is_wrong_is_said_with_its_line,
		what_must_be_set, an_origin_is_scheme_and_host, files_that_are_none,
		the_manual_page_and_the_table_agree };

	return SUITE_RUN("config", tests);
}
