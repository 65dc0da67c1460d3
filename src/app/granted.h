/*
 * granted.h - who holds a role by hand alone, and until when: the mark that people see, never the reason (issue 4).
 *
 * A role that a rule gives as well does not end with the grant, so it has no mark. Grants that follow each other without a
 * day between them are one. A statement is spent only on whoever has a grant that lasts.
 */
#ifndef APP_GRANTED_H
#define APP_GRANTED_H

#include "case.h"
#include "mapping.h"

/* As rules and grants of app->snapshot are now. */
struct mapping granted_mapping(const struct app *app, instant now);
/* Of the grants of `m`, those that last and alone give their role; each ends as the last of those that follow it. */
enum result granted_alone(struct app *app, const struct mapping *m, struct arena *a, const struct mapping_grants **out) MUST_USE;
/*
 * Until when somebody has one role by hand alone; DAY_NONE: it is not by hand, or a rule gives it as well. Where that cannot be
 * read just now, the grant's own last day.
 */
day granted_until(struct app *app, const struct mapping *m, const struct person *p, const char *role, struct arena *a);
/* "Chair by hand until Wednesday 1 March 2028", of each role that somebody has so; NULL: of none. */
enum result granted_words(struct app *app, const struct app_request *r, int64_t person_id, const char **out) MUST_USE;
/* Of whoever speaks for a side: the last day, in words; NULL: they may by a rule, or by no role. */
enum result granted_speaker(struct app *app, const struct app_request *r, const struct escalation *e, enum side side,
                            const char **out) MUST_USE;

#endif
