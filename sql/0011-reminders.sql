-- 0011-reminders.sql - reminders before a date, one digest a morning, what people have read, and mail that nobody got.

-- When the clock looks at a duty to remind people of it (core/reminder.c says when). NULL: no more. What was open
-- before there were reminders is looked at once.
ALTER TABLE open_duty ADD COLUMN IF NOT EXISTS remind_at DATETIME(6) NULL COMMENT 'when to remind of it next';
ALTER TABLE open_duty ADD KEY IF NOT EXISTS remind (remind_at, escalation_id, duty_key);
UPDATE open_duty SET remind_at = due - INTERVAL 30 DAY WHERE told = 0 AND remind_at IS NULL AND due > UTC_TIMESTAMP(6);

-- A notice is a row of the outbox, whether it also goes by mail or not. Its way: new (0), to be sent by itself (1),
-- waiting for its person's digest (2), done (3: sent, given up, or said in a digest).
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS state TINYINT NOT NULL DEFAULT 0 COMMENT '0 new, 1 to be sent, 2 for the digest, 3 done';
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS morning TINYINT NOT NULL DEFAULT 0 COMMENT 'may be said in the digest of a morning';
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS part_of BIGINT NULL COMMENT 'the digest that says it';
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS sending TINYINT NOT NULL DEFAULT 0 COMMENT 'given to the mail server, and no answer yet';
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS doubtful TINYINT NOT NULL DEFAULT 0 COMMENT 'an earlier try may have arrived';
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS read_at DATETIME(6) NULL COMMENT 'when its person read it in Parley';
-- What is there already was told by mail, before there was a page to read it on.
UPDATE outbox SET state = IF(next_try IS NULL, 3, 1), read_at = created WHERE state = 0;
ALTER TABLE outbox DROP KEY IF EXISTS to_send;
ALTER TABLE outbox ADD KEY IF NOT EXISTS by_state (state, next_try, id);
ALTER TABLE outbox ADD KEY IF NOT EXISTS of_person (person_id, read_at, id);
ALTER TABLE outbox ADD KEY IF NOT EXISTS of_digest (part_of, id);

-- How many notices somebody has not read, to a hundred: comes with their session. The rows are the truth; the clock
-- and whoever reads them count again.
ALTER TABLE person ADD COLUMN IF NOT EXISTS unread INT NOT NULL DEFAULT 0;

-- Messages that will not arrive: a task until somebody has said how its reader was told.
CREATE TABLE IF NOT EXISTS undelivered (
	outbox_id  BIGINT        NOT NULL PRIMARY KEY,
	at         DATETIME(6)   NOT NULL,
	why        VARCHAR(1000) NOT NULL,
	settled_at DATETIME(6)   NULL COMMENT 'NULL: still a task',
	settled_by BIGINT        NOT NULL DEFAULT 0,
	how        VARCHAR(1000) NULL,
	KEY open_ones (settled_at, outbox_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE ON undelivered TO ${WORKER};
