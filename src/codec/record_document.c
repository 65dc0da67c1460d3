/* record_document.c - see parley/record_document.h. */
#include "parley/record_document.h"

#include <string.h>

#include "api_json.h"
#include "parley/contact.h"
#include "timeline_json.h"
#include "words.h"

struct writing {
	const struct escalation *e;
	const struct record_print *print;
	struct arena *arena;
	struct document *d;
};

/* --- words --- */

static const char *
person_line(const struct person_ref *p, struct arena *a)
{
	if (p == NULL || p->name == NULL || p->name[0] == '\0')
		return p == NULL ? "" : "Parley";
	return arena_format(a, "%s%s%s%s%s", p->name, p->title == NULL || *p->title == '\0' ? "" : ", ",
	                    p->title == NULL ? "" : p->title, p->agency == NULL ? "" : ", ", p->agency == NULL ? "" : p->agency);
}

static const char *
instant_or_nothing(instant t, struct arena *a)
{
	return t == INSTANT_NONE ? "" : words_instant(t, a);
}

/* One field of an event, in words; "" where nothing was said. */
static const char *
said(const struct escalation *e, const struct event *ev, const char *name)
{
	const struct field_value *v = event_field(ev, name);
	const char *words = v == NULL ? NULL : timeline_json_value(e, ev, v);

	return words == NULL ? "" : words;
}

/* The parts that say something, with a line between them. */
static const char *
together(struct arena *a, const char *const *parts, size_t count, const char *between)
{
	const char *all = "";

	for (size_t i = 0; i < count; i++)
		if (parts[i] != NULL && *parts[i] != '\0')
			all = arena_format(a, "%s%s%s", all, *all == '\0' ? "" : between, parts[i]);
	return all;
}

static const char *
subject_reference(const struct escalation *e)
{
	return together(e->arena, (const char *const[]){ said(e, e->raised, "case_name"), said(e, e->raised, "pid"),
	                                                 said(e, e->raised, "nhs_number") }, 3, ", ");
}

/* --- what stands on every paper --- */

static void
begin(struct writing *w, const struct escalation *e, const struct record_print *p, const char *what)
{
	struct arena *a = e->arena;

	*w = (struct writing){ e, p, a, NULL };
	w->d = document_new(a, arena_format(a, "%s %s", what, p->reference));
	w->d->footer = arena_format(a, "%s, as it stood after %u events. Printed by %s on %s.\nHash of its chain of events then: %s",
	                            p->reference, p->version, person_line(p->by, a), words_instant(p->at, a), p->chain);
}

static void
add_printed(struct writing *w)
{
	document_fact(w->d, "Printed by", person_line(w->print->by, w->arena));
	document_fact(w->d, "Printed on", words_instant(w->print->at, w->arena));
	document_fact(w->d, "As it stood after", arena_format(w->arena, "%u events", w->print->version));
	document_fact(w->d, "Hash of its chain of events", w->print->chain);
}

static void
add_case(struct writing *w)
{
	const struct escalation *e = w->e;
	const struct policy *p = e->policy;

	document_facts(w->d);
	document_fact(w->d, "Reference", w->print->reference);
	document_fact(w->d, "Policy", arena_format(w->arena, "%s: %s%s%s", p->owner, p->title, p->edition ? ", " : "",
	                                           p->edition ? p->edition : ""));
	document_fact(w->d, "About", words_capital(said(e, e->raised, "subject_kind"), w->arena));
	document_fact(w->d, said(e, e->raised, "reference_kind"), subject_reference(e));
	document_fact(w->d, "On a child protection plan", said(e, e->raised, "plan"));
	document_fact(w->d, "Looked after", said(e, e->raised, "looked_after"));
	document_fact(w->d, "Raised by", person_line(e->raiser, w->arena));
	document_fact(w->d, "Raised on", words_instant(e->raised->happened, w->arena));
	for (int i = 0; i < 2; i++)
		document_fact(w->d, i == 0 ? "Raising side" : "Receiving side",
		              e->sides[i].speaker == NULL ? e->sides[i].agency.name :
		              arena_format(w->arena, "%s, now spoken for by %s", e->sides[i].agency.name,
		                           person_line(e->sides[i].speaker, w->arena)));
	document_fact(w->d, "Where it stands", phase_words(e));
	add_printed(w);
}

/* --- the disagreement, stages, duties --- */

static void
add_concern(struct writing *w)
{
	const struct event *ev = w->e->raised;

	document_heading(w->d, 2, "The disagreement");
	document_facts(w->d);
	for (size_t i = 0; i < ev->field_count; i++)
		if (!is_subject_field(ev->fields[i].name))
			document_fact(w->d, timeline_json_label(w->e, ev, &ev->fields[i]),
			              timeline_json_value(w->e, ev, &ev->fields[i]));
}

static void
add_stages(struct writing *w)
{
	document_heading(w->d, 2, "The stages");
	document_table(w->d, 4, (const int[]){ 40, 22, 22, 16 }, true, true);
	document_row(w->d, (const char *const[]){ "Stage", "From", "To", "How it ended" });
	for (size_t i = 0; i < w->e->visit_count; i++) {
		const struct stage_visit *v = &w->e->visits[i];

		document_row(w->d, (const char *const[]){
			arena_format(w->arena, "%s: %s (%s)", v->rule->id, v->rule->name, v->rule->clause),
			words_instant(v->entered, w->arena), instant_or_nothing(v->left, w->arena),
			v->left_how == NULL ? "" : words_capital(v->left_how, w->arena) });
	}
}

static void
add_duties(struct writing *w)
{
	struct arena *a = w->arena;

	document_heading(w->d, 2, "What had to be done, and by when");
	document_table(w->d, 4, (const int[]){ 36, 24, 22, 18 }, true, true);
	document_row(w->d, (const char *const[]){ "What", "Who", "By when", "How it stands" });
	for (size_t i = 0; i < w->e->duty_count; i++) {
		const struct duty *d = &w->e->duties[i];
		const char *due = d->deadline.state == DEADLINE_DATED ? words_instant(d->deadline.due, a) :
		                  d->status == DUTY_NOT_NEEDED ? "" : words_capital(due_words(&d->deadline, a), a);
		const char *done = d->status == DUTY_DONE ? words_instant(d->done_at, a) : "";

		if (!duty_is_worth_telling(d))
			continue;
		document_row(w->d, (const char *const[]){
			arena_format(a, "%s (%s)", contact_text(w->e->policy, d->rule->text, d->status == DUTY_DONE ? d->done_at : INSTANT_NONE, a), d->rule->clause), duty_who_words(w->e, d), due,
			together(a, (const char *const[]){ duty_status_words(d), done, d->late_reason }, 3, "\n") });
	}
}

/* --- what happened --- */

static const char *
answer_words(const struct escalation *e, const struct event *record, const struct event *answer)
{
	const char *self = person_line(&answer->actor, e->arena), *when = words_instant(answer->recorded, e->arena);
	const char *who = answer->for_whom.id == 0 ? self :
	                  arena_format(e->arena, "%s, for %s,", self, person_line(&answer->for_whom, e->arena));

	if (answer == record)
		return arena_format(e->arena, "Written down by %s on %s", who, when);
	if (answer->kind == EVENT_RECORD_DIFFERED)
		return arena_format(e->arena, "%s differed on %s: %s", who, when, said(e, answer, "difference"));
	return arena_format(e->arena, "Approved by %s on %s", who, when);
}

/* What one side said: where it differed stays beside the record, also when it approved it after all. */
static const char *
side_words(const struct escalation *e, const struct record *r, int side)
{
	const struct event *answer = r->answers[side], *differed = r->differed[side];
	const char *const parts[] = { differed == NULL ? "" : answer_words(e, r->event, differed),
		                      answer == NULL || answer == differed ? "" : answer_words(e, r->event, answer) };

	return answer == NULL ? "Has neither approved it nor differed" : together(e->arena, parts, 2, "\n");
}

/* What each side said of a record, and what corrects it. */
static void
add_answers(struct writing *w, const struct event *ev)
{
	const struct record *r = ev->kind == EVENT_CONTACT || ev->kind == EVENT_CONSULTED ? escalation_record(w->e, ev->seq) : NULL;

	if (r == NULL)
		return;
	if (r->corrects != NULL)
		document_fact(w->d, "Corrects", arena_format(w->arena, "Number %u", r->corrects->seq));
	if (r->corrected != NULL)
		document_fact(w->d, "Corrected by", arena_format(w->arena, "Number %u", r->corrected->seq));
	for (int side = 0; ev->kind == EVENT_CONTACT && side < 2; side++)
		document_fact(w->d, w->e->sides[side].agency.name, side_words(w->e, r, side));
}

static void
add_event(struct writing *w, const struct event *ev)
{
	document_heading(w->d, 3, arena_format(w->arena, "%u. %s", ev->seq, timeline_json_title(w->e, ev)));
	document_facts(w->d);
	document_fact(w->d, "When", words_instant(ev->happened, w->arena));
	document_fact(w->d, "Written down", words_instant(ev->recorded, w->arena));
	document_fact(w->d, "By", person_line(&ev->actor, w->arena));
	for (size_t i = 0; ev->kind != EVENT_RAISED && i < ev->field_count; i++)
		if (strcmp(ev->fields[i].name, "happened") != 0)
			document_fact(w->d, timeline_json_label(w->e, ev, &ev->fields[i]),
			              timeline_json_value(w->e, ev, &ev->fields[i]));
	add_answers(w, ev);
}

struct document *
record_document_whole(const struct escalation *e, const struct record_print *p)
{
	struct writing w;

	begin(&w, e, p, "Record of escalation");
	document_heading(w.d, 1, "Record of an escalation");
	add_case(&w);
	add_concern(&w);
	add_stages(&w);
	add_duties(&w);
	document_heading(w.d, 2, "What happened");
	for (size_t i = 0; i < e->event_count; i++)
		add_event(&w, &e->events[i]);
	return w.d;
}

/* --- one record --- */

static const struct stage_visit *
visit_of(const struct escalation *e, const struct event *ev)
{
	for (size_t i = e->visit_count; i > 1; i--)
		if (e->visits[i - 1].entered_by < ev->seq)
			return &e->visits[i - 1];
	return &e->visits[0];
}

static const char *
who_took_part(const struct escalation *e, const struct event *ev)
{
	return together(e->arena, (const char *const[]){ person_line(&ev->actor, e->arena), said(e, ev, "with"),
	                                                 said(e, ev, "with_others") }, 3, "\n");
}

/* The nine headings of a recording template, each there whether or not something was said under it. */
static void
add_nine(struct writing *w, const struct event *ev)
{
	const struct escalation *e = w->e;
	const struct stage_visit *v = visit_of(e, ev);
	const char *done = v->left == INSTANT_NONE ? "The stage is not ended" :
	                   arena_format(w->arena, "The stage ended on %s", words_instant(v->left, w->arena));
	const char *const rows[][2] = {
		{ "1. Case name, PID number or NHS number", subject_reference(e) },
		{ "2. Names, agency and status of those making contact", who_took_part(e, ev) },
		{ "3. Stage of escalation", arena_format(w->arena, "%s: %s", v->rule->id, v->rule->name) },
		{ "4. Type or nature of contact made", said(e, ev, "contact_type") },
		{ "5. The issue or factors that are in dispute", said(e, ev, "issue") },
		{ "6. Summary of the discussion", said(e, ev, "summary") },
		{ "7. Actions and next steps agreed, with the decision made",
		  together(w->arena, (const char *const[]){ said(e, ev, "actions"), said(e, ev, "decision") }, 2, "\n") },
		{ "8. Names and status of decision-makers", said(e, ev, "decision_makers") },
		{ "9. Dates of completion of each stage", arena_format(w->arena, "This contact: %s. %s.",
		                                                      words_instant(ev->happened, w->arena), done) },
	};

	document_facts(w->d);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		document_row(w->d, rows[i]);
	document_heading(w->d, 2, "What each side said of this record");
	document_facts(w->d);
	add_answers(w, ev);
}

struct document *
record_document_one(const struct escalation *e, const struct record_print *p, uint32_t seq)
{
	const struct event *ev = seq >= 1 && seq <= e->event_count ? &e->events[seq - 1] : NULL;
	struct writing w;

	if (ev == NULL)
		return NULL;
	begin(&w, e, p, arena_format(e->arena, "Record number %u of escalation", seq));
	document_heading(w.d, 1, arena_format(e->arena, "Record number %u of an escalation", seq));
	add_case(&w);
	if (ev->kind != EVENT_CONTACT) {
		if (ev->kind == EVENT_RAISED)
			add_concern(&w);
		add_event(&w, ev);
		return w.d;
	}
	document_heading(w.d, 2, timeline_json_title(e, ev));
	add_nine(&w, ev);
	return w.d;
}

/* --- the form --- */

/* Whoever spoke for the raising side after the person who raised it: the manager or senior of the form. */
static const char *
managers(const struct escalation *e)
{
	const char *all = "";

	for (size_t i = 0; i <= e->visit_count; i++) {
		const struct person_ref *p = i < e->visit_count ? e->visits[i].spoke[0] : e->sides[0].speaker;
		const char *line = person_line(p, e->arena);

		if (p != NULL && p->id != e->raiser->id && strstr(all, line) == NULL)
			all = arena_format(e->arena, "%s%s%s", all, *all == '\0' ? "" : "\n", line);
	}
	return all;
}

static void
add_form_head(struct writing *w)
{
	const struct escalation *e = w->e;

	const struct policy_paper *paper = e->policy->records.paper;

	document_facts(w->d);
	document_row(w->d, (const char *const[]){ paper->head[0],
		arena_format(w->arena, "%s (%s)", subject_reference(e), w->print->reference) });
	document_row(w->d, (const char *const[]){ paper->head[1], e->sides[0].agency.name });
	document_row(w->d, (const char *const[]){ paper->head[2], person_line(e->raiser, w->arena) });
	document_row(w->d, (const char *const[]){ paper->head[3], managers(e) });
	document_table(w->d, 1, (const int[]){ 100 }, true, false);
	document_row(w->d, (const char *const[]){ paper->details });
	document_row(w->d, (const char *const[]){ arena_format(w->arena, "a) %s, %s (%s)\n%s\n\nb) %s\n%s",
		said(e, e->raised, "concern"), said(e, e->raised, "concern_date"), said(e, e->raised, "category"),
		said(e, e->raised, "issue"), said(e, e->raised, "nature"), said(e, e->raised, "risk")) });
	document_table(w->d, 1, (const int[]){ 100 }, true, false);
	document_row(w->d, (const char *const[]){ paper->rows });
}

/* The form has no column for it: a difference stands under the summary, with what the record corrects or is corrected by. */
static const char *
form_summary(const struct escalation *e, const struct event *ev)
{
	const struct record *r = escalation_record(e, ev->seq);
	const char *parts[5] = { said(e, ev, "summary"), "", "", "", "" };

	for (int side = 0; r != NULL && side < 2; side++)
		if (r->differed[side] != NULL)
			parts[1 + side] = side_words(e, r, side);
	if (r != NULL && r->corrects != NULL)
		parts[3] = arena_format(e->arena, "This corrects what was written down on %s.",
		                        words_instant(r->corrects->recorded, e->arena));
	if (r != NULL && r->corrected != NULL)
		parts[4] = arena_format(e->arena, "Corrected by what was written down on %s.",
		                        words_instant(r->corrected->recorded, e->arena));
	return together(e->arena, parts, sizeof parts / sizeof parts[0], "\n");
}

static void
add_form_contact(struct writing *w, const char *stage, const struct event *ev)
{
	const struct escalation *e = w->e;

	document_row(w->d, (const char *const[]){
		stage, said(e, ev, "contact_type"), who_took_part(e, ev), form_summary(e, ev),
		together(w->arena, (const char *const[]){ said(e, ev, "decision"), said(e, ev, "actions") }, 2, "\n"),
		words_instant(ev->happened, w->arena) });
}

/* How the stage ended, in the column of outcomes. */
static void
add_form_end(struct writing *w, const char *stage, const struct stage_visit *v)
{
	const struct event *ev = &w->e->events[v->left_by - 1];
	const char *const parts[] = { timeline_json_title(w->e, ev), said(w->e, ev, "outcome"), said(w->e, ev, "decision"),
		                      said(w->e, ev, "reason"), said(w->e, ev, "reasons"), said(w->e, ev, "outstanding") };

	document_row(w->d, (const char *const[]){ stage, "", person_line(&ev->actor, w->arena), "",
	                                          together(w->arena, parts, sizeof parts / sizeof parts[0], "\n"),
	                                          words_instant(v->left, w->arena) });
}

static void
add_form_visit(struct writing *w, size_t visit)
{
	const struct stage_visit *v = &w->e->visits[visit];
	const char *stage = arena_format(w->arena, "%s.", v->rule->id);
	bool any = false;

	for (size_t i = 0; i < w->e->event_count; i++) {
		const struct event *ev = &w->e->events[i];

		if (ev->kind != EVENT_CONTACT || visit_of(w->e, ev) != v)
			continue;
		add_form_contact(w, stage, ev);
		any = true;
	}
	if (v->left_by != 0 && v->left_by <= w->e->event_count)
		add_form_end(w, stage, v);
	else if (!any)
		document_row(w->d, (const char *const[]){ stage, NULL, NULL, NULL, NULL, NULL });
}

static bool
was_visited(const struct escalation *e, size_t stage)
{
	for (size_t i = 0; i < e->visit_count; i++)
		if (strcmp(e->visits[i].rule->id, e->policy->stages[stage].id) == 0)
			return true;
	return false;
}

struct document *
record_document_form(const struct escalation *e, const struct record_print *p)
{
	const struct policy_paper *paper = e->policy->records.paper;
	struct writing w;

	if (paper == NULL)
		return NULL;
	begin(&w, e, p, "Escalation procedure form");
	w.d->wide = true;
	for (size_t i = 0; i < paper->title_count; i++)
		document_heading(w.d, i + 1 < paper->title_count ? 2 : 1, paper->title[i]);
	add_form_head(&w);
	document_table(w.d, PAPER_COLUMNS, (const int[]){ 8, 14, 22, 22, 22, 12 }, true, true);
	document_row(w.d, paper->columns);
	for (size_t i = 0; i < e->visit_count; i++)
		add_form_visit(&w, i);
	for (size_t i = 0; i < e->policy->stage_count; i++)
		if (!was_visited(e, i))
			document_row(w.d, (const char *const[]){
				arena_format(w.arena, "%s.", e->policy->stages[i].id), NULL, NULL, NULL, NULL, NULL });
	document_facts(w.d);
	add_printed(&w);
	return w.d;
}
