/*
 * raise.h - what raising and asking somebody to raise share; private to app/.
 */
#ifndef APP_RAISE_H
#define APP_RAISE_H

#include "case.h"
#include "parley/event_json.h"

enum { RAISE_SETS_MAX = 16 };

/* DENIED for whoever has no stage role in an agency. */
enum result raise_may(const struct app *app, const struct app_request *r, const struct policy *p, struct fault *f) MUST_USE;
/* The fields of all pages. */
size_t raise_sets(const struct policy *p, struct arena *a, struct field_set sets[RAISE_SETS_MAX]);
/* What was typed, held against these fields; DENIED for a category that the policy leaves out: where to go instead. */
struct raise_form { enum client_body body; const struct field_set *sets; size_t count; };
enum result raise_fields_read(const struct app_request *r, const struct policy *p, const struct raise_form *form,
                              struct client_action *sent, struct fault *f) MUST_USE;
/* In which role somebody raises. */
const char *raise_role(const struct app_request *r, const struct policy *p);

/* requests_ask.c: names of the fields that somebody who asks another has to fill in. */
void request_needs_write(struct buffer *out, const char *name);
/*
 * requests.c: the request that is answered by raising it, if `id` names one: *asked_by is whoever asked (NULL: the raiser
 * themselves), and `w` ends it in the same transaction. CONFLICT: it is answered already.
 */
enum result request_for_raising(struct app *app, const struct app_request *r, const char *id, struct case_write *w,
                                const struct person_ref **asked_by, struct fault *f) MUST_USE;

#endif
