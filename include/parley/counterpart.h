/*
 * counterpart.h - whom the policy's matrix and the directory propose for a person field of a form, and why. Pure.
 *
 * Somebody else can be chosen, and then a reason is asked for, in the field that says `explains` (parley/event.h): it is kept in the event. What
 * only the directory knows (who manages whom, whether anybody holds a role) is put into the place by the app.
 */
#ifndef PARLEY_COUNTERPART_H
#define PARLEY_COUNTERPART_H

#include "parley/escalation.h"

/* What a person field of a form stands for. */
struct counterpart_place {
	const char *field;                   /* "receiving_speaker" */
	const char *why_field;               /* where the reason is asked: "receiving_speaker_why" */
	enum side side;                      /* whose place it is; NONE: of a meeting, to which both sides and others are asked */
	struct agency_ref agency;            /* of that side */
	const struct policy *policy;
	const struct escalation *e;          /* NULL: it is being raised */
	int stage;                           /* in which they are to speak, or meet */
	const int *roles; size_t role_count; /* any of which is enough, in that agency; partnership roles are left out */
	const struct person_ref *speaker;    /* who goes on speaking unless somebody else is named; NULL */
	int64_t manager; const char *below;  /* by the app: above `below` in the directory, and a tier of the policy; 0 */
};

/* The stage that an action leads to, or -1: a repeat goes up a tier in the same one. */
int escalation_stage_after(const struct escalation *e, const struct action *action);

/* The places of an action's form whose field is explained by another, in its arena. */
void counterpart_places(const struct escalation *e, const struct action *action, struct counterpart_place **out,
                        size_t *count);
/* Who answers for the other agency when it is raised (field "receiving_person"). */
struct counterpart_place counterpart_of_raising(const struct policy *p, const struct agency_ref *agency, struct arena *a);

/* Why this person is proposed there: a sentence without a full stop; NULL: they are not. `who` as the mapping has them now. */
const char *counterpart_why(const struct counterpart_place *place, const struct viewer *who, struct arena *a);
/* "Nobody at Marlowe Housing is line manager at the moment": of a place whose roles nobody holds. NULL where no role is named. */
const char *counterpart_vacant(const struct counterpart_place *place, struct arena *a);
/* What to say when the reason is missing. vacant: nobody holds any of the roles. */
enum result counterpart_ask_why(const struct counterpart_place *place, bool vacant, struct fault *f) MUST_USE;

#endif
