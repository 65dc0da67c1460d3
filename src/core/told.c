/* told.c - see parley/told.h. */
#include "parley/told.h"

#include <string.h>

#include "fold.h"
#include "parley/contact.h"
#include "parley/risk.h"

struct telling {
	const struct escalation *before, *e;
	struct told *list;
	size_t count, room;
};

/*
 * What a kind of event tells besides what it makes somebody's turn, a notice's copy or asked of them. Both sides: those who
 * speak for them now. The first raiser hears of every move, whoever speaks for them by now.
 */
static const struct rule { const char *both; bool oversight, raiser_not; } rules[EVENT_KIND_COUNT] = {
	[EVENT_RAISED] = { NULL, false, false },
	[EVENT_CONTACT] = { NULL, false, true },
	[EVENT_CONSULTED] = { NULL, false, true },
	[EVENT_AGREED] = { "moved", false, false },
	[EVENT_NOT_AGREED] = { "moved", false, false },
	[EVENT_CONFIRMED] = { "copy", false, false }, /* in writing, whichever side confirms it */
	[EVENT_ESCALATED] = { "moved", false, false },
	[EVENT_DECIDED] = { "moved", false, false },
	[EVENT_PROTECTED] = { "moved", false, false },
	[EVENT_WITHDRAWN] = { "moved", false, false },
	[EVENT_CLOSED] = { "moved", false, false },
	[EVENT_REOPENED] = { "moved", false, false },
	[EVENT_LESSON] = { NULL, true, false },
	[EVENT_MEETING_ANSWERED] = { NULL, false, true },
	[EVENT_MEETING_PAPERS] = { NULL, false, true },
};

static void
add(struct telling *t, const struct told *one)
{
	t->list = fold_grow(t->e->arena, t->list, t->count, &t->room, sizeof(*t->list));
	t->list[t->count++] = *one;
}

static void
add_party(struct telling *t, const struct party *p, const char *kind, const struct duty *d)
{
	add(t, &(struct told){ .party = *p, .kind = kind, .duty = d });
}

static void
add_person(struct telling *t, int64_t id, const char *kind, const struct duty *d)
{
	if (id != 0)
		add_party(t, &(struct party){ .person_id = id, .role = -1 }, kind, d);
}

/* Somebody is asked for it besides the turn: they were told when that was. */
static bool
is_asked_for(const struct duty *d)
{
	return d->rule->act == ACT_SIGN || d->rule->act == ACT_SETTLE || d->item || d->lesson || d->companion || d->approves ||
	       d->notice;
}

/* The same duty with the same date as it stood before, of which those whom it waited for were told; NULL. */
static const struct duty *
told_before(const struct escalation *before, const struct duty *d)
{
	for (size_t i = 0; before && d && i < before->duty_count; i++) {
		const struct duty *was = &before->duties[i];

		if (strcmp(was->key, d->key) == 0)
			return was->status == DUTY_OPEN && (was == before->turn || is_asked_for(was)) &&
			       was->deadline.state == d->deadline.state &&
			       (d->deadline.state != DEADLINE_DATED || was->deadline.due == d->deadline.due) ? was : NULL;
	}
	return NULL;
}

static bool
is_among(const struct party *p, const struct party *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].person_id == p->person_id && list[i].role == p->role && list[i].side == p->side)
			return true;
	}
	return false;
}

static void
add_waiting(struct telling *t, const struct duty *d)
{
	const struct duty *was = told_before(t->before, d);
	struct party *people, *had = NULL;
	size_t count, had_count = 0;

	if (was)
		escalation_waits_for(t->before, was, &had, &had_count);
	escalation_waits_for(t->e, d, &people, &count);
	for (size_t i = 0; i < count; i++) {
		add_party(t, &people[i], "turn", d);
		t->list[t->count - 1].again = is_among(&people[i], had, had_count);
	}
}

/* What somebody had before does not stand in the way of what is new. */
static void
put_again_last(struct telling *t)
{
	struct told *sorted = ARENA_ARRAY(t->e->arena, t->count, struct told);
	size_t n = 0;

	for (int again = 0; again < 2; again++) {
		for (size_t i = 0; i < t->count; i++) {
			if (t->list[i].again == (again == 1))
				sorted[n++] = t->list[i];
		}
	}
	t->list = sorted;
}

/* Whose turn it is; or, once, that nothing is left to be done but to close it. */
static void
add_turn(struct telling *t)
{
	const struct escalation *e = t->e;
	bool ended = e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;

	if (e->turn || (!ended && !(t->before && !t->before->turn && t->before->phase == e->phase)))
		add_waiting(t, e->turn);
}

static void
add_whom(struct telling *t, const struct policy_who *who, bool informed_only, const char *kind)
{
	const char **addresses = ARENA_ARRAY(t->e->arena, who->role_count + 1, const char *);
	size_t count = contact_addresses(t->e->policy, who, INSTANT_NONE, addresses);
	struct party *people;

	for (size_t i = 0; i < count; i++)
		add(t, &(struct told){ .mailbox = addresses[i], .kind = kind });
	escalation_who(t->e, who, informed_only, &people, &count);
	for (size_t i = 0; i < count; i++)
		add_party(t, &people[i], kind, NULL);
}

static void
add_oversight(struct telling *t, const char *kind, const struct duty *d)
{
	for (size_t i = 0; i < t->e->party_count; i++) {
		const struct party *p = &t->e->parties[i];

		if (p->role >= 0 && t->e->policy->roles[p->role].oversight)
			add_party(t, p, kind, d);
	}
}

/* What the program has to tell. What a person has to tell is that person's duty, and comes from them. */
static void
add_copies(struct telling *t, const struct event *last)
{
	/* Whoever hears what was agreed hears it confirmed. */
	const struct event *agreed = last->kind == EVENT_CONFIRMED ? t->e->agreement : NULL;

	for (size_t i = 0; i < t->e->notice_count; i++) {
		const struct policy_notice *n = t->e->notices[i].rule;
		uint32_t because = t->e->notices[i].because;

		if ((because == last->seq || (agreed && because == agreed->seq)) && !n->by)
			add_whom(t, &n->to, n->informs_only, "copy");
	}
}

/* What waits to be approved counts from when it was written down, the rest from when it took place. */
static bool
was_asked(const struct duty *d, const struct event *last)
{
	bool written = d->rule->act == ACT_SIGN || d->item || d->lesson || d->companion || d->meeting;

	return d->status == DUTY_OPEN && is_asked_for(d) && d->asked == (written ? last->recorded : last->happened);
}

/* Whoever was asked by this event: to approve an exit, to tell somebody. It need not be the turn. */
static void
add_asked(struct telling *t, const struct event *last)
{
	for (size_t i = 0; i < t->e->duty_count; i++) {
		if (was_asked(&t->e->duties[i], last))
			add_waiting(t, &t->e->duties[i]);
	}
	/* And whoever asked, what the answer is. */
	for (size_t i = 0; i < t->e->approval_count; i++) {
		if (t->e->approvals[i].answered == last)
			add_person(t, t->e->approvals[i].asked->actor.id, "moved", NULL);
	}
}

/* Those who are asked instead, and whoever has oversight: once for each time that somebody is missing. */
static void
add_vacated(struct telling *t, const struct event *ev)
{
	const struct field_value *asked = event_field(ev, "asked");
	struct duty *about = ARENA_NEW(t->e->arena, struct duty);

	*about = (struct duty){ .key = arena_format(t->e->arena, "vacated.%u", (unsigned)ev->seq) };
	for (size_t i = 0; asked && i < asked->people_count; i++)
		add_person(t, asked->people[i].id, "vacant", about);
	add_oversight(t, "vacant", about);
}

/* At once, and before it is anybody's turn: whom the route names, and when it comes up on the way those who speak now. */
static void
add_risk(struct telling *t, const struct event *flagged)
{
	static const struct policy_who both = { .kind = WHO_BOTH };
	struct policy_who *named;
	size_t count;

	risk_named(t->e, flagged, &named, &count);
	for (size_t i = 0; i < count; i++)
		add_whom(t, &named[i], true, "risk");
	if (flagged->kind != EVENT_RAISED)
		add_whom(t, &both, false, "risk");
}

/* Whoever supported the raiser, and does no longer: let go, or the raiser is gone. Not who has gone themselves. */
static void
add_support_over(struct telling *t, uint32_t seq)
{
	for (size_t i = 0; i < t->e->companion_count; i++) {
		const struct companion *c = &t->e->companions[i];
		const struct field_value *gone = c->ended && c->ended->kind == EVENT_VACATED ? event_field(c->ended, "person") : NULL;

		if (!c->ended || c->ended->seq < seq)
			continue;
		if (c->ended->kind == EVENT_COMPANION_CHANGED || (gone && gone->people_count > 0 && gone->people[0].id != c->person->id))
			add_person(t, c->person->id, "companion-over", NULL);
	}
}

/* By its kind: both sides, whoever has oversight, the first raiser. */
static void
add_by_kind(struct telling *t, const struct event *last)
{
	static const struct policy_who both = { .kind = WHO_BOTH };
	const struct rule *rule = &rules[last->kind];

	if (rule->both)
		add_whom(t, &both, false, rule->both);
	if (rule->oversight)
		add_oversight(t, "copy", NULL);
	/* Whoever raised a lesson hears what is done about it. */
	for (size_t i = 0; i < t->e->lesson_count; i++) {
		if (t->e->lessons[i].answer == last)
			add_person(t, t->e->lessons[i].event->actor.id, "copy", NULL);
	}
	if (!rule->raiser_not && !t->e->raiser_gone)
		add_person(t, t->e->raiser->id, "moved", NULL);
}

void
told_of(const struct escalation *before, const struct escalation *e, uint32_t seq, struct told **out, size_t *count)
{
	const struct event *last = &e->events[seq - 1];
	struct telling t = { .before = before, .e = e };

	for (size_t i = 0; i < e->event_count; i++) {
		if (e->events[i].seq >= seq && e->events[i].kind == EVENT_VACATED && !escalation_vacancy_ends(&e->events[i]) &&
		    !escalation_vacancy_above(&e->events[i]) && !escalation_support_left(&e->events[i]))
			add_vacated(&t, &e->events[i]);
	}
	if (e->risk == last)
		add_risk(&t, last);
	add_turn(&t);
	add_copies(&t, last);
	add_asked(&t, last);
	add_support_over(&t, seq);
	add_by_kind(&t, last);
	put_again_last(&t);
	*out = t.list;
	*count = t.count;
}
