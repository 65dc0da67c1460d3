/*
 * sign_on.c - people for whom somebody else vouches: Kerberos, or the web server where it is trusted; see parley/app.h.
 */
#include <string.h>

#include "directories.h"
#include "sign_in.h"

#define NAME_LONGEST 255

/* Who is vouched for stands in the directory as exactly this, whatever letters the directory would take for one another. */
static bool
is_plain(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < length; i++)
		if (name[i] <= ' ' || name[i] > '~')
			return false;
	return length > 0 && length <= NAME_LONGEST;
}

static enum result
say(struct fault *f, enum result result, const struct fault *directory)
{
	const char *code = directory->code != NULL ? directory->code : "directory";

	if (result == RESULT_UNAVAILABLE || result == RESULT_TIMEOUT)
		return fault_set(f, result, code,
		    "We cannot reach your council’s directory at the moment, so nobody can sign in. "
		    "Try again in a few minutes");
	if (result == RESULT_DENIED || result == RESULT_NOT_FOUND)
		return fault_set(f, RESULT_DENIED, "vouched-unknown",
		    "Your computer’s account is not one that Parley knows. Sign in with your username and password, or ask "
		    "your agency’s service desk");
	return fault_set(f, result, code, "You could not be signed in");
}

enum result
app_sign_on(struct app *app, const struct app_request *r, const char *name, const char *attribute,
            struct signed_in *out, struct fault *f)
{
	struct directory_person entry;
	struct fault own;
	int64_t person_id = 0;
	enum result result = RESULT_DENIED;

	fault_init(&own, r->arena);
	if (is_plain(name))
		result = directories_current(app, r->arena, &own);
	if (result == RESULT_OK)
		result = directories_find(app->directories, attribute, name, r->arena, &entry, &own);
	if (result != RESULT_OK) {
		directories_forget(app, &own);
		return say(f, result, &own);
	}
	result = sign_in_person(app, r->arena, &entry, &person_id);
	if (result == RESULT_OK)
		result = sign_in_session(app, person_id, r->now, out);
	return result == RESULT_OK ? result : sign_in_store_fault(f, result);
}
