/* handle.h - what a struct directory holds; private to this room. */
#ifndef DIRECTORY_HANDLE_H
#define DIRECTORY_HANDLE_H

#include <stdint.h>

#include <ldap.h>

#include "parley/arena.h"
#include "parley/directory.h"
#include "patience.h"

#define DETAIL_MAX 256

struct channel {
	LDAP *ld;        /* NULL when closed */
	size_t uri;      /* which of d->uris */
	int64_t used_at; /* milliseconds of the monotonic clock */
	struct patience patience;
};

struct directory {
	struct arena *arena;             /* what `settings` points to, but the password */
	struct directory_settings settings;
	char *bind_password;             /* on the heap, wiped when closed */
	const char *const *uris;
	size_t uri_count;
	size_t uri;                      /* the one that answered last: tried first */
	struct channel service;          /* bound as the service account */
	struct channel user;             /* bound as whoever signed in last; nothing but binds goes over it */
	bool active_directory;           /* the preset's */
	const char *admin_group;         /* settings.admin_group in the form of directory_dn; NULL */
	const char *const *attributes;   /* asked for with every entry of a person; NULL-terminated */
	const char *const *domains;      /* NULL-terminated */
	int ca_fd;                       /* with the text of ca_pem, in memory; -1 = none */
	const char *ca_path;             /* ca_file, or a way to ca_fd; NULL */
	struct groups *groups;           /* as they were last loaded (groups.h); NULL */
	struct directory_counts counts;
	char detail[DETAIL_MAX];         /* what libldap said about the last failure; for directory_test only */
};

#endif
