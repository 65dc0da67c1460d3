/*
 * people.h - how rows become people; shared by store_people.c, store_search.c and store_session.c.
 */
#ifndef STORE_PEOPLE_H
#define STORE_PEOPLE_H

#include "sql.h"

/* How many columns PERSON_OWN_COLUMNS and PERSON_COLUMNS of sql_table.c have. */
enum { PEOPLE_OWN_COLUMNS = 13, PEOPLE_COLUMNS = 15 };

/* Without the agency's name and sector, which are left NULL. */
void people_read_own(const struct sql_cell *row, struct person *out);
void people_read(const struct sql_cell *row, struct person *out);
/* FACT_COLUMNS of sql_table.c, from the first of them. */
void people_read_facts(const struct sql_cell *row, struct person_facts *out);
/* All people that a statement gave, none twice, `limit` at most. */
void people_collect(
    struct store *st, int id, size_t limit, struct arena *a, struct person **out, size_t *count);

#endif
