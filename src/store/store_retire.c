/*
 * store_retire.c - people whom a refresh of the directory did not see any more.
 */
#include "sql.h"

enum result
store_people_unseen(
    struct store *st, const char *directory, instant since, size_t *unseen, size_t *active)
{
	const struct sql_cell *row;
	struct arena *a = arena_new();
	enum result r = sql_one(
	    st, SQL_PEOPLE_UNSEEN, SQL_VALUES(sql_instant(since), sql_string(directory)), a, &row);

	if (r == RESULT_OK) {
		*unseen = (size_t)row[0].number;
		*active = (size_t)row[1].number;
	}
	arena_free(a);
	return r;
}

struct retiring {
	const char *directory;
	instant since;
};

/* Their sessions are not touched: one of a person who is not active is not found. */
static enum result
people_retire(struct store *st, void *context)
{
	const struct retiring *w = context;
	enum result r = sql_run(
	    st, SQL_PEOPLE_RETIRE, SQL_VALUES(sql_string(w->directory), sql_instant(w->since)));

	/* Who has left is not found, and costs the search nothing. */
	if (r == RESULT_OK)
		r = sql_run(st, SQL_PEOPLE_RETIRED_WORDS, SQL_VALUES(sql_string(w->directory)));
	return r;
}

enum result
store_people_retire(struct store *st, const char *directory, instant since)
{
	struct retiring w = { directory, since };

	return sql_transaction(st, &(struct sql_work){ .body = people_retire, .context = &w });
}
