-- 0001-instance.sql - the instance itself, policies and calendars, agencies and people, sessions.
--
-- How migrations are written (store_migrate applies them, in order, once each):
--   * A file that was cut short is run again from its top, because no database undoes DDL: so every
--     statement here may run twice (IF NOT EXISTS, INSERT IGNORE; GRANT always may).
--   * ${WORKER} stands for the account of worker and clock. It gets, table by table, what it needs and
--     no more: it cannot alter or drop anything, nor change what has happened. What is not granted is
--     refused by the server, whatever our code does.
--   * Every table has a primary key, and nothing relies on table locks, GET_LOCK or locking reads:
--     they do not hold across the nodes of a Galera cluster.
--   * Times are DATETIME(6) in UTC: connections set their time zone, the server's does not matter.
--   * Identifiers are compared byte by byte (utf8mb4_bin); what people type is compared without case
--     and accents (utf8mb4_unicode_ci).

CREATE TABLE IF NOT EXISTS migration (
	number      INT          NOT NULL PRIMARY KEY,
	name        VARCHAR(200) NOT NULL COMMENT 'file name: 0001-instance.sql',
	digest      BINARY(32)   NOT NULL COMMENT 'SHA-256 of the file: one that was changed afterwards is refused',
	applied_at  DATETIME(6)  NOT NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- One row, read with every session, so that it costs no statement of its own.
CREATE TABLE IF NOT EXISTS instance (
	id               TINYINT     NOT NULL PRIMARY KEY DEFAULT 1 CHECK (id = 1),
	demo             TINYINT     NOT NULL DEFAULT 0,
	clock_offset     BIGINT      NOT NULL DEFAULT 0 COMMENT 'microseconds added to the real time; a real instance has none',
	generation       BIGINT      NOT NULL DEFAULT 1 COMMENT 'grows with every change of settings, policies or calendars: workers read them anew',
	edition_id       BIGINT      NULL COMMENT 'policy edition in force for new escalations',
	reference_prefix VARCHAR(12) NOT NULL DEFAULT 'MSP',
	CONSTRAINT clock_moves_only_in_a_demo CHECK (demo = 1 OR clock_offset = 0)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
INSERT IGNORE INTO instance (id) VALUES (1);

-- A policy as imported, never changed: running cases keep the edition that they were raised under.
CREATE TABLE IF NOT EXISTS edition (
	id          BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	policy_id   VARCHAR(100) NOT NULL,
	label       VARCHAR(200) NOT NULL,
	digest      BINARY(32)   NOT NULL COMMENT 'SHA-256 of text: the same text again is the same edition',
	text        MEDIUMTEXT   NOT NULL,
	imported_at DATETIME(6)  NOT NULL,
	in_force_from DATETIME(6) NULL,
	retired_at  DATETIME(6)  NULL,
	UNIQUE KEY same_text (policy_id, digest)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Days on which the borough is closed, beside the bank holidays of the calendar file.
CREATE TABLE IF NOT EXISTS closed_day (
	closed_on DATE         NOT NULL PRIMARY KEY,
	name      VARCHAR(200) NOT NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS agency (
	id             VARCHAR(64)  NOT NULL PRIMARY KEY,
	name           VARCHAR(300) NOT NULL,
	sector         VARCHAR(64)  NOT NULL,
	directory_name VARCHAR(300) NULL COMMENT 'what the directory writes in the attribute that names the agency'
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The words of an agency's name, for the search for people.
CREATE TABLE IF NOT EXISTS agency_word (
	word      VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
	agency_id VARCHAR(64) NOT NULL,
	PRIMARY KEY (word, agency_id),
	KEY of_agency (agency_id, word)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Rules from job title to stage roles, in order of position; the first that matches decides.
CREATE TABLE IF NOT EXISTS mapping_rule (
	id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	position   INT           NOT NULL,
	sector     VARCHAR(64)   NULL,
	agency_id  VARCHAR(64)   NULL,
	match_kind VARCHAR(16)   NOT NULL,
	title      VARCHAR(400)  NOT NULL,
	group_dn   VARCHAR(1000) NULL,
	roles      VARCHAR(1000) NOT NULL COMMENT 'role ids, separated by spaces',
	why        VARCHAR(1000) NULL,
	KEY in_order (position, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- A person as the directory had them at the last refresh. The directory stays the source; who somebody
-- was on the day of an event is frozen in the event.
CREATE TABLE IF NOT EXISTS person (
	id            BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	directory     VARCHAR(64)   NOT NULL,
	directory_key VARCHAR(128)  NOT NULL COMMENT 'entryUUID or objectGUID: the identity, never the typed name',
	username      VARCHAR(256)  NOT NULL,
	name          VARCHAR(400)  NOT NULL,
	title         VARCHAR(400)  NULL,
	mail          VARCHAR(400)  NULL,
	agency_id     VARCHAR(64)   NULL,
	manager_key   VARCHAR(128)  NULL COMMENT 'directory_key of the manager',
	roles         VARCHAR(1000) NOT NULL DEFAULT '' COMMENT 'as the rules gave them at the last refresh',
	administrator TINYINT       NOT NULL DEFAULT 0,
	active        TINYINT       NOT NULL DEFAULT 1,
	refreshed_at  DATETIME(6)   NOT NULL,
	queue_id      BIGINT        NOT NULL DEFAULT 0 COMMENT 'their own queue',
	UNIQUE KEY identity (directory, directory_key),
	KEY of_agency (agency_id, name(40))
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who holds which role: one row for the role in the person's agency, and one with agency '' for the
-- role wherever it is held (roles of the partnership). Which of the two is meant the policy knows.
CREATE TABLE IF NOT EXISTS person_role (
	person_id BIGINT      NOT NULL,
	agency_id VARCHAR(64) NOT NULL,
	role      VARCHAR(64) NOT NULL,
	PRIMARY KEY (person_id, agency_id, role),
	KEY holders (agency_id, role, person_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The words of names (kind 0) and job titles (kind 1): a search is a range of one of these keys,
-- names before titles, without reading everybody.
CREATE TABLE IF NOT EXISTS person_word (
	kind      TINYINT     NOT NULL,
	word      VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
	person_id BIGINT      NOT NULL,
	agency_id VARCHAR(64) NOT NULL DEFAULT '' COMMENT 'as in person, for searches in one agency',
	PRIMARY KEY (kind, word, person_id),
	KEY in_agency (agency_id, kind, word, person_id),
	KEY of_person (person_id, word)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What worklists and need to know are made of: a person (agency and role ''), a role in an agency, or a
-- role of the partnership (agency ''). Made when first needed, never removed, never used again for another.
CREATE TABLE IF NOT EXISTS queue (
	id        BIGINT      NOT NULL AUTO_INCREMENT PRIMARY KEY,
	person_id BIGINT      NOT NULL DEFAULT 0,
	agency_id VARCHAR(64) NOT NULL DEFAULT '',
	role      VARCHAR(64) NOT NULL DEFAULT '',
	UNIQUE KEY whose (agency_id, role, person_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The token itself is nowhere: whoever reads this table cannot sign in with it.
CREATE TABLE IF NOT EXISTS session (
	token_hash BINARY(32)  NOT NULL PRIMARY KEY,
	person_id  BIGINT      NOT NULL,
	csrf       VARCHAR(43) NOT NULL,
	created    DATETIME(6) NOT NULL,
	seen       DATETIME(6) NOT NULL,
	KEY of_person (person_id),
	KEY last_seen (seen)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Failed sign-ins, under a hash of the account or of the address. The nonce keeps two of the same
-- microsecond apart, and one that was sent twice together.
CREATE TABLE IF NOT EXISTS throttle (
	throttle_key BINARY(32)  NOT NULL,
	failed_at    DATETIME(6) NOT NULL,
	nonce        BIGINT      NOT NULL,
	PRIMARY KEY (throttle_key, failed_at, nonce),
	KEY by_time (failed_at)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT ON migration TO ${WORKER};
GRANT SELECT, UPDATE (generation) ON instance TO ${WORKER};
GRANT SELECT ON edition TO ${WORKER};
GRANT SELECT ON closed_day TO ${WORKER};
GRANT SELECT ON agency TO ${WORKER};
GRANT SELECT ON agency_word TO ${WORKER};
GRANT SELECT, INSERT, DELETE ON mapping_rule TO ${WORKER};
GRANT SELECT, INSERT, UPDATE ON person TO ${WORKER};
GRANT SELECT, INSERT, DELETE ON person_role TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON person_word TO ${WORKER};
GRANT SELECT, INSERT ON queue TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO ${WORKER};
