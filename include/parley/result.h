/*
 * result.h - the one list of ways in which something can fail.
 *
 * Every function that can fail returns one of these, and each adapter turns the
 * codes of its library (LDAP result, MariaDB errno, errno) into one of them,
 * once, at its own edge. http/problem.c has the one table that turns them into
 * HTTP status codes. The difference between them is what a person is told: a
 * directory that is down (UNAVAILABLE) is never a wrong password (DENIED).
 */
#ifndef PARLEY_RESULT_H
#define PARLEY_RESULT_H

enum result {
	RESULT_OK = 0,
	RESULT_DENIED,      /* this person may not do this */
	RESULT_NOT_FOUND,   /* there is no such thing, or none that this person may know of */
	RESULT_INVALID,     /* what was sent does not hold together; a fault names the fields */
	RESULT_GONE,        /* it was there, and this person might see it: it was erased as the law asks */
	RESULT_CONFLICT,    /* somebody else was first; nothing was changed */
	RESULT_UNAVAILABLE, /* a part that we need is down; trying again later may work */
	RESULT_TIMEOUT,     /* a part that we need did not answer in time */
	RESULT_LIMIT,       /* too large, too many or too often */
	RESULT_BUG          /* this should not happen; the log line says what did */
};

/* The name of a result in lower case, for logs and for --json: "not-found". */
const char *result_name(enum result r);

#if defined(__GNUC__)
#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#else
#define MUST_USE
#define PRINTF_LIKE(fmt, first)
#endif

#endif
