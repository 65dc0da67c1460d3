/*
 * fold_move.c - a running escalation goes on under another edition of the policy.
 *
 * The account is settled under the old edition as it stood at that moment: what has ended keeps its date and whether it
 * was late. Then everything is put into terms of the new one (struct escalation: every index is one of its `policy`), stages,
 * duties, roles, notices and exits by their ids. What is still to be done takes the new edition's clock, counted from when
 * that really began; what the new edition has besides comes up; what it lacks falls away.
 */
#include <string.h>

#include "fold.h"

struct move {
	struct fold *fold;
	struct escalation *e;
	const struct policy *from, *to;
	const struct event *ev;
	bool *held;              /* of each duty: what it is asked for under the old edition is still so */
};

/* --- indices of the old edition, in the new one --- */

static int
stage_in(const struct move *m, int stage)
{
	int found;

	if (stage < 0)
		return stage;
	found = policy_stage_find(m->to, m->from->stages[stage].id);
	return found < 0 ? STAGE_GONE : found;
}

static int
role_in(const struct move *m, int role)
{
	return role < 0 ? role : policy_role_find(m->to, m->from->roles[role].id);
}

/* Roles that the new edition lacks are left out. */
static struct policy_who
who_in(const struct move *m, const struct policy_who *who)
{
	struct policy_who out = *who;
	int *roles = ARENA_ARRAY(m->e->arena, who->role_count, int);

	out.roles = roles;
	out.role_count = 0;
	for (size_t i = 0; i < who->role_count; i++) {
		int role = role_in(m, who->roles[i]);

		if (role >= 0)
			roles[out.role_count++] = role;
	}
	return out;
}

/* The words and the clause stay as they were then. */
static const struct policy_duty *
rule_in(const struct move *m, const struct duty *d)
{
	struct policy_duty *rule = ARENA_NEW(m->e->arena, struct policy_duty);

	*rule = *d->rule;
	rule->who = who_in(m, &d->rule->who);
	rule->stage = d->stage;
	return rule;
}

static const struct policy_notice *
notice_in(const struct move *m, const struct policy_notice *old)
{
	struct policy_notice *n = ARENA_NEW(m->e->arena, struct policy_notice);
	struct policy_who *by = ARENA_NEW(m->e->arena, struct policy_who);

	*n = *old;
	n->to = who_in(m, &old->to);
	n->stage = stage_in(m, old->stage);
	if (old->by) {
		*by = who_in(m, old->by);
		n->by = by;
	}
	return n;
}

/* --- what is still to be done, under the new edition --- */

static void
take_rule(struct escalation *e, struct duty *d, const struct policy_duty *rule, enum side side)
{
	d->rule = rule;
	d->side = side;
	d->stage = rule->stage;
	if (rule->stage == e->stage)
		d->visit = e->visit;
}

/* The policy's own: the duty of the same name, where it is still one of that place. False when there is none. */
static bool
carry_own(struct escalation *e, struct duty *d)
{
	int index = policy_duty_find(e->policy, d->rule->id);
	const struct policy_duty *rule = index < 0 ? NULL : &e->policy->duties[index];
	const char *key = fold_duty_key(e, d->rule, d->side, d->visit);
	enum side sides[2];
	size_t count;

	if (!rule || (rule->stage >= 0 && rule->stage != d->stage))
		return false;
	count = fold_duty_sides(e, rule, sides);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(fold_duty_key(e, rule, sides[i], d->visit), key) == 0) {
			take_rule(e, d, rule, sides[i]);
			return true;
		}
	}
	return false;
}

static bool
carry_notice(struct escalation *e, struct duty *d)
{
	int index = policy_notice_find(e->policy, d->notice->id);
	const struct policy_notice *n = index < 0 ? NULL : &e->policy->notices[index];
	struct policy_duty *rule;

	if (!n || !n->by)
		return false;
	rule = ARENA_NEW(e->arena, struct policy_duty);
	*rule = *fold_notice_rule(e, n, d->rule->id);
	rule->stage = d->stage;
	d->rule = rule;
	d->notice = n;
	return true;
}

static bool
carry_approval(struct escalation *e, struct duty *d)
{
	const struct policy_exit *x = d->stage == e->stage ? fold_exit(e, e->stage, d->approves->id) : NULL;

	if (!x || !x->approval)
		return false;
	d->rule = fold_approval_rule(e, x, d->rule->id);
	d->approves = x;
	return true;
}

static bool
carry(struct escalation *e, struct duty *d)
{
	if (d->notice)
		return carry_notice(e, d);
	return d->approves ? carry_approval(e, d) : carry_own(e, d);
}

static void
fall_away(const struct escalation *e, struct duty *d)
{
	d->settled = true;
	fold_duty_end(d, DUTY_NOT_NEEDED, e->moves[e->move_count - 1]);
}

void
fold_move_carry(struct fold *fold, struct duty *d)
{
	d->settled = false;
	if (!carry(fold->e, d))
		fall_away(fold->e, d);
}

/*
 * Once asked for, a duty stands, also when what it was asked for is over (immediate risk). It falls away only where the old
 * edition would ask for it now and the new one would not.
 */
static void
carry_if_asked(struct move *m, struct duty *d, bool held)
{
	fold_move_carry(m->fold, d);
	if (d->status == DUTY_OPEN && held && !fold_condition(m->e, d->rule->when))
		fall_away(m->e, d);
}

static void
duties_move(struct move *m)
{
	struct escalation *e = m->e;

	for (size_t i = 0; i < e->duty_count; i++) {
		struct duty *d = &e->duties[i];

		if (d->status == DUTY_WAITING) /* only dating it tells that; see fold_apply.c */
			d->status = DUTY_OPEN;
		d->stage = stage_in(m, d->stage);
		d->rule = rule_in(m, d);
		if (d->status == DUTY_OPEN)
			carry_if_asked(m, d, m->held[i]);
		else
			d->settled = true;
	}
}

/* --- what the new edition has besides --- */

/* What happened since this visit, the agreement or the decision began may be the doing of it. */
static void
done_before(const struct move *m, struct duty *d)
{
	const struct escalation *e = m->e;
	uint32_t since = e->phase == PHASE_DECIDED ? e->decision->seq : e->phase == PHASE_AGREED ? e->agreement->seq :
	                 e->visits[e->visit_count - 1].entered_by;

	for (size_t i = 0; i < e->event_count && e->events[i].seq < m->ev->seq; i++) {
		const struct event *ev = &e->events[i];

		if (ev->seq > since && (d->status == DUTY_OPEN || ev->happened < d->done_at) && fold_event_does(e, d, ev))
			fold_duty_end(d, DUTY_DONE, ev);
	}
}

/* Whether there is one of that name for that side here, still to be done or not. */
static bool
stands_here(const struct escalation *e, const struct policy_duty *rule, enum side side)
{
	const char *key = fold_duty_key(e, rule, side, 1);

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (fold_duty_here(e, d) && strcmp(d->rule->id, rule->id) == 0 &&
		    strcmp(fold_duty_key(e, d->rule, d->side, 1), key) == 0)
			return true;
	}
	return false;
}

static void
duty_appears(struct move *m, const struct policy_duty *rule)
{
	struct escalation *e = m->e;
	enum side sides[2];
	size_t count = fold_duty_sides(e, rule, sides);
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (stands_here(e, rule, sides[i]))
			continue;
		done_before(m, fold_duty_add(m->fold, rule, sides[i]));
		any = true;
	}
	if (any && e->phase != PHASE_OPEN)
		fold_party_who(m->fold, &rule->who, false);
}

static void
duties_appear(struct move *m)
{
	const struct escalation *e = m->e;

	for (size_t i = 0; i < m->to->duty_count; i++) {
		const struct policy_duty *rule = &m->to->duties[i];

		if ((rule->stage < 0 || rule->stage == e->stage) && fold_duty_stands_in(e, rule) &&
		    fold_condition(e, rule->when))
			duty_appears(m, rule);
	}
}

/* --- the rest of what is known of the case --- */

static void
visits_move(const struct move *m)
{
	for (size_t i = 0; i < m->e->visit_count; i++)
		m->e->visits[i].stage = stage_in(m, m->e->visits[i].stage);
}

/* A role that the new edition does not have brings nobody in any more. Who was named, or acted, stays. */
static void
parties_move(const struct move *m)
{
	struct escalation *e = m->e;
	size_t kept = 0;

	for (size_t i = 0; i < e->party_count; i++) {
		struct party p = e->parties[i];

		p.stage = stage_in(m, p.stage);
		p.role = role_in(m, p.role);
		if (e->parties[i].role < 0 || p.role >= 0)
			e->parties[kept++] = p;
	}
	e->party_count = kept;
}

static void
vacancies_move(const struct move *m)
{
	struct escalation *e = m->e;
	size_t kept = 0;

	for (size_t i = 0; i < e->vacancy_count; i++) {
		struct vacancy v = e->vacancies[i];

		v.role = role_in(m, v.role);
		if (v.role >= 0)
			e->vacancies[kept++] = v;
	}
	e->vacancy_count = kept;
}

static void
notices_move(const struct move *m)
{
	for (size_t i = 0; i < m->e->notice_count; i++) {
		struct notice_due *n = &m->e->notices[i];
		int index = policy_notice_find(m->to, n->rule->id);

		n->rule = index < 0 || (n->given && n->because != 0) ? notice_in(m, n->rule) : &m->to->notices[index];
	}
}

static void
approvals_move(const struct move *m)
{
	struct escalation *e = m->e;
	size_t kept = 0;

	for (size_t i = 0; i < e->approval_count; i++) {
		struct approval a = e->approvals[i];

		a.exit = fold_exit(e, e->stage, a.exit->id);
		if (a.exit)
			e->approvals[kept++] = a;
	}
	e->approval_count = kept;
}

static void
conditions_note(struct move *m)
{
	m->held = ARENA_ARRAY(m->e->arena, m->e->duty_count, bool);
	for (size_t i = 0; i < m->e->duty_count; i++)
		m->held[i] = fold_condition(m->e, m->e->duties[i].rule->when);
}

static void
move_note(const struct move *m)
{
	struct escalation *e = m->e;
	const struct event **moves = ARENA_ARRAY(e->arena, e->move_count + 1, const struct event *);

	for (size_t i = 0; i < e->move_count; i++)
		moves[i] = e->moves[i];
	moves[e->move_count++] = m->ev;
	e->moves = moves;
}

static enum result
cannot(const struct move *m, const char *why, const char *what)
{
	return fault_set(m->fold->fault, RESULT_INVALID, "cannot-move", "%s%s%s", why, what ? what : "", what ? "." : "");
}

static enum result
check(const struct move *m)
{
	const struct escalation *e = m->e;
	const char *stage = e->policy->stages[e->stage].id;
	const char *track = e->raised ? event_text(e->raised, "track") : NULL;

	if (!m->to)
		return cannot(m, "The edition to which it was moved is not there.", NULL);
	if (policy_stage_find(m->to, stage) < 0)
		return cannot(m, "It is in a stage that the other edition does not have: stage ", stage);
	if (track && policy_track_find(m->from, track) >= 0 && policy_track_is_chosen(m->to) &&
	    policy_track_find(m->to, track) < 0)
		return cannot(m, "It is on a track that the other edition does not have: ", track);
	return RESULT_OK;
}

enum result
fold_move(struct fold *fold, const struct event *ev)
{
	struct escalation *e = fold->e;
	struct move m = { .fold = fold, .e = e, .from = e->policy, .to = ev->edition, .ev = ev };
	instant now = e->now;
	enum result r = check(&m);

	if (r != RESULT_OK || m.to == m.from)
		return r;
	e->now = ev->recorded;
	fold_date(fold);
	e->now = now;
	conditions_note(&m);
	move_note(&m);
	visits_move(&m);
	parties_move(&m);
	vacancies_move(&m);
	e->stage = stage_in(&m, e->stage);
	e->policy = m.to;
	approvals_move(&m);
	duties_move(&m);
	notices_move(&m);
	if (e->phase == PHASE_OPEN)
		fold_party_stage(fold, e->stage);
	duties_appear(&m);
	fold_party_overall(fold);
	return RESULT_OK;
}
