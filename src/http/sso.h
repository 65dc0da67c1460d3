/*
 * sso.h - signing in by what somebody else vouches for (/sso), and vouching for people to others (/auth/check).
 */
#ifndef PARLEY_HTTP_SSO_H
#define PARLEY_HTTP_SSO_H

#include "routes.h"

/*
 * By the web server's REMOTE_USER where its secret is beside it, else by a Kerberos ticket (RFC 4559). A browser that has
 * none is asked for one with 401; what it shows then is the sign-in page, so that nobody is stuck. Every failure is the
 * sign-in page too, without asking again.
 */
enum result sso_show(struct exchange *x) MUST_USE;
/*
 * 204 with who it is in X-Parley-* headers (percent-encoded, RFC 3986); 401 without a session; 403 when query `role` or
 * `agency` is given and is not this person's. One statement.
 */
enum result sso_check(struct exchange *x) MUST_USE;
/*
 * For the web server, when another application's visitor has no session: to the sign-in page, which afterwards leads to the
 * path that the web server gave as PARLEY_WANTED, if that is one on this server (local_path.h).
 */
enum result sso_lead(struct exchange *x) MUST_USE;

#endif
