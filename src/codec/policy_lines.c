/* policy_lines.c - a policy as lines, but for its stages; see policy_lines.h. */
#include "policy_lines.h"

#include <string.h>

#include "parley/contact.h"
#include "words.h"

struct policy_line *
policy_lines_add(struct policy_lines *l, struct policy_line line)
{
	struct policy_line *more;

	if (l->count == l->room) {
		l->room = l->room == 0 ? 64 : l->room * 2;
		more = ARENA_ARRAY(l->arena, l->room, struct policy_line);
		if (l->count > 0)
			memcpy(more, l->list, l->count * sizeof *more);
		l->list = more;
	}
	line.section = l->section;
	line.place = l->place;
	l->list[l->count] = line;
	return &l->list[l->count++];
}

void
policy_lines_say(struct policy_line *line, const char *name, const char *words)
{
	if (words != NULL && *words != '\0' && line->aspect_count < POLICY_LINE_ASPECTS)
		line->aspects[line->aspect_count++] = (struct policy_aspect){ name, words };
}

const char *
policy_lines_said(const struct policy_line *line, const char *name)
{
	for (size_t i = 0; i < line->aspect_count; i++)
		if (strcmp(line->aspects[i].name, name) == 0)
			return line->aspects[i].words;
	return NULL;
}

void
policy_lines_say_clock(struct policy_lines *l, struct policy_line *line, const struct policy_clock *clock)
{
	const char *also = "";

	for (size_t i = 0; i < clock->also_count; i++)
		also = arena_format(l->arena, "%s%s%s (%s)", also, i > 0 ? "; " : "", clock->also[i].within.words,
		                    clock->also[i].clause);
	policy_lines_say(line, "time", clock->within.words);
	if (clock->within.kind != DURATION_NO_TIME)
		policy_lines_say(line, "counted from", words_from(l->policy, clock, l->arena));
	policy_lines_say(line, "how firm", clock->firmness == INDICATIVE ? "given as a guide" : NULL);
	policy_lines_say(line, "sooner", clock->protectable ? "a protective timescale may shorten it" : NULL);
	policy_lines_say(line, "also stated", also);
}

void
policy_lines_say_who(struct policy_lines *l, struct policy_line *line, const char *name, const struct policy_who *who)
{
	if (who != NULL)
		policy_lines_say(line, name, words_who(l->policy, who, l->arena));
}

void
policy_lines_say_told(struct policy_lines *l, struct policy_line *line, const struct policy_who *who)
{
	const char *here = words_told(l->policy, who, INSTANT_NONE, l->arena);

	policy_lines_say(line, "here", strcmp(here, words_who(l->policy, who, l->arena)) != 0 ? here : NULL);
}

void
policy_lines_say_when(struct policy_lines *l, struct policy_line *line, const struct condition *when)
{
	policy_lines_say(line, "only if", words_when(l->policy, when, l->arena));
}

static void
begin_section(struct policy_lines *l, const char *name)
{
	l->section = l->place = name;
}

static const char *
time_of_day(int minute, struct arena *a)
{
	return arena_format(a, "%02d:%02d", minute / 60, minute % 60);
}

/* Where the policy does not say, the borough's own time is not this policy's to state: it can be another tomorrow. */
static const char *
day_words(int minute, bool of_borough, struct arena *a)
{
	if (of_borough)
		return "as the borough sets it, because the policy does not say";
	return minute < 0 ? "nothing: there is no cut-off" : time_of_day(minute, a);
}

/* --- the whole --- */

static void
add_whole(struct policy_lines *l)
{
	const struct policy *p = l->policy;
	const char *subjects = "";
	struct policy_line *line;

	for (size_t i = 0; i < p->subject_count; i++)
		subjects = arena_format(l->arena, "%s%s%s", subjects, i > 0 ? ", " : "", p->subjects[i]);
	begin_section(l, "The policy");
	line = policy_lines_add(l, (struct policy_line){ .kind = "policy", .id = "", .text = p->title,
		.note = p->note });
	policy_lines_say(line, "whose", p->owner);
	policy_lines_say(line, "edition", p->edition);
	policy_lines_say(line, "issued", p->issued);
	policy_lines_say(line, "review", p->review);
	policy_lines_say(line, "source", p->source);
	policy_lines_say(line, "about", subjects);
	begin_section(l, "How days count");
	line = policy_lines_add(l, (struct policy_line){ .kind = "days", .id = "",
		.text = "Working days are Monday to Friday but for bank holidays.", .note = p->days_note });
	policy_lines_say(line, "bank holidays", p->nation);
	policy_lines_say(line, "a day begins", day_words(p->days.start_of_day, p->days.borough_day, l->arena));
	policy_lines_say(line, "a day ends", day_words(p->days.end_of_day, p->days.borough_day, l->arena));
	policy_lines_say(line, "counts as the next day's after", day_words(p->days.cut_off, p->days.borough_cut_off, l->arena));
	policy_lines_say(line, "the day of the event", p->days.event_day_is_day_one ? "day 1" : "day 0");
	policy_lines_say(line, "an event on a day off",
	                 p->days.closed_day_event_moves ? "counts as the next working day's" : "day 1 is the next working day");
}

/* "Emergency services 999; MASH 01472 326292" */
static const char *
contact_words(struct arena *a, const char *before, const struct contact_shown *c)
{
	return arena_format(a, "%s%s%s%s%s%s%s", before, *before != '\0' ? "; " : "", c->name, c->telephone != NULL ? " " : "",
	                    c->telephone != NULL ? c->telephone : "", c->email != NULL ? " " : "",
	                    c->email != NULL ? c->email : "");
}

/* As the text has them, and, where the partnership says otherwise, as they are here. */
static void
say_contacts(struct policy_lines *l, struct policy_line *line, const struct policy_emergency *e)
{
	const char *own = "", *here = "";

	for (size_t i = 0; i < e->contact_count; i++) {
		const struct policy_contact *c = &e->contacts[i];
		const struct contact_shown text = { .name = c->name, .telephone = c->telephone, .email = c->email },
		                           now = contact_shown(l->policy, c);

		own = contact_words(l->arena, own, &text);
		here = contact_words(l->arena, here, &now);
	}
	policy_lines_say(line, "contacts", own);
	policy_lines_say(line, "contacts here", strcmp(own, here) != 0 ? here : NULL);
}

static void
add_emergencies(struct policy_lines *l)
{
	begin_section(l, "At immediate risk");
	for (size_t i = 0; i < l->policy->emergency_count; i++) {
		const struct policy_emergency *e = &l->policy->emergencies[i];
		struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "emergency", .id = e->id,
			.label = arena_format(l->arena, "\"%s\"", e->id), .text = e->text, .clause = e->clause });
		const char *tell = "";

		for (size_t k = 0; k < e->tell_count; k++)
			tell = arena_format(l->arena, "%s%s%s", tell, k > 0 ? "; " : "", words_who(l->policy, &e->tell[k], l->arena));
		say_contacts(l, line, e);
		policy_lines_say(line, "told at once", tell);
		policy_lines_say_when(l, line, e->when);
	}
}

/* --- raising --- */

void
policy_lines_question(struct policy_lines *l, const struct field *f, const char *id)
{
	struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "question", .id = id,
		.label = arena_format(l->arena, "question \"%s\"", f->label), .text = f->label, .clause = f->clause });
	const char *choices = "";

	for (size_t i = 0; i < f->choice_count; i++)
		choices = arena_format(l->arena, "%s%s%s%s%s%s", choices, i > 0 ? "; " : "", f->choices[i].label,
		                       f->choices[i].hint != NULL ? " (" : "", f->choices[i].hint != NULL ? f->choices[i].hint : "",
		                       f->choices[i].hint != NULL ? ")" : "");
	policy_lines_say(line, "hint", f->hint);
	policy_lines_say(line, "answer", field_type_name(f->type));
	policy_lines_say(line, "at most", f->max > 0 ? arena_format(l->arena, "%zu characters", f->max) : NULL);
	policy_lines_say(line, "choices", choices);
	policy_lines_say(line, "required", f->required ? "yes" : NULL);
	policy_lines_say(line, "asked only if", f->only_if);
}

static void
add_entry(struct policy_lines *l, const struct policy_entry *e)
{
	struct policy_line *line;

	if (e->within.words == NULL)
		return;
	line = policy_lines_add(l, (struct policy_line){ .kind = "latest", .id = "", .label = "how late it can be raised",
		.text = e->instead, .clause = e->clause });
	policy_lines_say(line, "time", arena_format(l->arena, "%s from the disagreement or decision", e->within.words));
	policy_lines_say(line, "all the same if", words_when(l->policy, e->unless, l->arena));
}

static void
add_raising(struct policy_lines *l)
{
	const struct policy *p = l->policy;

	begin_section(l, "When it is raised");
	for (size_t i = 0; i < p->raise_guidance_count; i++)
		(void)policy_lines_add(l, (struct policy_line){ .kind = "guidance", .id = p->raise_guidance[i].text,
			.label = "guidance", .text = p->raise_guidance[i].text, .clause = p->raise_guidance[i].clause });
	add_entry(l, &p->entry);
	for (size_t i = 0; i < p->raise_asks.count; i++)
		policy_lines_question(l, &p->raise_asks.fields[i], p->raise_asks.fields[i].name);
	begin_section(l, "What it can be about");
	for (size_t i = 0; i < p->category_count; i++) {
		const struct policy_category *c = &p->categories[i];
		struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "category", .id = c->id,
			.label = arena_format(l->arena, "category \"%s\"", c->name), .text = c->name, .clause = c->clause });

		policy_lines_say(line, "left out", c->excluded);
		policy_lines_say_when(l, line, c->when);
	}
}

static void
add_tracks(struct policy_lines *l)
{
	const struct policy *p = l->policy;

	begin_section(l, "Tracks");
	if (p->track_label != NULL)
		(void)policy_lines_add(l, (struct policy_line){ .kind = "track question", .id = "", .text = p->track_label });
	for (size_t i = 0; i < p->track_count; i++) {
		const struct policy_track *t = &p->tracks[i];
		struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "track", .id = t->id,
			.label = arena_format(l->arena, "track \"%s\"", t->name), .text = t->name, .clause = t->clause });

		policy_lines_say(line, "hint", t->hint);
		policy_lines_say(line, "taken", policy_track_is_chosen(p) ? "by whoever raises it" : NULL);
		policy_lines_say_when(l, line, t->when);
	}
}

/* --- what belongs to no stage --- */

/* Everything that stands on the form, in its order. */
static const char *
paper_words(const struct policy_paper *p, struct policy_lines *l)
{
	const char *words = "";

	for (size_t i = 0; i < p->title_count; i++)
		words = arena_format(l->arena, "%s%s%s", words, i > 0 ? " / " : "", p->title[i]);
	for (size_t i = 0; i < p->head_count; i++)
		words = arena_format(l->arena, "%s / %s", words, p->head[i]);
	words = arena_format(l->arena, "%s / %s", words, p->details);
	for (size_t i = 0; i < p->column_count; i++)
		words = arena_format(l->arena, "%s / %s", words, p->columns[i]);
	return words;
}

static void
add_records(struct policy_lines *l)
{
	const struct policy_records *r = &l->policy->records;

	if (r->text != NULL)
		policy_lines_say(policy_lines_add(l, (struct policy_line){ .kind = "records", .id = "", .label = "records of contacts",
		                 .text = r->text, .clause = r->clause }), "form", r->form);
	if (r->paper != NULL)
		policy_lines_say(policy_lines_add(l, (struct policy_line){ .kind = "paper", .id = "", .label = "printed form",
		                 .text = paper_words(r->paper, l), .clause = r->clause }), "its rows", r->paper->rows);
}

static void
add_lessons(struct policy_lines *l)
{
	const struct policy_lessons *s = &l->policy->lessons;

	if (s->text != NULL)
		policy_lines_say_who(l, policy_lines_add(l, (struct policy_line){ .kind = "lessons", .id = "",
		                     .label = "lessons", .text = s->text, .clause = s->clause }), "who answers", s->to);
}

/* What the text says of support, and who can be asked to raise it, each under its own clause. */
static void
add_support(struct policy_lines *l)
{
	const struct policy_support *s = &l->policy->support;

	if (s->text != NULL)
		(void)policy_lines_add(l, (struct policy_line){ .kind = "support", .id = "", .label = "support to challenge",
		                       .text = s->text, .clause = s->clause });
	if (s->ask != NULL)
		policy_lines_say_who(l, policy_lines_add(l, (struct policy_line){ .kind = "support-ask", .id = "",
		                     .label = "asked to raise it for somebody", .text = "Somebody can ask them to raise a disagreement",
		                     .clause = s->ask_clause }), "who is asked", s->ask);
}

static void
add_overall(struct policy_lines *l)
{
	const struct policy *p = l->policy;

	begin_section(l, "Before, over and after the stages");
	add_records(l);
	add_lessons(l);
	add_support(l);
	for (size_t i = 0; i < p->duty_count; i++)
		if (p->duties[i].stage < 0)
			policy_lines_duty(l, &p->duties[i]);
	for (size_t i = 0; i < p->cap_count; i++) {
		const struct policy_cap *c = &p->caps[i];
		struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "limit", .id = c->id,
			.label = arena_format(l->arena, "limit \"%s\"", c->id), .text = c->text, .clause = c->clause,
			.note = c->note });
		const char *stages = "";

		for (size_t k = 0; k < c->stage_count; k++)
			stages = arena_format(l->arena, "%s%s%s", stages, k > 0 ? ", " : "", p->stages[c->stages[k]].id);
		policy_lines_say(line, "stages", c->stage_count == 0 ? "all" : stages);
		policy_lines_say_clock(l, line, &c->clock);
		policy_lines_say_when(l, line, c->when);
	}
}

/* --- people --- */

static void
add_role(struct policy_lines *l, const struct policy_role *role)
{
	struct policy_line *line = policy_lines_add(l, (struct policy_line){ .kind = "role", .id = role->id,
		.label = arena_format(l->arena, "role \"%s\"", role->name), .text = role->name, .clause = role->clause });

	policy_lines_say(line, "held in", role->partnership ? "the partnership" : "the agencies");
	policy_lines_say(line, "sees", role->oversight ? "each one from the moment a notice copies them in" : NULL);
	policy_lines_say(line, "stood in for by", words_stand_ins(l->policy, role, l->arena));
	policy_lines_say_when(l, line, role->when);
}

/* The row's place among those of the same role and sector: rows have no ids. */
static size_t
same_before(const struct policy *p, size_t row)
{
	const char *sector = p->matrix[row].sector;
	size_t n = 0;

	for (size_t i = 0; i < row; i++)
		n += p->matrix[i].role == p->matrix[row].role &&
		     (sector == NULL ? p->matrix[i].sector == NULL
		                     : p->matrix[i].sector != NULL && strcmp(p->matrix[i].sector, sector) == 0);
	return n;
}

static void
add_titles(struct policy_lines *l, size_t row)
{
	const struct policy *p = l->policy;
	const struct policy_titles *t = &p->matrix[row];
	const char *titles = "", *sector = t->sector != NULL ? t->sector : "every sector", *name = sector;
	struct policy_line *line;

	for (size_t i = 0; i < p->sector_count; i++)
		if (strcmp(p->sectors[i].id, sector) == 0)
			name = p->sectors[i].name;
	for (size_t i = 0; i < t->title_count; i++)
		titles = arena_format(l->arena, "%s%s%s", titles, i > 0 ? ", " : "", t->titles[i]);
	line = policy_lines_add(l, (struct policy_line){ .kind = "job titles",
		.id = arena_format(l->arena, "%s/%s/%zu", p->roles[t->role].id, sector, same_before(p, row)),
		.label = arena_format(l->arena, "%s in %s", p->roles[t->role].name, name), .text = titles, .clause = t->clause });
	policy_lines_say(line, "role", p->roles[t->role].name);
	policy_lines_say(line, "sector", name);
	policy_lines_say(line, "suggested", t->suggested ? "by the editor; the text does not name them" : NULL);
}

void
policy_lines_all(struct policy_lines *l)
{
	const struct policy *p = l->policy;

	add_whole(l);
	add_emergencies(l);
	add_raising(l);
	add_tracks(l);
	add_overall(l);
	policy_lines_stages(l);
	begin_section(l, "Roles");
	for (size_t i = 0; i < p->role_count; i++)
		add_role(l, &p->roles[i]);
	begin_section(l, "Sectors");
	for (size_t i = 0; i < p->sector_count; i++)
		(void)policy_lines_add(l, (struct policy_line){ .kind = "sector", .id = p->sectors[i].id,
			.label = arena_format(l->arena, "sector \"%s\"", p->sectors[i].name), .text = p->sectors[i].name,
			.clause = p->sectors[i].clause });
	begin_section(l, "Job titles that hold the roles");
	for (size_t i = 0; i < p->matrix_count; i++)
		add_titles(l, i);
}
