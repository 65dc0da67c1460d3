/*
 * service.h - the kept connections of a handle, and what is asked over them: as the service account, and
 * as the person who signs in. A kept connection that turns out to be dead is opened again once.
 */
#ifndef DIRECTORY_SERVICE_H
#define DIRECTORY_SERVICE_H

#include <stdbool.h>

#include "channel.h"

/* Open and bind, if it is not: each URI in turn, beginning with the one that answered last. */
enum trouble service_open(struct directory *d) MUST_USE;
enum trouble service_search(struct directory *d, const struct query *q, LDAPMessage **out) MUST_USE;
/* Whether the entry `group` has `dn` as a member. A group that is not there has none. */
enum trouble service_is_member(struct directory *d, const char *group, const char *dn, bool *out) MUST_USE;
/* Whether `password` is the one of `dn`, on the second connection. */
enum trouble service_check_password(struct directory *d, const char *dn, const char *password) MUST_USE;

#endif
