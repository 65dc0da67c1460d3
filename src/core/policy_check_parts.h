/* policy_check_parts.h - private to core: what the checks of a policy share. */
#ifndef PARLEY_CORE_POLICY_CHECK_PARTS_H
#define PARLEY_CORE_POLICY_CHECK_PARTS_H

#include "parley/policy_check.h"

struct policy_checking {
	const struct policy *policy;
	struct arena *arena;
	bool *reach;             /* [a * stage_count + b]: stage b can come after stage a, or is a */
	struct policy_finding *findings;
	size_t count, room;
};

/* Strings live as long as the arena. */
void policy_check_add(struct policy_checking *c, enum finding_severity severity, const char *pointer,
                      const char *reason);
const char *policy_check_duty_pointer(const struct policy_checking *c, size_t duty);

void policy_check_ways(struct policy_checking *c);   /* policy_check_ways.c */
void policy_check_clocks(struct policy_checking *c); /* policy_check_clocks.c */
void policy_check_people(struct policy_checking *c); /* policy_check_people.c */
void policy_check_facts(struct policy_checking *c);  /* policy_check_facts.c */
void policy_check_forms(struct policy_checking *c);  /* policy_check_forms.c */
void policy_check_times(struct policy_checking *c);  /* policy_check_times.c */

#endif
