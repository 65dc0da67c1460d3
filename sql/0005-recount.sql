-- 0005-recount.sql - going through the running escalations, because they were moved to another edition or the calendar changed.

-- Under which edition an escalation runs now: the one under which it was raised (edition_id), or the one to which it was
-- moved last. Made from the events by the fold, like everything in this table.
ALTER TABLE escalation ADD COLUMN IF NOT EXISTS edition_now BIGINT NOT NULL DEFAULT 0;
UPDATE escalation SET edition_now = edition_id WHERE edition_now = 0;
-- What runs under an edition is a range of this key, in the order of ids.
ALTER TABLE escalation ADD KEY IF NOT EXISTS running (ended, edition_now);

-- One pass through them. `cursor_id` says how far it came: whoever finds it unfinished goes on from there. What was done to
-- a case before that is seen in the case itself, so nothing is done twice.
CREATE TABLE IF NOT EXISTS recount (
	id        BIGINT        NOT NULL AUTO_INCREMENT PRIMARY KEY,
	what      VARCHAR(32)   NOT NULL COMMENT 'edition, calendar',
	origin    BIGINT        NOT NULL COMMENT 'edition: from which one; 0 = the cases that were chosen. calendar: its version before',
	target    BIGINT        NOT NULL COMMENT 'edition: to which one. calendar: its version from then on',
	cases     TEXT          NULL COMMENT 'references of those that were chosen, separated by spaces',
	why       VARCHAR(2000) NULL,
	person_id BIGINT        NOT NULL COMMENT '0 = at the command line of the server',
	begun     DATETIME(6)   NOT NULL,
	cursor_id BIGINT        NOT NULL DEFAULT 0,
	seen      BIGINT        NOT NULL DEFAULT 0,
	changed   BIGINT        NOT NULL DEFAULT 0,
	refused   BIGINT        NOT NULL DEFAULT 0,
	finished  DATETIME(6)   NULL,
	KEY unfinished (finished, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE ON recount TO ${WORKER};
