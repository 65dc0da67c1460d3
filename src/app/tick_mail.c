/*
 * tick_mail.c - notices become messages.
 *
 * A message is claimed just before it is sent and its end is written down after, so that of two clocks one sends it, and
 * one that a stopped clock had in hand is sent again and says that it may have come before. What concerns one address
 * never holds up the others; what concerns the mail server holds up all, for as long as it takes.
 */
#include <string.h>

#include "letters.h"
#include "setting.h"
#include "parley/notices.h"
#include "parley/store_clockwork.h"
#include "tick.h"

enum { SORTED_AT_ONCE = 500, PEOPLE_AT_ONCE = 200, MAILS_AT_ONCE = 50, ITEMS_MOST = 200 };

/* While somebody sends a notice nobody else does; if they die on it, it is tried again after this, or later. */
#define CLAIMED (5 * INSTANT_MINUTE)

enum result
tick_sort(struct tick *t)
{
	size_t count = SORTED_AT_ONCE;
	enum result r = RESULT_OK;

	while (r == RESULT_OK && count == SORTED_AT_ONCE)
		r = store_outbox_sort(t->app->store, SORTED_AT_ONCE, &count);
	return r;
}

enum result
tick_digests(struct tick *t)
{
	int64_t people[PEOPLE_AT_ONCE];
	size_t count;
	enum result r;

	/* What is still being told belongs into the same message. */
	if (!t->all_told)
		return RESULT_OK;
	do {
		r = store_digest_people(t->app->store, t->now, PEOPLE_AT_ONCE, people, &count);
		for (size_t i = 0; r == RESULT_OK && i < count; i++)
			r = store_digest_make(t->app->store, people[i], instant_day(t->now), t->now);
	} while (r == RESULT_OK && count == PEOPLE_AT_ONCE);
	return r;
}

/* --- one message --- */

/* When to try again: soon at first, then seldom. */
static instant
next_try(const struct tick *t, int attempts, bool of_recipient)
{
	static const int minutes[] = { 1, 5, 15, 60, 240, 720, 1440 };
	enum { TRIES = sizeof(minutes) / sizeof(minutes[0]), HOURLY = 3 };

	if (attempts < 1)
		attempts = 1;
	/* A mail server that is away comes back, and then nobody shall wait for a day. */
	if (!of_recipient && attempts > HOURLY + 1)
		attempts = HOURLY + 1;
	if (attempts > TRIES)
		return INSTANT_NONE;
	return t->now + minutes[attempts - 1] * INSTANT_MINUTE;
}

static enum result
end_quietly(struct tick *t, const struct outbox_item *item, const char *why)
{
	const struct outbox_end end = { .error = why, .next_try = INSTANT_NONE, .now = t->now };

	return store_outbox_end(t->app->store, item, &end);
}

/* Where the message came to: sent, to be tried again, or somebody's task. */
static enum result
end_tried(struct tick *t, const struct outbox_item *item, struct mail_trouble trouble, enum result r,
          const struct fault *why)
{
	struct outbox_end end = { .sent = r == RESULT_OK, .next_try = INSTANT_NONE, .now = t->now,
		                  .doubtful = trouble.doubtful };

	if (r != RESULT_OK) {
		end.error = why->sentence != NULL ? why->sentence : result_name(r);
		/* 5xx: this address will not work, however often it is tried. */
		if (r != RESULT_INVALID)
			end.next_try = next_try(t, item->attempts, trouble.of_recipient);
		end.undelivered = end.next_try == INSTANT_NONE;
	}
	/* First: a clock that is stopped in between tells it again, and it is kept once. */
	r = end.undelivered ? notices_tell_undelivered(t->app, item, t->now) : RESULT_OK;
	return r != RESULT_OK ? r : store_outbox_end(t->app->store, item, &end);
}

static bool
is_worth_saying(const struct outbox_item *item)
{
	return (item->reference || item->escalation_id == 0) && (item->holds || !letters_find(item->kind)->while_it_holds);
}

/* What a message says: the notice itself, or those of a digest that still hold. */
static enum result
items_of(struct tick *t, struct outbox_item *item, struct outbox_item **out, size_t *count)
{
	struct outbox_item *all = item;
	size_t n = 1, kept = 0;
	enum result r = RESULT_OK;

	if (strcmp(item->kind, "digest") == 0)
		r = store_digest_items(t->app->store, item->id, ITEMS_MOST, t->a, &all, &n);
	if (r != RESULT_OK)
		return r;
	for (size_t i = 0; i < n; i++)
		if (is_worth_saying(&all[i]))
			all[kept++] = all[i];
	*out = all;
	*count = kept;
	return RESULT_OK;
}

/* *away: the server takes nothing now, so there is no use in trying the next. */
static enum result
send_to(struct tick *t, struct mailer *mailer, struct outbox_item *item, const char *to, bool *away)
{
	struct mail_message message = { .to = to, .date = t->now,
		                        .id = arena_format(t->a, "outbox-%lld", (long long)item->id) };
	struct outbox_item *items;
	struct mail_trouble trouble = { .of_recipient = true }; /* until it is given to the server, it is this one's only */
	struct buffer subject, body, calendar;
	struct fault why;
	size_t count;
	enum result r = items_of(t, item, &items, &count);

	if (r != RESULT_OK)
		return r;
	if (count == 0)
		return end_quietly(t, item, "it was done before");
	fault_init(&why, t->a);
	buffer_init(&subject, 0);
	buffer_init(&body, 0);
	letters_write(t->app, items, count, item->doubtful, &subject, &body);
	message.subject = subject.data;
	message.body = body.data;
	buffer_init(&calendar, 0);
	r = letters_calendar(t->app->config, item, &why, &calendar, &message.method);
	message.calendar = calendar.data;
	if (r == RESULT_OK) {
		r = mailer_send(mailer, &message, &why);
		trouble = mailer_trouble(mailer);
	}
	buffer_clear(&calendar);
	buffer_clear(&subject);
	buffer_clear(&body);
	*away = r != RESULT_OK && !trouble.of_recipient;
	return end_tried(t, item, trouble, r, &why);
}

static enum result
send_one(struct tick *t, struct mailer *mailer, struct outbox_item *item, bool *away)
{
	const char *box = setting_contact_present(t->app, item->mailbox);
	const char *to = item->mail != NULL && item->mail[0] != '\0' ? item->mail : box;
	instant claimed = t->now + CLAIMED + 2 * (instant)setting_mail_settings(t->app).seconds * INSTANT_SECOND;
	enum result r = store_outbox_claim(t->app->store, item, claimed);

	if (r == RESULT_CONFLICT)
		return RESULT_OK;
	if (r != RESULT_OK)
		return r;
	/* Somebody without an address is told in Parley only: their notices and their worklist have it. */
	if (to == NULL || to[0] == '\0')
		return end_quietly(t, item, "no address");
	if (!item->active)
		return end_quietly(t, item, "has left");
	return send_to(t, mailer, item, to, away);
}

static enum result
no_server(struct tick *t, struct outbox_item *items, size_t count)
{
	enum result r = RESULT_OK;

	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = end_quietly(t, &items[i], "no mail server is set");
	return r;
}

enum result
tick_mail(struct tick *t)
{
	struct outbox_item *items;
	struct mail_settings server;
	struct mailer *mailer;
	bool away = false;
	size_t count;
	enum result r = store_outbox_due(t->app->store, t->now, MAILS_AT_ONCE, t->a, &items, &count);

	if (r != RESULT_OK || count == 0)
		return r;
	server = setting_mail_settings(t->app);
	if (server.url == NULL)
		return no_server(t, items, count);
	r = setting_mail_open(t->app, t->a, &mailer, t->f);
	if (r != RESULT_OK)
		return r;
	for (size_t i = 0; r == RESULT_OK && i < count && !away; i++) {
		r = send_one(t, mailer, &items[i], &away);
		if (r == RESULT_OK)
			r = tick_keep_lease(t);
	}
	mailer_close(mailer);
	return r;
}
