/*
 * escalation_json.h - the answers of docs/api.md, written straight into the buffer from what the core gives.
 *
 * Every function adds one member (with `name`) or array element (name NULL) to an object that the caller has opened.
 */
#ifndef PARLEY_ESCALATION_JSON_H
#define PARLEY_ESCALATION_JSON_H

#include "parley/buffer.h"
#include "parley/escalation.h"

/* {"at","words","left","late"}; INSTANT_NONE writes null. `left` counts working days by the policy's nation. */
void when_write(struct buffer *b, const char *name, instant at, const struct calendar *c,
                const struct day_rules *rules, instant now);
/* The same of something that nothing is counted down to; it is late only if `late` says so. */
void past_write(struct buffer *b, const char *name, instant at, bool late);
/* What stands where a duty has no date: "no time set by the policy: as soon as possible" and the like; NULL when it has one. */
const char *due_words(const struct deadline *d, struct arena *a);
void person_write(struct buffer *b, const char *name, const struct person_ref *p); /* NULL writes null */
/* Values that a form can begin with, by name: text as it is kept, people as a list, an agency by its id. */
void form_values_write(struct buffer *b, const char *name, const struct field_value *values, size_t count);
void agency_write(struct buffer *b, const char *name, const struct agency_ref *ag);
void fields_write(struct buffer *b, const char *name, const struct field_set *sets, size_t count); /* an array of all */
void explanation_write(struct buffer *b, const char *name, const struct duty *d);
/* The same as a few sentences: from what, how long, what was not counted, what else decided. NULL if it cannot be written. */
const char *explanation_words(const struct explanation *x, struct arena *a);

/* People proposed for a person field of an action. */
struct proposal {
	const struct person_ref *person;
	const char *why;
	bool suggested;              /* the one to begin with: the directory's own line manager */
};
struct proposals {
	const char *field;
	const char *vacant;          /* nobody holds what the policy asks for there, in a sentence; NULL */
	const struct proposal *people; size_t count;
	bool more;                   /* others hold one of the roles too */
};

/* Somebody who is asked to a meeting is away from then until then. */
struct away { int64_t person_id; instant begins, ends; };

struct escalation_view {
	const struct away *away; size_t away_count; /* of those who are asked to meetings that are to come */
	const struct escalation *e;
	const struct standing *standing;
	const struct viewer *viewer;
	const char *reference;
	const struct action *actions; size_t action_count;
	const char *const *drafts;   /* one for each action: raw JSON or NULL */
	size_t asked_action;         /* the one whose form is wanted: index; action_count = none */
	const char *next;            /* of that one: what it does and what follows, with dates; NULL = only what it does */
	const char *by_hand[2];      /* of each side's speaker who may by hand alone: the last day, in words; NULL */
	struct proposals *proposals; size_t proposal_count; /* for its fields */
};
/* All members of GET /escalations/{reference} but "me". */
void escalation_write(struct buffer *b, const struct escalation_view *view);
/* Timeline entries of the events after `after` (0 = all), newest first. */
void timeline_write(struct buffer *b, const char *name, const struct escalation *e, uint32_t after);
/* What was said of the record that this event is: its sides, what it corrects; null for other events. */
void record_write(struct buffer *b, const char *name, const struct escalation *e, const struct event *ev);
const char *file_size_words(size_t bytes, struct arena *a); /* "120 KB" */
/* {"id","type_words","size_words","sha256","record"} of a file that this event attached; null for other events. */
void attachment_write(struct buffer *b, const char *name, const struct escalation *e, const struct event *ev);
/* [{"seq","actions"}]: what this viewer may do about single records. */
void record_actions_write(struct buffer *b, const char *name, const struct escalation *e, const struct viewer *v);
/* Meetings, the last first: who can come when, what that comes to, and what the viewer may do about each. */
void meetings_write(struct buffer *b, const char *name, const struct escalation_view *view);
/* What the form of an action begins with, by field: {} for one that is about no meeting. */
void meeting_starts_write(struct buffer *b, const char *name, const struct escalation *e, const struct viewer *v,
                          const struct action *action);
/* {"title","who","what","due"}: the confirmation after an action. */
void next_write(struct buffer *b, const char *name, const struct escalation *e, const char *title);
/* "Marlowe General Hospital: Grace Lin, Staff Nurse": who a duty waits for, in words. */
const char *duty_who_words(const struct escalation *e, const struct duty *d);
/*
 * Of an action whose preview is `after` (NULL: only what the action says), in lines: what it does and to which stage it goes;
 * for whom it is then to do what by when; what else begins; to whom a message goes.
 */
/* The same of raising one, which `after` has just done. */
const char *raise_next_words(const struct escalation *after);
const char *action_next_words(const struct escalation *e, const struct action *action, const struct escalation *after);

/* GET /policy and the policy's part of GET /raise. */
/* All that it says, in sections (editor's notes only with `notes`), what its dates hang on, and its flowchart. */
void policy_write(struct buffer *b, const struct policy *p, bool notes);
void policy_flowchart_write(struct buffer *b, const struct policy *p); /* the member "flowchart" */
void policy_summary_write(struct buffer *b, const char *name, const struct policy *p); /* {"id","title","owner","edition"} */
/* hours: "working", "other"; NULL = at any. Members emergency, guidance, excluded, pages. */
void raise_form_write(struct buffer *b, const struct policy *p, const char *hours, struct arena *a);
/* The emergency routes that apply to a case at a time, as an array. */
void emergencies_write(struct buffer *b, const char *name, const struct escalation *e, instant at);
/* Whom they have the program tell: an array of names of roles. */
void emergency_tells_write(struct buffer *b, const char *name, const struct escalation *e, instant at);

#endif
