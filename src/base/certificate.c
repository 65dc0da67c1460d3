/* certificate.c - see parley/certificate.h. */
#include "parley/certificate.h"

#include <limits.h>
#include <stdbool.h>
#include <time.h>

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

static const char *
take(BIO *text, struct arena *a)
{
	char *data = NULL;
	long length = BIO_get_mem_data(text, &data);
	char *out = arena_bytes(a, length > 0 ? data : "", length > 0 ? (size_t)length : 0);

	/* A name may hold anything: what could forge a line in a log or on a terminal is shown as '?'. */
	for (char *c = out; *c != '\0'; c++)
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			*c = '?';
	(void)BIO_reset(text);
	return out;
}

static const char *
name_text(X509_NAME *name, BIO *text, struct arena *a)
{
	(void)X509_NAME_print_ex(text, name, 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
	return take(text, a);
}

static void
add_address(BIO *text, const ASN1_OCTET_STRING *address)
{
	const unsigned char *bytes = ASN1_STRING_get0_data(address);
	int length = ASN1_STRING_length(address);

	if (length == 4)
		(void)BIO_printf(text, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
	else
		for (int i = 0; i + 1 < length; i += 2)
			(void)BIO_printf(text, "%s%x", i > 0 ? ":" : "", bytes[i] << 8 | bytes[i + 1]);
}

static const char *
hosts_text(X509 *x, BIO *text, struct arena *a)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(x, NID_subject_alt_name, NULL, NULL);
	bool first = true;

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(names, i);

		if (n->type != GEN_DNS && n->type != GEN_IPADD)
			continue;
		if (!first)
			(void)BIO_puts(text, ", ");
		first = false;
		if (n->type == GEN_DNS)
			(void)BIO_write(text, ASN1_STRING_get0_data(n->d.dNSName), ASN1_STRING_length(n->d.dNSName));
		else
			add_address(text, n->d.iPAddress);
	}
	GENERAL_NAMES_free(names);
	return take(text, a);
}

static instant
instant_of(const ASN1_TIME *t)
{
	struct tm tm = { 0 };
	day on;

	if (ASN1_TIME_to_tm(t, &tm) != 1)
		return INSTANT_NONE;
	on = day_from_civil(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	if (on == DAY_NONE)
		return INSTANT_NONE;
	return (instant)on * 24 * INSTANT_HOUR + tm.tm_hour * INSTANT_HOUR + tm.tm_min * INSTANT_MINUTE +
	    tm.tm_sec * INSTANT_SECOND;
}

static enum result
read_x509(X509 *x, struct arena *a, struct certificate *out)
{
	BIO *text = BIO_new(BIO_s_mem());

	if (text == NULL)
		return RESULT_UNAVAILABLE;
	*out = (struct certificate){
		.subject = name_text(X509_get_subject_name(x), text, a),
		.issuer = name_text(X509_get_issuer_name(x), text, a),
		.hosts = hosts_text(x, text, a),
		.from = instant_of(X509_get0_notBefore(x)),
		.until = instant_of(X509_get0_notAfter(x)),
	};
	BIO_free(text);
	return RESULT_OK;
}

enum result
certificate_read(const void *der, size_t length, struct arena *a, struct certificate *out)
{
	const unsigned char *at = der;
	X509 *x = length > 0 && length <= LONG_MAX ? d2i_X509(NULL, &at, (long)length) : NULL;
	enum result r = x != NULL ? read_x509(x, a, out) : RESULT_INVALID;

	X509_free(x);
	return r;
}

enum result
certificate_read_pem(const char *pem, size_t which, struct arena *a, struct certificate *out)
{
	BIO *in = BIO_new_mem_buf(pem, -1);
	X509 *x = NULL;
	enum result r;

	for (size_t i = 0; in != NULL && i <= which; i++) {
		X509_free(x);
		x = PEM_read_bio_X509(in, NULL, NULL, NULL);
		if (x == NULL)
			break;
	}
	r = x != NULL ? read_x509(x, a, out) : RESULT_NOT_FOUND;
	X509_free(x);
	BIO_free(in);
	return r;
}
