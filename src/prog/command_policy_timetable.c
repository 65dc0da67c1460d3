/* command_policy_timetable.c - parley policy timetable: every date of a policy from one day on. */
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "parley/calendar_file.h"
#include "parley/text_file.h"
#include "parley/timetable_text.h"

#define CALENDAR_NAME "calendars/united-kingdom.json"
#define INSTALLED_CALENDAR PKGDATADIR "/policies/" CALENDAR_NAME

/* The one that is asked for, the one that was installed, or the one beside the policy (in a source tree). */
static const char *
calendar_path(struct command_run *r)
{
	const char *asked = command_option(r, "calendar"), *policy = r->arguments[0];
	const char *slash = strrchr(policy, '/');

	if (asked != NULL)
		return asked;
	if (access(INSTALLED_CALENDAR, R_OK) == 0)
		return INSTALLED_CALENDAR;
	return arena_format(
	    r->arena, "%.*s" CALENDAR_NAME, slash != NULL ? (int)(slash + 1 - policy) : 0, policy);
}

static enum result
load_calendar(struct command_run *r, const struct calendar **out)
{
	const char *text = NULL;
	size_t length = 0;
	enum result result = text_file_read(
	    calendar_path(r), CALENDAR_FILE_MAX, r->arena, &text, &length, &r->fault);

	if (result == RESULT_OK)
		return calendar_file_parse(text, length, r->arena, out, &r->fault);
	if (command_option(r, "calendar") == NULL)
		r->fault.sentence = arena_format(r->arena,
		    "%s; say where the list of bank holidays is: --calendar FILE", r->fault.sentence);
	return result;
}

/* The policy as it counts: under the calendar of its nation. */
static enum result
load(struct command_run *r, struct policy *policy, const struct calendar **calendar)
{
	const struct policy *as_read;
	enum result result = command_policy_load(r, r->arguments[0], &as_read);

	if (result == RESULT_OK)
		result = load_calendar(r, calendar);
	if (result != RESULT_OK)
		return result;
	*policy = *as_read;
	policy->days.nation = calendar_nation_find(*calendar, policy->nation);
	if (policy->days.nation != NULL)
		return RESULT_OK;
	return fault_set(&r->fault, RESULT_INVALID, "calendar",
	    "the calendar has no bank holidays for %s, which this policy counts by", policy->nation);
}

static enum result
read_raised(struct command_run *r, instant *out)
{
	const char *raised = command_option(r, "raised");

	if (raised == NULL)
		return fault_set(&r->fault, RESULT_INVALID, "usage",
		    "say when it is raised: --raised 2026-12-23T16:30");
	if (instant_parse(raised, out) != RESULT_OK)
		return fault_set(&r->fault, RESULT_INVALID, "time",
		    "'%s' is no time; write 2026-12-23T16:30", raised);
	return RESULT_OK;
}

static void
print(struct command_run *r, const struct timetable_view *view)
{
	if (!r->json) {
		timetable_text_write(&r->out, view);
		return;
	}
	json_object(&r->out, NULL);
	timetable_text_json(&r->out, view);
	json_end_object(&r->out);
	buffer_char(&r->out, '\n');
}

enum result
command_policy_timetable(struct command_run *r)
{
	const char *assume = command_option(r, "assume");
	struct timetable_assumptions assumed = { 0 };
	const struct calendar *calendar = NULL;
	struct timetable_row *rows = NULL;
	struct policy policy;
	size_t count = 0;
	instant raised = INSTANT_NONE;
	enum result result = read_raised(r, &raised);

	if (result == RESULT_OK)
		result = load(r, &policy, &calendar);
	if (result == RESULT_OK)
		result = timetable_assume(
		    &policy, assume != NULL ? assume : "", r->arena, &assumed, &r->fault);
	if (result == RESULT_OK)
		result = timetable_make(
		    &policy, calendar, raised, &assumed, r->arena, &rows, &count, &r->fault);
	if (result == RESULT_OK)
		print(r, &(struct timetable_view){ &policy, raised, &assumed, rows, count });
	return result;
}
