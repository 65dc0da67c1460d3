/*
 * server.h - the FastCGI side of parley-worker: a listening socket, threads that answer, signals. The only fcgiapp.h.
 */
#ifndef PARLEY_SERVER_H
#define PARLEY_SERVER_H

#include "parley/config.h"

/*
 * Serve until SIGTERM or SIGINT, then finish the requests that are being answered and return. SIGHUP makes every
 * thread read settings and policies anew from the store before its next request. Listens on config.worker.socket (mode 0660; a socket
 * that nobody answers on is taken over, one that somebody does is an error), or on the socket that systemd hands
 * over (sd_listen_fds(3)). The config must outlive the call. Call it once, before any other thread exists.
 */
enum result server_run(const struct config *config, struct fault *f) MUST_USE;

#endif
