/* timetable_text.c - see parley/timetable_text.h. */
#include "parley/timetable_text.h"

#include <string.h>

#include "api_json.h"
#include "paragraph.h"
#include "words.h"

/* --- who, and when --- */

static bool
is_same_speakers(const struct policy_stage *s)
{
	return s->speaker_count[0] == s->speaker_count[1] && s->speaker_count[0] > 0 &&
	       memcmp(s->speakers[0], s->speakers[1], s->speaker_count[0] * sizeof *s->speakers[0]) == 0;
}

/* Of a duty that each side has for itself, this one's side; and who speaks for it at this stage. */
static const char *
row_who(const struct policy *p, const struct duty *d, struct arena *a)
{
	struct policy_who who = d->rule->who;
	const struct policy_stage *stage = d->stage < 0 ? NULL : &p->stages[d->stage];

	if (who.kind == WHO_BOTH && d->side != SIDE_NONE) {
		who.kind = WHO_SIDE;
		who.side = d->side;
	}
	if (who.kind == WHO_SIDE && who.role_count == 0 && stage != NULL) {
		who.roles = stage->speakers[who.side - 1];
		who.role_count = stage->speaker_count[who.side - 1];
	}
	if ((who.kind == WHO_EITHER || who.kind == WHO_JOINTLY) && who.role_count == 0 && stage != NULL &&
	    is_same_speakers(stage)) {
		who.roles = stage->speakers[0];
		who.role_count = stage->speaker_count[0];
	}
	return words_who(p, &who, a);
}

static const char *
row_due_words(const struct duty *d, struct arena *a)
{
	if (d->deadline.state == DEADLINE_DATED)
		return words_instant(d->deadline.due, a);
	if (d->rule->act == ACT_STANDING)
		return "as long as it is open";
	return due_words(&d->deadline, a);
}

/* What is not plain from the date: it may not come to it, it may be left, it is a guide. */
static const char *
row_remark(const struct duty *d)
{
	if (d->rule->act == ACT_ESCALATE)
		return "Only if it is not agreed by then.";
	if (d->rule->optional)
		return "It may be left.";
	if (d->rule->clock.firmness == INDICATIVE)
		return "The policy gives this time as a guide.";
	return NULL;
}

static const char *
stage_title(const struct policy *p, int stage, struct arena *a)
{
	return arena_format(a, "Stage %s: %s", p->stages[stage].id, p->stages[stage].name);
}

/* --- for people --- */

static void
write_skipped(struct buffer *b, const struct skipped *skipped, struct arena *a)
{
	const char *list = "Not counted:";

	for (size_t i = 0; i < skipped->count; i++) {
		const char *on = words_day(skipped->days[i].on, a), *why = skipped->days[i].why;
		bool said = strncmp(on, why, strlen(why)) == 0; /* "Saturday 26 December": no need to say Saturday again */

		list = arena_format(a, "%s%s %s%s%s%s", list, i > 0 ? ";" : "", on, said ? "" : " (", said ? "" : why,
		                    said ? "" : ")");
	}
	if (skipped->count > 0)
		paragraph_write(b, 6, 6, arena_format(a, "%s.", list));
}

static void
write_row(struct buffer *b, const struct policy *p, const struct timetable_row *row, struct arena *a)
{
	const struct duty *d = row->duty;
	const char *remark = row_remark(d);

	buffer_char(b, '\n');
	paragraph_write(b, 2, 2, words_capital(row_due_words(d, a), a));
	paragraph_write(b, 4, 6, arena_format(a, "%s: %s (%s)", row_who(p, d, a), d->rule->text, d->rule->clause));
	if (remark != NULL)
		paragraph_write(b, 6, 6, remark);
	if (d->deadline.state != DEADLINE_DATED)
		return;
	paragraph_write(b, 6, 6, explanation_words(&d->deadline.explanation, a));
	write_skipped(b, &d->deadline.explanation.skipped, a);
}

static void
write_branch(struct buffer *b, const struct timetable_view *t, int stage, enum timetable_branch branch, struct arena *a)
{
	static const char *const heads[] = { [BRANCH_AGREED] = "  If it is agreed when that time has run out:",
		                             [BRANCH_DECIDED] = "  When it has been decided by then:" };
	bool first = true;

	for (size_t i = 0; i < t->count; i++) {
		if (t->rows[i].stage != stage || t->rows[i].branch != branch)
			continue;
		if (first && branch != BRANCH_WAY_ON)
			buffer_format(b, "\n%s\n", heads[branch]);
		first = false;
		write_row(b, t->policy, &t->rows[i], a);
	}
}

/* When the walk came to the stage; INSTANT_NONE if it never did. */
static instant
stage_entered(const struct timetable_view *t, int stage)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].stage == stage)
			return t->rows[i].entered;
	return INSTANT_NONE;
}

static bool
has_rows(const struct timetable_view *t, int stage)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].stage == stage)
			return true;
	return false;
}

static void
write_assumed(struct buffer *b, const struct timetable_assumptions *assumed, struct arena *a)
{
	const char *list = "";

	for (size_t i = 0; i < assumed->said_count; i++)
		list = arena_format(a, "%s%s%s", list, i > 0 ? ", " : "", assumed->said[i]);
	if (assumed->said_count > 0)
		paragraph_write(b, 0, 0, arena_format(a, "Taken as given: %s. What hangs on anything else is left out.", list));
	else
		paragraph_write(b, 0, 0, "Nothing is taken as given, so what the policy asks only in some cases is left out.");
}

void
timetable_text_write(struct buffer *b, const struct timetable_view *t)
{
	struct arena *a = arena_new();
	const struct policy *p = t->policy;

	paragraph_write(b, 0, 0, arena_format(a, "%s%s%s", p->title, p->edition != NULL ? ", " : "",
	                                      p->edition != NULL ? p->edition : ""));
	paragraph_write(b, 0, 0, arena_format(a, "Raised on %s, when everybody takes all the time that they have.",
	                                      words_instant(t->raised, a)));
	write_assumed(b, t->assumed, a);
	if (has_rows(t, -1))
		buffer_string(b, "\nBefore, over and after the stages\n");
	write_branch(b, t, -1, BRANCH_WAY_ON, a);
	for (int s = 0; s < (int)p->stage_count; s++) {
		instant entered = stage_entered(t, s);

		if (entered == INSTANT_NONE)
			continue;
		buffer_char(b, '\n');
		paragraph_write(b, 0, 2, arena_format(a, "%s (%s)", stage_title(p, s, a), p->stages[s].clause));
		paragraph_write(b, 0, 2, arena_format(a, "from %s", words_instant(entered, a)));
		write_branch(b, t, s, BRANCH_WAY_ON, a);
		write_branch(b, t, s, BRANCH_AGREED, a);
		write_branch(b, t, s, BRANCH_DECIDED, a);
	}
	arena_free(a);
}

/* --- for programs --- */

static void
json_row(struct buffer *b, const struct policy *p, const struct duty *d, struct arena *a)
{
	json_object(b, NULL);
	json_string(b, "duty", d->key);
	json_string(b, "text", d->rule->text);
	json_string(b, "clause", d->rule->clause);
	json_string(b, "who", row_who(p, d, a));
	past_write(b, "due", d->deadline.state == DEADLINE_DATED ? d->deadline.due : INSTANT_NONE, false);
	json_string(b, "due_words", row_due_words(d, a));
	json_string(b, "remark", row_remark(d));
	explanation_write(b, "explanation", d);
	json_end_object(b);
}

static void
json_branch(struct buffer *b, const char *name, const struct timetable_view *t, int stage, enum timetable_branch branch,
            struct arena *a)
{
	json_array(b, name);
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].stage == stage && t->rows[i].branch == branch)
			json_row(b, t->policy, t->rows[i].duty, a);
	json_end_array(b);
}

static void
json_assumed(struct buffer *b, const struct timetable_assumptions *assumed)
{
	json_array(b, "assumed");
	for (size_t i = 0; i < assumed->said_count; i++)
		json_string(b, NULL, assumed->said[i]);
	json_end_array(b);
}

/* --- what the dates hang on, as questions --- */

static const char *
question_label(const struct policy *p, const struct timetable_question *q)
{
	static const char *const labels[FACT_COUNT + 1] = {
		[FACT_SUBJECT_KIND] = "Who is it about?",
		[FACT_SUBJECT_PLAN] = "Are they on a child protection plan?",
		[FACT_SUBJECT_LOOKED_AFTER] = "Are they looked after?",
		[FACT_CATEGORY] = "What is the disagreement about?",
		[FACT_TRACK] = "Which way does it take?",
		[FACT_CONCERN] = "Did it begin with a disagreement or with a decision?",
		[FACT_IMMEDIATE_RISK] = "Is somebody at immediate risk?",
		[FACT_RAISING_SECTOR] = "Where does the raising side work?",
		[FACT_RECEIVING_SECTOR] = "Where does the receiving side work?",
		[FACT_RAISING_ROLE] = "In which role is it raised?",
		[FACT_SAME_AGENCY] = "Are both sides of one agency?",
		[FACT_COUNT] = "When was the disagreement or decision?",
	};

	if (q->field != NULL)
		return q->field->label;
	return q->fact == FACT_TRACK && p->track_label != NULL ? p->track_label : labels[q->fact];
}

static const char *
answer_label(const struct policy *p, const struct timetable_question *q, const char *value, struct arena *a)
{
	for (size_t i = 0; q->field != NULL && i < q->field->choice_count; i++)
		if (strcmp(q->field->choices[i].id, value) == 0)
			return q->field->choices[i].label;
	return words_capital(words_value(p, q->fact, value, a), a);
}

void
timetable_questions_json(struct buffer *b, const struct policy *p)
{
	struct arena *a = arena_new();
	struct timetable_question *list;
	size_t count;

	timetable_questions(p, a, &list, &count);
	json_array(b, "questions");
	for (size_t i = 0; i < count; i++) {
		json_object(b, NULL);
		json_string(b, "name", list[i].name);
		json_string(b, "label", question_label(p, &list[i]));
		json_string(b, "type", list[i].fact == FACT_COUNT ? "date" : "choice");
		json_array(b, "choices");
		for (size_t k = 0; k < list[i].value_count; k++) {
			json_object(b, NULL);
			json_string(b, "id", list[i].values[k]);
			json_string(b, "label", answer_label(p, &list[i], list[i].values[k], a));
			json_end_object(b);
		}
		json_end_array(b);
		json_end_object(b);
	}
	json_end_array(b);
	arena_free(a);
}

void
timetable_text_json(struct buffer *b, const struct timetable_view *t)
{
	struct arena *a = arena_new();
	const struct policy *p = t->policy;

	policy_summary_write(b, "policy", p);
	past_write(b, "raised", t->raised, false);
	json_assumed(b, t->assumed);
	timetable_questions_json(b, p);
	json_array(b, "stages");
	for (int s = 0; s < (int)p->stage_count; s++) {
		instant entered = stage_entered(t, s);

		if (entered == INSTANT_NONE)
			continue;
		json_object(b, NULL);
		json_string(b, "id", p->stages[s].id);
		json_string(b, "name", p->stages[s].name);
		json_string(b, "clause", p->stages[s].clause);
		past_write(b, "entered", entered, false);
		json_branch(b, "duties", t, s, BRANCH_WAY_ON, a);
		json_branch(b, "agreed", t, s, BRANCH_AGREED, a);
		json_branch(b, "decided", t, s, BRANCH_DECIDED, a);
		json_end_object(b);
	}
	json_end_array(b);
	json_branch(b, "duties", t, -1, BRANCH_WAY_ON, a);
	arena_free(a);
}
