-- 0002-escalations.sql - escalations, their events, and what lists are read from.
--
-- The events are the escalation; every other column and table here is made from them by the core's fold, is
-- written in the same transaction, and can be made again (store_project).

-- References have no gaps, so they come from a row of their own: auto_increment leaves gaps, on Galera always.
CREATE TABLE IF NOT EXISTS reference_counter (
	year INT    NOT NULL PRIMARY KEY,
	last BIGINT NOT NULL
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The head. `version` is the seq of the last event: whoever writes says which version they saw, and only one
-- of two can be right. `revision` grows with every write of the row, a rebuild of the lists included.
CREATE TABLE IF NOT EXISTS escalation (
	id                  BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	reference           VARCHAR(32)  NOT NULL,
	edition_id          BIGINT       NOT NULL,
	version             INT UNSIGNED NOT NULL,
	revision            INT UNSIGNED NOT NULL DEFAULT 0,
	chain               BINARY(32)   NOT NULL COMMENT 'chain value of the last event',
	phase               VARCHAR(32)  NOT NULL,
	stage_id            VARCHAR(64)  NULL,
	stage_name          VARCHAR(400) NULL,
	ended               TINYINT      NOT NULL,
	raising_agency_id   VARCHAR(64)  NULL,
	raising_agency      VARCHAR(300) NULL,
	receiving_agency_id VARCHAR(64)  NULL,
	receiving_agency    VARCHAR(300) NULL,
	duty_text           TEXT         NULL,
	duty_clause         VARCHAR(100) NULL,
	turn                VARCHAR(32)  NULL,
	due_words           VARCHAR(400) NULL,
	next_due            DATETIME(6)  NULL,
	immediate_risk      TINYINT      NOT NULL,
	raised              DATETIME(6)  NULL,
	changed             DATETIME(6)  NULL,
	UNIQUE KEY reference (reference),
	CONSTRAINT escalation_edition FOREIGN KEY (edition_id) REFERENCES edition (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What happened, in the order in which it was recorded. Only ever added to: the worker may not UPDATE or
-- DELETE here. The chain (docs/database.md has the bytes):
--     digest = SHA-256(salt || payload)
--     chain  = SHA-256(chain of the event before || seq || recorded || digest)
-- A lawful erasure empties payload and salt; digest and chain stay, so the rest still verifies.
CREATE TABLE IF NOT EXISTS event (
	escalation_id BIGINT       NOT NULL,
	seq           INT UNSIGNED NOT NULL,
	recorded      DATETIME(6)  NOT NULL,
	person_id     BIGINT       NOT NULL COMMENT 'who acted; 0 = the program',
	salt          BINARY(16)   NULL,
	digest        BINARY(32)   NOT NULL,
	chain         BINARY(32)   NOT NULL,
	payload       MEDIUMTEXT   NULL COMMENT 'canonical JSON, made by the codec',
	PRIMARY KEY (escalation_id, seq),
	CONSTRAINT event_escalation FOREIGN KEY (escalation_id) REFERENCES escalation (id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Need to know: which queues may see an escalation. Only ever added to; somebody who was only informed may
-- become a party, never the other way.
CREATE TABLE IF NOT EXISTS sight (
	escalation_id BIGINT  NOT NULL,
	queue_id      BIGINT  NOT NULL,
	informed_only TINYINT NOT NULL,
	PRIMARY KEY (escalation_id, queue_id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- The three worklists of every queue. The primary key is the order in which a list is shown, so a page is one
-- range of `limit` rows whatever is stored, and the head is read by its own key for each row shown. An
-- escalation that has ended has no rows here.
CREATE TABLE IF NOT EXISTS worklist (
	queue_id      BIGINT      NOT NULL,
	view          TINYINT     NOT NULL COMMENT '0 it waits here; 1 the queue is a party; 2 the queue is informed',
	due           DATETIME(6) NOT NULL COMMENT 'no date is 9999-12-31, so that it comes last',
	escalation_id BIGINT      NOT NULL,
	yours         TINYINT     NOT NULL COMMENT 'whether it waits in this queue, whatever the view',
	PRIMARY KEY (queue_id, view, due, escalation_id),
	KEY of_escalation (escalation_id, yours)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Open duties that have a date, for the clock.
CREATE TABLE IF NOT EXISTS open_duty (
	escalation_id BIGINT       NOT NULL,
	duty_key      VARCHAR(200) NOT NULL,
	due           DATETIME(6)  NOT NULL,
	told          TINYINT      NOT NULL DEFAULT 0 COMMENT 'that it is overdue was told',
	PRIMARY KEY (escalation_id, duty_key),
	KEY overdue (told, due, escalation_id, duty_key)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What was answered to a request that must not happen twice. A row is the proof that its transaction was
-- committed, also when the answer to the COMMIT was lost.
CREATE TABLE IF NOT EXISTS idempotency (
	person_id      BIGINT       NOT NULL,
	request_key    VARCHAR(100) NOT NULL,
	request_digest BINARY(32)   NOT NULL,
	escalation_id  BIGINT       NOT NULL,
	answer         MEDIUMTEXT   NOT NULL,
	created        DATETIME(6)  NOT NULL,
	PRIMARY KEY (person_id, request_key),
	KEY by_time (created)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS draft (
	person_id BIGINT       NOT NULL,
	draft_key VARCHAR(200) NOT NULL,
	json      MEDIUMTEXT   NOT NULL,
	saved     DATETIME(6)  NOT NULL,
	PRIMARY KEY (person_id, draft_key)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Who read or did what. Never changed.
CREATE TABLE IF NOT EXISTS access_log (
	id            BIGINT       NOT NULL AUTO_INCREMENT PRIMARY KEY,
	at            DATETIME(6)  NOT NULL,
	person_id     BIGINT       NOT NULL COMMENT '0 = the program',
	what          VARCHAR(64)  NOT NULL,
	escalation_id BIGINT       NOT NULL COMMENT '0 = none',
	request_id    VARCHAR(64)  NULL,
	KEY of_escalation (escalation_id, id)
) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

GRANT SELECT, INSERT, UPDATE ON reference_counter TO ${WORKER};
GRANT SELECT, INSERT, UPDATE ON escalation TO ${WORKER};
GRANT SELECT, INSERT ON event TO ${WORKER};
GRANT SELECT, INSERT, UPDATE ON sight TO ${WORKER};
GRANT SELECT, INSERT, DELETE ON worklist TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON open_duty TO ${WORKER};
GRANT SELECT, INSERT, DELETE ON idempotency TO ${WORKER};
GRANT SELECT, INSERT, UPDATE, DELETE ON draft TO ${WORKER};
GRANT SELECT, INSERT ON access_log TO ${WORKER};
