/*
 * command.h - what the commands of `parley` share: one table, one reader of arguments, one way to fail.
 */
#ifndef PARLEY_PROG_COMMAND_H
#define PARLEY_PROG_COMMAND_H

#include <stdbool.h>
#include "parley/app.h"

#define COMMAND_ARGUMENTS_MAX 4
#define COMMAND_OPTIONS_MAX 8

/* What a command works with; opened before it runs, closed after it. */
enum command_needs {
	NEEDS_NOTHING,
	NEEDS_CONFIG, /* the configuration, as the owner's */
	NEEDS_WORKER, /* and the database, as the worker's user: reads, and what the worker may change */
	NEEDS_OWNER /* and the database, as its owner: tables, policies, the demo's clock */
};

struct command_option {
	const char *name, *value;
};

struct command_run {
	const struct command *command;
	struct arena *arena;
	struct fault fault;
	struct buffer out; /* printed when the command ends, also when it failed */
	bool json;
	const char *config_file;
	struct config *config;
	struct app app; /* config, store, directory; no snapshot */
	const char *arguments[COMMAND_ARGUMENTS_MAX];
	size_t argument_count;
	struct command_option options[COMMAND_OPTIONS_MAX];
	size_t option_count;
};

struct command {
	const char *name;        /* "policy import" */
	const char *arguments;   /* "FILE", for the usage line */
	size_t least, most;      /* how many */
	const char *options;     /* separated by spaces; "set=" takes a value */
	const char *option_help; /* one line each */
	bool prints_data;        /* takes --json */
	enum command_needs needs;
	enum result (*run)(struct command_run *r);
	const char *summary; /* one line */
	const char *help;    /* a paragraph; NULL */
};

/* The value of an option, "" for one without a value, NULL if it was not given. */
const char *command_option(const struct command_run *r, const char *name);

/* Exit status: 0 it was done, 1 it failed, 2 it was asked for wrongly. */
enum { COMMAND_DONE = 0, COMMAND_FAILED = 1, COMMAND_USAGE = 2 };

/* Find the command in the arguments of main(), run it, print, and give the exit status. */
int command_main(const struct command *table, size_t count, int argc, char **argv);

/* The policy of a file (command_policy.c). What is wrong with it is in the run's fault, each with its place. */
enum result command_policy_load(struct command_run *r, const char *file, const struct policy **out) MUST_USE;

/* --- the commands (command_*.c) --- */
enum result command_database_migrate(struct command_run *r) MUST_USE;
enum result command_config_run(struct command_run *r) MUST_USE;
enum result command_doctor_run(struct command_run *r) MUST_USE;
enum result command_policy_check(struct command_run *r) MUST_USE;
enum result command_policy_flowchart(struct command_run *r) MUST_USE;
enum result command_policy_timetable(struct command_run *r) MUST_USE;
enum result command_policy_text_show(struct command_run *r) MUST_USE;
enum result command_policy_text_diff(struct command_run *r) MUST_USE;
enum result command_policy_import(struct command_run *r) MUST_USE;
enum result command_policy_list(struct command_run *r) MUST_USE;
enum result command_policy_compare(struct command_run *r) MUST_USE;
enum result command_policy_move(struct command_run *r) MUST_USE;
enum result command_policy_try(struct command_run *r) MUST_USE;
enum result command_policy_use(struct command_run *r) MUST_USE;
enum result command_policy_retire(struct command_run *r) MUST_USE;
enum result command_people_mapping_fill(struct command_run *r) MUST_USE;
enum result command_people_mapping_list(struct command_run *r) MUST_USE;
enum result command_people_hand_over(struct command_run *r) MUST_USE;
enum result command_people_vacancies(struct command_run *r) MUST_USE;
enum result command_people_agency_import(struct command_run *r) MUST_USE;
enum result command_people_agency_list(struct command_run *r) MUST_USE;
enum result command_people_refresh(struct command_run *r) MUST_USE;
enum result command_people_test(struct command_run *r) MUST_USE;
enum result command_settings_list(struct command_run *r) MUST_USE;
enum result command_settings_show(struct command_run *r) MUST_USE;
enum result command_settings_set(struct command_run *r) MUST_USE;
enum result command_settings_history(struct command_run *r) MUST_USE;
enum result command_settings_undo(struct command_run *r) MUST_USE;
enum result command_retention_list(struct command_run *r) MUST_USE;
enum result command_retention_sweep(struct command_run *r) MUST_USE;
enum result command_retention_confirm(struct command_run *r) MUST_USE;
enum result command_retention_holds(struct command_run *r) MUST_USE;
enum result command_retention_hold(struct command_run *r) MUST_USE;
enum result command_retention_lift(struct command_run *r) MUST_USE;
enum result command_clock_run(struct command_run *r) MUST_USE;
enum result command_emergency_arm(struct command_run *r) MUST_USE;
enum result command_emergency_disarm(struct command_run *r) MUST_USE;
enum result command_emergency_status(struct command_run *r) MUST_USE;
enum result command_audit_verify(struct command_run *r) MUST_USE;
enum result command_audit_rebuild(struct command_run *r) MUST_USE;
enum result command_audit_roles(struct command_run *r) MUST_USE;
enum result command_version_run(struct command_run *r) MUST_USE;

#endif
