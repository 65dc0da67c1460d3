/* paged.h - all that answers a query, however many entries: in pages (RFC 2696). */
#ifndef DIRECTORY_PAGED_H
#define DIRECTORY_PAGED_H

#include "service.h"

/*
 * Over the service connection. q->controls is not used. `each` is called with every entry; what it gives but NONE ends
 * the search. A list that was cut short gives CUT: what `each` has seen by then is not all.
 */
enum trouble paged_search(struct directory *d, const struct query *q,
                          enum trouble (*each)(void *context, LDAP *ld, LDAPMessage *entry), void *context) MUST_USE;

#endif
