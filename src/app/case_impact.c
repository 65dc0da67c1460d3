/* case_impact.c - see case_impact.h. */
#include "case_impact.h"

#include <inttypes.h>
#include <string.h>

#include "parley/escalation_json.h"
#include "parley/store_escalation.h"

/* --- one case --- */

static struct event *
moving_event(struct arena *a, const struct app_case *c, instant now, const struct case_world *w)
{
	struct field_value *fields = ARENA_ARRAY(a, 2, struct field_value);
	struct event *ev = ARENA_NEW(a, struct event);

	fields[0] = (struct field_value){ .name = "edition", .text = w->edition_label };
	fields[1] = (struct field_value){ .name = "reason", .text = w->why ? w->why : "" };
	*ev = (struct event){ .seq = (uint32_t)c->event_count + 1, .kind = EVENT_MOVED, .recorded = now, .happened = now,
		              .actor = w->actor, .role = "", .target = arena_format(a, "%" PRId64, w->edition_id),
		              .edition = w->edition, .fields = fields, .field_count = 2 };
	return ev;
}

static enum result
fold_moved(struct arena *a, instant now, const struct case_world *w, struct case_impact *i)
{
	struct event *events = ARENA_ARRAY(a, i->c.event_count + 1, struct event);
	struct fault quiet;

	fault_init(&quiet, a);
	i->event = moving_event(a, &i->c, now, w);
	memcpy(events, i->c.events, i->c.event_count * sizeof(*events));
	events[i->c.event_count] = *i->event;
	if (i->c.e->phase == PHASE_CLOSED || i->c.e->phase == PHASE_WITHDRAWN)
		i->refused = "It is closed: what still follows goes on under its own edition.";
	else if (escalation_fold(i->c.policy, w->after->calendar, events, i->c.event_count + 1, now, a, &i->after, &quiet) !=
	         RESULT_OK)
		i->refused = quiet.sentence;
	return RESULT_OK;
}

static const char *
turn_words(const struct escalation *e, struct arena *a)
{
	const struct duty *d = e->turn;

	return d ? arena_format(a, "%s: %s", duty_who_words(e, d), d->rule->short_text ? d->rule->short_text : d->rule->text) :
	       "Nobody's";
}

static void
add_difference(struct case_impact *i, const char *what, const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		i->differences[i->difference_count++] = (struct case_difference){ what, before, after };
}

static void
find_differences(struct case_impact *i, struct arena *a)
{
	const struct escalation *e = i->c.e;

	add_difference(i, "Stage", e->policy->stages[e->stage].name, i->after->policy->stages[i->after->stage].name);
	add_difference(i, "Whose turn it is", turn_words(e, a), turn_words(i->after, a));
}

enum result
case_impact(struct app *app, struct arena *a, instant now, int64_t id, const struct case_world *w, struct case_impact *out,
            struct fault *f)
{
	struct app then = *app;
	struct case_impact i = { 0 };
	struct escalation_head head;
	struct stored_event *stored;
	struct app_case other;
	size_t count;
	enum result r = store_escalation_load(app->store, id, a, &head, &stored, &count);

	then.snapshot = (struct snapshot *)w->before;
	if (r == RESULT_OK)
		r = case_fold(&then, a, now, &head, stored, count, &i.c, f);
	if (r != RESULT_OK)
		return r;
	i.already = w->edition && i.c.e->policy == w->edition;
	if (w->edition && !i.already) {
		r = fold_moved(a, now, w, &i);
	} else {
		then.snapshot = (struct snapshot *)w->after;
		r = case_fold(&then, a, now, &head, stored, count, &other, f);
		i.after = other.e;
	}
	if (r != RESULT_OK)
		return r;
	if (i.after)
		impact_compare(i.c.e, i.after, a, &i.list, &i.count);
	for (size_t k = 0; k < i.count; k++)
		i.late += i.list[k].late_at_once;
	if (i.after)
		find_differences(&i, a);
	*out = i;
	return RESULT_OK;
}

/* --- as an administrator sees it --- */

static const struct duty *
duty_of(const struct impact *i)
{
	return i->after && i->kind != IMPACT_FALLS_AWAY ? i->after : i->before;
}

static const char *
when_words(const struct duty *d, struct arena *a)
{
	struct buffer b;
	const char *words;

	if (d->deadline.state != DEADLINE_DATED)
		return due_words(&d->deadline, a);
	buffer_init(&b, 0);
	instant_write_words(&b, d->deadline.due);
	words = arena_string(a, b.data ? b.data : "");
	buffer_clear(&b);
	return words;
}

static void
write_date(struct buffer *out, const char *name, const struct duty *d, struct arena *a)
{
	json_object(out, name);
	json_string(out, "words", when_words(d, a));
	json_string(out, "clause", d->rule->clause);
	json_end_object(out);
}

static void
write_change(struct buffer *out, struct arena *a, const struct impact *i)
{
	const struct duty *d = duty_of(i);

	json_object(out, NULL);
	json_string(out, "kind", impact_kind_name(i->kind));
	json_string(out, "duty", d->rule->short_text ? d->rule->short_text : d->rule->text);
	if (i->kind != IMPACT_APPEARS)
		write_date(out, "before", i->before, a);
	else
		json_null(out, "before");
	if (i->kind != IMPACT_FALLS_AWAY)
		write_date(out, "after", i->after, a);
	else
		json_null(out, "after");
	json_bool(out, "late", i->late_at_once);
	json_end_object(out);
}

static const char *
stage_of(const struct case_impact *i)
{
	return i->c.e->policy->stages[i->c.e->stage].name;
}

void
case_impact_write(struct buffer *out, struct arena *a, const struct case_impact *i)
{
	json_object(out, NULL);
	json_string(out, "reference", i->c.head.reference);
	json_string(out, "stage", stage_of(i));
	json_string(out, "refused", i->refused);
	json_int(out, "late", (int64_t)i->late);
	json_array(out, "differences");
	for (size_t k = 0; k < i->difference_count; k++) {
		json_object(out, NULL);
		json_string(out, "what", i->differences[k].what);
		json_string(out, "before", i->differences[k].before);
		json_string(out, "after", i->differences[k].after);
		json_end_object(out);
	}
	json_end_array(out);
	json_array(out, "changes");
	for (size_t k = 0; k < i->count; k++)
		write_change(out, a, &i->list[k]);
	json_end_array(out);
	json_end_object(out);
}

static void
print_change(struct buffer *out, struct arena *a, const struct impact *i)
{
	const struct duty *d = duty_of(i);

	buffer_format(out, "    %s: ", d->rule->short_text ? d->rule->short_text : d->rule->text);
	if (i->kind == IMPACT_FALLS_AWAY)
		buffer_format(out, "falls away (was %s, %s)", when_words(i->before, a), i->before->rule->clause);
	else if (i->kind == IMPACT_APPEARS)
		buffer_format(out, "new, %s (%s)", when_words(i->after, a), i->after->rule->clause);
	else
		buffer_format(out, "%s (%s), before that %s (%s)", when_words(i->after, a), i->after->rule->clause,
		              when_words(i->before, a), i->before->rule->clause);
	buffer_string(out, i->late_at_once ? "; late at once\n" : "\n");
}

void
case_impact_print(struct buffer *out, struct arena *a, const struct case_impact *i)
{
	buffer_format(out, "  %s, %s", i->c.head.reference, stage_of(i));
	if (i->refused)
		buffer_format(out, ": stays as it is. %s\n", i->refused);
	else
		buffer_string(out, i->count + i->difference_count == 0 ? ": no date changes\n" : "\n");
	for (size_t k = 0; k < i->count; k++)
		print_change(out, a, &i->list[k]);
	for (size_t k = 0; k < i->difference_count; k++)
		buffer_format(out, "    %s: %s, before that %s\n", i->differences[k].what, i->differences[k].after,
		              i->differences[k].before);
}
