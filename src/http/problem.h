/*
 * problem.h - the one table that turns results into HTTP, and problem documents (RFC 9457).
 */
#ifndef PARLEY_HTTP_PROBLEM_H
#define PARLEY_HTTP_PROBLEM_H

#include "parley/fault.h"
#include "response.h"

struct problem_kind {
	int status;
	const char *title;    /* one line for a person */
	const char *sentence; /* said when the fault has none */
	int retry_after;      /* seconds; 0 = none */
};

/* By the fault's code where HTTP has a status of its own for it, else by its result. */
const struct problem_kind *problem_kind(enum result r, const char *code);
/*
 * Replace what is in the response by the problem document of a fault. `members` is JSON that the use case adds
 * ("since", "version", "still" of a conflict), as an object or as bare members; NULL for none.
 */
void problem_write(
    struct response *p, const struct fault *f, const char *request_id, const char *members);

#endif
