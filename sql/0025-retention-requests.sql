-- 0025-retention-requests.sql - what somebody asked a lead to raise goes with the escalation that it became.

ALTER TABLE raise_request ADD KEY IF NOT EXISTS of_escalation (escalation_id);

-- As in 0019, with those two tables.
CREATE OR REPLACE PROCEDURE erase_escalation(IN which BIGINT, IN who BIGINT)
	SQL SECURITY DEFINER
	MODIFIES SQL DATA
BEGIN
	DECLARE today DATETIME(6);
	SELECT UTC_TIMESTAMP(6) + INTERVAL clock_offset MICROSECOND INTO today FROM instance WHERE id = 1;
	UPDATE escalation SET erased = today, revision = revision + 1, stage_id = NULL, stage_name = NULL,
		raising_agency_id = NULL, raising_agency = NULL, receiving_agency_id = NULL, receiving_agency = NULL,
		duty_text = NULL, duty_clause = NULL, turn = NULL, due_words = NULL, next_due = NULL, immediate_risk = 0
		WHERE id = which AND ended = 1 AND erased IS NULL AND changed < today - INTERVAL 1 YEAR
		AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.escalation_id = which AND h.lifted_at IS NULL
			AND (h.until IS NULL OR h.until > today));
	IF ROW_COUNT() = 1 THEN
		UPDATE event SET payload = NULL, salt = NULL WHERE escalation_id = which;
		INSERT IGNORE INTO file_erased (sha256)
			SELECT sha256 FROM attachment WHERE escalation_id = which AND content IS NULL;
		INSERT IGNORE INTO file_erased (sha256)
			SELECT sha256 FROM upload WHERE escalation_id = which AND content IS NULL;
		DELETE FROM attachment WHERE escalation_id = which;
		DELETE FROM upload WHERE escalation_id = which;
		DELETE FROM internal_note WHERE escalation_id = which;
		DELETE FROM draft WHERE draft_key LIKE CONCAT((SELECT reference FROM escalation WHERE id = which), '/%');
		DELETE FROM idempotency WHERE escalation_id = which;
		DELETE FROM undelivered WHERE outbox_id IN (SELECT id FROM outbox WHERE escalation_id = which);
		DELETE FROM outbox WHERE escalation_id = which;
		DELETE FROM worklist WHERE escalation_id = which;
		DELETE FROM open_duty WHERE escalation_id = which;
		DELETE FROM vacant_seat WHERE escalation_id = which;
		DELETE FROM lesson WHERE escalation_id = which;
		DELETE FROM meeting_person WHERE escalation_id = which;
		DELETE FROM meeting WHERE escalation_id = which;
		DELETE FROM raise_request_queue WHERE request_id IN (SELECT id FROM raise_request WHERE escalation_id = which);
		DELETE FROM raise_request WHERE escalation_id = which;
		INSERT INTO access_log (at, person_id, what, escalation_id) VALUES (today, who, 'erased', which);
	END IF;
END;

-- Replaced is dropped, with what was granted on it.
GRANT EXECUTE ON PROCEDURE erase_escalation TO ${WORKER};
