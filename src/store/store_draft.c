/*
 * store_draft.c - what somebody has typed and not sent yet. Nobody else's.
 */
#include <string.h>
#include "parley/buffer.h"
#include "parley/store_draft.h"
#include "sql.h"

enum result
store_draft_put(struct store *st, int64_t person_id, const char *key, const char *json, instant now)
{
	enum result r = sql_run(st, SQL_DRAFT_PUT,
	    SQL_VALUES(sql_int(person_id), sql_string(key), sql_string(json), sql_instant(now)));

	/* After it: whoever unmarks meanwhile either sees the draft or is waited for. */
	return r == RESULT_OK ? sql_run(st, SQL_DRAFTS_MARK, SQL_VALUES(sql_int(person_id))) : r;
}

enum result
store_draft(
    struct store *st, int64_t person_id, const char *key, struct arena *a, const char **json)
{
	const struct sql_cell *row;
	enum result r =
	    sql_one(st, SQL_DRAFT, SQL_VALUES(sql_int(person_id), sql_string(key)), a, &row);

	if (r == RESULT_OK)
		*json = row[0].text;
	return r;
}

enum result
store_draft_remove(struct store *st, int64_t person_id, const char *key)
{
	enum result r = sql_write(st, SQL_DRAFT_REMOVE, SQL_VALUES(sql_int(person_id), sql_string(key)));

	return r == RESULT_OK ? sql_write(st, SQL_DRAFTS_UNMARK, SQL_VALUES(sql_int(person_id))) : r;
}

/* A LIKE pattern for 'starts with', whatever stands in the prefix. */
static const char *
starts_with(const char *prefix, struct arena *a)
{
	struct buffer b;

	buffer_init(&b, 0);
	for (; *prefix; prefix++) {
		if (*prefix == '%' || *prefix == '_' || *prefix == '\\')
			buffer_char(&b, '\\');
		buffer_char(&b, *prefix);
	}
	buffer_char(&b, '%');
	const char *pattern = arena_string(a, b.data);
	buffer_clear(&b);
	return pattern;
}

enum result
store_drafts(struct store *st, int64_t person_id, const char *prefix, struct arena *a,
    struct draft **out, size_t *count)
{
	const struct sql_cell *row;
	size_t n = 0;
	enum result r = sql_run(
	    st, SQL_DRAFTS, SQL_VALUES(sql_int(person_id), sql_string(starts_with(prefix, a))));

	if (r != RESULT_OK)
		return r;
	struct draft *all = ARENA_ARRAY(a, sql_count(st, SQL_DRAFTS), struct draft);
	while (sql_next(st, SQL_DRAFTS, a, &row))
		all[n++] = (struct draft){ .key = row[0].text, .json = row[1].text };
	*out = all;
	*count = n;
	return RESULT_OK;
}
