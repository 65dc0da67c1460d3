/* words.h - private to codec: dates, roles and people of a policy in plain English. Strings live in the arena. */
#ifndef PARLEY_CODEC_WORDS_H
#define PARLEY_CODEC_WORDS_H

#include "parley/policy.h"

const char *words_instant(instant t, struct arena *a); /* "Thursday 30 December 2027 at 5pm" */
const char *words_day(day d, struct arena *a);
/* "Vice Chair, Chief officer (Voluntary)": who acts in the role's place; "" for nobody. */
const char *words_stand_ins(const struct policy *p, const struct policy_role *role, struct arena *a);
/* "Senior manager or Named doctor or nurse"; "" for none. */
const char *words_roles(const struct policy *p, const int *roles, size_t count, struct arena *a);
/* Of the roles of `who`, those in the agencies (or, with `partnership`, those of the partnership), as words_roles(). */
const char *words_roles_of(const struct policy *p, const struct policy_who *who, bool partnership, struct arena *a);
/* "The raising side", "Line manager on the receiving side", "Independent Chair and Scrutineer". */
const char *words_who(const struct policy *p, const struct policy_who *who, struct arena *a);
/* The same of whom is told at that time (INSTANT_NONE: now), with what the partnership says of them (contact.h):
 * "Commissioner's office, office@example.org". */
const char *words_told(const struct policy *p, const struct policy_who *who, instant at, struct arena *a);
/* What a clock counts from: "it was raised", "the first of: …". NULL when it names nothing. */
const char *words_from(const struct policy *p, const struct policy_clock *clock, struct arena *a);
/* A condition, to stand behind "only if": "its category is Levels of need and they are looked after". NULL for NULL. */
const char *words_when(const struct policy *p, const struct condition *c, struct arena *a);
/* One value of a fact, as a condition's sentence says it: "a child", the category's name, "yes". */
const char *words_value(const struct policy *p, enum fact fact, const char *value, struct arena *a);
/* The same text with its first letter large (ASCII only: nothing else begins our own sentences). */
const char *words_capital(const char *s, struct arena *a);
const char *words_lower(const char *s, struct arena *a);

#endif
