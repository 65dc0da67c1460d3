/*
 * handover_command.c - `parley hand-over`: everything that somebody speaks for, or what stands empty in their agency, to
 * somebody else. See handover.h; what was given stays given when it is cut short, and asked for again the rest is given.
 */
#include <string.h>

#include "handover.h"
#include "parley/digest.h"
#include "parley/store_people.h"
#include "parley/store_seats.h"

enum { PLACES_MAX = 20000, ID_BYTES = 16, SAME_NAME_MAX = 32 };

struct listing {
	struct handover *h;
	const struct app_handover *asked;
	size_t left;                /* that could not be given */
	struct buffer *out;
};

static const struct { const char *result, *words; } words_of[] = {
	{ "done", "handed over" },
	{ "would", "would be handed over" },
	{ "ended", "has ended meanwhile" },
	{ "other-agency", "left: it is another agency's" },
	{ "other-side", "left: they speak for the other side" },
	{ "held", "left: somebody else speaks there" },
	{ "changed", "left: somebody recorded something at that moment" },
	{ "not-found", "left: it is not there any more" },
};

static void
say(struct listing *l, const struct place *p)
{
	const char *words = p->result;

	for (size_t i = 0; i < sizeof(words_of) / sizeof(words_of[0]); i++) {
		if (strcmp(words_of[i].result, p->result) == 0)
			words = words_of[i].words;
	}
	l->left += strcmp(p->result, "done") != 0 && strcmp(p->result, "would") != 0;
	if (!l->asked->json) {
		buffer_format(l->out, "%s  %-9s  %s\n", p->reference, side_name(p->side), words);
		return;
	}
	json_object(l->out, NULL);
	json_string(l->out, "reference", p->reference);
	json_string(l->out, "side", side_name(p->side));
	json_string(l->out, "result", p->result);
	json_end_object(l->out);
}

/* Each in an arena of its own: there may be thousands. */
static enum result
give(struct listing *l, const char *reference, enum side side)
{
	struct app_request r = *l->h->r;
	struct handover one = *l->h;
	struct place place = { reference, side, NULL };
	enum result result;

	r.arena = arena_new();
	one.r = &r;
	result = handover_one(&one, &place);
	l->h->done = one.done;
	if (result == RESULT_OK)
		say(l, &place);
	arena_free(r.arena);
	return result;
}

static enum result
give_case(struct listing *l, int64_t id, int64_t from, struct fault *f)
{
	struct app_request r = *l->h->r;
	struct app_case c;
	enum result result;

	r.arena = arena_new();
	result = handover_open(l->h->app, &r, id, &c, f);
	for (int side = SIDE_RAISING; result == RESULT_OK && side <= SIDE_RECEIVING; side++) {
		const struct person_ref *speaker = c.e->sides[side - 1].speaker;

		if (speaker && speaker->id == from && !handover_has_ended(c.e))
			result = give(l, c.head.reference, (enum side)side);
	}
	arena_free(r.arena);
	return result;
}

static enum result
give_of_person(struct listing *l, int64_t from, struct arena *a, struct fault *f)
{
	int64_t *ids;
	size_t count;
	enum result result = store_cases_of(l->h->app->store, from, PLACES_MAX, a, &ids, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++)
		result = give_case(l, ids[i], from, f);
	return result;
}

static enum result
give_empty(struct listing *l, struct arena *a)
{
	struct vacant_seat *seats;
	size_t count;
	enum result result = store_vacant_seats(l->h->app->store, l->h->to.agency_id, PLACES_MAX, a, &seats, &count);

	for (size_t i = 0; result == RESULT_OK && i < count; i++) {
		if (seats[i].side != SIDE_NONE)
			result = give(l, seats[i].reference, (enum side)seats[i].side);
	}
	return result;
}

/* "jsmith", or "trust:jsmith" where two directories have one. */
static struct person_name
name_of(const char *text, struct arena *a)
{
	const char *colon = strchr(text, ':');

	if (!colon)
		return (struct person_name){ NULL, text };
	return (struct person_name){ arena_bytes(a, text, (size_t)(colon - text)), colon + 1 };
}

/* "council:jsmith or trust:jsmith": each directory once. */
static const char *
choices(const struct person *found, size_t count, struct arena *a)
{
	const char *words = "";

	for (size_t i = 0; i < count; i++) {
		size_t k = 0;

		while (k < i && strcmp(found[k].directory, found[i].directory) != 0)
			k++;
		if (k == i)
			words = arena_format(a, "%s%s%s:%s", words, i == 0 ? "" : " or ", found[i].directory, found[i].username);
	}
	return words;
}

/* Of one directory: whoever has the name now, else the last who had it. */
static enum result
find(struct app *app, struct arena *a, const char *text, struct person *out, struct fault *f)
{
	const struct person_name name = name_of(text, a);
	struct person *found;
	size_t count;
	enum result result = store_people_by_username(app->store, &name, SAME_NAME_MAX, a, &found, &count);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database cannot be read (%s)", result_name(result));
	if (count == 0)
		return fault_set(f, RESULT_NOT_FOUND, "no-such-person", "nobody signs in as %s%s%s; see `parley directory test`",
		                 name.username, name.directory ? " in the directory " : "", name.directory ? name.directory : "");
	for (size_t i = 1; i < count; i++) {
		if (strcmp(found[i].directory, found[0].directory) != 0)
			return fault_set(f, RESULT_CONFLICT, "several", "several directories have a %s: write %s", name.username,
			                 choices(found, count, a));
	}
	*out = found[0];
	return RESULT_OK;
}

static enum result
begin(struct app *app, struct arena *a, const struct app_handover *asked, struct handover *h, struct app_request *r,
      struct fault *f)
{
	struct instance instance;
	uint8_t bytes[ID_BYTES];
	char *id = arena_alloc(a, 2 * ID_BYTES + 1);
	struct person from = { .id = 0 };
	enum result result = store_instance(app->store, &instance);

	if (result != RESULT_OK)
		return fault_set(f, result, "store", "the database cannot be read (%s); was `parley migrate` run?", result_name(result));
	random_fill(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), id);
	*r = (struct app_request){ .arena = a, .now = instant_now() + instance.clock_offset,
		                   .id = id };
	result = snapshot_refresh(app, instance.generation, f);
	if (result == RESULT_OK && asked->from)
		result = find(app, a, asked->from, &from, f);
	if (result == RESULT_OK)
		result = find(app, a, asked->to, &h->to, f);
	if (result == RESULT_OK && !h->to.active)
		return fault_set(f, RESULT_INVALID, "left", "%s has left, or the account is closed: choose somebody else", asked->to);
	if (result == RESULT_OK && (!asked->from ? !h->to.agency_id : from.id == h->to.id))
		return fault_set(f, RESULT_INVALID, "same", "choose two people, or somebody of an agency");
	h->from = from.id;
	return result;
}

enum result
app_handover(struct app *app, struct arena *a, const struct app_handover *asked, struct buffer *out, struct fault *f)
{
	struct app_request r;
	struct handover h = { .app = app, .r = &r, .reason = asked->why, .preview = asked->dry_run };
	struct listing l = { &h, asked, 0, out };
	enum result result = begin(app, a, asked, &h, &r, f);

	if (result != RESULT_OK)
		return result;
	if (asked->json) {
		json_object(out, NULL);
		json_array(out, "results");
	}
	result = asked->from ? give_of_person(&l, h.from, a, f) : give_empty(&l, a);
	if (asked->json) {
		json_end_array(out);
		json_int(out, "done", (int64_t)h.done);
		json_int(out, "left", (int64_t)l.left);
		json_end_object(out);
		buffer_char(out, '\n');
	} else if (asked->dry_run) {
		buffer_string(out, "nothing was changed\n");
	} else {
		buffer_format(out, "%zu handed over, %zu left\n", h.done, l.left);
	}
	return result == RESULT_OK ? result :
	       fault_set(f, result, "cut-short", "not all of them could be handed over (%s): what was given stays given; ask again",
	                 result_name(result));
}
