/* cookie.c - reading and writing our cookies; see cookie.h. */
#include <stdio.h>
#include <string.h>

#include "parley/digest.h"
#include "cookie.h"

bool
cookie_is_token(const char *s)
{
	uint8_t bytes[32];
	bool good;

	if (s == NULL || strlen(s) != COOKIE_TOKEN_LENGTH)
		return false;
	good = base64url_parse(s, bytes, sizeof(bytes)) == RESULT_OK;
	secret_wipe(bytes, sizeof(bytes));
	return good;
}

bool
cookie_token(const char *header, const char *name, char out[COOKIE_TOKEN_LENGTH + 1])
{
	size_t name_length = strlen(name);
	const char *found = NULL;
	size_t found_length = 0;
	char copy[COOKIE_TOKEN_LENGTH + 1];
	bool good;

	for (const char *at = header; at != NULL && *at != '\0';) {
		size_t length = strcspn(at, ";");

		if (length > name_length && memcmp(at, name, name_length) == 0 &&
		    at[name_length] == '=') {
			if (found != NULL)
				return false;
			found = at + name_length + 1;
			found_length = length - name_length - 1;
		}
		at += length;
		at += strspn(at, "; ");
	}
	if (found == NULL || found_length != COOKIE_TOKEN_LENGTH)
		return false;
	memcpy(copy, found, COOKIE_TOKEN_LENGTH);
	copy[COOKIE_TOKEN_LENGTH] = '\0';
	good = cookie_is_token(copy);
	if (good)
		memcpy(out, copy, sizeof(copy));
	secret_wipe(copy, sizeof(copy));
	return good;
}

void
cookie_write(char out[COOKIE_LINE_MAX], const char *name, const char *token)
{
	/* No Max-Age with a token: it ends with the browser; the server's own limits are what counts. */
	(void)snprintf(out, COOKIE_LINE_MAX, "%s=%s; Path=/; Secure; HttpOnly; SameSite=Lax%s",
	    name, token != NULL ? token : "", token != NULL ? "" : "; Max-Age=0");
}
