/*
 * case.h - one escalation as a use case works with it: loaded, folded, and seen by somebody; private to app/.
 */
#ifndef APP_CASE_H
#define APP_CASE_H

#include "parley/app.h"
#include "parley/store_escalation.h"
#include "parley/store_request.h"
#include "snapshot.h"

struct app_case {
	struct escalation_head head;
	const struct policy *policy; /* under which it was raised; the one in force now is e->policy */
	struct event *events;
	size_t event_count;
	struct escalation *e;
	struct viewer viewer;
	struct standing standing;
};

/* Who looks at it: a session's person with their roles. */
struct viewer case_viewer(const struct app_request *r);
struct viewer case_viewer_of(const struct person *p, struct arena *a);
struct person_ref case_person(const struct person *p);
/* Load, fold and check that this person may see it: NOT_FOUND if they may not know that it exists. */
enum result case_open(struct app *app, const struct app_request *r, const char *reference, struct app_case *out,
                      struct fault *f) MUST_USE;
/* Fold a stored list of events; BUG (with a fault) when it does not fold. */
enum result case_fold(struct app *app, struct arena *a, instant now, const struct escalation_head *head,
                      const struct stored_event *stored, size_t count, struct app_case *out, struct fault *f) MUST_USE;

/* The events from the one of index `before` on, as they are kept. BUG: one cannot be written. */
enum result case_store_events(const struct escalation *e, size_t before, struct arena *a, struct stored_event **out) MUST_USE;

/*
 * People and agencies that a client named by id, looked up and frozen as they are now; faults at /fields/NAME. known (NULL:
 * not wanted): everybody who is named, with what else is known of them.
 */
struct looked_up { struct person *list; size_t count; };
enum result case_look_up(struct app *app, const struct app_request *r, struct field_value *values, size_t count,
                         struct looked_up *known, struct fault *f) MUST_USE;
/*
 * Whoever is next above a side's present speaker in the directory and holds a role that speaks in that stage, and of whom they
 * are the manager. They may work elsewhere: above a school's head stands somebody in the council. NOT_FOUND: nobody.
 */
enum result case_manager(struct app *app, const struct app_request *r, const struct escalation *e, enum side side, int stage,
                         struct person *out, const struct person_ref **below) MUST_USE;
/* Write new events onto a case: fold, project, tell, store. `before` NULL when raising. */
struct case_write {
	const struct app_case *before;
	const struct policy *policy; /* under which it is, or was, raised */
	int64_t edition_id;
	struct event *event;         /* one; seq and times are set here */
	const char *draft_key;
	int64_t upload_id;           /* a file that the event attaches; 0 */
	const struct request_end *raises; /* the request that is answered with it; NULL */
	const char *title;           /* of the confirmation: "Escalated to stage 2" */
	struct escalation *after;    /* out: the fold with the new event, and what the program adds to it */
};
enum result case_write(struct app *app, const struct app_request *r, struct case_write *w, struct buffer *answer,
                       const char **reference, struct fault *f) MUST_USE;

#endif
