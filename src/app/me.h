/*
 * me.h - who is asking, as every page's answer begins; private to app/.
 */
#ifndef APP_ME_H
#define APP_ME_H

#include "parley/app.h"

/* The policy in force for new escalations; NULL (with a fault) when none was imported yet. */
const struct policy *me_policy(struct app *app, const struct app_request *r, struct fault *f);
/* Adds the members of GET /me as one object. */
void me_write(struct app *app, const struct app_request *r, struct buffer *out, const char *name);

#endif
