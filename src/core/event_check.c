/*
 * event_check.c - what was sent, held against the fields that were asked for.
 *
 * Every wrong field gets its own sentence, so that a person corrects a form once and not field by field.
 */
#include <string.h>

#include "parley/event.h"
#include "parley/utf8.h"

enum { LINE_MAX_DEFAULT = 200, TEXT_MAX_DEFAULT = 10000, PEOPLE_MAX = 20, POINTER_MAX = 80 };

struct check {
	const struct field_set *sets;
	size_t set_count;
	const struct field_value *values;
	size_t value_count;
	instant now;
	struct fault *fault;
};

static const struct field_value *
value_find(const struct check *c, const char *name)
{
	for (size_t i = 0; i < c->value_count; i++) {
		if (strcmp(c->values[i].name, name) == 0)
			return &c->values[i];
	}
	return NULL;
}

static const struct field *
field_find(const struct check *c, const char *name)
{
	for (size_t s = 0; s < c->set_count; s++) {
		for (size_t i = 0; i < c->sets[s].count; i++) {
			if (strcmp(c->sets[s].fields[i].name, name) == 0)
				return &c->sets[s].fields[i];
		}
	}
	return NULL;
}

/* RFC 6901: '~' is written ~0, '/' ~1. A name that nobody asked for may be long: it is cut, between characters. */
static const char *
pointer_to(const struct check *c, const char *name)
{
	char *to = arena_alloc(c->fault->arena, sizeof("/fields/") + 2 * (size_t)POINTER_MAX);
	size_t length = strlen(name);
	size_t n = sizeof("/fields/") - 1;

	memcpy(to, "/fields/", n);
	if (length > POINTER_MAX) {
		for (length = POINTER_MAX; length > 0 && ((unsigned char)name[length] & 0xc0) == 0x80; length--)
			;
	}
	for (size_t i = 0; i < length; i++) {
		bool escaped = name[i] == '~' || name[i] == '/';

		to[n++] = escaped ? '~' : name[i];
		if (escaped)
			to[n++] = name[i] == '~' ? '0' : '1';
	}
	to[n] = '\0';
	return to;
}

static bool
is_empty(const struct field_value *v)
{
	if (!v)
		return true;
	return (!v->text || utf8_is_blank(v->text)) && v->people_count == 0 && !v->agency;
}

/* "name=value": whether the field is asked at all, given the other answers. */
static bool
is_asked(const struct check *c, const struct field *f)
{
	const char *equals;
	char name[64];
	const struct field_value *v;

	if (f->explains && is_empty(value_find(c, f->explains)))
		return false;
	if (!f->only_if)
		return true;
	equals = strchr(f->only_if, '=');
	if (!equals || (size_t)(equals - f->only_if) >= sizeof(name))
		return true;
	memcpy(name, f->only_if, (size_t)(equals - f->only_if));
	name[equals - f->only_if] = '\0';
	v = value_find(c, name);
	return v && v->text && strcmp(v->text, equals + 1) == 0;
}

static bool
is_choice(const struct field *f, const char *text, size_t length)
{
	for (size_t i = 0; i < f->choice_count; i++) {
		const char *id = f->choices[i].id;

		if (strlen(id) == length && memcmp(id, text, length) == 0)
			return true;
	}
	return false;
}

static bool
are_choices(const struct field *f, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		if (!is_choice(f, text, length))
			return false;
		text += length;
		if (*text == '\n')
			text++;
	}
	return true;
}

static const char *
wrong_text(const struct check *c, const struct field *f, const char *text)
{
	bool one_line = f->type == FIELD_LINE;
	size_t max = f->max ? f->max : (size_t)(one_line ? LINE_MAX_DEFAULT : TEXT_MAX_DEFAULT);

	if (one_line ? !utf8_is_line(text) : !utf8_is_text(text))
		return "Take out the characters that cannot be shown, such as control characters";
	if (utf8_length(text) > max)
		return arena_format(c->fault->arena, "Use %d characters or fewer; this has %d", (int)max,
		                    (int)utf8_length(text));
	return NULL;
}

static const char *
wrong_day(const struct check *c, const struct field *f, const char *text)
{
	day d;
	day today = instant_day(c->now);

	if (day_parse(text, &d) != RESULT_OK)
		return "Enter a real date, for example 23 12 2027";
	if (f->type == FIELD_DATE && d > today)
		return "The date must be today or in the past";
	if (f->type == FIELD_DAY_AHEAD && d < today)
		return "The date must be today or later";
	/* Older than anything that a running case can be about, and the first year of the holiday lists. */
	if (d < day_from_civil(2012, 1, 1))
		return "The year must be 2012 or later";
	return NULL;
}

static const char *
wrong_time(const struct check *c, const struct field *f, const char *text)
{
	instant t;

	if (instant_parse(text, &t) != RESULT_OK)
		return "Enter a real date and time, for example 23 12 2027 and 14:30";
	if (f->type == FIELD_TIME_AHEAD)
		return t > c->now ? NULL : "That time has passed: choose a later one";
	/* A person's clock and the server's differ; a minute is not the future. */
	if (t > c->now + INSTANT_MINUTE)
		return "The date and time must be now or in the past";
	if (instant_day(t) < day_from_civil(2012, 1, 1))
		return "The year must be 2012 or later";
	return NULL;
}

/* Why a value that is there cannot stand, or NULL. */
static const char *
wrong_value(const struct check *c, const struct field *f, const struct field_value *v)
{
	char digits[11];
	bool scalar = f->type != FIELD_PERSON && f->type != FIELD_PEOPLE && f->type != FIELD_AGENCY;

	if (scalar && !v->text)
		return "This must be text";
	switch (f->type) {
	case FIELD_LINE:
	case FIELD_TEXT:
		return wrong_text(c, f, v->text);
	case FIELD_CHOICE:
		return is_choice(f, v->text, strlen(v->text)) ? NULL : "Choose one of the answers";
	case FIELD_CHOICES:
		return are_choices(f, v->text) ? NULL : "Choose from the answers";
	case FIELD_YES_NO:
		return strcmp(v->text, "yes") == 0 || strcmp(v->text, "no") == 0 ? NULL : "Choose yes or no";
	case FIELD_DECLARE:
		return strcmp(v->text, "yes") == 0 ? NULL : "Tick the box to go on";
	case FIELD_DATE:
	case FIELD_DAY_AHEAD:
		return wrong_day(c, f, v->text);
	case FIELD_TIME:
	case FIELD_TIME_AHEAD:
		return wrong_time(c, f, v->text);
	case FIELD_UPLOAD:
		return strspn(v->text, "0123456789") == strlen(v->text) && strlen(v->text) < 19 ? NULL : "Choose a file";
	case FIELD_NHS_NUMBER:
		return nhs_number_parse(v->text, digits) == RESULT_OK ?
		       NULL : "This is not an NHS number: check the 10 digits";
	case FIELD_PERSON:
		return v->people_count == 1 ? NULL : "Choose one person";
	case FIELD_PEOPLE:
		if (v->people_count == 0)
			return "Choose a person"; /* a text where people belong */
		return v->people_count <= PEOPLE_MAX ? NULL : "Choose 20 people or fewer";
	case FIELD_AGENCY:
		return v->agency ? NULL : "Choose an agency";
	}
	return NULL;
}

static const char *
missing_sentence(const struct field *f)
{
	switch (f->type) {
	case FIELD_CHOICE: case FIELD_CHOICES: return "Choose an answer";
	case FIELD_YES_NO: return "Choose yes or no";
	case FIELD_DECLARE: return "Tick the box to go on";
	case FIELD_DATE: case FIELD_DAY_AHEAD: return "Enter a date";
	case FIELD_TIME: case FIELD_TIME_AHEAD: return "Enter a date and time";
	case FIELD_PERSON: case FIELD_PEOPLE: return "Choose a person";
	case FIELD_AGENCY: return "Choose an agency";
	case FIELD_UPLOAD: return "Choose a file";
	case FIELD_NHS_NUMBER: return "Enter the NHS number";
	case FIELD_LINE: case FIELD_TEXT: break;
	}
	return "Enter an answer";
}

/* What explains a choice of people is asked for by whoever knows who is proposed: the core's counterpart.c. */
static bool
is_required(const struct check *c, const struct field *f)
{
	const struct field *chosen = f->explains ? field_find(c, f->explains) : NULL;

	return f->required || (chosen && chosen->type != FIELD_PERSON && chosen->type != FIELD_PEOPLE);
}

static void
check_field(const struct check *c, const struct field *f)
{
	const struct field_value *v = value_find(c, f->name);
	const char *wrong = NULL;
	bool asked = is_asked(c, f);

	if (is_empty(v)) {
		if (asked && is_required(c, f))
			wrong = missing_sentence(f);
	} else if (!asked) {
		wrong = "This is not asked, given the other answers";
	} else {
		wrong = wrong_value(c, f, v);
	}
	if (wrong)
		(void)fault_field(c->fault, pointer_to(c, f->name), "%s", wrong);
}

enum result
event_check_fields(const struct field_set *sets, size_t set_count, const struct field_value *values,
                   size_t value_count, instant now, struct fault *f)
{
	struct check c = { sets, set_count, values, value_count, now, f };
	size_t before = f->count;

	for (size_t s = 0; s < set_count; s++) {
		for (size_t i = 0; i < sets[s].count; i++)
			check_field(&c, &sets[s].fields[i]);
	}
	for (size_t i = 0; i < value_count; i++) {
		if (!field_find(&c, values[i].name))
			(void)fault_field(f, pointer_to(&c, values[i].name), "There is no such field here");
		else if (value_find(&c, values[i].name) != &values[i]) /* only the first of them was looked at */
			(void)fault_field(f, pointer_to(&c, values[i].name), "This is here twice");
	}
	return f->count == before ? RESULT_OK : RESULT_INVALID;
}

/* Weights 10 to 2 over the first nine digits; 11 less the remainder is the tenth, 11 counts as 0, 10 never is. */
enum result
nhs_number_parse(const char *s, char out[11])
{
	char digits[11];
	int n = 0;
	int total = 0;
	int check;

	for (; *s; s++) {
		if (*s == ' ' || *s == '-')
			continue;
		if (*s < '0' || *s > '9' || n == 10)
			return RESULT_INVALID;
		digits[n++] = *s;
	}
	if (n != 10)
		return RESULT_INVALID;
	for (int i = 0; i < 9; i++)
		total += (digits[i] - '0') * (10 - i);
	check = (11 - total % 11) % 11;
	if (check == 10 || check != digits[9] - '0')
		return RESULT_INVALID;
	/* Every repeated-digit number passes the sum; none was ever issued, and all are what people type to get on. */
	digits[10] = '\0';
	if (strspn(digits, (char[]){ digits[0], '\0' }) == 10)
		return RESULT_INVALID;
	memcpy(out, digits, sizeof(digits));
	return RESULT_OK;
}
