/* command_emergency.c - parley emergency. */
#include "command.h"

#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

/* Who is at the keyboard, as well as the machine knows: the account, and whose sudo it is. */
static const char *
who(struct command_run *r)
{
	const struct passwd *account = getpwuid(geteuid());
	const char *sudo = getenv("SUDO_USER");
	const char *name = account != NULL ? account->pw_name : arena_format(r->arena, "%lu", (unsigned long)geteuid());

	return sudo != NULL && sudo[0] != '\0' ? arena_format(r->arena, "%.60s (%.100s by sudo)", name, sudo)
					      : arena_format(r->arena, "%.60s", name);
}

enum result
command_emergency_arm(struct command_run *r)
{
	return app_emergency_arm(&r->app, r->arena, command_option(r, "why"), who(r), &r->out, &r->fault);
}

enum result
command_emergency_disarm(struct command_run *r)
{
	return app_emergency_disarm(&r->app, r->arena, who(r), &r->out, &r->fault);
}

enum result
command_emergency_status(struct command_run *r)
{
	enum result result = app_emergency_status(&r->app, r->arena, r->json, &r->out, &r->fault);

	if (result == RESULT_OK && r->json)
		buffer_char(&r->out, '\n');
	return result;
}
