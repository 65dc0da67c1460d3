/*
 * test_actions.c - who may do what in each phase of a case under Redbridge's policy, as tables to be read; and that
 * what is promised of an action before it is taken is what then happens.
 */
#include "story_fixture.h"

/* Points in the life of a case, each one event after another. */
enum point {
	RAISED, SPOKEN, STAGE_2, STAGE_3, STAGE_4, DECIDED, ANSWERED_ONCE, ANSWERED, CLOSED,
	AGREED, CONFIRMED, WITHDRAWN, AT_RISK, SPEAKER_NAMED, OVERDUE, POINTS
};

static const struct escalation *
at_point(enum point p)
{
	raise_case(s, "2027-12-23T10:00", "2027-12-22", NORA);
	switch (p) {
	case RAISED: case POINTS: return fold_now(s);
	case SPOKEN: contact(s, NORA, SIDE_RECEIVING, "telephone", "2027-12-24T10:00"); return fold_now(s);
	case AT_RISK: tell(s, EVENT_RISK_FLAGGED, NORA, SIDE_RECEIVING, "2027-12-23T12:00"); return fold_now(s);
	case WITHDRAWN: tell(s, EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2027-12-24T10:00"); return fold_now(s);
	case OVERDUE: return fold_at(s, "2027-12-31T09:00");
	case AGREED: case CONFIRMED:
		agrees(s, NORA, SIDE_RECEIVING, "2027-12-24T10:00");
		if (p == CONFIRMED)
			tell(s, EVENT_CONFIRMED, NORA, SIDE_RECEIVING, "2027-12-24T11:00");
		return fold_now(s);
	default: break;
	}
	escalates(s, AMINA, SIDE_RAISING, "2027-12-30T16:00");
	if (p == SPEAKER_NAMED)
		names(s, "receiving_speaker", HOSPITAL_LINE);
	if (p == STAGE_2 || p == SPEAKER_NAMED)
		return fold_now(s);
	escalates(s, CSC_LINE, SIDE_RAISING, "2028-01-07T16:00");
	if (p == STAGE_3)
		return fold_now(s);
	escalates(s, CSC_SENIOR, SIDE_RAISING, "2028-01-14T16:00");
	if (p == STAGE_4)
		return fold_now(s);
	leave_by(s, EVENT_DECIDED, "recommend", CHAIR, SIDE_NONE, "2028-01-20T12:00");
	if (p > DECIDED)
		tell(s, EVENT_RESPONDED, CSC_SENIOR, SIDE_RAISING, "2028-01-21T12:00");
	if (p > ANSWERED_ONCE)
		tell(s, EVENT_RESPONDED, HOSPITAL_SENIOR, SIDE_RECEIVING, "2028-01-21T13:00");
	if (p > ANSWERED)
		tell(s, EVENT_CLOSED, CHAIR, SIDE_NONE, "2028-01-21T14:00");
	return fold_now(s);
}

/* The golden tables: whoever is not in a table may do nothing at that point. * is what the duty at hand asks for. */
struct row { enum point point; enum who who; const char *may; };
static const struct row golden[] = {
	/* stage 1: both speak, so both may leave it either way; only the raising side may withdraw */
	{ RAISED, AMINA, "agreed escalate contact attach plan propose consult assign protect risk lesson withdraw companion" },
	{ RAISED, NORA, "agreed escalate contact* attach plan propose consult assign protect risk lesson" },
	/* spoken: now either agrees or escalates */
	{ SPOKEN, AMINA, "agreed* escalate* contact attach plan propose consult assign protect risk lesson withdraw companion" },
	{ SPOKEN, NORA, "agreed* escalate* contact attach plan propose consult assign protect risk lesson" },
	/* the time is over and nobody spoke: escalating is what is asked, and a reason why it is late */
	{ OVERDUE, AMINA, "agreed escalate* late:escalate-1 contact attach plan propose consult assign protect risk lesson withdraw companion" },
	{ OVERDUE, NORA, "agreed escalate* late:speak late:escalate-1 contact attach plan propose consult assign protect risk lesson" },
	/* stage 2: managers by their role; the practitioners go on recording, and the raiser may withdraw */
	{ STAGE_2, AMINA, "contact attach consult risk lesson withdraw companion" },
	{ STAGE_2, NORA, "contact attach consult risk lesson" },
	{ STAGE_2, CSC_LINE, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson withdraw" },
	{ STAGE_2, CSC_LINE_2, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson withdraw" },
	{ STAGE_2, HOSPITAL_LINE, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson" },
	{ STAGE_2, HOSPITAL_LINE_2, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson" },
	/* one manager was named: the other has no business with it */
	{ SPEAKER_NAMED, AMINA, "contact attach consult risk lesson withdraw companion" },
	{ SPEAKER_NAMED, NORA, "contact attach consult risk lesson" },
	{ SPEAKER_NAMED, CSC_LINE, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson withdraw" },
	{ SPEAKER_NAMED, CSC_LINE_2, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson withdraw" },
	{ SPEAKER_NAMED, HOSPITAL_LINE, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson" },
	/* stage 3: in health the named nurse may act; the Business Manager sees and may do nothing */
	{ STAGE_3, AMINA, "contact attach consult risk lesson withdraw companion" },
	{ STAGE_3, NORA, "contact attach consult risk lesson" },
	{ STAGE_3, CSC_LINE, "contact attach consult oversight risk lesson" },
	{ STAGE_3, CSC_LINE_2, "contact attach consult oversight risk lesson" },
	{ STAGE_3, HOSPITAL_LINE, "contact attach consult oversight risk lesson" },
	{ STAGE_3, HOSPITAL_LINE_2, "contact attach consult oversight risk lesson" },
	{ STAGE_3, CSC_SENIOR, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson withdraw" },
	{ STAGE_3, HOSPITAL_SENIOR, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson" },
	{ STAGE_3, HOSPITAL_NAMED, "agreed* escalate contact attach plan propose consult oversight assign protect risk lesson" },
	/* stage 4: the Chair, or the Vice Chair in their absence, recommends; the sides may still agree */
	{ STAGE_4, AMINA, "contact attach consult risk lesson withdraw companion" },
	{ STAGE_4, NORA, "contact attach consult risk lesson" },
	{ STAGE_4, CSC_LINE, "contact attach consult oversight risk lesson" },
	{ STAGE_4, CSC_LINE_2, "contact attach consult oversight risk lesson" },
	{ STAGE_4, HOSPITAL_LINE, "contact attach consult oversight risk lesson" },
	{ STAGE_4, HOSPITAL_LINE_2, "contact attach consult oversight risk lesson" },
	{ STAGE_4, CSC_SENIOR, "agreed contact attach plan propose consult oversight assign risk lesson withdraw" },
	{ STAGE_4, CSC_HEAD, "agreed contact attach plan propose consult oversight assign risk lesson withdraw" },
	{ STAGE_4, HOSPITAL_SENIOR, "agreed contact attach plan propose consult oversight assign risk lesson" },
	{ STAGE_4, HOSPITAL_NAMED, "agreed contact attach plan propose consult oversight assign risk lesson" },
	{ STAGE_4, HOSPITAL_HEAD, "agreed contact attach plan propose consult oversight assign risk lesson" },
	{ STAGE_4, CHAIR, "recommend* contact attach plan propose risk lesson" },
	{ STAGE_4, VICE, "recommend* contact attach plan propose risk lesson" },
	/* recommended: each agency answers for itself; closing waits for both */
	{ DECIDED, AMINA, "outstanding contact attach consult risk lesson companion" },
	{ DECIDED, NORA, "contact attach consult risk lesson" },
	{ DECIDED, CSC_LINE, "contact attach consult oversight risk lesson" },
	{ DECIDED, CSC_LINE_2, "contact attach consult oversight risk lesson" },
	{ DECIDED, HOSPITAL_LINE, "contact attach consult oversight risk lesson" },
	{ DECIDED, HOSPITAL_LINE_2, "contact attach consult oversight risk lesson" },
	{ DECIDED, CSC_SENIOR, "respond* outstanding contact attach consult oversight assign risk lesson" },
	{ DECIDED, CSC_HEAD, "respond* outstanding contact attach consult oversight assign risk lesson" },
	{ DECIDED, HOSPITAL_SENIOR, "respond* outstanding contact attach consult oversight assign risk lesson" },
	{ DECIDED, HOSPITAL_NAMED, "respond* outstanding contact attach consult oversight assign risk lesson" },
	{ DECIDED, HOSPITAL_HEAD, "respond* outstanding contact attach consult oversight assign risk lesson" },
	{ DECIDED, CHAIR, "contact attach risk lesson" },
	{ DECIDED, VICE, "contact attach risk lesson" },
	{ ANSWERED_ONCE, CSC_SENIOR, "outstanding contact attach consult oversight assign risk lesson" },
	{ ANSWERED_ONCE, HOSPITAL_SENIOR, "respond* outstanding contact attach consult oversight assign risk lesson" },
	{ ANSWERED_ONCE, CHAIR, "contact attach risk lesson" },
	{ ANSWERED, AMINA, "close* outstanding contact attach consult risk lesson companion" },
	{ ANSWERED, NORA, "contact attach consult risk lesson" },
	{ ANSWERED, CSC_SENIOR, "close* outstanding contact attach consult oversight assign risk lesson" },
	{ ANSWERED, HOSPITAL_SENIOR, "close* outstanding contact attach consult oversight assign risk lesson" },
	{ ANSWERED, CHAIR, "close* contact attach risk lesson" },
	{ ANSWERED, VICE, "close* contact attach risk lesson" },
	{ CLOSED, AMINA, "reopen lesson" },
	{ CLOSED, NORA, "lesson" },
	{ CLOSED, CSC_LINE, "oversight lesson" },
	{ CLOSED, CSC_SENIOR, "reopen oversight lesson" },
	{ CLOSED, CHAIR, "reopen lesson" },
	{ CLOSED, MANAGER, "" },
	/* agreed: the receiving side confirms; either may say that it is not agreed; closing waits for the confirmation */
	{ AGREED, AMINA, "not-agreed outstanding contact attach consult assign risk lesson companion" },
	{ AGREED, NORA, "confirm* not-agreed outstanding contact attach consult assign risk lesson" },
	{ CONFIRMED, AMINA, "close* not-agreed outstanding contact attach consult assign risk lesson companion" },
	{ CONFIRMED, NORA, "close* not-agreed outstanding contact attach consult assign risk lesson" },
	{ WITHDRAWN, AMINA, "reopen lesson" },
	{ WITHDRAWN, NORA, "reopen lesson" },
	{ AT_RISK, AMINA, "agreed escalate contact attach plan propose consult assign protect risk-told risk-over lesson withdraw companion" },
	{ AT_RISK, NORA, "agreed escalate contact* attach plan propose consult assign protect risk-told risk-over lesson" },
	/* those whom the emergency route names on the side that said it, and nobody else who has not been brought in */
	{ AT_RISK, HOSPITAL_LINE, "risk-told oversight" },
	{ AT_RISK, HOSPITAL_LINE_2, "risk-told oversight" },
	{ AT_RISK, HOSPITAL_NAMED, "risk-told oversight" },
	{ AT_RISK, CSC_LINE, "" },
	{ AT_RISK, CSC_LEAD, "" },
};
enum { GOLDEN = sizeof(golden) / sizeof(golden[0]) };

START_TEST(who_may_do_what)
{
	const struct escalation *e = at_point((enum point)_i);
	size_t rows = 0;

	for (int who = 0; who < WHO_COUNT; who++) {
		const char *expected = NULL;

		for (size_t i = 0; i < GOLDEN; i++) {
			if (golden[i].point == (enum point)_i && golden[i].who == (enum who)who)
				expected = golden[i].may;
		}
		rows += expected != NULL;
		/* the two points in the middle name only those for whom something changes */
		if (!expected && (_i == ANSWERED_ONCE || _i == ANSWERED || _i == CLOSED))
			continue;
		ck_assert_msg(strcmp(may_do(e, (enum who)who), expected ? expected : "") == 0, "point %d, %s: %s", _i,
		              story_people[who].ref.name, may_do(e, (enum who)who));
	}
	ck_assert_uint_gt(rows, 0);
}
END_TEST

/* Telling more makes nobody more than told; after the risk they only read, whatever risk the other side then speaks of. */
START_TEST(told_of_risk)
{
	const struct viewer line = viewer_of(HOSPITAL_LINE);
	const struct escalation *e = at_point(AT_RISK);
	struct standing st;

	ck_assert(escalation_standing(e, &line, &st) && st.informed_only && st.told_of_risk && !st.speaks);
	ck_assert(!escalation_has_internal(e, &line, &st));
	tell(s, EVENT_RISK_TOLD, HOSPITAL_LINE, SIDE_RECEIVING, "2027-12-23T12:10");
	tell(s, EVENT_OVERSIGHT, HOSPITAL_LINE, SIDE_RECEIVING, "2027-12-23T12:20");
	e = fold_now(s);
	ck_assert_str_eq(may_do(e, HOSPITAL_LINE), "risk-told oversight");
	ck_assert(escalation_standing(e, &line, &st) && st.informed_only);
	tell(s, EVENT_RISK_ENDED, NORA, SIDE_RECEIVING, "2027-12-23T13:00");
	ck_assert_str_eq(may_do(fold_now(s), HOSPITAL_LINE), "");
	tell(s, EVENT_RISK_FLAGGED, AMINA, SIDE_RAISING, "2027-12-23T14:00");
	e = fold_now(s);
	ck_assert_str_eq(may_do(e, HOSPITAL_LINE), "");
	ck_assert(escalation_standing(e, &line, &st) && st.informed_only && !st.told_of_risk);
	ck_assert_str_eq(may_do(e, CSC_LINE), "risk-told oversight");
	tell(s, EVENT_RISK_TOLD, CSC_LINE, SIDE_RAISING, "2027-12-23T14:10");
	/* It ends with the risk standing; and brought in by a stage one acts as anybody there. */
	tell(s, EVENT_WITHDRAWN, AMINA, SIDE_RAISING, "2027-12-23T15:00");
	ck_assert_str_eq(may_do(fold_now(s), CSC_LINE), "risk-told");
	tell(s, EVENT_REOPENED, AMINA, SIDE_RAISING, "2027-12-23T15:30");
	escalates(s, AMINA, SIDE_RAISING, "2027-12-23T16:00");
	e = fold_now(s);
	ck_assert(escalation_standing(e, &line, &st) && !st.informed_only && st.speaks);
	ck_assert_ptr_nonnull(strstr(may_do(e, CSC_LINE), "risk-over"));
}
END_TEST

/* Nobody outside, whatever their roles, may do anything at any point; nor somebody with no role and no name in it. */
START_TEST(outsiders)
{
	static const char *const all[] = { "practitioner", "line-manager", "senior-manager", "head-of-service" };
	const struct viewer police = { .person_id = 900, .agency_id = "police", .roles = all, .role_count = 4 }, nobody = { .person_id = 901, .agency_id = "hospital", .roles = NULL, .role_count = 0 },
	                    nowhere = { .person_id = 902, .agency_id = NULL, .roles = all, .role_count = 4 };
	const struct viewer *viewers[] = { &police, &nobody, &nowhere };
	const struct escalation *e = at_point((enum point)_i);
	struct standing st;
	struct action *list;
	size_t count;

	for (size_t i = 0; i < 3; i++) {
		ck_assert(!escalation_standing(e, viewers[i], &st));
		escalation_actions(e, viewers[i], &list, &count);
		ck_assert_uint_eq(count, 0);
		ck_assert_ptr_null(escalation_action(e, viewers[i], "contact"));
	}
}
END_TEST

/* Each action of the list is found by its id, and carries what the page and the check need. */
START_TEST(each_action_is_whole)
{
	const struct escalation *e = at_point((enum point)_i);

	for (int who = 0; who < WHO_COUNT; who++) {
		struct viewer v = viewer_of((enum who)who);
		struct action *list;
		size_t count;

		escalation_actions(e, &v, &list, &count);
		for (size_t i = 0; i < count; i++) {
			const struct action *a = escalation_action(e, &v, list[i].id);

			ck_assert_ptr_nonnull(a);
			ck_assert_int_eq(a->kind, list[i].kind);
			ck_assert_ptr_nonnull(a->label);
			ck_assert_ptr_nonnull(a->next);
			ck_assert_uint_ge(a->set_count, 1);
			ck_assert_ptr_nonnull(a->sets[0].fields);
			if (a->exit)
				ck_assert_ptr_nonnull(a->clause);
		}
	}
}
END_TEST

static void
take(const struct action *a, enum who who, instant when)
{
	struct event *ev = tell(s, a->kind, who, a->side, "2027-12-23T10:00");

	ev->recorded = ev->happened = when;
	ev->exit = a->exit ? a->exit->id : NULL;
	ev->target = a->target;
	ev->role = a->role >= 0 ? s->p->roles[a->role].id : "";
	if (a->kind == EVENT_CONTACT)
		says(s, "contact_type", "telephone");
	if (a->kind == EVENT_LATE_REASON)
		says(s, "reason", "leave");
}

static void
same_state(const struct escalation *promised, const struct escalation *e, const char *id)
{
	ck_assert_msg(promised->phase == e->phase && promised->stage == e->stage && promised->visit == e->visit, "%s", id);
	ck_assert_msg(promised->duty_count == e->duty_count && promised->party_count == e->party_count &&
	              promised->notice_count == e->notice_count && promised->next_due == e->next_due, "%s", id);
	for (size_t i = 0; i < e->duty_count; i++) {
		const struct duty *x = &promised->duties[i], *y = &e->duties[i];

		ck_assert_str_eq(x->key, y->key);
		ck_assert_msg(x->status == y->status && x->deadline.state == y->deadline.state && x->late == y->late &&
		              (x->deadline.state != DEADLINE_DATED || x->deadline.due == y->deadline.due), "%s: %s", id, x->key);
	}
	for (size_t i = 0; i < e->party_count; i++) {
		const struct party *x = &promised->parties[i], *y = &e->parties[i];

		ck_assert_msg(x->side == y->side && x->role == y->role && x->person_id == y->person_id &&
		              x->informed_only == y->informed_only, "%s: party %zu", id, i);
	}
	ck_assert((promised->turn == NULL) == (e->turn == NULL));
	if (e->turn)
		ck_assert_str_eq(promised->turn->key, e->turn->key);
}

/* For everybody and every action at every point: the promise, then the event itself. */
START_TEST(promises_are_kept)
{
	const struct escalation *before = at_point((enum point)_i);
	size_t told = s->count;
	instant now = before->now;
	int compared = 0;

	for (int who = 0; who < WHO_COUNT; who++) {
		struct viewer v = viewer_of((enum who)who);
		struct action *list;
		size_t count;

		escalation_actions(before, &v, &list, &count);
		for (size_t i = 0; i < count; i++) {
			const struct escalation *promised = escalation_preview(before, &v, &list[i]);
			struct escalation *after = NULL;

			ck_assert_int_eq(promised == NULL, list[i].kind == EVENT_ASSIGNED || list[i].kind == EVENT_PROTECTED || list[i].kind == EVENT_PLANNED || list[i].kind == EVENT_MEETING_PROPOSED || list[i].kind == EVENT_ITEM_ADDED ||
			                 list[i].kind == EVENT_COMPANION_NAMED);
			if (!promised)
				continue;
			take(&list[i], (enum who)who, now);
			fault_init(&s->f, s->a);
			ck_assert_msg(escalation_fold(s->p, s->c, s->events, s->count, now, s->a, &after, &s->f) == RESULT_OK,
			              "%s: %s", list[i].id, s->f.sentence);
			same_state(promised, after, list[i].id);
			s->count = told; /* as if it had not been taken */
			compared++;
		}
	}
	ck_assert_int_gt(compared, 0);
	ck_assert_uint_eq(before->event_count, told); /* and looking ahead changed nothing */
}
END_TEST

START_TEST(what_an_action_says)
{
	struct viewer v = viewer_of(CSC_SENIOR);
	const struct escalation *e = at_point(STAGE_3);
	const struct action *a = escalation_action(e, &v, "escalate");

	ck_assert_str_eq(a->label, "Refer to stage 4: the Independent Chair and Scrutineer");
	ck_assert_str_eq(a->clause, "4.7, 4.8");
	ck_assert_int_eq(a->side, SIDE_RAISING);
	ck_assert_str_eq(s->p->roles[a->role].id, "senior-manager");
	ck_assert_uint_eq(a->set_count, 2);
	ck_assert_str_eq(a->sets[1].fields[0].name, "ground");
	ck_assert_uint_eq(a->sets[1].fields[0].choice_count, 2);
	ck_assert_str_eq(escalation_action(e, &v, "assign")->target, "raising");
}
END_TEST

START_TEST(who_would_get_it)
{
	const int *roles;
	const struct escalation *e = at_point(RAISED);

	ck_assert_uint_eq(escalation_next_roles(e, 1, SIDE_RAISING, &roles), 1);
	ck_assert_str_eq(s->p->roles[roles[0]].id, "line-manager");
	ck_assert_uint_eq(escalation_next_roles(e, 2, SIDE_RECEIVING, &roles), 2);
	ck_assert_uint_eq(escalation_next_roles(e, 3, SIDE_NONE, &roles), 1);
	ck_assert_str_eq(s->p->roles[roles[0]].id, "chair");
	ck_assert_uint_eq(escalation_next_roles(e, 0, SIDE_NONE, &roles), 0);
}
END_TEST

/* Where the policy has nobody confirm it: either side may, once for each agreement, and it can be closed without. */
START_TEST(nobody_is_asked_to_confirm)
{
	const struct escalation *e = at_point(STAGE_4);

	ck_assert(!escalation_may_confirm(e));
	agrees(s, CSC_HEAD, SIDE_RAISING, "2028-01-18T10:00");
	e = fold_now(s);
	ck_assert_ptr_null(e->turn);
	ck_assert_ptr_nonnull(strstr(may_do(e, CSC_HEAD), "confirm close* not-agreed"));
	ck_assert_ptr_nonnull(strstr(may_do(e, HOSPITAL_HEAD), "confirm close* not-agreed"));
	ck_assert_ptr_null(strstr(may_do(e, CHAIR), "confirm"));
	ck_assert_ptr_null(strstr(may_do(e, AMINA), "confirm"));
	tell(s, EVENT_CONFIRMED, HOSPITAL_HEAD, SIDE_RECEIVING, "2028-01-18T11:00");
	e = fold_now(s);
	ck_assert_ptr_null(strstr(may_do(e, CSC_HEAD), "confirm"));
	ck_assert_ptr_nonnull(strstr(may_do(e, CSC_HEAD), "close*"));
	tell(s, EVENT_NOT_AGREED, CSC_HEAD, SIDE_RAISING, "2028-01-18T12:00");
	ck_assert(!escalation_may_confirm(fold_now(s)));
	agrees(s, CSC_HEAD, SIDE_RAISING, "2028-01-18T13:00");
	ck_assert_ptr_nonnull(strstr(may_do(fold_now(s), HOSPITAL_HEAD), "confirm close*"));
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ who_may_do_what, POINTS },
		{ told_of_risk, 1 },
		{ outsiders, POINTS },
		{ each_action_is_whole, POINTS },
		{ promises_are_kept, POINTS },
		{ what_an_action_says, 1 },
		{ who_would_get_it, 1 },
		{ nobody_is_asked_to_confirm, 1 },
	};

	return SUITE_RUN_EACH("actions", all, setup_redbridge, teardown);
}
