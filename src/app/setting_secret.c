/* setting_secret.c - see setting_secret.h. */
#include "setting_secret.h"

#include <string.h>

#include "config_secret.h"

enum { NAME_LONGEST = 64 };

/* A plain name: nothing that leads out of the folder. */
static bool
is_name(const char *name, const char *prefix)
{
	return name != NULL && name[0] != '\0' && name[0] != '.' && strlen(name) <= NAME_LONGEST &&
	       strncmp(name, prefix, strlen(prefix)) == 0 &&
	       name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

enum result
setting_secret_file(const struct config *config, struct arena *a, const char *prefix, const char *name, char **out,
                    struct fault *f)
{
	if (!is_name(name, prefix))
		return fault_set(f, RESULT_INVALID, "secret", "Give the name of a file without a path%s%s: letters, digits, . _ -",
		                 prefix[0] != '\0' ? ", which begins with " : "", prefix);
	return config_secret_read(arena_format(a, "%s/%s", config->directory_secrets, name), false, out, f);
}

enum result
setting_secret_credential(const struct config *config, struct arena *a, const char *prefix, const char *name, char **out,
                          struct fault *f)
{
	if (!is_name(name, prefix))
		return fault_set(f, RESULT_INVALID, "secret", "The name of this credential begins with %s", prefix);
	if (config->credentials == NULL)
		return fault_set(f, RESULT_NOT_FOUND, "secret", "Parley was started without credentials of systemd");
	return config_secret_read(arena_format(a, "%s/%s", config->credentials, name), true, out, f);
}
