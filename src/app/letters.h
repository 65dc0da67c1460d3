/*
 * letters.h - what messages say: a reference, a date, a link, and nothing else of a case; private to app/.
 *
 * Mail is read over shoulders and kept on other machines. The same table gives the words of the page of notices.
 */
#ifndef APP_LETTERS_H
#define APP_LETTERS_H

#include "parley/app.h"
#include "parley/calendar_ics.h"
#include "parley/mail.h"
#include "parley/store_clockwork.h"

/* Places in the words of a message, and the only ones: what stands there when it is sent. */
#define LETTERS_REFERENCE "{reference}"
#define LETTERS_LINK "{link}" /* of the text; without it, the link stands below */

/* How a kind of notice is put into words, while the setting "wording" does not say otherwise. Never NULL. */
struct letter {
	const char *kind;
	const char *subject, *sentence;
	const char *title;       /* on the page of notices: "It is your turn" */
	bool while_it_holds;     /* says nothing any more when the duty is done or has another date */
	const char *path;        /* where it leads, of what belongs to no escalation; NULL */
};
const struct letter *letters_find(const char *kind);
const struct letter *letters_all(size_t *count);

/*
 * What goes into the reader's calendar, with METHOD REQUEST or CANCEL; `out` stays empty when nothing does. Otherwise as
 * files_run().
 */
enum result letters_calendar(const struct config *config, const struct outbox_item *item, struct fault *f,
                             struct buffer *out, const char **method) MUST_USE;
/* A calendar as iCalendar, written by parley-files. INVALID when an entry is not one line of text; else as files_run(). */
enum result letters_ics(const struct config *config, const struct ics_calendar *c, struct buffer *out,
                        struct fault *f) MUST_USE;

/* Subject and body of one notice, or of a digest of several. At least one item. */
void letters_write(const struct app *app, const struct outbox_item *items, size_t count, bool doubtful,
                   struct buffer *subject, struct buffer *body);

#endif
