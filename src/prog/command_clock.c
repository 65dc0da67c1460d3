/* command_clock.c - parley clock. */
#include "command.h"

static enum result
show(struct command_run *r)
{
	struct instance instance;
	instant now;
	enum result result = store_instance(r->app.store, &instance);

	if (result != RESULT_OK)
		return fault_set(&r->fault, result, "store",
		    "the clock cannot be read; was `parley migrate` run?");
	now = instant_now() + instance.clock_offset;
	/* Seconds are enough for people. */
	now -= now % INSTANT_SECOND;
	if (!r->json) {
		instant_write_words(&r->out, now);
		buffer_string(&r->out, instance.clock_offset != 0 ? " (moved)\n" : "\n");
		return RESULT_OK;
	}
	{
		struct buffer text;

		buffer_init(&text, 0);
		instant_write(&text, now);
		json_object(&r->out, NULL);
		json_string(&r->out, "now", text.data);
		json_bool(&r->out, "demo", instance.demo);
		json_int(&r->out, "offset_microseconds", instance.clock_offset);
		json_end_object(&r->out);
		buffer_char(&r->out, '\n');
		buffer_clear(&text);
	}
	return RESULT_OK;
}

enum result
command_clock_run(struct command_run *r)
{
	const char *set = command_option(r, "set"), *advance = command_option(r, "advance");
	enum result result = RESULT_OK;
	instant to;

	if ((set != NULL) + (advance != NULL) + (command_option(r, "reset") != NULL) > 1)
		return fault_set(&r->fault, RESULT_INVALID, "usage",
		    "only one of --set, --advance and --reset can be given");
	if (set != NULL && instant_parse(set, &to) != RESULT_OK)
		return fault_set(&r->fault, RESULT_INVALID, "time",
		    "'%s' is no time; write 2027-12-23T10:00", set);
	if (set != NULL)
		result = app_clock_set(&r->app, to, &r->fault);
	else if (advance != NULL)
		result = app_clock_advance(&r->app, r->arena, advance, &r->fault);
	else if (command_option(r, "reset") != NULL)
		result = app_clock_reset(&r->app, &r->fault);
	return result == RESULT_OK ? show(r) : result;
}
