/*
 * policy.c - the words of the policy language, and finding things in a policy by id.
 */
#include "parley/policy.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const fact_names[FACT_COUNT] = {
	[FACT_SUBJECT_KIND] = "subject.kind",
	[FACT_SUBJECT_PLAN] = "subject.child_protection_plan",
	[FACT_SUBJECT_LOOKED_AFTER] = "subject.looked_after",
	[FACT_CATEGORY] = "category",
	[FACT_RAISING_SECTOR] = "raising.sector",
	[FACT_RECEIVING_SECTOR] = "receiving.sector",
	[FACT_SAME_AGENCY] = "same_agency",
	[FACT_CONCERN] = "concern",
	[FACT_TRACK] = "track",
	[FACT_OUTCOME] = "outcome",
	[FACT_STAGE_VISIT] = "stage.visit",
	[FACT_RAISING_ROLE] = "raising.role",
	[FACT_DUTY] = "duty",
	[FACT_IMMEDIATE_RISK] = "immediate_risk",
	[FACT_HOURS] = "hours",
	[FACT_FIELD] = "field",
};

static const char *const act_names[ACT_COUNT] = {
	[ACT_RAISE] = "raise", [ACT_CONTACT] = "contact", [ACT_CONSULT] = "consult", [ACT_RESOLVE] = "resolve",
	[ACT_ESCALATE] = "escalate", [ACT_CONFIRM] = "confirm", [ACT_DECIDE] = "decide",
	[ACT_RESPOND] = "respond", [ACT_REPLY] = "reply", [ACT_MEET] = "meet", [ACT_REPRESENT] = "represent",
	[ACT_TASK] = "task", [ACT_STANDING] = "standing", [ACT_NOTIFY] = "notify", [ACT_APPROVE] = "approve",
	[ACT_SIGN] = "sign", [ACT_LESSON] = "lesson", [ACT_SUPPORT] = "support", [ACT_ITEM] = "item",
	[ACT_ANSWER] = "answer", [ACT_SETTLE] = "settle",
};

static int
name_find(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return (int)i;
	}
	return -1;
}

const char *
fact_name(enum fact f)
{
	return fact_names[f];
}

bool
fact_find(const char *name, enum fact *out)
{
	int i = name_find(fact_names, FACT_COUNT, name);

	if (i < 0)
		return false;
	*out = (enum fact)i;
	return true;
}

const char *
act_name(enum act a)
{
	return act_names[a];
}

bool
act_find(const char *name, enum act *out)
{
	int i = name_find(act_names, ACT_NOTIFY, name); /* those from there on are the fold's own */

	if (i < 0)
		return false;
	*out = (enum act)i;
	return true;
}

const char *
force_name(enum force f)
{
	static const char *const names[] = {
		[FORCE_NONE] = "none",
		[FORCE_RECOMMENDATION] = "recommendation",
		[FORCE_DETERMINATION] = "determination",
		[FORCE_BINDING] = "binding",
	};

	return names[f];
}

int
policy_role_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->role_count; i++) {
		if (p->roles[i].id[0] == id[0] && strcmp(p->roles[i].id, id) == 0) /* most differ at once */
			return (int)i;
	}
	return -1;
}

int
policy_stage_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->stage_count; i++) {
		if (strcmp(p->stages[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

int
policy_duty_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->duty_count; i++) {
		if (strcmp(p->duties[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

int
policy_category_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->category_count; i++) {
		if (strcmp(p->categories[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

int
policy_notice_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->notice_count; i++) {
		if (strcmp(p->notices[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

const struct policy_exit *
policy_exit_find(const struct policy_stage *s, const char *id)
{
	for (size_t i = 0; id && i < s->exit_count; i++) {
		if (strcmp(s->exits[i].id, id) == 0)
			return &s->exits[i];
	}
	return NULL;
}

int
policy_track_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->track_count; i++) {
		if (strcmp(p->tracks[i].id, id) == 0)
			return (int)i;
	}
	return -1;
}

bool
policy_track_is_chosen(const struct policy *p)
{
	for (size_t i = 0; i < p->track_count; i++) {
		if (p->tracks[i].when)
			return false;
	}
	return p->track_count > 0;
}

bool
policy_who_is_mixed(const struct policy *p, const struct policy_who *who)
{
	bool partnership = false;

	for (size_t i = 0; who->kind != WHO_ROLE && i < who->role_count; i++)
		partnership = partnership || p->roles[who->roles[i]].partnership;
	return partnership;
}

bool
policy_stands_in(const struct policy *p, int role, int absent, const char *sector)
{
	const struct policy_role *r = &p->roles[absent];

	for (size_t i = 0; i < r->stand_in_count; i++) {
		const struct policy_stand_in *s = &r->stand_ins[i];

		if (s->role == role && (!s->sector || (sector && strcmp(s->sector, sector) == 0)))
			return true;
	}
	return false;
}

static bool
has_role(const int *roles, size_t count, int role)
{
	for (size_t i = 0; i < count; i++) {
		if (roles[i] == role)
			return true;
	}
	return false;
}

size_t
policy_speakers(const struct policy *p, int stage, enum side side, const char *sector, struct arena *a, const int **roles)
{
	const struct policy_stage *s = &p->stages[stage];
	const int *own = side == SIDE_NONE ? s->authority : s->speakers[side - 1];
	size_t own_count = side == SIDE_NONE ? s->authority_count : s->speaker_count[side - 1];
	int *all = ARENA_ARRAY(a, p->role_count + own_count, int);
	size_t n = 0;

	for (size_t i = 0; i < own_count; i++)
		all[n++] = own[i];
	/* Whoever stands in comes after those who hold the roles. */
	for (size_t role = 0; side != SIDE_NONE && role < p->role_count; role++) {
		for (size_t i = 0; i < own_count; i++) {
			if (policy_stands_in(p, (int)role, own[i], sector) && !has_role(all, n, (int)role))
				all[n++] = (int)role;
		}
	}
	*roles = all;
	return n;
}

static bool
fact_is_one_of(const struct condition *c, const struct fact_reader *facts)
{
	const char *value = facts->read(facts->self, c->fact, c->field);

	for (size_t i = 0; value && i < c->value_count; i++) {
		if (strcmp(value, c->values[i]) == 0)
			return true;
	}
	return false;
}

bool
condition_holds(const struct condition *c, const struct fact_reader *facts)
{
	if (!c)
		return true;
	switch (c->op) {
	case CONDITION_FACT:
		return fact_is_one_of(c, facts);
	case CONDITION_NOT:
		return !condition_holds(&c->parts[0], facts);
	case CONDITION_ALL:
		for (size_t i = 0; i < c->part_count; i++) {
			if (!condition_holds(&c->parts[i], facts))
				return false;
		}
		return true;
	case CONDITION_ANY:
		for (size_t i = 0; i < c->part_count; i++) {
			if (condition_holds(&c->parts[i], facts))
				return true;
		}
		return false;
	}
	return false;
}

/* --- what raising asks, page by page --- */

static const struct {
	const char *id, *title;
	const char *fields[6];
} raise_layout[] = {
	{ "risk", "Is somebody at immediate risk?", { "immediate_risk", "risk_told", "risk_told_at" } },
	{ "support", "Do you want support?", { "support", "companion" } },
	{ "category", "What is the disagreement mainly about?", { "category" } },
	{ "concern", "What started it, and when?", { "concern", "concern_date" } },
	{ "subject", "Who is it about?", { "subject_kind", "reference_kind", "case_name", "pid", "nhs_number" } },
	{ "status", "What should both sides know about them?", { "plan", "looked_after", "wishes" } },
	{ "other-side", "Who do you disagree with?", { "receiving_agency", "receiving_person", "receiving_person_why" } },
	{ "issue", "What is the issue, and what is the risk?", { "issue", "risk" } },
	{ "disagreement", "What exactly do you disagree about?", { "nature", "aim", "their_aim" } },
	{ "evidence", "What is your evidence?", { "evidence" } },
};

static const char *
subject_label(const char *kind)
{
	if (strcmp(kind, "child") == 0)
		return "A child or young person";
	if (strcmp(kind, "adult") == 0)
		return "An adult with care and support needs";
	return kind;
}

/* "Safeguarding lead", or several. */
static const char *
names_of(const struct policy *p, struct policy_who who, struct arena *a)
{
	const char *names = "";

	for (size_t i = 0; i < who.role_count; i++)
		names = arena_format(a, "%s%s%s", names, i > 0 ? ", or " : "", p->roles[who.roles[i]].name);
	return names;
}

static void
add_choices(const struct policy *p, struct arena *a, struct field *f)
{
	struct choice *choices;

	if (strcmp(f->name, "subject_kind") == 0) {
		choices = ARENA_ARRAY(a, p->subject_count, struct choice);
		for (size_t i = 0; i < p->subject_count; i++)
			choices[i] = (struct choice){ p->subjects[i], subject_label(p->subjects[i]), NULL };
		f->choice_count = p->subject_count;
	} else if (strcmp(f->name, "category") == 0) {
		choices = ARENA_ARRAY(a, p->category_count, struct choice);
		for (size_t i = 0; i < p->category_count; i++)
			choices[i] = (struct choice){ p->categories[i].id, p->categories[i].name, NULL };
		f->choice_count = p->category_count;
	} else if (strcmp(f->name, "support") == 0) {
		choices = ARENA_ARRAY(a, f->choice_count, struct choice);
		for (size_t i = 0; i < f->choice_count; i++) {
			choices[i] = f->choices[i];
			if (strcmp(choices[i].id, EVENT_ASK_ANOTHER) == 0)
				choices[i].label = arena_format(a, "%s (%s)", choices[i].label, names_of(p, policy_support_ask(p), a));
		}
	} else {
		return;
	}
	f->choices = choices;
}

static const struct field *
field_named(const char *name)
{
	size_t count;
	const struct field *fields = event_fields(EVENT_RAISED, &count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(fields[i].name, name) == 0)
			return &fields[i];
	}
	return NULL;
}

static void
fill_page(const struct policy *p, struct arena *a, size_t layout, struct raise_page *page)
{
	struct field *fields = ARENA_ARRAY(a, COUNT(raise_layout[layout].fields), struct field);
	size_t n = 0;

	for (size_t i = 0; i < COUNT(raise_layout[layout].fields) && raise_layout[layout].fields[i]; i++) {
		fields[n] = *field_named(raise_layout[layout].fields[i]);
		add_choices(p, a, &fields[n]);
		n++;
	}
	*page = (struct raise_page){ raise_layout[layout].id, raise_layout[layout].title, fields, n };
}

/* Which track: the last of Parley's own questions, when the rest has been thought through. */
static void
track_page(const struct policy *p, struct arena *a, struct raise_page *page)
{
	struct field *field = ARENA_NEW(a, struct field);
	struct choice *choices = ARENA_ARRAY(a, p->track_count, struct choice);

	for (size_t i = 0; i < p->track_count; i++)
		choices[i] = (struct choice){ p->tracks[i].id, p->tracks[i].name, p->tracks[i].hint };
	*field = (struct field){ .name = "track", .label = p->track_label ? p->track_label : "Which way does it take?",
		                 .type = FIELD_CHOICE, .required = true, .choices = choices,
		                 .choice_count = p->track_count, .clause = p->tracks[0].clause };
	*page = (struct raise_page){ "track", field->label, field, 1 };
}

void
policy_raise_pages(const struct policy *p, struct arena *a, struct raise_page **pages, size_t *count)
{
	size_t n = COUNT(raise_layout);
	struct raise_page *list = ARENA_ARRAY(a, n + 2, struct raise_page);

	for (size_t i = 0; i < n; i++)
		fill_page(p, a, i, &list[i]);
	if (policy_track_is_chosen(p))
		track_page(p, a, &list[n++]);
	if (p->raise_asks.count > 0) {
		list[n] = (struct raise_page){ "asks", "What your policy asks besides", p->raise_asks.fields,
			                       p->raise_asks.count };
		n++;
	}
	*pages = list;
	*count = n;
}

struct policy_who
policy_lessons_to(const struct policy *p)
{
	struct policy_who who = { .kind = WHO_ROLE };

	if (p->lessons.to)
		return *p->lessons.to;
	for (size_t i = p->stage_count; i > 0 && who.role_count == 0; i--) {
		who.roles = p->stages[i - 1].authority;
		who.role_count = p->stages[i - 1].authority_count;
	}
	return who;
}

struct policy_who
policy_support_ask(const struct policy *p)
{
	const struct policy_stage *second = &p->stages[p->stage_count > 1 ? 1 : 0];

	if (p->support.ask)
		return *p->support.ask;
	return (struct policy_who){ .kind = WHO_SIDE, .side = SIDE_RAISING, .roles = second->speakers[0],
		                    .role_count = second->speaker_count[0] };
}

bool
policy_answers_lessons(const struct policy *p, int role)
{
	struct policy_who who = policy_lessons_to(p);

	for (size_t i = 0; i < who.role_count; i++) {
		if (who.roles[i] == role || policy_stands_in(p, role, who.roles[i], NULL))
			return true;
	}
	return false;
}
