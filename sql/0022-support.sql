-- 0022-support.sql - requests to raise: somebody wrote down what they know, and asks a lead of their own agency to raise it.
--
-- Not escalations and no events: until it is raised the other side must not be able to tell that there is one, and what is not
-- raised stays with the one agency (docs/decisions/0022-requests-to-raise.md). What was written is never changed.
CREATE TABLE IF NOT EXISTS raise_request (
	id             BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	person_id      BIGINT        NOT NULL COMMENT 'who asks',
	name           VARCHAR(300)  NOT NULL COMMENT 'as they were that day',
	title          VARCHAR(300)  NULL,
	agency_id      VARCHAR(64)   NOT NULL,
	asked          VARCHAR(4000) NOT NULL COMMENT 'who was asked, with their titles, one a line',
	at             DATETIME(6)   NOT NULL,
	immediate_risk TINYINT       NOT NULL,
	payload        MEDIUMTEXT    NOT NULL COMMENT 'what they wrote: the event that raising it would be, as far as they know',
	state          TINYINT       NOT NULL DEFAULT 0 COMMENT '0 asked, 1 refused, 2 raised, 3 taken back',
	answered_at    DATETIME(6)   NULL,
	answered_by    BIGINT        NULL,
	answered_name  VARCHAR(300)  NULL,
	answered_title VARCHAR(300)  NULL,
	reason         TEXT          NULL,
	escalation_id  BIGINT        NULL,
	chase_at       DATETIME(6)   NULL COMMENT 'NULL: answered',
	request_key    VARCHAR(100)  NOT NULL COMMENT 'the same form sent again asks nobody twice',
	UNIQUE KEY once (person_id, request_key),
	KEY of_person (person_id, id),
	KEY to_chase (chase_at)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Whom it waits for: a role in the agency, or a person. A range of `waiting` is what waits for somebody.
CREATE TABLE IF NOT EXISTS raise_request_queue (
	request_id BIGINT  NOT NULL,
	queue_id   BIGINT  NOT NULL,
	open       TINYINT NOT NULL DEFAULT 1,
	PRIMARY KEY (request_id, queue_id),
	KEY waiting (queue_id, open, request_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE (state, answered_at, answered_by, answered_name, answered_title, reason, escalation_id, chase_at)
	ON raise_request TO ${WORKER};
GRANT SELECT, INSERT, UPDATE (open) ON raise_request_queue TO ${WORKER};
