/* timeline_json.c - see parley/escalation_json.h: what happened, in words. And the values of fields, in words. */
#include "timeline_json.h"

#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "words.h"

/* --- values --- */

/*
 * The name of a field as a heading over what was answered; a form's own label is a question. Fields that a policy asks
 * for besides keep their label, and so does a name that two kinds of event have with two questions ("change").
 */
static const struct { const char *name, *heading; } headings[] = {
	{ "category", "Category" },
	{ "concern", "What started it" },
	{ "concern_date", "Date of the disagreement or decision" },
	{ "issue", "The issue" },
	{ "risk", "The risk" },
	{ "nature", "The disagreement" },
	{ "aim", "Outcome wanted" },
	{ "their_aim", "What the other side wants" },
	{ "evidence", "Evidence" },
	{ "wishes", "Their own wishes and views" },
	{ "risk_told", "Who was told of the immediate risk" },
	{ "risk_told_at", "When they were told" },
	{ "told", "Who was told" },
	{ "told_at", "When they were told" },
	{ "contact_type", "Type of contact" },
	{ "with", "Who took part" },
	{ "with_others", "Others who took part" },
	{ "summary", "Summary" },
	{ "actions", "Actions and next steps" },
	{ "decision", "Decision" },
	{ "decision_makers", "Who decided" },
	{ "advice", "Advice" },
	{ "outcome", "Outcome" },
	{ "outstanding", "Still outstanding" },
	{ "confirmation", "The outcome, as confirmed" },
	{ "reason", "Reason" },
	{ "reasons", "Reasons" },
	{ "tried", "What was tried" },
	{ "raising_speaker", "Speaks for the raising side" },
	{ "receiving_speaker", "Speaks for the receiving side" },
	{ "receiving_person_why", "Why this person was chosen" },
	{ "raising_speaker_why", "Why this person speaks for the raising side" },
	{ "receiving_speaker_why", "Why this person speaks for the receiving side" },
	{ "with_why", "Why somebody is asked who did not take part" },
	{ "acted", "Acted on" },
	{ "response", "What was done" },
	{ "note", "Note" },
	{ "person", "Speaks from now on" },
	{ "by", "By" },
	{ "lessons", "Lessons" },
	{ "day", "Day of the meeting" },
	{ "place", "Place" },
	{ "track", "Track" },
	{ "panel_without", "Why not both agencies concerned sat on the panel" },
	{ "panel_chair", "Who chaired the panel" },
	{ "panel_chair_why", "Why somebody else chaired the panel" },
	{ "ground", "Ground" },
	{ "difference", "What is remembered differently" },
	{ "correction", "What was wrong in the earlier record" },
	{ "roles", "Held by nobody" },
	{ "asked", "Asked instead" },
	{ "what", "What is still to be done" },
	{ "attachment_kind", "Kind of paper" },
	{ "title", "What it is" },
	{ "lesson_kind", "What it showed" },
	{ "lesson", "The lesson" },
	{ "answer", "What is done about it" },
	{ "owner", "Who does it" },
	{ "support", "Support" },
	{ "companion", "Companion" },
	{ "can_support", "Can support them" },
	{ "asked_by", "Raised at the request of" },
	{ "start", "Time" },
	{ "starts", "Time" },
	{ "time", "Which of the times" },
	{ "minutes", "Length" },
	{ "answer_by", "To be answered by" },
	{ "instead", "Comes in their place" },
	{ "papers", "Papers" },
	{ "respond_by", "To be answered by" },
};

/* Most names differ in their first two letters. */
static inline bool
is_same(const char *name, const char *other)
{
	return name[0] == other[0] && (name[0] == '\0' || (name[1] == other[1] && strcmp(name, other) == 0));
}

static const char *
heading_of(const char *name, const struct field *f)
{
	size_t i;

	for (i = 0; i < sizeof headings / sizeof headings[0]; i++)
		if (is_same(headings[i].name, name))
			return headings[i].heading;
	return f == NULL ? name : f->label;
}

static const struct field *
find_field(const struct field *fields, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (is_same(fields[i].name, name))
			return &fields[i];
	return NULL;
}

/* The exit by which the event left its stage, or NULL. */
static const struct policy_exit *
exit_of(const struct escalation *e, const struct event *ev)
{
	const struct policy *p;
	size_t i;
	int stage;

	for (i = 0; ev->exit != NULL && i < e->visit_count; i++) {
		/* 'Not agreed' takes the leaving back, so only the place among the events tells the visit. */
		if (e->visits[i].entered_by >= ev->seq || (i + 1 < e->visit_count && e->visits[i + 1].entered_by < ev->seq))
			continue;
		p = escalation_edition_at(e, ev->seq);
		stage = policy_stage_find(p, e->visits[i].rule->id);
		return stage < 0 ? NULL : policy_exit_find(&p->stages[stage], ev->exit);
	}
	return NULL;
}

static const struct field *
field_of(const struct escalation *e, const struct event *ev, const char *name)
{
	const struct policy_exit *exit = exit_of(e, ev);
	const struct field *fields, *f;
	size_t count;

	fields = event_fields(ev->kind, &count);
	f = find_field(fields, count, name);
	if (f == NULL && exit != NULL)
		f = find_field(exit->asks.fields, exit->asks.count, name);
	if (f == NULL && ev->kind == EVENT_RAISED)
		f = find_field(e->raised_under->raise_asks.fields, e->raised_under->raise_asks.count, name);
	return f;
}

const char *
timeline_json_paper(const struct escalation *e, uint32_t seq)
{
	const char *title = seq == 0 || seq > e->event_count ? NULL : event_text(&e->events[seq - 1], "title");

	return title == NULL ? arena_format(e->arena, "Record %u", (unsigned)seq) : title;
}

static const char *
choice_label(const struct escalation *e, const struct event *ev, const struct field *f, const char *id)
{
	const struct policy_exit *exit;
	size_t i;

	for (i = 0; f != NULL && i < f->choice_count; i++)
		if (strcmp(f->choices[i].id, id) == 0)
			return f->choices[i].label;
	if (f != NULL && strcmp(f->name, "category") == 0) {
		int category = policy_category_find(e->raised_under, id);

		return category < 0 ? id : e->raised_under->categories[category].name;
	}
	if (f != NULL && ev->kind == EVENT_VACATED && strcmp(f->name, "roles") == 0) {
		int role = policy_role_find(e->policy, id);

		return role < 0 ? id : e->policy->roles[role].name;
	}
	if (f != NULL && ev->kind == EVENT_MEETING_PAPERS && strcmp(f->name, "papers") == 0)
		return timeline_json_paper(e, (uint32_t)strtoul(id, NULL, 10));
	/* A ground has no field of its own in the policy: escalation_actions.c numbers them. */
	exit = exit_of(e, ev);
	for (i = 0; exit != NULL && i < exit->ground_count; i++)
		if (strcmp(arena_format(e->arena, "ground-%zu", i + 1), id) == 0)
			return exit->grounds[i];
	return id;
}

static const char *
choices_words(const struct escalation *e, const struct event *ev, const struct field *f, const char *text)
{
	const char *words = "", *end;

	for (; *text != '\0'; text = *end == '\0' ? end : end + 1) {
		end = text + strcspn(text, "\n");
		words = arena_format(e->arena, "%s%s%s", words, *words == '\0' ? "" : ", ",
		                     choice_label(e, ev, f, arena_bytes(e->arena, text, (size_t)(end - text))));
	}
	return words;
}

static const char *
people_words(const struct escalation *e, const struct field_value *v)
{
	const char *words = "";
	size_t i;

	for (i = 0; i < v->people_count; i++) {
		const struct person_ref *p = &v->people[i];

		words = arena_format(e->arena, "%s%s%s%s%s%s%s", words, i == 0 ? "" : "\n", p->name == NULL ? "" : p->name,
		                     p->title == NULL ? "" : ", ", p->title == NULL ? "" : p->title,
		                     p->agency == NULL ? "" : ", ", p->agency == NULL ? "" : p->agency);
	}
	return words;
}

static const char *
date_words(const char *text, struct arena *a)
{
	instant t;
	day d;

	if (day_parse(text, &d) == RESULT_OK)
		return words_day(d, a);
	return instant_parse(text, &t) == RESULT_OK ? words_instant(t, a) : text;
}

static const char *
nhs_words(const char *text, struct arena *a)
{
	char digits[11];

	if (nhs_number_parse(text, digits) != RESULT_OK)
		return text;
	return arena_format(a, "%.3s %.3s %s", digits, digits + 3, digits + 6);
}

/* The time of a meeting that had this number when it was answered or settled; NULL. */
static const char *
time_asked(const struct escalation *e, const struct event *ev, const char *number)
{
	const char *time = arena_format(e->arena, "time_%s", number);

	for (size_t i = e->event_count; i > 0; i--) {
		const struct event *asked = &e->events[i - 1];
		bool about = asked->kind == EVENT_MEETING_PROPOSED && ev->target != NULL &&
		             strcmp(ev->target, asked->target != NULL ? asked->target :
		                    arena_format(e->arena, "%u", (unsigned)asked->seq)) == 0;
		const char *text = about && asked->seq < ev->seq ? event_text(asked, time) : NULL;

		if (text != NULL)
			return date_words(text, e->arena);
	}
	return NULL;
}

static const char *
value_of(const struct escalation *e, const struct event *ev, const struct field_value *v, const struct field *f)
{
	if (v->agency != NULL)
		return v->agency->name;
	if (v->people_count > 0)
		return people_words(e, v);
	if (v->text == NULL || v->text[0] == '\0')
		return NULL;
	if (ev->kind == EVENT_MEETING_SETTLED && strcmp(v->name, "time") == 0)
		return strcmp(v->text, "other") == 0 ? "Another than was proposed" : time_asked(e, ev, v->text);
	switch (f == NULL ? FIELD_CHOICE : f->type) {
	case FIELD_CHOICE: return choice_label(e, ev, f, v->text);
	case FIELD_CHOICES: return choices_words(e, ev, f, v->text);
	case FIELD_YES_NO:
	case FIELD_DECLARE: return strcmp(v->text, "yes") == 0 ? "Yes" : "No";
	case FIELD_DATE:
	case FIELD_DAY_AHEAD:
	case FIELD_TIME:
	case FIELD_TIME_AHEAD: return date_words(v->text, e->arena);
	case FIELD_NHS_NUMBER: return nhs_words(v->text, e->arena);
	case FIELD_LINE:
	case FIELD_TEXT:
	case FIELD_PERSON:
	case FIELD_PEOPLE:
	case FIELD_AGENCY:
	case FIELD_UPLOAD: break;
	}
	return v->text;
}

const char *
timeline_json_value(const struct escalation *e, const struct event *ev, const struct field_value *v)
{
	return value_of(e, ev, v, field_of(e, ev, v->name));
}

static const char *
label_of(const struct escalation *e, const struct event *ev, const struct field_value *v, const struct field *f)
{
	if (ev->kind == EVENT_MEETING_ANSWERED && strncmp(v->name, "answer_", strlen("answer_")) == 0) {
		const char *time = time_asked(e, ev, v->name + strlen("answer_"));

		return time == NULL ? "Can come" : time;
	}
	/* Elsewhere these are people who took part. */
	if (is_same(v->name, "with") && ev->kind != EVENT_CONTACT && ev->kind != EVENT_CONSULTED)
		return "Who is asked";
	if (escalation_vacancy_ends(ev) && strcmp(v->name, "roles") == 0)
		return "Role";
	if (escalation_vacancy_above(ev) && strcmp(v->name, "asked") == 0)
		return "Told instead";
	return heading_of(v->name, f);
}

const char *
timeline_json_label(const struct escalation *e, const struct event *ev, const struct field_value *v)
{
	return label_of(e, ev, v, field_of(e, ev, v->name));
}

void
timeline_json_entry(struct buffer *b, const struct escalation *e, const struct event *ev, const struct field_value *v)
{
	const struct field *f = field_of(e, ev, v->name);
	const char *value = value_of(e, ev, v, f);

	if (value != NULL)
		json_whole(b, NULL, json_has_text("label", label_of(e, ev, v, f)), json_has_text("value", value));
}

/* --- titles --- */

/* Before the name of who did it. What needs more than that has a function. */
static const char *const titles[EVENT_KIND_COUNT] = {
	[EVENT_RAISED] = "Raised by",
	[EVENT_CONTACT] = "Contact between the sides, recorded by",
	[EVENT_CONSULTED] = "Advice taken, recorded by",
	[EVENT_AGREED] = "Agreed, recorded by",
	[EVENT_NOT_AGREED] = "Said not to be agreed by",
	[EVENT_CONFIRMED] = "Outcome confirmed in writing by",
	[EVENT_ESCALATED] = "Escalated by",
	[EVENT_DECIDED] = "Decided by",
	[EVENT_RESPONDED] = "What was done about the decision, said by",
	[EVENT_DONE] = "Done by",
	[EVENT_ASSIGNED] = "Somebody else asked to speak, by",
	[EVENT_PROTECTED] = "Shorter time set to protect them, by",
	[EVENT_RISK_FLAGGED] = "Immediate risk, said by",
	[EVENT_RISK_ENDED] = "Immediate risk over, said by",
	[EVENT_RISK_TOLD] = "Who was told of the immediate risk, said by",
	[EVENT_NOTIFIED] = "Notice given by",
	[EVENT_PLANNED] = "Meeting arranged by",
	[EVENT_APPROVAL_ASKED] = "Approval asked for by",
	[EVENT_APPROVED] = "Approved by",
	[EVENT_REFUSED] = "Approval refused by",
	[EVENT_LATE_REASON] = "Reason for being late, given by",
	[EVENT_VACATED] = "A new person is needed, found by",
	[EVENT_WITHDRAWN] = "Withdrawn by",
	[EVENT_CLOSED] = "Closed by",
	[EVENT_REOPENED] = "Reopened by",
	[EVENT_RECORD_APPROVED] = "Record approved by",
	[EVENT_RECORD_DIFFERED] = "Difference to a record, said by",
	[EVENT_OVERSIGHT] = "Management oversight noted by",
	[EVENT_ITEM_ADDED] = "Left to be done, recorded by",
	[EVENT_ATTACHED] = "Attached by",
	[EVENT_LESSON] = "Something to learn from it, said by",
	[EVENT_LESSON_ANSWERED] = "What is done about a lesson, said by",
	[EVENT_ITEM_DROPPED] = "Will not be done, said by",
	[EVENT_MEETING_CHANGED] = "Meeting changed by",
	[EVENT_MEETING_CANCELLED] = "Meeting called off by",
	[EVENT_MEETING_PROPOSED] = "Times for a meeting proposed by",
	[EVENT_MEETING_ANSWERED] = "Times for a meeting answered by",
	[EVENT_MEETING_PAPERS] = "Papers of a meeting chosen by",
	[EVENT_MEETING_SETTLED] = "Time of a meeting settled by",
	[EVENT_MOVED] = "Goes on under another edition of the policy, by",
	[EVENT_COMPANION_NAMED] = "Somebody who supports the first raiser, named by",
	[EVENT_COMPANION_ANSWERED] = "Whether they support the first raiser, said by",
	[EVENT_COMPANION_CHANGED] = "Who supports the first raiser, changed by",
};

/* "Priya Nair for Helen Marsh, who was away" */
static const char *
actor_name(const struct escalation *e, const struct event *ev)
{
	const char *name = ev->actor.name == NULL || ev->actor.name[0] == '\0' ? "Parley" : ev->actor.name;

	if (ev->for_whom.id == 0)
		return name;
	return arena_format(e->arena, escalation_was_companion(e, ev) ? "%s for %s, as their companion" : "%s for %s, who was away",
	                    name, ev->for_whom.name == NULL ? "somebody" : ev->for_whom.name);
}

/* 'Back' as the exit said it: stages may have another order, or be gone, in the edition that it runs under now. */
static bool
is_back(const struct escalation *e, const struct event *ev)
{
	const struct policy_exit *exit = exit_of(e, ev);

	return exit != NULL && exit->kind == EXIT_BACK;
}

static const char *
escalated_title(const struct escalation *e, const struct event *ev)
{
	const struct policy_stage *stage;
	size_t i;

	for (i = 0; i < e->visit_count; i++) {
		if (e->visits[i].entered_by != ev->seq)
			continue;
		stage = e->visits[i].rule;
		return arena_format(e->arena, "%s to stage %s, %s, by %s",
		                    is_back(e, ev) ? "Sent back" : "Escalated", stage->id,
		                    stage->name, actor_name(e, ev));
	}
	return arena_format(e->arena, "%s %s", titles[EVENT_ESCALATED], actor_name(e, ev));
}

/* "Tom Okafor has left: a new person is needed at St Bride's Hospital" */
static const char *
vacated_title(const struct escalation *e, const struct event *ev)
{
	static const struct { const char *change, *words; } changes[] = {
		{ "left", "has left" }, { "moved", "works for another agency now" }, { "retitled", "has another job title" },
	};
	const struct field_value *person = event_field(ev, "person");
	enum side side = side_find(ev->target);
	const char *where = side == SIDE_NONE ? "in the partnership" :
	                    arena_format(e->arena, "at %s", e->sides[side - 1].agency.name);
	const char *change = event_text(ev, "change");
	size_t i;

	if (escalation_vacancy_ends(ev) && person != NULL && person->people_count > 0)
		return arena_format(e->arena, "%s has taken on a role that nobody held %s", person->people[0].name, where);
	for (i = 0; person != NULL && person->people_count > 0 && i < sizeof changes / sizeof changes[0]; i++)
		if (change != NULL && strcmp(changes[i].change, change) == 0)
			return escalation_support_left(ev) ?
			           arena_format(e->arena, "%s %s, and no longer supports %s", person->people[0].name,
			                        changes[i].words, e->raiser->name) :
			        arena_format(e->arena, "%s %s: a new person is needed %s", person->people[0].name,
			                    changes[i].words, where);
	if (escalation_vacancy_above(ev))
		return arena_format(e->arena, "A date has passed, and nobody holds the next role %s: %s", where,
		                    event_field(ev, "asked") ? "whoever is above it is told" :
		                                               "whoever oversees the policy is told");
	return arena_format(e->arena, "Nobody holds the role: a new person is needed %s", where);
}

static const char *
decided_title(const struct escalation *e, const struct event *ev)
{
	static const char *const by_force[] = {
		[FORCE_NONE] = "Decision by", [FORCE_RECOMMENDATION] = "Recommendation by",
		[FORCE_DETERMINATION] = "Determination by", [FORCE_BINDING] = "Binding decision by",
	};
	const struct policy_exit *exit = exit_of(e, ev);

	return arena_format(e->arena, "%s %s", by_force[exit == NULL ? FORCE_NONE : exit->force], actor_name(e, ev));
}

/* What was done, or what is late: the duty of that key, or the notice of that id. */
static const char *
target_words(const struct escalation *e, const struct event *ev)
{
	const struct policy *p = escalation_edition_at(e, ev->seq);
	size_t i;

	for (i = 0; ev->target != NULL && i < e->duty_count; i++)
		if (strcmp(e->duties[i].key, ev->target) == 0)
			return e->duties[i].rule->short_text;
	/* Of what is overdue a notice is named with the duty: "ID:KEY". */
	for (i = 0; ev->target != NULL && i < p->notice_count; i++)
		if (strlen(p->notices[i].id) == strcspn(ev->target, ":") &&
		    strncmp(p->notices[i].id, ev->target, strcspn(ev->target, ":")) == 0)
			return p->notices[i].text;
	return NULL;
}

/* "Note of the meeting on Wednesday 5 January 2028 at 2:30pm, by Catherine Aldous"; NULL when it is of none, or a correction. */
static const char *
note_of(const struct escalation *e, const struct event *ev)
{
	const struct meeting *m = escalation_meeting(e, (uint32_t)strtoul(ev->target, NULL, 10));

	if (m == NULL)
		return NULL;
	return arena_format(e->arena, "Note of the meeting on %s, by %s", m->starts == INSTANT_NONE ? words_day(m->on, e->arena) :
	                    words_instant(m->starts, e->arena), actor_name(e, ev));
}

const char *
timeline_json_title(const struct escalation *e, const struct event *ev)
{
	const char *title, *target;

	if (ev->kind == EVENT_ESCALATED)
		return escalated_title(e, ev);
	if (ev->kind == EVENT_DECIDED)
		return decided_title(e, ev);
	if (ev->kind == EVENT_CONTACT && ev->target != NULL && note_of(e, ev) != NULL)
		return note_of(e, ev);
	if ((ev->kind == EVENT_CONTACT || ev->kind == EVENT_CONSULTED) && ev->target != NULL)
		return arena_format(e->arena, "Correction of an earlier record, by %s", actor_name(e, ev));
	if (ev->kind == EVENT_VACATED)
		return vacated_title(e, ev);
	title = arena_format(e->arena, "%s %s", titles[ev->kind], actor_name(e, ev));
	if (ev->kind == EVENT_APPROVAL_ASKED || ev->kind == EVENT_APPROVED || ev->kind == EVENT_REFUSED) {
		const struct policy_exit *exit = exit_of(e, ev);

		return exit == NULL ? title : arena_format(e->arena, "%s: %s", title, exit->label);
	}
	if (ev->kind != EVENT_DONE && ev->kind != EVENT_LATE_REASON && ev->kind != EVENT_NOTIFIED &&
	    ev->kind != EVENT_ITEM_DROPPED)
		return title;
	target = target_words(e, ev);
	return target == NULL ? title : arena_format(e->arena, "%s: %s", title, target);
}

/* --- the list --- */

/* Shown elsewhere on the page: in the event's own line, or under 'The disagreement'. */
static bool
is_shown_apart(const struct event *ev, const char *name)
{
	static const char *const of_files[] = { "upload", "file_type", "size", "sha256" };
	size_t i;

	if (is_same(name, "happened"))
		return true;
	for (i = 0; ev->kind == EVENT_ATTACHED && i < sizeof of_files / sizeof of_files[0]; i++)
		if (is_same(name, of_files[i]))
			return true;
	if (ev->kind == EVENT_VACATED && (is_same(name, "change") || is_same(name, "person")))
		return true; /* the title has them */
	return ev->kind == EVENT_RAISED && !is_same(name, "issue") && !is_same(name, "receiving_person_why");
}

/* "Grace Lin, Staff Nurse, St Bride's Hospital", or the agency where nobody was named. */
static const char *
one_line(const struct escalation *e, const struct person_ref *p, const struct agency_ref *agency)
{
	return p == NULL ? agency->name : arena_format(e->arena, "%s%s%s, %s", p->name, p->title == NULL ? "" : ", ",
	                                               p->title == NULL ? "" : p->title, agency->name);
}

/* To whom a confirmation goes: whoever spoke for each side when it was settled, the first raiser, and whom the policy names. */
static void
write_goes_to(struct buffer *b, const struct escalation *e, const struct event *ev)
{
	const struct stage_visit *visit = &e->visits[e->visit_count - 1];
	const char *words = "";
	size_t i;

	for (i = 0; i < 2; i++) {
		const struct person_ref *p = visit->left_by != 0 ? visit->spoke[i] : e->sides[i].speaker;

		words = arena_format(e->arena, "%s%s%s", words, i == 0 ? "" : "\n", one_line(e, p, &e->sides[i].agency));
	}
	if (visit->spoke[0] == NULL || visit->spoke[0]->id != e->raiser->id)
		words = arena_format(e->arena, "%s\n%s (who first raised it)", words, one_line(e, e->raiser, &e->sides[0].agency));
	for (i = 0; i < e->notice_count; i++)
		if (e->notices[i].because == ev->seq)
			words = arena_format(e->arena, "%s\n%s", words, words_told(e->policy, &e->notices[i].rule->to, ev->recorded, e->arena));
	json_whole(b, NULL, json_has_text("label", "Goes to"), json_has_text("value", words));
}

static void
write_event(struct buffer *b, const struct escalation *e, const struct event *ev)
{
	size_t i;

	json_object(b, NULL);
	json_members(b, json_has_int("seq", ev->seq), json_has_text("kind", event_kind_name(ev->kind)),
	             json_has_text("title", timeline_json_title(e, ev)));
	person_write(b, "who", ev->actor.name == NULL ? NULL : &ev->actor);
	person_write(b, "for", ev->for_whom.id == 0 ? NULL : &ev->for_whom);
	json_members(b, json_has_text("side", side_name(ev->side)), json_has_instant("happened", ev->happened),
	             json_has_instant_words("happened_words", ev->happened),
	             json_has_instant_words("recorded_words", ev->recorded));
	json_array(b, "entries");
	for (i = 0; i < ev->field_count; i++)
		if (!is_shown_apart(ev, ev->fields[i].name))
			timeline_json_entry(b, e, ev, &ev->fields[i]);
	if (ev->kind == EVENT_CONFIRMED)
		write_goes_to(b, e, ev);
	json_end_array(b);
	attachment_write(b, "attachment", e, ev);
	record_write(b, "record", e, ev);
	json_end_object(b);
}

void
timeline_write(struct buffer *b, const char *name, const struct escalation *e, uint32_t after)
{
	size_t i;

	json_array(b, name);
	for (i = e->event_count; i > 0 && e->events[i - 1].seq > after; i--)
		write_event(b, e, &e->events[i - 1]);
	json_end_array(b);
}
