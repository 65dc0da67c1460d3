/* command_retention.c - parley retention. */
#include "command.h"
#include "parley/retention.h"

typedef enum result handler(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                            struct fault *f);

static enum result
run(struct command_run *r, handler *what)
{
	struct retention_command c = {
		.what = r->argument_count > 0 ? r->arguments[0] : command_option(r, "by"),
		.why = command_option(r, "why"),
		.until = command_option(r, "until"),
		.dry_run = command_option(r, "dry-run") != NULL,
		.json = r->json,
	};

	return what(&r->app, r->arena, &c, &r->out, &r->fault);
}

enum result
command_retention_list(struct command_run *r)
{
	return run(r, retention_print);
}

enum result
command_retention_sweep(struct command_run *r)
{
	return run(r, retention_run);
}

enum result
command_retention_confirm(struct command_run *r)
{
	return run(r, retention_run_confirmed);
}

enum result
command_retention_holds(struct command_run *r)
{
	return run(r, retention_print_holds);
}

enum result
command_retention_hold(struct command_run *r)
{
	return run(r, retention_place_hold);
}

enum result
command_retention_lift(struct command_run *r)
{
	return run(r, retention_lift_hold);
}
