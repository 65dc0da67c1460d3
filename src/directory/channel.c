/* channel.c - see channel.h. */
#include "channel.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "probe.h"

/* Firewalls and Active Directory drop a connection that is silent for 15 minutes, often without a word. */
#define IDLE_MILLISECONDS (300 * 1000)
#define KEEPALIVE_IDLE 60
#define KEEPALIVE_INTERVAL 10
#define KEEPALIVE_PROBES 3

/*
 * libldap reads settings from the environment, from /etc/ldap/ldap.conf and from ~/.ldaprc when it is first
 * used: any of them could switch the check of certificates off (LDAPTLS_REQCERT=never). This says before
 * main() begins, while there is one thread, that it shall not.
 */
static void __attribute__((constructor))
ignore_ambient_settings(void)
{
	(void)setenv("LDAPNOINIT", "1", 1);
}

static pthread_once_t prepared = PTHREAD_ONCE_INIT;

static void
prepare(void)
{
	int client = 0;
	LDAP *ld = NULL;

	if (ldap_initialize(&ld, "ldap://127.0.0.1") != LDAP_SUCCESS)
		return; /* nothing was connected; whoever really wants to will be told */
	(void)ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &client);
	(void)ldap_unbind_ext_s(ld, NULL, NULL);
}

void
channel_prepare(void)
{
	(void)pthread_once(&prepared, prepare);
}

static bool
starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* Kept for directory_test; libldap's own words, and the server's. */
static void
note_detail(struct directory *d, LDAP *ld, int code)
{
	char *said = NULL;

	(void)ldap_get_option(ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &said);
	(void)snprintf(d->detail, sizeof d->detail, "%s%s%s", ldap_err2string(code),
	    said != NULL && *said != '\0' ? ": " : "", said != NULL ? said : "");
	ldap_memfree(said);
}

static bool
set_number(LDAP *ld, int option, int value)
{
	return ldap_set_option(ld, option, &value) == LDAP_OPT_SUCCESS;
}

/* Every default of libldap that is not ours: protocol 2, referrals followed, no time limits. */
static bool
set_basics(const struct directory_settings *s, LDAP *ld)
{
	struct timeval connect = { .tv_sec = (time_t)s->connect_seconds };
	struct timeval operation = { .tv_sec = (time_t)s->operation_seconds };

	return set_number(ld, LDAP_OPT_PROTOCOL_VERSION, LDAP_VERSION3) &&
	    ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_RESTART, LDAP_OPT_ON) == LDAP_OPT_SUCCESS &&
	    set_number(ld, LDAP_OPT_DEREF, LDAP_DEREF_NEVER) &&
	    ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &connect) == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_TIMEOUT, &operation) == LDAP_OPT_SUCCESS &&
	    set_number(ld, LDAP_OPT_X_KEEPALIVE_IDLE, KEEPALIVE_IDLE) &&
	    set_number(ld, LDAP_OPT_X_KEEPALIVE_INTERVAL, KEEPALIVE_INTERVAL) &&
	    set_number(ld, LDAP_OPT_X_KEEPALIVE_PROBES, KEEPALIVE_PROBES);
}

/* The certificate must be there, be in date, be signed by the CA given, and name the host. */
static bool
set_tls(const struct directory *d, LDAP *ld)
{
	return set_number(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, LDAP_OPT_X_TLS_DEMAND) &&
	    set_number(ld, LDAP_OPT_X_TLS_PROTOCOL_MIN, LDAP_OPT_X_TLS_PROTOCOL_TLS1_2) &&
	    ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTDIR, "") == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE, d->ca_path) == LDAP_OPT_SUCCESS &&
	    /* Last: it makes the context from what was set so far. */
	    set_number(ld, LDAP_OPT_X_TLS_NEWCTX, 0);
}

/* With ldaps, libldap has one code for 'nobody there' and for 'a wrong certificate': find out which. */
static enum trouble
tell_apart(struct directory *d, const char *uri, enum trouble t)
{
	if (t != TROUBLE_DOWN || !starts_with(uri, "ldaps://"))
		return t;
	t = probe_connect(uri, d->settings.connect_seconds);
	return t == TROUBLE_NONE ? TROUBLE_CERTIFICATE : t;
}

static enum trouble
connect_and_secure(struct directory *d, struct channel *c, LDAP *ld)
{
	const char *uri = d->uris[c->uri];
	int64_t until = patience_clock() + (int64_t)d->settings.connect_seconds * 1000;
	bool connected;
	int code;

	patience_allow(&c->patience, d->settings.connect_seconds);
	code = ldap_connect(ld);
	connected = code == LDAP_SUCCESS;
	if (connected && starts_with(uri, "ldap://"))
		code = ldap_start_tls_s(ld, NULL, NULL);
	if (code == LDAP_SUCCESS)
		return TROUBLE_NONE;
	note_detail(d, ld, code);
	if (c->patience.lost || code == LDAP_TIMEOUT)
		return TROUBLE_TIMEOUT;
	/* libldap has no code of its own for a connect that took too long. */
	if (!connected)
		return patience_clock() >= until ? TROUBLE_TIMEOUT : tell_apart(d, uri, trouble_from_code(code));
	/* It was there and spoke, and would not or could not make the line safe. */
	return code == LDAP_SERVER_DOWN ? TROUBLE_DOWN : TROUBLE_CERTIFICATE;
}

enum trouble
channel_open(struct directory *d, struct channel *c, size_t uri)
{
	enum trouble t = TROUBLE_SETTINGS;
	LDAP *ld = NULL;

	if (ldap_initialize(&ld, d->uris[uri]) != LDAP_SUCCESS)
		return TROUBLE_SETTINGS;
	if (!set_basics(&d->settings, ld) || !patience_install(&c->patience, ld))
		goto fail;
	if (!starts_with(d->uris[uri], "ldapi://") && !set_tls(d, ld)) {
		t = TROUBLE_CERTIFICATE;
		goto fail;
	}
	d->counts.connections++;
	c->uri = uri;
	t = connect_and_secure(d, c, ld);
	if (t != TROUBLE_NONE)
		goto fail;
	c->ld = ld;
	c->used_at = patience_clock();
	return TROUBLE_NONE;
fail:
	(void)ldap_unbind_ext_s(ld, NULL, NULL);
	return t;
}

void
channel_close(struct channel *c)
{
	if (c->ld != NULL)
		(void)ldap_unbind_ext_s(c->ld, NULL, NULL);
	c->ld = NULL;
}

bool
channel_is_fresh(const struct channel *c)
{
	return c->ld != NULL && patience_clock() - c->used_at < IDLE_MILLISECONDS;
}

/* After a request: remember when, and close what is of no more use. Gives the code, or the one it stands for. */
static int
settle(struct directory *d, struct channel *c, int code)
{
	c->used_at = patience_clock();
	if (code == LDAP_SUCCESS)
		return code;
	note_detail(d, c->ld, code);
	if (c->patience.lost)
		code = LDAP_TIMEOUT;
	if (trouble_ends_connection(trouble_from_code(code)))
		channel_close(c);
	return code;
}

/* A little more than libldap allows itself, so that it gives up first, and tidily, where it can. */
static void
begin(struct directory *d, struct channel *c)
{
	patience_allow(&c->patience, d->settings.operation_seconds + 1);
}

int
channel_bind(struct directory *d, struct channel *c, const char *dn, const char *password)
{
	struct berval secret = { .bv_len = strlen(password), .bv_val = (char *)(uintptr_t)password };

	d->counts.binds++;
	begin(d, c);
	return settle(d, c, ldap_sasl_bind_s(c->ld, dn, LDAP_SASL_SIMPLE, &secret, NULL, NULL, NULL));
}

enum trouble
channel_search(struct directory *d, struct channel *c, const struct query *q, LDAPMessage **out)
{
	struct timeval limit = { .tv_sec = (time_t)d->settings.operation_seconds };
	const char *const *attributes = q->attributes != NULL ? q->attributes : d->attributes;
	LDAPMessage *found = NULL;
	int code;

	*(q->other ? &d->counts.others : &d->counts.searches) += 1;
	begin(d, c);
	code = ldap_search_ext_s(c->ld, q->base, q->scope, q->filter, (char **)(uintptr_t)attributes, 0, q->controls, NULL,
	    &limit, q->limit, &found);
	code = settle(d, c, code);
	if (code != LDAP_SUCCESS) {
		ldap_msgfree(found);
		return trouble_from_code(code);
	}
	*out = found;
	return TROUBLE_NONE;
}

int
channel_compare(struct directory *d, struct channel *c, const char *dn, const char *attribute, const char *value)
{
	struct berval v = { .bv_len = strlen(value), .bv_val = (char *)(uintptr_t)value };

	d->counts.others++;
	begin(d, c);
	return settle(d, c, ldap_compare_ext_s(c->ld, dn, attribute, &v, NULL, NULL));
}
