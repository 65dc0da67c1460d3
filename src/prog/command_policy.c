/* command_policy.c - parley policy check | import | list | compare | try | use | retire. */
#include "command.h"
#include "parley/policy_check.h"
#include "parley/policy_file.h"
#include "parley/policies_move.h"
#include "parley/store_edition.h"
#include "parley/text_file.h"

#define POLICY_LONGEST ((size_t)1024 * 1024)

static void
write_finding(struct command_run *r, const char *severity, const char *pointer, const char *reason)
{
	if (!r->json) {
		buffer_format(&r->out, "%s: %s: %s: %s\n", r->arguments[0], severity,
		    pointer[0] != '\0' ? pointer : "(the whole file)", reason);
		return;
	}
	json_object(&r->out, NULL);
	json_string(&r->out, "file", r->arguments[0]);
	json_string(&r->out, "severity", severity);
	json_string(&r->out, "pointer", pointer);
	json_string(&r->out, "reason", reason);
	json_end_object(&r->out);
}

static void
write_findings(struct command_run *r, const struct policy *p)
{
	struct policy_finding *findings;
	size_t count;

	if (r->json)
		json_array(&r->out, NULL);
	for (const struct fault_field *field = r->fault.fields; field != NULL; field = field->next)
		write_finding(r, "error", field->pointer, field->reason);
	if (p != NULL) {
		policy_check(p, r->arena, &findings, &count);
		for (size_t i = 0; i < count; i++)
			write_finding(r,
			    findings[i].severity == FINDING_ERROR ? "error" : "warning",
			    findings[i].pointer, findings[i].reason);
	}
	if (r->json)
		json_end_array(&r->out);
	else if (p != NULL)
		buffer_format(&r->out, "%s holds together: %zu stages, %zu duties\n", p->id,
		    p->stage_count, p->duty_count);
	if (r->json)
		buffer_char(&r->out, '\n');
}

enum result
command_policy_load(struct command_run *r, const char *file, const struct policy **out)
{
	const char *text = NULL;
	size_t length = 0;
	enum result result =
	    text_file_read(file, POLICY_LONGEST, r->arena, &text, &length, &r->fault);

	if (result == RESULT_OK)
		result = policy_file_parse(text, length, r->arena, out, &r->fault);
	if (result != RESULT_OK && r->fault.fields != NULL)
		r->fault.sentence = arena_format(
		    r->arena, "%s does not hold together and cannot be taken into use", file);
	else if (result != RESULT_OK && text != NULL)
		r->fault.sentence = arena_format(r->arena, "%s: %s", file, r->fault.sentence);
	return result;
}

enum result
command_policy_check(struct command_run *r)
{
	const struct policy *policy = NULL;
	enum result result = command_policy_load(r, r->arguments[0], &policy);

	/* Of a file that cannot be opened nothing was found. */
	if (result != RESULT_OK && r->fault.fields == NULL)
		return result;
	write_findings(r, result == RESULT_OK ? policy : NULL);
	/* They have been printed. */
	r->fault.fields = NULL;
	return result;
}

static struct app_policy_change
change_asked(const struct command_run *r)
{
	return (struct app_policy_change){ r->arguments[0], command_option(r, "from"), command_option(r, "why") };
}

enum result
command_policy_import(struct command_run *r)
{
	struct app_policy_change change = change_asked(r);

	return app_policy_import(&r->app, r->arena, &change, &r->out, &r->fault);
}

enum result
command_policy_use(struct command_run *r)
{
	struct app_policy_change change = change_asked(r);

	return app_policy_use(&r->app, r->arena, &change, &r->out, &r->fault);
}

enum result
command_policy_retire(struct command_run *r)
{
	struct app_policy_change change = change_asked(r);

	return app_policy_retire(&r->app, r->arena, &change, &r->out, &r->fault);
}

enum result
command_policy_compare(struct command_run *r)
{
	return app_policy_compare(&r->app, r->arena, r->arguments[0], r->json, &r->out, &r->fault);
}

enum result
command_policy_try(struct command_run *r)
{
	return app_policy_try(&r->app, r->arena, r->arguments[0], r->json, &r->out, &r->fault);
}

enum result
command_policy_move(struct command_run *r)
{
	const struct policies_move_command c = {
		.to = r->arguments[0], .from = command_option(r, "from"), .cases = command_option(r, "cases"),
		.why = command_option(r, "why"), .preview = command_option(r, "preview") != NULL, .json = r->json,
	};

	return policies_move_command(&r->app, r->arena, &c, &r->out, &r->fault);
}

static void
write_edition(struct command_run *r, const struct edition *e, size_t place, const struct edition_plan *plans,
              size_t plan_count, bool in_force)
{
	const char *name = arena_format(r->arena, "%s@%zu", e->policy_id, place);
	instant planned = INSTANT_NONE;
	struct buffer words;

	for (size_t i = 0; i < plan_count && !in_force; i++)
		if (plans[i].edition_id == e->id && planned == INSTANT_NONE)
			planned = plans[i].begins;
	buffer_init(&words, 0);
	if (in_force)
		buffer_string(&words, "in force");
	else if (planned != INSTANT_NONE) {
		buffer_string(&words, "from ");
		instant_write_words(&words, planned);
	} else {
		buffer_string(&words, e->retired_at != INSTANT_NONE ? "retired" : "");
	}
	if (!r->json) {
		buffer_format(&r->out, "%4lld  %-20s %-30s %s\n", (long long)e->id, name, e->label, words.data);
	} else {
		json_object(&r->out, NULL);
		json_int(&r->out, "edition", e->id);
		json_string(&r->out, "policy", e->policy_id);
		json_string(&r->out, "name", name);
		json_string(&r->out, "label", e->label);
		json_bool(&r->out, "in_force", in_force);
		json_bool(&r->out, "retired", e->retired_at != INSTANT_NONE);
		json_string(&r->out, "planned", planned != INSTANT_NONE ? words.data : NULL);
		json_end_object(&r->out);
	}
	buffer_clear(&words);
}

/* The how-manieth edition of its policy: they come in the order in which they were imported. */
static size_t
place_of(const struct edition *editions, size_t which)
{
	size_t place = 1;

	for (size_t i = 0; i < which; i++)
		place += strcmp(editions[i].policy_id, editions[which].policy_id) == 0;
	return place;
}

enum result
command_policy_list(struct command_run *r)
{
	struct instance instance;
	struct edition_plan *plans;
	struct edition *editions;
	size_t count, plan_count;
	enum result result = store_instance(r->app.store, &instance);

	if (result == RESULT_OK)
		result = store_editions(r->app.store, r->arena, &editions, &count);
	if (result == RESULT_OK)
		result = store_edition_plans(r->app.store, r->arena, &plans, &plan_count);
	if (result != RESULT_OK)
		return fault_set(&r->fault, result, "store",
		    "the editions cannot be read; was `parley migrate` run?");
	if (r->json)
		json_array(&r->out, NULL);
	for (size_t i = 0; i < count; i++)
		write_edition(r, &editions[i], place_of(editions, i), plans, plan_count, editions[i].id == instance.edition_id);
	if (r->json) {
		json_end_array(&r->out);
		buffer_char(&r->out, '\n');
	} else if (count == 0) {
		buffer_string(&r->out, "no policy has been imported\n");
	}
	return RESULT_OK;
}
