/*
 * sql_retention.c - statements: what has ended, the sweep that erases it, and what is held.
 */
#include "sql_table.h"

/* An escalation is held by a hold that nobody lifted and that has not run out at the time of the parameter. */
#define HOLD_IN_FORCE "h.lifted_at IS NULL AND (h.until IS NULL OR h.until > ?)"

const struct sql_text sql_retention[SQL_COUNT] = {
	/* By the primary key: it is read once from end to end, part by part. */
	[SQL_ENDED] = { "ended",
	    "SELECT e.id, e.reference, e.edition_now, e.changed, e.about, EXISTS (SELECT 1 FROM legal_hold h "
	    "WHERE h.escalation_id = e.id AND " HOLD_IN_FORCE ") FROM escalation e FORCE INDEX (PRIMARY) "
	    "WHERE e.ended = 1 AND e.erased IS NULL AND e.id > ? ORDER BY e.id LIMIT ?" },
	/* Requests to raise that became none. Their policy was not written down: it is the one in force. */
	[SQL_ENDED_REQUESTS] = { "ended-requests",
	    "SELECT r.id, CONCAT('request ', r.id), " EDITION_IN_FORCE ", r.answered_at, EXISTS (SELECT 1 FROM legal_hold h "
	    "WHERE h.request_id = r.id AND " HOLD_IN_FORCE ") FROM raise_request r FORCE INDEX (PRIMARY) JOIN instance i ON i.id = 1 WHERE r.state IN (1, 3) AND r.id > ? ORDER BY r.id LIMIT ?" },
	[SQL_REQUEST_WORDS] = { "request-words", "SELECT at, payload FROM raise_request WHERE id = ? AND state IN (1, 3)" },
	[SQL_ABOUT_SET] = { "about-set", "UPDATE escalation SET about = ? WHERE id = ?" },
	[SQL_EVENT_FIRST] = { "event-first",
	    "SELECT seq, recorded, payload FROM event WHERE escalation_id = ? AND seq = 1 AND payload IS NOT NULL" },
	[SQL_ERASE] = { "erase", "CALL erase_escalation(?, ?)" },
	[SQL_ERASED] = { "erased", "SELECT erased IS NOT NULL FROM escalation WHERE id = ?" },
	[SQL_ERASE_REQUEST] = { "erase-request", "CALL erase_request(?, ?)" },
	[SQL_REQUEST_ERASED] = { "request-erased", "SELECT NOT EXISTS (SELECT 1 FROM raise_request WHERE id = ?)" },
	[SQL_HOLD_ADD] = { "hold-add",
	    "INSERT INTO legal_hold (escalation_id, request_id, why, placed_at, placed_by, until) VALUES (NULLIF(?, 0), NULLIF(?, 0), ?, ?, ?, ?)" },
	[SQL_HOLD_LIFT] = { "hold-lift",
	    "UPDATE legal_hold SET lifted_at = ?, lifted_by = ?, lifted_why = ? WHERE id = ? AND lifted_at IS NULL" },
	[SQL_HOLDS] = { "holds",
	    "SELECT h.id, COALESCE(e.reference, CONCAT('request ', h.request_id)), h.why, h.placed_at, h.until, p.name FROM legal_hold h "
	    "LEFT JOIN escalation e ON e.id = h.escalation_id LEFT JOIN person p ON p.id = h.placed_by "
	    "WHERE " HOLD_IN_FORCE " ORDER BY h.id DESC LIMIT ?" },
	[SQL_SWEEP_ADD] = { "sweep-add", "INSERT INTO retention_sweep (id, setting, state, begun) VALUES (?, ?, 0, ?)" },
	[SQL_SWEEP_PUT] = { "sweep-put",
	    "UPDATE retention_sweep SET state = ?, cursor_id = ?, ended = ?, children = ?, adults = ?, unknown = ?, held = ?, "
	    "finished = ? WHERE id = ? AND state = ?" },
	/* Locks the sweep until what it counts is erased: of two programs one waits for the other. */
	[SQL_SWEEP_ERASES] = { "sweep-erases",
	    "UPDATE retention_sweep SET erased = erased + 1 WHERE id = ? AND state = 2 AND erased < children + adults + unknown" },
	[SQL_SWEEP_CONFIRM] = { "sweep-confirm",
	    "UPDATE retention_sweep SET state = 2, cursor_id = 0, confirmed_at = ?, confirmed_by = ?, confirmed_why = ? "
	    "WHERE id = ? AND state = 1" },
	[SQL_SWEEPS] = { "sweeps",
	    "SELECT s.id, s.setting, s.state, s.begun, s.finished, s.cursor_id, s.ended, s.children, s.adults, s.unknown, s.held, "
	    "s.erased, s.confirmed_at, p.name, s.confirmed_why FROM retention_sweep s "
	    "LEFT JOIN person p ON p.id = s.confirmed_by ORDER BY s.id DESC LIMIT ?" },
	[SQL_FILES_ERASED] = { "files-erased",
	    "SELECT sha256 FROM file_erased LIMIT ?" },
	[SQL_FILE_ERASED_DONE] = { "file-erased-done", "DELETE FROM file_erased WHERE sha256 = ?" },
};
