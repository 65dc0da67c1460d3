/* log.c - see parley/log.h. Nothing here takes memory from the heap: there may be none left. */
#include "parley/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "parley/utf8.h"

#define LINE_LIMIT 2000
#define REQUEST_LIMIT 32

static const char *const level_names[] = {
	[LOG_LEVEL_DEBUG] = "debug",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_ERROR] = "error",
};
#define LEVEL_COUNT (sizeof level_names / sizeof level_names[0])

/* Read by every thread, set by main: an int is enough, but it must be atomic for TSan and for C. */
static atomic_int lowest_level = LOG_LEVEL_INFO;
static _Thread_local char request_id[REQUEST_LIMIT + 1];

void
log_set_level(enum log_level lowest)
{
	atomic_store_explicit(&lowest_level, (int)lowest, memory_order_relaxed);
}

bool
log_level_parse(const char *name, enum log_level *out)
{
	for (size_t i = 0; name != NULL && i < LEVEL_COUNT; i++) {
		if (strcmp(name, level_names[i]) == 0) {
			*out = (enum log_level)i;
			return true;
		}
	}
	return false;
}

void
log_set_request(const char *id)
{
	size_t length = id == NULL ? 0 : strnlen(id, REQUEST_LIMIT);

	if (length > 0)
		memcpy(request_id, id, length);
	request_id[length] = '\0';
}

/* C0, DEL and C1: what can move a terminal's cursor or start a forged line. */
static bool
is_control(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0);
}

/* Replaces in place; what is replaced never grows, so the line stays within its array. */
static size_t
clean(char *line, size_t length)
{
	size_t to = 0;

	for (size_t from = 0; from < length;) {
		uint32_t code = 0;
		size_t size;

		if (line[from] >= ' ' && line[from] < 0x7f) {
			line[to++] = line[from++];
			continue;
		}
		size = utf8_next(line + from, length - from, &code);
		if (size == 0 || is_control(code)) {
			line[to++] = '?';
			from += size == 0 ? 1 : size;
			continue;
		}
		memmove(line + to, line + from, size);
		to += size;
		from += size;
	}
	return to;
}

static void
write_line(const char *line, size_t length)
{
	ssize_t done;

	/* Once: a second write could be parted from the first by another process's line. */
	do
		done = write(STDERR_FILENO, line, length);
	while (done < 0 && errno == EINTR);
	/* A log that cannot be written must not stop a request; there is nowhere to say so. */
}

static size_t
append(char line[LINE_LIMIT], size_t length, const char *word)
{
	size_t size = strnlen(word, LINE_LIMIT - length);

	memcpy(line + length, word, size);
	return length + size;
}

void
log_line(enum log_level level, const char *code, const char *fmt, ...)
{
	/* Room behind the limit for "..." and the line feed. */
	char line[LINE_LIMIT + 5];
	int saved = errno;
	size_t length = 0;
	va_list args;
	int n;

	if ((int)level < atomic_load_explicit(&lowest_level, memory_order_relaxed))
		return;
	length = append(line, length, (size_t)level < LEVEL_COUNT ? level_names[level] : "error");
	length = append(line, length, " ");
	length = append(line, length, request_id[0] != '\0' ? request_id : "-");
	length = append(line, length, " ");
	length = append(line, length, code);
	length = append(line, length, " ");
	if (length < LINE_LIMIT) {
		va_start(args, fmt);
		n = format_write(line + length, LINE_LIMIT + 1 - length, fmt, args);
		va_end(args);
		length += n < 0 ? 0 : (size_t)n;
	}
	if (length > LINE_LIMIT) {
		memcpy(line + LINE_LIMIT, "...", 3);
		length = LINE_LIMIT + 3;
	}
	length = clean(line, length);
	line[length++] = '\n';
	write_line(line, length);
	errno = saved;
}

_Noreturn void
log_abort(const char *code, const char *what)
{
	log_line(LOG_LEVEL_ERROR, code, "%s", what);
	abort();
}
