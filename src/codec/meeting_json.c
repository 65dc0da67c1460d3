/* meeting_json.c - see parley/escalation_json.h: meetings, who can come when, and which time suits. */
#include <stdlib.h>
#include <string.h>

#include "api_json.h"
#include "timeline_json.h"
#include "words.h"

static size_t
count_of(const struct meeting *m, size_t time, enum coming c)
{
	size_t n = 0;

	for (size_t i = 0; i < m->people_count; i++)
		n += m->people[i].coming[time] == c;
	return n;
}

/* Most who can come at all, then most who can come well. */
static size_t
suits(const struct meeting *m, size_t time)
{
	size_t yes = count_of(m, time, COMING_YES);

	return (yes + count_of(m, time, COMING_IF_NEED_BE)) * (m->people_count + 1) + yes;
}

static size_t
best_of(const struct meeting *m, size_t *how_many)
{
	size_t best = 0;

	*how_many = 0;
	for (size_t i = 0; i < m->time_count; i++) {
		if (suits(m, i) > suits(m, best))
			best = i;
	}
	for (size_t i = 0; i < m->time_count; i++)
		*how_many += suits(m, i) == suits(m, best);
	return best;
}

static size_t
unanswered(const struct meeting *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->people_count; i++)
		n += m->people[i].answer == NULL;
	return n;
}

/* What the answers come to: said as it is, also when nobody can come or two times suit alike. */
static const char *
verdict(const struct escalation *e, const struct meeting *m)
{
	size_t alike, best = best_of(m, &alike), open = unanswered(m), all = m->people_count;
	size_t can = m->time_count == 0 ? 0 : count_of(m, best, COMING_YES) + count_of(m, best, COMING_IF_NEED_BE);
	const char *rest = open == 0 ? "" : open == 1 ? " 1 person has not answered." :
	                   arena_format(e->arena, " %zu have not answered.", open);

	if (open == all)
		return "Nobody has answered yet.";
	if (can == 0)
		return arena_format(e->arena, "Nobody who has answered can make any of these times.%s", rest);
	if (alike > 1)
		return arena_format(e->arena, "It is a tie: %zu times suit equally well, with %zu of %zu people.%s", alike, can,
		                    all, rest);
	return arena_format(e->arena, "%s suits most: %zu of %zu people can come.%s", words_instant(m->times[best], e->arena),
	                    can, all, rest);
}

/* --- the panel that the policy asks for --- */

static void
write_panel(struct buffer *b, const struct escalation *e, const struct meeting *m, size_t time)
{
	struct panel_at at;
	const struct policy_panel *rule = escalation_panel_at(e, m, time, &at);

	json_array(b, "panel");
	if (rule != NULL && at.agencies < (size_t)rule->agencies)
		json_string(b, NULL, arena_format(e->arena, "The panel is to be of %d agencies. Members of only %zu could be there (%s).",
		                                  rule->agencies, at.agencies, rule->clause));
	for (int side = 0; rule != NULL && side < 2; side++)
		if (at.lacks[side])
			json_string(b, NULL, arena_format(e->arena, "Nobody of %s could sit on it, which the policy %s (%s).",
			                                  e->sides[side].agency.name,
			                                  rule->concerned_must ? "requires" : "asks for where possible",
			                                  rule->clause));
	json_end_array(b);
}

static bool
has_panel(const struct escalation *e, const struct meeting *m)
{
	struct panel_at at;

	return escalation_panel_at(e, m, 0, &at) != NULL;
}

/* --- its papers, and what was written down of it --- */

static bool
is_about(const struct event *ev, enum event_kind kind, const struct meeting *m)
{
	return ev->kind == kind && ev->target != NULL && strtoul(ev->target, NULL, 10) == m->id;
}

/* What was chosen last of the records and files that there are; "\n" between them. NULL: nothing was. */
static const char *
chosen_papers(const struct escalation *e, const struct meeting *m)
{
	const char *chosen = NULL;

	for (size_t i = 0; i < e->event_count; i++)
		if (is_about(&e->events[i], EVENT_MEETING_PAPERS, m))
			chosen = event_text(&e->events[i], "papers");
	return chosen;
}

static void
write_paper(struct buffer *b, const struct escalation *e, const struct event *ev)
{
	json_object(b, NULL);
	json_int(b, "seq", ev->seq);
	json_string(b, "title", timeline_json_paper(e, ev->seq));
	json_string(b, "attachment", ev->kind == EVENT_ATTACHED ? event_text(ev, "upload") : NULL);
	json_string(b, "type_words", ev->kind == EVENT_ATTACHED ? event_text(ev, "file_type") : NULL);
	json_end_object(b);
}

static void
write_papers(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	const char *chosen = chosen_papers(e, m);

	json_array(b, "papers");
	for (size_t i = 0; i < e->event_count; i++)
		if (is_about(&e->events[i], EVENT_ATTACHED, m))
			write_paper(b, e, &e->events[i]);
	while (chosen != NULL && *chosen != '\0') {
		char *end;
		unsigned long seq = strtoul(chosen, &end, 10);

		if (seq >= 1 && seq <= e->event_count && !is_about(&e->events[seq - 1], EVENT_ATTACHED, m))
			write_paper(b, e, &e->events[seq - 1]);
		chosen = *end == '\0' ? end : end + 1;
	}
	json_end_array(b);
}

static void
write_notes(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	json_array(b, "notes");
	for (size_t i = 0; i < e->record_count; i++)
		if (e->records[i].meeting == m->id && e->records[i].corrected == NULL)
			json_int(b, NULL, e->records[i].event->seq);
	json_end_array(b);
}

/* --- one meeting --- */

static const char *
state_of(const struct escalation *e, const struct meeting *m)
{
	if (m->cancelled)
		return "cancelled";
	if (m->proposed)
		return "proposed";
	return escalation_meeting_is_over(e, m) ? "over" : "set";
}

static const char *
when_words(const struct escalation *e, const struct meeting *m)
{
	if (m->starts != INSTANT_NONE)
		return words_instant(m->starts, e->arena);
	return m->on == DAY_NONE ? NULL : arena_format(e->arena, "%s, at a time that is not set", words_day(m->on, e->arena));
}

/* Who comes, and is away then: so that nobody waits for their answer. */
static void
write_away(struct buffer *b, const struct escalation_view *view, const struct meeting *m, instant at)
{
	json_array(b, "away");
	for (size_t i = 0; i < m->coming_count; i++) {
		for (size_t k = 0; k < view->away_count; k++) {
			const struct away *away = &view->away[k];

			if (away->person_id == m->coming[i]->id && away->begins <= at && at < away->ends)
				json_string(b, NULL, m->coming[i]->name);
		}
	}
	json_end_array(b);
}

static void
write_times(struct buffer *b, const struct escalation_view *view, const struct meeting *m)
{
	const struct escalation *e = view->e;

	json_array(b, "times");
	for (size_t i = 0; i < m->time_count; i++) {
		json_object(b, NULL);
		json_members(b, json_has_instant("starts", m->times[i]), json_has_instant_words("words", m->times[i]),
		             json_has_int("yes", (int64_t)count_of(m, i, COMING_YES)),
		             json_has_int("if_need_be", (int64_t)count_of(m, i, COMING_IF_NEED_BE)),
		             json_has_int("no", (int64_t)count_of(m, i, COMING_NO)));
		write_panel(b, e, m, i);
		write_away(b, view, m, m->times[i]);
		json_end_object(b);
	}
	json_end_array(b);
}

static void
write_people(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	json_array(b, "people");
	for (size_t i = 0; i < m->people_count; i++) {
		const struct invitee *place = &m->people[i];
		enum side side = escalation_spoke_for(e, m->coming[i]->id);

		json_object(b, NULL);
		person_write(b, "person", place->who);
		person_write(b, "instead", place->instead);
		json_members(b, json_has_text("spoke_for", side == SIDE_NONE ? NULL : e->sides[side - 1].agency.name),
		             json_has_instant_words("answered_words",
		                                    place->answer == NULL ? INSTANT_NONE : place->answer->recorded),
		             json_has_text("note", place->answer == NULL ? NULL : event_text(place->answer, "note")));
		json_array(b, "answers");
		for (size_t k = 0; k < m->time_count; k++)
			json_string(b, NULL, coming_name(place->coming[k]));
		json_end_array(b);
		json_end_object(b);
	}
	json_end_array(b);
}

/* Whether an answer of the viewer is waited for: their own, or of somebody who is away and for whom they act. */
static bool
asks_one(const struct meeting *m, int64_t person_id)
{
	for (size_t i = 0; i < m->people_count; i++)
		if (m->people[i].who->id == person_id)
			return m->people[i].answer == NULL;
	return false;
}

static bool
asks(const struct escalation *e, const struct viewer *v, const struct meeting *m)
{
	bool found = asks_one(m, v->person_id);

	for (size_t i = 0; i < v->absent_count && !found; i++)
		found = asks_one(m, v->absent[i].person_id);
	return found && m->time_count > 0 && !escalation_meeting_is_over(e, m);
}

static void
write_actions(struct buffer *b, const struct escalation *e, const struct viewer *v, const struct meeting *m)
{
	struct meeting_action actions[MEETING_ACTIONS_MAX];
	size_t count = escalation_meeting_actions(e, v, m, actions);

	json_array(b, "actions");
	for (size_t i = 0; i < count; i++) {
		json_object(b, NULL);
		json_string(b, "id", actions[i].id);
		json_string(b, "label", actions[i].label);
		json_string(b, "kind", event_kind_name(actions[i].kind));
		json_end_object(b);
	}
	json_end_array(b);
}

/* "90": how long, as the form has it. */
static const char *
minutes_words(const struct escalation *e, int minutes)
{
	if (minutes % 60 != 0)
		return arena_format(e->arena, "%d minutes", minutes);
	return minutes == 60 ? "1 hour" : arena_format(e->arena, "%d hours", minutes / 60);
}

static void
write_meeting(struct buffer *b, const struct escalation_view *view, const struct meeting *m)
{
	const struct escalation *e = view->e;
	const struct viewer *v = view->viewer;
	const int stage = e->visits[m->visit].stage;
	const bool panel = has_panel(e, m);

	json_object(b, NULL);
	json_members(b, json_has_int("id", m->id), json_has_text("state", state_of(e, m)),
	             json_has_text("when_words", when_words(e, m)), json_has_text("lasts_words", minutes_words(e, m->minutes)),
	             json_has_text("place", m->place));
	person_write(b, "by", &m->planned->actor);
	json_members(b, json_has_instant_words("answer_by_words", m->proposed ? m->answer_by : INSTANT_NONE),
	             json_has_text("verdict", m->proposed && !m->cancelled ? verdict(e, m) : NULL),
	             json_has_text("reason", event_text(m->last, "reason")),
	             json_has_text("panel_text", panel ? e->policy->stages[stage].panel.text : NULL),
	             json_has_text("panel_clause", panel ? e->policy->stages[stage].panel.clause : NULL),
	             json_has_bool("asks_you", asks(e, v, m)));
	write_times(b, view, m);
	write_people(b, e, m);
	write_papers(b, e, m);
	write_notes(b, e, m);
	write_actions(b, e, v, m);
	json_end_object(b);
}

/* The last first: what is still to come is what people look for. */
void
meetings_write(struct buffer *b, const char *name, const struct escalation_view *view)
{
	const struct escalation *e = view->e;

	json_array(b, name);
	for (size_t i = e->meeting_count; i > 0; i--)
		write_meeting(b, view, &e->meetings[i - 1]);
	json_end_array(b);
}

/* --- what a form begins with --- */

static void
write_asked_people(struct buffer *b, const struct meeting *m)
{
	json_array(b, "with");
	for (size_t i = 0; i < m->people_count; i++)
		person_write(b, NULL, m->people[i].who);
	json_end_array(b);
}

static void
write_length_and_place(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	json_string(b, "minutes", arena_format(e->arena, "%d", m->minutes));
	json_string(b, "place", m->place);
}

static void
write_day(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	struct buffer text;

	if (m->on == DAY_NONE)
		return;
	buffer_init(&text, 0);
	day_write(&text, m->on);
	json_string(b, "day", text.data);
	buffer_clear(&text);
	if (m->starts != INSTANT_NONE)
		json_string(b, "start", arena_format(e->arena, "%02d:%02d", instant_minute_of_day(m->starts) / 60,
		                                     instant_minute_of_day(m->starts) % 60));
}

/* One's own answers, of those times. */
static void
write_answers(struct buffer *b, const struct escalation *e, const struct meeting *m, int64_t person_id)
{
	for (size_t i = 0; i < m->people_count; i++) {
		const struct invitee *place = &m->people[i];

		if (place->who->id != person_id && (place->instead == NULL || place->instead->id != person_id))
			continue;
		for (size_t k = 0; k < m->time_count && place->answer != NULL; k++)
			json_string(b, arena_format(e->arena, "answer_%zu", k + 1), coming_name(place->coming[k]));
		if (place->instead != NULL && place->instead->id != person_id)
			person_write(b, "instead", place->instead);
		return;
	}
}

/* The time that suits, when there is one that suits most. */
static void
write_choice(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	size_t alike, best = best_of(m, &alike);

	if (m->time_count > 0 && alike == 1 && m->times[best] > e->now)
		json_string(b, "time", arena_format(e->arena, "%zu", best + 1));
}

/* The note begins with when it was held, how, and who was expected. */
static void
write_note(struct buffer *b, const struct meeting *m)
{
	struct buffer text;

	if (m->starts != INSTANT_NONE) {
		buffer_init(&text, 0);
		instant_write(&text, m->starts);
		json_string(b, "happened", text.data);
		buffer_clear(&text);
	}
	json_string(b, "contact_type", "meeting");
	json_array(b, "with");
	for (size_t i = 0; i < m->coming_count; i++)
		if (m->time_count == 0 || m->people[i].coming[0] != COMING_NO)
			person_write(b, NULL, m->coming[i]);
	json_end_array(b);
}

static void
write_chosen(struct buffer *b, const struct escalation *e, const struct meeting *m)
{
	const char *chosen = chosen_papers(e, m);

	json_array(b, "papers");
	while (chosen != NULL && *chosen != '\0') {
		size_t length = strcspn(chosen, "\n");

		json_string(b, NULL, arena_bytes(e->arena, chosen, length));
		chosen += length + (chosen[length] == '\n');
	}
	json_end_array(b);
}

/* Who sat on the panel is asked of those who decide: the agencies of its members, as the last meeting had them. */
static void
write_sitting(struct buffer *b, const struct escalation *e)
{
	const struct meeting *last = NULL;
	const char *agencies[MEETING_TIMES_MAX * 4];
	size_t count = 0;

	for (size_t i = 0; i < e->meeting_count; i++)
		if (!e->meetings[i].cancelled && !e->meetings[i].proposed && e->meetings[i].visit + 1 == e->visit_count)
			last = &e->meetings[i];
	for (size_t i = 0; last != NULL && i < last->people_count && count < sizeof agencies / sizeof agencies[0]; i++) {
		const struct person_ref *p = last->coming[i];
		size_t k = 0;

		if (p->agency_id == NULL || escalation_spoke_for(e, p->id) != SIDE_NONE ||
		    (last->time_count > 0 && last->people[i].coming[0] == COMING_NO))
			continue;
		while (k < count && strcmp(agencies[k], p->agency_id) != 0)
			k++;
		if (k == count)
			agencies[count++] = p->agency_id;
	}
	for (size_t i = 0; i < count && i < (size_t)e->policy->stages[e->stage].panel.agencies; i++)
		json_string(b, arena_format(e->arena, "panel_%zu", i + 1), agencies[i]);
}

void
meeting_starts_write(struct buffer *b, const char *name, const struct escalation *e, const struct viewer *v,
                     const struct action *action)
{
	const struct meeting *m = action->meeting;
	int64_t person_id = action->instead_of != NULL ? action->instead_of->person_id : v->person_id;

	json_object(b, name);
	if (action->exit != NULL && action->exit->panel)
		write_sitting(b, e);
	if (m != NULL) {
		switch (action->kind) {
		case EVENT_MEETING_CHANGED:
			write_day(b, e, m);
			write_asked_people(b, m);
			write_length_and_place(b, e, m);
			break;
		case EVENT_MEETING_PROPOSED:
			write_asked_people(b, m);
			write_length_and_place(b, e, m);
			break;
		case EVENT_MEETING_SETTLED:
			write_choice(b, e, m);
			write_length_and_place(b, e, m);
			break;
		case EVENT_MEETING_ANSWERED: write_answers(b, e, m, person_id); break;
		case EVENT_MEETING_PAPERS: write_chosen(b, e, m); break;
		case EVENT_CONTACT: write_note(b, m); break;
		case EVENT_ATTACHED: json_string(b, "attachment_kind", "papers"); break;
		default: break;
		}
	}
	json_end_object(b);
}
