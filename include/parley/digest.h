/*
 * digest.h - hashing, random bytes and their written forms, by libcrypto; fingerprints, by libxxhash.
 */
#ifndef PARLEY_DIGEST_H
#define PARLEY_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "parley/result.h"

#define DIGEST_SIZE 32

struct digest_part { const void *bytes; size_t length; };

/* SHA-256 (FIPS 180-4) over the parts, one after the other. Aborts if libcrypto cannot. */
void digest_sha256(const struct digest_part *parts, size_t count, uint8_t out[DIGEST_SIZE]);
/*
 * 128 bits by which an answer is known again (XXH3, by libxxhash), for ETags: a twentieth of SHA-256's price. No digest: whoever
 * knows the seed can find two texts with one fingerprint, so it is taken from what only the reader has.
 */
#define FINGERPRINT_SIZE 16
void digest_fingerprint(const void *bytes, size_t length, uint64_t seed, uint8_t out[FINGERPRINT_SIZE]);
/* Bytes from the system's generator. Aborts if there are none: nothing may go on without. */
void random_fill(void *bytes, size_t length);
/* Equal, in time that does not depend on where they differ. */
bool secret_equal(const void *a, const void *b, size_t length);
/* Overwrite, in a way that the compiler may not leave out. */
void secret_wipe(void *bytes, size_t length);

/* Lower-case hex; out has room for 2 * length + 1. */
void hex_write(const void *bytes, size_t length, char *out);
/* Exactly 2 * length hex digits, or RESULT_INVALID. */
enum result hex_parse(const char *s, void *bytes, size_t length) MUST_USE;
/* base64url without padding (RFC 4648 §5); out has room for (length * 4 + 2) / 3 + 1. */
void base64url_write(const void *bytes, size_t length, char *out);
enum result base64url_parse(const char *s, void *bytes, size_t length) MUST_USE;
/* base64 with padding (RFC 4648 §4); out has room for BASE64_SIZE(length). */
#define BASE64_SIZE(length) (((length) + 2) / 3 * 4 + 1)
void base64_write(const void *bytes, size_t length, char *out);
/* `out` has room for strlen(s) / 4 * 3. INVALID for anything but the text that base64_write gives; *length is left then. */
enum result base64_parse(const char *s, void *out, size_t *length) MUST_USE;

#endif
