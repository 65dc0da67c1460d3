/* command_config.c - parley config. */
#include "command.h"

enum result
command_config_run(struct command_run *r)
{
	config_help(&r->out);
	return RESULT_OK;
}
