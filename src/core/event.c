/*
 * event.c - the one table of what can happen to an escalation, and what each asks to be told.
 */
#include "parley/event.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *
side_name(enum side s)
{
	static const char *const names[] = { "none", "raising", "receiving" };

	return names[s];
}

enum side
side_other(enum side s)
{
	if (s == SIDE_NONE)
		return SIDE_NONE;
	return s == SIDE_RAISING ? SIDE_RECEIVING : SIDE_RAISING;
}

enum side
side_find(const char *name)
{
	for (int s = SIDE_RAISING; name && s <= SIDE_RECEIVING; s++) {
		if (strcmp(side_name((enum side)s), name) == 0)
			return (enum side)s;
	}
	return SIDE_NONE;
}

const char *
field_type_name(enum field_type t)
{
	static const char *const names[] = {
		[FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_CHOICE] = "choice",
		[FIELD_CHOICES] = "choices", [FIELD_YES_NO] = "yes-no", [FIELD_DECLARE] = "declare",
		[FIELD_DATE] = "date", [FIELD_DAY_AHEAD] = "day-ahead", [FIELD_TIME] = "time",
		[FIELD_TIME_AHEAD] = "time-ahead",
		[FIELD_PERSON] = "person", [FIELD_PEOPLE] = "people", [FIELD_AGENCY] = "agency",
		[FIELD_NHS_NUMBER] = "nhs-number", [FIELD_UPLOAD] = "upload",
	};

	return names[t];
}

/* The kinds of contact, NEL's recording template heading 4; a policy's duty may count only some of them. */
static const struct choice contact_types[] = {
	{ "meeting", "Meeting in person", NULL },
	{ "telephone", "Telephone call", NULL },
	{ "video", "Video call", NULL },
	{ "email", "E-mail", NULL },
	{ "letter", "Letter", NULL },
	{ "other", "Other", NULL },
};

static const struct choice reference_kinds[] = {
	{ "case-name", "Case name", "As both agencies know it: initials or a short name are enough" },
	{ "pid", "Person identifier (PID)", NULL },
	{ "nhs", "NHS number", NULL },
};

static const struct choice concern_kinds[] = {
	{ "disagreement", "A disagreement between us", NULL },
	{ "decision", "A decision that I received", NULL },
};

static const struct choice acted_choices[] = {
	{ "yes", "Yes, we have acted on it", NULL },
	{ "partly", "In part", NULL },
	{ "no", "No", NULL },
};

static const struct choice support_choices[] = {
	{ "alone", "I raise it myself", NULL },
	{ "companion", "I raise it myself, with somebody beside me",
	  "A companion, from your own agency or elsewhere, who can read it and act beside you and for you" },
	{ EVENT_ASK_ANOTHER, "I ask somebody in my agency to raise it",
	  "You write down what you know. They raise it, or tell you why not. The other agency sees nothing of it until it is raised." },
};

static const struct choice companion_answers[] = {
	{ "yes", "Yes, I support them", NULL },
	{ "no", "No, I cannot", NULL },
};

#define CHOICES(list) .choices = (list), .choice_count = COUNT(list)
/* Asked when somebody else than proposed is chosen. */
#define EXPLAINED(field, text) \
	{ .name = field "_why", .label = (text), .type = FIELD_TEXT, .max = 2000, .explains = (field), \
	  .hint = "They are not among those whom the policy and the directory propose. Your reason stands in the shared record." }
#define HAPPENED(text) { .name = "happened", .label = (text), .type = FIELD_TIME, .required = true }

/* Raising asks these of everybody; subject_kind and category get their choices from the policy (raise_form.c). */
static const struct field raised_fields[] = {
	{ .name = "immediate_risk", .label = "Is somebody at immediate risk of significant harm?",
	  .type = FIELD_YES_NO, .required = true },
	{ .name = "risk_told", .label = "Who have you told, and how?",
	  .hint = "Follow the emergency route first, then write down that you did. If you have told nobody yet, say so and go on: "
	          "you can add it later.", .type = FIELD_TEXT,
	  .required = true, .max = 2000, .only_if = "immediate_risk=yes" },
	{ .name = "risk_told_at", .label = "When did you tell them?", .hint = "Leave it empty if you have told nobody yet",
	  .type = FIELD_TIME, .only_if = "immediate_risk=yes" },
	{ .name = "support", .label = "Do you want support?",
	  .hint = "Not everybody can challenge another agency alone: a student, a volunteer, somebody new. Leave it empty if you do "
	          "not need any.", .type = FIELD_CHOICE, CHOICES(support_choices) },
	{ .name = "companion", .label = "Who supports you?",
	  .hint = "They are told, and may say no. Both sides see who it is.", .type = FIELD_PERSON, .required = true,
	  .only_if = "support=companion" },
	{ .name = "category", .label = "What is the disagreement mainly about?", .type = FIELD_CHOICE,
	  .required = true },
	{ .name = "concern", .label = "What started it?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(concern_kinds) },
	{ .name = "concern_date", .label = "When did you disagree, or receive the decision?", .type = FIELD_DATE,
	  .required = true },
	{ .name = "subject_kind", .label = "Who is it about?", .type = FIELD_CHOICE, .required = true },
	{ .name = "reference_kind", .label = "Which reference do you both use?", .type = FIELD_CHOICE,
	  .required = true, CHOICES(reference_kinds) },
	{ .name = "case_name", .label = "Case name", .hint = "No more than is needed to find the file", .type = FIELD_LINE,
	  .required = true, .max = 80, .only_if = "reference_kind=case-name" },
	{ .name = "pid", .label = "Person identifier (PID)", .type = FIELD_LINE, .required = true, .max = 40,
	  .only_if = "reference_kind=pid" },
	{ .name = "nhs_number", .label = "NHS number", .hint = "10 digits, for example 999 000 0018",
	  .type = FIELD_NHS_NUMBER, .required = true, .only_if = "reference_kind=nhs" },
	{ .name = "plan", .label = "Is the child on a Child Protection Plan?", .type = FIELD_YES_NO, .required = true,
	  .only_if = "subject_kind=child" },
	{ .name = "looked_after", .label = "Is the child looked after?", .type = FIELD_YES_NO, .required = true,
	  .only_if = "subject_kind=child" },
	{ .name = "wishes", .label = "What are their own wishes and views?",
	  .hint = "Only where it is safe to ask. Leave it empty if you do not know.", .type = FIELD_TEXT, .max = 4000 },
	{ .name = "receiving_agency", .label = "Which agency do you disagree with?", .type = FIELD_AGENCY,
	  .required = true },
	{ .name = "receiving_person", .label = "Who there?",
	  .hint = "Leave it empty if you do not know: whoever holds the role there will be asked.",
	  .type = FIELD_PERSON },
	EXPLAINED("receiving_person", "Why do you choose this person?"),
	{ .name = "issue", .label = "What is the issue?",
	  .hint = "What happened or was decided, in two or three sentences. Initials are enough for people.", .type = FIELD_TEXT,
	  .required = true },
	{ .name = "risk", .label = "What is the risk?", .hint = "What could happen to them, and how soon",
	  .type = FIELD_TEXT, .required = true },
	{ .name = "nature", .label = "What exactly do you disagree about?",
	  .hint = "What your agency says, and what theirs says", .type = FIELD_TEXT, .required = true },
	{ .name = "aim", .label = "What do you want to achieve?",
	  .hint = "What you ask the other agency to do, and by when if it matters", .type = FIELD_TEXT, .required = true },
	{ .name = "their_aim", .label = "What does the other side want to achieve, as you understand it?",
	  .type = FIELD_TEXT },
	{ .name = "evidence", .label = "What is your evidence?",
	  .hint = "What was seen, said or written, by whom and when", .type = FIELD_TEXT, .required = true },
};

/* NEL's nine headings of a record; who, title, agency, stage and date come from the event itself. */
static const struct field contact_fields[] = {
	HAPPENED("When did it take place?"),
	{ .name = "contact_type", .label = "What kind of contact was it?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(contact_types) },
	{ .name = "with", .label = "Who took part?", .hint = "Besides yourself", .type = FIELD_PEOPLE },
	{ .name = "with_others", .label = "Who else took part, with their job titles and agencies?",
	  .hint = "People who are not in the directory", .type = FIELD_LINE, .max = 500 },
	{ .name = "issue", .label = "What was in dispute?", .type = FIELD_TEXT },
	{ .name = "summary", .label = "Summary of the discussion", .type = FIELD_TEXT, .required = true },
	{ .name = "actions", .label = "Actions and next steps agreed", .type = FIELD_TEXT },
	{ .name = "decision", .label = "Decision made", .type = FIELD_TEXT },
	{ .name = "decision_makers", .label = "Who made the decision, with their job titles?", .type = FIELD_LINE,
	  .max = 500 },
};

static const struct field consulted_fields[] = {
	HAPPENED("When did you take advice?"),
	{ .name = "with", .label = "Who advised you?", .type = FIELD_PEOPLE },
	{ .name = "with_others", .label = "Somebody who is not in the directory", .type = FIELD_LINE, .max = 500 },
	{ .name = "advice", .label = "What was the advice?", .type = FIELD_TEXT, .required = true },
};

static const struct field agreed_fields[] = {
	HAPPENED("When did you agree?"),
	{ .name = "outcome", .label = "What has been agreed?", .type = FIELD_TEXT, .required = true },
	{ .name = "outstanding", .label = "What is still outstanding, and how will it be pursued?",
	  .hint = "Leave it empty if nothing is.", .type = FIELD_TEXT },
};

static const struct field reason_only[] = {
	{ .name = "reason", .label = "Why?", .type = FIELD_TEXT, .required = true, .max = 4000 },
};

static const struct field confirmed_fields[] = {
	{ .name = "confirmation", .label = "The outcome, as you confirm it in writing", .type = FIELD_TEXT,
	  .required = true },
};

static const struct field escalated_fields[] = {
	{ .name = "reason", .label = "Why could it not be agreed?", .type = FIELD_TEXT, .required = true },
	{ .name = "tried", .label = "What has been tried?", .type = FIELD_TEXT, .required = true },
	{ .name = "raising_speaker", .label = "Who speaks for the raising side now?",
	  .hint = "Leave it empty if you do not know: whoever holds the role there will be asked.", .type = FIELD_PERSON },
	EXPLAINED("raising_speaker", "Why should this person speak for the raising side?"),
	{ .name = "receiving_speaker", .label = "Who speaks for the receiving side now?",
	  .hint = "Leave it empty if you do not know: whoever holds the role there will be asked.", .type = FIELD_PERSON },
	EXPLAINED("receiving_speaker", "Why should this person speak for the receiving side?"),
};

static const struct field decided_fields[] = {
	{ .name = "decision", .label = "What do you decide or recommend?", .type = FIELD_TEXT, .required = true },
	{ .name = "reasons", .label = "Your reasons", .type = FIELD_TEXT, .required = true },
	{ .name = "respond_by", .label = "By which day should each agency say what it has done about it?",
	  .hint = "They are reminded before that day, and on it. The policy's own time counts where it is earlier.", .type = FIELD_DAY_AHEAD },
};

static const struct field responded_fields[] = {
	{ .name = "acted", .label = "Has your agency acted on it?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(acted_choices) },
	{ .name = "response", .label = "What has your agency done, and if not all, why?", .type = FIELD_TEXT,
	  .required = true },
};

static const struct field done_fields[] = {
	HAPPENED("When was it done?"),
	{ .name = "note", .label = "What was done?", .type = FIELD_TEXT, .required = true, .max = 4000 },
};

/* What one side puts to those who decide: as long as a record. */
static const struct field represented_fields[] = {
	{ .name = "note", .label = "What do you put to those who decide?",
	  .hint = "They, the other side and whoever is asked to the meeting read it as you write it. Files can be attached besides.",
	  .type = FIELD_TEXT, .required = true },
};

const struct field *
event_representation_fields(size_t *count)
{
	*count = COUNT(represented_fields);
	return represented_fields;
}

static const struct field assigned_fields[] = {
	{ .name = "person", .label = "Who speaks for your agency from now on?", .type = FIELD_PERSON,
	  .required = true },
	{ .name = "reason", .label = "Why?", .type = FIELD_TEXT, .required = true, .max = 4000 },
};

static const struct field protected_fields[] = {
	{ .name = "by", .label = "By which day must it be resolved?", .type = FIELD_DAY_AHEAD, .required = true },
	{ .name = "reason", .label = "Why would waiting longer not protect them?", .type = FIELD_TEXT, .required = true,
	  .max = 4000 },
};

static const struct field risk_fields[] = {
	{ .name = "risk", .label = "What is the immediate risk?", .type = FIELD_TEXT, .required = true, .max = 4000 },
	{ .name = "told", .label = "Who have you told, and how?",
	  .hint = "If you have told nobody yet, say so and go on: you can add it later.", .type = FIELD_TEXT,
	  .required = true, .max = 2000 },
	{ .name = "told_at", .label = "When did you tell them?", .hint = "Leave it empty if you have told nobody yet",
	  .type = FIELD_TIME },
};

static const struct field risk_told_fields[] = {
	HAPPENED("When were they told?"),
	{ .name = "told", .label = "Who was told of the immediate risk, by whom and how?", .type = FIELD_TEXT,
	  .required = true, .max = 2000 },
};

static const struct field closed_fields[] = {
	{ .name = "summary", .label = "How did it end?", .type = FIELD_TEXT, .required = true, .max = 4000 },
	{ .name = "lessons", .label = "Did it show a gap in policy or practice?",
	  .hint = "Leave it empty if it did not.", .type = FIELD_TEXT, .max = 4000 },
};

static const struct field notified_fields[] = {
	{ .name = "note", .label = "Who was told, and how?", .type = FIELD_TEXT, .required = true, .max = 2000 },
};

static const struct choice meeting_minutes[] = {
	{ "30", "Half an hour", NULL },
	{ "60", "An hour", NULL },
	{ "90", "An hour and a half", NULL },
	{ "120", "Two hours", NULL },
	{ "180", "Three hours", NULL },
};

#define MEETING_LENGTH_AND_PLACE \
	{ .name = "minutes", .label = "How long will it take?", .type = FIELD_CHOICE, CHOICES(meeting_minutes) }, \
	{ .name = "place", .label = "Where?", .hint = "It stands here, and not in mail.", .type = FIELD_LINE, .max = 500 }
#define MEETING_FIELDS(with_hint) \
	{ .name = "day", .label = "On which day is the meeting?", .type = FIELD_DAY_AHEAD, .required = true }, \
	{ .name = "start", .label = "At what time does it begin?", \
	  .hint = "For example 14:30. Without a time it goes into nobody's calendar.", .type = FIELD_LINE, .max = 5 }, \
	MEETING_LENGTH_AND_PLACE, \
	{ .name = "with", .label = "Who is asked to come?", .hint = (with_hint), .type = FIELD_PEOPLE }

static const struct field planned_fields[] = {
	MEETING_FIELDS("From any agency. Whoever is asked can read this escalation."),
	EXPLAINED("with", "Why do you ask somebody who does not take part in it?"),
};

static const struct field meeting_changed_fields[] = {
	{ .name = "reason", .label = "Why?", .type = FIELD_TEXT, .required = true, .max = 4000 },
	MEETING_FIELDS("Leave it empty if the same people are asked."),
};

#define MEETING_TIME(n, text, must) \
	{ .name = "time_" #n, .label = (text), .type = FIELD_TIME_AHEAD, .required = (must) }

static const struct field meeting_proposed_fields[] = {
	MEETING_TIME(1, "First time", true),
	MEETING_TIME(2, "Second time", true),
	MEETING_TIME(3, "Third time", false),
	MEETING_TIME(4, "Fourth time", false),
	MEETING_TIME(5, "Fifth time", false),
	{ .name = "answer_by", .label = "By which day should they answer?",
	  .hint = "Whoever has not answered is reminded before that day, and on it.", .type = FIELD_DAY_AHEAD },
	MEETING_LENGTH_AND_PLACE,
	{ .name = "with", .label = "Who is asked to come?",
	  .hint = "From any agency. Whoever is asked can read this escalation.", .type = FIELD_PEOPLE, .required = true },
	EXPLAINED("with", "Why do you ask somebody who does not take part in it?"),
};

static const struct choice coming_choices[] = {
	{ "yes", "Yes", NULL },
	{ "if-need-be", "If need be", NULL },
	{ "no", "No", NULL },
};

/* escalation_meetings.c asks only for the times that there are, under their days. */
#define MEETING_ANSWER(n) \
	{ .name = "answer_" #n, .label = "Can you come?", .type = FIELD_CHOICE, .required = true, CHOICES(coming_choices) }

static const struct field meeting_answered_fields[] = {
	MEETING_ANSWER(1), MEETING_ANSWER(2), MEETING_ANSWER(3), MEETING_ANSWER(4), MEETING_ANSWER(5),
	{ .name = "instead", .label = "Who comes in your place?",
	  .hint = "Only if somebody else of your agency comes for you. They can read this escalation then.", .type = FIELD_PERSON },
	{ .name = "note", .label = "What should whoever arranges it know?", .type = FIELD_LINE, .max = 300 },
};

/* The choices are the records and files that there are (escalation_meetings.c). */
static const struct field meeting_papers_fields[] = {
	{ .name = "papers", .label = "Which records and files are papers of this meeting?", .type = FIELD_CHOICES, .required = true },
};

/* The choices of `time` are those that were proposed. */
static const struct field meeting_settled_fields[] = {
	{ .name = "time", .label = "When is the meeting?", .type = FIELD_CHOICE, .required = true },
	{ .name = "starts", .label = "When does it begin?", .type = FIELD_TIME_AHEAD, .required = true, .only_if = "time=other" },
	{ .name = "reason", .label = "Why another time?", .type = FIELD_TEXT, .required = true, .max = 4000,
	  .only_if = "time=other" },
	MEETING_LENGTH_AND_PLACE,
};

static const struct field record_approved_fields[] = {
	{ .name = "right", .label = "I have read this record, and it is right as it stands", .type = FIELD_DECLARE,
	  .required = true },
};

static const struct field record_differed_fields[] = {
	{ .name = "difference", .label = "What do you know or remember differently?", .type = FIELD_TEXT, .required = true },
};

static const struct field oversight_fields[] = {
	HAPPENED("When did you look at it?"),
	{ .name = "note", .label = "What did you look at, and what do you say to it?", .type = FIELD_TEXT,
	  .required = true, .max = 4000 },
};

/* By the program alone: nobody fills this in. `roles` are ids of stage roles, one a line. */
static const struct choice vacated_changes[] = {
	{ "left", "Has left, or the account is closed", NULL },
	{ "moved", "Works for another agency now", NULL },
	{ "retitled", "Has another job title", NULL },
	{ "nobody", "Nobody holds the role", NULL },
	{ "above", "A date has passed, and nobody holds the role above", NULL },
	{ "filled", "Somebody holds the role again", NULL },
};

static const struct field vacated_fields[] = {
	{ .name = "change", .label = "What has changed?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(vacated_changes) },
	{ .name = "person", .label = "Who was it?", .type = FIELD_PERSON },
	{ .name = "roles", .label = "Roles that nobody holds", .type = FIELD_CHOICES },
	{ .name = "asked", .label = "Who is asked instead?", .type = FIELD_PEOPLE },
};

static const struct choice attachment_kinds[] = {
	{ "letter", "Letter", NULL },
	{ "minutes", "Minutes", NULL },
	{ "email", "E-mail", NULL },
	{ "papers", "Papers for a meeting", NULL },
	{ "other", "Something else", NULL },
};

static const struct field attached_fields[] = {
	{ .name = "upload", .label = "Which file?",
	  .hint = "PDF, Word, Excel, OpenDocument, e-mail, text or picture", .type = FIELD_UPLOAD, .required = true },
	{ .name = "attachment_kind", .label = "What kind of paper is it?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(attachment_kinds) },
	{ .name = "title", .label = "What is it, and of which day?", .hint = "For example: letter to the ward, 3 May",
	  .type = FIELD_LINE, .required = true },
};

static const struct choice lesson_kinds[] = {
	{ "policy-gap", "A gap in a policy or procedure", NULL },
	{ "practice-gap", "A gap in practice", NULL },
	{ "good-practice", "Good practice that others should know of", NULL },
};

static const struct field lesson_fields[] = {
	{ .name = "lesson_kind", .label = "What did it show?", .type = FIELD_CHOICE, .required = true, CHOICES(lesson_kinds) },
	{ .name = "lesson", .label = "Describe it", .hint = "Without names, and without more of the case than is needed",
	  .type = FIELD_TEXT, .required = true, .max = 4000 },
	{ .name = "change", .label = "What should change?", .hint = "Leave it empty if you do not know.", .type = FIELD_TEXT,
	  .max = 4000 },
};

static const struct choice lesson_answers[] = {
	{ "changed", "It has been changed, or shared", NULL },
	{ "planned", "It will be changed, by a day", NULL },
	{ "no", "Nothing will be changed", NULL },
};

static const struct field lesson_answered_fields[] = {
	{ .name = "answer", .label = "What is done about it?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(lesson_answers) },
	{ .name = "by", .label = "By which day?", .type = FIELD_DAY_AHEAD, .required = true, .only_if = "answer=planned" },
	{ .name = "response", .label = "What exactly, or why not?", .type = FIELD_TEXT, .required = true, .max = 4000 },
};

static const struct field item_fields[] = {
	{ .name = "what", .label = "What is still to be done?", .type = FIELD_TEXT, .required = true, .max = 2000 },
	{ .name = "owner", .label = "Who does it?", .hint = "Somebody of one of the two agencies", .type = FIELD_PERSON,
	  .required = true },
	{ .name = "by", .label = "By which day?", .type = FIELD_DAY_AHEAD, .required = true },
};

static const struct field approved_fields[] = {
	{ .name = "note", .label = "What should they bear in mind?", .hint = "Leave it empty if there is nothing.",
	  .type = FIELD_TEXT, .max = 4000 },
};

static const struct field moved_fields[] = {
	{ .name = "edition", .label = "Edition of the policy", .type = FIELD_LINE, .required = true, .max = 400 },
	{ .name = "reason", .label = "Why?", .type = FIELD_TEXT, .required = true, .max = 4000 },
};

static const struct field companion_named_fields[] = {
	{ .name = "companion", .label = "Who supports you?",
	  .hint = "From your own agency or elsewhere, but not from the other side. They are told, and may say no.",
	  .type = FIELD_PERSON, .required = true },
};

static const struct field companion_answered_fields[] = {
	{ .name = "can_support", .label = "Can you support them?", .type = FIELD_CHOICE, .required = true,
	  CHOICES(companion_answers) },
	{ .name = "reason", .label = "Why?", .hint = "Leave it empty if you would rather not say. Both sides can read it.",
	  .type = FIELD_TEXT, .max = 2000 },
};

static const struct field companion_changed_fields[] = {
	{ .name = "reason", .label = "Why?", .hint = "Both sides can read it.", .type = FIELD_TEXT, .required = true, .max = 2000 },
	{ .name = "companion", .label = "Who supports you instead?", .hint = "Leave it empty if nobody does.",
	  .type = FIELD_PERSON },
};

static const struct {
	const char *name;
	const struct field *fields;
	size_t count;
} kinds[EVENT_KIND_COUNT] = {
#define ROW(kind, text, list) [kind] = { text, list, COUNT(list) }
	ROW(EVENT_RAISED, "raised", raised_fields),
	ROW(EVENT_CONTACT, "contact", contact_fields),
	ROW(EVENT_CONSULTED, "consulted", consulted_fields),
	ROW(EVENT_AGREED, "agreed", agreed_fields),
	ROW(EVENT_NOT_AGREED, "not-agreed", reason_only),
	ROW(EVENT_CONFIRMED, "confirmed", confirmed_fields),
	ROW(EVENT_ESCALATED, "escalated", escalated_fields),
	ROW(EVENT_DECIDED, "decided", decided_fields),
	ROW(EVENT_RESPONDED, "responded", responded_fields),
	ROW(EVENT_DONE, "done", done_fields),
	ROW(EVENT_ASSIGNED, "assigned", assigned_fields),
	ROW(EVENT_PROTECTED, "protected", protected_fields),
	ROW(EVENT_RISK_FLAGGED, "risk-flagged", risk_fields),
	ROW(EVENT_RISK_ENDED, "risk-ended", reason_only),
	ROW(EVENT_RISK_TOLD, "risk-told", risk_told_fields),
	ROW(EVENT_NOTIFIED, "notified", notified_fields),
	ROW(EVENT_PLANNED, "planned", planned_fields),
	ROW(EVENT_APPROVAL_ASKED, "approval-asked", reason_only),
	ROW(EVENT_APPROVED, "approved", approved_fields),
	ROW(EVENT_REFUSED, "approval-refused", reason_only),
	ROW(EVENT_LATE_REASON, "late-reason", reason_only),
	ROW(EVENT_VACATED, "vacated", vacated_fields),
	ROW(EVENT_WITHDRAWN, "withdrawn", reason_only),
	ROW(EVENT_CLOSED, "closed", closed_fields),
	ROW(EVENT_REOPENED, "reopened", reason_only),
	ROW(EVENT_RECORD_APPROVED, "record-approved", record_approved_fields),
	ROW(EVENT_RECORD_DIFFERED, "record-differed", record_differed_fields),
	ROW(EVENT_OVERSIGHT, "oversight", oversight_fields),
	ROW(EVENT_ITEM_ADDED, "item-added", item_fields),
	ROW(EVENT_ITEM_DROPPED, "item-dropped", reason_only),
	ROW(EVENT_ATTACHED, "attached", attached_fields),
	ROW(EVENT_LESSON, "lesson", lesson_fields),
	ROW(EVENT_LESSON_ANSWERED, "lesson-answered", lesson_answered_fields),
	ROW(EVENT_MEETING_CHANGED, "meeting-changed", meeting_changed_fields),
	ROW(EVENT_MEETING_CANCELLED, "meeting-cancelled", reason_only),
	ROW(EVENT_MEETING_PROPOSED, "meeting-proposed", meeting_proposed_fields),
	ROW(EVENT_MEETING_ANSWERED, "meeting-answered", meeting_answered_fields),
	ROW(EVENT_MEETING_PAPERS, "meeting-papers", meeting_papers_fields),
	ROW(EVENT_MEETING_SETTLED, "meeting-settled", meeting_settled_fields),
	ROW(EVENT_MOVED, "moved", moved_fields),
	ROW(EVENT_COMPANION_NAMED, "companion-named", companion_named_fields),
	ROW(EVENT_COMPANION_ANSWERED, "companion-answered", companion_answered_fields),
	ROW(EVENT_COMPANION_CHANGED, "companion-changed", companion_changed_fields),
#undef ROW
};

const char *
event_kind_name(enum event_kind k)
{
	return kinds[k].name;
}

bool
event_kind_find(const char *name, enum event_kind *out)
{
	for (int k = 0; k < EVENT_KIND_COUNT; k++) {
		if (kinds[k].name[0] == name[0] && strcmp(kinds[k].name, name) == 0) { /* most differ at once */
			*out = (enum event_kind)k;
			return true;
		}
	}
	return false;
}

const struct field *
event_fields(enum event_kind k, size_t *count)
{
	*count = kinds[k].count;
	return kinds[k].fields;
}

const struct field_value *
event_field(const struct event *e, const char *name)
{
	for (size_t i = 0; i < e->field_count; i++) {
		if (e->fields[i].name[0] == name[0] && strcmp(e->fields[i].name, name) == 0)
			return &e->fields[i];
	}
	return NULL;
}

const char *
event_text(const struct event *e, const char *name)
{
	const struct field_value *v = event_field(e, name);

	return v ? v->text : NULL;
}
