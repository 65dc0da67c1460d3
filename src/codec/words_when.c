/* words_when.c - a condition of a policy as part of a sentence; see words.h. */
#include <string.h>

#include "words.h"

/* How a fact is said to be something: with %s for what. */
static const char *const fact_words[FACT_COUNT] = {
	[FACT_SUBJECT_KIND] = "it is about %s",
	[FACT_CATEGORY] = "its category is %s",
	[FACT_RAISING_SECTOR] = "the raising side is of %s",
	[FACT_RECEIVING_SECTOR] = "the receiving side is of %s",
	[FACT_CONCERN] = "it began with a %s",
	[FACT_TRACK] = "its track is %s",
	[FACT_RAISING_ROLE] = "it was raised as %s",
	[FACT_OUTCOME] = "the outcome is %s",
	[FACT_HOURS] = "it is %s",
	[FACT_STAGE_VISIT] = "the stage is entered for time number %s",
};

/* Those that hold or not. */
static const struct { const char *yes, *no; } fact_holds[FACT_COUNT] = {
	[FACT_SUBJECT_PLAN] = { "they are on a child protection plan", "they are on no child protection plan" },
	[FACT_SUBJECT_LOOKED_AFTER] = { "they are looked after", "they are not looked after" },
	[FACT_SAME_AGENCY] = { "both sides are of one agency", "the sides are of two agencies" },
	[FACT_IMMEDIATE_RISK] = { "somebody is at immediate risk", "nobody is at immediate risk" },
};

static const char *
sector_name(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->sector_count; i++)
		if (strcmp(p->sectors[i].id, id) == 0)
			return p->sectors[i].name;
	return id;
}

static const char *
track_name(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->track_count; i++)
		if (strcmp(p->tracks[i].id, id) == 0)
			return p->tracks[i].name;
	return id;
}

const char *
words_value(const struct policy *p, enum fact fact, const char *value, struct arena *a)
{
	int category, role;

	switch (fact) {
	case FACT_SUBJECT_KIND:
		return arena_format(a, "%s %s", strchr("aeiou", value[0]) != NULL ? "an" : "a", value);
	case FACT_CATEGORY:
		category = policy_category_find(p, value);
		return category < 0 ? value : p->categories[category].name;
	case FACT_RAISING_SECTOR:
	case FACT_RECEIVING_SECTOR:
		return sector_name(p, value);
	case FACT_TRACK:
		return track_name(p, value);
	case FACT_HOURS:
		return strcmp(value, "working") == 0 ? "in working hours" : "outside working hours";
	case FACT_RAISING_ROLE:
		role = policy_role_find(p, value);
		return role < 0 ? value : p->roles[role].name;
	default:
		return value;
	}
}

static const char *
field_label(const struct policy *p, const char *name)
{
	for (size_t i = 0; i < p->raise_asks.count; i++)
		if (strcmp(p->raise_asks.fields[i].name, name) == 0)
			return p->raise_asks.fields[i].label;
	return name;
}

static const char *
duty_words(const struct policy *p, const char *id)
{
	int duty = policy_duty_find(p, id);

	return duty < 0 ? id : p->duties[duty].short_text;
}

static const char *
fact_sentence(const struct policy *p, const struct condition *c, struct arena *a)
{
	const char *values = "", *words = c->fact < FACT_COUNT ? fact_words[c->fact] : NULL;
	const char *at;

	if (c->fact < FACT_COUNT && fact_holds[c->fact].yes != NULL && c->value_count == 1)
		return strcmp(c->values[0], "yes") == 0 ? fact_holds[c->fact].yes : fact_holds[c->fact].no;
	for (size_t i = 0; i < c->value_count; i++)
		values = arena_format(a, "%s%s%s", values, i > 0 ? " or " : "", words_value(p, c->fact, c->values[i], a));
	if (c->fact == FACT_DUTY)
		return arena_format(a, "the duty to %s is %s", duty_words(p, c->field), values);
	if (c->fact == FACT_FIELD)
		return arena_format(a, "the answer to \"%s\" is %s", field_label(p, c->field), values);
	if (words == NULL)
		return arena_format(a, "%s is %s", fact_name(c->fact), values);
	at = strstr(words, "%s");
	return arena_format(a, "%.*s%s", (int)(at - words), words, values);
}

static const char *
joined(const struct policy *p, const struct condition *c, const char *with, struct arena *a)
{
	const char *words = "";

	for (size_t i = 0; i < c->part_count; i++) {
		const struct condition *part = &c->parts[i];
		bool brackets = part->op == CONDITION_ALL || part->op == CONDITION_ANY;

		words = arena_format(a, "%s%s%s%s%s", words, i > 0 ? with : "", brackets ? "(" : "", words_when(p, part, a),
		                     brackets ? ")" : "");
	}
	return words;
}

const char *
words_when(const struct policy *p, const struct condition *c, struct arena *a)
{
	if (c == NULL)
		return NULL;
	switch (c->op) {
	case CONDITION_FACT: return fact_sentence(p, c, a);
	case CONDITION_ALL: return joined(p, c, " and ", a);
	case CONDITION_ANY: return joined(p, c, " or ", a);
	case CONDITION_NOT: break;
	}
	return arena_format(a, "it is not so that %s", words_when(p, &c->parts[0], a));
}
