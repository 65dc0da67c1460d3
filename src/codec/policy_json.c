/* policy_json.c - see parley/escalation_json.h: a policy as a person reads it, and what raising asks. */
#include "api_json.h"
#include "parley/contact.h"
#include "parley/risk.h"
#include "parley/flowchart_svg.h"
#include "parley/policy_text.h"
#include "parley/timetable_text.h"
#include "words.h"

void
policy_summary_write(struct buffer *b, const char *name, const struct policy *p)
{
	json_whole(b, name, json_has_text("id", p->id), json_has_text("title", p->title), json_has_text("owner", p->owner),
	           json_has_text("edition", p->edition));
}

/* --- GET /policy --- */

void
policy_flowchart_write(struct buffer *b, const struct policy *p)
{
	struct arena *a = arena_new();

	flowchart_svg_json(b, "flowchart", flowchart_policy_draw(p, a));
	arena_free(a);
}

void
policy_write(struct buffer *b, const struct policy *p, bool notes)
{
	json_string(b, "id", p->id);
	json_string(b, "title", p->title);
	json_string(b, "owner", p->owner);
	json_string(b, "edition", p->edition);
	json_string(b, "issued", p->issued);
	json_string(b, "review", p->review);
	policy_text_sections_json(b, p, notes);
	timetable_questions_json(b, p);
	policy_flowchart_write(b, p);
}

/* --- GET /raise --- */

static void
write_contact(struct buffer *b, struct contact_shown c)
{
	json_object(b, NULL);
	json_string(b, "name", c.name);
	json_string(b, "telephone", c.telephone);
	json_string(b, "email", c.email);
	json_string(b, "text", c.text);
	json_string(b, "hours", c.hours);
	json_end_object(b);
}

/* Whom the route names, then those of whom it tells who can be reached outside both sides. */
static void
write_contacts(struct buffer *b, const struct policy *p, const struct policy_emergency *em, struct arena *a)
{
	struct contact_shown c;

	json_array(b, "contacts");
	for (size_t i = 0; i < em->contact_count; i++)
		write_contact(b, contact_shown(p, &em->contacts[i]));
	for (size_t i = 0; i < em->tell_count; i++) {
		for (size_t k = 0; k < em->tell[i].role_count; k++) {
			if (contact_role_shown(p, &em->tell[i], k, a, &c))
				write_contact(b, c);
		}
	}
	json_end_array(b);
}

/* "Line manager", "Safeguarding lead": to the raiser these are people of their own agency, so no side is named. */
static void
write_tells(struct buffer *b, const struct policy *p, const struct policy_emergency *em, struct arena *a)
{
	for (size_t i = 0; i < em->tell_count; i++) {
		const struct policy_who *who = &em->tell[i];

		for (size_t k = 0; k < who->role_count; k++)
			json_string(b, NULL, p->roles[who->roles[k]].name);
		if (who->role_count == 0)
			json_string(b, NULL, words_told(p, who, INSTANT_NONE, a));
	}
}

static void
write_emergency(struct buffer *b, const struct policy *p, const struct policy_emergency *em, struct arena *a)
{
	json_object(b, NULL);
	json_string(b, "id", em->id);
	json_string(b, "when", words_when(p, em->when, a));
	json_string(b, "text", em->text);
	json_string(b, "clause", em->clause);
	write_contacts(b, p, em, a);
	json_array(b, "tells");
	write_tells(b, p, em, a);
	json_end_array(b);
	json_end_object(b);
}

void
emergencies_write(struct buffer *b, const char *name, const struct escalation *e, instant at)
{
	const struct policy *p = e->policy;

	json_array(b, name);
	for (size_t i = 0; i < p->emergency_count; i++)
		if (risk_route_applies(e, &p->emergencies[i], at))
			write_emergency(b, p, &p->emergencies[i], e->arena);
	json_end_array(b);
}

void
emergency_tells_write(struct buffer *b, const char *name, const struct escalation *e, instant at)
{
	const struct policy *p = e->policy;

	json_array(b, name);
	for (size_t i = 0; i < p->emergency_count; i++)
		if (risk_route_applies(e, &p->emergencies[i], at))
			write_tells(b, p, &p->emergencies[i], e->arena);
	json_end_array(b);
}

static void
write_possible_emergencies(struct buffer *b, const struct policy *p, const char *hours, struct arena *a)
{
	json_array(b, "emergency");
	for (size_t i = 0; i < p->emergency_count; i++)
		if (risk_route_may_apply(&p->emergencies[i], hours, NULL))
			write_emergency(b, p, &p->emergencies[i], a);
	json_end_array(b);
}

void
raise_form_write(struct buffer *b, const struct policy *p, const char *hours, struct arena *a)
{
	struct raise_page *pages;
	struct field_set set;
	size_t i, count;

	write_possible_emergencies(b, p, hours, a);
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
