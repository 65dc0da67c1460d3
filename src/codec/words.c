/* words.c - see words.h. */
#include "words.h"

#include "parley/contact.h"

#include <string.h>

#include "parley/buffer.h"

static const char *
take_buffer(struct buffer *b, struct arena *a)
{
	const char *s = arena_string(a, b->length == 0 || !buffer_ok(b) ? "" : b->data);

	buffer_clear(b);
	return s;
}

const char *
words_instant(instant t, struct arena *a)
{
	struct buffer b;

	buffer_init(&b, 0);
	instant_write_words(&b, t);
	return take_buffer(&b, a);
}

const char *
words_day(day d, struct arena *a)
{
	struct buffer b;

	buffer_init(&b, 0);
	day_write_words(&b, d);
	return take_buffer(&b, a);
}

static const char *
with_first(const char *s, char from, char to, struct arena *a)
{
	char *copy = arena_string(a, s);

	if (copy != NULL && copy[0] >= from && copy[0] <= to)
		copy[0] ^= 'a' ^ 'A';
	return copy;
}

const char *
words_capital(const char *s, struct arena *a)
{
	return with_first(s, 'a', 'z', a);
}

const char *
words_lower(const char *s, struct arena *a)
{
	return with_first(s, 'A', 'Z', a);
}

const char *
words_roles(const struct policy *p, const int *roles, size_t count, struct arena *a)
{
	struct buffer b;
	size_t i;

	buffer_init(&b, 0);
	for (i = 0; i < count; i++) {
		if (i > 0)
			buffer_string(&b, i + 1 < count ? ", " : " or ");
		buffer_string(&b, p->roles[roles[i]].name);
	}
	return take_buffer(&b, a);
}

static const char *
words_side(const struct policy_who *who)
{
	switch (who->kind) {
	case WHO_SIDE: return who->side == SIDE_RAISING ? "The raising side" : "The receiving side";
	case WHO_BOTH: return "Each side";
	case WHO_EITHER: return "Either side";
	case WHO_JOINTLY: return "Both sides together";
	case WHO_FIRST_RAISER: return "The person who first raised it";
	case WHO_SUBJECT: return "The person it is about, or their family";
	case WHO_MAILBOX: return who->mailbox;
	case WHO_SECTOR: case WHO_AGENCY: case WHO_ROLE: break;
	}
	return "The partnership";
}

static const char *
sector_name(const struct policy *p, const char *id)
{
	size_t i;

	for (i = 0; i < p->sector_count; i++)
		if (strcmp(p->sectors[i].id, id) == 0)
			return p->sectors[i].name;
	return id;
}

const char *
words_stand_ins(const struct policy *p, const struct policy_role *role, struct arena *a)
{
	const char *words = "";
	size_t i;

	for (i = 0; i < role->stand_in_count; i++) {
		const struct policy_stand_in *s = &role->stand_ins[i];

		words = arena_format(a, "%s%s%s%s%s%s", words, i > 0 ? ", " : "", p->roles[s->role].name,
		                     s->sector == NULL ? "" : " (", s->sector == NULL ? "" : sector_name(p, s->sector),
		                     s->sector == NULL ? "" : ")");
	}
	return words;
}

const char *
words_roles_of(const struct policy *p, const struct policy_who *who, bool partnership, struct arena *a)
{
	int *roles = ARENA_ARRAY(a, who->role_count, int);
	size_t n = 0;

	for (size_t i = 0; i < who->role_count; i++)
		if (p->roles[who->roles[i]].partnership == partnership)
			roles[n++] = who->roles[i];
	return words_roles(p, roles, n, a);
}

static const char *
words_in_agencies(const struct policy *p, const struct policy_who *who, const char *roles, struct arena *a)
{
	if (who->kind == WHO_SECTOR)
		return arena_format(a, "%s in %s", roles, sector_name(p, who->sector));
	if (who->kind == WHO_AGENCY)
		return arena_format(a, "%s in a third agency", roles);
	return arena_format(a, "%s, %s", words_side(who), roles);
}

static const char *
joined(const char *one, const char *other, struct arena *a)
{
	return one == NULL ? other : other == NULL ? one : arena_format(a, "%s, %s", one, other);
}

const char *
words_told(const struct policy *p, const struct policy_who *who, instant at, struct arena *a)
{
	const char **addresses = ARENA_ARRAY(a, who->role_count + 1, const char *);
	const struct contact_given *g = who->kind == WHO_MAILBOX ? contact_given_at(p, who->mailbox, at) : NULL;
	size_t n = contact_addresses(p, who, at, addresses);
	const char *words = who->kind == WHO_MAILBOX ? (g != NULL ? g->name : NULL) : words_who(p, who, a);

	for (size_t i = 0; i < n; i++)
		words = joined(words, addresses[i], a);
	return words;
}

const char *
words_who(const struct policy *p, const struct policy_who *who, struct arena *a)
{
	const char *roles;

	if (who->role_count == 0)
		return words_side(who);
	roles = words_roles(p, who->roles, who->role_count, a);
	if (who->kind == WHO_ROLE || *words_roles_of(p, who, false, a) == '\0')
		return roles;
	if (!policy_who_is_mixed(p, who))
		return words_in_agencies(p, who, roles, a);
	return arena_format(a, "%s, or %s", words_in_agencies(p, who, words_roles_of(p, who, false, a), a),
	                    words_roles_of(p, who, true, a));
}

/* --- what a clock counts from --- */

static const char *const anchor_words[] = {
	[ANCHOR_CONCERN] = "the disagreement arose or the decision was received",
	[ANCHOR_RAISED] = "it was raised",
	[ANCHOR_STAGE_ENTERED] = "the stage was entered",
	[ANCHOR_FIRST_CONTACT] = "the first contact was made",
	[ANCHOR_MEETING_HELD] = "the meeting was held",
	[ANCHOR_MEETING_PLANNED] = "the meeting is to be held",
	[ANCHOR_ASKED] = "it was asked for",
	[ANCHOR_AGREED] = "it was agreed",
	[ANCHOR_CONFIRMED] = "the outcome was confirmed in writing",
	[ANCHOR_DECIDED] = "the decision was made",
	[ANCHOR_REFERRED] = "it was brought to those who decide",
	[ANCHOR_CLOSED] = "it was closed",
	[ANCHOR_NOTIFIED] = "the notice was given",
	[ANCHOR_RISK] = "immediate risk was flagged",
	[ANCHOR_DUTY_DONE] = "another duty was done",
	[ANCHOR_DUTY_DUE] = "the time for another duty runs out",
};

static const char *
words_anchor(const struct policy *p, const struct policy_anchor *from, struct arena *a)
{
	bool due = from->kind == ANCHOR_DUTY_DUE;
	int of;

	if (due || from->kind == ANCHOR_DUTY_DONE) {
		of = policy_duty_find(p, from->of);
		if (of >= 0)
			return arena_format(a, due ? "the time to %s runs out" : "it was done: %s", p->duties[of].short_text);
	}
	if (from->kind == ANCHOR_STAGE_ENTERED && from->of != NULL) {
		of = policy_stage_find(p, from->of);
		if (of >= 0)
			return arena_format(a, "it came to stage %s", p->stages[of].id);
	}
	return anchor_words[from->kind];
}

const char *
words_from(const struct policy *p, const struct policy_clock *clock, struct arena *a)
{
	const char *words;
	size_t i;

	if (clock->from_count == 0)
		return NULL;
	words = words_anchor(p, &clock->from[0], a);
	for (i = 1; i < clock->from_count; i++)
		words = arena_format(a, "%s %s %s", words, clock->from_last ? "and" : "or", words_anchor(p, &clock->from[i], a));
	if (clock->from_count == 1)
		return words;
	return arena_format(a, "%s, whichever is %s", words, clock->from_last ? "last" : "first");
}
