/*
 * escalation_actions.c - what somebody may do now: buttons, their forms, and what each press does.
 *
 * One list answers the page ("what can I do?") and the check before an event is written ("may they?"), so the two
 * cannot differ.
 */
#include <stdlib.h>
#include <string.h>

#include "offer.h"

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

bool
escalation_may_confirm(const struct escalation *e)
{
	if (e->phase != PHASE_AGREED)
		return false;
	for (size_t i = 0; i < e->duty_count; i++) {
		if (e->duties[i].rule->act == ACT_CONFIRM && fold_duty_here(e, &e->duties[i]))
			return false;
	}
	for (size_t i = e->event_count; i > 0 && &e->events[i - 1] != e->agreement; i--) {
		if (e->events[i - 1].kind == EVENT_CONFIRMED)
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
	          "Whoever you name gets a message at once, and all that waits for your side, with the dates that it has. You go on "
	          "seeing it. The person who raised it gets a message too.");
	a->target = side_name(o->standing.side);
	if (o->e->phase == PHASE_OPEN && can_shorten(o->e))
		(void)offer(o, EVENT_PROTECTED, "protect", "Set a shorter time to protect them",
		            "The earlier of the two dates counts from now on. A message goes to those who speak for both sides, and to the "
		            "person who raised it.");
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

/* Support for the first raiser: they, or who acts for them, name it; whoever is asked says whether. Not a companion for another. */
static void
offer_support(struct offer *o)
{
	const struct companion *now = escalation_companion(o->e);
	struct action *a = NULL;

	if (now && now->person->id == o->person_id && !o->standing.instead_of) {
		a = offer(o, EVENT_COMPANION_ANSWERED, "companion-answer",
		          now->answered ? "Say that you can no longer support them" : "Say whether you can support them",
		          now->answered ? "If you say no, you no longer see it. They get a message, and can name somebody else." :
		          "If you say yes, you can do for them what they can do, and the record says who did it. If you say no, you no longer "
		          "see it, and they can name somebody else. They get a message either way.");
		a->primary = !now->answered;
	} else if (o->raiser && now && now->person->id != o->person_id) {
		a = offer(o, EVENT_COMPANION_CHANGED, "companion-change", "Change or end who supports you",
		          "Whoever supported you gets a message, and no longer sees it. So does anybody whom you name now, who then sees it. "
		          "Your reason stands in the record.");
	} else if (o->raiser && !now) {
		a = offer(o, EVENT_COMPANION_NAMED, "companion", "Name somebody who supports you",
		          "They get a message, can read it, and say whether they can. Then they can act beside you and for you.");
	}
	if (a)
		a->clause = o->e->policy->support.clause;
}

static void
offer_open(struct offer *o)
{
	offer_exits(o);
	offer_duties(o);
	offer_duties_notices(o);
	offer_records(o);
	offer_risk(o);
	offer_lesson(o);
	if (o->standing.side == SIDE_RAISING && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_WITHDRAWN, "withdraw", "Withdraw it",
		            "It ends without an outcome. Both sides are told, and your reason stays on record.");
	offer_support(o);
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

	if (offer_duties_open(o, ACT_CONFIRM)) {
		a = offer(o, EVENT_CONFIRMED, "confirm", "Confirm the outcome in writing",
		          "It goes to both sides and to the person who first raised it.");
		a->primary = true;
	} else if (o->standing.side != SIDE_NONE && o->standing.speaks && escalation_may_confirm(o->e)) {
		(void)offer(o, EVENT_CONFIRMED, "confirm", "Confirm the outcome in writing",
		            "It goes to both sides, to the person who first raised it and to whoever the policy has told what is agreed. No "
		            "time is set for it, and it can be closed without.");
	}
	if (offer_duties_open(o, ACT_RESPOND)) {
		a = offer(o, EVENT_RESPONDED, "respond", "Say what your agency has done about it",
		          "Both sides and the partnership see it.");
		a->primary = true;
	}
	offer_duties(o);
	offer_duties_notices(o);
	offer_close(o);
	if (o->e->phase == PHASE_AGREED && o->standing.side != SIDE_NONE && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_NOT_AGREED, "not-agreed", "Say that it is not agreed",
		            "The stage goes on where it was, with the dates that it had.");
	if (o->standing.side != SIDE_NONE && (o->standing.speaks || o->raiser))
		(void)offer(o, EVENT_ITEM_ADDED, "outstanding", "Add something that is still to be done",
		            "Whoever you name gets a message with its date, and it is chased until it is done. Both sides see it. The person "
		            "who raised it gets a message too.");
	offer_records(o);
	offer_risk(o);
	offer_lesson(o);
	offer_support(o);
}

static void
offer_ended(struct offer *o)
{
	offer_duties(o); /* what follows the closing: a review, a report */
	offer_duties_notices(o);
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

	if (!turn || !offer_duties_mine(o, turn))
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
	case ACT_RAISE: case ACT_STANDING: case ACT_SIGN: case ACT_SUPPORT: case ACT_ANSWER: case ACT_SETTLE: case ACT_COUNT: break;
	case ACT_LESSON: return a->kind == EVENT_LESSON_ANSWERED && (uint32_t)strtoul(a->target, NULL, 10) == turn->lesson->event->seq;
	}
	return false;
}

/* Told at once of the risk that stands, and brought in for nothing else: what was done about it, and that they have looked. */
static void
offer_told(struct offer *o)
{
	offer_risk_open(o);
	if (o->e->phase != PHASE_WITHDRAWN)
		offer_oversight(o);
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

		if (standings[i].told_of_risk)
			offer_told(&one);
		else if (!standings[i].informed_only)
			offer_all(&one);
		add_new(&all, &one);
	}
	*out = all.list;
	*count = all.count;
}

const struct action *
escalation_action(const struct escalation *e, const struct viewer *v, const char *id)
{
	const struct action *found;
	struct action *list;
	size_t count;

	escalation_actions(e, v, &list, &count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(list[i].id, id) == 0)
			return &list[i];
	}
	found = offer_of_record(e, v, id);
	return found ? found : offer_of_meeting(e, v, id);
}

/* What follows is known only when the form is filled in. */
static bool
depends_on_answers(enum event_kind kind)
{
	switch (kind) {
	case EVENT_ASSIGNED: case EVENT_PROTECTED: case EVENT_PLANNED: case EVENT_MEETING_CHANGED: case EVENT_MEETING_PROPOSED:
	case EVENT_MEETING_ANSWERED: case EVENT_MEETING_SETTLED: case EVENT_ITEM_ADDED: case EVENT_LESSON_ANSWERED: case EVENT_COMPANION_NAMED:
	case EVENT_COMPANION_ANSWERED: case EVENT_COMPANION_CHANGED:
		return true;
	default:
		return false;
	}
}

struct escalation *
escalation_preview(const struct escalation *e, const struct viewer *v, const struct action *action)
{
	struct event *events = ARENA_ARRAY(e->arena, e->event_count + 1, struct event);
	struct event *more = &events[e->event_count];
	struct escalation *after;
	struct fault ignored;

	if (depends_on_answers(action->kind))
		return NULL;
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
