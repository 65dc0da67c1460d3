-- 0012-attachments.sql - letters, minutes, e-mails that belong to an escalation, or to an internal note.
--
-- A file is first an upload, which nobody sees but whoever sent it, and which is swept after a day. With the event (or the note)
-- that names it, it becomes an attachment, in the same transaction; its hash stands in the event. Attachments are only ever added to.
CREATE TABLE IF NOT EXISTS upload (
	id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	escalation_id BIGINT       NOT NULL,
	person_id     BIGINT       NOT NULL,
	type          VARCHAR(100) NOT NULL COMMENT 'by content',
	size          BIGINT       NOT NULL,
	sha256        BINARY(32)   NOT NULL,
	at            DATETIME(6)  NOT NULL,
	content       LONGBLOB     NULL COMMENT 'NULL: in the folder of attachments, under its hash',
	KEY of_person (person_id, at),
	KEY by_time (at)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS attachment (
	id            BIGINT       NOT NULL PRIMARY KEY COMMENT 'of the upload',
	escalation_id BIGINT       NOT NULL,
	seq           INT UNSIGNED NULL COMMENT 'of the event that attached it; NULL: it belongs to an internal note',
	note_id       BIGINT       NULL,
	person_id     BIGINT       NOT NULL,
	type          VARCHAR(100) NOT NULL,
	size          BIGINT       NOT NULL,
	sha256        BINARY(32)   NOT NULL,
	at            DATETIME(6)  NOT NULL,
	content       LONGBLOB     NULL,
	KEY of_escalation (escalation_id, id),
	KEY of_note (note_id),
	CONSTRAINT attachment_escalation FOREIGN KEY (escalation_id) REFERENCES escalation (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, DELETE ON upload TO ${WORKER};
GRANT SELECT, INSERT ON attachment TO ${WORKER};
