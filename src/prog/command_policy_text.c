/* command_policy_text.c - parley policy show | diff. */
#include "command.h"
#include "parley/policy_text.h"

enum result
command_policy_text_show(struct command_run *r)
{
	const struct policy *p;
	enum result result = command_policy_load(r, r->arguments[0], &p);

	if (result != RESULT_OK)
		return result;
	if (!r->json) {
		policy_text_write(&r->out, p, true);
		return RESULT_OK;
	}
	json_object(&r->out, NULL);
	policy_text_json(&r->out, p, true);
	json_end_object(&r->out);
	buffer_char(&r->out, '\n');
	return RESULT_OK;
}

enum result
command_policy_text_diff(struct command_run *r)
{
	const struct policy *before, *after;
	enum result result = command_policy_load(r, r->arguments[0], &before);

	if (result == RESULT_OK)
		result = command_policy_load(r, r->arguments[1], &after);
	if (result != RESULT_OK)
		return result;
	if (!r->json) {
		policy_text_diff_write(&r->out, before, after);
		return RESULT_OK;
	}
	json_object(&r->out, NULL);
	policy_text_diff_json(&r->out, before, after);
	json_end_object(&r->out);
	buffer_char(&r->out, '\n');
	return RESULT_OK;
}
