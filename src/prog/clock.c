/*
 * clock.c - parley-clock: what is due by itself, every few seconds, until SIGTERM.
 *
 * Two of them may run: each tick takes a lease in the database (app/tick.c), so that only one does the work.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

#include "program.h"
#include "parley/app.h"

#define TICK_SECONDS 2
/* While the database is away there is no use in asking every two seconds. */
#define AWAY_SECONDS 10

/* One tick. The app is opened when the database can be reached, and let go of when it cannot. */
static enum result
tick(struct app **app, const struct config *config)
{
	struct arena *a = arena_new();
	struct fault f;
	enum result result = RESULT_OK;

	fault_init(&f, a);
	if (*app == NULL)
		result = app_open(config, app, &f);
	if (result == RESULT_OK)
		result = app_tick(*app, a, instant_now(), &f);
	if (result != RESULT_OK)
		log_line(LOG_LEVEL_WARNING, f.code != NULL ? f.code : result_name(result),
		    "result=%s", result_name(result));
	if (result == RESULT_BUG && f.sentence != NULL)
		log_line(LOG_LEVEL_ERROR, "tick", "what=\"%s\"", f.sentence);
	arena_free(a);
	return result;
}

/* Wait for a signal, but no longer than that. True when the program is to end. */
static bool
should_end(const sigset_t *signals, int seconds)
{
	struct timespec longest = { .tv_sec = seconds };
	int got = sigtimedwait(signals, NULL, &longest);

	/* SIGHUP only makes the next tick come at once; settings are read with each. */
	return got == SIGTERM || got == SIGINT;
}

int
main(int argc, char **argv)
{
	struct program p = {
		.name = "parley-clock",
		.about =
		    "Tells people what has become due, sends mail, reads the directory anew, until SIGTERM.",
		.has_once = true,
	};
	struct app *app = NULL;
	sigset_t signals;
	enum result result;
	int status;

	if (!program_start(&p, argc, argv, &status))
		return status;
	(void)sigemptyset(&signals);
	(void)sigaddset(&signals, SIGTERM);
	(void)sigaddset(&signals, SIGINT);
	(void)sigaddset(&signals, SIGHUP);
	(void)sigprocmask(SIG_BLOCK, &signals, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	log_line(LOG_LEVEL_INFO, "started", "every=%ds", TICK_SECONDS);
	do {
		result = tick(&app, p.config);
	} while (!p.once &&
	    !should_end(&signals,
		result == RESULT_OK || result == RESULT_CONFLICT ? TICK_SECONDS : AWAY_SECONDS));
	if (app != NULL)
		app_close(app);
	log_line(LOG_LEVEL_INFO, "stopped", "-");
	if (p.once && result != RESULT_OK)
		(void)fault_set(
		    &p.fault, result, "tick", "what is due could not be done; the log says why");
	return program_end(&p, p.once ? result : RESULT_OK);
}
