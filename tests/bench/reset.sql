-- reset.sql - puts back what keep.sql kept, and lets nobody's session grow old.
SET foreign_key_checks = 0;
START TRANSACTION;
DELETE v FROM event v JOIN bench.pool p ON p.id = v.escalation_id WHERE v.seq > p.version;
UPDATE escalation e JOIN bench.head h ON h.id = e.id
	SET e.version = h.version, e.chain = h.chain, e.phase = h.phase, e.stage_id = h.stage_id, e.stage_name = h.stage_name,
	    e.duty_text = h.duty_text, e.duty_clause = h.duty_clause, e.turn = h.turn, e.due_words = h.due_words,
	    e.next_due = h.next_due, e.changed = h.changed
	WHERE e.version <> h.version;
DELETE w FROM worklist w JOIN bench.pool p ON p.id = w.escalation_id
	WHERE NOT EXISTS (SELECT 1 FROM bench.worklist k WHERE k.escalation_id = w.escalation_id AND k.queue_id = w.queue_id
	                  AND k.view = w.view AND k.due = w.due AND k.yours = w.yours);
INSERT IGNORE INTO worklist SELECT * FROM bench.worklist;
INSERT IGNORE INTO sight SELECT * FROM bench.sight;
INSERT IGNORE INTO open_duty SELECT * FROM bench.open_duty;
DELETE FROM outbox WHERE id > (SELECT outbox FROM bench.last);
DELETE FROM access_log WHERE id > (SELECT access_log FROM bench.last);
DELETE FROM idempotency;
UPDATE session SET created = UTC_TIMESTAMP(6), seen = UTC_TIMESTAMP(6);
COMMIT;
