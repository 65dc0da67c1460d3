/*
 * trouble.h - what can go wrong with a directory, between libldap's codes and our results.
 *
 * libldap's codes are turned into one of these once, here; directory_*.c turn one of these into a
 * result with a code and a sentence, once, where a call returns.
 */
#ifndef DIRECTORY_TROUBLE_H
#define DIRECTORY_TROUBLE_H

#include <stdbool.h>

#include "parley/fault.h"

enum trouble {
	TROUBLE_NONE,
	TROUBLE_DENIED,      /* no such person, wrong password, locked for a while: alike */
	TROUBLE_DISABLED,    /* this and the next three: only after the right password */
	TROUBLE_EXPIRED,
	TROUBLE_OLD_PASSWORD,
	TROUBLE_MUST_CHANGE,
	TROUBLE_NOBODY,      /* a look-up without a password found nobody */
	TROUBLE_SEVERAL,     /* … or more than one */
	TROUBLE_DOWN,
	TROUBLE_TIMEOUT,
	TROUBLE_CERTIFICATE, /* no TLS, or not with whom we want to speak */
	TROUBLE_ACCOUNT,     /* the service account was refused: never the person's fault */
	TROUBLE_SETTINGS,    /* base, filter or attribute are not what this directory has */
	TROUBLE_REFERRAL,    /* it sends us to another server; passwords do not follow */
	TROUBLE_CUT,         /* a list was cut short, by the server's limit or ours */
	TROUBLE_ANSWER       /* anything else */
};

/* What an LDAP result code means for any request but a person's own bind. */
enum trouble trouble_from_code(int code);
/*
 * What it means for the bind with the password that a person typed; `said` is the server's own text, in which Active
 * Directory has a sub-code.
 */
enum trouble trouble_from_sign_in(int code, const char *said);
/* What it means for the bind of the service account. */
enum trouble trouble_from_account(int code);
/* Whether the connection is of no more use after it. */
bool trouble_ends_connection(enum trouble t);
enum result trouble_result(enum trouble t);
/* In one sentence, for the person. */
const char *trouble_sentence(enum trouble t);
/* Sets the fault (which may be NULL) and gives its result. */
enum result trouble_fault(enum trouble t, struct fault *f);

#endif
