/*
 * bare.c - the worker that is left when everything but the SQL is taken away: what a C programmer would write who
 * needs these three answers and nothing else. No fold, no policy, no checks beyond the session and who may see the
 * case, no failover, no cursor; one thread one connection, prepared statements, columns written as JSON.
 *
 *     bare SOCKET THREADS SIZE,SIZE,SIZE DATABASE-SOCKET PASSWORD-FILE
 *
 * An event writes the rows that Parley's own append writes for a contact: event with its chain, head, the notice that
 * is there already, idempotency key, access log. Bodies are padded to the size of Parley's.
 */
#include "serve.h"

#include <mysql.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "parley/digest.h"

enum { QUEUES = 4, PAGE = 21, COLUMN_ROOM = 65536, COLUMNS_MAX = 12, PARAMETERS_MAX = 12, BODY_MAX = 65536 };

/* One arm a queue, each a range of the primary key in its own order: put together here, for the database would sort them. */
#define LIST_ARM \
	"(SELECT STRAIGHT_JOIN w.due, w.escalation_id, w.yours, e.reference, e.phase, e.stage_id, e.stage_name, e.raising_agency, " \
	"e.receiving_agency, e.duty_text, e.duty_clause, e.changed FROM worklist w FORCE INDEX (PRIMARY) " \
	"JOIN escalation e FORCE INDEX (PRIMARY) ON e.id = w.escalation_id " \
	"WHERE w.queue_id = ? AND w.view = 0 ORDER BY w.due, w.escalation_id LIMIT 21)"

enum statement {
	FIND_SESSION, LIST_1, LIST_2, LIST_3, LIST_4, READ_CASE, LOG_READ,
	FIND_HEAD, ADD_EVENT, UPDATE_HEAD, ADD_NOTICE, ADD_KEY, STATEMENT_COUNT
};
static const char *const texts[STATEMENT_COUNT] = {
	[FIND_SESSION] = "SELECT p.id, p.name, p.title, p.agency_id, p.roles, s.csrf, p.queue_id, p.queues "
	    "FROM session s JOIN person p ON p.id = s.person_id WHERE s.token_hash = ? AND p.active = 1",
	[LIST_1] = LIST_ARM,
	[LIST_2] = LIST_ARM " UNION ALL " LIST_ARM,
	[LIST_3] = LIST_ARM " UNION ALL " LIST_ARM " UNION ALL " LIST_ARM,
	[LIST_4] = LIST_ARM " UNION ALL " LIST_ARM " UNION ALL " LIST_ARM " UNION ALL " LIST_ARM,
	/* Not EXISTS in the WHERE, which MariaDB turns into a join that takes three times as long. */
	[READ_CASE] = "SELECT e.id, e.version, e.phase, e.stage_name, (SELECT MIN(s.informed_only) FROM sight s "
	    "WHERE s.escalation_id = e.id AND s.queue_id IN (?, ?, ?, ?)), v.payload FROM escalation e JOIN event v "
	    "ON v.escalation_id = e.id WHERE e.reference = ? ORDER BY v.seq",
	[LOG_READ] = "INSERT INTO access_log (at, person_id, what, escalation_id, request_id) VALUES (UTC_TIMESTAMP(6), ?, ?, ?, ?)",
	[FIND_HEAD] = "SELECT e.id, e.version, e.chain, (SELECT MIN(s.informed_only) FROM sight s WHERE s.escalation_id = e.id "
	    "AND s.queue_id IN (?, ?, ?, ?)) FROM escalation e WHERE e.reference = ?",
	[ADD_EVENT] = "INSERT INTO event (escalation_id, seq, recorded, person_id, salt, digest, chain, payload) "
	    "VALUES (?, ?, UTC_TIMESTAMP(6), ?, ?, ?, ?, ?)",
	[UPDATE_HEAD] = "UPDATE escalation SET version = ?, chain = ?, changed = UTC_TIMESTAMP(6) WHERE id = ? AND version = ?",
	[ADD_NOTICE] = "INSERT INTO outbox (escalation_id, once, person_id, kind, created, next_try) "
	    "VALUES (?, ?, ?, ?, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE id = id",
	[ADD_KEY] = "INSERT INTO idempotency (person_id, request_key, request_digest, escalation_id, answer, created) "
	    "VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(6))",
};

struct settings { const char *socket; char password[256]; };

struct worker {
	MYSQL *db;
	MYSQL_STMT *statements[STATEMENT_COUNT];
	char *columns[COLUMNS_MAX];
	unsigned long lengths[COLUMNS_MAX];
	my_bool nulls[COLUMNS_MAX];
	char body[BODY_MAX];
	/* of the session */
	int64_t person, queues[QUEUES];
	int queue_count;
};

struct value { const void *bytes; size_t length; int64_t number; };
#define NUMBER(n) (struct value){ NULL, 0, (n) }
#define BYTES(p, n) (struct value){ (p), (n), 0 }
#define TEXT(s) BYTES((s), strlen(s))
#define VALUES(...) (const struct value[]){ __VA_ARGS__ }, sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value)

/* --- statements --- */

static bool
run(struct worker *w, enum statement which, const struct value *values, size_t count)
{
	MYSQL_BIND in[PARAMETERS_MAX] = { 0 };
	MYSQL_STMT *s = w->statements[which];

	for (size_t i = 0; i < count; i++) {
		in[i].buffer_type = values[i].bytes ? MYSQL_TYPE_STRING : MYSQL_TYPE_LONGLONG;
		in[i].buffer = values[i].bytes ? (void *)(uintptr_t)values[i].bytes : (void *)(uintptr_t)&values[i].number;
		in[i].buffer_length = (unsigned long)values[i].length;
	}
	return mysql_stmt_bind_param(s, in) == 0 && mysql_stmt_execute(s) == 0 &&
	    (mysql_stmt_field_count(s) == 0 || mysql_stmt_store_result(s) == 0);
}

/* The next row, each column as text in w->columns. */
static bool
next(struct worker *w, enum statement which)
{
	if (mysql_stmt_fetch(w->statements[which]) != 0)
		return false;
	for (unsigned i = 0; i < mysql_stmt_field_count(w->statements[which]); i++)
		w->columns[i][w->nulls[i] ? 0 : w->lengths[i]] = '\0';
	return true;
}

static void
done(struct worker *w, enum statement which)
{
	(void)mysql_stmt_free_result(w->statements[which]);
}

static void
prepare(struct worker *w, enum statement which)
{
	MYSQL_BIND out[COLUMNS_MAX] = { 0 };
	MYSQL_STMT *s = mysql_stmt_init(w->db);

	if (!s || mysql_stmt_prepare(s, texts[which], (unsigned long)strlen(texts[which])) != 0) {
		(void)fprintf(stderr, "bare: %s\n", mysql_error(w->db));
		exit(1);
	}
	for (unsigned i = 0; i < COLUMNS_MAX; i++) {
		out[i].buffer_type = MYSQL_TYPE_STRING;
		out[i].buffer = w->columns[i];
		out[i].buffer_length = COLUMN_ROOM - 1;
		out[i].length = &w->lengths[i];
		out[i].is_null = &w->nulls[i];
	}
	if (mysql_stmt_field_count(s) > 0 && mysql_stmt_bind_result(s, out) != 0)
		exit(1);
	w->statements[which] = s;
}

static void *
begin(const struct serve *serve)
{
	const struct settings *settings = serve->settings;
	struct worker *w = calloc(1, sizeof *w);

	if (!w)
		abort();
	for (int i = 0; i < COLUMNS_MAX; i++)
		w->columns[i] = malloc(COLUMN_ROOM);
	w->db = mysql_init(NULL);
	if (!mysql_real_connect(w->db, "localhost", "parley_worker", settings->password, "parley", 0, settings->socket, 0) ||
	    mysql_query(w->db, "SET time_zone = '+00:00', tx_isolation = 'READ-COMMITTED'") != 0) {
		(void)fprintf(stderr, "bare: %s\n", mysql_error(w->db));
		exit(1);
	}
	for (int i = 0; i < STATEMENT_COUNT; i++)
		prepare(w, (enum statement)i);
	return w;
}

/* --- the session --- */

static bool
find_session(struct worker *w, FCGX_Request *r, struct buffer *body)
{
	static const char name[] = "__Host-parley=";
	static const char *const members[] = { "id", "name", "title", "agency", "roles", "csrf" };
	const char *cookie = FCGX_GetParam("HTTP_COOKIE", r->envp);
	const char *token = cookie ? strstr(cookie, name) : NULL;
	uint8_t hash[DIGEST_SIZE];

	if (!token)
		return false;
	token += sizeof name - 1;
	digest_sha256(&(struct digest_part){ token, strcspn(token, ";") }, 1, hash);
	if (!run(w, FIND_SESSION, VALUES(BYTES(hash, sizeof hash))) || !next(w, FIND_SESSION))
		return false;
	w->person = strtoll(w->columns[0], NULL, 10);
	w->queues[0] = strtoll(w->columns[6], NULL, 10);
	w->queue_count = 1;
	json_object(body, NULL);
	json_object(body, "me");
	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		json_string(body, members[i], w->columns[i]);
	json_end_object(body);
	for (char *at = w->columns[7], *end; *at != '\0' && w->queue_count < QUEUES; at = *end == ',' ? end + 1 : end)
		w->queues[w->queue_count++] = strtoll(at, &end, 10);
	done(w, FIND_SESSION);
	return true;
}

static int64_t
queue(const struct worker *w, int i)
{
	return i < w->queue_count ? w->queues[i] : 0;
}

#define MY_QUEUES(w) NUMBER(queue(w, 0)), NUMBER(queue(w, 1)), NUMBER(queue(w, 2)), NUMBER(queue(w, 3))

/* --- the three answers --- */

struct item { char *at[COLUMNS_MAX]; };

static int
compare_items(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	int order = strcmp(a->at[0], b->at[0]);

	return order != 0 ? order : strcmp(a->at[1], b->at[1]);
}

/* The rows of all arms, their columns one behind the other in the room of request bodies, which a GET has not. */
static size_t
take_items(struct worker *w, enum statement list, struct item items[QUEUES * PAGE])
{
	size_t count = 0, used = 0;

	while (count < QUEUES * PAGE && next(w, list)) {
		for (unsigned i = 0; i < COLUMNS_MAX; i++) {
			size_t length = (w->nulls[i] ? 0 : w->lengths[i]) + 1;

			if (used + length > sizeof w->body)
				return count;
			items[count].at[i] = memcpy(w->body + used, w->columns[i], length);
			used += length;
		}
		count++;
	}
	return count;
}

static bool
answer_list(struct worker *w, struct buffer *body)
{
	static const char *const members[] = { "due", NULL, "yours", "reference", "phase", "stage_id", "stage", "raising",
	    "receiving", "duty", "clause", "changed" };
	struct value queues[QUEUES];
	struct item items[QUEUES * PAGE];
	enum statement list = (enum statement)(LIST_1 + w->queue_count - 1);

	for (int i = 0; i < w->queue_count; i++)
		queues[i] = NUMBER(w->queues[i]);
	if (!run(w, list, queues, (size_t)w->queue_count))
		return false;
	size_t count = take_items(w, list, items);
	done(w, list);
	qsort(items, count, sizeof *items, compare_items);
	json_array(body, "items");
	for (size_t row = 0; row < 20 && row < count; row++) {
		json_object(body, NULL);
		for (size_t i = 0; i < sizeof members / sizeof *members; i++)
			if (members[i])
				json_string(body, members[i], items[row].at[i]);
		json_end_object(body);
	}
	json_end_array(body);
	return true;
}

/* The last part of the path, or the one before it for an event. */
static void
take_reference(FCGX_Request *r, char out[64])
{
	static const char before[] = "/api/v1/escalations/";
	const char *uri = FCGX_GetParam("REQUEST_URI", r->envp);
	const char *at = uri ? strstr(uri, before) : NULL;

	(void)snprintf(out, 64, "%.*s", at ? (int)strcspn(at + sizeof before - 1, "/?") : 0, at ? at + sizeof before - 1 : "");
}

static bool
log_access(struct worker *w, FCGX_Request *r, const char *what, int64_t id)
{
	const char *request = FCGX_GetParam("REQUEST_ID", r->envp);

	return run(w, LOG_READ, VALUES(NUMBER(w->person), TEXT(what), NUMBER(id), TEXT(request ? request : "")));
}

static bool
answer_case(struct worker *w, FCGX_Request *r, struct buffer *body)
{
	char reference[64];
	int64_t id = 0;

	take_reference(r, reference);
	if (!run(w, READ_CASE, VALUES(MY_QUEUES(w), TEXT(reference))))
		return false;
	while (next(w, READ_CASE) && !w->nulls[4]) {
		if (id == 0) {
			id = strtoll(w->columns[0], NULL, 10);
			json_string(body, "reference", reference);
			json_string(body, "version", w->columns[1]);
			json_string(body, "phase", w->columns[2]);
			json_string(body, "stage", w->columns[3]);
			json_array(body, "timeline");
		}
		json_raw(body, NULL, w->columns[5]);
	}
	done(w, READ_CASE);
	json_end_array(body);
	return id != 0 && log_access(w, r, "escalation", id);
}

static size_t
read_body(struct worker *w, FCGX_Request *r)
{
	size_t length = 0;

	for (int got; length < BODY_MAX - 1 && (got = FCGX_GetStr(w->body + length, (int)(BODY_MAX - 1 - length), r->in)) > 0;)
		length += (size_t)got;
	w->body[length] = '\0';
	return length;
}

struct writing { int64_t id, version; uint8_t salt[16], digest[DIGEST_SIZE], chain[DIGEST_SIZE]; };

static bool
find_head(struct worker *w, const char *reference, struct writing *x)
{
	if (!run(w, FIND_HEAD, VALUES(MY_QUEUES(w), TEXT(reference))) || !next(w, FIND_HEAD) || w->nulls[3])
		return false;
	x->id = strtoll(w->columns[0], NULL, 10);
	x->version = strtoll(w->columns[1], NULL, 10);
	memcpy(x->chain, w->columns[2], DIGEST_SIZE);
	done(w, FIND_HEAD);
	return true;
}

static void
make_links(struct worker *w, size_t length, struct writing *x)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	random_fill(x->salt, sizeof x->salt);
	digest_sha256((const struct digest_part[]){ { x->salt, sizeof x->salt }, { w->body, length } }, 2, x->digest);
	digest_sha256((const struct digest_part[]){ { x->chain, DIGEST_SIZE }, { &now, sizeof now }, { x->digest, DIGEST_SIZE } },
	              3, x->chain);
}

static bool
append(struct worker *w, FCGX_Request *r, size_t length, const char *key, struct writing *x)
{
	uint8_t request[DIGEST_SIZE];
	char answer[64];

	digest_sha256(&(struct digest_part){ w->body, length }, 1, request);
	(void)snprintf(answer, sizeof answer, "{\"version\":%lld}", (long long)x->version + 1);
	make_links(w, length, x);
	return run(w, UPDATE_HEAD, VALUES(NUMBER(x->version + 1), BYTES(x->chain, DIGEST_SIZE), NUMBER(x->id), NUMBER(x->version))) &&
	    mysql_stmt_affected_rows(w->statements[UPDATE_HEAD]) == 1 &&
	    run(w, ADD_EVENT, VALUES(NUMBER(x->id), NUMBER(x->version + 1), NUMBER(w->person), BYTES(x->salt, 16),
	        BYTES(x->digest, DIGEST_SIZE), BYTES(x->chain, DIGEST_SIZE), BYTES(w->body, length))) &&
	    run(w, ADD_NOTICE, VALUES(NUMBER(x->id), BYTES("0123456789abcdef", 16), NUMBER(w->person), TEXT("turn"))) &&
	    run(w, ADD_KEY, VALUES(NUMBER(w->person), TEXT(key), BYTES(request, DIGEST_SIZE), NUMBER(x->id), TEXT(answer))) &&
	    log_access(w, r, "append", x->id);
}

static bool
answer_event(struct worker *w, FCGX_Request *r, struct buffer *body)
{
	const char *key = FCGX_GetParam("HTTP_IDEMPOTENCY_KEY", r->envp);
	size_t length = read_body(w, r);
	const char *version = strstr(w->body, "\"version\":");
	char reference[64];
	struct writing x;

	take_reference(r, reference);
	if (!key || !version || mysql_query(w->db, "BEGIN") != 0)
		return false;
	if (!find_head(w, reference, &x) || x.version != strtoll(version + 10, NULL, 10) || !append(w, r, length, key, &x) ||
	    mysql_query(w->db, "COMMIT") != 0) {
		(void)mysql_query(w->db, "ROLLBACK");
		return false;
	}
	json_int(body, "version", x.version + 1);
	return true;
}

static bool
answer(void *state, FCGX_Request *r, enum asked what, struct buffer *body)
{
	struct worker *w = state;
	bool good = find_session(w, r, body);

	if (good && what == ASKED_LIST)
		good = answer_list(w, body);
	else if (good && what == ASKED_CASE)
		good = answer_case(w, r, body);
	else if (good)
		good = answer_event(w, r, body);
	if (good)
		json_end_object(body);
	return good;
}

int
main(int argc, char **argv)
{
	static struct settings settings;
	struct serve s = { .answer = answer, .begin = begin, .settings = &settings };
	FILE *file = argc == 6 ? fopen(argv[5], "rbe") : NULL;

	if (!file || !serve_sizes(argv[3], s.sizes) || !fgets(settings.password, sizeof settings.password, file)) {
		(void)fprintf(stderr, "use: bare SOCKET THREADS SIZE,SIZE,SIZE DATABASE-SOCKET PASSWORD-FILE\n");
		return 2;
	}
	(void)fclose(file);
	settings.password[strcspn(settings.password, "\n")] = '\0';
	settings.socket = argv[4];
	s.socket = argv[1];
	s.threads = strtol(argv[2], NULL, 10);
	return serve_run(&s);
}
