/*
 * patience.h - a time by which a connection must have read or written.
 *
 * libldap's own limits end where TLS begins: while it shakes hands, and in the middle of a record, it
 * reads until bytes come, for ever if need be. So a layer is put between the socket and TLS that waits
 * no longer than is allowed.
 */
#ifndef DIRECTORY_PATIENCE_H
#define DIRECTORY_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

#include <ldap.h>

#include "parley/result.h"

struct patience {
	int64_t until;             /* milliseconds of the monotonic clock; 0 = for ever */
	bool lost;                 /* the time ran out */
	struct ldap_conncb callback;
};

int64_t patience_clock(void);
/* Puts the layer into the connections that `ld` makes; `p` must stay where it is as long as ld lives. */
bool patience_install(struct patience *p, LDAP *ld) MUST_USE;
/* From now on so many seconds. */
void patience_allow(struct patience *p, unsigned seconds);

#endif
