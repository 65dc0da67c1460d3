/*
 * sign_in.h - what every way of signing in ends with; private to src/app.
 */
#ifndef PARLEY_APP_SIGN_IN_H
#define PARLEY_APP_SIGN_IN_H

#include "parley/app.h"

/* Tries that failed, counted under hashes: this account from this address, the account, the address. */
enum try_key { TRY_ACCOUNT_AND_ADDRESS, TRY_ACCOUNT, TRY_ADDRESS, TRY_KEY_COUNT };
struct sign_in_tries {
	uint8_t keys[TRY_KEY_COUNT][DIGEST_SIZE];
};
void sign_in_tries_make(struct sign_in_tries *t, struct arena *a, const char *username, const char *address);
/* LIMIT "sign-in-throttled": too many failed lately. */
enum result sign_in_tries_check(struct app *app, const struct sign_in_tries *t, instant now, struct fault *f) MUST_USE;
enum result sign_in_tries_count(struct app *app, const struct sign_in_tries *t, instant now) MUST_USE;
/* The person as the directory has them now, with the roles that the rules give; *id is theirs. */
enum result sign_in_person(struct app *app, struct arena *a, const struct directory_person *entry,
                           int64_t *id) MUST_USE;
/* A session of theirs, with a new token. */
enum result sign_in_session(struct app *app, int64_t person_id, instant now, struct signed_in *out) MUST_USE;
/* "Parley cannot reach its database": gives `result`. */
enum result sign_in_store_fault(struct fault *f, enum result result);


#endif
