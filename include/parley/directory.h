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
#include "parley/instant.h"

/* How an entry's agency is known. */
enum directory_agency_by {
	DIRECTORY_AGENCY_BY_ATTRIBUTE, /* agency_attribute says what the agency is called here */
	DIRECTORY_AGENCY_BY_BASE,      /* the longest of `agencies` that the entry stands under */
	DIRECTORY_AGENCY_BY_GROUP      /* the first of `agencies` whose member the person is */
};
struct directory_agency { const char *dn, *agency_id; };

struct directory_settings {
	const char *name;            /* "council": what people, logs and tests call it */
	const char *preset;          /* "active-directory" or "inetorgperson": what texts that are NULL below stand for */
	const char *uris;            /* one or several, separated by spaces, tried in order */
	const char *ca_file;         /* PEM; or */
	const char *ca_pem;          /* its text */
	bool starttls;               /* on ldap://; plain ldap without it is refused unless the URI is ldapi:// */
	const char *bind_dn, *bind_password; /* the service account */
	const char *no_password;     /* why there is none although one is set: a sentence; NULL */
	const char *base;
	const char *domains;         /* separated by spaces: in "jsmith@DOMAIN" and "DOMAIN\\jsmith" the name is jsmith; NULL */
	/* "(&(objectClass=inetOrgPerson)(uid=%u))": every %s is the name as it was typed, every %u the name without one of
	 * `domains`; both escaped. */
	const char *user_filter;
	const char *people_filter;   /* for refresh and search: "(objectClass=inetOrgPerson)" */
	const char *group_filter;    /* which entries are groups; for nested_groups */
	const char *id_attribute;    /* "entryUUID", "objectGUID" (binary: written as hex) */
	const char *username_attribute, *name_attribute, *title_attribute, *mail_attribute, *agency_attribute,
	           *manager_attribute, *department_attribute; /* uid, cn, title, mail, o, manager, departmentNumber */
	const char *admin_group;     /* DN of groupOfNames whose members administer; NULL */
	enum directory_agency_by agency_by;
	const struct directory_agency *agencies; /* for _BY_BASE and _BY_GROUP */
	size_t agency_count;
	bool nested_groups;          /* whether a member of a group that is a member of a group is in that too */
	unsigned connect_seconds, operation_seconds; /* defaults 3 and 5 */
	size_t size_limit;           /* most entries taken in a refresh; default 100,000 */
	unsigned leavers_percent;    /* for who refreshes: more than this share gone at once is a mistake; default 20 */
};

struct directory_person {
	const char *directory;       /* its name */
	const char *key;             /* of id_attribute */
	const char *dn;              /* never logged at info level, never shown */
	const char *username, *name, *title, *mail, *agency, *department; /* NULL when the entry has none */
	const char *agency_id;       /* when the settings say it by base or group; NULL when they do not, or `agency` is to tell */
	const char *const *groups;   /* DNs as directory_dn writes them, without doubles; 1,000 at most, as in Active Directory */
	size_t group_count;
	const char *manager_key;     /* the manager's id_attribute; NULL */
	bool administrator;
	instant changed;             /* the entry, by the directory's clock; INSTANT_NONE when it does not say */
};

/* A DN in the one form in which two can be compared as text; NULL if it is none. */
const char *directory_dn(const char *dn, struct arena *a);

struct directory;
enum result directory_open(const struct directory_settings *s, struct directory **out, struct fault *f) MUST_USE; /* connects lazily */
void directory_close(struct directory *d);

/* Sign-in. manager_key is NULL here and in directory_find: it takes a search of its own, which the refresh makes.
 * `administrator` is what memberOf says, else whether the group itself has the person as a member (a comparison).
 * DENIED for unknown names, wrong passwords, disabled and locked accounts alike. */
enum result directory_sign_in(struct directory *d, const char *username, const char *password, struct arena *a,
                              struct directory_person *out, struct fault *f) MUST_USE;
/* One person without a password: by the name that they sign in with (attribute NULL), or by that attribute among those
 * in the list of people. NOT_FOUND also for an account that is disabled or has expired. */
enum result directory_find(struct directory *d, const char *attribute, const char *name, struct arena *a,
                           struct directory_person *out, struct fault *f) MUST_USE;
/* Everybody, in pages of 500 (RFC 2696). A search that was cut short gives no list at all, but its error. */
enum result directory_people(struct directory *d, struct arena *a, struct directory_person **out, size_t *count,
                             struct fault *f) MUST_USE;
/* Those of the keys that are there and may sign in, in any order: who is not in the list has left or is disabled. */
enum result directory_people_of(struct directory *d, const char *const *keys, size_t key_count, struct arena *a,
                                struct directory_person **out, size_t *count, struct fault *f) MUST_USE;
/* What the settings say, with every text that the preset has. Its password is not there. */
const struct directory_settings *directory_settings_of(const struct directory *d);
/* For each URI: resolve, connect, certificate (whose, until when, why refused), bind, search; then count, when one of them
 * got so far. Each step with its outcome in words; those after one that failed are not tried. Gives the first failure. */
struct directory_step { const char *name, *detail; enum result result; };
enum result directory_test(struct directory *d, struct arena *a, struct directory_step **steps, size_t *count) MUST_USE;
/*
 * Requests sent so far by this handle: a sign-in costs one search and two binds at most. `others` are comparisons with a
 * group, and, where nested groups are asked for, reading the groups (once in ten minutes) and an Active Directory
 * person's tokenGroups (a read of their own entry, at each sign-in).
 */
struct directory_counts { unsigned long binds, searches, connections, others; };
void directory_counts(const struct directory *d, struct directory_counts *out);

/*
 * Several, in order. A name with a domain that belongs to some of them ("jsmith@trust.example") is asked of those alone;
 * any other of all. The first that knows the name decides: if the password is wrong there, or two entries have the name, it
 * is shown to no other. That one is asked only because those before it do not know the name, or cannot be asked.
 */
struct directories;
/* One that cannot be opened is there all the same: what is asked of it gives UNAVAILABLE. */
struct directories *directories_open(const struct directory_settings *s, size_t count);
void directories_close(struct directories *ds);
size_t directories_count(const struct directories *ds);
/* How many could not be opened: their settings cannot be used, or their account's password could not be read. */
size_t directories_shut(const struct directories *ds);
/* What the i-th is called, whether it can be opened or not. */
const char *directories_name(const struct directories *ds, size_t i);
/* NULL with the reason in `f` when it could not be opened, or (by name) is not there. */
struct directory *directories_at(struct directories *ds, size_t i, struct fault *f);
struct directory *directories_named(struct directories *ds, const char *name, struct fault *f);
/* The name in what was typed: without a domain that is one of theirs. The same person's, however it was typed. */
const char *directories_account(const struct directories *ds, const char *typed, struct arena *a);
/*
 * As directory_sign_in. When one that comes earlier could not be asked, nothing but the right password is told: a
 * refusal becomes that one's UNAVAILABLE or TIMEOUT. *guessed: a password was refused, whatever the result says.
 */
struct directories_asked { const char *username, *password; };
enum result directories_sign_in(struct directories *ds, const struct directories_asked *asked, struct arena *a,
                                struct directory_person *out, bool *guessed, struct fault *f) MUST_USE;
/* As directory_find. */
enum result directories_find(struct directories *ds, const char *attribute, const char *name, struct arena *a,
                             struct directory_person *out, struct fault *f) MUST_USE;

#endif
