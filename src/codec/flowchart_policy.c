/* flowchart_policy.c - what the boxes of a policy's flowchart are; see parley/flowchart_svg.h. */
#include "parley/flowchart_svg.h"

#include <string.h>

#include "parley/contact.h"
#include "parley/escalation_json.h"
#include "words.h"

enum { TEXTS = 6 };

struct drawing {
	const struct policy *policy;
	struct arena *arena;
	struct flow_box *list;
	size_t count, room;
	struct flow_text texts[TEXTS]; /* of the box that is being written */
	size_t text_count;
};

/* --- one box --- */

static void
say(struct drawing *d, bool bold, const char *text)
{
	if (text != NULL && *text != '\0' && d->text_count < TEXTS)
		d->texts[d->text_count++] = (struct flow_text){ text, bold };
}

static void
say_when(struct drawing *d, const struct condition *when)
{
	const char *words = words_when(d->policy, when, d->arena);

	if (words != NULL)
		say(d, false, arena_format(d->arena, "Only if %s.", words));
}

/* "By: either side." and "4.4": "By: either side (4.4)". */
static const char *
with_clause(struct drawing *d, const char *text, const char *clause)
{
	size_t length = strlen(text);

	if (length > 0 && text[length - 1] == '.')
		length--;
	return arena_format(d->arena, "%.*s (%s)", (int)length, text, clause);
}

/* Ends the box: its clause stands behind what was said last. Gives its index. */
static int
box(struct drawing *d, enum flow_kind kind, int parent, const char *clause)
{
	struct flow_text *last = &d->texts[d->text_count - 1], *texts;
	struct flow_box *more;

	if (clause != NULL)
		last->text = with_clause(d, last->text, clause);
	if (d->count == d->room) {
		d->room = d->room == 0 ? 64 : d->room * 2;
		more = ARENA_ARRAY(d->arena, d->room, struct flow_box);
		if (d->count > 0)
			memcpy(more, d->list, d->count * sizeof *more);
		d->list = more;
	}
	texts = ARENA_ARRAY(d->arena, d->text_count, struct flow_text);
	memcpy(texts, d->texts, d->text_count * sizeof *texts);
	d->list[d->count] = (struct flow_box){ .kind = kind,
		.parent = parent,
		.leads_to = -1,
		.clause = clause,
		.texts = texts,
		.text_count = d->text_count };
	d->text_count = 0;
	return (int)d->count++;
}

/* --- by when --- */

static const char *
time_words(const struct drawing *d, const struct policy_clock *clock)
{
	struct deadline none = { .state = DEADLINE_NONE };
	const char *from = words_from(d->policy, clock, d->arena), *within = clock->within.words;

	none.explanation.within = clock->within;
	if (clock->within.kind == DURATION_NO_TIME)
		return words_capital(due_words(&none, d->arena), d->arena);
	if (from == NULL)
		return words_capital(within, d->arena);
	if (clock->within.before)
		return words_capital(arena_format(d->arena, "%s %s", within, from), d->arena);
	switch (clock->within.kind) {
	case DURATION_AT_ONCE:
		return arena_format(d->arena, "At once when %s", from);
	case DURATION_SAME_WORKING_DAY:
		return arena_format(d->arena, "On the same working day, when %s", from);
	case DURATION_WORKING_DAY_N:
		return arena_format(d->arena, "By %s, counted from when %s", within, from);
	default:
		return arena_format(d->arena, "%s %s from when %s",
		    strncmp(within, "next", 4) == 0 ? "On the" : "Within", within, from);
	}
}

static void
say_clock(struct drawing *d, const struct policy_clock *clock)
{
	const char *words = time_words(d, clock);

	if (clock->firmness == INDICATIVE)
		words = arena_format(d->arena, "%s, as a guide", words);
	if (clock->protectable)
		words = arena_format(d->arena, "%s%s", words,
		    clock->within.kind == DURATION_NO_TIME
			? "; a protective timescale may be set"
			: ", or sooner under a protective timescale");
	say(d, false, words);
}

static int
add_duty(struct drawing *d, enum flow_kind kind, int parent, const struct policy_duty *duty)
{
	say(d, false,
	    arena_format(d->arena, "%s: %s.", words_who(d->policy, &duty->who, d->arena),
		words_lower(duty->text, d->arena)));
	if (duty->optional)
		say(d, false, "It may be left.");
	say_when(d, duty->when);
	if (duty->act != ACT_STANDING)
		say_clock(d, &duty->clock);
	else
		say(d, false, "As long as it is open");
	return box(d, kind, parent, duty->clause);
}

static void
add_notice(struct drawing *d, int parent, const struct policy_notice *notice)
{
	say(d, false, arena_format(d->arena, "%s.", notice->text));
	if (notice->by != NULL)
		say(d, false,
		    arena_format(
			d->arena, "Who tells: %s.", words_who(d->policy, notice->by, d->arena)));
	if (notice->from_stage_on)
		say(d, false, "So at every later stage.");
	say_when(d, notice->when);
	(void)box(d, FLOW_NOTICE, parent, notice->clause);
}

/* --- before the stages --- */

static void
add_emergency(struct drawing *d, const struct policy_emergency *e)
{
	say(d, true, "At immediate risk");
	say(d, false, e->text);
	for (size_t i = 0; i < e->contact_count; i++) {
		struct contact_shown c = contact_shown(d->policy, &e->contacts[i]);

		if (c.telephone != NULL)
			say(d, false, arena_format(d->arena, "%s: %s", c.name, c.telephone));
	}
	say_when(d, e->when);
	(void)box(d, FLOW_RISK, -1, e->clause);
}

static void
add_left_out(struct drawing *d, const struct policy_category *category)
{
	say(d, true, arena_format(d->arena, "Not for this policy: %s", category->name));
	say(d, false, category->excluded);
	(void)box(d, FLOW_LEFT_OUT, -1, category->clause);
}

static void
add_start(struct drawing *d)
{
	const struct policy *p = d->policy;
	const char *clause = NULL;

	say(d, true, "A disagreement is raised");
	for (size_t i = 0; i < p->duty_count; i++) {
		if (p->duties[i].act != ACT_RAISE || clause != NULL)
			continue;
		say(d, false,
		    arena_format(d->arena, "%s: %s.", words_who(p, &p->duties[i].who, d->arena),
			words_lower(p->duties[i].text, d->arena)));
		say_clock(d, &p->duties[i].clock);
		clause = p->duties[i].clause;
	}
	(void)box(d, FLOW_START, -1, clause);
}

/* --- a stage --- */

static bool
has_same_speakers(const struct policy_stage *s)
{
	return s->speaker_count[0] == s->speaker_count[1] &&
	    (s->speaker_count[0] == 0 ||
		memcmp(s->speakers[0], s->speakers[1],
		    s->speaker_count[0] * sizeof *s->speakers[0]) == 0);
}

static int
add_stage_head(struct drawing *d, const struct policy_stage *s)
{
	static const char *const sides[] = { "the raising side", "the receiving side" };
	const struct policy *p = d->policy;
	bool same = has_same_speakers(s);

	say(d, true, arena_format(d->arena, "Stage %s: %s", s->id, s->name));
	for (size_t i = 0; i < 2; i++) {
		const char *roles = words_roles(p, s->speakers[i], s->speaker_count[i], d->arena);

		if (s->speaker_count[i] > 0 && !(same && i == 1))
			say(d, false,
			    arena_format(d->arena, "Speaks for %s: %s.",
				same ? "each side" : sides[i], roles));
	}
	if (s->authority_count > 0)
		say(d, false,
		    arena_format(d->arena, "Decides: %s.",
			words_roles(p, s->authority, s->authority_count, d->arena)));
	say_when(d, s->when);
	return box(d, FLOW_STAGE, -1, s->clause);
}

static void
add_panel(struct drawing *d, int parent, const struct policy_panel *panel)
{
	const char *concerned = panel->concerned_must ? ", the agencies concerned among them"
	    : panel->concerned_where_possible ? ", the agencies concerned among them where possible"
					      : "";

	if (panel->agencies <= 0)
		return;
	say(d, false,
	    panel->text != NULL
		? arena_format(d->arena, "Panel: %s.", words_lower(panel->text, d->arena))
		: arena_format(d->arena, "A panel of %d agencies%s.", panel->agencies, concerned));
	if (panel->chair >= 0)
		say(d, false,
		    arena_format(
			d->arena, "In the chair: %s.", d->policy->roles[panel->chair].name));
	(void)box(d, FLOW_NOTICE, parent, panel->clause);
}

/* --- ways out --- */

static void
add_outcome(struct drawing *d, int exit_box, const struct policy_exit *exit)
{
	static const char *const forces[] = {
		[FORCE_NONE] = "A decision",
		[FORCE_RECOMMENDATION] = "A recommendation",
		[FORCE_DETERMINATION] = "A determination",
		[FORCE_BINDING] = "A binding decision",
	};

	switch (exit->kind) {
	case EXIT_AGREED:
		say(d, true, "It is agreed");
		break;
	case EXIT_DECIDED:
		say(d, true, forces[exit->force]);
		break;
	case EXIT_DISSENT:
		say(d, true, "It goes on as decided");
		say(d, false, "The dissent is on record.");
		break;
	default:
		say(d, true, "It goes to an authority outside the partnership");
		break;
	}
	(void)box(d, FLOW_OUTCOME, exit_box, exit->clause);
}

static void
add_follows(struct drawing *d, int stage)
{
	int outcome = (int)d->count - 1;

	for (size_t i = 0; i < d->policy->duty_count; i++) {
		const struct policy_duty *duty = &d->policy->duties[i];

		if (duty->act == ACT_CONFIRM && (duty->stage == stage || duty->stage < 0))
			(void)add_duty(d, FLOW_FOLLOWS, outcome, duty);
	}
}

/* Which stage an exit leads to; -1 = it ends the matter. */
static int
exit_stage(const struct policy_exit *exit, int stage)
{
	switch (exit->kind) {
	case EXIT_ESCALATE:
	case EXIT_BACK:
		return exit->to;
	case EXIT_REPEAT:
		return stage;
	default:
		return -1;
	}
}

static void
add_exit(struct drawing *d, int head, int stage, const struct policy_exit *exit)
{
	int to = exit_stage(exit, stage), made;

	say(d, true, exit->label);
	say(d, false, arena_format(d->arena, "By: %s.", words_who(d->policy, &exit->by, d->arena)));
	if (exit->approval != NULL)
		say(d, false,
		    arena_format(d->arena, "Has to agree first: %s.",
			words_who(d->policy, exit->approval, d->arena)));
	say_when(d, exit->when);
	made = box(d, FLOW_EXIT, head, exit->clause);
	d->list[made].leads_to = to; /* the stage's number: its box is made later */
	if (to < 0)
		add_outcome(d, made, exit);
	if (exit->kind == EXIT_AGREED)
		add_follows(d, stage);
}

/* What ends it, then what leads elsewhere, and last the way to the next stage: so is the chart laid out. */
static void
add_exits(struct drawing *d, int head, int stage)
{
	const struct policy_stage *s = &d->policy->stages[stage];
	const struct policy_exit *way_on = NULL;

	for (size_t i = 0; i < s->exit_count; i++)
		if (exit_stage(&s->exits[i], stage) == stage + 1)
			way_on = &s->exits[i];
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < s->exit_count; i++)
			if (&s->exits[i] != way_on &&
			    (exit_stage(&s->exits[i], stage) >= 0) == (pass == 1))
				add_exit(d, head, stage, &s->exits[i]);
	if (way_on != NULL)
		add_exit(d, head, stage, way_on);
}

static int
add_stage(struct drawing *d, int stage)
{
	const struct policy *p = d->policy;
	const struct policy_stage *s = &p->stages[stage];
	int head = add_stage_head(d, s);

	add_panel(d, head, &s->panel);
	for (size_t i = 0; i < s->duty_count; i++)
		if (p->duties[s->duties[i]].act != ACT_CONFIRM)
			(void)add_duty(d, FLOW_DUTY, head, &p->duties[s->duties[i]]);
	for (size_t i = 0; i < p->notice_count; i++)
		if (p->notices[i].stage == stage)
			add_notice(d, head, &p->notices[i]);
	add_exits(d, head, stage);
	return head;
}

/* --- over the whole --- */

static void
add_whole(struct drawing *d)
{
	const struct policy *p = d->policy;
	int head;

	say(d, true, "Throughout, and when it has ended");
	head = box(d, FLOW_HEAD, -1, NULL);
	for (size_t i = 0; i < p->cap_count; i++) {
		say(d, false,
		    arena_format(d->arena, "%s.", words_capital(p->caps[i].text, d->arena)));
		say_when(d, p->caps[i].when);
		say_clock(d, &p->caps[i].clock);
		(void)box(d, FLOW_DUTY, head, p->caps[i].clause);
	}
	for (size_t i = 0; i < p->duty_count; i++)
		if (p->duties[i].stage < 0 && p->duties[i].act != ACT_RAISE &&
		    p->duties[i].act != ACT_CONFIRM)
			(void)add_duty(d, FLOW_DUTY, head, &p->duties[i]);
	for (size_t i = 0; i < p->notice_count; i++)
		if (p->notices[i].stage < 0)
			add_notice(d, head, &p->notices[i]);
	if ((int)d->count == head + 1)
		d->count--; /* nothing holds throughout: no heading either */
}

const struct flowchart *
flowchart_policy_draw(const struct policy *p, struct arena *a)
{
	struct drawing d = { .policy = p, .arena = a };
	struct flowchart *chart = ARENA_NEW(a, struct flowchart);
	int *heads = ARENA_ARRAY(a, p->stage_count, int);

	for (size_t i = 0; i < p->emergency_count; i++)
		add_emergency(&d, &p->emergencies[i]);
	for (size_t i = 0; i < p->category_count; i++)
		if (p->categories[i].excluded != NULL)
			add_left_out(&d, &p->categories[i]);
	add_start(&d);
	for (size_t i = 0; i < p->stage_count; i++)
		heads[i] = add_stage(&d, (int)i);
	add_whole(&d);
	for (size_t i = 0; i < d.count; i++)
		if (d.list[i].leads_to >= 0)
			d.list[i].leads_to = heads[d.list[i].leads_to];
	chart->title = arena_format(a, "Flowchart: %s", p->title);
	chart->description = arena_format(a,
	    "%s, %s: %zu stages from top to bottom, with who does what by when under which "
	    "clause, and how each stage ends.",
	    p->title, p->owner, p->stage_count);
	chart->boxes = d.list;
	chart->box_count = d.count;
	flowchart_lay_out(chart, a);
	return chart;
}
