/*
 * fold_event.c - whether an event is of this visit of the stage, and which duties it does.
 */
#include <string.h>

#include "fold.h"

static bool
type_counts(const struct duty *d, const char *type)
{
	if (!type)
		return true; /* a preview: what will count is not known yet, and doing it right does it */
	for (size_t i = 0; i < d->rule->counts_count; i++) {
		if (strcmp(d->rule->counts[i], type) == 0)
			return true;
	}
	if (d->rule->act == ACT_MEET && d->rule->counts_count == 0)
		return strcmp(type, "meeting") == 0 || strcmp(type, "video") == 0;
	return d->rule->counts_count == 0;
}

/* What took place before this visit of the stage is on record, but does none of its duties. People write minutes. */
bool
fold_event_of_visit(const struct escalation *e, const struct event *ev)
{
	return ev->happened / INSTANT_MINUTE >= e->visits[e->visit_count - 1].entered / INSTANT_MINUTE;
}

static bool
contact_does(const struct duty *d, const struct event *ev)
{
	switch (d->rule->act) {
	case ACT_CONTACT:
	case ACT_MEET:
		return true; /* a conversation is both sides' doing, whoever writes it down */
	case ACT_REPLY:
		return fold_duty_side_fits(d, ev);
	default:
		return false;
	}
}

bool
fold_event_does(const struct escalation *e, const struct duty *d, const struct event *ev)
{
	switch (ev->kind) {
	case EVENT_CONTACT:
		return fold_event_of_visit(e, ev) && contact_does(d, ev) && type_counts(d, event_text(ev, "contact_type"));
	case EVENT_CONSULTED: return d->rule->act == ACT_CONSULT && fold_duty_side_fits(d, ev);
	case EVENT_CONFIRMED: return d->rule->act == ACT_CONFIRM && fold_duty_side_fits(d, ev);
	case EVENT_RESPONDED: return d->rule->act == ACT_RESPOND && fold_duty_side_fits(d, ev);
	default: return false;
	}
}
