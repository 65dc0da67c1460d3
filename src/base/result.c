/* result.c - see parley/result.h. */
#include "parley/result.h"

#include <stddef.h>

static const char *const names[] = {
	[RESULT_OK] = "ok",
	[RESULT_DENIED] = "denied",
	[RESULT_NOT_FOUND] = "not-found",
	[RESULT_INVALID] = "invalid",
	[RESULT_GONE] = "gone",
	[RESULT_CONFLICT] = "conflict",
	[RESULT_UNAVAILABLE] = "unavailable",
	[RESULT_TIMEOUT] = "timeout",
	[RESULT_LIMIT] = "limit",
	[RESULT_BUG] = "bug",
};

const char *
result_name(enum result r)
{
	size_t index = (size_t)r;

	/* A number that is no result is a bug of its own, and must not read past the table. */
	return index < sizeof names / sizeof names[0] ? names[index] : names[RESULT_BUG];
}
