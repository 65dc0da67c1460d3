/*
 * store_append.c - writing down what happened: events, chain, lists, notices and the kept answer in one
 * transaction, or nothing at all.
 */
#include <stdio.h>
#include <string.h>
#include "parley/buffer.h"
#include "parley/digest.h"
#include "parley/store_append.h"
#include "parley/store_attachment.h"
#include "parley/store_draft.h"
#include "parley/store_escalation.h"
#include "parley/store_request.h"
#include "chain.h"
#include "projection.h"

/* One call, and what its latest attempt has made. */
struct writing {
	const struct append *what;
	struct arena *a; /* of this attempt */
	struct projection_kept kept;
	int64_t id;
	const char *reference;
	uint8_t chain[DIGEST_SIZE];
};

static const struct projection_kept nothing_kept;

static uint32_t
version_after(const struct append *w)
{
	return w->expect + (uint32_t)w->event_count;
}

/* --- the head --- */

static enum result
reference_make(struct store *st, struct writing *w)
{
	int year = instant_civil(w->what->now).year;
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_REFERENCE_NEXT, SQL_VALUES(sql_int(year)));

	if (r == RESULT_OK)
		r = sql_one(st, SQL_REFERENCE_READ, SQL_NOTHING, w->a, &row);
	if (r == RESULT_OK)
		w->reference = arena_format(
		    w->a, "%s-%04d-%06lld", row[1].text, year, (long long)row[0].number);
	return r;
}

static enum result
head_read(struct store *st, struct writing *w)
{
	enum result r;

	if (w->what->escalation_id == 0) {
		w->kept = nothing_kept;
		r = reference_make(st, w);
		if (r == RESULT_OK)
			chain_start(w->reference, w->chain);
		return r;
	}
	w->id = w->what->escalation_id;
	r = projection_kept_read(st, w->id,
	    (struct projection_draft){ w->what->person_id, w->what->draft_key }, w->a, &w->kept);
	if (r != RESULT_OK)
		return r;
	w->reference = w->kept.reference;
	memcpy(w->chain, w->kept.chain, DIGEST_SIZE);
	return w->kept.version == w->what->expect ? RESULT_OK : RESULT_CONFLICT;
}

static enum result
head_add(struct store *st, struct writing *w)
{
	struct sql_value in[4 + PROJECTION_VALUES] = {
		sql_string(w->reference),
		sql_int(w->what->edition_id),
		sql_int(version_after(w->what)),
		sql_bytes(w->chain, DIGEST_SIZE),
	};

	projection_values(w->what->projection, in + 4);
	enum result r = sql_run(st, SQL_ESCALATION_ADD, in, 4 + PROJECTION_VALUES);
	w->id = (int64_t)st->insert_id;
	return r;
}

static enum result
head_update(struct store *st, int64_t id, const struct projection_kept *kept, uint32_t version,
    const uint8_t chain[DIGEST_SIZE], const struct projection *p)
{
	struct sql_value in[2 + PROJECTION_VALUES + 3] = { sql_int(version),
		sql_bytes(chain, DIGEST_SIZE) };

	projection_values(p, in + 2);
	in[2 + PROJECTION_VALUES] = sql_int(id);
	in[3 + PROJECTION_VALUES] = sql_int(kept->version);
	in[4 + PROJECTION_VALUES] = sql_int(kept->revision);
	/* Where somebody wrote since we read it, all begins again: the version read then tells whether it was an event. */
	return sql_write_found(st, SQL_ESCALATION_UPDATE, in, 5 + PROJECTION_VALUES);
}

/* --- events --- */

enum { EVENT_COLUMNS = 8 };

struct links {
	uint8_t salt[CHAIN_SALT_SIZE], digest[DIGEST_SIZE], chain[DIGEST_SIZE];
};

/* Chains every event behind the head's last one; w->chain is then that of the new last one. */
static struct links *
links_make(struct writing *w)
{
	struct links *all = ARENA_ARRAY(w->a, w->what->event_count, struct links);

	for (size_t i = 0; i < w->what->event_count; i++) {
		const struct stored_event *e = &w->what->events[i];
		struct links *l = &all[i];
		random_fill(l->salt, sizeof l->salt);
		chain_digest(l->salt, e->payload, e->length, l->digest);
		chain_next(w->chain, e->seq, e->recorded, l->digest);
		memcpy(l->chain, w->chain, DIGEST_SIZE);
	}
	return all;
}

static enum result
events_add(struct store *st, const struct writing *w, const struct links *links)
{
	struct sql_value *in = ARENA_ARRAY(
			     w->a, w->what->event_count * EVENT_COLUMNS, struct sql_value),
			 *v = in;

	for (size_t i = 0; i < w->what->event_count; i++) {
		const struct stored_event *e = &w->what->events[i];
		*v++ = sql_int(w->id);
		*v++ = sql_int(e->seq);
		*v++ = sql_instant(e->recorded);
		*v++ = sql_int(w->what->events[i].by_program ? 0 : w->what->person_id);
		*v++ = sql_bytes(links[i].salt, CHAIN_SALT_SIZE);
		*v++ = sql_bytes(links[i].digest, DIGEST_SIZE);
		*v++ = sql_bytes(links[i].chain, DIGEST_SIZE);
		*v++ = (struct sql_value){
			.kind = SQL_KIND_TEXT, .bytes = e->payload, .length = e->length
		};
	}
	/* The version check came first, so a seq that is there already is not to be expected; it would be a conflict. */
	return sql_write_rows(st, SQL_EVENT_ADD, in, EVENT_COLUMNS, w->what->event_count);
}

/* --- notices --- */

enum { OUTBOX_COLUMNS = 10 };

/* What makes a notice the same one. With a duty it is the duty and its date, else the version that asked for it; of a
 * recount it is the recount, whichever case asks first. */
static const uint8_t *
once(const struct writing *w, const struct outbox_row *o)
{
	struct buffer b;
	uint8_t *digest = arena_alloc(w->a, DIGEST_SIZE);

	buffer_init(&b, 0);
	buffer_format(
	    &b, "%s\n%lld\n%s\n", o->kind, (long long)o->person_id, o->mailbox ? o->mailbox : "");
	if (o->recount)
		buffer_format(&b, "recount %lld", (long long)o->recount);
	else if (o->request)
		buffer_format(&b, "request %s", o->request);
	else if (o->duty_key)
		buffer_format(&b, "duty %s\n%lld", o->duty_key, (long long)o->due);
	else
		buffer_format(&b, "version %lu", (unsigned long)version_after(w->what));
	digest_sha256(&(struct digest_part){ b.data, b.length }, 1, digest);
	buffer_clear(&b);
	return digest;
}

static enum result
outbox_add(struct store *st, const struct writing *w)
{
	const struct append *what = w->what;
	struct sql_value *in = ARENA_ARRAY(
			     w->a, what->outbox_count * OUTBOX_COLUMNS, struct sql_value),
			 *v = in;

	for (size_t i = 0; i < what->outbox_count; i++) {
		const struct outbox_row *o = &what->outbox[i];
		*v++ = sql_int(o->recount || o->request ? 0 : w->id);
		*v++ = sql_bytes(once(w, o), 16);
		*v++ = sql_int(o->person_id);
		*v++ = sql_string(o->mailbox);
		*v++ = sql_string(o->kind);
		*v++ = sql_string(o->duty_key);
		*v++ = sql_instant(o->due);
		*v++ = sql_instant(what->now);
		*v++ = sql_instant(o->not_before > what->now ? o->not_before : what->now);
		*v++ = sql_int(o->morning);
	}
	enum result r = sql_write_rows(st, SQL_OUTBOX_ADD, in, OUTBOX_COLUMNS, what->outbox_count);
	for (size_t i = 0; i < what->outbox_count && r == RESULT_OK; i++) {
		const struct outbox_row *o = &what->outbox[i];
		if (o->duty_key && strcmp(o->kind, "overdue") == 0)
			r = sql_write(st, SQL_OVERDUE_TOLD,
			    SQL_VALUES(sql_int(w->id), sql_string(o->duty_key)));
	}
	return r;
}

/* --- the request --- */

static const char *
answer_make(const struct writing *w)
{
	static const char mark[] = "%REFERENCE%";
	struct buffer b;

	buffer_init(&b, 0);
	const char *from = w->what->answer ? w->what->answer : "", *at;
	for (; (at = strstr(from, mark)); from = at + sizeof mark - 1) {
		buffer_add(&b, from, (size_t)(at - from));
		buffer_string(&b, w->reference);
	}
	buffer_string(&b, from);
	const char *answer = arena_string(w->a, b.data ? b.data : "");
	buffer_clear(&b);
	return answer;
}

static enum result
request_finish(struct store *st, const struct writing *w)
{
	const struct append *what = w->what;
	enum result r = RESULT_OK;

	if (what->idempotency_key)
		r = sql_write(st, SQL_IDEMPOTENCY_ADD,
		    SQL_VALUES(sql_int(what->person_id), sql_string(what->idempotency_key),
			sql_bytes(what->request_digest, DIGEST_SIZE), sql_int(w->id),
			sql_string(answer_make(w)), sql_instant(what->now)));
	/* Raising reads no lists first. */
	if (r == RESULT_OK && what->draft_key && (what->escalation_id == 0 || w->kept.draft))
		r = store_draft_remove(st, what->person_id, what->draft_key);
	if (r == RESULT_OK && what->event_count > 0)
		r = store_access_log(st, what->person_id, what->escalation_id ? "append" : "raise",
		    w->id, what->request_id, what->now);
	return r;
}

/* --- all of it --- */

static enum result
append_body(struct store *st, void *context)
{
	struct writing *w = context;
	const struct append *what = w->what;

	arena_reset(w->a);
	enum result r = head_read(st, w);
	if (r != RESULT_OK)
		return r;
	struct links *links = links_make(w);
	if (what->escalation_id == 0)
		r = head_add(st, w);
	else if (what->projection)
		r = head_update(
		    st, w->id, &w->kept, version_after(what), w->chain, what->projection);
	if (r == RESULT_OK)
		r = events_add(st, w, links);
	if (r == RESULT_OK)
		r = store_attach(st, &(struct upload_use){ .id = what->upload_id, .escalation_id = w->id,
		    .person_id = what->person_id, .seq = version_after(what) });
	if (r == RESULT_OK && what->projection)
		r = projection_lists_write(st, w->id, &w->kept, what->projection, w->a);
	if (r == RESULT_OK && what->at_once)
		r = sql_write(st, SQL_OUTBOX_HURRY,
		    SQL_VALUES(sql_instant(what->now), sql_int(w->id), sql_instant(what->now)));
	if (r == RESULT_OK)
		r = outbox_add(st, w);
	if (r == RESULT_OK && what->raises) {
		struct request_end end = *what->raises;

		end.escalation_id = w->id;
		r = store_request_settle(st, &end);
	}
	if (r == RESULT_OK)
		r = request_finish(st, w);
	return r;
}

/* Salts are random, so a chain value that is there can only be the one that this attempt made. */
static enum result
append_landed(struct store *st, void *context)
{
	struct writing *w = context;
	const struct sql_cell *row;

	if (w->what->event_count == 0)
		return RESULT_NOT_FOUND; /* notices are kept once, whoever asks */
	enum result r = sql_one(st, SQL_EVENT_LANDED,
	    SQL_VALUES(sql_int(w->id), sql_int(version_after(w->what))), w->a, &row);
	if (r == RESULT_OK &&
	    (row[0].length != DIGEST_SIZE || memcmp(row[0].text, w->chain, DIGEST_SIZE) != 0))
		r = RESULT_NOT_FOUND;
	return r;
}

static enum result
shape_check(const struct append *w)
{
	if (w->escalation_id == 0 && (w->event_count == 0 || w->expect != 0 || w->edition_id == 0))
		return RESULT_BUG;
	if (w->event_count > 0 && !w->projection)
		return RESULT_BUG;
	if (w->idempotency_key && !w->request_digest)
		return RESULT_BUG;
	for (size_t i = 0; i < w->event_count; i++)
		if (w->events[i].seq != w->expect + 1 + i)
			return RESULT_BUG;
	return RESULT_OK;
}

static enum result
replay(struct store *st, const struct append *what, struct arena *a, struct append_result *out)
{
	const struct sql_cell *row;
	enum result r = sql_one(st, SQL_IDEMPOTENCY,
	    SQL_VALUES(sql_int(what->person_id), sql_string(what->idempotency_key)), a, &row);

	if (r != RESULT_OK)
		return r;
	if (row[0].length != DIGEST_SIZE ||
	    !secret_equal(row[0].text, what->request_digest, DIGEST_SIZE))
		return RESULT_INVALID;
	*out = (struct append_result){
		.escalation_id = row[2].number, .reference = row[3].text, .replayed = row[1].text
	};
	return RESULT_OK;
}

static enum result
fault_tell(struct fault *f, enum result r)
{
	static const struct {
		enum result result;
		const char *code, *sentence;
	} words[] = {
		{ RESULT_CONFLICT, "changed",
		    "Somebody else recorded something in this case just before. Nothing was changed." },
		{ RESULT_INVALID, "key-used",
		    "This form was already sent with other contents. Open it again." },
		{ RESULT_NOT_FOUND, "not-found", "There is no such case." },
		{ RESULT_UNAVAILABLE, "database-down",
		    "The database does not answer. Nothing that you typed is lost; try again." },
		{ RESULT_TIMEOUT, "database-slow",
		    "The database took too long. Nothing that you typed is lost; try again." },
		{ RESULT_LIMIT, "too-large", "This is more than can be kept in one record." },
	};

	for (size_t i = 0; f && i < sizeof words / sizeof *words; i++)
		if (words[i].result == r)
			fault_set(f, r, words[i].code, "%s", words[i].sentence);
	return r;
}

enum result
store_append(struct store *st, const struct append *what, struct arena *a,
    struct append_result *out, struct fault *f)
{
	struct writing w = { .what = what, .a = arena_new() };
	enum result r = shape_check(what);

	if (r == RESULT_OK)
		r = sql_transaction(st, &(struct sql_work){ append_body, append_landed, &w });
	if (r == RESULT_OK)
		*out = (struct append_result){ .escalation_id = w.id,
			.reference = arena_string(a, w.reference) };
	arena_free(w.a);
	if (r == RESULT_CONFLICT && what->idempotency_key) {
		/* The first sending may have got through: then its answer is the answer. */
		enum result earlier = replay(st, what, a, out);
		if (earlier != RESULT_NOT_FOUND)
			r = earlier;
	}
	return r == RESULT_OK ? r : fault_tell(f, r);
}

enum result
store_idempotent(struct store *st, int64_t person_id, const char *key,
    const uint8_t *request_digest, struct arena *a, const char **answer)
{
	const struct append what = {
		.person_id = person_id, .idempotency_key = key, .request_digest = request_digest
	};
	struct append_result found;
	enum result r = replay(st, &what, a, &found);

	if (r == RESULT_OK)
		*answer = found.replayed;
	return r;
}

/* --- the projection alone --- */

struct projecting {
	int64_t id;
	uint32_t version;
	const struct projection *p;
	struct arena *a;
};

static enum result
project_body(struct store *st, void *context)
{
	struct projecting *w = context;
	struct projection_kept kept;

	arena_reset(w->a);
	enum result r =
	    projection_kept_read(st, w->id, (struct projection_draft){ 0 }, w->a, &kept);
	if (r == RESULT_OK && kept.version != w->version)
		r = RESULT_CONFLICT;
	if (r == RESULT_OK)
		r = head_update(st, w->id, &kept, kept.version, kept.chain, w->p);
	if (r == RESULT_OK)
		r = projection_lists_write(st, w->id, &kept, w->p, w->a);
	return r;
}

enum result
store_project(struct store *st, int64_t id, uint32_t version, const struct projection *p)
{
	struct projection all = *p;
	struct projecting w = { id, version, &all, arena_new() };
	enum result r;

	all.meetings_changed = p->meeting_count > 0; /* made again whole */
	r = sql_transaction(st, &(struct sql_work){ .body = project_body, .context = &w });
	arena_free(w.a);
	return r;
}
