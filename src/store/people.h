/*
 * people.h - how rows become people; shared by store_people.c, store_search.c and store_session.c.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "parley/store_people.h"
#include "sql.h"

/* How many columns PERSON_OWN_COLUMNS (sql_table.h) and PERSON_COLUMNS (sql_people.c) have. */
enum { PEOPLE_OWN_COLUMNS = 13, PEOPLE_COLUMNS = 15 };

/* Without the agency's name and sector, which are left NULL. */
void people_read_own(const struct sql_cell *row, struct person *out);
void people_read(const struct sql_cell *row, struct person *out);
/* FACT_COLUMNS of sql_people.c, from the first of them. */
void people_read_facts(const struct sql_cell *row, struct person_facts *out);
/* All people that a statement gave, none twice, `limit` at most. */
void people_collect(
    struct store *st, int id, size_t limit, struct arena *a, struct person **out, size_t *count);

/* More roles than these nobody may hold. */
enum { PEOPLE_ROLES_MAX = 15 };
/* Role ids of a list separated by spaces, none twice; how many, or PEOPLE_ROLES_MAX + 1 for too many. */
size_t people_split_roles(const char *list, struct arena *a, const char *out[PEOPLE_ROLES_MAX]);
/* Rows of person_role (3 values each): each role in the agency, if there is one, and wherever it is held. How many; at
 * most twice as many as roles. */
size_t people_role_rows(int64_t id, const char *agency, const char *const *roles, size_t count,
    struct sql_value *out);

#endif
