/* administer_policy.c - editions of policies: in, and into force; see parley/app.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "parley/app.h"
#include "parley/policy_check.h"
#include "parley/policy_file.h"
#include "parley/text_file.h"

#define POLICY_LONGEST ((size_t)1024 * 1024)

static enum result
store_fault(struct store *store, struct fault *f, enum result result)
{
	return fault_set(f, result, "store", "the database did not take it (%s: %s)",
	    result_name(result), store_trouble(store));
}

static size_t
write_warnings(const struct policy *p, struct arena *a, struct buffer *out)
{
	struct policy_finding *findings;
	size_t count, warnings = 0;

	policy_check(p, a, &findings, &count);
	for (size_t i = 0; i < count; i++) {
		if (findings[i].severity != FINDING_WARNING)
			continue;
		buffer_format(out, "  warning %s: %s\n", findings[i].pointer, findings[i].reason);
		warnings++;
	}
	return warnings;
}

/* The first edition has nothing to replace: an instance without a policy can do nothing. */
static enum result
use_if_first(struct app *owner, int64_t id, bool *used)
{
	struct instance instance;
	enum result result = store_instance(owner->store, &instance);

	*used = result == RESULT_OK && instance.edition_id == 0;
	return *used ? store_edition_in_force_set(owner->store, id) : result;
}

enum result
app_policy_import(
    struct app *owner, struct arena *a, const char *file, struct buffer *out, struct fault *f)
{
	const struct policy *policy;
	const char *text;
	size_t length;
	int64_t id;
	bool used;
	enum result result = text_file_read(file, POLICY_LONGEST, a, &text, &length, f);

	if (result == RESULT_OK)
		result = policy_file_parse(text, length, a, &policy, f);
	if (result == RESULT_INVALID)
		f->sentence = arena_format(a, "%s does not hold together, so it was not imported; the policy in force stays", file);
	if (result != RESULT_OK)
		return result;
	if (strlen(text) != length)
		return fault_set(f, RESULT_INVALID, "not-json", "%s holds a NUL", file);
	result = store_edition_add(owner->store, policy->id,
	    policy->edition != NULL ? policy->edition : "no edition stated", text, instant_now(),
	    &id);
	if (result == RESULT_OK)
		result = use_if_first(owner, id, &used);
	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	buffer_format(out, "%s, %s: edition %lld%s\n", policy->id,
	    policy->edition != NULL ? policy->edition : "no edition stated", (long long)id,
	    used ? ", in force" : "");
	(void)write_warnings(policy, a, out);
	return RESULT_OK;
}

/* By number, or the newest of a policy; NULL when there is none. */
static const struct edition *
find_edition(const struct edition *editions, size_t count, const char *which)
{
	const struct edition *found = NULL;
	char *end;
	long long id;

	errno = 0;
	id = strtoll(which, &end, 10);
	for (size_t i = 0; i < count; i++) {
		bool match = *end == '\0' && errno == 0 ? editions[i].id == id
							: strcmp(editions[i].policy_id, which) == 0;

		if (match && (found == NULL || editions[i].id > found->id))
			found = &editions[i];
	}
	return found;
}

enum result
app_policy_use(
    struct app *owner, struct arena *a, const char *which, struct buffer *out, struct fault *f)
{
	struct edition *editions;
	const struct edition *edition;
	size_t count;
	enum result result = store_editions(owner->store, a, &editions, &count);

	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	edition = find_edition(editions, count, which);
	if (edition == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition",
		    "there is no edition or policy '%s'; see `parley policy list`", which);
	result = store_edition_in_force_set(owner->store, edition->id);
	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	buffer_format(out, "%s, %s: edition %lld is in force for new escalations\n",
	    edition->policy_id, edition->label, (long long)edition->id);
	return RESULT_OK;
}
