/* config_secret.h - passwords from files, into memory that can be wiped; private to config*.c. */
#ifndef APP_CONFIG_SECRET_H
#define APP_CONFIG_SECRET_H

#include <stdbool.h>

#include "parley/fault.h"

/*
 * credential: of systemd, whose folder nobody else can enter; then its group may read the file, which is how systemd
 * lets the service's account in.
 *
 * The first and only line of a file, on the heap; the caller wipes and frees it. DENIED "secret-readable" if
 * anybody but the file's owner may read or write it; NOT_FOUND, DENIED, INVALID for what is no such file.
 */
enum result config_secret_read(const char *path, bool credential, char **out, struct fault *f) MUST_USE;

#endif
