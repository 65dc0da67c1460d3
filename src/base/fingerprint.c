/* fingerprint.c - see parley/digest.h. */
#include <string.h>
#include <xxhash.h>
/* The library's choice among the vector units of the processor it runs on; the result is the same with each. */
#ifdef HAVE_XXH3_128BITS_WITHSEED_DISPATCH
#include <xxh_x86dispatch.h>
#endif

#include "parley/digest.h"

void
digest_fingerprint(const void *bytes, size_t length, uint64_t seed, uint8_t out[FINGERPRINT_SIZE])
{
	XXH128_canonical_t canonical;

	XXH128_canonicalFromHash(&canonical, XXH3_128bits_withSeed(bytes, length, seed));
	memcpy(out, canonical.digest, FINGERPRINT_SIZE);
}
