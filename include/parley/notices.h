/*
 * notices.h - what people were told, as they read it in Parley: notices, messages that nobody got, calendar feeds.
 *
 * Requests of the worker, as in parley/app.h. Nothing here has case content: a reference, a date, and what kind of news.
 */
#ifndef PARLEY_NOTICES_H
#define PARLEY_NOTICES_H

#include "parley/app.h"
#include "parley/store_clockwork.h"

/* One's own: the new ones, and a page of those that were read. */
enum result notices_list(struct app *app, const struct app_request *r, const char *cursor, struct buffer *out,
                         struct fault *f) MUST_USE;
/* Body: one of {"until": id}, {"id": id}, {"reference": "MSP-…"}. Answers how many are left. */
enum result notices_mark(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;

/* Messages that nobody got, for those with a role of oversight in the policy in force, and administrators. DENIED: others. */
enum result notices_undelivered(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* Body: {"how": "By telephone", "again": false}. id: as the path gives it. */
enum result notices_undelivered_settle(struct app *app, const struct app_request *r, const char *id, struct buffer *out,
                                       struct fault *f) MUST_USE;
/* For the clock: whoever oversees is told that this message will not arrive. */
enum result notices_tell_undelivered(struct app *app, const struct outbox_item *item, instant now) MUST_USE;

/* One's own calendar feed: whether there is one, a new link (shown once), none any more. */
enum result notices_feed(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result notices_feed_make(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
enum result notices_feed_remove(struct app *app, const struct app_request *r, struct fault *f) MUST_USE;
/*
 * The feed itself, for whoever has the link; r has no session. NOT_FOUND alike for a link that never was and one that was
 * revoked. etag as in app_escalation().
 */
enum result notices_feed_read(struct app *app, const struct app_request *r, const char *token, const char *known_etag,
                              const char **etag, bool *unchanged, struct buffer *out, struct fault *f) MUST_USE;

#endif
