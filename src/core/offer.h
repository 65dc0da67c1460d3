/*
 * offer.h - what the parts of 'what may somebody do now' share; private to core/.
 */
#ifndef CORE_OFFER_H
#define CORE_OFFER_H

#include "fold.h"

struct offer {
	const struct escalation *e;
	const struct viewer *viewer; /* as whom: they themselves, or somebody who is away */
	int64_t person_id;           /* who it really is */
	struct standing standing;
	bool raiser;
	struct action *list;
	size_t count, room;
};

/* One more action, with the event's own fields, for the viewer's side and role. */
struct action *offer(struct offer *o, enum event_kind kind, const char *id, const char *label, const char *next);

/* offer_who.c: whether this standing counts as that role; is one of the rule's roles; is meant by the rule at all. */
bool offer_who_acts_as(const struct offer *o, int role);
bool offer_who_is_named(const struct offer *o, const struct policy_who *who);
bool offer_who_is_meant(const struct offer *o, const struct policy_who *by);

/* offer_exits.c: the exits of the present stage, and asking for and giving what they need approval for. */
void offer_exits(struct offer *o);

/* offer_duties.c: one's own duties; notices that one has to give; whether a duty, or an open one of that act, is theirs. */
void offer_duties(struct offer *o);
void offer_duties_notices(struct offer *o);
bool offer_duties_mine(const struct offer *o, const struct duty *d);
bool offer_duties_open(const struct offer *o, enum act act);

/* escalation_meetings.c: arranging and proposing; INVALID with a fault field for a time that is none. */
void offer_meetings(struct offer *o);
bool offer_is_meeting(enum event_kind kind);
/* The action of that id on one meeting, or NULL: also for those who are asked to it and else only read. */
const struct action *offer_of_meeting(const struct escalation *e, const struct viewer *v, const char *id);
enum result offer_meeting_check(const struct escalation *e, const struct field_value *values, size_t count,
                                struct fault *f) MUST_USE;

/* escalation_records.c: the action of that id on one record, or NULL. */
const struct action *offer_of_record(const struct escalation *e, const struct viewer *v, const char *id);

#endif
