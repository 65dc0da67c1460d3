/* paged.c - see paged.h. */
#include "paged.h"

#define PAGE 500

/* The cookie for the next page; empty when this was the last, or the server knows no pages. */
static enum trouble
next_cookie(LDAP *ld, LDAPMessage *page, struct berval *cookie)
{
	LDAPControl **controls = NULL, *paging;
	enum trouble t = TROUBLE_NONE;
	ber_int_t estimate;
	int code = LDAP_SUCCESS;

	ber_memfree(cookie->bv_val);
	*cookie = (struct berval){ 0 };
	if (ldap_parse_result(ld, page, &code, NULL, NULL, NULL, &controls, 0) != LDAP_SUCCESS)
		return TROUBLE_ANSWER;
	paging = ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls, NULL);
	if (paging != NULL && ldap_parse_pageresponse_control(ld, paging, &estimate, cookie) != LDAP_SUCCESS)
		t = TROUBLE_ANSWER;
	ldap_controls_free(controls);
	return t;
}

/* One page. A cookie belongs to its connection, so only the first page may be asked for again on a new one. */
static enum trouble
fetch_page(struct directory *d, const struct query *q, struct berval *cookie, LDAPMessage **page)
{
	LDAPControl *controls[2] = { NULL, NULL };
	struct query paged = *q;
	enum trouble t;

	/* Not critical: a server without pages answers all at once, or says that it was cut short. */
	if (ldap_create_page_control(d->service.ld, PAGE, cookie, 0, &controls[0]) != LDAP_SUCCESS)
		return TROUBLE_ANSWER;
	paged.controls = controls;
	t = cookie->bv_len == 0 ? service_search(d, &paged, page) : channel_search(d, &d->service, &paged, page);
	ldap_control_free(controls[0]);
	return t;
}

enum trouble
paged_search(struct directory *d, const struct query *q,
    enum trouble (*each)(void *context, LDAP *ld, LDAPMessage *entry), void *context)
{
	struct berval cookie = { 0 };
	enum trouble t = service_open(d);

	while (t == TROUBLE_NONE) {
		LDAPMessage *page = NULL, *entry;
		LDAP *ld;

		t = fetch_page(d, q, &cookie, &page);
		if (t != TROUBLE_NONE)
			break;
		ld = d->service.ld;
		for (entry = ldap_first_entry(ld, page); entry != NULL && t == TROUBLE_NONE; entry = ldap_next_entry(ld, entry))
			t = each(context, ld, entry);
		if (t == TROUBLE_NONE)
			t = next_cookie(ld, page, &cookie);
		ldap_msgfree(page);
		if (cookie.bv_len == 0)
			break;
	}
	ber_memfree(cookie.bv_val);
	return t;
}
