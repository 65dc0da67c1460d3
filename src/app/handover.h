/*
 * handover.h - places in running escalations given to somebody else: what the page and the command share; private to app/.
 */
#ifndef APP_HANDOVER_H
#define APP_HANDOVER_H

#include "case.h"

/* One place: as sent, and what became of it. */
struct place { const char *reference; enum side side; const char *result; };

struct handover {
	struct app *app;
	const struct app_request *r; /* session NULL: at the command line, which may give away those of every agency */
	struct person to;
	int64_t from;               /* whose places; 0 = empty ones */
	const char *reason;
	bool preview;
	struct place *places;
	size_t count, done;
};

bool handover_has_ended(const struct escalation *e);
enum result handover_open(struct app *app, const struct app_request *r, int64_t id, struct app_case *c,
                          struct fault *f) MUST_USE;
/*
 * Gives one place, or says in place->result in a word what stands against it. Whoever gets it is told once for all of the
 * request, in the transaction of the first: cut short, they hear of what was done.
 */
enum result handover_one(struct handover *h, struct place *place) MUST_USE;

#endif
