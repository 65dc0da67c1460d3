/* secret.c - comparing and wiping what must not leak; see parley/digest.h. */
#include <string.h>

#include <openssl/crypto.h>

#include "parley/digest.h"

bool
secret_equal(const void *a, const void *b, size_t length)
{
	return CRYPTO_memcmp(a, b, length) == 0;
}

void
secret_wipe(void *bytes, size_t length)
{
	explicit_bzero(bytes, length);
}
