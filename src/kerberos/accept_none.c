/* accept_none.c - in place of accept_gssapi.c where Parley is built --without-gssapi; see accept.h. */
#include "accept.h"
#include "parley/kerberos.h"

bool
kerberos_is_built(void)
{
	return false;
}

enum result
accept_token(const char *keytab, const void *token, size_t length, struct arena *a, struct accepted *out, struct fault *f)
{
	(void)token, (void)length, (void)a, (void)out;
	return accept_check(keytab, f);
}

enum result
accept_check(const char *keytab, struct fault *f)
{
	(void)keytab;
	return fault_set(f, RESULT_UNAVAILABLE, "keytab", "this Parley was built without Kerberos");
}
