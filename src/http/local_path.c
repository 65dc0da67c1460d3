/* local_path.c - see local_path.h. */
#include <string.h>

#include "local_path.h"

#define LONGEST 500

static bool
starts_path(const char *s, const char *path)
{
	size_t length = strlen(path);

	return strncmp(s, path, length) == 0 &&
	    (s[length] == '\0' || s[length] == '?' || s[length] == '#' || s[length] == '/');
}

bool
local_path_is(const char *s)
{
	if (s == NULL || s[0] != '/' || s[1] == '/' || strlen(s) > LONGEST)
		return false;
	for (const char *at = s; *at != '\0'; at++)
		if (*at <= ' ' || *at > '~' || strchr("\\\"'<>`", *at) != NULL)
			return false;
	return !starts_path(s, "/sign-in") && !starts_path(s, "/sign-out") &&
	    !starts_path(s, "/sso") && !starts_path(s, "/emergency");
}
