-- 0026-retention-asked.sql - requests to raise that became no escalation are erased as well, when they have been kept long enough.

-- The worker may call it, and may still not DELETE a request: what waits for an answer, what was answered within a year, and what
-- was raised (that goes with its escalation) stay, whoever calls.
CREATE OR REPLACE PROCEDURE erase_request(IN which BIGINT, IN who BIGINT)
	SQL SECURITY DEFINER
	MODIFIES SQL DATA
BEGIN
	DECLARE today DATETIME(6);
	SELECT UTC_TIMESTAMP(6) + INTERVAL clock_offset MICROSECOND INTO today FROM instance WHERE id = 1;
	DELETE FROM raise_request WHERE id = which AND state IN (1, 3) AND answered_at < today - INTERVAL 1 YEAR;
	IF ROW_COUNT() = 1 THEN
		DELETE FROM raise_request_queue WHERE request_id = which;
		DELETE FROM draft WHERE draft_key IN (CONCAT('request/', which), CONCAT('request-answer/', which));
		INSERT INTO access_log (at, person_id, what, escalation_id) VALUES (today, who, 'request-erased', 0);
	END IF;
END;

GRANT EXECUTE ON PROCEDURE erase_request TO ${WORKER};
