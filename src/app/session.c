/* session.c - tokens in, sessions out; see parley/app.h. */
#include <string.h>

#include "parley/app.h"

/* How stale `seen` may get before it is written again: an idle limit of minutes needs no write per request. */
#define SEEN_EVERY (60 * INSTANT_SECOND)

/* Only the hash is stored, so that who can read the table cannot take over a session. */
static void
hash_token(const char *token, uint8_t out[DIGEST_SIZE])
{
	struct digest_part part = { token, strlen(token) };

	digest_sha256(&part, 1, out);
}

enum result
app_session(struct app *app, struct arena *a, const char *token, struct session *out)
{
	/* Always the real time: a demo whose clock is moved by a week keeps its people signed in. */
	instant now = instant_now();
	uint8_t hash[DIGEST_SIZE];
	enum result result;

	hash_token(token, hash);
	result = store_session_find(app->store, hash, now,
	    (int64_t)app->config->session.idle_minutes * 60,
	    (int64_t)app->config->session.absolute_hours * 3600, a, out);
	if (result != RESULT_OK)
		return result;
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
