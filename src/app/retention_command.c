/* retention_command.c - `parley retention`; see parley/retention.h. */
#include "parley/retention.h"
#include "parley/store_retention.h"

#include <stdlib.h>

#include "retention.h"
#include "setting.h"
#include "snapshot.h"

enum { LOOKS_AHEAD_DAYS = 31, HOLDS_PRINTED = 10000 };

static enum result
unread(enum result r, struct fault *f)
{
	return r == RESULT_OK || f->result != RESULT_OK ? r :
	       fault_set(f, r, "store", "this cannot be read just now (%s)", result_name(r));
}

/* --- what is due --- */

struct printing {
	struct buffer *out;
	bool json;
};

static enum result
item_print(void *context, const struct ended_case *c, const char *about, day due)
{
	struct printing *p = context;
	struct buffer words;

	buffer_init(&words, 0);
	day_write(&words, due);
	if (p->json) {
		json_object(p->out, NULL);
		json_string(p->out, "reference", c->reference);
		json_string(p->out, "due", words.data);
		json_string(p->out, "about", about);
		json_bool(p->out, "held", c->held);
		json_end_object(p->out);
	} else {
		buffer_format(p->out, "%-20s %s  %-7s%s\n", c->reference, words.data, about, c->held ? "  held" : "");
	}
	buffer_clear(&words);
	return RESULT_OK;
}

static void
counts_print(struct buffer *out, bool json, const struct retention_counts *c)
{
	if (!json) {
		buffer_format(out, "%lld due: %lld about children, %lld about adults, %lld of which it is not recorded; %lld held; "
		              "%lld have ended and are kept\n", (long long)retention_total(c), (long long)c->children,
		              (long long)c->adults, (long long)c->unknown, (long long)c->held, (long long)c->ended);
		return;
	}
	json_int(out, "due", retention_total(c));
	json_int(out, "children", c->children);
	json_int(out, "adults", c->adults);
	json_int(out, "unknown", c->unknown);
	json_int(out, "held", c->held);
	json_int(out, "ended", c->ended);
}

static enum result
list(struct app *app, const struct setting_work *w, day by, const struct retention_command *c, struct buffer *out,
     struct fault *f)
{
	struct printing p = { out, c->json };
	struct retention_scan scan = { .app = app, .rules = snapshot_setting(app->snapshot, SETTING_RETENTION), .now = w->now,
		.by = by, .until = INSTANT_NONE, .each = item_print, .context = &p };
	enum result r;

	if (c->json) {
		json_object(out, NULL);
		json_array(out, "items");
	}
	r = scan.rules->count > 0 ? retention_scan(&scan, f) : RESULT_OK;
	if (r != RESULT_OK)
		return r;
	if (c->json)
		json_end_array(out);
	counts_print(out, c->json, &scan.counts);
	if (c->json) {
		json_bool(out, "waits", !retention_may_go(scan.rules, &scan.counts));
		json_end_object(out);
		buffer_char(out, '\n');
	} else if (scan.rules->count == 0) {
		buffer_string(out, "no rule says how long anything is kept: nothing is erased\n");
	} else if (!retention_may_go(scan.rules, &scan.counts)) {
		buffer_format(out, "that is more than %d%%: it would wait for an administrator\n", scan.rules->most_percent);
	}
	return RESULT_OK;
}

enum result
retention_print(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out, struct fault *f)
{
	struct setting_work w;
	day by;
	enum result r = setting_begin(app, a, &w, f);

	if (r != RESULT_OK)
		return r;
	by = instant_day(w.now) + (c->dry_run ? 0 : LOOKS_AHEAD_DAYS);
	if (c->what != NULL && day_parse(c->what, &by) != RESULT_OK)
		return fault_set(f, RESULT_INVALID, "day", "a day is written as 2031-12-31");
	return unread(list(app, &w, by, c, out, f), f);
}

/* --- erasing --- */

static void
sweep_print(struct buffer *out, const struct retention_command *c, const struct sweep *s)
{
	struct retention_counts counts = { s->ended, s->children, s->adults, s->unknown, s->held };

	if (c->json) {
		json_object(out, NULL);
		json_int(out, "sweep", s->id);
		json_bool(out, "waits", s->state == SWEEP_WAITS);
	}
	counts_print(out, c->json, &counts);
	if (c->json) {
		json_int(out, "erased", s->erased);
		json_end_object(out);
		buffer_char(out, '\n');
	} else if (s->state == SWEEP_WAITS) {
		buffer_string(out, "nothing was erased: it is more than may go unasked. Look at `parley retention list`, then "
		              "`parley retention confirm`\n");
	} else {
		buffer_format(out, "%lld erased\n", (long long)s->erased);
	}
}

enum result
retention_run(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out, struct fault *f)
{
	struct setting_work w;
	struct sweep s;
	enum result r;

	if (c->dry_run)
		return retention_print(app, a, c, out, f);
	r = setting_begin(app, a, &w, f);
	if (r == RESULT_OK)
		r = retention_sweep_now(app, a, w.now, &s, f);
	if (r != RESULT_OK)
		return r;
	sweep_print(out, c, &s);
	return RESULT_OK;
}

enum result
retention_run_confirmed(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                        struct fault *f)
{
	struct hold_change by = { .why = c->why };
	struct setting_work w;
	struct sweep last;
	enum result r = setting_begin(app, a, &w, f);

	if (r == RESULT_OK)
		r = unread(retention_last(app, a, &last), f);
	if (r != RESULT_OK)
		return r;
	by.id = last.id;
	by.now = w.now;
	r = retention_confirm_sweep(app, &by, f);
	return r == RESULT_OK ? retention_run(app, a, c, out, f) : r;
}

/* --- holds --- */

enum result
retention_print_holds(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                      struct fault *f)
{
	struct legal_hold *all;
	struct setting_work w;
	struct buffer until;
	size_t count = 0;
	enum result r = setting_begin(app, a, &w, f);

	if (r == RESULT_OK)
		r = unread(store_holds(app->store, w.now, HOLDS_PRINTED, a, &all, &count), f);
	if (r != RESULT_OK)
		return r;
	buffer_init(&until, 0);
	if (c->json)
		json_array(out, NULL);
	for (size_t i = 0; i < count; i++) {
		buffer_reset(&until);
		if (all[i].until != INSTANT_NONE)
			day_write(&until, instant_day(all[i].until) - 1);
		if (!c->json) {
			buffer_format(out, "%6lld  %-20s until %-12s %s: %s\n", (long long)all[i].id, all[i].reference,
			              until.length > 0 ? until.data : "it is lifted",
			              all[i].placed_by != NULL ? all[i].placed_by : "at the command line", all[i].why);
			continue;
		}
		json_object(out, NULL);
		json_int(out, "hold", all[i].id);
		json_string(out, "reference", all[i].reference);
		json_string(out, "until", until.length > 0 ? until.data : NULL);
		json_string(out, "by", all[i].placed_by);
		json_string(out, "why", all[i].why);
		json_end_object(out);
	}
	if (c->json) {
		json_end_array(out);
		buffer_char(out, '\n');
	}
	buffer_clear(&until);
	return RESULT_OK;
}

enum result
retention_place_hold(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                     struct fault *f)
{
	struct hold_change by = { .why = c->why };
	struct setting_work w;
	enum result r = setting_begin(app, a, &w, f);

	by.now = w.now;
	if (r == RESULT_OK)
		r = retention_hold_place(app, a, c->what, c->until, &by, f);
	if (r == RESULT_OK)
		buffer_format(out, "%s is held\n", c->what);
	return r;
}

enum result
retention_lift_hold(struct app *app, struct arena *a, const struct retention_command *c, struct buffer *out,
                    struct fault *f)
{
	struct hold_change by = { .why = c->why, .id = strtoll(c->what, NULL, 10) };
	struct setting_work w;
	enum result r = setting_begin(app, a, &w, f);

	by.now = w.now;
	if (r == RESULT_OK)
		r = retention_hold_lift(app, &by, f);
	if (r == RESULT_OK)
		buffer_string(out, "the hold is lifted\n");
	return r;
}
