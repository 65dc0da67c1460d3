/*
 * escalation.h - the fold: what a list of events means under a policy.
 *
 *     state = fold(policy edition, calendar, events, now)
 *
 * Pure. The same function answers the case page, the check before an action, reminders, the timetable of a
 * policy, the preview of a new holiday, and the report. It reads no clock and no row; all that it gives lives in
 * the arena that it was handed and points into policy, calendar and events, which must outlive it.
 * Work: O(events + duties × days counted).
 */
#ifndef PARLEY_ESCALATION_H
#define PARLEY_ESCALATION_H

#include "parley/policy.h"

enum phase {
	PHASE_OPEN,        /* in a stage */
	PHASE_AGREED,      /* the sides have agreed; what follows (confirmation) is under way */
	PHASE_DECIDED,     /* the authority has spoken; each agency answers */
	PHASE_CLOSED,
	PHASE_WITHDRAWN
};
const char *phase_name(enum phase p);

enum duty_status {
	DUTY_WAITING,      /* its clock has not started */
	DUTY_OPEN,
	DUTY_DONE,
	DUTY_UNRESOLVED,   /* ended without being done, because the case moved on: 'resolve' that was escalated */
	DUTY_NOT_NEEDED    /* ended before it was due, because what it was for fell away */
};
const char *duty_status_name(enum duty_status s);

/* What was left outstanding when it was agreed or decided. */
struct outstanding {
	const struct event *event;       /* that wrote it down: "what", "owner", "by" */
	const struct person_ref *owner;
	enum side side;
	instant due;                     /* the end of that day */
	const char *key;                 /* of its duty: "item.7" */
	const struct event *ended;       /* NULL, or what did it, or said why it will not be done, or undid the agreement */
	const char *late_reason;         /* NULL */
};

/* What the case showed, and what is done about it. */
struct lesson {
	const struct event *event;       /* "lesson_kind", "lesson", "change" */
	const struct event *answer;      /* the last one, or NULL */
	bool open;
	instant due;                     /* by when a change was promised; INSTANT_NONE */
};

/* Somebody who supports the first raiser: sees it, writes in it, and once they have said yes acts for them. */
struct companion {
	const struct person_ref *person;
	const struct event *named;       /* raising itself, or later */
	const struct event *answered;    /* yes; NULL: has not said */
	const struct event *ended;       /* said no, was let go, or has gone; NULL: goes on */
};

struct duty {
	const char *key;             /* stable within the case: "speak", "speak@2" (second visit), "respond.receiving" */
	const struct policy_duty *rule;
	int stage;                   /* index; -1 = none; STAGE_GONE */
	int visit;                   /* 1, 2 … */
	enum side side;              /* whose; NONE for a partnership role, and for 'either' and 'jointly' */
	enum duty_status status;
	bool conditional;            /* open, but only becomes due if the stage is not agreed by then ('escalate') */
	struct deadline deadline;    /* with its explanation; .due is the one that counts (protective if that is earlier) */
	instant policy_due;          /* what the policy's own clock gave; INSTANT_NONE */
	instant protective_due;      /* INSTANT_NONE unless set */
	instant done_at;             /* when it happened; INSTANT_NONE */
	uint32_t done_by;            /* seq of the event; 0 */
	bool late;                   /* done or ended after `due`, or open and `now` is after it */
	const char *late_reason;     /* NULL */
	instant asked;               /* what a notice or approval was asked for by; INSTANT_NONE for the policy's own duties */
	const struct policy_notice *notice; /* NULL unless it is to give this one */
	const struct policy_exit *approves; /* NULL unless it is to say whether this exit may be taken */
	const struct outstanding *item;  /* NULL unless it is to do this */
	const struct lesson *lesson;     /* NULL unless it is to answer this */
	const struct companion *companion; /* NULL unless it is theirs, to say whether they support the raiser */
	const struct meeting *meeting; /* NULL unless it is to answer or settle the times of this */
	const struct person_ref *const *people; size_t people_count; /* for whom it waits by name; 0: for whom the rule names */
	instant set_due;                 /* a day that was set for it by those who owe it; INSTANT_NONE */
	const char *set_words;       /* what set it; NULL: just that */
	bool settled;                /* it ended under an earlier edition: its date stays as that edition gave it */
};

#define STAGE_GONE (-2)              /* of what was in a stage that the edition it was moved to does not have */

struct stage_visit {
	int stage;                   /* index; STAGE_GONE */
	const struct policy_stage *rule; /* as the edition has it under which it was entered: name, clause */
	int visit;
	instant entered, left;       /* left INSTANT_NONE while in it */
	uint32_t entered_by, left_by; /* seq; 0 */
	const char *left_how;        /* "escalated", "agreed", "decided" …; NULL */
	const struct person_ref *spoke[2]; /* index side - 1: who had been named to speak there when it was left; NULL */
};

/* Someone whom the policy has brought in: the unit of need to know and of worklists. */
struct party {
	enum side side;
	const char *agency_id;       /* NULL for a partnership role */
	int role;                    /* -1: by name only */
	int64_t person_id;           /* 0: whoever holds the role in that agency */
	int stage;                   /* since which stage */
	bool informed_only;          /* copied in: sees, does not act */
	const struct event *risk;    /* the immediate risk of which they were told at once; NULL */
};

struct notice_due {
	const struct policy_notice *rule;
	uint32_t because;            /* seq of the event that asked for it; 0: a date passed */
	struct deadline deadline;    /* of those that a person gives, the duty's */
	const char *duty;            /* key of the duty to give it, or of the overdue one that it tells of; NULL */
	bool given;
	instant given_at;
};

/* What became of the approval that an exit of this stage needs, in this visit. */
enum approval_state { APPROVAL_ASKED, APPROVAL_GIVEN, APPROVAL_REFUSED };
struct approval {
	const struct policy_exit *exit;
	enum approval_state state;
	const struct event *asked, *answered; /* NULL */
};

/*
 * A record of a contact, or of advice, and what was said of it. Whoever wrote it down approved it for their own side. The other
 * side approves it, or says where it differs; a correction is a record of its own, and the one that it corrects stays.
 */
struct record {
	const struct event *event;
	const struct event *answers[2]; /* index side - 1: how that side approved it or differed; NULL = it has not, or need not */
	const struct event *differed[2]; /* where it differed; it stays when it approves after all */
	const struct event *corrects;   /* NULL, or the record that this corrects */
	const struct event *corrected;  /* NULL, or the record that corrects this */
	uint32_t meeting;               /* id of the meeting of which it is the note; 0 */
};

/* Whether somebody can come at a time. */
enum coming { COMING_UNSAID, COMING_YES, COMING_IF_NEED_BE, COMING_NO, COMING_COUNT };
const char *coming_name(enum coming c); /* as the form has it: "yes" …; "" = unsaid */

enum { MEETING_TIMES_MAX = 5 };

/* Somebody who is asked to a meeting, besides whoever arranged it. */
struct invitee {
	const struct person_ref *who;
	const struct person_ref *instead; /* who comes for them; NULL */
	const struct event *answer;       /* the last, of these times; NULL: they have not answered */
	enum coming coming[MEETING_TIMES_MAX]; /* at each of the meeting's times */
};

/* A meeting that was arranged, or for which times are proposed; what was said of it last. */
struct meeting {
	uint32_t id;                 /* seq of the event that it began with */
	int sequence;                /* how often it was changed since it was set */
	bool cancelled;
	bool proposed;               /* none of its times is settled */
	day on;                      /* DAY_NONE in a preview, and while it is proposed */
	instant starts;              /* INSTANT_NONE: no time was said */
	int minutes;
	instant times[MEETING_TIMES_MAX]; size_t time_count; /* to choose from; of one that is set, its own, if it has one */
	instant answer_by;           /* the end of that day; INSTANT_NONE */
	size_t visit;                /* index of the visit in which it was arranged */
	struct invitee *people; size_t people_count;
	const struct person_ref **coming; size_t coming_count; /* who is expected: they, or who comes for them */
	const struct person_ref **before; size_t before_count; /* who was, before the last event about it */
	const struct event *planned, *last;
	const struct event *asked;   /* what proposed the times; NULL: one was arranged at once */
	const struct event *settled; /* NULL */
	const char *place;           /* NULL */
};

struct escalation_side {
	struct agency_ref agency;
	const struct person_ref *speaker; /* who speaks now; NULL = whoever holds the stage's role */
	const struct event *vacated;      /* whoever was named to speak has gone, and nobody was named since; NULL */
};

/*
 * A role that nobody holds, on a side or (SIDE_NONE) outside both, and who is asked in its place. Over when somebody is
 * named to speak there, when a holder of the role acts, or when the program finds that somebody was given it.
 */
struct vacancy {
	enum side side;
	int role;
	const struct person_ref *asked; size_t asked_count; /* the next tier; 0 = there is none either */
	const struct event *by;
};

struct escalation {
	const struct policy *policy; /* the edition that it runs under now; every index here is one of this edition */
	const struct policy *raised_under;
	const struct event **moves; size_t move_count; /* to other editions, in order */
	const struct calendar *calendar;
	instant now;
	enum phase phase;
	int stage;                   /* index; the last one when no longer open */
	int visit;
	instant raised_at, changed_at;
	uint32_t last_seq;
	const struct event *events; size_t event_count;
	const struct event *raised;
	const struct person_ref *raiser;
	struct escalation_side sides[2]; /* index side - 1 */
	const struct event *agreement;   /* NULL, or the agreement in force */
	const struct event *decision;    /* NULL, or the last decision */
	enum force force;
	const struct event *risk;        /* immediate risk not yet ended; NULL */
	instant protective;              /* a protective timescale in force in this stage; INSTANT_NONE */
	const struct event *protected_by;
	struct stage_visit *visits; size_t visit_count;
	struct duty *duties; size_t duty_count;   /* in order of coming up */
	struct party *parties; size_t party_count;
	struct notice_due *notices; size_t notice_count;
	struct approval *approvals; size_t approval_count; /* of this visit */
	struct record *records; size_t record_count;
	struct vacancy *vacancies; size_t vacancy_count;   /* in force */
	int64_t *gone; size_t gone_count; /* people who have left, and may no longer see it */
	bool raiser_gone;            /* whoever speaks for the raising side does what the first raiser would */
	struct outstanding *items; size_t item_count;
	struct lesson *lessons; size_t lesson_count;
	struct meeting *meetings; size_t meeting_count; /* in the order in which they were arranged */
	struct companion *companions; size_t companion_count; /* in order; at most the last goes on */
	const struct duty *turn;     /* the duty that answers 'whose turn, by when, which clause'; NULL when closed */
	instant next_due;            /* earliest date of an open duty; INSTANT_NONE */
	struct arena *arena;         /* where all of this lives */
};

/*
 * Fold. INVALID (with a fault that names the event's seq) when the list cannot have happened under this policy:
 * the first event is not 'raised', an exit that the stage does not have, an event after the end. `p` is the edition under
 * which it was raised; EVENT_MOVED brings the one that counts from there on (core/fold_move.c). An escalation
 * that was stored is one that folded, so at run time this is a BUG for the caller to log.
 */
enum result escalation_fold(const struct policy *p, const struct calendar *c, const struct event *events,
                            size_t count, instant now, struct arena *a, struct escalation **out,
                            struct fault *f) MUST_USE;

/* The edition under which the event of that seq took place: what its exits, choices and stages are called. */
const struct policy *escalation_edition_at(const struct escalation *e, uint32_t seq);

/* --- what a person may do --- */

/* Whoever looks at it. Roles are stage roles by this policy's ids, from the mapping rules. */
struct viewer {
	int64_t person_id;
	const char *agency_id;
	const char *const *roles;
	size_t role_count;
	/* People who are away, and for whom they act meanwhile: in the order in which it was arranged. NULL: nobody. */
	const struct viewer *absent;
	size_t absent_count;
	const char *name;        /* to be shown: of those who are away; NULL else */
};

/* For which side, and in which role, the viewer belongs to this case; false if they have no business with it. */
struct standing {
	enum side side;
	int role;                /* -1 by name only */
	bool speaks;             /* may move it in the current stage, or decides in it */
	bool informed_only;
	bool told_of_risk;       /* informed only, but at once, for their side, of the immediate risk that stands */
	const struct viewer *instead_of; /* who is away, if it is theirs; NULL: one's own */
};
/*
 * The weightiest standing that somebody has, their own before that of people who are away. Nobody stands in for the
 * other side of a case in which they themselves, or somebody for whom they stand in, are on one.
 */
bool escalation_standing(const struct escalation *e, const struct viewer *v, struct standing *out);

/* Whoever supports the first raiser now, or was asked to and has not answered; NULL. And at the time of an event. */
const struct companion *escalation_companion(const struct escalation *e);
bool escalation_was_companion(const struct escalation *e, const struct event *ev);
/* Why somebody cannot support the first raiser, in a sentence; NULL: they can. */
const char *escalation_companion_fault(const struct escalation *e, const struct person_ref *who);

/*
 * Whether somebody of this standing may read and write what their own agency keeps to itself about the case: its people who
 * take part, on their own side; not those who are only informed, nor whoever acts for the partnership.
 */
bool escalation_has_internal(const struct escalation *e, const struct viewer *v, const struct standing *s);

/* One thing that a person may do now: a button, its form and what happens next. */
struct action {
	const char *id;          /* "escalate", "agree", "done:advice" …: unique in the list */
	enum event_kind kind;
	const struct policy_exit *exit; /* NULL */
	const char *target;      /* as in struct event */
	const char *label;       /* "Escalate to stage 2: line managers" */
	const char *clause;      /* NULL */
	const char *next;        /* what the press itself does, in a sentence; what follows is escalation_preview() */
	struct field_set sets[2];/* the event's own fields and the policy's asks */
	size_t set_count;
	bool primary;            /* the one that the duty at hand asks for */
	enum side side;          /* for which side it will be done */
	int role;
	const struct viewer *instead_of; /* who is away, if it is done for them; NULL */
	const struct meeting *meeting; /* about this one; NULL */
	const struct event *corrects;  /* the record whose words the form begins with; NULL */
};

/* What this viewer may do now, in the order to be shown; empty for someone with no standing. */
void escalation_actions(const struct escalation *e, const struct viewer *v, struct action **out, size_t *count);
/* The action of that id for this viewer, or NULL: the permission check before an event is written. */
const struct action *escalation_action(const struct escalation *e, const struct viewer *v, const char *id);

/*
 * The sides have agreed, the policy has nobody confirm it in writing (in this stage), and nobody has: either side may, by no time.
 */
bool escalation_may_confirm(const struct escalation *e);

/* Of a record, by the seq of its event; NULL. */
const struct record *escalation_record(const struct escalation *e, uint32_t seq);
/* Whether that side has still to say what it thinks of it. */
bool escalation_record_waits(const struct record *r, enum side side);
/*
 * What this viewer may do about one record: ids of actions that are not in the list of escalation_actions() (there may be two
 * hundred records), but are found by escalation_action(). Returns how many.
 */
enum { RECORD_ACTIONS_MAX = 4 };
size_t escalation_record_actions(const struct escalation *e, const struct viewer *v, const struct record *r,
                                 const char *ids[RECORD_ACTIONS_MAX]);

/*
 * The same of one meeting, in the order to be shown: changing it, calling it off, settling it; and for those who are asked to
 * it, also where they else only read, saying when they can come. Returns how many.
 */
struct meeting_action { const char *id, *label; enum event_kind kind; };
enum { MEETING_ACTIONS_MAX = 8 };
size_t escalation_meeting_actions(const struct escalation *e, const struct viewer *v, const struct meeting *m,
                                  struct meeting_action list[MEETING_ACTIONS_MAX]);
/* The meeting of that id, or NULL. */
const struct meeting *escalation_meeting(const struct escalation *e, uint32_t id);
/* It was called off, or its day has passed. */
bool escalation_meeting_is_over(const struct escalation *e, const struct meeting *m);

/* For which side somebody has spoken in this case, or raised it; NONE. */
enum side escalation_spoke_for(const struct escalation *e, int64_t person_id);
/*
 * Who would sit on the panel at one of a meeting's times (its index), of those who can come then. NULL when the policy asks for no
 * panel in the stage for which it was arranged.
 */
struct panel_at { size_t agencies; bool lacks[2]; }; /* how many agencies; which of those concerned is missing (side - 1) */
const struct policy_panel *escalation_panel_at(const struct escalation *e, const struct meeting *m, size_t time,
                                               struct panel_at *out);

/*
 * What follows if this viewer takes this action now: the fold of the events and one more, without fields. NULL when
 * it cannot be told. What 'next' says is made from it, so that no promise differs from what then happens.
 */
struct escalation *escalation_preview(const struct escalation *e, const struct viewer *v, const struct action *action);

/*
 * For whom a duty waits: named people, or roles in an agency or the partnership (struct party with person_id or
 * role). What worklists, reminders and mail are made of. For NULL: who may close what has nothing open any more.
 */
void escalation_waits_for(const struct escalation *e, const struct duty *d, struct party **out, size_t *count);

/*
 * What somebody has to hold now: each side's place, and the roles that an open duty waits for. `speaker` is who was named;
 * else one holder of one of the roles is enough. What has ended has no places.
 */
struct seat {
	enum side side;
	const char *agency_id;       /* NULL: in the partnership */
	const struct person_ref *speaker;
	const int *roles; size_t role_count;
	int above;                   /* index of the stage whose speakers hear that a date passed below them; 0: a place of now */
};
void escalation_seats(const struct escalation *e, struct seat **out, size_t *count);
/* Who is to hear of each date that has passed (escalation_overdue_roles): one holder is enough for somebody to be told. */
void escalation_seats_above(const struct escalation *e, struct seat **out, size_t *count);
/* The vacancy in force of a role on a side, or NULL. */
const struct vacancy *escalation_vacancy(const struct escalation *e, enum side side, int role);
/* Whether this EVENT_VACATED says that a vacant role is held again, and who took it on. */
bool escalation_vacancy_ends(const struct event *ev);
/* Whether it says that nobody holds the tier above a date that passed: those in its place are told, and asked for nothing. */
bool escalation_vacancy_above(const struct event *ev);
/* Whether it says that somebody has gone who only supported the first raiser: no place of the case is empty by it. */
bool escalation_support_left(const struct event *ev);
/* That of a role that speaks for the side in the present stage, or NULL. */
const struct vacancy *escalation_vacant(const struct escalation *e, enum side side);

/*
 * Whether a disagreement can be raised: its category is not turned away, and it is not too late. INVALID with a fault
 * field for each reason. `raised` is the first event as it would be written.
 */
enum result escalation_admit(const struct policy *p, const struct calendar *c, const struct event *raised, struct arena *a,
                             struct fault *f) MUST_USE;

/*
 * What a form's own checks cannot know: whether those who decided are the panel that the policy asks for. For values
 * that passed event_check_fields() and whose agencies were looked up. INVALID with a fault field for each.
 */
enum result escalation_check_values(const struct escalation *e, const struct action *action,
                                    const struct field_value *values, size_t count, struct fault *f) MUST_USE;

/*
 * Whom a notice of the policy goes to now, as parties: what messages and copies are made of. A role on a side means whoever
 * was named for it in this case, and its other holders only when nobody was.
 */
void escalation_who(const struct escalation *e, const struct policy_who *who, bool informed_only, struct party **out,
                    size_t *count);

/* Roles that would speak for a side in a stage ("who gets it"): for proposals. */
size_t escalation_next_roles(const struct escalation *e, int stage, enum side side, const int **roles);

/*
 * Who hears that the date of this duty has passed, above those for whom it waits: whoever would speak for its side in the
 * stage after the one in which it passed. They can read the escalation from then on. 0 for a duty of no side or without a date.
 */
size_t escalation_overdue_roles(const struct escalation *e, const struct duty *d, const int **roles);

#endif
