/* command_policy_flowchart.c - parley policy flowchart: a policy as boxes and arrows, or as the list that says the same. */
#include "command.h"
#include "parley/flowchart_svg.h"

enum result
command_policy_flowchart(struct command_run *r)
{
	const struct policy *policy = NULL;
	const struct flowchart *chart;
	enum result result = command_policy_load(r, r->arguments[0], &policy);

	if (result != RESULT_OK)
		return result;
	chart = flowchart_policy_draw(policy, r->arena);
	if (command_option(r, "list") != NULL)
		flowchart_svg_list(&r->out, chart);
	else
		flowchart_svg_write(&r->out, chart);
	return RESULT_OK;
}
