/*
 * feed.c - one's own dates in one's own calendar program, by a secret link.
 *
 * A calendar program cannot sign in, so the link is the key. It is shown once, kept as a hash, ended by a new one or by
 * its person, and opens nothing but references and dates.
 */
#include <string.h>

#include "letters.h"
#include "me.h"
#include "parley/notices.h"
#include "parley/store_escalation.h"
#include "parley/store_feed.h"
#include "parley/store_worklist.h"
#include "snapshot.h"

enum { TOKEN_BYTES = 32, TOKEN_LENGTH = 43, DUTIES_MOST = 200, MEETINGS_MOST = 200, ENTRY_MINUTES = 15 };

/* Meetings of the last weeks stay where people look for them. */
static const instant meetings_kept = 28 * 24 * INSTANT_HOUR;

static enum result
failed(struct fault *f, enum result r)
{
	return fault_set(f, r, "feed", "Your calendar link cannot be read just now. Try again in a minute.");
}

static void
hash_token(const char *token, uint8_t out[DIGEST_SIZE])
{
	struct digest_part part = { token, strlen(token) };

	digest_sha256(&part, 1, out);
}

static enum result
feed_write(struct app *app, const struct app_request *r, instant made, const char *link, struct buffer *out,
           struct fault *f)
{
	enum result result = snapshot_refresh(app, r->session->instance.generation, f);

	if (result != RESULT_OK)
		return result;
	json_object(out, NULL);
	me_write(app, r, out, "me");
	instant_words_json(out, "made", made);
	json_string(out, "link", link);
	json_end_object(out);
	return RESULT_OK;
}

enum result
notices_feed(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	instant made = INSTANT_NONE;
	enum result result = store_feed_of(app->store, r->session->person.id, &made);

	if (result != RESULT_OK && result != RESULT_NOT_FOUND)
		return failed(f, result);
	return feed_write(app, r, made, NULL, out, f);
}

enum result
notices_feed_make(struct app *app, const struct app_request *r, struct buffer *out, struct fault *f)
{
	uint8_t bytes[TOKEN_BYTES], hash[DIGEST_SIZE];
	char token[TOKEN_LENGTH + 1];
	enum result result;

	random_fill(bytes, sizeof(bytes));
	base64url_write(bytes, sizeof(bytes), token);
	hash_token(token, hash);
	result = store_feed_put(app->store, r->session->person.id, hash, r->now);
	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "feed-made", 0, r->id, r->now);
	if (result != RESULT_OK)
		return failed(f, result);
	return feed_write(app, r, r->now,
	                  arena_format(r->arena, "%s/calendar-feed/%s.ics", app->config->instance.origin, token), out, f);
}

enum result
notices_feed_remove(struct app *app, const struct app_request *r, struct fault *f)
{
	enum result result = store_feed_remove(app->store, r->session->person.id);

	if (result == RESULT_OK)
		result = store_access_log(app->store, r->session->person.id, "feed-ended", 0, r->id, r->now);
	return result == RESULT_OK ? result : failed(f, result);
}

/* --- what is in it --- */

struct feed {
	struct app *app;
	struct arena *a;
	const char *origin, *domain;
	struct ics_event *events;
	size_t count;
};

static void
add_duty(struct feed *feed, const struct worklist_item *item)
{
	if (item->due == INSTANT_NONE)
		return;
	feed->events[feed->count++] = (struct ics_event){
		.uid = arena_format(feed->a, "%s-due@%s", item->reference, feed->domain),
		.summary = arena_format(feed->a, "Parley: %s is due", item->reference),
		.url = arena_format(feed->a, "%s/escalations/%s", feed->origin, item->reference),
		/* It ends when it is due: at five, not after five. */
		.starts = item->due - ENTRY_MINUTES * INSTANT_MINUTE,
		.minutes = ENTRY_MINUTES,
		.stamp = item->changed,
	};
}

static void
add_meeting(struct feed *feed, const struct feed_meeting *m, instant stamp)
{
	feed->events[feed->count++] = (struct ics_event){
		.uid = arena_format(feed->a, "%s-meeting-%lld@%s", m->reference, (long long)m->meeting_id,
		                    feed->domain),
		.summary = arena_format(feed->a, "Parley: meeting about %s", m->reference),
		.url = arena_format(feed->a, "%s/escalations/%s", feed->origin, m->reference),
		.starts = m->starts,
		.minutes = m->minutes,
		.sequence = m->sequence,
		.stamp = stamp,
		.busy = true,
	};
}

static enum result
fill(struct feed *feed, const struct feed_reader *reader, instant now)
{
	struct worklist_item *duties;
	struct feed_meeting *meetings;
	const char *next;
	size_t count, meeting_count;
	enum result r = store_worklist(feed->app->store, WORKLIST_NEEDS_ME, reader->queues, reader->queue_count, NULL,
	                               DUTIES_MOST, feed->a, &duties, &count, &next);

	if (r == RESULT_OK)
		r = store_feed_meetings(feed->app->store, reader->person_id, now - meetings_kept, MEETINGS_MOST, feed->a,
		                        &meetings, &meeting_count);
	if (r != RESULT_OK)
		return r;
	feed->events = ARENA_ARRAY(feed->a, count + meeting_count + 1, struct ics_event);
	for (size_t i = 0; i < count; i++)
		add_duty(feed, &duties[i]);
	/* To the day: an entry that is the same stays the same, so that 304 has a chance. */
	for (size_t i = 0; i < meeting_count; i++)
		add_meeting(feed, &meetings[i], instant_at(instant_day(now), 0));
	return RESULT_OK;
}

static bool
token_is_one(const char *token)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return strspn(token, letters) == TOKEN_LENGTH && strcmp(token + TOKEN_LENGTH, ".ics") == 0;
}

static enum result
read_feed(struct app *app, const struct app_request *r, const char *token, struct buffer *out, struct fault *f)
{
	const struct config *config = app->config;
	struct feed feed = { .app = app, .a = r->arena, .origin = config->instance.origin,
		             .domain = config->mail.domain ? config->mail.domain : "parley.invalid" };
	struct feed_reader reader;
	struct instance instance;
	uint8_t hash[DIGEST_SIZE];
	enum result result;

	hash_token(arena_bytes(r->arena, token, TOKEN_LENGTH), hash);
	result = store_feed_find(app->store, hash, &reader);
	if (result == RESULT_OK)
		result = store_instance(app->store, &instance);
	if (result == RESULT_OK)
		result = fill(&feed, &reader, r->now + instance.clock_offset);
	if (result == RESULT_OK)
		result = store_access_log(app->store, reader.person_id, "feed", 0, r->id, r->now);
	if (result != RESULT_OK)
		return result;
	return letters_ics(config, &(struct ics_calendar){ ICS_PUBLISH, "Parley", feed.events, feed.count }, out, f);
}

enum result
notices_feed_read(struct app *app, const struct app_request *r, const char *token, const char *known_etag,
                  const char **etag, bool *unchanged, struct buffer *out, struct fault *f)
{
	enum result result = token_is_one(token) ? read_feed(app, r, token, out, f) : RESULT_NOT_FOUND;

	if (result == RESULT_NOT_FOUND)
		return fault_set(f, result, "no-feed", "There is no such calendar, or its link was ended.");
	if (result != RESULT_OK)
		return failed(f, result);
	*etag = me_etag(r, out);
	*unchanged = known_etag && strcmp(known_etag, *etag) == 0;
	if (*unchanged)
		buffer_reset(out);
	return RESULT_OK;
}
