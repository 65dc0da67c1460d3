/* policy_lines_stages.c - the lines of stages, their duties, exits and notices; see policy_lines.h. */
#include <string.h>

#include "policy_lines.h"
#include "words.h"

/* --- duties --- */

/* What the duty is, in a word; where two of a stage are the same, in its own short words. */
static const char *
duty_label(const struct policy *p, const struct policy_duty *d, struct arena *a)
{
	bool several = d->act == ACT_TASK || d->act == ACT_STANDING;

	for (size_t i = 0; i < p->duty_count; i++)
		several = several || (&p->duties[i] != d && p->duties[i].stage == d->stage && p->duties[i].act == d->act);
	return several ? arena_format(a, "\"%s\"", d->short_text) : act_name(d->act);
}

static const char *
lines_of(const char *const *list, size_t count, const char *between, struct arena *a)
{
	const char *words = "";

	for (size_t i = 0; i < count; i++)
		words = arena_format(a, "%s%s%s", words, i > 0 ? between : "", list[i]);
	return words;
}

void
policy_lines_duty(struct policy_lines *l, const struct policy_duty *d)
{
	struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "duty", .id = d->id,
		.label = duty_label(l->policy, d, l->arena), .text = d->text, .clause = d->clause, .note = d->note });

	policy_lines_say_who(l, line, "who", &d->who);
	policy_lines_say(line, "in short", d->short_text);
	policy_lines_say(line, "done by", act_name(d->act));
	policy_lines_say(line, "counts", lines_of(d->counts, d->counts_count, ", ", l->arena));
	if (d->act == ACT_STANDING)
		policy_lines_say(line, "time", "as long as it is open");
	else
		policy_lines_say_clock(l, line, &d->clock);
	policy_lines_say_when(l, line, d->when);
	policy_lines_say(line, "binding", d->optional ? "to be considered; it may be left" : NULL);
}

/* --- exits --- */

static const char *
exit_leads(const struct policy *p, const struct policy_exit *x, struct arena *a)
{
	switch (x->kind) {
	case EXIT_ESCALATE: case EXIT_BACK: return arena_format(a, "stage %s", p->stages[x->to].id);
	case EXIT_REPEAT: return "the same stage again, a tier up";
	case EXIT_AGREED: return "the end: the sides have settled it";
	case EXIT_DECIDED: return "the end: it is decided";
	case EXIT_DISSENT: return "the end: it goes on as decided, with the dissent on record";
	case EXIT_REFER_OUT: return "an authority outside the partnership";
	}
	return NULL;
}

static void
add_exit(struct policy_lines *l, const struct policy_stage *s, const struct policy_exit *x)
{
	struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "exit",
		.id = arena_format(l->arena, "%s/%s", s->id, x->id), .label = arena_format(l->arena, "exit \"%s\"", x->label),
		.text = x->label, .clause = x->clause, .note = x->note });

	policy_lines_say_who(l, line, "who", &x->by);
	policy_lines_say(line, "leads to", exit_leads(l->policy, x, l->arena));
	policy_lines_say(line, "force", x->force == FORCE_NONE ? NULL : force_name(x->force));
	policy_lines_say(line, "outcome", x->outcome);
	policy_lines_say(line, "decided by", x->panel ? "the panel" : NULL);
	policy_lines_say_who(l, line, "approved first by", x->approval);
	policy_lines_say(line, "grounds", lines_of(x->grounds, x->ground_count, "; ", l->arena));
	policy_lines_say_when(l, line, x->when);
	for (size_t i = 0; i < x->asks.count; i++)
		policy_lines_question(l, &x->asks.fields[i],
		                      arena_format(l->arena, "%s/%s/%s", s->id, x->id, x->asks.fields[i].name));
}

/* --- notices --- */

static const char *const notice_on_words[] = {
	[NOTICE_ON_RAISED] = "when it is raised", [NOTICE_ON_STAGE_ENTERED] = "when a stage is entered",
	[NOTICE_ON_AGREED] = "when it is agreed", [NOTICE_ON_CONFIRMED] = "when the outcome is confirmed in writing",
	[NOTICE_ON_DECIDED] = "when it is decided", [NOTICE_ON_CLOSED] = "when it is closed",
	[NOTICE_ON_RISK] = "at immediate risk", [NOTICE_ON_ESCALATED] = "when it is escalated",
	[NOTICE_ON_OVERDUE] = "when a duty is overdue", [NOTICE_ON_RESPONDED] = "when an agency has said what it did",
};

static const char *
overdue_of(const struct policy *p, const struct policy_notice *n)
{
	int duty = n->duty == NULL ? -1 : policy_duty_find(p, n->duty);

	return duty < 0 ? NULL : p->duties[duty].short_text;
}

static void
add_notice(struct policy_lines *l, const struct policy_notice *n)
{
	bool at_once = n->clock.within.kind == DURATION_AT_ONCE && n->clock.from_count == 0;
	struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "notice", .id = n->id,
		.label = arena_format(l->arena, "notice \"%s\"", n->text), .text = n->text, .clause = n->clause,
		.note = n->note });

	policy_lines_say_who(l, line, "to", &n->to);
	policy_lines_say_told(l, line, &n->to);
	policy_lines_say(line, "on", n->on < sizeof notice_on_words / sizeof *notice_on_words ? notice_on_words[n->on] : NULL);
	policy_lines_say(line, "only of", overdue_of(l->policy, n));
	policy_lines_say(line, "from then on", n->from_stage_on ? "in every later stage too" : NULL);
	policy_lines_say_who(l, line, "given by", n->by);
	policy_lines_say(line, "what they have to do", n->short_text);
	if (!at_once)
		policy_lines_say_clock(l, line, &n->clock);
	policy_lines_say_when(l, line, n->when);
	policy_lines_say(line, "form", n->form);
	policy_lines_say(line, "informs only", n->informs_only ? "being told brings no right to act" : NULL);
}

static void
add_notices(struct policy_lines *l, int stage)
{
	for (size_t i = 0; i < l->policy->notice_count; i++)
		if (l->policy->notices[i].stage == stage)
			add_notice(l, &l->policy->notices[i]);
}

/* --- the stage --- */

static const char *
panel_words(const struct policy *p, const struct policy_panel *panel, struct arena *a)
{
	const char *whose = panel->concerned_must ? ", those concerned among them" :
	                    panel->concerned_where_possible ? ", those concerned among them where possible" : "";

	if (panel->agencies == 0)
		return NULL;
	return arena_format(a, "%d agencies%s%s%s. %s (%s)", panel->agencies, whose, panel->chair >= 0 ? ", chaired by " : "",
	                    panel->chair >= 0 ? p->roles[panel->chair].name : "", panel->text, panel->clause);
}

static void
add_stage(struct policy_lines *l, const struct policy_stage *s)
{
	struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "stage", .id = s->id, .label = "the stage",
		.text = s->summary, .clause = s->clause, .note = s->note });
	const struct policy *p = l->policy;

	policy_lines_say(line, "name", s->name);
	policy_lines_say(line, "for the raising side", words_roles(p, s->speakers[0], s->speaker_count[0], l->arena));
	policy_lines_say(line, "for the receiving side", words_roles(p, s->speakers[1], s->speaker_count[1], l->arena));
	policy_lines_say(line, "who decides", words_roles(p, s->authority, s->authority_count, l->arena));
	policy_lines_say(line, "panel", panel_words(p, &s->panel, l->arena));
	policy_lines_say_when(l, line, s->when);
	for (size_t i = 0; i < s->guidance_count; i++)
		(void)policy_lines_add(l, (struct policy_line){ .kind = "guidance",
			.id = arena_format(l->arena, "%s/%s", s->id, s->guidance[i].text), .label = "guidance",
			.text = s->guidance[i].text, .clause = s->guidance[i].clause });
}

void
policy_lines_stages(struct policy_lines *l)
{
	const struct policy *p = l->policy;

	for (size_t i = 0; i < p->stage_count; i++) {
		const struct policy_stage *s = &p->stages[i];

		l->place = arena_format(l->arena, "Stage %s", s->id);
		l->section = arena_format(l->arena, "Stage %s: %s", s->id, s->name);
		add_stage(l, s);
		for (size_t k = 0; k < s->duty_count; k++)
			policy_lines_duty(l, &p->duties[s->duties[k]]);
		for (size_t k = 0; k < s->exit_count; k++)
			add_exit(l, s, &s->exits[k]);
		add_notices(l, (int)i);
	}
	l->place = "In any stage";
	l->section = "Who is told, in any stage";
	add_notices(l, -1);
}
