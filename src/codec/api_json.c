/* api_json.c - see parley/escalation_json.h (the small parts) and api_json.h. */
#include "api_json.h"

#include <string.h>

#include "words.h"

#define LINE_MOST 200
#define TEXT_MOST 10000

/* --- how long is left --- */

/* Working days from one day to another, the later one included; -1 when the calendar does not reach. */
static int
working_days(const struct calendar *c, const struct day_rules *rules, day from, day to)
{
	int n;

	if (c == NULL || rules->nation == NULL || calendar_count(c, rules->nation, from, to, &n) != RESULT_OK)
		return -1;
	return n;
}

static void
write_days(struct buffer *b, int n, const char *kind, const char *end)
{
	size_t from = json_text_begin(b, "left");

	buffer_int(b, n);
	buffer_char(b, ' ');
	buffer_string(b, kind);
	buffer_string(b, n == 1 ? " " : "s ");
	buffer_string(b, end);
	json_text_end(b, from);
}

static void
write_left(struct buffer *b, instant at, const struct calendar *c, const struct day_rules *rules, instant now)
{
	day due = instant_day(at), today = instant_day(now);
	bool late = instant_has_passed(at, now);
	int n;

	if (due == today) {
		json_string(b, "left", late ? "due earlier today" : "due today");
		return;
	}
	n = late ? working_days(c, rules, due, today) : working_days(c, rules, today, due);
	if (n > 0)
		write_days(b, n, "working day", late ? "late" : "left");
	else
		/* Only days off lie between, or the list of holidays ends before: plain days are true in any case. */
		write_days(b, late ? today - due : due - today, "day", late ? "late" : "left");
}

void
when_write(struct buffer *b, const char *name, instant at, const struct calendar *c, const struct day_rules *rules,
           instant now)
{
	if (at == INSTANT_NONE) {
		json_null(b, name);
		return;
	}
	json_object(b, name);
	json_members(b, json_has_instant("at", at), json_has_instant_words("words", at));
	write_left(b, at, c, rules, now);
	json_bool(b, "late", instant_has_passed(at, now));
	json_end_object(b);
}

void
past_write(struct buffer *b, const char *name, instant t, bool late)
{
	if (t == INSTANT_NONE) {
		json_null(b, name);
		return;
	}
	json_whole(b, name, json_has_instant("at", t), json_has_instant_words("words", t), json_has_null("left"),
	           json_has_bool("late", late));
}

void
api_json_due(struct buffer *b, const char *name, const struct escalation *e, const struct duty *d)
{
	if (d == NULL || d->deadline.state != DEADLINE_DATED)
		json_null(b, name);
	else if (d->status == DUTY_OPEN)
		when_write(b, name, d->deadline.due, e->calendar, &e->policy->days, e->now);
	else
		past_write(b, name, d->deadline.due, d->late);
}

const char *
due_words(const struct deadline *d, struct arena *a)
{
	const struct duration *within = &d->explanation.within;

	if (within->words == NULL && d->state == DEADLINE_NONE)
		return "for as long as the escalation is open";
	switch (d->state) {
	case DEADLINE_DATED:
		return NULL;
	case DEADLINE_BEYOND_CALENDAR:
		return "no date yet: the list of bank holidays ends before it";
	case DEADLINE_WAITING:
		if (within->kind != DURATION_NO_TIME && within->words != NULL)
			return arena_format(a, "%s, once its clock starts", within->words);
		break;
	case DEADLINE_NONE:
		break;
	}
	if (within->words == NULL || strcmp(words_lower(within->words, a), "not stated") == 0)
		return "no time set by the policy";
	return arena_format(a, "no time set by the policy: %s", words_lower(within->words, a));
}

/* --- people, agencies, fields --- */

void
person_write(struct buffer *b, const char *name, const struct person_ref *p)
{
	if (p == NULL) {
		json_null(b, name);
		return;
	}
	/* An id of 0, which is written as null, is somebody who is not in the directory. */
	json_whole(b, name, json_has_id("id", p->id), json_has_text("name", p->name), json_has_text("title", p->title),
	           json_has_text("agency", p->agency), json_has_text("agency_id", p->agency_id));
}

void
agency_write(struct buffer *b, const char *name, const struct agency_ref *ag)
{
	if (ag == NULL) {
		json_null(b, name);
		return;
	}
	json_whole(b, name, json_has_text("id", ag->id), json_has_text("name", ag->name), json_has_text("sector", ag->sector));
}

static void
field_write(struct buffer *b, const char *name, const struct field *f)
{
	size_t i, max = f->max;

	if (max == 0 && (f->type == FIELD_LINE || f->type == FIELD_TEXT))
		max = f->type == FIELD_LINE ? LINE_MOST : TEXT_MOST;
	json_object(b, name);
	json_string(b, "name", f->name);
	json_string(b, "label", f->label);
	json_string(b, "hint", f->hint);
	json_string(b, "type", field_type_name(f->type));
	json_bool(b, "required", f->required);
	if (max > 0)
		json_int(b, "max", (int64_t)max);
	else
		json_null(b, "max");
	json_array(b, "choices");
	for (i = 0; i < f->choice_count; i++) {
		json_object(b, NULL);
		json_string(b, "id", f->choices[i].id);
		json_string(b, "label", f->choices[i].label);
		json_string(b, "hint", f->choices[i].hint);
		json_end_object(b);
	}
	json_end_array(b);
	json_string(b, "only_if", f->only_if);
	json_string(b, "explains", f->explains);
	json_string(b, "clause", f->clause);
	json_end_object(b);
}

void
fields_write(struct buffer *b, const char *name, const struct field_set *sets, size_t count)
{
	size_t s, i;

	json_array(b, name);
	for (s = 0; s < count; s++)
		for (i = 0; i < sets[s].count; i++)
			field_write(b, NULL, &sets[s].fields[i]);
	json_end_array(b);
}

void
form_values_write(struct buffer *b, const char *name, const struct field_value *values, size_t count)
{
	size_t i, k;

	json_object(b, name);
	for (i = 0; i < count; i++) {
		const struct field_value *v = &values[i];

		if (v->people_count > 0) {
			json_array(b, v->name);
			for (k = 0; k < v->people_count; k++)
				person_write(b, NULL, &v->people[k]);
			json_end_array(b);
		} else if (v->agency != NULL || v->text != NULL) {
			json_string(b, v->name, v->agency != NULL ? v->agency->id : v->text);
		}
	}
	json_end_object(b);
}

void
api_json_guidance(struct buffer *b, const char *name, const struct policy_guidance *list, size_t count)
{
	size_t i;

	json_array(b, name);
	for (i = 0; i < count; i++) {
		json_whole(b, NULL, json_has_text("text", list[i].text), json_has_text("clause", list[i].clause));
	}
	json_end_array(b);
}

/* --- how a date came about --- */

/* What is known only as a day (when the decision was received) starts at its first minute: then the day is said. */
static void
write_start(struct buffer *b, instant from)
{
	if (instant_begins_day(from))
		day_write_words(b, instant_day(from));
	else
		instant_write_words(b, from);
}

static void
add_start(struct buffer *s, const struct explanation *x)
{
	const char *from = x->from_words == NULL ? "it began" : x->from_words;

	switch (x->within.kind) {
	case DURATION_NO_TIME:
		/* There is a date only because something else set one: add_rest says what. */
		buffer_format(s, "The clause itself sets no time (%s). Its clock began when %s, ", x->within.words, from);
		break;
	case DURATION_AT_ONCE:
		buffer_format(s, "At once when %s, ", from);
		break;
	case DURATION_SAME_WORKING_DAY:
		buffer_format(s, "The same working day as when %s, ", from);
		break;
	case DURATION_WORKING_DAY_N:
		buffer_format(s, "Working day %d, counted from the day when %s as day 1, ", x->within.amount, from);
		break;
	default:
		buffer_string(s, x->within.words);
		buffer_string(s, x->within.before ? " " : " from when ");
		buffer_string(s, from);
		buffer_string(s, ", ");
	}
	write_start(s, x->from);
	buffer_char(s, '.');
}

static void
add_rest(struct buffer *s, const struct explanation *x)
{
	if (x->moved != NULL)
		buffer_format(s, " %s", x->moved);
	if (x->skipped.count == 1)
		buffer_string(s, " 1 day on the way is not a working day and is not counted.");
	if (x->skipped.count > 1) {
		buffer_char(s, ' ');
		buffer_int(s, (int64_t)x->skipped.count);
		buffer_string(s, " days on the way are not working days and are not counted.");
	}
	if (x->at_end_of_day)
		buffer_string(s, " It ends with the working day.");
	if (x->borough != NULL) {
		buffer_string(s, " In this borough ");
		buffer_string(s, x->borough);
		buffer_string(s, "; the policy does not say.");
	}
	if (x->indicative)
		buffer_string(s, " The text gives it as a guide.");
	if (x->capped_by == NULL)
		return;
	buffer_format(s, " %s %s", x->uncapped == INSTANT_NONE ? "The date comes from" : "It is earlier because of",
	              x->capped_by);
	if (x->capped_clause != NULL)
		buffer_format(s, " (%s)", x->capped_clause);
	if (x->uncapped != INSTANT_NONE) {
		buffer_string(s, ". Without that it would be ");
		instant_write_words(s, x->uncapped);
	}
	buffer_char(s, '.');
}

static void
add_sentence(struct buffer *s, const struct explanation *x)
{
	const size_t from = s->length;

	add_start(s, x);
	add_rest(s, x);
	if (buffer_ok(s) && s->data[from] >= 'a' && s->data[from] <= 'z')
		s->data[from] ^= 'a' ^ 'A';
}

static void
write_sentence(struct buffer *b, const struct explanation *x)
{
	const size_t from = json_text_begin(b, "sentence");

	add_sentence(b, x);
	json_text_end(b, from);
}

const char *
explanation_words(const struct explanation *x, struct arena *a)
{
	struct buffer s;
	const char *words;

	buffer_init(&s, 0);
	add_sentence(&s, x);
	words = buffer_ok(&s) ? arena_string(a, s.data) : NULL;
	buffer_clear(&s);
	return words;
}

static void
write_skipped(struct buffer *b, const struct skipped *skipped)
{
	size_t i;

	json_array(b, "skipped");
	for (i = 0; i < skipped->count; i++) {
		const struct skipped_day *each = &skipped->days[i];

		json_whole(b, NULL, json_has_day("day", each->on), json_has_day_words("words", each->on),
		           json_has_text("why", each->why));
	}
	json_end_array(b);
}

void
explanation_write(struct buffer *b, const char *name, const struct duty *d)
{
	const struct explanation *x = &d->deadline.explanation;

	if (d->deadline.state != DEADLINE_DATED) {
		json_null(b, name);
		return;
	}
	json_object(b, name);
	write_sentence(b, x);
	json_members(b, json_has_text("from", x->from_words), json_has_instant("from_at", x->from),
	             instant_begins_day(x->from) ? json_has_day_words("from_words", instant_day(x->from))
	                                         : json_has_instant_words("from_words", x->from),
	             json_has_text("within", x->within.words), json_has_day("counted_from", x->counted_from),
	             json_has_text("moved", x->moved));
	write_skipped(b, &x->skipped);
	json_members(b, json_has_bool("end_of_day", x->at_end_of_day), json_has_bool("guide", x->indicative),
	             json_has_text("clause", x->clause), json_has_text("capped_by", x->capped_by),
	             json_has_text("nation", x->nation), json_has_text("calendar", x->calendar_version));
	json_end_object(b);
}
