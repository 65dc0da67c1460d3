/* impact.c - see parley/impact.h. */
#include "parley/impact.h"

#include <string.h>

#include "parley/reminder.h"

const char *
impact_kind_name(enum impact_kind k)
{
	static const char *const names[] = {
		[IMPACT_DATE] = "date", [IMPACT_APPEARS] = "appears", [IMPACT_FALLS_AWAY] = "falls-away",
	};

	return names[k];
}

static const struct duty *
find(const struct escalation *e, const char *key)
{
	for (size_t i = 0; i < e->duty_count; i++) {
		if (strcmp(e->duties[i].key, key) == 0)
			return &e->duties[i];
	}
	return NULL;
}

/* What waits for something that may never happen has no date to change. */
static bool
is_to_be_done(const struct duty *d)
{
	return d && d->status == DUTY_OPEN;
}

static bool
same_date(const struct deadline *x, const struct deadline *y)
{
	return x->state == y->state && (x->state != DEADLINE_DATED || x->due == y->due);
}

static void
add(struct impact *list, size_t *count, const struct duty *before, const struct duty *after)
{
	struct impact i = { .before = before, .after = after };

	i.kind = !is_to_be_done(after) ? IMPACT_FALLS_AWAY : !is_to_be_done(before) ? IMPACT_APPEARS : IMPACT_DATE;
	i.late_at_once = is_to_be_done(after) && after->late && !(before && before->late);
	list[(*count)++] = i;
}

void
impact_compare(const struct escalation *before, const struct escalation *after, struct arena *a, struct impact **out,
               size_t *count)
{
	struct impact *list = ARENA_ARRAY(a, before->duty_count + after->duty_count, struct impact);
	size_t n = 0;

	for (size_t i = 0; i < before->duty_count; i++) {
		const struct duty *was = &before->duties[i], *is = find(after, was->key);

		if (is_to_be_done(was) && (!is_to_be_done(is) || !same_date(&was->deadline, &is->deadline)))
			add(list, &n, was, is);
	}
	for (size_t i = 0; i < after->duty_count; i++) {
		const struct duty *is = &after->duties[i], *was = find(before, is->key);

		if (is_to_be_done(is) && !is_to_be_done(was))
			add(list, &n, was, is);
	}
	*out = list;
	*count = n;
}

instant
impact_reminded(const struct escalation *e, const struct duty *d)
{
	const struct reminder_of r = { e->calendar, &e->policy->days, d->deadline.due, e->risk != NULL };

	return reminder_first(&r, e->now);
}

instant
impact_reminded_earlier(const struct escalation *before, const struct escalation *after, const struct duty *d)
{
	const struct duty *was = find(before, d->key);
	instant then, now;

	if (!is_to_be_done(d) || !is_to_be_done(was) || d->deadline.state != DEADLINE_DATED ||
	    !same_date(&was->deadline, &d->deadline))
		return INSTANT_NONE;
	then = impact_reminded(before, was);
	now = impact_reminded(after, d);
	return now != INSTANT_NONE && (then == INSTANT_NONE || now < then) ? now : INSTANT_NONE;
}
