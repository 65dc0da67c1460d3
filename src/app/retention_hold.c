/* retention_hold.c - escalations, and requests to raise, that nobody may erase, whatever their age; see retention.h. */
#include <stdlib.h>
#include <string.h>

#include "parley/store_escalation.h"
#include "parley/store_retention.h"
#include "parley/utf8.h"
#include "retention.h"

static enum result
read_until(const char *text, instant now, instant *out, struct fault *f)
{
	day last;

	*out = INSTANT_NONE;
	if (text == NULL)
		return RESULT_OK;
	if (day_parse(text, &last) != RESULT_OK)
		return fault_field(f, "/until", "Write the last day as 2031-12-31, or leave it out");
	if (last < instant_day(now))
		return fault_field(f, "/until", "Choose a day that is not over");
	*out = instant_at(last + 1, 0);
	return RESULT_OK;
}

static enum result
check_why(const char *why, struct fault *f)
{
	if (why == NULL || utf8_is_blank(why))
		return fault_field(f, "/why", "Say why: it is kept with the hold");
	return utf8_length(why) <= RETENTION_WHY_MOST ? RESULT_OK
	     : fault_field(f, "/why", "Say it in at most %d characters", RETENTION_WHY_MOST);
}

/* As the list of what is due calls it: "request 12". 0: it is not written so. */
static int64_t
request_of(const char *reference)
{
	static const char word[] = "request ";
	char *end = NULL;
	long long id = strncmp(reference, word, sizeof(word) - 1) == 0 ? strtoll(reference + sizeof(word) - 1, &end, 10) : 0;

	return end != NULL && *end == '\0' && id > 0 ? id : 0;
}

static enum result
find(struct app *app, struct arena *a, const char *reference, struct held *out, struct fault *f)
{
	struct stored_event first;
	enum result r;

	*out = (struct held){ .request_id = request_of(reference) };
	if (out->request_id != 0) {
		r = store_request_words(app->store, out->request_id, a, &first);
		return r == RESULT_NOT_FOUND ? fault_field(f, "/reference", "There is no request of that number that was refused or taken back, or it was erased") : r;
	}
	r = store_escalation_find(app->store, reference, &out->escalation_id);
	if (r == RESULT_NOT_FOUND)
		return fault_field(f, "/reference", "There is no escalation of that reference");
	if (r == RESULT_OK)
		r = store_event_first(app->store, out->escalation_id, a, &first);
	return r == RESULT_NOT_FOUND ? fault_field(f, "/reference", "It was erased already: there is nothing to hold") : r;
}

static enum result
stored(enum result r, struct fault *f)
{
	return r == RESULT_OK || f->result != RESULT_OK ? r :
	       fault_set(f, r, "store", "It could not be stored. Try again in a minute.");
}

enum result
retention_hold_place(struct app *app, struct arena *a, const char *reference, const char *until,
                     const struct hold_change *by, struct fault *f)
{
	instant end = INSTANT_NONE;
	struct held what = { 0 };
	enum result r = read_until(until, by->now, &end, f);

	(void)check_why(by->why, f);
	if (r == RESULT_OK || r == RESULT_INVALID)
		r = find(app, a, reference, &what, f);
	if (f->result != RESULT_OK)
		return f->result;
	if (r == RESULT_OK)
		r = store_hold_add(app->store, &what, end, by);
	if (r == RESULT_OK)
		r = store_access_log(app->store, by->person_id, "hold", what.escalation_id, NULL, by->now);
	return stored(r, f);
}

enum result
retention_hold_lift(struct app *app, const struct hold_change *by, struct fault *f)
{
	enum result r = check_why(by->why, f);

	if (r != RESULT_OK)
		return r;
	r = store_hold_lift(app->store, by);
	if (r == RESULT_CONFLICT)
		return fault_set(f, r, "no-hold", "There is no such hold, or it was lifted already.");
	if (r == RESULT_OK)
		r = store_access_log(app->store, by->person_id, "hold-lifted", 0, NULL, by->now);
	return stored(r, f);
}
