/* command_version.c - parley version. */
#include "command.h"

enum result
command_version_run(struct command_run *r)
{
	buffer_string(&r->out, "parley " PACKAGE_VERSION "\n");
	return RESULT_OK;
}
