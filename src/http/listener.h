/*
 * listener.h - the listening socket, opened by ourselves: libfcgi's own opener knows no mode and no systemd.
 */
#ifndef PARLEY_HTTP_LISTENER_H
#define PARLEY_HTTP_LISTENER_H

#include <stdbool.h>
#include "parley/fault.h"

/*
 * The socket that systemd handed over, or one at `path`. *own is true for the latter: then listener_close removes
 * the file. CONFLICT when another worker answers on that path.
 */
enum result listener_open(const char *path, int *fd, bool *own, struct fault *f) MUST_USE;
void listener_close(int fd, const char *path, bool own);

#endif
