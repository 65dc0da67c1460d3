-- 0010-internal-notes.sql - what an agency writes for itself about an escalation (docs/decisions/0010-internal-notes.md).
--
-- Not events: the other side must not be able to tell that there is one, not by a version number, a hash or a list. A wall is
-- an agency and the side for which its people act, because both sides may be of one agency. Only ever added to; names,
-- titles and agency as they were that day.
CREATE TABLE IF NOT EXISTS internal_note (
	id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	escalation_id BIGINT       NOT NULL,
	agency_id     VARCHAR(64)  NOT NULL,
	side          VARCHAR(16)  NOT NULL,
	kind          VARCHAR(16)  NOT NULL COMMENT 'note; oversight: a manager looked at it',
	person_id     BIGINT       NOT NULL,
	name          VARCHAR(300) NOT NULL,
	title         VARCHAR(300) NULL,
	agency        VARCHAR(300) NOT NULL,
	at            DATETIME(6)  NOT NULL,
	text          MEDIUMTEXT   NOT NULL,
	request_key   VARCHAR(100) NOT NULL COMMENT 'the same form sent again adds nothing',
	UNIQUE KEY once (person_id, request_key),
	KEY of_wall (escalation_id, agency_id, side, id),
	CONSTRAINT internal_note_escalation FOREIGN KEY (escalation_id) REFERENCES escalation (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT ON internal_note TO ${WORKER};
