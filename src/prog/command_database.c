/* command_database.c - parley migrate. */
#include "parley/store_instance.h"
#include "parley/store_migrate.h"
#include "command.h"

static void
write_migration(struct command_run *r, const struct migration *m)
{
	if (!r->json) {
		buffer_format(&r->out, "%-8s %s\n", m->applied ? "applied" : "missing", m->name);
		return;
	}
	json_object(&r->out, NULL);
	json_int(&r->out, "number", m->number);
	json_string(&r->out, "name", m->name);
	json_bool(&r->out, "applied", m->applied);
	json_end_object(&r->out);
}

enum result
command_database_migrate(struct command_run *r)
{
	bool only_status = command_option(r, "status") != NULL;
	struct migration *migrations;
	size_t count = 0;
	enum result result = only_status ? store_migrations(r->app.store, r->config->data.sql,
					       r->arena, &migrations, &count, &r->fault)
					 : store_migrate(r->app.store, r->config->data.sql,
					       r->arena, &migrations, &count, &r->fault);

	if (result == RESULT_OK && !only_status)
		result = store_demo_mark(r->app.store, r->config->instance.demo);
	if (result == RESULT_OK && !only_status)
		result = store_reference_prefix_set(r->app.store, r->config->instance.reference);
	if (result != RESULT_OK)
		return fault_set(&r->fault, result, "migrate",
		    "the tables could not be brought up to date (%s)", result_name(result));
	if (r->json)
		json_array(&r->out, NULL);
	for (size_t i = 0; i < count; i++)
		write_migration(r, &migrations[i]);
	if (r->json) {
		json_end_array(&r->out);
		buffer_char(&r->out, '\n');
	} else if (count == 0) {
		buffer_string(&r->out, "the tables are up to date\n");
	}
	return RESULT_OK;
}
