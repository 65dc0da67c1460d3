-- 0003-clock.sql - what parley-clock works on: notices to be sent, and who does a once-only job.

-- Notices, kept in the transaction of the event that asked for them and sent afterwards. `once` is a digest of
-- kind, duty and recipient: the same notice is kept once, however often it is asked for. There is no case
-- content here.
CREATE TABLE IF NOT EXISTS outbox (
	id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	escalation_id BIGINT        NOT NULL,
	once          BINARY(16)    NOT NULL,
	person_id     BIGINT        NOT NULL DEFAULT 0 COMMENT '0: to the mailbox',
	mailbox       VARCHAR(400)  NULL,
	kind          VARCHAR(64)   NOT NULL,
	duty_key      VARCHAR(200)  NULL,
	due           DATETIME(6)   NULL,
	created       DATETIME(6)   NOT NULL,
	attempts      INT           NOT NULL DEFAULT 0,
	next_try      DATETIME(6)   NULL COMMENT 'NULL: sent, or given up',
	sent_at       DATETIME(6)   NULL,
	error         VARCHAR(1000) NULL,
	UNIQUE KEY once (escalation_id, once),
	KEY to_send (next_try, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who may do a once-only job, until when. A row, because GET_LOCK does not hold across Galera nodes.
CREATE TABLE IF NOT EXISTS lease (
	name       VARCHAR(64)  NOT NULL PRIMARY KEY,
	holder     VARCHAR(128) NOT NULL,
	held_until DATETIME(6)  NOT NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE ON outbox TO ${WORKER};
GRANT SELECT, INSERT, UPDATE ON lease TO ${WORKER};
