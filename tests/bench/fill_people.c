/*
 * fill_people.c - the people of the bench, with sessions as if they had signed in.
 *
 * A worklist of the bench has some 40 entries whatever is stored, as a person's has; so there are more people where
 * there are more open cases. They are kept as a refresh of the directory would keep them; no directory runs here.
 */
#include "fill.h"

#include <stdlib.h>
#include <string.h>

const char *const fill_agencies[2][AGENCIES_OF_A_SIDE] = {
	{ "marlowe-csc", "ashgrove-academy", "marlowe-police" },
	{ "st-brides-hospital", "marlowe-community-health", "marlowe-housing" },
};

static const struct {
	const char *title, *role;
	int side;
	size_t practitioners; /* one of them for so many practitioners */
} posts[POST_COUNT] = {
	[POST_RAISER] = { "Social Worker", "practitioner", 0, 1 },
	[POST_RECEIVER] = { "Staff Nurse", "practitioner", 1, 1 },
	[POST_RAISING_MANAGER] = { "Team Manager", "line-manager", 0, 10 },
	[POST_RECEIVING_MANAGER] = { "Ward Manager", "line-manager", 1, 10 },
	[POST_RAISING_SENIOR] = { "Service Manager", "senior-manager", 0, 50 },
	[POST_RECEIVING_SENIOR] = { "Head of Nursing", "senior-manager", 1, 50 },
};

static void
sign_in(struct fill *f, int64_t person, struct member *out)
{
	struct store *st = f->app.store;
	uint8_t bytes[32], hash[DIGEST_SIZE];
	char csrf[44];
	instant now = instant_now();
	enum result r;

	random_fill(bytes, sizeof bytes);
	base64url_write(bytes, sizeof bytes, out->token);
	random_fill(bytes, sizeof bytes);
	base64url_write(bytes, sizeof bytes, csrf);
	digest_sha256(&(struct digest_part){ out->token, strlen(out->token) }, 1, hash);
	r = store_session_add(st, hash, person, csrf, now);
	if (r == RESULT_OK)
		r = app_session(&f->app, f->lasting, out->token, &out->session);
	if (r != RESULT_OK)
		fill_stop("a session", r, NULL);
}

static void
add_member(struct fill *f, enum post post, size_t number)
{
	struct arena *a = f->scratch;
	struct person p = {
		.directory = "bench", .directory_key = arena_format(a, "%d-%zu", (int)post, number),
		.username = arena_format(a, "bench.%d.%zu", (int)post, number),
		.name = arena_format(a, "Sample Person %c%zu", 'A' + (int)post, number), .title = posts[post].title,
		.mail = arena_format(a, "bench.%d.%zu@marlowe.test", (int)post, number),
		.agency_id = fill_agencies[posts[post].side][number % AGENCIES_OF_A_SIDE], .roles = posts[post].role,
		.active = true, .refreshed_at = f->now,
	};
	int64_t id;
	enum result r = store_person_put(f->app.store, &p, &id);

	if (r != RESULT_OK)
		fill_stop("a person", r, NULL);
	sign_in(f, id, &f->staff[post].members[number]);
	arena_reset(a);
}

void
fill_people(struct fill *f, size_t practitioners)
{
	for (int post = 0; post < POST_COUNT; post++) {
		struct staff *s = &f->staff[post];

		/* Each agency has at least one of every post. */
		s->count = practitioners / posts[post].practitioners;
		if (s->count < AGENCIES_OF_A_SIDE)
			s->count = AGENCIES_OF_A_SIDE;
		s->count += (AGENCIES_OF_A_SIDE - s->count % AGENCIES_OF_A_SIDE) % AGENCIES_OF_A_SIDE;
		s->members = ARENA_ARRAY(f->lasting, s->count, struct member);
		for (size_t i = 0; i < s->count; i++)
			add_member(f, (enum post)post, i);
	}
}
