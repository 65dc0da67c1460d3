/* administer_clock.c - moving the clock of a demo; see parley/app.h. A real instance refuses (store_clock_set). */
#include "parley/app.h"
#include "parley/calendar_file.h"
#include "parley/deadline.h"
#include "parley/policy_file.h"
#include "parley/store_edition.h"
#include "parley/text_file.h"

#include <string.h>

#define FALLBACK_NATION "england-and-wales"

static enum result
set_offset(struct app *owner, int64_t offset, struct fault *f)
{
	enum result result = store_clock_set(owner->store, offset, f);

	return result == RESULT_OK ? result
				   : fault_set(f, result, "store", "the clock could not be moved");
}

enum result
app_clock_set(struct app *owner, instant to, struct fault *f)
{
	return set_offset(owner, to - instant_now(), f);
}

enum result
app_clock_reset(struct app *owner, struct fault *f)
{
	return set_offset(owner, 0, f);
}

/* Working days are those of the policy in force. */
static const char *
nation_in_force(struct app *owner, int64_t edition_id, struct arena *a)
{
	struct edition *editions;
	size_t count;
	struct fault quiet;
	const struct policy *policy;

	fault_init(&quiet, a);
	if (store_editions(owner->store, a, &editions, &count) != RESULT_OK)
		return FALLBACK_NATION;
	for (size_t i = 0; i < count; i++)
		if (editions[i].id == edition_id &&
		    policy_file_parse(editions[i].text, editions[i].length, a, &policy, &quiet) ==
			RESULT_OK)
			return policy->nation;
	return FALLBACK_NATION;
}

static enum result
step_working_days(struct app *owner, int64_t edition_id, struct arena *a, day from, int days,
    day *out, struct fault *f)
{
	const struct calendar *calendar;
	const struct calendar_nation *nation;
	const char *text;
	size_t length;
	enum result result =
	    text_file_read(owner->config->data.calendar, CALENDAR_FILE_MAX, a, &text, &length, f);

	if (result == RESULT_OK)
		result = calendar_file_parse(text, length, a, &calendar, f);
	if (result != RESULT_OK)
		return result;
	nation = calendar_nation_find(calendar, nation_in_force(owner, edition_id, a));
	if (nation == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "calendar",
		    "the calendar does not know the policy's nation");
	result = calendar_step(calendar, nation, from, days, a, NULL, out);
	return result == RESULT_OK
	    ? result
	    : fault_set(f, result, "calendar", "the list of bank holidays ends before that day");
}

/* A whole number of days keeps the time of day: somebody who tries '3 working days' wants to see the day after too. */
static enum result
advance_days(struct app *owner, const struct instance *instance, struct arena *a,
    const struct duration *span, instant now, instant *to, struct fault *f)
{
	day today = instant_day(now), there = today;
	enum result result = RESULT_OK;

	switch (span->kind) {
	case DURATION_WORKING_DAYS:
		result = step_working_days(
		    owner, instance->edition_id, a, today, span->amount, &there, f);
		break;
	case DURATION_CALENDAR_DAYS:
		there = today + span->amount;
		break;
	case DURATION_MONTHS:
		there = day_add_months(today, span->amount);
		break;
	default:
		return fault_set(f, RESULT_INVALID, "span",
		    "'%s' is no length of time to move a clock by; try \"3 working days\" or \"24 hours\"",
		    span->words);
	}
	if (result == RESULT_OK)
		*to = instant_at(there, instant_minute_of_day(now));
	return result;
}

enum result
app_clock_advance(struct app *owner, struct arena *a, const char *span, struct fault *f)
{
	struct instance instance;
	struct duration duration;
	const char *why;
	instant now, to = INSTANT_NONE;
	enum result result = store_instance(owner->store, &instance);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the clock could not be read");
	if (duration_parse(span, &duration, &why) != RESULT_OK)
		return fault_set(
		    f, RESULT_INVALID, "span", "'%s' is no length of time: %s", span, why);
	if (duration.before)
		return fault_set(f, RESULT_INVALID, "span",
		    "a clock is moved forward; `parley clock --set` sets any time");
	now = instant_now() + instance.clock_offset;
	if (duration.kind == DURATION_MINUTES)
		to = now + duration.amount * INSTANT_MINUTE;
	else
		result = advance_days(owner, &instance, a, &duration, now, &to, f);
	return result == RESULT_OK ? app_clock_set(owner, to, f) : result;
}
