/* command_settings.c - parley settings. */
#include "command.h"
#include "parley/settings.h"

static struct settings_command
asked(const struct command_run *r)
{
	return (struct settings_command){
		.name = r->argument_count > 0 ? r->arguments[0] : NULL,
		.file = r->argument_count > 1 ? r->arguments[1] : NULL,
		.version = command_option(r, "version"),
		.why = command_option(r, "why"),
		.to = command_option(r, "to"),
		.preview = command_option(r, "preview") != NULL,
		.json = r->json,
	};
}

enum result
command_settings_list(struct command_run *r)
{
	struct settings_command c = asked(r);

	return settings_print_all(&r->app, r->arena, &c, &r->out, &r->fault);
}

enum result
command_settings_show(struct command_run *r)
{
	struct settings_command c = asked(r);

	return settings_print(&r->app, r->arena, &c, &r->out, &r->fault);
}

enum result
command_settings_set(struct command_run *r)
{
	struct settings_command c = asked(r);

	return settings_set_file(&r->app, r->arena, &c, &r->out, &r->fault);
}

enum result
command_settings_history(struct command_run *r)
{
	struct settings_command c = asked(r);

	return settings_print_history(&r->app, r->arena, &c, &r->out, &r->fault);
}

enum result
command_settings_undo(struct command_run *r)
{
	struct settings_command c = asked(r);

	return settings_take_back(&r->app, r->arena, &c, &r->out, &r->fault);
}
