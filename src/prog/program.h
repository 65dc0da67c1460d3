/*
 * program.h - what the two servers share: one option, settings, level of the log.
 */
#ifndef PARLEY_PROG_PROGRAM_H
#define PARLEY_PROG_PROGRAM_H

#include <stdbool.h>
#include "parley/config.h"

struct program {
	const char *name;  /* "parley-worker" */
	const char *about; /* one line */
	bool has_once;     /* takes --once */
	/* set by program_start: */
	bool once;
	struct config *config;
	struct arena *arena;
	struct fault fault;
};

/* Read the arguments and the settings. False when there is nothing more to do; then *status is for exit(). */
bool program_start(struct program *p, int argc, char **argv, int *status) MUST_USE;
/* Report a failure if there was one, let go of everything, and give the exit status. */
int program_end(struct program *p, enum result result);

#endif
