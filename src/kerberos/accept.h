/*
 * accept.h - the one call of libgssapi (accept_gssapi.c), or none where it was built without (accept_none.c).
 */
#ifndef PARLEY_KERBEROS_ACCEPT_H
#define PARLEY_KERBEROS_ACCEPT_H

#include "parley/arena.h"
#include "parley/fault.h"

struct accepted {
	const char *principal;                        /* as the library writes it, whatever it may hold */
	const void *answer; size_t answer_length;     /* what the other side is to get; may be none */
};

/* One token, by the keys of a keytab, to a whole context of Kerberos; what fails is DENIED "ticket" or UNAVAILABLE "keytab". */
enum result accept_token(const char *keytab, const void *token, size_t length, struct arena *a, struct accepted *out,
                         struct fault *f) MUST_USE;
enum result accept_check(const char *keytab, struct fault *f) MUST_USE;

#endif
