/* files.c - parley-files: makes or reads one file in others' format, and ends; see parley/files.h. */
#include <errno.h>
#include <unistd.h>

#include "parley/calendar_ics.h"
#include "parley/calendar_import.h"
#include "parley/document_text.h"
#include "parley/files.h"
#include "parley/print.h"
#include "parley/scan.h"

enum { CHUNK = 64 * 1024, SECONDS_MOST = 300 };

struct work {
	struct buffer in, out;
	struct arena *arena;
	struct fault fault;
};

static enum result
make_pdf(struct work *w)
{
	struct document *d;
	enum result r = document_text_read(w->in.data, w->in.length, FILES_INPUT_MAX, w->arena, &d, &w->fault);

	return r == RESULT_OK ? print_pdf(d, &w->out, &w->fault) : r;
}

static enum result
make_calendar(struct work *w)
{
	struct ics_calendar c;
	enum result r = calendar_ics_read(w->in.data, w->in.length, FILES_INPUT_MAX, w->arena, &c, &w->fault);

	return r == RESULT_OK ? calendar_ics_write(&w->out, &c, &w->fault) : r;
}

static enum result
read_dates(struct work *w)
{
	struct calendar_row *rows;
	size_t count;
	enum result r = calendar_import_read(w->in.data, w->in.length, w->arena, &rows, &count, &w->fault);

	if (r == RESULT_OK)
		calendar_import_json(&w->out, rows, count);
	return r;
}

static enum result
tell_type(struct work *w)
{
	return scan_mime(w->in.data, w->in.length, &w->out, &w->fault);
}

static const struct task {
	const char *name, *about;
	enum result (*run)(struct work *w);
} tasks[] = {
	{ FILES_TASK_PDF, "a document as JSON to a PDF", make_pdf },
	{ FILES_TASK_CALENDAR, "dates as JSON to iCalendar", make_calendar },
	{ FILES_TASK_DATES, "a list of bank holidays (GOV.UK's JSON or iCalendar) to JSON", read_dates },
	{ FILES_TASK_TYPE, "any file to the name of its MIME type", tell_type },
};

static const struct task *
task_find(const char *name)
{
	for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
		if (strcmp(tasks[i].name, name) == 0)
			return &tasks[i];
	return NULL;
}

static int
print_help(void)
{
	(void)printf("Usage: parley-files TASK <FILE >FILE\n\n"
	             "Makes or reads one file for Parley's other programs, which start it; shut in, so that it can do nothing else.\n\n");
	for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
		(void)printf("  %-10s %s\n", tasks[i].name, tasks[i].about);
	(void)printf("  --version  which version this is\n  --help     this text\n");
	return 0;
}

static bool
read_all(struct buffer *b)
{
	static char bytes[CHUNK];
	ssize_t n;

	while ((n = read(STDIN_FILENO, bytes, sizeof bytes)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		buffer_add(b, bytes, (size_t)n);
	}
	buffer_add(b, "", 0); /* text that ends in NUL, also when there is none */
	return buffer_ok(b);
}

static bool
write_all(const struct buffer *b)
{
	size_t done = 0;

	while (done < b->length) {
		ssize_t n = write(STDOUT_FILENO, b->data + done, b->length - done);

		if (n < 0 && errno != EINTR)
			return false;
		done += n > 0 ? (size_t)n : 0;
	}
	return true;
}

static int
work(const struct task *task)
{
	struct work w = { .arena = arena_new() };
	int status = FILES_DONE;

	fault_init(&w.fault, w.arena);
	buffer_init(&w.in, FILES_INPUT_MAX);
	buffer_init(&w.out, FILES_OUTPUT_MAX);
	if (!read_all(&w.in)) {
		status = 1;
	} else if (task->run(&w) != RESULT_OK) {
		buffer_reset(&w.out);
		files_refuse(&w.out, &w.fault);
		status = FILES_REFUSED;
	}
	if (!buffer_ok(&w.out) || !write_all(&w.out))
		status = 1;
	buffer_clear(&w.in);
	buffer_clear(&w.out);
	arena_free(w.arena);
	return status;
}

int
main(int argc, char **argv)
{
	const struct task *task = argc == 2 ? task_find(argv[1]) : NULL;

	if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
		return print_help();
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return printf("parley-files " PACKAGE_VERSION "\n") < 0;
	if (!task) {
		(void)fprintf(stderr, "parley-files: one task is wanted; see `parley-files --help` (usage)\n");
		return 2;
	}
	if (!files_confine(SECONDS_MOST)) {
		(void)fprintf(stderr, "parley-files: it cannot be shut in (confine)\n");
		return 1;
	}
	return work(task);
}
