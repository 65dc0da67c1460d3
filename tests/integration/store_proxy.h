/*
 * store_proxy.h - a socket between the store and the database that can be cut at the worst moment.
 */
#ifndef STORE_PROXY_H
#define STORE_PROXY_H

#include <stdbool.h>

enum proxy_cut {
	PROXY_OPEN,
	PROXY_CUT_BEFORE_COMMIT, /* the next COMMIT never reaches the server */
	PROXY_SPOIL_BEGIN,       /* the next SET autocommit=0 reaches the server as something that it refuses */
	PROXY_CUT_AFTER_COMMIT   /* the next COMMIT is done, and its answer never comes back */
};

/* Starts it; the path of its socket. */
const char *proxy_start(const char *server_socket);
/* Cut once. `stay_down`: new connections are refused from then on, until the next proxy_set. */
void proxy_set(enum proxy_cut cut, bool stay_down);
/* How often it was cut. */
int proxy_cuts(void);
void proxy_stop(void);

#endif
