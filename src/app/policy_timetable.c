/*
 * policy_timetable.c - every date that a policy gives from one day on: the one in force, for anybody who is signed in, and
 * any stored edition, for administrators.
 */
#include "edition.h"
#include "me.h"
#include "parley/timetable_text.h"
#include "snapshot.h"

/* From now, to the minute, where no time is given. */
static enum result
read_raised(const char *raised, instant now, instant *out, struct fault *f)
{
	if (!raised || raised[0] == '\0') {
		*out = now - now % INSTANT_MINUTE;
		return RESULT_OK;
	}
	if (instant_parse(raised, out) == RESULT_OK)
		return RESULT_OK;
	return fault_field(f, "/raised", "Write a day and a time, such as 2026-12-23T16:30.");
}

static enum result
timetable_answer(struct app *app, const struct app_request *r, const struct policy *p,
                 const struct app_timetable *asked, struct buffer *out, struct fault *f)
{
	struct timetable_assumptions assumed = { 0 };
	struct timetable_row *rows;
	struct timetable_view view;
	instant raised;
	size_t count;
	enum result result = read_raised(asked->raised, r->now, &raised, f);

	if (result == RESULT_OK)
		result = timetable_assume(p, asked->assume ? asked->assume : "", r->arena, &assumed, f);
	if (result == RESULT_OK)
		result = timetable_make(p, app->snapshot->calendar, raised, &assumed, r->arena, &rows, &count, f);
	if (result != RESULT_OK)
		return result;
	view = (struct timetable_view){ p, raised, &assumed, rows, count };
	json_object(out, NULL);
	me_write(app, r, out, "me");
	timetable_text_json(out, &view);
	json_end_object(out);
	return RESULT_OK;
}

enum result
app_policy_timetable(struct app *app, const struct app_request *r, const struct app_timetable *asked,
                     struct buffer *out, struct fault *f)
{
	const struct policy *p;
	enum result result = me_begin(app, r, &p, f);

	return result == RESULT_OK ? timetable_answer(app, r, p, asked, out, f) : result;
}

enum result
app_policies_timetable(struct app *app, const struct app_request *r, const char *edition,
                       const struct app_timetable *asked, struct buffer *out, struct fault *f)
{
	const struct policy *p;
	enum result result = edition_policy(app, r, edition, &p, f);

	return result == RESULT_OK ? timetable_answer(app, r, p, asked, out, f) : result;
}
