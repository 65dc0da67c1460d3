/*
 * fold.h - what the parts of the fold share; private to core/.
 *
 * The fold runs in two steps: fold_apply.c walks the events and notes what was done when (fold_duty.c) and who was
 * brought in (fold_party.c, fold_notice.c); fold_clockwork.c then gives every duty its date from those notes.
 * escalation.c calls them in that order.
 */
#ifndef CORE_FOLD_H
#define CORE_FOLD_H

#include "parley/escalation.h"

/* What is noted of each visit of a stage, besides its struct stage_visit; INSTANT_NONE = has not happened. */
enum moment { MOMENT_CONTACT, MOMENT_MEETING, MOMENT_PLANNED, MOMENT_AGREED, MOMENT_CONFIRMED, MOMENT_COUNT };

struct visit_notes {
	instant moments[MOMENT_COUNT]; /* the first contact and meeting; the last plan, agreement and confirmation */
	instant protective;            /* end of the day of the protective timescale */
	const struct event *protected_by;
	const struct person_ref *speakers[2]; /* who spoke when it was left */
};

struct fold {
	struct escalation *e;
	struct fault *fault;
	struct visit_notes *notes;   /* one for each entry of e->visits */
	instant concern;             /* start of the day that the raiser gave */
	instant risk;                /* when immediate risk was first flagged, ended since or not */
	const struct event *telling; /* the immediate risk of which those who are brought in now are told; NULL */
	instant closed;              /* when it was closed, and not reopened */
	uint32_t ended_by;           /* seq of what ended it */
	bool involved;               /* whoever is told of it by their role: those who were named for it, if there are such */
	const struct event **told;   /* notices given of dates that passed, which only the clockwork knows */
	size_t told_count;
	size_t record_room, item_room, lesson_room, meeting_room, companion_room;
	size_t visit_room, note_room, duty_room, party_room, notice_room, told_room, approval_room, vacancy_room, gone_room;
};

/* A fact of this case, for conditions. */
bool fold_condition(const struct escalation *e, const struct condition *c);

/*
 * fold_apply.c: INVALID when the event cannot have happened now; that fault, with why; the notes of the present visit; whom a field
 * names, if they are in the directory, or NULL.
 */
enum result fold_apply(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_cannot(struct fold *fold, const struct event *ev, const char *why) MUST_USE;
struct visit_notes *fold_notes_now(struct fold *fold);
const struct person_ref *fold_person_in(const struct event *ev, const char *name);

/* fold_raised.c */
enum result fold_raised(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_risk_flagged(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_risk_ended(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_risk_told(struct fold *fold, const struct event *ev) MUST_USE;

/* fold_outcome.c: fold_ended() is both closing and withdrawing. */
enum result fold_agreed(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_not_agreed(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_confirmed(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_escalated(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_decided(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_responded(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_ended(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_reopened(struct fold *fold, const struct event *ev) MUST_USE;

/* fold_duty.c: whether it is a duty of no stage or of this visit, and whether whoever acted can do it. */
bool fold_duty_here(const struct escalation *e, const struct duty *d);
bool fold_duty_side_fits(const struct duty *d, const struct event *ev);
/* It is open, and the case cannot be closed before it is done: it may be the turn. */
bool fold_duty_binds(const struct duty *d);
/* For which sides the rule makes a duty (one or two, into `sides`), and what each is called in that visit. */
size_t fold_duty_sides(const struct escalation *e, const struct policy_duty *rule, enum side sides[2]);
const char *fold_duty_key(const struct escalation *e, const struct policy_duty *rule, enum side side, int visit);
struct duty *fold_duty_add(struct fold *fold, const struct policy_duty *rule, enum side side);
/* Its clock starts only when the sides have agreed or the authority has spoken: it is no part of what that ends. */
bool fold_duty_follows(const struct policy_duty *rule);
struct duty *fold_duty_by_key(struct escalation *e, const char *key);
/* One duty of the rule, or one for each side, if its condition holds; and those whose condition came to hold. */
void fold_duty_instantiate(struct fold *fold, const struct policy_duty *rule);
void fold_duty_arise(struct fold *fold);
/* The same of a rule that a notice or an exit's approval makes; `like` has its .asked, .notice or .approves. */
void fold_duty_ask(struct fold *fold, const struct policy_duty *rule, const struct duty *like);
/* One ends; all of an act that are here are done; what becomes of all when the stage ends; what an event ended is open again. */
enum ending { ENDS_AGREED, ENDS_MOVED_ON, ENDS_DECIDED, ENDS_CLOSED, ENDING_COUNT };
void fold_duty_end(struct duty *d, enum duty_status how, const struct event *ev);
void fold_duty_done(struct fold *fold, enum act act, const struct event *ev);
void fold_duty_end_all(struct fold *fold, enum ending how, const struct event *ev);
void fold_duty_give_back(struct fold *fold, uint32_t seq);
/* Whether a duty of this act would still stand where the sides have agreed, or the authority has spoken. */
bool fold_duty_stands_in(const struct escalation *e, const struct policy_duty *rule);

/* fold_move.c: another edition from here on; what was given back of an earlier one stands under the present one. */
enum result fold_move(struct fold *fold, const struct event *ev) MUST_USE;
void fold_move_carry(struct fold *fold, struct duty *d);

/* fold_event.c: whether it took place in this visit of the stage; whether it, in this visit, is the doing of the duty. */
bool fold_event_of_visit(const struct escalation *e, const struct event *ev);
bool fold_event_does(const struct escalation *e, const struct duty *d, const struct event *ev);

/*
 * fold_stage.c: a visit begins; it ends, in a word that says how; the first stage from that one on that applies, or -1;
 * who speaks in stage `to`: whoever is named (NULL: nobody is), else as the policy has it. Before the visit begins.
 */
void fold_stage_enter(struct fold *fold, int stage, const struct event *ev);
void fold_stage_leave(struct fold *fold, const struct event *ev, const char *how);
int fold_stage_from(const struct escalation *e, int stage);
void fold_stage_speakers(struct fold *fold, int to, bool back, const struct person_ref *const named[2]);

/* fold_clockwork.c: dates, and what follows of dates that passed; fold_clockwork() also whose turn it is. */
void fold_date(struct fold *fold);
void fold_clockwork(struct fold *fold);
/* fold_party.c: bring somebody in, once; fold_party_who() everybody that a rule names. */
void fold_party_add(struct fold *fold, const struct party *p);
void fold_party_who(struct fold *fold, const struct policy_who *who, bool informed_only);
/* Whoever did this for a side is on record by name: to act, or, where they were told of a risk and no more, as they were. */
void fold_party_acted(struct fold *fold, const struct event *ev);
/* Only informed, but at once, for their side, of the immediate risk that stands now. */
bool fold_party_at_risk(const struct escalation *e, const struct party *p);
void fold_party_stage(struct fold *fold, int stage);
void fold_party_overall(struct fold *fold);

/* Once all is dated: the tier above whoever let a date pass, who is told of it, can read of what. */
void fold_party_overdue(struct fold *fold);
/* fold_notice.c: notices that an event asks for; of dates that passed; what giving one does. */
void fold_notices(struct fold *fold, enum notice_on on, const struct event *ev);
void fold_notices_overdue(struct fold *fold);
void fold_notices_taken_back(struct escalation *e, enum notice_on on, const struct event *ev);
enum result fold_notice_given(struct fold *fold, const struct event *ev) MUST_USE;
/* The rule of the duty to give it, under that id; the same for an exit's approval. */
const struct policy_duty *fold_notice_rule(const struct escalation *e, const struct policy_notice *n, const char *id);
const struct policy_duty *fold_approval_rule(const struct escalation *e, const struct policy_exit *x, const char *id);
/* What EVENT_NOTIFIED names to say that this duty of a notice is done. */
const char *fold_notice_target(const struct duty *d);
/* Clocks of what is asked for without one: from when it was asked. */
extern const struct policy_anchor fold_asked;

/* fold_approval.c: asking and answering; whether whoever acted may take the exit. */
enum result fold_approval_asked(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_approval_answered(struct fold *fold, const struct event *ev) MUST_USE;
bool fold_approval_given(const struct escalation *e, const struct policy_exit *x, const struct event *ev);
const struct approval *fold_approval_find(const struct escalation *e, const struct policy_exit *x);


/* fold_record.c: a contact or advice is written down, or corrected; what the other side says of it; what still waits for that. */
enum result fold_record_add(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_record_answered(struct fold *fold, const struct event *ev) MUST_USE;
void fold_record_wait(struct fold *fold);
/* fold_vacancy.c: somebody has gone or nobody holds a role; what ends that; whether they are asked in its place. */
enum result fold_vacated(struct fold *fold, const struct event *ev) MUST_USE;
void fold_vacancy_filled(struct escalation *e, enum side side);
void fold_vacancy_acted(struct escalation *e, const struct event *ev);
void fold_vacancy_asked(struct fold *fold, enum side side, int role, bool informed_only);
bool fold_vacancy_is_asked(const struct escalation *e, enum side side, int role, int64_t person_id);
bool fold_has_gone(const struct escalation *e, int64_t person_id);
/* Whoever was named to speak for a side; else the roles that speak there. */
void fold_party_speaker(struct fold *fold, enum side side, bool informed_only);

/* fold_item.c: something is outstanding; it is done or will not be; why it is late; all of it fell away; as duties. */
enum result fold_item_add(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_item_end(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_item_late(struct fold *fold, const struct event *ev) MUST_USE;
void fold_item_taken_back(struct fold *fold, const struct event *ev);
void fold_item_duties(struct fold *fold);
/* escalation_standing.c: one's own standing, if there is any, and those of people who are away and on the same side. */
enum { STANDINGS_MAX = 8 };
size_t fold_standings(const struct escalation *e, const struct viewer *v, struct standing list[STANDINGS_MAX]);

/* fold_lesson.c: something was learnt; what is done about it; as duties. */
enum result fold_lesson_add(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_lesson_answered(struct fold *fold, const struct event *ev) MUST_USE;
void fold_lesson_duties(struct fold *fold);

/*
 * fold_companion.c: somebody is named; says whether; is let go; has left. Who they are at the end becomes a party and a duty.
 * `names` is the event's own field; whether the event is their own doing, not the raiser's.
 */
enum result fold_companion_named(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_companion_answered(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_companion_changed(struct fold *fold, const struct event *ev) MUST_USE;
void fold_companion_gone(struct escalation *e, int64_t person_id, const struct event *ev);
bool fold_companion_acts(const struct escalation *e, const struct event *ev);
void fold_companion_party(struct fold *fold);
void fold_companion_duties(struct fold *fold);
/* The first raiser, as somebody for whom this viewer acts because they support them; NULL. */
const struct viewer *fold_companion_stands_for(const struct escalation *e, const struct viewer *v);
/* The side for which somebody has acted, for themselves or for another; NONE: for neither. */
enum side fold_side_acted_for(const struct escalation *e, int64_t person_id);

/* fold_meeting.c */
enum result fold_meeting_planned(struct fold *fold, const struct event *ev) MUST_USE;
/* Changed, called off, answered, settled. INVALID: no such meeting, or it does not fit. */
enum result fold_meeting_changed(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_meeting_proposed(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_meeting_answered(struct fold *fold, const struct event *ev) MUST_USE;
enum result fold_meeting_settled(struct fold *fold, const struct event *ev) MUST_USE;
void fold_meeting_duties(struct fold *fold);
/* The place among those who are asked of this person, or of whoever they come for; NULL. */
struct invitee *fold_meeting_place(const struct meeting *m, int64_t person_id);


/* The array with room for one more element: itself, or a larger copy in the arena. */
void *fold_grow(struct arena *a, void *array, size_t count, size_t *room, size_t size);
/* The exit of that id in a stage, or NULL. */
const struct policy_exit *fold_exit(const struct escalation *e, int stage, const char *id);
bool fold_has_index(const int *list, size_t count, int index);

#endif
