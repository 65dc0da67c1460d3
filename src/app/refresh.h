/* refresh.h - when the directory is to be read again; private to app/. */
#ifndef PARLEY_APP_REFRESH_H
#define PARLEY_APP_REFRESH_H

#include "parley/app.h"

/* Whether everybody was not read since the last night began (2am): for the clock. */
enum result refresh_is_due(struct app *app, struct arena *a, instant now, bool *due, struct fault *f) MUST_USE;

#endif
