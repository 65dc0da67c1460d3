/* Any bytes as a policy file: it is taken or refused with a reason; one that is taken stands up to its own checks. */
#include <stdint.h>
#include <stdlib.h>

#include "parley/policy_check.h"
#include "parley/policy_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const struct policy *p = NULL;
	struct policy_finding *findings;
	struct fault f;
	size_t i, count;

	fault_init(&f, a);
	if (policy_file_parse((const char *)data, size, a, &p, &f) == RESULT_OK) {
		must(p != NULL && p->stage_count > 0 && p->id != NULL);
		policy_check(p, a, &findings, &count);
		for (i = 0; i < count; i++)
			must(findings[i].severity == FINDING_WARNING);
	} else {
		must(p == NULL && f.sentence != NULL);
	}
	arena_free(a);
	return 0;
}
