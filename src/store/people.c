/*
 * people.c - how rows become people.
 */
#include "people.h"

void
people_read_own(const struct sql_cell *row, struct person *out)
{
	*out = (struct person){
		.id = row[0].number,
		.directory = row[1].text,
		.directory_key = row[2].text,
		.username = row[3].text,
		.name = row[4].text,
		.title = row[5].text,
		.mail = row[6].text,
		.agency_id = row[7].text,
		.manager_key = row[8].text,
		.roles = row[9].text,
		.administrator = row[10].number != 0,
		.active = row[11].number != 0,
		.refreshed_at = row[12].time,
	};
}

void
people_read(const struct sql_cell *row, struct person *out)
{
	people_read_own(row, out);
	out->agency = row[PEOPLE_OWN_COLUMNS].text;
	out->sector = row[PEOPLE_OWN_COLUMNS + 1].text;
}

void
people_read_facts(const struct sql_cell *row, struct person_facts *out)
{
	*out = (struct person_facts){
		.department = row[0].text,
		.groups = row[1].text ? row[1].text : "",
		.entry_at = row[2].time,
	};
}

void
people_collect(
    struct store *st, int id, size_t limit, struct arena *a, struct person **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0, most = sql_count(st, id);

	struct person *all = ARENA_ARRAY(a, most < limit ? most : limit, struct person);
	while (n < limit && sql_next(st, id, a, &row)) {
		size_t i = 0;
		while (i < n && all[i].id != row[0].number)
			i++;
		if (i == n)
			people_read(row, &all[n++]);
	}
	sql_end(st, id);
	*out = all;
	*count = n;
}
