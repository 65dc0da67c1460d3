-- 0019-retention.sql - erasing what has been kept long enough, holding what must not be erased, going back to an older setting.

-- Of an erased escalation its reference, edition, dates and chain stay, so that counts of past years and the evidence hold.
ALTER TABLE escalation
	ADD COLUMN IF NOT EXISTS about VARCHAR(16) NULL COMMENT 'child, adult, or unknown; NULL: no sweep has looked yet',
	ADD COLUMN IF NOT EXISTS erased DATETIME(6) NULL COMMENT 'by the instance''s clock; NULL: it was not';

-- Escalations that nobody may erase, whatever their age. Never changed but to lift it.
CREATE TABLE IF NOT EXISTS legal_hold (
	id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	escalation_id BIGINT        NOT NULL,
	why           VARCHAR(2000) NOT NULL,
	placed_at     DATETIME(6)   NOT NULL,
	placed_by     BIGINT        NOT NULL COMMENT '0 = at the command line of the server',
	until         DATETIME(6)   NULL COMMENT 'NULL: until somebody lifts it',
	lifted_at     DATETIME(6)   NULL,
	lifted_by     BIGINT        NOT NULL DEFAULT 0,
	lifted_why    VARCHAR(2000) NULL,
	KEY of_escalation (escalation_id, lifted_at),
	KEY in_force (lifted_at, id),
	CONSTRAINT legal_hold_escalation FOREIGN KEY (escalation_id) REFERENCES escalation (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One night's sweep: first it counts, and waits for somebody where that is more than the set share; then it erases. `cursor_id`
-- says how far it came: whoever finds it unfinished goes on from there.
CREATE TABLE IF NOT EXISTS retention_sweep (
	id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	setting       INT UNSIGNED  NOT NULL COMMENT 'the version of the setting by which it counts; another one ends it',
	state         TINYINT       NOT NULL COMMENT '0 counts, 1 waits for somebody, 2 erases, 3 done',
	begun         DATETIME(6)   NOT NULL,
	cursor_id     BIGINT        NOT NULL DEFAULT 0,
	ended         BIGINT        NOT NULL DEFAULT 0 COMMENT 'escalations that have ended and are kept',
	children      BIGINT        NOT NULL DEFAULT 0 COMMENT 'of those whose time is over and that nothing holds, about a child',
	adults        BIGINT        NOT NULL DEFAULT 0,
	unknown       BIGINT        NOT NULL DEFAULT 0 COMMENT 'it is not recorded whom they are about',
	held          BIGINT        NOT NULL DEFAULT 0 COMMENT 'whose time is over, and that a hold keeps',
	erased        BIGINT        NOT NULL DEFAULT 0,
	confirmed_at  DATETIME(6)   NULL,
	confirmed_by  BIGINT        NOT NULL DEFAULT 0,
	confirmed_why VARCHAR(2000) NULL,
	finished      DATETIME(6)   NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Files that belonged to an erased escalation, until they are gone from the folder.
CREATE TABLE IF NOT EXISTS file_erased (
	sha256 BINARY(32) NOT NULL PRIMARY KEY
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- To go back to any version of a setting.
ALTER TABLE setting ADD COLUMN IF NOT EXISTS restores INT UNSIGNED NULL
	COMMENT 'the version whose value this one sets again; 0 = what held before any; NULL: it is none of these';

-- The one way in which something that happened can go. The worker may call it, and may still not UPDATE or DELETE an event:
-- what runs, what ended within a year, and what is held stay, whoever calls.
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
		INSERT INTO access_log (at, person_id, what, escalation_id) VALUES (today, who, 'erased', which);
	END IF;
END;

GRANT EXECUTE ON PROCEDURE erase_escalation TO ${WORKER};
GRANT SELECT, INSERT, UPDATE (lifted_at, lifted_by, lifted_why) ON legal_hold TO ${WORKER};
GRANT SELECT, INSERT, UPDATE ON retention_sweep TO ${WORKER};
GRANT SELECT, DELETE ON file_erased TO ${WORKER};
