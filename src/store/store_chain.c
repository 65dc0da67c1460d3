/*
 * store_chain.c - does an escalation's chain of events still hold?
 */
#include <string.h>
#include "parley/digest.h"
#include "parley/store_chain.h"
#include "chain.h"
#include "sql.h"

/* Columns of SQL_CHAIN. */
enum { REFERENCE, VERSION, HEAD, SEQ, RECORDED, SALT, DIGEST, CHAIN, PAYLOAD };

static bool
is_digest(const struct sql_cell *c, const uint8_t expected[DIGEST_SIZE])
{
	return !c->null && c->length == DIGEST_SIZE && memcmp(c->text, expected, DIGEST_SIZE) == 0;
}

/* The event of that seq, as chained behind `chain`. An erased one (no payload, no salt) is held by its digest. */
static bool
event_holds(const struct sql_cell *row, uint32_t seq, uint8_t chain[DIGEST_SIZE])
{
	uint8_t digest[DIGEST_SIZE];

	if (row[SEQ].null || row[SEQ].number != seq || row[DIGEST].length != DIGEST_SIZE)
		return false;
	if (row[SALT].null != row[PAYLOAD].null)
		return false;
	memcpy(digest, row[DIGEST].text, DIGEST_SIZE);
	if (!row[SALT].null) {
		if (row[SALT].length != CHAIN_SALT_SIZE)
			return false;
		chain_digest((const uint8_t *)row[SALT].text, row[PAYLOAD].text,
		    row[PAYLOAD].length, digest);
		if (!is_digest(&row[DIGEST], digest))
			return false;
	}
	chain_next(chain, seq, row[RECORDED].time, digest);
	return is_digest(&row[CHAIN], chain);
}

enum result
store_chain_verify(struct store *st, int64_t escalation_id, uint32_t *bad_seq)
{
	const struct sql_cell *row;
	uint8_t chain[DIGEST_SIZE], head[DIGEST_SIZE] = { 0 };
	uint32_t seq = 0, version = 0;
	bool holds = true;
	enum result r = sql_run(st, SQL_CHAIN, SQL_VALUES(sql_int(escalation_id)));

	if (r != RESULT_OK)
		return r;
	if (sql_count(st, SQL_CHAIN) == 0)
		return RESULT_NOT_FOUND;
	struct arena *a = arena_new();
	while (holds && sql_next(st, SQL_CHAIN, a, &row)) {
		if (seq++ == 0) {
			chain_start(row[REFERENCE].text, chain);
			version = (uint32_t)row[VERSION].number;
			if (row[HEAD].length == DIGEST_SIZE)
				memcpy(head, row[HEAD].text, DIGEST_SIZE);
		}
		holds = event_holds(row, seq, chain);
	}
	sql_end(st, SQL_CHAIN);
	arena_free(a);
	/* The head tells when events at the end were taken away, or the last ones were made anew. */
	if (holds && (version != seq || memcmp(head, chain, DIGEST_SIZE) != 0)) {
		holds = false;
		seq = version > seq ? seq + 1 : seq;
	}
	if (!holds)
		*bad_seq = seq;
	return holds ? RESULT_OK : RESULT_INVALID;
}

enum result
store_event_chain(struct store *st, int64_t escalation_id, uint32_t seq, uint8_t out[DIGEST_SIZE])
{
	const struct sql_cell *row;
	enum result r = sql_run(st, SQL_EVENT_CHAIN, SQL_VALUES(sql_int(escalation_id), sql_int(seq)));
	struct arena *a;

	if (r != RESULT_OK)
		return r;
	a = arena_new();
	r = RESULT_NOT_FOUND;
	if (sql_next(st, SQL_EVENT_CHAIN, a, &row) && row[0].length == DIGEST_SIZE) {
		memcpy(out, row[0].text, DIGEST_SIZE);
		r = RESULT_OK;
	}
	sql_end(st, SQL_EVENT_CHAIN);
	arena_free(a);
	return r;
}
