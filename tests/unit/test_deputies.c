/*
 * test_deputies.c - somebody acts for a person who is away: what they see and may do, for which side, and what the record says.
 */
#include "redbridge_walks.h"
#include "story_fixture.h"

#include "parley/event_json.h"

/* `who`, who stands in for one or two others meanwhile. */
static struct viewer
deputy(enum who who, enum who one, enum who two)
{
	struct viewer v = viewer_of(who);
	struct viewer *absent = ARENA_ARRAY(s->a, 2, struct viewer);

	absent[0] = viewer_of(one);
	v.absent_count = 1;
	if (two != NOBODY)
		absent[v.absent_count++] = viewer_of(two);
	v.absent = absent;
	return v;
}

static const struct action *
find(const struct viewer *v, const char *id)
{
	return escalation_action(s->e, v, id);
}

START_TEST(sees_and_does_what_the_other_would)
{
	struct viewer colin = deputy(COLIN, CSC_LINE, NOBODY);
	struct standing st;

	walk_to(s, &walks[0], 1);
	ck_assert(!escalation_standing(s->e, &colin, &st)); /* it has not come to the line managers */
	escalates(s, AMINA, SIDE_RAISING, walks[0].to_2);
	fold_now(s);
	ck_assert(!has_business(s->e, COLIN, &st)); /* for himself he has none */
	ck_assert(escalation_standing(s->e, &colin, &st) && st.speaks && st.side == SIDE_RAISING);
	ck_assert_ptr_eq(st.instead_of, &colin.absent[0]);
	ck_assert_ptr_nonnull(find(&colin, "escalate"));
	ck_assert_ptr_eq(find(&colin, "escalate")->instead_of, &colin.absent[0]);
}
END_TEST

START_TEST(what_is_ones_own_stays_ones_own)
{
	struct viewer amina = deputy(AMINA, CSC_LINE, NOBODY);

	walk_to(s, &walks[0], 2);
	/* She takes part, her manager speaks: a record is hers, the exit her manager's, and withdrawing the raiser's. */
	ck_assert_ptr_null(find(&amina, "contact")->instead_of);
	ck_assert_ptr_null(find(&amina, "withdraw")->instead_of);
	ck_assert_ptr_eq(find(&amina, "escalate")->instead_of, &amina.absent[0]);
}
END_TEST

/* The deputy's name is in the record with whom it was for; when the other is back, they see it no more. */
START_TEST(only_while_it_lasts)
{
	struct standing st;
	struct event *ev;

	walk_to(s, &walks[0], 2);
	contact(s, COLIN, SIDE_RAISING, "telephone", "2028-01-04T10:00");
	ev = &s->events[s->count - 1];
	ev->for_whom = story_people[CSC_LINE].ref;
	ev->role = "line-manager";
	fold_now(s);
	ck_assert(!has_business(s->e, COLIN, &st));
	ck_assert(has_business(s->e, CSC_LINE, &st));
}
END_TEST

START_TEST(never_on_both_sides)
{
	struct viewer both = deputy(CONSTABLE, CSC_LINE, HOSPITAL_LINE), amina = deputy(AMINA, HOSPITAL_LINE, NOBODY);
	struct viewer colin = deputy(COLIN, HOSPITAL_LINE, NOBODY);
	struct standing st;

	walk_to(s, &walks[0], 2);
	/* of two people who are away, on two sides, the first alone */
	ck_assert(escalation_standing(s->e, &both, &st) && st.side == SIDE_RAISING);
	/* she raised it: nothing is hers on the other side */
	ck_assert(escalation_standing(s->e, &amina, &st) && st.side == SIDE_RAISING && !st.instead_of);
	ck_assert_ptr_null(find(&amina, "escalate"));
	/* he acted for the raising side once, as a deputy: he is not the other side's now */
	ck_assert(escalation_standing(s->e, &colin, &st));
	contact(s, COLIN, SIDE_RAISING, "telephone", "2028-01-04T10:00");
	s->events[s->count - 1].for_whom = story_people[CSC_LINE].ref;
	fold_now(s);
	ck_assert(!escalation_standing(s->e, &colin, &st));
}
END_TEST

/* A record is approved for the side of whoever is away; by a deputy of one on each side for one side alone. */
START_TEST(approves_a_record_for_one_side)
{
	struct viewer both = deputy(CONSTABLE, CSC_LINE, HOSPITAL_LINE), turned = deputy(CONSTABLE, HOSPITAL_LINE, CSC_LINE);
	struct viewer other = deputy(CONSTABLE, HOSPITAL_LINE, NOBODY);
	const struct action *a;
	const char *id;
	struct event *ev;

	walk_to(s, &walks[0], 2);
	tell(s, EVENT_CONTACT, CHAIR, SIDE_NONE, "2028-01-04T10:00"); /* waits for both */
	id = arena_format(s->a, "approve-record:%u", (unsigned)s->count);
	fold_now(s);
	a = find(&both, id);
	ck_assert_ptr_nonnull(a);
	ck_assert_int_eq(a->side, SIDE_RAISING);
	ck_assert_ptr_eq(a->instead_of, &both.absent[0]);
	ev = tell(s, EVENT_RECORD_APPROVED, CONSTABLE, SIDE_RAISING, "2028-01-04T11:00");
	ev->target = a->target;
	ev->for_whom = story_people[CSC_LINE].ref;
	fold_now(s);
	ck_assert_ptr_nonnull(escalation_record(s->e, (uint32_t)s->count - 1)->answers[0]);
	ck_assert_ptr_null(escalation_record(s->e, (uint32_t)s->count - 1)->answers[1]);
	ck_assert_ptr_null(find(&both, id));
	ck_assert_ptr_null(find(&turned, id));
	ck_assert_ptr_null(find(&other, id));
	/* nor by a request of their own making */
	ev = tell(s, EVENT_RECORD_APPROVED, CONSTABLE, SIDE_RECEIVING, "2028-01-04T12:00");
	ev->target = a->target;
	ev->for_whom = story_people[HOSPITAL_LINE].ref;
	story_is_refused(s, (unsigned)s->count);
}
END_TEST

START_TEST(kept_as_it_was_written)
{
	struct event ev = { .kind = EVENT_LATE_REASON, .recorded = at("2028-01-04T10:00"), .happened = at("2028-01-04T10:00"),
		            .actor = story_people[COLIN].ref, .for_whom = story_people[CSC_LINE].ref, .side = SIDE_RAISING,
		            .role = "line-manager" };
	struct event read;
	struct buffer b;

	buffer_init(&b, 0);
	event_payload_write(&b, &ev);
	ck_assert_ptr_nonnull(strstr(b.data, "\"for\":{\"id\":3,\"name\":\"Lena\""));
	ck_assert_int_eq(event_payload_read(b.data, b.length, 7, s->a, &read), RESULT_OK);
	ck_assert_int_eq((int)read.for_whom.id, 3);
	ck_assert_str_eq(read.for_whom.name, "Lena");
	/* for oneself nothing is written: the bytes are those of before there were deputies */
	ev.for_whom.id = 0;
	buffer_reset(&b);
	event_payload_write(&b, &ev);
	ck_assert_ptr_null(strstr(b.data, "\"for\""));
	ck_assert_int_eq(event_payload_read(b.data, b.length, 7, s->a, &read), RESULT_OK);
	ck_assert_int_eq((int)read.for_whom.id, 0);
	buffer_clear(&b);
}
END_TEST

int
main(void)
{
	const struct suite_test all[] = {
		{ sees_and_does_what_the_other_would, 1 },
		{ what_is_ones_own_stays_ones_own, 1 },
		{ only_while_it_lasts, 1 },
		{ never_on_both_sides, 1 },
		{ approves_a_record_for_one_side, 1 },
		{ kept_as_it_was_written, 1 },
	};

	return SUITE_RUN_EACH("deputies", all, setup_redbridge, teardown);
}
