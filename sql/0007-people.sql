-- 0007-people.sql - what rules are asked about beside the title, what a refresh changed, and how each refresh went.

-- As the directory's entry has them. member_of: distinguished names in one written form, one a line.
ALTER TABLE person ADD COLUMN IF NOT EXISTS department VARCHAR(400) NULL;
ALTER TABLE person ADD COLUMN IF NOT EXISTS member_of MEDIUMTEXT NULL;
ALTER TABLE person ADD COLUMN IF NOT EXISTS entry_at DATETIME(6) NULL COMMENT 'when the entry was last changed, by the directory';

-- Somebody left, came back, went to another agency, or has other roles: written in the transaction that changed the
-- person, whatever the reason (refresh, sign-in, a new rule). Whoever has to see to what they held settles the row.
CREATE TABLE IF NOT EXISTS person_change (
	id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	at            DATETIME(6)   NOT NULL,
	person_id     BIGINT        NOT NULL,
	active_before TINYINT       NOT NULL,
	active_after  TINYINT       NOT NULL,
	agency_before VARCHAR(64)   NULL,
	agency_after  VARCHAR(64)   NULL,
	roles_before  VARCHAR(1000) NOT NULL,
	roles_after   VARCHAR(1000) NOT NULL,
	settled_at    DATETIME(6)   NULL,
	KEY to_settle (settled_at, id),
	KEY of_person (person_id, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- How the last refresh of each kind went, and when one last was complete. What it says names nobody.
CREATE TABLE IF NOT EXISTS directory_refresh (
	directory VARCHAR(64)  NOT NULL,
	kind      VARCHAR(16)  NOT NULL COMMENT 'all, sessions',
	began     DATETIME(6)  NOT NULL,
	good      DATETIME(6)  NULL COMMENT 'when the last one that was complete began',
	code      VARCHAR(64)  NULL COMMENT 'NULL: it was complete',
	said      VARCHAR(400) NOT NULL,
	people    INT          NOT NULL DEFAULT 0,
	gone      INT          NOT NULL DEFAULT 0,
	PRIMARY KEY (directory, kind)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE (settled_at) ON person_change TO ${WORKER};
GRANT SELECT, INSERT, UPDATE ON directory_refresh TO ${WORKER};
