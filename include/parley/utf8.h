/*
 * utf8.h - checks on text that came from outside. (RFC 3629; no surrogates, no overlong forms.)
 */
#ifndef PARLEY_UTF8_H
#define PARLEY_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One code point from the first of `length` bytes: how many bytes it takes, or 0 if they are not UTF-8.
 * `code` is untouched then. A NUL is a code point like another: whoever may not have one must look. */
size_t utf8_next(const char *s, size_t length, uint32_t *code);
bool utf8_valid(const char *s, size_t length);
/* Number of code points of a valid string. */
size_t utf8_length(const char *s);
/* Fit for one line that a person reads: valid, no control characters and no bidirectional overrides (U+202A-E, U+2066-9). */
bool utf8_is_line(const char *s);
/* Fit for a text of several lines: the same, but TAB, LF (and CR before LF) may stand in it. */
bool utf8_is_text(const char *s);
/* Only white space (Unicode's too), or empty. */
bool utf8_is_blank(const char *s);

#endif
