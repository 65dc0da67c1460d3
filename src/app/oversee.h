/*
 * oversee.h - who may look at places that are empty, and fill them; private to app/.
 */
#ifndef APP_OVERSEE_H
#define APP_OVERSEE_H

#include "parley/app.h"

/* Holds a role of oversight under the policy in force. */
bool oversee_all(struct app *app, const struct session *s);
/* Or one that speaks for a side at a later stage than the first: a manager, a lead, of their own agency. */
bool oversee_agency(struct app *app, const struct session *s);

#endif
