/*
 * chain.c - the hash chain over the events of one escalation.
 */
#include <string.h>
#include "chain.h"

static const char domain[] = "parley chain 1\n";

void
chain_start(const char *reference, uint8_t out[DIGEST_SIZE])
{
	const struct digest_part parts[] = { { domain, sizeof domain - 1 },
		{ reference, strlen(reference) } };

	digest_sha256(parts, 2, out);
}

void
chain_digest(const uint8_t salt[CHAIN_SALT_SIZE], const char *payload, size_t length,
    uint8_t out[DIGEST_SIZE])
{
	const struct digest_part parts[] = { { salt, CHAIN_SALT_SIZE }, { payload, length } };

	digest_sha256(parts, 2, out);
}

static void
big_endian(uint64_t n, size_t size, uint8_t *out)
{
	for (size_t i = size; i-- > 0; n >>= 8)
		out[i] = (uint8_t)(n & 0xff);
}

void
chain_next(
    uint8_t chain[DIGEST_SIZE], uint32_t seq, instant recorded, const uint8_t digest[DIGEST_SIZE])
{
	uint8_t before[DIGEST_SIZE], numbers[12];

	memcpy(before, chain, DIGEST_SIZE);
	big_endian(seq, 4, numbers);
	big_endian((uint64_t)recorded, 8, numbers + 4);
	const struct digest_part parts[] = { { before, DIGEST_SIZE }, { numbers, sizeof numbers },
		{ digest, DIGEST_SIZE } };
	digest_sha256(parts, 3, chain);
}
