/* command_audit.c - parley audit verify | rebuild | roles. */
#include "command.h"
#include "parley/audit.h"
#include "parley/store_chain.h"
#include "parley/store_escalation.h"

#include <string.h>

#define IDS_AT_ONCE 500

struct verdicts {
	size_t good, bad, erased;
	const char *only;
};

static void
write_bad(struct command_run *r, const char *reference, uint32_t seq)
{
	if (!r->json) {
		buffer_format(&r->out, "%s: the chain does not hold from event %u on\n", reference,
		    (unsigned)seq);
		return;
	}
	json_object(&r->out, NULL);
	json_string(&r->out, "reference", reference);
	json_int(&r->out, "bad_seq", seq);
	json_end_object(&r->out);
}

/* Erased ones too: what is left of them holds by its digests. */
static enum result
verify_one(struct command_run *r, const struct escalation_name *one, struct verdicts *v)
{
	uint32_t bad = 0;
	enum result result;

	if (v->only != NULL && strcmp(v->only, one->reference) != 0)
		return RESULT_OK;
	result = store_chain_verify(r->app.store, one->id, &bad);
	if (result == RESULT_INVALID) {
		write_bad(r, one->reference, bad);
		v->bad++;
		return RESULT_OK;
	}
	v->good += result == RESULT_OK;
	v->erased += result == RESULT_OK && one->erased;
	return result;
}

static enum result
verify_all(struct command_run *r, struct verdicts *v)
{
	struct escalation_name *names;
	int64_t after = 0;
	size_t count = 0;

	do {
		struct arena *a = arena_new();
		enum result result = store_escalation_names(r->app.store, after, IDS_AT_ONCE, a, &names, &count);

		for (size_t i = 0; result == RESULT_OK && i < count; i++) {
			result = verify_one(r, &names[i], v);
			after = names[i].id;
		}
		arena_free(a);
		if (result != RESULT_OK)
			return fault_set(&r->fault, result, "store",
			    "the events cannot be read (%s)", result_name(result));
	} while (count == IDS_AT_ONCE);
	return RESULT_OK;
}

enum result
command_audit_verify(struct command_run *r)
{
	struct verdicts v = { 0, 0, 0, r->argument_count > 0 ? r->arguments[0] : NULL };
	enum result result;

	if (r->json) {
		json_object(&r->out, NULL);
		json_array(&r->out, "broken");
	}
	result = verify_all(r, &v);
	if (r->json) {
		json_end_array(&r->out);
		json_int(&r->out, "good", (int64_t)v.good);
		json_int(&r->out, "erased", (int64_t)v.erased);
		json_end_object(&r->out);
		buffer_char(&r->out, '\n');
	}
	if (result != RESULT_OK)
		return result;
	if (v.only != NULL && v.good + v.bad == 0)
		return fault_set(&r->fault, RESULT_NOT_FOUND, "no-such-escalation",
		    "there is no escalation %s", v.only);
	if (v.bad > 0)
		return fault_set(&r->fault, RESULT_INVALID, "chain-broken",
		    "%zu of %zu chains do not hold", v.bad, v.good + v.bad);
	if (!r->json)
		buffer_format(&r->out, "%zu chains hold\n", v.good);
	if (!r->json && v.erased > 0)
		buffer_format(&r->out, "%zu of them are of escalations that were erased\n", v.erased);
	return RESULT_OK;
}

enum result
command_audit_rebuild(struct command_run *r)
{
	struct app_rebuilt done = { 0 };
	enum result result = app_rebuild(&r->app, r->arena, r->argument_count > 0 ? r->arguments[0] : NULL, &done, &r->fault);

	if (r->json) {
		json_object(&r->out, NULL);
		json_int(&r->out, "made", (int64_t)done.made);
		json_int(&r->out, "erased", (int64_t)done.erased);
		json_int(&r->out, "failed", (int64_t)done.failed);
		json_end_object(&r->out);
		buffer_char(&r->out, '\n');
	} else if (result == RESULT_OK || done.made > 0) {
		buffer_format(&r->out, "the lists of %zu escalation%s are made again from the events\n", done.made,
		    done.made == 1 ? "" : "s");
		if (done.erased > 0)
			buffer_format(&r->out, "%zu were erased and have none\n", done.erased);
	}
	return result;
}

enum result
command_audit_roles(struct command_run *r)
{
	audit_write_roles(&r->out, r->json);
	return RESULT_OK;
}
