/*
 * certificate.h - what an X.509 certificate says, for people who have to find out why it is refused.
 */
#ifndef PARLEY_CERTIFICATE_H
#define PARLEY_CERTIFICATE_H

#include <stddef.h>
#include "parley/arena.h"
#include "parley/instant.h"
#include "parley/result.h"

struct certificate {
	const char *subject, *issuer; /* RFC 2253: "CN=localhost,O=Marlowe demo" */
	const char *hosts;            /* names and addresses it is for, separated by ", "; "" when it names none */
	instant from, until;
};

/* Reads one certificate in DER. Nothing is verified. INVALID if it cannot be read. */
enum result certificate_read(const void *der, size_t length, struct arena *a, struct certificate *out) MUST_USE;

/* The `which`-th (0 is the first) of a text in PEM. NOT_FOUND when there are fewer, or it cannot be read. */
enum result certificate_read_pem(const char *pem, size_t which, struct arena *a, struct certificate *out) MUST_USE;

#endif
