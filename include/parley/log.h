/*
 * log.h - lines for an administrator, on stderr (journald or a file collects them).
 *
 * A line is: level, request id (or "-"), code, then key=value pairs. Code is short and
 * stable, so that it can be searched for. No case content, no person's name and no
 * DN at info level or above (need to know); debug may carry DNs, and is off unless asked for.
 * Libraries do not log; programs and the edge do, once per failure.
 */
#ifndef PARLEY_LOG_H
#define PARLEY_LOG_H

#include <stdbool.h>
#include "parley/result.h"

enum log_level { LOG_LEVEL_DEBUG, LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

void log_set_level(enum log_level lowest);
bool log_level_parse(const char *name, enum log_level *out);
/* The id that the lines of this thread carry until it is set again; NULL for none. Copied, 32 bytes at most. */
void log_set_request(const char *id);
/* One line, written with one write(2). Control characters in the formatted text, and what
 * is not UTF-8, become '?'. A line longer than 2,000 bytes is cut, and ends in "...". errno is kept. */
void log_line(enum log_level level, const char *code, const char *fmt, ...) PRINTF_LIKE(3, 4);
/* One line at error level, then abort(): for what nothing may go on after (no memory, no random bytes). */
_Noreturn void log_abort(const char *code, const char *what);

#endif
