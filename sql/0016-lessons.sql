-- 0016-lessons.sql - the list of lessons: where each stands. What it says is in the events; this is made from them by the fold.
CREATE TABLE IF NOT EXISTS lesson (
	escalation_id BIGINT       NOT NULL,
	seq           INT UNSIGNED NOT NULL COMMENT 'of the event that raised it',
	answer_seq    INT UNSIGNED NULL COMMENT 'of the last answer',
	open          TINYINT      NOT NULL,
	raised        DATETIME(6)  NOT NULL,
	due           DATETIME(6)  NULL COMMENT 'by when a change was promised',
	PRIMARY KEY (escalation_id, seq),
	KEY in_order (open, raised, escalation_id, seq)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE ON lesson TO ${WORKER};
