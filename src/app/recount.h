/*
 * recount.h - going through the running escalations because an edition, the calendar or the hours changed for them; private to app/.
 *
 * A pass is a row in the store with a cursor. Whoever finds it unfinished goes on: the request that began it does the first
 * part, parley-clock the rest, and the command line all of it. A case is moved, or its dates are put right, in one
 * transaction with its event and the messages; if somebody acted meanwhile it is looked at again.
 */
#ifndef APP_RECOUNT_H
#define APP_RECOUNT_H

#include "parley/store_recount.h"
#include "edition.h"
#include "case_impact.h"

#define RECOUNT_CASES_MAX 200 /* that may be chosen by their references */

/*
 * Move running escalations to `target`: all that run under `origin`, or those of `cases` (references, separated by spaces).
 * INVALID with a fault at /from, /references or /why.
 */
struct recount_ask { int64_t origin, target; const char *cases; };
enum result recount_check(struct app *app, const struct recount_ask *ask, struct arena *a, struct fault *f) MUST_USE;
enum result recount_begin_move(struct app *app, const struct recount_ask *ask, const struct edition_asker *who,
                               struct arena *a, struct recount *out, struct fault *f) MUST_USE;
/* The world to which the cases of a pass come. */
enum result recount_world(struct app *app, const struct recount *r, struct arena *a, struct case_world *out,
                          struct fault *f) MUST_USE;
/* What a pass would do, as far as it was looked at; the first `most` cases in which something changes are given to `write`. */
struct recount_view {
	instant now, until;  /* the instance's clock; the machine's, INSTANT_NONE: to the end */
	int64_t after;       /* where it came to, and goes on from */
	bool finished;
	size_t seen, changed, refused, late, shown, most;
	void (*write)(struct buffer *out, struct arena *a, const struct case_impact *i);
	struct buffer *out;
};
/* Look on, at least at one case. Nothing is stored. */
enum result recount_preview(struct app *app, const struct recount *r, const struct case_world *w, struct recount_view *v,
                            struct fault *f) MUST_USE;
/*
 * A setting by which dates are counted: which running escalations another value changes, as sections of a preview; and the pass
 * that follows its change, begun in the transaction of the change.
 */
enum result recount_setting_preview(const struct setting_work *w, enum setting_id id, const void *value,
                                    struct setting_preview *out, struct fault *f) MUST_USE;
enum result recount_setting_begin(const struct setting_work *w, const char *name) MUST_USE;
/* Of recount_world: as it was under the version before the change, and as it is. */
enum result recount_setting_world(struct app *app, const struct recount *r, struct arena *a, struct case_world *out,
                                  struct fault *f) MUST_USE;
/*
 * Go on with a pass until `until` by the machine's clock (INSTANT_NONE: to the end), at least one case. r->cursor, the
 * counts and r->finished are kept in the store. CONFLICT: somebody else is at it.
 */
enum result recount_run(struct app *app, struct recount *r, instant now, instant until, struct fault *f) MUST_USE;
/* What parley-clock does with all that are unfinished. */
enum result recount_tick(struct app *app, struct arena *a, instant now, instant until, struct fault *f) MUST_USE;

#endif
