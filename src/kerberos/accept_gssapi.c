/* accept_gssapi.c - see accept.h. */
#include "accept.h"

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <string.h>
#include <unistd.h>

#include "parley/kerberos.h"

/* Kerberos, plain or wrapped in SPNEGO (RFC 4178) as browsers send it; nothing else that the system may have installed. */
static gss_OID_desc spnego = { 6, (void *)(uintptr_t)"\x2b\x06\x01\x05\x05\x02" };
static gss_OID_desc krb5 = { 9, (void *)(uintptr_t)"\x2a\x86\x48\x86\xf7\x12\x01\x02\x02" };

bool
kerberos_is_built(void)
{
	return true;
}

/* What the library says of a status, into the sentence: of the mechanism if it has any, else of GSSAPI itself. */
static enum result
say(struct fault *f, enum result result, const char *code, OM_uint32 major, OM_uint32 minor)
{
	OM_uint32 ignored, more = 0;
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	bool of_mechanism = minor != 0;

	if (GSS_ERROR(gss_display_status(&ignored, of_mechanism ? minor : major,
	        of_mechanism ? GSS_C_MECH_CODE : GSS_C_GSS_CODE, of_mechanism ? &krb5 : GSS_C_NO_OID, &more, &text)))
		return fault_set(f, result, code, "GSSAPI status %lx/%lx", (unsigned long)major, (unsigned long)minor);
	(void)fault_set(f, result, code, "%.*s", (int)text.length, (const char *)text.value);
	(void)gss_release_buffer(&ignored, &text);
	return result;
}

/* The service's own credentials, of this keytab and not of the one that the environment may name. */
static enum result
take_keys(const char *keytab, gss_cred_id_t *out, struct fault *f)
{
	gss_OID_desc list[] = { krb5, spnego };
	gss_OID_set_desc mechanisms = { 2, list };
	gss_key_value_element_desc element = { "keytab", keytab };
	gss_key_value_set_desc store = { 1, &element };
	OM_uint32 major, minor;

	if (access(keytab, R_OK) != 0)
		return fault_set(f, RESULT_UNAVAILABLE, "keytab", "the file of kerberos.keytab cannot be read: %s", keytab);
	major = gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms, GSS_C_ACCEPT, &store, out,
	    NULL, NULL);
	return GSS_ERROR(major) ? say(f, RESULT_UNAVAILABLE, "keytab", major, minor) : RESULT_OK;
}

enum result
accept_check(const char *keytab, struct fault *f)
{
	gss_cred_id_t keys = GSS_C_NO_CREDENTIAL;
	OM_uint32 minor;
	enum result r = take_keys(keytab, &keys, f);

	(void)gss_release_cred(&minor, &keys);
	return r;
}

static enum result
take_name(gss_name_t name, gss_OID mechanism, struct arena *a, const char **out, struct fault *f)
{
	gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
	gss_OID type = GSS_C_NO_OID;
	OM_uint32 major, minor;
	enum result r = RESULT_OK;

	if (mechanism == GSS_C_NO_OID || mechanism->length != krb5.length ||
	    memcmp(mechanism->elements, krb5.elements, krb5.length) != 0)
		return fault_set(f, RESULT_DENIED, "ticket", "the token is not of Kerberos");
	major = gss_display_name(&minor, name, &text, &type);
	if (GSS_ERROR(major))
		return say(f, RESULT_DENIED, "ticket", major, minor);
	/* Anonymous tickets (RFC 6112) come under a type of their own. */
	if (!gss_oid_equal(type, GSS_KRB5_NT_PRINCIPAL_NAME) || memchr(text.value, '\0', text.length) != NULL)
		r = fault_set(f, RESULT_DENIED, "ticket", "the ticket is not a person's");
	else
		*out = arena_bytes(a, text.value, text.length);
	(void)gss_release_buffer(&minor, &text);
	return r;
}

enum result
accept_token(const char *keytab, const void *token, size_t length, struct arena *a, struct accepted *out, struct fault *f)
{
	gss_buffer_desc in = { length, (void *)(uintptr_t)token }, answer = GSS_C_EMPTY_BUFFER;
	gss_cred_id_t keys = GSS_C_NO_CREDENTIAL;
	gss_ctx_id_t context = GSS_C_NO_CONTEXT;
	gss_name_t name = GSS_C_NO_NAME;
	gss_OID mechanism = GSS_C_NO_OID;
	const char *principal = NULL;
	OM_uint32 major, minor;
	enum result r = take_keys(keytab, &keys, f);

	if (r != RESULT_OK)
		return r;
	major = gss_accept_sec_context(&minor, &context, keys, &in, GSS_C_NO_CHANNEL_BINDINGS, &name, &mechanism, &answer,
	    NULL, NULL, NULL);
	if (GSS_ERROR(major))
		r = say(f, RESULT_DENIED, "ticket", major, minor);
	else if (major != GSS_S_COMPLETE)
		r = fault_set(f, RESULT_DENIED, "ticket", "the token asks for another round, or came out of order");
	else
		r = take_name(name, mechanism, a, &principal, f);
	if (r == RESULT_OK) {
		out->principal = principal;
		out->answer = answer.length > 0 ? arena_bytes(a, answer.value, answer.length) : NULL;
		out->answer_length = answer.length;
	}
	(void)gss_release_buffer(&minor, &answer);
	(void)gss_release_name(&minor, &name);
	(void)gss_delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
	(void)gss_release_cred(&minor, &keys);
	return r;
}
