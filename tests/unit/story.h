/*
 * story.h - telling the fold a case, event by event, under a real policy file and the calendar that Parley ships.
 *
 * A story is a list of events and the people of one small borough. Dates are written as people write them, in local
 * time ("2027-12-30T17:00"), so that a test reads like the table of dates that somebody worked out on paper.
 */
#ifndef TESTS_UNIT_STORY_H
#define TESTS_UNIT_STORY_H

#include <check.h>
#include <string.h>

#include "parley/escalation.h"
#include "parley/policy_file.h"
#include "uk_calendar.h"

#define REDBRIDGE "policies/redbridge-rscp.json"
#define EVERYTHING "tests/unit/fixtures/everything.json"

static const struct agency_ref story_csc = { "csc", "Children's Services", "childrens-social-care" };
static const struct agency_ref story_hospital = { "hospital", "King George Hospital", "health" };

/* Who is who: the two who disagree, a colleague of each in the same role, and up the two ladders. */
enum who {
	AMINA, COLIN, CSC_LINE, CSC_LINE_2, CSC_SENIOR, CSC_LEAD, CSC_HEAD,
	NORA, NIGEL, HOSPITAL_LINE, HOSPITAL_LINE_2, HOSPITAL_NAMED, HOSPITAL_SENIOR, HOSPITAL_HEAD,
	CHAIR, VICE, MANAGER, CONSTABLE, WHO_COUNT
};

struct story_person { struct person_ref ref; const char *roles[2]; size_t role_count; };

#define STORY_CSC "csc", "Children's Services"
#define STORY_HOSPITAL "hospital", "King George Hospital"
static const struct story_person story_people[WHO_COUNT] = {
	[AMINA] = { { 1, "Amina", "Social Worker", STORY_CSC }, { "practitioner" }, 1 },
	[COLIN] = { { 2, "Colin", "Social Worker", STORY_CSC }, { "practitioner" }, 1 },
	[CSC_LINE] = { { 3, "Lena", "Team Manager", STORY_CSC }, { "line-manager" }, 1 },
	[CSC_LINE_2] = { { 4, "Liam", "Team Manager", STORY_CSC }, { "line-manager" }, 1 },
	[CSC_SENIOR] = { { 5, "Sara", "Service Manager", STORY_CSC }, { "senior-manager" }, 1 },
	[CSC_LEAD] = { { 6, "Lesley", "Designated Safeguarding Lead", STORY_CSC }, { "safeguarding-lead" }, 1 },
	[CSC_HEAD] = { { 7, "Hugh", "Head of Service", STORY_CSC }, { "head-of-service" }, 1 },
	[NORA] = { { 11, "Nora", "Ward Sister", STORY_HOSPITAL }, { "practitioner" }, 1 },
	[NIGEL] = { { 12, "Nigel", "Staff Nurse", STORY_HOSPITAL }, { "practitioner" }, 1 },
	[HOSPITAL_LINE] = { { 13, "Wanda", "Ward Manager", STORY_HOSPITAL }, { "line-manager" }, 1 },
	[HOSPITAL_LINE_2] = { { 14, "Winston", "Matron", STORY_HOSPITAL }, { "line-manager" }, 1 },
	[HOSPITAL_NAMED] = { { 15, "Nia", "Named Nurse", STORY_HOSPITAL }, { "named-professional", "safeguarding-lead" }, 2 },
	[HOSPITAL_SENIOR] = { { 16, "Hal", "Head of Nursing", STORY_HOSPITAL }, { "senior-manager" }, 1 },
	[HOSPITAL_HEAD] = { { 17, "Hester", "Head of Service", STORY_HOSPITAL }, { "head-of-service" }, 1 },
	[CHAIR] = { { 21, "Clare", "Independent Chair and Scrutineer", "rscp", "RSCP" }, { "chair" }, 1 },
	[VICE] = { { 22, "Vic", "Vice Chair", "rscp", "RSCP" }, { "vice-chair" }, 1 },
	[MANAGER] = { { 23, "Bea", "Business Manager", "rscp", "RSCP" }, { "business-manager" }, 1 },
	[CONSTABLE] = { { 31, "Pat", "Police Constable", "police", "Police" }, { "practitioner" }, 1 },
};

enum { STORY_EVENTS = 420, STORY_FIELDS = 12 };

struct story {
	struct arena *a;
	struct fault f;
	const struct policy *p;
	const struct calendar *c;
	struct event events[STORY_EVENTS];
	struct field_value fields[STORY_EVENTS][STORY_FIELDS];
	size_t count;
	instant now;
	struct escalation *e;
};

static inline instant
at(const char *when)
{
	instant t = INSTANT_NONE;

	ck_assert_msg(instant_parse(when, &t) == RESULT_OK, "the test writes %s, which is no time", when);
	return t;
}

static inline const struct policy *
story_policy(struct arena *a, const struct calendar *c, const char *file)
{
	const struct policy *read = NULL;
	struct policy *p = ARENA_NEW(a, struct policy);
	struct fault f;
	size_t length;
	const char *text = uk_calendar_text(a, file, &length);

	fault_init(&f, a);
	if (policy_file_parse(text, length, a, &read, &f) != RESULT_OK) {
		for (const struct fault_field *x = f.fields; x; x = x->next)
			fprintf(stderr, "%s%s: %s\n", file, x->pointer, x->reason);
		ck_abort_msg("%s: %s", file, f.sentence);
	}
	*p = *read;
	p->days.nation = calendar_nation_find(c, p->nation);
	ck_assert_ptr_nonnull(p->days.nation);
	return p;
}

static inline struct story *
story_begin(const char *file)
{
	struct arena *a = arena_new();
	struct story *s = ARENA_NEW(a, struct story);

	s->a = a;
	s->c = uk_calendar_load(a);
	s->p = story_policy(a, s->c, file);
	fault_init(&s->f, a);
	return s;
}

static inline void
story_end(struct story *s)
{
	arena_free(s->a);
}

static inline struct field_value *
story_field(struct story *s, const char *name)
{
	struct event *ev = &s->events[s->count - 1];
	struct field_value *v = &s->fields[s->count - 1][ev->field_count++];

	ck_assert(ev->field_count <= STORY_FIELDS);
	ev->fields = s->fields[s->count - 1];
	*v = (struct field_value){ .name = name };
	return v;
}

/* The event told last also says this. */
static inline void
says(struct story *s, const char *name, const char *text)
{
	story_field(s, name)->text = text;
}

static inline void
names(struct story *s, const char *name, enum who who)
{
	struct field_value *v = story_field(s, name);

	v->people = &story_people[who].ref;
	v->people_count = 1;
}

static inline struct event *
tell(struct story *s, enum event_kind kind, enum who who, enum side side, const char *when)
{
	struct event *ev = &s->events[s->count++];

	ck_assert(s->count <= STORY_EVENTS);
	*ev = (struct event){ .seq = (uint32_t)s->count, .kind = kind, .recorded = at(when), .happened = at(when),
		              .actor = story_people[who].ref, .side = side,
		              .role = story_people[who].role_count > 0 ? story_people[who].roles[0] : "" };
	return ev;
}

/* Amina raises it with the hospital; with Nora by name, or with `NOBODY` whoever holds the role there. */
#define NOBODY WHO_COUNT
static inline void
raise_case(struct story *s, const char *when, const char *concern_date, enum who with)
{
	tell(s, EVENT_RAISED, AMINA, SIDE_RAISING, when);
	story_field(s, "raising_agency")->agency = &story_csc;
	story_field(s, "receiving_agency")->agency = &story_hospital;
	says(s, "concern", "disagreement");
	says(s, "concern_date", concern_date);
	says(s, "subject_kind", "child");
	says(s, "category", "response");
	says(s, "immediate_risk", "no");
	if (with != NOBODY)
		names(s, "receiving_person", with);
}

static inline void
contact(struct story *s, enum who who, enum side side, const char *type, const char *when)
{
	tell(s, EVENT_CONTACT, who, side, when);
	says(s, "contact_type", type);
}

static inline struct event *
leave_by(struct story *s, enum event_kind kind, const char *exit, enum who who, enum side side, const char *when)
{
	struct event *ev = tell(s, kind, who, side, when);

	ev->exit = exit;
	return ev;
}

#define escalates(s, who, side, when) ((void)leave_by((s), EVENT_ESCALATED, "escalate", (who), (side), (when)))
#define agrees(s, who, side, when) ((void)leave_by((s), EVENT_AGREED, "agreed", (who), (side), (when)))

/* The state at that time; the test ends if the story cannot be folded. */
static inline const struct escalation *
fold_at(struct story *s, const char *now)
{
	s->now = at(now);
	fault_init(&s->f, s->a);
	ck_assert_msg(escalation_fold(s->p, s->c, s->events, s->count, s->now, s->a, &s->e, &s->f) == RESULT_OK, "%s",
	              s->f.sentence);
	return s->e;
}

/* At the time of the last event. */
static inline const struct escalation *
fold_now(struct story *s)
{
	const struct event *last = &s->events[s->count - 1];

	s->now = last->recorded;
	fault_init(&s->f, s->a);
	ck_assert_msg(escalation_fold(s->p, s->c, s->events, s->count, s->now, s->a, &s->e, &s->f) == RESULT_OK, "%s",
	              s->f.sentence);
	return s->e;
}

/* The story cannot have happened, and the fault says so of the event with that number. */
static inline void
story_is_refused(struct story *s, unsigned seq)
{
	struct escalation *untouched = s->e;
	const char *event = arena_format(s->a, "Event %u ", seq);

	fault_init(&s->f, s->a);
	ck_assert_int_eq(escalation_fold(s->p, s->c, s->events, s->count, s->events[s->count - 1].recorded, s->a, &s->e,
	                                 &s->f), RESULT_INVALID);
	ck_assert_ptr_eq(s->e, untouched);
	ck_assert_ptr_nonnull(s->f.sentence);
	ck_assert_msg(strncmp(s->f.sentence, event, strlen(event)) == 0, "%s", s->f.sentence);
}

static inline const struct duty *
duty_find(const struct escalation *e, const char *key)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		if (strcmp(e->duties[i].key, key) == 0)
			return &e->duties[i];
	}
	return NULL;
}

static inline const struct duty *
duty_of(const struct escalation *e, const char *key)
{
	const struct duty *d = duty_find(e, key);

	ck_assert_msg(d != NULL, "there is no duty %s", key);
	return d;
}

static inline const char *
words_of(struct arena *a, instant t)
{
	struct buffer b;
	const char *words = "no date";

	buffer_init(&b, 0);
	if (t != INSTANT_NONE) {
		instant_write_words(&b, t);
		words = arena_bytes(a, b.data, b.length);
	}
	buffer_clear(&b);
	return words;
}

static inline void
is_due(const struct escalation *e, const char *key, const char *when)
{
	const struct duty *d = duty_of(e, key);

	ck_assert_msg(d->deadline.state == DEADLINE_DATED, "%s has no date", key);
	ck_assert_msg(d->deadline.due == at(when), "%s is due %s, not %s", key, words_of(e->arena, d->deadline.due), when);
}

static inline void
is_now(const struct escalation *e, const char *key, enum duty_status status)
{
	const struct duty *d = duty_of(e, key);

	ck_assert_msg(d->status == status, "%s is %s, not %s", key, duty_status_name(d->status), duty_status_name(status));
}

static inline void
is_turn(const struct escalation *e, const char *key)
{
	ck_assert_msg(e->turn != NULL, "it is nobody's turn, not %s", key);
	ck_assert_str_eq(e->turn->key, key);
	ck_assert_int_eq(e->turn->status, DUTY_OPEN);
}

static inline struct viewer
viewer_of(enum who who)
{
	const struct story_person *p = &story_people[who];

	return (struct viewer){ .person_id = p->ref.id, .agency_id = p->ref.agency_id, .roles = p->roles,
	                        .role_count = p->role_count };
}

static inline bool
has_business(const struct escalation *e, enum who who, struct standing *out)
{
	struct viewer v = viewer_of(who);

	return escalation_standing(e, &v, out);
}

/* The ids of what somebody may do, in the order shown, with * behind the one that the duty at hand asks for. */
static inline const char *
may_do(const struct escalation *e, enum who who)
{
	struct viewer v = viewer_of(who);
	struct action *list;
	size_t count;
	const char *ids = "";

	escalation_actions(e, &v, &list, &count);
	for (size_t i = 0; i < count; i++)
		ids = arena_format(e->arena, "%s%s%s%s", ids, i > 0 ? " " : "", list[i].id, list[i].primary ? "*" : "");
	return ids;
}

#define may(e, who, ids) ck_assert_str_eq(may_do((e), (who)), (ids))

#endif
