/*
 * people.c - how rows become people.
 */
#include "people.h"

void
people_read(const struct sql_cell *row, struct person *out)
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
		.agency = row[8].text,
		.sector = row[9].text,
		.manager_key = row[10].text,
		.roles = row[11].text,
		.administrator = row[12].number != 0,
		.active = row[13].number != 0,
		.refreshed_at = row[14].time,
	};
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
