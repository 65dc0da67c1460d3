/*
 * test_files.c - the program for files: what it makes of a task, what it may do, and what is said when it cannot.
 *
 * The programs that fail are real ones: one that cannot be found, ends, hangs, never ends talking, does not listen.
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "parley/calendar_ics.h"
#include "parley/calendar_import.h"
#include "parley/document_text.h"
#include "parley/files.h"
#include "suite.h"

static struct arena *a;
static struct buffer out;
static struct fault f;

static void
begin(void)
{
	(void)signal(SIGPIPE, SIG_IGN);
	a = arena_new();
	fault_init(&f, a);
	buffer_init(&out, 0);
}

static void
finish(void)
{
	buffer_clear(&out);
	arena_free(a);
}

static enum result
run(const char *program, const char *task, const char *data, size_t length)
{
	return files_run(&(struct files_settings){ program, 20 }, task, data, length, &out, &f);
}

/* `make check` runs where the programs were built. */
static enum result
ask(const char *task, const char *data, size_t length)
{
	char here[4096];

	ck_assert_ptr_nonnull(getcwd(here, sizeof here));
	return run(arena_format(a, "%s/parley-files", here), task, data, length);
}

START_TEST(a_document_comes_back_as_it_was)
{
	static const char *const cells[] = { "Tab\t\"q\" \xf0\x9f\x99\x82", "" };
	struct document *d = document_new(a, "Title"), *read;
	struct buffer text, again;

	d->footer = "Foot";
	d->wide = true;
	document_heading(d, 3, "Head");
	document_paragraph(d, "Two\nlines");
	document_table(d, 2, (const int[]){ 30, 70 }, true, false);
	document_row(d, cells);
	document_row(d, cells);
	buffer_init(&text, 0);
	buffer_init(&again, 0);
	json_object(&text, NULL);
	json_bool(&text, "wide", true);
	document_text_json(&text, d);
	json_end_object(&text);
	ck_assert_int_eq(document_text_read(text.data, text.length, text.length, a, &read, &f), RESULT_OK);
	json_object(&again, NULL);
	json_bool(&again, "wide", read->wide);
	document_text_json(&again, read);
	json_end_object(&again);
	ck_assert_str_eq(again.data, text.data);
	ck_assert_int_eq(ask(FILES_TASK_PDF, text.data, text.length), RESULT_OK);
	ck_assert_int_eq(memcmp(out.data, "%PDF-", 5), 0);
	buffer_clear(&text);
	buffer_clear(&again);
}
END_TEST

static const char *const broken_documents[] = {
	"", "[]", "{}", "{\"wide\":false,\"blocks\":[{\"kind\":\"table\"}]}", "{\"wide\":false,\"blocks\":[{\"kind\":\"heading\",\"level\":4}]}",
	"{\"wide\":false,\"blocks\":[{\"kind\":\"table\",\"widths\":[50,50],\"head_row\":false,\"head_column\":false,\"rows\":[[\"one\"]]}]}",
};

START_TEST(what_is_no_document_is_refused)
{
	ck_assert_int_eq(ask(FILES_TASK_PDF, broken_documents[_i], strlen(broken_documents[_i])), RESULT_INVALID);
	ck_assert_uint_eq(out.length, 0);
}
END_TEST

START_TEST(a_calendar_is_the_same_as_without_the_program)
{
	struct ics_event event = { .uid = "1@parley.test", .summary = "MSP-2027-000001: due", .url = "https://parley.test/x",
		.starts = INT64_C(1830186000000000), .stamp = INT64_C(1830000000000000), .minutes = 15, .sequence = 3, .busy = true,
		.organizer = "from@parley.test", .attendee = "to@parley.test" };
	struct ics_calendar c = { ICS_REQUEST, "Name", &event, 1 };
	struct buffer told, wanted;

	buffer_init(&told, 0);
	buffer_init(&wanted, 0);
	calendar_ics_json(&told, &c);
	ck_assert_int_eq(calendar_ics_write(&wanted, &c, &f), RESULT_OK);
	ck_assert_int_eq(ask(FILES_TASK_CALENDAR, told.data, told.length), RESULT_OK);
	ck_assert_str_eq(out.data, wanted.data);
	buffer_clear(&told);
	buffer_clear(&wanted);
}
END_TEST

START_TEST(dates_come_back)
{
	static const char text[] = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20281225\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n"
	                           "BEGIN:VEVENT\r\nDTSTART:20281226T100000\r\nSUMMARY:A time\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
	struct calendar_row *rows;
	day christmas;
	size_t count;

	ck_assert_int_eq(day_parse("2028-12-25", &christmas), RESULT_OK);
	ck_assert_int_eq(ask(FILES_TASK_DATES, text, strlen(text)), RESULT_OK);
	ck_assert_int_eq(calendar_import_rows(out.data, out.length, a, &rows, &count, &f), RESULT_OK);
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[0].on, christmas);
	ck_assert_str_eq(rows[0].name, "Christmas");
	ck_assert_ptr_null(rows[0].trouble);
	ck_assert_ptr_nonnull(rows[1].trouble);
}
END_TEST

START_TEST(what_it_refuses_is_said_in_its_words)
{
	ck_assert_int_eq(ask(FILES_TASK_DATES, "hello", 5), RESULT_INVALID);
	ck_assert_str_eq(f.code, "not-calendar");
	ck_assert_str_eq(f.sentence, "This is neither GOV.UK's JSON nor an iCalendar file.");
}
END_TEST

START_TEST(types)
{
	static const char nul[] = "a\0b";

	ck_assert_int_eq(ask(FILES_TASK_TYPE, "%PDF-1.4\n", 9), RESULT_OK);
	ck_assert_str_eq(out.data, "application/pdf");
	buffer_reset(&out);
	ck_assert_int_eq(ask(FILES_TASK_TYPE, nul, 3), RESULT_OK);
	ck_assert_str_eq(out.data, "application/octet-stream");
	buffer_reset(&out);
	ck_assert_int_eq(ask(FILES_TASK_TYPE, "", 0), RESULT_OK);
	ck_assert_str_eq(out.data, "application/x-empty");
}
END_TEST

/* Its task is what these programs take for a file, a number, a word: none gives an answer. */
static const struct { const char *program, *task; enum result result; const char *code; } failing[] = {
	{ "/nowhere/parley-files", "pdf", RESULT_UNAVAILABLE, "files-down" },
	{ "/etc/passwd", "pdf", RESULT_UNAVAILABLE, "files-down" },
	{ "/bin/false", "pdf", RESULT_UNAVAILABLE, "files-down" },
	{ "/bin/sleep", "60", RESULT_TIMEOUT, "files-slow" },
	{ "/usr/bin/yes", "y", RESULT_LIMIT, "too-large" },
};

START_TEST(it_fails)
{
	struct files_settings s = { failing[_i].program, failing[_i].result == RESULT_TIMEOUT ? 1 : 20 };
	enum { LENGTH = 1024 * 1024 };
	char *data = arena_alloc(a, LENGTH);

	memset(data, 'x', LENGTH);
	ck_assert_int_eq(files_run(&s, failing[_i].task, data, LENGTH, &out, &f), failing[_i].result);
	ck_assert_str_eq(f.code, failing[_i].code);
	ck_assert_ptr_nonnull(f.sentence);
	ck_assert_uint_eq(out.length, 0);
}
END_TEST

START_TEST(it_need_not_listen)
{
	enum { LENGTH = 1024 * 1024 };
	char *data = arena_alloc(a, LENGTH);

	memset(data, 'x', LENGTH);
	ck_assert_int_eq(run("/bin/echo", "heard", data, LENGTH), RESULT_OK);
	ck_assert_str_eq(out.data, "heard\n");
}
END_TEST

/* 3 is the folder that ls reads. */
START_TEST(it_inherits_its_pipes_and_nothing_else)
{
	int kept = open("/etc/passwd", O_RDONLY);

	ck_assert_int_ge(kept, 3);
	ck_assert_int_eq(dup2(kept, 99), 99);
	ck_assert_int_eq(setenv("PARLEY_SECRET", "x", 1), 0);
	ck_assert_int_eq(run("/bin/ls", "/proc/self/fd", "", 0), RESULT_OK);
	ck_assert_str_eq(out.data, "0\n1\n2\n3\n");
	buffer_reset(&out);
	ck_assert_int_eq(run("/bin/cat", "/proc/self/environ", "", 0), RESULT_OK);
	ck_assert_ptr_null(strstr(out.data, "PARLEY"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("files");
	TCase *cases = tcase_create("files");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_checked_fixture(cases, begin, finish);
	tcase_add_test(cases, a_document_comes_back_as_it_was);
	tcase_add_loop_test(cases, what_is_no_document_is_refused, 0, (int)(sizeof broken_documents / sizeof broken_documents[0]));
	tcase_add_test(cases, a_calendar_is_the_same_as_without_the_program);
	tcase_add_test(cases, dates_come_back);
	tcase_add_test(cases, what_it_refuses_is_said_in_its_words);
	tcase_add_test(cases, types);
	tcase_add_loop_test(cases, it_fails, 0, (int)(sizeof failing / sizeof failing[0]));
	tcase_add_test(cases, it_need_not_listen);
	tcase_add_test(cases, it_inherits_its_pipes_and_nothing_else);
	tcase_set_timeout(cases, 60);
	suite_add_tcase(suite, cases);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
