/*
 * store.h - what is kept, in MariaDB. The only room that includes mysql.h.
 *
 * A store is one connection with its prepared statements, used by one thread at a time. Nothing here knows
 * what an event means: the app folds, and hands over events and the projection to be kept with them; they are
 * written in one transaction. Codes of the library become a result once, here: lost connection, refused or
 * 'too many connections' → UNAVAILABLE; lock wait or deadlock after the retries → CONFLICT; statement timeout →
 * TIMEOUT; a constraint that our own code should have kept → BUG. A lost connection is reopened, and the whole
 * transaction sent again, only if it cannot have been committed; after a COMMIT whose answer was lost, the
 * idempotency row tells.
 *
 * Times are DATETIME(6) in UTC. Outputs live in the arena that is handed in.
 *
 * Here is the connection; what is kept stands in a header for each subject, store_SUBJECT.h, as src/store's files do.
 */
#ifndef PARLEY_STORE_H
#define PARLEY_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "parley/fault.h"
#include "parley/instant.h"

struct store;

struct store_settings {
	const char *socket;        /* or NULL: */
	const char *host;          /* several, separated by commas, in order of preference */
	unsigned port;
	const char *ca_file;       /* PEM, for TCP, which is always TLS with its certificate checked; NULL = the system's */
	const char *database, *user, *password;
	const char *worker;        /* owner: the account that migrations grant to; NULL = "parley_worker@localhost" */
	unsigned connect_seconds;  /* default 3 */
	unsigned statement_seconds;/* default 10 */
	bool owner;                /* migrations: multi statements allowed */
};

enum result store_open(const struct store_settings *s, struct store **out, struct fault *f) MUST_USE;
void store_close(struct store *st);
/* What the last failure was, for a log line: the database's number and the statement's name, never a value. "" if none. */
const char *store_trouble(struct store *st);
/* Ping, reopening if needed: for /healthz and doctor. */
enum result store_check(struct store *st) MUST_USE;
/* Statements sent and rows read (Handler_read_*) by this connection since it was opened; for bench and metrics. */
struct store_counts { uint64_t statements, rows_read; };
enum result store_counts(struct store *st, struct store_counts *out) MUST_USE;

#endif
