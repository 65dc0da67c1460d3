/*
 * sign_in.h - what every way of signing in ends with; private to src/app.
 */
#ifndef PARLEY_APP_SIGN_IN_H
#define PARLEY_APP_SIGN_IN_H

#include "parley/app.h"

/* app->directory is there. */
enum result sign_in_open(struct app *app, struct fault *f) MUST_USE;
/* The person as the directory has them now, with the roles that the rules give; *id is theirs. */
enum result sign_in_person(struct app *app, struct arena *a, const struct directory_person *entry,
                           int64_t *id) MUST_USE;
/* A session of theirs, with a new token. */
enum result sign_in_session(struct app *app, int64_t person_id, instant now, struct signed_in *out) MUST_USE;
/* "Parley cannot reach its database": gives `result`. */
enum result sign_in_store_fault(struct fault *f, enum result result);

#endif
