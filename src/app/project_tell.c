/*
 * project_tell.c - whom an event, a date or a recount tells: rows of the outbox, made from a fold.
 *
 * Nothing here decides who they are: the fold says for whom a duty waits and whom a notice names.
 */
#include "project.h"

#include <string.h>

#include "parley/contact.h"
#include "parley/store_append.h"
#include "parley/store_holders.h"
#include "parley/told.h"

enum { HOLDERS_TOLD_MAX = 20 };

struct telling {
	struct app *app;
	const struct escalation *e;
	struct arena *a;
	int64_t actor;
	struct outbox_row *rows;
	size_t count, room;
};

/* Nobody yet. Of the room most stays empty: it is not zeroed, a row is written whole. */
static struct telling
telling_new(struct app *app, const struct escalation *e, struct arena *a, int64_t actor)
{
	enum { ROOM = 64 };

	return (struct telling){ .app = app, .e = e, .a = a, .actor = actor, .room = ROOM,
		                 .rows = arena_take(a, ROOM * sizeof(struct outbox_row)) };
}

static void
tell(struct telling *t, int64_t person_id, const char *kind, const struct duty *d)
{
	if (person_id == t->actor || person_id == 0 || t->count == t->room)
		return;
	for (size_t i = 0; i < t->count; i++) {
		if (t->rows[i].person_id == person_id)
			return; /* one message a person an event */
	}
	t->rows[t->count++] = (struct outbox_row){ .person_id = person_id, .kind = kind, .duty_key = d ? d->key : NULL,
		                                   .due = d && d->deadline.state == DEADLINE_DATED ? d->deadline.due :
		                                          INSTANT_NONE };
}

static enum result
tell_party(struct telling *t, const struct party *p, const char *kind, const struct duty *d)
{
	const struct policy_role *role = p->role >= 0 ? &t->e->policy->roles[p->role] : NULL;
	struct person *holders;
	size_t n;
	enum result r;

	if (p->person_id != 0) {
		tell(t, p->person_id, kind, d);
		return RESULT_OK;
	}
	if (!role)
		return RESULT_OK;
	r = store_role_holders(t->app->store, role->partnership ? NULL : p->agency_id, role->id, HOLDERS_TOLD_MAX, t->a,
	                       &holders, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		tell(t, holders[i].id, kind, d);
	return r;
}

/* Each address once an event. */
static void
tell_mailbox(struct telling *t, const char *mailbox, const char *kind)
{
	for (size_t i = 0; i < t->count; i++) {
		if (t->rows[i].mailbox && strcmp(t->rows[i].mailbox, mailbox) == 0)
			return;
	}
	if (t->count < t->room)
		t->rows[t->count++] = (struct outbox_row){ .mailbox = mailbox, .kind = kind, .due = INSTANT_NONE };
}

static enum result
tell_whom(struct telling *t, const struct policy_who *who, bool informed_only, const char *kind)
{
	const char **addresses = ARENA_ARRAY(t->a, who->role_count + 1, const char *);
	struct party *people;
	size_t count, n;
	enum result r = RESULT_OK;

	n = contact_addresses(t->e->policy, who, INSTANT_NONE, addresses);
	for (size_t i = 0; i < n; i++)
		tell_mailbox(t, addresses[i], kind);
	escalation_who(t->e, who, informed_only, &people, &count);
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = tell_party(t, &people[i], kind, NULL);
	return r;
}

/* What the program has to tell. What a person has to tell is that person's duty, and comes from them. */
static enum result
tell_notice(struct telling *t, const struct policy_notice *n)
{
	return n->by ? RESULT_OK : tell_whom(t, &n->to, n->informs_only, "copy");
}

enum result
project_tell(struct app *app, const struct escalation *before, const struct escalation *e, uint32_t first, struct arena *a,
             struct outbox_row **rows, size_t *count)
{
	const struct event *last = &e->events[first - 1];
	struct telling t = telling_new(app, e, a, last->actor.id);
	struct told *list;
	size_t n;
	enum result r = RESULT_OK;

	told_of(before, e, first, &list, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++) {
		if (list[i].mailbox)
			tell_mailbox(&t, list[i].mailbox, list[i].kind);
		else
			r = tell_party(&t, &list[i].party, list[i].kind, list[i].duty);
	}
	*rows = t.rows;
	/* Besides what else they are told: this one goes into their calendar. */
	*count = project_tell_meeting(e, last, a, t.rows, t.count, t.room);
	return r;
}

enum result
project_tell_reminder(struct app *app, const struct escalation *e, const struct duty *d,
    const char *kind, struct arena *a, struct outbox_row **rows, size_t *count)
{
	struct telling t = telling_new(app, e, a, 0);
	struct party *people;
	size_t n = 0;
	enum result r = RESULT_OK;

	if (project_waits_now(e, d))
		escalation_waits_for(e, d, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(&t, &people[i], kind, d);
	*rows = t.rows;
	*count = t.count;
	return r;
}

/* Whoever has to tell somebody else that this passed its date: "notice.ID:KEY" (core/fold_notice.c). */
static enum result
tell_to_tell(struct telling *t, const struct duty *late)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < t->e->duty_count; i++) {
		const struct duty *d = &t->e->duties[i];
		const char *of = d->notice && d->notice->on == NOTICE_ON_OVERDUE ? strchr(d->rule->id, ':') : NULL;
		struct party *people;
		size_t n;

		if (!of || d->status != DUTY_OPEN || strcmp(of + 1, late->key) != 0)
			continue;
		escalation_waits_for(t->e, d, &people, &n);
		for (size_t k = 0; r == RESULT_OK && k < n; k++)
			r = tell_party(t, &people[k], "turn", d);
	}
	return r;
}

static enum result
tell_overseers(struct telling *t, const struct duty *late)
{
	const struct escalation *e = t->e;
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < e->party_count; i++) {
		const struct party *p = &e->parties[i];

		if (p->role >= 0 && e->policy->roles[p->role].oversight)
			r = tell_party(t, p, "overdue", late);
	}
	return r;
}

/* The tier above; where nobody holds its role whoever is next above that, else whoever oversees the policy. */
static enum result
tell_above(struct telling *t, const struct duty *late)
{
	const struct escalation *e = t->e;
	const int *roles;
	const struct vacancy *v = NULL;
	size_t n = escalation_overdue_roles(e, late, &roles);
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < n; i++) {
		struct party p = { .side = late->side, .role = roles[i], .agency_id = e->sides[late->side - 1].agency.id };

		r = tell_party(t, &p, "overdue", late);
		if (!v)
			v = escalation_vacancy(e, late->side, roles[i]);
	}
	for (size_t i = 0; v && i < v->asked_count; i++)
		tell(t, v->asked[i].id, "overdue", late);
	/* Nobody stands above whom a policy has answer lessons: whoever oversees it hears what became of none. */
	if (r == RESULT_OK && ((v && v->asked_count == 0) || late->lesson))
		r = tell_overseers(t, late);
	return r;
}

enum result
project_tell_overdue(struct app *app, const struct escalation *e, const struct duty *d, struct arena *a,
                     struct outbox_row **rows, size_t *count)
{
	struct telling t = telling_new(app, e, a, 0);
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	escalation_waits_for(e, d, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(&t, &people[i], "overdue", d);
	/* Whoever proposed times hears that not everybody has answered. */
	if (d->rule->act == ACT_ANSWER)
		tell(&t, d->meeting->asked->actor.id, "overdue", d);
	/* Whoever decided hears who has not said what they did about it. */
	if (d->rule->act == ACT_RESPOND && e->decision)
		tell(&t, e->decision->actor.id, "overdue", d);
	if (r == RESULT_OK)
		r = tell_above(&t, d);
	if (r == RESULT_OK)
		r = tell_to_tell(&t, d);
	/* Whom the policy wants told when this passes its date. */
	for (size_t i = 0; r == RESULT_OK && i < e->notice_count; i++) {
		if (e->notices[i].because == 0 && e->notices[i].duty && strcmp(e->notices[i].duty, d->key) == 0)
			r = tell_notice(&t, e->notices[i].rule);
	}
	*rows = t.rows;
	*count = t.count;
	return r;
}

static enum result
tell_waiting(struct telling *t, const struct duty *d)
{
	struct party *people;
	size_t n;
	enum result r = RESULT_OK;

	escalation_waits_for(t->e, d, &people, &n);
	for (size_t i = 0; r == RESULT_OK && i < n; i++)
		r = tell_party(t, &people[i], "recount", NULL);
	return r;
}

enum result
project_tell_recount(struct app *app, const struct escalation *e, const struct impact *list, size_t list_count,
                     int64_t recount, struct arena *a, struct outbox_row **rows, size_t *count)
{
	struct telling t = telling_new(app, e, a, 0);
	bool moved = e->event_count > 0 && e->events[e->event_count - 1].kind == EVENT_MOVED;
	enum result r = RESULT_OK;

	/* Of what falls away the duty that is left of it is asked, in terms of the edition that it runs under now. */
	for (size_t i = 0; r == RESULT_OK && i < list_count; i++)
		if (list[i].after)
			r = tell_waiting(&t, list[i].after);
	for (size_t i = 0; r == RESULT_OK && moved && i < e->duty_count; i++)
		if (project_is_open(&e->duties[i]))
			r = tell_waiting(&t, &e->duties[i]);
	if (moved)
		tell(&t, e->raiser->id, "recount", NULL);
	for (size_t i = 0; i < t.count; i++)
		t.rows[i].recount = recount;
	*rows = t.rows;
	*count = t.count;
	return r;
}
