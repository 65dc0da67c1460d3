-- 0015-meetings.sql - meetings as calendars need them, and the feeds by which people see their own dates.

-- Made from the events by the fold, like worklists; only an event about a meeting writes here. There is no case content:
-- neither where it is nor why.
CREATE TABLE IF NOT EXISTS meeting (
	escalation_id BIGINT       NOT NULL,
	meeting_id    INT UNSIGNED NOT NULL COMMENT 'seq of the event that it began with',
	sequence      INT UNSIGNED NOT NULL COMMENT 'grows with every change (RFC 5545 SEQUENCE)',
	state         VARCHAR(32)  NOT NULL,
	starts        DATETIME(6)  NULL COMMENT 'NULL: no time is set',
	minutes       INT          NOT NULL,
	PRIMARY KEY (escalation_id, meeting_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who is asked to come to a meeting that is set.
CREATE TABLE IF NOT EXISTS meeting_person (
	escalation_id BIGINT       NOT NULL,
	meeting_id    INT UNSIGNED NOT NULL,
	person_id     BIGINT       NOT NULL,
	starts        DATETIME(6)  NOT NULL,
	PRIMARY KEY (escalation_id, meeting_id, person_id),
	KEY of_person (person_id, starts, escalation_id, meeting_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A calendar program cannot sign in: whoever knows the link reads the feed. The token itself is nowhere.
CREATE TABLE IF NOT EXISTS calendar_feed (
	person_id  BIGINT      NOT NULL PRIMARY KEY,
	token_hash BINARY(32)  NOT NULL,
	made       DATETIME(6) NOT NULL,
	UNIQUE KEY token (token_hash)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE, DELETE ON meeting TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON meeting_person TO ${WORKER};
GRANT SELECT, INSERT, DELETE ON calendar_feed TO ${WORKER};
