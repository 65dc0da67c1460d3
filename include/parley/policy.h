/*
 * policy.h - an escalation policy as data: who talks to whom, by when, who is next, who ends it.
 *
 * These are the shapes that codec/policy_file.c reads a policy file into and that the fold works from. They are
 * frozen once read, live in one arena, and hold no stage number, role name or clause of any policy: the core
 * knows kinds (of events, clocks, exits, forces); a policy is all the rest. Every thing that binds carries its
 * clause. docs/policy-language.md is the manual for the people who write these files.
 *
 * All strings are NUL-terminated UTF-8; lists are arrays with a count; indexes are into the policy's own arrays,
 * -1 for none; a NULL condition always holds.
 */
#ifndef PARLEY_POLICY_H
#define PARLEY_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include "parley/deadline.h"
#include "parley/event.h"

/* --- conditions: a named fact, joined by all/any/not; no expressions, no scripts --- */

/* The facts a condition may ask for. fact_name()/fact_find() give the words used in files. */
enum fact {
	FACT_SUBJECT_KIND,       /* "subject.kind": child, adult, … as the policy lists them */
	FACT_SUBJECT_PLAN,       /* "subject.child_protection_plan": yes, no */
	FACT_SUBJECT_LOOKED_AFTER, /* "subject.looked_after": yes, no */
	FACT_CATEGORY,           /* "category": a category id */
	FACT_RAISING_SECTOR,     /* "raising.sector" */
	FACT_RECEIVING_SECTOR,   /* "receiving.sector" */
	FACT_SAME_AGENCY,        /* "same_agency": yes, no */
	FACT_CONCERN,            /* "concern": disagreement, decision: what the raising clock runs from */
	FACT_TRACK,              /* "track": a track id */
	FACT_OUTCOME,            /* "outcome": id of the last decision's outcome */
	FACT_STAGE_VISIT,        /* "stage.visit": how many times the current stage was entered: "1", "2" … */
	FACT_RAISING_ROLE,       /* "raising.role": the role in which the raiser acted */
	FACT_DUTY,               /* "duty:ID": how a duty of this stage stands: waiting, open, late, done … Only on exits */
	FACT_IMMEDIATE_RISK,     /* "immediate_risk": yes while it is flagged and not ended */
	FACT_HOURS,              /* "hours": working, other: when the risk was flagged. Only on emergencies */
	FACT_FIELD,              /* "field:NAME": a yes/no or choice field that the policy asks for when raising */
	FACT_COUNT
};
const char *fact_name(enum fact f);
bool fact_find(const char *name, enum fact *out);

enum condition_op { CONDITION_FACT, CONDITION_ALL, CONDITION_ANY, CONDITION_NOT };

struct condition {
	enum condition_op op;
	enum fact fact;               /* CONDITION_FACT */
	const char *field;            /* FACT_FIELD: the field's name; FACT_DUTY: the duty's id */
	const char *const *values;    /* CONDITION_FACT holds when the fact is one of these */
	size_t value_count;
	const struct condition *parts; /* ALL, ANY; NOT has one */
	size_t part_count;
	const char *clause;           /* NULL where the thing it belongs to carries it */
};

/* How a fact reads in a given case; NULL where it is not known. */
struct fact_reader {
	const char *(*read)(const void *self, enum fact fact, const char *field);
	const void *self;
};
/* NULL always holds. An unknown fact is none of the values. */
bool condition_holds(const struct condition *c, const struct fact_reader *facts);
/* Before everything is known: false only if it cannot hold, however the unknown facts turn out (core/policy_conditions.c). */
bool condition_may_hold(const struct condition *c, const struct fact_reader *facts);
/* Whether it asks for that fact at all; field narrows FACT_FIELD and FACT_DUTY to one name, NULL = any. */
bool condition_asks_for(const struct condition *c, enum fact fact, const char *field);

/* --- who --- */

enum who_kind {
	WHO_SIDE,        /* one side, by whoever speaks for it at this stage, or one of `roles` */
	WHO_BOTH,        /* each side for itself: becomes two duties */
	WHO_EITHER,      /* whichever side does it first */
	WHO_JOINTLY,     /* both together: done once, waits for both */
	WHO_ROLE,        /* a role of the partnership, outside both sides: chair, business manager, panel */
	WHO_SECTOR,      /* roles at the agency of a sector, whichever side that is, or a third agency */
	WHO_AGENCY,      /* roles at the agency that raising was asked for (a field of type agency) */
	WHO_FIRST_RAISER,
	WHO_SUBJECT,     /* the subject or family: only ever told, never a user */
	WHO_MAILBOX      /* an address that the policy names: only ever told */
};

struct policy_who {
	enum who_kind kind;
	enum side side;               /* WHO_SIDE */
	const int *roles;             /* indexes; empty = whoever speaks at this stage */
	size_t role_count;
	const char *mailbox;          /* WHO_MAILBOX */
	const char *sector;           /* WHO_SECTOR: its id */
	const char *field;            /* WHO_AGENCY: the name of raising's field */
};

/* A role that acts in another's place; with a sector, only in that sector's agencies, which lack the other. */
struct policy_stand_in { int role; const char *sector; };

/* Whether roles of the partnership stand beside roles in the agencies: `kind` says where those are, these are where they are. */
struct policy;
bool policy_who_is_mixed(const struct policy *p, const struct policy_who *who);

struct policy_role {
	const char *id, *name;        /* "line-manager", "Line manager" */
	const char *clause;
	bool partnership;             /* held in the partnership, not in one of the two agencies */
	bool oversight;               /* may see every escalation from the stage on that a notice copies them in */
	const struct condition *when; /* a role that there is only in some cases: the SAB's Chair for an adult */
	const struct policy_stand_in *stand_ins; /* who acts in its absence: the Vice Chair; a chief officer in a charity */
	size_t stand_in_count;
};

/* One cell of the matrix of sector × role: job titles that hold the role there. */
struct policy_titles {
	int role;
	const char *sector;           /* sector id; NULL = every sector */
	const char *const *titles;
	size_t title_count;
	const char *clause;
	bool suggested;               /* not in the text: our suggestion, said to the administrator */
};

/* --- clocks --- */

enum anchor_kind {
	ANCHOR_CONCERN,               /* "disagreement or decision received": the date that the raiser gives */
	ANCHOR_RAISED,
	ANCHOR_STAGE_ENTERED,         /* the current stage, or the one named */
	ANCHOR_FIRST_CONTACT,         /* the first contact between the sides in this visit of the stage */
	ANCHOR_MEETING_HELD,
	ANCHOR_MEETING_PLANNED,       /* the day for which a meeting was arranged in this visit of the stage */
	ANCHOR_AGREED,
	ANCHOR_CONFIRMED,
	ANCHOR_DECIDED,
	ANCHOR_REFERRED,              /* "the issue being brought to attention": entering an authority's stage */
	ANCHOR_CLOSED,
	ANCHOR_NOTIFIED,              /* the notice named was given */
	ANCHOR_RISK,                  /* immediate risk was flagged */
	ANCHOR_DUTY_DONE,             /* another duty, when it was done (actual) */
	ANCHOR_DUTY_DUE,              /* another duty, when it was due */
	ANCHOR_ASKED                  /* what asks for it happened: of notices and approvals without a clock of their own */
};

struct policy_anchor {
	enum anchor_kind kind;
	const char *of;               /* id of the duty, stage or notice; NULL for the current stage */
};

enum firmness { FIRM, INDICATIVE };

/* The same time as another place of the text states it. What counts is the clock's own `within`; the check says it aloud. */
struct policy_statement { struct duration within; const char *clause; };

struct policy_clock {
	struct duration within;
	const struct policy_anchor *from; /* one or several */
	size_t from_count;
	bool from_last;               /* of several: the last of them (all must have happened); else the first */
	enum firmness firmness;
	bool protectable;             /* a protective timescale may shorten it */
	const struct policy_statement *also; /* what the text says of this time elsewhere; nothing counts by it */
	size_t also_count;
};

/* --- duties, notices, exits --- */

/* What doing a duty is: which event by the duty's people ends it. act_name()/act_find() give the words. */
enum act {
	ACT_RAISE,        /* raising itself: done by the raised event, late or not */
	ACT_CONTACT,      /* a contact with the other side is recorded */
	ACT_CONSULT,      /* a consultation inside one's own agency is recorded */
	ACT_RESOLVE,      /* the stage ends agreed; escalating ends it unresolved */
	ACT_ESCALATE,     /* if it is not agreed by then, the next stage is entered */
	ACT_CONFIRM,      /* the outcome is confirmed in writing */
	ACT_DECIDE,       /* the authority recommends, determines or decides */
	ACT_RESPOND,      /* an agency says what it did about the decision */
	ACT_REPLY,        /* a written answer by the other side */
	ACT_MEET,         /* a meeting is held */
	ACT_REPRESENT,    /* representations to the panel */
	ACT_TASK,         /* anything else: somebody says that it is done, in a note */
	ACT_STANDING,     /* holds as long as the case is open; never due, never done */
	/* Not words of the language: the fold makes these duties of notices and of approvals. */
	ACT_NOTIFY,       /* somebody has to be told, by a person */
	ACT_APPROVE,      /* somebody was asked whether an exit may be taken */
	ACT_SIGN,         /* the other side's records wait to be approved; holds nothing up */
	ACT_LESSON,       /* somebody has to say what is done about a lesson; holds nothing up, and outlives the case */
	ACT_SUPPORT,      /* somebody was asked to support the first raiser, and has to say whether; holds nothing up */
	ACT_ANSWER,       /* those who are asked to a meeting say which times they can make; holds nothing up */
	ACT_SETTLE,       /* whoever proposed the times settles on one; holds nothing up */
	ACT_ITEM,         /* what was left outstanding has to be done by its owner, by the day that was agreed */
	ACT_COUNT
};
const char *act_name(enum act a);
bool act_find(const char *name, enum act *out);

struct policy_duty {
	const char *id;               /* unique in the policy */
	const char *clause;
	const char *text;             /* "Speak to the person who raised it, in a call or meeting" */
	const char *short_text;       /* for lists: "speak to the raiser" */
	struct policy_who who;
	enum act act;
	const char *const *counts;    /* CONTACT, MEET: ids of the contact types that count ("meeting"); empty = all. */
	size_t counts_count;          /* 'must speak' is not done by an e-mail. JSON key "counts" */
	struct policy_clock clock;
	const struct condition *when;
	int stage;                    /* -1 = not of one stage: raising, overall */
	bool optional;                /* a recommendation to consider: shown, never late, never blocks */
	const char *note;             /* editor's note, administrators only; NULL */
};

enum notice_on {
	NOTICE_ON_RAISED, NOTICE_ON_STAGE_ENTERED, NOTICE_ON_AGREED, NOTICE_ON_CONFIRMED, NOTICE_ON_DECIDED,
	NOTICE_ON_CLOSED, NOTICE_ON_RISK, NOTICE_ON_ESCALATED, NOTICE_ON_OVERDUE, NOTICE_ON_RESPONDED
};

struct policy_notice {
	const char *id, *clause, *text; /* "The Business Manager is copied in" */
	const char *short_text;       /* what whoever gives it has to do: "tell the family"; NULL */
	const char *duty;             /* OVERDUE: only when this duty is, by its id; NULL = any */
	enum notice_on on;
	int stage;                    /* -1 any; else only there … */
	bool from_stage_on;           /* … and in every later stage */
	struct policy_who to;
	const struct policy_who *by;  /* who has to give it; NULL = the program does */
	struct policy_clock clock;    /* usually at once */
	const struct condition *when;
	const char *form;             /* marking or form that the text asks for; NULL */
	bool informs_only;            /* informed is not deciding: brings no right to act */
	const char *note;
};

enum exit_kind {
	EXIT_AGREED,                  /* settled between the sides */
	EXIT_ESCALATE,                /* to a later stage */
	EXIT_BACK,                    /* to an earlier stage */
	EXIT_REPEAT,                  /* the same stage again, a tier up */
	EXIT_DECIDED,                 /* an authority ends it, with a force */
	EXIT_DISSENT,                 /* goes on as decided, dissent on record */
	EXIT_REFER_OUT                /* to an authority outside the partnership */
};

enum force { FORCE_NONE, FORCE_RECOMMENDATION, FORCE_DETERMINATION, FORCE_BINDING };
const char *force_name(enum force f); /* "recommendation" … */

/* What an exit asks to be told besides its event's own fields: conditions of the policy, as fields of a form. */
struct policy_asks { const struct field *fields; size_t count; };

struct policy_exit {
	const char *id;               /* unique in the stage */
	enum exit_kind kind;
	const char *clause;
	const char *label;            /* the button: "Escalate to stage 2: line managers" */
	int to;                       /* stage index for ESCALATE, BACK; -1 */
	struct policy_who by;
	const struct policy_who *approval; /* who has to approve first (past a stage); NULL */
	const struct condition *when;
	struct policy_asks asks;
	const char *const *grounds;   /* closed list of reasons to choose from; may be empty */
	size_t ground_count;
	const char *outcome;          /* AGREED, DECIDED, DISSENT, REFER_OUT: id of a named outcome; NULL */
	enum force force;
	bool panel;                   /* DECIDED by the stage's panel: the form asks who sat on it */
	const char *note;
};

struct policy_panel {
	int agencies;                 /* how many; 0 = no panel */
	bool concerned_must, concerned_where_possible;
	int chair;                    /* role; -1 */
	const char *clause, *text;
};

struct policy_guidance { const char *text, *clause; };

struct policy_stage {
	const char *id;               /* "1" */
	const char *name;             /* "Stage 1: the two practitioners" */
	const char *clause;
	const char *summary;          /* one or two sentences in plain English */
	const int *speakers[2];       /* roles that speak for SIDE_RAISING, SIDE_RECEIVING (index side - 1) */
	size_t speaker_count[2];
	const int *authority;         /* roles that decide here; empty where the sides settle it themselves */
	size_t authority_count;
	struct policy_panel panel;
	const struct policy_guidance *guidance; /* 'take advice from …': shown, binds nobody */
	size_t guidance_count;
	const struct condition *when; /* a stage passed over when it does not hold */
	int *duties;                  /* indexes into policy.duties, in order */
	size_t duty_count;
	const struct policy_exit *exits;
	size_t exit_count;
	const char *note;
};

/* A limit over the whole or some stages: 'the whole by working day 22', 'one working week for discussion'. */
struct policy_cap {
	const char *id, *clause, *text;
	const int *stages;            /* empty = all */
	size_t stage_count;
	struct policy_clock clock;
	const struct condition *when;
	const char *note;
};

struct policy_category {
	const char *id, *name, *clause;
	const char *excluded;         /* NULL, or where to go instead, in a sentence */
	const struct condition *when;
};

/* Without any condition in the list, the raiser chooses; with one, the first that holds (or has none) is the track. */
struct policy_track { const char *id, *name, *clause, *hint; const struct condition *when; };

/* Until when a disagreement can be raised at all: later ones are turned away. within.words NULL = always. */
struct policy_entry {
	struct duration within;       /* from the day of the disagreement or decision */
	const char *clause, *instead; /* where to go after that, in a sentence */
	const struct condition *unless; /* what lets it in all the same; NULL */
};

struct policy_contact { const char *name, *telephone, *email, *text; };

/* What to do when somebody is at immediate risk; several, by subject or hour. */
struct policy_emergency {
	const char *id, *clause, *text;
	const struct condition *when;
	const struct policy_contact *contacts;
	size_t contact_count;
	const struct policy_who *tell; /* told at once by the program */
	size_t tell_count;
};

/* What the text says of writing down each contact; all NULL where it says nothing: then both sides approve all the same. */
struct policy_paper;
struct policy_records { const char *clause, *text, *form; const struct policy_paper *paper; };
/*
 * The form that the text has for it, in the words that stand on it (NULL: it has none to print): what is over it, line by line;
 * the names of four lines about the case (which case, agency, practitioner, manager); what the box for the issue asks for; what is
 * to be done with the rows; and the heads of their six columns (stage, type of contact, between whom, summary, outcome, date).
 */
enum { PAPER_HEAD = 4, PAPER_COLUMNS = 6 };
struct policy_paper {
	const char *const *title; size_t title_count;
	const char *const *head; size_t head_count;
	const char *details, *rows;
	const char *const *columns; size_t column_count;
};

/* To whom gaps in policy and practice go, and who follows them to a change or a reasoned no; `to` NULL: it does not say. */
struct policy_lessons { const char *clause, *text; const struct policy_who *to; };

/*
 * For somebody to whom status or experience makes it hard to challenge: what the text says of it (NULL: nothing; a companion can be
 * named all the same), and who in their own agency can be asked to raise it for them. policy_support_ask() says who if it does not.
 */
struct policy_support { const char *clause, *text; const struct policy_who *ask; const char *ask_clause; };

struct policy_sector { const char *id, *name, *clause; };

struct contact_book;

struct policy {
	const char *id, *title, *owner;
	const char *edition, *issued, *review; /* as stated; NULL = not stated */
	const char *source;           /* where the text is from */
	const char *const *subjects;  /* "child", "adult" */
	size_t subject_count;
	const char *nation;           /* id of the calendar nation */
	struct day_rules days;        /* .nation is filled in when it meets a calendar */
	const char *days_note;        /* editor's note on how days count; NULL */
	const struct policy_sector *sectors; size_t sector_count;
	const struct policy_category *categories; size_t category_count;
	const struct policy_track *tracks; size_t track_count;
	const struct policy_role *roles; size_t role_count;
	const struct policy_titles *matrix; size_t matrix_count;
	const struct policy_emergency *emergencies; size_t emergency_count;
	struct policy_asks raise_asks; /* what raising asks besides the raised event's own fields */
	struct policy_entry entry;
	const char *track_label;      /* the question that the tracks answer; NULL */
	const struct policy_guidance *raise_guidance; size_t raise_guidance_count;
	const struct policy_duty *duties; size_t duty_count; /* of all stages and of none */
	const struct policy_stage *stages; size_t stage_count;
	const struct policy_notice *notices; size_t notice_count;
	const struct policy_cap *caps; size_t cap_count;
	struct policy_records records;
	struct policy_lessons lessons;
	struct policy_support support;
	const char *note;
	const struct contact_book *contacts; /* what the partnership says of its contacts (contact.h); NULL: as the text has them */
};

/*
 * The fields that raising asks for, with subjects and categories of this policy as choices, and the policy's own
 * asks, cut into pages: one thing a page, in the order to be asked. Lives in the arena.
 */
struct raise_page { const char *id, *title; const struct field *fields; size_t field_count; };
void policy_raise_pages(const struct policy *p, struct arena *a, struct raise_page **pages, size_t *count);

/* Whether anything in the policy hangs on that fact (core/policy_conditions.c). */
bool policy_asks_for(const struct policy *p, enum fact fact, const char *field);

/* Index by id, or -1. */
int policy_role_find(const struct policy *p, const char *id);
int policy_stage_find(const struct policy *p, const char *id);
int policy_duty_find(const struct policy *p, const char *id);
int policy_category_find(const struct policy *p, const char *id);
int policy_track_find(const struct policy *p, const char *id);
int policy_notice_find(const struct policy *p, const char *id);
/* The exit of that id in a stage, or NULL; NULL for the id NULL. */
const struct policy_exit *policy_exit_find(const struct policy_stage *s, const char *id);

/* Whether the raiser says which track it takes: there are tracks, and none has a condition. */
bool policy_track_is_chosen(const struct policy *p);
/*
 * Who says what is done about a lesson: whom the policy names, or else whoever decides in its last stage with an authority.
 * policy_answers_lessons() is true for those who stand in for them as well.
 */
struct policy_who policy_lessons_to(const struct policy *p);
bool policy_answers_lessons(const struct policy *p, int role);
/*
 * Who in the asker's agency can be asked to raise a disagreement for them: the roles that the policy names for it, or else whoever
 * speaks for the raising side in the second stage.
 */
struct policy_who policy_support_ask(const struct policy *p);
/* Whether `role` acts in place of `absent`, in agencies of that sector; NULL = in the partnership. */
bool policy_stands_in(const struct policy *p, int role, int absent, const char *sector);
/*
 * Roles that speak for a side of an agency of that sector in a stage, those who stand in last; for SIDE_NONE its authority
 * (sector NULL). In the arena; returns how many.
 */
size_t policy_speakers(const struct policy *p, int stage, enum side side, const char *sector, struct arena *a,
                       const int **roles);

#endif
