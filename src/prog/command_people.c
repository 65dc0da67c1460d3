/* command_people.c - parley mapping, agency and directory. */
#include "command.h"
#include "parley/settings.h"

#include <string.h>

static enum result
store_fault(struct command_run *r, enum result result)
{
	return fault_set(&r->fault, result, "store",
	    "the database cannot be read (%s); was `parley migrate` run?", result_name(result));
}

static void
list_begin(struct command_run *r)
{
	if (r->json)
		json_array(&r->out, NULL);
}

static void
list_end(struct command_run *r, size_t count, const char *none)
{
	if (r->json) {
		json_end_array(&r->out);
		buffer_char(&r->out, '\n');
	} else if (count == 0) {
		buffer_format(&r->out, "%s\n", none);
	}
}

/* --- mapping --- */

enum result
command_people_mapping_fill(struct command_run *r)
{
	const struct app_mapping_fill asked = { r->arguments[0], command_option(r, "why"),
		command_option(r, "replace") != NULL };

	return app_mapping_fill(&r->app, r->arena, &asked, &r->out, &r->fault);
}

/* The setting itself, which `parley settings show mapping` shows too. */
enum result
command_people_mapping_list(struct command_run *r)
{
	const struct settings_command c = { .name = "mapping", .json = r->json };

	return settings_print(&r->app, r->arena, &c, &r->out, &r->fault);
}

/* --- agencies --- */

enum result
command_people_agency_import(struct command_run *r)
{
	return app_agencies_import(&r->app, r->arena, r->arguments[0], &r->out, &r->fault);
}

static void
write_agency(struct command_run *r, const struct agency *agency)
{
	if (!r->json) {
		buffer_format(
		    &r->out, "%-28s %-24s %s\n", agency->id, agency->sector, agency->name);
		return;
	}
	json_object(&r->out, NULL);
	json_string(&r->out, "id", agency->id);
	json_string(&r->out, "name", agency->name);
	json_string(&r->out, "sector", agency->sector);
	json_string(&r->out, "directory_name", agency->directory_name);
	json_end_object(&r->out);
}

enum result
command_people_agency_list(struct command_run *r)
{
	struct agency *agencies;
	size_t count;
	enum result result = store_agencies(r->app.store, r->arena, &agencies, &count);

	if (result != RESULT_OK)
		return store_fault(r, result);
	list_begin(r);
	for (size_t i = 0; i < count; i++)
		write_agency(r, &agencies[i]);
	list_end(r, count, "no agencies; `parley agency import FILE` adds them");
	return RESULT_OK;
}

/* --- directory --- */

enum result
command_people_refresh(struct command_run *r)
{
	enum app_refresh_kind kind = command_option(r, "sessions") != NULL ? APP_REFRESH_SESSIONS : APP_REFRESH_ALL;

	return app_refresh(&r->app, r->arena, kind, instant_now(), &r->out, &r->fault);
}

static void
write_step(struct command_run *r, const struct directory_step *step)
{
	if (!r->json) {
		buffer_format(&r->out, "%-6s %-14s %s\n",
		    step->result == RESULT_OK ? "ok" : "FAILED", step->name,
		    step->detail != NULL ? step->detail : "");
		return;
	}
	json_object(&r->out, NULL);
	json_string(&r->out, "step", step->name);
	json_string(&r->out, "result", result_name(step->result));
	json_string(&r->out, "detail", step->detail);
	json_end_object(&r->out);
}

static enum result
look_up(struct command_run *r)
{
	struct directory_person p;
	struct directory_step step = { "person", NULL, RESULT_OK };

	if (r->argument_count == 0)
		return RESULT_OK;
	step.result = directory_find(r->app.directory, NULL, r->arguments[0], r->arena, &p, &r->fault);
	step.detail = step.result != RESULT_OK
	    ? r->fault.sentence
	    : arena_format(r->arena, "%s, %s, %s%s", p.name != NULL ? p.name : "(no name)",
		  p.title != NULL ? p.title : "(no title)",
		  p.agency != NULL ? p.agency : "(no agency)",
		  p.administrator ? ", administrator" : "");
	write_step(r, &step);
	return step.result;
}

enum result
command_people_test(struct command_run *r)
{
	struct directory_step *steps;
	size_t count;
	enum result result = directory_open(&r->config->directory, &r->app.directory, &r->fault);

	if (result != RESULT_OK)
		return result;
	result = directory_test(r->app.directory, r->arena, &steps, &count);
	list_begin(r);
	for (size_t i = 0; i < count; i++)
		write_step(r, &steps[i]);
	if (result == RESULT_OK)
		result = look_up(r);
	list_end(r, count, "no step was taken");
	return result == RESULT_OK ? result
				   : fault_set(&r->fault, result, "directory",
					 "the directory cannot be used as it is configured");
}
