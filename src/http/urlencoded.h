/*
 * urlencoded.h - names and values as forms and query strings write them (WHATWG URL, application/x-www-form-urlencoded).
 */
#ifndef PARLEY_HTTP_URLENCODED_H
#define PARLEY_HTTP_URLENCODED_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/result.h"

struct name_value {
	const char *name, *value;
};

/*
 * Decode %XX (and '+' where `plus`) in place; the result is NUL-terminated, so text[*length] must be writable.
 * INVALID for a broken escape, a NUL, control characters other than TAB, CR and LF, and text that is not UTF-8.
 */
enum result urlencoded_decode(char *text, size_t *length, bool plus) MUST_USE;
/*
 * Split `text` (text[length] must be writable) into pairs, in place: the pairs point into it, so that who wipes
 * the text wipes them. Strict: INVALID for an empty or doubled name and for what cannot be decoded, LIMIT for more
 * than `most` pairs. Empty text gives none.
 */
enum result urlencoded_parse(
    char *text, size_t length, struct name_value *pairs, size_t most, size_t *count) MUST_USE;
/* The value of a name, or NULL. */
const char *urlencoded_find(const struct name_value *pairs, size_t count, const char *name);

#endif
