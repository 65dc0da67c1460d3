/* dn.h - distinguished names (RFC 4514) in one written form, so that they can be compared. */
#ifndef DIRECTORY_DN_H
#define DIRECTORY_DN_H

#include "parley/arena.h"

/*
 * The same name written another way gives the same text: types and values without regard to the case of
 * ASCII letters, escapes in libldap's way, no spaces round = and , and none doubled. NULL if it is no DN.
 */
const char *dn_normalize(const char *dn, struct arena *a);

#endif
