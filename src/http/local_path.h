/*
 * local_path.h - where to go after signing in: a path on this server, never another site (an open redirect).
 */
#ifndef PARLEY_HTTP_LOCAL_PATH_H
#define PARLEY_HTTP_LOCAL_PATH_H

#include <stdbool.h>

/*
 * One slash first and not a second; no backslash (browsers read it as a slash); only printable ASCII without space,
 * quotes and angle brackets; 500 characters at most; and not /sign-in, /sign-out, /sso or /emergency, which would go round in circles.
 */
bool local_path_is(const char *s);

#endif
