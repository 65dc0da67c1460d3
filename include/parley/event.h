/*
 * event.h - what can happen to an escalation.
 *
 * An escalation is the list of its events, and an action is an event with a form. Each kind of event has a row
 * in one table (core/event.c): its name, its fields with their types and sizes, who may do it. The same table
 * checks what was sent, reads and writes the JSON (codec/event_json.c) and draws the form (www/). To add a kind:
 * one enumerator here, one row there, what it does in core/escalation_apply.c, its words in www/words.js.
 */
#ifndef PARLEY_EVENT_H
#define PARLEY_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "parley/instant.h"
#include "parley/fault.h"

enum side { SIDE_NONE, SIDE_RAISING, SIDE_RECEIVING };
const char *side_name(enum side s); /* "raising", "receiving", "none" */
enum side side_other(enum side s);
enum side side_find(const char *name); /* NONE for anything else, and NULL */

enum event_kind {
	EVENT_RAISED,
	EVENT_CONTACT,      /* a contact between the sides was recorded */
	EVENT_CONSULTED,    /* advice was taken inside one's own agency */
	EVENT_AGREED,
	EVENT_NOT_AGREED,   /* 'agreed' is contradicted: the stage goes on */
	EVENT_CONFIRMED,
	EVENT_ESCALATED,    /* a stage was left by an exit to another stage: later, back, or the same again */
	EVENT_DECIDED,      /* the authority recommended, determined or decided */
	EVENT_RESPONDED,    /* an agency said what it did about the decision */
	EVENT_DONE,         /* a duty of act 'task' was done */
	EVENT_ASSIGNED,     /* somebody else speaks for a side, with a reason */
	EVENT_PROTECTED,    /* a protective timescale was set, with a reason */
	EVENT_RISK_FLAGGED, /* immediate risk */
	EVENT_RISK_ENDED,
	EVENT_RISK_TOLD,    /* who was told of it, by a person, when */
	EVENT_NOTIFIED,     /* a notice of the policy was given (by a person or the program) */
	EVENT_PLANNED,      /* a meeting was arranged for a day */
	EVENT_APPROVAL_ASKED, /* whether an exit may be taken that needs approval */
	EVENT_APPROVED,
	EVENT_REFUSED,      /* the approval */
	EVENT_LATE_REASON,  /* why something is late; the date stays */
	EVENT_VACATED,      /* the program: somebody who was in it has gone, or nobody holds a role that it waits for */
	EVENT_WITHDRAWN,
	EVENT_CLOSED,
	EVENT_REOPENED,
	EVENT_RECORD_APPROVED, /* the other side: the record of a contact is right */
	EVENT_RECORD_DIFFERED, /* the other side: where the record differs from what they know; it stands beside it */
	EVENT_OVERSIGHT,    /* a manager looked at it, and says so on record */
	EVENT_ITEM_ADDED,   /* something is outstanding: who does it, by when; done by EVENT_DONE with "item.SEQ" */
	EVENT_ITEM_DROPPED, /* it will not be done, and why */
	EVENT_ATTACHED,     /* a letter, minutes, an e-mail, to the case or to one record */
	EVENT_LESSON,       /* a gap in policy or practice, or good practice, that the case showed */
	EVENT_LESSON_ANSWERED, /* a change, one that is promised, or a reasoned no */
	EVENT_MEETING_CHANGED, /* another day, time, or others are asked */
	EVENT_MEETING_CANCELLED,
	EVENT_MEETING_PROPOSED, /* several times for one, or other times for the one in `target` */
	EVENT_MEETING_ANSWERED, /* which of its times somebody who is asked can make, and who comes for them */
	EVENT_MEETING_PAPERS, /* records and files that are among its papers */
	EVENT_MEETING_SETTLED, /* one of them, or another, is the time */
	EVENT_MOVED,        /* from here on it runs under another edition of the policy */
	EVENT_COMPANION_NAMED,    /* somebody supports the first raiser, and acts beside and for them */
	EVENT_COMPANION_ANSWERED, /* by whom that is: yes, or no */
	EVENT_COMPANION_CHANGED,  /* nobody does any more, or somebody else does; and why */
	EVENT_KIND_COUNT
};
/* What somebody answers to "support" who asks another to raise it: then nothing is raised. */
#define EVENT_ASK_ANOTHER "ask"
const char *event_kind_name(enum event_kind k); /* "risk-flagged" */
bool event_kind_find(const char *name, enum event_kind *out);

enum field_type {
	FIELD_LINE,     /* one line */
	FIELD_TEXT,     /* several lines */
	FIELD_CHOICE,   /* one of `choices` */
	FIELD_CHOICES,  /* some of `choices`; value is a list, joined by '\n' in struct field_value.text */
	FIELD_YES_NO,   /* "yes" or "no" */
	FIELD_DECLARE,  /* a box that must be ticked: "yes" */
	FIELD_DATE,     /* YYYY-MM-DD, not after today */
	FIELD_DAY_AHEAD,/* YYYY-MM-DD, not before today */
	FIELD_TIME,     /* RFC 3339 or local; not in the future */
	FIELD_TIME_AHEAD, /* the same, still to come */
	FIELD_PERSON,   /* one person of the directory: id, frozen as they are that day */
	FIELD_PEOPLE,   /* up to 20 */
	FIELD_AGENCY,   /* id */
	FIELD_NHS_NUMBER,/* ten digits, modulus 11; spaces and hyphens are dropped */
	FIELD_UPLOAD     /* a file that was sent before: its number; no policy asks for one */
};
const char *field_type_name(enum field_type t);

struct choice { const char *id, *label, *hint; };

struct field {
	const char *name;        /* "reason": lower case with underscores */
	const char *label;       /* "Why it could not be agreed" */
	const char *hint;        /* NULL */
	enum field_type type;
	bool required;
	size_t max;              /* code points; 0 = the type's own: LINE 200, TEXT 10,000 */
	const struct choice *choices;
	size_t choice_count;
	const char *only_if;     /* "field=value": asked, and allowed, only then; NULL = always */
	const char *clause;      /* why the policy asks for it; NULL */
	/*
	 * NULL, or the name of the field whose answer this explains. It is allowed only with that one; of people it has to be
	 * answered when they are not those whom the policy and the directory propose (parley/counterpart.h), of others always.
	 */
	const char *explains;
};

/* People and agencies as they were that day: an event never changes when the directory does. */
struct person_ref {
	int64_t id;              /* 0 = somebody who is not in the directory */
	const char *name, *title, *agency_id, *agency;
};
struct agency_ref { const char *id, *name, *sector; };

struct field_value {
	const char *name;
	const char *text;        /* every type but people and agencies */
	const struct person_ref *people; size_t people_count; /* PERSON, PEOPLE */
	const struct agency_ref *agency; /* AGENCY */
};

struct policy;

struct event {
	uint32_t seq;            /* 1, 2, 3 … within the escalation */
	enum event_kind kind;
	instant recorded;        /* when it was written down: the server's clock */
	instant happened;        /* when it took place; never later than recorded */
	struct person_ref actor; /* id 0: the program itself */
	struct person_ref for_whom; /* who was away, and for whom the actor stood in; id 0: they acted for themselves */
	enum side side;          /* for which side the actor acted; NONE for partnership roles and the program */
	const char *role;        /* id of the stage role in which they acted; "" = none */
	const char *exit;        /* AGREED, ESCALATED, DECIDED, the approvals: id of the exit of the stage; NULL otherwise */
	const char *target;      /* DONE, LATE_REASON: key of the duty; NOTIFIED: id of the notice; ASSIGNED: "raising", "receiving";
	                          * RECORD_APPROVED, RECORD_DIFFERED: seq of the record; CONTACT, CONSULTED: of the one that
	                          * this corrects, or CONTACT: id of the meeting of which it is the note; MEETING_*: id of the meeting; ITEM_DROPPED: key of its duty; LESSON_ANSWERED: seq of the lesson; ATTACHED: of the record, or id
	                          * of the meeting, that it belongs to; MOVED: number of the edition; NULL */
	const struct policy *edition; /* MOVED: the edition of that number; not stored: whoever loads the event puts it here */
	const struct field_value *fields;
	size_t field_count;
};

/* The fields that every event of this kind has, whatever the policy. */
const struct field *event_fields(enum event_kind k, size_t *count);
/* Of EVENT_DONE where what is done is to put one's view to those who decide. */
const struct field *event_representation_fields(size_t *count);
/* The value of a field by name, or NULL. */
const struct field_value *event_field(const struct event *e, const char *name);
/* Its text, or NULL. */
const char *event_text(const struct event *e, const char *name);

/*
 * Check values against two lists of fields (the event's own and the policy's asks): unknown names, missing or
 * blank required ones, only_if, sizes, forms, choices, dates against `now`, NHS numbers. Each wrong one becomes a
 * fault field at "/fields/NAME". People and agencies are checked to be present, not looked up: the app does that.
 */
struct field_set { const struct field *fields; size_t count; };
enum result event_check_fields(const struct field_set *sets, size_t set_count, const struct field_value *values,
                               size_t value_count, instant now, struct fault *f) MUST_USE;

/* Modulus 11 (shared facts: NHS Data Dictionary). `s` may hold spaces and hyphens; out gets ten digits. */
enum result nhs_number_parse(const char *s, char out[11]) MUST_USE;

#endif
