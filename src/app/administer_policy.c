/* administer_policy.c - editions of policies at the command line; see parley/app.h. */
#include <stdlib.h>
#include <string.h>

#include "edition.h"
#include "parley/policy_check.h"
#include "parley/policy_text.h"
#include "parley/store_edition.h"
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

/* By the instance's clock. */
static enum result
asker(struct app *owner, const struct app_policy_change *change, struct edition_asker *out)
{
	struct instance instance;
	enum result result = store_instance(owner->store, &instance);

	if (result == RESULT_OK)
		*out = (struct edition_asker){ 0, change->why, instant_now() + instance.clock_offset };
	return result;
}

enum result
app_policy_import(struct app *owner, struct arena *a, const struct app_policy_change *change, struct buffer *out,
                  struct fault *f)
{
	struct edition_asker who;
	struct edition_new n;
	const char *text;
	size_t length;
	enum result result = text_file_read(change->which, POLICY_LONGEST, a, &text, &length, f);

	if (result != RESULT_OK)
		return result;
	result = asker(owner, change, &who);
	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	result = edition_import(owner, a, text, length, &who, &n, f);
	if (result == RESULT_INVALID && f->fields != NULL)
		f->sentence = arena_format(a, "%s does not hold together, so it was not imported; the policy in force stays",
		                           change->which);
	if (result != RESULT_OK)
		return result;
	buffer_format(out, "%s, %s: edition %lld%s\n", n.policy->id, edition_label(n.policy), (long long)n.id,
	              n.in_force ? ", in force" : "");
	(void)write_warnings(n.policy, a, out);
	return RESULT_OK;
}

static enum result
find(struct app *owner, struct arena *a, const char *which, const struct edition **out, struct fault *f)
{
	struct edition *editions;
	size_t count;
	enum result result = store_editions(owner->store, a, &editions, &count);

	if (result != RESULT_OK)
		return store_fault(owner->store, f, result);
	*out = edition_named(editions, count, which);
	if (*out == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-edition",
		                 "there is no edition or policy '%s'; see `parley policy list`", which);
	return RESULT_OK;
}

static void
write_from(struct buffer *out, instant from)
{
	if (from == INSTANT_NONE) {
		buffer_string(out, "is in force");
		return;
	}
	buffer_string(out, "will be in force from ");
	instant_write_words(out, from);
}

enum result
app_policy_use(struct app *owner, struct arena *a, const struct app_policy_change *change, struct buffer *out,
               struct fault *f)
{
	const struct edition *edition;
	struct edition_asker who;
	instant from = INSTANT_NONE;
	enum result result = find(owner, a, change->which, &edition, f);

	if (result == RESULT_OK && change->from != NULL)
		result = edition_from_parse(change->from, &from, f);
	if (result == RESULT_OK)
		result = asker(owner, change, &who);
	if (result == RESULT_OK)
		result = edition_choose(owner, edition, from, &who, f);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database does not answer");
	buffer_format(out, "%s, %s: edition %lld ", edition->policy_id, edition->label, (long long)edition->id);
	write_from(out, from);
	buffer_string(out, " for new escalations\n");
	return RESULT_OK;
}

enum result
app_policy_retire(struct app *owner, struct arena *a, const struct app_policy_change *change, struct buffer *out,
                  struct fault *f)
{
	const struct edition *edition;
	struct edition_asker who;
	enum result result = find(owner, a, change->which, &edition, f);

	if (result == RESULT_OK)
		result = asker(owner, change, &who);
	if (result == RESULT_OK)
		result = edition_retire(owner, edition, &who, f);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database does not answer");
	buffer_format(out, "%s, %s: edition %lld is retired; escalations that run under it go on\n", edition->policy_id,
	              edition->label, (long long)edition->id);
	return RESULT_OK;
}

enum result
app_policy_compare(struct app *app, struct arena *a, const char *which, bool json, struct buffer *out,
                   struct fault *f)
{
	const struct edition *edition, *in_force;
	const struct policy *before, *after;
	struct instance instance;
	enum result result = find(app, a, which, &edition, f);

	if (result == RESULT_OK)
		result = store_instance(app->store, &instance);
	if (result == RESULT_OK)
		result = find(app, a, arena_format(a, "%lld", (long long)instance.edition_id), &in_force, f);
	if (result == RESULT_OK)
		result = edition_read(in_force, a, &before, f);
	if (result == RESULT_OK)
		result = edition_read(edition, a, &after, f);
	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database does not answer");
	if (!json) {
		policy_text_diff_write(out, before, after);
		return RESULT_OK;
	}
	json_object(out, NULL);
	policy_text_diff_json(out, before, after);
	json_end_object(out);
	buffer_char(out, '\n');
	return RESULT_OK;
}
