/*
 * cookie.h - our two cookies (RFC 6265bis). Both hold 32 random bytes in base64url and nothing else.
 */
#ifndef PARLEY_HTTP_COOKIE_H
#define PARLEY_HTTP_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

#define COOKIE_TOKEN_LENGTH 43
#define COOKIE_SESSION "__Host-parley"
#define COOKIE_LOGIN "__Host-parley-login"
#define COOKIE_LINE_MAX 160

/* Is it a token as we make them: 43 characters of base64url? NULL is not. */
bool cookie_is_token(const char *s);
/*
 * The token that `header` (a Cookie header, or NULL) carries under `name`. False when there is none, when it is no
 * token, or when the name stands twice: somebody else's cookie must not be taken for ours.
 */
bool cookie_token(const char *header, const char *name, char out[COOKIE_TOKEN_LENGTH + 1]);
/* The value of a Set-Cookie header; token NULL removes the cookie. */
void cookie_write(char out[COOKIE_LINE_MAX], const char *name, const char *token);

#endif
