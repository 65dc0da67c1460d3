/* format.h - vsnprintf(3), quicker for what nearly all formats are made of; private to base/. */
#ifndef BASE_FORMAT_H
#define BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>
#include "parley/result.h"

/*
 * As vsnprintf: at most `room` bytes with the NUL, `room` at least 1; gives the length that it would have, negative for a
 * broken format. %s, %d, %u (with l or ll too), %zu and %% are done here, at an eighth of its price; a format with anything else
 * is left to it.
 */
int format_write(char *to, size_t room, const char *fmt, va_list args) PRINTF_LIKE(3, 0);

#endif
