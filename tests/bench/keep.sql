-- keep.sql - a copy of what an event changes, in the cases that the bench adds events to, so that every program and
-- round begins with the same cases. reset.sql puts it back.
USE parley;
CREATE TABLE bench.pool (id BIGINT PRIMARY KEY, version INT UNSIGNED NOT NULL) ENGINE=InnoDB
	SELECT id, version FROM escalation WHERE ended = 0;
CREATE TABLE bench.head (PRIMARY KEY (id)) ENGINE=InnoDB SELECT e.* FROM escalation e JOIN bench.pool p ON p.id = e.id;
CREATE TABLE bench.worklist (KEY (escalation_id)) ENGINE=InnoDB SELECT w.* FROM worklist w JOIN bench.pool p ON p.id = w.escalation_id;
CREATE TABLE bench.sight (KEY (escalation_id)) ENGINE=InnoDB SELECT s.* FROM sight s JOIN bench.pool p ON p.id = s.escalation_id;
CREATE TABLE bench.open_duty (KEY (escalation_id)) ENGINE=InnoDB SELECT o.* FROM open_duty o JOIN bench.pool p ON p.id = o.escalation_id;
CREATE TABLE bench.last (outbox BIGINT NOT NULL, access_log BIGINT NOT NULL, PRIMARY KEY (outbox)) ENGINE=InnoDB
	SELECT (SELECT COALESCE(MAX(id), 0) FROM outbox) AS outbox, (SELECT COALESCE(MAX(id), 0) FROM access_log) AS access_log;
-- What was answered while the cases were made has long been swept away in a real instance.
DELETE FROM idempotency;
-- The server is stopped before it has seen how the tables have grown: all programs would be measured on plans for empty ones.
ANALYZE TABLE escalation, event, worklist, sight, open_duty, outbox, person, person_role, queue, session, access_log;
