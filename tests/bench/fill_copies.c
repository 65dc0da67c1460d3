/*
 * fill_copies.c - many closed escalations out of a few thousand.
 *
 * A million cases by the program itself would take the better part of an hour, and what has ended is in no worklist
 * and has no open duty: it is rows that the queries must find their way past. So closed cases that the program made
 * are copied by INSERT ... SELECT: event for event, each copy with an id and a reference of its own, a hash chain
 * begun from that reference (docs/database.md), its readers, its sent notices and its lines of the access log.
 */
#include "fill.h"

#include <mysql.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 20000, ROWS_A_STATEMENT = 1000 };

struct copying {
	MYSQL *db;
	struct arena *a;
	int64_t *templates;
	int *years;
	size_t count;
	int64_t next_id;
	int64_t numbers[2200]; /* last number used, by year */
	char prefix[16];
};

static void
fail(struct copying *c, const char *what)
{
	(void)fprintf(stderr, "bench-fill: %s: %s\n", what, mysql_error(c->db));
	exit(1);
}

static void
run(struct copying *c, const char *sql)
{
	if (mysql_real_query(c->db, sql, (unsigned long)strlen(sql)))
		fail(c, sql);
}

static MYSQL_RES *
ask(struct copying *c, const char *sql)
{
	run(c, sql);
	MYSQL_RES *rows = mysql_store_result(c->db);

	if (!rows)
		fail(c, sql);
	return rows;
}

static int64_t
ask_number(struct copying *c, const char *sql)
{
	MYSQL_RES *rows = ask(c, sql);
	MYSQL_ROW row = mysql_fetch_row(rows);
	int64_t n = row && row[0] ? strtoll(row[0], NULL, 10) : 0;

	mysql_free_result(rows);
	return n;
}

/* --- what there is --- */

static void
read_templates(struct copying *c)
{
	MYSQL_RES *rows = ask(c, "SELECT id, reference FROM escalation WHERE ended = 1 ORDER BY id");

	c->count = mysql_num_rows(rows);
	if (c->count == 0)
		fail(c, "there is no closed escalation to copy");
	c->templates = ARENA_ARRAY(c->a, c->count, int64_t);
	c->years = ARENA_ARRAY(c->a, c->count, int);
	for (size_t i = 0; i < c->count; i++) {
		MYSQL_ROW row = mysql_fetch_row(rows);
		size_t dash = strcspn(row[1], "-");

		c->templates[i] = strtoll(row[0], NULL, 10);
		c->years[i] = (int)strtol(row[1] + dash + 1, NULL, 10);
		(void)snprintf(c->prefix, sizeof c->prefix, "%.*s", (int)dash, row[1]);
	}
	mysql_free_result(rows);
	rows = ask(c, "SELECT year, last FROM reference_counter");
	for (MYSQL_ROW row; (row = mysql_fetch_row(rows));)
		c->numbers[strtol(row[0], NULL, 10)] = strtoll(row[1], NULL, 10);
	mysql_free_result(rows);
	c->next_id = ask_number(c, "SELECT MAX(id) + 1 FROM escalation");
}

/* --- one batch --- */

/* Which new id and reference is a copy of which case. */
static void
write_map(struct copying *c, size_t *done, size_t wanted)
{
	struct buffer b;

	buffer_init(&b, 0);
	run(c, "TRUNCATE TABLE bench.copy");
	for (size_t i = 0; i < BATCH && *done < wanted;) {
		buffer_reset(&b);
		buffer_string(&b, "INSERT INTO bench.copy (id, template, reference) VALUES ");
		for (size_t k = 0; k < ROWS_A_STATEMENT && i < BATCH && *done < wanted; k++, i++, (*done)++) {
			size_t t = *done % c->count;

			buffer_format(&b, "%s(%lld,%lld,'%s-%04d-%06lld')", k ? "," : "", (long long)c->next_id++,
			              (long long)c->templates[t], c->prefix, c->years[t],
			              (long long)++c->numbers[c->years[t]]);
		}
		run(c, b.data);
	}
	buffer_clear(&b);
}

/*
 * The event's chain is kept in a variable that goes from row to row: both tables are read in the order of their
 * primary keys (STRAIGHT_JOIN), so the events of one copy follow each other by seq. A sample of the chains is
 * walked by store_chain_verify() afterwards.
 */
static const char *const batch_statements[] = {
	"INSERT INTO escalation (id, reference, edition_id, version, revision, chain, phase, stage_id, stage_name, ended, "
	"raising_agency_id, raising_agency, receiving_agency_id, receiving_agency, duty_text, duty_clause, turn, "
	"due_words, next_due, immediate_risk, raised, changed, edition_now) "
	"SELECT STRAIGHT_JOIN c.id, c.reference, e.edition_id, e.version, e.revision, e.chain, e.phase, e.stage_id, "
	"e.stage_name, e.ended, e.raising_agency_id, e.raising_agency, e.receiving_agency_id, e.receiving_agency, "
	"e.duty_text, e.duty_clause, e.turn, e.due_words, e.next_due, e.immediate_risk, e.raised, e.changed, e.edition_now "
	"FROM bench.copy c JOIN escalation e ON e.id = c.template",

	"INSERT INTO event (escalation_id, seq, recorded, person_id, salt, digest, chain, payload) "
	"SELECT STRAIGHT_JOIN c.id, v.seq, v.recorded, v.person_id, v.salt, v.digest, "
	"@chain := UNHEX(SHA2(CONCAT(IF(v.seq = 1, UNHEX(SHA2(CONCAT('parley chain 1\\n', c.reference), 256)), @chain), "
	"UNHEX(LPAD(HEX(v.seq), 8, '0')), "
	"UNHEX(LPAD(HEX(TIMESTAMPDIFF(MICROSECOND, '1970-01-01', v.recorded)), 16, '0')), v.digest), 256)), v.payload "
	"FROM bench.copy c JOIN event v ON v.escalation_id = c.template",

	"UPDATE bench.copy c JOIN escalation e ON e.id = c.id JOIN event v ON v.escalation_id = e.id AND v.seq = e.version "
	"SET e.chain = v.chain",

	"INSERT INTO sight (escalation_id, queue_id, informed_only) SELECT STRAIGHT_JOIN c.id, s.queue_id, s.informed_only "
	"FROM bench.copy c JOIN sight s ON s.escalation_id = c.template",

	"INSERT INTO outbox (escalation_id, once, person_id, mailbox, kind, duty_key, due, created, attempts, next_try, sent_at, state, "
	"read_at) SELECT STRAIGHT_JOIN c.id, o.once, o.person_id, o.mailbox, o.kind, o.duty_key, o.due, o.created, 1, NULL, "
	"o.created, 3, o.created "
	"FROM bench.copy c JOIN outbox o ON o.escalation_id = c.template",

	"INSERT INTO access_log (at, person_id, what, escalation_id, request_id) "
	"SELECT STRAIGHT_JOIN l.at, l.person_id, l.what, c.id, l.request_id "
	"FROM bench.copy c JOIN access_log l ON l.escalation_id = c.template",
};

static void
write_counters(struct copying *c)
{
	for (size_t year = 0; year < sizeof c->numbers / sizeof *c->numbers; year++) {
		char sql[128];

		if (c->numbers[year] == 0)
			continue;
		(void)snprintf(sql, sizeof sql, "UPDATE reference_counter SET last = %lld WHERE year = %zu",
		               (long long)c->numbers[year], year);
		run(c, sql);
	}
}

static void
connect_to(struct copying *c, const struct fill_copies *what)
{
	c->db = mysql_init(NULL);
	if (!c->db || !mysql_real_connect(c->db, "localhost", what->user, what->password, what->database, 0, what->socket, 0))
		fail(c, "the database");
	run(c, "SET SESSION time_zone = '+00:00', unique_checks = 0, foreign_key_checks = 0, "
	       "tx_isolation = 'READ-COMMITTED'");
	/* A variable that is not there when a statement begins is NULL to the end of it. */
	run(c, "SET @chain = x''");
}

void
fill_copies(const struct fill_copies *what)
{
	struct copying *c = calloc(1, sizeof *c);
	size_t done = 0;

	if (!c)
		abort();
	c->a = arena_new();
	connect_to(c, what);
	read_templates(c);
	while (done < what->count) {
		write_map(c, &done, what->count);
		run(c, "START TRANSACTION");
		for (size_t i = 0; i < sizeof batch_statements / sizeof *batch_statements; i++)
			run(c, batch_statements[i]);
		run(c, "COMMIT");
		(void)fprintf(stderr, "  %zu of %zu copies\r", done, what->count);
	}
	write_counters(c);
	(void)fprintf(stderr, "\n");
	mysql_close(c->db);
	arena_free(c->a);
	free(c);
}
