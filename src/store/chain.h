/*
 * chain.h - the hash chain over the events of one escalation.
 *
 *     start     = SHA-256("parley chain 1\n" || reference)
 *     digest(n) = SHA-256(salt(n), 16 bytes || payload(n), as kept)
 *     chain(n)  = SHA-256(chain(n-1), 32 bytes; start for n = 1
 *                         || seq, 4 bytes, most significant first
 *                         || recorded, microseconds since 1970-01-01T00:00:00Z, 8 bytes, most significant first
 *                         || digest(n), 32 bytes)
 *
 * The start binds a chain to its case, so that two cases cannot be exchanged. The salt hides a payload that
 * could be guessed: whoever has only digests learns nothing, and a lawful erasure that drops payload and salt
 * leaves a chain that still verifies.
 */
#ifndef STORE_CHAIN_H
#define STORE_CHAIN_H

#include "parley/digest.h"
#include "parley/instant.h"

#define CHAIN_SALT_SIZE 16

void chain_start(const char *reference, uint8_t out[DIGEST_SIZE]);
void chain_digest(const uint8_t salt[CHAIN_SALT_SIZE], const char *payload, size_t length,
    uint8_t out[DIGEST_SIZE]);
/* `chain` holds the value of the event before, and then that of this one. */
void chain_next(
    uint8_t chain[DIGEST_SIZE], uint32_t seq, instant recorded, const uint8_t digest[DIGEST_SIZE]);

#endif
