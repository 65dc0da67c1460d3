/*
 * sql_access.c - statements: who is let in: sessions, the emergency administrator, and what is refused for a while.
 */
#include "parley/store_emergency.h"
#include "sql_table.h"

#define EMERGENCY_PERSON "p.directory = '" EMERGENCY_DIRECTORY "' AND p.directory_key = 'emergency'"

const struct sql_text sql_access[SQL_COUNT] = {
	[SQL_SESSION_ADD] = { "session-add",
	    "INSERT INTO session (token_hash, person_id, csrf, created, seen) VALUES (?, ?, ?, ?, ?)" },
	/* Person, queues and instance come with it, each by its key and nothing else: a request costs one statement before
	 * its own. */
	[SQL_SESSION_FIND] = { "session-find",
	    "SELECT " PERSON_OWN_COLUMNS
	    ", s.csrf, s.created, s.seen, i.demo, i.clock_offset, i.generation, p.queue_id, p.queues, p.drafts, p.stands_in_until, "
	    "p.unread "
	    "FROM session s JOIN person p ON p.id = s.person_id JOIN instance i ON i.id = 1 "
	    "WHERE s.token_hash = ? AND s.seen > ? AND s.created > ? AND p.active = 1" },
	[SQL_SESSION_SEEN] = { "session-seen", "UPDATE session SET seen = ? WHERE token_hash = ?" },
	/* Whoever is signed in is looked at: some hundreds, when an administrator looks what a change would do. */
	[SQL_SESSIONS_ENDING] = { "sessions-ending",
	    "SELECT COUNT(*) FROM session WHERE seen > ? AND created > ? AND (seen <= ? OR created <= ?)" },
	[SQL_SESSION_END] = { "session-end", "DELETE FROM session WHERE token_hash = ?" },
	/* The emergency administrator is a person, made when first armed and inactive while nothing is. */
	[SQL_EMERGENCY] = { "emergency",
	    "SELECT e.id, e.armed_at, e.ends, e.salt, e.digest, e.armed_by, e.why, e.used_at, p.id FROM emergency e "
	    "JOIN person p ON " EMERGENCY_PERSON " ORDER BY e.id DESC LIMIT 1" },
	[SQL_EMERGENCY_ADD] = { "emergency-add",
	    "INSERT INTO emergency (armed_at, ends, salt, digest, armed_by, why) VALUES (?, ?, ?, ?, ?, ?)" },
	[SQL_EMERGENCY_END] = { "emergency-end", "UPDATE emergency SET ends = ? WHERE ends > ?" },
	[SQL_EMERGENCY_SESSIONS_END] = { "emergency-sessions-end",
	    "DELETE s FROM session s JOIN person p ON p.id = s.person_id WHERE " EMERGENCY_PERSON },
	/* No directory has them, no search finds them, they have no role, no queue and so no escalation. */
	[SQL_EMERGENCY_PERSON] = { "emergency-person",
	    "INSERT INTO person (directory, directory_key, username, name, active, refreshed_at) VALUES "
	    "('" EMERGENCY_DIRECTORY "', 'emergency', '(emergency)', 'Emergency administrator', ?, UTC_TIMESTAMP(6)) "
	    "ON DUPLICATE KEY UPDATE active = VALUES(active)" },
	[SQL_EMERGENCY_USE] = { "emergency-use",
	    "UPDATE emergency SET used_at = ? WHERE id = ? AND used_at IS NULL AND ends > ?" },
	[SQL_EMERGENCY_TELL] = { "emergency-tell",
	    "INSERT INTO outbox (escalation_id, once, person_id, kind, created, next_try) "
	    "SELECT 0, UNHEX(MD5(CONCAT(?, ' ', ?, ' ', p.id))), p.id, ?, ?, ? FROM person p "
	    "WHERE p.administrator = 1 AND p.active = 1 ON DUPLICATE KEY UPDATE outbox.id = outbox.id" },
	[SQL_THROTTLE_ADD] = { "throttle-add",
	    "INSERT INTO throttle (throttle_key, failed_at, nonce) VALUES (?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE throttle_key = throttle_key" },
	/* Who guesses a million times is not counted to the end. */
	[SQL_THROTTLE_COUNT] = { "throttle-count",
	    "SELECT COUNT(*) FROM (SELECT 1 FROM throttle WHERE throttle_key = ? AND failed_at >= ? LIMIT 1000) t" },
	[SQL_THROTTLE_CLEAR] = { "throttle-clear", "DELETE FROM throttle WHERE throttle_key = ?" },
	[SQL_SWEEP_SESSIONS] = { "sweep-sessions",
	    "DELETE FROM session WHERE seen < ? LIMIT 10000" },
	[SQL_SWEEP_THROTTLE] = { "sweep-throttle",
	    "DELETE FROM throttle WHERE failed_at < ? LIMIT 10000" },
};
