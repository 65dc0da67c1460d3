/*
 * files.h - files in others' formats (PDF, iCalendar, whatever somebody attaches) are made and read by a program of its own.
 *
 * parley-files(8) does one task and ends. It has the libraries for it, and nothing else: not the sessions, the connections
 * and the memory of the worker, no network, no file that it could write. A crash or a hang there is one sentence to one person.
 *
 * One side of this header asks for a task, the other is the program's.
 */
#ifndef PARLEY_FILES_H
#define PARLEY_FILES_H

#include <stddef.h>
#include "parley/buffer.h"
#include "parley/fault.h"

/* Bytes that a task may be given, and may answer. */
#define FILES_INPUT_MAX ((size_t)16 * 1024 * 1024)
#define FILES_OUTPUT_MAX ((size_t)64 * 1024 * 1024)

/* The names of the tasks, as the program's first argument. */
#define FILES_TASK_PDF "pdf"           /* document_text.h's JSON to a PDF */
#define FILES_TASK_CALENDAR "calendar" /* calendar_ics.h's JSON to iCalendar */
#define FILES_TASK_DATES "dates"       /* a published list of bank holidays to calendar_import.h's JSON */
#define FILES_TASK_TYPE "type"         /* any bytes to the name of their MIME type */

/* What the program's exit status says: OK, or that it wrote files_refuse() instead of an answer. All else is a failure. */
enum { FILES_DONE = 0, FILES_REFUSED = 3 };

struct files_settings {
	const char *program; /* path of parley-files */
	unsigned seconds;    /* how long a task may take; then it is killed */
};

/*
 * Runs a task on `length` bytes, and adds its answer to `out`. Whoever calls it ignores SIGPIPE. The program inherits the two ends of its pipes and no other
 * descriptor, and none of the environment. UNAVAILABLE "files-down" when it cannot be started, fails, or is killed; TIMEOUT
 * "files-slow" after `seconds`; LIMIT past the sizes above; otherwise what it refused the input for (INVALID, LIMIT). Nothing is
 * added to `out` then.
 */
enum result files_run(const struct files_settings *s, const char *task, const void *data, size_t length,
                      struct buffer *out, struct fault *f) MUST_USE;

/* --- the program's side --- */

/* Shuts itself in: time, memory, no network, no other program, nothing written but what is open. False when the system refuses. */
bool files_confine(unsigned seconds) MUST_USE;
/* Writes why a task was refused, for files_run() of the other side. */
void files_refuse(struct buffer *out, const struct fault *f);

#endif
