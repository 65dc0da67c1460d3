/* digest.c - SHA-256, by libcrypto; see parley/digest.h. */
#include "parley/digest.h"

#include <openssl/evp.h>

#include "parley/log.h"

void
digest_sha256(const struct digest_part *parts, size_t count, uint8_t out[DIGEST_SIZE])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned int size = 0;
	int ok;

	ok = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	for (size_t i = 0; ok && i < count; i++)
		ok = EVP_DigestUpdate(context, parts[i].bytes, parts[i].length);
	ok = ok && EVP_DigestFinal_ex(context, out, &size) && size == DIGEST_SIZE;
	EVP_MD_CTX_free(context);
	if (!ok)
		log_abort("no-digest", "libcrypto could not compute SHA-256");
}
