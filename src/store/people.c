/*
 * people.c - how rows become people.
 */
#include "people.h"
#include <string.h>
#include "parley/store_people.h"

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

size_t
people_split_roles(const char *list, struct arena *a, const char *out[PEOPLE_ROLES_MAX])
{
	size_t count = 0;

	while (list && *list) {
		size_t length = strcspn(list, " "), i = 0;
		const char *role = arena_bytes(a, list, length);
		while (i < count && strcmp(out[i], role) != 0)
			i++;
		if (length > 0 && i == count) {
			if (count == PEOPLE_ROLES_MAX)
				return PEOPLE_ROLES_MAX + 1;
			out[count++] = role;
		}
		list += length;
		list += strspn(list, " ");
	}
	return count;
}

size_t
people_role_rows(int64_t id, const char *agency, const char *const *roles, size_t count,
    struct sql_value *out)
{
	size_t rows = 0;

	for (size_t i = 0; i < count * 2; i++) {
		const char *where = i < count ? "" : agency;
		if (!where || (i >= count && !*where))
			continue;
		*out++ = sql_int(id);
		*out++ = sql_string(where);
		*out++ = sql_string(roles[i % count]);
		rows++;
	}
	return rows;
}
