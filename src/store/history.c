/* history.c - see history.h. */
#include "parley/store_setting.h"
#include "history.h"

enum result
history_add(struct store *st, int64_t edition_id, const struct settings_change *c)
{
	return sql_run(st, SQL_HISTORY_ADD,
	    SQL_VALUES(sql_instant(c->now), sql_int(c->person_id), sql_string(c->what),
		sql_int(edition_id), sql_string(c->detail), sql_string(c->why)));
}
