/*
 * escalation_actions.c - what somebody may do now: buttons, their forms, and what each press does.
 *
 * One list answers the page ("what can I do?") and the check before an event is written ("may they?"), so the two
 * cannot differ.
 */
#include <stdlib.h>
#include <string.h>

#include "offer.h"

enum { PANEL_FIELDS = 24 };

static bool
text_is(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

struct action *
offer(struct offer *o, enum event_kind kind, const char *id, const char *label, const char *next)
{
	struct action *a;

	o->list = fold_grow(o->e->arena, o->list, o->count, &o->room, sizeof(*o->list));
	a = &o->list[o->count++];
	*a = (struct action){ .id = id, .kind = kind, .label = label, .next = next, .side = o->standing.side,
		              .role = o->standing.role, .set_count = 1, .instead_of = o->standing.instead_of };
	a->sets[0].fields = event_fields(kind, &a->sets[0].count);
	return a;
}

/* --- exits of the stage --- */

static const char *
sector_of(const struct offer *o)
{
	return o->standing.side == SIDE_NONE ? NULL : o->e->sides[o->standing.side - 1].agency.sector;
}

/* Somebody who was named to speak has standing by name: which role that is, their own roles say. */
static bool
acts_as(const struct offer *o, int role)
{
	/* Outside the sides whoever is asked has to find somebody: nobody decides in a chair's place. */
	if (o->standing.side != SIDE_NONE && fold_vacancy_is_asked(o->e, o->standing.side, role, o->viewer->person_id))
		return true;
	if (o->standing.role >= 0)
		return role == o->standing.role || policy_stands_in(o->e->policy, o->standing.role, role, sector_of(o));
	for (size_t i = 0; o->standing.speaks && i < o->viewer->role_count; i++) {
		int own = policy_role_find(o->e->policy, o->viewer->roles[i]);

		if (own == role || (own >= 0 && policy_stands_in(o->e->policy, own, role, sector_of(o))))
			return true;
	}
	return false;
}

/* Where the rule's roles in the agencies are: on the side, or in the sector, that it names. */
static bool
is_there(const struct offer *o, const struct policy_who *who)
{
	if (who->kind == WHO_SIDE)
		return o->standing.side == who->side;
	/* The same role in the other agency is not the one of that sector. */
	return who->kind != WHO_SECTOR || o->standing.side == SIDE_NONE || text_is(sector_of(o), who->sector);
}

/* One of the roles that a rule names, where it names them; those of the partnership are on no side. */
static bool
is_named(const struct offer *o, const struct policy_who *who)
{
	bool there = is_there(o, who);

	for (size_t i = 0; i < who->role_count; i++) {
		if ((there || o->e->policy->roles[who->roles[i]].partnership) && acts_as(o, who->roles[i]))
			return true;
	}
	return false;
}

/* Whether a rule that says who may do something means this viewer. */
static bool
is_meant(const struct offer *o, const struct policy_who *by)
{
	if (by->role_count > 0)
		return is_named(o, by);
	if (!o->standing.speaks)
		return by->kind == WHO_FIRST_RAISER && o->raiser;
	switch (by->kind) {
	case WHO_SIDE: return o->standing.side == by->side;
	case WHO_BOTH: case WHO_EITHER: case WHO_JOINTLY: return o->standing.side != SIDE_NONE;
	case WHO_FIRST_RAISER: return o->raiser;
	case WHO_ROLE: case WHO_SECTOR: case WHO_AGENCY: case WHO_SUBJECT: case WHO_MAILBOX: break;
	}
	return false;
}

/* Which agencies sat on the panel: as many questions as the policy says agencies; escalation_checks.c compares. */
static size_t
panel_fields(const struct escalation *e, struct field *fields)
{
	const struct policy_panel *panel = &e->policy->stages[e->stage].panel;
	struct arena *a = e->arena;
	size_t n = 0;

	for (int i = 1; i <= panel->agencies; i++)
		fields[n++] = (struct field){ .name = arena_format(a, "panel_%d", i), .type = FIELD_AGENCY, .required = true,
			                      .label = arena_format(a, "Which agencies sat on the panel? %d of %d", i,
			                                            panel->agencies), .clause = panel->clause };
	if (panel->concerned_where_possible)
		fields[n++] = (struct field){ .name = "panel_without", .type = FIELD_TEXT, .max = 2000,
			                      .label = "If not both agencies concerned sat on it, why was that not possible?",
			                      .hint = "Leave it empty if both did.", .clause = panel->clause };
	if (panel->chair >= 0)
		fields[n++] = (struct field){ .name = "panel_chair", .type = FIELD_LINE,
			                      .label = arena_format(a, "Who chaired it, if not the %s?",
			                                            e->policy->roles[panel->chair].name),
			                      .hint = "Leave it empty otherwise.", .clause = panel->clause };
	return n;
}

/* The policy's asks of an exit, its grounds as one more choice, and who sat on the panel. */
static void
add_asks(const struct offer *o, struct action *a, const struct policy_exit *x)
{
	struct arena *arena = o->e->arena;
	size_t n = x->asks.count + (x->ground_count > 0);
	struct field *fields = ARENA_ARRAY(arena, n + PANEL_FIELDS, struct field);
	struct choice *grounds;

	for (size_t i = 0; i < x->asks.count; i++)
		fields[i] = x->asks.fields[i];
	if (x->ground_count > 0) {
		grounds = ARENA_ARRAY(arena, x->ground_count, struct choice);
		for (size_t i = 0; i < x->ground_count; i++)
			grounds[i] = (struct choice){ arena_format(arena, "ground-%zu", i + 1), x->grounds[i], NULL };
		fields[n - 1] = (struct field){ .name = "ground", .label = "On what ground?", .type = FIELD_CHOICE,
			                        .required = true, .choices = grounds,
			                        .choice_count = x->ground_count, .clause = x->clause };
	}
	if (x->panel)
		n += panel_fields(o->e, fields + n);
	if (n == 0)
		return;
	a->sets[a->set_count++] = (struct field_set){ fields, n };
}

static const struct {
	enum event_kind kind;
	const char *next;
} exit_kinds[] = {
	[EXIT_AGREED] = { EVENT_AGREED, "Both sides are told that it is agreed, and the stage's clock stops." },
	[EXIT_ESCALATE] = { EVENT_ESCALATED, "This stage ends and the next one starts. Both sides are told." },
	[EXIT_BACK] = { EVENT_ESCALATED, "It goes back to the earlier stage. Both sides are told." },
	[EXIT_REPEAT] = { EVENT_ESCALATED, "The stage starts again with the next tier of managers." },
	[EXIT_DECIDED] = { EVENT_DECIDED, "Both agencies get it, and each is asked what it has done about it." },
	[EXIT_DISSENT] = { EVENT_DECIDED, "It goes on as decided, and the dissent is on record." },
	[EXIT_REFER_OUT] = { EVENT_DECIDED, "It is on record that the matter has gone to an outside authority." },
};

/* Who may approve decides in that role: the event has to say so. */
static int
approver_role(const struct offer *o, const struct policy_who *who)
{
	for (size_t i = 0; i < who->role_count; i++) {
		if (acts_as(o, who->roles[i]))
			return who->roles[i];
	}
	return o->standing.role;
}

static struct action *
offer_about(struct offer *o, enum event_kind kind, const char *verb, const struct policy_exit *x, const char *label,
            const char *next)
{
	struct action *a = offer(o, kind, arena_format(o->e->arena, "%s:%s", verb, x->id),
	                         arena_format(o->e->arena, "%s: %s", label, x->label), next);

	a->exit = x;
	a->clause = x->clause;
	return a;
}

static void
offer_answer(struct offer *o, const struct policy_exit *x)
{
	struct action *a = offer_about(o, EVENT_APPROVED, "approve", x, "Agree that this may be done",
	                               "Whoever asked can do it now.");

	a->role = approver_role(o, x->approval);
	a = offer_about(o, EVENT_REFUSED, "refuse", x, "Say that this may not be done",
	                "Your reason stands in the record. They can ask again.");
	a->role = approver_role(o, x->approval);
}

/* Where an exit needs approval: who may give it answers or goes on at once; the others ask. True = the exit is open. */
static bool
offer_approval(struct offer *o, const struct policy_exit *x)
{
	const struct approval *asked = fold_approval_find(o->e, x);
	bool approves = is_meant(o, x->approval);

	/* Standing in for whoever approves, nobody answers what they asked themselves. */
	if (asked && asked->state == APPROVAL_ASKED && asked->asked->actor.id == o->person_id)
		return false;
	if (approves && asked && asked->state == APPROVAL_ASKED)
		offer_answer(o, x);
	if (approves || (asked && asked->state == APPROVAL_GIVEN))
		return true;
	if (is_meant(o, &x->by) && (!asked || asked->state == APPROVAL_REFUSED))
		(void)offer_about(o, EVENT_APPROVAL_ASKED, "ask", x, "Ask whether this may be done",
		                  "Whoever has to approve it gets it at once. You can go on when they have agreed.");
	return false;
}

static void
offer_exits(struct offer *o)
{
	const struct policy_stage *s = &o->e->policy->stages[o->e->stage];

	for (size_t i = 0; i < s->exit_count; i++) {
		const struct policy_exit *x = &s->exits[i];
		struct action *a;

		if (!fold_condition(o->e, x->when) || (x->approval && !offer_approval(o, x)) || !is_meant(o, &x->by))
			continue;
		a = offer(o, exit_kinds[x->kind].kind, x->id, x->label, exit_kinds[x->kind].next);
		a->exit = x;
		a->clause = x->clause;
		if (x->approval && is_meant(o, x->approval))
			a->role = approver_role(o, x->approval);
		add_asks(o, a, x);
	}
}

/* --- duties of one's own --- */

static bool
duty_is_mine(const struct offer *o, const struct duty *d)
{
	const struct policy_who *who = &d->rule->who;

	if (d->item && d->item->owner->id == o->viewer->person_id)
		return true;
	if (is_named(o, who) && (d->side == SIDE_NONE || d->side == o->standing.side))
		return true;
	if (who->kind == WHO_FIRST_RAISER)
		return o->raiser;
	if (!o->standing.speaks || (d->side == SIDE_NONE && (who->kind == WHO_SECTOR || who->kind == WHO_AGENCY)))
		return false;
	if (d->side == SIDE_NONE && who->kind == WHO_SIDE)
		return o->standing.side == who->side;
	if (d->side == SIDE_NONE)
		return who->kind == WHO_ROLE ? who->role_count == 0 && o->standing.side == SIDE_NONE :
		       o->standing.side != SIDE_NONE;
	return d->side == o->standing.side;
}

static const char *
short_words(const struct policy_duty *rule)
{
	return rule->short_text ? rule->short_text : rule->text;
}

static bool
has_ended(const struct escalation *e)
{
	return e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
}

static void
offer_drop(struct offer *o, const struct duty *d)
{
	struct action *a = offer(o, EVENT_ITEM_DROPPED, arena_format(o->e->arena, "drop:%s", d->key),
	                         arena_format(o->e->arena, "Say that it will not be done: %s", short_words(d->rule)),
	                         "It is no longer chased. Your reason stands in the record, and both sides see it.");

	a->target = d->key;
	a->clause = d->rule->clause;
}

static void
offer_answer_lesson(struct offer *o, const struct duty *d)
{
	struct action *a = offer(o, EVENT_LESSON_ANSWERED, arena_format(o->e->arena, "answer:%s", d->key),
	                         arena_format(o->e->arena, "Answer it: %s", short_words(d->rule)),
	                         "Whoever takes part in the escalation sees it. A change that is promised stays open until it is made.");

	a->target = arena_format(o->e->arena, "%u", (unsigned)d->lesson->event->seq);
	a->clause = d->rule->clause;
}

static void
offer_lesson(struct offer *o)
{
	struct action *a = offer(o, EVENT_LESSON, "lesson", "Say what can be learnt from it",
	                         "Whoever the policy names gets it and can read this escalation. It is followed until something is changed, "
	                         "or they say why not.");

	a->clause = o->e->policy->lessons.clause;
}

static void
offer_duties(struct offer *o)
{
	const struct escalation *e = o->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];
		struct action *a;

		if (!duty_is_mine(o, d))
			continue;
		if (d->status == DUTY_OPEN && (d->rule->act == ACT_TASK || d->rule->act == ACT_REPRESENT || d->item)) {
			a = offer(o, EVENT_DONE, arena_format(e->arena, "done:%s", d->key),
			          arena_format(e->arena, "Mark as done: %s", short_words(d->rule)),
			          "It is on record as done, with what you write here.");
			a->target = d->key;
			a->clause = d->rule->clause;
		}
		if (d->item && d->status == DUTY_OPEN)
			offer_drop(o, d);
		if (d->lesson && d->status == DUTY_OPEN)
			offer_answer_lesson(o, d);
		/* Of a lesson the answer itself says why. */
		if (d->late && !d->late_reason && !d->lesson && (d->status == DUTY_OPEN || !has_ended(o->e))) {
			a = offer(o, EVENT_LATE_REASON, arena_format(e->arena, "late:%s", d->key),
			          arena_format(e->arena, "Say why it is late: %s", short_words(d->rule)),
			          "The reason stands beside the date. The date stays as it is.");
			a->target = d->key;
			a->clause = d->rule->clause;
		}
	}
}

/* Notices that the policy has a person give; those of the program are given when they fall due. */
static void
offer_notice(struct offer *o, const struct duty *d)
{
	struct arena *arena = o->e->arena;
	const char *target = fold_notice_target(d);
	const char *id = arena_format(arena, "notify:%s", target);
	struct action *a;

	for (size_t i = 0; i < o->count; i++) {
		if (strcmp(o->list[i].id, id) == 0)
			return; /* asked for twice and not given: telling them once does both */
	}
	a = offer(o, EVENT_NOTIFIED, id, arena_format(arena, "Say that you have told them: %s", d->notice->text),
	          d->notice->form ? arena_format(arena, "It is on record as given, with what you write here. Use %s.",
	                                         d->notice->form) :
	                            "It is on record as given, with what you write here.");
	a->target = target;
	a->clause = d->notice->clause;
}

/* Also before its clock has started: a meeting that nobody has arranged yet can be announced. */
static void
offer_notices(struct offer *o)
{
	const struct escalation *e = o->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (d->notice && (d->status == DUTY_OPEN || d->status == DUTY_WAITING) && is_meant(o, &d->rule->who) &&
		    (d->side == SIDE_NONE || d->side == o->standing.side))
			offer_notice(o, d);
	}
}

static bool
has_open_duty(const struct offer *o, enum act act)
{
	for (size_t i = 0; i < o->e->duty_count; i++) {
		const struct duty *d = &o->e->duties[i];

		if (d->rule->act == act && d->status == DUTY_OPEN && duty_is_mine(o, d))
			return true;
	}
	return false;
}

/* Whatever follows an agreement or decision has been done: nothing keeps it open. */
static bool
nothing_open(const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		if (fold_duty_binds(&e->duties[i]))
			return false;
	}
	return true;
}

/* --- what is there in each phase --- */

/* Something here has a time that may be shortened: elsewhere a shorter one would be set and bind nobody. */
static bool
can_shorten(const struct escalation *e)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		if (e->duties[i].rule->clock.protectable && fold_duty_here(e, &e->duties[i]))
			return true;
	}
	return false;
}

/* Whoever holds a role that speaks above the first stage has looked at it from there. */
static bool
is_manager(const struct offer *o)
{
	const struct policy *p = o->e->policy;

	for (size_t i = 0; i < o->viewer->role_count; i++) {
		int role = policy_role_find(p, o->viewer->roles[i]);

		for (size_t s = 1; role >= 0 && s < p->stage_count; s++) {
			if (fold_has_index(p->stages[s].speakers[o->standing.side - 1],
			                   p->stages[s].speaker_count[o->standing.side - 1], role))
				return true;
		}
	}
	return false;
}

static void
offer_oversight(struct offer *o)
{
	if (o->standing.side != SIDE_NONE && is_manager(o))
		(void)offer(o, EVENT_OVERSIGHT, "oversight", "Note that you have looked at it as a manager",
		            "It stands in the shared record as management oversight, and both sides see it.");
}

static void
offer_records(struct offer *o)
{
	struct action *a;

	(void)offer(o, EVENT_CONTACT, "contact", "Record a contact", "It stands in the shared record, and both sides see it.");
	(void)offer(o, EVENT_ATTACHED, "attach", "Attach a file",
	            "It stands in the shared record, and both sides can open it.");
	offer_meetings(o);
	if (o->standing.side == SIDE_NONE)
		return;
	(void)offer(o, EVENT_CONSULTED, "consult", "Record advice taken in your agency",
	            "It stands in the shared record, and both sides see it.");
	offer_oversight(o);
	if (!o->standing.speaks)
		return;
	a = offer(o, EVENT_ASSIGNED, "assign", "Ask somebody else to speak for your agency",
	          "They get it at once, and you go on seeing it.");
	a->target = side_name(o->standing.side);
	if (o->e->phase == PHASE_OPEN && can_shorten(o->e))
		(void)offer(o, EVENT_PROTECTED, "protect", "Set a shorter time to protect them",
		            "The earlier of the two dates counts from now on. Both sides are told.");
}

static void
offer_risk_open(struct offer *o)
{
	(void)offer(o, EVENT_RISK_TOLD, "risk-told", "Say who was told of the immediate risk",
	            "It stands beside the warning at the top of the page, and both sides see it.");
	if (o->standing.speaks || (o->raiser && o->e->phase != PHASE_OPEN))
		(void)offer(o, EVENT_RISK_ENDED, "risk-over", "Say that the immediate risk is over",
		            "The warning goes from the top of the page. Your reason stays on record.");
}

static void
offer_risk(struct offer *o)
{
	if (!o->e->risk)
		(void)offer(o, EVENT_RISK_FLAGGED, "risk", "Say that somebody is at immediate risk",
		            "The people whom the policy names are told at once. The escalation goes on.");
	else
		offer_risk_open(o);
}

static void
offer_open(struct offer *o)
{
	offer_exits(o);
	offer_duties(o);
	offer_notices(o);
	offer_records(o);
	offer_risk(o);
	offer_lesson(o);
	if (o->standing.side == SIDE_RAISING && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_WITHDRAWN, "withdraw", "Withdraw it",
		            "It ends without an outcome. Both sides are told, and your reason stays on record.");
}

static void
offer_close(struct offer *o)
{
	if (nothing_open(o->e) && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_CLOSED, "close", "Close it", o->e->risk
		                ? "It ends, but the immediate risk stays at its top until somebody says why it is over."
		                : "It ends. Everybody who took part can still read it.");
}

static void
offer_settled(struct offer *o)
{
	struct action *a;

	if (has_open_duty(o, ACT_CONFIRM)) {
		a = offer(o, EVENT_CONFIRMED, "confirm", "Confirm the outcome in writing",
		          "It goes to both sides and to the person who first raised it.");
		a->primary = true;
	}
	if (has_open_duty(o, ACT_RESPOND)) {
		a = offer(o, EVENT_RESPONDED, "respond", "Say what your agency has done about it",
		          "Both sides and the partnership see it.");
		a->primary = true;
	}
	offer_duties(o);
	offer_notices(o);
	offer_close(o);
	if (o->e->phase == PHASE_AGREED && o->standing.side != SIDE_NONE && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_NOT_AGREED, "not-agreed", "Say that it is not agreed",
		            "The stage goes on where it was, with the dates that it had.");
	if (o->standing.side != SIDE_NONE && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_ITEM_ADDED, "outstanding", "Add something that is still to be done",
		            "Whoever you name gets it with its date, and it is chased until it is done. Both sides see it.");
	offer_records(o);
	offer_risk(o);
	offer_lesson(o);
}

static void
offer_ended(struct offer *o)
{
	offer_duties(o); /* what follows the closing: a review, a report */
	offer_notices(o);
	if (o->standing.speaks || o->raiser)
		(void)offer(o, EVENT_REOPENED, "reopen", "Reopen it", "It goes on where it ended, with the dates that it had.");
	/* Ending the case does not end the risk. */
	if (o->e->risk)
		offer_risk_open(o);
	if (o->e->phase == PHASE_CLOSED)
		offer_oversight(o);
	offer_lesson(o);
}

/* --- the one that the duty at hand asks for --- */

static bool
answers_turn(const struct offer *o, const struct action *a)
{
	const struct duty *turn = o->e->turn;

	if (!turn || !duty_is_mine(o, turn))
		return false;
	switch (turn->rule->act) {
	case ACT_CONTACT: case ACT_MEET: case ACT_REPLY: return a->kind == EVENT_CONTACT;
	case ACT_CONSULT: return a->kind == EVENT_CONSULTED;
	case ACT_RESOLVE: return a->kind == EVENT_AGREED;
	case ACT_ESCALATE: return a->kind == EVENT_ESCALATED || (turn->conditional && a->kind == EVENT_AGREED);
	case ACT_CONFIRM: return a->kind == EVENT_CONFIRMED;
	case ACT_DECIDE: return a->kind == EVENT_DECIDED;
	case ACT_RESPOND: return a->kind == EVENT_RESPONDED;
	case ACT_TASK: case ACT_REPRESENT: case ACT_ITEM: return a->kind == EVENT_DONE && text_is(a->target, turn->key);
	case ACT_NOTIFY: return a->kind == EVENT_NOTIFIED && text_is(a->target, fold_notice_target(turn));
	case ACT_APPROVE: return a->kind == EVENT_APPROVED && a->exit == turn->approves;
	case ACT_RAISE: case ACT_STANDING: case ACT_SIGN: case ACT_COUNT: break;
	case ACT_LESSON: return a->kind == EVENT_LESSON_ANSWERED && (uint32_t)strtoul(a->target, NULL, 10) == turn->lesson->event->seq;
	}
	return false;
}

/* Everything that this standing allows, behind what is in the list already. */
static void
offer_all(struct offer *o)
{
	const struct escalation *e = o->e;

	o->raiser = e->raiser->id == o->viewer->person_id ||
	            (e->raiser_gone && o->standing.speaks && o->standing.side == SIDE_RAISING);
	switch (e->phase) {
	case PHASE_OPEN: offer_open(o); break;
	case PHASE_AGREED: case PHASE_DECIDED: offer_settled(o); break;
	case PHASE_CLOSED: case PHASE_WITHDRAWN: offer_ended(o); break;
	}
	for (size_t i = 0; i < o->count; i++)
		o->list[i].primary = o->list[i].primary || o->list[i].kind == EVENT_CLOSED || answers_turn(o, &o->list[i]);
}

/* What somebody may do for themselves they do not do for another. */
static void
add_new(struct offer *all, const struct offer *more)
{
	for (size_t i = 0; i < more->count; i++) {
		size_t k = 0;

		while (k < all->count && strcmp(all->list[k].id, more->list[i].id) != 0)
			k++;
		if (k < all->count)
			continue;
		all->list = fold_grow(all->e->arena, all->list, all->count, &all->room, sizeof(*all->list));
		all->list[all->count++] = more->list[i];
	}
}

void
escalation_actions(const struct escalation *e, const struct viewer *v, struct action **out, size_t *count)
{
	struct standing standings[STANDINGS_MAX];
	struct offer all = { .e = e };
	size_t n = fold_standings(e, v, standings);

	for (size_t i = 0; i < n; i++) {
		struct offer one = { .e = e, .person_id = v->person_id, .standing = standings[i],
			             .viewer = standings[i].instead_of ? standings[i].instead_of : v };

		if (standings[i].informed_only)
			continue;
		offer_all(&one);
		add_new(&all, &one);
	}
	*out = all.list;
	*count = all.count;
}

const struct action *
escalation_action(const struct escalation *e, const struct viewer *v, const char *id)
{
	struct action *list;
	size_t count;

	escalation_actions(e, v, &list, &count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i].id, id) == 0)
			return &list[i];
	}
	return offer_of_record(e, v, id);
}

const struct escalation *
escalation_preview(const struct escalation *e, const struct viewer *v, const struct action *action)
{
	struct event *events = ARENA_ARRAY(e->arena, e->event_count + 1, struct event);
	struct event *more = &events[e->event_count];
	struct escalation *after;
	struct fault ignored;

	if (action->kind == EVENT_ASSIGNED || action->kind == EVENT_PROTECTED || action->kind == EVENT_PLANNED ||
	    action->kind == EVENT_MEETING_CHANGED || action->kind == EVENT_ITEM_ADDED || action->kind == EVENT_LESSON_ANSWERED)
		return NULL; /* what follows depends on what will be filled in */
	fault_init(&ignored, e->arena);
	memcpy(events, e->events, e->event_count * sizeof(*events));
	*more = (struct event){ .seq = e->last_seq + 1, .kind = action->kind, .recorded = e->now, .happened = e->now,
		                .side = action->side, .exit = action->exit ? action->exit->id : NULL,
		                .target = action->target };
	more->for_whom.id = action->instead_of ? action->instead_of->person_id : 0;
	more->actor.id = v->person_id;
	more->actor.agency_id = v->agency_id;
	more->role = action->role >= 0 ? e->policy->roles[action->role].id : "";
	if (escalation_fold(e->raised_under, e->calendar, events, e->event_count + 1, e->now, e->arena, &after, &ignored) !=
	    RESULT_OK)
		return NULL;
	return after;
}
