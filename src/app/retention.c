/* retention.c - see retention.h. */
#include "retention.h"

#include <string.h>

#include "parley/event_json.h"
#include "parley/log.h"
#include "parley/store_escalation.h"
#include "parley/store_retention.h"
#include "snapshot.h"

enum { BATCH = 500, FREE_TO_GO = 3, HUNDRED = 100 };

static bool
fits(const char *rule, const char *value)
{
	return rule == NULL || strcmp(rule, value) == 0;
}

/* The first rule that fits counts; 0: none does. */
static int
years_of(const struct retention *r, const char *policy, const char *subject)
{
	for (size_t i = 0; i < r->count; i++)
		if (fits(r->rules[i].policy, policy) && fits(r->rules[i].subject, subject))
			return r->rules[i].years;
	return 0;
}

static bool
is_known(const char *about)
{
	return about != NULL && (strcmp(about, "child") == 0 || strcmp(about, "adult") == 0);
}

/*
 * The day from which on it is to be erased; DAY_NONE: no rule fits. `about` is "child", "adult" or anything else, when it is not
 * known: then the later of both counts, and it is kept for good if one of them is.
 */
static day
due_day(const struct retention *r, const char *policy, const char *about, instant changed)
{
	int years = years_of(r, policy, is_known(about) ? about : "child");

	if (!is_known(about)) {
		int other = years_of(r, policy, "adult");

		years = other == 0 || years == 0 ? 0 : other > years ? other : years;
	}
	return years == 0 || changed == INSTANT_NONE ? DAY_NONE : day_add_months(instant_day(changed), 12 * years) + 1;
}

int64_t
retention_total(const struct retention_counts *c)
{
	return c->children + c->adults + c->unknown;
}

bool
retention_may_go(const struct retention *r, const struct retention_counts *c)
{
	return retention_total(c) <= FREE_TO_GO || retention_total(c) * HUNDRED <= c->ended * r->most_percent;
}

/* --- whom it is about --- */

/* As it was said when it was raised; where the policy knows one kind of subject, that one. */
static enum result
look(const struct retention_scan *s, const struct ended_case *c, const struct policy *p, struct arena *a, const char **out)
{
	struct stored_event stored;
	struct event ev;
	const char *kind = NULL;
	enum result r = c->is_request ? store_request_words(s->app->store, c->id, a, &stored) :
	                store_event_first(s->app->store, c->id, a, &stored);

	if (r == RESULT_OK)
		r = event_payload_read(stored.payload, stored.length, stored.seq, a, &ev);
	if (r == RESULT_OK)
		kind = event_text(&ev, "subject_kind");
	if (r == RESULT_OK && kind == NULL && p->subject_count == 1)
		kind = p->subjects[0];
	if (r == RESULT_OK || r == RESULT_NOT_FOUND || r == RESULT_INVALID) {
		*out = is_known(kind) ? arena_string(a, kind) : "unknown";
		return c->is_request ? RESULT_OK : store_about_set(s->app->store, c->id, *out);
	}
	return r;
}

static void
count(struct retention_counts *c, const struct ended_case *item, const char *about)
{
	if (item->held)
		c->held++;
	else if (strcmp(about, "child") == 0)
		c->children++;
	else if (strcmp(about, "adult") == 0)
		c->adults++;
	else
		c->unknown++;
}

/* Only those that may be due are opened: the earliest of what could hold for them is looked at first. */
static enum result
look_at(struct retention_scan *s, const struct ended_case *c, struct arena *a)
{
	const struct policy *p = snapshot_policy(s->app->snapshot, c->edition_id);
	const char *about = c->about;
	day child, adult, due;
	enum result r = RESULT_OK;

	s->counts.ended++;
	if (p == NULL)
		return RESULT_OK;
	child = due_day(s->rules, p->id, "child", c->changed);
	adult = due_day(s->rules, p->id, "adult", c->changed);
	if ((child == DAY_NONE || child > s->by) && (adult == DAY_NONE || adult > s->by))
		return RESULT_OK;
	if (about == NULL)
		r = look(s, c, p, a, &about);
	if (r != RESULT_OK)
		return r;
	due = due_day(s->rules, p->id, about, c->changed);
	if (due == DAY_NONE || due > s->by)
		return RESULT_OK;
	count(&s->counts, c, about);
	return s->each != NULL ? s->each(s->context, c, about, due) : RESULT_OK;
}

/* --- going through them --- */

/* Escalations by their ids; then requests, by less and less: -1 is before the first, -1 - id behind that one. */
#define BEFORE_REQUESTS (-1)

static enum result
next_part(const struct retention_scan *s, struct arena *a, struct ended_case **list, size_t *count)
{
	return s->after >= 0 ? store_ended(s->app->store, s->after, s->now, BATCH, a, list, count) :
	       store_ended_requests(s->app->store, BEFORE_REQUESTS - s->after, s->now, BATCH, a, list, count);
}

static bool
has_time(const struct retention_scan *s)
{
	return s->until == INSTANT_NONE || instant_now() < s->until;
}

static enum result
look_at_part(struct retention_scan *s, struct arena *batch, struct arena *each)
{
	struct ended_case *list;
	size_t n, i;
	enum result r;

	arena_reset(batch);
	r = next_part(s, batch, &list, &n);
	for (i = 0; r == RESULT_OK && i < n && has_time(s); i++) {
		arena_reset(each);
		r = look_at(s, &list[i], each);
		if (r == RESULT_OK)
			s->after = list[i].is_request ? BEFORE_REQUESTS - list[i].id : list[i].id;
	}
	if (r != RESULT_OK || i < n || n == BATCH)
		return r;
	if (s->after < 0)
		s->finished = true;
	else
		s->after = BEFORE_REQUESTS;
	return r;
}

enum result
retention_scan(struct retention_scan *s, struct fault *f)
{
	struct arena *batch = arena_new(), *each = arena_new();
	enum result r = RESULT_OK;

	s->finished = false;
	while (r == RESULT_OK && !s->finished && has_time(s))
		r = look_at_part(s, batch, each);
	arena_free(batch);
	arena_free(each);
	if (r != RESULT_OK && r != RESULT_CONFLICT)
		return fault_set(f, r, "store", "What has ended cannot be read just now. Try again in a minute.");
	return RESULT_OK;
}
