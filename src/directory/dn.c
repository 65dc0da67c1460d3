/* dn.c - distinguished names (RFC 4514) in one written form; see parley/directory.h. */
#include "parley/directory.h"

#include <stdlib.h>
#include <string.h>

#include <ldap.h>

/* Case and doubled spaces do not matter in the attributes that names are made of (RFC 4519: caseIgnoreMatch). */
static void
fold(struct berval *v)
{
	size_t to = 0;

	for (size_t from = 0; from < v->bv_len; from++) {
		char c = v->bv_val[from];

		if (c == ' ' && (to == 0 || v->bv_val[to - 1] == ' '))
			continue;
		v->bv_val[to++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	while (to > 0 && v->bv_val[to - 1] == ' ')
		to--;
	v->bv_len = to;
}

/* The parts of a many-part RDN may come in any order. */
static int
compare_parts(const void *a, const void *b)
{
	const LDAPAVA *one = *(LDAPAVA *const *)a, *other = *(LDAPAVA *const *)b;
	size_t shorter = one->la_attr.bv_len < other->la_attr.bv_len ? one->la_attr.bv_len : other->la_attr.bv_len;
	int order = memcmp(one->la_attr.bv_val, other->la_attr.bv_val, shorter);

	return order != 0 ? order : (one->la_attr.bv_len > other->la_attr.bv_len) -
	    (one->la_attr.bv_len < other->la_attr.bv_len);
}

static void
fold_rdn(LDAPRDN rdn)
{
	size_t count = 0;

	for (; rdn[count] != NULL; count++) {
		fold(&rdn[count]->la_attr);
		fold(&rdn[count]->la_value);
	}
	qsort(rdn, count, sizeof *rdn, compare_parts);
}

/*
 * The same name written another way gives the same text: types and values without regard to the case of ASCII letters,
 * escapes in libldap's way, no spaces round = and , and none doubled.
 */
const char *
directory_dn(const char *dn, struct arena *a)
{
	const char *out = NULL;
	char *written = NULL;
	LDAPDN parts = NULL;

	/* Typed names are never DNs, so these are not long; a directory that sends a megabyte is not believed. */
	if (dn == NULL || strlen(dn) > 8192 || ldap_str2dn(dn, &parts, LDAP_DN_FORMAT_LDAPV3) != LDAP_SUCCESS)
		return NULL;
	for (size_t i = 0; parts != NULL && parts[i] != NULL; i++)
		fold_rdn(parts[i]);
	if (ldap_dn2str(parts, &written, LDAP_DN_FORMAT_LDAPV3) == LDAP_SUCCESS)
		out = arena_string(a, written);
	ldap_memfree(written);
	ldap_dnfree(parts);
	return out;
}
