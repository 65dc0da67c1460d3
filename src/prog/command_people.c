/* command_people.c - parley mapping, agency and directory. */
#include "command.h"
#include "parley/settings.h"
#include "parley/store_agency.h"

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

/* --- vacancies --- */

enum result
command_people_vacancies(struct command_run *r)
{
	const struct app_vacancies asked = { instant_now(), command_option(r, "all") != NULL, r->json };

	return app_vacancies_print(&r->app, r->arena, &asked, &r->out, &r->fault);
}

/* --- hand-over --- */

enum result
command_people_hand_over(struct command_run *r)
{
	bool empty = command_option(r, "empty") != NULL;
	const struct app_handover asked = { empty ? NULL : r->arguments[0], r->arguments[empty ? 0 : 1],
		command_option(r, "why"), command_option(r, "dry-run") != NULL, r->json };

	if (r->argument_count != (empty ? 1 : 2))
		return fault_set(&r->fault, RESULT_INVALID, "usage",
		    "give two names: whose they are, and who gets them; with --empty one, who gets them");
	if (asked.why == NULL && !asked.dry_run)
		return fault_set(&r->fault, RESULT_INVALID, "why", "say why, with --why TEXT: it stands in each record");
	return app_handover(&r->app, r->arena, &asked, &r->out, &r->fault);
}

/* --- agencies --- */

enum result
command_people_agency_import(struct command_run *r)
{
	const struct app_agencies asked = { .file = r->arguments[0], .why = command_option(r, "why") };

	return app_agencies_import(&r->app, r->arena, &asked, &r->out, &r->fault);
}

static const char *
day_text(day d, struct arena *a)
{
	struct buffer b;
	const char *text;

	buffer_init(&b, 0);
	day_write(&b, d);
	text = arena_string(a, b.data);
	buffer_clear(&b);
	return text;
}

static void
write_agency(struct command_run *r, const struct agency *agency)
{
	const char *ended = agency->ended_from != DAY_NONE ? day_text(agency->ended_from, r->arena) : NULL;

	if (!r->json) {
		buffer_format(&r->out, "%-28s %-24s %s%s%s\n", agency->id, agency->sector, agency->name,
		    ended != NULL ? ", ended from " : "", ended != NULL ? ended : "");
		return;
	}
	json_object(&r->out, NULL);
	json_string(&r->out, "id", agency->id);
	json_string(&r->out, "name", agency->name);
	json_string(&r->out, "sector", agency->sector);
	json_string(&r->out, "directory_name", agency->directory_name);
	json_string(&r->out, "ended_from", ended);
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

enum result
command_people_test(struct command_run *r)
{
	struct app_directory_asked asked = { r->argument_count > 0 ? r->arguments[0] : NULL,
		r->argument_count > 1 ? r->arguments[1] : NULL };
	struct app_directory_steps steps;
	enum result result = app_directory_test(&r->app, r->arena, &asked, &steps, &r->fault);

	if (result != RESULT_OK)
		return result;
	list_begin(r);
	if (r->json)
		app_directory_steps_write(&r->out, &steps);
	for (size_t i = 0; i < steps.count && !r->json; i++)
		buffer_format(&r->out, "%-6s %-12s %-14s %s\n", steps.steps[i].result == RESULT_OK ? "ok" : "FAILED",
		    steps.steps[i].directory, steps.steps[i].step, steps.steps[i].detail);
	list_end(r, steps.count, "no step was taken");
	return steps.worst == RESULT_OK ? steps.worst : fault_set(&r->fault, steps.worst, "directory",
	    "not all of it works; the steps that failed say why");
}
