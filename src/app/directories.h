/*
 * directories.h - which directories people come from: a setting, or, while none was saved, what parley.conf(5) says;
 * private to app/.
 */
#ifndef PARLEY_APP_DIRECTORIES_H
#define PARLEY_APP_DIRECTORIES_H

#include "setting.h"

/* Where the password of a directory's account is. Never in the setting itself. */
enum directory_secret {
	DIRECTORY_SECRET_NONE,
	DIRECTORY_SECRET_CONFIGURATION, /* parley.conf's directory.bind_password_file */
	DIRECTORY_SECRET_FILE,          /* of that name in directory.secrets */
	DIRECTORY_SECRET_CREDENTIAL,    /* of systemd, whose name begins with "directory-" */
	DIRECTORY_SECRET_COUNT
};

struct directory_source {
	struct directory_settings settings; /* bind_password NULL */
	enum directory_secret secret;
	const char *secret_name;            /* NULL for _NONE and _CONFIGURATION */
};

/* The value of SETTING_DIRECTORIES. */
struct directory_sources { struct directory_source *list; size_t count; };

const struct directory_source *directory_source_find(const struct directory_sources *sources, const char *name);
bool directory_source_same(const struct directory_source *one, const struct directory_source *other);
/* The kind's functions that look outside the value (setting_directories_try.c); see struct setting_kind. */
enum result directory_sources_check(const struct setting_work *w, const char *at, const void *value,
                                    struct fault *f) MUST_USE;
enum result directory_sources_preview(const struct setting_work *w, const void *before, const void *after,
                                      struct setting_preview *out, struct fault *f) MUST_USE;
enum result directory_sources_apply(const struct setting_work *w, const void *value) MUST_USE;
enum result directory_sources_offer(const struct setting_work *w, const void *value, struct buffer *out,
                                    struct fault *f) MUST_USE;
enum result directory_sources_attention(const struct setting_work *w, const void *value,
                                        struct setting_lines *out) MUST_USE;

/*
 * app->directories as the newest version of the setting has them: opened again when it is another one, and, not more often
 * than every five seconds, while one of them could not be opened. One statement.
 * Needs no snapshot.
 */
enum result directories_current(struct app *app, struct arena *a, struct fault *f) MUST_USE;
/* After a directory refused Parley's account: its password may have been changed, so it is read again next time. */
void directories_forget(struct app *app, const struct fault *f);
/* Opens these, with their passwords; one whose password cannot be read is there and says so. */
struct directories *directories_from(const struct config *config, struct arena *a, const struct directory_sources *sources);
/* The password, on the heap (secret_wipe, free); NULL in *out where none is needed. */
enum result directories_secret(const struct config *config, struct arena *a, const struct directory_source *source,
                               char **out, struct fault *f) MUST_USE;

#endif
