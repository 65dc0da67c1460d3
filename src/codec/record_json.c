/* record_json.c - see parley/escalation_json.h: what each side said of a record, and what may still be said. */
#include <stdlib.h>

#include "api_json.h"
#include "words.h"

static const char *
state_of(const struct record *r, enum side side)
{
	const struct event *answer = r->answers[side - 1];

	if (answer == r->event)
		return "wrote";
	if (answer != NULL)
		return answer->kind == EVENT_RECORD_DIFFERED ? "differs" : "approved";
	return escalation_record_waits(r, side) ? "waiting" : "not-needed";
}

static void
write_side(struct buffer *b, const struct escalation *e, const struct record *r, enum side side)
{
	const struct event *answer = r->answers[side - 1], *differed = r->differed[side - 1];

	json_object(b, NULL);
	json_members(b, json_has_text("side", side_name(side)), json_has_text("agency", e->sides[side - 1].agency.name),
	             json_has_text("state", state_of(r, side)));
	person_write(b, "who", answer == NULL ? NULL : &answer->actor);
	person_write(b, "for", answer == NULL || answer->for_whom.id == 0 ? NULL : &answer->for_whom);
	json_members(b, json_has_instant_words("when_words", answer == NULL ? INSTANT_NONE : answer->recorded),
	             json_has_text("difference", differed == NULL ? NULL : event_text(differed, "difference")));
	json_end_object(b);
}

/* In which stage it was written down. */
static const char *
stage_of(const struct escalation *e, const struct event *ev)
{
	for (size_t i = e->visit_count; i > 0; i--)
		if (e->visits[i - 1].entered_by < ev->seq)
			return e->visits[i - 1].rule->id;
	return NULL;
}

void
record_write(struct buffer *b, const char *name, const struct escalation *e, const struct event *ev)
{
	const struct record *r = ev->kind == EVENT_CONTACT || ev->kind == EVENT_CONSULTED
	                             ? escalation_record(e, ev->seq) : NULL;

	if (r == NULL) {
		json_null(b, name);
		return;
	}
	json_object(b, name);
	json_members(b, json_has_text("stage", stage_of(e, ev)),
	             r->corrects == NULL ? json_has_null("corrects") : json_has_int("corrects", r->corrects->seq),
	             r->corrected == NULL ? json_has_null("corrected_by") : json_has_int("corrected_by", r->corrected->seq));
	json_array(b, "sides");
	for (int side = SIDE_RAISING; ev->kind == EVENT_CONTACT && side <= SIDE_RECEIVING; side++)
		write_side(b, e, r, (enum side)side);
	json_end_array(b);
	json_end_object(b);
}

const char *
file_size_words(size_t n, struct arena *a)
{
	return n < 1000000 ? arena_format(a, "%zu KB", (n + 999) / 1000)
	                   : arena_format(a, "%zu.%zu MB", n / 1000000, n % 1000000 / 100000);
}

void
attachment_write(struct buffer *b, const char *name, const struct escalation *e, const struct event *ev)
{
	const char *bytes;
	uint32_t target;

	if (ev->kind != EVENT_ATTACHED) {
		json_null(b, name);
		return;
	}
	bytes = event_text(ev, "size");
	json_object(b, name);
	json_string(b, "id", event_text(ev, "upload"));
	json_string(b, "type_words", event_text(ev, "file_type"));
	json_string(b, "size_words", file_size_words(bytes == NULL ? 0 : strtoul(bytes, NULL, 10), e->arena));
	json_string(b, "sha256", event_text(ev, "sha256"));
	target = ev->target == NULL ? 0 : (uint32_t)strtoul(ev->target, NULL, 10);
	if (target == 0 || escalation_record(e, target) == NULL)
		json_null(b, "record");
	else
		json_int(b, "record", target);
	json_end_object(b);
}

void
record_actions_write(struct buffer *b, const char *name, const struct escalation *e, const struct viewer *v)
{
	json_array(b, name);
	for (size_t i = 0; i < e->record_count; i++) {
		const char *ids[RECORD_ACTIONS_MAX];
		size_t count = escalation_record_actions(e, v, &e->records[i], ids);

		if (count == 0)
			continue;
		json_object(b, NULL);
		json_int(b, "seq", e->records[i].event->seq);
		json_array(b, "actions");
		for (size_t k = 0; k < count; k++)
			json_string(b, NULL, ids[k]);
		json_end_array(b);
		json_end_object(b);
	}
	json_end_array(b);
}
