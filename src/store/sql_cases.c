/*
 * sql_cases.c - statements: escalations and their events, lists, chains, drafts, files, notes and lessons.
 */
#include "sql_table.h"

#define PROJECTION_COLUMNS \
	"phase, stage_id, stage_name, ended, raising_agency_id, raising_agency, receiving_agency_id, " \
	"receiving_agency, duty_text, duty_clause, turn, due_words, next_due, immediate_risk, raised, changed, edition_now"
/* In the order that store_seats.c reads them. */
#define VACANT_COLUMNS \
	"e.reference, v.escalation_id, v.side, v.agency_id, v.person_id, p.name, v.since, e.stage_name, e.edition_id " \
	"FROM vacant_seat v JOIN escalation e ON e.id = v.escalation_id LEFT JOIN person p ON p.id = v.person_id"
#define MICROSECONDS(column) "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', " column ")"

/* In the order that store_request.c reads them. */
#define REQUEST_COLUMNS \
	"r.id, r.person_id, r.name, r.title, r.agency_id, r.asked, r.at, r.immediate_risk, r.state, r.answered_at, " \
	"r.answered_by, r.answered_name, r.answered_title, r.reason, e.reference, k.active"
#define REQUEST_TABLES \
	"raise_request r JOIN person k ON k.id = r.person_id LEFT JOIN escalation e ON e.id = r.escalation_id"
/* Whoever is there of those for whom a request waits: people, and those who hold a role now. */
#define REQUEST_PEOPLE \
	"FROM raise_request_queue x JOIN queue q ON q.id = x.queue_id LEFT JOIN person_role g ON q.person_id = 0 " \
	"AND g.agency_id = q.agency_id AND g.role = q.role JOIN person p ON p.id = IF(q.person_id = 0, g.person_id, q.person_id) " \
	"WHERE p.active = 1 AND x.request_id = "

const struct sql_text sql_cases[SQL_COUNT] = {
	[SQL_VACANT_OF_AGENCY] = { "vacant-of-agency",
	    "SELECT " VACANT_COLUMNS
	    " WHERE v.agency_id = ? ORDER BY v.agency_id, v.since LIMIT ?" },
	[SQL_VACANT_ALL] = { "vacant-all",
	    "SELECT " VACANT_COLUMNS " ORDER BY v.agency_id, v.since LIMIT ?" },
	[SQL_VACANT_REMOVE] = { "vacant-remove",
	    "DELETE FROM vacant_seat WHERE escalation_id = ?" },
	[SQL_VACANT_ADD] = { "vacant-add",
	    "INSERT INTO vacant_seat (escalation_id, side, agency_id, person_id, since) VALUES (?, ?, ?, ?, ?)" },
	[SQL_CASES_OF] = { "cases-of",
	    "SELECT w.escalation_id FROM person p JOIN worklist w ON w.queue_id = p.queue_id AND w.view = 1 WHERE p.id = ? "
	    "ORDER BY w.due, w.escalation_id LIMIT ?" },
	[SQL_REFERENCE_NEXT] = { "reference-next",
	    "INSERT INTO reference_counter (year, last) VALUES (?, LAST_INSERT_ID(1)) "
	    "ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)" },
	/* (RETURNING would do in one statement, but a prepared INSERT gives no rows in 10.11.) */
	[SQL_REFERENCE_READ] = { "reference-read",
	    "SELECT LAST_INSERT_ID(), reference_prefix FROM instance WHERE id = 1" },
	/* The head, and what the lists hold now, to be compared with what they should hold. */
	[SQL_ESCALATION_LISTS] = { "escalation-lists",
	    "SELECT e.version, e.revision, e.chain, e.reference, "
	    "(SELECT GROUP_CONCAT(w.queue_id, ' ', w.view, ' ', " MICROSECONDS(
		"w.due") ", ' ', w.yours SEPARATOR ' ') "
			 "FROM worklist w WHERE w.escalation_id = e.id), "
			 "(SELECT GROUP_CONCAT(s.queue_id, ' ', s.informed_only SEPARATOR ' ') FROM sight s "
			 "WHERE s.escalation_id = e.id), "
			 "(SELECT GROUP_CONCAT(o.duty_key, '\n', " MICROSECONDS(
			     "o.due") " SEPARATOR '\n') FROM open_duty o "
				      "WHERE o.escalation_id = e.id), "
				      "EXISTS (SELECT 1 FROM draft d WHERE d.person_id = ? AND d.draft_key = ?) FROM escalation e WHERE e.id = ?" },
	[SQL_ESCALATION_ADD] = { "escalation-add",
	    "INSERT INTO escalation (reference, edition_id, version, chain, " PROJECTION_COLUMNS
	    ") "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	/* The one place where two writers meet: only one of them finds the version and revision it has read. */
	[SQL_ESCALATION_UPDATE] = { "escalation-update",
	    "UPDATE escalation SET version = ?, revision = revision + 1, chain = ?, phase = ?, stage_id = ?, "
	    "stage_name = ?, ended = ?, raising_agency_id = ?, raising_agency = ?, receiving_agency_id = ?, "
	    "receiving_agency = ?, duty_text = ?, duty_clause = ?, turn = ?, due_words = ?, next_due = ?, "
	    "immediate_risk = ?, raised = ?, changed = ?, edition_now = ? WHERE id = ? AND version = ? AND revision = ?" },
	[SQL_EVENT_ADD] = { "event-add",
	    "INSERT INTO event (escalation_id, seq, recorded, person_id, salt, digest, chain, payload) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_EVENT_LANDED] = { "event-landed",
	    "SELECT chain FROM event WHERE escalation_id = ? AND seq = ?" },
	[SQL_WORKLIST_ADD] = { "worklist-add",
	    "INSERT INTO worklist (queue_id, view, due, escalation_id, yours) VALUES (?, ?, ?, ?, ?)" },
	[SQL_WORKLIST_REMOVE] = { "worklist-remove",
	    "DELETE FROM worklist WHERE queue_id = ? AND view = ? AND due = ? AND escalation_id = ?" },
	[SQL_SIGHT_PUT] = { "sight-put",
	    "INSERT INTO sight (escalation_id, queue_id, informed_only) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "informed_only = LEAST(informed_only, VALUES(informed_only))" },
	[SQL_SIGHT_REMOVE] = { "sight-remove",
	    "DELETE FROM sight WHERE escalation_id = ? AND queue_id = ?" },
	[SQL_OPEN_DUTY_PUT] = { "open-duty-put",
	    "INSERT INTO open_duty (escalation_id, duty_key, due, remind_at) VALUES (?, ?, ?, ?) ON DUPLICATE KEY "
	    "UPDATE due = VALUES(due), told = 0, remind_at = VALUES(remind_at)" },
	[SQL_OPEN_DUTY_REMOVE] = { "open-duty-remove",
	    "DELETE FROM open_duty WHERE escalation_id = ? AND duty_key = ?" },
	[SQL_IDEMPOTENCY] = { "idempotency",
	    "SELECT i.request_digest, i.answer, i.escalation_id, e.reference FROM idempotency i "
	    "LEFT JOIN escalation e ON e.id = i.escalation_id WHERE i.person_id = ? AND i.request_key = ?" },
	[SQL_IDEMPOTENCY_ADD] = { "idempotency-add",
	    "INSERT INTO idempotency (person_id, request_key, request_digest, escalation_id, answer, created) "
	    "VALUES (?, ?, ?, ?, ?, ?)" },
	/* All rows of `sight` are one short range; whether one of the reader's queues is among them is looked at
	 * before any payload is given. */
	[SQL_ESCALATION_READ] = { "escalation-read",
	    "SELECT e.id, e.edition_id, e.version, (SELECT GROUP_CONCAT(s.queue_id, ' ', s.informed_only SEPARATOR "
	    "' ') FROM sight s WHERE s.escalation_id = e.id), v.seq, v.recorded, v.payload FROM escalation e "
	    "JOIN event v ON v.escalation_id = e.id WHERE e.reference = ? ORDER BY v.seq" },
	[SQL_ESCALATION_LOAD] = { "escalation-load",
	    "SELECT e.id, e.edition_id, e.version, e.reference, v.seq, v.recorded, v.payload FROM escalation e "
	    "JOIN event v ON v.escalation_id = e.id WHERE e.id = ? ORDER BY v.seq" },
	[SQL_ESCALATION_BATCH] = { "escalation-batch",
	    "SELECT e.id, e.edition_id, e.version, e.reference, v.seq, v.recorded, v.payload FROM "
	    "(SELECT id, edition_id, version, reference FROM escalation WHERE id > ? AND erased IS NULL ORDER BY id LIMIT ?) e "
	    "STRAIGHT_JOIN event v ON v.escalation_id = e.id ORDER BY e.id, v.seq" },
	[SQL_ESCALATION_LAST] = { "escalation-last",
	    "SELECT COALESCE(MAX(id), 0) FROM escalation" },
	[SQL_ESCALATION_NAMES] = { "escalation-names",
	    "SELECT id, reference, erased IS NOT NULL FROM escalation WHERE id > ? ORDER BY id LIMIT ?" },
	[SQL_ESCALATION_FIND] = { "escalation-find",
	    "SELECT id FROM escalation WHERE reference = ?" },
	[SQL_RUNNING] = { "running",
	    "SELECT id FROM escalation WHERE ended = 0 AND edition_now = ? AND id > ? ORDER BY id LIMIT ?" },
	/* By the primary key: it is read once from end to end, part by part. */
	[SQL_RUNNING_ALL] = { "running-all",
	    "SELECT id FROM escalation FORCE INDEX (PRIMARY) WHERE ended = 0 AND id > ? ORDER BY id LIMIT ?" },
	/* For administrators alone, on the page that moves them: the entries of one key, nothing else. */
	[SQL_RUNNING_COUNTS] = { "running-counts",
	    "SELECT edition_now, COUNT(*) FROM escalation WHERE ended = 0 GROUP BY edition_now" },
	[SQL_CHAIN] = { "chain",
	    "SELECT e.reference, e.version, e.chain, v.seq, v.recorded, v.salt, v.digest, v.chain, v.payload "
	    "FROM escalation e LEFT JOIN event v ON v.escalation_id = e.id WHERE e.id = ? ORDER BY v.seq" },
	[SQL_EVENT_CHAIN] = { "event-chain",
	    "SELECT chain FROM event WHERE escalation_id = ? AND seq = ?" },
	[SQL_DRAFT_PUT] = { "draft-put",
	    "INSERT INTO draft (person_id, draft_key, json, saved) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "json = VALUES(json), saved = VALUES(saved)" },
	/* Only ever wrong to the safe side: who has drafts is always marked. */
	[SQL_DRAFTS_MARK] = { "drafts-mark",
	    "UPDATE person SET drafts = 1 WHERE id = ? AND drafts = 0" },
	[SQL_DRAFTS_UNMARK] = { "drafts-unmark",
	    "UPDATE person p SET p.drafts = 0 WHERE p.id = ? AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.person_id = p.id)" },
	[SQL_DRAFT] = { "draft", "SELECT json FROM draft WHERE person_id = ? AND draft_key = ?" },
	[SQL_DRAFT_REMOVE] = { "draft-remove",
	    "DELETE FROM draft WHERE person_id = ? AND draft_key = ?" },
	[SQL_DRAFTS] = { "drafts",
	    "SELECT draft_key, json FROM draft WHERE person_id = ? AND draft_key LIKE ? ORDER BY draft_key" },
	[SQL_LESSON_PUT] = { "lesson-put",
	    "INSERT INTO lesson (escalation_id, seq, answer_seq, open, raised, due) VALUES (?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE answer_seq = VALUES(answer_seq), open = VALUES(open), due = VALUES(due)" },
	[SQL_LESSONS] = { "lessons",
	    "SELECT l.escalation_id, e.reference, l.open, l.raised, l.due, l.seq, x.payload, l.answer_seq, y.payload "
	    "FROM lesson l FORCE INDEX (in_order) JOIN escalation e ON e.id = l.escalation_id "
	    "JOIN event x ON x.escalation_id = l.escalation_id AND x.seq = l.seq "
	    "LEFT JOIN event y ON y.escalation_id = l.escalation_id AND y.seq = l.answer_seq "
	    "WHERE l.open = ? AND l.raised <= ? AND (l.raised, l.escalation_id, l.seq) < (?, ?, ?) AND EXISTS "
	    "(SELECT 1 FROM sight s WHERE s.escalation_id = l.escalation_id AND FIND_IN_SET(s.queue_id, ?)) "
	    "ORDER BY l.raised DESC, l.escalation_id DESC, l.seq DESC LIMIT ?" },
	[SQL_UPLOAD_ADD] = { "upload-add",
	    "INSERT INTO upload (escalation_id, person_id, type, size, sha256, at, content) VALUES (?, ?, ?, ?, ?, ?, ?)" },
	[SQL_UPLOADS_COUNT] = { "uploads-count",
	    "SELECT COUNT(*), MAX(IF(escalation_id = ? AND sha256 = ?, id, 0)) FROM upload WHERE person_id = ?" },
	[SQL_UPLOAD] = { "upload",
	    "SELECT type, size, sha256 FROM upload WHERE id = ? AND escalation_id = ? AND person_id = ?" },
	[SQL_UPLOAD_REMOVE] = { "upload-remove", "DELETE FROM upload WHERE id = ?" },
	[SQL_UPLOADS_OLD] = { "uploads-old",
	    "SELECT id, size, sha256, content IS NULL FROM upload WHERE at < ? ORDER BY at LIMIT ?" },
	[SQL_FILE_NAMED] = { "file-named",
	    "SELECT EXISTS (SELECT 1 FROM attachment WHERE sha256 = ? AND content IS NULL) "
	    "OR EXISTS (SELECT 1 FROM upload WHERE sha256 = ? AND content IS NULL)" },
	[SQL_ATTACHMENTS_ELSEWHERE] = { "attachments-elsewhere",
	    "SELECT id, size, sha256, 1 FROM attachment WHERE id > ? AND content IS NULL ORDER BY id LIMIT ?" },
	[SQL_ATTACHMENT_ADD] = { "attachment-add",
	    "INSERT INTO attachment (id, escalation_id, seq, note_id, person_id, type, size, sha256, at, content) "
	    "SELECT id, escalation_id, ?, ?, person_id, type, size, sha256, at, content FROM upload "
	    "WHERE id = ? AND escalation_id = ? AND person_id = ?" },
	[SQL_ATTACHMENT] = { "attachment",
	    "SELECT a.seq, a.note_id, n.agency_id, n.side, a.sha256, a.type, a.content, a.size FROM attachment a "
	    "LEFT JOIN internal_note n ON n.id = a.note_id WHERE a.id = ? AND a.escalation_id = ?" },
	[SQL_NOTE_ADD] = { "note-add",
	    "INSERT INTO internal_note (escalation_id, agency_id, side, kind, person_id, name, title, agency, at, text, request_key) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_NOTES] = { "notes",
	    "SELECT n.id, n.kind, n.person_id, n.name, n.title, n.agency, n.at, n.text, a.id, a.type, a.size "
	    "FROM internal_note n LEFT JOIN attachment a ON a.note_id = n.id "
	    "WHERE n.escalation_id = ? AND n.agency_id = ? AND n.side = ? AND n.id < ? ORDER BY n.id DESC LIMIT ?" },
	[SQL_REQUEST_ADD] = { "request-add",
	    "INSERT INTO raise_request (person_id, name, title, agency_id, asked, at, immediate_risk, payload, chase_at, "
	    "request_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
	[SQL_REQUEST_QUEUE_ADD] = { "request-queue-add",
	    "INSERT INTO raise_request_queue (request_id, queue_id) VALUES (?, ?)" },
	[SQL_REQUESTS] = { "requests",
	    "SELECT " REQUEST_COLUMNS " FROM " REQUEST_TABLES " WHERE r.person_id = ? ORDER BY r.id DESC LIMIT ?" },
	/* Of each queue a range of its own; what is still unanswered is little. */
	[SQL_REQUESTS_WAITING] = { "requests-waiting",
	    "SELECT DISTINCT " REQUEST_COLUMNS " FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j "
	    "JOIN raise_request_queue q ON q.queue_id = j.id AND q.open = 1 JOIN (" REQUEST_TABLES ") ON r.id = q.request_id "
	    "WHERE r.person_id <> ? ORDER BY r.id LIMIT ?" },
	[SQL_REQUEST] = { "request",
	    "SELECT " REQUEST_COLUMNS ", r.payload, EXISTS (SELECT 1 FROM JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j "
	    "JOIN raise_request_queue q ON q.request_id = r.id AND q.queue_id = j.id) FROM " REQUEST_TABLES " WHERE r.id = ?" },
	/* What was refused can still be raised, by whoever asked: the last parameter says so. */
	[SQL_REQUEST_END] = { "request-end",
	    "UPDATE raise_request SET state = ?, answered_at = ?, answered_by = ?, answered_name = ?, answered_title = ?, "
	    "reason = COALESCE(?, reason), escalation_id = ?, chase_at = NULL WHERE id = ? AND (state = 0 OR (state = 1 AND ? = 1))" },
	[SQL_REQUEST_QUEUES_END] = { "request-queues-end", "UPDATE raise_request_queue SET open = 0 WHERE request_id = ?" },
	/* To be chased is what is unanswered, which is little. */
	[SQL_REQUESTS_LATE] = { "requests-late",
	    "SELECT r.id, r.person_id, r.chase_at, r.agency_id, r.immediate_risk FROM raise_request r WHERE r.chase_at IS NOT NULL "
	    "AND (r.chase_at <= ? OR (r.immediate_risk = 1 AND NOT EXISTS (SELECT 1 " REQUEST_PEOPLE
	    "r.id AND p.id <> r.person_id))) ORDER BY r.chase_at LIMIT ?" },
	[SQL_REQUEST_PEOPLE] = { "request-people", "SELECT DISTINCT p.id " REQUEST_PEOPLE "? AND p.id <> ? LIMIT ?" },
	[SQL_REQUEST_CHASED] = { "request-chased",
	    "UPDATE raise_request SET chase_at = ? WHERE id = ? AND chase_at = ?" },
	[SQL_SWEEP_IDEMPOTENCY] = { "sweep-idempotency",
	    "DELETE FROM idempotency WHERE created < ? LIMIT 10000" },
};
