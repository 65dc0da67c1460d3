/*
 * sql_table.c - every statement of the store, by name: the one lookup over its parts, and the worklist's, made as needed.
 */
#include "parley/arena.h"
#include "parley/buffer.h"
#include "sql_table.h"

static const struct sql_text *const parts[] = { sql_instance, sql_people, sql_access, sql_cases, sql_notices,
	sql_retention };

static const struct sql_text *
find(int id)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		if (parts[i][id].text)
			return &parts[i][id];
	}
	return NULL;
}

/*
 * One queue of a worklist: a range of the primary key in its own order, and the head of each row by its key.
 * (The first page is forced: with statistics from before the table was filled, the server read and sorted all of it.)
 * A later page starts behind (due, id). There, `earlier` says since when the same escalation stood in any of
 * the reader's queues, so that it is not shown a second time.
 */
#define WORKLIST_ARM(forced, earlier, behind) \
	"(SELECT STRAIGHT_JOIN w.due, w.escalation_id, w.yours, " earlier \
	", w.queue_id, e.reference, e.phase, e.stage_id, " \
	"e.stage_name, e.raising_agency, e.receiving_agency, e.duty_text, e.duty_clause, e.turn, e.due_words, " \
	"e.changed, e.immediate_risk FROM worklist w " forced \
	" JOIN escalation e " forced " ON e.id = w.escalation_id " \
	"WHERE w.queue_id = ? AND w.view = ?" behind " ORDER BY w.due, w.escalation_id LIMIT ?)"

static const char first_arm[] = WORKLIST_ARM("FORCE INDEX (PRIMARY)", "w.due", "");
static const char later_arm[] = WORKLIST_ARM(
    "",
    "(SELECT MIN(x.due) FROM worklist x WHERE x.escalation_id = w.escalation_id AND x.view = w.view AND "
    "FIND_IN_SET(x.queue_id, ?))",
    " AND (w.due > ? OR (w.due = ? AND w.escalation_id > ?))");

const char *
sql_table_name(int id)
{
	return id < SQL_COUNT ? find(id)->name : "worklist";
}

const char *
sql_table_text(int id, struct arena *a)
{
	struct buffer b;

	if (id < SQL_COUNT)
		return find(id)->text;
	int queues = id - SQL_WORKLIST;
	const char *arm = first_arm;
	if (queues > QUEUES_MAX) {
		queues -= QUEUES_MAX;
		arm = later_arm;
	}
	buffer_init(&b, 0);
	for (int i = 0; i < queues; i++) {
		buffer_string(&b, i > 0 ? " UNION ALL " : "");
		buffer_string(&b, arm);
	}
	const char *text = arena_string(a, b.data);
	buffer_clear(&b);
	return text;
}
