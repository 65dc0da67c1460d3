/*
 * fold_clockwork.c - every duty's date, from what was noted; then whose turn it is.
 *
 * A duty may count from when another was due or done, so dates are worked out on demand, each once. A circle of
 * duties that wait for each other is refused when a policy is read (policy_check.c); here it would stay WAITING.
 */
#include <string.h>

#include "fold.h"

enum progress { NOT_YET, UNDER_WAY, READY };

struct clockwork {
	struct fold *fold;
	struct escalation *e;
	enum progress *progress; /* one for each duty */
};

/* Where a clock starts: when, and what that was. */
struct start { instant at; const char *words; };

static void duty_date(struct clockwork *w, size_t index);

/* --- what a clock counts from --- */

static int
visit_of(const struct escalation *e, const struct duty *d)
{
	if (d->stage == -1)
		return -1;
	for (size_t i = 0; i < e->visit_count; i++) {
		if (e->visits[i].stage == d->stage && e->visits[i].visit == d->visit)
			return (int)i;
	}
	return -1;
}

/* The last visit in which it happened, for duties of no stage; else this visit's. */
static instant
moment_at(const struct clockwork *w, int visit, enum moment m)
{
	if (visit >= 0)
		return w->fold->notes[visit].moments[m];
	for (size_t i = w->e->visit_count; i > 0; i--) {
		if (w->fold->notes[i - 1].moments[m] != INSTANT_NONE)
			return w->fold->notes[i - 1].moments[m];
	}
	return INSTANT_NONE;
}

static instant
entered_at(const struct escalation *e, int visit, const char *stage_id)
{
	int stage = stage_id ? policy_stage_find(e->policy, stage_id) : -1;

	if (!stage_id)
		return visit >= 0 ? e->visits[visit].entered : e->raised_at;
	for (size_t i = e->visit_count; i > 0; i--) {
		if (e->visits[i - 1].stage == stage)
			return e->visits[i - 1].entered;
	}
	return INSTANT_NONE;
}

static instant
referred_at(const struct escalation *e)
{
	for (size_t i = e->visit_count; i > 0; i--) {
		if (e->visits[i - 1].rule->authority_count > 0)
			return e->visits[i - 1].entered;
	}
	return INSTANT_NONE;
}

static instant
notified_at(const struct escalation *e, const char *id)
{
	for (size_t i = e->notice_count; i > 0; i--) {
		const struct notice_due *n = &e->notices[i - 1];

		if (n->given && (!id || strcmp(n->rule->id, id) == 0))
			return n->given_at;
	}
	return INSTANT_NONE;
}

/* The duty that a clock refers to: in the same visit if there is one, for the same side if there is one, else the last. */
static int
duty_meant(const struct escalation *e, const struct duty *d, const char *id)
{
	int best = -1;
	int best_score = -1;

	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *other = &e->duties[i];
		int score;

		if (other == d || other->rule->id[0] != id[0] || strcmp(other->rule->id, id) != 0)
			continue;
		score = (other->stage == d->stage && other->visit == d->visit ? 2 : 0) + (other->side == d->side);
		if (score >= best_score) {
			best = (int)i;
			best_score = score;
		}
	}
	return best;
}

static const char *
short_words(const struct policy_duty *rule)
{
	return rule->short_text ? rule->short_text : rule->text;
}

static struct start
start_of_duty(struct clockwork *w, const struct duty *d, const struct policy_anchor *from)
{
	int i = duty_meant(w->e, d, from->of);
	const struct duty *other;
	bool due = from->kind == ANCHOR_DUTY_DUE;

	if (i < 0)
		return (struct start){ INSTANT_NONE, NULL };
	duty_date(w, (size_t)i);
	other = &w->e->duties[i];
	if (due && other->deadline.state != DEADLINE_DATED)
		return (struct start){ INSTANT_NONE, NULL };
	if (!due && other->status != DUTY_DONE)
		return (struct start){ INSTANT_NONE, NULL };
	return (struct start){ due ? other->deadline.due : other->done_at,
		               due ? arena_format(w->e->arena, "the time to %s runs out", short_words(other->rule)) :
		                     arena_join(w->e->arena, "it was done: ", short_words(other->rule)) };
}

static const char *
concern_words(const struct escalation *e)
{
	const char *concern = event_text(e->raised, "concern");

	return concern && strcmp(concern, "decision") == 0 ? "the decision was received" : "the disagreement arose";
}

static struct start
start_at(struct clockwork *w, const struct duty *d, int visit, const struct policy_anchor *from)
{
	const struct escalation *e = w->e;
	const char *stage_words = "the stage was entered";

	switch (from->kind) {
	case ANCHOR_CONCERN: return (struct start){ w->fold->concern, concern_words(e) };
	case ANCHOR_RAISED: return (struct start){ e->raised_at, "it was raised" };
	case ANCHOR_STAGE_ENTERED:
		if (d && d->stage >= 0 && !from->of)
			stage_words = arena_join(e->arena, "it came to stage ", e->policy->stages[d->stage].id);
		return (struct start){ entered_at(e, visit, from->of), stage_words };
	case ANCHOR_FIRST_CONTACT: return (struct start){ moment_at(w, visit, MOMENT_CONTACT), "the first contact was made" };
	case ANCHOR_MEETING_HELD: return (struct start){ moment_at(w, visit, MOMENT_MEETING), "the meeting was held" };
	case ANCHOR_MEETING_PLANNED:
		return (struct start){ moment_at(w, visit, MOMENT_PLANNED), "the meeting is to be held" };
	case ANCHOR_AGREED: return (struct start){ moment_at(w, visit, MOMENT_AGREED), "it was agreed" };
	case ANCHOR_CONFIRMED:
		return (struct start){ moment_at(w, visit, MOMENT_CONFIRMED), "the outcome was confirmed in writing" };
	case ANCHOR_DECIDED: return (struct start){ e->decision ? e->decision->happened : INSTANT_NONE, "the decision was made" };
	case ANCHOR_REFERRED: return (struct start){ referred_at(e), "it was brought to those who decide" };
	case ANCHOR_CLOSED:
		return (struct start){ w->fold->closed, "it was closed" };
	case ANCHOR_NOTIFIED: return (struct start){ notified_at(e, from->of), "the notice was given" };
	case ANCHOR_RISK: return (struct start){ w->fold->risk, "immediate risk was flagged" };
	case ANCHOR_ASKED: return (struct start){ d ? d->asked : INSTANT_NONE, "it was asked for" };
	case ANCHOR_DUTY_DONE:
	case ANCHOR_DUTY_DUE:
		if (d)
			return start_of_duty(w, d, from);
		break;
	}
	return (struct start){ INSTANT_NONE, NULL };
}

/* Of several events the first, or with from_last the last when all have happened. */
static struct start
clock_start(struct clockwork *w, const struct duty *d, int visit, const struct policy_clock *clock)
{
	struct start best = { INSTANT_NONE, NULL };

	for (size_t i = 0; i < clock->from_count; i++) {
		struct start s = start_at(w, d, visit, &clock->from[i]);

		if (s.at == INSTANT_NONE) {
			if (clock->from_last)
				return s;
			continue;
		}
		if (best.at == INSTANT_NONE || (clock->from_last ? s.at > best.at : s.at < best.at))
			best = s;
	}
	return best;
}

/* --- what gives an earlier time than the duty's own clock --- */

static void
cap_deadline(struct deadline *d, instant at, const char *words, const char *clause)
{
	struct explanation *x = &d->explanation;

	if (d->state == DEADLINE_DATED && d->due <= at)
		return;
	if (!x->capped_by)
		x->uncapped = d->state == DEADLINE_DATED ? d->due : INSTANT_NONE;
	x->capped_by = words;
	x->capped_clause = clause;
	d->state = DEADLINE_DATED;
	d->due = at;
}

static bool
cap_covers(const struct policy_cap *cap, const struct duty *d)
{
	switch (d->rule->act) {
	case ACT_RAISE: case ACT_CONFIRM: case ACT_RESPOND: case ACT_STANDING: case ACT_NOTIFY: case ACT_APPROVE:
	case ACT_SIGN: case ACT_ITEM: case ACT_LESSON: case ACT_ANSWER: case ACT_SETTLE:
		return false; /* before or after what a limit over the process limits */
	default:
		break;
	}
	if (fold_duty_follows(d->rule))
		return false;
	return cap->stage_count == 0 || (d->stage >= 0 && fold_has_index(cap->stages, cap->stage_count, d->stage));
}

static void
apply_caps(struct clockwork *w, struct duty *d, int visit)
{
	const struct policy *p = w->e->policy;

	for (size_t i = 0; i < p->cap_count && d->deadline.state == DEADLINE_DATED; i++) {
		const struct policy_cap *cap = &p->caps[i];
		struct deadline limit;
		struct start from;

		if (!cap_covers(cap, d) || !fold_condition(w->e, cap->when))
			continue;
		from = clock_start(w, NULL, visit, &cap->clock);
		if (from.at == INSTANT_NONE)
			continue;
		deadline_compute(w->e->calendar, &p->days, &cap->clock.within, from.at, w->e->arena, &limit);
		if (limit.state == DEADLINE_DATED)
			cap_deadline(&d->deadline, limit.due, cap->text, cap->clause);
	}
}

static void
apply_protective(struct clockwork *w, struct duty *d, int visit)
{
	instant by = INSTANT_NONE;

	if (!d->rule->clock.protectable)
		return;
	if (visit >= 0) {
		by = w->fold->notes[visit].protective;
	} else {
		for (size_t i = w->e->visit_count; i > 0 && by == INSTANT_NONE; i--)
			by = w->fold->notes[i - 1].protective;
	}
	if (by == INSTANT_NONE)
		return;
	d->protective_due = by;
	cap_deadline(&d->deadline, by, "a protective timescale, because waiting would not protect them",
	             d->rule->clause);
}

/* --- one duty --- */

static void
duty_wait(struct duty *d)
{
	d->deadline = (struct deadline){ .state = DEADLINE_WAITING };
	d->deadline.explanation.clause = d->rule->clause;
	d->deadline.explanation.within = d->rule->clock.within;
	d->deadline.explanation.from = INSTANT_NONE;
	d->deadline.explanation.counted_from = DAY_NONE;
	d->deadline.explanation.uncapped = INSTANT_NONE;
	if (d->status == DUTY_OPEN)
		d->status = DUTY_WAITING;
}

static bool
duty_is_late(const struct escalation *e, const struct duty *d)
{
	if (d->deadline.state != DEADLINE_DATED || d->rule->optional)
		return false;
	switch (d->status) {
	case DUTY_OPEN:
		return instant_has_passed(d->deadline.due, e->now);
	case DUTY_DONE:
	case DUTY_UNRESOLVED:
		return instant_has_passed(d->deadline.due, d->done_at);
	case DUTY_WAITING:
	case DUTY_NOT_NEEDED:
		break;
	}
	return false;
}

/* It may have been dated before: when it was moved to another edition, or before what is late brought up more. */
static void
duty_undate(struct duty *d)
{
	d->deadline.state = DEADLINE_WAITING;
	d->policy_due = INSTANT_NONE;
	d->protective_due = INSTANT_NONE;
	d->conditional = false;
	d->late = false;
}

static void
duty_date(struct clockwork *w, size_t index)
{
	struct escalation *e = w->e;
	struct duty *d = &e->duties[index];
	int visit = visit_of(e, d);
	struct start from;

	if (w->progress[index] != NOT_YET)
		return;
	if (d->settled) {
		d->late = duty_is_late(e, d);
		w->progress[index] = READY;
		return;
	}
	w->progress[index] = UNDER_WAY;
	duty_undate(d);
	from = clock_start(w, d, visit, &d->rule->clock);
	if (d->rule->act == ACT_STANDING && from.at == INSTANT_NONE)
		from = (struct start){ e->raised_at, "it was raised" };
	if (from.at == INSTANT_NONE) {
		duty_wait(d);
		w->progress[index] = READY;
		return;
	}
	deadline_compute(e->calendar, &e->policy->days, &d->rule->clock.within, from.at, e->arena, &d->deadline);
	d->deadline.explanation.clause = d->rule->clause;
	d->deadline.explanation.from_words = from.words;
	d->deadline.explanation.indicative = d->rule->clock.firmness == INDICATIVE;
	d->deadline.explanation.capped_by = NULL;
	d->deadline.explanation.uncapped = INSTANT_NONE;
	if (d->deadline.state == DEADLINE_DATED)
		d->policy_due = d->deadline.due;
	apply_caps(w, d, visit);
	apply_protective(w, d, visit);
	if (d->set_due != INSTANT_NONE)
		cap_deadline(&d->deadline, d->set_due, d->set_words ? d->set_words : "the day that was set for it", d->rule->clause);
	/* 'If it is not agreed by then, escalate': it stands with its date from the start, and falls due at that time. */
	d->conditional = d->rule->act == ACT_ESCALATE && d->status == DUTY_OPEN && from.at > e->now;
	d->late = duty_is_late(e, d);
	w->progress[index] = READY;
}

/* --- whose turn --- */

/*
 * Lower comes first: a passed time limit asks for escalation before all else; 'if not agreed' comes after the rest, and
 * a time limit over the whole ('one working week') after what the stage itself asks for.
 */
static int
rank(const struct duty *d)
{
	if (d->rule->act == ACT_ESCALATE && !d->conditional)
		return 0;
	if (d->stage < 0 && d->rule->act == ACT_RESOLVE)
		return 3;
	return d->conditional ? 2 : 1;
}

static instant
due_or_never(const struct duty *d)
{
	return d->deadline.state == DEADLINE_DATED ? d->deadline.due : INT64_MAX;
}

static bool
comes_before(const struct duty *a, const struct duty *b)
{
	if (rank(a) != rank(b))
		return rank(a) < rank(b);
	return due_or_never(a) < due_or_never(b);
}

/* --- in the order of coming up --- */

/* When its clock started, or will: the raising before all, what has not started after the rest. */
static instant
comes_up(const struct duty *d)
{
	if (d->rule->act == ACT_RAISE)
		return INT64_MIN + 1;
	return d->deadline.state == DEADLINE_WAITING ? INT64_MAX : d->deadline.explanation.from;
}

/* Few, and nearly in order: an insertion sort, which leaves equals as the policy has them. A duty is large: each moves once. */
static void
duties_sort(struct escalation *e)
{
	for (size_t i = 1; i < e->duty_count; i++) {
		instant up = comes_up(&e->duties[i]);
		struct duty d;
		size_t at = i;

		while (at > 0 && comes_up(&e->duties[at - 1]) > up)
			at--;
		if (at == i)
			continue;
		d = e->duties[i];
		memmove(&e->duties[at + 1], &e->duties[at], (i - at) * sizeof d);
		e->duties[at] = d;
	}
}

static void
date_all(struct fold *fold)
{
	struct escalation *e = fold->e;
	struct clockwork w = { fold, e, ARENA_ARRAY(e->arena, e->duty_count + 1, enum progress) };

	for (size_t i = 0; i < e->duty_count; i++)
		duty_date(&w, i);
}

/* What a person has to tell is dated like a duty, because it is one. */
static void
notices_date(struct escalation *e)
{
	for (size_t i = 0; i < e->notice_count; i++) {
		struct notice_due *n = &e->notices[i];
		const struct duty *d = n->rule->by && n->duty ? fold_duty_by_key(e, n->duty) : NULL;

		if (d)
			n->deadline = d->deadline;
	}
}

void
fold_date(struct fold *fold)
{
	size_t before = fold->e->duty_count;

	date_all(fold);
	fold_notices_overdue(fold);
	if (fold->e->duty_count > before)
		date_all(fold);
	notices_date(fold->e);
}

/* While the case runs, what it teaches is nobody's turn. */
static bool
outlives_the_case(const struct escalation *e, const struct duty *d)
{
	return d->lesson && d->status == DUTY_OPEN && (e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN);
}

void
fold_clockwork(struct fold *fold)
{
	struct escalation *e = fold->e;

	fold_item_duties(fold);
	fold_lesson_duties(fold);
	fold_meeting_duties(fold);
	fold_record_wait(fold);
	fold_companion_duties(fold);
	fold_companion_party(fold);
	fold_date(fold);
	fold_party_overdue(fold);
	duties_sort(e);
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *d = &e->duties[i];

		if (!fold_duty_binds(d) && !outlives_the_case(e, d))
			continue;
		if (!e->turn || comes_before(d, e->turn))
			e->turn = d;
		if (d->deadline.state == DEADLINE_DATED && (e->next_due == INSTANT_NONE || d->deadline.due < e->next_due))
			e->next_due = d->deadline.due;
	}
}
