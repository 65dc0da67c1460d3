-- 0008-seats.sql - places in escalations: who has left one, which are empty, who stands in for whom meanwhile.

-- A queue that somebody has left: their own, or that of a role. What waits there may need a new person. The clock goes
-- through its escalations in order of id, as far as `looked` says, and then removes the row.
CREATE TABLE IF NOT EXISTS seat_change (
	queue_id BIGINT      NOT NULL PRIMARY KEY,
	looked   BIGINT      NOT NULL DEFAULT 0 COMMENT 'id of the last escalation that was looked at',
	at       DATETIME(6) NOT NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Places of running escalations that need a new person. Follows from the events, like the lists.
CREATE TABLE IF NOT EXISTS vacant_seat (
	escalation_id BIGINT      NOT NULL,
	side          TINYINT     NOT NULL COMMENT '0 outside both sides, 1 raising, 2 receiving',
	agency_id     VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'empty: the partnership',
	person_id     BIGINT      NOT NULL DEFAULT 0 COMMENT 'who was named there; 0: nobody held the role',
	since         DATETIME(6) NOT NULL,
	PRIMARY KEY (escalation_id, side),
	KEY of_agency (agency_id, since)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Somebody is away, and somebody else acts for them meanwhile; by the instance's clock. Never changed but to end it.
CREATE TABLE IF NOT EXISTS absence (
	id        BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	person_id BIGINT      NOT NULL,
	deputy_id BIGINT      NOT NULL DEFAULT 0 COMMENT '0: nobody stands in',
	begins    DATETIME(6) NOT NULL,
	ends      DATETIME(6) NOT NULL,
	set_by    BIGINT      NOT NULL,
	created   DATETIME(6) NOT NULL,
	ended_by  BIGINT      NULL COMMENT 'who took it back; then `ends` is when',
	KEY of_person (person_id, ends),
	KEY of_deputy (deputy_id, ends)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Comes with the session: only for those who stand in for somebody is there anything more to be read.
ALTER TABLE person ADD COLUMN IF NOT EXISTS stands_in_until DATETIME(6) NULL COMMENT 'end of the last absence in which they are the deputy';
-- Whose manager they are is asked in the map of vacancies and of absences.
ALTER TABLE person ADD INDEX IF NOT EXISTS of_manager (manager_key, directory);

-- Names in Han characters are found by each of them from now on: the next refresh writes their words anew.
UPDATE person SET manager_key = NULL WHERE name REGEXP '[\\x{3400}-\\x{9FFF}]';

GRANT SELECT, INSERT, UPDATE, DELETE ON seat_change TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON vacant_seat TO ${WORKER};
GRANT SELECT, INSERT, UPDATE (ends, ended_by) ON absence TO ${WORKER};
-- Sight is only ever added to, but for somebody who has left or works elsewhere now.
GRANT DELETE ON sight TO ${WORKER};
