-- 0004-editions.sql - which edition of the policy is in force from when, and who changed the settings, when and why.

-- Chosen beforehand: from `begins` on this edition is in force for new escalations, until the next one begins. Before the
-- first of them it is instance.edition_id.
CREATE TABLE IF NOT EXISTS edition_plan (
	begins     DATETIME(6) NOT NULL PRIMARY KEY,
	edition_id BIGINT      NOT NULL,
	KEY of_edition (edition_id),
	CONSTRAINT edition_plan_edition FOREIGN KEY (edition_id) REFERENCES edition (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Written in the transaction of the change itself. Only ever added to.
CREATE TABLE IF NOT EXISTS settings_history (
	id         BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	at         DATETIME(6)   NOT NULL,
	person_id  BIGINT        NOT NULL COMMENT '0 = at the command line of the server',
	what       VARCHAR(64)   NOT NULL,
	edition_id BIGINT        NOT NULL DEFAULT 0 COMMENT '0 = of no edition',
	detail     VARCHAR(400)  NULL,
	why        VARCHAR(2000) NULL COMMENT 'NULL: at the command line a reason may be left out'
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT INSERT, UPDATE (in_force_from, retired_at) ON edition TO ${WORKER};
GRANT UPDATE (edition_id) ON instance TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON edition_plan TO ${WORKER};
GRANT SELECT, INSERT ON settings_history TO ${WORKER};
