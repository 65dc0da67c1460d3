/*
 * calendar_file.c - the list of bank holidays, read from its file (calendar_file.h).
 *
 * Every wrong place is reported, not the first only: whoever copies a year of dates by hand
 * should see all slips at once.
 */
#include "parley/calendar_file.h"

#include <string.h>

#include "parley/json.h"

#define NATIONS_MAX 8
#define HOLIDAYS_MAX 4000
#define ID_MAX 40
#define NAME_MAX_LENGTH 120

/* The rule of instant.h for local time holds from 1996; the end only bounds the work. */
#define YEAR_FIRST 1996
#define YEAR_LAST 2199

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

struct reader {
	struct arena *arena;
	struct fault *fault;
};

static bool
is_id(const char *s)
{
	return s[0] != '-' && strspn(s, "abcdefghijklmnopqrstuvwxyz-") == strlen(s);
}

static bool
read_date(struct reader *r, const struct json_at *entry, day *out)
{
	const struct json_at at = json_member(entry, "date");
	const char *text;

	if (!json_get_line(&at, 0, &text, r->fault))
		return false;
	if (day_parse(text, out) != RESULT_OK)
		return json_fault(&at, r->fault, "There is no such date; write it as 2027-12-25.");
	return true;
}

/* {"date", "name"}: the date must come after `previous`. */
static bool
read_holiday(struct reader *r, const struct json_at *entry, day previous, struct holiday *out)
{
	static const char *const keys[] = { "date", "name" };
	const struct json_at date = json_member(entry, "date"), name = json_member(entry, "name");
	bool ok = json_known_keys(entry, keys, COUNT_OF(keys), r->fault);

	ok = json_get_line(&name, NAME_MAX_LENGTH, &out->name, r->fault) && ok;
	ok = read_date(r, entry, &out->on) && ok;
	if (ok && previous != DAY_NONE && out->on <= previous)
		return json_fault(
		    &date, r->fault, "The dates must ascend, and none may stand twice.");
	return ok;
}

/* A list of days in the order of time. False, with every fault told, when one of them is wrong. */
static bool
read_days(struct reader *r, const struct json_at *list, const struct holiday **out, size_t *count)
{
	struct json_at each = { 0 };
	struct holiday *days;
	day previous = DAY_NONE;
	bool ok = true;
	size_t n = 0;

	if (!json_expect_array(list, r->fault))
		return false;
	if (json_count(list) > HOLIDAYS_MAX)
		return json_fault(list, r->fault, "A list may have at most %d days.", HOLIDAYS_MAX);
	days = ARENA_ARRAY(r->arena, json_count(list), struct holiday);
	while (json_next(list, &each)) {
		if (!read_holiday(r, &each, previous, &days[n])) {
			ok = false;
			continue;
		}
		previous = days[n++].on;
	}
	if (ok) {
		*out = days;
		*count = n;
	}
	return ok;
}

static bool
read_year(struct reader *r, const struct json_at *nation, const char *key, int *out)
{
	const struct json_at at = json_member(nation, key);
	int64_t year;

	if (!json_get_int(&at, YEAR_FIRST, YEAR_LAST, &year, r->fault))
		return false;
	*out = (int)year;
	return true;
}

/* The list holds together with the years that it says it covers, and no holiday is on a weekend. */
static bool
check_holidays(struct reader *r, const struct json_at *list, const struct calendar_nation *n)
{
	struct json_at each = { 0 };
	int next_year = n->first_year; /* the first that no holiday was seen of */
	bool ok = true;

	for (size_t i = 0; json_next(list, &each); i++) {
		const struct json_at date = json_member(&each, "date");
		int year, month, of_month;

		day_to_civil(n->holidays[i].on, &year, &month, &of_month);
		if (year < n->first_year || year > n->last_year)
			ok = json_fault(
			    &date, r->fault, "This is outside the years that the list covers.");
		else if (year > next_year)
			ok = json_fault(
			    &date, r->fault, "The list has no holiday at all in %d.", next_year);
		if (year >= next_year)
			next_year = year + 1;
		if (day_of_week(n->holidays[i].on) >= 5)
			ok = json_fault(&date, r->fault,
			    "This is a Saturday or Sunday; the list carries the substitute day.");
	}
	if (next_year <= n->last_year)
		return json_fault(
		    list, r->fault, "The list has no holiday at all in %d.", next_year);
	return ok;
}

static bool
read_nation(struct reader *r, const struct json_at *at, struct calendar_nation *n)
{
	static const char *const keys[] = { "id", "name", "first_year", "last_year", "holidays" };
	const struct json_at id = json_member(at, "id"), name = json_member(at, "name");
	const struct json_at last = json_member(at, "last_year"),
			     list = json_member(at, "holidays");
	bool ok = json_known_keys(at, keys, COUNT_OF(keys), r->fault);

	if (json_get_line(&id, ID_MAX, &n->id, r->fault)) {
		if (!is_id(n->id))
			ok = json_fault(
			    &id, r->fault, "An id is written in lower-case letters and hyphens.");
	} else {
		ok = false;
	}
	ok = json_get_line(&name, NAME_MAX_LENGTH, &n->name, r->fault) && ok;
	ok = read_year(r, at, "first_year", &n->first_year) && ok;
	ok = read_year(r, at, "last_year", &n->last_year) && ok;
	ok = read_days(r, &list, &n->holidays, &n->count) && ok;
	if (!ok)
		return false;
	if (n->last_year < n->first_year)
		return json_fault(&last, r->fault, "The last year is before the first.");
	return check_holidays(r, &list, n);
}

static bool
is_known(const struct calendar_nation *nations, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (nations[i].id != NULL && strcmp(nations[i].id, id) == 0)
			return true;
	return false;
}

static bool
read_nations(struct reader *r, const struct json_at *list, struct calendar *c)
{
	struct json_at each = { 0 };
	struct calendar_nation *nations;
	size_t count;
	bool ok = true;

	if (!json_expect_array(list, r->fault))
		return false;
	count = json_count(list);
	if (count < 1 || count > NATIONS_MAX)
		return json_fault(list, r->fault, "There must be 1 to %d nations.", NATIONS_MAX);
	nations = ARENA_ARRAY(r->arena, count, struct calendar_nation);
	for (size_t i = 0; json_next(list, &each); i++) {
		const struct json_at id = json_member(&each, "id");

		ok = read_nation(r, &each, &nations[i]) && ok;
		if (nations[i].id != NULL && is_known(nations, i, nations[i].id))
			ok = json_fault(&id, r->fault, "This nation stands twice.");
	}
	c->nations = nations;
	c->nation_count = count;
	return ok;
}

static bool
read_closed(struct reader *r, const struct json_at *list, struct calendar *c)
{
	const struct holiday *named = NULL;
	struct holiday *closed;
	size_t count = 0;

	if (!json_present(list))
		return true;
	if (!read_days(r, list, &named, &count))
		return false;
	closed = ARENA_ARRAY(r->arena, count, struct holiday);
	for (size_t i = 0; i < count; i++) {
		closed[i].on = named[i].on;
		closed[i].name = arena_format(r->arena, "closed: %s", named[i].name);
	}
	c->closed = closed;
	c->closed_count = count;
	return true;
}

static bool
read_version(struct reader *r, const struct json_at *at, struct calendar *c)
{
	day dated;

	if (!json_get_line(at, 0, &c->version, r->fault))
		return false;
	if (day_parse(c->version, &dated) != RESULT_OK)
		return json_fault(
		    at, r->fault, "The version is the date of the list, as 2026-08-21.");
	return true;
}

enum result
calendar_file_parse(
    const char *json, size_t length, struct arena *a, const struct calendar **out, struct fault *f)
{
	static const char *const keys[] = { "version", "sources", "nations", "closed" };
	static const struct json_limits limits = { .length = CALENDAR_FILE_MAX, .depth = 6 };
	struct reader r = { .arena = a, .fault = f };
	struct calendar *c = ARENA_NEW(a, struct calendar);
	struct json_at root, version, sources, nations, closed;
	const struct cJSON *document;
	enum result result;
	bool ok;

	result = json_read(json, length, &limits, a, &document, f);
	if (result != RESULT_OK)
		return result;
	root = json_root(document);
	version = json_member(&root, "version");
	sources = json_member(&root, "sources");
	nations = json_member(&root, "nations");
	closed = json_member(&root, "closed");
	ok = json_known_keys(&root, keys, COUNT_OF(keys), f);
	ok = read_version(&r, &version, c) && ok;
	ok = (!json_present(&sources) || json_expect_array(&sources, f)) && ok;
	ok = read_nations(&r, &nations, c) && ok;
	ok = read_closed(&r, &closed, c) && ok;
	if (!ok)
		return f->result;
	*out = c;
	return RESULT_OK;
}
