/*
 * me.h - who is asking, as every page's answer begins; private to app/.
 */
#ifndef APP_ME_H
#define APP_ME_H

#include "parley/app.h"

/* What most answers begin with: the snapshot is current, and this policy is in force. UNAVAILABLE: none was imported yet. */
enum result me_begin(struct app *app, const struct app_request *r, const struct policy **p, struct fault *f) MUST_USE;
/* The policy in force for new escalations; NULL (with a fault) when none was imported yet. */
const struct policy *me_policy(struct app *app, const struct app_request *r, struct fault *f);
/* Whether the policy in force has them answer lessons, or gives them oversight of all: what the list of lessons is for. */
bool me_learns(const struct policy *p, const struct viewer *v);
/* Whether this person sees to what went wrong: a role of oversight in the policy in force, or an administrator. */
bool me_oversees(struct app *app, const struct app_request *r);
/* Over a whole answer: whatever changes it is another one. */
const char *me_etag(const struct app_request *r, const struct buffer *answer);
/* Adds the members of GET /me as one object. */
void me_write(struct app *app, const struct app_request *r, struct buffer *out, const char *name);

#endif
