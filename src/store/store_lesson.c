/*
 * store_lesson.c - the list of lessons: rows of the projection in their order, with the words from the events.
 */
#include "parley/buffer.h"
#include "parley/store_lesson.h"
#include "ids.h"
#include "sql.h"

static void
lesson_read(const struct sql_cell *row, struct lesson_item *out)
{
	*out = (struct lesson_item){
		.escalation_id = row[0].number, .reference = row[1].text, .open = row[2].number != 0,
		.raised = row[3].time, .due = row[4].time,
		.lesson = { .seq = (uint32_t)row[5].number, .payload = row[6].text, .length = row[6].length },
		.answer = { .seq = (uint32_t)row[7].number, .payload = row[8].text, .length = row[8].length },
	};
}

enum result
store_lessons(struct store *st, bool open, const int64_t *queues, size_t queue_count,
    const struct lesson_place *after, size_t limit, struct arena *a, struct lesson_item **out,
    size_t *count)
{
	const struct sql_cell *row;
	const struct lesson_place from =
	    after ? *after : (struct lesson_place){ SQL_FAR, INT64_MAX, UINT32_MAX };
	size_t n = 0;
	enum result r = sql_run(st, SQL_LESSONS,
	    SQL_VALUES(sql_int(open), sql_instant(from.raised), sql_instant(from.raised),
		sql_int(from.escalation_id), sql_int(from.seq),
		sql_string(ids_list(queues, queue_count, a)), sql_int((int64_t)limit)));

	if (r != RESULT_OK)
		return r;
	struct lesson_item *all = ARENA_ARRAY(a, sql_count(st, SQL_LESSONS), struct lesson_item);
	while (sql_next(st, SQL_LESSONS, a, &row))
		lesson_read(row, &all[n++]);
	*out = all;
	*count = n;
	return RESULT_OK;
}
