-- 0006-settings.sql - what administrators set, as documents with versions.

-- Only ever added to: the newest version of a name counts, and every one says who, when and why. What other code
-- reads rows of (agency, closed_day) is made from these in the same transaction.
CREATE TABLE IF NOT EXISTS setting (
	name      VARCHAR(64)   NOT NULL,
	version   INT UNSIGNED  NOT NULL COMMENT '1, 2, 3 … of that name',
	undoes    INT UNSIGNED  NOT NULL DEFAULT 0 COMMENT 'the version that this one takes back; 0 = none',
	value     MEDIUMTEXT    NOT NULL COMMENT 'JSON, as the kind of setting writes it',
	at        DATETIME(6)   NOT NULL,
	person_id BIGINT        NOT NULL COMMENT '0 = at the command line of the server',
	why       VARCHAR(2000) NULL COMMENT 'NULL: at the command line a reason may be left out',
	PRIMARY KEY (name, version)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT ON setting TO ${WORKER};
