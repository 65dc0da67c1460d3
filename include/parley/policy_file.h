/*
 * policy_file.h - an escalation policy from its file.
 *
 * The language is described for its writers in docs/policy-language.md and for their editors in
 * policies/policy.schema.json; what the parts mean is in parley/policy.h.
 */
#ifndef PARLEY_POLICY_FILE_H
#define PARLEY_POLICY_FILE_H

#include "parley/fault.h"
#include "parley/policy.h"

/*
 * Reads one policy. Everything wrong with it is reported at once, up to fault.limit, each with its JSON pointer:
 * what is not of the language, a reference to something that is not there, and the errors of policy_check()
 * (parley/policy_check.h; its warnings are the caller's to ask for). INVALID then, LIMIT for more than 1 MiB;
 * *out is untouched on failure. The policy lives in the arena and does not need `json` any longer.
 * days.nation stays NULL until the policy meets a calendar (policy.nation is its id).
 */
enum result policy_file_parse(const char *json, size_t length, struct arena *a, const struct policy **out,
                              struct fault *f) MUST_USE;

#endif
