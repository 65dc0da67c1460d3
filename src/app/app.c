/*
 * app.c - what one thread needs to serve requests: opened when it starts, closed when it ends.
 */
#include "parley/app.h"

#include <stdlib.h>

#include "snapshot.h"

enum result
app_open(const struct config *config, struct app **out, struct fault *f)
{
	struct app *app = calloc(1, sizeof(*app));
	enum result r;

	if (!app)
		return fault_set(f, RESULT_BUG, "memory", "There is no memory for another thread.");
	app->config = config;
	r = store_open(&config->database, &app->store, f);
	if (r != RESULT_OK) {
		app_close(app);
		return r;
	}
	*out = app;
	return RESULT_OK;
}

void
app_close(struct app *app)
{
	if (!app)
		return;
	snapshot_release(app->snapshot);
	directories_close(app->directories);
	store_close(app->store);
	free(app);
}
