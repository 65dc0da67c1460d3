/*
 * syntax.h - whether what somebody wrote can be a filter, an attribute, a base at all; private to directory/.
 *
 * A server refuses a filter that cannot be read each time, and so everybody: it is said before it is saved.
 */
#ifndef DIRECTORY_SYNTAX_H
#define DIRECTORY_SYNTAX_H

#include "handle.h"

/* One filter (RFC 4515), as libldap reads it for a search. */
bool syntax_is_filter(const char *text);
/* The name of an attribute or its number, with or without options (RFC 4512, 2.5). */
bool syntax_is_attribute(const char *text);
/* All of the settings. INVALID "directory-settings-MEMBER": what is wrong with that member. */
enum result syntax_check(const struct directory *d, struct fault *f) MUST_USE;

#endif
