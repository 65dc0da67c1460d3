/*
 * tick.c - what becomes due by itself: overdue duties are told, mail goes out, leavers leave, old rows go.
 *
 * Several clocks may run, on several machines. The work of a tick is under one lease in the database, and each thing done is
 * marked in the row itself, so a clock that was stopped in the middle is followed by another without harm. Duties and mail
 * go by the instance's clock (a demo's may be moved); leases, sessions and the directory by the real one.
 */
#include <string.h>
#include <unistd.h>

#include "parley/app.h"
#include "parley/mail.h"
#include "case.h"
#include "project.h"

#define LEASE_SECONDS 60
#define SWEEP_EVERY_SECONDS 3600
#define REFRESH_EVERY_SECONDS 300
#define OVERDUE_AT_ONCE 100
#define OVERDUE_ROWS_MAX 128
#define MAILS_AT_ONCE 50

struct tick {
	struct app *app;
	struct arena *a;
	instant real, now; /* the machine's clock, the instance's clock */
	uint64_t generation;
	struct fault *f;
};

/* This process on this machine: the same holder keeps its lease, another waits until it has run out. */
static const char *
holder(struct arena *a)
{
	char host[65] = "";

	if (gethostname(host, sizeof(host) - 1) != 0)
		host[0] = '\0';
	return arena_format(a, "%s:%ld", host, (long)getpid());
}

/* A lease that nobody can renew, not even ourselves: for what is to be done once in so many seconds. */
static const char *
once_holder(struct arena *a)
{
	uint8_t bytes[8];
	char text[2 * sizeof(bytes) + 1];

	random_fill(bytes, sizeof(bytes));
	hex_write(bytes, sizeof(bytes), text);
	return arena_format(a, "once-%s", text);
}

static bool
is_time_for(struct tick *t, const char *name, int64_t seconds)
{
	return store_lease(t->app->store, name, once_holder(t->a), t->real, seconds) == RESULT_OK;
}

/* --- overdue --- */

static const struct duty *
find_overdue(const struct escalation *e, const char *key)
{
	for (size_t i = 0; i < e->duty_count; i++)
		if (strcmp(e->duties[i].key, key) == 0 && e->duties[i].status == DUTY_OPEN &&
		    e->duties[i].late)
			return &e->duties[i];
	return NULL;
}

/* Nobody is told by it: there is nobody, they are told already, or the list was behind the fold. */
static enum result
mark_told(struct tick *t, const struct overdue_item *item)
{
	enum result r = store_overdue_told(t->app->store, item->escalation_id, item->key);

	/* Another clock was first. */
	return r == RESULT_CONFLICT ? RESULT_OK : r;
}

/* Rows for those who are not in the list yet: one message a person, however many duties passed. */
static size_t
add_new(struct outbox_row *list, size_t count, const struct outbox_row *rows, size_t row_count)
{
	size_t before = count;

	for (size_t i = 0; i < row_count && count < OVERDUE_ROWS_MAX; i++) {
		size_t k = 0;

		while (k < count && list[k].person_id != rows[i].person_id)
			k++;
		if (k == count)
			list[count++] = rows[i];
	}
	return count - before;
}

/* The duties of one case that passed their dates, told together. */
static enum result
tell_case(struct tick *t, const struct overdue_item *items, size_t count)
{
	struct append what = { .escalation_id = items[0].escalation_id, .now = t->now };
	struct append_result done;
	struct projection projection;
	struct stored_event *stored;
	struct outbox_row *rows, *list = ARENA_ARRAY(t->a, OVERDUE_ROWS_MAX, struct outbox_row);
	struct app_case c;
	size_t event_count, row_count;
	enum result r = store_escalation_load(
	    t->app->store, items[0].escalation_id, t->a, &c.head, &stored, &event_count);

	if (r == RESULT_OK)
		r = case_fold(t->app, t->a, t->now, &c.head, stored, event_count, &c, t->f);
	for (size_t i = 0; r == RESULT_OK && i < count; i++) {
		const struct duty *duty = find_overdue(c.e, items[i].key);
		size_t added = 0;

		if (duty != NULL)
			r = project_tell_overdue(t->app, c.e, duty, t->a, &rows, &row_count);
		if (r == RESULT_OK && duty != NULL)
			added = add_new(list, what.outbox_count, rows, row_count);
		what.outbox_count += added;
		if (r == RESULT_OK && added == 0)
			r = mark_told(t, &items[i]);
	}
	if (r != RESULT_OK || what.outbox_count == 0)
		return r;
	/* What is asked for when a date passes brings people in, so the lists are made again. */
	r = project_make(t->app, c.e, t->a, &projection);
	if (r != RESULT_OK)
		return r;
	what.expect = c.head.version;
	what.projection = &projection;
	what.outbox = list;
	r = store_append(t->app->store, &what, t->a, &done, NULL);
	/* Something was recorded meanwhile: the next tick looks again. */
	return r == RESULT_CONFLICT ? RESULT_OK : r;
}

/* They come by date; those of one case that share a date stand together. */
static enum result
tell_overdue(struct tick *t)
{
	struct overdue_item *items;
	size_t count, from = 0;
	enum result first = RESULT_OK,
		    /* A time has passed when its minute has (instant_has_passed). */
		    r = store_overdue(
			t->app->store, t->now - INSTANT_MINUTE, OVERDUE_AT_ONCE, t->a, &items, &count);

	if (r != RESULT_OK)
		return r;
	for (size_t i = 1; i <= count; i++) {
		if (i < count && items[i].escalation_id == items[from].escalation_id)
			continue;
		r = tell_case(t, &items[from], i - from);
		/* One case that cannot be folded must not silence the others. */
		if (first == RESULT_OK)
			first = r;
		from = i;
	}
	return first;
}

/* --- mail --- */

/* A subject has the reference and nothing else of the case: mail is read over shoulders and kept on other machines. */
static const struct letter {
	const char *kind, *subject, *sentence;
} letters[] = {
	{ "turn", "Parley: %s needs you", "It is your turn in escalation %s." },
	{ "overdue", "Parley: %s is overdue",
	    "Something that was due in escalation %s has not been done." },
	{ "copy", "Parley: %s, a copy for you",
	    "The policy asks that you are told of escalation %s." },
	{ "moved", "Parley: %s has moved on",
	    "Something was recorded in escalation %s, which you raised." },
	{ "risk", "Parley: %s, immediate risk", "Immediate risk was flagged in escalation %s." },
};
static const struct letter any_letter = { "", "Parley: %s", "There is news in escalation %s." };

static const struct letter *
find_letter(const char *kind)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (strcmp(letters[i].kind, kind) == 0)
			return &letters[i];
	return &any_letter;
}

/* The one place of a pattern, "%s", filled in: patterns are our own, but no format string is made of data. */
static void
fill(struct buffer *b, const char *pattern, const char *reference)
{
	const char *place = strstr(pattern, "%s");

	buffer_add(b, pattern, (size_t)(place - pattern));
	buffer_string(b, reference);
	buffer_string(b, place + 2);
}

static void
write_body(struct buffer *b, const struct tick *t, const struct letter *letter,
    const struct outbox_item *item)
{
	fill(b, letter->sentence, item->reference);
	buffer_char(b, '\n');
	if (item->due != INSTANT_NONE) {
		buffer_string(
		    b, strcmp(item->kind, "overdue") == 0 ? "It was due by " : "It is due by ");
		instant_write_words(b, item->due);
		buffer_string(b, ".\n");
	}
	buffer_format(b, "\nSign in to see it:\n%s/escalations/%s\n",
	    t->app->config->instance.origin, item->reference);
	buffer_format(b,
	    "\nThis message says nothing of what it is about. Nobody reads answers to it.\n%s\n",
	    t->app->config->instance.name);
}

/* When to try again: soon at first, then seldom, then not at all. */
static instant
next_try(const struct tick *t, int attempts)
{
	static const int minutes[] = { 1, 5, 15, 60, 240, 720, 1440 };

	if (attempts < 1)
		attempts = 1;
	if ((size_t)attempts > sizeof(minutes) / sizeof(minutes[0]))
		return INSTANT_NONE;
	return t->now + minutes[attempts - 1] * INSTANT_MINUTE;
}

static enum result
send_one(struct tick *t, struct mailer *mailer, const struct outbox_item *item)
{
	const struct letter *letter = find_letter(item->kind);
	const char *to = item->mail != NULL && item->mail[0] != '\0' ? item->mail : item->mailbox;
	struct mail_message message = { .to = to, .date = t->now };
	struct buffer subject, body;
	struct fault why;
	enum result r;

	/* Somebody without an address is told in Parley only: their worklist has it. */
	if (to == NULL || to[0] == '\0')
		return store_outbox_done(
		    t->app->store, item->id, false, "no address", INSTANT_NONE);
	fault_init(&why, t->a);
	buffer_init(&subject, 0);
	buffer_init(&body, 0);
	fill(&subject, letter->subject, item->reference);
	write_body(&body, t, letter, item);
	message.subject = subject.data;
	message.body = body.data;
	message.id = arena_format(t->a, "outbox-%lld", (long long)item->id);
	r = mailer_send(mailer, &message, &why);
	buffer_clear(&subject);
	buffer_clear(&body);
	/* 5xx: this address will not work, however often it is tried. */
	return store_outbox_done(t->app->store, item->id, r == RESULT_OK,
	    r == RESULT_OK             ? NULL
		: why.sentence != NULL ? why.sentence
				       : result_name(r),
	    r == RESULT_OK || r == RESULT_INVALID ? INSTANT_NONE : next_try(t, item->attempts));
}

static enum result
send_mail(struct tick *t)
{
	struct outbox_item *items;
	struct mailer *mailer;
	size_t count;
	enum result r =
	    store_outbox_take(t->app->store, t->now, MAILS_AT_ONCE, t->a, &items, &count);

	if (r != RESULT_OK || count == 0)
		return r;
	r = mailer_open(&t->app->config->mail, &mailer, t->f);
	if (r != RESULT_OK)
		return r;
	for (size_t i = 0; r == RESULT_OK && i < count; i++)
		r = send_one(t, mailer, &items[i]);
	mailer_close(mailer);
	return r;
}

/* --- all of it --- */

static enum result
refresh_directory(struct tick *t)
{
	struct buffer said;
	enum result r;

	if (!is_time_for(t, "directory-refresh", REFRESH_EVERY_SECONDS))
		return RESULT_OK;
	buffer_init(&said, 0);
	r = app_refresh(t->app, t->a, t->real, &said, t->f);
	buffer_clear(&said);
	return r;
}

static enum result
sweep(struct tick *t)
{
	return is_time_for(t, "sweep", SWEEP_EVERY_SECONDS) ? store_sweep(t->app->store, t->real)
							    : RESULT_OK;
}

enum result
app_tick(struct app *app, struct arena *a, instant now, struct fault *f)
{
	/* A directory that is down must not keep mail from going out, nor the other way. */
	static enum result (*const works[])(
	    struct tick *) = { tell_overdue, send_mail, sweep, refresh_directory };
	struct tick t = { .app = app, .a = a, .real = now, .f = f };
	struct instance instance;
	enum result first = RESULT_OK,
		    r = store_lease(app->store, "clock", holder(a), now, LEASE_SECONDS);

	if (r == RESULT_CONFLICT)
		return RESULT_OK;
	if (r == RESULT_OK)
		r = store_instance(app->store, &instance);
	if (r != RESULT_OK)
		return fault_set(f, r, "store", "the database does not answer");
	t.now = now + instance.clock_offset;
	r = snapshot_refresh(app, instance.generation, f);
	if (r != RESULT_OK)
		return r;
	for (size_t i = 0; i < sizeof(works) / sizeof(works[0]); i++) {
		r = works[i](&t);
		if (first == RESULT_OK)
			first = r;
	}
	return first == RESULT_OK
	    ? first
	    : fault_set(f, first, "tick", "not all that is due could be done");
}
