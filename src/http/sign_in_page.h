/*
 * sign_in_page.h - the pages that work without JavaScript: sign in and sign out.
 */
#ifndef PARLEY_HTTP_SIGN_IN_PAGE_H
#define PARLEY_HTTP_SIGN_IN_PAGE_H

#include "routes.h"

enum result sign_in_page_show(struct exchange *x) MUST_USE;
enum result sign_in_page_submit(struct exchange *x) MUST_USE;
/* The emergency administrator: a password from the server's command line, and no directory. */
enum result sign_in_page_emergency(struct exchange *x) MUST_USE;
/* Whoever it is, is in: the cookie of the session, which ends an earlier one, and on to where they wanted to go. */
void sign_in_page_enter(struct exchange *x, struct signed_in *in);
/* The page for somebody whom their computer did not sign in by itself. */
void sign_in_page_fall_back(struct exchange *x);
enum result sign_in_page_leave(struct exchange *x) MUST_USE;
/* The page again, with what is wrong and the status that goes with it: for every fault of a page's route. */
void sign_in_page_fault(struct exchange *x);

#endif
