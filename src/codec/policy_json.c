/* policy_json.c - see parley/escalation_json.h: a policy as a person reads it, and what raising asks. */
#include "api_json.h"
#include "parley/flowchart_svg.h"
#include "words.h"

void
policy_summary_write(struct buffer *b, const char *name, const struct policy *p)
{
	json_object(b, name);
	json_string(b, "id", p->id);
	json_string(b, "title", p->title);
	json_string(b, "owner", p->owner);
	json_string(b, "edition", p->edition);
	json_end_object(b);
}

/* --- GET /policy --- */

static void
write_role_names(struct buffer *b, const char *name, const struct policy *p, const int *roles, size_t count)
{
	size_t i;

	json_array(b, name);
	for (i = 0; i < count; i++)
		json_string(b, NULL, p->roles[roles[i]].name);
	json_end_array(b);
}

static void
write_duty(struct buffer *b, const struct policy *p, const struct policy_duty *d, struct arena *a)
{
	bool no_time = d->clock.within.kind == DURATION_NO_TIME;
	struct deadline none = { .state = DEADLINE_NONE };

	none.explanation.within = d->clock.within;
	json_object(b, NULL);
	json_string(b, "text", d->text);
	json_string(b, "clause", d->clause);
	json_string(b, "who", words_who(p, &d->who, a));
	json_string(b, "within", words_capital(no_time ? due_words(&none, a) : d->clock.within.words, a));
	json_string(b, "from", no_time ? NULL : words_from(p, &d->clock, a));
	json_end_object(b);
}

static void
write_stage(struct buffer *b, const struct policy *p, const struct policy_stage *s, struct arena *a)
{
	size_t i;

	json_object(b, NULL);
	json_string(b, "id", s->id);
	json_string(b, "name", s->name);
	json_string(b, "clause", s->clause);
	json_string(b, "summary", s->summary);
	json_object(b, "speakers");
	write_role_names(b, "raising", p, s->speakers[0], s->speaker_count[0]);
	write_role_names(b, "receiving", p, s->speakers[1], s->speaker_count[1]);
	json_end_object(b);
	write_role_names(b, "authority", p, s->authority, s->authority_count);
	json_array(b, "duties");
	for (i = 0; i < s->duty_count; i++)
		write_duty(b, p, &p->duties[s->duties[i]], a);
	json_end_array(b);
	json_array(b, "exits");
	for (i = 0; i < s->exit_count; i++) {
		json_object(b, NULL);
		json_string(b, "label", s->exits[i].label);
		json_string(b, "clause", s->exits[i].clause);
		json_end_object(b);
	}
	json_end_array(b);
	json_end_object(b);
}

void
policy_write(struct buffer *b, const struct policy *p)
{
	struct arena *a = arena_new();
	size_t i;

	json_string(b, "id", p->id);
	json_string(b, "title", p->title);
	json_string(b, "owner", p->owner);
	json_string(b, "edition", p->edition);
	json_string(b, "issued", p->issued);
	json_string(b, "review", p->review);
	json_array(b, "stages");
	for (i = 0; i < p->stage_count; i++)
		write_stage(b, p, &p->stages[i], a);
	json_end_array(b);
	/* Duties of no stage hold before, over and after the whole. */
	json_array(b, "duties");
	for (i = 0; i < p->duty_count; i++)
		if (p->duties[i].stage < 0)
			write_duty(b, p, &p->duties[i], a);
	json_end_array(b);
	flowchart_svg_json(b, "flowchart", flowchart_policy_draw(p, a));
	arena_free(a);
}

/* --- GET /raise --- */

static void
write_contacts(struct buffer *b, const struct policy_emergency *em)
{
	size_t i;

	json_array(b, "contacts");
	for (i = 0; i < em->contact_count; i++) {
		json_object(b, NULL);
		json_string(b, "name", em->contacts[i].name);
		json_string(b, "telephone", em->contacts[i].telephone);
		json_string(b, "email", em->contacts[i].email);
		json_string(b, "text", em->contacts[i].text);
		json_end_object(b);
	}
	json_end_array(b);
}

/* "Line manager", "Safeguarding lead": to the raiser these are people of their own agency, so no side is named. */
static void
write_tells(struct buffer *b, const struct policy *p, const struct policy_emergency *em, struct arena *a)
{
	size_t i, k;

	json_array(b, "tells");
	for (i = 0; i < em->tell_count; i++) {
		const struct policy_who *who = &em->tell[i];

		for (k = 0; k < who->role_count; k++)
			json_string(b, NULL, p->roles[who->roles[k]].name);
		if (who->role_count == 0)
			json_string(b, NULL, words_who(p, who, a));
	}
	json_end_array(b);
}

static void
write_emergencies(struct buffer *b, const struct policy *p, struct arena *a)
{
	size_t i;

	json_array(b, "emergency");
	for (i = 0; i < p->emergency_count; i++) {
		json_object(b, NULL);
		json_string(b, "id", p->emergencies[i].id);
		json_string(b, "text", p->emergencies[i].text);
		json_string(b, "clause", p->emergencies[i].clause);
		write_contacts(b, &p->emergencies[i]);
		write_tells(b, p, &p->emergencies[i], a);
		json_end_object(b);
	}
	json_end_array(b);
}

void
raise_form_write(struct buffer *b, const struct policy *p, struct arena *a)
{
	struct raise_page *pages;
	struct field_set set;
	size_t i, count;

	write_emergencies(b, p, a);
	api_json_guidance(b, "guidance", p->raise_guidance, p->raise_guidance_count);
	json_array(b, "excluded");
	for (i = 0; i < p->category_count; i++) {
		if (p->categories[i].excluded == NULL)
			continue;
		json_object(b, NULL);
		json_string(b, "category", p->categories[i].id);
		json_string(b, "go_to", p->categories[i].excluded);
		json_end_object(b);
	}
	json_end_array(b);
	policy_raise_pages(p, a, &pages, &count);
	json_array(b, "pages");
	for (i = 0; i < count; i++) {
		json_object(b, NULL);
		json_string(b, "id", pages[i].id);
		json_string(b, "title", pages[i].title);
		set = (struct field_set){ pages[i].fields, pages[i].field_count };
		fields_write(b, "fields", &set, 1);
		json_end_object(b);
	}
	json_end_array(b);
}
