/*
 * test_fold_vacancy.c - somebody goes, or nobody holds a role: whom the case waits for then, who may act, who no longer sees
 * it, and what ends it. Under Redbridge's policy by name, and under all five by what must hold for any.
 */
#include "redbridge_walks.h"
#include "story_fixture.h"

/* By the program, as app/seats.c writes it. who, asked: NOBODY; roles: NULL. */
static void
vacates(enum side side, const char *change, enum who who, const char *roles, enum who asked, const char *when)
{
	struct event *ev = tell(s, EVENT_VACATED, CHAIR, SIDE_NONE, when);

	ev->actor = (struct person_ref){ .id = 0 };
	ev->role = "";
	ev->target = side_name(side);
	says(s, "change", change);
	if (who != NOBODY)
		names(s, "person", who);
	if (roles)
		says(s, "roles", roles);
	if (asked != NOBODY)
		names(s, "asked", asked);
}

/* One letter a person: S speaks, a takes part, i is informed, - has no business with it. */
static const char *
business(const struct escalation *e)
{
	char *row = arena_alloc(s->a, WHO_COUNT + 1);
	struct standing st;

	for (int w = 0; w < WHO_COUNT; w++)
		row[w] = !has_business(e, (enum who)w, &st) ? '-' : st.speaks ? 'S' : st.informed_only ? 'i' : 'a';
	return row;
}

/* "raising:line-manager raising#5": roles and people that the duty at hand waits for. */
static const char *
waits(const struct escalation *e)
{
	struct party *list;
	size_t count;
	const char *words = "";

	escalation_waits_for(e, e->turn, &list, &count);
	for (size_t i = 0; i < count; i++)
		words = list[i].person_id != 0 ?
		        arena_format(s->a, "%s%s#%d ", words, side_name(list[i].side), (int)list[i].person_id) :
		        arena_format(s->a, "%s%s:%s ", words, side_name(list[i].side), e->policy->roles[list[i].role].id);
	return words;
}

static bool
offered(const struct escalation *e, enum who who, const char *id)
{
	return strstr(arena_format(s->a, " %s ", may_do(e, who)), arena_format(s->a, " %s ", id)) != NULL;
}

/*                  AMINA COLIN CSC: LINE LINE_2 SENIOR LEAD HEAD | NORA NIGEL LINE LINE_2 NAMED SENIOR HEAD | CHAIR VICE MANAGER CONSTABLE */
START_TEST(others_hold_the_role)
{
	const struct escalation *e = walk_to(s, &walks[0], 1);

	ck_assert_str_eq(waits(e), "receiving#11 ");
	vacates(SIDE_RECEIVING, "left", NORA, NULL, NOBODY, "2027-12-23T12:00");
	e = fold_now(s);
	/* Nigel is a practitioner there too; Nora is out; the business manager can see why she was told */
	ck_assert_str_eq(waits(e), "receiving:practitioner ");
	ck_assert_str_eq(business(e), "S------" "-S-----" "--i-");
	ck_assert_ptr_eq(e->sides[1].vacated, &s->events[1]);
	ck_assert_ptr_null(escalation_vacant(e, SIDE_RECEIVING));
	is_due(e, "speak", "2027-12-30T17:00"); /* nobody gets longer for it */
	/* that somebody of them speaks up ends it */
	contact(s, NIGEL, SIDE_RECEIVING, "telephone", "2027-12-24T10:00");
	e = fold_now(s);
	ck_assert_ptr_null(e->sides[1].vacated);
}
END_TEST

START_TEST(climbs_until_somebody_is_named)
{
	const struct escalation *e;

	walk_to(s, &walks[0], 1);
	escalates(s, AMINA, SIDE_RAISING, walks[0].to_2);
	names(s, "raising_speaker", CSC_LINE);
	names(s, "receiving_speaker", HOSPITAL_LINE);
	vacates(SIDE_RECEIVING, "moved", HOSPITAL_LINE, "line-manager", HOSPITAL_SENIOR, "2028-01-04T09:00");
	e = fold_now(s);
	ck_assert_str_eq(waits(e), "raising#3 receiving#16 receiving:line-manager ");
	ck_assert_str_eq(business(e), "a-S----" "a--S-S-" "--i-"); /* Winston holds the role here, were there such a one */
	ck_assert_int_eq((int)escalation_vacant(e, SIDE_RECEIVING)->asked_count, 1);
	ck_assert(offered(e, HOSPITAL_SENIOR, "agreed*") && offered(e, HOSPITAL_SENIOR, "escalate") &&
	          offered(e, HOSPITAL_SENIOR, "assign"));
	may(e, HOSPITAL_LINE, "");
	/* somebody is given the role: the mark goes, they are asked, and the next tier no longer */
	vacates(SIDE_RECEIVING, "filled", HOSPITAL_LINE_2, "line-manager", NOBODY, "2028-01-04T09:30");
	e = fold_now(s);
	ck_assert_ptr_null(escalation_vacant(e, SIDE_RECEIVING));
	ck_assert_ptr_null(e->sides[1].vacated);
	ck_assert_str_eq(waits(e), "raising#3 receiving:line-manager ");
	s->count--;
	/* or the next tier names somebody, and is then one who took part */
	tell(s, EVENT_ASSIGNED, HOSPITAL_SENIOR, SIDE_RECEIVING, "2028-01-04T10:00")->target = "receiving";
	names(s, "person", HOSPITAL_LINE_2);
	e = fold_now(s);
	ck_assert_ptr_null(escalation_vacant(e, SIDE_RECEIVING));
	ck_assert_str_eq(waits(e), "raising#3 receiving#14 ");
	ck_assert_str_eq(business(e), "a-S----" "a--S-a-" "--i-");
}
END_TEST

/* Nobody holds the tier above a date that passed: whoever is next above reads of what; it is not theirs to do. */
START_TEST(told_of_a_date_in_place_of_the_next_tier)
{
	const struct escalation *e;
	struct seat *seats;
	size_t count;

	e = walk_to(s, &walks[0], 1);
	escalation_seats_above(e, &seats, &count);
	ck_assert_uint_eq(count, 0);
	e = fold_at(s, "2027-12-31T09:00");
	escalation_seats_above(e, &seats, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(e->policy->roles[seats[0].roles[0]].id, "line-manager");
	ck_assert_str_eq(e->policy->stages[seats[0].above].id, "2");
	vacates(SIDE_RECEIVING, "above", NOBODY, "line-manager", HOSPITAL_SENIOR, "2027-12-31T09:00");
	e = fold_at(s, "2027-12-31T09:00");
	ck_assert_str_eq(waits(e), "raising#1 receiving#11 "); /* as without */
	/* Those who would hold the role read of it too, were there any: the two line managers of the hospital here. */
	ck_assert_str_eq(business(e), "S------" "S-ii-i-" "----");
	ck_assert_ptr_null(escalation_vacant(e, SIDE_RECEIVING));
	may(e, HOSPITAL_SENIOR, "");
	s->count--;
	/* nobody above at all: whoever oversees the policy */
	vacates(SIDE_RECEIVING, "above", NOBODY, "line-manager", NOBODY, "2027-12-31T09:00");
	e = fold_at(s, "2027-12-31T09:00");
	ck_assert_str_eq(business(e), "S------" "S-ii---" "--i-");
}
END_TEST

START_TEST(nobody_holds_it_when_the_stage_is_entered)
{
	const struct escalation *e;
	struct seat *seats;
	size_t count;

	walk_to(s, &walks[0], 2);
	escalation_seats(s->e, &seats, &count);
	ck_assert_int_ge((int)count, 2);
	ck_assert_int_eq(seats[0].side, SIDE_RAISING);
	ck_assert_ptr_null(seats[0].speaker);
	ck_assert_int_eq((int)seats[0].role_count, 1);
	vacates(SIDE_RAISING, "nobody", NOBODY, "line-manager", CSC_SENIOR, walks[0].to_2);
	e = fold_now(s);
	ck_assert_str_eq(waits(e), "raising#5 raising:line-manager receiving:line-manager ");
	/* a line manager is appointed after all, and acts */
	contact(s, CSC_LINE, SIDE_RAISING, "telephone", "2028-01-04T10:00");
	e = fold_now(s);
	ck_assert_ptr_null(escalation_vacant(e, SIDE_RAISING));
	ck_assert_str_eq(waits(e), "raising:line-manager receiving:line-manager ");
}
END_TEST

/* A role is as vacant when the case comes back to its stage; a later stage's speakers are others. */
START_TEST(a_vacancy_is_of_the_role)
{
	const struct escalation *e;

	walk_to(s, &walks[0], 2);
	vacates(SIDE_RAISING, "nobody", NOBODY, "line-manager", CSC_SENIOR, walks[0].to_2);
	escalates(s, HOSPITAL_LINE, SIDE_RECEIVING, walks[0].to_3);
	e = fold_now(s);
	ck_assert_ptr_null(escalation_vacant(e, SIDE_RAISING));
	ck_assert_ptr_nonnull(escalation_vacancy(e, SIDE_RAISING, policy_role_find(s->p, "line-manager")));
	ck_assert_ptr_null(escalation_vacancy(e, SIDE_RECEIVING, policy_role_find(s->p, "line-manager")));
}
END_TEST

START_TEST(the_first_raiser_goes)
{
	const struct escalation *e;
	struct party *list;
	size_t count;

	walk_to(s, &walks[0], 1);
	vacates(SIDE_RAISING, "left", AMINA, NULL, NOBODY, "2027-12-23T12:00");
	e = fold_now(s);
	ck_assert(e->raiser_gone);
	ck_assert_str_eq(business(e), "-S-----" "S------" "--i-");
	/* whoever speaks for her side may do what she could: withdraw it, close it */
	ck_assert(offered(e, COLIN, "escalate") && offered(e, COLIN, "withdraw"));
	escalation_waits_for(e, NULL, &list, &count);
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq((int)list[i].person_id, 0);
	/* she is back, and it is hers again */
	tell(s, EVENT_ASSIGNED, COLIN, SIDE_RAISING, "2028-01-04T10:00")->target = "raising";
	names(s, "person", AMINA);
	e = fold_now(s);
	ck_assert(!e->raiser_gone);
	ck_assert_int_eq((int)e->gone_count, 0);
}
END_TEST

START_TEST(another_title_is_not_out_of_the_house)
{
	const struct escalation *e;

	walk_to(s, &walks[0], 1);
	vacates(SIDE_RECEIVING, "retitled", NORA, NULL, NOBODY, "2027-12-23T12:00");
	e = fold_now(s);
	ck_assert_str_eq(business(e), "S------" "SS-----" "--i-"); /* she sees on, and the role (here still hers) is asked */
	ck_assert_int_eq((int)e->gone_count, 0);
}
END_TEST

START_TEST(nobody_decides)
{
	const struct escalation *e;

	walk_to(s, &walks[0], 4);
	vacates(SIDE_NONE, "nobody", NOBODY, "chair\nvice-chair", MANAGER, walks[0].to_4);
	e = fold_now(s);
	ck_assert_str_eq(waits(e), "none#23 none:chair none:vice-chair ");
	/* whoever is asked to find a chair does not decide in the chair's place */
	ck_assert_ptr_null(strstr(may_do(e, MANAGER), "recommend"));
	ck_assert_ptr_nonnull(strstr(may_do(e, CHAIR), "recommend"));
}
END_TEST

/* Unknown roles (of an edition that it has left) and people make nothing of it. */
START_TEST(what_is_not_there_is_not_vacant)
{
	const struct escalation *e;

	walk_to(s, &walks[0], 1);
	vacates(SIDE_RAISING, "nobody", NOBODY, "grand-vizier", CONSTABLE, "2027-12-23T12:00");
	e = fold_now(s);
	ck_assert_int_eq((int)e->vacancy_count, 0);
	ck_assert_str_eq(business(e), "S------" "S------" "--i-");
}
END_TEST

/* Whatever the policy: the speakers of every stage may go, and the duty at hand then waits for somebody who is there. */
static const char *const policies[] = { REDBRIDGE, "policies/nel-scp-sab.json", "policies/pelican-childcare.json",
	"policies/brent-lscb.json", "policies/chscp.json" };

START_TEST(under_every_policy)
{
	story_end(s);
	s = story_begin(policies[_i]);
	raise_case(s, "2027-12-23T10:00", "2027-12-23", NORA);
	for (size_t i = 0; i < s->events[0].field_count; i++) {
		if (strcmp(s->fields[0][i].name, "category") == 0)
			s->fields[0][i].text = s->p->categories[0].id;
	}
	fold_now(s);
	for (int side = SIDE_RAISING; side <= SIDE_RECEIVING; side++) {
		const char *role = s->p->roles[s->e->policy->stages[s->e->stage].speakers[side - 1][0]].id;
		enum who next = side == SIDE_RAISING ? CSC_HEAD : HOSPITAL_HEAD;
		struct standing st;

		vacates((enum side)side, "left", side == SIDE_RAISING ? AMINA : NORA, role, next, "2027-12-23T12:00");
		fold_now(s);
		ck_assert_msg(has_business(s->e, next, &st) && st.speaks, "%s: the next tier speaks", policies[_i]);
		ck_assert(!has_business(s->e, side == SIDE_RAISING ? AMINA : NORA, &st));
		ck_assert_msg(strlen(may_do(s->e, next)) > 0, "%s: the next tier acts", policies[_i]);
		ck_assert_msg(strstr(may_do(s->e, next), "assign") != NULL, "%s: and names somebody", policies[_i]);
		ck_assert(has_business(s->e, MANAGER, &st));
	}
	ck_assert_msg(strstr(waits(s->e), "#7") || strstr(waits(s->e), "#17"), "%s: it waits for %s", policies[_i], waits(s->e));
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ others_hold_the_role, 1 },
		{ climbs_until_somebody_is_named, 1 },
		{ told_of_a_date_in_place_of_the_next_tier, 1 },
		{ nobody_holds_it_when_the_stage_is_entered, 1 },
		{ a_vacancy_is_of_the_role, 1 },
		{ the_first_raiser_goes, 1 },
		{ another_title_is_not_out_of_the_house, 1 },
		{ nobody_decides, 1 },
		{ what_is_not_there_is_not_vacant, 1 },
		{ under_every_policy, sizeof(policies) / sizeof(policies[0]) },
	};

	return SUITE_RUN_EACH("fold_vacancy", all, setup_redbridge, teardown);
}
