/* service.c - see service.h. */
#include "service.h"

/* Whether the next server is worth asking: not when this one answered, and said no. */
static bool
may_try_next(enum trouble t)
{
	return t == TROUBLE_DOWN || t == TROUBLE_TIMEOUT || t == TROUBLE_CERTIFICATE || t == TROUBLE_ANSWER;
}

static enum trouble
open_and_bind(struct directory *d, size_t uri)
{
	enum trouble t = channel_open(d, &d->service, uri);

	if (t != TROUBLE_NONE || d->settings.bind_dn == NULL)
		return t;
	t = trouble_from_account(channel_bind(d, &d->service, d->settings.bind_dn, d->bind_password));
	if (t != TROUBLE_NONE)
		channel_close(&d->service);
	return t;
}

enum trouble
service_open(struct directory *d)
{
	enum trouble first = TROUBLE_NONE, t;

	if (channel_is_fresh(&d->service))
		return TROUBLE_NONE;
	channel_close(&d->service);
	for (size_t i = 0; i < d->uri_count; i++) {
		size_t uri = (d->uri + i) % d->uri_count;

		t = open_and_bind(d, uri);
		if (t == TROUBLE_NONE)
			d->uri = uri;
		else if (first == TROUBLE_NONE)
			first = t;
		if (!may_try_next(t))
			return t;
	}
	return first;
}

enum trouble
service_search(struct directory *d, const struct query *q, LDAPMessage **out)
{
	bool kept = channel_is_fresh(&d->service);
	enum trouble t = service_open(d);

	if (t != TROUBLE_NONE)
		return t;
	t = channel_search(d, &d->service, q, out);
	if (t != TROUBLE_DOWN || !kept)
		return t;
	t = service_open(d);
	return t != TROUBLE_NONE ? t : channel_search(d, &d->service, q, out);
}

/* Codes that mean: there is no such group, or nobody in it. */
static bool
is_empty_group(int code)
{
	return code == LDAP_NO_SUCH_OBJECT || code == LDAP_NO_SUCH_ATTRIBUTE || code == LDAP_UNDEFINED_TYPE ||
	    code == LDAP_INVALID_DN_SYNTAX;
}

enum trouble
service_is_member(struct directory *d, const char *group, const char *dn, bool *out)
{
	enum trouble t = service_open(d);
	int code;

	if (t != TROUBLE_NONE)
		return t;
	code = channel_compare(d, &d->service, group, "member", dn);
	if (code != LDAP_COMPARE_TRUE && code != LDAP_COMPARE_FALSE && !is_empty_group(code))
		return trouble_from_code(code);
	*out = code == LDAP_COMPARE_TRUE;
	return TROUBLE_NONE;
}

/* The second connection goes to the server that the service account speaks to: replicas differ for a while. */
static enum trouble
user_open(struct directory *d)
{
	if (channel_is_fresh(&d->user) && d->user.uri == d->service.uri)
		return TROUBLE_NONE;
	channel_close(&d->user);
	return channel_open(d, &d->user, d->service.uri);
}

static enum trouble
bind_as(struct directory *d, const char *dn, const char *password)
{
	int code = channel_bind(d, &d->user, dn, password);

	return trouble_from_sign_in(code, d->detail);
}

enum trouble
service_check_password(struct directory *d, const char *dn, const char *password)
{
	bool kept = channel_is_fresh(&d->user) && d->user.uri == d->service.uri;
	enum trouble t = user_open(d);

	if (t != TROUBLE_NONE)
		return t;
	t = bind_as(d, dn, password);
	if (t != TROUBLE_DOWN || !kept)
		return t;
	t = user_open(d);
	return t != TROUBLE_NONE ? t : bind_as(d, dn, password);
}
