/* command.c - finding, reading, running and reporting; see command.h. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"

#define DEFAULT_CONFIG SYSCONFDIR "/parley/parley.conf"

const char *
command_option(const struct command_run *r, const char *name)
{
	for (size_t i = 0; i < r->option_count; i++)
		if (strcmp(r->options[i].name, name) == 0)
			return r->options[i].value;
	return NULL;
}

/* "parley: SENTENCE (CODE)", and a line for each wrong field. */
static void
report(const char *program, const struct fault *f)
{
	(void)fprintf(stderr, "%s: %s (%s)\n", program,
	    f->sentence != NULL ? f->sentence : "it failed",
	    f->code != NULL ? f->code : result_name(f->result));
	for (const struct fault_field *field = f->fields; field != NULL; field = field->next)
		(void)fprintf(stderr, "  %s: %s\n",
		    field->pointer[0] != '\0' ? field->pointer : "(the whole file)", field->reason);
}

/* --- help --- */

/* Is it one of the commands that begin with this word ("policy import" of "policy")? */
static bool
is_of(const struct command *c, const char *group)
{
	size_t length = strlen(group);

	return strncmp(c->name, group, length) == 0 && c->name[length] == ' ';
}

/* All of them, or a group's. */
static void
print_help(const struct command *table, size_t count, const char *group)
{
	(void)printf("Usage: parley COMMAND [ARGUMENTS] [--config FILE] [--json]\n\n");
	for (size_t i = 0; i < count; i++)
		if (group == NULL || is_of(&table[i], group))
			(void)printf("  %-18s %s\n", table[i].name, table[i].summary);
	(void)printf(
	    "\n`parley COMMAND --help` says more. Settings come from --config, else $PARLEY_CONFIG, else\n%s.\n"
	    "Exit status: 0 it was done, 1 it failed, 2 it was asked for wrongly.\n",
	    DEFAULT_CONFIG);
}

static void
print_command_help(const struct command *c)
{
	(void)printf("Usage: parley %s%s%s [OPTIONS]\n\n%c%s.\n", c->name,
	    c->arguments != NULL ? " " : "", c->arguments != NULL ? c->arguments : "",
	    c->summary[0] >= 'a' ? c->summary[0] - 'a' + 'A' : c->summary[0], c->summary + 1);
	if (c->help != NULL)
		(void)printf("%s\n", c->help);
	(void)printf("\nOptions:\n");
	if (c->option_help != NULL)
		(void)printf("%s\n", c->option_help);
	if (c->needs != NEEDS_NOTHING)
		(void)printf(
		    "  --config FILE    settings (else $PARLEY_CONFIG, else %s)\n", DEFAULT_CONFIG);
	if (c->prints_data)
		(void)printf("  --json           print JSON\n");
	(void)printf("  --help           this text\n");
}

/* --- arguments --- */

/* How many of the words are the command's name; 0 if they are not. */
static int
matches(const struct command *c, int argc, char **argv)
{
	const char *space = strchr(c->name, ' ');
	size_t first = space != NULL ? (size_t)(space - c->name) : strlen(c->name);

	if (argc < 2 || strlen(argv[1]) != first || memcmp(argv[1], c->name, first) != 0)
		return 0;
	if (space == NULL)
		return 1;
	return argc > 2 && strcmp(argv[2], space + 1) == 0 ? 2 : 0;
}

/* Does the list know this option? *takes_value says whether it ends in '='. */
static bool
knows(const char *list, const char *name, size_t length, bool *takes_value)
{
	for (const char *at = list; at != NULL && *at != '\0';) {
		size_t word = strcspn(at, " ");

		*takes_value = at[word - 1] == '=';
		if (word - (*takes_value ? 1 : 0) == length && memcmp(at, name, length) == 0)
			return true;
		at += word;
		at += strspn(at, " ");
	}
	return false;
}

static int
usage(const struct command_run *r, const char *what, const char *word)
{
	(void)fprintf(stderr, "parley: %s %s; see `parley %s --help` (usage)\n", what, word,
	    r->command->name);
	return COMMAND_USAGE;
}

/* One word that starts with "--"; *i moves on when it takes the next word too. */
static int
take_option(struct command_run *r, int argc, char **argv, int *i)
{
	const char *name = argv[*i] + 2, *equals = strchr(name, '='), *value = "";
	size_t length = equals != NULL ? (size_t)(equals - name) : strlen(name);
	bool takes = false;
	const char *general = r->command->prints_data ? "config= help json" : "config= help";

	if (!knows(general, name, length, &takes) &&
	    !knows(r->command->options, name, length, &takes))
		return usage(r, "there is no option", argv[*i]);
	if (takes && equals == NULL && *i + 1 >= argc)
		return usage(r, "a value is missing behind", argv[*i]);
	if (!takes && equals != NULL)
		return usage(r, "there is no value for", argv[*i]);
	if (takes)
		value = equals != NULL ? equals + 1 : argv[++*i];
	if (r->option_count == COMMAND_OPTIONS_MAX)
		return usage(r, "too many options at", argv[*i]);
	r->options[r->option_count++] =
	    (struct command_option){ arena_bytes(r->arena, name, length), value };
	return COMMAND_DONE;
}

static int
take_arguments(struct command_run *r, int argc, char **argv, int from)
{
	for (int i = from; i < argc; i++) {
		int status = COMMAND_DONE;

		if (strcmp(argv[i], "-h") == 0 && r->option_count < COMMAND_OPTIONS_MAX)
			r->options[r->option_count++] = (struct command_option){ "help", "" };
		else if (strncmp(argv[i], "--", 2) == 0)
			status = take_option(r, argc, argv, &i);
		else if (r->argument_count == r->command->most)
			status = usage(r, "there is one word too many:", argv[i]);
		else
			r->arguments[r->argument_count++] = argv[i];
		if (status != COMMAND_DONE)
			return status;
	}
	if (command_option(r, "help") == NULL && r->argument_count < r->command->least)
		return usage(r, "missing:", r->command->arguments);
	return COMMAND_DONE;
}

/* --- running --- */

static enum result
open_parts(struct command_run *r)
{
	enum config_use use = r->command->needs == NEEDS_WORKER || r->command->needs == NEEDS_CONFIG
	    ? CONFIG_WORKER
	    : CONFIG_OWNER;
	const char *file = command_option(r, "config");
	enum result result;

	if (r->command->needs == NEEDS_NOTHING)
		return RESULT_OK;
	if (file == NULL)
		file = getenv("PARLEY_CONFIG");
	r->config_file = file != NULL && file[0] != '\0' ? file : DEFAULT_CONFIG;
	result = config_load(r->config_file, use, &r->config, &r->fault);
	if (result != RESULT_OK)
		return result;
	r->app.config = r->config;
	if (r->command->needs == NEEDS_CONFIG)
		return RESULT_OK;
	return store_open(&r->config->database, &r->app.store, &r->fault);
}

static void
close_parts(struct command_run *r)
{
	directories_close(r->app.directories);
	if (r->app.store != NULL)
		store_close(r->app.store);
	if (r->config != NULL)
		config_free(r->config);
}

static int
run(struct command_run *r)
{
	enum result result = open_parts(r);
	int status;

	if (result == RESULT_OK)
		result = r->command->run(r);
	if (result != RESULT_OK && r->fault.result == RESULT_OK)
		(void)fault_set(&r->fault, result, result_name(result), "it could not be done");
	status = result == RESULT_OK ? COMMAND_DONE : COMMAND_FAILED;
	if (r->out.length > 0 && buffer_ok(&r->out) &&
	    fwrite(r->out.data, 1, r->out.length, stdout) != r->out.length)
		status = COMMAND_FAILED;
	if (fflush(stdout) != 0)
		status = COMMAND_FAILED;
	if (result != RESULT_OK)
		report("parley", &r->fault);
	close_parts(r);
	return status;
}

static bool
is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

static int
unknown(const struct command *table, size_t count, int argc, char **argv)
{
	if (argc < 2) {
		print_help(table, count, NULL);
		return COMMAND_USAGE;
	}
	if (is_help(argv[1])) {
		print_help(table, count, NULL);
		return COMMAND_DONE;
	}
	for (size_t i = 0; i < count && (argc == 2 || is_help(argv[2])); i++) {
		if (is_of(&table[i], argv[1])) {
			print_help(table, count, argv[1]);
			return argc == 2 ? COMMAND_USAGE : COMMAND_DONE;
		}
	}
	(void)fprintf(stderr, "parley: there is no command '%s%s%s'; see `parley --help` (usage)\n",
	    argv[1], argc > 2 ? " " : "", argc > 2 ? argv[2] : "");
	return COMMAND_USAGE;
}

int
command_main(const struct command *table, size_t count, int argc, char **argv)
{
	struct command_run r = { .command = NULL };
	int words = 0, status;

	(void)signal(SIGPIPE, SIG_IGN);
	log_set_level(LOG_LEVEL_WARNING);
	for (size_t i = 0; i < count && words == 0; i++) {
		words = matches(&table[i], argc, argv);
		r.command = &table[i];
	}
	if (words == 0)
		return unknown(table, count, argc, argv);
	r.arena = arena_new();
	fault_init(&r.fault, r.arena);
	buffer_init(&r.out, 0);
	status = take_arguments(&r, argc, argv, words + 1);
	r.json = command_option(&r, "json") != NULL;
	if (status == COMMAND_DONE && command_option(&r, "help") != NULL)
		print_command_help(r.command);
	else if (status == COMMAND_DONE)
		status = run(&r);
	buffer_clear(&r.out);
	arena_free(r.arena);
	return status;
}
