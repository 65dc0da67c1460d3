/*
 * attachments.h - files as actions and notes name them; private to app/.
 */
#ifndef APP_ATTACHMENTS_H
#define APP_ATTACHMENTS_H

#include "parley/app.h"
#include "parley/store_attachment.h"

/* The upload of that number, if it is this person's for this case and not attached yet; a fault at /fields/upload else. */
enum result attachments_take(struct app *app, const struct app_request *r, int64_t escalation_id, const char *upload,
                             struct upload *out, struct fault *f) MUST_USE;
/* For an event that attaches one: its type, size and hash become part of the event. *upload_id is left alone for others. */
enum result attachments_describe(struct app *app, const struct app_request *r, int64_t escalation_id, struct event *ev,
                                 int64_t *upload_id, struct fault *f) MUST_USE;
/* Uploads that nothing has named within a day go, with their files. `now`: the instance's clock, as at their sending. */
enum result attachments_sweep(struct app *app, struct arena *a, instant now) MUST_USE;

#endif
