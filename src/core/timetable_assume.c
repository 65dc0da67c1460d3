/*
 * timetable_assume.c - what a timetable takes as given, read from words: "subject.kind=child, category=threshold".
 *
 * The names are those that the conditions of policies ask for, so whoever reads a policy file knows them.
 */
#include "parley/timetable.h"

#include <string.h>

/* How a fact is given: as a field of the raised event, or as what the two agencies are. */
static const struct given {
	const char *name;
	const char *field; /* NULL: not a field of the raised event */
	enum fact fact;    /* FACT_COUNT: no condition asks for it, a clock may count from it */
	enum { OF_SUBJECTS, OF_CATEGORIES, OF_SECTORS, OF_TRACKS, OF_ROLES, OF_CONCERNS, OF_YES_NO, OF_DAYS } values;
} givens[] = {
	{ "subject.kind", "subject_kind", FACT_SUBJECT_KIND, OF_SUBJECTS },
	{ "subject.child_protection_plan", "plan", FACT_SUBJECT_PLAN, OF_YES_NO },
	{ "subject.looked_after", "looked_after", FACT_SUBJECT_LOOKED_AFTER, OF_YES_NO },
	{ "category", "category", FACT_CATEGORY, OF_CATEGORIES },
	{ "track", "track", FACT_TRACK, OF_TRACKS },
	{ "concern", "concern", FACT_CONCERN, OF_CONCERNS },
	{ "concern_date", "concern_date", FACT_COUNT, OF_DAYS },
	{ "immediate_risk", "immediate_risk", FACT_IMMEDIATE_RISK, OF_YES_NO },
	{ "raising.sector", NULL, FACT_RAISING_SECTOR, OF_SECTORS },
	{ "receiving.sector", NULL, FACT_RECEIVING_SECTOR, OF_SECTORS },
	{ "raising.role", NULL, FACT_RAISING_ROLE, OF_ROLES },
	{ "same_agency", NULL, FACT_SAME_AGENCY, OF_YES_NO },
};
enum { GIVEN_COUNT = sizeof givens / sizeof givens[0] };

struct assuming {
	const struct policy *policy;
	struct arena *arena;
	struct fault *fault;
	struct timetable_assumptions *to;
	struct field_value *values;
	const char **said;
};

/* The i-th value that may be given; NULL behind the last. */
static const char *
value_at(const struct policy *p, unsigned of, size_t i)
{
	static const char *const yes_no[] = { "yes", "no" }, *const concerns[] = { "disagreement", "decision" };

	switch (of) {
	case OF_SUBJECTS: return i < p->subject_count ? p->subjects[i] : NULL;
	case OF_CATEGORIES: return i < p->category_count ? p->categories[i].id : NULL;
	case OF_SECTORS: return i < p->sector_count ? p->sectors[i].id : NULL;
	case OF_ROLES: return i < p->role_count ? p->roles[i].id : NULL;
	case OF_TRACKS: return i < p->track_count ? p->tracks[i].id : NULL;
	case OF_CONCERNS: return i < 2 ? concerns[i] : NULL;
	case OF_YES_NO: return i < 2 ? yes_no[i] : NULL;
	default: return NULL;
	}
}

static enum result
refuse_value(const struct assuming *s, const struct given *given, const char *value)
{
	const char *list = "", *one;
	day d;

	if (given->values == OF_DAYS) {
		if (day_parse(value, &d) == RESULT_OK)
			return RESULT_OK;
		return fault_field(s->fault, "/assume", "%s must be a day such as 2026-12-23.", given->name);
	}
	for (size_t i = 0; (one = value_at(s->policy, given->values, i)) != NULL; i++) {
		if (strcmp(one, value) == 0)
			return RESULT_OK;
		list = arena_format(s->arena, "%s%s%s", list, i > 0 ? ", " : "", one);
	}
	if (*list == '\0')
		return fault_field(s->fault, "/assume", "Under this policy there is no %s to choose.", given->name);
	return fault_field(s->fault, "/assume", "%s cannot be \"%s\". It can be: %s.", given->name, value, list);
}

static const char *
known_names(const struct assuming *s)
{
	const char *list = givens[0].name;

	for (size_t i = 1; i < GIVEN_COUNT; i++)
		list = arena_format(s->arena, "%s, %s", list, givens[i].name);
	for (size_t i = 0; i < s->policy->raise_asks.count; i++)
		list = arena_format(s->arena, "%s, field:%s", list, s->policy->raise_asks.fields[i].name);
	return list;
}

static bool
has_field(const struct assuming *s, const char *field)
{
	for (size_t i = 0; i < s->to->count; i++)
		if (strcmp(s->values[i].name, field) == 0)
			return true;
	return false;
}

static void
add_value(struct assuming *s, const char *field, const char *value)
{
	s->values[s->to->count++] = (struct field_value){ .name = field, .text = value };
}

/* Notes that it was said; once is enough, and twice may be a slip. */
static enum result
add_said(struct assuming *s, const char *name, const char *value)
{
	const char *words = arena_format(s->arena, "%s=%s", name, value);

	for (size_t i = 0; i < s->to->said_count; i++)
		if (strncmp(s->said[i], words, strlen(name) + 1) == 0)
			return fault_field(s->fault, "/assume", "%s is assumed twice.", name);
	s->said[s->to->said_count++] = words;
	return RESULT_OK;
}

/* A choice, or yes and no: of other answers nothing can hang. */
static bool
can_answer(const struct field *field, const char *value)
{
	for (size_t i = 0; i < field->choice_count; i++)
		if (strcmp(field->choices[i].id, value) == 0)
			return true;
	return (field->type == FIELD_YES_NO || field->type == FIELD_DECLARE) &&
	       (strcmp(value, "yes") == 0 || strcmp(value, "no") == 0);
}

/* "field:NAME=…", what was answered to a question of the policy's own. */
static enum result
assume_field(struct assuming *s, const char *name, const char *value)
{
	const struct policy_asks *asks = &s->policy->raise_asks;

	for (size_t i = 0; i < asks->count; i++) {
		if (strcmp(asks->fields[i].name, name) != 0)
			continue;
		if (!can_answer(&asks->fields[i], value))
			return fault_field(s->fault, "/assume", "The question \"%s\" cannot be answered \"%s\".",
			                   asks->fields[i].label, value);
		add_value(s, asks->fields[i].name, value);
		return add_said(s, arena_format(s->arena, "field:%s", name), value);
	}
	return fault_field(s->fault, "/assume", "There is nothing called \"field:%s\" to assume. There are: %s.", name,
	                   known_names(s));
}

static enum result
assume_one(struct assuming *s, const char *name, const char *value)
{
	const struct given *given = NULL;

	if (strncmp(name, "field:", 6) == 0)
		return assume_field(s, name + 6, value);
	for (size_t i = 0; i < GIVEN_COUNT && given == NULL; i++)
		if (strcmp(givens[i].name, name) == 0)
			given = &givens[i];
	if (given == NULL)
		return fault_field(s->fault, "/assume", "There is nothing called \"%s\" to assume. There are: %s.", name,
		                   known_names(s));
	if (refuse_value(s, given, value) != RESULT_OK)
		return s->fault->result;
	if (given->field != NULL)
		add_value(s, given->field, value);
	else if (given->values == OF_YES_NO)
		s->to->same_agency = strcmp(value, "yes") == 0;
	else if (given->values == OF_ROLES)
		s->to->raising_role = value;
	else if (strcmp(name, "raising.sector") == 0)
		s->to->raising_sector = value;
	else
		s->to->receiving_sector = value;
	return add_said(s, name, value);
}

/* Without the spaces at either end. */
static char *
trimmed(struct arena *a, const char *from, size_t length)
{
	while (length > 0 && *from == ' ') {
		from++;
		length--;
	}
	while (length > 0 && from[length - 1] == ' ')
		length--;
	return arena_bytes(a, from, length);
}

/* Where a policy knows one kind of person only, it is about them. */
static enum result
assume_the_only_subject(struct assuming *s)
{
	if (s->policy->subject_count != 1 || has_field(s, "subject_kind"))
		return RESULT_OK;
	add_value(s, "subject_kind", s->policy->subjects[0]);
	return add_said(s, "subject.kind", s->policy->subjects[0]);
}

static size_t
count_parts(const char *words)
{
	size_t n = 1;

	for (; *words != '\0'; words++)
		n += *words == ',';
	return n;
}

enum result
timetable_assume(const struct policy *p, const char *words, struct arena *a, struct timetable_assumptions *out,
                 struct fault *f)
{
	struct timetable_assumptions to = { 0 };
	size_t room = count_parts(words) + 1;
	struct assuming s = { p, a, f, &to, ARENA_ARRAY(a, room, struct field_value), ARENA_ARRAY(a, room, const char *) };
	const char *at = words;

	while (f->result == RESULT_OK && words[strspn(words, " ")] != '\0') {
		size_t length = strcspn(at, ","), name = strcspn(at, ",=");

		if (name == length || name == 0)
			return fault_field(f, "/assume", "What is assumed is written as name=value, with commas between.");
		(void)assume_one(&s, trimmed(a, at, name), trimmed(a, at + name + 1, length - name - 1));
		if (at[length] == '\0')
			break;
		at += length + 1;
	}
	if (f->result != RESULT_OK || assume_the_only_subject(&s) != RESULT_OK)
		return f->result;
	to.values = s.values;
	to.said = s.said;
	*out = to;
	return RESULT_OK;
}

/* --- what a timetable is to be asked --- */

static bool
counts_from_concern(const struct policy_clock *clock)
{
	for (size_t i = 0; i < clock->from_count; i++)
		if (clock->from[i].kind == ANCHOR_CONCERN)
			return true;
	return false;
}

static bool
any_counts_from_concern(const struct policy *p)
{
	bool any = false;

	for (size_t i = 0; !any && i < p->duty_count; i++)
		any = counts_from_concern(&p->duties[i].clock);
	for (size_t i = 0; !any && i < p->cap_count; i++)
		any = counts_from_concern(&p->caps[i].clock);
	for (size_t i = 0; !any && i < p->notice_count; i++)
		any = counts_from_concern(&p->notices[i].clock);
	return any;
}

/* Where conditions choose the track, nobody can say it. */
static bool
is_chosen_by_conditions(const struct policy *p, enum fact fact)
{
	return fact == FACT_TRACK && !policy_track_is_chosen(p);
}

static bool
is_asked(const struct policy *p, const struct given *given)
{
	if (given->values == OF_DAYS)
		return any_counts_from_concern(p);
	return policy_asks_for(p, given->fact, NULL) && !is_chosen_by_conditions(p, given->fact);
}

/* What the policy always turns away has no dates. */
static bool
is_always_excluded(const struct policy *p, unsigned of, size_t i)
{
	return of == OF_CATEGORIES && p->categories[i].excluded && !p->categories[i].when;
}

static void
add_values(const struct policy *p, const struct given *given, struct arena *a, struct timetable_question *q)
{
	size_t count = 0;
	const char **values;

	while (value_at(p, given->values, count) != NULL)
		count++;
	values = ARENA_ARRAY(a, count, const char *);
	for (size_t i = 0; i < count; i++)
		if (!is_always_excluded(p, given->values, i))
			values[q->value_count++] = value_at(p, given->values, i);
	q->values = values;
}

static void
add_field_values(const struct field *field, struct arena *a, struct timetable_question *q)
{
	static const char *const yes_no[] = { "yes", "no" };
	const char **values;

	if (field->choice_count == 0) {
		q->values = yes_no;
		q->value_count = 2;
		return;
	}
	values = ARENA_ARRAY(a, field->choice_count, const char *);
	for (size_t i = 0; i < field->choice_count; i++)
		values[q->value_count++] = field->choices[i].id;
	q->values = values;
}

void
timetable_questions(const struct policy *p, struct arena *a, struct timetable_question **out, size_t *count)
{
	struct timetable_question *list = ARENA_ARRAY(a, GIVEN_COUNT + p->raise_asks.count, struct timetable_question);
	size_t n = 0;

	for (size_t i = 0; i < GIVEN_COUNT; i++) {
		const struct given *given = &givens[i];
		struct timetable_question q = { .name = given->name, .fact = given->fact };

		if (!is_asked(p, given))
			continue;
		add_values(p, given, a, &q);
		if (given->values == OF_DAYS || q.value_count > 1)
			list[n++] = q;
	}
	for (size_t i = 0; i < p->raise_asks.count; i++) {
		const struct field *field = &p->raise_asks.fields[i];
		struct timetable_question q = { .fact = FACT_FIELD, .field = field };

		if (!policy_asks_for(p, FACT_FIELD, field->name) || (field->choice_count == 0 && !can_answer(field, "yes")))
			continue;
		q.name = arena_format(a, "field:%s", field->name);
		add_field_values(field, a, &q);
		list[n++] = q;
	}
	*out = list;
	*count = n;
}
