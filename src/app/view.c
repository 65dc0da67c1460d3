/*
 * view.c - the case page: one read of the store, one fold, the read logged.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "counterparts.h"
#include "granted.h"
#include "me.h"
#include "parley/escalation_json.h"
#include "parley/store_absence.h"
#include "parley/store_draft.h"
#include "parley/store_escalation.h"
#include "seats.h"

static enum result
drafts_of_each(struct app *app, const struct app_request *r, const char *reference, const struct action *actions,
               size_t count, const char ***out)
{
	const char **list = ARENA_ARRAY(r->arena, count, const char *);
	const char *prefix = arena_format(r->arena, "%s/", reference);
	struct draft *drafts;
	size_t n;
	enum result result = RESULT_OK;

	*out = list;
	if (!r->session->drafts)
		return RESULT_OK;
	result = store_drafts(app->store, r->session->person.id, prefix, r->arena, &drafts, &n);

	for (size_t i = 0; result == RESULT_OK && i < n; i++) {
		for (size_t k = 0; k < count; k++) {
			if (strcmp(drafts[i].key + strlen(prefix), actions[k].id) == 0)
				list[k] = drafts[i].json;
		}
	}
	return result;
}

/* --- the answer --- */

/* Actions on one record are shown only to whoever opens their form: there may be hundreds. */
static void
add_asked_for(const struct app_case *c, const char *id, struct arena *a, struct action **actions, size_t *count)
{
	const struct action *found = id ? escalation_action(c->e, &c->viewer, id) : NULL;
	struct action *more;

	for (size_t i = 0; found && i < *count; i++) {
		if (strcmp((*actions)[i].id, id) == 0)
			return;
	}
	if (!found)
		return;
	more = ARENA_ARRAY(a, *count + 1, struct action);
	if (*count > 0)
		memcpy(more, *actions, *count * sizeof(*more));
	more[(*count)++] = *found;
	*actions = more;
}

/*
 * What the press does and what follows, with dates: from folding one event more, and looking, where it enters a stage, who is
 * there to speak, as is done when it is pressed.
 */
static enum result
tell_next(struct app *app, const struct app_request *r, const struct app_case *c, const struct action *action,
          struct escalation_view *view)
{
	struct escalation *after = escalation_preview(c->e, &c->viewer, action);
	struct fault ignored;
	enum result result = RESULT_OK;

	fault_init(&ignored, r->arena);
	if (after && after->visit_count > c->e->visit_count)
		result = seats_look(app, r->arena, c->policy, SEATS_ROLES, &after, &ignored);
	view->next = action_next_words(c->e, action, after);
	return result;
}

static enum result
fill_view(struct app *app, const struct app_request *r, const char *reference, const char *for_action,
          const struct app_case *c, struct escalation_view *view)
{
	struct counterpart_place *places;
	struct action *actions;
	const char **drafts;
	size_t count;
	enum result result;

	escalation_actions(c->e, &c->viewer, &actions, &count);
	add_asked_for(c, for_action, r->arena, &actions, &count);
	result = drafts_of_each(app, r, reference, actions, count, &drafts);
	*view = (struct escalation_view){ .e = c->e, .standing = &c->standing, .viewer = &c->viewer,
		                          .reference = c->head.reference, .actions = actions, .action_count = count,
		                          .drafts = drafts, .asked_action = count };
	for (size_t i = 0; result == RESULT_OK && for_action && i < count; i++) {
		if (strcmp(actions[i].id, for_action) != 0)
			continue;
		view->asked_action = i;
		result = tell_next(app, r, c, &actions[i], view);
		counterpart_places(c->e, &actions[i], &places, &view->proposal_count);
		if (result == RESULT_OK)
			result = counterparts_propose(app, r, places, view->proposal_count, &view->proposals);
	}
	return result;
}

enum { AWAY_MOST = 40 };

/* Those who are expected at one meeting, and when they are away: only of meetings that are to come, so mostly of none. */
static enum result
add_away(struct app *app, const struct app_request *r, const struct meeting *m, struct away *list, size_t *count)
{
	enum result result = RESULT_OK;

	for (size_t i = 0; result == RESULT_OK && i < m->coming_count; i++) {
		struct absence *absences;
		size_t n, k = 0;

		while (k < *count && list[k].person_id != m->coming[i]->id)
			k++;
		if (k < *count || m->coming[i]->id == 0) /* asked to another one */
			continue;
		result = store_absences(app->store, ABSENCES_OF_PERSON, m->coming[i]->id, r->now, r->arena, &absences, &n);
		for (k = 0; result == RESULT_OK && k < n && *count < AWAY_MOST; k++)
			list[(*count)++] = (struct away){ m->coming[i]->id, absences[k].begins, absences[k].ends };
	}
	return result;
}

static enum result
find_away(struct app *app, const struct app_request *r, const struct escalation *e, struct escalation_view *view)
{
	struct away *list = ARENA_ARRAY(r->arena, AWAY_MOST, struct away);
	enum result result = RESULT_OK;

	view->away = list;
	for (size_t i = 0; result == RESULT_OK && i < e->meeting_count; i++) {
		if (!escalation_meeting_is_over(e, &e->meetings[i]))
			result = add_away(app, r, &e->meetings[i], list, &view->away_count);
	}
	return result;
}

static bool
asks_for_agency(const struct action *a)
{
	for (size_t s = 0; s < a->set_count; s++) {
		for (size_t i = 0; i < a->sets[s].count; i++) {
			if (a->sets[s].fields[i].type == FIELD_AGENCY)
				return true;
		}
	}
	return false;
}

static bool
is_side(const struct escalation *e, const char *agency_id)
{
	return strcmp(e->sides[0].agency.id, agency_id) == 0 || strcmp(e->sides[1].agency.id, agency_id) == 0;
}

/* All agencies to choose from, where the form asks for some: who sat on a panel. Else only the two sides matter. One
 * that has ended is offered where it is a side itself. */
static void
write_agencies(const struct app *app, const struct escalation_view *view, struct buffer *out)
{
	size_t i = view->asked_action;

	if (i >= view->action_count || !asks_for_agency(&view->actions[i]))
		return;
	json_array(out, "agencies");
	for (size_t k = 0; k < app->snapshot->agency_count; k++) {
		const struct agency *ag = &app->snapshot->agencies[k];

		if (!snapshot_agency_ended(ag, view->e->now) || is_side(view->e, ag->id))
			agency_write(out, NULL, &(struct agency_ref){ ag->id, ag->name, ag->sector });
	}
	json_end_array(out);
}

/* The read is logged while the answer is written: one that cannot be logged does not take place, and leaves nothing. */
static enum result
write_logged(struct app *app, const struct app_request *r, int64_t escalation_id, const struct escalation_view *view,
             const char **etag, struct buffer *out)
{
	const struct access read = { r->session->person.id, "escalation", escalation_id, r->id, r->now };
	enum result result;

	store_access_log_begin(app->store, &read);
	json_object(out, NULL);
	me_write(app, r, out, "me");
	escalation_write(out, view);
	write_agencies(app, view, out);
	json_end_object(out);
	/* A draft, a role or a passing deadline changes it as much as an event does. */
	*etag = me_etag(r, out);
	result = store_access_log_end(app->store, &read);
	if (result != RESULT_OK)
		buffer_reset(out);
	return result;
}

enum result
app_escalation(struct app *app, const struct app_request *r, const char *reference, const char *for_action,
               const char *known_etag, const char **etag, bool *unchanged, struct buffer *out, struct fault *f)
{
	struct escalation_view view;
	struct app_case c;
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result == RESULT_OK)
		result = case_open(app, r, reference, &c, f);
	if (result != RESULT_OK)
		return result;
	result = fill_view(app, r, reference, for_action, &c, &view);
	for (int side = SIDE_RAISING; result == RESULT_OK && side <= SIDE_RECEIVING; side++)
		result = granted_speaker(app, r, c.e, (enum side)side, &view.by_hand[side - 1]);
	if (result == RESULT_OK && c.e->meeting_count > 0)
		result = find_away(app, r, c.e, &view);
	if (result == RESULT_OK)
		result = write_logged(app, r, c.head.id, &view, etag, out);
	if (result != RESULT_OK)
		return fault_set(f, result, "escalation-unread", "The escalation cannot be shown just now. Try again in a minute.");
	*unchanged = known_etag && strcmp(known_etag, *etag) == 0;
	if (*unchanged)
		buffer_reset(out);
	return RESULT_OK;
}
