/*
 * test_walk.c - random walks: from a case that was raised, random people take random actions that they are offered,
 * at random times, under every policy that we ship and one that uses all of the language. Whatever they do, what was
 * offered folds, and what the fold says hangs together.
 *
 * The walks are the same in every run; PARLEY_WALKS=N makes more of them.
 */
#include <stdio.h>

#include "parley/escalation_json.h"
#include "parley/told.h"
#include "story.h"

enum { STEPS = 200, WALKS_DEFAULT = 4 };

static const char *const policies[] = {
	REDBRIDGE, "policies/nel-scp-sab.json", "policies/pelican-childcare.json", "policies/brent-lscb.json",
	"policies/chscp.json", EVERYTHING, "tests/unit/fixtures/northmoor-scp.json", "tests/unit/fixtures/southmere-sab.json",
};
enum { POLICIES = sizeof(policies) / sizeof(policies[0]) };

struct walker {
	struct story *s;
	uint64_t random;
	const char *steps; /* what was done so far, for the message of a failure */
	bool same_agency;
	const struct policy *twin;  /* the same policy, read again, to be moved to; NULL = this walk is not moved so */
	const struct policy *other; /* another one; NULL */
};

static unsigned
pick(struct walker *w, size_t of)
{
	w->random = w->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((w->random >> 33) % of);
}

/* Somebody of the borough with every role of the policy in turn; agencies are the two sides, a third, the partnership. */
static struct viewer
somebody(struct walker *w, struct person_ref *ref)
{
	const struct policy *p = w->s->e->policy;
	const char **roles = ARENA_ARRAY(w->s->a, 1, const char *);
	unsigned role = pick(w, p->role_count);
	unsigned place = pick(w, 8);
	unsigned one = pick(w, 2);
	const char *agency = p->roles[role].partnership ? "rscp" :
	                     place == 0 ? "police" : place < 4 || w->same_agency ? "csc" : "hospital";

	/* Amina, who raised it, comes by often. */
	if (pick(w, 4) == 0) {
		*ref = story_people[AMINA].ref;
		return viewer_of(AMINA);
	}
	roles[0] = p->roles[role].id;
	*ref = (struct person_ref){ .id = 100 + (int)role * 10 + (int)one + (strcmp(agency, "csc") == 0 ? 2 :
	                            strcmp(agency, "hospital") == 0 ? 4 : 6), .name = "Somebody", .title = roles[0],
		                    .agency_id = agency, .agency = agency };
	return (struct viewer){ .person_id = ref->id, .agency_id = agency, .roles = roles, .role_count = 1 };
}

static const char *
day_after(struct walker *w, int days)
{
	struct buffer b;
	const char *text;

	buffer_init(&b, 0);
	day_write(&b, instant_day(w->s->now) + days);
	text = arena_bytes(w->s->a, b.data, b.length);
	buffer_clear(&b);
	return text;
}

static const char *const contact_kinds[] = { "telephone", "email", "meeting", "video", "letter" };

static void
fill_in(struct walker *w, const struct action *action)
{
	struct story *s = w->s;

	switch (action->kind) {
	case EVENT_CONTACT:
		says(s, "contact_type", contact_kinds[pick(w, 5)]);
		if (pick(w, 4) == 0) /* written down the day after */
			s->events[s->count - 1].happened -= INSTANT_HOUR * 24;
		break;
	case EVENT_PLANNED:
	case EVENT_MEETING_CHANGED:
		says(s, "day", day_after(w, (int)pick(w, 9)));
		break;
	case EVENT_MEETING_PROPOSED:
		says(s, "time_1", arena_format(s->a, "%sT10:00", day_after(w, 2 + (int)pick(w, 9))));
		says(s, "time_2", arena_format(s->a, "%sT14:00", day_after(w, 2 + (int)pick(w, 9))));
		says(s, "answer_by", day_after(w, 1));
		names(s, "with", pick(w, 2) ? NIGEL : CONSTABLE);
		break;
	case EVENT_PROTECTED:
		says(s, "by", day_after(w, (int)pick(w, 9)));
		break;
	case EVENT_ASSIGNED:
		names(s, "person", pick(w, 2) ? (action->side == SIDE_RAISING ? COLIN : NIGEL) :
		      (action->side == SIDE_RAISING ? AMINA : NORA));
		break;
	case EVENT_ESCALATED:
		if (pick(w, 3) == 0)
			names(s, "raising_speaker", pick(w, 2) ? CSC_LINE : CSC_SENIOR);
		if (pick(w, 3) == 0)
			names(s, "receiving_speaker", pick(w, 2) ? HOSPITAL_LINE : HOSPITAL_SENIOR);
		break;
	case EVENT_ITEM_ADDED:
		says(s, "what", "the letter");
		names(s, "owner", pick(w, 2) ? COLIN : NIGEL);
		says(s, "by", day_after(w, (int)pick(w, 9)));
		break;
	case EVENT_LESSON_ANSWERED:
		if (pick(w, 2))
			says(s, "by", day_after(w, (int)pick(w, 9)));
		break;
	case EVENT_COMPANION_NAMED:
		names(s, "companion", (const enum who[]){ COLIN, CSC_LINE, CONSTABLE }[pick(w, 3)]);
		break;
	case EVENT_COMPANION_CHANGED:
		if (pick(w, 2))
			names(s, "companion", CSC_LEAD);
		break;
	case EVENT_COMPANION_ANSWERED:
		says(s, "can_support", pick(w, 3) ? "yes" : "no");
		break;
	case EVENT_LATE_REASON:
		says(s, "reason", "on leave");
		break;
	default:
		break;
	}
}

static enum result
fold_of(struct walker *w, size_t count, instant now, struct escalation **out)
{
	fault_init(&w->s->f, w->s->a);
	return escalation_fold(w->s->p, w->s->c, w->s->events, count, now, w->s->a, out, &w->s->f);
}

#define HOLDS(condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, __VA_ARGS__); \
			ck_abort_msg("%s\n%s: %s", #condition, w->s->p->id, w->steps); \
		} \
	} while (0)

/* A review, a report, somebody to be told that it is closed. */
static bool
follows_closing(const struct duty *d)
{
	for (size_t i = 0; i < d->rule->clock.from_count; i++) {
		if (d->rule->clock.from[i].kind == ANCHOR_CLOSED)
			return true;
	}
	return d->notice && d->notice->on == NOTICE_ON_CLOSED;
}

static void
duty_hangs_together(struct walker *w, const struct escalation *e, size_t i)
{
	const struct duty *d = &e->duties[i];
	const struct explanation *x = &d->deadline.explanation;

	for (size_t k = 0; k < i; k++)
		HOLDS(strcmp(e->duties[k].key, d->key) != 0, "key %s twice\n", d->key);
	/* Both sides approve the records also where the text says nothing of it. */
	HOLDS((x->clause && *x->clause) || d->rule->act == ACT_SIGN || d->lesson || d->companion || d->meeting, "%s has no clause\n", d->key);
	if (d->deadline.state == DEADLINE_DATED) {
		HOLDS(x->from != INSTANT_NONE && x->from_words, "%s says not from what\n", d->key);
		HOLDS(!x->capped_by || x->uncapped == INSTANT_NONE || d->deadline.due < x->uncapped, "%s capped\n", d->key);
		HOLDS(x->within.before || d->rule->clock.within.before || x->capped_by || d->deadline.due >= x->from,
		      "%s is due before its clock starts\n", d->key);
	}
	HOLDS((d->done_by != 0) == (d->done_at != INSTANT_NONE), "%s done by %u\n", d->key, d->done_by);
	HOLDS(d->done_by == 0 || d->status == DUTY_DONE || d->status == DUTY_UNRESOLVED || d->status == DUTY_NOT_NEEDED,
	      "%s is %s and was ended\n", d->key, duty_status_name(d->status));
	HOLDS(d->status == DUTY_OPEN || d->status == DUTY_WAITING || d->done_by != 0, "%s ended by nothing\n", d->key);
	if (e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN)
		HOLDS(d->status != DUTY_OPEN || d->lesson || (e->phase == PHASE_CLOSED && follows_closing(d)), "%s is open after the end\n",
		      d->key);
}

static void
state_hangs_together(struct walker *w, const struct escalation *e)
{
	bool ended = e->phase == PHASE_CLOSED || e->phase == PHASE_WITHDRAWN;
	bool may_go_on = e->phase == PHASE_CLOSED && e->turn && follows_closing(e->turn);

	for (size_t i = 0; i < e->duty_count; i++)
		duty_hangs_together(w, e, i);
	HOLDS(!e->turn || e->turn->status == DUTY_OPEN, "turn %s is not open\n", e->turn->key);
	HOLDS(!ended || !e->turn || e->turn->lesson || may_go_on, "a turn after the end: %s\n", e->turn->key);
	HOLDS(e->last_seq == w->s->count, "last_seq %u\n", e->last_seq);
	for (size_t v = 0; v < e->visit_count; v++) {
		const struct stage_visit *visit = &e->visits[v];
		bool last = v + 1 == e->visit_count;

		HOLDS(last || visit->left == e->visits[v + 1].entered, "visit %zu left otherwise\n", v);
		HOLDS(last || visit->left_by == e->visits[v + 1].entered_by, "visit %zu left by another\n", v);
		HOLDS((visit->left == INSTANT_NONE) == (last && e->phase == PHASE_OPEN), "visit %zu left?\n", v);
	}
	HOLDS((e->phase == PHASE_AGREED) <= (e->agreement != NULL), "agreed without agreement\n");
	HOLDS((e->phase == PHASE_DECIDED) <= (e->decision != NULL), "decided without decision\n");
	HOLDS(e->visits[e->visit_count - 1].stage == e->stage && e->visits[e->visit_count - 1].visit == e->visit, "stage\n");
}

/*
 * A date that was given stays: only a protective timescale, another day for the meeting, a contradicted agreement, reopening and what is written
 * down late (the first contact was earlier) may change it.
 */
static void
dates_stay(struct walker *w, const struct escalation *before, const struct escalation *after, enum event_kind kind)
{
	if (kind == EVENT_PROTECTED || kind == EVENT_NOT_AGREED || kind == EVENT_REOPENED || kind == EVENT_CONTACT ||
	    kind == EVENT_PLANNED || kind == EVENT_MEETING_CHANGED || kind == EVENT_MEETING_CANCELLED ||
	    kind == EVENT_LESSON_ANSWERED)
		return;
	for (size_t i = 0; i < before->duty_count; i++) {
		const struct duty *was = &before->duties[i], *is = duty_find(after, was->key);

		HOLDS(is != NULL, "duty %s went away\n", was->key);
		if (was->status != DUTY_OPEN || was->deadline.state != DEADLINE_DATED || is->status == DUTY_WAITING)
			continue;
		HOLDS(is->deadline.state == DEADLINE_DATED && is->deadline.due == was->deadline.due,
		      "the date of %s changed with %s\n", was->key, event_kind_name(kind));
	}
}

/* The same events give the same state, whatever was folded since; and the prefix of a list is what it was. */
static void
same_again(struct walker *w, const struct escalation *e, size_t count)
{
	struct escalation *again = NULL;

	ck_assert_int_eq(fold_of(w, count, e->now, &again), RESULT_OK);
	HOLDS(again->phase == e->phase && again->stage == e->stage && again->visit == e->visit &&
	      again->duty_count == e->duty_count && again->party_count == e->party_count &&
	      again->notice_count == e->notice_count && again->next_due == e->next_due, "not the same again\n");
	HOLDS((again->turn == NULL) == (e->turn == NULL), "not the same turn again\n");
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *x = &e->duties[i], *y = &again->duties[i];

		HOLDS(strcmp(x->key, y->key) == 0 && x->status == y->status && x->late == y->late &&
		      x->deadline.state == y->deadline.state && x->done_by == y->done_by &&
		      (x->deadline.state != DEADLINE_DATED || x->deadline.due == y->deadline.due), "%s differs\n", x->key);
	}
}

/* What a preview promised is what then happened, where nothing that was filled in could change it. */
static void
preview_kept(struct walker *w, const struct escalation *promised, const struct escalation *e)
{
	HOLDS(promised->phase == e->phase && promised->stage == e->stage && promised->visit == e->visit,
	      "promised %s, is %s\n", phase_name(promised->phase), phase_name(e->phase));
	HOLDS((promised->turn == NULL) == (e->turn == NULL), "promised another turn\n");
	HOLDS(!e->turn || strcmp(promised->turn->key, e->turn->key) == 0, "promised %s, is %s\n", promised->turn->key,
	      e->turn->key);
	HOLDS(promised->next_due == e->next_due, "promised another date\n");
}

/* In the form somebody can be named to speak: that one is told instead of whoever holds the role. */
static bool
is_told(const struct told *one, const struct told *list, size_t count, enum event_kind kind)
{
	for (size_t i = 0; i < count; i++) {
		const struct told *t = &list[i];
		bool same = t->party.person_id == one->party.person_id && t->party.role == one->party.role;

		if (strcmp(t->kind, one->kind) != 0 || t->again != one->again || t->party.side != one->party.side ||
		    (t->mailbox == NULL) != (one->mailbox == NULL) ||
		    (t->duty == NULL) != (one->duty == NULL) || (t->duty && strcmp(t->duty->key, one->duty->key) != 0))
			continue;
		if (same || (kind == EVENT_ESCALATED && one->party.side != SIDE_NONE))
			return true;
	}
	return false;
}

/* And so it is with who is told: nobody more, and nobody less. */
static void
telling_kept(struct walker *w, const struct escalation *e, const struct escalation *promised,
             const struct escalation *after, enum event_kind kind)
{
	struct told *before, *then;
	size_t before_count, then_count;

	told_of(e, promised, e->last_seq + 1, &before, &before_count);
	told_of(e, after, e->last_seq + 1, &then, &then_count);
	for (size_t i = 0; i < then_count; i++)
		HOLDS(is_told(&then[i], before, before_count, kind), "told without a word before: %s, person %lld, role %d, side %d, duty %s\n",
		      then[i].kind, (long long)then[i].party.person_id, then[i].party.role, then[i].party.side, then[i].duty ? then[i].duty->key : "");
	for (size_t i = 0; i < before_count; i++)
		HOLDS(is_told(&before[i], then, then_count, kind), "announced and not told: %s, person %lld, role %d, side %d, duty %s\n",
		      before[i].kind, (long long)before[i].party.person_id, before[i].party.role, before[i].party.side, before[i].duty ? before[i].duty->key : "");
}

/* What will be filled in decides: the words stand alone, and say who gets a message all the same. */
static bool
depends_on_form(enum event_kind kind)
{
	return kind == EVENT_ASSIGNED || kind == EVENT_PROTECTED || kind == EVENT_PLANNED || kind == EVENT_MEETING_CHANGED ||
	       kind == EVENT_MEETING_PROPOSED || kind == EVENT_MEETING_ANSWERED || kind == EVENT_MEETING_SETTLED || kind == EVENT_ITEM_ADDED || kind == EVENT_LESSON_ANSWERED || kind == EVENT_COMPANION_NAMED ||
	       kind == EVENT_COMPANION_ANSWERED || kind == EVENT_COMPANION_CHANGED;
}

static bool
names_party(const struct escalation *e, const char *text, const struct party *p)
{
	if (p->role >= 0)
		return strstr(text, e->policy->roles[p->role].name + 1) != NULL;
	for (size_t i = 0; i < e->event_count; i++) {
		const struct event *ev = &e->events[i];

		if (ev->actor.id == p->person_id && ev->actor.name && strstr(text, ev->actor.name))
			return true;
		for (size_t f = 0; f < ev->field_count; f++) {
			for (size_t k = 0; k < ev->fields[f].people_count; k++) {
				if (ev->fields[f].people[k].id == p->person_id && strstr(text, ev->fields[f].people[k].name))
					return true;
			}
		}
	}
	return false;
}

/* The sentence before the press: to which stage, who has what to do by when, and everybody who gets a message. */
static void
says_what_follows(struct walker *w, const struct escalation *e, const struct action *action, const struct escalation *after)
{
	const char *text = action_next_words(e, action, after);
	const struct duty *d = after ? after->turn : NULL;
	struct told *told;
	size_t count;

	HOLDS(text && *text, "%s says nothing\n", action->id);
	HOLDS(after || depends_on_form(action->kind), "nothing is promised of %s\n", action->id);
	if (!after) {
		HOLDS(strstr(text, "message"), "%s names nobody: %s\n", action->id, text);
		return;
	}
	if (d) {
		const char *when = d->deadline.state == DEADLINE_DATED ? words_of(e->arena, d->deadline.due) :
		                   due_words(&d->deadline, e->arena);

		HOLDS(strstr(text, when), "%s says no time (%s): %s\n", action->id, when, text);
		HOLDS(d->conditional || strstr(text, d->rule->short_text ? d->rule->short_text : d->rule->text), "%s says not what: %s\n",
		      action->id, text);
	}
	HOLDS(after->visit_count == e->visit_count || strstr(text, after->policy->stages[after->stage].name),
	      "%s says not where to: %s\n", action->id, text);
	told_of(e, after, e->last_seq + 1, &told, &count);
	for (size_t i = 0; i < count; i++) {
		if (told[i].again || told[i].party.person_id == after->events[e->event_count].actor.id)
			continue;
		HOLDS(told[i].mailbox ? strstr(text, told[i].mailbox) != NULL : names_party(after, text, &told[i].party),
		      "%s names not everybody (role %d, person %lld): %s\n", action->id, told[i].party.role,
		      (long long)told[i].party.person_id, text);
	}
}

static void
ids_are_unique(struct walker *w, const struct action *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		HOLDS(list[i].label && list[i].next, "%s has no words\n", list[i].id);
		for (size_t k = 0; k < i; k++)
			HOLDS(strcmp(list[i].id, list[k].id) != 0 && strcmp(list[i].label, list[k].label) != 0,
			      "two actions alike: %s, %s: %s\n", list[i].id, list[k].id, list[i].label);
	}
}

static void
move_clock(struct walker *w)
{
	static const int64_t leaps[] = { 10, 10, 60, 60, 240, 24 * 60, 3 * 24 * 60 };

	w->s->now += leaps[pick(w, sizeof(leaps) / sizeof(leaps[0]))] * INSTANT_MINUTE;
}

/* Ways out end a walk soon: they are taken one time in six, so that long walks are walked too. */
static const struct action *
choose(struct walker *w, const struct action *list, size_t count)
{
	const struct action *a = &list[pick(w, count)];

	if ((a->kind == EVENT_WITHDRAWN || a->kind == EVENT_CLOSED) && pick(w, 6) != 0)
		return NULL;
	return a;
}

/* Something about one of the records, if there is anything to be said of it; else what was chosen before. */
static const struct action *
about_a_record(struct walker *w, const struct viewer *v, const struct escalation *e, const struct action *otherwise)
{
	const char *ids[RECORD_ACTIONS_MAX];
	const struct record *r = e->record_count > 0 ? &e->records[pick(w, e->record_count)] : NULL;
	size_t count = r ? escalation_record_actions(e, v, r, ids) : 0;

	return count > 0 ? escalation_action(e, v, ids[pick(w, count)]) : otherwise;
}

/* A contact that was of the kind that the policy asks for did what its preview did. */
static bool
of_the_right_kind(const struct escalation *promised, const struct escalation *after)
{
	for (size_t i = 0; i < promised->duty_count; i++) {
		const struct duty *is = duty_find(after, promised->duties[i].key);

		if (promised->duties[i].status == DUTY_DONE && (!is || is->status != DUTY_DONE))
			return false;
	}
	return true;
}

static void
take(struct walker *w, const struct action *action, const struct person_ref *actor, struct escalation *e)
{
	struct story *s = w->s;
	struct event *ev = &s->events[s->count++];
	struct viewer v = { .person_id = actor->id, .agency_id = actor->agency_id, .roles = NULL, .role_count = 0 };
	const struct escalation *promised = escalation_preview(e, &v, action);
	struct escalation *after = NULL;

	*ev = (struct event){ .seq = (uint32_t)s->count, .kind = action->kind, .recorded = s->now, .happened = s->now,
		              .actor = *actor, .side = action->side,
		              .role = action->role >= 0 ? e->policy->roles[action->role].id : "",
		              .exit = action->exit ? action->exit->id : NULL, .target = action->target };
	ev->for_whom.id = action->instead_of ? action->instead_of->person_id : 0;
	fill_in(w, action);
	w->steps = arena_format(s->a, "%s %s", w->steps, action->id);
	says_what_follows(w, e, action, promised);
	HOLDS(fold_of(w, s->count, s->now, &after) == RESULT_OK, "%s\n", s->f.sentence);
	state_hangs_together(w, after);
	dates_stay(w, e, after, action->kind);
	if (promised && (action->kind != EVENT_CONTACT || of_the_right_kind(promised, after)) && ev->happened == ev->recorded) {
		preview_kept(w, promised, after);
		telling_kept(w, e, promised, after, action->kind);
	}
	if (promised && action->kind == EVENT_CONTACT && !of_the_right_kind(promised, after) && ev->happened == ev->recorded)
		HOLDS(strstr(action_next_words(e, action, promised), "If it was by"), "%s promised too much\n", action->id);
	s->e = after;
}

/* Whoever was brought in still is. */
static void
parties_stay(struct walker *w, const struct escalation *before, const struct escalation *after)
{
	for (size_t i = 0; i < before->party_count; i++) {
		const struct party *was = &before->parties[i];
		bool found = false;

		for (size_t k = 0; k < after->party_count && !found; k++) {
			const struct party *is = &after->parties[k];

			found = was->side == is->side && was->role == is->role && was->person_id == is->person_id &&
			        was->informed_only == is->informed_only;
		}
		HOLDS(found, "the move lost a party (role %d, person %lld)\n", was->role, (long long)was->person_id);
	}
}

/* To an edition that says the same: nothing changes, whatever came before it, and it goes on as if nothing had been. */
static void
move_to_twin(struct walker *w, const struct escalation *e)
{
	struct story *s = w->s;
	struct event *ev = &s->events[s->count++];
	struct escalation *after = NULL;

	*ev = (struct event){ .seq = (uint32_t)s->count, .kind = EVENT_MOVED, .recorded = s->now, .happened = s->now,
		              .target = "2", .edition = e->policy == w->twin ? s->p : w->twin };
	w->steps = arena_format(s->a, "%s MOVED", w->steps);
	HOLDS(fold_of(w, s->count, s->now, &after) == RESULT_OK, "%s\n", s->f.sentence);
	state_hangs_together(w, after);
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *was = &e->duties[i], *is = duty_find(after, was->key);

		HOLDS(is && is->status == was->status && is->late == was->late && is->done_by == was->done_by &&
		      is->deadline.state == was->deadline.state && is->side == was->side &&
		      (is->deadline.state != DEADLINE_DATED || is->deadline.due == was->deadline.due),
		      "the move changed %s, %s by %u due %lld: %s by %u due %lld\n", was->key, duty_status_name(was->status),
		      was->done_by, (long long)was->deadline.due, is ? duty_status_name(is->status) : "gone",
		      is ? is->done_by : 0, is ? (long long)is->deadline.due : 0);
	}
	HOLDS((after->turn == NULL) == (e->turn == NULL) &&
	      (!e->turn || strcmp(after->turn->key, e->turn->key) == 0), "the move changed the turn\n");
	HOLDS(after->policy == ev->edition && after->phase == e->phase && after->stage == e->stage &&
	      after->next_due == e->next_due && after->notice_count == e->notice_count,
	      "the move changed something: stage %d to %d, next due %lld to %lld, notices %zu to %zu\n", e->stage, after->stage,
	      (long long)e->next_due, (long long)after->next_due, e->notice_count, after->notice_count);
	for (size_t i = 0; i < after->duty_count; i++)
		HOLDS(duty_find(e, after->duties[i].key), "the move brought %s\n", after->duties[i].key);
	parties_stay(w, e, after);
}

/* To a policy that says quite other things: it goes, or says why not; what was settled stays so, and it still hangs together. */
static void
move_to_other(struct walker *w, const struct escalation *e)
{
	struct story *s = w->s;
	struct event *ev = &s->events[s->count];
	struct escalation *after = NULL;

	*ev = (struct event){ .seq = (uint32_t)s->count + 1, .kind = EVENT_MOVED, .recorded = s->now, .happened = s->now,
		              .target = "2", .edition = e->policy == w->other ? s->p : w->other };
	if (fold_of(w, s->count + 1, s->now, &after) != RESULT_OK) {
		HOLDS(strcmp(s->f.code, "cannot-move") == 0, "%s\n", s->f.sentence);
		return;
	}
	s->count++;
	w->steps = arena_format(s->a, "%s TO-%s", w->steps, ev->edition->id);
	state_hangs_together(w, after);
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *was = &e->duties[i], *is = duty_find(after, was->key);

		HOLDS(is, "the move lost %s\n", was->key);
		HOLDS(was->done_by == 0 || (is->status == was->status && is->late == was->late && is->done_by == was->done_by &&
		      (was->deadline.state != DEADLINE_DATED || is->deadline.due == was->deadline.due)),
		      "the move changed what was settled: %s\n", was->key);
	}
	s->e = after;
}

/* Whoever is only informed does nothing; of a risk that stands, and was told to them, they say what was done, no more. */
static void
informed_only_say(struct walker *w, const struct escalation *e, const struct action *list, size_t count,
                  const struct standing *st)
{
	for (size_t i = 0; st && st->informed_only && i < count; i++) {
		HOLDS(st->told_of_risk && e->risk, "%s by somebody who is only informed\n", list[i].id);
		HOLDS(list[i].kind == EVENT_RISK_TOLD || list[i].kind == EVENT_OVERSIGHT, "%s by somebody who was told of a risk\n",
		      list[i].id);
	}
}

static void
walk(struct walker *w)
{
	struct story *s = w->s;
	struct escalation *e = NULL;
	struct person_ref actor = { 0 };

	raise_case(s, "2026-03-27T10:00", "2026-03-26", pick(w, 2) ? NORA : NOBODY);
	if (w->same_agency)
		s->fields[0][1].agency = &story_csc;
	says(s, "track", pick(w, 2) ? "fast" : "usual");
	s->now = s->events[0].recorded;
	ck_assert_int_eq(fold_of(w, 1, s->now, &e), RESULT_OK);
	s->e = e;
	for (int step = 0; step < STEPS; step++) {
		struct viewer v;
		const struct action *action;
		struct action *list;
		struct standing st;
		size_t count = 0;

		move_clock(w);
		HOLDS(fold_of(w, s->count, s->now, &e) == RESULT_OK, "%s\n", s->f.sentence);
		state_hangs_together(w, e);
		for (int tries = 0; count == 0 && tries < 12; tries++) {
			v = somebody(w, &actor);
			escalation_actions(e, &v, &list, &count);
		}
		if (w->other && pick(w, 20) == 0 && e->phase != PHASE_CLOSED && e->phase != PHASE_WITHDRAWN) {
			move_to_other(w, e);
			continue;
		}
		if (w->twin && pick(w, 12) == 0 && e->phase != PHASE_CLOSED && e->phase != PHASE_WITHDRAWN) {
			move_to_twin(w, e);
			continue;
		}
		ids_are_unique(w, list, count);
		HOLDS(count == 0 || escalation_standing(e, &v, &st), "actions without standing\n");
		informed_only_say(w, e, list, count, count > 0 ? &st : NULL);
		action = count > 0 ? choose(w, list, count) : NULL;
		if (action && pick(w, 4) == 0)
			action = about_a_record(w, &v, e, action);
		if (action)
			take(w, action, &actor, e);
		if (step % 20 == 0)
			same_again(w, s->e, s->count);
	}
}

START_TEST(walks)
{
	const char *many = getenv("PARLEY_WALKS");
	long n = many ? strtol(many, NULL, 10) : WALKS_DEFAULT;
	size_t events = 0, ended = 0;

	for (long i = 0; i < n; i++) {
		struct walker w = { .s = story_begin(policies[_i]), .random = (uint64_t)i * 7919 + (uint64_t)_i, .steps = "",
			            .same_agency = i % 8 == 7 };

		if (i % 2 == 1)
			w.twin = story_policy(w.s->a, w.s->c, policies[_i]);
		else if (i % 4 == 2)
			w.other = story_policy(w.s->a, w.s->c, policies[(_i + 1 + (int)i / 4 % (POLICIES - 1)) % POLICIES]);
		walk(&w);
		events += w.s->count;
		ended += w.s->e->phase == PHASE_CLOSED || w.s->e->phase == PHASE_WITHDRAWN;
		story_end(w.s);
	}
	printf("%s: %ld walks, %zu events, %zu ended\n", policies[_i], n, events, ended);
	fflush(stdout);
	ck_assert_uint_gt(events, (size_t)n * 5); /* a walk in which nobody can do anything would prove nothing */
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("walk");
	TCase *cases = tcase_create("walk");
	SRunner *runner;
	int failed;

	tcase_set_timeout(cases, 300);
	tcase_add_loop_test(cases, walks, 0, POLICIES);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
