/*
 * fold_duty.c - duties come to stand, are done, end with their stage, and are given back.
 *
 * Nothing is dated here (fold_clockwork.c does that). An event that ends a duty leaves its seq in done_by, so that
 * an event that takes it back (not-agreed, reopened) finds what to give back.
 */
#include <string.h>

#include "fold.h"

bool
fold_duty_here(const struct escalation *e, const struct duty *d)
{
	return d->stage == -1 || (d->stage == e->stage && d->visit == e->visit);
}

bool
fold_duty_binds(const struct duty *d)
{
	return d->status == DUTY_OPEN && !d->rule->optional && d->rule->act != ACT_STANDING && d->rule->act != ACT_SIGN &&
	       d->rule->act != ACT_LESSON && d->rule->act != ACT_SUPPORT && d->rule->act != ACT_ANSWER &&
	       d->rule->act != ACT_SETTLE;
}

void
fold_duty_end(struct duty *d, enum duty_status how, const struct event *ev)
{
	d->status = how;
	d->done_at = ev->happened;
	d->done_by = ev->seq;
}

bool
fold_duty_side_fits(const struct duty *d, const struct event *ev)
{
	const struct policy_who *who = &d->rule->who;

	/* One side and the partnership: the other side cannot do it. */
	if (d->side == SIDE_NONE && who->kind == WHO_SIDE)
		return ev->side == who->side || ev->side == SIDE_NONE;
	return d->side == SIDE_NONE || d->side == ev->side;
}

const char *
fold_duty_key(const struct escalation *e, const struct policy_duty *rule, enum side side, int visit)
{
	const char *suffix = side == SIDE_NONE || rule->who.kind == WHO_SIDE ? "" :
	                     side == SIDE_RAISING ? ".raising" : ".receiving";

	return visit > 1 ? arena_format(e->arena, "%s%s@%d", rule->id, suffix, visit) :
	       *suffix ? arena_join(e->arena, rule->id, suffix) : rule->id;
}

/* Another edition may have used the name for something else, in another stage. */
static const char *
key_unused(struct escalation *e, const char *key)
{
	const char *unused = key;

	for (int i = 2; e->move_count > 0 && fold_duty_by_key(e, unused); i++)
		unused = arena_format(e->arena, "%s+%d", key, i);
	return unused;
}

struct duty *
fold_duty_add(struct fold *fold, const struct policy_duty *rule, enum side side)
{
	struct escalation *e = fold->e;
	int visit = rule->stage < 0 ? 1 : e->visit;
	const char *key = key_unused(e, fold_duty_key(e, rule, side, visit));
	struct duty *d;

	e->duties = fold_grow(e->arena, e->duties, e->duty_count, &fold->duty_room, sizeof(*e->duties));
	d = &e->duties[e->duty_count++];
	*d = (struct duty){ .rule = rule, .stage = rule->stage, .visit = visit, .side = side, .status = DUTY_OPEN,
		            .policy_due = INSTANT_NONE, .protective_due = INSTANT_NONE, .done_at = INSTANT_NONE,
		            .asked = INSTANT_NONE, .set_due = INSTANT_NONE, .key = key };
	return d;
}

/* The one side whose agency is of that sector; NONE when it is neither's, or both's. */
static enum side
side_of_sector(const struct escalation *e, const char *sector)
{
	bool is[2];

	for (int i = 0; i < 2; i++)
		is[i] = e->sides[i].agency.sector && strcmp(e->sides[i].agency.sector, sector) == 0;
	return is[0] == is[1] ? SIDE_NONE : is[0] ? SIDE_RAISING : SIDE_RECEIVING;
}

size_t
fold_duty_sides(const struct escalation *e, const struct policy_duty *rule, enum side sides[2])
{
	if (policy_who_is_mixed(e->policy, &rule->who)) {
		sides[0] = SIDE_NONE; /* whoever of them does it: some are on no side */
		return 1;
	}
	switch (rule->who.kind) {
	case WHO_BOTH:
		sides[0] = SIDE_RAISING;
		sides[1] = SIDE_RECEIVING;
		return 2;
	case WHO_SECTOR: sides[0] = side_of_sector(e, rule->who.sector); break;
	case WHO_FIRST_RAISER: sides[0] = SIDE_RAISING; break;
	case WHO_SIDE: sides[0] = rule->who.side; break;
	default: sides[0] = SIDE_NONE; break;
	}
	return 1;
}

void
fold_duty_instantiate(struct fold *fold, const struct policy_duty *rule)
{
	enum side sides[2];
	size_t count;

	if (!fold_condition(fold->e, rule->when))
		return;
	count = fold_duty_sides(fold->e, rule, sides);
	for (size_t i = 0; i < count; i++)
		(void)fold_duty_add(fold, rule, sides[i]);
}

void
fold_duty_ask(struct fold *fold, const struct policy_duty *rule, const struct duty *like)
{
	size_t before = fold->e->duty_count;

	fold_duty_instantiate(fold, rule);
	for (size_t i = before; i < fold->e->duty_count; i++) {
		fold->e->duties[i].asked = like->asked;
		fold->e->duties[i].notice = like->notice;
		fold->e->duties[i].approves = like->approves;
	}
	fold_party_who(fold, &rule->who, false);
}

static bool
duty_stands(const struct escalation *e, const struct policy_duty *rule)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct policy_duty *other = e->duties[i].rule;

		/* By its id: what is done already may be of an earlier edition. */
		if ((other == rule || strcmp(other->id, rule->id) == 0) && fold_duty_here(e, &e->duties[i]))
			return true;
	}
	return false;
}

/*
 * Duties of this stage, and of none, that a condition left out when it began and that hold now: the outcome of a
 * decision and immediate risk come to be known on the way.
 */
void
fold_duty_arise(struct fold *fold)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->policy->duty_count; i++) {
		const struct policy_duty *rule = &e->policy->duties[i];

		if ((rule->stage >= 0 && rule->stage != e->stage) || !rule->when || duty_stands(e, rule) ||
		    !fold_condition(e, rule->when))
			continue;
		fold_duty_instantiate(fold, rule);
		fold_party_who(fold, &rule->who, false);
	}
}

/* What becomes of each kind of duty of a stage when the stage ends in a certain way. */
#define STAYS DUTY_OPEN
static const enum duty_status endings[ACT_COUNT][ENDING_COUNT] = {
	/*                  agreed           moved on         decided          closed */
	[ACT_RAISE] =     { STAYS,           STAYS,           STAYS,           STAYS },
	[ACT_CONTACT] =   { DUTY_DONE,       DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_CONSULT] =   { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_RESOLVE] =   { DUTY_DONE,       DUTY_UNRESOLVED, DUTY_DONE,       DUTY_NOT_NEEDED },
	[ACT_ESCALATE] =  { DUTY_NOT_NEEDED, DUTY_DONE,       DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_CONFIRM] =   { STAYS,           DUTY_NOT_NEEDED, STAYS,           DUTY_NOT_NEEDED },
	[ACT_DECIDE] =    { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_DONE,       DUTY_NOT_NEEDED },
	[ACT_RESPOND] =   { DUTY_NOT_NEEDED, STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_REPLY] =     { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_MEET] =      { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_REPRESENT] = { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_TASK] =      { DUTY_NOT_NEEDED, DUTY_UNRESOLVED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_STANDING] =  { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_NOTIFY] =    { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_APPROVE] =   { DUTY_NOT_NEEDED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED, DUTY_NOT_NEEDED },
	[ACT_SIGN] =      { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_LESSON] =    { STAYS,           STAYS,           STAYS,           STAYS },
	[ACT_SUPPORT] =   { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_ANSWER] =    { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_SETTLE] =    { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
	[ACT_ITEM] =      { STAYS,           STAYS,           STAYS,           DUTY_NOT_NEEDED },
};

bool
fold_duty_follows(const struct policy_duty *rule)
{
	for (size_t i = 0; i < rule->clock.from_count; i++) {
		enum anchor_kind kind = rule->clock.from[i].kind;

		if (kind == ANCHOR_AGREED || kind == ANCHOR_CONFIRMED || kind == ANCHOR_DECIDED || kind == ANCHOR_CLOSED)
			return true;
	}
	return false;
}

bool
fold_duty_stands_in(const struct escalation *e, const struct policy_duty *rule)
{
	if (rule->act == ACT_RAISE)
		return false; /* that was done before all else */
	return e->phase == PHASE_OPEN || fold_duty_follows(rule) ||
	       endings[rule->act][e->phase == PHASE_AGREED ? ENDS_AGREED : ENDS_DECIDED] == STAYS;
}

static bool
starts_with(const struct policy_duty *rule, enum anchor_kind kind)
{
	for (size_t i = 0; i < rule->clock.from_count; i++) {
		if (rule->clock.from[i].kind == kind)
			return true;
	}
	return false;
}

/*
 * A duty that holds over the whole (no stage of its own) outlives a move to another stage, and one whose clock
 * starts only with the ending (to follow up what was agreed, to report what was closed) is no part of what ends.
 */
static bool
outlives(const struct escalation *e, const struct duty *d, enum ending how)
{
	if (how == ENDS_MOVED_ON)
		return d->stage == -1;
	if (how == ENDS_CLOSED)
		return e->phase == PHASE_CLOSED && starts_with(d->rule, ANCHOR_CLOSED);
	return fold_duty_follows(d->rule);
}

void
fold_duty_end_all(struct fold *fold, enum ending how, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];
		enum duty_status end = endings[d->rule->act][how];

		if (d->status != DUTY_OPEN || (how != ENDS_CLOSED && !fold_duty_here(e, d)))
			continue;
		if (outlives(e, d, how)) {
			/* Whose it is comes in now at the latest: the Business Manager, to look again in three months. */
			if (how != ENDS_MOVED_ON && d->rule->who.role_count > 0)
				fold_party_who(fold, &d->rule->who, false);
			continue;
		}
		if (end == DUTY_UNRESOLVED && d->rule->optional)
			end = DUTY_NOT_NEEDED;
		if (end != STAYS)
			fold_duty_end(d, end, ev);
	}
}

void
fold_duty_give_back(struct fold *fold, uint32_t seq)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		if (e->duties[i].done_by == seq) {
			e->duties[i].status = DUTY_OPEN;
			e->duties[i].done_at = INSTANT_NONE;
			e->duties[i].done_by = 0;
			if (e->duties[i].settled)
				fold_move_carry(fold, &e->duties[i]);
		}
	}
}

void
fold_duty_done(struct fold *fold, enum act act, const struct event *ev)
{
	struct escalation *e = fold->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->status == DUTY_OPEN && d->rule->act == act && fold_duty_here(e, d) && fold_duty_side_fits(d, ev))
			fold_duty_end(d, DUTY_DONE, ev);
	}
}

struct duty *
fold_duty_by_key(struct escalation *e, const char *key)
{
	for (size_t i = 0; key && i < e->duty_count; i++) {
		if (strcmp(e->duties[i].key, key) == 0)
			return &e->duties[i];
	}
	return NULL;
}
