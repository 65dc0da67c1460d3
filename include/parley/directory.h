/*
 * directory.h - the councils' and trusts' directories of people, by LDAP (RFC 4511-4519). The only room with ldap.h.
 *
 * Sign-in is: connect (StartTLS or ldaps, certificate checked against the CA given), bind as the service
 * account, search by the filter, exactly one entry or DENIED, bind as that entry with the typed password, on a
 * connection of its own. An empty password or one with a NUL is DENIED before anything is sent (RFC 4513 §5.1.2:
 * an unauthenticated bind 'succeeds'). UNAVAILABLE and TIMEOUT are never turned into DENIED, nor the other way.
 *
 * A directory handle is used by one thread at a time and keeps its service connection open; a connection that
 * died is opened again once per call.
 */
#ifndef PARLEY_DIRECTORY_H
#define PARLEY_DIRECTORY_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/fault.h"

struct directory_settings {
	const char *name;            /* "council": what people, logs and tests call it */
	const char *uris;            /* one or several, separated by spaces, tried in order */
	const char *ca_file;         /* PEM */
	bool starttls;               /* on ldap://; plain ldap without it is refused unless the URI is ldapi:// */
	const char *bind_dn, *bind_password; /* the service account */
	const char *base;
	const char *user_filter;     /* "(&(objectClass=inetOrgPerson)(uid=%s))": every %s is the escaped name */
	const char *people_filter;   /* for refresh and search: "(objectClass=inetOrgPerson)" */
	const char *id_attribute;    /* "entryUUID", "objectGUID" (binary: written as hex) */
	const char *username_attribute, *name_attribute, *title_attribute, *mail_attribute, *agency_attribute,
	           *manager_attribute; /* uid, cn, title, mail, o, manager */
	const char *admin_group;     /* DN of groupOfNames whose members administer; NULL */
	unsigned connect_seconds, operation_seconds; /* defaults 3 and 5 */
	size_t size_limit;           /* most entries taken in a refresh; default 100,000 */
};

struct directory_person {
	const char *key;             /* of id_attribute */
	const char *dn;              /* never logged at info level, never shown */
	const char *username, *name, *title, *mail, *agency; /* NULL when the entry has none */
	const char *manager_key;     /* the manager's id_attribute; NULL */
	bool administrator;
};

struct directory;
enum result directory_open(const struct directory_settings *s, struct directory **out, struct fault *f) MUST_USE; /* connects lazily */
void directory_close(struct directory *d);

/* Sign-in. manager_key is NULL here and in directory_find: it takes a search of its own, which the refresh makes.
 * `administrator` is what memberOf says, else whether the group itself has the person as a member (a comparison).
 * DENIED for unknown names, wrong passwords, disabled and locked accounts alike. */
enum result directory_sign_in(struct directory *d, const char *username, const char *password, struct arena *a,
                              struct directory_person *out, struct fault *f) MUST_USE;
/* One person by name, without a password. */
enum result directory_find(struct directory *d, const char *username, struct arena *a, struct directory_person *out,
                           struct fault *f) MUST_USE;
/* Everybody, in pages of 500 (RFC 2696). A search that was cut short gives no list at all, but its error. */
enum result directory_people(struct directory *d, struct arena *a, struct directory_person **out, size_t *count,
                             struct fault *f) MUST_USE;
/* For each URI: resolve, connect, certificate (whose, until when, why refused), bind, search; then count. Each step
 * with its outcome in words; those after one that failed are not tried. Gives the first failure. */
struct directory_step { const char *name, *detail; enum result result; };
enum result directory_test(struct directory *d, struct arena *a, struct directory_step **steps, size_t *count) MUST_USE;
/* Binds and searches sent so far by this handle: a sign-in costs one search and two binds at most. */
struct directory_counts { unsigned long binds, searches, connections; };
void directory_counts(const struct directory *d, struct directory_counts *out);

#endif
