/* directory_test.c - tries a directory's settings step by step, and says in words what each step gave. */
#include <string.h>
#include <strings.h>
#include <sys/time.h>

#include "parley/certificate.h"
#include "parley/directory.h"
#include "probe.h"
#include "service.h"

struct trial {
	struct directory *d;
	struct arena *arena;
	size_t index;           /* of the URI that is tried */
	const char *uri;
	struct directory_step *steps;
	size_t count;
	struct certificate certificate;
	bool seen;              /* a certificate was shown */
};

/* Each fills in the detail, and gives what it found. Those after the first that fails are not tried. */
typedef enum trouble step_function(struct trial *, const char **detail);

static enum trouble
try_resolve(struct trial *t, const char **detail)
{
	enum trouble trouble;
	struct buffer b;

	buffer_init(&b, 1000);
	trouble = probe_resolve(t->uri, &b);
	*detail = trouble != TROUBLE_NONE ? "The name is not known, or the name server does not answer." :
	    b.length > 0 ? arena_format(t->arena, "%s is at %s.", t->uri, b.data) : "A socket of this machine.";
	buffer_clear(&b);
	return trouble;
}

static enum trouble
try_connect(struct trial *t, const char **detail)
{
	enum trouble trouble = probe_connect(t->uri, t->d->settings.connect_seconds);

	*detail = trouble == TROUBLE_NONE ? "The port answers." :
	    trouble == TROUBLE_TIMEOUT ? "Nothing answered in time; a firewall may be in the way." :
	    "The connection was refused: nothing listens there.";
	return trouble;
}

/* Without checks, to look at a certificate that was refused. Nothing is ever sent over this connection. */
static LDAP *
open_unchecked(struct trial *t)
{
	struct timeval limit = { .tv_sec = (time_t)t->d->settings.connect_seconds };
	int version = LDAP_VERSION3, never = LDAP_OPT_X_TLS_NEVER, client = 0;
	LDAP *ld = NULL;
	bool secured;

	if (ldap_initialize(&ld, t->uri) != LDAP_SUCCESS)
		return NULL;
	secured = ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version) == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &limit) == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_TIMEOUT, &limit) == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &never) == LDAP_OPT_SUCCESS &&
	    ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &client) == LDAP_OPT_SUCCESS &&
	    ldap_connect(ld) == LDAP_SUCCESS &&
	    (strncmp(t->uri, "ldap://", 7) != 0 || ldap_start_tls_s(ld, NULL, NULL) == LDAP_SUCCESS);
	if (secured)
		return ld;
	(void)ldap_unbind_ext_s(ld, NULL, NULL);
	return NULL;
}

static void
look_at_certificate(struct trial *t, LDAP *ld)
{
	struct berval der = { 0 };

	if (ld == NULL || ldap_get_option(ld, LDAP_OPT_X_TLS_PEERCERT, &der) != LDAP_OPT_SUCCESS)
		return;
	t->seen = certificate_read(der.bv_val, der.bv_len, t->arena, &t->certificate) == RESULT_OK;
	ldap_memfree(der.bv_val);
}

static const char *
certificate_words(struct trial *t, const char *after)
{
	const char *words;
	struct buffer b;

	if (!t->seen)
		return arena_format(t->arena, "No certificate was shown.%s", after);
	buffer_init(&b, 0);
	buffer_format(&b, "The certificate is %s's, for %s, signed by %s, until ", t->certificate.subject,
	    t->certificate.hosts[0] != '\0' ? t->certificate.hosts : "no host", t->certificate.issuer);
	instant_write_words(&b, t->certificate.until);
	buffer_format(&b, ".%s", after);
	words = arena_string(t->arena, buffer_ok(&b) ? b.data : "");
	buffer_clear(&b);
	return words;
}

/* Whether one of the certificate's names is the host's; one that begins with * fits any first part. */
static bool
names_host(struct trial *t, const char *host)
{
	char *names = arena_string(t->arena, t->certificate.hosts), *rest = NULL;
	const char *dot = strchr(host, '.');

	for (char *name = strtok_r(names, ", ", &rest); name != NULL; name = strtok_r(NULL, ", ", &rest))
		if (strcasecmp(name, host) == 0 || (name[0] == '*' && dot != NULL && strcasecmp(name + 1, dot) == 0))
			return true;
	return false;
}

/* libldap says no more than 'Connect error': so the three usual reasons are looked for here. */
static const char *
why_refused(struct trial *t)
{
	LDAPURLDesc *parts = NULL;
	const char *why = NULL;

	if (!t->seen || ldap_url_parse(t->uri, &parts) != LDAP_URL_SUCCESS)
		return arena_format(t->arena, " (%s)", t->d->detail);
	if (t->certificate.until < instant_now())
		why = " It was refused: that time is over.";
	else if (t->certificate.from > instant_now())
		why = " It was refused: its time has not begun.";
	else if (!names_host(t, parts->lud_host))
		why = arena_format(t->arena, " It was refused: it is not for %s.", parts->lud_host);
	else
		why = arena_format(t->arena, " It was refused: it is not signed by an authority in %s, or too weakly.",
		    t->d->settings.ca_file);
	ldap_free_urldesc(parts);
	return why;
}

static enum trouble
try_certificate(struct trial *t, const char **detail)
{
	enum trouble trouble;
	LDAP *unchecked;

	channel_close(&t->d->service);
	trouble = channel_open(t->d, &t->d->service, t->index);
	if (strncmp(t->uri, "ldapi://", 8) == 0) {
		*detail = "Not needed on a socket of this machine.";
		return trouble;
	}
	if (trouble == TROUBLE_NONE) {
		look_at_certificate(t, t->d->service.ld);
		*detail = certificate_words(t, "");
		return TROUBLE_NONE;
	}
	*detail = trouble_sentence(trouble);
	if (trouble != TROUBLE_CERTIFICATE)
		return trouble;
	unchecked = open_unchecked(t);
	look_at_certificate(t, unchecked);
	if (unchecked != NULL)
		(void)ldap_unbind_ext_s(unchecked, NULL, NULL);
	*detail = certificate_words(t, why_refused(t));
	return trouble;
}

static enum trouble
try_bind(struct trial *t, const char **detail)
{
	struct directory *d = t->d;
	enum trouble trouble;

	if (d->settings.bind_dn == NULL) {
		*detail = "No account is set: the directory is asked without one.";
		return TROUBLE_NONE;
	}
	trouble = trouble_from_account(channel_bind(d, &d->service, d->settings.bind_dn, d->bind_password));
	*detail = trouble == TROUBLE_NONE ? "The account was accepted." :
	    arena_format(t->arena, "%s (%s)", trouble_sentence(trouble), d->detail);
	if (trouble != TROUBLE_NONE)
		channel_close(&d->service); /* what is open but not bound must not be taken for the kept connection */
	return trouble;
}

static enum trouble
try_search(struct trial *t, const char **detail)
{
	struct query q = { .base = t->d->settings.base, .scope = LDAP_SCOPE_BASE, .filter = "(objectClass=*)" };
	LDAPMessage *found = NULL;
	enum trouble trouble = channel_search(t->d, &t->d->service, &q, &found);

	*detail = trouble == TROUBLE_NONE ? "The base of the search is there." :
	    arena_format(t->arena, "%s (%s)", trouble_sentence(trouble), t->d->detail);
	ldap_msgfree(found);
	return trouble;
}

static enum trouble
try_count(struct trial *t, const char **detail)
{
	struct directory_person *people = NULL;
	size_t count = 0, titled = 0, administrators = 0;
	struct fault f;
	enum result r;

	fault_init(&f, t->arena);
	r = directory_people(t->d, t->arena, &people, &count, &f);
	if (r != RESULT_OK) {
		*detail = f.sentence;
		return r == RESULT_TIMEOUT ? TROUBLE_TIMEOUT : r == RESULT_LIMIT ? TROUBLE_CUT : TROUBLE_SETTINGS;
	}
	for (size_t i = 0; i < count; i++) {
		titled += people[i].title != NULL;
		administrators += people[i].administrator;
	}
	*detail = arena_format(t->arena, "%zu people, %zu with a job title, %zu administrators.", count, titled,
	    administrators);
	return TROUBLE_NONE;
}

/* For each URI, and then once for the directory as a whole. */
static const struct plan {
	const char *name;
	step_function *run;
} each[] = {
	{ "resolve", try_resolve },
	{ "connect", try_connect },
	{ "certificate", try_certificate },
	{ "bind", try_bind },
	{ "search", try_search },
}, whole = { "count", try_count };

#define EACH_COUNT (sizeof each / sizeof each[0])

static enum trouble
run_step(struct trial *t, const struct plan *plan)
{
	struct directory_step *step = &t->steps[t->count++];
	enum trouble trouble;

	step->name = plan->name;
	trouble = plan->run(t, &step->detail);
	step->result = trouble_result(trouble);
	return trouble;
}

/* A second server that would not do is found now, not on the day when the first one fails. */
enum result
directory_test(struct directory *d, struct arena *a, struct directory_step **steps, size_t *count)
{
	struct trial t = { .d = d, .arena = a };
	enum trouble worst = TROUBLE_NONE, trouble;
	bool one_works = false;

	t.steps = ARENA_ARRAY(a, d->uri_count * EACH_COUNT + 1, struct directory_step);
	for (t.index = 0; t.index < d->uri_count; t.index++) {
		t.uri = d->uris[t.index];
		t.seen = false;
		trouble = TROUBLE_NONE;
		for (size_t i = 0; i < EACH_COUNT && trouble == TROUBLE_NONE; i++)
			trouble = run_step(&t, &each[i]);
		one_works = one_works || trouble == TROUBLE_NONE;
		if (worst == TROUBLE_NONE)
			worst = trouble;
	}
	/* Whoever signs in has the server that works: so what it holds is counted though another is down. */
	if (one_works) {
		trouble = run_step(&t, &whole);
		if (worst == TROUBLE_NONE)
			worst = trouble;
	}
	*steps = t.steps;
	*count = t.count;
	return trouble_result(worst);
}
