/* session.c - tokens in, sessions out; see parley/app.h. */
#include <string.h>

#include "parley/app.h"
#include "parley/log.h"
#include "parley/store_agency.h"
#include "parley/store_escalation.h"
#include "setting.h"
#include "snapshot.h"

/* How stale `seen` may get before it is written again: an idle limit of minutes needs no write per request. */
#define SEEN_EVERY (60 * INSTANT_SECOND)
/* No setting lets a session last longer. */
#define KEPT_SECONDS ((int64_t)7 * 24 * 3600)

/* Only the hash is stored, so that who can read the table cannot take over a session. */
static void
hash_token(const char *token, uint8_t out[DIGEST_SIZE])
{
	struct digest_part part = { token, strlen(token) };

	digest_sha256(&part, 1, out);
}

/* What the session's statement leaves out, because the settings hold it for everybody; they can be made current for
 * nothing, since the instance came with it. Where that fails the request will say so, and who is signed in is judged by
 * what this thread last knew. */
static void
complete(struct app *app, struct arena *a, instant now, struct session *s)
{
	struct fault unsaid;
	const struct agency *agency;

	fault_init(&unsaid, a);
	if (snapshot_refresh(app, s->instance.generation, &unsaid) != RESULT_OK)
		log_line(LOG_LEVEL_WARNING, "snapshot", "what=\"%s\"", unsaid.sentence);
	if (app->snapshot == NULL)
		return;
	s->instance.edition_id = snapshot_edition(app->snapshot, now + s->instance.clock_offset);
	agency = snapshot_agency(app->snapshot, s->person.agency_id);
	if (agency != NULL) {
		s->person.agency = agency->name;
		s->person.sector = agency->sector;
	}
}

static bool
has_ended(struct app *app, const struct session *s, instant now)
{
	struct session_limits limits = setting_session_limits(app);

	/* Whoever is in for an hour is out after it. */
	if (s->emergency && (app->snapshot == NULL || app->snapshot->emergency.ends <= now))
		return true;
	return s->seen <= now - limits.idle_seconds * INSTANT_SECOND ||
	    s->created <= now - limits.absolute_seconds * INSTANT_SECOND;
}

void
app_escalation_ahead(struct app *app, const char *reference)
{
	store_escalation_ahead(app->store, reference);
}

void
app_escalation_ahead_end(struct app *app)
{
	store_escalation_ahead_end(app->store);
}

enum result
app_session(struct app *app, struct arena *a, const char *token, struct session *out)
{
	/* Always the real time: a demo whose clock is moved by a week keeps its people signed in. */
	instant now = instant_now();
	uint8_t hash[DIGEST_SIZE];
	enum result result;

	hash_token(token, hash);
	result = store_session_find(app->store, hash, now, KEPT_SECONDS, KEPT_SECONDS, a, out);
	if (result != RESULT_OK)
		return result;
	complete(app, a, now, out);
	if (has_ended(app, out, now))
		return RESULT_NOT_FOUND;
	/* Most people stand in for nobody, and nothing is asked. */
	if (out->stands_in_until != INSTANT_NONE && out->stands_in_until > now + out->instance.clock_offset) {
		result = store_session_stand_ins(app->store, now + out->instance.clock_offset, a, out);
		if (result != RESULT_OK)
			return result;
		for (size_t i = 0; i < out->stand_in_count; i++) {
			out->stand_ins[i].person.agency = out->person.agency; /* the same: else nobody stands in */
			out->stand_ins[i].person.sector = out->person.sector;
		}
	}
	if (now - out->seen >= SEEN_EVERY)
		return store_session_seen(app->store, hash, now);
	return RESULT_OK;
}

enum result
app_sign_out(struct app *app, const char *token)
{
	uint8_t hash[DIGEST_SIZE];

	hash_token(token, hash);
	return store_session_end(app->store, hash);
}
