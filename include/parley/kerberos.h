/*
 * kerberos.h - tickets that people's computers have got for this service (RFC 4121, 4559). The only room with gssapi.h.
 *
 * A ticket is taken in one step or not at all: HTTP carries no state between two requests here. Only Kerberos counts;
 * NTLM, which a browser sends where it can get no ticket, is refused. Replays are found by the library's own cache.
 * Without libgssapi at build time kerberos_is_built() is false, and every ticket is UNAVAILABLE.
 */
#ifndef PARLEY_KERBEROS_H
#define PARLEY_KERBEROS_H

#include <stdbool.h>
#include "parley/arena.h"
#include "parley/fault.h"

struct kerberos_settings {
	const char *keytab; /* path of the service's keys; NULL = none */
	const char *realms; /* whose people are taken, separated by spaces */
};

struct kerberos_person {
	const char *principal; /* "priya.nair@MARLOWE.TEST": printable ASCII, one @, no instance */
	const char *user;      /* what stands before the @ */
	const char *answer;    /* for WWW-Authenticate: "Negotiate …", by which the browser knows us; NULL */
};

bool kerberos_is_built(void);
/* Does this Authorization header (NULL allowed) carry a token of "Negotiate"? */
bool kerberos_is_offered(const char *authorization);
/*
 * Whose ticket it is. DENIED "ntlm", "ticket" (not ours, expired, seen before, clocks apart, not complete) or "realm";
 * UNAVAILABLE "keytab" when the keys cannot be used. The sentence is for logs: it says what GSSAPI says of the service,
 * and names no person.
 */
enum result kerberos_accept(const struct kerberos_settings *s, const char *authorization, struct arena *a,
                            struct kerberos_person *out, struct fault *f) MUST_USE;
/* Can the keys be used? For `parley doctor`. */
enum result kerberos_check(const struct kerberos_settings *s, struct fault *f) MUST_USE;

#endif
