/*
 * channel.h - one connection to a directory: opened with every trap of libldap closed, bound, asked.
 *
 * A channel whose connection broke or did not answer in time is closed at once: libldap would open it
 * again by itself at the next request, without StartTLS.
 */
#ifndef DIRECTORY_CHANNEL_H
#define DIRECTORY_CHANNEL_H

#include <stdint.h>

#include <ldap.h>

#include "handle.h"
#include "trouble.h"

/* What to search for. */
struct query {
	const char *base;
	int scope;               /* LDAP_SCOPE_… */
	const char *filter;
	int limit;               /* entries; 0 = no limit */
	LDAPControl **controls;  /* NULL-terminated, or NULL */
	const char *const *attributes; /* NULL = those of a person */
	bool other;              /* not for finding people: counted among the others */
};

/*
 * libldap and its TLS library set themselves up at their first use, and not with several threads in mind. To be
 * called before any other function here; does it once.
 */
void channel_prepare(void);
/* Connect to d->uris[uri], with TLS; nothing is bound yet. The channel must be closed before. */
enum trouble channel_open(struct directory *d, struct channel *c, size_t uri) MUST_USE;
/* NULL in `ld` is allowed. */
void channel_close(struct channel *c);
/* Whether it is open, and was used lately enough that no firewall has forgotten it. */
bool channel_is_fresh(const struct channel *c);
/* A simple bind; gives the LDAP result code. */
int channel_bind(struct directory *d, struct channel *c, const char *dn, const char *password) MUST_USE;
/* All that answers the query, to be freed with ldap_msgfree; NULL on failure. */
enum trouble channel_search(struct directory *d, struct channel *c, const struct query *q,
                            LDAPMessage **out) MUST_USE;
/* Whether the entry has the value: gives the LDAP result code, LDAP_COMPARE_TRUE or _FALSE if all is well. */
int channel_compare(struct directory *d, struct channel *c, const char *dn, const char *attribute,
                    const char *value) MUST_USE;

#endif
