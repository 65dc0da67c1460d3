/* calendar_import.c - see parley/calendar_import.h. */
#include "parley/calendar_import.h"

#include <libical/ical.h>
#include <string.h>

#include "parley/json.h"
#include "parley/utf8.h"

enum { NAME_MOST = 120, DAYS_MOST = 31 };

struct rows {
	struct arena *arena;
	struct calendar_row *list;
	size_t count;
	bool full;
};

static void
add(struct rows *r, const struct calendar_row *row)
{
	if (r->count == CALENDAR_IMPORT_ROWS)
		r->full = true;
	else
		r->list[r->count++] = *row;
}

/* --- GOV.UK's JSON: {"england-and-wales": {"division", "events": [{"title", "date", "notes", "bunting"}]}} --- */

static void
add_event(struct rows *r, const char *nation, const struct json_at *event)
{
	struct json_at title = json_member(event, "title"), date = json_member(event, "date");
	struct calendar_row row = { .nation = nation, .on = DAY_NONE, .name = json_peek(&title) };

	if (!row.name || utf8_length(row.name) > NAME_MOST)
		row.trouble = "It has no name, or one that is too long";
	else if (!json_peek(&date) || day_parse(json_peek(&date), &row.on) != RESULT_OK)
		row.trouble = "It has no date such as 2027-12-25";
	add(r, &row);
}

static enum result
read_json(struct rows *r, const char *text, size_t length, struct fault *f)
{
	const struct json_limits limits = { .length = CALENDAR_IMPORT_MAX, .depth = 6 };
	const struct cJSON *tree;
	struct json_at root, nation = { 0 };
	enum result result = json_read(text, length, &limits, r->arena, &tree, f);

	if (result != RESULT_OK)
		return result;
	root = json_root(tree);
	while (json_next(&root, &nation)) {
		struct json_at events = json_member(&nation, "events"), event = { 0 };

		while (json_is_array(&events) && nation.key && json_next(&events, &event))
			add_event(r, nation.key, &event);
	}
	return RESULT_OK;
}

/* --- iCalendar --- */

static bool
has(icalcomponent *event, icalproperty_kind kind)
{
	return icalcomponent_get_first_property(event, kind) != NULL;
}

/* The day as it is written, without asking any zone. */
static day
day_of(struct icaltimetype t)
{
	return icaltime_is_null_time(t) ? DAY_NONE : day_from_civil(t.year, t.month, t.day);
}

static const char *
trouble_of(icalcomponent *event, struct icaltimetype start)
{
	if (day_of(start) == DAY_NONE)
		return "It has no date";
	if (!start.is_date)
		return "It has a time of day: only whole days are taken";
	if (has(event, ICAL_RRULE_PROPERTY) || has(event, ICAL_RDATE_PROPERTY))
		return "It repeats: each day has to be written by itself";
	if (icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
		return "It was cancelled";
	return NULL;
}

static const char *
name_of(struct rows *r, icalcomponent *event)
{
	const char *summary = icalcomponent_get_summary(event);

	if (!summary || summary[0] == '\0' || utf8_length(summary) > NAME_MOST)
		return NULL;
	return arena_string(r->arena, summary);
}

/* The end of whole days is the day after the last (RFC 5545, 3.6.1). */
static void
add_days(struct rows *r, icalcomponent *event)
{
	struct icaltimetype start = icalcomponent_get_dtstart(event), end = icalcomponent_get_dtend(event);
	struct calendar_row row = { .on = day_of(start), .name = name_of(r, event), .trouble = trouble_of(event, start) };
	day last = day_of(end) == DAY_NONE || !end.is_date || day_of(end) <= row.on ? row.on : day_of(end) - 1;

	if (!row.trouble && !row.name)
		row.trouble = "It has no name, or one that is too long";
	if (!row.trouble && last - row.on >= DAYS_MOST)
		row.trouble = "It goes on for more than 31 days";
	if (row.trouble)
		last = row.on;
	do
		add(r, &row);
	while (row.on++ < last);
}

static enum result
read_ical(struct rows *r, const char *text, struct fault *f)
{
	icalcomponent *calendar = icalparser_parse_string(text);

	if (!calendar)
		return fault_set(f, RESULT_INVALID, "not-calendar", "This iCalendar file cannot be read.");
	for (icalcomponent *event = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT); event;
	     event = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT))
		add_days(r, event);
	icalcomponent_free(calendar);
	return RESULT_OK;
}

/* --- either --- */

static bool
begins_with(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

enum result
calendar_import_read(const char *text, size_t length, struct arena *a, struct calendar_row **out, size_t *count,
                     struct fault *f)
{
	struct rows r = { .arena = a };
	const char *start;
	enum result result;

	if (length > CALENDAR_IMPORT_MAX)
		return fault_set(f, RESULT_LIMIT, "too-large", "The file is longer than 200 KB.");
	if (strlen(text) != length || !utf8_valid(text, length))
		return fault_set(f, RESULT_INVALID, "not-calendar", "The file is no text.");
	r.list = ARENA_ARRAY(a, CALENDAR_IMPORT_ROWS, struct calendar_row);
	start = text + (begins_with(text, "\xef\xbb\xbf") ? 3 : 0);
	start += strspn(start, " \t\r\n");
	if (*start == '{')
		result = read_json(&r, start, strlen(start), f);
	else if (begins_with(start, "BEGIN:VCALENDAR"))
		result = read_ical(&r, start, f);
	else
		result = fault_set(f, RESULT_INVALID, "not-calendar", "This is neither GOV.UK's JSON nor an iCalendar file.");
	if (result == RESULT_OK && r.full)
		result = fault_set(f, RESULT_LIMIT, "too-large", "The file has more than %d days.", CALENDAR_IMPORT_ROWS);
	if (result == RESULT_OK && r.count == 0)
		result = fault_set(f, RESULT_INVALID, "not-calendar", "There is no day in this file.");
	if (result != RESULT_OK)
		return result;
	*out = r.list;
	*count = r.count;
	return RESULT_OK;
}
