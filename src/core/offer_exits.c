/*
 * offer_exits.c - the exits of the stage: what each asks for, who sat on the panel, and whose approval it needs.
 */
#include "offer.h"

enum { PANEL_FIELDS = 24 };

/* Which agencies sat on the panel: as many questions as the policy says agencies; escalation_checks.c compares. */
static size_t
panel_fields(const struct escalation *e, struct field *fields)
{
	const struct policy_panel *panel = &e->policy->stages[e->stage].panel;
	struct arena *a = e->arena;
	size_t n = 0;

	for (int i = 1; i <= panel->agencies; i++)
		fields[n++] = (struct field){ .name = arena_format(a, "panel_%d", i), .type = FIELD_AGENCY, .required = true,
			                      .label = arena_format(a, "Which agencies sat on the panel? %d of %d", i,
			                                            panel->agencies), .clause = panel->clause };
	if (panel->concerned_where_possible)
		fields[n++] = (struct field){ .name = "panel_without", .type = FIELD_TEXT, .max = 2000,
			                      .label = "If not both agencies concerned sat on it, why was that not possible?",
			                      .hint = "Leave it empty if both did.", .clause = panel->clause };
	if (panel->chair >= 0)
		fields[n++] = (struct field){ .name = "panel_chair", .type = FIELD_LINE,
			                      .label = arena_format(a, "Who chaired it, if not the %s?",
			                                            e->policy->roles[panel->chair].name),
			                      .hint = "Leave it empty otherwise.", .clause = panel->clause };
	if (panel->chair >= 0)
		fields[n++] = (struct field){ .name = "panel_chair_why", .type = FIELD_TEXT, .max = 2000, .explains = "panel_chair",
			                      .label = arena_format(a, "Why did the %s not chair it?",
			                                            e->policy->roles[panel->chair].name), .clause = panel->clause };
	return n;
}

/* The policy's asks of an exit, its grounds as one more choice, and who sat on the panel. */
static void
add_asks(const struct offer *o, struct action *a, const struct policy_exit *x)
{
	struct arena *arena = o->e->arena;
	size_t n = x->asks.count + (x->ground_count > 0);
	struct field *fields = ARENA_ARRAY(arena, n + PANEL_FIELDS, struct field);
	struct choice *grounds;

	for (size_t i = 0; i < x->asks.count; i++)
		fields[i] = x->asks.fields[i];
	if (x->ground_count > 0) {
		grounds = ARENA_ARRAY(arena, x->ground_count, struct choice);
		for (size_t i = 0; i < x->ground_count; i++)
			grounds[i] = (struct choice){ arena_format(arena, "ground-%zu", i + 1), x->grounds[i], NULL };
		fields[n - 1] = (struct field){ .name = "ground", .label = "On what ground?", .type = FIELD_CHOICE,
			                        .required = true, .choices = grounds,
			                        .choice_count = x->ground_count, .clause = x->clause };
	}
	if (x->panel)
		n += panel_fields(o->e, fields + n);
	if (n == 0)
		return;
	a->sets[a->set_count++] = (struct field_set){ fields, n };
}

static const struct {
	enum event_kind kind;
	const char *next;
} exit_kinds[] = {
	[EXIT_AGREED] = { EVENT_AGREED, "Both sides are told that it is agreed, and the stage's clock stops." },
	[EXIT_ESCALATE] = { EVENT_ESCALATED, "This stage ends and the next one starts. Both sides are told." },
	[EXIT_BACK] = { EVENT_ESCALATED, "It goes back to the earlier stage. Both sides are told." },
	[EXIT_REPEAT] = { EVENT_ESCALATED, "The stage starts again with the next tier of managers." },
	[EXIT_DECIDED] = { EVENT_DECIDED, "Both agencies get it, and each is asked what it has done about it." },
	[EXIT_DISSENT] = { EVENT_DECIDED, "It goes on as decided, and the dissent is on record." },
	[EXIT_REFER_OUT] = { EVENT_DECIDED, "It is on record that the matter has gone to an outside authority." },
};

/* Who may approve decides in that role: the event has to say so. */
static int
approver_role(const struct offer *o, const struct policy_who *who)
{
	for (size_t i = 0; i < who->role_count; i++) {
		if (offer_who_acts_as(o, who->roles[i]))
			return who->roles[i];
	}
	return o->standing.role;
}

static struct action *
offer_about(struct offer *o, enum event_kind kind, const char *verb, const struct policy_exit *x, const char *label,
            const char *next)
{
	struct action *a = offer(o, kind, arena_format(o->e->arena, "%s:%s", verb, x->id),
	                         arena_format(o->e->arena, "%s: %s", label, x->label), next);

	a->exit = x;
	a->clause = x->clause;
	return a;
}

static void
offer_answer(struct offer *o, const struct policy_exit *x)
{
	struct action *a = offer_about(o, EVENT_APPROVED, "approve", x, "Agree that this may be done",
	                               "Whoever asked can do it now.");

	a->role = approver_role(o, x->approval);
	a = offer_about(o, EVENT_REFUSED, "refuse", x, "Say that this may not be done",
	                "Your reason stands in the record. They can ask again.");
	a->role = approver_role(o, x->approval);
}

/* Where an exit needs approval: who may give it answers or goes on at once; the others ask. True = the exit is open. */
static bool
offer_approval(struct offer *o, const struct policy_exit *x)
{
	const struct approval *asked = fold_approval_find(o->e, x);
	bool approves = offer_who_is_meant(o, x->approval);

	/* Standing in for whoever approves, nobody answers what they asked themselves. */
	if (asked && asked->state == APPROVAL_ASKED && asked->asked->actor.id == o->person_id)
		return false;
	if (approves && asked && asked->state == APPROVAL_ASKED)
		offer_answer(o, x);
	if (approves || (asked && asked->state == APPROVAL_GIVEN))
		return true;
	if (offer_who_is_meant(o, &x->by) && (!asked || asked->state == APPROVAL_REFUSED))
		(void)offer_about(o, EVENT_APPROVAL_ASKED, "ask", x, "Ask whether this may be done",
		                  "Whoever has to approve it gets it at once. You can go on when they have agreed.");
	return false;
}

void
offer_exits(struct offer *o)
{
	const struct policy_stage *s = &o->e->policy->stages[o->e->stage];

	for (size_t i = 0; i < s->exit_count; i++) {
		const struct policy_exit *x = &s->exits[i];
		struct action *a;

		if (!fold_condition(o->e, x->when) || (x->approval && !offer_approval(o, x)) || !offer_who_is_meant(o, &x->by))
			continue;
		a = offer(o, exit_kinds[x->kind].kind, x->id, x->label, exit_kinds[x->kind].next);
		a->exit = x;
		a->clause = x->clause;
		if (x->approval && offer_who_is_meant(o, x->approval))
			a->role = approver_role(o, x->approval);
		add_asks(o, a, x);
	}
}
