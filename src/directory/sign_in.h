/*
 * sign_in.h - the steps of a sign-in, for one directory (directory_sign_in.c) and for several in order
 * (directories.c).
 */
#ifndef DIRECTORY_SIGN_IN_H
#define DIRECTORY_SIGN_IN_H

#include "directory_entry.h"

/* Whether the name is written with a domain that is the directory's. */
bool sign_in_is_own(const struct directory *d, const char *typed);
/* Whether somebody could have such a name and password at all. */
bool sign_in_is_possible(const char *username, const char *password);
/* The name in what was typed: without a domain that is the directory's. */
const char *sign_in_account(const struct directory *d, const char *typed, struct arena *a);
/* One search. NOBODY, SEVERAL, or what went wrong. */
enum trouble sign_in_find(struct directory *d, const char *username, struct arena *a, struct entry *out) MUST_USE;
/* Whether the password is theirs, and the account one that may be used; then the groups. */
enum trouble sign_in_check(struct directory *d, const char *password, struct arena *a, struct entry *e) MUST_USE;
/* The bind that would have been made if there were somebody: DENIED, or what went wrong. */
enum trouble sign_in_as_nobody(struct directory *d, struct arena *a) MUST_USE;
/* An entry that was found, of somebody for whom another vouches: NOBODY for an account that cannot be used. */
enum trouble sign_in_admit(struct directory *d, struct entry *e, struct arena *a) MUST_USE;
/* Somebody without their password; NOBODY also for an account that cannot be used. */
enum trouble sign_in_look_up(struct directory *d, const char *attribute, const char *name, struct arena *a,
                             struct entry *out) MUST_USE;

#endif
