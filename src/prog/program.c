/* program.c - see program.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program.h"

#define DEFAULT_CONFIG SYSCONFDIR "/parley/parley.conf"

static void
print_help(const struct program *p)
{
	(void)printf("Usage: %s [--config FILE]%s\n\n%s\n\n"
		     "  --config FILE  settings (else $PARLEY_CONFIG, else %s)\n%s"
		     "  --version      which version this is\n  --help         this text\n",
	    p->name, p->has_once ? " [--once]" : "", p->about, DEFAULT_CONFIG,
	    p->has_once ? "  --once         do what is due now, then end\n" : "");
}

static bool
refuse(const struct program *p, const char *word, int *status)
{
	(void)fprintf(stderr, "%s: '%s' is not understood; see `%s --help` (usage)\n", p->name,
	    word, p->name);
	*status = 2;
	return false;
}

static bool
read_arguments(struct program *p, int argc, char **argv, const char **file, int *status)
{
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--config") == 0 && i + 1 < argc) {
			*file = argv[++i];
		} else if (strcmp(argv[i], "--once") == 0 && p->has_once) {
			p->once = true;
		} else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			print_help(p);
			*status = 0;
			return false;
		} else if (strcmp(argv[i], "--version") == 0) {
			(void)printf("%s " PACKAGE_VERSION "\n", p->name);
			*status = 0;
			return false;
		} else {
			return refuse(p, argv[i], status);
		}
	}
	return true;
}

bool
program_start(struct program *p, int argc, char **argv, int *status)
{
	const char *file = getenv("PARLEY_CONFIG");

	if (!read_arguments(p, argc, argv, &file, status))
		return false;
	p->arena = arena_new();
	fault_init(&p->fault, p->arena);
	if (config_load(file != NULL && file[0] != '\0' ? file : DEFAULT_CONFIG, CONFIG_WORKER,
		&p->config, &p->fault) != RESULT_OK) {
		*status = program_end(p, p->fault.result);
		return false;
	}
	log_set_level(p->config->log_level);
	return true;
}

int
program_end(struct program *p, enum result result)
{
	if (result != RESULT_OK)
		(void)fprintf(stderr, "%s: %s (%s)\n", p->name,
		    p->fault.sentence != NULL ? p->fault.sentence : "it failed",
		    p->fault.code != NULL ? p->fault.code : result_name(result));
	for (const struct fault_field *field = p->fault.fields;
	     result != RESULT_OK && field != NULL; field = field->next)
		(void)fprintf(stderr, "  %s: %s\n", field->pointer, field->reason);
	if (p->config != NULL)
		config_free(p->config);
	arena_free(p->arena);
	return result == RESULT_OK ? 0 : 1;
}
