/*
 * settings.h - what administrators set, for the edge and the command line. How a kind of setting is made stands in
 * src/app/setting.h, and in docs/settings.md.
 *
 * Every setting is a document with versions. Whoever changes one says which version they saw, is shown before
 * saving what it changes, and says why. No case content is shown here.
 */
#ifndef PARLEY_SETTINGS_H
#define PARLEY_SETTINGS_H

#include "parley/app.h"

/* --- requests: `out` gets the body of docs/api.md --- */
enum result settings_all(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f) MUST_USE;
/* version: as the query gives it; NULL = the newest. *etag is made from the newest version's number. */
enum result settings_one(struct app *app, const struct app_request *r, const char *name, const char *version,
                         const char **etag, struct buffer *out, struct fault *f) MUST_USE;
/* Body {"value"}: what it would change. Nothing is stored. */
enum result settings_preview(struct app *app, const struct app_request *r, const char *name, struct buffer *out,
                             struct fault *f) MUST_USE;
/*
 * Body {"value", "why"}. if_match: the header, with the version that was seen; INVALID "if-match" without.
 * CONFLICT "setting-changed": `out` holds the members theirs and compared for the problem document.
 */
enum result settings_put(struct app *app, const struct app_request *r, const char *name, const char *if_match,
                         struct buffer *out, struct fault *f) MUST_USE;
/* Body {"version", "why"}: takes back the newest version. CONFLICT as for settings_put. */
enum result settings_undo(struct app *app, const struct app_request *r, const char *name, struct buffer *out,
                          struct fault *f) MUST_USE;

/* Who is called so, which roles they have and why: the rule and what it matched, what was granted until when. Logged. */
enum result settings_people(struct app *app, const struct app_request *r, const char *q, struct buffer *out,
                            struct fault *f) MUST_USE;
/* Body {"text", "nation", "value"}: the rows of a published list beside the list as `value` changes it. */
enum result settings_calendar_rows(struct app *app, const struct app_request *r, struct buffer *out,
                                   struct fault *f) MUST_USE;

/* Body {"value"} of the setting "mail": a message to whoever asks, by these settings, before they are saved. INVALID
 * "mail-not-sent" with why; LIMIT when it was tried too often. */
enum result settings_mail_test(struct app *app, const struct app_request *r, struct buffer *out,
                               struct fault *f) MUST_USE;
/* For doctor: the mail server that is set, ready to send; *url is its address, also when that failed. */
enum result settings_mailer(struct app *app, struct arena *a, struct mailer **out, const char **url, struct fault *f) MUST_USE;

/* --- the command line: printed into `out`, as text or JSON --- */
struct settings_command {
	const char *name;          /* NULL for the list */
	const char *file;          /* with the value, as JSON */
	const char *version;       /* NULL = the newest */
	const char *why;           /* NULL */
	const char *to;            /* of undo: a version, or NULL: the one before */
	bool preview;              /* say what would change, and change nothing */
	bool json;
};
enum result settings_print_all(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                               struct fault *f) MUST_USE;
/* Without json, in words; with it, the value alone: what settings_set_file takes. */
enum result settings_print(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                           struct fault *f) MUST_USE;
enum result settings_print_history(struct app *app, struct arena *a, const struct settings_command *c,
                                   struct buffer *out, struct fault *f) MUST_USE;
enum result settings_set_file(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                              struct fault *f) MUST_USE;
enum result settings_take_back(struct app *app, struct arena *a, const struct settings_command *c, struct buffer *out,
                               struct fault *f) MUST_USE;

#endif
