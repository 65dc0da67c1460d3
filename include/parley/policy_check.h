/*
 * policy_check.h - does a policy make sense?
 *
 * Each thing in it may be well formed and the whole still lead nowhere: a stage that nobody can reach or leave, a
 * clock that never starts, a role that no job title holds. Pure: works on any struct policy, wherever it is from.
 */
#ifndef PARLEY_POLICY_CHECK_H
#define PARLEY_POLICY_CHECK_H

#include "parley/arena.h"
#include "parley/policy.h"

enum finding_severity {
	FINDING_ERROR,   /* a policy with one is not taken into use */
	FINDING_WARNING  /* works, but somebody should look at it: said to the administrator */
};

struct policy_finding {
	enum finding_severity severity;
	const char *pointer; /* into the policy file: "/stages/1/exits/0" */
	const char *reason;  /* one sentence in plain English */
};

/* All findings, in no promised order. *out lives in the arena; points to nothing when *count is 0. */
void policy_check(const struct policy *p, struct arena *a, struct policy_finding **out, size_t *count);

#endif
