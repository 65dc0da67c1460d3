/*
 * impact.h - what another edition of the policy, another calendar or other hours change for one running escalation.
 *
 * Two folds of the same events are compared, duty by duty, by their keys. Pure. Only what is still to be done is
 * compared: what has ended keeps its date (core/fold_move.c).
 */
#ifndef PARLEY_IMPACT_H
#define PARLEY_IMPACT_H

#include "parley/escalation.h"

enum impact_kind {
	IMPACT_DATE,       /* is to be done at another time */
	IMPACT_APPEARS,
	IMPACT_FALLS_AWAY
};
const char *impact_kind_name(enum impact_kind k); /* "date", "appears", "falls-away" */

struct impact {
	enum impact_kind kind;
	const struct duty *before, *after; /* NULL where it is not there */
	bool late_at_once;                 /* it would be late by that alone */
};

/* In the order of `before`, then what appears in the order of `after`. `out` lives in a, and points into both folds. */
void impact_compare(const struct escalation *before, const struct escalation *after, struct arena *a,
                    struct impact **out, size_t *count);
/* When somebody is first to be reminded of an open duty with a date, after the moment of the fold; INSTANT_NONE: not again. */
instant impact_reminded(const struct escalation *e, const struct duty *d);
/*
 * The same of a duty of `after` that keeps its date and is to be reminded of earlier than before, or again: working days
 * begin earlier, the day before is closed, or somebody is at immediate risk and no day is. INSTANT_NONE: it is not; what comes
 * later is found out when it is looked at (reminder_plan). Whoever had this reminder does not get it twice (store_append.h, outbox_row).
 */
instant impact_reminded_earlier(const struct escalation *before, const struct escalation *after, const struct duty *d);

#endif
