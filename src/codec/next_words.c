/*
 * next_words.c - what happens next if an action is taken, before it is: what it does, where it goes, who has what to do by
 * when, and whom it tells. All but the first is read from the preview, so it is what then happens.
 */
#include <string.h>

#include "next_words.h"
#include "parley/escalation_json.h"
#include "parley/told.h"
#include "words.h"

enum { BESIDES_MOST = 4, TOLD_MOST = 40 };

/* e: without it; NULL when it is raised. */
struct next {
	const struct escalation *e, *after;
	const struct action *action;
	struct arena *a;
};

/* What a policy says nothing of is asked for without a clause. */
static const char *
clause_words(const struct next *n, const struct duty *d)
{
	return d->rule->clause == NULL ? "" : arena_format(n->a, " (%s)", d->rule->clause);
}

/* "read the file and speak to the person who raised it by Thursday 30 December 2027 at 5pm (4.4)" */
static const char *
duty_words(const struct next *n, const struct duty *d)
{
	return arena_format(n->a, "%s%s%s", d->rule->short_text ? d->rule->short_text : d->rule->text,
	                    next_by_words(n->after, d), clause_words(n, d));
}

static const struct duty *
same_duty(const struct escalation *e, const struct duty *d)
{
	for (size_t i = 0; e != NULL && i < e->duty_count; i++) {
		if (strcmp(e->duties[i].key, d->key) == 0)
			return &e->duties[i];
	}
	return NULL;
}

/* --- where it goes, and whose turn it is --- */

static const char *
moved_words(const struct next *n)
{
	const struct policy_stage *stage = &n->after->policy->stages[n->after->stage];

	if (n->after->visit_count == n->e->visit_count)
		return "";
	return arena_format(n->a, " It moves to stage %s, %s.", stage->id, stage->name);
}

static bool
goes_on(const struct next *n)
{
	const struct duty *was = n->e ? n->e->turn : NULL, *is = n->after->turn;

	return was != NULL && is != NULL && strcmp(was->key, is->key) == 0;
}

static const char *
no_turn_words(const struct next *n)
{
	switch (n->after->phase) {
	case PHASE_OPEN: return "Nobody has a date to keep then: either side can go on when it is ready.";
	case PHASE_AGREED:
	case PHASE_DECIDED:
		if (escalation_may_confirm(n->after))
			return "Then whoever speaks for a side can confirm the outcome in writing, and whoever speaks for a side or raised it "
			       "can close it. No time is set for either.";
		return "Then it can be closed, by whoever speaks for a side or raised it. No time is set for that.";
	case PHASE_CLOSED:
	case PHASE_WITHDRAWN: break;
	}
	return n->after->risk ? "Nothing is left to be done but to say why the immediate risk is over." :
	                        "Nothing is left to be done.";
}

static const char *
turn_words(const struct next *n)
{
	const struct duty *d = n->after->turn;

	if (d == NULL)
		return no_turn_words(n);
	if (d->conditional)
		return arena_format(n->a, "If it is not agreed%s, it is to be escalated%s.", next_by_words(n->after, d),
		                    clause_words(n, d));
	return arena_format(n->a, "%s %s: %s.", goes_on(n) ? "It is still for" : "Next it is for", next_who_words(n->after, d),
	                    duty_words(n, d));
}

/* --- what else somebody has to do then --- */

static bool
begins(const struct next *n, const struct duty *d)
{
	const struct duty *was = same_duty(n->e, d);

	return d != n->after->turn && d->status == DUTY_OPEN && !d->conditional && !d->rule->optional &&
	       d->rule->act != ACT_STANDING && (was == NULL || was->status != DUTY_OPEN);
}

static const char *
besides_words(const struct next *n)
{
	const char *text = "";
	size_t more = 0, said = 0;

	for (size_t i = 0; i < n->after->duty_count; i++) {
		const struct duty *d = &n->after->duties[i];

		if (!begins(n, d))
			continue;
		if (said == BESIDES_MOST) {
			more++;
			continue;
		}
		text = arena_format(n->a, "%s%sAlso for %s: %s.", text, said++ > 0 ? "\n" : "", next_who_words(n->after, d),
		                    duty_words(n, d));
	}
	if (more > 0)
		return arena_format(n->a, "%s\nThe escalation's page then shows %zu more.", text, more);
	return text;
}

/* "a, b or c": the i-th of so many. */
static const char *
joined(struct arena *a, const char *text, const char *more, size_t i, size_t count, const char *last)
{
	return i == 0 ? more : arena_format(a, "%s%s%s", text, i + 1 < count ? ", " : last, more);
}

/* --- a contact does a duty only if it was of the right kind, and that is yet to be filled in --- */

static const char *
kind_label(const char *id)
{
	size_t count;
	const struct field *fields = event_fields(EVENT_CONTACT, &count);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; strcmp(fields[i].name, "contact_type") == 0 && k < fields[i].choice_count; k++) {
			if (strcmp(fields[i].choices[k].id, id) == 0)
				return fields[i].choices[k].label;
		}
	}
	return id;
}

static const char *
kinds_words(const struct next *n, const struct policy_duty *rule)
{
	static const char *const meeting[] = { "meeting", "video" };
	const char *const *kinds = rule->counts_count > 0 ? rule->counts : meeting;
	size_t count = rule->counts_count > 0 ? rule->counts_count : 2;
	const char *text = "";

	for (size_t i = 0; i < count; i++)
		text = joined(n->a, text, words_lower(kind_label(kinds[i]), n->a), i, count, " or ");
	return text;
}

static const char *
if_of_that_kind(const struct next *n)
{
	const char *text = "";

	for (size_t i = 0; n->action->kind == EVENT_CONTACT && i < n->after->duty_count; i++) {
		const struct duty *d = &n->after->duties[i], *was = same_duty(n->e, d);

		if (d->status != DUTY_DONE || was == NULL || was->status == DUTY_DONE ||
		    (d->rule->counts_count == 0 && d->rule->act != ACT_MEET))
			continue;
		text = arena_format(n->a, "%s%sIf it was by %s, that does what was asked: %s. Any other kind of contact leaves it open.", text,
		                    *text ? "\n" : "", kinds_words(n, d->rule), d->rule->short_text);
	}
	return text;
}

/* --- whom it tells --- */

static const struct person_ref *
person_in(const struct event *ev, int64_t id)
{
	if (ev->actor.id == id && ev->actor.name != NULL)
		return &ev->actor;
	for (size_t f = 0; f < ev->field_count; f++) {
		for (size_t p = 0; p < ev->fields[f].people_count; p++) {
			if (ev->fields[f].people[p].id == id)
				return &ev->fields[f].people[p];
		}
	}
	return NULL;
}

/* As they were when they last came up in it. */
static const char *
name_words(const struct next *n, int64_t id)
{
	const struct person_ref *p = NULL;

	for (size_t i = n->after->event_count; p == NULL && i > 0; i--)
		p = person_in(&n->after->events[i - 1], id);
	if (p == NULL || p->name == NULL)
		return "whoever takes their place";
	if (p->title == NULL || *p->title == '\0')
		return p->name;
	return arena_format(n->a, "%s (%s%s%s)", p->name, p->title, p->agency ? ", " : "", p->agency ? p->agency : "");
}

static const char *
agency_words(const struct escalation *e, const struct party *p)
{
	const struct agency_ref *named;

	if (p->side != SIDE_NONE)
		return e->sides[p->side - 1].agency.name;
	for (size_t i = 0; p->agency_id != NULL && i < e->raised->field_count; i++) {
		named = e->raised->fields[i].agency;
		if (named != NULL && named->id != NULL && strcmp(named->id, p->agency_id) == 0)
			return named->name;
	}
	return NULL;
}

static const char *
told_words(const struct next *n, const struct told *t)
{
	const struct party *p = &t->party;
	const struct policy_role *role;
	const char *agency, *name;

	if (t->mailbox != NULL)
		return t->mailbox;
	if (p->role < 0)
		return name_words(n, p->person_id);
	role = &n->after->policy->roles[p->role];
	name = role->partnership ? role->name : next_role_words(role->name, n->a);
	agency = role->partnership ? NULL : agency_words(n->after, p);
	/* Others may hold the role besides whoever presses the button. */
	if (p->role == n->action->role && p->side == n->action->side)
		return arena_format(n->a, "whoever else is %s%s%s", name, agency ? " at " : "", agency ? agency : "");
	return arena_format(n->a, "the %s%s%s", name, agency ? " at " : role->partnership ? "" : ", wherever they work",
	                    agency ? agency : "");
}

static size_t
told_names(const struct next *n, const char *names[TOLD_MOST])
{
	size_t before = n->e ? n->e->event_count : 0;
	int64_t actor = n->after->events[before].actor.id;
	struct told *list;
	size_t count, found = 0;

	told_of(n->e, n->after, n->after->events[before].seq, &list, &count);
	for (size_t i = 0; i < count && found < TOLD_MOST; i++) {
		size_t k = 0;

		if (list[i].again || (list[i].party.person_id == actor && actor != 0))
			continue;
		names[found] = told_words(n, &list[i]);
		while (k < found && strcmp(names[k], names[found]) != 0)
			k++;
		found += k == found;
	}
	return found;
}

static const char *
message_words(const struct next *n)
{
	const char *names[TOLD_MOST], *text;
	size_t count = told_names(n, names);

	/* Its people have been named by what it does. */
	if (count == 0)
		return n->action->kind == EVENT_MEETING_CANCELLED ? "Nobody else gets a message." : "No message is sent.";
	text = "";
	for (size_t i = 0; i < count; i++)
		text = joined(n->a, text, names[i], i, count, " and ");
	text = arena_format(n->a, "A message goes to %s", text);
	if (n->action->kind == EVENT_ESCALATED)
		return arena_format(n->a, "%s. Whoever you name above gets it in place of others who hold that role.", text);
	return arena_format(n->a, "%s.", text);
}

const char *
action_next_words(const struct escalation *e, const struct action *action, const struct escalation *after)
{
	const struct next n = { .e = e, .after = after, .action = action, .a = e->arena };
	const char *only, *besides;

	if (after == NULL)
		return action->next;
	only = if_of_that_kind(&n);
	besides = besides_words(&n);
	return arena_format(n.a, "%s%s\n%s%s%s%s%s\n%s", action->next, moved_words(&n), only, *only ? "\n" : "", turn_words(&n),
	                    *besides ? "\n" : "", besides, message_words(&n));
}

const char *
raise_next_words(const struct escalation *after)
{
	static const struct action raising = { .kind = EVENT_RAISED, .role = -1 };
	const struct next n = { .after = after, .action = &raising, .a = after->arena };
	const struct policy_stage *stage = &after->policy->stages[after->stage];
	const char *besides = besides_words(&n);

	return arena_format(n.a, "The other agency gets what you wrote, at once. It starts at stage %s, %s. You cannot change it "
	                         "afterwards; you can add to it.\n%s%s%s\n%s",
	                    stage->id, stage->name, turn_words(&n), *besides ? "\n" : "", besides, message_words(&n));
}
