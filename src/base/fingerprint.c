/* fingerprint.c - see parley/digest.h. */
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include "parley/digest.h"

void
digest_fingerprint(const void *bytes, size_t length, uint64_t seed, uint8_t out[FINGERPRINT_SIZE])
{
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical, XXH3_128bits_withSeed(bytes, length, seed));
	memcpy(out, canonical.digest, FINGERPRINT_SIZE);
}
