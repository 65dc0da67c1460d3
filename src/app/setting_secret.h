/*
 * setting_secret.h - passwords that a setting names and never holds: files of one folder, credentials of systemd; private to app/.
 *
 * Other passwords may lie beside them: what a name must begin with keeps a setting from sending the database's to some server.
 */
#ifndef APP_SETTING_SECRET_H
#define APP_SETTING_SECRET_H

#include "parley/app.h"

/* The password, on the heap (secret_wipe, free). INVALID: no such name may be; NOT_FOUND, DENIED: config_secret.h. */
enum result setting_secret_file(const struct config *config, struct arena *a, const char *prefix, const char *name, char **out,
                                struct fault *f) MUST_USE;
enum result setting_secret_credential(const struct config *config, struct arena *a, const char *prefix, const char *name,
                                      char **out, struct fault *f) MUST_USE;

#endif
