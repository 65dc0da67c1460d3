/*
 * contact.h - the contacts that a policy names, and what the partnership says of them. Pure.
 *
 * A policy names whom to ring at immediate risk, mailboxes that are told, and roles outside both sides that are told
 * (the CP Chair or IRO, the business manager). Its text may give a number or an address, or none. The partnership
 * gives its own (the setting "contacts"); what it says counts from then on, what was told before stays as it was.
 */
#ifndef PARLEY_CONTACT_H
#define PARLEY_CONTACT_H

#include "parley/arena.h"
#include "parley/policy.h"

/* --- what a policy names --- */

enum contact_kind {
	CONTACT_ROUTE,   /* somebody of its emergency routes */
	CONTACT_MAILBOX, /* an address that is told */
	CONTACT_ROLE     /* a role of the partnership, or at a sector's agency, that is told */
};
/* contact: by what it is known: the name as the route has it, the address, or the role's id. */
struct contact_place {
	enum contact_kind kind;
	const char *contact, *name;     /* "cp-chair-iro", "Child Protection Chair or Independent Reviewing Officer" */
	const char *telephone, *email;  /* as the policy's own text has them; NULL */
	const char *clause;             /* the first that names it */
	const char *sector;             /* ROLE: at whose agencies; NULL: in the partnership */
};
/* Each once, in the policy's order; lives in the arena. */
void contact_places(const struct policy *p, struct arena *a, struct contact_place **out, size_t *count);
const struct contact_place *contact_place_find(const struct contact_place *places, size_t count, const char *contact);

/* --- what the partnership says --- */

/* NULL: as the policy has it. It holds from `since` (INSTANT_NONE: always) until before `until` (INSTANT_NONE: still). */
struct contact_given {
	const char *policy, *contact; /* the policy's id, and what of it */
	const char *name, *telephone, *email, *hours;
	instant since, until;
};
struct contact_book { const struct contact_given *items; size_t count; };

/* What p->contacts had of it at that time (INSTANT_NONE: now); NULL when nothing was said. */
const struct contact_given *contact_given_at(const struct policy *p, const char *contact, instant at);
/* Someone of a route, as to be shown now. */
struct contact_shown { const char *name, *telephone, *email, *text, *hours; };
struct contact_shown contact_shown(const struct policy *p, const struct policy_contact *c);
/* Of whom a route has told: a role with a number or an address of its own, in words of both. False: it has none. */
bool contact_role_shown(const struct policy *p, const struct policy_who *who, size_t role, struct arena *a,
                        struct contact_shown *out);
/*
 * Where messages go besides to people: the mailbox itself, and the addresses of roles. At most role_count + 1, in
 * `out`, which has room for them. How many.
 */
size_t contact_addresses(const struct policy *p, const struct policy_who *who, instant at, const char **out);
/*
 * Where a message that was meant for that address goes now: who had it has another one since, or the one of the policy's
 * text again. An address that is somebody's now stays as it is.
 */
const char *contact_present(const struct contact_book *book, const char *address);
/* A text of the policy with the addresses of its mailboxes as they were at that time. */
const char *contact_text(const struct policy *p, const char *text, instant at, struct arena *a);

#endif
