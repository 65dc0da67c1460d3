/* digest.c - SHA-256, by libcrypto; see parley/digest.h. */
#include "parley/digest.h"

#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <pthread.h>

#include "parley/log.h"

static pthread_once_t sha256_once = PTHREAD_ONCE_INIT;
static const EVP_MD *sha256;

/* OpenSSL 3 looks an algorithm up among its providers each time it is begun, unless it was fetched: for the short texts of
 * a chain that is most of the work. */
static void
sha256_find(void)
{
#if OPENSSL_VERSION_NUMBER >= 0x30000000L
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
#else
	sha256 = EVP_sha256();
#endif
}

void
digest_sha256(const struct digest_part *parts, size_t count, uint8_t out[DIGEST_SIZE])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned int size = 0;
	int ok;

	ok = pthread_once(&sha256_once, sha256_find) == 0 && sha256 != NULL && context != NULL &&
	    EVP_DigestInit_ex(context, sha256, NULL);
	for (size_t i = 0; ok && i < count; i++)
		ok = EVP_DigestUpdate(context, parts[i].bytes, parts[i].length);
	ok = ok && EVP_DigestFinal_ex(context, out, &size) && size == DIGEST_SIZE;
	EVP_MD_CTX_free(context);
	if (!ok)
		log_abort("no-digest", "libcrypto could not compute SHA-256");
}
