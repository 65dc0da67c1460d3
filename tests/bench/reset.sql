-- reset.sql - puts back what keep.sql kept, in the cases that were added to, and lets nobody's session grow old.
SET foreign_key_checks = 0;
CREATE TEMPORARY TABLE changed (id BIGINT PRIMARY KEY, version INT UNSIGNED NOT NULL)
	SELECT STRAIGHT_JOIN p.id, p.version FROM bench.pool p JOIN escalation e ON e.id = p.id WHERE e.version <> p.version;
START TRANSACTION;
DELETE v FROM changed c STRAIGHT_JOIN event v ON v.escalation_id = c.id WHERE v.seq > c.version;
DELETE w FROM changed c STRAIGHT_JOIN worklist w ON w.escalation_id = c.id;
DELETE o FROM changed c STRAIGHT_JOIN open_duty o ON o.escalation_id = c.id;
INSERT INTO worklist SELECT k.* FROM changed c STRAIGHT_JOIN bench.worklist k ON k.escalation_id = c.id;
INSERT INTO open_duty SELECT k.* FROM changed c STRAIGHT_JOIN bench.open_duty k ON k.escalation_id = c.id;
INSERT IGNORE INTO sight SELECT k.* FROM changed c STRAIGHT_JOIN bench.sight k ON k.escalation_id = c.id;
UPDATE changed c STRAIGHT_JOIN bench.head h ON h.id = c.id STRAIGHT_JOIN escalation e ON e.id = c.id
	SET e.version = h.version, e.chain = h.chain, e.phase = h.phase, e.stage_id = h.stage_id, e.stage_name = h.stage_name,
	    e.duty_text = h.duty_text, e.duty_clause = h.duty_clause, e.turn = h.turn, e.due_words = h.due_words,
	    e.next_due = h.next_due, e.changed = h.changed;
DELETE FROM outbox WHERE id > (SELECT outbox FROM bench.last);
DELETE FROM access_log WHERE id > (SELECT access_log FROM bench.last);
DELETE FROM idempotency;
UPDATE session SET created = UTC_TIMESTAMP(6), seen = UTC_TIMESTAMP(6);
COMMIT;
