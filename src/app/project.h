/*
 * project.h - what lists need, made from a fold; private to app/.
 */
#ifndef APP_PROJECT_H
#define APP_PROJECT_H

#include "parley/app.h"
#include "parley/impact.h"
#include "parley/store_append.h"

/* Somebody has to do it; and lists show that the duty waits for somebody now. */
bool project_is_open(const struct duty *d);
bool project_waits_now(const struct escalation *e, const struct duty *d);

/* Rows of store's projection of this state; queues are looked up, or made, in the store. */
enum result project_make(struct app *app, const struct escalation *e, struct arena *a, struct projection *out) MUST_USE;
/*
 * Somebody came to be at immediate risk between the two: reminders that waited for a working day do so no more, and true says
 * that what was told and still waits goes now as well.
 */
bool project_hurry(const struct escalation *before, const struct escalation *after, struct projection *p);
/*
 * Whom the events from `first` on tell by mail, besides the actor of the first (parley/told.h). Those after the first are
 * the program's own: somebody is missing. `before`: the case without them; NULL when it is raised.
 */
enum result project_tell(struct app *app, const struct escalation *before, const struct escalation *e, uint32_t first,
                         struct arena *a, struct outbox_row **rows, size_t *count) MUST_USE;
/* Meetings for calendars; and a row more for each person whom an event about one tells, from `count` on. */
void project_meetings(const struct escalation *e, struct arena *a, struct projection *p);
size_t project_tell_meeting(const struct escalation *e, const struct event *last, struct arena *a, struct outbox_row *rows,
                            size_t count, size_t room);
/* For whom this duty waits, to be reminded of its date with a notice of that kind. */
enum result project_tell_reminder(struct app *app, const struct escalation *e, const struct duty *d,
    const char *kind, struct arena *a, struct outbox_row **rows, size_t *count) MUST_USE;
/* Whom it concerns that this duty is overdue: those whom it waits for, and the next tier of their side. */
enum result project_tell_overdue(struct app *app, const struct escalation *e, const struct duty *d, struct arena *a,
                                 struct outbox_row **rows, size_t *count) MUST_USE;

/*
 * Whom it concerns that a case was counted again: those for whom something changed, and when it was moved those who have
 * something to do in it, and its raiser. One message a person for the whole pass, of no case.
 */
enum result project_tell_recount(struct app *app, const struct escalation *e, const struct impact *list, size_t list_count,
                                 int64_t recount, struct arena *a, struct outbox_row **rows, size_t *count) MUST_USE;

#endif
