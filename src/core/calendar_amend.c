/* calendar_amend.c - see parley/calendar_amend.h. */
#include "parley/calendar_amend.h"

#include <string.h>

enum { YEAR_LAST = 2199 };

const char *
calendar_holiday(const struct calendar_nation *n, day d)
{
	for (size_t i = 0; i < n->count; i++) {
		if (n->holidays[i].on == d)
			return n->holidays[i].name;
	}
	return NULL;
}

static int
year_of(day d)
{
	int year, month, of_month;

	day_to_civil(d, &year, &month, &of_month);
	return year;
}

static int
last_year_of(const struct calendar_nation *n, const struct calendar_amendment *m)
{
	return m->last_year > n->last_year ? m->last_year : n->last_year;
}

static bool
is_weekend(day d)
{
	return day_of_week(d) >= 5;
}

static bool
is_removed(const struct calendar_amendment *m, day d)
{
	for (size_t i = 0; i < m->removed_count; i++) {
		if (m->removed[i] == d)
			return true;
	}
	return false;
}

/* --- what would give wrong dates --- */

struct checking {
	const struct calendar_nation *nation;
	const struct calendar_amendment *m;
	const char *at;
	struct arena *arena;
	struct fault *f;
};

static void
check_added(const struct checking *c, size_t i)
{
	const struct calendar_amendment *m = c->m;
	const char *at = arena_format(c->arena, "%s/added/%zu/date", c->at, i);
	day on = m->added[i].on;

	for (size_t k = 0; k < i; k++) {
		if (m->added[k].on == on) {
			(void)fault_field(c->f, at, "This day stands twice");
			return;
		}
	}
	if (is_weekend(on))
		(void)fault_field(c->f, at, "This is a Saturday or Sunday: write the day that stands for it instead");
	else if (year_of(on) < c->nation->first_year || year_of(on) > last_year_of(c->nation, m))
		(void)fault_field(c->f, at, "The list covers %d to %d: say first that it goes on to this year",
		                  c->nation->first_year, last_year_of(c->nation, m));
	else if (calendar_holiday(c->nation, on) && !is_removed(m, on))
		(void)fault_field(c->f, at, "The list has this day already: %s", calendar_holiday(c->nation, on));
}

static void
check_removed(const struct checking *c, size_t i)
{
	const struct calendar_amendment *m = c->m;
	const char *at = arena_format(c->arena, "%s/removed/%zu", c->at, i);

	for (size_t k = 0; k < i; k++) {
		if (m->removed[k] == m->removed[i]) {
			(void)fault_field(c->f, at, "This day stands twice");
			return;
		}
	}
	if (!calendar_holiday(c->nation, m->removed[i]))
		(void)fault_field(c->f, at, "The list does not have this day");
}

/* A year that is said to be covered has holidays: one without was forgotten. */
static void
check_years(const struct checking *c)
{
	for (int year = c->nation->last_year + 1; year <= c->m->last_year; year++) {
		bool found = false;

		for (size_t i = 0; i < c->m->added_count; i++)
			found = found || year_of(c->m->added[i].on) == year;
		if (!found) {
			(void)fault_field(c->f, arena_format(c->arena, "%s/last_year", c->at),
			                  "No bank holiday of %d is there: add that year's first", year);
			return;
		}
	}
}

static void
check_nation(const struct checking *c)
{
	if (c->m->last_year != 0 && (c->m->last_year < c->nation->last_year || c->m->last_year > YEAR_LAST))
		(void)fault_field(c->f, arena_format(c->arena, "%s/last_year", c->at), "The list itself goes up to %d",
		                  c->nation->last_year);
	for (size_t i = 0; i < c->m->added_count; i++)
		check_added(c, i);
	for (size_t i = 0; i < c->m->removed_count; i++)
		check_removed(c, i);
	check_years(c);
}

static void
check_closed(const struct calendar_changes *changes, const char *at, struct arena *a, struct fault *f)
{
	for (size_t i = 0; i < changes->closed_count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (changes->closed[k].on == changes->closed[i].on)
				(void)fault_field(f, arena_format(a, "%s/closed/%zu/date", at, i), "This day stands twice");
		}
	}
}

enum result
calendar_amend_check(const struct calendar *base, const struct calendar_changes *changes, const char *at, struct arena *a,
                     struct fault *f)
{
	for (size_t i = 0; i < changes->nation_count; i++) {
		const struct calendar_amendment *m = &changes->nations[i];
		struct checking c = { calendar_nation_find(base, m->nation), m, arena_format(a, "%s/nations/%zu", at, i), a, f };
		bool twice = false;

		for (size_t k = 0; k < i; k++)
			twice = twice || strcmp(changes->nations[k].nation, m->nation) == 0;
		if (!c.nation || twice)
			(void)fault_field(f, arena_format(a, "%s/id", c.at),
			                  twice ? "This nation stands twice" : "The list does not have this nation");
		else
			check_nation(&c);
	}
	check_closed(changes, at, a, f);
	return f->result;
}

/* --- amending --- */

/* Few, and nearly in order. */
static void
sort(struct holiday *days, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct holiday h = days[i];
		size_t at = i;

		for (; at > 0 && days[at - 1].on > h.on; at--)
			days[at] = days[at - 1];
		days[at] = h;
	}
}

static struct calendar_nation
amend_nation(const struct calendar_nation *n, const struct calendar_amendment *m, struct arena *a)
{
	struct calendar_nation out = *n;
	struct holiday *days = ARENA_ARRAY(a, n->count + m->added_count, struct holiday);
	size_t count = 0;

	out.last_year = last_year_of(n, m);
	for (size_t i = 0; i < n->count; i++) {
		if (!is_removed(m, n->holidays[i].on))
			days[count++] = n->holidays[i];
	}
	for (size_t i = 0; i < m->added_count; i++) {
		bool there = false;

		for (size_t k = 0; k < count && !there; k++)
			there = days[k].on == m->added[i].on;
		if (!there)
			days[count++] = m->added[i];
	}
	sort(days, count);
	out.holidays = days;
	out.count = count;
	return out;
}

const struct calendar *
calendar_amend(const struct calendar *base, const struct calendar_changes *changes, struct arena *a)
{
	struct calendar *c = ARENA_NEW(a, struct calendar);
	struct calendar_nation *nations = ARENA_ARRAY(a, base->nation_count, struct calendar_nation);
	struct holiday *closed = ARENA_ARRAY(a, changes->closed_count, struct holiday);

	*c = *base;
	for (size_t i = 0; i < base->nation_count; i++) {
		nations[i] = base->nations[i];
		for (size_t k = 0; k < changes->nation_count; k++) {
			if (strcmp(changes->nations[k].nation, nations[i].id) == 0)
				nations[i] = amend_nation(&base->nations[i], &changes->nations[k], a);
		}
	}
	for (size_t i = 0; i < changes->closed_count; i++)
		closed[i] = changes->closed[i];
	sort(closed, changes->closed_count);
	c->nations = nations;
	c->closed = closed;
	c->closed_count = changes->closed_count;
	if (changes->nation_count > 0)
		c->version = arena_format(a, "%s, changed here", base->version);
	return c;
}
