-- 0030-hold-requests.sql - a legal hold may be on a request to raise that became no escalation: that is erased as well.

ALTER TABLE legal_hold
	MODIFY COLUMN escalation_id BIGINT NULL,
	ADD COLUMN IF NOT EXISTS request_id BIGINT NULL COMMENT 'one of the two' AFTER escalation_id,
	ADD KEY IF NOT EXISTS of_request (request_id, lifted_at);

-- As in 0026, and it keeps what is held.
CREATE OR REPLACE PROCEDURE erase_request(IN which BIGINT, IN who BIGINT)
	SQL SECURITY DEFINER
	MODIFIES SQL DATA
BEGIN
	DECLARE today DATETIME(6);
	SELECT UTC_TIMESTAMP(6) + INTERVAL clock_offset MICROSECOND INTO today FROM instance WHERE id = 1;
	DELETE FROM raise_request WHERE id = which AND state IN (1, 3) AND answered_at < today - INTERVAL 1 YEAR
		AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.request_id = which AND h.lifted_at IS NULL
			AND (h.until IS NULL OR h.until > today));
	IF ROW_COUNT() = 1 THEN
		DELETE FROM raise_request_queue WHERE request_id = which;
		DELETE FROM draft WHERE draft_key IN (CONCAT('request/', which), CONCAT('request-answer/', which));
		INSERT INTO access_log (at, person_id, what, escalation_id) VALUES (today, who, 'request-erased', 0);
	END IF;
END;

-- Replaced is dropped, with what was granted on it.
GRANT EXECUTE ON PROCEDURE erase_request TO ${WORKER};
