/*
 * store_rules.c - the rules from job title to stage roles.
 */
#include "sql.h"

enum result
store_rules(struct store *st, struct arena *a, struct mapping_rule **out, size_t *count)
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_RULES, SQL_NOTHING);
	size_t n = 0;

	if (r != RESULT_OK)
		return r;
	struct mapping_rule *all = ARENA_ARRAY(a, sql_count(st, SQL_RULES), struct mapping_rule);
	while (sql_next(st, SQL_RULES, a, &row))
		all[n++] = (struct mapping_rule){
			.id = row[0].number,
			.position = (int)row[1].number,
			.sector = row[2].text,
			.agency_id = row[3].text,
			.match = row[4].text,
			.title = row[5].text,
			.group_dn = row[6].text,
			.roles = row[7].text,
			.why = row[8].text,
		};
	*out = all;
	*count = n;
	return RESULT_OK;
}

struct replacing {
	const struct mapping_rule *rules;
	size_t count;
	struct arena *a;
};

enum { RULE_COLUMNS = 8 };

static enum result
rules_replace(struct store *st, void *context)
{
	const struct replacing *w = context;
	struct sql_value *in = ARENA_ARRAY(w->a, w->count * RULE_COLUMNS, struct sql_value);

	for (size_t i = 0; i < w->count; i++) {
		const struct mapping_rule *m = &w->rules[i];
		struct sql_value *v = &in[i * RULE_COLUMNS];
		v[0] = sql_int(m->position);
		v[1] = sql_string(m->sector);
		v[2] = sql_string(m->agency_id);
		v[3] = sql_string(m->match);
		v[4] = sql_string(m->title);
		v[5] = sql_string(m->group_dn);
		v[6] = sql_string(m->roles);
		v[7] = sql_string(m->why);
	}
	enum result r = sql_run(st, SQL_RULES_REMOVE, SQL_NOTHING);
	if (r == RESULT_OK)
		r = sql_run_rows(st, SQL_RULE_ADD, in, RULE_COLUMNS, w->count);
	if (r == RESULT_OK)
		r = sql_run(st, SQL_GENERATION_NEXT, SQL_NOTHING);
	return r;
}

enum result
store_rules_replace(struct store *st, const struct mapping_rule *rules, size_t count)
{
	struct replacing w = { rules, count, arena_new() };
	enum result r =
	    sql_transaction(st, &(struct sql_work){ .body = rules_replace, .context = &w });

	arena_free(w.a);
	return r;
}
