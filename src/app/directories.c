/* directories.c - opening the directories that are set; see directories.h. */
#include "directories.h"

#include <stdlib.h>
#include <string.h>

#include "parley/digest.h"
#include "parley/log.h"
#include "setting_secret.h"

/* After so long one that could not be opened is tried again, when somebody wants to sign in or a refresh is due. */
enum { AGAIN_SECONDS = 5 };

/* --- passwords --- */

enum result
directories_secret(const struct config *config, struct arena *a, const struct directory_source *source, char **out,
    struct fault *f)
{
	const char *own = config->directory.bind_password;

	*out = NULL;
	switch (source->secret) {
	case DIRECTORY_SECRET_CONFIGURATION:
		*out = own != NULL ? strdup(own) : NULL;
		if (*out == NULL)
			return fault_set(f, RESULT_NOT_FOUND, "secret", "parley.conf names no directory.bind_password_file");
		return RESULT_OK;
	case DIRECTORY_SECRET_FILE:
		return setting_secret_file(config, a, "", source->secret_name, out, f);
	case DIRECTORY_SECRET_CREDENTIAL:
		return setting_secret_credential(config, a, "directory-", source->secret_name, out, f);
	default:
		return RESULT_OK;
	}
}

/* --- opening --- */

/* Without its password an account is refused by directory_open, in words: with those that say what to do about the secret. */
static void
open_one(const struct config *config, struct arena *a, const struct directory_source *source,
    struct directory_settings *settings, char **secret)
{
	struct fault f;

	fault_init(&f, a);
	*settings = source->settings;
	if (directories_secret(config, a, source, secret, &f) == RESULT_OK)
		settings->bind_password = *secret;
	else
		settings->no_password = f.sentence;
}

struct directories *
directories_from(const struct config *config, struct arena *a, const struct directory_sources *sources)
{
	struct directory_settings *settings = ARENA_ARRAY(a, sources->count, struct directory_settings);
	char **secrets = ARENA_ARRAY(a, sources->count, char *);
	struct directories *out;

	for (size_t i = 0; i < sources->count; i++)
		open_one(config, a, &sources->list[i], &settings[i], &secrets[i]);
	out = directories_open(settings, sources->count);
	for (size_t i = 0; i < sources->count; i++) {
		if (secrets[i] == NULL)
			continue;
		secret_wipe(secrets[i], strlen(secrets[i]));
		free(secrets[i]);
	}
	return out;
}

/* Is there one that could not be opened, and that may be by now? */
static bool
is_to_be_tried_again(const struct app *app)
{
	return directories_shut(app->directories) > 0 && instant_now() >= app->directories_opened + AGAIN_SECONDS * INSTANT_SECOND;
}

static void
open_again(struct app *app, struct arena *a, const struct directory_sources *sources)
{
	size_t before = app->directories != NULL ? directories_shut(app->directories) : 0, shut;

	directories_close(app->directories);
	app->directories = directories_from(app->config, a, sources);
	app->directories_opened = instant_now();
	shut = directories_shut(app->directories);
	if (shut > 0)
		log_line(LOG_LEVEL_WARNING, "directories-shut", "count=%zu again=%ds", shut, AGAIN_SECONDS);
	else if (before > 0)
		log_line(LOG_LEVEL_INFO, "directories-open", "count=%zu", directories_count(app->directories));
}

enum result
directories_current(struct app *app, struct arena *a, struct fault *f)
{
	struct setting_work w = { .app = app, .arena = a };
	struct setting_version v;
	enum result r = setting_open(&w, &setting_directories, 0, &v, f);

	if (r != RESULT_OK)
		return r;
	if (app->directories != NULL && app->directories_version == v.row.version && !is_to_be_tried_again(app))
		return RESULT_OK;
	open_again(app, a, v.value);
	app->directories_version = v.row.version;
	return RESULT_OK;
}

void
directories_forget(struct app *app, const struct fault *f)
{
	if (f->code == NULL || strcmp(f->code, "directory-account") != 0)
		return;
	directories_close(app->directories);
	app->directories = NULL;
}
