/*
 * syntax.h - whether what somebody wrote can be a filter, an attribute, a base at all; private to directory/.
 *
 * A server refuses a filter that cannot be read each time, and so everybody: it is said before it is saved.
 */
#ifndef DIRECTORY_SYNTAX_H
#define DIRECTORY_SYNTAX_H

#include "handle.h"

/* All of the settings. INVALID "directory-settings-MEMBER": what is wrong with that member. */
enum result syntax_check(const struct directory *d, struct fault *f) MUST_USE;

#endif
